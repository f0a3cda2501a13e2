//! The question that an optimum answers. For one device, it is answered exactly. For ranges of devices, it
//! is a list of constraints, which any arithmetic can evaluate.

use super::levels::{Clip, Levels, inverse_limit};
use super::order::Order;
use crate::numeric::{Interval, Lanes, Real, middle};
use crate::quantity::{Units, rate};
use crate::refrigerator::{
    Parameter as P, Point, Refrigerator, Solution, Solved, Values, Verdict, Widths,
};

/// The result that is to be as large as possible.
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

/// The range from which the strength of the demon may be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strength {
    /// The first and the last value of λ itself.
    Absolute([f64; 2]),
    /// The first and the last value of λ/λ_max, which is at most 1.
    Headrooms([f64; 2]),
}

/// A question for the best refrigerator within ranges; [`Question::answer`] finds it.
///
/// Energies, temperatures and powers are in the units of `base`.
///
/// ```
/// use ndemon::optimize::{Goal, Question, Strength};
/// use ndemon::refrigerator::{Parameter, Point};
///
/// // The most power at Tc = 0.5 for any ε4 from 1.1 to 2, with the whole demon, λ = 1.
/// let question = Question {
///     base: Point::paper(0.5, 1.3),
///     over: vec![(Parameter::E4, [1.1, 2.0])],
///     strength: Strength::Absolute([1.0, 1.0]),
///     goal: Goal::Power,
///     at_least: None,
///     apart: 0.0,
/// };
/// let answer = question.answer(10_000);
/// let best = answer.best.ok_or("no device is physical")?;
/// // No device has more than the bound, and the search ends when the best one is as good.
/// assert!(best.value > 0.0 && best.value <= answer.bound);
/// assert!(answer.bound - best.value <= 1e-9 * best.value);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug)]
pub struct Question {
    /// The device whose parameters hold where they are not among `over`; its λ is not used.
    pub base: Point,
    /// The free parameters other than λ, each with the first and the last value of its range.
    pub over: Vec<(P, [f64; 2])>,
    /// The range of λ.
    pub strength: Strength,
    /// What is maximised.
    pub goal: Goal,
    /// The least value of the other result (see [`Goal::other`]) that a device must have, if any.
    pub at_least: Option<f64>,
    /// The least distance between a hot level and a cold one, as an energy. With 0 any distance is
    /// allowed.
    pub apart: f64,
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
    /// The device with these values of the free parameters.
    pub(super) fn device(&self, place: &[f64]) -> Point {
        let parameters = self.over.iter().map(|(parameter, _)| *parameter);
        parameters.zip(place).fold(self.base, |point, (p, value)| point.with(p, *value))
    }

    /// A device with the λ at which the goal is largest. `None` if no λ of the range is physical and has the
    /// other result that is required.
    ///
    /// The power grows with λ, and the COP falls. The best λ is therefore the largest one that is allowed for
    /// the power, and the smallest one for the COP.
    pub(super) fn best_demon(&self, point: Point) -> Option<Candidate> {
        let order = self.order_at(&point)?;
        let levels = Levels::new(
            &point.values().map(Interval::point),
            self.base.scale(),
            order.up,
            Default::default(),
        );
        let (first, last) = match self.strength {
            Strength::Absolute([first, last]) => {
                let most = most_physical(point, last)?;
                (first <= most).then_some((first, most))?
            }
            Strength::Headrooms([first, last]) => (first, last),
        };
        let demon = |strength: f64| match self.strength {
            Strength::Absolute(_) => point.with(P::Lambda, strength),
            Strength::Headrooms(_) => point.with(P::Lambda, strength).in_headrooms(true),
        };
        let solved = |strength: f64| {
            let solution = Solved::new(demon(strength)).answer.ok()?;
            let [value, other] = [self.goal, self.goal.other()].map(|goal| goal.of(&solution));
            let exists = !matches!(solution.verdict, Verdict::Unphysical(_));
            let does = self.at_least.is_none_or(|least| other >= least);
            (exists && does && value.is_finite()).then_some(value)
        };
        let (best, worst) = match self.goal {
            Goal::Power => (last, first),
            Goal::Cop => (first, last),
        };
        let does = |strength: f64| {
            let known = self.does_enough(&levels, strength);
            known.unwrap_or_else(|| solved(strength).is_some())
        };
        let strength = nearest(best, worst, does)?;
        Some(Candidate { value: solved(strength)?, point: demon(strength) })
    }

