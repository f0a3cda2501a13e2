//! One curve: its points, in pieces that end at the last doubles at which the curve exists.

use super::sampling::Span;
use crate::model::{Companion, Inputs, Parameter, ResultRef, Row, Status};
use crate::numeric::middle;
use crate::table::Column;

/// What a curve shows.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A bound or a limit that all curves have in common.
    Companion(&'static Companion),
    /// The curve for this value of the parameter that tells curves apart.
    Value(f64),
    /// What the result could be at best, for the same value.
    Best(f64),
    /// The curve for the same value, where another parameter has a value of its own.
    Beside(f64),
}

impl Kind {
    /// Whether it is the curve of a value that was asked for.
    pub fn is_value(self) -> bool {
        matches!(self, Kind::Value(_))
    }

    /// Whether it is a bound. A picture need not show the whole of a bound.
    pub fn is_bound(self) -> bool {
        matches!(self, Kind::Companion(companion) if companion.is_bound)
    }
}

/// A curve, in pieces: on each, every point is physical.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What it shows.
    pub kind: Kind,
    /// The value of the parameter that tells curves apart. A companion has that of the first curve with
    /// points.
    pub value: f64,
    /// Its pieces, from left to right.
    pub pieces: Vec<Piece>,
    /// The status of the point in the middle of the axis. If the curve has no piece, it is a reason why.
    pub middle: Status,
}

/// A stretch of a curve without a gap.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its points, in the order of the axis.
    pub samples: Vec<Sample>,
    /// Whether the piece begins, and whether it ends, because the demon is unphysical at the next double
    /// of the axis.
    pub ends: [bool; 2],
}

/// A point of a curve.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The value of the parameter that the curve runs along. A bound need not depend on it.
    pub x: f64,
    /// What was computed there.
    pub row: Row,
}

/// How often an interval is halved at most.
const DEEPEST: u32 = 12;

/// Samples one curve.
pub(super) struct Sampler<'a> {
    pub base: Inputs,
    pub kind: Kind,
    pub value: f64,
    pub along: Parameter,
    pub span: Span,
    /// The results on the vertical axis and, if there is one, on the horizontal axis. The curve exists
    /// where both exist.
    pub columns: [Option<&'a Column>; 2],
    /// Other results that are shown wherever they exist.
    pub also: Option<&'a Column>,
    /// The result that is drawn as a bound.
    pub bound: Option<&'a Column>,
}

