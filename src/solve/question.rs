//! What is asked.

use super::answer::Answer;
use super::{region, roots, sampled};
use crate::model::{Bound, Inputs, Parameter, ResultRef};

/// A question for values of one parameter.
///
/// ```
/// use ndemon::model::Family;
/// use ndemon::refrigerator::{Parameter, Point, RefrigeratorFamily};
/// use ndemon::solve::{Question, What};
///
/// // At which Tc the paper's demon has the COP 0.1.
/// let question = Question {
///     base: Point::paper(0.5, 1.3).inputs(),
///     along: Parameter::Tc.spec(),
///     range: [0.01, 0.99],
///     equals: RefrigeratorFamily.result("cop").map(|cop| (cop, 0.1)),
///     bounds: Vec::new(),
/// };
/// let answer = question.answer(100_000);
/// assert!(answer.is_proven && answer.open().count() == 0);
/// let [place] = &answer.places[..] else { return Err("there is one") };
/// assert!(place.what == What::One && place.error < 1e-15);
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug)]
pub struct Question {
    /// The values of all other parameters.
    pub base: Inputs,
    /// The parameter whose values are asked for.
    pub along: Parameter,
    /// The first and the last value that it may have.
    pub range: [f64; 2],
    /// The result that has a value there. Without one, the edges of the region are asked for in which all bounds
    /// hold and the point is physical.
    pub equals: Option<(ResultRef, f64)>,
    /// What must hold beside it.
    pub bounds: Vec<Bound>,
}

impl Question {
    /// All places, in the order of the parameter. No more than about `most` pieces of the range are looked at; what
    /// is not decided then is said.
    pub fn answer(&self, most: u64) -> Answer {
        let proven = match self.equals {
            Some((result, value)) => roots::places(self, result, value, most),
            None => region::places(self, most),
        };
        proven.unwrap_or_else(|| sampled::places(self, most))
    }

    /// All results that the question names.
    pub(super) fn results(&self) -> Vec<ResultRef> {
        let equals = self.equals.iter().map(|(result, _)| *result);
        equals.chain(self.bounds.iter().map(|bound| bound.result)).collect()
    }
}
