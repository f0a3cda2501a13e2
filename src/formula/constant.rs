//! Numbers that do not depend on the energy: formulas of the parameters.

use super::Function;
use crate::numeric::{Enclosed, Interval, One, Rational, Truth, two_product, two_sum};

/// A number that follows from the parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// A number as a sum of doubles; the last one may be off by a rounding if there are as many as fit.
    Number(Vec<f64>),
    /// The parameter with this place.
    Parameter(usize),
    /// −a.
    Negated(Box<Constant>),
    /// a + b.
    Sum(Box<Constant>, Box<Constant>),
    /// a·b.
    Product(Box<Constant>, Box<Constant>),
    /// a/b.
    Quotient(Box<Constant>, Box<Constant>),
    /// a^n.
    Power(Box<Constant>, i32),
    /// π.
    Pi,
    /// A function.
    Call(Function, Vec<Constant>),
    /// cos a.
    Cosine(Box<Constant>),
    /// sin a.
    Sine(Box<Constant>),
}

/// How many doubles hold a number: more bits together than any arithmetic here has.
const TERMS: usize = 6;

/// The value of a constant in some arithmetic.
#[derive(Clone, Debug)]
pub struct Known<S> {
    /// The value.
    pub value: S,
    /// The same, if it is exactly this double.
    pub double: Option<f64>,
    /// Doubles around it.
    pub hull: Interval,
}

impl<S: Enclosed> Known<S> {
    /// A double.
    pub fn double(a: f64) -> Self {
        Known { value: S::constant(a), double: Some(a), hull: Interval::point(a) }
    }

    /// A number that is no double, or not known to be one.
    pub fn of(value: S) -> Self {
        let hull = value.hull();
        Known { value, double: None, hull }
    }

    /// A number of which nothing is known.
    pub fn unknown() -> Self {
        let value = match S::HAS_BOUND {
            true => S::constant(0.0).widened(f64::INFINITY),
            false => S::constant(f64::NAN),
        };
        Known { value, double: None, hull: Interval::ALL }
    }

    /// A double near it.
    pub fn near(&self) -> f64 {
        self.double.unwrap_or(self.hull.lo + 0.5 * (self.hull.hi - self.hull.lo))
    }

    /// a − b, as exactly as the arithmetic can.
    pub fn minus(&self, other: &Self) -> Self {
        match (self.double, other.double) {
            (Some(a), Some(b)) => {
                exactly(two_sum(a, -b), || S::difference(S::Input::of(a), S::Input::of(b)))
            }
            _ => Known::of(self.value.clone().minus(other.value.clone())),
        }
    }

    /// a·b.
    pub fn times(&self, other: &Self) -> Self {
        let product = || self.value.clone() * other.value.clone();
        match (self.double, other.double) {
            (Some(a), Some(b)) => exactly(two_product(a, b), product),
            _ => Known::of(product()),
        }
    }

    /// a/b.
    pub fn over(&self, other: &Self) -> Self {
        let quotient = || self.value.clone() / other.value.clone();
        match (self.double, other.double) {
            (Some(a), Some(b)) if (a / b).is_finite() => {
                let found = a / b;
                exactly((found, found.mul_add(b, -a)), quotient)
            }
            _ => Known::of(quotient()),
        }
    }

    /// −a.
    pub fn negated(&self) -> Self {
        let Interval { lo, hi } = self.hull;
        Known {
            value: self.value.clone().negated(),
            double: self.double.map(|a| -a),
            hull: Interval { lo: -hi, hi: -lo },
        }
    }
}

/// The double, if nothing was rounded off and nothing can have been lost below the doubles; else the number.
fn exactly<S: Enclosed>((found, off): (f64, f64), or: impl Fn() -> S) -> Known<S> {
    let is_exact = off == 0.0 && (found == 0.0 || found.abs() > 1e-250) && found.is_finite();
    if is_exact { Known::double(found) } else { Known::of(or()) }
}

impl Constant {
    /// A double.
    pub fn double(a: f64) -> Constant {
        Constant::Number(vec![a])
    }

    /// A rational number, to more digits than any arithmetic here has.
    pub fn rational(number: &Rational) -> Constant {
        Constant::Number(number.expansion(TERMS))
    }

    /// The double, if it is written as one.
    pub fn as_double(&self) -> Option<f64> {
        match self {
            Constant::Number(parts) if parts.len() == 1 => parts.first().copied(),
            Constant::Negated(of) => of.as_double().map(|a| -a),
            _ => None,
        }
    }

