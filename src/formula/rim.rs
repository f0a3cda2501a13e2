//! Enclosures of functions on the rim of a region of the complex plane.

mod settled;
mod strip;

use super::root_axis::root_on_axis;
use super::value::{Site, Value, depth, side};
use super::{Known, Mean};
use crate::numeric::quadrature::Region;
use crate::numeric::{Interval, Lanes, Real, Rectangle, turns_by_nothing};
use std::f64::consts::PI;

/// Enclosures of the values of a function on the arcs of a region; unbounded ones where nobody vouches that it
/// is analytic inside.
#[derive(Clone, Copy, Debug)]
pub struct Rim {
    arcs: [Rectangle; Rim::MOST],
    count: usize,
    /// Whether the region is a part of the axis, where functions need not be analytic.
    is_axis: bool,
    /// Whether all arcs have one image, for whatever region.
    is_constant: bool,
}

impl Rim {
    /// The most arcs that a region may have.
    pub const MOST: usize = 8;

    fn of(region: &Region, arc: impl Fn(&Rectangle) -> Rectangle) -> Self {
        let mut arcs = [Rectangle::real(Interval::point(0.0)); Rim::MOST];
        for (mine, there) in arcs.iter_mut().zip(&region.arcs) {
            *mine = arc(there);
        }
        Self {
            arcs,
            count: region.arcs.len().min(Rim::MOST),
            is_axis: region.axes[1] == 0.0,
            is_constant: false,
        }
    }

    fn each(mut self, operation: impl Fn(Rectangle) -> Rectangle) -> Self {
        for arc in &mut self.arcs[..self.count] {
            *arc = operation(*arc);
        }
        self
    }

    fn both(mut self, other: &Self, operation: impl Fn(Rectangle, Rectangle) -> Rectangle) -> Self {
        for (arc, other) in self.arcs[..self.count].iter_mut().zip(&other.arcs) {
            *arc = operation(*arc, *other);
        }
        self
    }

    fn all(&self) -> &[Rectangle] {
        &self.arcs[..self.count]
    }

    fn unknown(self) -> Self {
        self.each(|_| Rectangle::ALL)
    }

    /// A bound of the absolute values in the region and on it; infinite or NaN if there is none.
    pub fn size(&self) -> f64 {
        let size =
            |most: f64, arc: &Rectangle| if most.is_nan() { most } else { arc.size().max(most) };
        match self.all().iter().all(Rectangle::is_known) {
            true => self.all().iter().fold(0.0, size),
            false => f64::INFINITY,
        }
    }

    /// An enclosure of the real parts on the rim; everything where nothing is known.
    pub fn range(&self) -> Interval {
        let all = self.all().iter().copied().reduce(Rectangle::hull);
        all.filter(Rectangle::is_known).map_or(Interval::ALL, |all| all.re)
    }

    /// An interval that has all values over a part of the axis; nothing if that is not known.
    pub fn on_axis(&self) -> Option<Interval> {
        let hull = self.all().iter().copied().reduce(Rectangle::hull)?;
        hull.is_known().then_some(hull.re)
    }

    /// An interval that has all values over each part of the axis; everything where that is not known.
    pub fn parts_on_axis(&self) -> impl Iterator<Item = Interval> {
        let part = |arc: &Rectangle| if arc.is_known() { arc.re } else { Interval::ALL };
        self.all().iter().map(part)
    }

    fn reciprocal(self) -> Self {
        // On the axis nothing turns.
        let is_axis = self.is_axis && !self.all().iter().any(Rectangle::has_zero);
        match is_axis || turns_by_nothing(self.all()) {
            true => self.each(Rectangle::reciprocal),
            false => self.unknown(),
        }
    }

    fn real(self, x: f64) -> Self {
        self.each(|_| Rectangle::real(Interval::point(x)))
    }
}

/// A bound of 1/|1 + e^x| for |Im x| ≤ θ < π: 1 up to θ = π/2, 1/sin θ beyond.
fn lemma_3(x: Rectangle) -> Rectangle {
    let angle = x.im.size() + 1e-12;
    if angle >= PI - 1e-6 {
        return Rectangle::ALL;
    }
    let most = if angle <= 0.5 * PI { 1.0 } else { 1.0 / angle.sin() } * (1.0 + 1e-12);
    let side = Interval { lo: -most, hi: most };
    Rectangle { re: side, im: side }
}

