//! Whether each lane is what it says: the operands' truths are taken from anywhere within their
//! bounds, the ends included, and the result's must lie within its bound, in 320 bits. How much of a
//! bound the truths take up shows whether it is needlessly wide.

use super::*;
use crate::numeric::random::{Random, rounds};
use crate::numeric::{Ball, Decided, Fused, Sloped, Split, Wide, Window};

type Exact = Wide<320>;
const N: usize = 4;

/// A number within hi + lo ± bound: the end or the place between that `share` of the bound gives.
fn truth((hi, lo, bound): (f64, f64, f64), share: f64) -> Exact {
    Exact::input(hi) + Exact::input(lo) + Exact::input(bound) * Exact::input(share)
}

/// The parts as they are, without the room for roundings of the bound.
fn parts<F: TwoProduct>(number: &Bounded<F, N>, lane: usize) -> (f64, f64, f64) {
    (number.value.hi[lane], number.value.lo[lane], number.bound[lane])
}

impl Random {
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.next()
    }

    /// Numbers from 2^lowest to 2^highest of either sign: with and without a second part, known
    /// exactly, to all digits, to a few, or not even by their sign.
    fn lanes<F: TwoProduct>(&mut self, lowest: f64, highest: f64) -> Bounded<F, N> {
        let (mut hi, mut lo, mut bound) = ([0.0; N], [0.0; N], [0.0; N]);
        for i in 0..N {
            let size = 2f64.powf(self.between(lowest, highest));
            hi[i] = if self.next() < 0.4 { -size } else { size };
            lo[i] = if self.next() < 0.2 {
                0.0
            } else {
                size * self.between(-1.0, 1.0) / 2f64.powi(53)
            };
            bound[i] = match self.next() {
                share if share < 0.3 => 0.0,
                share if share < 0.6 => size * self.between(0.0, 1.2),
                // All but nothing of the number itself, more than its first part or less.
                share if share < 0.7 => size * (1.0 - self.between(-2.0, 4.0) / 2f64.powi(53)),
                _ => size * 2f64.powf(self.between(-110.0, 0.0)),
            };
        }
        Bounded::within(hi, lo, bound)
    }
}

/// The share of the bound that errors take up at most, and of how many lanes something is known.
#[derive(Default)]
struct Use {
    most: f64,
    known: usize,
}

impl Use {
    /// Holds what is known of a lane against what may be true.
    fn hold<F: TwoProduct>(
        &mut self,
        what: &str,
        result: &Bounded<F, N>,
        i: usize,
        truths: &[Exact],
    ) {
        let (rounded, sign) = (result.rounded()[i], result.signs()[i]);
        let (hi, lo, bound) = parts(result, i);
        if bound.is_nan() {
            assert!(rounded.is_nan() && sign == 0.0, "{what}");
            assert_eq!(result.parts()[i].2, f64::INFINITY, "{what}");
            return;
        }
        self.known += 1;
        assert!(lo.abs() <= hi.abs() * 2f64.powi(-53), "{what}: {hi:e} and {lo:e}");
        let value = truth((hi, lo, 0.0), 0.0);
        for truth in truths {
            let error = value.clone().minus(truth.clone()).abs();
            if error.is_positive() {
                assert!(bound > 0.0, "{what}: an error where none is admitted, at {hi:e}");
                let used = (error / Exact::input(bound)).to_f64();
                assert!(used < 1.0 + 1e-9, "{what}: {used} of the bound at {hi:e}");
                self.most = self.most.max(used);
            }
            assert!(rounded.is_nan() || rounded == truth.to_f64(), "{what}: {rounded}");
            let turned = if sign > 0.0 { truth.clone() } else { truth.clone().negated() };
            assert!(sign == 0.0 || turned.is_positive(), "{what}");
        }
    }

    /// Something must be known of so many lanes, and the errors must come this close to a bound.
    fn check(&self, what: &str, known: usize, least: f64) {
        println!("{what}: {:.3} of the bound, known of {}", self.most, self.known);
        assert!(self.known >= known, "{what}: known of {} only", self.known);
        assert!(self.most >= least, "{what}: a bound {} times too wide", 1.0 / self.most);
    }
}

