//! The first moment of a window over ranges of its place and its width.

use super::{Interval, Single, leading};
use crate::numeric::{Dual, Real, Sloped, Window};

/// A function of a place and a half width, at two doubles; NaN where it is not known.
fn at(function: fn(Single, Single) -> Single, x: f64, h: f64) -> f64 {
    leading(function(Single::input([x]), Single::input([h])))
}

impl Interval {
    /// From where to where its sizes go.
    fn sizes(self) -> [f64; 2] {
        let Interval { lo, hi } = self.abs();
        [lo, hi]
    }

    /// The numbers that both have; either of them where roundings leave none.
    fn within(self, other: Self) -> Self {
        let common = Self { lo: self.lo.max(other.lo), hi: self.hi.min(other.hi) };
        if common.lo <= common.hi { common } else { self }
    }
}

/// Up to which half width, and to which place, [`Light`](crate::numeric::Light) has moments.
const REACH: [f64; 2] = [16.0, 300.0];

/// K and −∂K/∂x at x ≥ 0, for a half width h > 0.
fn enclosed(x: f64, h: f64) -> [Interval; 2] {
    let [widest, farthest] = REACH;
    let from_0 = |most: f64| Interval { lo: 0.0, hi: most };
    let quarter = (0.25 * h).next_up();
    let [moment, fall] = if h > widest {
        wide(x, h)
    } else if x > farthest {
        // 2hK < ∫ t e^(t − x) dt from 0 to h
        [from_0(Interval::difference(Interval::point(h), Interval::point(x)).exp().hi); 2]
    } else {
        [Single::moment, |x, h| Single::moment_slope(x, h).negated()]
            .map(|function: fn(Single, Single) -> Single| at(function, x, h))
            .map(|value| Interval::outwards(value, value))
    };
    // 0 < −∂K/∂x < K < h/4
    let moment = Interval { lo: moment.lo.max(0.0), hi: moment.hi.min(quarter) };
    [moment, Interval { lo: fall.lo.max(0.0), hi: fall.hi.min(moment.hi) }]
}

/// The same of a window that is wide, where nothing much cancels in the closed form: with y = h − x,
/// L(y) = ln(1 + e^y) and D(y) = Li₂(−e^y),
///
/// 2hK = h (L(y) + L(−h − x)) + D(y) − D(−h − x),   −2h ∂K/∂x = x − L(−y) + L(−h − x) − h (f(y) − f(h + x)).
fn wide(x: f64, h: f64) -> [Interval; 2] {
    let [x, h] = [x, h].map(Interval::point);
    let two = Interval::constant(2.0);
    let y = h.minus(x);
    let near = Tail::new(y.abs().negated());
    let far = Tail::new((x + h).negated());
    let [twice, fall] = if x.lo <= h.lo {
        // L(y) = y + L(−y), D(y) = −π²/6 − y²/2 − D(−y)
        let sixth = Interval::outwards(PI_SQUARED_OVER_6, PI_SQUARED_OVER_6);
        let y = Interval { lo: y.lo.max(0.0), ..y };
        let logarithms = h * (near.logarithm + far.logarithm);
        let twice = y * (h + x) / two + logarithms + near.dilogarithm + far.dilogarithm;
        let mean = (x + far.logarithm).minus(near.logarithm) / h;
        [twice.minus(sixth), (mean + far.share).minus(near.share)]
    } else {
        let logarithms = h * (near.logarithm + far.logarithm);
        let mean = near.logarithm.minus(far.logarithm) / h;
        let twice = (logarithms + far.dilogarithm).minus(near.dilogarithm);
        [twice, (near.share + far.share).minus(mean)]
    };
    [twice / (two * h), fall / two]
}

/// π²/6, rounded to nearest.
const PI_SQUARED_OVER_6: f64 = 1.644_934_066_848_226_4;

/// What the closed form takes of an edge at a place y ≤ 0.
struct Tail {
    /// ln(1 + e^y).
    logarithm: Interval,
    /// −Li₂(−e^y).
    dilogarithm: Interval,
    /// f(−y).
    share: Interval,
}

impl Tail {
    fn new(y: Interval) -> Self {
        let z = Interval { lo: y.lo, hi: y.hi.min(0.0) }.exp();
        let logarithm = z.ln_1p();
        let share = z / (Interval::constant(1.0) + z);
        // −Li₂(−z) = Li₂(w) + ln(1 + z)²/2 with w = z/(1 + z) ≤ ½ (Landen), Li₂(w) = Σ w^k/k².
        let (mut power, mut sum) = (share, share);
        for k in 2..64 {
            power = power * share;
            sum = sum + power / Interval::constant(f64::from(k * k));
            if power.hi < 1e-20 * sum.lo {
                break;
            }
        }
        // What is left out is less than the last power.
        let sum = sum + Interval { lo: 0.0, hi: power.hi };
        let square = logarithm * logarithm / Interval::constant(2.0);
        Self { logarithm, dilogarithm: sum + square, share }
    }
}

