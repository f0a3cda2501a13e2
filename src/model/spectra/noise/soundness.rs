//! Bounds of noise cover it on the whole rim of an ellipse: random machines of three reservoirs against complex doubles,
//! by the definition C = f_a (1 − f_a)(2t − 1) + p (1 − p) with p = f_a + Σ T_ab (f_b − f_a) of each channel: one for both
//! transmissions, or one for each of two to the same reservoir.

use super::super::bounds::{
    Complex, constant, logarithms, mixed, over, plus, reservoir, scaled, times,
};
use super::*;
use crate::formula::Spectrum;
use crate::model::machine::{Channels, Coupling, Machine, Occupation};
use crate::numeric::quadrature::End;
use crate::numeric::random::Random;
use crate::numeric::{Bounded, Real, Split};
use std::f64::consts::PI;

type Number = Bounded<Split, 1>;

#[test]
fn bounds_cover_noise() {
    let mut random = Random(31);
    let apart = |a: f64, b: f64| Number::difference([a], [b]);
    let (mut known, mut nearest) = ([0; 5], [0.0f64; 5]);
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
        let is_apart = round % 3 == 0;
        for (k, (at, fwhm, height)) in shapes.into_iter().enumerate() {
            let [at, fwhm, height] = [at, fwhm, height].map(|a| constant(&mut machine, a));
            let line = Spectrum::Lorentzian { at, fwhm };
            let height = Spectrum::Constant(height);
            machine.couplings.push(Coupling {
                to: 0,
                from: if is_apart { 1 } else { k + 1 },
                both_ways: true,
                transmission: Spectrum::Product(Box::new(height), Box::new(line)),
                lines: vec![],
                channels: Channels::one(Some(alike)),
            });
        }
        let link = |place: usize| {
            let Coupling { to, from, both_ways, .. } = machine.couplings[place];
            Link { to, from, both_ways, couplings: vec![place] }
        };
        let links = [link(0), link(1)];
        let all = std::iter::once(0..2);
        let channels = if is_apart { vec![0..1, 1..2] } else { all.collect() };
        // Of two reservoirs in equilibrium.
        let first_mu = |r: usize| match machine.reservoirs[r].occupation {
            Occupation::Equilibrium { mu, .. } => Some(mu),
            _ => None,
        };
        let mus = first_mu(0).zip(first_mu(1));
        let heats = mus.map_or(Weight::Particles, |(a, b)| Weight::Heats([a, b]));
        let weights = [Weight::Particles, Weight::Energy, Weight::Heat, Weight::Entropy, heats];
        let exact: Vec<Known<Number>> = machine.constants.iter().map(|c| c.value(&[])).collect();
        let spectra = Spectra::new(&machine, &links, &[], exact);
        let noise = Noise {
            spectra: &spectra,
            own: 0,
            alike: Some(alike),
            channels: &channels,
            weights: &weights,
            is_soft: false,
        };
        let (half, rho) = (2f64.powf(between(-4.0, 4.0)), 1.0 + 2f64.powf(between(-4.0, 2.0)));
        let middle = between(-1.0, 1.0) * between(2.0, 40.0);
        let [left, right] = [-half, half].map(|side| End::double(middle + side));
        let ellipse = Panel::between(&left, &right, apart).ellipse(rho);
        let mut bounds = vec![0.0; 5];
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
        let mut truth = [0.0f64; 5];
        for (k, z) in path.iter().enumerate() {
            let [a, b, c] = [0, 1, 2].map(|which| filled[which][k]);
            let t = shapes.map(|(at, fwhm, height)| {
                let u = ((z.0 - at) / (0.5 * fwhm), z.1 / (0.5 * fwhm));
                scaled(height / d, over((1.0, 0.0), plus((1.0, 0.0), times(u, u))))
            });
            let of_channel = |t: [Complex; 2]| {
                // p and 1 − p, each from what is filled, or left.
                let out = |which: usize| {
                    let change = [b, c].map(|of| minus(of[which], a[which]));
                    plus(a[which], plus(times(t[0], change[0]), times(t[1], change[1])))
                };
                let whole = minus(scaled(2.0, plus(t[0], t[1])), (1.0, 0.0));
                plus(times(times(a[0], a[1]), whole), times(out(0), out(1)))
            };
            let nothing = (0.0, 0.0);
            let total = match is_apart {
                true => plus(of_channel([t[0], nothing]), of_channel([t[1], nothing])),
                false => of_channel(t),
            };
            let total = scaled(d, total);
            let heat = (z.0 - own[0].1, z.1);
            let other_heat = (z.0 - other[0].1, z.1);
            // Out of equilibrium, what is counted as heat is y, and there is none together with another one.
            let [heat, both] = match own.len() {
                1 => [times(heat, heat), times(heat, other_heat)],
                _ => [times(y[k], y[k]), (1.0, 0.0)],
            };
            let squares = [(1.0, 0.0), times(*z, *z), heat, times(y[k], y[k]), both];
            for (place, square) in squares.into_iter().enumerate() {
                let (x, y) = times(total, square);
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
