//! The limits of the family: ε4 → ε3 and λ → 0, where the demon does nothing, and λ = λ_max.

use super::currents::affinity;
use super::{Device, Resonance};
use crate::numeric::Real;

/// The COP in the limit ε4 → ε3 at fixed λ, and in the limit λ → 0 at any levels (take λ = 0).
///
/// With T0 = Th it is Tc/((1 + 2λ)Th − Tc), which at λ = 1 is Eq. C20, Tc/(3Th − Tc), and at λ = 0
/// the Carnot bound. For any T0 it is 1/(T0 [(1/Tc − 1/Th) + 2λ/Tc]). Where resonances have widths of their own,
/// level 3 is moved Γ4/Γ3 times as far as level 4, and 2λ is λ (1 + Γ4/Γ3).
#[inline(always)]
pub fn cop_limit<S: Real>(device: &Device<S>) -> S {
    let cost = cold_cost(device) * device.beta_c.clone();
    S::constant(1.0) / (device.t0.clone() * (affinity(device) + cost))
}

/// The same near ε4 = ε3, to the first order of x = (ε4 − ε3)/k_B Tc, which is 0 where the widths of the two are alike.
///
/// With κ_i = λΓ_4/Γ_i, level 3 is moved by κ_3 d and level 4 by κ_4 d. To the second order in x their logarithms move by
/// |x| (κ_3 + κ_4 + (x/2)(1 − 2f)(κ_4 − κ_3)(1 + κ_3 + κ_4)), because f(1 − f) has the slope −(1 − 2f) f(1 − f) and
/// ln(1/f − 1) the second derivative (1 − 2f)/f²(1 − f)². What the hot pair adds to 1/COP is of the order x².
pub(super) fn cop_beside<S: Real>(device: &Device<S>, x: S) -> S {
    let Some(ratio) = device.last_over(2) else { return cop_limit(device) };
    let one = || S::constant(1.0);
    let [third, fourth] = [device.drive.number() * ratio, device.drive.number()];
    // 1 − 2f, which is r − q where the occupation rises.
    let Resonance { rises, room, rest, .. } = device.resonances[3].clone();
    let bias = S::select(rises, room.clone().minus(rest.clone()), rest.minus(room));
    let both = third.clone() + fourth.clone();
    let turn = bias * fourth.minus(third) * (one() + both.clone());
    // The first order may have either sign.
    let cost = both.minus((S::constant(0.5) * x * turn).negated());
    let cost = cost * device.beta_c.clone();
    S::constant(1.0) / (device.t0.clone() * (affinity(device) + cost))
}

/// 2λ, or λ (1 + Γ4/Γ3): by how much more than 1/Tc the inverse temperature is, in units of 1/Tc, that the cold pair of
/// the demon shares in the limit ε4 → ε3.
#[inline(always)]
pub(super) fn cold_cost<S: Real>(device: &Device<S>) -> S {
    let both = match device.last_over(2) {
        None => S::constant(2.0),
        Some(ratio) => S::constant(1.0) + ratio,
    };
    both * device.drive.number()
}

/// The greatest power of these levels, that of λ = λ_max, in Γ·E/h, E²/h or W; ε3 ≠ ε4.
///
/// λ_max |ρd| is the least of the r_1, r_2, |ρ| r_3, |ρ| r_4, so that ε̇_h = λ_max |ε3 − ε4||d| is
/// min(|ε1 − ε2| min(r_1, r_2), |ε3 − ε4| min(r_3, r_4)), with Γ_i r_i for r_i where widths differ.
pub(super) fn power_max<S: Real>(device: &Device<S>) -> S {
    let hot = device.hot_gap.clone() * device.capacity(0).min(device.capacity(1));
    let cold = device.cold_gap.clone() * device.capacity(2).min(device.capacity(3));
    device.in_units(hot.min(cold))
}
