//! The greatest power of a demon over a range of energies.
//!
//! Where it is reached, f is 1 where g = −c_P − Σ ν_k c_k > 0 and 0 elsewhere, with a price ν_k for each other
//! condition. For any ν and any such f with the places at which it jumps rounded to doubles,
//! P + Σ ν_k (what condition k misses) + ∫ D |g| over what has the wrong sign is no smaller than the power of any
//! demon. On the other side, some of the places are moved until all conditions hold: how far, is enclosed.

use super::broad::{Condition, Local};
use super::continuous::{Continuous, UNKNOWN, apart, middle, sum};
use super::linear::{eliminated, eliminated_roughly};
use super::problem::Problem;
use super::simplex::Programme;
use crate::formula::{At, Known, Point, Rim, Site, Value};
use crate::model::Integrable;
use crate::model::flows::Unproven;
use crate::numeric::quadrature::{Integrands, Panel, Region, graded, integrate, roughly};
use crate::numeric::{Interval, Lanes};

/// How many nodes a panel has where prices are looked for.
const NODES: usize = 12;
/// How often prices are improved at most.
const MOST_STEPS: usize = 60;
/// How often prices are improved by proven integrals: each step doubles the digits.
const MOST_POLISHES: usize = 4;
/// How many parts of a piece are looked at.
const MOST_PARTS: usize = 20_000;
/// How often a part of the axis is halved where it is not certain which sign g has.
const DEEPEST: u32 = 70;

/// A part of the axis over which the demon is full, or empty.
struct Piece<S> {
    panel: Panel<S>,
    is_full: bool,
    /// Whether it ends where g changes its sign.
    is_switch: bool,
}

/// The flows of all conditions where the demon is full, or empty.
struct Extreme<'a, 'b, S> {
    demon: &'a Continuous<'b, S>,
    rough: &'a [Known<Lanes<1>>],
    hints: &'a [(f64, f64)],
    is_full: bool,
}

impl<S: Integrable> Extreme<'_, '_, S> {
    fn evaluate<P: Site>(
        &self,
        constants: &[Known<<P::Value as Value>::Number>],
        site: &P,
    ) -> Vec<P::Value> {
        let conditions = &self.demon.broad.conditions;
        let Some(local) = self.demon.broad.local(constants, site) else {
            return vec![P::Value::constant(&Known::double(0.0)); conditions.len()];
        };
        conditions.iter().map(|condition| local.extreme(*condition, self.is_full)).collect()
    }
}

impl<S: Integrable> Integrands<S> for Extreme<'_, '_, S> {
    fn count(&self) -> usize {
        self.demon.broad.conditions.len()
    }

    fn add(&self, panel: &Panel<S>, nodes: &[(S, S)], sums: &mut [S]) {
        for nodes in nodes.chunks(S::WIDTH) {
            let gather =
                |part: fn(&(S, S)) -> S| S::gather(&nodes.iter().map(part).collect::<Vec<S>>());
            let (offset, weights) = (gather(|node| node.0.clone()), gather(|node| node.1.clone()));
            let site = At { origin: panel.origin, offset, middle: panel.middle() };
            let values: Vec<S::Chunk> = self.evaluate(&self.demon.constants, &site);
            for (total, value) in sums.iter_mut().zip(values) {
                let part = S::total(&value.times(weights.clone()), nodes.len());
                *total = total.clone().minus(part.negated());
            }
        }
    }

    fn rough(&self, panel: &Panel<S>, offset: f64, values: &mut [f64]) {
        let offset = Point(Lanes([offset]));
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        let found: Vec<Point<Lanes<1>>> = self.evaluate(self.rough, &site);
        values.iter_mut().zip(found).for_each(|(value, Point(Lanes([found])))| *value = found);
    }

    fn bounds(&self, region: &Region, bounds: &mut [f64]) {
        let found: Vec<Rim> = self.evaluate(self.rough, region);
        bounds.iter_mut().zip(found).for_each(|(bound, found)| *bound = found.size());
    }

    fn poles(&self) -> &[(f64, f64)] {
        self.hints
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
fn costs<V: Value>(local: &Local<V>, conditions: &[Condition]) -> (Vec<V>, V) {
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
                for (miss, condition) in missed.iter_mut().zip(&self.broad.conditions) {
                    let Point(Lanes([flow])) = local.extreme(*condition, *is_full);
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
        for piece in pieces {
            let functions = Extreme { demon: self, rough, hints, is_full: piece.is_full };
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

    fn missing(&self, flows: &[S]) -> Vec<S> {
        self.wanted.iter().zip(flows).map(|(b, flow)| b.clone().minus(flow.clone())).collect()
    }

    /// The power that these pieces reach, with what is missed of the conditions put right, and the proof that none
    /// is greater.
    fn proven(
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
                arcs: vec![crate::numeric::Rectangle::real(side)],
                axes: [by, 0.0],
            };
            let local: Local<Rim> = self.broad.local(rough, &region)?;
            let (costs, weight) = costs(&local, &self.broad.conditions);
            let rate = |cost: Rim| {
                let Interval { lo, hi } = cost.times(weight.clone()).on_axis()?;
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
                arcs: vec![crate::numeric::Rectangle::real(Interval {
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
            let terms = costs.iter().zip(prices).map(|(c, of)| c.clone().times(price(of)));
            let Some(last) = costs.last() else { continue };
            let gain = terms.fold(last.clone().negated(), Rim::plus);
            let Some(Interval { lo, hi }) = gain.on_axis() else { return f64::INFINITY };
            let is_right = if piece.is_full { lo >= 0.0 } else { hi <= 0.0 };
            if is_right {
                continue;
            }
            let most = (b - a) * (1.0 + 1e-9) * weight.size() * gain.size();
            let is_deepest = depth >= DEEPEST || most <= 1e-27 * scale;
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
