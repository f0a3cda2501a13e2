//! Branch and bound: boxes of parameters are cut until none can hold a better device.

use super::question::{Candidate, Goal, Question, Strength};
use super::relaxation::{Optimum, Relaxation};
use crate::model::{Fallback, Parameter as P, Units, Values};
use crate::numeric::{Dual, Interval, Real};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The best device, and how good it is for certain.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// The best device that was found.
    pub best: Option<Candidate>,
    /// No device within the ranges has more.
    pub bound: f64,
    /// How many boxes were looked at.
    pub boxes: u64,
}

/// How close to the bound the best device is to be, relative to it.
const TOLERANCE: f64 = 1e-10;
/// How many boxes are looked at, at most.
const MOST_BOXES: u64 = 100_000;
/// How many devices are tried before any box is.
const TRIALS: u64 = 1 << 9;

impl Question {
    /// The best device within the ranges.
    ///
    /// In each box the constraints are replaced by linear ones that hold for all its devices: values in
    /// its middle, slopes in its middle, and what the slopes' intervals over the box leave open. Their
    /// best point is a bound; boxes whose bound is no better than the best device are left out, the
    /// others are cut in two. `progress` is told of every box.
    pub fn answer(&self, mut progress: impl FnMut()) -> Answer {
        let mut search = Search { question: self, best: None, boxes: 0 };
        if self.over.is_empty() {
            search.try_at(&[]);
            let bound = search.best.map_or(f64::NEG_INFINITY, |best| best.value);
            return Answer { best: search.best, bound, boxes: 0 };
        }
        search.try_many();
        let whole = Box::new(self.over.iter().map(|(_, side)| *side).collect());
        let mut open: BinaryHeap<Box> = search.bounded(whole).into_iter().collect();
        // What boxes that no double cuts any more may hold.
        let mut uncut = f64::NEG_INFINITY;
        while let Some(next) = open.pop() {
            if search.beats(next.bound) || search.boxes >= MOST_BOXES {
                open.push(next);
                break;
            }
            let halves = search.halves(&next);
            if halves.is_empty() {
                uncut = uncut.max(next.bound);
            }
            for part in halves {
                search.boxes += 1;
                progress();
                open.extend(search.bounded(part));
            }
        }
        search.polish();
        let left = open.peek().map_or(f64::NEG_INFINITY, |open| open.bound);
        let found = search.best.map_or(f64::NEG_INFINITY, |best| search.reached(best.value));
        let bound = self.result_of(left.max(uncut).max(found));
        Answer { best: search.best, bound, boxes: search.boxes }
    }

    /// A result from what is maximised, the power in temperatures or −1/COP.
    fn result_of(&self, reached: f64) -> f64 {
        match self.goal {
            _ if reached == f64::NEG_INFINITY => reached,
            Goal::Power => reached / self.plain_power(1.0),
            Goal::Cop if reached >= 0.0 => f64::INFINITY,
            Goal::Cop => -1.0 / reached,
        }
    }
}

/// Ranges of the parameters, and what no device in them exceeds.
#[derive(Clone, Debug)]
struct Box {
    sides: Vec<[f64; 2]>,
    bound: f64,
    /// The side to be cut.
    cut: usize,
}

impl Box {
    fn new(sides: Vec<[f64; 2]>) -> Self {
        Self { sides, bound: f64::INFINITY, cut: 0 }
    }

    fn middle(&self) -> Vec<f64> {
        self.sides.iter().map(|side| center(*side)).collect()
    }
}

fn center([first, last]: [f64; 2]) -> f64 {
    first + 0.5 * (last - first)
}

impl PartialEq for Box {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Box {}

impl PartialOrd for Box {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Box {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound)
    }
}

struct Search<'a> {
    question: &'a Question,
    best: Option<Candidate>,
    boxes: u64,
}

