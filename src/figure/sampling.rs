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
    /// Whether the axis is logarithmic: equal ratios are equally long.
    pub logarithmic: bool,
}

/// The number of equal parts of an axis at whose ends every curve is computed, whatever its shape.
const PARTS: u32 = 256;

impl Span {
    /// The place halfway between two places of the axis.
    pub fn between(&self, a: f64, b: f64) -> f64 {
        if self.logarithmic { (a.ln().midpoint(b.ln())).exp() } else { a.midpoint(b) }
    }

    /// The places a hundred-thousandth of the axis below and above `x`, without those beyond its ends.
    fn beside(&self, x: f64) -> impl Iterator<Item = f64> + use<'_> {
        const SHARE: f64 = 1.0 / (1 << 17) as f64;
        let place = move |share: f64| match self.logarithmic {
            true => (x.ln() + (self.last.ln() - self.first.ln()) * share).exp(),
            false => x + (self.last * share - self.first * share),
        };
        let within = |place: &f64| (self.first..=self.last).contains(place);
        [-SHARE, SHARE].into_iter().map(place).filter(within)
    }

    /// The place at this share of the axis: 0 is its first end, 1 its last.
    pub fn at(&self, share: f64) -> f64 {
        match (share, self.logarithmic) {
            (0.0, _) => self.first,
            (1.0, _) => self.last,
            (_, true) => (self.first.ln() * (1.0 - share) + self.last.ln() * share).exp(),
            (_, false) => self.first * (1.0 - share) + self.last * share,
        }
    }

    /// The ends of [`PARTS`] equal parts of the axis, from its first end to its last.
    fn places(&self) -> impl Iterator<Item = f64> {
        (0..=PARTS).map(|part| self.at(f64::from(part) / f64::from(PARTS)))
    }
}

/// Which curves a figure has: of which result, along which parameter, for which values of another one.
#[derive(Debug)]
pub struct Plan {
    /// The parameters that all curves share.
    pub base: Inputs,
    /// The parameter that curves run along.
    pub along: Parameter,
    /// The part of its axis that is shown.
    pub span: Span,
    /// Places where every curve is computed, whatever its shape.
    pub asked: Vec<f64>,
    /// The parameter that tells the curves apart.
    pub parameter: Parameter,
    /// Its values, one for each curve.
    pub values: Vec<f64>,
    /// The result on the horizontal axis. If there is none, the axis shows the parameter `along`.
    pub x: Option<&'static Column>,
    /// The result on the vertical axis. A curve exists where this result and `x` exist.
    pub y: &'static Column,
    /// The result that says how good `y` could be, if it is shown.
    pub best: Option<&'static Column>,
    /// Another result that is shown wherever it exists.
    pub inset: Option<&'static Column>,
    /// A result that bounds `y`, if it is shown.
    pub bound: Option<&'static Column>,
    /// A parameter with a value for which each curve is drawn once more.
    pub beside: Option<(Parameter, f64)>,
}

impl Plan {
    /// Computes the curves. If the horizontal axis shows a parameter, the companions of the result come
    /// first: those that are the same for all values whose curves have points.
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
                // A value whose curve has no point needs no companion.
                let drawn =
                    self.values.iter().zip(&values).filter(|(_, curve)| !curve.pieces.is_empty());
                let mut each = drawn.map(|(v, _)| self.sampler(kind, *v).curve(&places));
                let first = each.next()?;
                each.all(|other| self.heights(&other) == self.heights(&first)).then_some(first)
            })
            .collect();
        let best = self.best.map_or(Vec::new(), |_| {
            let drawn = self.values.iter().map(|value| (Kind::Best(*value), *value));
            drawn.map(|(kind, value)| self.sampler(kind, value).curve(&places)).collect()
        });
        let beside = self.beside.map_or(Vec::new(), |_| {
            let drawn = self.values.iter().map(|value| (Kind::Beside(*value), *value));
            drawn.map(|(kind, value)| self.sampler(kind, value).curve(&places)).collect()
        });
        curves.extend(values);
        let others = best.into_iter().chain(beside);
        curves.extend(others.filter(|curve| !curve.pieces.is_empty()));
        curves
    }

    /// The places of the span at which the family says that a curve may begin, end or have a gap, however
    /// narrow.
    fn meetings(&self) -> impl Iterator<Item = f64> {
        let curves = (self.parameter, &self.values[..]);
        let span = self.span.first..=self.span.last;
        let places = self.base.family().meetings(&self.base, self.along, curves);
        places.into_iter().filter(move |place| span.contains(place))
    }

    /// Adds samples to the curves until each curve is within `tolerance` of its chords in every panel.
    /// `places` gives the place of a sample in each panel.
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

    /// Whether a column has a pole at the place `x` of a curve: a hundred-thousandth of the axis below or
    /// above `x`, less than half of the column's number is left. No exponential that doubles can hold
    /// falls so much over so short a way.
    pub fn has_pole(&self, curve: &Curve, x: f64, column: &Column) -> bool {
        let sampler = self.sampler_of(curve);
        let number = |x| column.number(&sampler.sample(x).row).abs();
        let height = number(x);
        self.span.beside(x).any(|place| number(place) < height / 2.0)
    }

    /// What computes more samples of a curve.
    fn sampler_of(&self, curve: &Curve) -> Sampler<'_> {
        self.sampler(curve.kind, curve.value)
    }

    fn sampler(&self, kind: Kind, value: f64) -> Sampler<'_> {
        let base = self.base.with(self.parameter, value);
        let base = match (kind, self.beside) {
            (Kind::Beside(_), Some((parameter, value))) => base.with(parameter, value),
            _ => base,
        };
        let columns = [Some(self.shown(kind, self.y)), self.x];
        let (along, span, also, bound) = (self.along, self.span, self.inset, self.bound);
        Sampler { base, kind, value, along, span, columns, also, bound }
    }

    /// What a curve shows in the panel of a column.
    pub(super) fn shown<'a>(&self, kind: Kind, column: &'a Column) -> &'a Column {
        match (kind, self.best) {
            (Kind::Best(_), Some(best)) if column.key == self.y.key => best,
            _ => column,
        }
    }

    /// Where a sample stands on the horizontal axis.
    pub fn place(&self, sample: &Sample) -> f64 {
        self.x.map_or(sample.x, |column| column.number(&sample.row))
    }

    /// The sample at the landmark of a front, on the curve of this value. `None` if the curves are no fronts,
    /// or if the curve does not exist there.
    pub fn landmark(&self, value: f64) -> Option<Sample> {
        let (at, _) = self.front()?.landmark;
        let mut base = self.base.with(self.parameter, value);
        base.reading.in_multiples = false;
        let sampler = Sampler { base, ..self.sampler(Kind::Value(value), value) };
        Some(sampler.sample(at)).filter(|sample| sampler.exists(&sample.row))
    }

    /// The places and the vertical results of a curve. Two curves look the same if these are the same.
    fn heights(&self, curve: &Curve) -> Vec<(u64, Value)> {
        let samples = curve.pieces.iter().flat_map(|piece| &piece.samples);
        samples.map(|sample| (sample.x.to_bits(), self.y.value(&sample.row))).collect()
    }
}
