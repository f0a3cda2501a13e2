//! What a sweep, a figure, a spread or an optimum runs over.

use super::{
    Account, Block, Enclosure, Inputs, Parameter, ParameterSpec, Portrait, Reading, Region,
    ResultRef, ResultSpec, Row, Rule,
};
use crate::quantity::{Decimal, Units};
use std::fmt::Debug;

/// The words in which a user gave a parameter at a point, e.g. `--gamma 0.5`, for sentences about it.
pub type Quote<'a> = &'a dyn Fn(Parameter, &Inputs) -> String;

/// A family of machines: its parameters, its results, and how they follow from each other.
///
/// Parameters and results are data; a family that has them and [`Family::solve`] can be swept, spread,
/// drawn and written in every format. The other methods add what is known of it beyond that.
///
/// A wire that turns a voltage and a resistance, both pure numbers here, into a current:
///
/// ```
/// use ndemon::model::{
///     Block, Fallback, Family, Inputs, ParameterSpec, Reading, ResultSpec, Row, Status,
/// };
/// use ndemon::quantity::Dimension;
///
/// #[derive(Debug)]
/// struct Wire;
///
/// const VOLTAGE: ParameterSpec = ParameterSpec {
///     id: 0,
///     name: "voltage",
///     symbol: "U",
///     dimension: Dimension::Number,
///     fallback: Fallback::Required,
///     doc: "voltage between the ends",
///     needed_with_units: None,
///     makes_absolute: false,
///     multiple: None,
/// };
/// static PARAMETERS: [ParameterSpec; 2] = [
///     VOLTAGE,
///     ParameterSpec {
///         id: 1,
///         name: "resistance",
///         symbol: "R",
///         fallback: Fallback::Value(4.0),
///         doc: "resistance",
///         ..VOLTAGE
///     },
/// ];
/// static RESULTS: [ResultSpec; 1] =
///     [ResultSpec { key: "current", symbol: "I", doc: "current", ..ResultSpec::PLAIN }];
///
/// impl Family for Wire {
///     fn parameters(&self) -> &'static [ParameterSpec] {
///         &PARAMETERS
///     }
///     fn results(&self) -> &'static [ResultSpec] {
///         &RESULTS
///     }
///     fn solve(&self, block: &mut Block) {
///         let [voltages, resistances] = [0, 1].map(|id| block.raw(id).clone());
///         let answers = block.answers();
///         for (row, current) in answers.results[0].iter_mut().enumerate() {
///             *current = voltages.at(row) / resistances.at(row);
///         }
///     }
/// }
///
/// let voltage = |parameter: &ParameterSpec| (parameter.id == 0).then_some(2.0);
/// let inputs = Inputs::complete(&Wire, Reading::default(), |p| voltage(p)).map_err(|p| p.name)?;
/// let row = Row::new(&inputs);
/// assert_eq!(row.result(&RESULTS[0]), 0.5); // Ohm's law: 2/4
/// assert_eq!(row.status(), Status::Ok);
/// # Ok::<(), &str>(())
/// ```
pub trait Family: Debug + Sync {
    /// The parameters, in the order of the columns; each knows its place among them.
    fn parameters(&self) -> &'static [ParameterSpec];

    /// The results, in the order of the columns; each knows its place among them.
    fn results(&self) -> &'static [ResultSpec];

