//! The level of a filter that draws a given amount.
//!
//! The amount rises with the level, from the least one to the greatest one. It is looked for by what is roughly linear in the
//! level. Where two neighbouring doubles of the level have amounts on either side of the one that is asked
//! for, the edges move one after the other from the windows of the lower level to those of the upper one. That works as
//! well where a resource sells at one price over a range of energies, so that the amount jumps at a level.

use super::cells::{FINE, Scene};
use super::pieces::{Windows, steps};
use super::{Found, MOST_WINDOWS};
use crate::formula::Known;
use crate::model::flows::{Plan, Unproven};
use crate::numeric::Lanes;
use crate::numeric::quadrature::Goal;

/// How exactly the amount is integrated where a level is looked for.
const GOAL: Goal = Goal { share: 1.0 / (1u64 << 60) as f64, ..Goal::LIGHT };
/// As close to the amount as doubles come.
const CLOSE: f64 = 2.0 * f64::EPSILON;
/// How many levels, or edges, are tried at most.
const MOST_STEPS: usize = 120;

/// What is drawn at a level.
struct Trial {
    level: f64,
    windows: Windows,
    amount: f64,
}

pub(super) struct Aim<'a, 'b> {
    scene: Scene<'a, 'b>,
    gauge: &'b Plan,
    constants: Vec<Known<Lanes<1>>>,
    slots: &'b [[usize; 2]],
}

const UNKNOWN: Unproven = Unproven::NoFilter("not proven");

impl<'a, 'b> Aim<'a, 'b> {
    pub(super) fn new(
        scene: Scene<'a, 'b>,
        gauge: &'b Plan,
        constants: Vec<Known<Lanes<1>>>,
        slots: &'b [[usize; 2]],
    ) -> Self {
        Self { scene, gauge, constants, slots }
    }

    /// What a filter with these windows draws.
    fn amount(&mut self, windows: &Windows) -> Result<f64, Unproven> {
        if windows.is_empty() {
            return Ok(0.0);
        }
        if windows.len() > MOST_WINDOWS {
            return Err(Unproven::NoFilter("more than 32 windows"));
        }
        let last = windows[windows.len() - 1][1];
        for (place, slots) in self.slots.iter().enumerate() {
            let edges = windows.get(place).copied().unwrap_or([last; 2]);
            for (slot, edge) in slots.iter().zip(edges) {
                self.constants[*slot] = Known::double(edge);
            }
        }
        let amount = self.gauge.integrated(&self.constants, GOAL)?;
        let into: f64 = amount.iter().map(|Lanes([amount])| amount).sum();
        Ok(-into)
    }

    /// The windows at a level.
    fn windows(&self, level: f64, share: f64) -> Result<Windows, Unproven> {
        if self.scene.priced.is_shut(level) {
            return Ok(Vec::new());
        }
        let cells = self.scene.cells(level, share).ok_or(UNKNOWN)?;
        Ok(self.scene.windows(level, &cells))
    }

    fn trial(&mut self, level: f64, share: f64) -> Result<Trial, Unproven> {
        let windows = self.windows(level, share)?;
        let amount = self.amount(&windows)?;
        Ok(Trial { level, windows, amount })
    }

    /// The filter with these windows, which are the best ones at a level or between two that are one to doubles.
    fn found(&self, level: f64, windows: Option<Windows>) -> Result<Found, Unproven> {
        if self.scene.priced.is_shut(level) {
            let (windows, cells) = (Vec::new(), Vec::new());
            return Ok(Found { level: 0.0, windows, cells, most: None });
        }
        let cells = self.scene.cells(level, FINE).ok_or(UNKNOWN)?;
        let windows = windows.unwrap_or_else(|| self.scene.windows(level, &cells));
        if windows.len() > MOST_WINDOWS {
            return Err(Unproven::NoFilter("more than 32 windows"));
        }
        Ok(Found { level, windows, cells, most: None })
    }

    /// How much more of (amount − price·cost) another filter may have at most than the one with these windows.
    pub(super) fn lost(&self, found: &Found, windows: &Windows) -> f64 {
        match found.cells.is_empty() {
            true => 0.0,
            false => self.scene.lost(found.level, &found.cells, windows),
        }
    }

    /// The filter at a level.
    pub(super) fn at_level(&mut self, level: f64) -> Result<Found, Unproven> {
        match level {
            level if level > 1.0 => Err(Unproven::NoFilter("coldest<0")),
            level => self.found(level, None),
        }
    }