/// (1 − e^−x)/x, the mean of e^−t over 0 ≤ t ≤ x.
fn mean_power(x: Rectangle) -> Rectangle {
    let real = |a: f64| Rectangle::real(Interval::point(a));
    let is_small = x.size() <= 2.0;
    if !is_small {
        return real(1.0).plus(x.negated().exp().negated()).times(x.reciprocal());
    }
    // Σ (−x)^k/(k + 1)! with so many terms that what follows is below 2^24/25!·e² < 1e-16.
    let mut sum = Interval { lo: -1e-15, hi: 1e-15 };
    let mut series = Rectangle { re: sum, im: sum };
    for k in (1..=24).rev() {
        let share = x.negated().times(real(1.0 / f64::from(k + 1)));
        sum = Interval { lo: -1e-15, hi: 1e-15 };
        series = real(1.0).plus(share.times(series)).plus(Rectangle { re: sum, im: sum });
    }
    series
}

/// The derivative of that, (e^−x − (1 − e^−x)/x)/x.
fn mean_power_slope(x: Rectangle) -> Rectangle {
    let real = |a: f64| Rectangle::real(Interval::point(a));
    let is_small = x.size() <= 2.0;
    if !is_small {
        let apart = x.negated().exp().plus(mean_power(x).negated());
        return apart.times(x.reciprocal());
    }
    // −Σ (−x)^k/(k! (k + 2)), of which what follows is below 2^24/24!·e² < 1e-15.
    let off = Interval { lo: -1e-14, hi: 1e-14 };
    let off = Rectangle { re: off, im: off };
    let mut series = off;
    for k in (0..=23).rev() {
        let share = x.negated().times(real(1.0 / f64::from(k + 1)));
        series = real(1.0 / f64::from(k + 2)).plus(share.times(series)).plus(off);
    }
    series.negated()
}

impl Value for Rim {
    type Number = Lanes<1>;

