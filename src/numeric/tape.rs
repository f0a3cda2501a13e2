//! Numbers on a tape: for long formulas in lanes.

use super::elementary::Work;
use super::{Bounded, Fused, Real, Sloped, TwoProduct, Window};
use std::cell::Cell;

/// Lanes of a number on a tape: as many as a register of AVX2 has.
pub const LANES: usize = 4;

/// What is on the tape.
pub type Lane4 = Bounded<Fused, LANES>;

/// A number with bounds in lanes, by its place on the tape of this thread.
///
/// Operations in lanes must be inlined, because they must be compiled for the caller's processors, and
/// lanes are long to copy. A formula of a hundred operations takes minutes to compile that way. On a
/// tape, an operation is a call of a function that is compiled for the right processors: it reads its
/// operands from the tape and appends its result. The formula itself may be compiled for any, and has
/// nothing to do but to hand places on.
///
/// A place is good until [`Taped::begin`] clears the tape. Where the tape is full, results are unknown.
#[derive(Clone, Copy, Debug)]
pub struct Taped(u32);

/// How many numbers a tape has. The longest formulas have half as many.
const LENGTH: usize = 1024;

/// The first place, of a number of which nothing is known.
const UNKNOWN: Taped = Taped(0);

struct Tape {
    used: Cell<u32>,
    numbers: [Cell<Lane4>; LENGTH],
}

thread_local! {
    // No vector, because a tape that need not be dropped is found by a single instruction.
    static TAPE: Tape = const {
        Tape { used: Cell::new(0), numbers: [const { Cell::new(Lane4::ZERO) }; LENGTH] }
    };
}

impl Taped {
    /// Clears the tape. No place on it may be used any longer.
    pub fn begin() {
        TAPE.with(|tape| {
            tape.used.set(1);
            tape.numbers[0].set(Lane4::constant(f64::NAN));
        });
    }

    /// The number itself.
    #[inline(always)]
    pub fn get(self) -> Lane4 {
        TAPE.with(|tape| tape.numbers[self.0 as usize % LENGTH].get())
    }

    /// A number, appended.
    #[inline(always)]
    pub fn put(number: Lane4) -> Self {
        TAPE.with(|tape| {
            let place = tape.used.get();
            if place as usize >= LENGTH {
                return UNKNOWN;
            }
            tape.used.set(place + 1);
            tape.numbers[place as usize % LENGTH].set(number);
            Self(place)
        })
    }
}

/// Operations, each as work that is done out of line.
macro_rules! operations {
    ($($work:ident($($argument:ident: $type:ty),*) $value:expr;)*) => {
        $(
            struct $work($($type),*);

            impl Work for $work {
                type Output = Taped;
                #[inline(always)]
                fn run(self) -> Taped {
                    let Self($($argument),*) = self;
                    Taped::put($value)
                }
            }

            impl $work {
                /// Does it.
                #[inline(always)]
                fn done(self) -> Taped {
                    Fused::out_of_line(self)
                }
            }
        )*
    };
}

operations! {
    Sum(a: Taped, b: Taped) a.get() + b.get();
    Less(a: Taped, b: Taped) a.get().minus(b.get());
    Product(a: Taped, b: Taped) a.get() * b.get();
    Quotient(a: Taped, b: Taped) a.get() / b.get();
    Smaller(a: Taped, b: Taped) a.get().min(b.get());
    Size(a: Taped) a.get().abs();
    Negative(a: Taped) a.get().negated();
    Exp(a: Taped) a.get().exp();
    OneMinusExpNeg(a: Taped) a.get().one_minus_exp_neg();
    Ln(a: Taped) a.get().ln();
    Ln1p(a: Taped) a.get().ln_1p();
    Sqrt(a: Taped) a.get().sqrt();
    Input(a: [f64; LANES]) Bounded::input(a);
    Difference(a: [f64; LANES], b: [f64; LANES]) Bounded::difference(a, b);
    Selected(mask: [u64; LANES], a: Taped, b: Taped) Bounded::select(mask, a.get(), b.get());
    Moment(x: Taped, h: Taped) Bounded::moment(x.get(), h.get());
    MomentSlope(x: Taped, h: Taped) Bounded::moment_slope(x.get(), h.get());
}

