//! Levels without width beside ranges of energies, where prices are looked for.
//!
//! At the greatest power a level is full where its gain g is above 0 and empty where it is below. Where g = 0 it may be
//! filled in part, so that what the conditions miss jumps with the prices. Here f = f₀ + g/w, no less than 0 and no
//! more than 1, which is steady; whenever prices are found, f₀ becomes f. When nothing changes any more, g is 0 at each
//! level that is filled in part.

use super::problem::{Problem, Site};
use crate::numeric::Lanes;

/// Levels that are filled steadily.
pub(super) struct Soft<'a> {
    levels: &'a [Site<Lanes<1>>],
    /// f₀ of each.
    from: Vec<f64>,
    /// w.
    width: f64,
}

/// w as a part of the terms of which g is made.
const WIDTH: f64 = 1e-2;
/// How much f may change in what is called no change.
const STILL: f64 = 1e-14;

fn terms<'a>(site: &'a Site<Lanes<1>>, prices: &'a [f64]) -> impl Iterator<Item = f64> + 'a {
    let prices = prices.iter().copied().chain([1.0]);
    site.costs.iter().zip(prices).map(|(Lanes([c]), price)| -c * price)
}

impl<'a> Soft<'a> {
    /// Half full where g = 0 at these prices.
    pub(super) fn new(levels: &'a Problem<Lanes<1>>, prices: &[f64]) -> Self {
        let sites = &levels.sites[..];
        let size = |site| terms(site, prices).map(f64::abs).sum::<f64>();
        let largest = sites.iter().map(size).fold(0.0, f64::max);
        let width = if largest > 0.0 { WIDTH * largest } else { 1.0 };
        Self { levels: sites, from: vec![0.5; sites.len()], width }
    }

    fn filled_to(&self, place: usize, prices: &[f64]) -> f64 {
        let gain: f64 = terms(&self.levels[place], prices).sum();
        (self.from[place] + gain / self.width).clamp(0.0, 1.0)
    }

    /// f of each level.
    pub(super) fn filled(&self, prices: &[f64]) -> Vec<f64> {
        (0..self.levels.len()).map(|place| self.filled_to(place, prices)).collect()
    }

    /// Takes from what conditions miss, the last one with them, what levels do, and adds to its rates by the prices. What it
    /// gives is Σ D w (f − f₀)²/2, by which the bound of the power is lower for being steady.
    pub(super) fn add(&self, prices: &[f64], missed: &mut [f64], rates: &mut [Vec<f64>]) -> f64 {
        let mut given_up = 0.0;
        for (place, site) in self.levels.iter().enumerate() {
            let f = self.filled_to(place, prices);
            let Lanes([weight]) = site.weight;
            for (k, miss) in missed.iter_mut().enumerate() {
                *miss -= weight * site.costs[k].0[0] * (f - site.f.0[0]);
            }
            given_up += 0.5 * weight * self.width * (f - self.from[place]).powi(2);
            if f <= 0.0 || f >= 1.0 {
                continue;
            }
            for (k, row) in rates.iter_mut().enumerate() {
                for (rate, Lanes([c])) in row.iter_mut().zip(&site.costs) {
                    *rate += weight * site.costs[k].0[0] * c / self.width;
                }
            }
        }
        given_up
    }

    /// Puts f in the place of f₀, and says whether it changes.
    pub(super) fn go_on(&mut self, prices: &[f64]) -> bool {
        let filled = self.filled(prices);
        let is_new = filled.iter().zip(&self.from).any(|(f, from)| (f - from).abs() > STILL);
        self.from = filled;
        is_new
    }
}
