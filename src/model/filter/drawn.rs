//! What a filter draws from its reservoir: heat or particles, and all in which one differs from the other.

use super::Cost;
use super::cost::{Place, Pulls, Worth};
use super::heat::Heat;
use super::particles::Particles;
use crate::model::density::Density;
use crate::model::flows::{Flow, Unproven};
use crate::model::tail::{Wing, moments, reach};
use crate::numeric::Interval;

/// What a filter draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Heat, of which each unit has a price.
    Heat,
    /// Particles, each of which has a price.
    Particles,
}

impl Drawn {
    /// What of it is integrated, into the reservoir from which it is drawn.
    pub(super) fn density(self, from: usize) -> Density {
        match self {
            Drawn::Heat => Density::Heat(from),
            Drawn::Particles => Density::Particles,
        }
    }

    /// What of it flows into a reservoir.
    pub(super) fn of<S: Clone>(self, flow: &Flow<S>) -> Option<S> {
        match self {
            Drawn::Heat => flow.heat.clone(),
            Drawn::Particles => Some(flow.particles.clone()),
        }
    }

    /// The number to which what an energy is worth is affine, at a level.
    pub(super) fn unknown(self, level: f64) -> f64 {
        match self {
            Drawn::Heat => level,
            Drawn::Particles => self.priced().price(level, 1.0),
        }
    }

    /// Its prices.
    pub(super) fn priced(self) -> &'static dyn Priced {
        match self {
            Drawn::Heat => &Heat,
            Drawn::Particles => &Particles,
        }
    }
}

/// How energies are chosen by a price. A level stands for the price and rises with it, so that more is drawn at a higher one.
pub(super) trait Priced {
    /// The levels at which the least and the most is drawn.
    fn ends(&self) -> [f64; 2];
    /// Whether it is known that nothing is worth opening at a level.
    fn is_shut(&self, level: f64) -> bool;
    /// The price that is shown, where c has the temperature `t`.
    fn price(&self, level: f64, t: f64) -> f64;
    /// The level as it is for holes, where energies are counted downwards from μ_c.
    fn mirrored(&self, level: f64) -> f64;
    /// The two numbers that decide: how far y is from where f_c = f_l, and the worth is from 0.
    fn pulls(&self, level: f64, place: Place) -> Pulls;
    /// Whether an energy is worth opening, in doubles; `[z, y]` of holes are mirrored.
    fn is_worth(&self, cost: Cost, level: f64, t: f64, zy: [f64; 2]) -> bool;
    /// The worth of a part of the axis.
    fn worth(&self, cost: Cost, level: f64, t: Interval, place: Place, pulls: Pulls) -> Worth;
    /// The worth of a part of the axis with μ_c in it, if that is another one.
    fn across(&self, t: Interval, place: Place) -> Option<Worth>;
    /// What is lost at most beyond the ends of the axis.
    fn beyond(&self, level: f64, t: Interval, axis: &Axis) -> f64;
    /// The axis that matters; nothing where no bound is known beyond it. There are components of f_c and f_l where they are
    /// known.
    fn axis(&self, mu: f64, t: f64, wings: [Option<Vec<Wing>>; 2]) -> Option<Axis>;
    /// Next to nothing, in units of the worth.
    fn nothing(&self, t: f64) -> f64;
    /// What of a filter may be undecided where its level is looked for, as a share of what is gained.
    fn rough(&self) -> f64;
    /// What is roughly linear in the level where so much is drawn.
    fn straight(&self, amount: f64) -> f64;
    /// That no filter draws as much, or as little, beyond this limit.
    fn unreachable(&self, is_too_much: bool, limit: f64) -> Unproven;
}

/// How many temperatures around μ are looked at: beyond, less than e^−130 of a level is filled or empty.
pub(super) const REACH: f64 = 130.0;

/// The part of the axis that is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    /// Its ends.
    pub ends: [f64; 2],
    /// Beyond both ends together, ∫ (f_c + f_l) and ∫ |z| (f_c + f_l) at most, of electrons above and of holes below.
    pub left: [f64; 2],
}

impl Axis {
    /// The axis as far as components of f_c and f_l reach.
    pub(super) fn of(mu: f64, wings: &[Wing]) -> Option<Axis> {
        let [low, high] = reach(wings, REACH);
        // Beyond 0 on both sides, as bounds of moments are.
        let ends = [low.min(0.0).next_down(), high.max(0.0).next_up()];
        let mut left = [0.0; 2];
        for (end, is_above) in ends.into_iter().zip([false, true]) {
            let [f, along, _] = moments(wings.iter(), end, is_above).occupied();
            left[0] += f;
            left[1] += along + mu.abs() * f;
        }
        let is_known = left.iter().chain(&ends).all(|number| number.is_finite());
        is_known.then_some(Axis { ends, left: left.map(|most| most * (1.0 + 1e-9)) })
    }
}