/// An operation in any arithmetic, by its place in the tables below.
fn of_two<S: Real>(operation: &str, a: S, b: S) -> S {
    match operation {
        "sum" => a + b,
        "difference" => a.minus(b),
        "product" => a * b,
        "quotient" => a / b,
        _ => a.min(b),
    }
}

fn of_one<S: Real>(operation: &str, a: S) -> S {
    match operation {
        "exponential" => a.exp(),
        "1 − e^−x" => a.one_minus_exp_neg(),
        "e^x − 1" => a.exp_m1(),
        "logarithm of 1 + x" => a.ln_1p(),
        "logarithm" => a.ln(),
        "root" => a.sqrt(),
        "reciprocal" => a.reciprocal(),
        "size" => a.abs(),
        _ => a.negated(),
    }
}

fn operations_of_two<F: TwoProduct>(rounds: usize) {
    for what in ["sum", "difference", "product", "quotient", "smaller"] {
        let (mut random, mut found) = (Random(11), Use::default());
        for _ in 0..rounds {
            let [a, b] = [(); 2].map(|()| random.lanes::<F>(-3.0, 3.0));
            let result = of_two(what, a, b);
            for i in 0..N {
                let shares = [-1.0, 0.0, 1.0, random.between(-1.0, 1.0)];
                let pairs = shares.iter().flat_map(|x| shares.iter().map(move |y| (x, y)));
                let truths = pairs
                    .map(|(x, y)| of_two(what, truth(parts(&a, i), *x), truth(parts(&b, i), *y)));
                found.hold(what, &result, i, &truths.collect::<Vec<_>>());
            }
        }
        found.check(what, rounds, 0.99);
    }
}

/// Functions of numbers from 2^lowest to 2^highest, which must be known of one in `known` lanes.
fn operations_of_one<F: TwoProduct>(rounds: usize, [lowest, highest]: [f64; 2], known: usize) {
    // e^b − 1 ≤ b + b² for b ≤ 1 is as wide as 1/0.86.
    let operations = [
        ("exponential", 0.85),
        ("1 − e^−x", 0.85),
        ("e^x − 1", 0.85),
        ("logarithm of 1 + x", 0.99),
        ("logarithm", 0.99),
        ("root", 0.99),
        ("reciprocal", 0.99),
        ("size", 0.99),
        ("negative", 0.99),
    ];
    for (what, least) in operations {
        let (mut random, mut found) = (Random(12), Use::default());
        for _ in 0..rounds {
            let a = random.lanes::<F>(lowest, highest);
            let result = of_one(what, a);
            for i in 0..N {
                // Elsewhere a logarithm or a root does not exist.
                if !result.bound[i].is_nan() {
                    let shares = [-1.0, 0.0, 1.0, random.between(-1.0, 1.0)];
                    let truths = shares.map(|x| of_one(what, truth(parts(&a, i), x)));
                    found.hold(what, &result, i, &truths);
                }
            }
        }
        found.check(what, rounds * N / known, least);
    }
}

#[test]
fn a_lane_has_whatever_its_operands_may_be() {
    operations_of_two::<Split>(rounds(200));
    operations_of_two::<Fused>(rounds(100));
    operations_of_one::<Split>(rounds(200), [-12.0, 8.0], 4);
    operations_of_one::<Fused>(rounds(100), [-12.0, 8.0], 4);
}

/// Operations on exact numbers: their error is that of the arithmetic alone, and it must come near
/// the bound that [`Bounded`] derives, as well as stay within it.
#[test]
fn units_are_no_wider_than_they_must_be() {
    let mut random = Random(13);
    let exact = |random: &mut Random, [low, high]: [f64; 2]| {
        let numbers = random.lanes::<Split>(low, high);
        Bounded::<Split, N> { bound: [0.0; N], ..numbers }
    };
    // Roundings seldom all point the same way.
    let near = [-3.0, 3.0];
    let operations = [
        ("sum", near, 0.05),
        ("product", near, 0.08),
        ("quotient", near, 0.15),
        ("root", near, 0.06),
        ("exponential", [-14.0, 9.2], 0.08),
        ("1 − e^−x", [-14.0, 9.2], 0.04),
        ("logarithm of 1 + x", [-14.0, 200.0], 0.15),
        ("logarithm", [-3.0, 3.0], 0.15),
        ("logarithm", [-840.0, 840.0], 0.1),
    ];
    let count = rounds(3000);
    for (what, range, least) in operations {
        let mut found = Use::default();
        for _ in 0..count {
            let [a, b] = [(); 2].map(|()| exact(&mut random, range));
            let is_of_two = matches!(what, "sum" | "product" | "quotient");
            let result = if is_of_two { of_two(what, a, b) } else { of_one(what, a.abs()) };
            for i in 0..N {
                let [x, y] = [a, b].map(|number| truth(parts(&number, i), 0.0));
                let truth = if is_of_two { of_two(what, x, y) } else { of_one(what, x.abs()) };
                found.hold(what, &result, i, &[truth]);
            }
        }
        found.check(what, count, least);
    }
}

