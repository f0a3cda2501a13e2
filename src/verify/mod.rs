//! The paper, checked on the spot: its equations, its claims and its misprints. What the program
//! computes is held against the formulas as printed, which share nothing with it but the inputs;
//! steps of the paper that the program leaves out are held against each other.

mod accuracy;
mod beyond;
mod check;
mod claims;
mod counting;
mod domain;
mod drives;
mod equations;
mod errata;
pub mod field;
mod limits;
mod machines;
mod points;
mod second;
mod second_law;
mod textbook;
mod windows;

pub use check::{Check, Relation};
pub use points::points;

use crate::refrigerator::{Derived, Point, Refrigerator, Solution};

/// Every check: the equations at generic points, where the device and the demon exist, the limits,
/// the claims of Sec. V, the misprints, what was derived beyond the paper, resonances of finite width,
/// Eqs. 2 to 6, any machine, the second law of any machine, and a digest of the accuracy.
pub fn checks() -> Vec<Check> {
    [
        equations::checks(),
        domain::checks(),
        limits::checks(),
        claims::checks(),
        errata::checks(),
        beyond::checks(),
        windows::checks(),
        counting::checks(),
        machines::checks(),
        second_law::checks(),
        drives::checks(),
        accuracy::checks(),
    ]
    .concat()
}

/// The program's answer. If it refuses the point all numbers are NaN, and every check of them fails.
fn solve(point: &Point) -> Solution {
    Refrigerator::new(point).map_or(Solution::NONE, |refrigerator| refrigerator.solve())
}

/// The program's answer to what it computes on request.
fn derived(quantity: Derived, point: &Point) -> f64 {
    Refrigerator::new(point).map_or(f64::NAN, |found| quantity.of(&found, &found.solve()))
}
