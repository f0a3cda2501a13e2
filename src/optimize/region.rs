//! Ranges of parameters, and what no device in them exceeds.

use super::levels::{Levels, difference};
use super::question::{Goal, Question, Strength};
use super::relaxation::Relaxation;
use crate::model::{Parameter as P, Values};
use crate::numeric::{Dual, Interval, Real};

/// From where to where each parameter goes.
pub(super) type Sides = Vec<[f64; 2]>;

/// The middle of a range.
pub(super) fn center([first, last]: [f64; 2]) -> f64 {
    first + 0.5 * (last - first)
}

/// Ranges in which the levels of each pair have one order.
pub(super) struct Region<'a> {
    question: &'a Question,
    sides: &'a [[f64; 2]],
    values: Values<Interval>,
    ordered: [bool; 2],
    levels: Levels<Interval>,
    /// The least power that is needed, in energies as temperatures.
    floor: f64,
}

impl<'a> Region<'a> {
    /// The region with these sides, if its levels have one order.
    pub fn new(question: &'a Question, sides: &'a [[f64; 2]]) -> Option<Self> {
        let values = question.ranges(sides);
        let ordered = order(&values)?;
        let levels = Levels::new(&values, question.base.units(), ordered);
        let share = match (question.goal, question.strength) {
            (Goal::Cop, Strength::Headrooms([first, _])) => first,
            _ => 0.0,
        };
        let least = levels.most().iter().map(|most| most.lo).fold(f64::INFINITY, f64::min);
        let floor = question.least_power().max(share * least.max(0.0));
        Some(Self { question, sides, values, ordered, levels, floor })
    }

    /// From the best device so far to the most that the region can reach, by intervals alone and no
    /// more than `most`; nothing if that is less.
    pub fn reach(&self, best: Option<f64>, most: f64) -> Option<Interval> {
        let (worst, most) = match self.question.goal {
            Goal::Power => {
                let rooms = self.levels.most();
                let most = rooms.iter().map(|room| room.hi).fold(most, f64::min);
                (0.0, self.affordable(most))
            }
            // However small a COP may be, it is one.
            Goal::Cop => {
                let first = self.constraints(Interval::point(0.0)).into_iter().next()?;
                let limit = self.question.least_inverse_cop(&self.values).negated();
                (f64::NEG_INFINITY, first.hi.min(limit.hi).min(most))
            }
        };
        let least = best.unwrap_or(worst);
        (most >= least).then_some(Interval { lo: least, hi: most })
    }

    /// The most power there may be at the COP that is required: the more power, the less COP.
    fn affordable(&self, most: f64) -> f64 {
        let Some(cop) = self.question.at_least else { return most };
        let allowed = |power: f64| {
            let cost = self.levels.inverse_cop(&Interval::point(power));
            (Interval::point(1.0) / Interval::point(cop)).minus(cost).hi >= 0.0
        };
        if allowed(most) {
            return most;
        }
        let (mut low, mut high) = (0.0, most);
        for _ in 0..40 {
            let power = center([low, high]);
            if allowed(power) { low = power } else { high = power }
        }
        high
    }

    fn constraints(&self, reached: Interval) -> Vec<Interval> {
        self.question.constraints(&self.values, &self.levels, &reached, self.floor)
    }

    /// Whether no constraint forbids that a device in the region reaches one of these values.
    pub fn allows(&self, reached: Interval) -> bool {
        self.constraints(reached).iter().all(|constraint| constraint.hi >= 0.0)
    }

    /// The slopes of the constraints along each parameter, and along what is reached.
    pub fn slopes(&self, reached: Interval) -> Vec<Vec<Interval>> {
        let along = |direction: Option<P>| {
            let directions = direction.map(|parameter| self.question.direction(parameter));
            let values: Values<Dual<Interval>> = std::array::from_fn(|i| Dual {
                value: self.values[i],
                slope: Interval::point(directions.map_or(0.0, |directions| directions[i])),
            });
            let rate = f64::from(u8::from(direction.is_none()));
            let reached = Dual { value: reached, slope: Interval::point(rate) };
            let levels = Levels::new(&values, self.question.base.units(), self.ordered);
            let constraints = self.question.constraints(&values, &levels, &reached, self.floor);
            constraints.into_iter().map(|constraint| constraint.slope).collect()
        };
        let parameters = self.question.over.iter().map(|(parameter, _)| Some(*parameter));
        parameters.chain([None]).map(along).collect()
    }

