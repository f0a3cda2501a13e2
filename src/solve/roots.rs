//! All values of the parameter at which a result has a value, with the proof that there are no others.

use super::answer::{Answer, Place, What};
use super::looks::{Looks, Piece, center, halves};
use super::points::Points;
use super::question::Question;
use super::thin::Cluster;
use crate::model::ResultRef;
use std::collections::VecDeque;

/// A place where the result passes the value, rising or falling.
#[derive(Clone, Copy, Debug)]
struct Passage {
    /// Between these numbers it is.
    between: [f64; 2],
    /// The doubles of the range between them at which the result is nearest to the value.
    nearest: [f64; 2],
    what: What,
    rises: bool,
}

impl Passage {
    fn place(&self) -> Place {
        let at = center(self.nearest);
        let [below, above] = self.between;
        Place { at, error: (at - below).max(above - at), what: self.what }
    }

    /// Puts the same passage together that was found in two neighbouring pieces, at the double where they meet.
    fn joined(&self, next: &Passage) -> Option<Passage> {
        if self.nearest[1] != next.nearest[0] {
            return None;
        }
        // Where it turns back, it may just touch the value, pass it twice, or not reach it.
        let what = if self.rises == next.rises { self.what } else { What::Open };
        let between = [self.between[0], next.between[1]];
        Some(Passage { between, nearest: [self.nearest[0], next.nearest[1]], what, ..*self })
    }
}

/// The places; nothing where the family does not enclose the result.
///
/// A piece of the range is left out where the result has no value, or not this one. Where it rises all the way, or
/// falls, it has the value once or not at all: that is seen at the ends of the piece, whose numbers are rounded to
/// the nearest doubles, and the place is found by halving. Any other piece is halved, until roundings are all that
/// is left of it, or until no double is.
pub(super) fn places(
    question: &Question,
    result: ResultRef,
    value: f64,
    most: u64,
) -> Option<Answer> {
    let mut points = Points::new(question);
    let mut looks = Looks::new(question, most);
    looks.at(question.range)?;
    let mut passages: Vec<Passage> = Vec::new();
    let mut thin: Vec<(Piece, bool)> = Vec::new();
    // The widest ones first, so that what is not decided in the end is as little as possible.
    let mut open = VecDeque::from([question.range]);
    while let Some(piece) = open.pop_front() {
        if looks.are_spent() {
            thin.push((piece, false));
            continue;
        }
        let seen = looks.at(piece)?.results[0];
        if seen.exists == Some(false) || !seen.value.has(value) {
            continue;
        }
        if let Some(rises) = seen.rises
            && let Some(found) = passage(&mut points, piece, rises)
        {
            passages.extend(found);
            continue;
        }
        let is_whole = seen.exists == Some(true);
        match halves(piece).filter(|_| !(is_whole && seen.is_thin)) {
            Some(halves) => open.extend(halves),
            None => thin.push((piece, is_whole)),
        }
    }
    let clusters = Cluster::of(thin);
    let mut places: Vec<Place> = joined(passages).iter().map(Passage::place).collect();
    places.extend(clusters.iter().map(|cluster| cluster.place(&mut points, result, value)));
    places.sort_by(|a, b| a.at.total_cmp(&b.at));
    let bounds = |place: &Place| place.what == What::Open || points.is_within(place.at);
    let places = match question.bounds.is_empty() {
        true => places,
        false => places.into_iter().filter(bounds).collect(),
    };
    Some(Answer { places, is_proven: true, looks: looks.count })
}

/// The passages in their order, each once.
fn joined(mut passages: Vec<Passage>) -> Vec<Passage> {
    passages.sort_by(|a, b| a.nearest[0].total_cmp(&b.nearest[0]));
    let mut all: Vec<Passage> = Vec::new();
    for next in passages {
        match all.last_mut().and_then(|last| Some((last.joined(&next)?, last))) {
            Some((joined, last)) => *last = joined,
            None => all.push(next),
        }
    }
    all
}

/// The passage in a piece in which the result rises or falls all the way, if there is one; nothing where a number at
/// one of its ends is missing.
fn passage(points: &mut Points<'_>, [lo, hi]: Piece, rises: bool) -> Option<Option<Passage>> {
    let way = if rises { 1.0 } else { -1.0 };
    points.compute(&[lo, hi]);
    let mut height = |at: f64| way * points.excess(at);
    let (first, last) = (height(lo), height(hi));
    if first.is_nan() || last.is_nan() {
        return None;
    }
    if first > 0.0 || last < 0.0 {
        return Some(None);
    }
    // Doubles at which the number is the value itself, if there are some, lie between one at which it is less and one
    // at which it is more. At an end of the piece they may go on beyond it.
    let [below, from] = match first < 0.0 {
        true => points.end(lo, hi, |points, at| way * points.excess(at) < 0.0),
        false => [lo.next_down(), lo],
    };
    let [above, to] = match last > 0.0 {
        true => points.end(hi, lo, |points, at| way * points.excess(at) > 0.0),
        false => [hi.next_up(), hi],
    };
    let nearest = match from <= to {
        true => [from, to],
        // There is no such double: of the two neighbours, the one whose number is nearer.
        false => {
            let off = [below, above].map(|at| points.excess(at).abs());
            [if off[0] <= off[1] { below } else { above }; 2]
        }
    };
    Some(Some(Passage { between: [below, above], nearest, what: What::One, rises }))
}
