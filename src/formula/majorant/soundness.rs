//! A majorant is no less than the function anywhere in the ellipse, and not much more than it somewhere: random
//! functions and ellipses against complex doubles at points of the rim.

use super::*;
use crate::numeric::quadrature::{End, Panel};
use crate::numeric::random::Random;
use crate::numeric::{Bounded, Real, Split};

type Number = Bounded<Split, 1>;
type Complex = (f64, f64);

fn plus((x, y): Complex, (u, v): Complex) -> Complex {
    (x + u, y + v)
}

fn times((x, y): Complex, (u, v): Complex) -> Complex {
    (x * u - y * v, x * v + y * u)
}

fn over(a: Complex, (u, v): Complex) -> Complex {
    let square = u * u + v * v;
    times(a, (u / square, -v / square))
}

fn fermi((x, y): Complex) -> Complex {
    let size = x.exp();
    over((1.0, 0.0), (1.0 + size * y.cos(), size * y.sin()))
}

/// A random ellipse around a panel, and points of its rim.
fn ellipse(random: &mut Random) -> (Ellipse, Vec<Complex>) {
    let mut power = |least: f64, most: f64| 2f64.powf(least + (most - least) * random.next());
    let (half, rho) = (power(-8.0, 3.0), 1.0 + power(-4.0, 3.0));
    let middle = 8.0 * (random.next() - 0.5);
    let apart = |a: f64, b: f64| Number::difference([a], [b]);
    let (left, right) = (End::double(middle - half), End::double(middle + half));
    let panel = Panel::between(&left, &right, apart);
    let ellipse = panel.ellipse(rho);
    let [long, short] = ellipse.axes;
    let centre = ellipse.origin + ellipse.middle;
    let point = |k: u32| {
        let angle = PI * f64::from(k) / 400.0;
        (centre + long * angle.cos(), short * angle.sin())
    };
    (ellipse, (0..=400).map(point).collect())
}

fn size((x, y): Complex) -> f64 {
    x.hypot(y)
}

/// Whether a bound covers the values at some points, how near it comes, and whether there was one.
#[derive(Default)]
struct Judge {
    known: usize,
    nearest: f64,
    /// Where the bound exceeds the truth most.
    loosest: f64,
}

impl Judge {
    fn see(&mut self, bound: f64, truth: f64, what: &dyn std::fmt::Debug) {
        if !bound.is_finite() {
            return;
        }
        assert!(truth <= bound * (1.0 + 1e-9), "{truth:e} {bound:e} {what:?}");
        self.known += 1;
        self.nearest = self.nearest.max(truth / bound);
        self.loosest = self.loosest.max(bound / truth);
    }
}

fn known(a: f64) -> Known<Lanes<1>> {
    Known::double(a)
}

#[test]
fn a_resonance_is_below_its_majorant() {
    let mut random = Random(3);
    let mut judge = Judge::default();
    for _ in 0..4_000 {
        let (ellipse, rim) = ellipse(&mut random);
        let at = 8.0 * (random.next() - 0.5);
        let fwhm = 2f64.powf(6.0 * random.next() - 5.0);
        let spectrum = Spectrum::Lorentzian { at: 0, fwhm: 1 };
        let bound = Majorant::of(&spectrum, &[known(at), known(fwhm)]).size(&ellipse);
        let value = |z: &Complex| {
            let u = ((z.0 - at) / (0.5 * fwhm), z.1 / (0.5 * fwhm));
            size(over((1.0, 0.0), plus((1.0, 0.0), times(u, u))))
        };
        // A pole inside.
        let is_inside = ellipse.distance(ellipse.from_middle(at, 0.0, 0.0), 0.5 * fwhm) <= 0.0;
        assert!(bound.is_infinite() == is_inside);
        judge.see(bound, rim.iter().map(value).fold(0.0, f64::max), &(ellipse, at, fwhm));
    }
    assert!(judge.known > 1_500 && judge.nearest > 0.999, "{} {}", judge.known, judge.nearest);
}

