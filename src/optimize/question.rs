//! What is to be optimised: at a device, exactly; and over ranges of devices, as constraints that an
//! arithmetic of any kind can evaluate.

use super::levels::{Clip, Levels, inverse_limit};
use crate::model::{Parameter as P, Point, Refrigerator, Solution, Units, Values, Verdict, rate};
use crate::numeric::{Lanes, Real, middle};
use crate::table::Row;

/// What is to be as large as possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// ε̇_h.
    Power,
    /// COP.
    Cop,
}

impl Goal {
    /// The other one.
    pub fn other(self) -> Goal {
        match self {
            Goal::Power => Goal::Cop,
            Goal::Cop => Goal::Power,
        }
    }

    /// This result of a solution.
    pub fn of(self, solution: &Solution) -> f64 {
        match self {
            Goal::Power => solution.power,
            Goal::Cop => solution.cop,
        }
    }
}

/// From where to where the strength of the demon may be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strength {
    /// λ itself.
    Absolute([f64; 2]),
    /// λ/λ_max, of which 1 is the most.
    Headrooms([f64; 2]),
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The parameters that are fixed.
    pub base: Point,
    /// The ranges of the others but λ.
    pub over: Vec<(P, [f64; 2])>,
    /// The range of λ.
    pub strength: Strength,
    /// What is maximised.
    pub goal: Goal,
    /// What the other result must be at least.
    pub at_least: Option<f64>,
}

/// A device with its result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// What is maximised.
    pub value: f64,
    /// The device.
    pub point: Point,
}

impl Question {
    /// The best demon of the device with these parameters, if there is one that does what is asked.
    ///
    /// Along λ the power grows in proportion and the COP falls, so that the best λ is the largest one
    /// allowed for the power and the smallest one for the COP.
    pub fn best_at(&self, place: &[f64]) -> Option<Candidate> {
        let parameters = self.over.iter().map(|(parameter, _)| *parameter);
        let point =
            parameters.zip(place).fold(self.base, |point, (p, value)| point.with(p, *value));
        let [first, last] = match self.strength {
            Strength::Absolute([first, last]) => {
                let most = settled(point, 1.0)?;
                (first <= most).then_some([first, last.min(most)])?
            }
            Strength::Headrooms([first, last]) => [settled(point, first)?, settled(point, last)?],
        };
        let solved = |lambda: f64| {
            let solution = Refrigerator::new(&point.with(P::Lambda, lambda)).ok()?.solve();
            let [value, other] = [self.goal, self.goal.other()].map(|goal| goal.of(&solution));
            let exists = matches!(solution.verdict, Verdict::Physical | Verdict::Limit);
            let does = self.at_least.is_none_or(|least| other >= least);
            (exists && does && value.is_finite()).then_some(value)
        };
        let [best, worst] = match self.goal {
            Goal::Power => [last, first],
            Goal::Cop => [first, last],
        };
        let (lambda, value) = nearest(best, worst, solved)?;
        Some(Candidate { value, point: point.with(P::Lambda, lambda) })
    }

    /// The constraints that a device, and what it reaches, obey: all of these numbers are ≥ 0. With the
    /// COP the first one is what can be reached at the `floor`, less what is.
    ///
    /// `reached` is the power, in energies as temperatures, or −1/COP; `floor` the least power that
    /// is needed.
    pub(super) fn constraints<S: Clip>(
        &self,
        values: &Values<S>,
        levels: &Levels<S>,
        reached: &S,
        floor: f64,
    ) -> Vec<S> {
        let times = |lambda: f64| S::constant(lambda) * levels.unit_power.clone();
        let above = |most: S, least: &S| most.minus(least.clone());
        let (least, most, share) = match self.strength {
            Strength::Absolute([first, last]) => {
                ((first > 0.0).then(|| times(first)), Some(times(last)), 1.0)
            }
            Strength::Headrooms([_, last]) => (None, None, last),
        };
        let room = |power: &S| levels.most().map(|most| above(S::constant(share) * most, power));
        let mut constraints = Vec::new();
        match self.goal {
            Goal::Power => {
                constraints.extend(room(reached));
                constraints.extend(most.map(|most| above(most, reached)));
                // The least λ must be possible, too.
                constraints.extend(least.iter().flat_map(room));
                if let Some(cop) = self.at_least {
                    let allowed = S::constant(1.0) / S::constant(cop);
                    let costs = least.iter().map(|power| levels.inverse_cop(power));
                    let costs = costs.chain([self.least_inverse_cop(values)]);
                    // The last one is that of the power that is reached.
                    let costs = costs.chain([levels.inverse_cop(reached)]);
                    constraints.extend(costs.map(|cost| above(allowed.clone(), &cost)));
                }
            }
            Goal::Cop => {
                let powers = [S::constant(floor)].into_iter().chain(least);
                for power in powers {
                    constraints.push(above(levels.inverse_cop(&power).negated(), reached));
                    constraints.extend(room(&power));
                }
                constraints.extend(most.map(|most| above(most, &S::constant(floor))));
                constraints.push(above(self.least_inverse_cop(values).negated(), reached));
            }
        }
        constraints
    }

    /// What 1/COP is not below, whatever the levels.
    pub(super) fn least_inverse_cop<S: Real>(&self, values: &Values<S>) -> S {
        let lambda = match self.strength {
            Strength::Absolute([first, _]) => first,
            Strength::Headrooms(_) => 0.0,
        };
        inverse_limit(values, lambda)
    }

    /// The least power that is needed, if one is: a rounding below what is required.
    pub(super) fn least_power(&self) -> f64 {
        match (self.goal, self.at_least) {
            (Goal::Cop, Some(power)) => self.plain_power(power) * (1.0 - 1e-12),
            _ => 0.0,
        }
    }

    /// A power in energies as temperatures, per Γ/h, to within the tolerance of a search.
    pub fn plain_power(&self, power: f64) -> f64 {
        match self.base.units() {
            Units::Natural => power,
            Units::Laboratory => power / rate(Lanes([self.base.get(P::Gamma)])).0[0],
        }
    }
}

/// λ for this multiple of the headroom, if it is a refrigerator and has one.
fn settled(point: Point, multiple: f64) -> Option<f64> {
    let row = Row::new(point.with(P::Lambda, multiple).in_headrooms(true));
    let apart = point.get(P::E3) != point.get(P::E4);
    (row.answer.is_ok() && apart).then(|| row.lambda())
}

/// The number nearest to `best`, on the way to `worst`, at which there is an answer, as there is from
/// there on; with the answer.
fn nearest<T>(best: f64, worst: f64, answer: impl Fn(f64) -> Option<T>) -> Option<(f64, T)> {
    if let Some(found) = answer(best) {
        return Some((best, found));
    }
    let (mut fails, mut has) = (best, (worst, answer(worst)?));
    while let Some(next) = middle(fails, has.0) {
        match answer(next) {
            Some(found) => has = (next, found),
            None => fails = next,
        }
    }
    Some(has)
}
