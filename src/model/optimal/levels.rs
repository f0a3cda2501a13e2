//! The levels without width of an optimal demon, as a problem to be solved.

use super::problem::Site;
use super::{Optimal, sum};
use crate::formula::{Arithmetic, Known, Point};
use crate::model::flows::Unproven;
use crate::model::machine::{Machine, Occupation};
use crate::model::statistics::Occupied;
use crate::numeric::Enclosed;

impl Optimal {
    /// The levels of equal energies, which have one occupation.
    pub(super) fn groups<S: Enclosed>(&self, constants: &[Known<S>]) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (place, level) in self.levels.iter().enumerate() {
            let is_same = |group: &&mut Vec<usize>| {
                let other = &constants[self.levels[group[0]].at];
                constants[level.at].minus(other).double == Some(0.0)
            };
            match groups.iter_mut().find(is_same) {
                Some(group) => group.push(place),
                None => groups.push(vec![place]),
            }
        }
        groups
    }

    /// Whether a level has an area that is not written as 0.
    pub(super) fn is_coupled<S>(&self, group: &[usize], constants: &[Known<S>]) -> bool {
        let mut terms = group.iter().flat_map(|level| &self.levels[*level].terms);
        terms.any(|(_, size)| constants[*size].double != Some(0.0))
    }

    /// The fixed reservoirs whose conditions do not follow from ṅ_l = 0 and those of the others.
    pub(super) fn independent(&self) -> Vec<usize> {
        let all_are = self.neighbours().all(|reservoir| self.fixed.contains(&reservoir));
        let mut fixed = self.fixed.clone();
        if all_are {
            fixed.pop();
        }
        fixed
    }

    /// A level with its conditions; adds to `idle` what flows into the reservoirs of the conditions at f = F.
    pub(super) fn site<S: Arithmetic>(
        &self,
        machine: &Machine,
        constants: &[Known<S>],
        group: &[usize],
        fixed: &[usize],
        idle: &mut [S],
    ) -> Result<Site<S>, Unproven> {
        let at = &constants[self.levels[group[0]].at];
        let mut terms: Vec<(usize, S, Occupied<Point<S>>)> = Vec::new();
        for (reservoir, size) in group.iter().flat_map(|level| &self.levels[*level].terms) {
            let Occupation::Equilibrium { mu, t } = machine.reservoirs[*reservoir].occupation
            else {
                return Err(Unproven::NoDemon("not proven"));
            };
            let [offset, t] = [at.minus(&constants[mu]).value, constants[t].value.clone()];
            let area = constants[*size].value.clone();
            match terms.iter_mut().find(|(other, ..)| other == reservoir) {
                Some((_, before, _)) => *before = sum(before.clone(), area),
                None => {
                    let occupied = Occupied::equilibrium(self.statistics, Point(offset), Point(t));
                    terms.push((*reservoir, area, occupied));
                }
            }
        }
        let total = |of: &dyn Fn(&Occupied<Point<S>>) -> S| {
            let parts = terms.iter().map(|(_, area, occupied)| area.clone() * of(occupied));
            parts.reduce(sum).unwrap_or_else(|| S::constant(0.0))
        };
        let weight = total(&|_| S::constant(1.0));
        let (f, rest, x) = match &terms[..] {
            [(_, _, one)] => (one.f.0.clone(), one.rest.0.clone(), one.y.0.clone()),
            _ => {
                let f = total(&|occupied| occupied.f.0.clone()) / weight.clone();
                let rest = total(&|occupied| occupied.rest.0.clone()) / weight.clone();
                let x = (rest.clone() / f.clone()).ln();
                (f, rest, x)
            }
        };
        let share = |reservoir: usize| {
            let own = terms.iter().find(|(other, ..)| *other == reservoir);
            own.map(|(_, area, occupied)| match terms.len() {
                1 => (S::constant(1.0), occupied),
                _ => (area.clone() / weight.clone(), occupied),
            })
        };
        let Occupation::Equilibrium { mu, .. } = machine.reservoirs[self.from].occupation else {
            return Err(Unproven::NoDemon("not proven"));
        };
        let height = at.minus(&constants[mu]).value;
        let mut costs = vec![S::constant(1.0), height.clone()];
        let conditions = fixed.iter().map(|r| (*r, S::constant(1.0)));
        let conditions = conditions.chain([(self.from, height)]);
        for ((reservoir, worth), idle) in conditions.zip(idle) {
            let Some((share, occupied)) = share(reservoir) else {
                costs.push(S::constant(0.0));
                continue;
            };
            let cost = share * worth;
            // Alone at a level, a reservoir is its own mean.
            if terms.len() > 1 {
                let apart = f.clone().minus(occupied.f.0.clone());
                *idle = sum(idle.clone(), weight.clone() * cost.clone() * apart);
            }
            costs.push(cost);
        }
        Ok(Site { weight, x, f, rest, costs })
    }
}
