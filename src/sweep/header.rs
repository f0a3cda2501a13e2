//! What the header of a table says: what its columns hold, and what all of its points have in common.

use super::content::Content;
use super::mention::{Mention, units};
use super::points_error::PointsError;
use super::records::Records;
use crate::model::{Inputs, Parameter, Reading};
use crate::quantity::Yardstick;
use crate::table::Schema;
use std::io::BufRead;

/// What is the same in every row of a table, and what is to become of columns that mean nothing here.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// Parameters, as they were given and with their values.
    pub parameters: Vec<(Mention, f64)>,
    /// The option of the family's choice, if one was said.
    pub option: Option<usize>,
    /// Those of the parameters for which a column of the table stands, if it has one; the others must have none.
    pub yielding: Vec<Parameter>,
    /// Whether columns that mean nothing here are passed through; they are an error otherwise.
    pub keeps_extras: bool,
}

/// The columns of a table by name, and a point from which its points differ in these columns alone.
pub(super) struct Header {
    pub columns: Vec<(String, Content)>,
    pub base: Inputs,
}

impl Header {
    /// Reads the header, which together with `fixed` must give every parameter a value or a column.
    pub fn read<R: BufRead>(
        schema: &'static Schema,
        records: &Records<R>,
        fixed: &Fixed,
    ) -> Result<Header, PointsError> {
        refuse_no_header(schema, records)?;
        let mut columns: Vec<(String, Content)> = Vec::new();
        let mut mentions: Vec<Mention> = Vec::new();
        for (number, name) in (1..).zip(records.names()) {
            let content = content(schema, number, name, fixed.keeps_extras)?;
            if columns.iter().any(|(other, _)| other == name) {
                return Err(PointsError::Twice(name.clone()));
            }
            if let Content::Parameter(parameter, unit) = content {
                let is_same =
                    |known: Content| matches!(known, Content::Parameter(p, _) if p == parameter);
                if let Some((other, _)) = columns.iter().find(|(_, known)| is_same(*known)) {
                    return Err(PointsError::Same(other.clone(), name.clone()));
                }
                let yardstick = unit.map_or(Yardstick::Natural, |_| Yardstick::Laboratory);
                mentions.push(Mention { parameter, text: format!("the column {name}"), yardstick });
            }
            columns.push((name.clone(), content));
        }
        let base = base(schema, &columns, mentions, fixed)?;
        Ok(Header { columns, base })
    }
}

/// What no line of a table has within it.
pub(super) const BREAKS: [char; 3] = ['\n', '\r', '\0'];

/// What the column of this number, from 1, and this name holds.
fn content(
    schema: &'static Schema,
    number: usize,
    name: &str,
    keeps_extras: bool,
) -> Result<Content, PointsError> {
    let content = match Content::named(schema, name) {
        Err(PointsError::UnknownColumn { .. } | PointsError::Unit { .. }) if keeps_extras => {
            Content::Extra
        }
        Err(PointsError::UnknownColumn { .. } | PointsError::Unit { .. })
            if schema.is_added(name) =>
        {
            Content::Result
        }
        Err(PointsError::UnknownColumn { .. }) if name.is_empty() => {
            return Err(PointsError::Nameless(number));
        }
        content => content?,
    };
    match content == Content::Extra && name.contains(BREAKS) {
        true => Err(PointsError::BreakInName(name.into())),
        false => Ok(content),
    }
}

/// The point from which those of a table with these columns differ.
fn base(
    schema: &'static Schema,
    columns: &[(String, Content)],
    mut mentions: Vec<Mention>,
    fixed: &Fixed,
) -> Result<Inputs, PointsError> {
    let family = schema.family();
    let has_column = |p| columns.iter().any(|(_, content)| content.is(p));
    // A column takes the place of a value that is found for each point.
    let is_used = |(mention, value): &&(Mention, f64)| {
        let yields = value.is_nan() || fixed.yielding.contains(&mention.parameter);
        !(yields && has_column(mention.parameter))
    };
    let parameters: Vec<_> = fixed.parameters.iter().filter(is_used).collect();
    mentions.splice(0..0, parameters.iter().map(|(mention, _)| mention.clone()));
    let mut given = parameters.iter().map(|(mention, _)| mention.parameter);
    if let Some(both) = given.find(|p| has_column(*p)) {
        return Err(PointsError::Both(both));
    }
    let given = |parameter| {
        let mut given = parameters.iter();
        let value = given.find(|(mention, _)| mention.parameter == parameter);
        value.map(|(_, value)| *value).or(has_column(parameter).then_some(f64::NAN))
    };
    let reading = Reading { option: fixed.option.unwrap_or_default(), ..Reading::default() };
    let mut base = Inputs::complete(family, reading, given).map_err(PointsError::Missing)?;
    base.reading.units = units(family, &mentions)?;
    base.reading.in_multiples = mentions.iter().any(|m| m.yardstick == Yardstick::Headroom);
    // What has a column, or is found for each point, has a value in some row, which may be any.
    let has_value = |p: &Parameter| {
        has_column(p) || parameters.iter().any(|(mention, _)| mention.parameter == *p)
    };
    let mut sample = base.clone();
    family.parameters().iter().filter(has_value).for_each(|p| sample.set(p, 1.0));
    family.lacking(&sample).map_or(Ok(base), |rule| Err(PointsError::Lacking(rule)))
}

/// Refuses a header of numbers, and one of names with spaces between them: whatever else it might
/// be, a row or the names would be lost.
fn refuse_no_header<R: BufRead>(
    schema: &'static Schema,
    records: &Records<R>,
) -> Result<(), PointsError> {
    let Some((comment, line)) = records.header() else { return Ok(()) };
    let words = || records.names().iter().flat_map(|name| name.split_whitespace());
    if words().all(|word| word.parse::<f64>().is_ok()) && words().next().is_some() {
        let looks_like_one = |text: &String| {
            let mut words = text.split([',', ';', '#']).flat_map(str::split_whitespace);
            words.any(|word| Content::named(schema, word).is_ok())
        };
        let comment = comment.filter(|(_, text)| looks_like_one(text)).map(|(line, _)| *line);
        return Err(PointsError::NoHeader { line, comment });
    }
    let mut names = records.names().iter();
    let is_known = |name: &str| Content::named(schema, name).is_ok();
    match names.any(|name| name.contains(char::is_whitespace)) && words().all(is_known) {
        true => Err(PointsError::Spaces(line)),
        false => Ok(()),
    }
}
