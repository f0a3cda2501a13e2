//! Bounds of densities cover them on the whole rim of an ellipse: random machines against complex doubles, by
//! the definitions of f, y and Δ.

use super::super::roughly;
use super::*;
use crate::formula::{Constant, Spectrum};
use crate::model::density::densities;
use crate::model::machine::{Channels, Coupling};
use crate::model::mixture::Mixture;
use crate::numeric::quadrature::{End, Panel};
use crate::numeric::random::Random;
use crate::numeric::{Bounded, Lanes, Real, Split};

type Number = Bounded<Split, 1>;
pub type Complex = (f64, f64);

pub fn plus((x, y): Complex, (u, v): Complex) -> Complex {
    (x + u, y + v)
}

pub fn times((x, y): Complex, (u, v): Complex) -> Complex {
    (x * u - y * v, x * v + y * u)
}

pub fn over(a: Complex, (u, v): Complex) -> Complex {
    let square = u * u + v * v;
    times(a, (u / square, -v / square))
}

pub fn scaled(a: f64, (x, y): Complex) -> Complex {
    (a * x, a * y)
}

/// f and 1 − f of a mixture, both without cancellation.
pub fn mixed(parts: &[(f64, f64, f64)], z: Complex) -> [Complex; 2] {
    let filled = |sign: f64| {
        let of = |(w, mu, t): &(f64, f64, f64)| {
            let (x, y) = (sign * (z.0 - mu) / t, sign * z.1 / t);
            let power = |x: f64| (x.exp() * y.cos(), x.exp() * y.sin());
            let f = match x > 0.0 {
                true => {
                    let small = ((-x).exp() * y.cos(), -(-x).exp() * y.sin());
                    over(small, plus((1.0, 0.0), small))
                }
                false => over((1.0, 0.0), plus((1.0, 0.0), power(x))),
            };
            scaled(*w, f)
        };
        parts.iter().map(of).fold((0.0, 0.0), plus)
    };
    [filled(1.0), filled(-1.0)]
}

/// y = ln((1 − f)/f) along a path from the axis, where it is real.
pub fn logarithms(path: &[[Complex; 2]]) -> Vec<Complex> {
    let quotient = |[f, rest]: &[Complex; 2]| over(*rest, *f);
    let mut all: Vec<Complex> = Vec::new();
    let mut before: Option<Complex> = None;
    for pair in path {
        let (x, y) = quotient(pair);
        let size = x.hypot(y).ln();
        let angle = match (before, all.last()) {
            (Some(last), Some((_, angle))) => {
                let (u, v) = over((x, y), last);
                angle + v.atan2(u)
            }
            _ => y.atan2(x),
        };
        all.push((size, angle));
        before = Some((x, y));
    }
    all
}

pub fn constant(machine: &mut Machine, a: f64) -> usize {
    machine.constants.push(Constant::double(a));
    machine.constants.len() - 1
}

pub fn reservoir(machine: &mut Machine, parts: &[(f64, f64, f64)]) {
    let mut fermi = |holes: bool| {
        let of = |(w, mu, t): &(f64, f64, f64)| {
            let [w, mu, t] = [*w, *mu, *t].map(|a| constant(machine, a));
            let fermi = Spectrum::Fermi { mu, t, holes };
            Spectrum::Product(Box::new(Spectrum::Constant(w)), Box::new(fermi))
        };
        Spectrum::Sum(parts.iter().map(of).collect())
    };
    let occupation = match parts {
        [(_, mu, t)] => {
            let [mu, t] = [*mu, *t].map(|a| constant(machine, a));
            Occupation::Equilibrium { mu, t }
        }
        _ => Occupation::Given { f: fermi(false), rest: fermi(true) },
    };
    let name = String::new();
    machine.reservoirs.push(Reservoir { name, statistics: Statistics::Fermi, occupation });
}

