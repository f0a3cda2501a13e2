//! Branch and bound: boxes of parameters are cut until none can hold a better device.

use super::climb::moved;
use super::order::Order;
use super::question::{Candidate, Goal, Question};
use super::region::{Region, Sides, center, halves, here};
use crate::numeric::Interval;
use crate::refrigerator::{IfMissing, Parameter as P, Point};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The best device that a search found, and a bound on all devices within the ranges.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// The best device that was found.
    pub best: Option<Candidate>,
    /// No device within the ranges has more, in the unit of what is maximised; −∞ if none is possible.
    pub bound: f64,
    /// How many boxes were looked at.
    pub boxes: u64,
}

/// How close to the bound the best device is to be, relative to it.
const TOLERANCE: f64 = 1e-10;
/// How many devices that prove to be no better are tried after the last better one. Devices at the ends
/// of the doubles take milliseconds each, and a bound holds without them.
const FAILURES: u32 = 1 << 10;

impl Question {
    /// Searches for the best device within the ranges. The search stops at `most` boxes; the bound holds
    /// after any number of them.
    ///
    /// In each box the constraints are replaced by linear ones that hold for all its devices: values in
    /// its middle, slopes in its middle, and what the slopes' intervals over the box leave open. Their
    /// best point is a bound; boxes whose bound is no better than the best device are left out, the
    /// others are cut in two.
    pub fn answer(&self, most: u64) -> Answer {
        let orders = self.orders();
        let mut search = Search {
            question: self,
            orders: &orders,
            best: None,
            failures: 0,
            boxes: 0,
            left_out: f64::NEG_INFINITY,
        };
        if self.over.is_empty() {
            search.try_at(&[]);
            let bound = search.best.map_or(f64::NEG_INFINITY, |best| best.value);
            return Answer { best: search.best, bound, boxes: 0 };
        }
        search.try_many();
        let sides: Sides = self.over.iter().map(|(_, side)| *side).collect();
        let whole = (0..orders.len()).map(|order| Part::new(sides.clone(), order));
        let mut open: BinaryHeap<Part> = whole.filter_map(|whole| search.bounded(whole)).collect();
        while let Some(next) = open.pop() {
            if search.beats(next.bound) || search.boxes >= most {
                open.push(next);
                break;
            }
            match next.halves() {
                // No double cuts it any more.
                None => search.leave_out(next.bound),
                Some(halves) => {
                    for part in halves {
                        search.boxes += 1;
                        open.extend(search.bounded(part));
                    }
                }
            }
        }
        search.polish();
        let left = open.peek().map_or(f64::NEG_INFINITY, |open| open.bound);
        let found = search.best.map_or(f64::NEG_INFINITY, |best| search.reached(best.value));
        let bound = self.result_of(left.max(search.left_out).max(found));
        Answer { best: search.best, bound, boxes: search.boxes }
    }

    /// A result from what is maximised, the power in temperatures or −1/COP.
    fn result_of(&self, reached: f64) -> f64 {
        match self.goal {
            _ if reached == f64::NEG_INFINITY => reached,
            Goal::Power => self.result_of_power(reached),
            Goal::Cop if reached >= 0.0 => f64::INFINITY,
            Goal::Cop => -1.0 / reached,
        }
    }
}

/// A part of the ranges, i.e. a box: its sides, the order of levels in it, and a bound that no device
/// in it exceeds.
#[derive(Clone, Debug)]
struct Part {
    sides: Sides,
    /// Which of all orders it is.
    order: usize,
    bound: f64,
    /// The side to be cut.
    cut: usize,
}

impl Part {
    fn new(sides: Sides, order: usize) -> Self {
        Self { sides, order, bound: f64::INFINITY, cut: 0 }
    }

    /// The box in two, by the side to be cut or another.
    fn halves(&self) -> Option<[Part; 2]> {
        let halves = halves(&self.sides, self.cut)?;
        Some(halves.map(|sides| Part { sides, ..*self }))
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Part {}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Part {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bound.total_cmp(&other.bound)
    }
}

/// A search under way.
pub(super) struct Search<'a> {
    pub question: &'a Question,
    orders: &'a [Order],
    pub best: Option<Candidate>,
    /// How many devices were tried since the best one.
    pub failures: u32,
    boxes: u64,
    /// The most that boxes may hold that were left out although their bounds are above the best device.
    left_out: f64,
}

