//! The level r of a filter that draws a given heat.
//!
//! The heat rises with r, from 0 at r = 0 to the greatest one at r = 1. Near r = 0 it goes with the square, so that r is looked
//! for by the square root of the heat. Where two neighbouring doubles of r have heats on either side of the one that is asked
//! for, the edges move one after the other from the windows of the lower level to those of the upper one. That works as
//! well where a resource looks equally cold over a range of energies, so that the heat jumps at a level.

use super::cells::{FINE, Scene};
use super::{Found, MOST_WINDOWS};
use crate::formula::Known;
use crate::model::flows::{Plan, Unproven};
use crate::numeric::Lanes;
use crate::numeric::quadrature::Goal;

/// How exactly heat is integrated where a level is looked for.
const GOAL: Goal = Goal { share: 1.0 / (1u64 << 60) as f64, ..Goal::LIGHT };
/// What of a filter may be undecided where its level is looked for: edges are rounded to doubles anyway.
const ROUGH: f64 = 1.0 / (1u64 << 30) as f64;
/// As close to the heat as doubles come.
const CLOSE: f64 = 2.0 * f64::EPSILON;
/// How many levels, or edges, are tried at most.
const MOST_STEPS: usize = 120;

type Windows = Vec<[f64; 2]>;

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

    /// The heat that a filter with these windows draws.
    fn heat(&mut self, windows: &Windows) -> Result<f64, Unproven> {
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
        let heat = self.gauge.integrated(&self.constants, GOAL)?;
        let into: f64 = heat.iter().map(|Lanes([heat])| heat).sum();
        Ok(-into)
    }

    /// The windows at a level.
    fn windows(&self, level: f64, share: f64) -> Result<Windows, Unproven> {
        if level <= 0.0 {
            return Ok(Vec::new());
        }
        let cells = self.scene.cells(level, share).ok_or(UNKNOWN)?;
        Ok(self.scene.windows(level, &cells))
    }

    /// The filter with these windows, which are the best ones at a level or between two that are one to doubles.
    fn found(&self, level: f64, windows: Option<Windows>) -> Result<Found, Unproven> {
        let Lanes([t]) = self.scene.t.value;
        if level <= 0.0 {
            return Ok(Found { windows: Vec::new(), coldest: t, gap: 0.0 });
        }
        let cells = self.scene.cells(level, FINE).ok_or(UNKNOWN)?;
        let windows = windows.unwrap_or_else(|| self.scene.windows(level, &cells));
        if windows.len() > MOST_WINDOWS {
            return Err(Unproven::NoFilter("more than 32 windows"));
        }
        let gap = self.scene.lost(&cells, &windows);
        Ok(Found { windows, coldest: t * (1.0 - level), gap })
    }

    /// The filter at a level.
    pub(super) fn at_level(&mut self, level: f64) -> Result<Found, Unproven> {
        match level {
            level if level > 1.0 => Err(Unproven::NoFilter("coldest<0")),
            level => self.found(level, None),
        }
    }

    /// The filter that draws this part of the greatest heat.
    pub(super) fn at_fraction(&mut self, fraction: f64) -> Result<Found, Unproven> {
        match fraction {
            fraction if fraction < 0.0 => Err(Unproven::NoFilter("fraction<0")),
            1.0 => self.found(1.0, None),
            fraction if fraction > 1.0 => Err(Unproven::NoFilter("power>max")),
            fraction => {
                let windows = self.windows(1.0, FINE)?;
                let most = self.heat(&windows)?;
                self.drawing(fraction * most, (windows, most))
            }
        }
    }

    /// The filter that draws this heat.
    pub(super) fn at_power(&mut self, power: f64) -> Result<Found, Unproven> {
        if power < 0.0 {
            return Err(Unproven::NoFilter("power<0"));
        }
        let windows = self.windows(1.0, FINE)?;
        let most = self.heat(&windows)?;
        match power > most {
            true => Err(Unproven::NoFilter("power>max")),
            false => self.drawing(power, (windows, most)),
        }
    }

    /// The filter that draws this heat, which is not more than the greatest one.
    fn drawing(&mut self, power: f64, (windows, most): (Windows, f64)) -> Result<Found, Unproven> {
        let is_close = |heat: f64| (heat - power).abs() <= CLOSE * power;
        if power == 0.0 {
            return self.found(0.0, None);
        }
        // Levels below and above, with the windows and how far the root of the heat is from the one that is wanted.
        let miss = |heat: f64| heat.max(0.0).sqrt() - power.sqrt();
        let mut below = (0.0, Windows::new(), miss(0.0));
        let mut above = (1.0, windows, miss(most));
        let mut weights = [1.0, 1.0];
        let mut was_less = None;
        for step in 0..MOST_STEPS {
            let (a, b) = (below.0, above.0);
            let [p, q] = [weights[0] * below.2, weights[1] * above.2];
            let share = -p / (q - p);
            // Every third step halves, where the others are slow.
            let share = if step % 3 == 2 || !(0.0..=1.0).contains(&share) { 0.5 } else { share };
            let level = (a + share * (b - a)).clamp(a, b);
            if level == a || level == b {
                break;
            }
            let windows = self.windows(level, ROUGH)?;
            let heat = self.heat(&windows)?;
            if is_close(heat) {
                return self.found(level, Some(windows));
            }
            let found = (level, windows, miss(heat));
            // An end that stays for the second time counts half (Illinois).
            let is_less = heat < power;
            let half = if was_less == Some(is_less) { 0.5 } else { 1.0 };
            match is_less {
                true => (below, weights) = (found, [1.0, half * weights[1]]),
                false => (above, weights) = (found, [half * weights[0], 1.0]),
            }
            was_less = Some(is_less);
        }
        self.between(power, &below.1, (above.0, &above.1))
    }

    /// The filter that draws this heat: the windows `less` and, one after the other, what those of `more` have beyond them.
    fn between(
        &mut self,
        power: f64,
        less: &Windows,
        (level, more): (f64, &Windows),
    ) -> Result<Found, Unproven> {
        let mut windows = less.clone();
        let mut best = ((self.heat(&windows)? - power).abs(), windows.clone());
        for piece in pieces(more, less) {
            let whole = with(&windows, piece.upto(1.0));
            let heat = self.heat(&whole)?;
            if (heat - power).abs() < best.0 {
                best = ((heat - power).abs(), whole.clone());
            }
            if heat < power {
                windows = whole;
                continue;
            }
            let (mut low, mut high) = (0.0, 1.0);
            for _ in 0..MOST_STEPS {
                let share = low + 0.5 * (high - low);
                let part = piece.upto(share);
                if best.0 <= CLOSE * power || part == piece.upto(low) || part == piece.upto(high) {
                    break;
                }
                let windows = with(&windows, part);
                let heat = self.heat(&windows)?;
                if (heat - power).abs() < best.0 {
                    best = ((heat - power).abs(), windows);
                }
                if heat < power { low = share } else { high = share }
            }
            break;
        }
        self.found(level, Some(best.1))
    }
}