#[test]
fn bounds_cover_densities() {
    let mut random = Random(17);
    let apart = |a: f64, b: f64| Number::difference([a], [b]);
    // By kind of machine and density: how many bounds there were, and how near the truth came.
    let mut seen = std::collections::BTreeMap::<(usize, usize), (usize, f64)>::new();
    for round in 0..6_000 {
        let kind = round % 3;
        let mut between = |a: f64, b: f64| a + (b - a) * random.next();
        let w = between(0.05, 0.95);
        let level = |between: &mut dyn FnMut(f64, f64) -> f64, weight: f64| {
            (weight, between(-1.0, 1.0), 2f64.powf(between(-3.0, 1.0)))
        };
        let a = vec![level(&mut between, 1.0)];
        let b = match kind {
            0 => vec![level(&mut between, 1.0)],
            1 => vec![level(&mut between, w), level(&mut between, 1.0 - w)],
            _ => {
                let (_, mu, t) = level(&mut between, w);
                vec![(w, mu, t), (1.0 - w, between(-1.0, 1.0), t)]
            }
        };
        let (at, fwhm, height) =
            (between(-1.0, 1.0), 2f64.powf(between(-4.0, 1.0)), between(0.2, 1.0));
        let (t0, mu0) = (between(0.2, 1.0), between(-1.0, 1.0));
        let mut machine = Machine::default();
        reservoir(&mut machine, &a);
        reservoir(&mut machine, &b);
        let [p, q, r] = [at, fwhm, height].map(|a| constant(&mut machine, a));
        machine.t0 = Some(constant(&mut machine, t0));
        machine.mu0 = Some(constant(&mut machine, mu0));
        let shape = Spectrum::Lorentzian { at: p, fwhm: q };
        let transmission = Spectrum::Product(Box::new(Spectrum::Constant(r)), Box::new(shape));
        machine.couplings.push(Coupling {
            to: 0,
            from: 1,
            both_ways: true,
            transmission,
            lines: vec![],
            channels: Channels::default(),
        });
        let links = machine.links();
        let mut densities = densities(&machine, &links);
        densities.extend((0..3).map(|power| (0, Density::Response(0, power))));
        let exact: Vec<Known<Number>> = machine.constants.iter().map(|c| c.value(&[])).collect();
        let spectra = Spectra::new(&machine, &links, &densities, exact);
        let (half, rho) = (2f64.powf(between(-4.0, 4.0)), 1.0 + 2f64.powf(between(-4.0, 2.0)));
        let middle = between(-1.0, 1.0) * between(2.0, 40.0);
        let [left, right] = [-half, half].map(|side| End::double(middle + side));
        let panel = Panel::between(&left, &right, apart);
        let ellipse = panel.ellipse(rho);
        let mut bounds = vec![0.0; densities.len()];
        spectra.closed(&ellipse, &mut bounds);
        let [long, short] = ellipse.axes;
        let point = |k: u32| {
            let angle = PI * f64::from(k) / 400.0;
            (middle + long * angle.cos(), short * angle.sin())
        };
        let path: Vec<Complex> = (0..=400).map(point).collect();
        let [f_a, f_b] = [&a, &b]
            .map(|parts| -> Vec<[Complex; 2]> { path.iter().map(|z| mixed(parts, *z)).collect() });
        let y_b = logarithms(&f_b);
        let mut truth = vec![0.0f64; densities.len()];
        for (k, z) in path.iter().enumerate() {
            let u = ((z.0 - at) / (0.5 * fwhm), z.1 / (0.5 * fwhm));
            let t = scaled(height, over((1.0, 0.0), plus((1.0, 0.0), times(u, u))));
            let apart = |which: usize| plus(f_b[k][which], scaled(-1.0, f_a[k][which]));
            let [filled, left] = [apart(0), apart(1)];
            // The smaller ones of f and 1 − f have more digits.
            let is_above = f_b[k][0].0.hypot(f_b[k][0].1) < f_b[k][1].0.hypot(f_b[k][1].1);
            let current = times(t, if is_above { filled } else { scaled(-1.0, left) });
            let (_, mu, temperature) = a[0];
            let response = |power: u32| {
                let changing = times(f_a[k][0], f_a[k][1]);
                let along = (0..power).fold(changing, |of, _| times(of, (z.0 - mu, z.1)));
                times(t, scaled(1.0 / temperature, along))
            };
            let y_a = scaled(1.0 / temperature, (z.0 - mu, z.1));
            for (channel, (_, density)) in densities.iter().enumerate() {
                if let Density::Response(0, power) = density {
                    let (x, y) = response(*power);
                    truth[channel] = truth[channel].max(x.hypot(y));
                    continue;
                }
                let weight = match density {
                    Density::Particles => (1.0, 0.0),
                    Density::Energy => *z,
                    Density::Heat(0) => (z.0 - mu, z.1),
                    Density::Heat(_) => (z.0 - b[0].1, z.1),
                    Density::Entropy(_) => y_b[k],
                    Density::Exergy(_) => plus((z.0 - mu0, z.1), scaled(-t0, y_b[k])),
                    _ => plus(y_a, scaled(-1.0, y_b[k])),
                };
                let (x, y) = times(current, weight);
                truth[channel] = truth[channel].max(x.hypot(y));
            }
        }
        for (channel, (bound, truth)) in bounds.iter().zip(&truth).enumerate() {
            if !bound.is_finite() || !truth.is_finite() {
                continue;
            }
            let what = (kind, densities[channel], &a, &b, at, fwhm, &ellipse);
            // The difference of two equal numbers has no digits in doubles.
            assert!(
                *truth <= bound * (1.0 + 1e-9) + 1e-13 * height,
                "{truth:e} {bound:e} {what:?}"
            );
            let entry = seen.entry((kind, channel)).or_default();
            entry.0 += 1;
            entry.1 = entry.1.max(truth / bound);
        }
    }
    println!("{seen:?}");
    // Two reservoirs in equilibrium have five densities; a mixture has no heat, but entropy and exergy. Each time three
    // responses of the first reservoir are added.
    assert_eq!(seen.len(), 5 + 6 + 6 + 3 * 3);
    for (place, (known, nearest)) in seen {
        assert!(
            known > 500 && nearest > 0.2 && nearest <= 1.0 + 1e-9,
            "{place:?} {known} {nearest}"
        );
    }
}

