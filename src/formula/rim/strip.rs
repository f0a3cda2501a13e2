//! The occupation f = 1/(1 + e^y) whose φ′(f) is a given function A, over a part of the complex plane.
//!
//! It solves W(y) = y + F (1 + e^y) − (1 − F)(1 + e^−y) + A = 0, with F and A analytic inside of a region and real on
//! the axis, where 0 < F < 1. With y = r + δ for some analytic r that is real on the axis, let |arg F e^r| ≤ α and
//! |arg (1 − F) e^−r| ≤ α < π/2, and |Im(A + 2F + r)| ≤ B on the rim, hence inside. For an angle θ with α ≤ θ ≤ π − α
//! and θ > B, and Im δ = θ,
//!
//! Im W = θ + Im(A + 2F + r) + |F e^r| e^u sin(θ + arg F e^r) + |(1 − F) e^−r| e^−u sin(θ − arg (1 − F) e^−r) > 0
//!
//! with u = Re δ, and Im W < 0 where Im δ = −θ. To the far right W is F e^r e^δ but for what is small beside it, which
//! turns through positive numbers on the way from the one line to the other; to the far left it is −(1 − F) e^−r e^−δ.
//! So W turns once around the strip: it has one zero with |Im δ| < θ, a simple one, for each point inside. That is an
//! analytic function, and the one that is real on the axis.
//!
//! The same holds for A + a with |a| ≤ η < θ − B. So f is an analytic function of a there, with a bound M that needs
//! nothing but the strip, and |∂f/∂A| ≤ M/η by Cauchy: that is 1/φ″.

use crate::numeric::double;
use crate::numeric::{Interval, Rectangle};
use std::f64::consts::PI;

/// A, F and 1 − F on an arc, and a reservoir in equilibrium whose occupation f is nearly F.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    /// A.
    pub(super) pull: Rectangle,
    /// F.
    pub(super) f: Rectangle,
    /// 1 − F.
    pub(super) rest: Rectangle,
    /// x of the reservoir, f = 1/(1 + e^x).
    pub(super) x: Rectangle,
    /// Bounds of |F/f − 1| and of |(1 − F)/(1 − f) − 1|.
    pub(super) apart: [f64; 2],
}

/// The solution where it is known to be analytic.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    /// An enclosure of y on each arc.
    pub(super) y: Vec<Rectangle>,
    /// A bound of 1/φ″.
    pub(super) softness: f64,
}

/// What roundings of a few operations are at most.
const ROUNDED: f64 = 1.0 + 1e-12;
/// Where an angle counts as π.
const NEARLY: f64 = PI - 1e-3;
/// So much room must be left between all angles and π, of which the strip takes a share, and no more than this.
const ROOM: f64 = 1e-2;
const SHARE: f64 = 0.5;
const MOST: f64 = 0.35;

/// The least absolute value in a rectangle.
fn least(of: &Rectangle) -> f64 {
    let away = |side: Interval| side.lo.max(-side.hi).max(0.0);
    let (x, y) = (away(of.re), away(of.im));
    (x * x + y * y).sqrt() / ROUNDED
}

/// A bound of 1/|1 + e^z| for |Im z| ≤ θ.
fn fermi(theta: f64) -> f64 {
    if theta <= 0.5 * PI { 1.0 } else { ROUNDED / double::sin(theta.min(NEARLY)) }
}

impl Arc {
    /// |Im x|.
    fn height(&self) -> f64 {
        self.x.im.size()
    }

    /// Bounds of the angles of F e^r and (1 − F) e^−r, r = x or 0.
    ///
    /// Those of f and 1 − f are no larger than |Im x|, because 1 + e^x is a sum of two numbers with the angles 0 and
    /// Im x; f e^x is 1 − f.
    pub(super) fn angles(&self, is_moved: bool) -> [f64; 2] {
        let near = |apart: f64| match apart < 1.0 {
            true => (self.height() + double::asin(apart)) * ROUNDED + 1e-14,
            false => f64::INFINITY,
        };
        let pairs = [(&self.f, self.apart[0]), (&self.rest, self.apart[1])];
        pairs.map(|(own, apart)| match is_moved {
            true => near(apart),
            false => near(apart).min(own.angles().size()),
        })
    }

    /// 2 Im F. |Im f| = |sin Im x|/(2 cosh Re x + 2 cos Im x).
    pub(super) fn twice(&self) -> Interval {
        let v = self.height();
        let u = self.x.re.lo.max(-self.x.re.hi).max(0.0);
        let under = (double::exp(u) + double::exp(-u)) / ROUNDED + 2.0 * double::cos(v);
        let own = if v <= 0.5 * PI { double::sin(v) } else { 1.0 };
        let [size, _] = self.sizes();
        let side = 2.0 * (own / under + self.apart[0] * size) * ROUNDED + 1e-14;
        let rough = Interval { lo: 2.0 * self.f.im.lo, hi: 2.0 * self.f.im.hi };
        let is_better = v < NEARLY && under > 1e-6 && side.is_finite();
        match is_better {
            true => Interval { lo: rough.lo.max(-side), hi: rough.hi.min(side) },
            false => rough,
        }
    }

    /// Bounds of |f| and |1 − f|.
    pub(super) fn sizes(&self) -> [f64; 2] {
        let most = fermi(self.height());
        [self.x.re.lo, -self.x.re.hi]
            .map(|lo| most * (double::exp(-lo.max(0.0)) * ROUNDED).min(1.0))
    }

