//! What the columns of a table hold.

use super::points_error::PointsError;
use crate::model::Parameter;
use crate::quantity::{Unit, Units};
use crate::table::Schema;

/// What a column holds.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Content {
    /// A parameter in some unit, in natural ones where there is none.
    Parameter(Parameter, Option<Unit>),
    /// A strength as a multiple of its greatest value.
    Multiple(Parameter),
    /// An option of the family's choice.
    Choice,
    /// A result, which is computed anew.
    Result,
    /// What is passed through.
    Extra,
}

impl Content {
    /// By the name of a column: `cop`, `tc`, `tc_mK`, `power_W`.
    pub fn named(schema: &'static Schema, name: &str) -> Result<Content, PointsError> {
        let column = schema.columns(Units::Natural).find(|column| column.name == name);
        if let Some(column) = column {
            return Ok(match (column.parameter(), column.strength()) {
                (Some(parameter), _) => Content::Parameter(parameter, None),
                (None, Some(strength)) => Content::Multiple(strength),
                (None, None) if column.is_choice() => Content::Choice,
                (None, None) => Content::Result,
            });
        }
        let results = schema.columns(Units::Laboratory).filter(|c| c.parameter().is_none());
        if results.into_iter().any(|column| column.name == name) {
            return Ok(Content::Result);
        }
        if schema.named(name).is_some_and(|column| column.parameter().is_none()) {
            return Ok(Content::Result);
        }
        let family = schema.family();
        let split =
            |(at, _): (usize, &str)| Some((family.parameter(&name[..at])?, &name[at + 1..]));
        let parts = name.match_indices('_').find_map(split);
        // A strength has no column of multiples: `lambda_max` might be λ_max itself.
        let parts = parts.filter(|(parameter, _)| !parameter.is_strength());
        let unknown = || PointsError::unknown(schema, name);
        let (parameter, unit) = parts.ok_or_else(unknown)?;
        match Unit::in_header(unit, parameter.dimension) {
            Ok(unit) => Ok(Content::Parameter(parameter, Some(unit))),
            Err(error) => Err(PointsError::Unit { column: name.into(), error }),
        }
    }

    /// What it holds for a row whose strength is, or is not, given as a multiple.
    pub fn where_strength_is(self, multiple: bool) -> Content {
        match self {
            Content::Multiple(strength) if multiple => Content::Parameter(strength, None),
            Content::Parameter(parameter, _) if multiple && parameter.is_strength() => {
                Content::Result
            }
            content => content,
        }
    }

    /// Whether it gives a value to this parameter.
    pub fn is(self, parameter: Parameter) -> bool {
        match self {
            Content::Parameter(p, _) => p == parameter,
            Content::Multiple(strength) => parameter == strength,
            Content::Choice | Content::Result | Content::Extra => false,
        }
    }
}
