//! Whether a ball is what it says: the operands' truths are taken from anywhere within their bounds,
//! the ends included, and the result's must lie within its bound, in 320 bits. How much of a bound
//! the truths take up shows whether it is needlessly wide.

use super::*;
use crate::numeric::random::{Random, rounds};
use crate::numeric::{Light, Sloped, Split, Wide, Window};

type Exact = Wide<320>;
type Guess = Ball<Light<Split, 1>>;

/// A number type of which the tests know the exact values.
trait Known: Backing + Sloped {
    fn exact(&self) -> Exact;
    fn bound(bound: &Self::Magnitude) -> Exact;
}

impl Known for Light<Split, 1> {
    fn exact(&self) -> Exact {
        let [(hi, lo)] = self.parts();
        Exact::input(hi) + Exact::input(lo)
    }
    fn bound(bound: &Self::Magnitude) -> Exact {
        Exact::input(bound.0[0])
    }
}

impl Known for Wide<80> {
    fn exact(&self) -> Exact {
        Exact::from_bits(self.clone().in_bits(320))
    }
    fn bound(bound: &Self::Magnitude) -> Exact {
        Exact::from_bits(bound.clone().in_bits(320))
    }
}

/// A ball with some of the numbers that it may stand for.
struct Sample<S: Known> {
    ball: Ball<S>,
    truths: Vec<Exact>,
}

impl<S: Known> Sample<S> {
    /// Values from 2^lowest to 2^highest of either sign, known to anything between all digits and no
    /// sign.
    fn draw(random: &mut Random, lowest: f64, highest: f64) -> Self {
        let size = 2f64.powf(lowest + (highest - lowest) * random.next());
        let value = if random.next() < 0.3 { -size } else { size };
        let bound = match random.next() {
            share if share < 0.2 => 0.0,
            share if share < 0.6 => size * random.next(),
            _ => size * 2f64.powf(1.0 - 60.0 * random.next()),
        };
        Self::around(random, value, bound)
    }

    /// A value known to a bound, and numbers at both ends of what it may be and between.
    fn around(random: &mut Random, value: f64, bound: f64) -> Self {
        let ball = Ball {
            value: S::input(One::of(value)),
            bound: S::Magnitude::input(One::of(bound)),
            known: true,
        };
        let shares = [-1.0, 1.0, 0.0, 2.0 * random.next() - 1.0];
        let truth = |share| Exact::input(value) + Exact::input(bound) * Exact::input(share);
        Self { ball, truths: shares.map(truth).to_vec() }
    }
}

/// Holds what is known of a result against what is true, and returns how much of the bound the truths
/// take up; nothing where nothing is claimed.
fn hold<S: Known>(what: &str, ball: &Ball<S>, truths: &[Exact]) -> Option<f64> {
    if !ball.known {
        assert_eq!((ball.rounded(), ball.sign()), (None, None), "{what}");
        return None;
    }
    let (value, bound) = (ball.value.exact(), S::bound(&ball.bound));
    let mut used = 0.0f64;
    for truth in truths {
        let error = value.clone().minus(truth.clone()).abs();
        if error.is_positive() {
            used = used.max((error / bound.clone()).to_f64());
            assert!(bound.is_positive(), "{what}: an error where none is admitted");
        }
        assert!(used < 1.0 + 1e-9, "{what}: {used} of the bound at {:e}", value.to_f64());
        if let Some(rounded) = ball.rounded() {
            assert_eq!(rounded, truth.to_f64(), "{what}");
        }
        if let Some(sign) = ball.sign() {
            let turned = if sign > 0.0 { truth.clone() } else { truth.clone().negated() };
            assert!(turned.is_positive(), "{what}");
        }
    }
    Some(used)
}

/// The share of the bound that errors take up at most, and of how many samples something is known.
#[derive(Default)]
struct Use {
    most: f64,
    known: usize,
}

impl Use {
    fn note(&mut self, used: Option<f64>) {
        self.most = self.most.max(used.unwrap_or(0.0));
        self.known += usize::from(used.is_some());
    }

    /// Something must be known of so many samples, and the errors must come this close to a bound.
    fn check(&self, what: &str, known: usize, least: f64) {
        println!("{what}: {:.3} of the bound, known of {}", self.most, self.known);
        assert!(self.known >= known, "{what}: known of {} only", self.known);
        assert!(self.most >= least, "{what}: a bound {} times too wide", 1.0 / self.most);
    }
}

