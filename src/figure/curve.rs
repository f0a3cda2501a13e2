//! One curve: where it exists, to the last double, and the points between.

use super::sampling::Span;
use crate::model::{Companion, Inputs, Parameter, ResultRef, Row, Status};
use crate::numeric::middle;
use crate::table::Column;

/// What a curve shows.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A bound or a limit that all curves have in common.
    Companion(&'static Companion),
    /// The curve of this value.
    Value(f64),
}

impl Kind {
    /// Whether it is one of the curves asked for, and no bound.
    pub fn is_value(self) -> bool {
        matches!(self, Kind::Value(_))
    }

    /// Whether it is a bound, which a picture need not show as a whole.
    pub fn is_bound(self) -> bool {
        matches!(self, Kind::Companion(companion) if companion.is_bound)
    }
}

/// The points of one curve, in pieces where they are physical.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What it shows.
    pub kind: Kind,
    /// The parameter that tells curves apart, behind a bound that of the first curve with points.
    pub value: f64,
    /// Its pieces, from left to right.
    pub pieces: Vec<Piece>,
    /// The status in the middle, a reason where there is no piece.
    pub middle: Status,
}

/// A part of a curve without gaps.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its points, the parameter growing.
    pub samples: Vec<Sample>,
    /// Whether the first and the last of them are the last physical ones: the next double of the
    /// axis is unphysical.
    pub ends: [bool; 2],
}

/// A point of a curve.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The parameter that the curve runs along; a bound need not depend on it.
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
    /// A curve is where these exist.
    pub columns: [Option<&'a Column>; 2],
    /// Another column that is shown where it exists.
    pub also: Option<&'a Column>,
}

impl Sampler<'_> {
    /// The curve through these places, with the ends of its pieces.
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

    /// Adds points until none is off the chord by more than `tolerance`; `places` has where the
    /// panels of a picture show a sample.
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

    pub fn sample(&self, x: f64) -> Sample {
        Sample { x, row: Row::with(&self.point(x), &self.results()) }
    }

    /// The results that are shown.
    fn results(&self) -> Vec<ResultRef> {
        self.columns.iter().chain([&self.also]).flatten().filter_map(|c| c.result()).collect()
    }

    /// The point of the curve at this place of the axis.
    fn point(&self, x: f64) -> Inputs {
        let point = self.base.with(self.along, x);
        match self.kind {
            Kind::Companion(companion) => (companion.at)(&point),
            Kind::Value(_) => point,
        }
    }

    /// Whether this point is physical, and has the results that are shown.
    pub fn exists(&self, row: &Row) -> bool {
        let mut shown = self.columns.iter().flatten();
        row.status().is_physical() && shown.all(|column| column.number(row).is_finite())
    }

    /// Whether the other column that is shown has a number there.
    fn shows(&self, row: &Row) -> bool {
        self.also.is_none_or(|column| column.number(row).is_finite())
    }

    /// The last sample on the way from one of which something holds to one of which it does not, and
    /// the one at the next double, of which it does not.
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
    fn push(&mut self, sample: Sample) {
        if self.samples.last().is_none_or(|last| last.x != sample.x) {
            self.samples.push(sample);
        }
    }
}

fn is_unphysical(row: &Row) -> bool {
    matches!(row.status(), Status::Unphysical(_))
}

/// How far a point is from the line through two others; 0 where one of them is nowhere.
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