#[test]
fn exponentials_have_a_bound_everywhere() {
    let mut random = Random(14);
    let mut found = [Use::default(), Use::default()];
    let far =
        [-589.0, 589.0, -589.1, 589.1, -588.0, 588.0, -700.0, 746.0, 1e5, -1e5, 1e200, -1e200];
    for round in 0..rounds(500) {
        let mut a = random.lanes::<Split>(-20.0, 10.5);
        if let Some(v) = far.get(round) {
            let bound = [0.0, 0.9, 100.0, 2f64.powi(-60)];
            a = Bounded::within([*v; N], [0.0; N], bound);
        }
        let (power, rest) = (a.exp(), a.one_minus_exp_neg());
        for i in 0..N {
            let truths = [-1.0, 0.0, 1.0].map(|share| truth(parts(&a, i), share));
            // Numbers below 2^-850 have a bound and nothing else.
            let (v, b) = (a.value.hi[i], a.bound[i]);
            let is_small = v + b < -589.5;
            assert!(!is_small || !power.bound[i].is_nan(), "{v:e} ± {b:e}");
            assert!(v - b < 589.5 || !rest.bound[i].is_nan(), "{v:e} ± {b:e}");
            // Those beyond 2^850 have none.
            assert!(v < 590.0 || power.bound[i].is_nan(), "{v:e}");
            assert!(v > -590.0 || rest.bound[i].is_nan(), "{v:e}");
            found[0].hold("exponential", &power, i, &truths.clone().map(Real::exp));
            found[1].hold("1 − e^−x", &rest, i, &truths.map(Real::one_minus_exp_neg));
        }
    }
    found[0].check("exponential", rounds(1000), 0.8);
    found[1].check("1 − e^−x", rounds(1000), 0.8);
}

#[test]
fn a_moment_has_whatever_its_window_may_be() {
    let (mut random, mut found) = (Random(18), [Use::default(), Use::default()]);
    for _ in 0..rounds(60) {
        let (x, h) = (random.lanes::<Split>(-4.0, 4.0), random.lanes::<Split>(-4.0, 3.0).abs());
        let results = [Bounded::moment(x, h), Bounded::moment_slope(x, h)];
        for i in 0..N {
            if results[0].bound[i].is_nan() {
                assert!(results[1].bound[i].is_nan());
                continue;
            }
            let shares = [-1.0, 0.0, 1.0];
            let pairs = || shares.iter().flat_map(|s| shares.iter().map(move |t| (*s, *t)));
            let of = |function: fn(Exact, Exact) -> Exact| {
                let truths =
                    pairs().map(|(s, t)| function(truth(parts(&x, i), s), truth(parts(&h, i), t)));
                truths.collect::<Vec<_>>()
            };
            found[0].hold("moment", &results[0], i, &of(Exact::moment));
            found[1].hold("slope of a moment", &results[1], i, &of(Exact::moment_slope));
        }
    }
    // The derivatives' bounds are twice what they can be, and those are four times what they are.
    found[0].check("moment", rounds(60), 0.1);
    found[1].check("slope of a moment", rounds(60), 0.1);
}