impl Search<'_> {
    /// What is maximised, for a result.
    fn reached(&self, value: f64) -> f64 {
        match self.question.goal {
            Goal::Power => self.question.plain_power(value),
            Goal::Cop => -1.0 / value,
        }
    }

    /// Whether the best device is as good as this bound, all but the tolerance.
    fn beats(&self, bound: f64) -> bool {
        self.best.is_some_and(|best| {
            let reached = self.reached(best.value);
            bound <= reached + TOLERANCE * reached.abs()
        })
    }

    /// Tries a device; whether it is the best one so far.
    fn try_at(&mut self, place: &[f64]) -> bool {
        if !self.may_be_better(place) {
            return false;
        }
        let Some(found) = self.question.best_at(place) else { return false };
        let better = self.best.is_none_or(|best| found.value > best.value);
        if better {
            self.best = Some(found);
        }
        better
    }

    /// Whether a device may be better than the best one: that costs less to know than how good it is.
    fn may_be_better(&self, place: &[f64]) -> bool {
        let here = Box::new(place.iter().map(|at| [*at; 2]).collect());
        let Some(ordered) = self.ordered(&here) else { return false };
        let (values, floor) = (self.ranges(&here), self.floor(&here, ordered));
        // Better by more than a rounding; or at all.
        let reached = match (self.best, self.question.goal) {
            (Some(best), _) => self.reached(best.value) * (1.0 - 1e-14),
            (None, Goal::Power) => 0.0,
            (None, Goal::Cop) => f64::MIN,
        };
        let reached = Interval::point(reached);
        let constraints = self.question.constraints(&values, &reached, floor, ordered);
        constraints.iter().all(|constraint| constraint.hi >= 0.0)
    }

    /// Devices all over the ranges, evenly spread (Halton's sequence), their corners among them.
    fn try_many(&mut self) {
        const PRIMES: [u64; 8] = [2, 3, 5, 7, 11, 13, 17, 19];
        let sides: Vec<[f64; 2]> = self.question.over.iter().map(|(_, side)| *side).collect();
        for corner in 0..1u32 << sides.len() {
            let at = |(i, side): (usize, &[f64; 2])| side[(corner >> i & 1) as usize];
            let place: Vec<f64> = sides.iter().enumerate().map(at).collect();
            self.try_at(&place);
        }
        for n in 1..=TRIALS {
            let share = |prime: u64| {
                let (mut n, mut unit, mut share) = (n, 1.0, 0.0);
                while n > 0 {
                    unit /= prime as f64;
                    share += unit * (n % prime) as f64;
                    n /= prime;
                }
                share
            };
            let at =
                |([first, last], prime): (&[f64; 2], u64)| first + share(prime) * (last - first);
            let place: Vec<f64> = sides.iter().zip(PRIMES).map(at).collect();
            self.try_at(&place);
        }
        self.polish();
    }

    /// Climbs from the best device: to the best point of the linear relaxation around it, within a
    /// reach that shrinks where that is no better.
    fn polish(&mut self) {
        let mut share = 0.1;
        while share > 1e-15 {
            let Some(best) = self.best else { return };
            let place: Vec<f64> = self.place(&best);
            let sides = self.question.over.iter().zip(&place).map(|((_, [first, last]), at)| {
                let reach = share * (last - first);
                [(at - reach).max(*first), (at + reach).min(*last)]
            });
            let around = Box::new(sides.collect());
            let next =
                self.ordered(&around).and_then(|ordered| self.climbed(&place, &around, ordered));
            if !next.is_some_and(|next| self.try_at(&next)) {
                share *= 0.5;
            }
        }
    }

    fn place(&self, candidate: &Candidate) -> Vec<f64> {
        self.question.over.iter().map(|(p, _)| candidate.point.get(*p)).collect()
    }

    /// The best point of the linearised problem around a place.
    fn climbed(&self, place: &[f64], around: &Box, ordered: [bool; 2]) -> Option<Vec<f64>> {
        let here = Box::new(place.iter().map(|at| [*at; 2]).collect());
        let reached = self.reached(self.best?.value);
        let floor = self.floor(&here, ordered);
        let range = Interval { lo: reached, hi: reached };
        let slopes = self.slopes(&here, range, floor, ordered);
        let mut relaxation = self.relaxation(&here, range, floor, ordered, &slopes)?;
        for (reach, ([first, last], at)) in
            relaxation.reach.iter_mut().zip(around.sides.iter().zip(place))
        {
            *reach = (last - at).min(at - first).max(0.25 * (last - first));
        }
        *relaxation.reach.last_mut()? = reached.abs();
        let Optimum { place: step, .. } = relaxation.solve();
        let moved = place.iter().zip(&step).zip(&self.question.over);
        Some(
            moved
                .map(|((at, step), (_, [first, last]))| (at + step).clamp(*first, *last))
                .collect(),
        )
    }

    /// Whether ε1 < ε2 and ε3 < ε4 in this box, if that is certain.
    fn ordered(&self, part: &Box) -> Option<[bool; 2]> {
        let values = self.ranges(part);
        let order = |a: P, b: P| {
            let (a, b) = (values[a as usize], values[b as usize]);
            if a.hi <= b.lo && a != b {
                Some(true)
            } else {
                (b.hi <= a.lo && a != b).then_some(false)
            }
        };
        Some([order(P::E1, P::E2)?, order(P::E3, P::E4)?])
    }

    /// The ranges of all parameters in a box.
    fn ranges(&self, part: &Box) -> Values<Interval> {
        let mut values = self.question.base.values().map(Interval::point);
        let sides = self.question.over.iter().zip(&part.sides);
        for ((parameter, _), [lo, hi]) in sides {
            values[*parameter as usize] = Interval { lo: *lo, hi: *hi };
        }
        if self.has_no_t0() {
            values[P::T0 as usize] = values[P::Th as usize];
        }
        values
    }

    /// Whether T0 is not given, and follows Th.
    fn has_no_t0(&self) -> bool {
        let follows = self.question.base.direction(P::Th)[P::T0 as usize] == 1.0;
        follows && self.question.over.iter().all(|(p, _)| *p != P::T0)
    }

    /// The least power that is asked for, in energies as temperatures.
    fn floor(&self, part: &Box, ordered: [bool; 2]) -> f64 {
        let required = match (self.question.goal, self.question.at_least) {
            (Goal::Cop, Some(power)) => self.question.plain_power(power) * (1.0 - 1e-12),
            _ => 0.0,
        };
        let share = match (self.question.goal, self.question.strength) {
            (Goal::Cop, Strength::Headrooms([first, _])) => first,
            _ => 0.0,
        };
        let most = self.question.most(&self.ranges(part), ordered);
        let least = most.iter().map(|most| most.lo).fold(f64::INFINITY, f64::min);
        required.max(share * least.max(0.0))
    }

    /// The box in two; nothing where no double is between the ends of its side.
    fn halves(&self, part: &Box) -> Vec<Box> {
        let Some([first, last]) = part.sides.get(part.cut).copied() else { return Vec::new() };
        let middle = first + 0.5 * (last - first);
        if middle <= first || middle >= last {
            return Vec::new();
        }
        let half = |ends| {
            let mut half = part.clone();
            half.sides[part.cut] = ends;
            half
        };
        vec![half([first, middle]), half([middle, last])]
    }

    /// The side to be cut: along which the slopes of the constraints change most; of a box without an
    /// order of its levels, or without slopes, the longest one, levels first.
    fn cut(&self, part: &Box, slopes: Option<&[Vec<Interval>]>) -> usize {
        let sides = part.sides.iter().zip(&self.question.over).enumerate();
        let lengths = sides.clone().map(|(_, (side, (p, whole)))| {
            let level = matches!(p, P::E1 | P::E2 | P::E3 | P::E4);
            let share = (side[1] - side[0]) / (whole[1] - whole[0]);
            if level { 4.0 * share } else { share }
        });
        let changes = sides.map(|(i, (side, _))| {
            let slopes = slopes.map_or(&[][..], |slopes| &slopes[i]);
            let spread = slopes.iter().map(|slope| slope.radius()).filter(|r| r.is_finite());
            spread.fold(0.0, f64::max) * (side[1] - side[0])
        });
        let [lengths, changes]: [Vec<f64>; 2] = [lengths.collect(), changes.collect()];
        let all_known = slopes
            .is_some_and(|slopes| slopes.iter().flatten().all(|slope| slope.radius().is_finite()));
        let weights = if all_known && changes.iter().any(|c| *c > 0.0) { changes } else { lengths };
        (0..weights.len()).max_by(|a, b| weights[*a].total_cmp(&weights[*b])).unwrap_or(0)
    }

    /// From the best device so far to the most that a box can reach, by intervals alone; nothing if
    /// that is less.
    fn reach(&self, part: &Box, ordered: [bool; 2]) -> Option<Interval> {
        let values = self.ranges(part);
        let floor = self.floor(part, ordered);
        let zero = Interval::point(0.0);
        let most = match self.question.goal {
            Goal::Power => {
                let most = self.question.most(&values, ordered);
                let most = most.iter().map(|most| most.hi).fold(part.bound, f64::min);
                self.affordable(&values, most, ordered)
            }
            Goal::Cop => {
                let constraints = self.question.constraints(&values, &zero, floor, ordered);
                constraints.first()?.hi.min(part.bound)
            }
        };
        let least = self.best.map(|best| self.reached(best.value));
        let least = least.unwrap_or(match self.question.goal {
            Goal::Power => 0.0,
            // However small a COP may be, it is one.
            Goal::Cop => f64::NEG_INFINITY,
        });
        (most >= least).then_some(Interval { lo: least, hi: most })
    }

    /// The most power that a box may have at the COP that is required: the more power, the less COP.
    fn affordable(&self, values: &Values<Interval>, most: f64, ordered: [bool; 2]) -> f64 {
        let allowed = |power: f64| {
            let constraints =
                self.question.constraints(values, &Interval::point(power), 0.0, ordered);
            constraints.last().is_none_or(|cop| cop.hi >= 0.0)
        };
        if self.question.at_least.is_none() || allowed(most) {
            return most;
        }
        let (mut low, mut high) = (0.0, most);
        for _ in 0..40 {
            let power = center([low, high]);
            if allowed(power) { low = power } else { high = power }
        }
        high
    }

    /// The box with its bound, unless no device in it is better than the best one.
    fn bounded(&mut self, mut part: Box) -> Option<Box> {
        let middle = part.middle();
        let Some(ordered) = self.ordered(&part) else {
            part.bound = part.bound.min(self.crude(&part));
            part.cut = self.cut(&part, None);
            self.try_at(&middle);
            return (!self.beats(part.bound)).then_some(part);
        };
        let range = self.reach(&part, ordered)?;
        part.bound = range.hi;
        let floor = self.floor(&part, ordered);
        let values = self.ranges(&part);
        let constraints = self.question.constraints(&values, &range, floor, ordered);
        if constraints.iter().any(|constraint| constraint.hi < 0.0) {
            return None;
        }
        let slopes = self.slopes(&part, range, floor, ordered);
        part.cut = self.cut(&part, Some(&slopes));
        let relaxation = self.relaxation(&part, range, floor, ordered, &slopes);
        // A range without an end has no middle.
        if let Some(relaxation) = relaxation.filter(|_| range.lo.is_finite()) {
            let Optimum { bound, place } = relaxation.solve();
            part.bound = part.bound.min((center([range.lo, range.hi]) + bound).next_up());
            let moved = middle.iter().zip(&place).zip(&part.sides);
            let moved: Vec<f64> =
                moved.map(|((at, step), [first, last])| (at + step).clamp(*first, *last)).collect();
            self.try_at(&moved);
        }
        if self.beats(part.bound) || part.bound < range.lo {
            return None;
        }
        Some(part)
    }

    /// A bound for a box in which levels of a pair may meet: no level has more room than 1, and no COP
    /// exceeds that of the limit ε4 → ε3.
    fn crude(&self, part: &Box) -> f64 {
        let values = self.ranges(part);
        let gap = |a: P, b: P| values[a as usize].minus(values[b as usize]).abs().hi;
        let kelvin = match self.question.base.units() {
            Units::Natural => 1.0,
            Units::Laboratory => 11_604.6,
        };
        let most = kelvin * gap(P::E1, P::E2).min(gap(P::E3, P::E4));
        let required = match (self.question.goal, self.question.at_least) {
            (Goal::Cop, Some(power)) => self.question.plain_power(power) * (1.0 - 1e-12),
            _ => 0.0,
        };
        let least = match self.question.strength {
            Strength::Absolute([first, _]) => first,
            Strength::Headrooms(_) => 0.0,
        };
        let limit = self.question.inverse_limit(&values, least);
        match (self.question.goal, self.question.at_least) {
            (Goal::Power, Some(cop)) if limit.lo * cop > 1.0 + 1e-12 => f64::NEG_INFINITY,
            (Goal::Power, _) => most,
            (Goal::Cop, _) if most < required => f64::NEG_INFINITY,
            (Goal::Cop, _) => limit.negated().hi,
        }
    }

    /// The slopes of the constraints along each parameter, and along what is reached.
    fn slopes(
        &self,
        part: &Box,
        range: Interval,
        floor: f64,
        ordered: [bool; 2],
    ) -> Vec<Vec<Interval>> {
        let values = self.ranges(part);
        let no_t0 = self.has_no_t0();
        let along = |direction: Option<P>| {
            let slope = |parameter: P| {
                let follows = parameter == P::T0 && direction == Some(P::Th) && no_t0;
                f64::from(u8::from(direction == Some(parameter) || follows))
            };
            let values: Values<Dual<Interval>> = std::array::from_fn(|i| Dual {
                value: values[i],
                slope: Interval::point(slope(P::ALL[i])),
            });
            let rate = f64::from(u8::from(direction.is_none()));
            let reached = Dual { value: range, slope: Interval::point(rate) };
            let constraints = self.question.constraints(&values, &reached, floor, ordered);
            constraints.into_iter().map(|constraint| constraint.slope).collect()
        };
        let parameters = self.question.over.iter().map(|(parameter, _)| Some(*parameter));
        parameters.chain([None]).map(along).collect()
    }

    /// Linear constraints that hold for all devices of a box, around its middle.
    fn relaxation(
        &self,
        part: &Box,
        range: Interval,
        floor: f64,
        ordered: [bool; 2],
        slopes: &[Vec<Interval>],
    ) -> Option<Relaxation> {
        let middle = Box::new(part.sides.iter().map(|side| [center(*side); 2]).collect());
        let reached = Interval::point(center([range.lo, range.hi]));
        let values = self.ranges(&middle);
        let constraints = self.question.constraints(&values, &reached, floor, ordered);
        let sides = part.sides.iter().copied().chain([[range.lo, range.hi]]);
        let reach: Vec<f64> = sides
            .map(|side| {
                let (at, [first, last]) = (center(side), side);
                (last - at).max(at - first).next_up()
            })
            .collect();
        let mut relaxation = Relaxation { reach, constants: Vec::new(), slopes: Vec::new() };
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
}

/// Parameters that can be varied: those on which results depend but λ, which has its own range.
pub fn can_vary(parameter: P) -> bool {
    !matches!(parameter, P::Lambda) && parameter.fallback() != Fallback::Absent
}