    /// The filter that draws this part of the greatest amount.
    pub(super) fn at_fraction(&mut self, fraction: f64) -> Result<Found, Unproven> {
        let [_, end] = self.scene.priced.ends();
        match fraction {
            fraction if fraction < 0.0 => Err(Unproven::NoFilter("fraction<0")),
            1.0 => self.found(end, None),
            fraction if fraction > 1.0 => Err(Unproven::NoFilter("power>max")),
            fraction => {
                let most = self.trial(end, FINE)?;
                let found = self.at_amount(fraction * most.amount)?;
                Ok(Found { most: Some(most.windows), ..found })
            }
        }
    }

    /// The filter that draws this amount.
    pub(super) fn at_amount(&mut self, amount: f64) -> Result<Found, Unproven> {
        let middle = self.trial(0.0, FINE)?;
        if is_close(middle.amount, amount) {
            return self.found(0.0, None);
        }
        let is_more = amount > middle.amount;
        let end = self.scene.priced.ends()[usize::from(is_more)];
        let end = self.trial(end, FINE)?;
        match is_more {
            true if amount <= end.amount => self.drawing(amount, middle, end),
            false if amount >= end.amount => self.drawing(amount, end, middle),
            _ => Err(self.scene.priced.unreachable(is_more, end.amount)),
        }
    }

    /// The filter that draws this amount, which is between those of two levels.
    fn drawing(
        &mut self,
        amount: f64,
        mut below: Trial,
        mut above: Trial,
    ) -> Result<Found, Unproven> {
        // How far what is nearly linear in the level is from what is wanted.
        let priced = self.scene.priced;
        let miss = |trial: &Trial| priced.straight(trial.amount) - priced.straight(amount);
        let mut weights = [1.0, 1.0];
        let mut was_less = None;
        for step in 0..MOST_STEPS {
            let (a, b) = (below.level, above.level);
            let [p, q] = [weights[0] * miss(&below), weights[1] * miss(&above)];
            let share = -p / (q - p);
            // Every third step halves, where the others are slow.
            let share = if step % 3 == 2 || !(0.0..=1.0).contains(&share) { 0.5 } else { share };
            let at = |share: f64| (a + share * (b - a)).clamp(a, b);
            let is_new = |level: &f64| *level != a && *level != b;
            // One end may be next to the level, and the other one still far.
            let mut levels = [share, 0.5].into_iter().map(at);
            let Some(level) = levels.find(is_new) else { break };
            let trial = self.trial(level, priced.rough())?;
            if is_close(trial.amount, amount) {
                return self.found(level, Some(trial.windows));
            }
            // An end that stays for the second time counts half (Illinois).
            let is_less = trial.amount < amount;
            let half = if was_less == Some(is_less) { 0.5 } else { 1.0 };
            match is_less {
                true => (below, weights) = (trial, [1.0, half * weights[1]]),
                false => (above, weights) = (trial, [half * weights[0], 1.0]),
            }
            was_less = Some(is_less);
        }
        self.between(amount, &below.windows, &above)
    }

    /// The filter that draws this amount: the windows `less` and, one after the other, what makes those of `above` of them.
    fn between(&mut self, wanted: f64, less: &Windows, above: &Trial) -> Result<Found, Unproven> {
        let mut windows = less.clone();
        let mut best = ((self.amount(&windows)? - wanted).abs(), windows.clone());
        for step in steps(less, &above.windows) {
            let whole = step.upto(1.0, &windows);
            let amount = self.amount(&whole)?;
            if (amount - wanted).abs() < best.0 {
                best = ((amount - wanted).abs(), whole.clone());
            }
            if amount < wanted {
                windows = whole;
                continue;
            }
            let (mut low, mut high) = (0.0, 1.0);
            for _ in 0..MOST_STEPS {
                let share = low + 0.5 * (high - low);
                let part = step.part(share);
                let is_an_end = part == step.part(low) || part == step.part(high);
                if best.0 <= CLOSE * wanted.abs() || is_an_end {
                    break;
                }
                let windows = step.upto(share, &windows);
                let amount = self.amount(&windows)?;
                if (amount - wanted).abs() < best.0 {
                    best = ((amount - wanted).abs(), windows);
                }
                if amount < wanted { low = share } else { high = share }
            }
            break;
        }
        self.found(above.level, Some(best.1))
    }
}

/// Whether an amount is as close to the one that is wanted as doubles come.
fn is_close(amount: f64, wanted: f64) -> bool {
    (amount - wanted).abs() <= CLOSE * wanted.abs()
}