/// |y| of mixtures alone, in ellipses that reach almost as far as f is analytic, where two components of very
/// different weights all but cancel.
#[test]
fn bounds_cover_the_logarithm_of_a_mixture() {
    let mut random = Random(29);
    let apart = |a: f64, b: f64| Number::difference([a], [b]);
    let (mut known, mut nearest) = (0, 0.0f64);
    for _ in 0..4_000 {
        let mut between = |a: f64, b: f64| a + (b - a) * random.next();
        let panel = Panel::between(&End::double(-1.0), &End::double(1.0), apart);
        let ellipse = panel.ellipse(1.0 + 2f64.powf(between(-3.0, 3.0)));
        let [long, short] = ellipse.axes;
        let t = short / (PI * (1.0 - 10f64.powf(between(-3.4, -0.5))));
        let w = 10f64.powf(between(-4.0, -0.3));
        let shift = -2.0 * (w / (1.0 - w)).ln() * between(0.9, 1.1);
        let middle = between(-0.02, 0.02) * long;
        let b = [
            (1.0 - w, middle - 0.5 * shift * t, t),
            (w, middle + 0.5 * shift * t, t * 2f64.powf(between(-0.5, 0.5).max(0.0))),
        ];
        let mut machine = Machine::default();
        reservoir(&mut machine, &b);
        let exact: Vec<Known<Number>> = machine.constants.iter().map(|c| c.value(&[])).collect();
        let rough: Vec<Known<Lanes<1>>> = exact.iter().map(roughly).collect();
        let mixture = Mixture::of(&machine, 0, &exact).map(|mixture| mixture.map(roughly));
        let filling = Filling::of(&machine, 0, &rough, mixture.as_ref());
        let Some(Sizes { y: bound, .. }) = filling.sizes(&ellipse) else { continue };
        let point = |k: u32| {
            let angle = PI * f64::from(k) / 2000.0;
            (long * angle.cos(), short * angle.sin())
        };
        let path: Vec<[Complex; 2]> = (0..=2000).map(|k| mixed(&b, point(k))).collect();
        let sizes = logarithms(&path).into_iter().map(|(x, y)| x.hypot(y));
        let truth = sizes.fold(0.0, f64::max);
        if bound.is_finite() && truth.is_finite() {
            assert!(truth <= bound * (1.0 + 1e-9), "{truth} {bound} {b:?} {ellipse:?}");
            (known, nearest) = (known + 1, nearest.max(truth / bound));
        }
    }
    assert!(known > 500 && nearest > 0.5, "{known} {nearest}");
}
