//! Functions of the energy that change with a parameter, with their derivatives.

use super::Known;
use super::moving::Moving;
use super::value::{Arithmetic, Value};
use std::cell::LazyCell;

/// The value of a function of the energy, and its derivative with respect to a parameter.
#[derive(Clone, Debug)]
pub struct Moved<V> {
    /// The value.
    pub value: V,
    /// The derivative; nothing where it is 0.
    pub slope: Option<V>,
}

fn number<V: Value>(a: f64) -> V {
    V::constant(&Known::double(a))
}

fn sum<V: Value>(a: Option<V>, b: Option<V>) -> Option<V> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.plus(b)),
        (a, b) => a.or(b),
    }
}

impl<V: Value> Moved<V> {
    /// The derivative.
    pub fn derivative(&self) -> V {
        self.slope.clone().unwrap_or_else(|| number(0.0))
    }

    /// g(a), with g′(a).
    fn chain(value: V, slope: Option<V>, along: impl FnOnce(&V) -> V) -> Self {
        let slope = slope.map(|slope| along(&value).times(slope));
        Self { value, slope }
    }

    /// The same choice between formulas for the value and for the derivative.
    fn chosen(
        a: &V,
        formulas: [&dyn Fn() -> Moved<V>; 3],
        choose: impl Fn(&V, [&dyn Fn() -> V; 3]) -> V,
    ) -> Self {
        let [above, below, plain] = formulas;
        let value = choose(a, [&|| above().value, &|| below().value, &|| plain().value]);
        let moves = std::cell::Cell::new(false);
        let slope = |of: &dyn Fn() -> Moved<V>| {
            let slope = of().slope;
            moves.set(moves.get() || slope.is_some());
            slope.unwrap_or_else(|| number(0.0))
        };
        let slope = choose(a, [&|| slope(above), &|| slope(below), &|| slope(plain)]);
        Self { value, slope: moves.get().then_some(slope) }
    }
}

impl<V: Value> Value for Moved<V> {
    type Number = Moving<V::Number>;

