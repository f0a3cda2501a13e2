//! The greatest power of a demon over a range of energies.
//!
//! Where it is reached, f is 1 where g = −c_P − Σ ν_k c_k > 0 and 0 elsewhere, with a price ν_k for each other
//! condition. For any ν and any such f with the places at which it jumps rounded to doubles,
//! P + Σ ν_k (what condition k misses) + ∫ D |g| over what has the wrong sign is no smaller than the power of any
//! demon. On the other side, some of the places are moved until all conditions hold: how far, is enclosed.
//!
//! A level without width adds its area times max(0, g) to the bound, and to the demon that is put right it is one more
//! number that may change where it is filled in part.

use super::broad::{Condition, Local};
use super::continuous::{Continuous, UNKNOWN, apart, middle, sum};
use super::extreme::{Bounded, Extreme};
use super::problem::Problem;
use super::simplex::Programme;
use super::soft::Soft;
use crate::formula::{At, Known, Point, Value, roughly as known_roughly};
use crate::model::Integrable;
use crate::model::flows::Unproven;
use crate::model::linear::eliminated_roughly;
use crate::numeric::Lanes;
use crate::numeric::quadrature::{Panel, graded, integrate, roughly};

/// How many nodes a panel has where prices are looked for.
const NODES: usize = 12;
/// How often prices are improved at most.
const MOST_STEPS: usize = 60;
/// Parts of the largest rate that are added to those of the prices themselves until a step is of use.
const STIFFER: [f64; 3] = [0.0, 1e-6, 1e-2];
/// How often a step is halved at most.
const MOST_HALVINGS: i32 = 24;
/// Which part of the bound a step promises at most where it is the last one: the next one promises its square.
const LAST: f64 = 1e-12;
/// How often prices are improved by proven integrals: each step doubles the digits.
const MOST_POLISHES: usize = 4;
/// How often levels without width are filled anew.
const MOST_ROUNDS: usize = 60;

/// A part of the axis over which the demon is full, or empty.
pub(super) struct Piece<S> {
    pub(super) panel: Panel<S>,
    pub(super) is_full: bool,
    /// Whether it ends where g changes its sign.
    pub(super) is_switch: bool,
}

/// What the conditions miss at some prices, in doubles.
struct Missed {
    missed: Vec<f64>,
    /// How it changes with the prices.
    rates: Vec<Vec<f64>>,
    /// The bound of the power.
    bound: f64,
}

