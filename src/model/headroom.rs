//! λ as a multiple of the headroom.

use super::parameter::Parameter as P;
use super::point::Point;
use super::{Refrigerator, Verdict};

/// Replaces multiples c of the headroom by strengths: the double nearest to c times the double
/// nearest to λ_max, and for c ≤ 1 none beyond the last one at which the demon is physical, which
/// 1 stands for.
///
/// Where ε3 = ε4 nothing bounds λ, and where λ_max exceeds the largest double that one stands for
/// it; a point that is no refrigerator has no headroom, and its λ is 0.
pub fn settle(points: &mut [Point]) {
    let mut at_one = Vec::new();
    for point in points.iter().filter(|point| point.is_in_headrooms()) {
        // The headroom does not depend on λ, and 1 is never idle.
        at_one.extend(Refrigerator::new(&point.in_headrooms(false).with(P::Lambda, 1.0)));
    }
    if at_one.is_empty() && !points.iter().any(Point::is_in_headrooms) {
        return;
    }
    let mut headrooms = Vec::with_capacity(at_one.len());
    Refrigerator::solve_all(&at_one, |solution| headrooms.push(solution.headroom));
    let mut known = at_one.iter().zip(headrooms).peekable();
    for point in points.iter_mut().filter(|point| point.is_in_headrooms()) {
        let multiple = point.get(P::Lambda);
        *point = point.in_headrooms(false);
        let one = point.with(P::Lambda, 1.0);
        let headroom = known.next_if(|(found, _)| *found.point() == one).map(|(_, value)| value);
        *point = match headroom {
            Some(headroom) => point.with(P::Lambda, strength(point, multiple, headroom)),
            None => point.with(P::Lambda, 0.0),
        };
    }
}

fn strength(point: &Point, multiple: f64, headroom: f64) -> f64 {
    let headroom = if headroom.is_nan() { f64::MAX } else { headroom };
    let lambda = (multiple * headroom).clamp(-f64::MAX, f64::MAX);
    // Only beside the end can rounding have gone beyond it, by no more than a double.
    let beside = multiple <= 1.0 && lambda >= headroom.next_down();
    let is_physical = |lambda| {
        let found = Refrigerator::new(&point.with(P::Lambda, lambda));
        found.is_ok_and(|found| !matches!(found.solve().verdict, Verdict::Unphysical(_)))
    };
    if !beside || is_physical(lambda) {
        return lambda;
    }
    // With windows there may be no λ at all.
    let below = [lambda.next_down(), lambda.next_down().next_down()];
    below.into_iter().find(|lambda| *lambda >= 0.0 && is_physical(*lambda)).unwrap_or(lambda)
}
