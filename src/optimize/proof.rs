//! A bound on what any point within ranges has of a goal, for a family that encloses its results: boxes of the ranges
//! are cut until none can hold a better point than the best one that is known.

#[cfg(test)]
mod soundness;

use super::region::{Sides, halves};
use super::relaxation::Relaxation;
use super::wish::{Aim, Wish};
use crate::model::{Bound, Enclosed, Enclosure, Inputs, Parameter, Region, ResultRef, Row, Side};
use crate::numeric::{Interval, Real};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// What is proven of all points within the ranges of a wish.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The best point: that which was known, or a better one.
    pub best: Option<Inputs>,
    /// No point at which all holds has more of the goal, or less where that is wished; infinite on the wrong side
    /// where there is provably no such point.
    pub bound: f64,
    /// How many boxes were looked at.
    pub boxes: u64,
}

/// How close to the bound the best point is to be, relative to it.
const TOLERANCE: f64 = 1e-10;

impl Wish {
    /// Proves how good any point can be, with this many boxes at most; nothing where the family does not enclose what
    /// is asked for. `best` is the best point that is known.
    pub fn prove(&self, best: Option<&Inputs>, most: u64) -> Option<Proof> {
        let results = self.bounds.iter().map(|bound| bound.result);
        let wanted: Vec<ResultRef> = self.goal.result().into_iter().chain(results).collect();
        let mut search = Search { wish: self, wanted, best: None, boxes: 0 };
        let whole: Sides = self.over.iter().map(|(_, side)| *side).collect();
        search.enclosed(&whole)?;
        best.into_iter().for_each(|best| search.try_inputs(best.clone()));
        let mut open = BinaryHeap::from_iter(search.bounded(whole, f64::INFINITY)?);
        let mut left_out = f64::NEG_INFINITY;
        while let Some(next) = open.pop() {
            if search.beats(next.bound) || search.boxes >= most {
                open.push(next);
                break;
            }
            match halves(&next.sides, next.cut) {
                None => left_out = left_out.max(next.bound),
                Some(halves) => {
                    for sides in halves {
                        open.extend(search.bounded(sides, next.bound)?);
                    }
                }
            }
        }
        let found = search.best.as_ref().map_or(f64::NEG_INFINITY, |(_, height)| *height);
        let left = open.peek().map_or(f64::NEG_INFINITY, |open| open.bound);
        let bound = self.height(left.max(left_out).max(found));
        Some(Proof { best: search.best.map(|(inputs, _)| inputs), bound, boxes: search.boxes })
    }

    /// By how much a result is on the right side of a bound.
    fn excess(bound: &Bound, value: Interval) -> Interval {
        // A result that was rounded to what is asked for keeps it.
        let limit = Interval { lo: bound.value.next_down(), hi: bound.value.next_up() };
        match bound.side {
            Side::AtLeast => value.minus(limit),
            Side::AtMost => limit.minus(value),
        }
    }
}

/// The middle of a range, which is in it whatever the roundings.
fn center([first, last]: [f64; 2]) -> f64 {
    (first + 0.5 * (last - first)).clamp(first, last)
}

/// A box with a bound that no point in it exceeds, and the side that is to be cut.
#[derive(Clone, Debug)]
struct Part {
    sides: Sides,
    bound: f64,
    cut: usize,
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

struct Search<'a> {
    wish: &'a Wish,
    wanted: Vec<ResultRef>,
    /// The best point, and how much it has of what is to be as large as possible.
    best: Option<(Inputs, f64)>,
    boxes: u64,
}