    /// The parameters that it depends on, by their places.
    pub fn visit(&self, seen: &mut impl FnMut(usize)) {
        match self {
            Constant::Number(_) | Constant::Pi => {}
            Constant::Parameter(id) => seen(*id),
            Constant::Negated(a)
            | Constant::Power(a, _)
            | Constant::Cosine(a)
            | Constant::Sine(a) => a.visit(seen),
            Constant::Sum(a, b) | Constant::Product(a, b) | Constant::Quotient(a, b) => {
                a.visit(seen);
                b.visit(seen);
            }
            Constant::Call(_, arguments) => arguments.iter().for_each(|a| a.visit(seen)),
        }
    }

    /// Whether another one is the same formula, where parameters with the same entry in `twins` are the same
    /// number; without entries no two are.
    pub fn is_twin(&self, other: &Constant, twins: &[usize]) -> bool {
        let alike = |a: &Constant, b: &Constant| a.is_twin(b, twins);
        let twin = |id: &usize| twins.get(*id).copied().unwrap_or(*id);
        match (self, other) {
            (Constant::Parameter(a), Constant::Parameter(b)) => twin(a) == twin(b),
            (Constant::Negated(a), Constant::Negated(b))
            | (Constant::Cosine(a), Constant::Cosine(b))
            | (Constant::Sine(a), Constant::Sine(b)) => alike(a, b),
            (Constant::Power(a, n), Constant::Power(b, m)) => n == m && alike(a, b),
            (Constant::Sum(a, b), Constant::Sum(c, d))
            | (Constant::Product(a, b), Constant::Product(c, d))
            | (Constant::Quotient(a, b), Constant::Quotient(c, d)) => alike(a, c) && alike(b, d),
            (Constant::Call(one, a), Constant::Call(other, b)) => {
                one == other && a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
            }
            _ => self == other,
        }
    }

    /// Its value where the parameters have these values.
    pub fn value<S: Enclosed>(&self, parameters: &[Known<S>]) -> Known<S> {
        let of = |constant: &Constant| constant.value::<S>(parameters);
        match self {
            Constant::Number(parts) => match parts[..] {
                [] => Known::double(0.0),
                [a] => Known::double(a),
                [first, ref rest @ ..] => {
                    let sum = rest
                        .iter()
                        .fold(S::constant(first), |sum, part| sum.minus(S::constant(-part)));
                    let last = rest.last().map_or(0.0, |last| last.abs());
                    let missing = if parts.len() == TERMS { last * f64::EPSILON } else { 0.0 };
                    Known::of(sum.within(missing, 0.0))
                }
            },
            Constant::Parameter(id) => parameters[*id].clone(),
            Constant::Negated(a) => of(a).negated(),
            Constant::Sum(a, b) => of(a).minus(&of(b).negated()),
            Constant::Product(a, b) => of(a).times(&of(b)),
            Constant::Quotient(a, b) => of(a).over(&of(b)),
            Constant::Power(a, n) => {
                let base = of(a);
                let one = Known::double(1.0);
                let power = (0..n.unsigned_abs()).fold(one.clone(), |p, _| p.times(&base));
                if *n < 0 { one.over(&power) } else { power }
            }
            Constant::Pi => Constant::Number(PI.to_vec()).value(&[]),
            Constant::Call(function, arguments) => call(*function, &mut arguments.iter().map(of)),
            Constant::Cosine(a) => turned(&of(a)).0,
            Constant::Sine(a) => turned(&of(a)).1,
        }
    }
}

/// π as a sum of doubles: mpmath 1.3, 120 digits.
const PI: [f64; 6] = [
    std::f64::consts::PI,
    1.2246467991473532e-16,
    -2.9947698097183397e-33,
    1.1124542208633653e-49,
    5.672231979640316e-66,
    1.7449862161352486e-83,
];

/// A function of numbers.
fn call<S: Enclosed>(
    function: Function,
    arguments: &mut dyn Iterator<Item = Known<S>>,
) -> Known<S> {
    let mut next = || arguments.next().unwrap_or_else(|| Known::double(f64::NAN));
    let is_positive = |a: &Known<S>| a.value.is_positive().holds();
    match function {
        Function::Exp => Known::of(next().value.exp()),
        Function::Ln => Known::of(next().value.ln()),
        Function::Sqrt => Known::of(next().value.sqrt()),
        Function::Abs => {
            let a = next();
            match a.double {
                None if a.hull.lo <= 0.0 && a.hull.hi >= 0.0 => Known::of(a.value.abs()),
                _ if is_positive(&a) => a,
                _ => a.negated(),
            }
        }
        Function::Tanh => Known::of(tanh(next().value)),
        // No real number: `Complex` has its two parts.
        Function::Phase => Known::double(f64::NAN),
        Function::Step => {
            let a = next();
            let Interval { lo, hi } = a.hull;
            match (lo > 0.0, hi < 0.0) {
                (true, _) => Known::double(1.0),
                (_, true) => Known::double(0.0),
                _ => Known::of(S::constant(0.5).widened(0.5)),
            }
        }
        Function::Min | Function::Max => {
            let sign = if function == Function::Max { -1.0 } else { 1.0 };
            let mut least = next();
            for other in arguments {
                let apart = other.minus(&least);
                let is_less = S::constant(sign) * apart.value.clone();
                let both = Known::of(least.value.clone().widened(apart.hull.size()));
                least = match (apart.hull.lo > 0.0, apart.hull.hi < 0.0) {
                    (true, _) | (_, true) => {
                        if is_less.is_positive().holds() {
                            least
                        } else {
                            other
                        }
                    }
                    _ if apart.double == Some(0.0) => least,
                    _ => both,
                };
            }
            least
        }
    }
}

