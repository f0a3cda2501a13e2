//! The paper, checked on the spot: its equations, its claims and its misprints. What the program
//! computes is held against the formulas as printed, which share nothing with it but the inputs;
//! steps of the paper that the program leaves out are held against each other.

mod accuracy;
mod check;
mod claims;
mod constraints;
mod equations;
mod errata;
mod limits;
mod minima;
mod textbook;

pub use check::{Check, Relation};

use crate::model::{Parameter as P, Point, Refrigerator, Solution};

/// Every check: the equations at generic points, their limits, which occupation bounds λ, the
/// claims of Sec. V, the misprints, and the digits.
pub fn checks() -> Vec<Check> {
    [
        equations::checks(),
        limits::checks(),
        constraints::checks(),
        claims::checks(),
        minima::checks(),
        errata::checks(),
        accuracy::checks(),
    ]
    .concat()
}

/// What the program says of this point. One that it refuses has no numbers, so that every check of
/// them fails.
fn solve(point: &Point) -> Solution {
    Refrigerator::new(point).map_or(Solution::NONE, |refrigerator| refrigerator.solve())
}

/// The point with Th, Tc, μ0, ε1, ε2, ε3, ε4, λ and T0.
fn point(values: [f64; 9]) -> Point {
    let parameters = [P::Th, P::Tc, P::Mu0, P::E1, P::E2, P::E3, P::E4, P::Lambda, P::T0];
    let set = |point: Point, (parameter, value)| point.with(parameter, value);
    parameters.into_iter().zip(values).fold(Point::paper(0.5, 1.3), set)
}

/// Generic points, physical all of them, with their names; the first two have λ = 1, for the
/// equations that hold for this choice only.
pub fn points() -> [(&'static str, Point); 4] {
    [
        ("A", point([2.3, 1.9, 0.25, -0.7, 1.9, 1.45, 0.6, 1.0, 2.3])),
        ("B", point([1.7, 0.9, -0.3, 0.4, -1.1, 0.2, -0.15, 1.0, 1.1])),
        ("C", point([0.8, 0.35, 0.5, 1.1, 0.2, 0.45, 0.8, 0.3, 0.8])),
        ("D", point([1.3, 0.7, 0.1, -0.6, 0.9, -0.05, 0.35, 0.75, 1.9])),
    ]
}