    fn constant(known: &Known<Self::Number>) -> Self {
        Self {
            arcs: [Rectangle::real(known.hull); Rim::MOST],
            count: Rim::MOST,
            is_axis: false,
            is_constant: true,
        }
    }
    fn plus(self, other: Self) -> Self {
        let (a, b) = self.alike(other);
        a.both(&b, Rectangle::plus)
    }
    fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }
    fn times(self, other: Self) -> Self {
        let (a, b) = self.alike(other);
        a.both(&b, Rectangle::times)
    }
    fn over(self, other: Self) -> Self {
        match other.is_constant && !other.arcs[0].has_zero() {
            true => {
                let inverse = other.arcs[0].reciprocal();
                self.each(|arc| arc.times(inverse))
            }
            false => self.times(other.reciprocal()),
        }
    }
    fn negated(self) -> Self {
        self.each(Rectangle::negated)
    }
    fn square(self) -> Self {
        self.each(Rectangle::square)
    }
    fn exp(self) -> Self {
        self.each(Rectangle::exp)
    }
    fn is_apart_from_zero(&self) -> bool {
        !self.all().iter().any(Rectangle::has_zero)
    }
    /// A curve that does not meet the cut winds around no point of it: nothing inside lies on it.
    fn ln(self) -> Self {
        match self.all().iter().any(Rectangle::meets_cut) {
            true => self.unknown(),
            false => self.each(Rectangle::ln),
        }
    }
    fn ln_1p(self) -> Self {
        self.real(1.0).plus(self).ln()
    }
    fn excess(self, whole: Self) -> Self {
        whole.times(whole.ln()).minus(self)
    }
    fn sqrt(self) -> Self {
        if self.is_axis && self.all().iter().all(|arc| arc.re.hi >= 0.0) {
            // Where it is real at all, its square is not negative.
            return self.each(|arc| {
                let Interval { lo, hi } =
                    Real::sqrt(Interval { lo: arc.re.lo.max(0.0), hi: arc.re.hi });
                Rectangle::real(Interval { lo, hi })
            });
        }
        match self.all().iter().any(Rectangle::meets_cut) {
            true => self.unknown(),
            false => self.each(Rectangle::sqrt),
        }
    }
    fn one_minus_exp_neg(self) -> Self {
        self.real(1.0).minus(self.negated().exp())
    }
    /// Where Re a > 0 on the whole rim, so it is inside, and e^−2a has no pole there nor is −1.
    fn tanh(self) -> Self {
        let small = |a: Self| {
            let power = a.plus(a).negated().exp();
            power.real(1.0).minus(power).over(power.real(1.0).plus(power))
        };
        if self.all().iter().all(|arc| arc.re.hi < 0.0) {
            return small(self.negated()).negated();
        }
        small(self)
    }
    fn fermi(self) -> Self {
        self.fermi_and_rest().0
    }
    /// The poles are at a = iπ(2k + 1). Over a region around a part of the axis, an affine function has the
    /// imaginary parts of both signs, and its greatest one is that of the arcs.
    fn fermi_and_rest(self) -> (Self, Self) {
        let is_outside = self
            .all()
            .iter()
            .all(|arc| arc.re.lo > 0.0 || arc.re.hi < 0.0 || arc.im.size() < PI - 1e-6);
        // Each arc that has points above 0 stays below the pole, and so does the part of the region under it.
        if !is_outside {
            return (self.unknown(), self.unknown());
        }
        let one = Rectangle::real(Interval::point(1.0));
        let (mut f, mut rest) = (self, self);
        for (x, (f, rest)) in self.all().iter().zip(f.arcs.iter_mut().zip(&mut rest.arcs)) {
            let is_above = x.re.lo > 0.0;
            let power = if is_above { x.negated() } else { *x }.exp();
            let under = one.plus(power);
            let (small, large) = match under.has_zero() {
                true => (lemma_3(*x), lemma_3(*x)),
                false => {
                    let inverse = under.reciprocal();
                    (power.times(inverse), inverse)
                }
            };
            (*f, *rest) = if is_above { (small, large) } else { (large, small) };
        }
        (f, rest)
    }
    /// 1/((a − i)(a + i)), of which each factor is known better than 1 + a². The pole at i is outside if no
    /// arc has points at or above it, as with [`Value::fermi_and_rest`].
    fn lorentzian(self) -> Self {
        let is_outside = self
            .all()
            .iter()
            .all(|arc| arc.re.lo > 0.0 || arc.re.hi < 0.0 || arc.im.size() < 1.0 - 1e-9);
        if !is_outside {
            return self.unknown();
        }
        if self.is_axis {
            return self
                .each(|arc| Rectangle::real(Interval::point(1.0)).plus(arc.square()).reciprocal());
        }
        self.each(|arc| arc.above(-1.0).reciprocal().times(arc.above(1.0).reciprocal()))
    }
    /// On the axis alone: see [`Value::settled`].
    fn root(self, f: Self, rest: Self) -> Self {
        let (beta, f) = self.alike(f);
        let (f, rest) = f.alike(rest);
        let (mut beta, f) = beta.alike(f);
        if !beta.is_axis {
            return beta.unknown();
        }
        for (k, beta) in beta.arcs[..beta.count].iter_mut().enumerate() {
            *beta = root_on_axis(*beta, f.arcs[k], rest.arcs[k]);
        }
        beta
    }
    fn settled(self, mean: &Mean<Self>) -> [Self; 3] {
        settled::settled(self, mean)
    }
    fn softness(self, mean: &Mean<Self>, own: [Self; 3]) -> Self {
        settled::softness(self, mean, own)
    }
    /// Off the axis nothing asks for it: see [`Value::settled`].
    fn odds(self, b: Self) -> Self {
        if self.is_axis { b.over(self).ln() } else { self.unknown() }
    }
    fn shares(all: Vec<Self>) -> Vec<Self> {
        settled::shares(all)
    }
    /// −1 = e^a where Im a is an odd multiple of π: the imaginary part of an analytic function has its extremes on
    /// the rim, and so has the real part.
    fn filled_and_left(self) -> (Self, Self) {
        let all = |is: &dyn Fn(&Rectangle) -> bool| self.all().iter().all(is);
        let is_outside = all(&|arc| arc.im.size() < PI - 1e-6)
            || all(&|arc| arc.re.lo > 0.0)
            || all(&|arc| arc.re.hi < 0.0);
        match is_outside && self.size().is_finite() {
            true => self.fermi_and_rest(),
            false => (self.unknown(), self.unknown()),
        }
    }
    fn share(self, b: Self) -> Self {
        let (a, b) = self.alike(b);
        if !a.is_axis {
            return a.over(b);
        }
        let whole = Rectangle::real(Interval { lo: 0.0, hi: 1.0 });
        a.both(&b, |a, b| match b.has_zero() {
            true => whole,
            false => a.times(b.reciprocal()).meet(whole),
        })
    }
    fn weighted(self, other: Self) -> Self {
        let (a, b) = self.alike(other);
        a.both(&b, |a, b| a.size_of_product(&b))
    }
    /// The poles are at a = 2πik.
    fn bose(self) -> Self {
        if !self.all().iter().all(|arc| arc.re.lo > 0.0) {
            return self.unknown();
        }
        let power = self.negated().exp();
        power.times(power.real(1.0).minus(power).each(Rectangle::reciprocal))
    }
    /// e^−a over (1 − e^−a)/a, which has no pole, and is 0 at a = 2πik for k ≠ 0 only.
    fn planck(self) -> Self {
        let power = self.negated().exp();
        power.times(self.each(mean_power).reciprocal())
    }
    /// −e^−a/M − e^−a M′/M² with the mean M of e^−t over 0 ≤ t ≤ a.
    fn planck_slope(self) -> Self {
        let inverse = self.each(mean_power).reciprocal();
        let value = self.negated().exp().times(inverse);
        value.negated().minus(value.times(self.each(mean_power_slope)).times(inverse))
    }
    /// Each formula encloses the value, so that it lies in what they share.
    fn either(
        self,
        above: impl FnOnce() -> Self,
        below: impl FnOnce() -> Self,
        plain: impl FnOnce() -> Self,
    ) -> Self {
        let mut best = plain();
        if self.all().iter().all(|arc| arc.re.hi > 0.0) {
            best = best.meet(above());
        }
        if self.all().iter().all(|arc| arc.re.lo < 0.0) {
            best = best.meet(below());
        }
        best
    }
    /// The real part of an analytic function that is positive on the rim is positive inside.
    fn where_positive(self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        if self.all().iter().all(|arc| arc.re.lo > 0.0) && self.size().is_finite() {
            return yes();
        }
        if self.all().iter().all(|arc| arc.re.hi < 0.0) && self.size().is_finite() {
            return no();
        }
        if self.is_axis && self.size().is_finite() {
            let (yes, no) = yes().alike(no());
            return yes.both(&no, Rectangle::hull);
        }
        self.unknown()
    }
}

