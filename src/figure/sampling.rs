//! Which curves a figure has, and where they are computed.

use super::curve::{Curve, Kind, Sample, Sampler};
use crate::model::{Inputs, Parameter};
use crate::table::{Column, Value};

/// The axis that curves run along.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Its lower end.
    pub first: f64,
    /// Its upper end.
    pub last: f64,
    /// Whether equal ratios are equally long.
    pub logarithmic: bool,
}

/// Into how many parts an axis is cut before any curve is looked at.
const PARTS: u32 = 256;

impl Span {
    /// The place in the middle of two.
    pub fn between(&self, a: f64, b: f64) -> f64 {
        if self.logarithmic { (a.ln().midpoint(b.ln())).exp() } else { a.midpoint(b) }
    }

    /// The places a hundred-thousandth of the axis below and above another one, if they lie on the axis.
    fn beside(&self, x: f64) -> impl Iterator<Item = f64> + use<'_> {
        const SHARE: f64 = 1.0 / (1 << 17) as f64;
        let place = move |share: f64| match self.logarithmic {
            true => (x.ln() + (self.last.ln() - self.first.ln()) * share).exp(),
            false => x + (self.last * share - self.first * share),
        };
        let within = |place: &f64| (self.first..=self.last).contains(place);
        [-SHARE, SHARE].into_iter().map(place).filter(within)
    }

    /// Evenly spaced places, both ends among them.
    fn places(&self) -> impl Iterator<Item = f64> {
        let place = |part| {
            let share = f64::from(part) / f64::from(PARTS);
            match (part, self.logarithmic) {
                (0, _) => self.first,
                (PARTS, _) => self.last,
                (_, true) => (self.first.ln() * (1.0 - share) + self.last.ln() * share).exp(),
                (_, false) => self.first * (1.0 - share) + self.last * share,
            }
        };
        (0..=PARTS).map(place)
    }
}

/// The curves that are wanted.
#[derive(Debug)]
pub struct Plan {
    /// The parameters that all curves share.
    pub base: Inputs,
    /// The parameter that curves run along.
    pub along: Parameter,
    /// From where to where.
    pub span: Span,
    /// Places where every curve is computed, whatever its shape.
    pub asked: Vec<f64>,
    /// The parameter that tells the curves apart.
    pub parameter: Parameter,
    /// Its values.
    pub values: Vec<f64>,
    /// The result on the horizontal axis, if that is not the parameter itself.
    pub x: Option<&'static Column>,
    /// The result that is shown; a curve is where it, and x, exist.
    pub y: &'static Column,
    /// Another result that is shown where it exists.
    pub inset: Option<&'static Column>,
}

impl Plan {
    /// The curves: with those of a result over a parameter its companions first, where they are the same
    /// for all values.
    pub fn curves(&self) -> Vec<Curve> {
        let asked = self.asked.iter().copied();
        let mut places: Vec<f64> = self.span.places().chain(asked).chain(self.meetings()).collect();
        places.sort_by(f64::total_cmp);
        places.dedup();
        let values: Vec<Curve> = self
            .values
            .iter()
            .map(|value| self.sampler(Kind::Value(*value), *value).curve(&places))
            .collect();
        let result = self.y.result().filter(|_| self.x.is_none());
        let companions = result.map(|of| self.base.family().companions(of, &self.base));
        let mut curves: Vec<Curve> = companions
            .unwrap_or_default()
            .into_iter()
            .map(Kind::Companion)
            .filter_map(|kind| {
                // A curve without a point has no bound.
                let drawn =
                    self.values.iter().zip(&values).filter(|(_, curve)| !curve.pieces.is_empty());
                let mut each = drawn.map(|(v, _)| self.sampler(kind, *v).curve(&places));
                let first = each.next()?;
                each.all(|other| self.heights(&other) == self.heights(&first)).then_some(first)
            })
            .collect();
        curves.extend(values);
        curves
    }

    /// Places on the axis around which curves may begin or end, however narrow the gap.
    fn meetings(&self) -> impl Iterator<Item = f64> {
        let curves = (self.parameter, &self.values[..]);
        let span = self.span.first..=self.span.last;
        let places = self.base.family().meetings(&self.base, self.along, curves);
        places.into_iter().filter(move |place| span.contains(place))
    }

    /// Adds points until no curve is off its chord by more than `tolerance` in any panel;
    /// `places` has where the panels show a sample.
    pub fn refine<const N: usize>(
        &self,
        curves: &mut [Curve],
        tolerance: f64,
        places: &dyn Fn(&Sample) -> [(f64, f64); N],
    ) {
        for curve in curves {
            let sampler = self.sampler_of(curve);
            for piece in &mut curve.pieces {
                sampler.refine(piece, tolerance, places);
            }
        }
    }

    /// Whether a column has a pole at this place of a curve: a hundred-thousandth of the axis beside it, less
    /// than half is left of the column. An exponential of any steepness that doubles can hold keeps
    /// its height over so short a way.
    pub fn has_pole(&self, curve: &Curve, x: f64, column: &Column) -> bool {
        let sampler = self.sampler_of(curve);
        let number = |x| column.number(&sampler.sample(x).row).abs();
        let height = number(x);
        self.span.beside(x).any(|place| number(place) < height / 2.0)
    }

    fn sampler_of(&self, curve: &Curve) -> Sampler<'_> {
        self.sampler(curve.kind, curve.value)
    }

    fn sampler(&self, kind: Kind, value: f64) -> Sampler<'_> {
        let base = self.base.with(self.parameter, value);
        let columns = [Some(self.y), self.x];
        Sampler { base, kind, value, along: self.along, span: self.span, columns, also: self.inset }
    }

    /// Where a sample stands on the horizontal axis.
    pub fn place(&self, sample: &Sample) -> f64 {
        self.x.map_or(sample.x, |column| column.number(&sample.row))
    }

    /// The point of a front that is marked, on the curve of this value, if it is physical there.
    pub fn landmark(&self, value: f64) -> Option<Sample> {
        let (at, _) = self.front()?.landmark;
        let mut base = self.base.with(self.parameter, value);
        base.reading.in_multiples = false;
        let sampler = Sampler { base, ..self.sampler(Kind::Value(value), value) };
        Some(sampler.sample(at)).filter(|sample| sampler.exists(&sample.row))
    }

    /// Where a curve is, apart from the parameters behind it.
    fn heights(&self, curve: &Curve) -> Vec<(u64, Value)> {
        let samples = curve.pieces.iter().flat_map(|piece| &piece.samples);
        samples.map(|sample| (sample.x.to_bits(), self.y.value(&sample.row))).collect()
    }
}
