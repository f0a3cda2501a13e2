//! The lines of a curve in a panel of a picture: the places of its samples, and the limits at its ends.

use super::curve::{Curve, Kind, Piece, Sample};
use super::sampling::Plan;
use crate::model::Front;
use crate::table::Column;

impl Plan {
    /// The places of a curve in a panel that shows this column, as lists without a gap. If a piece ends
    /// because the demon becomes unphysical, its list ends with the limit. A place that is infinite is left
    /// out, and is a gap.
    pub fn strokes(&self, curve: &Curve, column: &Column) -> Vec<Vec<(f64, f64)>> {
        let column = self.shown(curve.kind, column);
        curve.pieces.iter().flat_map(|piece| self.stroke(piece, column)).collect()
    }

    /// The places in a panel that shows this column of those ends of a curve beyond which the demon is
    /// unphysical.
    pub fn ends(&self, curve: &Curve, column: &Column) -> Vec<(f64, f64)> {
        let column = self.shown(curve.kind, column);
        let ends = curve.pieces.iter().flat_map(|piece| {
            let [first, last] = [piece.samples.first(), piece.samples.last()];
            let [starts, stops] = piece.ends;
            first.filter(|_| starts).into_iter().chain(last.filter(|_| stops))
        });
        ends.map(|sample| self.limit(sample, column)).collect()
    }

    /// The place of a sample in a panel that shows this column.
    pub fn place_in(&self, sample: &Sample, column: &Column) -> (f64, f64) {
        (self.place(sample), column.number(&sample.row))
    }

    /// The places of the result that is drawn as a bound, on each of these curves of a value; none if no bound is
    /// drawn.
    pub fn bounds(&self, curves: &[Curve]) -> Vec<Vec<(f64, f64)>> {
        let Some(bound) = self.bound else { return Vec::new() };
        let curves = curves.iter().filter(|curve| {
            matches!(curve.kind, Kind::Value(_) | Kind::Beside(_)) && !curve.pieces.is_empty()
        });
        curves.flat_map(|curve| curve.pieces.iter().flat_map(|p| self.stroke(p, bound))).collect()
    }

    /// What is special about the curves if they are fronts: curves of one result over another, along a
    /// parameter for which the family knows what is special.
    pub fn front(&self) -> Option<&'static Front> {
        self.x.and_then(|_| self.base.family().front(self.along))
    }

    /// The same for one piece.
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
            // A line begins with a dash. If it begins at the limit, no gap falls into the short way from
            // there.
            places.reverse();
        }
        let finite = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
        let parts = places.split(|place| !finite(place)).filter(|part| !part.is_empty());
        parts.map(<[_]>::to_vec).collect()
    }

    /// The place that a curve tends to beyond its last sample, where the demon becomes unphysical. A result
    /// may tend to its limit so slowly that it is some way from it at the last double: the COP tends to zero
    /// where a level of the demon becomes empty or full.
    fn limit(&self, sample: &Sample, column: &Column) -> (f64, f64) {
        let limit = |column: &Column, value: f64| {
            column.result().and_then(|result| result.at_edge).unwrap_or(value)
        };
        let (x, y) = self.place_in(sample, column);
        (self.x.map_or(x, |across| limit(across, x)), limit(column, y))
    }
}
