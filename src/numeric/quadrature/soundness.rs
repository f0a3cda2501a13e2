//! The bound of the error covers the truth: random integrals with a closed form, in 256 bits.

use super::{End, Goal, Integrands, Panel, Region, Rule, integrate};
use crate::numeric::random::Random;
use crate::numeric::{Ball, Bounded, Enclosed, Interval, Lanes, Real, Rectangle, Split, Wide};

type Number = Bounded<Split, 1>;
type Exact = Ball<Wide<256>>;

/// a x/(x² + g²) + b/(1 + e^((x − m)/t)), with the integral a ln(x² + g²)/2 + b (x − t ln(1 + e^((x − m)/t))).
#[derive(Clone, Copy, Debug)]
struct Term {
    a: f64,
    g: f64,
    b: f64,
    m: f64,
    t: f64,
}

impl Term {
    fn value<S: Real>(&self, x: &S) -> S {
        let c = S::constant;
        let rational = c(self.a) * x.clone() / (x.clone() * x.clone() + c(self.g) * c(self.g));
        let y = x.clone().minus(c(self.m)) / c(self.t);
        rational.minus((c(self.b) / (c(1.0) + y.exp())).negated())
    }

    fn integral<S: Real>(&self, x: &S) -> S {
        let c = S::constant;
        let squares = x.clone() * x.clone() + c(self.g) * c(self.g);
        let y = x.clone().minus(c(self.m)) / c(self.t);
        let log = (c(1.0) + y.exp()).ln();
        let rest = x.clone().minus(c(self.t) * log);
        (c(0.5 * self.a) * squares.ln()).minus((c(self.b) * rest).negated())
    }

    /// By rectangles; the poles are at ±ig and m ± iπt.
    fn bound(&self, region: &Region) -> f64 {
        let real = |x: f64| Rectangle::real(Interval::point(x));
        let [long, short] = region.axes;
        let has = |re: f64, im: f64| {
            let x = (re - region.origin - region.middle) / (1.001 * long);
            let y = if short == 0.0 { f64::INFINITY } else { im / (1.001 * short) };
            x * x + y * y <= 1.0
        };
        if has(0.0, self.g) || has(self.m, std::f64::consts::PI * self.t) {
            return f64::INFINITY;
        }
        let size = |arc: &Rectangle| {
            let z = arc.plus(real(region.origin));
            let under = z.square().plus(real(self.g).square());
            let rational = real(self.a).times(z).times(under.reciprocal());
            let y = z.plus(real(-self.m)).times(real(self.t).reciprocal());
            let fermi = real(1.0).plus(y.exp()).reciprocal();
            rational.plus(real(self.b).times(fermi)).size()
        };
        region.arcs.iter().map(size).fold(0.0, f64::max)
    }
}

struct Terms(Vec<Term>, Vec<(f64, f64)>);

impl Integrands<Number> for Terms {
    fn count(&self) -> usize {
        self.0.len()
    }
    fn add(&self, panel: &Panel<Number>, rule: Rule, sums: &mut [Number]) {
        let (middle, half) = panel.exact();
        for (at, weight) in rule.pairs::<Number>() {
            let offset = middle.minus((half * at).negated());
            let x = Number::constant(panel.origin).minus(offset.negated());
            for (term, sum) in self.0.iter().zip(&mut *sums) {
                *sum = sum.minus((weight * term.value(&x)).negated());
            }
        }
    }
    fn rough(&self, panel: &Panel<Number>, offset: f64, values: &mut [f64]) {
        for (term, value) in self.0.iter().zip(values) {
            *value = term.value(&Lanes([panel.origin + offset])).0[0];
        }
    }
    fn bounds(&self, region: &Region, bounds: &mut [f64]) {
        for (term, bound) in self.0.iter().zip(bounds) {
            *bound = term.bound(region);
        }
    }
    fn poles(&self) -> &[(f64, f64)] {
        &self.1
    }
}

#[test]
fn a_bound_covers_the_error() {
    const GOALS: [f64; 4] = [1e-3, 1e-6, 1e-12, 1e-20];
    let mut random = Random(29);
    let (mut nearest, mut checked) = (0.0f64, 0);
    for round in 0..400 {
        let mut power = |least: f64, most: f64| 2f64.powf(least + (most - least) * random.next());
        let mut term = || Term {
            a: power(-3.0, 3.0),
            g: power(-14.0, 2.0),
            b: power(-3.0, 3.0),
            m: power(-2.0, 2.0) - 1.5,
            t: power(-5.0, 1.0),
        };
        let terms = vec![term(), term()];
        let (lo, hi) = (-power(-3.0, 3.0), power(-3.0, 3.0));
        let hints = |term: &Term| [(0.0, term.g), (term.m, std::f64::consts::PI * term.t)];
        // Cuts where the poles are help; a bound holds without them.
        let poles = match round % 3 {
            0 => Vec::new(),
            _ => terms.iter().flat_map(hints).collect(),
        };
        let functions = Terms(terms, poles);
        let goal = Goal { share: GOALS[round % 4], ..Goal::LIGHT };
        let apart = |a: f64, b: f64| Number::difference([a], [b]);
        let found = integrate(&functions, &[End::double(lo), End::double(hi)], goal, apart);
        assert_eq!(found.failed, None, "{:?}", functions.0);
        for (place, term) in functions.0.iter().enumerate() {
            let [a, b] = [lo, hi].map(|x| term.integral(&Exact::constant(x)));
            let [(high, low, rounding)] = found.sums[place].parts();
            let sum = Exact::constant(high).minus(Exact::constant(-low));
            let error = sum.minus(b.minus(a)).hull().size() - rounding;
            let bound = found.errors[place];
            assert!(error <= bound * (1.0 + 1e-9), "{error:e} {bound:e} {term:?}");
            nearest = nearest.max(error / bound);
            checked += 1;
        }
    }
    println!("{checked} integrals, errors up to {nearest:.3} of their bounds");
    // A bound a hundred times as large would be sound and of no use.
    assert!(checked == 800 && nearest > 0.002, "{nearest}");
}
