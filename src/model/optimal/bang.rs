//! The greatest power of a demon over a range of energies.
//!
//! Where it is reached, f is 1 where g = −c_P − Σ ν_k c_k > 0 and 0 elsewhere, with a price ν_k for each other
//! condition. For any ν and any such f with the places at which it jumps rounded to doubles,
//! P + Σ ν_k (what condition k misses) + ∫ D |g| over what has the wrong sign is no smaller than the power of any
//! demon. On the other side, some of the places are moved until all conditions hold: how far, is enclosed.

use super::broad::{Condition, Local};
use super::continuous::{Continuous, UNKNOWN, apart, middle, sum};
use super::extreme::{Bounded, Extreme};
use super::problem::Problem;
use super::simplex::Programme;
use crate::formula::{At, Known, Point, Value};
use crate::model::Integrable;
use crate::model::flows::Unproven;
use crate::model::linear::eliminated_roughly;
use crate::numeric::Lanes;
use crate::numeric::quadrature::{Panel, graded, integrate, roughly};

/// How many nodes a panel has where prices are looked for.
const NODES: usize = 12;
/// How often prices are improved at most.
const MOST_STEPS: usize = 60;
/// How often prices are improved by proven integrals: each step doubles the digits.
const MOST_POLISHES: usize = 4;

/// A part of the axis over which the demon is full, or empty.
pub(super) struct Piece<S> {
    pub(super) panel: Panel<S>,
    pub(super) is_full: bool,
    /// Whether it ends where g changes its sign.
    pub(super) is_switch: bool,
}

/// The prices of the conditions but the last one, by a linear programme over nodes.
fn prices(near: &Problem<Lanes<1>>) -> Result<(Vec<f64>, f64), Unproven> {
    let last = near.wanted.len().checked_sub(1).ok_or(UNKNOWN)?;
    let row = |k: usize| -> Vec<f64> {
        near.sites.iter().map(|site| site.weight.0[0] * site.costs[k].0[0]).collect()
    };
    let gains: Vec<f64> = row(last).into_iter().map(|a| -a).collect();
    let rows: Vec<Vec<f64>> = (0..last).map(row).collect();
    let means = |row: &[f64]| row.iter().zip(&near.sites).map(|(a, site)| a * site.f.0[0]).sum();
    let right = rows.iter().zip(&near.wanted).map(|(row, b)| {
        let mean: f64 = means(row);
        b.0[0] + mean
    });
    let right = right.collect();
    let programme = Programme { gains, rows, right, most: 1.0 };
    let vertex = match programme.solve() {
        Ok(Some(vertex)) => vertex,
        Ok(None) => return Err(UNKNOWN),
        Err(()) => return Err(Unproven::NoDemon("no demon")),
    };
    let Programme { gains, rows, .. } = &programme;
    let basic = &vertex.basic;
    let columns: Vec<Vec<f64>> = basic
        .iter()
        .map(|i| rows.iter().map(|row| row.get(*i).copied().unwrap_or(0.0)).collect())
        .collect();
    let worth: Vec<f64> = basic.iter().map(|i| gains.get(*i).copied().unwrap_or(0.0)).collect();
    let prices = eliminated_roughly(&columns, &worth).ok_or(UNKNOWN)?;
    let full = (0..gains.len()).filter(|i| vertex.full[*i] && !basic.contains(i));
    let reached: f64 = full.map(|i| gains[i]).sum::<f64>() - means(gains) + near.wanted[last].0[0];
    Ok((prices, reached))
}

/// c of each condition, and D.
pub(super) fn costs<V: Value>(local: &Local<V>, conditions: &[Condition]) -> (Vec<V>, V) {
    (conditions.iter().map(|condition| local.cost(*condition)).collect(), local.weight.clone())
}