impl Rim {
    /// What two enclosures of one function share, arc by arc; the one that is known where the other is not.
    /// A function is analytic inside if one of them says so.
    fn meet(self, other: Self) -> Self {
        let (a, b) = self.alike(other);
        match (a.size().is_finite(), b.size().is_finite()) {
            (true, true) => a.both(&b, Rectangle::meet),
            (true, false) => a,
            _ => b,
        }
    }

    /// Both with as many arcs as the one that has fewer: a constant has as many as there may be.
    fn alike(mut self, mut other: Self) -> (Self, Self) {
        let count = self.count.min(other.count);
        self.count = count;
        other.count = count;
        let is_axis = self.is_axis || other.is_axis;
        self.is_axis = is_axis;
        other.is_axis = is_axis;
        let is_constant = self.is_constant && other.is_constant;
        self.is_constant = is_constant;
        other.is_constant = is_constant;
        (self, other)
    }
}

impl Site for Region {
    type Value = Rim;

    fn offset(&self, c: &Known<Lanes<1>>) -> Rim {
        let origin = Interval::point(self.origin);
        let from = match c.double {
            Some(c) if c == self.origin => Interval::point(0.0),
            _ => Real::minus(origin, c.hull),
        };
        Rim::of(self, |arc| arc.plus(Rectangle::real(from)))
    }

    fn side(&self, c: &Known<Lanes<1>>) -> f64 {
        side(self.origin, self.middle, c)
    }

    fn depth(&self, c: &Known<Lanes<1>>, width: &Known<Lanes<1>>) -> f64 {
        depth(self.origin, self.middle, c, width)
    }
}
