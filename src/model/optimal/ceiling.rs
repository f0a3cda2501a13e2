//! The proof of the greatest power of a demon over a range of energies: see the module `bang`.

use super::bang::{Piece, costs};
use super::broad::{Local, Neighbour};
use super::continuous::{Continuous, UNKNOWN, middle, sum};
use super::slack::{Filled, independent};
use crate::formula::{Known, Rim, Site, Value};
use crate::model::Integrable;
use crate::model::flows::Unproven;
use crate::model::linear::eliminated;
use crate::numeric::quadrature::{Panel, Region};
use crate::numeric::{Interval, Lanes, Rectangle};

/// How many parts of a piece are looked at.
const MOST_PARTS: usize = 100_000;
/// How often a part of the axis is cut into eight where it is not certain which sign g has.
const DEEPEST: u32 = 23;

/// What may change where a demon is put right: where it turns from full to empty, or how a level is filled.
enum Change<'a, S> {
    Switch(&'a Piece<S>),
    Level(usize),
}

impl<S: Integrable> Continuous<'_, S> {
    /// The power that these pieces reach, with what is missed of the conditions put right, and the proof that none
    /// is greater.
    pub(super) fn proven(
        &self,
        rough: &[Known<Lanes<1>>],
        prices: &[f64],
        (pieces, free): (&[Piece<S>], &[Panel<S>]),
        filled: &[f64],
        flows: &[S],
    ) -> Result<S, Unproven> {
        let count = prices.len();
        let levels = Filled { sites: &self.levels.sites, filled };
        let prices = levels.prices(prices).ok_or(UNKNOWN)?;
        let missed = self.missing(flows);
        // Without heat drawn, the last flow is what is wanted of it.
        let reached = missed[count].clone();
        let priced = prices.iter().zip(&missed).map(|(a, b)| a.clone() * b.clone());
        let scale = reached.hull().size();
        let gains = self.gains(&prices);
        let wrong: f64 = pieces.iter().map(|piece| self.wrong(rough, &gains, piece, scale)).sum();
        // Whatever is filled there, with either sign of g.
        let both = free.iter().flat_map(|panel| {
            [true, false].map(|is_full| Piece { panel: panel.clone(), is_full, is_switch: false })
        });
        let unsure: f64 = both.map(|piece| self.wrong(rough, &gains, &piece, scale)).sum();
        let wrong = wrong + unsure + levels.wrong(&prices);
        let bound = priced.fold(reached.clone(), sum).widened(wrong * (1.0 + 1e-9));
        let put_right = self.put_right(rough, pieces, &levels, &missed[..count])?;
        let power = reached.minus(put_right.negated());
        let gap = bound.minus(power.clone()).hull().hi.max(0.0);
        match gap.is_finite() {
            true => Ok(power.widened(gap)),
            false => Err(UNKNOWN),
        }
    }

    /// By how much the power changes where some pieces are made longer or shorter, and some levels are filled more or
    /// less, until nothing is missed.
    fn put_right(
        &self,
        rough: &[Known<Lanes<1>>],
        pieces: &[Piece<S>],
        levels: &Filled<'_, S>,
        missed: &[S],
    ) -> Result<S, Unproven> {
        let count = missed.len();
        // What each condition gains where the piece is made longer, as enclosures up to a distance; and the power.
        let rates = |piece: &Piece<S>, by: f64| -> Option<Vec<S>> {
            let at = piece.panel.rough[1];
            let side = Interval { lo: at - by, hi: at + by };
            let region = Region {
                origin: piece.panel.origin,
                middle: at,
                arcs: vec![Rectangle::real(side)],
                axes: [by, 0.0],
            };
            let local: Local<Rim> = self.broad.local(rough, &region)?;
            let (costs, weight) = costs(&local, &self.broad.conditions);
            let rate = |cost: Rim| {
                let Interval { lo, hi } = cost.times(weight).on_axis()?;
                let half = 0.5 * (hi - lo);
                let sign = if piece.is_full { 1.0 } else { -1.0 };
                let number = S::constant(sign * (lo + half));
                Some(number.widened(half * (1.0 + 1e-9) + 1e-15 * (lo.abs() + hi.abs())))
            };
            costs.into_iter().map(rate).collect()
        };
        let changed = |change: &Change<'_, S>, by: f64| match change {
            Change::Switch(piece) => rates(piece, by),
            Change::Level(place) => Some(levels.rates(*place)),
        };
        let switches = pieces.iter().filter(|piece| piece.is_switch).map(Change::Switch);
        let changes: Vec<Change<'_, S>> =
            switches.chain(levels.in_part().map(Change::Level)).collect();
        let mut columns: Vec<Vec<f64>> = Vec::new();
        for change in &changes {
            let rates = changed(change, 0.0).ok_or(UNKNOWN)?;
            columns.push(rates[..count].iter().map(|rate| middle(rate.hull())).collect());
        }
        let chosen = independent(columns, count);
        if chosen.len() < count {
            return Err(UNKNOWN);
        }
        let ways = |by: f64| -> Option<(Vec<S>, Vec<Vec<S>>)> {
            let mut found = Vec::new();
            for place in &chosen {
                found.push(changed(&changes[*place], by)?);
            }
            let row = |k: usize| found.iter().map(|rates| rates[k].clone()).collect();
            Some((eliminated((0..count).map(row).collect(), missed.to_vec())?, found))
        };
        let (first, _) = ways(0.0).ok_or(UNKNOWN)?;
        let largest = first.iter().fold(0.0f64, |most, way| most.max(way.hull().size()));
        let by = 4.0 * largest + f64::MIN_POSITIVE;
        let (ways, rates) = ways(by).ok_or(UNKNOWN)?;
        let is_possible = |(way, place): (&S, &usize)| match &changes[*place] {
            Change::Switch(_) => way.hull().size() <= by,
            Change::Level(place) => levels.has_room(*place, way.hull()),
        };
        if !ways.iter().zip(&chosen).all(is_possible) {
            return Err(UNKNOWN);
        }
        let power = ways.iter().zip(&rates).map(|(way, rates)| way.clone() * rates[count].clone());
        Ok(power.fold(S::constant(0.0), sum).negated())
    }

    /// A bound of ∫ D |g| over the parts of a piece where g may have the wrong sign.
    fn wrong(
        &self,
        rough: &[Known<Lanes<1>>],
        gains: &[[Interval; 2]],
        piece: &Piece<S>,
        scale: f64,
    ) -> f64 {
        const PARTS: usize = Rim::MOST;
        let mut spans = vec![(piece.panel.rough, 0)];
        let mut wrong = 0.0;
        let mut looked = 0;
        while let Some(([a, b], depth)) = spans.pop() {
            looked += PARTS;
            if looked > MOST_PARTS {
                return f64::INFINITY;
            }
            let at = |k: usize| if k == PARTS { b } else { a + (b - a) * k as f64 / PARTS as f64 };
            let part = |k: usize| {
                let (lo, hi) = (at(k), at(k + 1));
                Rectangle::real(Interval { lo: lo - 1e-15 * lo.abs(), hi: hi + 1e-15 * hi.abs() })
            };
            let region = Region {
                origin: piece.panel.origin,
                middle: piece.panel.middle(),
                arcs: (0..PARTS).map(part).collect(),
                axes: [0.5 * (b - a), 0.0],
            };
            let Some(gain) = self.weighed(rough, gains, &region) else { continue };
            for (k, Interval { lo, hi }) in gain.parts_on_axis().enumerate() {
                let is_right = if piece.is_full { lo >= 0.0 } else { hi <= 0.0 };
                if is_right {
                    continue;
                }
                let (from, to) = (at(k), at(k + 1));
                let most = (to - from) * (1.0 + 1e-9) * lo.abs().max(hi.abs());
                let is_deepest = depth >= DEEPEST || most <= 1e-23 * scale;
                match is_deepest {
                    true => wrong += most,
                    false => spans.push(([from, to], depth + 1)),
                }
            }
        }
        wrong
    }

    /// What g is where each neighbour is coupled alone.
    fn gains(&self, prices: &[S]) -> Vec<[Interval; 2]> {
        let one = |neighbour: &Neighbour| {
            self.alone(neighbour.reservoir, prices, S::constant(1.0), S::minus).map(|a| a.hull())
        };
        self.broad.neighbours.iter().map(one).collect()
    }

    /// D g, which is made of the transmissions: D times a share is the transmission itself.
    fn weighed(
        &self,
        rough: &[Known<Lanes<1>>],
        gains: &[[Interval; 2]],
        region: &Region,
    ) -> Option<Rim> {
        let height = region.offset(&rough[self.broad.origin]);
        let number = |hull: Interval| {
            let double = (hull.lo == hull.hi).then_some(hull.lo);
            Rim::constant(&Known { value: Lanes([middle(hull)]), double, hull })
        };
        let terms = self.broad.coupled(rough, region).map(|(neighbour, t)| {
            let own = self.broad.neighbours.iter().position(|o| o.reservoir == neighbour.reservoir);
            let [start, slope] = own.map_or([Interval::ALL; 2], |place| gains[place]);
            t.times(height.times(number(slope)).plus(number(start)))
        });
        terms.reduce(Rim::plus)
    }
}

#[cfg(test)]
mod soundness;
