//! One row: a point and what was computed of it.

use super::{Block, Family, Inputs, Parameter, ResultRef, Status};

/// A point and what was computed of it.
#[derive(Clone, Debug)]
pub struct Row {
    /// The parameters.
    pub inputs: Inputs,
    /// By the place of the result in its family; NaN is a missing one, also one that is computed on
    /// request.
    results: Vec<f64>,
    strength: f64,
    status: Status,
}

impl Row {
    /// The row of this point: a bad point is a row, too.
    pub fn new(inputs: &Inputs) -> Row {
        let mut block = Block::new(inputs.clone(), usual(inputs.family()).collect());
        block.reset(1);
        inputs.family().solve(&mut block);
        block.row(0)
    }

    /// The rows of these points, in order: many at once, many times as fast. All of them are read as
    /// the first one is.
    pub fn all(points: &[Inputs]) -> Vec<Row> {
        let Some(first) = points.first() else { return Vec::new() };
        let mut block = Block::new(first.clone(), usual(first.family()).collect());
        points.iter().for_each(|point| block.push(point.raw()));
        first.family().solve(&mut block);
        (0..points.len()).map(|row| block.row(row)).collect()
    }

    /// One row of a block that is solved.
    pub(super) fn of(block: &Block, row: usize) -> Row {
        let mut results = vec![f64::NAN; block.family().results().len()];
        for result in block.wanted() {
            results[result.id] = block.result(result)[row];
        }
        Row {
            inputs: block.inputs(row),
            results,
            strength: block.strengths().get(row).copied().unwrap_or(f64::NAN),
            status: block.statuses()[row],
        }
    }

    /// A result; NaN where it is missing. What is computed on request is computed now.
    pub fn result(&self, result: ResultRef) -> f64 {
        let known = self.results[result.id];
        if !result.on_request || !known.is_nan() {
            return known;
        }
        let mut block = Block::new(self.inputs.clone(), vec![result]);
        block.reset(1);
        self.inputs.family().solve(&mut block);
        block.result(result)[0]
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

/// The results that are computed for every row.
fn usual(family: &'static dyn Family) -> impl Iterator<Item = ResultRef> {
    family.results().iter().filter(|result| !result.on_request)
}
