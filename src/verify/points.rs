//! The points at which the equations are checked: generic ones, at which nothing is symmetric.

use crate::refrigerator::{Parameter as P, Point};

/// A point and what it is called.
type Named = (&'static str, Point);

/// Every named point.
pub fn points() -> Vec<Named> {
    [&generic()[..], &bounded()[..]].concat()
}

/// Points where the demon is physical; the first two have λ = 1, for the equations that hold for
/// this choice only.
pub(super) fn generic() -> [Named; 4] {
    [
        ("A", point([2.3, 1.9, 0.25, -0.7, 1.9, 1.45, 0.6, 1.0, 2.3])),
        ("B", point([1.7, 0.9, -0.3, 0.4, -1.1, 0.2, -0.15, 1.0, 1.1])),
        ("C", point([0.8, 0.35, 0.5, 1.1, 0.2, 0.45, 0.8, 0.3, 0.8])),
        ("D", point([1.3, 0.7, 0.1, -0.6, 0.9, -0.05, 0.35, 0.75, 1.9])),
    ]
}

/// Points where each end of each occupation in turn is the first to be reached as λ grows:
/// f_l(ε1) ≥ 0, f_l(ε1) ≤ 1, f_l(ε2) ≥ 0, and so on.
pub(super) fn bounded() -> [Named; 8] {
    [
        ("E", point([1.9, 1.31, -0.04, 1.22, 1.6, -0.09, 0.59, 1.0, 1.19])),
        ("F", point([1.8, 1.31, 0.32, -0.31, -1.27, 0.98, -0.23, 1.0, 1.44])),
        ("G", point([1.7, 1.37, -0.07, 0.94, 0.43, -1.22, -0.33, 1.0, 1.36])),
        ("H", point([1.7, 1.06, -0.2, -1.29, -0.56, -0.66, 1.22, 1.0, 1.02])),
        ("I", point([1.8, 0.85, 0.04, -1.7, 0.1, 1.72, 1.31, 1.0, 1.58])),
        ("J", point([1.9, 1.66, 0.08, -0.37, 1.71, -1.63, 1.29, 1.0, 1.36])),
        ("K", point([2.4, 1.84, -0.21, 1.73, -1.37, -0.29, 0.93, 1.0, 1.59])),
        ("L", point([1.4, 0.91, -0.36, -0.77, -0.23, -1.95, -2.39, 1.0, 1.12])),
    ]
}

/// The point with Th, Tc, μ0, ε1, ε2, ε3, ε4, λ and T0.
pub(super) fn point(values: [f64; 9]) -> Point {
    let parameters = [P::Th, P::Tc, P::Mu0, P::E1, P::E2, P::E3, P::E4, P::Lambda, P::T0];
    let set = |point: Point, (parameter, value)| point.with(parameter, value);
    parameters.into_iter().zip(values).fold(Point::paper(0.5, 1.3), set)
}
