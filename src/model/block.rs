//! Many points at once, in columns.

use super::Fallback::Same;
use super::{Inputs, Parameter, Reading, ResultRef, Row, Status};
use crate::model::Family;

/// The values of a parameter in the rows of a block.
#[derive(Clone, Debug)]
pub enum Values {
    /// All rows have this one.
    Constant(f64),
    /// Each row has its own.
    Each(Vec<f64>),
}

impl Values {
    /// The value in this row.
    pub fn at(&self, row: usize) -> f64 {
        match self {
            Values::Constant(value) => *value,
            Values::Each(values) => values[row],
        }
    }
}

/// Points of one family and one reading, and what is computed of them: a column for each parameter,
/// one for each result that is wanted, and the statuses. A column that does not vary is one number.
///
/// ```
/// use ndemon::model::{Block, Family};
/// use ndemon::refrigerator::{Point, RefrigeratorFamily};
///
/// let family = RefrigeratorFamily;
/// let tc = family.parameter("tc").ok_or("no such parameter")?;
/// let bound = family.result("cop_carnot").ok_or("no such result")?;
/// // Two points that differ in Tc, and the Carnot bound of each: Tc/(Th − Tc) with Th = 1.
/// let mut block = Block::new(Point::paper(0.5, 1.3).inputs(), vec![bound]);
/// block.reset(2);
/// block.each(tc).extend([0.5, 0.75]);
/// family.solve(&mut block);
/// assert_eq!(block.result(bound), [1.0, 3.0]);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug)]
pub struct Block {
    base: Inputs,
    rows: usize,
    parameters: Vec<Values>,
    /// Columns in which some rows have a value of their own and others that of another parameter, with
    /// the places of the parameters.
    followed: Vec<(usize, Values)>,
    /// Vectors of columns that do not vary in the block at hand, for blocks in which they do.
    spare: Vec<Vec<f64>>,
    wanted: Vec<ResultRef>,
    /// By the place of the result in its family.
    results: Vec<Vec<f64>>,
    /// The strength itself, where it is given as a multiple of its greatest value.
    strengths: Vec<f64>,
    statuses: Vec<Status>,
}

/// Where a family puts what it computes of a block.
#[derive(Debug)]
pub struct Answers<'a> {
    /// The columns of the results, by their places in the family, in which all are NaN at first; those
    /// that are neither wanted nor had by every row are empty.
    pub results: &'a mut [Vec<f64>],
    /// The strengths themselves, where they are given as multiples; none elsewhere. All are NaN at first.
    pub strengths: &'a mut [f64],
    /// The statuses, all of which are [`Status::Ok`] at first.
    pub statuses: &'a mut [Status],
}

impl Block {
    /// A block without rows, of points that have the parameters of `base` unless told otherwise, and
    /// for which these results are wanted.
    pub fn new(base: Inputs, wanted: Vec<ResultRef>) -> Block {
        let family = base.family();
        let parameters = base.raw().iter().map(|value| Values::Constant(*value)).collect();
        let results = vec![Vec::new(); family.results().len()];
        Block {
            base,
            rows: 0,
            parameters,
            followed: Vec::new(),
            spare: Vec::new(),
            wanted,
            results,
            strengths: Vec::new(),
            statuses: Vec::new(),
        }
    }