    /// Whether the other result of a demon of this strength is as large as required. `None` if none is
    /// required, or if intervals do not tell.
    fn does_enough(&self, levels: &Levels<Interval>, strength: f64) -> Option<bool> {
        let power = match self.strength {
            Strength::Absolute(_) => Interval::point(strength) * levels.unit_power,
            Strength::Headrooms(_) => levels.share(strength),
        };
        // Conversions of units leave a rounding open.
        let about = |value: f64| Interval { lo: value * (1.0 - 1e-12), hi: value * (1.0 + 1e-12) };
        let required = self.at_least?;
        let excess = match self.goal {
            Goal::Power => {
                (Interval::point(1.0) / about(required)).minus(levels.inverse_cop(&power))
            }
            Goal::Cop => power.minus(about(self.plain_power(required))),
        };
        if excess.lo > 0.0 { Some(true) } else { (excess.hi < 0.0).then_some(false) }
    }

    /// Numbers that are all ≥ 0 if a device with these values and levels can reach `reached`.
    ///
    /// `reached` is the power, with energies as temperatures, or −1/COP. `floor` is the least power that is
    /// needed. If the goal is the COP, the first number is −1/COP at the power `floor`, less `reached`.
    pub(super) fn constraints<S: Clip>(
        &self,
        values: &Values<S>,
        levels: &Levels<S>,
        order: &Order,
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
        // A result that was rounded up to what is required is enough.
        let rounding = 1.0 - 1e-15;
        let mut constraints = Vec::new();
        match self.goal {
            Goal::Power => {
                constraints.extend(room(reached));
                constraints.extend(most.map(|most| above(most, reached)));
                // The least λ must be possible, too.
                constraints.extend(least.iter().flat_map(room));
                if let Some(cop) = self.at_least {
                    let allowed = S::constant(1.0) / S::constant(cop * rounding);
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
        if let Strength::Absolute([first, _]) = self.strength {
            constraints.extend(levels.cold_rooms_left(first));
        }
        constraints.extend(self.gaps_between_pairs(values, order));
        constraints
    }

    /// A lower bound of 1/COP, whatever the levels are.
    pub(super) fn least_inverse_cop<S: Real>(&self, values: &Values<S>) -> S {
        let lambda = match self.strength {
            Strength::Absolute([first, _]) => first,
            Strength::Headrooms(_) => 0.0,
        };
        inverse_limit(values, self.base.scale(), lambda)
    }

    /// The least power that a device needs, with energies as temperatures: less than the required power by
    /// more than a rounding. 0 if no power is required.
    pub(super) fn least_power(&self) -> f64 {
        match (self.goal, self.at_least) {
            (Goal::Cop, Some(power)) => self.plain_power(power) * (1.0 - 1e-12),
            _ => 0.0,
        }
    }

    /// The power of a device as a result, from the power per Γ/h with energies as temperatures. It is rounded
    /// by far less than the tolerance of a search.
    pub fn result_of_power(&self, power: f64) -> f64 {
        power / self.plain_power(1.0)
    }

    /// The power per Γ/h with energies as temperatures, from the power of a device as a result. It is rounded
    /// by far less than the tolerance of a search.
    pub fn plain_power(&self, power: f64) -> f64 {
        let width = match self.base.scale().widths {
            Widths::Common => self.base.get(P::Gamma),
            // It is in the powers themselves.
            Widths::Own => 1.0,
        };
        match self.base.units() {
            Units::Natural | Units::Absolute => power,
            Units::Laboratory => power / rate(Lanes([width])).0[0],
        }
    }
}

/// The largest λ up to `last` at which the demon of a device is physical. `None` if there is none, or if the
/// device is no refrigerator.
fn most_physical(point: Point, last: f64) -> Option<f64> {
    let solved =
        |lambda: f64| Some(Refrigerator::new(&point.with(P::Lambda, lambda)).ok()?.solve());
    let headroom = solved(1.0)?.headroom;
    // A headroom beyond the doubles is NaN, which `min` leaves out.
    let most = last.min(headroom);
    // The headroom is rounded, perhaps upwards.
    let is_physical = |lambda: &f64| {
        solved(*lambda).is_some_and(|found| !matches!(found.verdict, Verdict::Unphysical(_)))
    };
    [most, most.next_down()].into_iter().find(is_physical)
}

/// The number between `best` and `worst` that is nearest to `best` and for which `holds` is true. `holds` must
/// be true of all numbers from there to `worst`. `None` if it is false of `worst`.
fn nearest(best: f64, worst: f64, holds: impl Fn(f64) -> bool) -> Option<f64> {
    if holds(best) {
        return Some(best);
    }
    let (mut fails, mut has) = (best, holds(worst).then_some(worst)?);
    while let Some(next) = middle(fails, has) {
        if holds(next) { has = next } else { fails = next }
    }
    Some(has)
}