#[test]
fn occupations_are_below_their_majorants() {
    let mut random = Random(5);
    let mut judges = [Judge::default(), Judge::default()];
    for _ in 0..4_000 {
        let (ellipse, rim) = ellipse(&mut random);
        let mu = 8.0 * (random.next() - 0.5);
        let t = 2f64.powf(5.0 * random.next() - 3.0);
        for (holes, judge) in [false, true].into_iter().zip(&mut judges) {
            let spectrum = Spectrum::Fermi { mu: 0, t: 1, holes };
            let bound = Majorant::of(&spectrum, &[known(mu), known(t)]).size(&ellipse);
            let sign = if holes { -1.0 } else { 1.0 };
            let value = |z: &Complex| size(fermi((sign * (z.0 - mu) / t, sign * z.1 / t)));
            judge.see(bound, rim.iter().map(value).fold(0.0, f64::max), &(ellipse, mu, t, holes));
        }
    }
    for Judge { known, nearest, .. } in judges {
        assert!(known > 1_500 && nearest > 0.999, "{known} {nearest}");
    }
}

#[test]
fn bosons_are_below_their_majorants() {
    let mut random = Random(6);
    let mut judges = [Judge::default(), Judge::default()];
    for _ in 0..4_000 {
        let (ellipse, rim) = ellipse(&mut random);
        let level = Level {
            mu: Interval::point(-4.0 * random.next() - 4.0),
            t: Interval::point(2f64.powf(5.0 * random.next() - 3.0)),
        };
        let bounds = level.range(&ellipse).bose();
        let value = |z: &Complex| {
            let (x, y) = ((z.0 - level.mu.lo) / level.t.lo, z.1 / level.t.lo);
            let (re, im) = (x.exp() * y.cos(), x.exp() * y.sin());
            let n = over((1.0, 0.0), (re - 1.0, im));
            [size(n), size(plus((1.0, 0.0), n))]
        };
        for (place, judge) in judges.iter_mut().enumerate() {
            let most = rim.iter().map(|z| value(z)[place]).fold(0.0, f64::max);
            judge.see(bounds[place], most, &(ellipse, level));
        }
    }
    for Judge { known, nearest, .. } in judges {
        assert!(known > 1_500 && nearest > 0.999, "{known} {nearest}");
    }
}

/// 1/Π((E − p)² + g²) with its factors multiplied out, and with two of them alike.
#[test]
fn a_quotient_is_below_its_majorant() {
    let mut random = Random(7);
    let (mut judge, mut asked) = (Judge::default(), 0);
    for round in 0..3_000 {
        let (ellipse, rim) = ellipse(&mut random);
        let mut zeros: Vec<Complex> = (0..1 + round % 3)
            .map(|_| (4.0 * (random.next() - 0.5), 2f64.powf(5.0 * random.next() - 4.0)))
            .collect();
        if round % 2 == 0 {
            zeros.push(zeros[0]);
        }
        // The constants: 1, and of each factor a slope, its zero and g².
        let mut constants = vec![known(1.0)];
        let mut product: Option<Spectrum> = None;
        for (p, g) in &zeros {
            let first = constants.len();
            constants.extend([known(*p), known(g * g)]);
            let affine = Spectrum::Affine { slope: 0, zero: first };
            let square = Spectrum::Power(Box::new(affine), 2);
            let factor = Spectrum::Sum(vec![square, Spectrum::Constant(first + 1)]);
            product = Some(match product {
                Some(other) => Spectrum::Product(Box::new(other), Box::new(factor)),
                None => factor,
            });
        }
        let one = Box::new(Spectrum::Constant(0));
        let spectrum = Spectrum::Quotient(one, Box::new(product.unwrap()));
        let bound = Majorant::of(&spectrum, &constants).size(&ellipse);
        let value = |z: &Complex| {
            let factor = |(p, g): &Complex| {
                let u = (z.0 - p, z.1);
                over((1.0, 0.0), plus((g * g, 0.0), times(u, u)))
            };
            size(zeros.iter().map(factor).fold((1.0, 0.0), times))
        };
        let apart = |(p, g): &Complex| ellipse.distance(ellipse.from_middle(*p, 0.0, 0.0), *g);
        let least = zeros.iter().map(apart).fold(f64::INFINITY, f64::min);
        assert!(least > 0.0 || bound.is_infinite(), "{zeros:?} {ellipse:?}");
        // Double zeros are known to the root of a rounding.
        asked += usize::from(least > 1e-3);
        judge.see(bound, rim.iter().map(value).fold(0.0, f64::max), &(ellipse, &zeros));
    }
    assert!(judge.known > 1_000 && judge.known + 20 > asked, "{} of {asked}", judge.known);
    assert!(judge.nearest > 0.99, "{}", judge.nearest);
}
