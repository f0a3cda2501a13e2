//! The limits in which the demon does nothing: ε4 → ε3 and λ → 0.

use super::currents::affinity;
use super::{Device, Parameter, Point, Refrigerator, Verdict};
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

/// The lowest Tc from which the demon of this point is physical up to the point's own Tc, to eight
/// digits, on its physical side; `None` where it is not physical there, or far below, too.
///
/// It is looked for in steps of a hundredth, so that a gap narrower than that is not seen. Closer
/// to it, points are hard, and take milliseconds.
pub fn coldest(point: &Point) -> Option<f64> {
    const STEP: f64 = 0.99;
    const STEPS: u32 = 3000;
    let is_physical = |tc: f64| {
        let refrigerator = Refrigerator::new(&point.with(Parameter::Tc, tc));
        refrigerator.is_ok_and(|found| found.solve().verdict == Verdict::Physical)
    };
    let mut above = point.get(Parameter::Tc);
    if !is_physical(above) {
        return None;
    }
    for _ in 0..STEPS {
        let mut below = STEP * above;
        if is_physical(below) {
            above = below;
            continue;
        }
        for _ in 0..20 {
            let middle = below.midpoint(above);
            if is_physical(middle) { above = middle } else { below = middle }
        }
        return Some(above);
    }
    None
}