    /// What the `status` column says, in a line.
    fn status_doc(&self) -> &'static str {
        "ok, or the reason why there are no results"
    }

    /// Where the literature says what the `status` column says; empty where it does not.
    fn status_equation(&self) -> &'static str {
        ""
    }

    /// Computes the wanted results and the status of every row of the block, and where
    /// [`Reading::in_multiples`](super::Reading::in_multiples) holds the strengths. Each row depends on
    /// its own values alone.
    fn solve(&self, block: &mut Block);

    /// What energies and temperatures are measured in, if the family does not leave that to whoever gives
    /// them.
    fn units(&self) -> Option<Units> {
        None
    }

    /// A choice between kinds of machines that is no number, if there is one.
    fn choice(&self) -> Option<&'static Choice> {
        None
    }

    /// Rules that these inputs break because a parameter has no value, whatever the others are.
    fn lacking(&self, _inputs: &Inputs) -> Option<&'static Rule> {
        None
    }

    /// The derivative of a result with respect to a parameter; where a strength is a multiple of the
    /// greatest one, at a constant multiple. NaN where it is not known.
    fn slope(&self, _row: &Row, _of: ResultRef, _by: Parameter) -> f64 {
        f64::NAN
    }

    /// What is proven of these results at all points of a region at once; nothing where that is not known of
    /// one of them, at any region of this kind. The smaller the region, the more is proven.
    fn enclose(&self, _region: &Region<'_>, _of: &[ResultRef]) -> Option<Enclosure> {
        None
    }

    /// Curves that belong to those of this result over a parameter, in the order in which they are drawn.
    fn companions(&self, _of: ResultRef, _inputs: &Inputs) -> Vec<&'static Companion> {
        Vec::new()
    }

    /// What is special about curves of one result over another, drawn along this parameter.
    fn front(&self, _along: Parameter) -> Option<&'static Front> {
        None
    }

    /// Places on the axis of the parameter `along` at which a curve may begin, end or have a gap, however
    /// narrow; `values` are those of `curves`, which tell curves apart.
    fn meetings(
        &self,
        _base: &Inputs,
        _along: Parameter,
        _curves: (Parameter, &[f64]),
    ) -> Vec<f64> {
        Vec::new()
    }

    /// What figures show where nothing else is asked for: the parameters along which curves run and
    /// which tells them apart, the result, and the one in the inset.
    fn usual_figure(&self) -> UsualFigure {
        let name = |id: usize| self.parameters().get(id).map_or("", |parameter| parameter.name);
        let result = |id: usize| self.results().get(id).map_or("", |result| result.key);
        UsualFigure { x: name(0), curves: name(1), y: result(0), inset: "none" }
    }

    /// The values of a parameter that a figure has where none are given, as a user would type them:
    /// those of its axis, `along` it, or those of its curves. `most` is the greatest value that a
    /// parameter has.
    fn usual_values(
        &self,
        _of: Parameter,
        _along: bool,
        _most: &dyn Fn(Parameter) -> f64,
    ) -> Option<String> {
        None
    }

    /// The parameters whose usual values in a figure the help tells, and how.
    fn usual_values_doc(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// What the machine is at a point, in aligned lines of words, which stand above the numbers of a page.
    fn description(&self, _row: &Row) -> Vec<Vec<String>> {
        Vec::new()
    }

    /// What a figure of the machine itself shows at a point, where neither of its axes is asked for.
    fn portrait(&self, _inputs: &Inputs) -> Option<Portrait> {
        None
    }

    /// Who pays and who gains at a point, which a page draws as bars.
    fn account(&self, _row: &Row) -> Option<Account> {
        None
    }

    /// What a person should be told of the point that a row is of, in sentences.
    fn sentences(&self, _row: &Row) -> Vec<String> {
        Vec::new()
    }

    /// How a person is shown the parameter or result of this name, where that is not by its nearest
    /// digits: a limit is rounded to the side on which it holds.
    fn shown(&self, _row: &Row, _name: &str) -> Option<Decimal> {
        None
    }

    /// The result that says how good a result could be at best, if there is one: a figure can show it beside.
    fn best(&self, _of: ResultRef) -> Option<ResultRef> {
        None
    }

    /// How many points a thread takes at once: enough to pay for its turn, few enough to come at once.
    fn piece(&self) -> u64 {
        2048
    }

    /// Why the formulas may not hold at these inputs.
    fn warning(&self, _inputs: &Inputs, _quote: Quote<'_>) -> Option<String> {
        None
    }

    /// What else about this one point may not be meant so.
    fn remark(&self, _inputs: &Inputs, _quote: Quote<'_>) -> Option<String> {
        None
    }

    /// Why there is no column of this name, where that is worth a sentence.
    fn absent(&self, _column: &str) -> Option<String> {
        None
    }

    /// The inputs among those of a grid at which the formulas hold least, if that can be said;
    /// `ends` are the least and the greatest value of a parameter that is given.
    fn extreme(
        &self,
        _reading: Reading,
        _ends: &dyn Fn(Parameter) -> Option<[f64; 2]>,
    ) -> Option<Inputs> {
        None
    }

    /// The parameter of this name.
    fn parameter(&self, name: &str) -> Option<Parameter> {
        self.parameters().iter().find(|parameter| parameter.name == name)
    }

    /// The result with this key.
    fn result(&self, key: &str) -> Option<ResultRef> {
        self.results().iter().find(|result| result.key == key)
    }

    /// The names of all parameters.
    fn names(&self) -> String {
        let names: Vec<&str> = self.parameters().iter().map(|p| p.name).collect();
        names.join(", ")
    }

    /// What natural units are in words: a part of a unit, and a sentence on it.
    fn unit_notes(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
}

/// A choice between kinds of machines, with the flag and the column of this name.
#[derive(Debug)]
pub struct Choice {
    /// The name of the flag and of the column.
    pub name: &'static str,
    /// What is chosen, as the help of the flag says it.
    pub help: &'static str,
    /// Where the paper defines it.
    pub equation: &'static str,
    /// What the column is, in a line.
    pub doc: &'static str,
    /// The options; the first one is the default.
    pub options: &'static [ChoiceOption],
}

/// One of the kinds that can be chosen.
#[derive(Debug)]
pub struct ChoiceOption {
    /// The word for it.
    pub name: &'static str,
    /// What it is, as the help of the flag says it.
    pub help: &'static str,
    /// The name of a parameter that must be given for it, and the rule in words.
    pub needs: Option<(&'static str, &'static str)>,
}

impl Choice {
    /// The place of the option of this name.
    pub fn option(&self, name: &str) -> Option<usize> {
        self.options.iter().position(|option| option.name == name)
    }
}

/// A curve that belongs to those of a result, and is the same for all of them: a bound, or a limit.
#[derive(Debug)]
pub struct Companion {
    /// What it is called; parts between two `$` are symbols.
    pub label: &'static str,
    /// Whether it is a bound, which need not be seen as a whole; a limit otherwise.
    pub is_bound: bool,
    /// The point on it in the place of one on a curve.
    pub at: fn(&Inputs) -> Inputs,
}

/// What is special about curves of one result over another along a parameter.
#[derive(Debug)]
pub struct Front {
    /// A value of the parameter that is marked on each curve, and what it is called; parts between two
    /// `$` are symbols.
    pub landmark: (f64, &'static str),
    /// What the end of a curve is called at which the parameter is 0.
    pub origin: fn(y: ResultRef, option: usize) -> &'static str,
}

/// What figures show where nothing else is asked for; names of parameters and results.
#[derive(Clone, Copy, Debug)]
pub struct UsualFigure {
    /// The parameter along which curves run.
    pub x: &'static str,
    /// The parameter that tells curves apart.
    pub curves: &'static str,
    /// The result.
    pub y: &'static str,
    /// The result in the inset, or `none`.
    pub inset: &'static str,
}
