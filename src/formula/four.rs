//! Four double-double numbers with their bounds at once.

use super::Known;
use super::root::{distance, near, rise, slope};
use super::value::{Accumulation, Arithmetic, BEYOND, SMALL, Task, Value, chunks, excess};
use crate::numeric::quadrature::Rule;
use crate::numeric::{Bounded, Fused, Real, Split, TwoProduct, Work};
use std::borrow::Cow;
use std::sync::OnceLock;

type Lanes = Bounded<Fused, 4>;
type Single = Bounded<Split, 1>;

/// Four numbers. Each operation is a function of its own that is compiled for processors with a fused
/// multiply-add, because trees of formulas cannot be compiled as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Four(Lanes);

/// An operation on one or two numbers.
#[derive(Clone, Copy, Debug)]
enum Operation {
    Plus,
    Minus,
    Times,
    Over,
    Fermi,
    Bose,
    Tanh,
    Lorentzian,
}

struct Doing(Operation, Lanes, Lanes);

impl Work for Doing {
    type Output = Lanes;

    #[inline(always)]
    fn run(self) -> Lanes {
        let Doing(operation, a, b) = self;
        let one = Lanes::constant(1.0);
        match operation {
            Operation::Plus => a.minus(b.negated()),
            Operation::Minus => a.minus(b),
            Operation::Times => a * b,
            Operation::Over => a / b,
            Operation::Fermi => {
                let power = a.abs().negated().exp();
                let over = Lanes::select(a.is_positive(), power, one);
                over / (one + power)
            }
            Operation::Bose => {
                let power = a.negated().exp();
                power / a.one_minus_exp_neg()
            }
            Operation::Tanh => {
                let twice = Lanes::constant(2.0) * a.abs();
                let size = twice.one_minus_exp_neg() / (one + twice.negated().exp());
                Lanes::select(a.is_positive(), size, size.negated())
            }
            Operation::Lorentzian => one / (one + a * a),
        }
    }
}

struct FermiAndRest(Lanes);

impl Work for FermiAndRest {
    type Output = (Lanes, Lanes);

    #[inline(always)]
    fn run(self) -> (Lanes, Lanes) {
        let (x, one) = (self.0, Lanes::constant(1.0));
        let power = x.abs().negated().exp();
        let under = one + power;
        let (small, large) = (power / under, one / under);
        let is_positive = x.is_positive();
        (Lanes::select(is_positive, small, large), Lanes::select(is_positive, large, small))
    }
}

/// What δ misses of β.
struct Missing {
    delta: Lanes,
    beta: Lanes,
    f: Lanes,
    rest: Lanes,
}

impl Work for Missing {
    type Output = Lanes;

    #[inline(always)]
    fn run(self) -> Lanes {
        rise(self.delta, self.f, self.rest).minus(self.beta)
    }
}

/// An offset and a temperature.
struct Level(Lanes, Lanes);

impl Work for Level {
    type Output = [Lanes; 3];

    #[inline(always)]
    fn run(self) -> [Lanes; 3] {
        let Level(offset, t) = self;
        let (x, one) = (offset / t, Lanes::constant(1.0));
        let is_positive = x.is_positive();
        let power = x.abs().negated().exp();
        let large = one / (one + power);
        let small = power * large;
        let f = Lanes::select(is_positive, small, large);
        [x, f, Lanes::select(is_positive, large, small)]
    }
}

/// An offset and a full width at half maximum.
struct Resonance(Lanes, Lanes);

impl Work for Resonance {
    type Output = Lanes;

    #[inline(always)]
    fn run(self) -> Lanes {
        let Resonance(offset, fwhm) = self;
        let half = Lanes::constant(0.5) * fwhm;
        let square = half * half;
        square / (square + offset * offset)
    }
}

/// An accumulation with what it is about.
struct Accumulated<'a, T, const I: usize, const R: usize, const O: usize>(
    T,
    [&'a Lanes; I],
    &'a [[Four; R]],
);

impl<T: Accumulation<I, R, O>, const I: usize, const R: usize, const O: usize> Work
    for Accumulated<'_, T, I, R, O>
{
    type Output = [Lanes; O];

    #[inline(always)]
    fn run(self) -> [Lanes; O] {
        let Accumulated(task, constants, rows) = self;
        let mut sums = [Lanes::constant(0.0); O];
        for row in rows {
            sums = task.add(constants, std::array::from_fn(|i| &row[i].0), sums);
        }
        sums
    }
}

/// a + b·c.
struct PlusProduct(Lanes, Lanes, Lanes);

impl Work for PlusProduct {
    type Output = Lanes;

    #[inline(always)]
    fn run(self) -> Lanes {
        self.0.minus((self.1 * self.2).negated())
    }
}

