//! Where the pieces of a curve are in a panel, with the limits at their ends.

use super::curve::{Curve, Piece, Sample};
use super::sampling::Plan;
use crate::model::Front;
use crate::table::Column;

impl Plan {
    /// The places of a curve in a panel that shows this column, a list for each part without a gap.
    /// Where a piece ends because the demon becomes unphysical, the limit is its last place; what is
    /// infinite is left out.
    pub fn strokes(&self, curve: &Curve, column: &Column) -> Vec<Vec<(f64, f64)>> {
        curve.pieces.iter().flat_map(|piece| self.stroke(piece, column)).collect()
    }

    /// The places in such a panel of the ends beyond which the demon is unphysical.
    pub fn ends(&self, curve: &Curve, column: &Column) -> Vec<(f64, f64)> {
        let ends = curve.pieces.iter().flat_map(|piece| {
            let [first, last] = [piece.samples.first(), piece.samples.last()];
            let [starts, stops] = piece.ends;
            first.filter(|_| starts).into_iter().chain(last.filter(|_| stops))
        });
        ends.map(|sample| self.limit(sample, column)).collect()
    }

    /// Where a sample is in such a panel.
    pub fn place_in(&self, sample: &Sample, column: &Column) -> (f64, f64) {
        (self.place(sample), column.number(&sample.row))
    }

    /// What is special about the curves, if they are fronts: results over each other along a parameter
    /// from one end of what is possible to the other.
    pub fn front(&self) -> Option<&'static Front> {
        self.x.and_then(|_| self.base.family().front(self.along))
    }

    fn stroke(&self, piece: &Piece, column: &Column) -> Vec<Vec<(f64, f64)>> {
        let mut places: Vec<(f64, f64)> =
            piece.samples.iter().map(|sample| self.place_in(sample, column)).collect();
        let mut add = |at: usize, sample: Option<&Sample>| {
            let limit = sample.map(|sample| self.limit(sample, column));
            if limit.is_some() && limit != places.get(at.saturating_sub(1)).copied() {
                places.splice(at..at, limit);
            }
        };
        let [starts, stops] = piece.ends;
        add(piece.samples.len(), piece.samples.last().filter(|_| stops));
        add(0, piece.samples.first().filter(|_| starts));
        if self.front().is_some() {
            // Dashes begin where a line does: no gap of theirs falls into the short way to the limit.
            places.reverse();
        }
        let finite = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
        let parts = places.split(|place| !finite(place)).filter(|part| !part.is_empty());
        parts.map(<[_]>::to_vec).collect()
    }

    /// Where a curve goes beyond its last sample before it becomes unphysical: a result may tend to a
    /// limit so slowly that the last double is some way off, as the COP does, to zero, where a level of
    /// the demon becomes empty or full.
    fn limit(&self, sample: &Sample, column: &Column) -> (f64, f64) {
        let limit = |column: &Column, value: f64| {
            column.result().and_then(|result| result.at_edge).unwrap_or(value)
        };
        let (x, y) = self.place_in(sample, column);
        (self.x.map_or(x, |across| limit(across, x)), limit(column, y))
    }
}
