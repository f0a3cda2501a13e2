//! Derivatives in lanes, of formulas on a tape.
// No closures in what runs in lanes: they are not inlined for certain.
#![allow(clippy::manual_map)]

use super::elementary::Work;
use super::tape::{LANES, Lane4, Taped};
use super::window::along;
use super::{Bounded, Fused, Real, TwoProduct, Window};

/// A value and its derivative along one direction of the inputs, as [`Dual`](super::Dual) has them. What
/// does not change along the direction has no slope, and costs nothing but its value.
#[derive(Clone, Copy, Debug)]
pub struct Tangent {
    /// The value.
    pub value: Taped,
    /// The derivative; nothing where it is 0.
    pub slope: Option<Taped>,
}

impl Tangent {
    /// The derivative, also where it is 0.
    pub fn derivative(&self) -> Taped {
        self.slope.unwrap_or_else(|| Taped::constant(0.0))
    }

    /// An input that changes so fast.
    fn given(value: Taped, slope: f64) -> Self {
        Self { value, slope: (slope != 0.0).then(|| Taped::constant(slope)) }
    }
}

/// Appends a value and, if there is one, a derivative.
#[inline(always)]
fn put(value: Lane4, slope: Option<Lane4>) -> Tangent {
    let slope = match slope {
        Some(slope) => Some(Taped::put(slope)),
        None => None,
    };
    Tangent { value: Taped::put(value), slope }
}

/// Rules of calculus, each as work that is done out of line.
macro_rules! rules {
    ($($work:ident($($argument:ident),*) $body:block)*) => {
        $(
            struct $work { $($argument: Tangent),* }

            impl Work for $work {
                type Output = Tangent;
                #[inline(always)]
                fn run(self) -> Tangent {
                    let Self { $($argument),* } = self;
                    $body
                }
            }
        )*
    };
}

rules! {
    Sum(x, y) {
        let slope = match (x.slope, y.slope) {
            (Some(a), Some(b)) => Some(Taped::put(a.get() + b.get())),
            (a, None) => a,
            (None, b) => b,
        };
        Tangent { value: Taped::put(x.value.get() + y.value.get()), slope }
    }
    Less(x, y) {
        let slope = match (x.slope, y.slope) {
            (Some(a), Some(b)) => Some(Taped::put(a.get().minus(b.get()))),
            (a, None) => a,
            (None, Some(b)) => Some(Taped::put(b.get().negated())),
        };
        Tangent { value: Taped::put(x.value.get().minus(y.value.get())), slope }
    }
    Product(x, y) {
        let (v, w) = (x.value.get(), y.value.get());
        let slope = match (x.slope, y.slope) {
            (Some(a), Some(b)) => Some(a.get() * w + v * b.get()),
            (Some(a), None) => Some(a.get() * w),
            (None, Some(b)) => Some(v * b.get()),
            (None, None) => None,
        };
        put(v * w, slope)
    }
    Quotient(x, y) {
        let w = y.value.get();
        let quotient = x.value.get() / w;
        let slope = match (x.slope, y.slope) {
            (Some(a), Some(b)) => Some(a.get().minus(quotient * b.get()) / w),
            (Some(a), None) => Some(a.get() / w),
            (None, Some(b)) => Some((quotient * b.get()).negated() / w),
            (None, None) => None,
        };
        put(quotient, slope)
    }
    Size(x) {
        let value = x.value.get();
        let slope = match x.slope {
            Some(a) => Some(Bounded::select(value.is_positive(), a.get(), a.get().negated())),
            None => None,
        };
        put(value.abs(), slope)
    }
    Exp(x) {
        let value = x.value.get().exp();
        let slope = match x.slope {
            Some(a) => Some(value * a.get()),
            None => None,
        };
        put(value, slope)
    }
    OneMinusExpNeg(x) {
        let value = x.value.get();
        let slope = match x.slope {
            Some(a) => Some(value.negated().exp() * a.get()),
            None => None,
        };
        put(value.one_minus_exp_neg(), slope)
    }
    Ln1p(x) {
        let value = x.value.get();
        let slope = match x.slope {
            Some(a) => Some(a.get() / (Bounded::constant(1.0) + value)),
            None => None,
        };
        put(value.ln_1p(), slope)
    }
    Ln(x) {
        let value = x.value.get();
        let slope = match x.slope {
            Some(a) => Some(a.get() / value),
            None => None,
        };
        put(value.ln(), slope)
    }
    Sqrt(x) {
        let root = x.value.get().sqrt();
        let slope = match x.slope {
            Some(a) => Some(a.get() * Bounded::constant(0.5) / root),
            None => None,
        };
        put(root, slope)
    }
    Moment(x, h) {
        let (v, w) = (x.value.get(), h.value.get());
        let [value, slope] = match x.slope {
            Some(a) => {
                let [value, steepness] = Bounded::averaged(v, w, true);
                [value, steepness * a.get()]
            }
            None => [Bounded::moment(v, w), Bounded::constant(0.0)],
        };
        let slope = match (x.slope, h.slope) {
            (None, None) => None,
            (_, None) => Some(slope),
            (_, Some(b)) => Some(slope + along(&v, &w, &value) * b.get()),
        };
        put(value, slope)
    }
}

