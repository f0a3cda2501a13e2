//! The root δ of δ + (1 − F)(e^δ − 1) + F (1 − e^−δ) = β over parts of the axis, where 0 ≤ F ≤ 1: the left side rises
//! by 1 at least.

use super::root::near;
use crate::numeric::{Interval, Rectangle};

fn real(x: f64) -> Rectangle {
    Rectangle::real(Interval::point(x))
}

fn middle(of: &Rectangle) -> f64 {
    of.re.lo + 0.5 * (of.re.hi - of.re.lo)
}

/// An enclosure of the root for all β, F and 1 − F that are enclosed: what a number misses is no less than how far it
/// is from the root.
pub(super) fn root_on_axis(beta: Rectangle, f: Rectangle, rest: Rectangle) -> Rectangle {
    let inside = Rectangle::real(Interval { lo: 0.0, hi: 1.0 });
    let (f, rest) = (f.meet(inside), rest.meet(inside));
    let filled = middle(&f).clamp(1e-300, 1.0);
    let delta = near(middle(&beta), filled, (1.0 - filled).max(1e-300));
    let grown = real(delta).exp().plus(real(-1.0));
    let fallen = real(1.0).plus(real(-delta).exp().negated());
    let moved = rest.times(grown).plus(f.times(fallen));
    let by = real(delta).plus(moved).plus(beta.negated()).size();
    match by.is_finite() {
        true => real(delta).plus(Rectangle::real(Interval { lo: -by, hi: by })),
        false => Rectangle::ALL,
    }
}
