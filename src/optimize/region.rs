//! Ranges of parameters, and what no device in them exceeds.

use super::levels::{Levels, difference};
use super::order::Order;
use super::question::{Goal, Question, Strength};
use super::relaxation::Relaxation;
use crate::numeric::{Dual, Interval, Real};
use crate::quantity::Units;
use crate::refrigerator::{Parameter as P, Values, Widths};

/// From where to where each parameter goes.
pub(super) type Sides = Vec<[f64; 2]>;

/// The middle of a range.
pub(super) fn center([first, last]: [f64; 2]) -> f64 {
    first + 0.5 * (last - first)
}

/// A box in two, by this side or, where no double is between the ends of that one, by another; nothing where none is
/// between those of any.
pub(super) fn halves(sides: &Sides, cut: usize) -> Option<[Sides; 2]> {
    let inside = |cut: usize| {
        let [first, last] = sides[cut];
        let middle = center([first, last]);
        (first < middle && middle < last).then_some((cut, middle))
    };
    let (cut, middle) = [cut].into_iter().chain(0..sides.len()).find_map(inside)?;
    let half = |end: usize| {
        let mut half = sides.clone();
        half[cut][end] = middle;
        half
    };
    Some([half(1), half(0)])
}

/// A place as sides without length.
pub(super) fn here(place: &[f64]) -> Sides {
    place.iter().map(|at| [*at; 2]).collect()
}

/// Ranges of devices whose levels have one order, as far as their demons may have the power that is
/// needed.
///
/// The gaps of the pairs have a lower bound, which takes a convex part of the ranges.
pub(super) struct Region<'a> {
    question: &'a Question,
    order: &'a Order,
    sides: Sides,
    /// A device of the region, near the middle of its sides.
    middle: Vec<f64>,
    values: Values<Interval>,
    levels: Levels<Interval>,
    /// How far apart the levels of each pair are at least.
    least_gaps: [f64; 2],
    /// The least power that is needed, in energies as temperatures.
    floor: f64,
}

impl<'a> Region<'a> {
    /// The region of the devices within these sides with this order of levels which may reach `best`, if
    /// there are any.
    pub fn new(
        question: &'a Question,
        sides: &[[f64; 2]],
        order: &'a Order,
        best: Option<f64>,
    ) -> Option<Self> {
        let scale = question.base.scale();
        let mut values = question.ranges(sides);
        if !order.narrow(&mut values, question.apart) {
            return None;
        }
        let levels = Levels::new(&values, scale, order.up, [0.0; 2]);
        let share = match (question.goal, question.strength) {
            (Goal::Cop, Strength::Headrooms([first, _])) => first,
            _ => 0.0,
        };
        let least = levels.most().iter().map(|most| most.lo).fold(f64::INFINITY, f64::min);
        let floor = question.least_power().max(share * least.max(0.0));
        let needed = match (question.goal, best) {
            (Goal::Power, Some(best)) => best,
            (Goal::Power, None) => 0.0,
            (Goal::Cop, _) => floor,
        };
        let mut middle = values.map(|range| center([range.lo, range.hi]));
        let mut least_gaps = levels.least_gaps(needed);
        for (pair, least) in order.pairs().into_iter().zip(&mut least_gaps) {
            *least = spread(&values, &mut middle, pair, *least, scale.units)?;
        }
        let levels = Levels::new(&values, scale, order.up, least_gaps);
        let of = |(parameter, _): &(P, _)| *parameter as usize;
        let free = || question.over.iter().map(of);
        let sides = free().map(|i| [values[i].lo, values[i].hi]).collect();
        let middle = free().map(|i| middle[i]).collect();
        Some(Self { question, order, sides, middle, values, levels, least_gaps, floor })
    }

    /// Its sides.
    pub fn sides(&self) -> &Sides {
        &self.sides
    }

    /// A device in it.
    pub fn middle(&self) -> &[f64] {
        &self.middle
    }

    /// The range of what a device in the region can reach and that matters: the lower end is `best`, what
    /// the best known device reaches (without one, the least that counts); the upper end is a bound on all
    /// devices in the region, found by interval arithmetic and never above `most`. `None` if the bound is
    /// below `best`: then the region holds no better device. The numbers are powers, in energies as
    /// temperatures, or −1/COP.
    pub fn reach(&self, best: Option<f64>, most: f64) -> Option<Interval> {
        let (worst, most) = match self.question.goal {
            Goal::Power => {
                let rooms = self.levels.most();
                let most = rooms.iter().map(|room| room.hi).fold(most, f64::min);
                let most = match self.question.strength {
                    Strength::Absolute([_, last]) => {
                        most.min((Interval::point(last) * self.levels.unit_power).hi)
                    }
                    Strength::Headrooms(_) => most,
                };
                (0.0, self.affordable(most))
            }
            // However small a COP may be, it is one.
            Goal::Cop => {
                let first = self.constraints(Interval::point(0.0)).into_iter().next()?;
                let limit = self.question.least_inverse_cop(&self.values).negated();
                let limit = limit.hi.min(self.of_the_least_demon());
                // No −1/COP is positive, also where Tc may lie above Th.
                (f64::NEG_INFINITY, first.hi.min(limit).min(most).min(0.0))
            }
        };
        let least = best.unwrap_or(worst);
        (most >= least).then_some(Interval { lo: least, hi: most })
    }

