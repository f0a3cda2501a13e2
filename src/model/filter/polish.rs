//! The edges of a filter to all digits of an arithmetic.
//!
//! The search in doubles leaves an edge within about a double of a zero: of y − x, where f_c = f_l, or of what an energy is
//! worth at the price. Newton's steps lead from there to the zeros, and the level to the amount that is wanted: each
//! step is computed in the arithmetic, over a derivative in doubles, and gains about eight digits. Where a function jumps, the edge is
//! the place of the jump. The filter *is* the windows between these edges, so that a step that is left out makes no number wrong.

use super::cost::filled;
use super::{Cost, Drawn};
use crate::formula::Known;
use crate::model::integral::Integrable;
use crate::model::spectra::Spectra;
use crate::numeric::quadrature::End;
use crate::numeric::{Lanes, Real};

/// As far as an edge in doubles is from its zero at most, in temperatures, beside a few doubles.
const NEAR: f64 = 1e-7;
/// Half of the distance over which derivatives are taken, in temperatures.
const APART: f64 = 1e-6;
/// Steps gain digits as long as each is this much shorter than the one before.
const SHORTER: f64 = 0.25;
/// So many steps are taken at most.
const MOST_STEPS: usize = 60;

type Windows<S> = Vec<[Known<S>; 2]>;

/// What an edge is a zero of, with the derivative there.
#[derive(Clone, Copy, Debug)]
enum Zero {
    /// y − x.
    Crossing(f64),
    /// What an energy is worth.
    Worth(f64),
}

/// What is worth at an energy, or has its zero there: a price times an amount, minus a cost. It is affine in the unknown: of heat
/// that is r = 1 − θ/T, of particles their price ν.
fn worth<N: Real>(what: (Drawn, Cost), unknown: N, t: N, [z, y]: [N; 2]) -> N {
    let x = z.clone() / t.clone();
    let left = || N::constant(1.0).minus(unknown.clone());
    let filled = |x: N| N::constant(1.0) / (N::constant(1.0) + x.exp());
    let soft = |x: N| filled(x.clone()) * filled(x.negated());
    let current = |x: &N, y: &N| filled(x.clone()).minus(filled(y.clone()));
    let noise = |x: &N, y: &N| soft(x.clone()) + soft(y.clone());
    match what {
        (Drawn::Heat, Cost::Entropy) => x.minus(left() * y),
        (Drawn::Heat, Cost::Noise) => {
            (unknown.clone() * t * current(&x, &y)).minus(left() * z * noise(&x, &y))
        }
        (Drawn::Particles, Cost::Entropy) => unknown.minus(y),
        (Drawn::Particles, Cost::Noise) => (unknown * current(&x, &y)).minus(noise(&x, &y)),
    }
}

/// Of which filter edges are looked for, in an arithmetic.
pub(super) struct Polish<'a, 'b, S: Integrable> {
    pub spectra: &'b Spectra<'a, S>,
    pub rough: &'b Spectra<'a, Lanes<1>>,
    pub resource: usize,
    pub mu: Known<S>,
    pub t: Known<S>,
    pub drawn: Drawn,
    pub cost: Cost,
    /// The transmission of the windows.
    pub height: f64,
}

/// What the unknown follows from.
pub(super) enum Wanted<S> {
    /// From nothing else.
    Unknown(Known<S>),
    /// From how much is drawn, beginning with a double that is near.
    Amount(S, f64),
}

/// Edges, and the unknown.
pub(super) struct Polished<S> {
    pub windows: Windows<S>,
    pub unknown: Known<S>,
}

impl<S: Integrable> Polish<'_, '_, S> {
    /// z and y, in doubles.
    fn near(&self, energy: f64) -> [Lanes<1>; 2] {
        let y = self.rough.logarithm(self.resource, &Known::double(energy));
        [Lanes([energy - self.mu.near()]), y]
    }