/// tanh x = ±(1 − e^−2|x|)/(1 + e^−2|x|).
pub fn tanh<S: Enclosed>(x: S) -> S {
    let Interval { lo, hi } = x.hull();
    if lo <= 0.0 && hi >= 0.0 && hi - lo < 1.0 {
        // Where the sign is not certain, the formula for either.
        let twice = S::constant(2.0) * x;
        return twice.clone().one_minus_exp_neg() / (S::constant(1.0) + twice.negated().exp());
    }
    let is_positive = x.is_positive();
    let twice = S::constant(2.0) * x.abs();
    let size = twice.clone().one_minus_exp_neg() / (S::constant(1.0) + twice.negated().exp());
    S::select(is_positive, size.clone(), size.negated())
}

/// How many terms of a series of cos or sin are summed: up to π/4 the rest is below 0.8^64/64! < 1e-93.
const SERIES: u32 = 32;

/// cos x and sin x, by their series at the distance of x from the nearest multiple of π/2.
fn turned<S: Enclosed>(x: &Known<S>) -> (Known<S>, Known<S>) {
    if x.double == Some(0.0) {
        return (Known::double(1.0), Known::double(0.0));
    }
    let quarters = (x.near() * std::f64::consts::FRAC_2_PI).round();
    let quarter = Constant::Number(PI.to_vec()).value::<S>(&[]).times(&Known::double(0.5));
    let rest = x.minus(&quarter.times(&Known::double(quarters)));
    let is_near = rest.hull.size() < 0.8;
    if !is_near {
        let any = || Known::of(S::constant(0.0).widened(1.0));
        return (any(), any());
    }
    let square = rest.value.clone() * rest.value.clone();
    // From the last term on: 1 − r²/(k(k − 1))·(1 − …).
    let series = |last: u32| {
        let mut sum = S::constant(1.0);
        for k in (1..SERIES).rev() {
            let over = f64::from((2 * k + last) * (2 * k + last - 1));
            sum = S::constant(1.0).minus(square.clone() * sum / S::constant(over));
        }
        // So are the derivatives of what is left out, of 0.8^63/63! at most.
        sum.within(1e-93, 1e-93 * rest.value.speed())
    };
    let (cosine, sine) = (series(0), rest.value.clone() * series(1));
    let (cosine, sine) = match quarters.rem_euclid(4.0) {
        0.0 => (cosine, sine),
        1.0 => (sine.negated(), cosine),
        2.0 => (cosine.negated(), sine.negated()),
        _ => (sine, cosine.negated()),
    };
    (Known::of(cosine), Known::of(sine))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::{Ball, Decided, Light, Split, Wide};

    /// An argument, its cosine and its sine: by mpmath 1.3 with 60 digits, rounded to the nearest doubles.
    const TURNED: [(f64, f64, f64); 6] = [
        (0.5, 0.8775825618903728, 0.479425538604203),
        (-2.0, -0.4161468365471424, -0.9092974268256817),
        (3.0, -0.9899924966004454, 0.1411200080598672),
        (1e-09, 1.0, 1e-09),
        (100.25, 0.9607883312760612, -0.2772828564548513),
        (-54321.5, -0.9755850907018603, 0.2196217903584319),
    ];

    #[test]
    fn cosines_and_sines_have_the_values_of_mpmath() {
        for (x, cosine, sine) in TURNED {
            let of = |which: fn(Box<Constant>) -> Constant| which(Box::new(Constant::double(x)));
            for (constant, value) in [(of(Constant::Cosine), cosine), (of(Constant::Sine), sine)] {
                let light = constant.value::<Ball<Light<Split, 1>>>(&[]).value;
                assert_eq!(light.rounded(), Some(value), "{x}");
                let wide = constant.value::<Ball<Wide<256>>>(&[]).value;
                assert_eq!(wide.rounded(), Some(value), "{x}");
            }
        }
    }
}
