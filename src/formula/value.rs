//! What functions of the energy are computed in: numbers at one energy, or enclosures of all values over a
//! region of the complex plane.

use super::{Known, Mean};
use crate::numeric::quadrature::Rule;
use crate::numeric::{Ball, Enclosed, Interval, Judged, Lanes, Real, Truth, two_sum};
use std::borrow::Cow;
use std::cell::OnceCell;

/// A value of a function of the energy, in some arithmetic.
pub trait Value: Clone {
    /// What the constants of a formula are in it.
    type Number: Enclosed;

    /// The same at every energy.
    fn constant(known: &Known<Self::Number>) -> Self;
    /// Whether it is known to be different from 0.
    fn is_apart_from_zero(&self) -> bool;
    /// a + b.
    fn plus(self, other: Self) -> Self;
    /// a − b.
    fn minus(self, other: Self) -> Self;
    /// a·b.
    fn times(self, other: Self) -> Self;
    /// a/b.
    fn over(self, other: Self) -> Self;
    /// −a.
    fn negated(self) -> Self;
    /// a².
    fn square(self) -> Self;
    /// e^a.
    fn exp(self) -> Self;
    /// ln a.
    fn ln(self) -> Self;
    /// ln(1 + a).
    fn ln_1p(self) -> Self;
    /// (1 + a) ln(1 + a) − a, where `whole` is 1 + a.
    fn excess(self, whole: Self) -> Self;
    /// √a.
    fn sqrt(self) -> Self;
    /// 1 − e^−a.
    fn one_minus_exp_neg(self) -> Self;
    /// tanh a.
    fn tanh(self) -> Self;
    /// 1/(1 + e^a) of a function a·E + b.
    fn fermi(self) -> Self;
    /// 1/(1 + e^a) and 1/(1 + e^−a) of a function a·E + b.
    fn fermi_and_rest(self) -> (Self, Self) {
        (self.clone().fermi(), self.negated().fermi())
    }
    /// With a = offset/t: a, 1/(1 + e^a) and 1/(1 + e^−a) of an offset E − c.
    fn level(self, t: Self) -> [Self; 3] {
        let x = self.over(t);
        let (f, rest) = x.clone().fermi_and_rest();
        [x, f, rest]
    }
    /// 1/(1 + a²) with a = 2·offset/fwhm of an offset E − c.
    fn resonance(self, fwhm: Self) -> Self {
        Self::constant(&Known::double(2.0)).times(self).over(fwhm).lorentzian()
    }
    /// Whether this arithmetic does tasks.
    const DOES_TASKS: bool = false;
    /// The sums over all rows, if this arithmetic does tasks.
    fn accumulated<T: Accumulation<I, R, O>, const I: usize, const R: usize, const O: usize>(
        _task: T,
        _constants: [&Self; I],
        _rows: &[[Self; R]],
    ) -> Option<[Self; O]> {
        None
    }
    /// What a task makes of several values, if this arithmetic does tasks.
    fn together<T: Task<I, O>, const I: usize, const O: usize>(
        _task: T,
        _inputs: [&Self; I],
    ) -> Option<[Self; O]> {
        None
    }
    /// Whether bounds of it are known.
    fn is_known(&self) -> bool {
        true
    }
    /// a + b·c.
    fn plus_product(self, b: Self, c: Self) -> Self {
        self.plus(b.times(c))
    }
    /// a·b, of which nothing but the size is asked from here on.
    fn weighted(self, other: Self) -> Self {
        self.times(other)
    }
    /// 1/(e^a − 1) of a function a·E + b.
    fn bose(self) -> Self;
    /// a/(e^a − 1) of a function a·E, which is 1 where a = 0.
    fn planck(self) -> Self {
        self.clone().times(self.bose())
    }
    /// The derivative of [`Value::planck`] with respect to a.
    fn planck_slope(self) -> Self {
        let one = Self::constant(&Known::double(1.0));
        let n = self.clone().bose();
        let share = self.times(one.clone().plus(n.clone()));
        n.times(one.minus(share))
    }
    /// The root δ of δ + (1 − F)(e^δ − 1) + F (1 − e^−δ) = a, where `f` is F, `rest` is 1 − F, and 0 < F < 1 on
    /// the axis.
    fn root(self, f: Self, rest: Self) -> Self;
    /// 1/(1 + e^a) and 1/(1 + e^−a) of any function.
    fn filled_and_left(self) -> (Self, Self) {
        self.fermi_and_rest()
    }
    /// The share that a has in b, 0 ≤ a ≤ b on the axis.
    fn share(self, b: Self) -> Self {
        self.over(b)
    }
    /// ln(b/a) of a mean occupation a and b = 1 − a.
    fn odds(self, b: Self) -> Self {
        b.over(self).ln()
    }
    /// The shares of several functions in their sum, which are not negative on the axis.
    fn shares(all: Vec<Self>) -> Vec<Self> {
        let Some(sum) = all.iter().cloned().reduce(Self::plus) else { return all };
        all.into_iter().map(|part| part.share(sum.clone())).collect()
    }
    /// y, f and 1 − f of the occupation with φ′(f) = a, φ(f) = (F − f) y(f), where F is the mean of others.
    fn settled(self, mean: &Mean<Self>) -> [Self; 3] {
        let pull = mean.x.clone().plus(self).negated();
        let y = mean.x.clone().plus(pull.root(mean.f.clone(), mean.rest.clone()));
        let (f, rest) = y.clone().filled_and_left();
        [y, f, rest]
    }
    /// 1/φ″ = (f (1 − f))²/(f (1 − F) + F (1 − f)), where y, f and 1 − f are as in [`Value::settled`].
    fn softness(self, mean: &Mean<Self>, [_, f, rest]: [Self; 3]) -> Self {
        let filled = f.clone().times(rest.clone());
        let under = f.times(mean.rest.clone()).plus(mean.f.clone().times(rest));
        filled.square().over(under)
    }
    /// 1/(1 + a²) of a function a·E + b.
    fn lorentzian(self) -> Self {
        let one = Self::constant(&Known::double(1.0));
        one.clone().over(one.plus(self.square()))
    }
    /// The same value by three formulas that hold everywhere: `above` is accurate where a > 0, `below`
    /// where a < 0; `plain` is of use to enclosures only.
    fn either(
        self,
        above: impl FnOnce() -> Self,
        below: impl FnOnce() -> Self,
        plain: impl FnOnce() -> Self,
    ) -> Self;
    /// `yes` where a > 0, `no` where a < 0; both hold where a = 0.
    fn where_positive(self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self;
    /// 1 where a > 0, 0 where a < 0.
    fn step(self) -> Self {
        let number = |a: f64| Self::constant(&Known::double(a));
        self.where_positive(|| number(1.0), || number(0.0))
    }
}

/// Up to where [`excess`] is used.
pub(super) const SMALL: f64 = 0.125;
/// Beyond n terms Σ t^(2j)/(2j + 2n + 3) is left, which is below 1/32 for |t| < 0.07 and n > 14.
pub(super) const BEYOND: f64 = 0.03125;

/// (1 + a) ln(1 + a) − a for small a, where `whole` is 1 + a.
///
/// With t = a/(2 + a), ln(1 + a) = 2 (t + t³/3 + …), and its first term leaves a²/(2 + a): nothing cancels
/// but a share of it. The series has so many terms; `beyond` encloses what follows over its power of t.
#[inline(always)]
pub(super) fn excess<R: Real>(a: R, whole: R, beyond: R, terms: u32) -> R {
    let one = || R::constant(1.0);
    let under = one() + whole.clone();
    let t = a.clone() / under.clone();
    let square = t.clone() * t.clone();
    let mut sum = beyond;
    for k in (1..=terms).rev() {
        sum = (one() / R::constant(f64::from(2 * k + 1))).minus((square.clone() * sum).negated());
    }
    let cubes = R::constant(2.0) * whole * (t * square * sum);
    (a.clone() * a / under).minus(cubes.negated())
}

/// Where a function of the energy is asked for its value.
pub trait Site {
    /// Its values.
    type Value: Value;