    /// y − x and what the energy is worth, in doubles.
    fn both(&self, unknown: f64, energy: f64) -> [f64; 2] {
        let ([z, y], t) = (self.near(energy), Lanes([self.t.near()]));
        let Lanes([over]) = y.minus(z / t);
        let Lanes([worth]) = worth((self.drawn, self.cost), Lanes([unknown]), t, [z, y]);
        [over, worth]
    }

    /// Of what an edge is a zero; nothing where functions jump, or where a window has no end.
    fn zero(&self, unknown: f64, edge: f64) -> Option<Zero> {
        let t = self.t.near();
        let one = (edge.next_up() - edge).abs();
        let apart = (APART * t).max(1e3 * one);
        let [here, below, above] =
            [edge, edge - apart, edge + apart].map(|energy| self.both(unknown, energy));
        let slope = |i: usize| (above[i] - below[i]) / (2.0 * apart);
        let zeros = [Zero::Crossing(slope(0)), Zero::Worth(slope(1))];
        let far = |i: usize| (here[i] / slope(i)).abs();
        let (zero, far) = match self.cost == Cost::Entropy && far(0) <= far(1) {
            true => (zeros[0], far(0)),
            false => (zeros[1], far(1)),
        };
        (far <= NEAR * t + 8.0 * one).then_some(zero)
    }

    /// The place of the jump that is this edge, if it is one.
    fn jump(&self, cuts: &[End<S>], edge: f64) -> Option<Known<S>> {
        let reach = 4.0 * (edge.next_up() - edge).abs();
        let cut = cuts.iter().find(|cut| (cut.origin + cut.rough - edge).abs() <= reach)?;
        let at = S::constant(cut.origin) + cut.offset.clone();
        Some(if cut.rough == 0.0 { Known::double(cut.origin) } else { Known::of(at) })
    }

    /// z and y.
    fn exactly(&self, energy: &Known<S>) -> [S; 2] {
        [energy.minus(&self.mu).value, self.spectra.logarithm(self.resource, energy)]
    }

    /// y − x.
    fn over(&self, energy: &Known<S>) -> S {
        let [z, y] = self.exactly(energy);
        y.minus(z / self.t.value.clone())
    }

    /// What an energy is worth.
    fn worth(&self, unknown: &S, energy: &Known<S>) -> S {
        let what = (self.drawn, self.cost);
        worth(what, unknown.clone(), self.t.value.clone(), self.exactly(energy))
    }

    /// The zero near this place.
    fn at_zero(&self, zero: Zero, unknown: &S, start: &Known<S>) -> Known<S> {
        let mut edge = start.clone();
        let mut last = f64::INFINITY;
        for _ in 0..MOST_STEPS {
            let (value, slope) = match zero {
                Zero::Crossing(slope) => (self.over(&edge), slope),
                Zero::Worth(slope) => (self.worth(unknown, &edge), slope),
            };
            let Some(step) = shorter(value / S::constant(slope), &mut last) else { break };
            edge = Known::of(edge.value.minus(step).middle());
        }
        edge
    }

    /// What is drawn at an energy.
    fn density(&self, energy: f64) -> f64 {
        let [Lanes([z]), Lanes([y])] = self.near(energy);
        let current = filled(z / self.t.near()) - filled(y);
        let weight = if self.drawn == Drawn::Heat { z } else { 1.0 };
        self.height * weight * current
    }