macro_rules! operators {
    ($($operator:ident $name:ident $work:ident,)*) => {
        $(
            impl std::ops::$operator for Taped {
                type Output = Self;
                fn $name(self, other: Self) -> Self {
                    $work(self, other).done()
                }
            }
        )*
    };
}

operators! {
    Add add Sum,
    Mul mul Product,
    Div div Quotient,
}

macro_rules! functions {
    ($($name:ident $work:ident,)*) => {
        $(
            fn $name(self) -> Self {
                $work(self).done()
            }
        )*
    };
}

impl Real for Taped {
    type Input = [f64; LANES];
    type Mask = [u64; LANES];

    fn input(a: [f64; LANES]) -> Self {
        Input(a).done()
    }

    fn difference(a: [f64; LANES], b: [f64; LANES]) -> Self {
        Difference(a, b).done()
    }

    fn constant(a: f64) -> Self {
        Self::put(Bounded::constant(a))
    }

    fn minus(self, other: Self) -> Self {
        Less(self, other).done()
    }

    fn min(self, other: Self) -> Self {
        Smaller(self, other).done()
    }

    functions! {
        abs Size,
        negated Negative,
        exp Exp,
        one_minus_exp_neg OneMinusExpNeg,
        ln Ln,
        ln_1p Ln1p,
        sqrt Sqrt,
    }

    fn is_positive(&self) -> [u64; LANES] {
        self.get().is_positive()
    }

    fn below(a: [f64; LANES], b: [f64; LANES]) -> [u64; LANES] {
        Lane4::below(a, b)
    }

    fn select(mask: [u64; LANES], yes: Self, no: Self) -> Self {
        // Neighbours mostly agree.
        match mask {
            [1, 1, 1, 1] => yes,
            [0, 0, 0, 0] => no,
            _ => Selected(mask, yes, no).done(),
        }
    }

    fn alike(a: [u64; LANES], b: [u64; LANES]) -> [u64; LANES] {
        Lane4::alike(a, b)
    }
}

impl Window for Taped {
    fn moment(x: Self, h: Self) -> Self {
        Moment(x, h).done()
    }
}

impl Sloped for Taped {
    fn moment_slope(x: Self, h: Self) -> Self {
        MomentSlope(x, h).done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;

    /// A formula with all operations.
    fn formula<S: Window>(x: S, y: S) -> S {
        let one = S::constant(1.0);
        let sum = x.clone().exp() + y.clone().ln() * x.clone().abs().sqrt();
        let least = sum.minus(y.clone()).min(one.clone() / y.clone());
        let falls = x.clone().one_minus_exp_neg() + S::moment(x.clone(), y.clone());
        let rest = S::select(x.is_positive(), falls.clone(), falls.negated());
        least + rest.abs().ln_1p()
    }

    fn draw(random: &mut Random) -> [[f64; LANES]; 2] {
        [-3.0, 0.5].map(|low| std::array::from_fn(|_| low + 4.0 * random.next()))
    }

    #[test]
    fn a_tape_has_the_numbers_themselves() {
        let mut random = Random(31);
        for _ in 0..200 {
            Taped::begin();
            let [x, y] = draw(&mut random);
            let taped = formula(Taped::input(x), Taped::input(y)).get();
            let plain = formula(Lane4::input(x), Lane4::input(y));
            assert_eq!(taped.parts(), plain.parts());
            assert!(plain.rounded().iter().all(|rounded| !rounded.is_nan()));
        }
    }

    #[test]
    fn what_a_full_tape_has_no_place_for_is_unknown() {
        Taped::begin();
        let one = Taped::constant(1.0);
        let last = (0..2 * LENGTH).fold(one, |sum, _| sum + one);
        assert!(last.get().rounded().iter().all(|rounded| rounded.is_nan()));
        assert!((last * one).get().rounded().iter().all(|rounded| rounded.is_nan()));
        Taped::begin();
        assert_eq!((Taped::constant(1.0) + Taped::constant(2.0)).get().rounded(), [3.0; LANES]);
    }
}
