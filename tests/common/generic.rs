//! Generic points, for properties that hold of every refrigerator.

use ndemon::refrigerator::{Parameter as P, Point, Refrigerator, Solution};
use proptest::prelude::*;

/// Generic points: every parameter free, levels within a few temperatures.
pub fn points() -> impl Strategy<Value = Point> {
    let level = || -2.0..2.0f64;
    (
        0.2..5.0f64,
        0.3..0.98f64,
        level(),
        [level(), level(), level(), level()],
        0.0..1.0f64,
        0.1..4.0f64,
    )
        .prop_filter("levels that differ", |(_, _, _, e, ..)| {
            (e[0] - e[1]).abs() > 0.01 && (e[2] - e[3]).abs() > 0.01
        })
        .prop_map(|(th, ratio, mu0, e, share, t0)| {
            let set = |point: Point, (i, p): (usize, P)| point.with(p, mu0 + th * e[i]);
            let levels = [P::E1, P::E2, P::E3, P::E4].into_iter().enumerate();
            let point = levels.fold(Point::paper(ratio * th, 0.0), set);
            let point = point.with(P::Th, th).with(P::Mu0, mu0).with(P::T0, t0);
            // λ anywhere below the headroom.
            point.with(P::Lambda, share * solve(&point).headroom)
        })
}

/// The solution of a point that is a refrigerator.
pub fn solve(point: &Point) -> Solution {
    Refrigerator::new(point).unwrap().solve()
}

/// The parameter of level i, 0 to 3.
pub fn level(i: usize) -> P {
    [P::E1, P::E2, P::E3, P::E4][i]
}
