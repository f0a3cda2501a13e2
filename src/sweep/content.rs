//! What the columns of a table hold.

use super::points_error::PointsError;
use crate::quantity::Unit;
use crate::quantity::{Dimension, Units};
use crate::refrigerator::Parameter;
use crate::table;

/// What a column holds.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Content {
    /// A parameter in some unit, in natural ones where there is none.
    Parameter(Parameter, Option<Unit>),
    /// λ as a multiple of the headroom.
    Multiple,
    /// How wide the resonances are.
    Resonances,
    /// A result, which is computed anew.
    Result,
    /// What is passed through.
    Extra,
}

impl Content {
    /// By the name of a column: `cop`, `tc`, `tc_mK`, `power_W`.
    pub fn named(name: &str) -> Result<Content, PointsError> {
        let column = table::columns(Units::Natural).find(|column| column.name == name);
        if let Some(column) = column {
            return Ok(match column.parameter() {
                Some(parameter) => Content::Parameter(parameter, None),
                None if column.is_multiple() => Content::Multiple,
                None if column.shown == table::Shown::WhereWide => Content::Resonances,
                None => Content::Result,
            });
        }
        let results = table::columns(Units::Laboratory).filter(|c| c.parameter().is_none());
        if results.into_iter().any(|column| column.name == name) {
            return Ok(Content::Result);
        }
        let parts = name.split_once('_').and_then(|(p, unit)| Some((Parameter::named(p)?, unit)));
        // A strength has no column of multiples: `lambda_max` might be λ_max itself.
        let parts = parts.filter(|(parameter, _)| parameter.dimension() != Dimension::Strength);
        let (parameter, unit) = parts.ok_or_else(|| PointsError::UnknownColumn(name.into()))?;
        match Unit::named(unit, parameter.dimension()) {
            Ok(unit) => Ok(Content::Parameter(parameter, Some(unit))),
            Err(error) => Err(PointsError::Unit { column: name.into(), error }),
        }
    }

    /// What it holds for a row whose λ is, or is not, a multiple of the headroom.
    pub fn where_lambda_is(self, multiple: bool) -> Content {
        match self {
            Content::Multiple if multiple => Content::Parameter(Parameter::Lambda, None),
            Content::Parameter(Parameter::Lambda, _) if multiple => Content::Result,
            content => content,
        }
    }

    /// Whether it gives a value to this parameter.
    pub fn is(self, parameter: Parameter) -> bool {
        match self {
            Content::Parameter(p, _) => p == parameter,
            Content::Multiple => parameter == Parameter::Lambda,
            Content::Resonances | Content::Result | Content::Extra => false,
        }
    }
}
