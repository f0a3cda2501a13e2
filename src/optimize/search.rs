//! Branch and bound: boxes of parameters are cut until none can hold a better device.

use super::question::{Candidate, Goal, Question};
use super::region::{Region, Sides, center};
use crate::model::{Fallback, Parameter as P};
use crate::numeric::Interval;
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
    /// others are cut in two.
    pub fn answer(&self) -> Answer {
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
            let halves = next.halves();
            if halves.is_empty() {
                uncut = uncut.max(next.bound);
            }
            for part in halves {
                search.boxes += 1;
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

/// Sides, and what no device within them exceeds.
#[derive(Clone, Debug)]
struct Box {
    sides: Sides,
    bound: f64,
    /// The side to be cut.
    cut: usize,
}

impl Box {
    fn new(sides: Sides) -> Self {
        Self { sides, bound: f64::INFINITY, cut: 0 }
    }

    /// The box in two; nothing where no double is between the ends of its side.
    fn halves(&self) -> Vec<Box> {
        let [first, last] = self.sides[self.cut];
        let middle = center([first, last]);
        if middle <= first || middle >= last {
            return Vec::new();
        }
        let half = |ends| {
            let mut half = self.clone();
            half.sides[self.cut] = ends;
            half
        };
        vec![half([first, middle]), half([middle, last])]
    }
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
        let sides = here(place);
        let Some(region) = Region::new(self.question, &sides) else { return false };
        // Better by more than a rounding; or at all.
        let reached = match (self.best, self.question.goal) {
            (Some(best), _) => self.reached(best.value) * (1.0 - 1e-14),
            (None, Goal::Power) => 0.0,
            (None, Goal::Cop) => f64::MIN,
        };
        region.allows(Interval::point(reached))
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
            let around: Sides = sides.collect();
            if !self.climbed(&place, &around).is_some_and(|next| self.try_at(&next)) {
                share *= 0.5;
            }
        }
    }

    fn place(&self, candidate: &Candidate) -> Vec<f64> {
        self.question.over.iter().map(|(p, _)| candidate.point.get(*p)).collect()
    }

    /// The best point of the linearised problem around a place.
    fn climbed(&self, place: &[f64], around: &[[f64; 2]]) -> Option<Vec<f64>> {
        // Around the place, too, levels must have one order.
        Region::new(self.question, around)?;
        let sides = here(place);
        let region = Region::new(self.question, &sides)?;
        let reached = self.reached(self.best?.value);
        let slopes = region.slopes(Interval::point(reached));
        let mut relaxation = region.relaxation(Interval::point(reached), &slopes)?;
        for (reach, ([first, last], at)) in
            relaxation.reach.iter_mut().zip(around.iter().zip(place))
        {
            *reach = (last - at).min(at - first).max(0.25 * (last - first));
        }
        *relaxation.reach.last_mut()? = reached.abs();
        let whole = self.question.over.iter().map(|(_, side)| side);
        Some(moved(place, &relaxation.solve().place, whole))
    }

    /// The box with its bound, unless no device in it is better than the best one.
    fn bounded(&mut self, mut part: Box) -> Option<Box> {
        let middle: Vec<f64> = part.sides.iter().map(|side| center(*side)).collect();
        let Some(region) = Region::new(self.question, &part.sides) else {
            part.bound = part.bound.min(self.question.crude_bound(&part.sides));
            part.cut = self.longest(&part.sides);
            self.try_at(&middle);
            return (!self.beats(part.bound)).then_some(part);
        };
        let best = self.best.map(|best| self.reached(best.value));
        let reached = region.reach(best, part.bound)?;
        if !region.allows(reached) {
            return None;
        }
        let slopes = region.slopes(reached);
        let cut = region.steepest(&slopes).unwrap_or_else(|| self.longest(&part.sides));
        let mut bound = reached.hi;
        let mut next = None;
        // A range without an end has no middle.
        if reached.lo.is_finite()
            && let Some(relaxation) = region.relaxation(reached, &slopes)
        {
            let optimum = relaxation.solve();
            bound = bound.min((center([reached.lo, reached.hi]) + optimum.bound).next_up());
            next = Some(moved(&middle, &optimum.place, part.sides.iter()));
        }
        (part.bound, part.cut) = (bound, cut);
        if let Some(next) = next {
            self.try_at(&next);
        }
        (!self.beats(bound) && bound >= reached.lo).then_some(part)
    }

    /// The longest side, those of levels first.
    fn longest(&self, sides: &[[f64; 2]]) -> usize {
        let share = |i: usize| {
            let (parameter, whole) = self.question.over[i];
            let level = matches!(parameter, P::E1 | P::E2 | P::E3 | P::E4);
            let share = (sides[i][1] - sides[i][0]) / (whole[1] - whole[0]);
            if level { 4.0 * share } else { share }
        };
        (0..sides.len()).max_by(|a, b| share(*a).total_cmp(&share(*b))).unwrap_or(0)
    }
}

/// A place as sides without length.
fn here(place: &[f64]) -> Sides {
    place.iter().map(|at| [*at; 2]).collect()
}

/// The place after a step, but no farther than these sides go.
fn moved<'a>(place: &[f64], step: &[f64], sides: impl Iterator<Item = &'a [f64; 2]>) -> Vec<f64> {
    let steps = place.iter().zip(step).zip(sides);
    steps.map(|((at, step), [first, last])| (at + step).clamp(*first, *last)).collect()
}

/// Parameters that can be varied: those on which results depend but λ, which has its own range.
pub fn can_vary(parameter: P) -> bool {
    !matches!(parameter, P::Lambda) && parameter.fallback() != Fallback::Absent
}
