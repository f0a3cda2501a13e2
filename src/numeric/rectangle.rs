//! Rectangles of the complex plane that enclose every value of a formula over a region.

use super::{Interval, Real};
use std::f64::consts::PI;

/// All complex numbers whose real part lies in `re` and whose imaginary part lies in `im`. If a is in the
/// rectangle A and b is in B, then a + b is in A + B, and so for every other operation: results are rounded
/// outwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rectangle {
    /// The real parts.
    pub re: Interval,
    /// The imaginary parts.
    pub im: Interval,
}

/// How far a function of the crate `libm` may be off, as a share of its value: its documentation says less
/// than one unit in the last place for each of those that are used here, which is 2^-52.
const FUNCTION: f64 = 1.0 / (1u64 << 51) as f64;

/// An interval around the values of a function at two ends, between which it lies everywhere else.
fn around(lo: f64, hi: f64) -> Interval {
    let out = |x: f64| (FUNCTION * x.abs()).max(f64::MIN_POSITIVE);
    if lo.is_nan() || hi.is_nan() {
        return Interval::ALL;
    }
    Interval { lo: lo - out(lo), hi: hi + out(hi) }
}

/// An interval whose ends were rounded once or twice: each moves outwards by more than that. The bounds that
/// come of it are needed to a few digits, so that a cheap way of rounding outwards is the best one.
#[inline(always)]
fn outwards(lo: f64, hi: f64) -> Interval {
    const SLACK: f64 = 2.0 * f64::EPSILON;
    Interval {
        lo: lo - (SLACK * lo.abs() + f64::MIN_POSITIVE),
        hi: hi + (SLACK * hi.abs() + f64::MIN_POSITIVE),
    }
}

/// a + b.
#[inline(always)]
fn sum(a: Interval, b: Interval) -> Interval {
    outwards(a.lo + b.lo, a.hi + b.hi)
}

/// a − b.
#[inline(always)]
fn difference(a: Interval, b: Interval) -> Interval {
    outwards(a.lo - b.hi, a.hi - b.lo)
}

/// a·b. The product of 0 and an unbounded end is no number, which neither the least nor the greatest
/// product sees: it is 0 where there is nothing else.
#[inline(always)]
fn product(a: Interval, b: Interval) -> Interval {
    let (p, q, r, s) = (a.lo * b.lo, a.lo * b.hi, a.hi * b.lo, a.hi * b.hi);
    let (lo, hi) = (p.min(q).min(r.min(s)), p.max(q).max(r.max(s)));
    if lo.is_nan() {
        return outwards(0.0, 0.0);
    }
    // An end that is beyond all numbers on both sides says so.
    outwards(lo.min(f64::MAX), hi.max(f64::MIN))
}

/// e^x.
fn exp(x: Interval) -> Interval {
    let Interval { lo, hi } = around(libm::exp(x.lo).min(f64::MAX), libm::exp(x.hi));
    Interval { lo: lo.max(0.0), hi }
}

/// ln x for x > 0.
fn ln(x: Interval) -> Interval {
    around(libm::log(x.lo), libm::log(x.hi))
}

/// cos x. Extremes lie at the multiples of π; one that is near an end counts as inside.
fn cos(x: Interval) -> Interval {
    let whole = Interval { lo: -1.0, hi: 1.0 };
    // What is no number is not near.
    let is_near = x.size() < 1e6;
    if !is_near {
        return whole;
    }
    let slack = 1e-9;
    let (first, last) = (((x.lo - slack) / PI).ceil(), ((x.hi + slack) / PI).floor());
    let (a, b) = (libm::cos(x.lo), libm::cos(x.hi));
    let ends = around(a.min(b), a.max(b));
    match last - first {
        more if more >= 1.0 => whole,
        less if less < 0.0 => Interval { lo: ends.lo.max(-1.0), hi: ends.hi.min(1.0) },
        _ if first.rem_euclid(2.0) == 0.0 => Interval { lo: ends.lo.max(-1.0), hi: 1.0 },
        _ => Interval { lo: -1.0, hi: ends.hi.min(1.0) },
    }
}

/// x², without the numbers below 0 that x·x has.
fn square(x: Interval) -> Interval {
    let size = x.abs();
    Interval { lo: (size.lo * size.lo).next_down().max(0.0), hi: (size.hi * size.hi).next_up() }
}

impl Rectangle {
    /// The whole plane: nothing is known.
    pub const ALL: Rectangle = Rectangle { re: Interval::ALL, im: Interval::ALL };