    /// Bounds from below and above of |F e^r| and |(1 − F) e^−r|, r = x or 0.
    pub(super) fn powers(&self, is_moved: bool) -> [[f64; 2]; 2] {
        let most = self.sizes();
        // |1/f| ≤ 1 + e^Re x, |1/(1 − f)| ≤ 1 + e^−Re x.
        let least_of =
            [self.x.re.hi, -self.x.re.lo].map(|x| 1.0 / ((1.0 + double::exp(x)) * ROUNDED));
        let near = |place: usize, apart: f64| {
            let low = least_of[place] * (1.0 - apart) / ROUNDED;
            [low.max(0.0), most[place] * (1.0 + apart) * ROUNDED]
        };
        match is_moved {
            true => [near(1, self.apart[0]), near(0, self.apart[1])],
            false => [(0, &self.f), (1, &self.rest)].map(|(place, own)| {
                let [low, high] = near(place, self.apart[place]);
                [low.max(least(own)), high.min(own.size())]
            }),
        }
    }

    /// y in the strip: where u = Re δ > 0, |F e^r| e^u is no larger than what else there is in W, and the same with
    /// −u > 0 of (1 − F) e^−r.
    fn enclosed(&self, is_moved: bool, theta: f64) -> Rectangle {
        let [up, down] = self.powers(is_moved);
        let from = if is_moved { self.x } else { Rectangle::real(Interval::point(0.0)) };
        let level = self.pull.plus(from).size() + 2.0 * self.f.size() + 1.0 + theta;
        let reach = |[low, _]: [f64; 2], [_, other]: [f64; 2]| {
            // e^u ≤ (C + u)/low, where C ≥ 2, so that ln(1 + u/C) ≤ u/2.
            let all = ((level + other) * ROUNDED).max(2.0);
            let first = (2.0 * double::log(all / low * ROUNDED)).max(0.0) + 1e-12;
            double::log((all + first) / low * ROUNDED).max(0.0) + 1e-12
        };
        let is_known = level.is_finite() && up[0] > 0.0 && down[0] > 0.0;
        if !is_known {
            return Rectangle::ALL;
        }
        let re = Interval { lo: -reach(down, up), hi: reach(up, down) };
        from.plus(Rectangle { re, im: Interval { lo: -theta, hi: theta } })
    }
}

/// The solution on the arcs of a rim, if it is an analytic function inside; nothing where that is not known.
pub(super) fn strip(arcs: &[Arc]) -> Option<Strip> {
    let greatest = |of: &dyn Fn(&Arc) -> f64| {
        let each = arcs.iter().map(|arc| if of(arc).is_nan() { f64::INFINITY } else { of(arc) });
        each.fold(0.0, f64::max)
    };
    let height = greatest(&Arc::height);
    if height >= NEARLY {
        return None;
    }
    // With r = 0 or r = x: what all angles may be, what Im δ must be, and B.
    let way = |is_moved: bool| {
        let alpha = greatest(&|arc: &Arc| {
            let [a, b] = arc.angles(is_moved);
            a.max(b)
        });
        let off = greatest(&|arc: &Arc| {
            let more = if is_moved { arc.x.im } else { Interval::point(0.0) };
            let sum = [arc.pull.im, arc.twice(), more];
            let [lo, hi] = [|side: &Interval| side.lo, |side: &Interval| side.hi]
                .map(|end| sum.iter().map(end).sum::<f64>());
            (lo.abs() + 1e-12).max(hi.abs() + 1e-12) * ROUNDED
        });
        // y = r + δ must stay below the pole of f, too.
        let taken = if is_moved { alpha.max(height) } else { alpha };
        (taken, alpha.max(off), off)
    };
    let room = |(taken, need, _): &(f64, f64, f64)| NEARLY - taken - need;
    let [still, moved] = [false, true].map(way);
    let is_moved = room(&moved) > room(&still);
    let best = if is_moved { moved } else { still };
    let left = room(&best);
    let is_enough = left > ROOM;
    if !is_enough {
        return None;
    }
    let (_, need, off) = best;
    let theta = need + (SHARE * left).min(MOST);
    let size = fermi(if is_moved { theta + height } else { theta });
    let y: Vec<Rectangle> = arcs.iter().map(|arc| arc.enclosed(is_moved, theta)).collect();
    let is_known = y.iter().all(Rectangle::is_known);
    is_known.then_some(Strip { y, softness: size / (theta - off) * ROUNDED * ROUNDED })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// |1 + e^(u + iv)|² = 1 + e^2u + 2 e^u cos v.
    #[test]
    fn a_strip_bounds_what_it_must_of_a_fermi_function() {
        for k in 0..310 {
            let theta = 0.01 * f64::from(k);
            let at =
                |u: f64, v: f64| (1.0 + (2.0 * u).exp() + 2.0 * u.exp() * v.cos()).sqrt().recip();
            let inside = (-400..400)
                .flat_map(|u| [0.3, 0.8, 1.0].map(|v| at(0.01 * f64::from(u), v * theta)));
            let most = inside.fold(0.0, f64::max);
            let bound = fermi(theta);
            assert!(most <= bound, "{theta} {most} {bound}");
            assert!(theta < 0.5 * PI || most > 0.99 * bound, "{theta} {most} {bound}");
        }
    }
}