/// A task with what it is about.
struct Tasked<'a, T, const I: usize, const O: usize>(T, [&'a Lanes; I]);

impl<T: Task<I, O>, const I: usize, const O: usize> Work for Tasked<'_, T, I, O> {
    type Output = [Lanes; O];

    #[inline(always)]
    fn run(self) -> [Lanes; O] {
        self.0.run(self.1)
    }
}

fn run(operation: Operation, a: Lanes, b: Lanes) -> Four {
    Four(Fused::out_of_line(Doing(operation, a, b)))
}

fn broadcast(number: &Single) -> Lanes {
    let [(hi, lo, bound)] = number.parts();
    Lanes::within([hi; 4], [lo; 4], [bound; 4])
}

impl Value for Four {
    type Number = Single;

    fn constant(known: &Known<Single>) -> Self {
        Four(match known.double {
            Some(double) => Lanes::constant(double),
            None => broadcast(&known.value),
        })
    }
    fn is_apart_from_zero(&self) -> bool {
        self.0.signs().iter().all(|sign| *sign != 0.0)
    }
    fn plus(self, other: Self) -> Self {
        run(Operation::Plus, self.0, other.0)
    }
    fn minus(self, other: Self) -> Self {
        run(Operation::Minus, self.0, other.0)
    }
    fn times(self, other: Self) -> Self {
        run(Operation::Times, self.0, other.0)
    }
    fn over(self, other: Self) -> Self {
        run(Operation::Over, self.0, other.0)
    }
    fn negated(self) -> Self {
        Four(self.0.negated())
    }
    fn square(self) -> Self {
        run(Operation::Times, self.0, self.0)
    }
    fn exp(self) -> Self {
        Four(self.0.exp())
    }
    fn ln(self) -> Self {
        Four(self.0.ln())
    }
    fn ln_1p(self) -> Self {
        Four(self.0.ln_1p())
    }
    fn excess(self, whole: Self) -> Self {
        let (a, whole) = (self.0, whole.0);
        let beyond = || Lanes::within([0.0; 4], [0.0; 4], [BEYOND; 4]);
        let small = || excess(a, whole, beyond(), 15);
        let plain = || (whole * whole.ln()).minus(a);
        Four(match Lanes::constant(SMALL).minus(a.abs()).is_positive() {
            [1, 1, 1, 1] => small(),
            [0, 0, 0, 0] => plain(),
            mask => Lanes::select(mask, small(), plain()),
        })
    }
    fn sqrt(self) -> Self {
        Four(self.0.sqrt())
    }
    fn one_minus_exp_neg(self) -> Self {
        Four(self.0.one_minus_exp_neg())
    }
    fn tanh(self) -> Self {
        run(Operation::Tanh, self.0, self.0)
    }
    fn fermi(self) -> Self {
        run(Operation::Fermi, self.0, self.0)
    }
    fn fermi_and_rest(self) -> (Self, Self) {
        let (f, rest) = Fused::out_of_line(FermiAndRest(self.0));
        (Four(f), Four(rest))
    }
    /// From doubles by one step, which doubles the digits; what is missed then bounds the error.
    fn root(self, f: Self, rest: Self) -> Self {
        let (beta, f, rest) = (self.0, f.0, rest.0);
        let parts = [beta, f, rest].map(|number| number.parts());
        let start: [f64; 4] =
            std::array::from_fn(|i| near(parts[0][i].0, parts[1][i].0, parts[2][i].0));
        let missing = |delta| Fused::out_of_line(Missing { delta, beta, f, rest }).parts();
        let first = missing(Lanes::exact(start, [0.0; 4]));
        let rate = |i: usize, delta: f64| {
            let least = |part: (f64, f64, f64)| (part.0 - part.2).next_down().max(0.0);
            slope(delta, least(parts[1][i]), least(parts[2][i]))
        };
        let step = |i: usize| -(first[i].0 / rate(i, start[i]));
        let better = Lanes::exact(start, std::array::from_fn(step));
        let last = missing(better);
        let delta = better.parts();
        let bound = std::array::from_fn(|i| {
            let (hi, lo, bound) = last[i];
            let miss = (hi.abs() + lo.abs() + bound) * (1.0 + 1e-12);
            distance(miss, rate(i, delta[i].0))
        });
        let parts = delta.map(|(hi, lo, _)| (hi, lo));
        Four(Lanes::within(parts.map(|part| part.0), parts.map(|part| part.1), bound))
    }
    fn level(self, t: Self) -> [Self; 3] {
        let [x, f, rest] = Fused::out_of_line(Level(self.0, t.0));
        [Four(x), Four(f), Four(rest)]
    }
    fn resonance(self, fwhm: Self) -> Self {
        // Whose square has all of its digits.
        let is_usual = |(width, ..): (f64, f64, f64)| (1e-100..1e100).contains(&width);
        if !fwhm.0.parts().into_iter().all(is_usual) {
            return Self::constant(&Known::double(2.0)).times(self).over(fwhm).lorentzian();
        }
        Four(Fused::out_of_line(Resonance(self.0, fwhm.0)))
    }
    const DOES_TASKS: bool = true;