impl std::ops::Add for Tangent {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Fused::out_of_line(Sum { x: self, y: other })
    }
}

impl std::ops::Mul for Tangent {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Fused::out_of_line(Product { x: self, y: other })
    }
}

impl std::ops::Div for Tangent {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        Fused::out_of_line(Quotient { x: self, y: other })
    }
}

impl Real for Tangent {
    /// An input, and how fast it changes along the direction.
    type Input = ([f64; LANES], f64);
    type Mask = [u64; LANES];

    fn input((a, slope): Self::Input) -> Self {
        Self::given(Taped::input(a), slope)
    }

    fn difference((a, slope): Self::Input, (b, other): Self::Input) -> Self {
        Self::given(Taped::difference(a, b), slope - other)
    }

    fn constant(a: f64) -> Self {
        Self::given(Taped::constant(a), 0.0)
    }

    fn minus(self, other: Self) -> Self {
        Fused::out_of_line(Less { x: self, y: other })
    }

    fn abs(self) -> Self {
        Fused::out_of_line(Size { x: self })
    }

    fn negated(self) -> Self {
        Self { value: self.value.negated(), slope: self.slope.map(Taped::negated) }
    }

    fn exp(self) -> Self {
        Fused::out_of_line(Exp { x: self })
    }

    fn one_minus_exp_neg(self) -> Self {
        Fused::out_of_line(OneMinusExpNeg { x: self })
    }

    fn ln_1p(self) -> Self {
        Fused::out_of_line(Ln1p { x: self })
    }

    fn ln(self) -> Self {
        Fused::out_of_line(Ln { x: self })
    }

    fn sqrt(self) -> Self {
        Fused::out_of_line(Sqrt { x: self })
    }

    fn is_positive(&self) -> [u64; LANES] {
        self.value.is_positive()
    }

    fn below((a, _): Self::Input, (b, _): Self::Input) -> [u64; LANES] {
        Taped::below(a, b)
    }

    fn select(mask: [u64; LANES], yes: Self, no: Self) -> Self {
        match mask {
            [1, 1, 1, 1] => yes,
            [0, 0, 0, 0] => no,
            _ => {
                let slope = match (yes.slope, no.slope) {
                    (None, None) => None,
                    _ => Some(Taped::select(mask, yes.derivative(), no.derivative())),
                };
                Self { value: Taped::select(mask, yes.value, no.value), slope }
            }
        }
    }

    fn alike(a: [u64; LANES], b: [u64; LANES]) -> [u64; LANES] {
        Taped::alike(a, b)
    }

    /// That of the smaller one.
    fn min(self, other: Self) -> Self {
        let is_less = other.value.minus(self.value).is_positive();
        Self::select(is_less, self, other)
    }
}

impl Window for Tangent {
    fn moment(x: Self, h: Self) -> Self {
        Fused::out_of_line(Moment { x, h })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::{Random, rounds};
    use crate::numeric::{Ball, Decided, Dual, Wide};

    /// Formulas that need every rule.
    fn formulas<S: Window>(x: S, y: S) -> [S; 6] {
        let one = S::constant(1.0);
        let falls = x.clone().one_minus_exp_neg();
        [
            x.clone().exp() * y.clone().ln() / (one.clone() + x.clone().abs()),
            (x.clone() / y.clone()).minus(y.clone() / x.clone()).min(one.clone() / y.clone()),
            S::moment(x.clone(), y.clone()),
            y.clone().sqrt().minus(falls.clone()).abs().ln_1p(),
            S::select(x.is_positive(), x.clone() * x.clone(), y.clone().negated()),
            one.minus(x) + falls / y,
        ]
    }

    type Exact = Dual<Ball<Wide<256>>>;

    #[test]
    fn slopes_are_those_of_dual_numbers() {
        let mut random = Random(41);
        let mut certain = 0;
        // Along both inputs, one of them, and none.
        for [along_x, along_y] in [[1.0, 1.0], [1.0, -2.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]] {
            for _ in 0..rounds(10) {
                Taped::begin();
                let [x, y]: [[f64; LANES]; 2] =
                    [-3.0, 0.5].map(|low| std::array::from_fn(|_| low + 4.0 * random.next()));
                let found = formulas(Tangent::input((x, along_x)), Tangent::input((y, along_y)));
                let found = found.map(|number| {
                    (number.value.get().rounded(), number.derivative().get().rounded())
                });
                for i in 0..LANES {
                    let exact =
                        formulas(Exact::input((x[i], along_x)), Exact::input((y[i], along_y)));
                    for ((value, slope), exact) in found.iter().zip(exact) {
                        assert_eq!(Some(value[i]), exact.value.rounded());
                        if !slope[i].is_nan() {
                            assert_eq!(Some(slope[i]), exact.slope.rounded());
                            certain += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(certain, 5 * rounds(10) * LANES * 6);
    }
}
