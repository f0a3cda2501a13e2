//! Reservoirs with room to spare at the greatest power of a demon over a range of energies.
//!
//! Often one reservoir alone limits the power: what the demon does to the other one must meet the conditions, and may do
//! so in many ways. Then g = 0 wherever the other one is coupled alone, and f may be anything there. Here it is a number
//! in each of a few blocks, which is filled in part like a level without width. Any f is as good there but for ∫ D |g|,
//! which is next to nothing.

use super::bang::Piece;
use super::broad::Condition;
use super::continuous::{Continuous, apart, sum};
use super::problem::{Problem, Site};
use crate::formula::{At, Known, Point};
use crate::model::Integrable;
use crate::model::flows::Unproven;
use crate::numeric::Lanes;
use crate::numeric::quadrature::Panel;

/// How many blocks a panel has.
const BLOCKS: usize = 8;
/// What counts as 0 of a price in doubles, as a part of the largest one.
const NOTHING: f64 = 1e-9;

impl<S: Integrable> Continuous<'_, S> {
    /// What g is where a reservoir is coupled alone: a number, and one that E − μ is multiplied by.
    pub(super) fn alone<T: Clone>(
        &self,
        reservoir: usize,
        prices: &[T],
        one: T,
        minus: impl Fn(T, T) -> T,
    ) -> [T; 2] {
        let zero = || minus(one.clone(), one.clone());
        let mut found = [zero(), zero()];
        let prices = prices.iter().cloned().chain([one.clone()]);
        for (condition, price) in self.broad.conditions.iter().zip(prices) {
            let place = match *condition {
                Condition::Particles => 0,
                Condition::Energy => 1,
                Condition::ParticlesOf(r) if r == reservoir => 0,
                Condition::HeatOf(r) if r == reservoir => 1,
                _ => continue,
            };
            found[place] = minus(found[place].clone(), price);
        }
        found
    }

    /// The reservoir with room to spare at these prices, if there is one.
    fn spare(&self, prices: &[f64]) -> Option<usize> {
        let largest = prices.iter().fold(1.0f64, |most, price| most.max(price.abs()));
        let is_nothing = |a: &f64| a.abs() <= NOTHING * largest;
        let all = self.broad.neighbours.iter().map(|neighbour| neighbour.reservoir);
        let mut spare = all.filter(|reservoir| {
            self.alone(*reservoir, prices, 1.0, |a, b| a - b).iter().all(is_nothing)
        });
        spare.next()
    }

    /// The panels over which g = 0 at these prices, and the others.
    pub(super) fn spared(
        &self,
        rough: &[Known<Lanes<1>>],
        prices: &[f64],
        panels: Vec<Panel<S>>,
    ) -> [Vec<Panel<S>>; 2] {
        let Some(spare) = self.spare(prices) else { return [Vec::new(), panels] };
        let is_alone = |panel: &Panel<S>| {
            let offset = Point(Lanes([panel.middle()]));
            let site = At { origin: panel.origin, offset, middle: panel.middle() };
            self.broad.local(rough, &site).is_some_and(|local| local.reservoirs == [spare])
        };
        let (free, others) = panels.into_iter().partition(is_alone);
        [free, others]
    }

    /// Levels that stand for blocks of these panels, and what flows where all of them are empty.
    pub(super) fn blocks(
        &self,
        rough: &[Known<Lanes<1>>],
        hints: &[(f64, f64)],
        panels: &[Panel<S>],
    ) -> Result<(Vec<Site<S>>, Vec<S>), Unproven> {
        let mut empty = vec![S::constant(0.0); self.broad.conditions.len()];
        let mut levels = Vec::new();
        for panel in panels {
            let [a, b] = panel.rough;
            let mut left = panel.places[0].clone();
            for k in 1..=BLOCKS {
                let right = match k {
                    BLOCKS => panel.places[1].clone(),
                    _ => panel.cut(a + (b - a) * k as f64 / BLOCKS as f64),
                };
                let block = Panel::between(&left, &right, apart::<S>);
                left = right;
                let flows = |is_full: bool| {
                    let piece = Piece { panel: block.clone(), is_full, is_switch: false };
                    self.flows_of(rough, hints, &[piece], &[])
                };
                let [full, none] = [flows(true)?, flows(false)?];
                let moved = full.into_iter().zip(&none).map(|(a, b)| a.minus(b.clone()));
                let moved: Vec<S> = moved.collect();
                empty.iter_mut().zip(none).for_each(|(all, own)| *all = sum(all.clone(), own));
                // The first condition is that of particles.
                let weight = moved[0].clone();
                let costs = moved.into_iter().map(|cost| cost / weight.clone()).collect();
                let nothing = || S::constant(0.0);
                levels.push(Site { weight, x: nothing(), f: nothing(), rest: nothing(), costs });
            }
        }
        Ok((levels, empty))
    }

    /// The same demon, whose levels stand for blocks of these panels, too.
    pub(super) fn with_blocks(
        &self,
        rough: &[Known<Lanes<1>>],
        hints: &[(f64, f64)],
        panels: &[Panel<S>],
    ) -> Result<Self, Unproven> {
        let (blocks, empty) = self.blocks(rough, hints, panels)?;
        let Problem { statistics, sites, wanted } = self.levels.clone();
        let sites = sites.into_iter().chain(blocks).collect();
        let left = self.wanted.iter().zip(empty).map(|(b, flow)| b.clone().minus(flow));
        Ok(Continuous {
            broad: self.broad,
            gauge: self.gauge,
            constants: self.constants.clone(),
            goal: self.goal,
            wanted: left.collect(),
            levels: Problem { statistics, sites, wanted },
        })
    }
}