    /// Linear constraints that hold for all devices of the region that reach one of these values,
    /// around the middle of both.
    pub fn relaxation(&self, reached: Interval, slopes: &[Vec<Interval>]) -> Option<Relaxation> {
        let middle: Sides = self.sides.iter().map(|side| [center(*side); 2]).collect();
        let at = Interval::point(center([reached.lo, reached.hi]));
        let values = self.question.ranges(&middle);
        let levels = Levels::new(&values, self.question.base.units(), self.ordered);
        let constraints = self.question.constraints(&values, &levels, &at, self.floor);
        let sides = self.sides.iter().copied().chain([[reached.lo, reached.hi]]);
        let reach = sides.map(|side| {
            let (at, [first, last]) = (center(side), side);
            (last - at).max(at - first).next_up()
        });
        let mut relaxation =
            Relaxation { reach: reach.collect(), constants: Vec::new(), slopes: Vec::new() };
        for (j, constraint) in constraints.into_iter().enumerate() {
            let row: Vec<f64> =
                slopes.iter().map(|slopes| center([slopes[j].lo, slopes[j].hi])).collect();
            let mut constant = Interval::point(constraint.hi);
            for ((slopes, at), reach) in slopes.iter().zip(&row).zip(&relaxation.reach) {
                let open = slopes[j].minus(Interval::point(*at)).size();
                constant = constant + Interval::point(open) * Interval::point(*reach);
            }
            if constant.hi.is_finite() && row.iter().all(|slope| slope.is_finite()) {
                relaxation.constants.push(constant.hi);
                relaxation.slopes.push(row);
            }
        }
        (!relaxation.constants.is_empty()).then_some(relaxation)
    }

    /// The side along which the slopes of the constraints change most, if that is known.
    pub fn steepest(&self, slopes: &[Vec<Interval>]) -> Option<usize> {
        let known = slopes.iter().flatten().all(|slope| slope.radius().is_finite());
        let change = |(side, slopes): (&[f64; 2], &Vec<Interval>)| {
            let spread = slopes.iter().map(|slope| slope.radius()).fold(0.0, f64::max);
            spread * (side[1] - side[0])
        };
        let changes: Vec<f64> = self.sides.iter().zip(slopes).map(change).collect();
        let steepest = (0..changes.len()).max_by(|a, b| changes[*a].total_cmp(&changes[*b]))?;
        (known && changes[steepest] > 0.0).then_some(steepest)
    }
}

/// Whether ε1 < ε2 and ε3 < ε4, if that is certain.
fn order(values: &Values<Interval>) -> Option<[bool; 2]> {
    let order = |a: P, b: P| {
        let (a, b) = (values[a as usize], values[b as usize]);
        match a == b {
            true => None,
            false if a.hi <= b.lo => Some(true),
            false => (b.hi <= a.lo).then_some(false),
        }
    };
    Some([order(P::E1, P::E2)?, order(P::E3, P::E4)?])
}

impl Question {
    /// The ranges of all parameters where those that are free have these.
    fn ranges(&self, sides: &[[f64; 2]]) -> Values<Interval> {
        let mut values = self.base.values().map(Interval::point);
        for ((parameter, _), [lo, hi]) in self.over.iter().zip(sides) {
            for (value, moves) in values.iter_mut().zip(self.direction(*parameter)) {
                if moves != 0.0 {
                    *value = Interval { lo: *lo, hi: *hi };
                }
            }
        }
        values
    }

    /// How fast each value changes with this parameter: T0 with Th, unless it is given or free.
    fn direction(&self, parameter: P) -> Values<f64> {
        let mut directions = self.base.direction(parameter);
        if parameter != P::T0 && self.over.iter().any(|(free, _)| *free == P::T0) {
            directions[P::T0 as usize] = 0.0;
        }
        directions
    }

    /// The most that can be reached where levels of a pair may meet: no level has more room than 1,
    /// and no COP exceeds that of the limit ε4 → ε3.
    pub(super) fn crude_bound(&self, sides: &[[f64; 2]]) -> f64 {
        let values = self.ranges(sides);
        let gap = |a: P, b: P| {
            difference(&values[a as usize], &values[b as usize], self.base.units()).abs().hi
        };
        let most = gap(P::E1, P::E2).min(gap(P::E3, P::E4));
        let limit = self.least_inverse_cop(&values);
        match (self.goal, self.at_least) {
            (Goal::Power, Some(cop)) if limit.lo * cop > 1.0 + 1e-12 => f64::NEG_INFINITY,
            (Goal::Power, _) => most,
            (Goal::Cop, _) if most < self.least_power() => f64::NEG_INFINITY,
            (Goal::Cop, _) => limit.negated().hi,
        }
    }
}