/// Formulas of any shape, each also in 320 bits, whose own bounds are next to nothing.
#[test]
fn formulas_of_any_shape_keep_their_bound() {
    let mut random = Random(15);
    let (mut checked, mut rounded, mut lost) = (0, 0, 0);
    for _ in 0..rounds(500) {
        let mut found: Vec<(Bounded<Split, N>, [Ball<Exact>; N])> = Vec::new();
        for _ in 0..5 {
            let mut double = || {
                let size = 2f64.powf(random.between(-12.0, 12.0));
                if random.next() < 0.5 { -size } else { size }
            };
            let a: [f64; N] = std::array::from_fn(|_| double());
            // Some are neighbours, so that differences cancel.
            let b: [f64; N] =
                std::array::from_fn(|i| if i < 2 { a[i].next_up() } else { double() });
            let exact = std::array::from_fn(|i| Ball::difference(a[i], b[i]));
            found.push((Bounded::difference(a, b), exact));
            found.push((Bounded::input(a), a.map(Ball::input)));
        }
        for _ in 0..15 {
            let of_ones = ["exponential", "1 − e^−x", "logarithm of 1 + x", "logarithm", "root"];
            let of_twos = ["sum", "difference", "product", "quotient", "smaller", "sum", "product"];
            let place = random.between(0.0, 12.0) as usize;
            let [(a, x), (b, y)] = [(); 2].map(|()| {
                let (number, balls) = &found[random.between(0.0, found.len() as f64) as usize];
                (*number, balls.clone())
            });
            let operation = of_ones.get(place).copied().unwrap_or_else(|| of_twos[place - 5]);
            // Exponents as large as no arithmetic has them.
            if a.parts().iter().any(|(hi, _, bound)| hi.abs() > 1e4 || bound.is_infinite()) {
                continue;
            }
            let apply = match of_ones.contains(&operation) {
                true => (of_one(operation, a), x.map(|x| of_one(operation, x))),
                false => {
                    let exact =
                        std::array::from_fn(|i| of_two(operation, x[i].clone(), y[i].clone()));
                    (of_two(operation, a, b), exact)
                }
            };
            for (i, exact) in apply.1.iter().enumerate() {
                let (hi, lo, bound) = apply.0.parts()[i];
                if bound.is_infinite() || exact.sign().is_none() {
                    lost += 1;
                    continue;
                }
                let error = (Ball::input(hi) + Ball::input(lo)).minus(exact.clone()).abs();
                let beyond = error.minus(Ball::input(bound)).sign();
                assert_ne!(beyond, Some(1.0), "{operation} {hi:e}: beyond {bound:e}");
                let nearest = apply.0.rounded()[i];
                if let (false, Some(certain)) = (nearest.is_nan(), exact.rounded()) {
                    assert_eq!(nearest, certain, "{operation}");
                    rounded += 1;
                }
                let sign = apply.0.signs()[i];
                if let (true, Some(certain)) = (sign != 0.0, exact.sign()) {
                    assert_eq!(sign, certain, "{operation}");
                }
                checked += 1;
            }
            found.push(apply);
        }
    }
    println!("{checked} bounds, {rounded} certain roundings, {lost} given up");
    assert!(checked > 16_000 && rounded > 10_000, "{checked} {rounded} {lost}");
}

/// A chain as long as those of quadrature: its bound must not be much wider than its error.
#[test]
fn a_bound_does_not_run_away() {
    let mut random = Random(16);
    let x: [f64; N] = std::array::from_fn(|_| random.between(-5.0, 5.0));
    // Σ t f(x + t) over many t, with f(x) = 1/(e^x + 1).
    fn sum<S: Real>(x: &S) -> S {
        (1..500).fold(S::constant(0.0), |sum, k| {
            let t = S::constant(f64::from(k)) / S::constant(300.0);
            let one = S::constant(1.0);
            sum + t.clone() / (one + (x.clone() + t).exp())
        })
    }
    let result = sum(&Bounded::<Split, N>::input(x));
    let mut used = 0.0f64;
    for (i, (hi, lo, bound)) in result.parts().into_iter().enumerate() {
        let error = truth((hi, lo, 0.0), 0.0).minus(sum(&Exact::input(x[i]))).abs().to_f64();
        assert!(error < bound && bound < hi * 2f64.powi(-89), "{error:e} {bound:e}");
        used = used.max(error / bound);
    }
    println!("a sum: {used:.5} of the bound");
    // An exponential is off by a tenth of its bound at most, and 500 errors of either sign add up to
    // one twentieth of what they could.
    assert!(used > 1.0 / 2000.0, "a bound {} times too wide", 1.0 / used);
}