    /// E − c.
    fn offset(&self, c: &Known<<Self::Value as Value>::Number>) -> Self::Value;

    /// E − c of the constant at a place of their list.
    fn offset_of(
        &self,
        constants: &[Known<<Self::Value as Value>::Number>],
        place: usize,
    ) -> Self::Value {
        self.offset(&constants[place])
    }

    /// The middle of the panel minus c: what is cut at c lies wholly on one side. NaN where it is not
    /// certain on which.
    fn side(&self, c: &Known<<Self::Value as Value>::Number>) -> f64;

    /// Half of the width minus the distance of the middle of the panel from c: positive within the window.
    fn depth(
        &self,
        c: &Known<<Self::Value as Value>::Number>,
        width: &Known<<Self::Value as Value>::Number>,
    ) -> f64;
}

/// Several energies, or one.
#[derive(Clone, Debug)]
pub struct At<C> {
    /// A double near them.
    pub origin: f64,
    /// The energies minus `origin`.
    pub offset: C,
    /// The middle of the panel around it minus `origin`.
    pub middle: f64,
}

/// Several energies of a panel, at which most is asked of the same constants.
#[derive(Debug)]
pub struct Among<'a, C> {
    /// The energies.
    pub at: At<C>,
    /// The origin of the panel minus each of the constants, as far as it has been asked for.
    pub from: &'a [OnceCell<C>],
}

