//! Sec. V: the minimum temperature below which the cold reservoir cannot be cooled, and when it
//! goes to zero.

use super::{Check, solve};
use crate::model::{Parameter as P, Point, Verdict};

/// ε4 and Tc,min at λ = 1: the roots of λ_max(Tc) = 1 at 60 digits (fixtures/fig2_tc_min.csv).
pub(super) const KNOWN: [(f64, f64); 7] = [
    (1.45, 0.072_034_193_025_159),
    (1.4, 0.138_745_039_219_799_98),
    (1.3, 0.241_538_462_390_069_24),
    (1.2, 0.322_169_507_458_049),
    (1.1, 0.391_933_938_838_122_1),
    (1.6, 0.141_326_833_808_665_2),
    (1.8, 0.368_449_249_005_808_95),
];

pub(super) fn checks() -> Vec<Check> {
    [known(), towards_the_same_level(), towards_an_idle_demon()].concat()
}

/// |ε3−ε4|/ln(1 + 1/λ): in the Boltzmann tail λ_max = 1/(e^(|ε3−ε4|/Tc) − 1).
fn tail(e4: f64, lambda: f64) -> f64 {
    (1.5 - e4).abs() / (1.0 / lambda).ln_1p()
}

/// The lowest Tc at which the demon of Fig. 2 with this λ is physical, by bisection of the verdict.
fn minimum_temperature(e4: f64, lambda: f64) -> f64 {
    let physical = |tc: f64| {
        let point = Point::paper(tc, e4).with(P::Lambda, lambda);
        solve(&point).verdict == Verdict::Physical
    };
    // For the levels here the verdict turns once between these.
    let (mut below, mut above) = (0.6 * tail(e4, lambda), 0.99);
    if physical(below) || !physical(above) {
        return f64::NAN;
    }
    loop {
        let middle = 0.5 * (below + above);
        if middle <= below || middle >= above {
            return above;
        }
        if physical(middle) { above = middle } else { below = middle }
    }
}

fn known() -> Vec<Check> {
    let at = |(e4, tc_min)| {
        let what = format!("minimum Tc at ε4 = {e4} (fixtures/fig2_tc_min.csv)");
        Check::equal("Sec. V", what, minimum_temperature(e4, 1.0), tc_min, 1e-14)
    };
    KNOWN.map(at).to_vec()
}

/// "This limiting temperature approach zero only for ε3 → ε4": so it does at any fixed λ.
fn towards_the_same_level() -> Vec<Check> {
    let mut checks = Vec::new();
    for (e4, lambda) in
        [(1.49, 1.0), (1.51, 1.0), (1.499, 1.0), (1.501, 1.0), (1.499, 3.0), (1.501, 0.3)]
    {
        let what = format!("minimum Tc → |ε3−ε4|/ln(1+1/λ) at ε4 = {e4}, λ = {lambda}");
        let value = minimum_temperature(e4, lambda);
        checks.push(Check::equal("Sec. V", what, value, tail(e4, lambda), 1e-13));
    }
    checks
}

/// The "only" holds at fixed λ. With λ it goes to zero whatever the levels.
fn towards_an_idle_demon() -> Vec<Check> {
    let mut checks = Vec::new();
    for e4 in [1.3, 1.6] {
        // The part left out is e^(−|ε−μ0|/Tc) of the level next to μ0.
        for (lambda, left_out) in [(1e-3, 1e-5), (1e-6, 1e-9), (1e-9, 1e-13)] {
            let what = format!("minimum Tc → 0 as λ → 0 at ε4 = {e4}, λ = {lambda:e}");
            let value = minimum_temperature(e4, lambda);
            checks.push(Check::equal("λ → 0", what, value, tail(e4, lambda), left_out));
        }
    }
    checks
}
