//! Why a table gives no points, and what to do about it.

use super::UnitsError;
use super::records::{Place, TableError};
use crate::model::{Choice, Parameter, Rule};
use crate::quantity::{MeasuredError, Unit};
use crate::table::Schema;

/// Why a table gives no points, or none beyond the last one.
#[derive(Debug, thiserror::Error)]
pub enum PointsError {
    /// A column has no meaning here.
    #[error("the column `{name}` is neither a parameter nor a result; {hint}")]
    UnknownColumn {
        /// Its name.
        name: String,
        /// What may be meant.
        hint: String,
    },
    /// A column has no name.
    #[error(
        "column {0} has no name; is it the index that pandas writes without index=False, or do lines end with a delimiter? --keep-extra passes it through"
    )]
    Nameless(usize),
    /// A column stands twice.
    #[error("the column `{0}` appears twice")]
    Twice(String),
    /// Two columns are of one parameter, in different units.
    #[error("the columns `{0}` and `{1}` are the same parameter: drop one of them")]
    Same(String, String),
    /// The header is a row of numbers.
    #[error("line {line} has numbers where the header must be{}", remedy(.comment))]
    NoHeader {
        /// Where, from 1.
        line: u64,
        /// The number of the comment that may be the header.
        comment: Option<u64>,
    },
    /// Names are separated by spaces.
    #[error(
        "line {0} has spaces between its columns: separate them by commas, semicolons or tabs (np.savetxt takes delimiter=',' and comments='')"
    )]
    Spaces(u64),
    /// A parameter has a column and a fixed value.
    #[error("--{name} is given, but the table has a column `{name}`: drop one of them", name = .0.name)]
    Both(Parameter),
    /// A required parameter has neither.
    #[error("--{name} is missing: the table has no column `{name}`", name = .0.name)]
    Missing(Parameter),
    /// No row can have an answer, because a parameter has neither a column nor a fixed value.
    #[error("--{name} is missing: {0}", name = .0.parameter)]
    Lacking(&'static Rule),
    /// A column is named after a parameter and something that is no unit of it.
    #[error("the column `{column}`: {error}")]
    Unit {
        /// Its name.
        column: String,
        /// What is wrong with the unit.
        error: MeasuredError,
    },
    /// Some parameters have units, others lack them.
    #[error(transparent)]
    Units(#[from] UnitsError),
    /// A cell is no number that a point could have.
    #[error("{place}, column `{column}`: {}", wrong(.text))]
    Cell {
        /// Where it stands.
        place: Place,
        /// The name of its column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// A cell names no option that the choice has.
    #[error("{place}, column `{}`: `{text}` must be {}", choice.name, options(choice))]
    Choice {
        /// Where it stands.
        place: Place,
        /// What is chosen.
        choice: &'static Choice,
        /// What stands there.
        text: String,
    },
    /// A cell names another option than the one that was given.
    #[error(
        "{place}, column `{0}`: `{there}` contradicts --{0} {given}: drop the flag", choice.name
    )]
    Contradiction {
        /// Where it stands.
        place: Place,
        /// What is chosen.
        choice: &'static Choice,
        /// What stands there.
        there: &'static str,
        /// What was given.
        given: &'static str,
    },
    /// A cell that would be passed through cannot be on one line.
    #[error(
        "{place}, column `{column}`: a text with a line break or a NUL cannot be passed through"
    )]
    Break {
        /// Where it stands.
        place: Place,
        /// The name of its column.
        column: String,
    },
    /// The name of a column that would be passed through cannot be on one line.
    #[error("the name of the column {0:?} has a line break or a NUL and cannot be passed through")]
    BreakInName(String),
    /// The table is malformed or cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
}

impl PointsError {
    /// Of a column of this name in a table of this family.
    pub(super) fn unknown(schema: &'static Schema, name: &str) -> PointsError {
        PointsError::UnknownColumn { name: name.into(), hint: hint(schema, name) }
    }
}

/// The names of the options, as a sentence lists them.
fn options(choice: &Choice) -> String {
    let names: Vec<&str> = choice.options.iter().map(|option| option.name).collect();
    names.join(" or ")
}

/// What was meant by the name of a column: `tc (mK)` by `tc_mK`.
fn hint(schema: &'static Schema, name: &str) -> String {
    let (parameter, rest) = name.split_at(name.find([' ', '(', '[', '/', '.']).unwrap_or(0));
    let unit = rest.trim_matches([' ', '(', ')', '[', ']', '/', '.']);
    let of = schema.family().parameter(parameter);
    let of = of.filter(|p| Unit::in_header(unit, p.dimension).is_ok());
    match of {
        Some(_) => format!("is `{parameter}_{unit}` meant?"),
        None => format!("{}; --keep-extra passes it through", schema.hint(name)),
    }
}

fn remedy(comment: &Option<u64>) -> String {
    comment.map_or(String::new(), |line| {
        format!(
            "; line {line} looks like one but begins with #: write it without (np.savetxt takes comments='' and delimiter=',')"
        )
    })
}

/// What is wrong with the text of a cell that is no number.
pub(super) fn wrong(text: &str) -> String {
    let is_number = |text: &str| text.parse().is_ok_and(f64::is_finite);
    match text {
        "" => "the cell is empty, but must have a finite number".into(),
        _ if is_number(&text.replacen(',', ".", 1)) => {
            format!("`{text}` has a decimal comma; write {}", text.replacen(',', ".", 1))
        }
        _ if text.starts_with(['{', '[']) => format!(
            "`{text}` is not a finite number; an object a line has one row (pandas: orient='records', lines=True)"
        ),
        _ => format!("`{text}` is not a finite number"),
    }
}
