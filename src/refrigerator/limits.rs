//! The limits of the family: ε4 → ε3 and λ → 0, where the demon does nothing, and λ = λ_max.

use super::Device;
use super::currents::affinity;
use crate::numeric::Real;

/// The COP in the limit ε4 → ε3 at fixed λ, and in the limit λ → 0 at any levels (take λ = 0).
///
/// With T0 = Th it is Tc/((1 + 2λ)Th − Tc), which at λ = 1 is Eq. C20, Tc/(3Th − Tc), and at λ = 0
/// the Carnot bound. For any T0 it is 1/(T0 [(1/Tc − 1/Th) + 2λ/Tc]).
#[inline(always)]
pub fn cop_limit<S: Real>(device: &Device<S>) -> S {
    let twice = S::constant(2.0) * device.drive.number() * device.beta_c.clone();
    S::constant(1.0) / (device.t0.clone() * (affinity(device) + twice))
}

/// The greatest power of these levels, that of λ = λ_max, in Γ·E/h or W; ε3 ≠ ε4.
///
/// λ_max |ρd| is the least of the r_1, r_2, |ρ| r_3, |ρ| r_4, so that ε̇_h = λ_max |ε3 − ε4||d| is
/// min(|ε1 − ε2| min(r_1, r_2), |ε3 − ε4| min(r_3, r_4)).
pub(super) fn power_max<S: Real>(device: &Device<S>) -> S {
    let [one, two, three, four] = &device.resonances;
    let hot = device.hot_gap.clone() * one.room.clone().min(two.room.clone());
    let cold = device.cold_gap.clone() * three.room.clone().min(four.room.clone());
    device.in_units(hot.min(cold))
}