/// A number at one energy.
#[derive(Clone, Debug)]
pub struct Point<S>(pub S);

impl<S: Enclosed> Value for Point<S> {
    type Number = S;

    fn constant(known: &Known<S>) -> Self {
        Point(known.value.clone())
    }
    fn plus(self, other: Self) -> Self {
        Point(self.0.minus(other.0.negated()))
    }
    fn minus(self, other: Self) -> Self {
        Point(self.0.minus(other.0))
    }
    fn times(self, other: Self) -> Self {
        Point(self.0 * other.0)
    }
    fn over(self, other: Self) -> Self {
        Point(self.0 / other.0)
    }
    fn negated(self) -> Self {
        Point(self.0.negated())
    }
    fn square(self) -> Self {
        Point(self.0.clone() * self.0)
    }
    fn exp(self) -> Self {
        Point(self.0.exp())
    }
    fn is_apart_from_zero(&self) -> bool {
        let hull = self.0.hull();
        hull.lo > 0.0 || hull.hi < 0.0
    }
    fn ln(self) -> Self {
        Point(self.0.ln())
    }
    fn ln_1p(self) -> Self {
        Point(self.0.ln_1p())
    }
    fn excess(self, Point(whole): Self) -> Self {
        let Point(a) = self;
        let Interval { lo, hi } = a.hull();
        Point(match lo > -SMALL && hi < SMALL {
            true => excess(a, whole, S::constant(0.0).widened(BEYOND), 32),
            false => (whole.clone() * whole.ln()).minus(a),
        })
    }
    fn sqrt(self) -> Self {
        Point(self.0.sqrt())
    }
    fn one_minus_exp_neg(self) -> Self {
        Point(self.0.one_minus_exp_neg())
    }
    fn tanh(self) -> Self {
        Point(super::constant::tanh(self.0))
    }
    fn fermi(self) -> Self {
        let one = || S::constant(1.0);
        let Interval { lo, hi } = self.0.hull();
        if lo <= 0.0 && hi >= 0.0 && hi - lo < 1.0 {
            // Either side of 0: nothing is small here.
            return Point(one() / (one() + self.0.exp()));
        }
        let power = self.0.clone().abs().negated().exp();
        let under = one() + power.clone();
        let is_positive = self.0.is_positive();
        Point(S::select(is_positive, power, one()) / under)
    }
    fn bose(self) -> Self {
        let power = self.0.clone().negated().exp();
        Point(power / self.0.one_minus_exp_neg())
    }
    fn planck(self) -> Self {
        match self.0.hull() == Interval::point(0.0) {
            true => Point(S::constant(1.0)),
            false => self.clone().times(self.bose()),
        }
    }
    fn root(self, Point(f): Self, Point(rest): Self) -> Self {
        Point(super::root::root(self.0, f, rest))
    }
    fn either(
        self,
        above: impl FnOnce() -> Self,
        below: impl FnOnce() -> Self,
        _: impl FnOnce() -> Self,
    ) -> Self {
        if self.0.is_positive().holds() { above() } else { below() }
    }
    fn where_positive(self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        let hull = self.0.hull();
        if hull.lo > 0.0 {
            return yes();
        }
        if hull.hi < 0.0 {
            return no();
        }
        let (Point(yes), Point(no)) = (yes(), no());
        let (a, b) = (yes.hull(), no.hull());
        // Whichever of the two it is, the one is as far from the other as their ends are.
        let apart = (a.hi - b.lo).abs().max((b.hi - a.lo).abs());
        Point(if self.0.is_positive().holds() { yes } else { no }.widened(apart))
    }
}

impl<C: Value> Site for At<C> {
    type Value = C;

    fn offset(&self, c: &Known<C::Number>) -> C {
        let from = Known::double(self.origin).minus(c);
        C::constant(&from).plus(self.offset.clone())
    }

    fn side(&self, c: &Known<C::Number>) -> f64 {
        side(self.origin, self.middle, c)
    }

    fn depth(&self, c: &Known<C::Number>, width: &Known<C::Number>) -> f64 {
        depth(self.origin, self.middle, c, width)
    }
}

