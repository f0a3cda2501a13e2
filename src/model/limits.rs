//! The limits in which the demon does nothing: ε4 → ε3 and λ → 0.

use super::Device;
use super::currents::affinity;
use crate::numeric::Real;

/// The COP in the limit ε4 → ε3 at fixed λ, and in the limit λ → 0 at any levels (take λ = 0).
///
/// With T0 = Th it is Tc/((1 + 2λ)Th − Tc), which at λ = 1 is Eq. C20, Tc/(3Th − Tc), and at λ = 0
/// the Carnot bound. For any T0 it is 1/(T0 [(1/Tc − 1/Th) + 2λ/Tc]).
#[inline(always)]
pub fn cop_limit<S: Real>(device: &Device<S>) -> S {
    let twice = S::constant(2.0) * device.lambda.clone() * device.beta_c.clone();
    S::constant(1.0) / (device.t0.clone() * (affinity(device) + twice))
}
