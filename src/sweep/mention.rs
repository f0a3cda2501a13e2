//! In which units parameters are given together.

use crate::model::{Family, Parameter};
use crate::quantity::{Units, Yardstick};

/// A parameter as it was given: how it was shown, and whether it had a unit.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Which parameter.
    pub parameter: Parameter,
    /// As it was typed, e.g. `--tc 80mK`, or the column's name.
    pub text: String,
    /// What its values are measured in.
    pub yardstick: Yardstick,
}

/// Why parameters make no point together.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum UnitsError {
    /// Some have units, others have none.
    #[error(
        "{with} has a unit, {without} has none: give a unit to all numbers that can have one, or to none"
    )]
    Mixed {
        /// One that has a unit.
        with: String,
        /// One that has none.
        without: String,
    },
    /// Some are not given, and their defaults are in natural units.
    #[error("{with} has a unit, so that --{missing} must be given with one, too; no default has a unit", missing = .missing.join(", --"))]
    Missing {
        /// One that has a unit.
        with: String,
        /// The names of those that are missing.
        missing: Vec<&'static str>,
    },
    /// It has a unit, and the machine has none.
    #[error("{text} has a unit, but the numbers of the machine have none")]
    Alien {
        /// What has a unit.
        text: String,
    },
    /// It has no unit, and the numbers of the machine have.
    #[error("{text} has no unit, but the numbers of the machine have")]
    Bare {
        /// What has none.
        text: String,
    },
    /// Results have units only if a parameter is given that is not.
    #[error("{with} has a unit, so that {needed}")]
    Needed {
        /// One that has a unit.
        with: String,
        /// What it takes.
        needed: &'static str,
    },
}

/// The units of a point with these parameters: those of the family, if it has some of its own, else those of
/// the laboratory as soon as one has a unit, else absolute ones as soon as one makes them so.
///
/// # Errors
/// [`UnitsError`] where another one lacks it.
pub fn units(family: &dyn Family, mentions: &[Mention]) -> Result<Units, UnitsError> {
    let is = |yardstick| move |mention: &&Mention| mention.yardstick == yardstick;
    if let Some(units) = family.units() {
        let mut measured = mentions.iter().filter(|mention| mention.parameter.is_measured());
        let wrong = match units {
            Units::Natural | Units::Absolute => Yardstick::Laboratory,
            Units::Laboratory => Yardstick::Natural,
        };
        return match (measured.find(is(wrong)).map(|mention| mention.text.clone()), units) {
            (None, units) => Ok(units),
            (Some(text), Units::Natural | Units::Absolute) => Err(UnitsError::Alien { text }),
            (Some(text), Units::Laboratory) => Err(UnitsError::Bare { text }),
        };
    }
    let Some(with) = mentions.iter().find(is(Yardstick::Laboratory)) else {
        let is_absolute = mentions.iter().any(|mention| mention.parameter.makes_absolute);
        return Ok(if is_absolute { Units::Absolute } else { Units::Natural });
    };
    let with = || with.text.clone();
    let mut others = mentions.iter().filter(|mention| mention.parameter.is_measured());
    if let Some(without) = others.find(is(Yardstick::Natural)) {
        return Err(UnitsError::Mixed { with: with(), without: without.text.clone() });
    }
    let has = |parameter| mentions.iter().any(|mention| mention.parameter == parameter);
    let lacking = || family.parameters().iter().filter(|parameter| !has(*parameter));
    let needed = lacking().filter(|parameter| parameter.is_measured() && !parameter.is_optional());
    let missing: Vec<_> = needed.map(|parameter| parameter.name).collect();
    if !missing.is_empty() {
        return Err(UnitsError::Missing { with: with(), missing });
    }
    // What others have as their own is needed only where one of them has none, as a rule says.
    let is_replaced =
        |parameter: &Parameter| mentions.iter().any(|other| other.parameter.follows(parameter));
    let needed = lacking().filter(|parameter| !is_replaced(parameter));
    match needed.into_iter().find_map(|parameter| parameter.needed_with_units) {
        None => Ok(Units::Laboratory),
        Some(needed) => Err(UnitsError::Needed { with: with(), needed }),
    }
}
