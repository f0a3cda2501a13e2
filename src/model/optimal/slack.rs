//! Levels without width beside ranges of energies, in the proof of the greatest power.

use super::continuous::{middle, sum};
use super::problem::Site;
use crate::formula::Arithmetic;
use crate::model::linear::eliminated;
use crate::numeric::Interval;

/// Levels, and how they are filled.
pub(super) struct Filled<'a, S> {
    pub(super) sites: &'a [Site<S>],
    pub(super) filled: &'a [f64],
}

/// Columns that are shorter than this part of what they were are as good as combinations of others.
const DEPENDENT: f64 = 1e-9;

/// The longest of columns, no more than so many, each in a direction of its own.
pub(super) fn independent(mut columns: Vec<Vec<f64>>, most: usize) -> Vec<usize> {
    let size = |column: &[f64]| column.iter().map(|a| a * a).sum::<f64>();
    let whole: Vec<f64> = columns.iter().map(|column| size(column)).collect();
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < most {
        let is_free = |i: &usize| {
            !chosen.contains(i) && size(&columns[*i]) > DEPENDENT * DEPENDENT * whole[*i]
        };
        let free = (0..columns.len()).filter(is_free);
        let next = free.max_by(|i, j| size(&columns[*i]).total_cmp(&size(&columns[*j])));
        let Some(next) = next else { break };
        chosen.push(next);
        let along = columns[next].clone();
        let length = size(&along);
        for column in &mut columns {
            let share = column.iter().zip(&along).map(|(a, b)| a * b).sum::<f64>() / length;
            column.iter_mut().zip(&along).for_each(|(a, b)| *a -= share * b);
        }
    }
    chosen
}

impl<S: Arithmetic> Filled<'_, S> {
    /// The places of levels that are neither full nor empty.
    pub(super) fn in_part(&self) -> impl Iterator<Item = usize> {
        let filled = self.filled.iter().enumerate();
        filled.filter(|(_, f)| **f > 0.0 && **f < 1.0).map(|(place, _)| place)
    }

    /// What each condition gains where a level is filled more.
    pub(super) fn rates(&self, place: usize) -> Vec<S> {
        let Site { weight, costs, .. } = &self.sites[place];
        costs.iter().map(|cost| weight.clone() * cost.clone()).collect()
    }

    /// Whether a level may be filled so much more.
    pub(super) fn has_room(&self, place: usize, more: Interval) -> bool {
        let f = self.filled[place];
        // The roundings of a sum of two numbers below 1.
        more.lo > -f && more.hi < (1.0 - f) * (1.0 - f64::EPSILON)
    }

    /// g of a level.
    fn gain(&self, place: usize, prices: &[S]) -> S {
        let costs = &self.sites[place].costs;
        let last = costs.last().map_or_else(|| S::constant(0.0), |c| c.clone().negated());
        costs.iter().zip(prices).fold(last, |g, (c, price)| g.minus(c.clone() * price.clone()))
    }

    /// Prices next to these at which g = 0 for levels that are filled in part.
    pub(super) fn prices(&self, near: &[f64]) -> Option<Vec<S>> {
        let mut prices: Vec<S> = near.iter().map(|price| S::constant(*price)).collect();
        let places: Vec<usize> = self.in_part().collect();
        let costs = |place: &usize| &self.sites[*place].costs[..near.len()];
        let column = |place| costs(place).iter().map(|c| middle(c.hull())).collect();
        let chosen = independent(places.iter().map(column).collect(), near.len());
        let rows: Vec<&[S]> = chosen.iter().map(|place| costs(&places[*place])).collect();
        if rows.is_empty() {
            return Some(prices);
        }
        // The shortest step: a combination of the rows.
        let product = |a: &[S], b: &[S]| {
            let terms = a.iter().zip(b).map(|(a, b)| a.clone() * b.clone());
            terms.fold(S::constant(0.0), sum)
        };
        // The second step takes away what the roundings of the first one leave.
        for _ in 0..2 {
            let gains = chosen.iter().map(|place| self.gain(places[*place], &prices).middle());
            let gains: Vec<S> = gains.collect();
            let square = |a: &&[S]| rows.iter().map(|b| product(a, b)).collect();
            let shares = eliminated(rows.iter().map(square).collect(), gains)?;
            for (k, price) in prices.iter_mut().enumerate() {
                let step = rows.iter().zip(&shares).map(|(row, by)| row[k].clone() * by.clone());
                *price = step.fold(price.clone(), sum).middle();
            }
        }
        Some(prices)
    }

    /// What could be gained at most, by the area, if all levels were filled another way.
    pub(super) fn wrong(&self, prices: &[S]) -> f64 {
        let one = |place: usize| {
            let Interval { lo, hi } = self.gain(place, prices).hull();
            let f = self.filled[place];
            let most = (hi * (1.0 - f)).max(-lo * f).max(0.0);
            self.sites[place].weight.hull().hi * most * (1.0 + 1e-12)
        };
        (0..self.sites.len()).map(one).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Random;
    use crate::numeric::{Bounded, Enclosed, Real, Split};

    type Number = Bounded<Split, 1>;

    /// No filling of levels gains more than the bound, and some gain it all. At the prices next to any, nothing is gained
    /// from levels that are filled in part.
    #[test]
    fn a_bound_of_what_levels_gain_is_reached() {
        let mut random = Random(11);
        for _ in 0..300 {
            let mut about = |a: f64, by: f64| a + by * (2.0 * random.next() - 1.0);
            let numbers: Vec<[f64; 4]> = (0..5)
                .map(|_| [about(1.0, 0.5), about(0.0, 2.0), about(0.5, 0.8), about(0.0, 1.0)])
                .collect();
            let near = [about(0.0, 1.0), about(0.0, 1.0)];
            let site = |[weight, height, _, last]: &[f64; 4]| Site {
                weight: Number::constant(*weight),
                x: Number::constant(0.0),
                f: Number::constant(0.5),
                rest: Number::constant(0.5),
                costs: [1.0, *height, *last].map(Number::constant).to_vec(),
            };
            let sites: Vec<Site<Number>> = numbers.iter().map(site).collect();
            let filled: Vec<f64> = numbers.iter().map(|[_, _, f, _]| f.clamp(0.0, 1.0)).collect();
            let levels = Filled { sites: &sites, filled: &filled };
            let given = near.map(Number::constant);
            let gained = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
                let one = |([weight, height, _, last], own): (&[f64; 4], &f64)| {
                    let g = -last - near[0] - near[1] * height;
                    weight * g * (f(g, *own) - own)
                };
                numbers.iter().zip(&filled).map(one).sum()
            };
            let bound = levels.wrong(&given);
            let most = gained(&|g, _| f64::from(u8::from(g > 0.0)));
            assert!(bound >= most * (1.0 - 1e-14) && bound <= most + 1e-10, "{bound} {most}");
            let in_part: Vec<usize> = levels.in_part().collect();
            let prices = levels.prices(&near).unwrap();
            if in_part.len() <= 2 {
                for place in in_part {
                    assert!(levels.gain(place, &prices).hull().size() < 1e-26);
                }
            }
            for (place, f) in filled.iter().enumerate() {
                let room = |more: f64| levels.has_room(place, Interval::point(more));
                assert!(!room(1.0 - f) && !room(-f));
                assert!(*f == 0.0 || *f == 1.0 || room(0.99 * (1.0 - f)) && room(-0.99 * f));
            }
        }
    }
}