    /// The family of the points.
    pub fn family(&self) -> &'static dyn Family {
        self.base.family()
    }

    /// How the values are to be read.
    pub fn reading(&self) -> Reading {
        self.base.reading
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The results that are wanted.
    pub fn wanted(&self) -> &[ResultRef] {
        &self.wanted
    }

    /// Begins anew with so many rows, all of which have the parameters of the base; what was computed
    /// is gone.
    pub fn reset(&mut self, rows: usize) {
        self.rows = rows;
        for (column, value) in self.parameters.iter_mut().zip(self.base.raw()) {
            if let Values::Each(values) = std::mem::replace(column, Values::Constant(*value)) {
                self.spare.push(values);
            }
        }
        self.followed.clear();
        self.statuses.clear();
    }

    /// The same for points that are read in another way.
    pub fn reset_to(&mut self, reading: Reading) {
        self.base.reading = reading;
        self.reset(0);
    }

    /// Gives all rows this value of a parameter.
    pub fn set_constant(&mut self, parameter: Parameter, value: f64) {
        self.parameters[parameter.id] = Values::Constant(value);
    }

    /// The column of a parameter, empty, in which each row is then to get its own value.
    pub fn each(&mut self, parameter: Parameter) -> &mut Vec<f64> {
        let column = &mut self.parameters[parameter.id];
        if matches!(column, Values::Constant(_)) {
            *column = Values::Each(self.spare.pop().unwrap_or_default());
        }
        match column {
            Values::Each(values) => {
                values.clear();
                values
            }
            Values::Constant(_) => unreachable!("it was just replaced"),
        }
    }

    /// One more row, in which these parameters have these values, NaN a missing one, and all others that of
    /// the base. All rows since the block was begun anew must name the same parameters.
    #[inline]
    pub fn push_varied(&mut self, varied: impl Iterator<Item = (Parameter, f64)>) {
        for (parameter, value) in varied {
            if self.rows == 0 {
                self.each(parameter);
            }
            if let Values::Each(values) = &mut self.parameters[parameter.id] {
                values.push(value);
            }
        }
        self.rows += 1;
    }

    /// One more row, with these values in the order of the parameters, of points that are read as the
    /// block is. NaN is a missing value.
    pub fn push(&mut self, values: &[f64]) {
        let (rows, spare) = (self.rows, &mut self.spare);
        for (column, value) in self.parameters.iter_mut().zip(values) {
            match column {
                Values::Each(all) => all.push(*value),
                Values::Constant(all) if rows == 0 => *all = *value,
                Values::Constant(all) if all.to_bits() == value.to_bits() => {}
                Values::Constant(all) => {
                    let mut each = spare.pop().unwrap_or_default();
                    each.clear();
                    each.resize(rows, *all);
                    each.push(*value);
                    *column = Values::Each(each);
                }
            }
        }
        self.rows += 1;
    }

    /// The values of a parameter as they were given; where none was, NaN.
    pub fn raw(&self, id: usize) -> &Values {
        &self.parameters[id]
    }

    /// The values of a parameter in a block that is solved, in each row that of its fallback where none was
    /// given.
    pub fn parameter(&self, parameter: Parameter) -> &Values {
        let followed = self.followed.iter().find(|(id, _)| *id == parameter.id);
        match (&self.parameters[parameter.id], parameter.fallback, followed) {
            (_, _, Some((_, values))) => values,
            (Values::Constant(value), Same(other), _) if value.is_nan() => &self.parameters[other],
            (values, ..) => values,
        }
    }

    /// Finds the columns in which only some rows have the value of another parameter.
    fn follow(&mut self) {
        self.followed.clear();
        for parameter in self.family().parameters() {
            let (Values::Each(values), Same(other)) =
                (&self.parameters[parameter.id], parameter.fallback)
            else {
                continue;
            };
            if values.iter().any(|value| value.is_nan()) {
                let other = &self.parameters[other];
                let value = |(row, value): (usize, &f64)| match value.is_nan() {
                    true => other.at(row),
                    false => *value,
                };
                let values = values.iter().enumerate().map(value).collect();
                self.followed.push((parameter.id, Values::Each(values)));
            }
        }
    }

    /// The values of a result that is wanted, one a row; NaN is a missing one.
    pub fn result(&self, result: ResultRef) -> &[f64] {
        &self.results[result.id]
    }

    /// Where a family puts what it computes, once for each time that it solves the block. Each result that
    /// every row has, or that is wanted, has a column here with a place for each row.
    pub fn answers(&mut self) -> Answers<'_> {
        self.follow();
        for result in self.family().results() {
            if !result.on_request || self.wanted.contains(&result) {
                // A family need not say what is missing.
                self.results[result.id].clear();
                self.results[result.id].resize(self.rows, f64::NAN);
            }
        }
        self.strengths.clear();
        self.strengths.resize(if self.reading().in_multiples { self.rows } else { 0 }, f64::NAN);
        self.statuses.clear();
        self.statuses.resize(self.rows, Status::Ok);
        Answers {
            results: &mut self.results,
            strengths: &mut self.strengths,
            statuses: &mut self.statuses,
        }
    }

    /// The strengths themselves, where they are given as multiples of the greatest ones.
    pub fn strengths(&self) -> &[f64] {
        &self.strengths
    }

    /// The statuses, one a row.
    pub fn statuses(&self) -> &[Status] {
        &self.statuses
    }

    /// What this row is given by.
    pub fn inputs(&self, row: usize) -> Inputs {
        let values: Vec<f64> = self.parameters.iter().map(|values| values.at(row)).collect();
        Inputs::new(self.family(), self.reading(), &values)
    }

    /// This row alone.
    pub fn row(&self, row: usize) -> Row {
        Row::of(self, row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refrigerator::{Parameter as P, Point};

    /// T0 is Th where it is not given, row by row, whatever the rows before had.
    #[test]
    fn a_missing_value_is_that_of_the_parameter_it_follows() {
        let (th, t0) = (P::Th.spec(), P::T0.spec());
        let base = Point::paper(0.5, 1.3).inputs();
        let mut block = Block::new(base, Vec::new());
        let seen = |block: &mut Block| {
            block.family().solve(block);
            let followed = block.parameter(t0).clone();
            let rows = (0..block.rows()).map(|row| (followed.at(row), block.inputs(row).get(t0)));
            let rows: Vec<(f64, f64)> = rows.collect();
            assert!(rows.iter().all(|(column, alone)| column == alone), "{rows:?}");
            rows.into_iter().map(|(column, _)| column).collect::<Vec<_>>()
        };
        for (given, hot) in [(2.0, 1.0), (f64::NAN, 1.0), (f64::NAN, 1.25), (3.0, 1.25)] {
            block.push_varied([(th, hot), (t0, given)].into_iter());
        }
        assert_eq!(seen(&mut block), [2.0, 1.0, 1.25, 3.0]);
        block.reset(2);
        assert_eq!(seen(&mut block), [1.0, 1.0]);
        block.reset(0);
        block.push_varied([(t0, f64::NAN)].into_iter());
        assert_eq!(seen(&mut block), [1.0]);
        block.reset(0);
        block.push_varied([(t0, 0.75)].into_iter());
        assert_eq!(seen(&mut block), [0.75]);
    }

    /// Nothing of an earlier block is left where a family says nothing.
    #[test]
    fn answers_begin_empty() {
        let base = Point::paper(0.5, 1.3).inputs();
        let family = base.family();
        let mut block = Block::new(base, Vec::new());
        block.reset(3);
        family.solve(&mut block);
        assert!(family.result("power").is_some_and(|power| block.result(power)[2] > 0.0));
        block.reset(2);
        let Answers { results, statuses, .. } = block.answers();
        assert!(results.iter().flatten().all(|number| number.is_nan()));
        assert_eq!(statuses, [Status::Ok; 2]);
    }
}
