//! A part of the axis over which one rule is used, and the ellipse around it.

use super::ellipse::{Ellipse, SLACK};
use crate::numeric::{Interval, Real, Rectangle};

/// A place on the axis that can be told apart from its neighbours however near they are: a double and what
/// lies between it and the place.
#[derive(Clone, Debug)]
pub struct End<S> {
    /// A double near it.
    pub origin: f64,
    /// The place minus `origin`.
    pub offset: S,
    /// The same, roughly.
    pub rough: f64,
}

/// A part of the axis. All that is asked of a function is asked relative to its origin.
#[derive(Clone, Debug)]
pub struct Panel<S> {
    /// A double in it or near it.
    pub origin: f64,
    /// Its ends minus `origin`.
    pub ends: [S; 2],
    /// The ends minus `origin`, roughly.
    pub rough: [f64; 2],
    /// The ends as they were given.
    pub places: [End<S>; 2],
}

/// Where a function is asked to enclose its values: a part of the complex plane around a panel.
#[derive(Clone, Debug)]
pub struct Region {
    /// The origin of the panel.
    pub origin: f64,
    /// The middle of the panel minus `origin`: it lies on the same side of each cut as the whole panel.
    pub middle: f64,
    /// The points minus `origin`, on arcs in order, from one point of the axis to another.
    pub arcs: Vec<Rectangle>,
    /// The semi-axes of the ellipse around `middle`; the second one is 0 on the axis.
    pub axes: [f64; 2],
}

impl<S: Real> End<S> {
    /// A double.
    pub fn double(at: f64) -> Self {
        Self { origin: at, offset: S::constant(0.0), rough: 0.0 }
    }

    /// The place, roughly.
    pub fn near(&self) -> f64 {
        self.origin + self.rough
    }
}

impl<S: Real> Panel<S> {
    /// Between two places. `apart` gives the difference of two doubles.
    pub fn between(left: &End<S>, right: &End<S>, apart: fn(f64, f64) -> S) -> Self {
        let width = (right.origin - left.origin) + (right.rough - left.rough);
        // An origin from which both ends are known to a share of the width.
        let origin = if left.rough.abs() <= 4.0 * width && left.rough != 0.0 {
            left.origin
        } else if right.rough.abs() <= 4.0 * width && right.rough != 0.0 {
            right.origin
        } else {
            (left.near() + 0.5 * width).clamp(left.near(), right.near())
        };
        let from = |end: &End<S>| match end.origin == origin {
            true => (end.offset.clone(), end.rough),
            false => (
                apart(end.origin, origin).minus(end.offset.clone().negated()),
                (end.origin - origin) + end.rough,
            ),
        };
        let ((a, x), (b, y)) = (from(left), from(right));
        let places = [left.clone(), right.clone()];
        Self { origin, ends: [a, b], rough: [x, y], places }
    }

    /// The middle minus the origin, roughly.
    pub fn middle(&self) -> f64 {
        let [a, b] = self.rough;
        a + 0.5 * (b - a)
    }

    /// Half of its length, roughly.
    pub fn half(&self) -> f64 {
        let [a, b] = self.rough;
        0.5 * (b - a)
    }

    /// The middle and half of the length, exactly.
    pub fn exact(&self) -> (S, S) {
        let [a, b] = self.ends.clone();
        let half = || S::constant(0.5);
        (half() * a.clone().minus(b.clone().negated()), half() * b.minus(a))
    }

    /// A place in the panel about `x` from the origin: a double, where the panel is wide enough to be cut
    /// at one.
    pub fn cut(&self, x: f64) -> End<S> {
        let at = self.origin + x;
        match self.half() > 1e-6 * at.abs() {
            true => End::double(at),
            false => End { origin: self.origin, offset: S::constant(x), rough: x },
        }
    }

    /// The ellipse with foci at the ends of the panel whose semi-axes add up to `rho` half lengths.
    pub fn ellipse(&self, rho: f64) -> Ellipse {
        Ellipse::around(self.origin, self.middle(), self.half(), rho)
    }

    /// The panel itself, in so many parts.
    pub fn axis(&self, parts: usize) -> Region {
        let [a, b] = self.rough;
        let slack = SLACK * (a.abs() + b.abs());
        let at = |k: usize| a + (b - a) * (k as f64) / parts as f64;
        let part =
            |k: usize| Rectangle::real(Interval { lo: at(k) - slack, hi: at(k + 1) + slack });
        let arcs = (0..parts).map(part).collect();
        Region { origin: self.origin, middle: self.middle(), arcs, axes: [self.half(), 0.0] }
    }

    /// Half of the sum of the semi-axes, over half the length, of the ellipse through a point at `re` from the
    /// origin and `im` from the axis: a function with a pole there is analytic inside of smaller ones.
    pub fn reach(&self, re: f64, im: f64) -> f64 {
        let (x, y) = ((re - self.middle()) / self.half(), im / self.half());
        // The sum of the distances from the foci is twice the greater semi-axis.
        let a = 0.5 * ((x - 1.0).hypot(y) + (x + 1.0).hypot(y));
        a + ((a - 1.0).max(0.0) * (a + 1.0)).sqrt()
    }
}