impl<C: Value> Site for Among<'_, C> {
    type Value = C;

    fn offset(&self, c: &Known<C::Number>) -> C {
        self.at.offset(c)
    }

    fn offset_of(&self, constants: &[Known<C::Number>], place: usize) -> C {
        let Some(from) = self.from.get(place) else { return self.offset(&constants[place]) };
        let found = || C::constant(&Known::double(self.at.origin).minus(&constants[place]));
        from.get_or_init(found).clone().plus(self.at.offset.clone())
    }

    fn side(&self, c: &Known<C::Number>) -> f64 {
        self.at.side(c)
    }

    fn depth(&self, c: &Known<C::Number>, width: &Known<C::Number>) -> f64 {
        self.at.depth(c, width)
    }
}

/// The nearer edge of a window, seen from inside.
pub(super) fn depth<S: Enclosed>(origin: f64, middle: f64, c: &Known<S>, width: &Known<S>) -> f64 {
    let (sum, rest) = two_sum(origin, -c.near());
    let half = 0.5 * width.near();
    let (above, below) = ((sum + half) + (rest + middle), (half - sum) - (rest + middle));
    let depth = above.min(below);
    let spread = |known: &Known<S>| match known.double {
        Some(_) => 0.0,
        None => known.hull.hi - known.hull.lo,
    };
    let is_certain = depth.abs() > 2.0 * (spread(c) + spread(width)) || depth.is_infinite();
    if is_certain { depth } else { f64::NAN }
}

/// An arithmetic, and how several of its numbers are computed at once.
pub trait Arithmetic: Enclosed {
    /// Several numbers.
    type Chunk: Value<Number = Self> + 'static;
    /// How many they are.
    const WIDTH: usize;

    /// The numbers that these places have.
    fn gather(number: impl Fn(usize) -> Self) -> Self::Chunk;
    /// The sum of the first ones.
    fn total(chunk: &Self::Chunk, count: usize) -> Self;
    /// The nodes of a rule and their weights, several at once: those that are too many have no weight.
    fn rule(rule: Rule) -> Cow<'static, [[Self::Chunk; 2]]> {
        Cow::Owned(chunks::<Self>(rule))
    }
}

/// The nodes of a rule and their weights.
pub(super) fn chunks<S: Arithmetic>(rule: Rule) -> Vec<[S::Chunk; 2]> {
    let chunk = |pairs: &[(S, S)]| {
        // The last node again, with no weight.
        let weight =
            |i: usize| pairs.get(i).map_or_else(|| S::constant(0.0), |pair| pair.1.clone());
        [S::gather(|i| pairs[i.min(pairs.len() - 1)].0.clone()), S::gather(weight)]
    };
    rule.pairs::<S>().chunks(S::WIDTH).map(chunk).collect()
}

/// A [`Task`] of which the results for many rows are added up.
pub trait Accumulation<const I: usize, const R: usize, const O: usize> {
    /// The sums with the results for one more row. This must be inlined.
    fn add<N: Real>(&self, constants: [&N; I], row: [&N; R], sums: [N; O]) -> [N; O];
}

/// A longer computation that is written for any arithmetic and compiled as a whole: where numbers come several
/// at once, each operation alone takes longer to begin than to do.
pub trait Task<const I: usize, const O: usize> {
    /// Does it. This must be inlined, as [`Work`](crate::numeric::Work) must be.
    fn run<R: Real>(self, inputs: [&R; I]) -> [R; O];
}

impl<S: Judged + 'static> Arithmetic for Ball<S>
where
    Ball<S>: Enclosed,
{
    type Chunk = Point<Self>;
    const WIDTH: usize = 1;

    fn gather(number: impl Fn(usize) -> Self) -> Point<Self> {
        Point(number(0))
    }
    fn total(chunk: &Point<Self>, _: usize) -> Self {
        chunk.0.clone()
    }
}

impl Arithmetic for Lanes<1> {
    type Chunk = Point<Self>;
    const WIDTH: usize = 1;

    fn gather(number: impl Fn(usize) -> Self) -> Point<Self> {
        Point(number(0))
    }
    fn total(chunk: &Point<Self>, _: usize) -> Self {
        chunk.0
    }
}

/// origin − c + middle, whose sign is right where c is a double, however little is left of the three.
pub(super) fn side<S: Enclosed>(origin: f64, middle: f64, c: &Known<S>) -> f64 {
    let Interval { lo, hi } = c.hull;
    let from = |c: f64| {
        let (sum, rest) = two_sum(origin, -c);
        sum + (rest + middle)
    };
    let (least, most) = (from(hi), from(lo));
    match (least > 0.0, most < 0.0) {
        (true, _) => least,
        (_, true) => most,
        _ if c.double.is_some() => least,
        _ => f64::NAN,
    }
}
