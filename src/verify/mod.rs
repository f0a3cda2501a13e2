//! The paper, checked on the spot: its equations, its claims and its misprints. What the program
//! computes is held against the formulas as printed, which share nothing with it but the inputs;
//! steps of the paper that the program leaves out are held against each other.

mod check;
mod claims;
mod equations;
mod errata;
mod textbook;

pub use check::{Check, Relation};

use crate::model::{Parameter as P, Point};

/// Every check, in the order of the paper.
pub fn checks() -> Vec<Check> {
    [equations::checks(), claims::checks(), errata::checks()].concat()
}

/// Generic points, physical all of them, with their names; the first two have λ = 1, for the
/// equations that hold for this choice only.
pub fn points() -> [(&'static str, Point); 4] {
    let point = |values: [f64; 9]| {
        let parameters = [P::Th, P::Tc, P::Mu0, P::E1, P::E2, P::E3, P::E4, P::Lambda, P::T0];
        let set = |point: Point, (parameter, value)| point.with(parameter, value);
        parameters.into_iter().zip(values).fold(Point::paper(0.5, 1.3), set)
    };
    [
        ("A", point([2.3, 1.9, 0.25, -0.7, 1.9, 1.45, 0.6, 1.0, 2.3])),
        ("B", point([1.7, 0.9, -0.3, 0.4, -1.1, 0.2, -0.15, 1.0, 1.1])),
        ("C", point([0.8, 0.35, 0.5, 1.1, 0.2, 0.45, 0.8, 0.3, 0.8])),
        ("D", point([1.3, 0.7, 0.1, -0.6, 0.9, -0.05, 0.35, 0.75, 1.9])),
    ]
}