impl Search<'_> {
    fn enclosed(&self, sides: &[[f64; 2]]) -> Option<Enclosure> {
        let range = |((parameter, _), [lo, hi]): (&(Parameter, _), &[f64; 2])| {
            (*parameter, Interval { lo: *lo, hi: *hi })
        };
        let ranges: Vec<(Parameter, Interval)> =
            self.wish.over.iter().zip(sides).map(range).collect();
        let base = &self.wish.base;
        base.family().enclose(&Region { base, ranges: &ranges }, &self.wanted)
    }

    fn beats(&self, bound: f64) -> bool {
        let is_close = |height: f64| bound <= height + TOLERANCE * height.abs();
        self.best.as_ref().is_some_and(|(_, height)| is_close(*height))
    }

    fn try_inputs(&mut self, inputs: Inputs) {
        let row = Row::with(&inputs, &self.wanted);
        let height = self.wish.height(self.wish.goal.of(&row));
        let holds = |bound: &Bound| bound.holds(row.result(bound.result));
        let is_better = self.best.as_ref().is_none_or(|(_, best)| height > *best);
        let is_one = row.status().is_physical() && self.wish.bounds.iter().all(holds);
        if is_one && is_better && height.is_finite() {
            self.best = Some((inputs, height));
        }
    }

    /// Tries a point, unless its enclosure shows that it is no better than the best one: that takes a small part of the time
    /// that numbers with all their digits take.
    fn try_at(&mut self, place: &[f64]) {
        let sides = self.wish.over.iter().map(|(_, side)| side);
        let place: Vec<f64> =
            place.iter().zip(sides).map(|(at, [a, b])| at.clamp(*a, *b)).collect();
        let here: Sides = place.iter().map(|at| [*at; 2]).collect();
        let best = self.best.as_ref().map_or(f64::NEG_INFINITY, |(_, height)| *height);
        let is_worse = self.enclosed(&here).is_some_and(|enclosure| {
            enclosure.physical == Some(false) || self.height(&enclosure, &here).value.hi <= best
        });
        if is_worse {
            return;
        }
        let mut inputs = self.wish.base.clone();
        for ((parameter, _), value) in self.wish.over.iter().zip(place) {
            inputs.set(parameter, value);
        }
        self.try_inputs(inputs);
    }

    /// What is to be as large as possible, at all points of a box.
    fn height(&self, enclosure: &Enclosure, sides: &[[f64; 2]]) -> Enclosed {
        let Enclosed { exists, value, slopes, goes_on } = match self.wish.goal {
            Aim::Result(_) => enclosure.results[0].clone(),
            Aim::Parameter(parameter) => {
                let place = self.wish.over.iter().position(|(over, _)| *over == parameter);
                let fixed = self.wish.base.get(parameter);
                let [lo, hi] = place.map_or([fixed; 2], |place| sides[place]);
                let slope = |i: usize| Interval::point(f64::from(u8::from(place == Some(i))));
                let slopes = (0..sides.len()).map(slope).collect();
                Enclosed { exists: Some(true), value: Interval { lo, hi }, slopes, goes_on: true }
            }
        };
        let turned = |of: Interval| if self.wish.is_least { of.negated() } else { of };
        let slopes = slopes.into_iter().map(turned).collect();
        Enclosed { exists, value: turned(value), slopes, goes_on }
    }

    /// What must not be negative at a point at which all holds.
    fn constraints(&self, enclosure: &Enclosure) -> Vec<Enclosed> {
        let first = usize::from(self.wish.goal.result().is_some());
        let excess = |(bound, of): (&Bound, &Enclosed)| {
            let turned = |slope: &Interval| match bound.side {
                Side::AtLeast => *slope,
                Side::AtMost => slope.negated(),
            };
            Enclosed {
                exists: of.exists,
                value: Wish::excess(bound, of.value),
                slopes: of.slopes.iter().map(turned).collect(),
                goes_on: of.goes_on,
            }
        };
        let excesses = self.wish.bounds.iter().zip(&enclosure.results[first..]).map(excess);
        excesses.chain(enclosure.rooms.iter().cloned()).collect()
    }

    /// The box with its bound, unless no point in it is better than the best one.
    #[allow(clippy::option_option)]
    fn bounded(&mut self, sides: Sides, most: f64) -> Option<Option<Part>> {
        self.boxes += 1;
        let enclosure = self.enclosed(&sides)?;
        let height = self.height(&enclosure, &sides);
        let constraints = self.constraints(&enclosure);
        let is_nowhere = |of: &Enclosed| of.exists == Some(false) || of.value.hi < 0.0;
        let is_empty = enclosure.physical == Some(false)
            || height.exists == Some(false)
            || constraints.iter().any(is_nowhere);
        if is_empty {
            return Some(None);
        }
        let mut part = Part { bound: height.value.hi.min(most), cut: self.longest(&sides), sides };
        let middle: Vec<f64> = part.sides.iter().map(|side| center(*side)).collect();
        let mut place = middle.clone();
        if let Some((bound, step, open)) = self.relaxed(&part.sides, &middle, &height, &constraints)
        {
            part.bound = part.bound.min(bound);
            place.iter_mut().zip(&step).for_each(|(at, step)| *at += step);
            let heaviest = (0..open.len()).max_by(|a, b| open[*a].total_cmp(&open[*b]));
            part.cut = heaviest.filter(|i| open[*i] > 0.0).unwrap_or(part.cut);
        }
        self.try_at(&place);
        let best = self.best.as_ref().map_or(f64::NEG_INFINITY, |(_, height)| *height);
        Some((part.bound >= best).then_some(part))
    }

    /// A bound from linear constraints that hold all over the box, the best point of these as a step from the middle,
    /// and how much of the bound is due to what is uncertain along each side.
    fn relaxed(
        &self,
        sides: &[[f64; 2]],
        middle: &[f64],
        height: &Enclosed,
        constraints: &[Enclosed],
    ) -> Option<(f64, Vec<f64>, Vec<f64>)> {
        let (lo, hi) = (height.value.lo, height.value.hi);
        if !height.is_whole() || !lo.is_finite() || !hi.is_finite() {
            return None;
        }
        let here: Sides = middle.iter().map(|at| [*at; 2]).collect();
        let there = self.enclosed(&here)?;
        let (height_there, constraints_there) =
            (self.height(&there, &here), self.constraints(&there));
        let reached = center([lo, hi]);
        let reach = |([first, last], at): (&[f64; 2], &f64)| (last - at).max(at - first).next_up();
        let reaches = sides.iter().zip(middle).map(reach);
        let mut relaxation =
            Relaxation::new(reaches.chain([(hi - reached).max(reached - lo).next_up()]).collect());
        // What is reached is no more than the height.
        let row = |slopes: &[Interval], last: f64| -> Vec<Interval> {
            slopes.iter().copied().chain([Interval::point(last)]).collect()
        };
        let above = height_there.value.minus(Interval::point(reached));
        relaxation.push(0, above.hi, &row(&height.slopes, -1.0));
        for (j, (over, at)) in constraints.iter().zip(&constraints_there).enumerate() {
            // Along a way on which a number is missing it may jump.
            if over.is_whole() {
                relaxation.push(j + 1, at.value.hi, &row(&over.slopes, 0.0));
            }
        }
        if relaxation.of.first() != Some(&0) {
            return None;
        }
        let optimum = relaxation.solve();
        let bound = (reached + optimum.bound).next_up();
        Some((bound, optimum.place, optimum.open[..sides.len()].to_vec()))
    }

    /// The longest side, as a share of its range.
    fn longest(&self, sides: &[[f64; 2]]) -> usize {
        let share = |i: usize| {
            let [first, last] = self.wish.over[i].1;
            if last > first { (sides[i][1] - sides[i][0]) / (last - first) } else { 0.0 }
        };
        (0..sides.len()).max_by(|a, b| share(*a).total_cmp(&share(*b))).unwrap_or(0)
    }
}