impl Sampler<'_> {
    /// Computes the curve at these places of the axis, which must be sorted. If the curve exists at only one
    /// of two neighbouring places, the end of its piece is found between them, to the last double.
    pub fn curve(&self, places: &[f64]) -> Curve {
        let points: Vec<Inputs> = places.iter().map(|x| self.point(*x)).collect();
        let rows = Row::all(&points, &self.results());
        let middle = rows.get(rows.len() / 2).map_or(Status::Ok, Row::status);
        let mut pieces: Vec<Piece> = Vec::new();
        let mut before: Option<Sample> = None;
        for (x, row) in places.iter().zip(rows) {
            let sample = Sample { x: *x, row };
            let lived = before.as_ref().is_some_and(|last| self.exists(&last.row));
            match (before, lived, self.exists(&sample.row)) {
                (Some(last), true, false) => {
                    let (edge, beyond) = self.edge(last, sample.clone(), |row| self.exists(row));
                    if let Some(piece) = pieces.last_mut() {
                        piece.push(edge);
                        piece.ends[1] = is_unphysical(&beyond.row);
                    }
                }
                (Some(last), false, true) => {
                    let (edge, beyond) = self.edge(sample.clone(), last, |row| self.exists(row));
                    let ends = [is_unphysical(&beyond.row), false];
                    let mut piece = Piece { samples: vec![edge], ends };
                    piece.push(sample.clone());
                    pieces.push(piece);
                }
                (None, _, true) => {
                    let samples = vec![sample.clone()];
                    pieces.push(Piece { samples, ends: [false; 2] });
                }
                (Some(last), true, true) => {
                    if let Some(piece) = pieces.last_mut() {
                        let edge = match [&last, &sample].map(|sample| self.shows(&sample.row)) {
                            [true, false] => {
                                Some(self.edge(last, sample.clone(), |row| self.shows(row)).0)
                            }
                            [false, true] => {
                                Some(self.edge(sample.clone(), last, |row| self.shows(row)).0)
                            }
                            _ => None,
                        };
                        edge.into_iter().for_each(|edge| piece.push(edge));
                        piece.push(sample.clone());
                    }
                }
                _ => {}
            }
            before = Some(sample);
        }
        Curve { kind: self.kind, value: self.value, pieces, middle }
    }

    /// Adds samples to a piece. Each interval between two samples is halved until the curve in its middle is
    /// within `tolerance` of the chord in every panel, or does not exist there, or until the interval has
    /// been halved [`DEEPEST`] times. `places` gives the place of a sample in each panel.
    pub fn refine<const N: usize>(
        &self,
        piece: &mut Piece,
        tolerance: f64,
        places: &dyn Fn(&Sample) -> [(f64, f64); N],
    ) {
        let mut fine: Vec<Sample> = piece.samples.first().cloned().into_iter().collect();
        // The intervals that are still to be looked at, the next one last.
        let mut open: Vec<(Sample, Sample, u32)> = piece
            .samples
            .windows(2)
            .rev()
            .map(|pair| (pair[0].clone(), pair[1].clone(), DEEPEST))
            .collect();
        while let Some((a, b, depth)) = open.pop() {
            let middle = self.sample(self.span.between(a.x, b.x));
            let [from, at, to] = [&a, &middle, &b].map(places);
            let bent = (0..N).any(|i| distance(at[i], from[i], to[i]) > tolerance);
            if depth > 0 && bent && self.exists(&middle.row) {
                open.push((middle.clone(), b, depth - 1));
                open.push((a, middle, depth - 1));
            } else {
                fine.push(b);
            }
        }
        piece.samples = fine;
    }

    /// The sample at this place of the axis.
    pub fn sample(&self, x: f64) -> Sample {
        Sample { x, row: Row::with(&self.point(x), &self.results()) }
    }

    /// The results that are shown.
    fn results(&self) -> Vec<ResultRef> {
        self.columns
            .iter()
            .chain([&self.also, &self.bound])
            .flatten()
            .filter_map(|c| c.result())
            .collect()
    }

    /// The point of the curve at this place of the axis.
    fn point(&self, x: f64) -> Inputs {
        let point = self.base.with(self.along, x);
        match self.kind {
            Kind::Companion(companion) => (companion.at)(&point),
            Kind::Value(_) | Kind::Best(_) | Kind::Beside(_) => point,
        }
    }

    /// Whether the curve exists at this point: the point is physical, and the results on the axes are finite.
    pub fn exists(&self, row: &Row) -> bool {
        let mut shown = self.columns.iter().flatten();
        row.status().is_physical() && shown.all(|column| column.number(row).is_finite())
    }

    /// Whether the other result that is shown is finite at this point, if there is one.
    fn shows(&self, row: &Row) -> bool {
        self.also.is_none_or(|column| column.number(row).is_finite())
    }

    /// Halves the interval between a sample for which `holds` is true, `inside`, and one for which it is
    /// false, `outside`, until both are at neighbouring doubles. Returns both, `inside` first.
    fn edge(
        &self,
        mut inside: Sample,
        mut outside: Sample,
        holds: impl Fn(&Row) -> bool,
    ) -> (Sample, Sample) {
        while let Some(x) = middle(inside.x, outside.x) {
            let sample = self.sample(x);
            match holds(&sample.row) {
                true => inside = sample,
                false => outside = sample,
            }
        }
        (inside, outside)
    }
}

impl Piece {
    /// Appends a sample, unless the last one is at the same place.
    fn push(&mut self, sample: Sample) {
        if self.samples.last().is_none_or(|last| last.x != sample.x) {
            self.samples.push(sample);
        }
    }
}

fn is_unphysical(row: &Row) -> bool {
    matches!(row.status(), Status::Unphysical(_))
}

/// The distance of a point from the line through `a` and `b`. 0 if `a` and `b` are the same, or if one of
/// their coordinates is NaN.
fn distance(point: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let area = dx * (point.1 - a.1) - dy * (point.0 - a.0);
    // The same bits on every machine, which `hypot` does not promise.
    let length = (dx * dx + dy * dy).sqrt();
    if length > 0.0 { (area / length).abs() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_is_measured_across_the_chord() {
        assert_eq!(distance((1.0, 1.0), (0.0, 0.0), (2.0, 0.0)), 1.0);
        assert_eq!(distance((3.0, 5.0), (0.0, 0.0), (0.0, 9.0)), 3.0);
    }
}
