//! What is proven of a piece of the range.

use super::question::Question;
use crate::model::{Enclosed, Enclosure, Region, ResultRef};
use crate::numeric::{Interval, Real, middle};

/// A piece of the range.
pub type Piece = [f64; 2];

/// What is proven of the question's results on a piece.
#[derive(Clone, Debug)]
pub struct Look {
    /// Whether all of its points are physical, or none.
    pub physical: Option<bool>,
    pub results: Vec<Seen>,
}

/// What is proven of a result on a piece.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Whether it has a value everywhere, or nowhere.
    pub exists: Option<bool>,
    /// Encloses the values.
    pub value: Interval,
    /// Whether it grows all the way, or falls; nothing where that is not known.
    pub rises: Option<bool>,
    /// Whether halving the piece would say little more of the value.
    pub is_thin: bool,
}

/// Looks at pieces, up to a number of them.
#[derive(Debug)]
pub struct Looks<'a> {
    question: &'a Question,
    wanted: Vec<ResultRef>,
    pub count: u64,
    most: u64,
}

impl<'a> Looks<'a> {
    pub fn new(question: &'a Question, most: u64) -> Self {
        Looks { question, wanted: question.results(), count: 0, most }
    }

    pub fn are_spent(&self) -> bool {
        self.count >= self.most
    }

    fn enclosed(&self, [lo, hi]: Piece) -> Option<Enclosure> {
        let Question { base, along, .. } = self.question;
        let ranges = [(*along, Interval { lo, hi })];
        base.family().enclose(&Region { base, ranges: &ranges }, &self.wanted)
    }

    /// What is proven of a piece; nothing where the family does not know.
    pub fn at(&mut self, piece: Piece) -> Option<Look> {
        self.count += 1;
        let Enclosure { physical, results, .. } = self.enclosed(piece)?;
        let center = center(piece);
        // Around its middle, a result changes no faster than its slopes say.
        let is_smooth = |of: &Enclosed| of.exists == Some(true) && is_bounded(of.slopes[0]);
        let middle = results.iter().any(is_smooth).then(|| self.enclosed([center; 2])).flatten();
        let seen = |(i, of): (usize, Enclosed)| {
            let slope = of.slopes[0];
            let (mut value, mut is_thin) = (of.value, false);
            if let Some(middle) = middle.as_ref().filter(|_| is_smooth(&of)) {
                let middle = middle.results[i].value;
                let step = Interval { lo: piece[0], hi: piece[1] }.minus(Interval::point(center));
                let around = middle + slope * step;
                value = Interval { lo: value.lo.max(around.lo), hi: value.hi.min(around.hi) };
                is_thin = value.hi - value.lo <= 2.0 * (middle.hi - middle.lo);
            }
            let is_whole = of.exists == Some(true) && is_bounded(value);
            let rises = match slope {
                _ if !is_whole => None,
                Interval { lo, .. } if lo > 0.0 => Some(true),
                Interval { hi, .. } => (hi < 0.0).then_some(false),
            };
            Seen { exists: of.exists, value, rises, is_thin }
        };
        let results = results.into_iter().enumerate().map(seen).collect();
        Some(Look { physical, results })
    }
}

fn is_bounded(range: Interval) -> bool {
    range.lo.is_finite() && range.hi.is_finite()
}

/// The middle of a piece, as a number.
pub fn center([lo, hi]: Piece) -> f64 {
    (0.5 * lo + 0.5 * hi).clamp(lo, hi)
}

/// A piece in two, the upper one first; nothing where no double lies between its ends. Where these are of different
/// sizes, their powers are halved.
pub fn halves([lo, hi]: Piece) -> Option<[Piece; 2]> {
    let cut = match (lo, hi) {
        (lo, hi) if lo < 0.0 && hi > 0.0 => Some(0.0),
        (lo, hi) if lo.abs().max(hi.abs()) > 16.0 * lo.abs().min(hi.abs()) => middle(lo, hi),
        _ => Some(center([lo, hi])).filter(|cut| lo < *cut && *cut < hi),
    }?;
    Some([[cut, hi], [lo, cut]])
}
