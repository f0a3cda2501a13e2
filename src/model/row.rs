//! One row: a point and what was computed of it.

use super::{Block, Family, Inputs, Parameter, ResultRef, Status};

/// A point and what was computed of it.
///
/// ```
/// use ndemon::model::{Family, Row, Status};
/// use ndemon::refrigerator::{Point, RefrigeratorFamily};
///
/// let row = Row::new(&Point::paper(0.5, 1.3).inputs());
/// assert_eq!(row.status(), Status::Ok);
/// let [cop, bound] = ["cop", "cop_carnot"].map(|key| RefrigeratorFamily.result(key));
/// let [cop, bound] = [cop.ok_or("no such result")?, bound.ok_or("no such result")?];
/// assert!(0.0 < row.result(cop) && row.result(cop) < row.result(bound)); // the second law
/// // A point that is no refrigerator is a row, too.
/// let refused = Row::new(&Point::paper(1.5, 1.3).inputs());
/// assert_eq!(refused.status().word(), "tc>=th");
/// assert!(refused.result(cop).is_nan());
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug)]
pub struct Row {
    /// The parameters.
    pub inputs: Inputs,
    /// By the place of the result in its family; NaN is a missing one, and nothing stands for one that was
    /// not asked for.
    results: Vec<Option<f64>>,
    strength: f64,
    status: Status,
}

impl Row {
    /// The row of this point: a bad point is a row, too.
    pub fn new(inputs: &Inputs) -> Row {
        Row::with(inputs, &[])
    }

    /// The same with these results, some of which may be computed on request only.
    pub fn with(inputs: &Inputs, more: &[ResultRef]) -> Row {
        let mut block = Block::new(inputs.clone(), wanted(inputs.family(), more));
        block.reset(1);
        inputs.family().solve(&mut block);
        block.row(0)
    }

    /// The rows of these points, in order, with these results: many at once, many times as fast. All of
    /// them are read as the first one is.
    pub fn all(points: &[Inputs], more: &[ResultRef]) -> Vec<Row> {
        let Some(first) = points.first() else { return Vec::new() };
        let mut block = Block::new(first.clone(), wanted(first.family(), more));
        points.iter().for_each(|point| block.push(point.raw()));
        first.family().solve(&mut block);
        (0..points.len()).map(|row| block.row(row)).collect()
    }

    /// One row of a block that is solved.
    pub(super) fn of(block: &Block, row: usize) -> Row {
        let mut results = vec![None; block.family().results().len()];
        for result in block.wanted() {
            results[result.id] = Some(block.result(result)[row]);
        }
        Row {
            inputs: block.inputs(row),
            results,
            strength: block.strengths().get(row).copied().unwrap_or(f64::NAN),
            status: block.statuses()[row],
        }
    }

    /// A result; NaN where it is missing. One that was not asked for is computed now.
    pub fn result(&self, result: ResultRef) -> f64 {
        if let Some(known) = self.results[result.id] {
            return known;
        }
        let mut block = Block::new(self.inputs.clone(), vec![result]);
        block.reset(1);
        self.inputs.family().solve(&mut block);
        block.result(result)[0]
    }

    /// Whether a result was asked for.
    pub fn has(&self, result: ResultRef) -> bool {
        self.results[result.id].is_some()
    }

    /// The value of a parameter. A strength is the strength itself also where it is given as a multiple
    /// of the greatest one; NaN where that has no value.
    pub fn parameter(&self, parameter: Parameter) -> f64 {
        match parameter.is_strength() && self.inputs.reading.in_multiples {
            true => self.strength,
            false => self.inputs.get(parameter),
        }
    }

    /// Why it has, or lacks, its results.
    pub fn status(&self) -> Status {
        self.status
    }
}

/// The results that every row has, and these.
fn wanted(family: &'static dyn Family, more: &[ResultRef]) -> Vec<ResultRef> {
    let results = family.results().iter();
    results.filter(|result| !result.on_request || more.contains(result)).collect()
}