    fn accumulated<T: Accumulation<I, R, O>, const I: usize, const R: usize, const O: usize>(
        task: T,
        constants: [&Four; I],
        rows: &[[Four; R]],
    ) -> Option<[Four; O]> {
        let constants: [&Lanes; I] = std::array::from_fn(|i| &constants[i].0);
        let sums = Fused::out_of_line(Accumulated::<T, I, R, O>(task, constants, rows));
        Some(std::array::from_fn(|i| Four(sums[i])))
    }
    fn together<T: Task<I, O>, const I: usize, const O: usize>(
        task: T,
        inputs: [&Four; I],
    ) -> Option<[Four; O]> {
        // Loops, because the functions of arrays are not inlined.
        let inputs: [&Lanes; I] = std::array::from_fn(|i| &inputs[i].0);
        let outputs = Fused::out_of_line(Tasked(task, inputs));
        Some(std::array::from_fn(|i| Four(outputs[i])))
    }
    fn is_known(&self) -> bool {
        self.0.parts().iter().all(|(.., bound)| bound.is_finite())
    }
    fn plus_product(self, b: Self, c: Self) -> Self {
        Four(Fused::out_of_line(PlusProduct(self.0, b.0, c.0)))
    }
    fn bose(self) -> Self {
        run(Operation::Bose, self.0, self.0)
    }
    fn lorentzian(self) -> Self {
        run(Operation::Lorentzian, self.0, self.0)
    }
    fn either(
        self,
        above: impl FnOnce() -> Self,
        below: impl FnOnce() -> Self,
        _: impl FnOnce() -> Self,
    ) -> Self {
        let mask = self.0.is_positive();
        match mask {
            [1, 1, 1, 1] => above(),
            [0, 0, 0, 0] => below(),
            mask => Four(Lanes::select(mask, above().0, below().0)),
        }
    }
    fn where_positive(self, yes: impl FnOnce() -> Self, no: impl FnOnce() -> Self) -> Self {
        let signs = self.0.signs();
        if signs.iter().all(|sign| *sign > 0.0) {
            return yes();
        }
        if signs.iter().all(|sign| *sign < 0.0) {
            return no();
        }
        let (yes, no) = (yes().0, no().0);
        let chosen = Lanes::select(self.0.is_positive(), yes, no);
        // Where it is not certain which of the two it is, the one is as far off as they are apart.
        let apart = yes.minus(no).parts();
        let parts = chosen.parts();
        let bound = std::array::from_fn(|i| match signs[i] == 0.0 {
            true => parts[i].2 + apart[i].0.abs() * (1.0 + 1e-9) + apart[i].2,
            false => parts[i].2,
        });
        Four(Lanes::within(parts.map(|part| part.0), parts.map(|part| part.1), bound))
    }
}

impl Arithmetic for Single {
    type Chunk = Four;
    const WIDTH: usize = 4;

    fn gather(number: impl Fn(usize) -> Self) -> Four {
        let (mut hi, mut lo, mut bound) = ([0.0; 4], [0.0; 4], [0.0; 4]);
        for i in 0..4 {
            let [part] = number(i).parts();
            (hi[i], lo[i], bound[i]) = part;
        }
        Four(Lanes::within(hi, lo, bound))
    }

    fn total(chunk: &Four, count: usize) -> Self {
        let parts = chunk.0.parts();
        let number = |i: usize| {
            let (hi, lo, bound) = parts[i];
            Single::within([hi], [lo], [bound])
        };
        let sum = (0..count.min(4)).map(number).reduce(|a, b| a.minus(b.negated()));
        sum.unwrap_or_else(|| Single::constant(0.0))
    }

    /// Rules of double-double numbers are remembered.
    fn rule(rule: Rule) -> Cow<'static, [[Four; 2]]> {
        static KNOWN: [OnceLock<Vec<[Four; 2]>>; 64] = [const { OnceLock::new() }; 64];
        match KNOWN.get(rule.nodes).filter(|_| rule.terms <= 2) {
            Some(known) => Cow::Borrowed(known.get_or_init(|| chunks::<Self>(rule))),
            None => Cow::Owned(chunks::<Self>(rule)),
        }
    }
}
