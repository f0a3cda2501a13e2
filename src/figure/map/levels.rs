//! Lines on which a map has one value, and the areas in which it has more.

use super::{Map, Place};
use std::collections::HashMap;
use std::hash::Hash;

/// A point of a line: a corner of the net, or the place between two at which a level is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Point {
    Corner(u32),
    Between(u32, u32),
}

impl Map {
    /// The lines on which the result has this value. A line whose ends meet has its first point once more at its
    /// end. Where the result falls by more than half of `steepest` within a cell at the end of its region, lines are left out:
    /// they are not to be told from the border.
    pub fn lines(&self, level: f64, steepest: f64) -> Vec<Vec<Place>> {
        let is_steep = |triangle: &[u32; 3]| {
            let values = || triangle.iter().map(|corner| self.corners[*corner as usize].1);
            let spread = values().fold(f64::MIN, f64::max) - values().fold(f64::MAX, f64::min);
            spread > steepest / 2.0 && triangle.iter().any(|corner| self.is_end[*corner as usize])
        };
        let triangles = self.triangles.iter().filter(|triangle| !is_steep(triangle));
        let steps = triangles.filter_map(|triangle| self.step(triangle, level));
        self.placed(chained(steps, false), level)
    }

    /// The rings around all places where the result is at least this, counterclockwise; those around holes are
    /// clockwise.
    pub fn above(&self, level: f64) -> Vec<Vec<Place>> {
        let steps = self.triangles.iter().filter_map(|triangle| self.step(triangle, level));
        let rim = self.rim.iter().filter_map(|[a, b]| {
            let between = Point::Between(*a.min(b), *a.max(b));
            let [a, b] =
                [*a, *b].map(|corner| (Point::Corner(corner), self.is_above(corner, level)));
            match (a.1, b.1) {
                (true, true) => Some((a.0, b.0)),
                (true, false) => Some((a.0, between)),
                (false, true) => Some((between, b.0)),
                (false, false) => None,
            }
        });
        self.placed(chained(steps.chain(rim), false), level)
    }

    fn is_above(&self, corner: u32, level: f64) -> bool {
        self.corners[corner as usize].1 >= level
    }

    /// The line through a triangle on which a level is reached, with what is above it on its left.
    fn step(&self, triangle: &[u32; 3], level: f64) -> Option<(Point, Point)> {
        let (mut start, mut end) = (None, None);
        for (a, b) in (0..3).map(|i| (triangle[i], triangle[(i + 1) % 3])) {
            let between = Some(Point::Between(a.min(b), a.max(b)));
            match (self.is_above(a, level), self.is_above(b, level)) {
                (true, false) => start = between,
                (false, true) => end = between,
                _ => {}
            }
        }
        start.zip(end)
    }

    fn placed(&self, lines: Vec<Vec<Point>>, level: f64) -> Vec<Vec<Place>> {
        let place = |point: &Point| match *point {
            Point::Corner(corner) => self.corners[corner as usize].0,
            Point::Between(a, b) => {
                let [(from, low), (to, high)] = [a, b].map(|corner| self.corners[corner as usize]);
                let share = ((level - low) / (high - low)).clamp(0.0, 1.0);
                (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1))
            }
        };
        lines.into_iter().map(|line| line.iter().map(place).collect()).collect()
    }
}

/// Steps put together to lines: open ones first, then those whose ends meet. Where steps go `both_ways`, each was
/// given in both directions, and is gone once.
pub(super) fn chained<K: Copy + Eq + Hash>(
    steps: impl Iterator<Item = (K, K)>,
    both_ways: bool,
) -> Vec<Vec<K>> {
    // In the order in which they came, so that a map is always the same.
    let mut order: Vec<K> = Vec::new();
    let mut next: HashMap<K, Vec<K>> = HashMap::new();
    let mut balance: HashMap<K, i32> = HashMap::new();
    for (from, to) in steps {
        next.entry(from)
            .or_insert_with(|| {
                order.push(from);
                Vec::new()
            })
            .push(to);
        *balance.entry(from).or_default() += 1;
        if !both_ways {
            *balance.entry(to).or_default() -= 1;
        }
    }
    let begins = |key: &K| match both_ways {
        true => balance[key] != 2,
        false => balance[key] > 0,
    };
    let starts: Vec<K> =
        order.iter().copied().filter(begins).chain(order.iter().copied()).collect();
    let mut lines = Vec::new();
    for start in starts {
        while next.get(&start).is_some_and(|ends| !ends.is_empty()) {
            let mut line = vec![start];
            let mut at = start;
            while let Some(to) = next.get_mut(&at).and_then(Vec::pop) {
                if both_ways && let Some(back) = next.get_mut(&to) {
                    back.retain(|key| *key != at);
                }
                line.push(to);
                at = to;
                if at == start || both_ways && balance[&at] != 2 {
                    break;
                }
            }
            lines.push(line);
        }
    }
    lines
}