/// What some windows have beyond others: it is filled from the end at which it touches those.
#[derive(Clone, Copy, Debug)]
struct Piece {
    ends: [f64; 2],
    is_from_above: bool,
}

impl Piece {
    /// A share of it.
    fn upto(self, share: f64) -> [f64; 2] {
        let [lo, hi] = self.ends;
        match self.is_from_above {
            _ if share >= 1.0 => self.ends,
            true => [hi - share * (hi - lo), hi],
            false => [lo, lo + share * (hi - lo)],
        }
    }
}

/// The pieces that `more` has beyond `less`, in order.
fn pieces(more: &Windows, less: &Windows) -> Vec<Piece> {
    let mut all = Vec::new();
    for [from, to] in more {
        let mut start = *from;
        for [a, b] in less.iter().filter(|window| window[0] < *to && window[1] > *from) {
            if start < *a {
                all.push(Piece { ends: [start, *a], is_from_above: true });
            }
            start = start.max(*b);
        }
        if start < *to {
            all.push(Piece { ends: [start, *to], is_from_above: false });
        }
    }
    all
}

/// Some windows and one more, which does not overlap them.
fn with(windows: &Windows, more: [f64; 2]) -> Windows {
    let mut all = windows.clone();
    all.push(more);
    all.retain(|[from, to]| from < to);
    all.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let mut joined = Windows::new();
    for window in all {
        match joined.last_mut() {
            Some(last) if last[1] >= window[0] => last[1] = window[1].max(last[1]),
            _ => joined.push(window),
        }
    }
    joined
}