type OfTwo<S> = (&'static str, fn(Ball<S>, Ball<S>) -> Ball<S>, fn(Exact, Exact) -> Exact, f64);
type OfOne<S> = (&'static str, fn(Ball<S>) -> Ball<S>, fn(Exact) -> Exact, f64);

fn of_two<S: Known>(samples: usize) {
    let operations: [OfTwo<S>; 5] = [
        ("sum", |a, b| a + b, |a, b| a + b, 0.99),
        ("difference", |a, b| a.minus(b), |a, b| a.minus(b), 0.99),
        ("product", |a, b| a * b, |a, b| a * b, 0.99),
        ("quotient", |a, b| a / b, |a, b| a / b, 0.99),
        ("smaller", |a, b| a.min(b), |a, b| a.min(b), 0.99),
    ];
    for (what, operation, truly, least) in operations {
        let (mut random, mut found) = (Random(11), Use::default());
        for _ in 0..samples {
            let a = Sample::<S>::draw(&mut random, -3.0, 3.0);
            let b = Sample::<S>::draw(&mut random, -3.0, 3.0);
            let pairs = a.truths.iter().flat_map(|x| b.truths.iter().map(move |y| (x, y)));
            let truths: Vec<_> = pairs.map(|(x, y)| truly(x.clone(), y.clone())).collect();
            found.note(hold(what, &operation(a.ball, b.ball), &truths));
        }
        found.check(what, samples / 2, least);
    }
}

fn of_one<S: Known>(samples: usize) {
    // e^b − 1 ≤ 2b for b ≤ 1 is as wide as 1/0.86. The bound of a root is met where b is the number
    // itself, which is rarely drawn.
    let operations: [OfOne<S>; 9] = [
        ("exponential", |a| a.exp(), |a| a.exp(), 0.8),
        ("1 − e^−x", |a| a.one_minus_exp_neg(), |a| a.one_minus_exp_neg(), 0.7),
        ("e^x − 1", |a| a.exp_m1(), |a| a.exp_m1(), 0.7),
        ("logarithm of 1 + x", |a| a.ln_1p(), |a| a.ln_1p(), 0.99),
        ("logarithm", |a| a.ln(), |a| a.ln(), 0.99),
        ("root", |a| a.sqrt(), |a| a.sqrt(), 0.85),
        ("reciprocal", |a| a.reciprocal(), |a| a.reciprocal(), 0.99),
        ("size", |a| a.abs(), |a| a.abs(), 0.99),
        ("negative", |a| a.negated(), |a| a.negated(), 0.99),
    ];
    for (what, operation, truly, least) in operations {
        let (mut random, mut found) = (Random(12), Use::default());
        for _ in 0..samples {
            let a = Sample::<S>::draw(&mut random, -12.0, 6.0);
            let ball = operation(a.ball);
            if ball.known {
                let truths: Vec<_> = a.truths.into_iter().map(truly).collect();
                found.note(hold(what, &ball, &truths));
            }
        }
        found.check(what, samples / 4, least);
    }
}

#[test]
fn a_result_has_whatever_its_operands_may_be() {
    of_two::<Light<Split, 1>>(rounds(800));
    of_one::<Light<Split, 1>>(rounds(800));
}

#[test]
fn so_has_one_in_other_bits() {
    of_two::<Wide<80>>(rounds(600));
    of_one::<Wide<80>>(rounds(600));
}

#[test]
fn a_moment_has_whatever_its_window_may_be() {
    let (mut random, mut found) = (Random(13), [Use::default(), Use::default()]);
    for _ in 0..rounds(100) {
        let x = Sample::<Light<Split, 1>>::draw(&mut random, -4.0, 4.0);
        let h = Sample::<Light<Split, 1>>::draw(&mut random, -4.0, 3.0);
        let moment = Guess::moment(x.ball.clone(), h.ball.clone());
        if !moment.known || !h.truths.iter().all(Real::is_positive) {
            continue;
        }
        let slope = Guess::moment_slope(x.ball, h.ball);
        let pairs = || x.truths.iter().flat_map(|x| h.truths.iter().map(move |h| (x, h)));
        let moments: Vec<_> = pairs().map(|(x, h)| Exact::moment(x.clone(), h.clone())).collect();
        let slopes: Vec<_> =
            pairs().map(|(x, h)| Exact::moment_slope(x.clone(), h.clone())).collect();
        found[0].note(hold("moment", &moment, &moments));
        found[1].note(hold("slope of a moment", &slope, &slopes));
    }
    // The derivatives' bounds are twice what they can be, and those are four times what they are.
    found[0].check("moment", rounds(16), 0.1);
    found[1].check("slope of a moment", rounds(16), 0.1);
}

/// Numbers of which not even the sign is known: no function may choose a formula by the sign of the
/// midpoint that does not hold for numbers of the other sign.
fn across_zero<S: Known>(samples: usize) {
    let operations: [OfOne<S>; 6] = [
        ("exponential", |a| a.exp(), |a| a.exp(), 0.7),
        ("1 − e^−x", |a| a.one_minus_exp_neg(), |a| a.one_minus_exp_neg(), 0.7),
        ("e^x − 1", |a| a.exp_m1(), |a| a.exp_m1(), 0.7),
        ("logarithm of 1 + x", |a| a.ln_1p(), |a| a.ln_1p(), 0.99),
        ("logarithm of a sum", |a| (Ball::constant(1.0) + a).ln(), |a| a.ln_1p(), 0.99),
        (
            "root of a sum",
            |a| (Ball::constant(1.0) + a).sqrt(),
            |a| (Exact::constant(1.0) + a).sqrt(),
            0.9,
        ),
    ];
    for (what, operation, truly, least) in operations {
        let (mut random, mut found) = (Random(14), Use::default());
        for _ in 0..samples {
            let bound = 2f64.powf(-40.0 * random.next() * random.next());
            let value = bound * (2.0 * random.next() - 1.0);
            let Sample { ball, truths } = Sample::<S>::around(&mut random, value, bound);
            let result = operation(ball);
            if result.known {
                let truths: Vec<Exact> = truths.into_iter().map(truly).collect();
                found.note(hold(what, &result, &truths));
            }
        }
        found.check(what, samples / 2, least);
    }
}

#[test]
fn numbers_of_unknown_sign_have_results_too() {
    across_zero::<Light<Split, 1>>(rounds(2000));
    across_zero::<Wide<80>>(rounds(600));
}