    /// Real numbers.
    pub fn real(re: Interval) -> Self {
        Self { re, im: Interval::point(0.0) }
    }

    /// Whether all of its numbers are real.
    fn is_real(&self) -> bool {
        self.im == Interval::point(0.0)
    }

    /// Whether it is bounded.
    pub fn is_known(&self) -> bool {
        (self.re.size() + self.im.size()).is_finite()
    }

    /// A bound of the absolute values of its numbers.
    pub fn size(&self) -> f64 {
        let (x, y) = (self.re.size(), self.im.size());
        if self.is_real() {
            return x;
        }
        (x * x + y * y).sqrt().max(x).max(y) * (1.0 + 4.0 * f64::EPSILON)
    }

    /// Whether 0 is in it.
    pub fn has_zero(&self) -> bool {
        let has = |side: Interval| side.lo <= 0.0 && side.hi >= 0.0;
        has(self.re) && has(self.im)
    }

    /// Whether it has a number of the cut of the logarithm, which are 0 and those below.
    pub fn meets_cut(&self) -> bool {
        self.re.lo <= 0.0 && self.im.lo <= 0.0 && self.im.hi >= 0.0
    }

    /// Some number that is in both, if there is one.
    fn common(&self, other: &Self) -> Option<(f64, f64)> {
        let middle = |a: Interval, b: Interval| {
            let (lo, hi) = (a.lo.max(b.lo), a.hi.min(b.hi));
            (lo <= hi).then(|| (lo + 0.5 * (hi - lo)).clamp(lo, hi))
        };
        Some((middle(self.re, other.re)?, middle(self.im, other.im)?))
    }

    /// The smallest rectangle that has both.
    pub fn hull(self, other: Self) -> Self {
        let hull = |a: Interval, b: Interval| Interval { lo: a.lo.min(b.lo), hi: a.hi.max(b.hi) };
        Self { re: hull(self.re, other.re), im: hull(self.im, other.im) }
    }

    /// The numbers of both, of which there is one.
    pub fn meet(self, other: Self) -> Self {
        let meet = |a: Interval, b: Interval| {
            let (lo, hi) = (a.lo.max(b.lo), a.hi.min(b.hi));
            // Nothing in common would be a fault elsewhere: nothing is made of it here.
            if lo <= hi { Interval { lo, hi } } else { a }
        };
        Self { re: meet(self.re, other.re), im: meet(self.im, other.im) }
    }

    /// −a.
    pub fn negated(self) -> Self {
        Self { re: self.re.negated(), im: self.im.negated() }
    }

    /// a + b.
    pub fn plus(self, other: Self) -> Self {
        let im = match self.is_real() && other.is_real() {
            true => Interval::point(0.0),
            false => sum(self.im, other.im),
        };
        Self { re: sum(self.re, other.re), im }
    }

    /// a + iy.
    pub fn above(self, y: f64) -> Self {
        Self { im: sum(self.im, Interval::point(y)), ..self }
    }

    /// a·b.
    pub fn times(self, other: Self) -> Self {
        let re = || product(self.re, other.re);
        match (self.is_real(), other.is_real()) {
            (true, true) => Self::real(re()),
            (false, true) => Self { re: re(), im: product(self.im, other.re) },
            (true, false) => Self { re: re(), im: product(self.re, other.im) },
            (false, false) => Self {
                re: difference(re(), product(self.im, other.im)),
                im: sum(product(self.re, other.im), product(self.im, other.re)),
            },
        }
    }

    /// Real numbers from 0 to the largest of |a·b|.
    pub fn size_of_product(&self, other: &Self) -> Self {
        let most = self.size() * other.size() * (1.0 + 4.0 * f64::EPSILON);
        Self::real(Interval { lo: 0.0, hi: most })
    }

    /// a².
    pub fn square(self) -> Self {
        if self.is_real() {
            return Self::real(square(self.re));
        }
        let product = product(self.re, self.im);
        Self { re: difference(square(self.re), square(self.im)), im: sum(product, product) }
    }

    /// 1/a; everything if 0 is in the rectangle.
    ///
    /// x/(x² + y²) has its extremes at corners, where x or y is 0, and where |x| = |y|; the monotone parts in
    /// y² and the bound 1/(2|y|) give them.
    pub fn reciprocal(self) -> Self {
        if self.is_real() && (self.re.lo > 0.0 || self.re.hi < 0.0) {
            return Self::real(Interval::point(1.0) / self.re);
        }
        if self.has_zero() || !self.is_known() {
            return Self::ALL;
        }
        Self { re: share(self.re, self.im), im: share(self.im, self.re).negated() }
    }

