//! After Eq. 21: 0 ≤ f_l ≤ 1, and which of the eight ends an occupation reaches first as λ grows.

use super::textbook::Textbook;
use super::{Check, point, solve};
use crate::model::{Constraint, Parameter as P, Point, Solution, Verdict};

/// For each end a point where it is the first; the next one lies at least a tenth further on.
fn points() -> [(&'static str, Point); 8] {
    [
        ("fl1 > 1", point([1.8, 1.31, 0.32, -0.31, -1.27, 0.98, -0.23, 1.0, 1.44])),
        ("fl1 < 0", point([2.0, 1.12, -0.28, 0.98, 1.35, 0.65, 0.08, 1.0, 2.0])),
        ("fl2 > 1", point([2.0, 0.97, -0.5, -1.88, -1.64, -1.32, -1.85, 1.0, 2.0])),
        ("fl2 < 0", point([1.7, 1.37, -0.07, 0.94, 0.43, -1.22, -0.33, 1.0, 1.36])),
        ("fl3 > 1", point([1.2, 0.73, 0.18, 1.85, -1.0, -0.17, 0.37, 1.0, 1.2])),
        ("fl3 < 0", point([1.9, 1.13, 0.08, 1.19, -1.85, 1.07, 0.05, 1.0, 1.9])),
        ("fl4 > 1", point([1.4, 0.91, -0.36, -0.77, -0.23, -1.95, -2.39, 1.0, 1.12])),
        ("fl4 < 0", point([1.5, 0.79, 0.03, 1.27, -1.31, 1.17, 1.69, 1.0, 1.5])),
    ]
}

pub(super) fn checks() -> Vec<Check> {
    points().iter().flat_map(|(name, point)| at(name, point)).collect()
}

fn at(name: &str, point: &Point) -> Vec<Check> {
    let headroom = Textbook::new(point).headroom();
    let what = format!("λ_max where {name} is first");
    let mut checks = vec![Check::equal("20", what, solve(point).headroom, headroom, 1e-13)];
    for part in [0.999, 1.001] {
        let there = point.with(P::Lambda, part * headroom);
        let what = format!("±level outside [0, 1] at {part} λ_max, {name}");
        let (value, reference) = (number(&solve(&there)), Textbook::new(&there).constraint());
        checks.push(Check::equal("after 21", what, value, reference, 0.0));
    }
    checks
}

/// The verdict as [`Textbook::constraint`] has it.
fn number(solution: &Solution) -> f64 {
    match solution.verdict {
        Verdict::Physical => 0.0,
        Verdict::Unphysical(Constraint { level, upper: true }) => f64::from(level),
        Verdict::Unphysical(Constraint { level, upper: false }) => -f64::from(level),
        Verdict::Overflow(_) | Verdict::Limit => f64::NAN,
    }
}
