//! Where the device and the demon exist: points that are no refrigerator, and the edge of the
//! physical region.

use super::points::points;
use super::textbook::Textbook;
use super::{Check, solve};
use crate::refrigerator::{Constraint, Parameter as P, Point, Refrigerator, Verdict};

pub(super) fn checks() -> Vec<Check> {
    refusals()
        .into_iter()
        .chain(points().iter().flat_map(|(name, point)| edge(name, point)))
        .collect()
}

/// Points that the paper excludes or its equations cannot take.
fn refusals() -> Vec<Check> {
    let point = Point::paper(0.5, 1.3);
    let refused = |(source, what, parameter, value)| {
        let answer = Refrigerator::new(&point.with(parameter, value));
        let names_it = answer.is_err_and(|rule| rule.parameter == parameter.name());
        Check::count(source, format!("{what} is refused"), usize::from(names_it), 1)
    };
    [
        ("Sec. V", "Tc = Th", P::Tc, 1.0),
        ("Sec. V", "Tc > Th", P::Tc, 1.5),
        ("App. C", "Tc = 0", P::Tc, 0.0),
        ("20", "ε1 = ε2", P::E2, 1.0),
        ("21", "λ < 0, which would heat the cold reservoir,", P::Lambda, -0.5),
        ("22", "T0 = 0", P::T0, 0.0),
    ]
    .map(refused)
    .to_vec()
}

/// The headroom, and the verdict beside it on either side.
fn edge(name: &str, point: &Point) -> Vec<Check> {
    let headroom = Textbook::new(point).headroom();
    let what = format!("λ_max at {name}");
    let mut checks = vec![Check::equal("20", what, solve(point).headroom, headroom, 1e-13)];
    for share in [0.999, 1.001] {
        let beside = point.with(P::Lambda, share * headroom);
        let (verdict, broken) = (solve(&beside).verdict, Textbook::new(&beside).broken());
        let names: Vec<String> = broken.iter().map(Constraint::to_string).collect();
        let names = if names.is_empty() { "physical".to_owned() } else { names.join(", ") };
        let what = format!("verdict (±level) at {share} λ_max at {name}: {names}");
        let ours = match verdict {
            Verdict::Physical => 0.0,
            Verdict::Unphysical(constraint) => number(constraint),
            Verdict::Edge(_) | Verdict::Overflow(_) | Verdict::Limit => f64::NAN,
        };
        let theirs = match broken[..] {
            [] => 0.0,
            [constraint] => number(constraint),
            // So near the edge there is but one.
            _ => f64::NAN,
        };
        checks.push(Check::equal("after 21", what, ours, theirs, 0.0));
    }
    checks
}

/// A constraint as a number: ±i for f_l(ε_i), + for ≤ 1 and − for ≥ 0.
fn number(constraint: Constraint) -> f64 {
    let level = f64::from(constraint.level);
    if constraint.upper { level } else { -level }
}