    /// e^a.
    pub fn exp(self) -> Self {
        let size = exp(self.re);
        if self.is_real() {
            return Self::real(size);
        }
        // sin x = cos(x − π/2), with π/2 to a double.
        let quarter = Interval { lo: (0.5 * PI).next_down(), hi: (0.5 * PI).next_up() };
        let im = cos(difference(self.im, quarter));
        Self { re: product(size, cos(self.im)), im: product(size, im) }
    }

    /// ln a, the principal one; everything if the rectangle meets the cut.
    pub fn ln(self) -> Self {
        if self.meets_cut() || !self.is_known() {
            return Self::ALL;
        }
        // In a unit in which no square underflows: a power of two.
        let (_, power) = libm::frexp(self.size());
        let to_unit = |side: Interval| Interval {
            lo: libm::ldexp(side.lo, -power),
            hi: libm::ldexp(side.hi, -power),
        };
        let squared = square(to_unit(self.re)) + square(to_unit(self.im));
        let is_apart = squared.lo > 0.0;
        if !is_apart {
            return Self::ALL;
        }
        let unit = Interval::point(f64::from(power)) * ln(Interval::point(2.0));
        Self { re: ln(squared) * Interval::point(0.5) + unit, im: self.angles() }
    }

    /// The angles of its numbers, which have their extremes at corners; all where it meets the cut.
    pub fn angles(&self) -> Interval {
        if self.meets_cut() || !self.is_known() {
            return Interval::ALL;
        }
        let corners = [
            (self.re.lo, self.im.lo),
            (self.re.lo, self.im.hi),
            (self.re.hi, self.im.lo),
            (self.re.hi, self.im.hi),
        ];
        let angles = corners.map(|(x, y)| libm::atan2(y, x));
        let least = angles.iter().copied().fold(f64::INFINITY, f64::min);
        let most = angles.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        around(least, most)
    }

    /// √a, the principal one; everything if the rectangle meets the cut.
    pub fn sqrt(self) -> Self {
        let half = Interval::point(0.5);
        let Self { re, im } = self.ln();
        if !(Self { re, im }).is_known() {
            return Self::ALL;
        }
        Self { re: re * half, im: im * half }.exp()
    }
}

/// x/(x² + y²) for x, y in these intervals, where not both have 0.
fn share(x: Interval, y: Interval) -> Interval {
    let most = share_at_most(x, y);
    let least = -share_at_most(x.negated(), y);
    Interval { lo: least, hi: most }
}

/// The most that x/(x² + y²) is. For x > 0 it falls with y²; over x it rises up to x = |y| and falls
/// from there. For x ≤ 0 it rises with y².
fn share_at_most(x: Interval, y: Interval) -> f64 {
    let y = y.abs();
    let at = |x: f64, y: f64| x / (x * x + y * y);
    let most = if x.hi > 0.0 {
        let best = y.lo.clamp(x.lo.max(0.0), x.hi);
        if best == 0.0 { 0.0 } else { at(best, y.lo) }
    } else {
        // x ≤ 0: far from 0 in y, and at the end of x where |x/(x² + y²)| is least.
        let ends = [at(x.lo, y.hi), at(x.hi, y.hi)];
        if x.hi == 0.0 { 0.0 } else { ends[0].max(ends[1]) }
    };
    // Four operations of one sign.
    most + most.abs() * 4.0 * f64::EPSILON + f64::MIN_POSITIVE
}

