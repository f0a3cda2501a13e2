//! Spectral currents as functions to be integrated.

use super::pair::Paired;
use super::resonances::Resonances;
use super::{Spectra, of};
use crate::formula::{Among, Arithmetic, At, Point, Rim, Value};
use crate::model::machine::Link;
use crate::numeric::Lanes;
use crate::numeric::quadrature::{Ellipse, Integrands, Panel, Region, Rule};
use std::cell::OnceCell;

impl<S: Arithmetic> Integrands<S> for Spectra<'_, S> {
    fn count(&self) -> usize {
        self.densities.len()
    }

    fn add(&self, panel: &Panel<S>, rule: Rule, sums: &mut [S]) {
        let mut totals: Vec<Option<S::Chunk>> = vec![None; sums.len()];
        let from: Vec<OnceCell<S::Chunk>> = vec![OnceCell::new(); self.exact.len()];
        let mut pairs: Vec<Option<Paired<S::Chunk>>> =
            (0..self.links.len()).map(|link| self.paired(link, panel.origin)).collect();
        let sums_of: Vec<Option<Resonances<S::Chunk>>> =
            (0..self.links.len()).map(|link| self.resonances(link, panel.origin)).collect();
        let (numbers, middle) = (self.numbers(), panel.middle());
        let (middle_of, half) = panel.exact();
        let [start, half] = [middle_of, half].map(|number| S::gather(|_| number.clone()));
        for [at, weight] in S::rule(rule).iter() {
            let offset = start.clone().plus_product(half.clone(), at.clone());
            let at = At { origin: panel.origin, offset: offset.clone(), middle };
            let site = Among { at, from: &from };
            // All densities are linear in the transmission.
            let strength = |place: usize, link: &Link| {
                if self.still[place] {
                    return None;
                }
                let sum = sums_of[place].as_ref().and_then(|resonances| resonances.sum(&offset));
                let transmission = sum.or_else(|| self.transmission(link, &self.exact, &site))?;
                Some(transmission.times(weight.clone()))
            };
            for (place, (pair, link)) in pairs.iter_mut().zip(self.links).enumerate() {
                if let Some(pair) = pair
                    && let Some(strength) = strength(place, link)
                {
                    pair.rows.push([offset.clone(), strength]);
                }
            }
            if pairs.iter().all(Option::is_some) {
                continue;
            }
            let unpaired = |place: usize, link: &Link| match pairs[place] {
                Some(_) => None,
                None => strength(place, link),
            };
            self.evaluate(&numbers, &site, unpaired, |channel, current: S::Chunk, weight| {
                let total = totals[channel].take();
                totals[channel] = Some(match (total, weight) {
                    (Some(total), Some(weight)) => total.plus_product(current, weight),
                    (Some(total), None) => total.plus(current),
                    (None, weight) => of(current, weight),
                });
            });
        }
        for pair in pairs.iter().flatten().filter(|pair| !pair.rows.is_empty()) {
            let sums = pair.sums().into_iter().flatten();
            totals[pair.first..].iter_mut().zip(sums).for_each(|(total, sum)| *total = Some(sum));
        }
        for (sum, total) in sums.iter_mut().zip(totals) {
            if let Some(total) = total {
                *sum = sum.clone().minus(S::total(&total, S::WIDTH).negated());
            }
        }
    }

    fn rough(&self, panel: &Panel<S>, x: f64, values: &mut [f64]) {
        let offset = Point(Lanes([x]));
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        values.fill(0.0);
        let mut is_done = true;
        for (place, link) in self.links.iter().enumerate() {
            let Some(first) = self.first_of_pair(place) else {
                is_done = false;
                continue;
            };
            if !self.still[place]
                && let Some(Point(Lanes([t]))) = self.transmission(link, &self.rough, &site)
            {
                self.roughly_paired(place, panel.origin, x, t, &mut values[first..]);
            }
        }
        if is_done {
            return;
        }
        let put = |channel: usize, current, weight| {
            let Point(Lanes([value])) = of(current, weight);
            values[channel] = value;
        };
        let transmitted = |place: usize, link: &Link| match self.first_of_pair(place) {
            Some(_) => None,
            None => self.transmission(link, &self.rough, &site),
        };
        self.evaluate(&self.rough_numbers(), &site, transmitted, put);
    }

    fn quick_bounds(&self, ellipse: &Ellipse, bounds: &mut [f64]) -> bool {
        self.closed(ellipse, bounds)
    }

    fn bounds(&self, region: &Region, bounds: &mut [f64]) {
        bounds.fill(0.0);
        let put = |channel: usize, current: Rim, weight: Option<Rim>| {
            let value = match weight {
                Some(weight) => current.weighted(weight),
                None => current,
            };
            bounds[channel] = value.size();
        };
        let transmitted = |_: usize, link: &Link| self.transmission(link, &self.rough, region);
        self.evaluate(&self.rough_numbers(), region, transmitted, put);
    }

    fn poles(&self) -> &[(f64, f64)] {
        &self.poles
    }
}
