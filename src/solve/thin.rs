//! Pieces that are too thin to be decided.

use super::answer::{Place, What};
use super::looks::{Piece, center};
use super::points::Points;
use crate::model::ResultRef;

/// Neighbouring pieces that were not decided.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    /// The ends of the pieces, in order.
    ends: Vec<f64>,
    /// Whether the result has a value in all of them, and changes without a jump.
    is_whole: bool,
}

impl Cluster {
    /// Pieces put together where they meet, each with whether the result has a value all over it.
    pub fn of(mut pieces: Vec<(Piece, bool)>) -> Vec<Cluster> {
        pieces.sort_by(|(a, _), (b, _)| a[0].total_cmp(&b[0]));
        let mut clusters: Vec<Cluster> = Vec::new();
        for ([lo, hi], is_whole) in pieces {
            match clusters.last_mut().filter(|last| last.ends.last() == Some(&lo)) {
                Some(last) => {
                    last.ends.push(hi);
                    last.is_whole &= is_whole;
                }
                None => clusters.push(Cluster { ends: vec![lo, hi], is_whole }),
            }
        }
        clusters
    }

    /// What can be said of it: where the result passes the value between its ends, it has it at least once.
    pub fn place(&self, points: &mut Points<'_>, result: ResultRef, value: f64) -> Place {
        let [first, last] = self.piece();
        points.compute(&self.ends);
        let [left, right] = [first, last].map(|at| points.excess(at));
        let is_passed = self.is_whole && left * right < 0.0;
        if is_passed {
            let [a, b] = points.end(first, last, |points, at| points.excess(at) * left > 0.0);
            let at = if points.excess(a).abs() <= points.excess(b).abs() { a } else { b };
            return Place { at, error: (at - first).max(last - at), what: What::Some };
        }
        // At the last double on which there is a demon, a result may be on its way to a limit.
        let limit = result.at_edge.map(|limit| limit - value);
        let end = match (left.is_nan(), right.is_nan()) {
            (true, false) => Some((last, right)),
            (false, true) => Some((first, left)),
            _ => None,
        };
        let is_edge = first.next_up() >= last;
        if let (Some((at, excess)), Some(limit), true) = (end, limit, is_edge)
            && excess * limit < 0.0
        {
            return Place { at, error: last - first, what: What::Some };
        }
        // Where the result comes nearest to the value, in the middle of those places.
        let middle = center([first, last]);
        let least = |a: &f64, b: &f64| a.total_cmp(b);
        let off = |end: &f64| {
            let off = points.excess(*end).abs();
            let off = if off.is_nan() { f64::INFINITY } else { off };
            (off, (end - middle).abs(), *end)
        };
        let ends = self.ends.iter().map(off);
        let nearest = ends.min_by(|a, b| least(&a.0, &b.0).then(least(&a.1, &b.1)));
        let at = nearest.map_or(middle, |(.., at)| at);
        Place { at, error: (at - first).max(last - at), what: What::Open }
    }

    /// From where to where it goes.
    pub fn piece(&self) -> Piece {
        [self.ends[0], self.ends[self.ends.len() - 1]]
    }
}