    /// The windows that are these to doubles, with what is wanted; `drawn` tells how much some windows draw.
    pub(super) fn polished<E>(
        &self,
        windows: &[[f64; 2]],
        wanted: &Wanted<S>,
        mut drawn: impl FnMut(&[[Known<S>; 2]]) -> Result<S, E>,
    ) -> Result<Polished<S>, E> {
        let (mut unknown, near) = match wanted {
            Wanted::Unknown(known) => (known.value.clone(), known.near()),
            Wanted::Amount(_, near) => (S::constant(*near), *near),
        };
        let cuts = self.spectra.cuts();
        let zeros: Vec<[Option<Zero>; 2]> =
            windows.iter().map(|ends| ends.map(|edge| self.zero(near, edge))).collect();
        let still = |edge: f64| self.jump(&cuts, edge).unwrap_or(Known::double(edge));
        let mut found: Windows<S> = windows.iter().map(|ends| ends.map(still)).collect();
        let settle = |found: &mut Windows<S>, unknown: &S| {
            let edges = found.iter_mut().flatten().zip(zeros.iter().flatten());
            for (edge, zero) in edges.filter_map(|(edge, zero)| Some((edge, (*zero)?))) {
                *edge = self.at_zero(zero, unknown, edge);
            }
        };
        let amount = match wanted {
            Wanted::Amount(amount, _) => amount,
            Wanted::Unknown(unknown) => {
                settle(&mut found, &unknown.value);
                return Ok(Polished { windows: found, unknown: unknown.clone() });
            }
        };
        let mut pace = self.pace(windows, &zeros);
        // Where an amount is worth the same at all energies, an edge that is no zero follows from it instead.
        let free = match pace == 0.0 {
            true => self.free(&cuts, windows, &zeros),
            false => None,
        };
        if let Some((place, side)) = free {
            pace = self.density(windows[place][side]) * SIGNS[side];
        }
        let mut off = f64::INFINITY;
        for _ in 0..MOST_STEPS {
            settle(&mut found, &unknown);
            let miss = amount.clone().minus(drawn(&found)?);
            let Some(step) = shorter(miss / S::constant(pace), &mut off) else { break };
            match free {
                Some((place, side)) => {
                    let edge = &mut found[place][side];
                    *edge = Known::of((edge.value.clone() + step).middle());
                }
                None => unknown = (unknown + step).middle(),
            }
        }
        if let Some((place, side)) = free {
            // The price at which that edge sells.
            let by = self.along(windows[place][side]);
            off = f64::INFINITY;
            for _ in 0..MOST_STEPS {
                let worth = self.worth(&unknown, &found[place][side]);
                let Some(step) = shorter(worth / S::constant(by), &mut off) else { break };
                unknown = unknown.minus(step).middle();
            }
        }
        // Without a step it is one of two doubles beside each other.
        let off = if off.is_finite() { off } else { (near.next_up() - near).abs() };
        let unknown = Known::of(unknown.widened(off));
        Ok(Polished { windows: found, unknown })
    }

    /// How what an energy is worth grows with the unknown.
    fn along(&self, energy: f64) -> f64 {
        self.both(1.0, energy)[1] - self.both(0.0, energy)[1]
    }

    /// How what is drawn grows with the unknown.
    fn pace(&self, windows: &[[f64; 2]], zeros: &[[Option<Zero>; 2]]) -> f64 {
        let mut pace = 0.0;
        for (edges, zeros) in windows.iter().zip(zeros) {
            for ((edge, zero), sign) in edges.iter().zip(zeros).zip(SIGNS) {
                if let Some(Zero::Worth(slope)) = zero {
                    pace -= sign * self.density(*edge) * self.along(*edge) / slope;
                }
            }
        }
        pace
    }

    /// An edge that is no zero and where nothing jumps.
    fn free(
        &self,
        cuts: &[End<S>],
        windows: &[[f64; 2]],
        zeros: &[[Option<Zero>; 2]],
    ) -> Option<(usize, usize)> {
        let all = (0..windows.len()).flat_map(|place| [(place, 0), (place, 1)]);
        let mut loose = all.filter(|(place, side)| zeros[*place][*side].is_none());
        loose.find(|(place, side)| self.jump(cuts, windows[*place][*side]).is_none())
    }
}

/// By an edge that moves upwards more is drawn where a window ends, and less where it begins.
const SIGNS: [f64; 2] = [-1.0, 1.0];

/// A step, if it is so much shorter than the one before that digits are gained; that one's size becomes its own.
fn shorter<S: Integrable>(step: S, last: &mut f64) -> Option<S> {
    let step = step.middle();
    let size = Known::of(step.clone()).near().abs();
    let is_shorter = size < SHORTER * *last;
    *last = if size.is_nan() { f64::INFINITY } else { size.min(*last) };
    is_shorter.then_some(step)
}
