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

impl Window for Interval {
    /// K falls with |x|, because cosh x stands in the denominator of g, and grows with h: g grows with t, so that
    /// K ≤ h g(h)/4, which is less than the h g(h)/2 of ∂K/∂h = g(h)/2 − K/h. It is between 0 and h/4, because
    /// 0 < g < 1.
    fn moment(x: Self, h: Self) -> Self {
        let [near, far] = x.sizes();
        let within = |value: f64, otherwise: f64| if value.is_nan() { otherwise } else { value };
        let most = (0.25 * h.hi).next_up();
        let least = within(at(Single::moment, far, h.lo), 0.0);
        let greatest = within(at(Single::moment, near, h.hi), most);
        let found = Self::outwards(least, greatest);
        Self { lo: found.lo.max(0.0), hi: found.hi.min(most) }
    }
}

impl Sloped for Interval {
    /// |∂K/∂x| ≤ K everywhere. Around the middle of both ranges ∂K/∂x changes no faster than with 2K along x and
    /// with 2K (3/h + 2) along h (see [`crate::numeric::Ball`]).
    fn moment_slope(x: Self, h: Self) -> Self {
        let size = Self::moment(x, h).hi;
        let any = Self { lo: -size, hi: size };
        let middle = |range: Self| 0.5 * range.lo + 0.5 * range.hi;
        let (center, width) = (middle(x), middle(h));
        let found = at(Single::moment_slope, center, width);
        if found.is_nan() || h.lo <= 0.0 {
            return any;
        }
        let [off, wider] = [(x, center), (h, width)]
            .map(|(range, middle)| range.minus(Self::point(middle)).size());
        let along = Self::constant(6.0) / h + Self::constant(4.0);
        let reach = Self::point(size)
            * (Self::constant(2.0) * Self::point(off) + along * Self::point(wider));
        let around = Self::outwards(found, found) + Self { lo: -reach.hi, hi: reach.hi };
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
        for _ in 0..400 {
            let half = 16.0 * 2f64.powf(-40.0 * random.next());
            let spread = 2f64.powf(-30.0 * random.next());
            let start = 40.0 * random.next() - 20.0;
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
            narrow += u32::from(moment.hi - moment.lo <= 4.0 * spread * moment.hi);
        }
        assert!(narrow > 300, "{narrow}");
    }
}