impl<S: Integrable> Continuous<'_, S> {
    /// About the greatest power, from the problem in doubles; the last flow is as wanted without heat drawn.
    pub fn greatest_roughly(&self, near: &Problem<Lanes<1>>) -> Result<f64, Unproven> {
        prices(near).map(|(_, reached)| reached)
    }

    fn rough(&self) -> Vec<Known<Lanes<1>>> {
        let rough = |known: &Known<S>| Known {
            value: Lanes([known.near()]),
            double: known.double,
            hull: known.hull,
        };
        self.constants.iter().map(rough).collect()
    }

    /// g at a place in doubles; nothing where nothing is coupled.
    fn gain(
        &self,
        rough: &[Known<Lanes<1>>],
        prices: &[f64],
        panel: &Panel<S>,
        offset: f64,
    ) -> Option<(f64, Vec<f64>, f64)> {
        let site =
            At { origin: panel.origin, offset: Point(Lanes([offset])), middle: panel.middle() };
        let local = self.broad.local(rough, &site)?;
        let (costs, weight) = costs(&local, &self.broad.conditions);
        let costs: Vec<f64> = costs.into_iter().map(|Point(Lanes([c]))| c).collect();
        let last = costs.last().copied()?;
        let priced: f64 = costs.iter().zip(prices).map(|(c, price)| c * price).sum();
        Some((-last - priced, costs, weight.0.0[0]))
    }

    /// The axis in pieces over which the demon is full or empty at these prices.
    fn pieces(
        &self,
        rough: &[Known<Lanes<1>>],
        prices: &[f64],
        panels: &[Panel<S>],
    ) -> Vec<Piece<S>> {
        let mut pieces = Vec::new();
        for panel in panels {
            let gain = |offset: f64| self.gain(rough, prices, panel, offset).map(|(g, ..)| g);
            let [a, b] = panel.rough;
            let inside = roughly(panel, NODES).into_iter().map(|(offset, _)| offset);
            let places: Vec<f64> = [a].into_iter().chain(inside).chain([b]).collect();
            let mut left = panel.places[0].clone();
            let Some(mut before) = gain(a) else { continue };
            for pair in places.windows(2) {
                let Some(after) = gain(pair[1]) else { continue };
                if (after > 0.0) == (before > 0.0) {
                    continue;
                }
                let (mut lo, mut hi) = (pair[0], pair[1]);
                for _ in 0..80 {
                    let at = lo + 0.5 * (hi - lo);
                    match gain(at) {
                        Some(g) if (g > 0.0) == (before > 0.0) => lo = at,
                        _ => hi = at,
                    }
                }
                let switch = panel.cut(lo);
                let piece = Panel::between(&left, &switch, apart::<S>);
                pieces.push(Piece { panel: piece, is_full: before > 0.0, is_switch: true });
                (left, before) = (switch, after);
            }
            let piece = Panel::between(&left, &panel.places[1], apart::<S>);
            pieces.push(Piece { panel: piece, is_full: before > 0.0, is_switch: false });
        }
        pieces.retain(|piece| piece.panel.half() > 0.0);
        pieces
    }

    /// What the conditions miss in doubles, and how it changes with the prices.
    fn missed(
        &self,
        rough: &[Known<Lanes<1>>],
        prices: &[f64],
        pieces: &[Piece<S>],
    ) -> (Vec<f64>, Vec<Vec<f64>>) {
        let count = prices.len();
        let mut missed: Vec<f64> = self.wanted[..count].iter().map(|b| middle(b.hull())).collect();
        let mut rates = vec![vec![0.0; count]; count];
        for Piece { panel, is_full, is_switch } in pieces {
            for (offset, weight) in roughly(panel, NODES) {
                let site = At {
                    origin: panel.origin,
                    offset: Point(Lanes([offset])),
                    middle: panel.middle(),
                };
                let Some(local) = self.broad.local(rough, &site) else { continue };
                let currents = local.extremes(*is_full);
                for (miss, condition) in missed.iter_mut().zip(&self.broad.conditions) {
                    let Point(Lanes([flow])) = local.flow(*condition, &currents);
                    *miss -= weight * flow;
                }
            }
            if !is_switch {
                continue;
            }
            let (at, step) = (panel.rough[1], 1e-5 * panel.half());
            let near = self.gain(rough, prices, panel, at - step);
            let (Some((g, costs, weight)), Some((end, ..))) =
                (near, self.gain(rough, prices, panel, at))
            else {
                continue;
            };
            let slope = ((end - g) / step).abs();
            for k in 0..count {
                for m in 0..count {
                    rates[k][m] += weight * costs[k] * costs[m] / slope;
                }
            }
        }
        (missed, rates)
    }

    /// The greatest power, where the last flow is as wanted without heat drawn.
    ///
    /// # Errors
    /// [`Unproven`] where no demon meets the conditions, or it is not certain which reaches most.
    pub fn greatest(&self) -> Result<S, Unproven> {
        if !self.levels.sites.is_empty() {
            // Such a level may be filled in part, which no piece of the axis is.
            return Err(UNKNOWN);
        }
        let near = self.near_with(4)?;
        let (mut prices, _) = prices(&near)?;
        let rough = self.rough();
        let spectra = self.gauge.spectra(self.constants.clone());
        let (places, _) = self.gauge.places(&spectra, self.goal)?;
        let panels = graded(&spectra, &places, apart::<S>);
        let mut pieces = self.pieces(&rough, &prices, &panels);
        let (mut missed, mut rates) = self.missed(&rough, &prices, &pieces);
        // r^T H^-1 r falls.
        let size = |missed: &[f64], step: &[f64]| -> f64 {
            missed.iter().zip(step).map(|(a, b)| (a * b).abs()).sum()
        };
        for _ in 0..MOST_STEPS {
            let step = eliminated_roughly(&rates, &missed).ok_or(UNKNOWN)?;
            let before = size(&missed, &step);
            let mut share = 1.0;
            let better = loop {
                let there: Vec<f64> =
                    prices.iter().zip(&step).map(|(a, b)| a - share * b).collect();
                let pieces = self.pieces(&rough, &there, &panels);
                let (missed, rates) = self.missed(&rough, &there, &pieces);
                let now = eliminated_roughly(&rates, &missed).map(|step| size(&missed, &step));
                match now {
                    Some(now) if now < before => break Some((there, pieces, missed, rates)),
                    _ if share < 1e-3 => break None,
                    _ => share *= 0.5,
                }
            };
            match better {
                Some(found) => (prices, pieces, missed, rates) = found,
                None => break,
            }
        }
        // In doubles integrals have a dozen digits.
        let hints = spectra.hints();
        let mut flows = self.flows_of(&rough, hints, &pieces)?;
        for _ in 0..MOST_POLISHES {
            let (_, rates) = self.missed(&rough, &prices, &pieces);
            let missed: Vec<f64> =
                self.missing(&flows).iter().take(prices.len()).map(|a| middle(a.hull())).collect();
            let step = eliminated_roughly(&rates, &missed).ok_or(UNKNOWN)?;
            let there: Vec<f64> = prices.iter().zip(&step).map(|(a, b)| a - b).collect();
            if there == prices {
                break;
            }
            prices = there;
            pieces = self.pieces(&rough, &prices, &panels);
            flows = self.flows_of(&rough, hints, &pieces)?;
        }
        self.proven(&rough, &prices, &pieces, &flows)
    }

    /// The flows of all conditions where the demon is full and empty as these pieces say.
    fn flows_of(
        &self,
        rough: &[Known<Lanes<1>>],
        hints: &[(f64, f64)],
        pieces: &[Piece<S>],
    ) -> Result<Vec<S>, Unproven> {
        let mut flows = vec![S::constant(0.0); self.broad.conditions.len()];
        let bounded = Bounded::all(self.broad, rough);
        for piece in pieces {
            let (broad, exact) = (self.broad, &self.constants[..]);
            let (bounded, is_full) = (&bounded[..], piece.is_full);
            let functions = Extreme { broad, exact, rough, bounded, hints, is_full };
            let found = integrate(&functions, &piece.panel.places, self.goal, apart::<S>);
            if let Some(place) = found.failed {
                return Err(Unproven::At(place));
            }
            let parts = found.sums.into_iter().zip(found.errors);
            for (flow, (part, error)) in flows.iter_mut().zip(parts) {
                *flow = sum(flow.clone(), part.widened(error));
            }
        }
        Ok(flows)
    }

    /// What the conditions miss, and last the power.
    pub(super) fn missing(&self, flows: &[S]) -> Vec<S> {
        self.wanted.iter().zip(flows).map(|(b, flow)| b.clone().minus(flow.clone())).collect()
    }
}
