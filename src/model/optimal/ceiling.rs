//! The proof of the greatest power of a demon over a range of energies: see the module `bang`.

use super::bang::{Piece, costs};
use super::broad::Local;
use super::continuous::{Continuous, UNKNOWN, middle, sum};
use crate::formula::{Known, Rim, Value};
use crate::model::Integrable;
use crate::model::flows::Unproven;
use crate::model::linear::eliminated;
use crate::numeric::quadrature::Region;
use crate::numeric::{Interval, Lanes, Rectangle};

/// How many parts of a piece are looked at.
const MOST_PARTS: usize = 20_000;
/// How often a part of the axis is halved where it is not certain which sign g has.
const DEEPEST: u32 = 70;

impl<S: Integrable> Continuous<'_, S> {
    /// The power that these pieces reach, with what is missed of the conditions put right, and the proof that none
    /// is greater.
    pub(super) fn proven(
        &self,
        rough: &[Known<Lanes<1>>],
        prices: &[f64],
        pieces: &[Piece<S>],
        flows: &[S],
    ) -> Result<S, Unproven> {
        let count = prices.len();
        let missed = self.missing(flows);
        // Without heat drawn, the last flow is what is wanted of it.
        let reached = missed[count].clone();
        let priced = prices.iter().zip(&missed).map(|(a, b)| S::constant(*a) * b.clone());
        let scale = reached.hull().size();
        let wrong: f64 = pieces.iter().map(|piece| self.wrong(rough, prices, piece, scale)).sum();
        let bound = priced.fold(reached.clone(), sum).widened(wrong * (1.0 + 1e-9));
        let put_right = self.put_right(rough, pieces, &missed[..count])?;
        let power = reached.minus(put_right.negated());
        let gap = bound.minus(power.clone()).hull().hi.max(0.0);
        match gap.is_finite() {
            true => Ok(power.widened(gap)),
            false => Err(UNKNOWN),
        }
    }

    /// By how much the power changes where some pieces are made longer or shorter until nothing is missed.
    fn put_right(
        &self,
        rough: &[Known<Lanes<1>>],
        pieces: &[Piece<S>],
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
        let mut switches: Vec<(&Piece<S>, Vec<S>)> = Vec::new();
        for piece in pieces.iter().filter(|piece| piece.is_switch) {
            switches.push((piece, rates(piece, 0.0).ok_or(UNKNOWN)?));
        }
        // The places that matter most, each in a direction of its own.
        let mut columns: Vec<Vec<f64>> = switches
            .iter()
            .map(|(_, rates)| rates[..count].iter().map(|rate| middle(rate.hull())).collect())
            .collect();
        let mut chosen: Vec<usize> = Vec::new();
        for _ in 0..count {
            let size = |column: &[f64]| column.iter().map(|a| a * a).sum::<f64>();
            let free = (0..columns.len()).filter(|i| !chosen.contains(i));
            let next = free.max_by(|i, j| size(&columns[*i]).total_cmp(&size(&columns[*j])));
            let next = next.ok_or(UNKNOWN)?;
            chosen.push(next);
            let along = columns[next].clone();
            let whole = size(&along);
            for column in &mut columns {
                let share = column.iter().zip(&along).map(|(a, b)| a * b).sum::<f64>() / whole;
                column.iter_mut().zip(&along).for_each(|(a, b)| *a -= share * b);
            }
        }
        let ways = |by: f64| -> Option<(Vec<S>, Vec<Vec<S>>)> {
            let mut found = Vec::new();
            for place in &chosen {
                found.push(rates(switches[*place].0, by)?);
            }
            let row = |k: usize| found.iter().map(|rates| rates[k].clone()).collect();
            Some((eliminated((0..count).map(row).collect(), missed.to_vec())?, found))
        };
        let (first, _) = ways(0.0).ok_or(UNKNOWN)?;
        let largest = first.iter().fold(0.0f64, |most, way| most.max(way.hull().size()));
        let by = 4.0 * largest + f64::MIN_POSITIVE;
        let (ways, rates) = ways(by).ok_or(UNKNOWN)?;
        if !ways.iter().all(|way| way.hull().size() <= by) {
            return Err(UNKNOWN);
        }
        let power = ways.iter().zip(&rates).map(|(way, rates)| way.clone() * rates[count].clone());
        Ok(power.fold(S::constant(0.0), sum).negated())
    }

    /// A bound of ∫ D |g| over the parts of a piece where g may have the wrong sign.
    fn wrong(
        &self,
        rough: &[Known<Lanes<1>>],
        prices: &[f64],
        piece: &Piece<S>,
        scale: f64,
    ) -> f64 {
        let mut parts = vec![(piece.panel.rough, 0)];
        let mut wrong = 0.0;
        let mut looked = 0;
        while let Some(([a, b], depth)) = parts.pop() {
            looked += 1;
            if looked > MOST_PARTS {
                return f64::INFINITY;
            }
            let region = Region {
                origin: piece.panel.origin,
                middle: piece.panel.middle(),
                arcs: vec![Rectangle::real(Interval {
                    lo: a - 1e-15 * a.abs(),
                    hi: b + 1e-15 * b.abs(),
                })],
                axes: [0.5 * (b - a), 0.0],
            };
            let Some(local): Option<Local<Rim>> = self.broad.local(rough, &region) else {
                continue;
            };
            let (costs, weight) = costs(&local, &self.broad.conditions);
            let price = |price: &f64| Rim::constant(&Known::double(-price));
            let terms = costs.iter().zip(prices).map(|(c, of)| c.times(price(of)));
            let Some(last) = costs.last() else { continue };
            let gain = terms.fold(last.negated(), Rim::plus);
            let Some(Interval { lo, hi }) = gain.on_axis() else { return f64::INFINITY };
            let is_right = if piece.is_full { lo >= 0.0 } else { hi <= 0.0 };
            if is_right {
                continue;
            }
            let most = (b - a) * (1.0 + 1e-9) * weight.size() * gain.size();
            let is_deepest = depth >= DEEPEST || most <= 1e-23 * scale;
            let at = a + 0.5 * (b - a);
            if is_deepest || !(at > a && at < b) {
                wrong += most;
            } else {
                parts.extend([([a, at], depth + 1), ([at, b], depth + 1)]);
            }
        }
        wrong
    }
}
