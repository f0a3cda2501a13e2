//! The order of the levels, and how far apart those of different pairs are.

use super::levels::difference;
use super::question::Question;
use crate::numeric::{Interval, Real};
use crate::refrigerator::{Parameter as P, Point, Values};

/// The levels of the hot and of the cold pair.
const PAIRS: [[P; 2]; 2] = [[P::E1, P::E2], [P::E3, P::E4]];

/// One order of the levels.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Order {
    /// Whether ε1 < ε2 and ε3 < ε4.
    pub up: [bool; 2],
    /// All pairs of a hot and a cold level, the lower one first. Empty if no distance is required between
    /// them.
    between: Vec<[P; 2]>,
}

impl Order {
    /// The levels of each pair, the lower one first.
    pub fn pairs(&self) -> [[P; 2]; 2] {
        let sorted = |i: usize| {
            let [a, b] = PAIRS[i];
            if self.up[i] { [a, b] } else { [b, a] }
        };
        [sorted(0), sorted(1)]
    }

    /// The order of these levels, which stand from the lowest to the highest. The order of levels of different
    /// pairs is part of it only if they must be `apart`.
    fn of(sorted: &[P], apart: bool) -> Self {
        let rank = |level: P| sorted.iter().position(|other| *other == level);
        let up = PAIRS.map(|[a, b]| rank(a) < rank(b));
        let sort = |[a, b]: [P; 2]| if rank(a) < rank(b) { [a, b] } else { [b, a] };
        let between = if apart { between().map(sort).collect() } else { Vec::new() };
        Self { up, between }
    }

    /// Cuts from the ranges of the levels what no device with this order has. Returns whether something is
    /// left.
    pub fn narrow(&self, values: &mut Values<Interval>, apart: f64) -> bool {
        let pairs = self.pairs().map(|pair| (pair, 0.0));
        let between = self.between.iter().map(|pair| (*pair, apart));
        pairs.into_iter().chain(between).all(|([low, high], apart)| {
            let [low, high] = [low, high].map(|level| level as usize);
            // With a distance, ends are rounded outwards.
            let [least, most] = match apart {
                0.0 => [values[low].lo, values[high].hi],
                _ => [(values[low].lo + apart).next_down(), (values[high].hi - apart).next_up()],
            };
            values[high].lo = values[high].lo.max(least);
            values[low].hi = values[low].hi.min(most);
            let is_left = |range: Interval| range.lo <= range.hi;
            is_left(values[low]) && is_left(values[high]) && values[low].lo < values[high].hi
        })
    }
}

/// All pairs of a hot and a cold level.
fn between() -> impl Iterator<Item = [P; 2]> {
    PAIRS[0].into_iter().flat_map(|hot| PAIRS[1].map(|cold| [hot, cold]))
}

/// All orders of these levels.
fn permutations(levels: &[P]) -> Vec<Vec<P>> {
    if levels.is_empty() {
        return vec![Vec::new()];
    }
    let first = |i: usize| {
        let others: Vec<P> = [&levels[..i], &levels[i + 1..]].concat();
        permutations(&others).into_iter().map(move |rest| [vec![levels[i]], rest].concat())
    };
    (0..levels.len()).flat_map(first).collect()
}

impl Question {
    /// Every order that the levels may have, each once, whatever the ranges are.
    pub(super) fn orders(&self) -> Vec<Order> {
        let mut orders = Vec::new();
        for sorted in permutations(PAIRS.as_flattened()) {
            let order = Order::of(&sorted, self.apart > 0.0);
            if !orders.contains(&order) {
                orders.push(order);
            }
        }
        orders
    }

    /// The order of the levels of a device. `None` if the two levels of a pair are the same.
    pub(super) fn order_at(&self, point: &Point) -> Option<Order> {
        if PAIRS.iter().any(|[a, b]| point.get(*a) == point.get(*b)) {
            return None;
        }
        let mut levels = PAIRS.as_flattened().to_vec();
        levels.sort_by(|a, b| point.get(*a).total_cmp(&point.get(*b)));
        Some(Order::of(&levels, self.apart > 0.0))
    }

    /// The distances between levels of different pairs, less the distance that is required, as temperatures.
    pub(super) fn gaps_between_pairs<S: Real>(&self, values: &Values<S>, order: &Order) -> Vec<S> {
        let excess = |[low, high]: &[P; 2]| {
            let apart = values[*low as usize].clone() + S::constant(self.apart);
            difference(&values[*high as usize], &apart, self.base.units())
        };
        order.between.iter().map(excess).collect()
    }

    /// The first hot and cold level of a device that are the same, or closer to each other than required.
    fn too_close(&self, point: &Point) -> Option<[P; 2]> {
        between().find(|[a, b]| {
            let distance = (point.get(*a) - point.get(*b)).abs();
            distance == 0.0 || distance < self.apart
        })
    }

    /// Devices near this one whose levels of different pairs have the distance that is required. A free level
    /// that is too close to another one moves to either side of it, no farther than necessary.
    pub(super) fn apart_near(&self, point: Point) -> Vec<Point> {
        // Each step moves one level away from one other.
        self.moved_apart(point, between().count())
    }

    /// The same, with at most so many moves.
    fn moved_apart(&self, point: Point, steps: usize) -> Vec<Point> {
        let Some([a, b]) = self.too_close(&point) else { return vec![point] };
        if steps == 0 {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (moving, still) in [(a, b), (b, a)] {
            let range = self.over.iter().find(|(parameter, _)| *parameter == moving);
            let Some((_, [first, last])) = range else { continue };
            for next in self.beside(point.get(still)) {
                if (*first..=*last).contains(&next) {
                    found.extend(self.moved_apart(point.with(moving, next), steps - 1));
                }
            }
        }
        found
    }

    /// The doubles nearest to a level that have the distance that is required from it: one below, one above.
    fn beside(&self, level: f64) -> [f64; 2] {
        let step = |start: f64, next: fn(f64) -> f64| {
            let mut at = start;
            while at == level || (at - level).abs() < self.apart {
                at = next(at);
            }
            at
        };
        [step(level - self.apart, f64::next_down), step(level + self.apart, f64::next_up)]
    }
}