impl Window for Interval {
    /// K falls with |x|, because cosh x stands in the denominator of g, and grows with h: g grows with t, so that
    /// K ≤ h g(h)/4, which is less than the h g(h)/2 of ∂K/∂h = g(h)/2 − K/h.
    fn moment(x: Self, h: Self) -> Self {
        let [near, far] = x.sizes();
        let [least, _] = enclosed(far, h.lo);
        let [greatest, _] = enclosed(near, h.hi);
        Self { lo: least.lo, hi: greatest.hi }
    }
}

impl Sloped for Interval {
    /// |∂K/∂x| ≤ K everywhere, and K falls with |x|. Around the middle of both ranges ∂K/∂x changes no faster than with
    /// 2K along x and with 2K (3/h + 2) along h (see [`crate::numeric::Ball`]).
    fn moment_slope(x: Self, h: Self) -> Self {
        let size = Self::moment(x, h).hi;
        let any = Self {
            lo: if x.hi <= 0.0 { 0.0 } else { -size },
            hi: if x.lo >= 0.0 { 0.0 } else { size },
        };
        let middle = |range: Self| 0.5 * range.lo + 0.5 * range.hi;
        let (center, width) = (middle(x), middle(h));
        if h.lo <= 0.0 {
            return any;
        }
        let [_, fall] = enclosed(center.abs(), width);
        let found = if center > 0.0 { fall.negated() } else { fall };
        let [off, wider] = [(x, center), (h, width)]
            .map(|(range, middle)| range.minus(Self::point(middle)).size());
        let along = Self::constant(6.0) / h + Self::constant(4.0);
        let reach = Self::point(size)
            * (Self::constant(2.0) * Self::point(off) + along * Self::point(wider));
        let around = found + Self { lo: -reach.hi, hi: reach.hi };
        around.within(any)
    }
}

impl Sloped for Dual<Interval> {
    /// Its own derivative is not known.
    fn moment_slope(x: Self, h: Self) -> Self {
        Self { value: Interval::moment_slope(x.value, h.value), slope: Interval::ALL }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::Wide;
    use crate::numeric::random::Random;

    type Exact = Wide<256>;

    /// Random ranges, and points in them: the closed form with 256 bits lies within. That they are narrow, too, is
    /// what makes them of use.
    #[test]
    fn moments_of_ranges_have_those_of_their_points() {
        let mut random = Random(11);
        let mut narrow = 0;
        for n in 0..900 {
            // Every third window is wider than the quadrature goes, and as many are farther.
            let half = [16.0, 16.0, 2000.0][n % 3]
                * 2f64.powf([-40.0, -40.0, -7.0][n % 3] * random.next());
            // Every fourth range is a point.
            let spread = if n % 4 == 0 { 0.0 } else { 2f64.powf(-30.0 * random.next()) };
            let start = [40.0, 4000.0, 6000.0][n / 3 % 3] * (random.next() - 0.5);
            let x = Interval { lo: start, hi: start + spread };
            let h = Interval { lo: half, hi: half * (1.0 + spread * random.next()) };
            let inside = |range: Interval, share: f64| {
                (range.lo + share * (range.hi - range.lo)).clamp(range.lo, range.hi)
            };
            let (moment, slope) = (Interval::moment(x, h), Interval::moment_slope(x, h));
            for _ in 0..4 {
                let (place, width) = (inside(x, random.next()), inside(h, random.next()));
                let exact = |function: fn(Exact, Exact) -> Exact| {
                    function(Exact::input(place), Exact::input(width)).to_f64()
                };
                let (value, steep) = (exact(Exact::moment), exact(Exact::moment_slope));
                assert!(moment.lo <= value && value <= moment.hi, "{x:?} {h:?} {value} {moment:?}");
                assert!(slope.lo <= steep && steep <= slope.hi, "{x:?} {h:?} {steep} {slope:?}");
            }
            let is_far = start.abs() - half > 280.0;
            narrow +=
                u32::from(is_far || moment.hi - moment.lo <= (4.0 * spread + 1e-13) * moment.hi);
        }
        assert!(narrow > 700, "{narrow}");
    }
}