impl Search<'_> {
    /// What is maximised, for a result.
    pub fn reached(&self, value: f64) -> f64 {
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

    /// Keeps in mind what a box may hold that is not looked into any more.
    fn leave_out(&mut self, bound: f64) {
        self.left_out = self.left_out.max(bound);
    }

    /// Tries a device, or those nearest to it whose levels are apart; whether one is the best so far.
    pub fn try_at(&mut self, place: &[f64]) -> bool {
        let question = self.question;
        let mut is_better = false;
        for point in question.apart_near(question.device(place)) {
            is_better |= self.try_device(point);
        }
        is_better
    }

    pub fn try_device(&mut self, point: Point) -> bool {
        if self.failures >= FAILURES || !self.may_be_better(&point) {
            return false;
        }
        let found = self.question.best_demon(point);
        let better = found.filter(|found| self.best.is_none_or(|best| found.value > best.value));
        match better {
            Some(better) => (self.best, self.failures) = (Some(better), 0),
            None => self.failures += 1,
        }
        better.is_some()
    }

    /// Whether a device may be better than the best one by more than roundings: that costs less to know
    /// than how good it is.
    fn may_be_better(&self, point: &Point) -> bool {
        let sides = here(&self.place(point));
        let Some(order) = self.question.order_at(point) else { return false };
        let Some(region) = Region::new(self.question, &sides, &order, None) else { return false };
        let reached = match (self.best, self.question.goal) {
            (Some(best), _) => {
                let reached = self.reached(best.value);
                reached + 1e-13 * reached.abs()
            }
            (None, Goal::Power) => 0.0,
            (None, Goal::Cop) => f64::MIN,
        };
        region.allows(Interval::point(reached))
    }

    /// The values of the free parameters of a device.
    pub fn place(&self, point: &Point) -> Vec<f64> {
        self.question.over.iter().map(|(p, _)| point.get(*p)).collect()
    }

    /// The box with its bound, unless no device in it is better than the best one.
    fn bounded(&mut self, mut part: Part) -> Option<Part> {
        let best = self.best.map(|best| self.reached(best.value));
        let orders = self.orders;
        let region = Region::new(self.question, &part.sides, &orders[part.order], best)?;
        let reached = region.reach(best, part.bound)?;
        if !region.allows(reached) {
            return None;
        }
        part.sides.clone_from(region.sides());
        part.bound = reached.hi;
        // A range without an end has no middle; a part of it shows where to look for a device.
        let is_whole = reached.lo.is_finite();
        let looked_at = match is_whole {
            true => reached,
            false => Interval { lo: 100.0 * reached.hi - 1.0, ..reached },
        };
        let slopes = region.slopes(looked_at);
        let optimum = region.relaxation(looked_at, &slopes).map(|relaxation| relaxation.solve());
        if let Some(optimum) = optimum.as_ref().filter(|_| is_whole) {
            let bound = (center([reached.lo, reached.hi]) + optimum.bound).next_up();
            part.bound = part.bound.min(bound);
        }
        let middle = region.middle().to_vec();
        if let Some(optimum) = &optimum {
            self.try_at(&moved(&middle, &optimum.place, part.sides.iter()));
        }
        if self.best.is_none() || optimum.is_none() {
            self.try_at(&middle);
        }
        if part.bound < reached.lo {
            return None;
        }
        if self.beats(part.bound) {
            self.leave_out(part.bound);
            return None;
        }
        let open = optimum.filter(|_| part.bound < reached.hi).map(|optimum| optimum.open);
        part.cut = self.cut(&part, open, reached.hi);
        Some(part)
    }

    /// The side that is to be cut: the one whose uncertain slopes weigh most in the bound; or, where
    /// intervals alone made it, the one whose length does.
    fn cut(&self, part: &Part, open: Option<Vec<f64>>, most: f64) -> usize {
        let sides = &part.sides;
        let weights = open.unwrap_or_else(|| {
            let weight = |i: usize| {
                let mut thin = sides.clone();
                thin[i] = [center(sides[i]); 2];
                let region = Region::new(self.question, &thin, &self.orders[part.order], None);
                let reached = region.and_then(|region| region.reach(None, most));
                reached.map_or(f64::MAX, |reached| most - reached.hi)
            };
            (0..sides.len()).map(weight).collect()
        });
        let heaviest = (0..sides.len()).max_by(|a, b| weights[*a].total_cmp(&weights[*b]));
        let heaviest = heaviest.filter(|i| weights[*i] > 0.0 && weights[*i].is_finite());
        heaviest.unwrap_or_else(|| self.longest(sides))
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

/// Parameters that can be varied: those on which results depend but λ, which has its own range.
pub fn can_vary(parameter: P) -> bool {
    !matches!(parameter, P::Lambda) && parameter.fallback() != IfMissing::Absent
}