    /// A bound on −1/COP, that of the weakest demon. It counts where widths differ: there a limit of levels that
    /// meet says little, and nothing of the levels.
    fn of_the_least_demon(&self) -> f64 {
        match (self.question.base.scale().widths, self.question.strength) {
            (Widths::Own, Strength::Absolute([first, _])) if first > 0.0 => {
                let power = Interval::point(first) * self.levels.unit_power;
                self.levels.inverse_cop(&power).negated().hi
            }
            _ => f64::INFINITY,
        }
    }

    /// A bound, at most `most`, on the power of devices that have the required COP. It exists because the
    /// COP falls as the power grows.
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
        self.question.constraints(&self.values, &self.levels, self.order, &reached, self.floor)
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
            let scale = self.question.base.scale();
            let levels = Levels::new(&values, scale, self.order.up, self.least_gaps);
            let constraints =
                self.question.constraints(&values, &levels, self.order, &reached, self.floor);
            constraints.into_iter().map(|constraint| constraint.slope).collect()
        };
        let parameters = self.question.over.iter().map(|(parameter, _)| Some(*parameter));
        parameters.chain([None]).map(along).collect()
    }

    /// The constraints at a device, whatever it reaches.
    pub fn constraints_at(&self, place: &[f64], reached: f64) -> Vec<Interval> {
        let values = self.question.device(place).values().map(Interval::point);
        let levels = Levels::new(&values, self.question.base.scale(), self.order.up, [0.0; 2]);
        let reached = Interval::point(reached);
        self.question.constraints(&values, &levels, self.order, &reached, self.floor)
    }

    /// Linear constraints that hold for all devices of the region that reach one of these values,
    /// around the middle of both.
    pub fn relaxation(&self, reached: Interval, slopes: &[Vec<Interval>]) -> Option<Relaxation> {
        let middle_reached = center([reached.lo, reached.hi]);
        let constraints = self.constraints_at(&self.middle, middle_reached);
        let at = self.middle.iter().copied().chain([middle_reached]);
        let sides = self.sides.iter().copied().chain([[reached.lo, reached.hi]]);
        let reach = sides.zip(at).map(|([first, last], at)| (last - at).max(at - first).next_up());
        let mut relaxation = Relaxation::new(reach.collect());
        for (j, constraint) in constraints.into_iter().enumerate() {
            let slopes = slopes.iter().map(|slopes| slopes[j]).collect::<Vec<_>>();
            relaxation.push(j, constraint.hi, &slopes);
        }
        (!relaxation.constants.is_empty()).then_some(relaxation)
    }
}

/// Moves the two levels of `pair` (the lower one first) apart in `middle` if their gap there is less than
/// `least`. Returns the gap that the relaxation may assume: `least`, or the gap in `middle` if that is
/// smaller. `None` if no two levels in the ranges `values` are as far apart as `least`.
fn spread(
    values: &Values<Interval>,
    middle: &mut Values<f64>,
    pair: [P; 2],
    least: f64,
    units: Units,
) -> Option<f64> {
    let [low, high] = pair.map(|level| level as usize);
    let gap =
        |low: f64, high: f64| difference(&Interval::point(high), &Interval::point(low), units);
    let widest = gap(values[low].lo, values[high].hi);
    if widest.hi < least {
        return None;
    }
    // Not too near to where they meet, which few constraints can bear.
    let wanted = (1.01 * least).max(0.25 * widest.lo).min(widest.lo);
    let now = gap(middle[low], middle[high]).lo;
    if now < wanted {
        let share = ((wanted - now) / (widest.lo - now)).clamp(0.0, 1.0);
        middle[low] += share * (values[low].lo - middle[low]);
        middle[high] += share * (values[high].hi - middle[high]);
        middle[low] = middle[low].max(values[low].lo);
        middle[high] = middle[high].min(values[high].hi);
    }
    Some(gap(middle[low], middle[high]).lo.min(least).max(0.0))
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

    /// How fast each value changes with this parameter: T0 with Th, unless it is given or free, and likewise what
    /// else follows a parameter.
    fn direction(&self, parameter: P) -> Values<f64> {
        let mut directions = self.base.direction(parameter);
        for (free, _) in self.over.iter().filter(|(free, _)| *free != parameter) {
            directions[*free as usize] = 0.0;
        }
        directions
    }
}