#[test]
fn nothing_is_certain_of_an_unknown_lane() {
    type Number = Bounded<Split, N>;
    // One lane is in range and three are not; ln(−1), 1/0.
    let mixed = Number::input([2.0, 1e260, f64::NAN, f64::INFINITY]);
    for number in [mixed, mixed + mixed, mixed.abs().sqrt(), mixed.ln_1p(), mixed * mixed] {
        assert!(!number.rounded()[0].is_nan());
        assert_eq!(
            number.parts().map(|(.., bound)| bound.is_infinite()),
            [false, true, true, true]
        );
        assert_eq!(number.signs(), [1.0, 0.0, 0.0, 0.0]);
    }
    let one = Number::constant(1.0);
    let lost = [one.negated().ln(), one.negated().sqrt(), one / Number::constant(0.0)];
    for lost in lost {
        let (sum, zero) = (lost + one, Number::constant(0.0) * lost);
        let selected = Number::select(lost.is_positive(), one, one);
        let alike = Number::alike(lost.is_positive(), one.is_positive());
        for lost in [lost, sum, zero, selected, Number::select(alike, one, one), lost.min(one)] {
            assert!(lost.parts().iter().all(|(.., bound)| bound.is_infinite()));
            assert!(lost.rounded().iter().all(|rounded| rounded.is_nan()));
        }
    }
    // Of these no error may be below a number that is no number, or negative.
    let bounds = [f64::NAN, -1.0, f64::INFINITY, 0.0];
    let number = Number::within([1.0; N], [0.0; N], bounds);
    assert_eq!(number.rounded()[3], 1.0);
    assert!(number.rounded()[..3].iter().all(|rounded| rounded.is_nan()));
}

#[test]
fn what_is_too_small_is_zero_with_a_bound() {
    type Number = Bounded<Split, N>;
    let [small, tiny] = [Number::constant(1e-200), Number::constant(1e-260)];
    let far = Number::constant(-600.0).exp();
    for number in
        [small * small, small / Number::constant(1e200), tiny, far, far * small, tiny * tiny]
    {
        assert!(number.rounded()[0].is_nan());
        let (hi, lo, bound) = number.parts()[0];
        // 2^-848 and a sixteenth more.
        assert!(hi == 0.0 && lo == 0.0 && bound > 5e-256 && bound < 1.2e-255, "{hi:e} {bound:e}");
        // Beside a number of usual size it is nothing.
        assert_eq!((Number::constant(1.0) + number).rounded(), [1.0; N]);
    }
    // 0 itself is certain, and so is what follows from it.
    let zero = Number::constant(0.0);
    for number in [zero, zero * small, zero / small, zero.sqrt(), zero.ln_1p(), zero + zero] {
        assert_eq!(number.parts(), [(0.0, 0.0, 0.0); N]);
    }
}

/// The smaller of two numbers: a bound as large as the rounding of 1 would swallow the other one.
#[test]
fn the_smaller_of_two_has_its_own_bound() {
    type Number = Bounded<Split, N>;
    let large = Number::constant(1.0) / Number::constant(3.0);
    let small = Number::constant(2f64.powi(-400)) / Number::constant(3.0);
    assert_eq!(large.min(small).rounded(), [2f64.powi(-400) / 3.0; N]);
}

/// The bits of a lane depend neither on the others nor on how many there are.
fn same_bits<F: TwoProduct>() {
    fn formula<F: TwoProduct, const N: usize>(a: Bounded<F, N>) -> Bounded<F, N> {
        let b = a.abs();
        (a.exp() * b.ln_1p() + b.ln()) / (b.sqrt() + b.one_minus_exp_neg()).min(b)
    }
    let mut random = Random(17);
    for _ in 0..300 {
        let four = random.lanes::<F>(-8.0, 8.0);
        for (i, together) in formula(four).parts().into_iter().enumerate() {
            let (hi, lo, bound) = parts(&four, i);
            let alone = formula(Bounded::<F, 1>::within([hi], [lo], [bound])).parts();
            assert_eq!(alone[0], together);
        }
    }
}

#[test]
fn lanes_have_the_same_bits_in_any_number() {
    same_bits::<Fused>();
    same_bits::<Split>();
}
