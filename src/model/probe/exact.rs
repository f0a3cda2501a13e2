//! Which of the numbers that probes find are known exactly.

use super::{Balancing, Unknown};
use crate::formula::Known;
use crate::model::flows::Unproven;
use crate::model::integral::Integrable;
use crate::numeric::Interval;

/// What is known of a number that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Exact {
    /// It is this double.
    Double(f64),
    /// It is the same number as this constant.
    Same(usize),
}

impl<S: Integrable<Plain = S>> Balancing<'_, S> {
    /// Where all other reservoirs are in one equilibrium, so are the probes.
    pub(super) fn in_equilibrium(&mut self, twins: &[usize]) -> Option<Vec<(usize, Exact)>> {
        // Those that are coupled to them.
        let ends = self.plan.links().iter().flat_map(|link| [link.to, link.from]);
        let all = ends.map(|end| self.machine.reservoirs[end].occupation.equilibrium());
        let all: Vec<[usize; 2]> = all.collect::<Option<_>>()?;
        let is_given = |place: &usize| !self.machine.is_found(*place);
        let is_same = |a: usize, b: usize| {
            let [one, other] = [a, b].map(|place| self.constants[place].double);
            twins.get(a).zip(twins.get(b)).is_some_and(|(a, b)| a == b)
                || one.is_some() && one == other
        };
        let [mu, t] = [0, 1].map(|which| {
            let mut given = all.iter().map(|both| both[which]).filter(is_given);
            let first = given.next()?;
            given.all(|other| is_same(first, other)).then_some(first)
        });
        let (mu, t) = (mu?, t?);
        let guess =
            |unknown: &Unknown| (unknown.place, Exact::Same(if unknown.is_t { t } else { mu }));
        let guesses: Vec<(usize, Exact)> = self.unknowns.iter().map(guess).collect();
        let before = self.constants.clone();
        let twins = self.put_exact(&guesses, twins);
        let missed = self.missed(&twins);
        let is_nothing = |missed: &S| missed.hull() == Interval::point(0.0);
        if missed.is_ok_and(|missed| missed.iter().all(is_nothing)) {
            return Some(guesses);
        }
        self.constants = before;
        None
    }

    /// Puts what is taken for exact among the constants, and gives which of them are the same numbers then.
    fn put_exact(&mut self, exact: &[(usize, Exact)], twins: &[usize]) -> Vec<usize> {
        let mut twins = match twins {
            [] => (0..self.constants.len()).collect(),
            twins => twins.to_vec(),
        };
        for (place, exact) in exact {
            match exact {
                Exact::Double(a) => self.constants[*place] = Known::double(*a),
                Exact::Same(other) => {
                    self.constants[*place] = self.constants[*other].clone();
                    twins[*place] = twins[*other];
                }
            }
        }
        twins
    }

    /// Which of the numbers are exactly a double, or one of the other constants: those for which the rules of the
    /// machine prove that the probe takes up nothing.
    pub(super) fn exact(
        &mut self,
        known: &[S],
        twins: &[usize],
    ) -> Result<Vec<(usize, Exact)>, Unproven> {
        let holds_zero = |number: S| {
            let Interval { lo, hi } = number.hull();
            lo <= 0.0 && hi >= 0.0
        };
        let numbers: Vec<[usize; 2]> =
            self.machine.reservoirs.iter().filter_map(|r| r.occupation.equilibrium()).collect();
        let mut guesses: Vec<(usize, Exact)> = Vec::new();
        for (number, unknown) in known.iter().zip(&self.unknowns) {
            let given = numbers.iter().map(|[mu, t]| if unknown.is_t { *t } else { *mu });
            let mut given = given.filter(|place| !self.machine.is_found(*place));
            let same = given.find(|place| {
                holds_zero(number.clone().minus(self.constants[*place].value.clone()))
            });
            let Interval { lo, hi } = number.hull();
            let middle = lo + 0.5 * (hi - lo);
            let middle = if lo <= 0.0 && hi >= 0.0 { 0.0 } else { middle };
            let guess = match same {
                Some(place) => Exact::Same(place),
                None if holds_zero(number.clone().minus(S::constant(middle))) => {
                    Exact::Double(middle)
                }
                None => continue,
            };
            guesses.push((unknown.place, guess));
        }
        if guesses.is_empty() {
            return Ok(guesses);
        }
        let before = self.constants.clone();
        let twins = self.put_exact(&guesses, twins);
        let missed = self.missed(&twins);
        let (settled, rest): (Vec<Unknown>, Vec<Unknown>) = self
            .unknowns
            .iter()
            .partition(|unknown| guesses.iter().any(|(place, _)| *place == unknown.place));
        let is_nothing = |unknown: &Unknown| {
            let mut all = self.unknowns.iter().zip(missed.iter().flatten());
            let found = all.find(|(other, _)| other.place == unknown.place);
            found.is_some_and(|(_, missed)| missed.hull() == Interval::point(0.0))
        };
        // Of the others there must be a solution beside those exact ones.
        let holds = settled.iter().all(is_nothing) && (rest.is_empty() || self.holds(rest, known));
        if !holds {
            self.constants = before;
            return Ok(Vec::new());
        }
        Ok(guesses)
    }

    /// Whether these unknowns have a solution within what is known of them, where the others are as they are set.
    fn holds(&self, unknowns: Vec<Unknown>, known: &[S]) -> bool {
        let is_kept = |place: usize| unknowns.iter().any(|other| other.place == place);
        let kept = self.unknowns.iter().zip(known).filter(|(unknown, _)| is_kept(unknown.place));
        let widths: Vec<f64> = kept.clone().map(|(_, number)| number.error()).collect();
        let numbers: Vec<S> = kept.map(|(_, number)| number.clone().middle()).collect();
        let mut part = self.with(self.constants.clone(), unknowns, self.goal);
        let Some(turn) = part.turn() else { return false };
        part.set(&numbers);
        let Ok(missed) = part.missed(&[]) else { return false };
        let Ok(reached) = part.verified(&numbers, &turn, &missed) else { return false };
        reached.iter().zip(&widths).all(|(reached, width)| reached <= width)
    }
}