/// Whether a function that is real on the real axis turns by nothing along the upper half of a closed curve
/// around a part of the axis: `images` enclose its values on arcs in order, from one point of the axis to
/// another. It then has as many poles as zeros inside.
///
/// Each image is convex and without 0, and neighbours share a point. A path through one shared point each can
/// be deformed into the true one without crossing 0, and the angle between two points of a convex set without
/// 0 is below π.
pub fn turns_by_nothing(images: &[Rectangle]) -> bool {
    if images.iter().any(|image| image.has_zero() || !image.is_known()) {
        return false;
    }
    // What stays on one side of the imaginary axis does not turn.
    if images.iter().all(|image| image.re.lo > 0.0) || images.iter().all(|image| image.re.hi < 0.0)
    {
        return true;
    }
    let axis = Rectangle::real(Interval::ALL);
    let mut points = Vec::with_capacity(images.len() + 1);
    let (Some(first), Some(last)) = (images.first(), images.last()) else { return false };
    points.push(first.common(&axis));
    points.extend(images.windows(2).map(|pair| pair[0].common(&pair[1])));
    points.push(last.common(&axis));
    let mut turn = 0.0;
    for pair in points.windows(2) {
        let (Some((x, y)), Some((u, v))) = (pair[0], pair[1]) else { return false };
        // The angle of (u + iv)/(x + iy).
        turn += libm::atan2(x * v - y * u, x * u + y * v);
    }
    // A multiple of π.
    turn.abs() < 1.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;

    type Complex = (f64, f64);

    fn rectangle(random: &mut Random) -> (Rectangle, Complex) {
        let mut side = || {
            let size = 2f64.powf(12.0 * random.next() - 8.0);
            let a = (random.next() - 0.5) * size;
            let b = a + size * random.next() * random.next();
            let inside = (a + (b - a) * random.next()).clamp(a, b);
            (Interval { lo: a, hi: b }, inside)
        };
        let ((re, x), (im, y)) = (side(), side());
        (Rectangle { re, im }, (x, y))
    }

    /// Whether a value computed in doubles lies in the rectangle, or as near as its own roundings.
    fn has(rectangle: Rectangle, (x, y): Complex) -> bool {
        let off = 1e-13 * (x.abs() + y.abs());
        rectangle.re.lo - off <= x
            && x <= rectangle.re.hi + off
            && rectangle.im.lo - off <= y
            && y <= rectangle.im.hi + off
    }

    /// The operations of doubles by their definitions, which share nothing with those of rectangles.
    #[test]
    fn an_operation_has_what_its_operands_give() {
        let mut random = Random(5);
        let (mut logarithms, mut quotients) = (0, 0);
        for _ in 0..200_000 {
            let (a, (x, y)) = rectangle(&mut random);
            let (b, (u, v)) = rectangle(&mut random);
            assert!(has(a.plus(b), (x + u, y + v)));
            assert!(has(a.times(b), (x * u - y * v, x * v + y * u)), "{a:?} {b:?}");
            assert!(has(a.square(), (x * x - y * y, 2.0 * x * y)));
            assert!(x.hypot(y) <= a.size());
            let size = x.exp();
            assert!(has(a.exp(), (size * y.cos(), size * y.sin())), "{a:?}");
            let inverse = a.reciprocal();
            if inverse.is_known() {
                quotients += 1;
                let over = x * x + y * y;
                assert!(has(inverse, (x / over, -y / over)), "{a:?} {x} {y}");
            }
            let logarithm = a.ln();
            if logarithm.is_known() {
                logarithms += 1;
                assert!(has(logarithm, (x.hypot(y).ln(), y.atan2(x))), "{a:?}");
                let (radius, angle) = (x.hypot(y).sqrt(), 0.5 * y.atan2(x));
                assert!(has(a.sqrt(), (radius * angle.cos(), radius * angle.sin())), "{a:?}");
            }
        }
        assert!(quotients > 100_000 && logarithms > 80_000, "{quotients} {logarithms}");
    }

    /// z − p turns by π where p is inside the curve, and by nothing where it is outside.
    #[test]
    fn a_zero_inside_is_noticed() {
        let arcs = 16;
        let mut random = Random(11);
        let (mut inside, mut outside) = (0, 0);
        for _ in 0..4_000 {
            let centre = 3.0 * (random.next() - 0.5);
            let images: Vec<Rectangle> = (0..arcs)
                .map(|k| {
                    let side = |of: fn(f64) -> f64| {
                        let [a, b] = [k, k + 1].map(|k| of(PI * f64::from(k) / f64::from(arcs)));
                        Interval { lo: a.min(b) - 1e-9, hi: a.max(b) + 1e-9 }
                    };
                    let mut im = side(f64::sin);
                    im.hi = if k == arcs / 2 - 1 || k == arcs / 2 { 1.0 } else { im.hi };
                    let re = side(f64::cos).minus(Interval::point(centre));
                    Rectangle { re, im }
                })
                .collect();
            if centre.abs() > 1.01 {
                outside += 1;
                assert!(turns_by_nothing(&images), "{centre}");
            } else if centre.abs() < 0.99 {
                inside += 1;
                assert!(!turns_by_nothing(&images), "{centre}");
            }
        }
        assert!(inside > 1_000 && outside > 1_000);
    }
}