impl Missed {
    /// What to take from the prices, by Newton's method with this part of the largest rate added to those of the prices themselves.
    fn step(&self, stiffer: f64) -> Option<Vec<f64>> {
        let own = |k: usize| self.rates[k][k];
        let more = stiffer * (0..self.rates.len()).map(own).fold(0.0, f64::max);
        let mut rates = self.rates.clone();
        rates.iter_mut().enumerate().for_each(|(k, row)| row[k] += more);
        eliminated_roughly(&rates, &self.missed)
    }
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
        self.constants.iter().map(known_roughly).collect()
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
    pub(super) fn pieces(
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

    /// What the conditions miss in doubles at these prices.
    fn missed(
        &self,
        rough: &[Known<Lanes<1>>],
        prices: &[f64],
        pieces: &[Piece<S>],
        soft: &Soft<'_>,
    ) -> Missed {
        let count = prices.len();
        let mut missed: Vec<f64> = self.wanted.iter().map(|b| middle(b.hull())).collect();
        let mut rates = vec![vec![0.0; count]; count];
        let given_up = soft.add(prices, &mut missed, &mut rates);
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
        // Without heat drawn, the last flow is what is wanted of it: the rest is the power.
        let power = missed.pop().unwrap_or(f64::NAN);
        let priced: f64 = missed.iter().zip(prices).map(|(miss, price)| miss * price).sum();
        Missed { missed, rates, bound: power + priced - given_up }
    }

    /// The greatest power, where the last flow is as wanted without heat drawn.
    ///
    /// # Errors
    /// [`Unproven`] where no demon meets the conditions, or it is not certain which reaches most.
    pub fn greatest(&self) -> Result<S, Unproven> {
        let near = self.near_with(4)?;
        let (prices, _) = prices(&near)?;
        let rough = self.rough();
        let spectra = self.gauge.spectra(self.constants.clone());
        let (places, _) = self.gauge.places(&spectra, self.goal)?;
        let [free, panels] = self.spared(&rough, &prices, graded(&spectra, &places, apart::<S>));
        let posed = self.with_blocks(&rough, spectra.hints(), &free)?;
        posed.greatest_from(&rough, spectra.hints(), prices, &panels, &free)
    }

    /// The same from these prices on, where blocks of the `free` panels are among the levels.
    fn greatest_from(
        &self,
        rough: &[Known<Lanes<1>>],
        hints: &[(f64, f64)],
        mut prices: Vec<f64>,
        panels: &[Panel<S>],
        free: &[Panel<S>],
    ) -> Result<S, Unproven> {
        let levels = self.levels.near();
        let mut soft = Soft::new(&levels, &prices);
        for _ in 0..MOST_ROUNDS {
            prices = self.improved(rough, prices, panels, &soft);
            if !soft.go_on(&prices) {
                break;
            }
        }
        // In doubles integrals have a dozen digits.
        let mut pieces = self.pieces(rough, &prices, panels);
        let mut filled = soft.filled(&prices);
        let mut flows = self.flows_of(rough, hints, &pieces, &filled)?;
        for _ in 0..MOST_POLISHES {
            let Missed { rates, .. } = self.missed(rough, &prices, &pieces, &soft);
            let missed: Vec<f64> =
                self.missing(&flows).iter().take(prices.len()).map(|a| middle(a.hull())).collect();
            let step = eliminated_roughly(&rates, &missed).ok_or(UNKNOWN)?;
            let there: Vec<f64> = prices.iter().zip(&step).map(|(a, b)| a - b).collect();
            if there == prices {
                break;
            }
            prices = there;
            pieces = self.pieces(rough, &prices, panels);
            filled = soft.filled(&prices);
            flows = self.flows_of(rough, hints, &pieces, &filled)?;
        }
        self.proven(rough, &prices, (&pieces, free), &filled, &flows)
    }

    /// Better prices, at which the bound of the power is lower in doubles: its derivative by the prices is what is missed,
    /// and it is convex.
    pub(super) fn improved(
        &self,
        rough: &[Known<Lanes<1>>],
        mut prices: Vec<f64>,
        panels: &[Panel<S>],
        soft: &Soft<'_>,
    ) -> Vec<f64> {
        let missed = |prices: &[f64]| {
            let pieces = self.pieces(rough, prices, panels);
            self.missed(rough, prices, &pieces, soft)
        };
        let mut now = missed(&prices);
        for _ in 0..MOST_STEPS {
            let better = STIFFER.iter().find_map(|stiffer| {
                let step = now.step(*stiffer)?;
                let promised: f64 = step.iter().zip(&now.missed).map(|(a, b)| a * b).sum();
                if promised.is_nan() || promised <= 0.0 {
                    return None;
                }
                // What is promised drowns in roundings: a last full step cannot be judged by them.
                let is_last = promised <= LAST * now.bound.abs();
                let there = |share: f64| {
                    let there = prices.iter().zip(&step).map(|(a, b)| a - share * b);
                    let there: Vec<f64> = there.collect();
                    let found = missed(&there);
                    let is_better = found.bound <= now.bound - 1e-4 * share * promised;
                    (is_last || is_better).then_some((there, found, is_last))
                };
                (0..MOST_HALVINGS).find_map(|k| there(0.5f64.powi(k)))
            });
            let Some((there, found, is_last)) = better else { break };
            (prices, now) = (there, found);
            if is_last {
                break;
            }
        }
        prices
    }

    /// The flows of all conditions where the demon is full and empty as these pieces say, and its levels are filled so.
    pub(super) fn flows_of(
        &self,
        rough: &[Known<Lanes<1>>],
        hints: &[(f64, f64)],
        pieces: &[Piece<S>],
        filled: &[f64],
    ) -> Result<Vec<S>, Unproven> {
        let mut flows = vec![S::constant(0.0); self.broad.conditions.len()];
        for (site, f) in self.levels.sites.iter().zip(filled) {
            let moved = site.weight.clone() * S::constant(*f).minus(site.f.clone());
            for (flow, cost) in flows.iter_mut().zip(&site.costs) {
                *flow = sum(flow.clone(), cost.clone() * moved.clone());
            }
        }
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
