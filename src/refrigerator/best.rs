//! The best demon of the same four levels.
//!
//! Among all occupations that take up neither particles nor energy, and draw the same heat from the cold
//! reservoir, one has the least entropy current (`model::Problem`). It may exchange particles between the
//! reservoirs, ṅ_h = −ṅ_c ≠ 0, which Eq. C3 rules out only to make things simple.

use super::shaped::Shaped;
use super::{Refrigerator, Solution};
use crate::model::{Problem, Site, Statistics};
use crate::numeric::{ANY, Ball, Decided, Enclosed, Light, Split, Wide};

/// The COP of the best demon at the power of this one, which is physical; of an idle one its limit, the bound on
/// the COP. NaN of windows, and where no arithmetic is certain of it.
pub(super) fn best_cop(point: &Refrigerator, solution: &Solution) -> f64 {
    if point.point().resonances().have_width() {
        return f64::NAN;
    }
    if point.is_idle() {
        return solution.cop_carnot;
    }
    let light = cop::<Ball<Light<Split, 1>>>(point);
    light.or_else(|| cop::<Ball<Wide<ANY>>>(point)).unwrap_or(f64::NAN)
}

fn cop<S: Decided + Enclosed>(point: &Refrigerator) -> Option<f64> {
    let Shaped { device, demon, .. } = Shaped::<S>::at(point.point());
    let betas = [&device.beta_h, &device.beta_c];
    // In units of the last one, where they differ.
    let weight = |i: usize| {
        device.last_over(i).map_or_else(|| S::constant(1.0), |ratio| S::constant(1.0) / ratio)
    };
    let sites = device.resonances.iter().enumerate().map(|(i, level)| {
        let [f, rest] = match level.rises {
            true => [level.rest.clone(), level.room.clone()],
            false => [level.room.clone(), level.rest.clone()],
        };
        // In the unit of the device's gaps.
        let height = level.x.clone() / betas[i / 2].clone();
        let drawn = if i < 2 { S::constant(0.0) } else { height.clone() };
        let costs = vec![S::constant(1.0), height, drawn];
        Site { weight: weight(i), x: level.x.clone(), f, rest, costs }
    });
    // Per Γ/h, or per that of the last resonance: level 4 is moved as far as there is of it.
    let [.., last_shift] = demon.displacements;
    let power = device.cold_gap.clone() * last_shift;
    let wanted = vec![S::constant(0.0), S::constant(0.0), power.clone().negated()];
    let sites = sites.collect();
    let best = Problem { statistics: Statistics::Fermi, sites, wanted }.optimum()?;
    (power / (device.t0 * best.entropy)).nearest()
}
