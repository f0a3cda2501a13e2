//! Bounds of the noise of a reservoir in ellipses, in closed form.

use super::super::bounds::Sizes;
use super::{Noise, Weight};
use crate::formula::Arithmetic;
use crate::model::machine::Occupation;
use crate::numeric::Interval;
use crate::numeric::quadrature::Ellipse;

const ROUNDED: f64 = 1.0 + 1e-12;

impl<S: Arithmetic> Noise<'_, S> {
    /// Bounds in an ellipse by those of what the integrands are made of; whether enclosures may know more.
    pub(super) fn closed(&self, ellipse: &Ellipse, bounds: &mut [f64]) -> bool {
        let spectra = self.spectra;
        if self.is_soft {
            bounds.fill(f64::INFINITY);
            return true;
        }
        bounds.fill(0.0);
        let own = spectra.fillings[self.own].sizes(ellipse);
        let alike = self.alike.map_or(1.0, |place| spectra.rough[place].hull.lo);
        let mut total = 0.0;
        // Whether there is a transmission, and whether all of them are finite.
        let (mut is_alive, mut is_finite, mut is_known) = (false, true, true);
        for channel in self.channels {
            let mut others: Vec<(Sizes, f64)> = Vec::new();
            for place in channel.clone() {
                let t = spectra.transmitted(place, ellipse);
                if t == 0.0 {
                    continue;
                }
                (is_alive, is_finite) = (true, is_finite && t.is_finite());
                match spectra.fillings[self.other(&spectra.links[place])].sizes(ellipse) {
                    Some(sizes) => others.push((sizes, t)),
                    None => is_known = false,
                }
            }
            if let Some(own) = own {
                total += most_of_channel(own, &others, alike);
            }
        }
        if !is_alive {
            return false;
        }
        let (Some(own), true) = (own, is_known) else {
            bounds.fill(f64::INFINITY);
            return is_finite;
        };
        if alike <= 0.0 {
            bounds.fill(f64::INFINITY);
            return false;
        }
        let energy = |of: Interval| {
            let (from, off) = ellipse.place(of);
            (from.abs() + off + ellipse.axes[0]) * ROUNDED
        };
        for (bound, weight) in bounds.iter_mut().zip(self.weights) {
            let along = match (weight, &spectra.machine.reservoirs[self.own].occupation) {
                (Weight::Particles, _) => 1.0,
                (Weight::Energy, _) => energy(Interval::point(0.0)),
                (Weight::Heat, Occupation::Equilibrium { mu, .. }) => {
                    energy(spectra.rough[*mu].hull)
                }
                (Weight::Heat | Weight::Entropy, _) => own.y,
                (Weight::Heats(mu), _) => {
                    let [a, b] = mu.map(|mu| energy(spectra.rough[mu].hull));
                    *bound = total * a * b * ROUNDED;
                    continue;
                }
            };
            *bound = total * along * along * ROUNDED;
        }
        false
    }
}

/// A bound of what fluctuates in one channel, or in all that are alike, by those of the transmissions to the others.
fn most_of_channel(own: Sizes, others: &[(Sizes, f64)], alike: f64) -> f64 {
    let square = |a: Sizes, b: Sizes| {
        let apart = (a.f + b.f).min(a.rest + b.rest);
        apart * apart * ROUNDED
    };
    let mine = own.f * own.rest;
    let whole: f64 = others.iter().map(|(_, t)| t).sum();
    let mut total = 0.0;
    for (place, (b, t)) in others.iter().enumerate() {
        total += t * (mine + b.f * b.rest) * ROUNDED;
        total += (1.0 + whole / alike) * t * square(own, *b) * ROUNDED;
        let pairs = others[..place].iter().map(|(c, u)| t * u / alike * square(*b, *c));
        total += pairs.sum::<f64>() * ROUNDED;
    }
    total
}
