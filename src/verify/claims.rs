//! Sec. V: what the paper says of Fig. 2.

use super::Check;
use super::equations::solve;
use super::textbook::Textbook;
use crate::model::{Point, Verdict};

pub(super) fn checks() -> Vec<Check> {
    let mut checks = vec![cools_below_carnot(), trade_off(), cold_is_costly()];
    checks.extend(minimum_temperatures());
    checks
}

/// Over Fig. 2, ε4 from 1.05 to 1.95, with everything but the program's COP from the textbook.
fn cools_below_carnot() -> Check {
    let grid = (1..96).flat_map(|tc| (105..196).map(move |e4| (tc, e4)));
    let points = grid.map(|(tc, e4)| Point::paper(f64::from(tc) / 100.0, f64::from(e4) / 100.0));
    let breaks = |point: &Point| {
        let Some(solution) = solve(point).filter(|s| s.verdict == Verdict::Physical) else {
            return false;
        };
        let book = Textbook::new(point);
        let (power, carnot) = (book.energy_current([0, 1]), book.tc / (book.th - book.tc));
        !(power > 0.0 && solution.cop > 0.0 && solution.cop < carnot)
    };
    let broken = points.filter(breaks).count();
    let what = "points of Fig. 2 that do not cool, or not below Carnot";
    Check::zero("Sec. V", what, broken as f64, 0.0)
}

/// From ε4 = 1.49 to 1.1 at Tc = 0.5 the power grows while the COP falls.
fn trade_off() -> Check {
    let points: Vec<_> =
        (0..40).filter_map(|i| solve(&Point::paper(0.5, 1.49 - 0.01 * f64::from(i)))).collect();
    let kept = points.windows(2).filter(|w| w[1].power > w[0].power && w[1].cop < w[0].cop).count();
    let what = "steps of ε4 at Tc = 0.5 where power grows and COP falls, of 39";
    Check::equal("Sec. V", what, kept as f64, 39.0, 0.0)
}

/// "The efficiencies tend to zero when the temperature of the cold reservoir approaches zero."
fn cold_is_costly() -> Check {
    let cop = solve(&Point::paper(1e-6, 1.5)).map_or(f64::NAN, |solution| solution.cop);
    // Eq. C20 in first order of Tc.
    Check::equal("Sec. V", "COP → Tc/3 at ε4 = ε3 as Tc → 0, at Tc = 1e-6", cop, 1e-6 / 3.0, 1e-6)
}

/// The lowest Tc at which the demon with λ = 1 is physical, by bisection of the verdict.
fn minimum_temperature(e4: f64) -> f64 {
    let physical = |tc: f64| {
        let verdict = solve(&Point::paper(tc, e4)).map(|solution| solution.verdict);
        verdict == Some(Verdict::Physical)
    };
    // For the levels below, the verdict turns once between these, in the tail at |ε3 − ε4|/ln 2.
    let (mut below, mut above) = (0.9 * (1.5 - e4), 0.99);
    loop {
        let middle = 0.5 * (below + above);
        if middle <= below || middle >= above {
            return above;
        }
        if physical(middle) { above = middle } else { below = middle }
    }
}

fn minimum_temperatures() -> Vec<Check> {
    // Roots of λ_max(Tc) = 1 at 60 digits (fixtures/fig2_tc_min.csv).
    let known = [
        (1.45, 0.072_034_193_025_158_93),
        (1.4, 0.13874503921979987),
        (1.3, 0.24153846239006924),
        (1.2, 0.322_169_507_458_049),
        (1.1, 0.39193393883812207),
    ];
    let mut checks: Vec<Check> = known
        .into_iter()
        .map(|(e4, tc_min)| {
            let what = format!("minimum Tc at ε4 = {e4}");
            Check::equal("Sec. V", what, minimum_temperature(e4), tc_min, 1e-14)
        })
        .collect();
    for gap in [0.01, 0.003, 0.001] {
        // In the Boltzmann tail λ_max = 1/(e^(|ε3−ε4|/Tc) − 1).
        let what = format!("minimum Tc → |ε3−ε4|/ln 2 as ε4 → ε3, gap {gap}");
        let (value, tail) = (minimum_temperature(1.5 - gap), gap / std::f64::consts::LN_2);
        checks.push(Check::equal("Sec. V", what, value, tail, 1e-9));
    }
    checks
}
