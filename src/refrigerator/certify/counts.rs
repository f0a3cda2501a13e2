//! Whether the counts of units are right: in an arithmetic whose functions are off by a whole unit each
//! time, as far as the counts allow for, no result may be off by more than its count, and some must
//! come close to it.

use super::tests::point;
use super::*;
use crate::numeric::random::{Random, rounds};
use crate::numeric::{Lanes, Wide};
use crate::refrigerator::{Parameter as P, Refrigerator};
use std::cell::RefCell;
use std::ops::{Add, Div, Mul};

/// The relative error of a function, and that of a sum, a product or a quotient: a thousandth of it
/// at the most, and as little as that of an exponential's argument has to be.
const UNIT: f64 = f64::from_bits((1023 - 40) << 52);
const FINE: f64 = f64::from_bits((1023 - 56) << 52);

type Exact = Wide<192>;

thread_local! {
    /// The signs of the errors, and what share of its bound each result's error took up.
    static STATE: RefCell<(Random, Vec<f64>)> = const { RefCell::new((Random(5), Vec::new())) };
}

/// A number that is off as far as may be, and the exact one.
#[derive(Clone, Debug)]
struct Noisy {
    off: Exact,
    exact: Exact,
}

impl Noisy {
    /// A result whose exact value is known, with one more error of this size.
    fn new(off: Exact, exact: Exact, error: f64) -> Self {
        let is_more = STATE.with_borrow_mut(|(random, _)| random.next() < 0.5);
        let error = Exact::input(if is_more { error } else { -error });
        Self { off: off.clone() + off * error, exact }
    }

    /// Notes how much of the bound the error takes up.
    fn note(&self, bound: &Lanes<1>) {
        let error = self.off.clone().minus(self.exact.clone()).abs();
        let used = (error / Exact::input(bound.0[0])).to_f64();
        STATE.with_borrow_mut(|(_, all)| all.push(used));
    }
}

impl Add for Noisy {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.off + other.off, self.exact + other.exact, FINE)
    }
}

impl Mul for Noisy {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self::new(self.off * other.off, self.exact * other.exact, FINE)
    }
}

impl Div for Noisy {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        Self::new(self.off / other.off, self.exact / other.exact, FINE)
    }
}

impl Real for Noisy {
    type Input = [f64; 1];
    type Mask = [u64; 1];

    fn input([a]: [f64; 1]) -> Self {
        Self { off: Exact::input(a), exact: Exact::input(a) }
    }
    fn difference([a]: [f64; 1], [b]: [f64; 1]) -> Self {
        Self { off: Exact::difference(a, b), exact: Exact::difference(a, b) }
    }
    fn constant(a: f64) -> Self {
        Self::input([a])
    }
    fn minus(self, other: Self) -> Self {
        Self { off: self.off.minus(other.off), exact: self.exact.minus(other.exact) }
    }
    fn abs(self) -> Self {
        Self { off: self.off.abs(), exact: self.exact.abs() }
    }
    fn negated(self) -> Self {
        Self { off: self.off.negated(), exact: self.exact.negated() }
    }
    fn exp(self) -> Self {
        Self::new(self.off.exp(), self.exact.exp(), UNIT)
    }
    fn one_minus_exp_neg(self) -> Self {
        Self::new(self.off.one_minus_exp_neg(), self.exact.one_minus_exp_neg(), UNIT)
    }
    fn ln_1p(self) -> Self {
        Self::new(self.off.ln_1p(), self.exact.ln_1p(), UNIT)
    }
    fn ln(self) -> Self {
        Self::new(self.off.ln(), self.exact.ln(), UNIT)
    }
    fn sqrt(self) -> Self {
        Self::new(self.off.sqrt(), self.exact.sqrt(), FINE)
    }
    fn is_positive(&self) -> [u64; 1] {
        [u64::from(self.exact.is_positive())]
    }
    fn below([a]: [f64; 1], [b]: [f64; 1]) -> [u64; 1] {
        [u64::from(a < b)]
    }
    fn select(mask: [u64; 1], yes: Self, no: Self) -> Self {
        if mask == [0] { no } else { yes }
    }
    fn alike([a]: [u64; 1], [b]: [u64; 1]) -> [u64; 1] {
        [u64::from(a == b)]
    }
    fn min(self, other: Self) -> Self {
        Self { off: self.off.min(other.off), exact: self.exact.min(other.exact) }
    }
}

impl Judged for Noisy {
    type Magnitude = Lanes<1>;

    fn magnitude(&self) -> Lanes<1> {
        Lanes([self.off.to_f64()])
    }
    fn unit(_: &Self) -> Lanes<1> {
        Lanes([UNIT])
    }
    fn round(&self, bound: &Lanes<1>) -> [f64; 1] {
        self.note(bound);
        [self.exact.to_f64()]
    }
    fn sign(&self, bound: &Lanes<1>) -> [f64; 1] {
        self.note(bound);
        [1.0]
    }
}

/// The results of a certifier, in the order in which it comes to them, and the share of their bounds
/// that errors must take up somewhere.
///
/// No count of units is wider than it need be by more than what these shares say: 3.6 stands for |d|,
/// whose two occupations cannot both be off by a whole unit, so that it has no more than two.
const RESULTS: [(&str, usize, f64); 8] = [
    ("headroom", 1, 0.5),
    ("fl", 4, 0.8),
    ("lambda", 1, 0.2),
    ("left", 4, 0.8),
    ("cold_binds", 1, 0.7),
    ("power", 1, 0.5),
    ("entropy_current", 1, 0.5),
    ("cop", 1, 0.5),
];

#[test]
fn no_count_is_too_small_and_none_is_idle() {
    let mut worst = [0.0f64; RESULTS.len()];
    for n in 1..rounds(3_000) as u32 {
        let point = point(n);
        // Errors of second order stay small where some room is left.
        let at_one = Refrigerator::new(&point.with(P::Lambda, 1.0)).unwrap().solve();
        let share = [0.999, 0.97, 0.5, 1e-3][n as usize % 4];
        let point = point.with(P::Lambda, share * at_one.headroom);
        let device = Device::<Noisy>::new(&point.values().map(|value| [value]), point.scale());
        let in_headrooms = n % 8 > 3;
        let device = match in_headrooms {
            true => device.driven(Drive::Headrooms(Noisy::constant(share))),
            false => device,
        };
        let certifier = Certifier::new(&device);
        let demon = Demon::new(&device);
        STATE.with_borrow_mut(|(_, all)| all.clear());
        certifier.demon(&demon);
        certifier.currents(&demon, &Currents::new(&device, &demon));
        let mut all = STATE.with_borrow(|(_, all)| all.clone()).into_iter();
        for ((name, count, _), worst) in RESULTS.into_iter().zip(&mut worst) {
            let count = if name == "lambda" && !in_headrooms { 0 } else { count };
            let used = all.by_ref().take(count).fold(0.0, f64::max);
            assert!(used <= 1.0, "{name}: {used} of its bound at {point:?}");
            *worst = worst.max(used);
        }
        assert_eq!(all.next(), None, "a result without a name");
    }
    for ((name, _, least), worst) in RESULTS.into_iter().zip(worst) {
        println!("{name}: {worst:.3} of the bound");
        assert!(worst >= least, "{name}: {worst} of the bound is all that is ever used");
    }
}
