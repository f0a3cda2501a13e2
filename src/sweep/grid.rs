//! The product of axes. Everything follows from a row's index.

use super::Axis;
use crate::quantity::{Units, Yardstick};
use crate::refrigerator::{Parameter, Point, Resonances};
use std::ops::Range;

/// A grid of points: the product of its axes, the first varying slowest, the last fastest.
#[derive(Clone, Debug)]
pub struct Grid {
    base: Point,
    axes: Vec<(Parameter, Axis)>,
    rows: u64,
    /// Whether each point has the greatest Tc below its Th.
    is_below_th: bool,
}

/// Why axes make no grid.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum GridError {
    /// A parameter that has no default is not among them.
    #[error("--{name} is missing: give the {doc}", name = .0.name(), doc = .0.doc())]
    Missing(Parameter),
    /// The product has more rows than can be counted.
    #[error("the grid has more than 2^64 rows: {0}")]
    TooLarge(String),
}

impl Grid {
    /// The grid of these axes, whose values are in these units; parameters without one have their
    /// defaults. Where the axis of Tc has no value ([`Axis::free`]), each point has the greatest Tc below
    /// its Th.
    ///
    /// # Errors
    /// [`GridError`] where a required parameter is missing or the rows cannot be counted.
    pub fn new(axes: Vec<(Parameter, Axis)>, units: Units) -> Result<Grid, GridError> {
        let base = Point::complete(|parameter| {
            axes.iter().find(|(p, _)| *p == parameter).map(|(_, axis)| axis.at(0))
        })
        .map_err(GridError::Missing)?
        .in_units(units)
        .in_headrooms(axes.iter().any(|(_, axis)| axis.yardstick() == Yardstick::Headroom));
        let rows = axes
            .iter()
            .try_fold(1u64, |rows, (_, axis)| rows.checked_mul(axis.count()))
            .ok_or_else(|| {
                let counts = axes.iter().filter(|(_, axis)| axis.count() > 1);
                let product = counts.map(|(p, axis)| format!("--{} {}", p.name(), axis.count()));
                GridError::TooLarge(product.collect::<Vec<_>>().join(" × "))
            })?;
        let tabulated = |(parameter, axis): (Parameter, Axis)| (parameter, axis.tabulated());
        let is_below_th = base.get(Parameter::Tc).is_nan();
        Ok(Grid { base, axes: axes.into_iter().map(tabulated).collect(), rows, is_below_th })
    }

    /// The same grid of devices with these resonances.
    pub fn with_resonances(mut self, resonances: Resonances) -> Grid {
        self.base = self.base.with_resonances(resonances);
        self
    }

    /// How many points it has.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The points of these indices, appended to `points`: what the slow axes have to say is asked
    /// once in a while.
    pub fn append(&self, rows: Range<u64>, points: &mut Vec<Point>) {
        if self.is_below_th {
            return points.extend(rows.map(|row| self.point(row)));
        }
        let Some((&(parameter, ref fast), _)) = self.axes.split_last() else {
            return points.extend(rows.map(|_| self.base));
        };
        let count = fast.count();
        let mut start = rows.start;
        while start < rows.end {
            let (slow, first) = (self.point(start), start % count);
            let end = rows.end.min(start.saturating_add(count - first));
            points.extend((0..end - start).map(|i| slow.with(parameter, fast.at(first + i))));
            start = end;
        }
    }

    /// The point of this index, which must be less than the number of rows.
    pub fn point(&self, mut index: u64) -> Point {
        let mut point = self.base;
        for (parameter, axis) in self.axes.iter().rev() {
            let count = axis.count();
            point = point.with(*parameter, axis.at(index % count));
            index /= count;
        }
        if self.is_below_th { point.below_th() } else { point }
    }
}
