//! Bounds of noise cover it on the whole rim of an ellipse: random machines of three reservoirs against complex doubles,
//! by the definition C = f_a (1 − f_a)(2t − 1) + p (1 − p) with p = f_a + Σ T_ab (f_b − f_a).

use super::super::bounds::{
    Complex, constant, logarithms, mixed, over, plus, reservoir, scaled, times,
};
use super::*;
use crate::formula::Spectrum;
use crate::model::machine::{Channels, Coupling, Machine};
use crate::numeric::quadrature::End;
use crate::numeric::random::Random;
use crate::numeric::{Bounded, Real, Split};
use std::f64::consts::PI;

type Number = Bounded<Split, 1>;

const WEIGHTS: [Weight; 4] = [Weight::Particles, Weight::Energy, Weight::Heat, Weight::Entropy];

#[test]
fn bounds_cover_noise() {
    let mut random = Random(31);
    let apart = |a: f64, b: f64| Number::difference([a], [b]);
    let (mut known, mut nearest) = ([0; 4], [0.0f64; 4]);
    for round in 0..3_000 {
        let mut between = |a: f64, b: f64| a + (b - a) * random.next();
        let mut level = |w: f64| (w, between(-1.0, 1.0), 2f64.powf(between(-3.0, 1.0)));
        let (own, other) = (vec![level(1.0)], vec![level(1.0)]);
        let mixture = vec![level(0.3), level(0.7)];
        let (own, other) = if round % 2 == 0 { (own, other) } else { (mixture, other) };
        let third = vec![level(1.0)];
        let mut shape = || (between(-1.0, 1.0), 2f64.powf(between(-4.0, 1.0)), between(0.2, 1.0));
        let shapes = [shape(), shape()];
        let d = [1.0, 2.0][round / 2 % 2];
        let mut machine = Machine::default();
        for parts in [&own, &other, &third] {
            reservoir(&mut machine, parts);
        }
        let alike = constant(&mut machine, d);
        for (k, (at, fwhm, height)) in shapes.into_iter().enumerate() {
            let [at, fwhm, height] = [at, fwhm, height].map(|a| constant(&mut machine, a));
            let line = Spectrum::Lorentzian { at, fwhm };
            let height = Spectrum::Constant(height);
            machine.couplings.push(Coupling {
                to: 0,
                from: k + 1,
                both_ways: true,
                transmission: Spectrum::Product(Box::new(height), Box::new(line)),
                lines: vec![],
                channels: Channels::one(Some(alike)),
            });
        }
        let links = machine.links();
        let exact: Vec<Known<Number>> = machine.constants.iter().map(|c| c.value(&[])).collect();
        let spectra = Spectra::new(&machine, &links, &[], exact);
        let noise = Noise {
            spectra: &spectra,
            own: 0,
            alike: Some(alike),
            weights: &WEIGHTS,
            is_soft: false,
        };
        let (half, rho) = (2f64.powf(between(-4.0, 4.0)), 1.0 + 2f64.powf(between(-4.0, 2.0)));
        let middle = between(-1.0, 1.0) * between(2.0, 40.0);
        let [left, right] = [-half, half].map(|side| End::double(middle + side));
        let ellipse = Panel::between(&left, &right, apart).ellipse(rho);
        let mut bounds = vec![0.0; 4];
        noise.closed(&ellipse, &mut bounds);
        let [long, short] = ellipse.axes;
        let path = (0..=400).map(|k| {
            let angle = PI * f64::from(k) / 400.0;
            (middle + long * angle.cos(), short * angle.sin())
        });
        let path: Vec<Complex> = path.collect();
        let filled = [&own, &other, &third]
            .map(|parts| -> Vec<[Complex; 2]> { path.iter().map(|z| mixed(parts, *z)).collect() });
        let y = logarithms(&filled[0]);
        let minus = |a: Complex, b: Complex| plus(a, scaled(-1.0, b));
        let mut truth = [0.0f64; 4];
        for (k, z) in path.iter().enumerate() {
            let [a, b, c] = [0, 1, 2].map(|which| filled[which][k]);
            let t = shapes.map(|(at, fwhm, height)| {
                let u = ((z.0 - at) / (0.5 * fwhm), z.1 / (0.5 * fwhm));
                scaled(height / d, over((1.0, 0.0), plus((1.0, 0.0), times(u, u))))
            });
            // p and 1 − p, each from what is filled, or left.
            let out = |which: usize| {
                let change = [b, c].map(|of| minus(of[which], a[which]));
                plus(a[which], plus(times(t[0], change[0]), times(t[1], change[1])))
            };
            let whole = minus(scaled(2.0, plus(t[0], t[1])), (1.0, 0.0));
            let total = plus(times(times(a[0], a[1]), whole), times(out(0), out(1)));
            let total = scaled(d, total);
            let heat = (z.0 - own[0].1, z.1);
            for (place, along) in [(1.0, 0.0), *z, heat, y[k]].into_iter().enumerate() {
                // Out of equilibrium, what is counted as heat is y.
                let along = if place == 2 && own.len() > 1 { y[k] } else { along };
                let (x, y) = times(total, times(along, along));
                truth[place] = truth[place].max(x.hypot(y));
            }
        }
        for (place, (bound, truth)) in bounds.iter().zip(truth).enumerate() {
            if bound.is_finite() && truth.is_finite() {
                let size = long + middle.abs() + 2.0;
                // What all but cancels has no digits in doubles.
                let off = 1e-13 * (1.0 + size * size * 64.0);
                assert!(
                    truth <= bound * (1.0 + 1e-9) + off,
                    "{truth:e} {bound:e} {place} {ellipse:?}"
                );
                known[place] += 1;
                nearest[place] = nearest[place].max(truth / bound);
            }
        }
    }
    assert!(known.iter().all(|known| *known > 500), "{known:?}");
    assert!(nearest.iter().all(|nearest| *nearest > 0.2), "{nearest:?}");
}
