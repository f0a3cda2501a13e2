//! What the flags of `figure` name: axes, results, values.

use crate::cli::args::Readable;
use crate::cli::device::{family, machine, schema};
use crate::cli::failure::Failure;
use crate::cli::plan::Reach;
use crate::cli::setting::of_number;
use crate::model::{Parameter, Reading};
use crate::quantity::{Dimension, Units, Yardstick};
use crate::table::{Column, Shown};

/// The column of the inset, if there is to be one.
pub type Inset = std::sync::Arc<Option<&'static Column>>;

/// What --beside says: a parameter, its value, and the text of that.
#[derive(Clone, Debug)]
pub struct Beside(Parameter, Reach, String);

impl Beside {
    /// The parameter and its one value, which must be none of those that are `taken`.
    pub fn one(
        &self,
        reading: Reading,
        taken: [(Parameter, &'static str); 2],
    ) -> Result<(Parameter, f64), Failure> {
        let Beside(parameter, reach, text) = self;
        let taken = taken.into_iter().find(|(other, _)| other == parameter).map(|(_, rule)| rule);
        let is_pure = parameter.dimension == Dimension::Number;
        let rule = match (reach.yardstick(), reading.units) {
            _ if taken.is_some() => taken,
            _ if reach.has_several() => Some("it must have one value"),
            (Yardstick::Headroom, _) => Some("it must be a number, no multiple"),
            (Yardstick::Natural, Units::Laboratory) if !is_pure => {
                Some("it must have a unit, as all others have")
            }
            (Yardstick::Laboratory, Units::Natural | Units::Absolute) => {
                Some("it must have no unit, as no other number has one")
            }
            _ => None,
        };
        match rule {
            Some(rule) => {
                Err(Failure::Request(format!("--beside {}={text}: {rule}", parameter.name)))
            }
            None => Ok((*parameter, reach.first())),
        }
    }
}

/// What --x names.
#[derive(Clone, Copy, Debug)]
pub enum Horizontal {
    Parameter(Parameter),
    Result(&'static Column),
}

/// What --y names: a result, or a parameter for a map.
pub fn vertical(name: &str) -> Result<&'static Column, String> {
    let parameter = schema().named(name).filter(|column| column.parameter().is_some());
    parameter.map_or_else(|| result(name), Ok)
}

/// What --x names.
pub fn horizontal(name: &str) -> Result<Horizontal, String> {
    if let Some(parameter) = family().parameter(name) {
        return Ok(Horizontal::Parameter(parameter));
    }
    result(name).map(Horizontal::Result).map_err(|_| {
        let names = family().names();
        format!("it must be a parameter ({names}) or a result (ndemon columns)")
    })
}

/// A parameter by its name.
pub fn parameter(name: &str) -> Result<Parameter, String> {
    let found = family().parameter(name);
    found.ok_or_else(|| format!("it must be a parameter: {}", family().names()))
}

/// A result by its name, that is a number.
pub fn result(name: &str) -> Result<&'static Column, String> {
    let is_result = |column: &&Column| column.parameter().is_none() && !column.is_text();
    schema().named(name).filter(is_result).ok_or_else(|| {
        let usual = |column: &&Column| is_result(column) && column.shown == Shown::Always;
        let results = schema().columns(Units::Natural).filter(usual);
        let names: Vec<&str> = results.map(|column| column.key).collect();
        format!("it must be a result: {}, … (ndemon columns)", names.join(", "))
    })
}

/// The column that says how good the result of a column could be.
pub fn best(y: &Column) -> Result<&'static Column, Failure> {
    let known = |of: &Column| of.result().and_then(|result| family().best(result));
    let found = known(y).and_then(|best| schema().named(best.key));
    found.ok_or_else(|| {
        let all = schema().columns(Units::Natural).filter(|column| known(column).is_some());
        let all: Vec<&str> = all.map(|column| column.key).collect();
        let rule = match all.is_empty() {
            true => "no result of this machine has a best one".to_owned(),
            false => format!("there is a best {} alone", all.join(", ")),
        };
        Failure::Request(format!("--best, with --y {}: {rule}", y.key))
    })
}

/// What --beside says.
pub fn beside(text: &str) -> Result<Beside, String> {
    let name = text.split('=').next().unwrap_or_default().trim();
    if machine().is_none() && family().parameter(name).is_none() {
        return Err(format!("it must be PARAM=VALUE, and PARAM one of {}", family().names()));
    }
    of_number(text).map(|(parameter, reach, text)| Beside(parameter, reach, text))
}

/// What --inset names.
pub fn inset(name: &str) -> Result<Inset, String> {
    match name {
        "none" => Ok(Inset::new(None)),
        _ => result(name)
            .map(|column| Inset::new(Some(column)))
            .map_err(|rule| format!("{rule}, or none")),
    }
}
