//! The product of axes. Everything follows from a row's index.

use super::Axis;
use crate::model::{Block, Family, Inputs, Parameter, Reading};
use std::ops::Range;

/// A grid of points: the product of its axes. The first axis varies slowest, the last one fastest.
///
/// A sweep fills a [`Block`] with points of the grid, lets the family solve it, and writes it:
///
/// ```
/// use ndemon::model::{Block, Family, Reading};
/// use ndemon::output::{Csv, Writer};
/// use ndemon::quantity::Units;
/// use ndemon::refrigerator::RefrigeratorFamily;
/// use ndemon::sweep::{Axis, Grid};
/// use ndemon::table::{Schema, Selection};
///
/// let schema = Schema::of(&RefrigeratorFamily);
/// let family = schema.family();
/// let given = [("tc", "0.25:0.5:2"), ("e4", "1.3")];
/// let mut axes = Vec::new();
/// for (name, text) in given {
///     let parameter = family.parameter(name).ok_or("no such parameter")?;
///     axes.push((parameter, Axis::parse(text, parameter.dimension)?));
/// }
/// let grid = Grid::new(family, axes, Reading::default())?;
/// let columns = Selection::default_for(schema, Units::Natural, |_| true);
/// let columns = columns.pick(&["tc".into(), "cop".into()])?;
///
/// let mut block = Block::new(grid.base().clone(), columns.wanted());
/// grid.fill(0..grid.rows(), &mut block);
/// family.solve(&mut block);
/// let (mut csv, mut bytes) = (Csv::new(&columns, true), Vec::new());
/// csv.begin(&mut bytes);
/// csv.rows(0, &block, &mut bytes);
/// csv.end(grid.rows(), &mut bytes);
///
/// let text = String::from_utf8(bytes)?;
/// assert!(text.starts_with("tc,cop\n0.25,"));
/// let last: f64 = text.trim_end().rsplit(',').next().ok_or("no cell")?.parse()?;
/// assert!((last - 0.185001768171289).abs() < 1e-14); // Eq. C10 at 60 digits
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Grid {
    base: Inputs,
    axes: Vec<Side>,
    rows: u64,
}

/// An axis of the grid.
#[derive(Clone, Debug)]
struct Side {
    parameter: Parameter,
    axis: Axis,
    /// For how many rows one after the other its value stays: the product of the counts behind it.
    stays: u64,
}

/// Why axes make no grid.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum GridError {
    /// A parameter that has no default is not among them.
    #[error("--{name} is missing: give the {doc}", name = .0.name, doc = .0.doc)]
    Missing(Parameter),
    /// The product has more rows than can be counted.
    #[error("the grid has more than 2^64 rows: {0}")]
    TooLarge(String),
}

impl Grid {
    /// The grid of these axes of a family's parameters, whose values are read in this way; parameters
    /// without one have their defaults. An axis without a value ([`Axis::free`]) leaves its parameter
    /// without one.
    ///
    /// # Errors
    /// [`GridError`] where a required parameter is missing or the rows cannot be counted.
    pub fn new(
        family: &'static dyn Family,
        axes: Vec<(Parameter, Axis)>,
        reading: Reading,
    ) -> Result<Grid, GridError> {
        let first = |parameter| axes.iter().find(|(p, _)| *p == parameter).map(|(_, a)| a.at(0));
        let base = Inputs::complete(family, reading, first).map_err(GridError::Missing)?;
        let rows = axes
            .iter()
            .try_fold(1u64, |rows, (_, axis)| rows.checked_mul(axis.count()))
            .ok_or_else(|| {
                let counts = axes.iter().filter(|(_, axis)| axis.count() > 1);
                let product = counts.map(|(p, axis)| format!("--{} {}", p.name, axis.count()));
                GridError::TooLarge(product.collect::<Vec<_>>().join(" × "))
            })?;
        let mut stays = rows;
        let side = |(parameter, axis): (Parameter, Axis)| {
            stays /= axis.count();
            Side { parameter, axis: axis.tabulated(), stays }
        };
        Ok(Grid { base, axes: axes.into_iter().map(side).collect(), rows })
    }

    /// What all points share: the first one.
    pub fn base(&self) -> &Inputs {
        &self.base
    }

    /// How many points it has.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Puts the points of these indices into a block of this family. What does not vary among them is
    /// one number.
    pub fn fill(&self, rows: Range<u64>, block: &mut Block) {
        block.reset((rows.end - rows.start) as usize);
        for Side { parameter, axis, stays } in &self.axes {
            let count = axis.count();
            let (first, last) = (rows.start / stays, rows.end.saturating_sub(1) / stays);
            if first == last || count == 1 {
                block.set_constant(parameter, axis.at(first % count));
                continue;
            }
            let column = block.each(parameter);
            if *stays == 1 {
                let mut start = rows.start;
                while start < rows.end {
                    let from = start % count;
                    let length = (rows.end - start).min(count - from);
                    axis.append(from..from + length, column);
                    start += length;
                }
            } else {
                for value in first..=last {
                    let end = ((value + 1) * stays).min(rows.end) - rows.start;
                    column.resize(end as usize, axis.at(value % count));
                }
            }
        }
    }

    /// The point of this index, which must be less than the number of rows.
    pub fn point(&self, index: u64) -> Inputs {
        let mut point = self.base.clone();
        for Side { parameter, axis, stays } in &self.axes {
            point.set(parameter, axis.at(index / stays % axis.count()));
        }
        point
    }
}
