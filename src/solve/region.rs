//! The parts of the range in which bounds hold and points are physical, to the last double.

use super::answer::{Answer, By, Place, What};
use super::looks::{Look, Looks, Piece, center, halves};
use super::points::Points;
use super::question::Question;
use super::thin::Cluster;
use crate::model::Side;
use crate::numeric::Interval;
use std::collections::VecDeque;

/// What is known of a piece.
enum Known {
    /// All of its points are in the region.
    Within,
    /// None is.
    Outside,
    /// One bound alone is not known, and the result rises or falls all the way.
    Passing,
    /// Not enough; whether halving it would not help.
    Nothing(bool),
}

/// The edges; nothing where the family does not enclose the results.
pub(super) fn places(question: &Question, most: u64) -> Option<Answer> {
    let mut points = Points::new(question);
    let mut looks = Looks::new(question, most);
    looks.at(question.range)?;
    let mut parts: Vec<Piece> = Vec::new();
    let mut thin: Vec<(Piece, bool)> = Vec::new();
    let mut open = VecDeque::from([question.range]);
    while let Some(piece) = open.pop_front() {
        if looks.are_spent() {
            thin.push((piece, false));
            continue;
        }
        let known = known(question, &looks.at(piece)?);
        let halves = halves(piece);
        match known {
            Known::Outside => {}
            Known::Within => parts.push(piece),
            // Of neighbours each double is seen.
            _ if halves.is_none() => ends(&mut points, piece, &mut parts),
            Known::Passing => {
                let [lo, hi] = piece;
                points.compute(&piece);
                match [lo, hi].map(|at| points.is_within(at)) {
                    [true, true] => parts.push(piece),
                    [false, false] => {}
                    [true, false] => {
                        let [last, _] = points.end(lo, hi, Points::is_within);
                        parts.push([lo, last]);
                    }
                    [false, true] => {
                        let [first, _] = points.end(hi, lo, Points::is_within);
                        parts.push([first, hi]);
                    }
                }
            }
            Known::Nothing(true) => thin.push((piece, true)),
            Known::Nothing(false) => open.extend(halves.into_iter().flatten()),
        }
    }
    let mut places = edges(&mut points, &whole(parts));
    places.extend(Cluster::of(thin).iter().map(|cluster| {
        let [first, last] = cluster.piece();
        let at = center([first, last]);
        Place { at, error: (at - first).max(last - at), what: What::Open }
    }));
    places.sort_by(|a, b| a.at.total_cmp(&b.at));
    Some(Answer { places, is_proven: true, looks: looks.count })
}

fn known(question: &Question, look: &Look) -> Known {
    let mut unknown = 0;
    let (mut passing, mut is_thin) = (true, look.physical == Some(true));
    if look.physical == Some(false) {
        return Known::Outside;
    }
    for (bound, seen) in question.bounds.iter().zip(&look.results) {
        let Interval { lo, hi } = seen.value;
        let (holds, fails) = match bound.side {
            Side::AtLeast => (lo >= bound.value, hi < bound.value),
            Side::AtMost => (hi <= bound.value, lo > bound.value),
        };
        if seen.exists == Some(false) || fails {
            return Known::Outside;
        }
        if !(seen.exists == Some(true) && holds) {
            unknown += 1;
            passing &= seen.rises.is_some();
            is_thin &= seen.is_thin;
        }
    }
    match (look.physical, unknown) {
        (Some(true), 0) => Known::Within,
        (Some(true), 1) if passing => Known::Passing,
        _ => Known::Nothing(is_thin && unknown > 0),
    }
}

/// Adds what of two neighbouring doubles is in the region.
fn ends(points: &mut Points<'_>, [lo, hi]: Piece, parts: &mut Vec<Piece>) {
    match [lo, hi].map(|at| points.is_within(at)) {
        [true, true] => parts.push([lo, hi]),
        [true, false] => parts.push([lo; 2]),
        [false, true] => parts.push([hi; 2]),
        [false, false] => {}
    }
}

/// Parts in their order, put together where they meet.
pub(super) fn whole(mut parts: Vec<Piece>) -> Vec<Piece> {
    parts.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let mut all: Vec<Piece> = Vec::new();
    for [lo, hi] in parts {
        match all.last_mut().filter(|last| last[1].next_up() >= lo) {
            Some(last) => last[1] = last[1].max(hi),
            None => all.push([lo, hi]),
        }
    }
    all
}

/// The edges of these parts, with what ends each.
pub(super) fn edges(points: &mut Points<'_>, parts: &[Piece]) -> Vec<Place> {
    let [start, end] = points.question.range;
    let mut by = |beyond: f64| {
        if beyond < start || beyond > end {
            return By::Range;
        }
        let point = points.at(beyond);
        if !point.status.is_physical() {
            return By::Status(point.status.word());
        }
        points.broken(beyond).map_or(By::Open, By::Bound)
    };
    let edge = |at: f64, what: What| Place { at, error: 0.0, what };
    let both = |[first, last]: &Piece| {
        let [from, to] = [by(first.next_down()), by(last.next_up())];
        [edge(*first, What::From(from)), edge(*last, What::To(to))]
    };
    parts.iter().flat_map(both).collect()
}