    fn constant(known: &Known<Self::Number>) -> Self {
        let slope = known.value.slope.as_ref().map(V::constant);
        Self { value: V::constant(&Moving::plain(known)), slope }
    }
    fn is_apart_from_zero(&self) -> bool {
        self.value.is_apart_from_zero()
    }
    fn plus(self, other: Self) -> Self {
        Self { value: self.value.plus(other.value), slope: sum(self.slope, other.slope) }
    }
    fn minus(self, other: Self) -> Self {
        let slope = match (self.slope, other.slope) {
            (Some(a), Some(b)) => Some(a.minus(b)),
            (a, b) => a.or(b.map(V::negated)),
        };
        Self { value: self.value.minus(other.value), slope }
    }
    fn times(self, other: Self) -> Self {
        let mine = self.slope.map(|slope| slope.times(other.value.clone()));
        let others = other.slope.map(|slope| slope.times(self.value.clone()));
        Self { value: self.value.times(other.value), slope: sum(mine, others) }
    }
    fn over(self, other: Self) -> Self {
        let value = self.value.over(other.value.clone());
        let along = other.slope.map(|slope| slope.times(value.clone()).negated());
        let slope = sum(self.slope, along).map(|slope| slope.over(other.value));
        Self { value, slope }
    }
    fn negated(self) -> Self {
        Self { value: self.value.negated(), slope: self.slope.map(V::negated) }
    }
    fn square(self) -> Self {
        let twice = number::<V>(2.0).times(self.value.clone());
        Self::chain(self.value.square(), self.slope, |_| twice)
    }
    fn exp(self) -> Self {
        Self::chain(self.value.exp(), self.slope, V::clone)
    }
    fn ln(self) -> Self {
        let slope = self.slope.map(|slope| slope.over(self.value.clone()));
        Self { value: self.value.ln(), slope }
    }
    fn ln_1p(self) -> Self {
        let whole = number::<V>(1.0).plus(self.value.clone());
        Self { value: self.value.ln_1p(), slope: self.slope.map(|slope| slope.over(whole)) }
    }
    fn excess(self, whole: Self) -> Self {
        let slope = self.slope.map(|slope| self.value.clone().ln_1p().times(slope));
        Self { value: self.value.excess(whole.value), slope }
    }
    fn sqrt(self) -> Self {
        let value = self.value.sqrt();
        let slope = self.slope.map(|slope| slope.over(number::<V>(2.0).times(value.clone())));
        Self { value, slope }
    }
    fn one_minus_exp_neg(self) -> Self {
        let power = self.value.clone().negated().exp();
        Self::chain(self.value.one_minus_exp_neg(), self.slope, |_| power)
    }
    /// By the derivative of both sides of the equation, of which that of the left one is 1 + (1 − F) e^δ + F e^−δ.
    fn root(self, f: Self, rest: Self) -> Self {
        let value = self.value.root(f.value.clone(), rest.value.clone());
        let (up, down) = (value.clone().exp(), value.clone().negated().exp());
        let one = number::<V>(1.0);
        let grown = rest.slope.map(|slope| slope.times(one.clone().minus(up.clone())));
        let fallen = f.slope.map(|slope| slope.times(down.clone().minus(one.clone())));
        let whole = sum(self.slope, sum(grown, fallen));
        let rate = one.plus(rest.value.times(up)).plus(f.value.times(down));
        Self { value, slope: whole.map(|slope| slope.over(rate)) }
    }
    fn filled_and_left(self) -> (Self, Self) {
        let (f, rest) = self.value.filled_and_left();
        // f′ = −f (1 − f) a′.
        let filled = f.clone().times(rest.clone());
        let slope = self.slope.map(|slope| slope.times(filled));
        let fall = slope.clone().map(V::negated);
        (Self { value: f, slope: fall }, Self { value: rest, slope })
    }
    fn tanh(self) -> Self {
        let along = |tanh: &V| number::<V>(1.0).minus(tanh.clone().square());
        Self::chain(self.value.tanh(), self.slope, along)
    }
    fn fermi(self) -> Self {
        match self.slope {
            None => Self { value: self.value.fermi(), slope: None },
            Some(_) => self.fermi_and_rest().0,
        }
    }
    fn fermi_and_rest(self) -> (Self, Self) {
        let (f, rest) = self.value.fermi_and_rest();
        let falls = self.slope.map(|slope| f.clone().times(rest.clone()).times(slope));
        let f = Self { value: f, slope: falls.clone().map(V::negated) };
        (f, Self { value: rest, slope: falls })
    }
    /// In the derivative, too, nothing but the size is asked from here on.
    fn weighted(self, other: Self) -> Self {
        let mine = self.slope.map(|slope| slope.weighted(other.value.clone()));
        let others = other.slope.map(|slope| self.value.clone().weighted(slope));
        Self { value: self.value.weighted(other.value), slope: sum(mine, others) }
    }
    fn bose(self) -> Self {
        let along = |n: &V| n.clone().times(number::<V>(1.0).plus(n.clone())).negated();
        Self::chain(self.value.bose(), self.slope, along)
    }
    fn planck(self) -> Self {
        let a = self.value.clone();
        Self::chain(self.value.planck(), self.slope, |_| a.planck_slope())
    }
    fn lorentzian(self) -> Self {
        let a = self.value.clone();
        let along = |l: &V| number::<V>(-2.0).times(a).times(l.clone()).times(l.clone());
        Self::chain(self.value.lorentzian(), self.slope, along)
    }
    fn either(
        self,
        above: impl FnOnce() -> Self,
        below: impl FnOnce() -> Self,
        plain: impl FnOnce() -> Self,
    ) -> Self {
        let above = LazyCell::new(above);
        let below = LazyCell::new(below);
        let plain = LazyCell::new(plain);
        let formulas: [&dyn Fn() -> Moved<V>; 3] =
            [&|| (*above).clone(), &|| (*below).clone(), &|| (*plain).clone()];
        Self::chosen(&self.value, formulas, |a, [above, below, plain]| {
            a.clone().either(above, below, plain)
        })
    }
    /// `yes` and `no` meet where a = 0, so that what is between them is a kink there, whose place does not
    /// matter.
    fn where_positive(self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        let (yes, no) = (LazyCell::new(yes), LazyCell::new(no));
        let formulas: [&dyn Fn() -> Moved<V>; 3] =
            [&|| (*yes).clone(), &|| (*no).clone(), &|| (*no).clone()];
        Self::chosen(&self.value, formulas, |a, [yes, no, _]| a.clone().where_positive(yes, no))
    }
    /// A jump whose place moves is no function: nothing is known of its derivative.
    fn step(self) -> Self {
        let is_still = self.slope.is_none() || self.value.is_apart_from_zero();
        let slope = if is_still { None } else { Some(V::constant(&Known::unknown())) };
        Self { value: self.value.step(), slope }
    }
}

impl<S: Arithmetic> Arithmetic for Moving<S> {
    type Chunk = Moved<S::Chunk>;
    const WIDTH: usize = S::WIDTH;

    fn gather(number: impl Fn(usize) -> Self) -> Self::Chunk {
        let moves = (0..S::WIDTH).any(|place| number(place).slope.is_some());
        let slope = moves.then(|| S::gather(|place| number(place).derivative()));
        Moved { value: S::gather(|place| number(place).value), slope }
    }

    fn total(chunk: &Self::Chunk, count: usize) -> Self {
        let slope = chunk.slope.as_ref().map(|slope| Known::of(S::total(slope, count)));
        Moving { value: S::total(&chunk.value, count), slope }
    }
}
