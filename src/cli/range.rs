//! Ranges of parameters, as in `--over NAME=first:last`.

use super::args::Readable;
use super::device::{family, machine};
use super::setting::of_number;
use crate::model::Parameter;
use crate::quantity::{Dimension, MeasuredError, Yardstick, measured};
use crate::sweep::Mention;

/// The two ends of a range.
#[derive(Clone, Debug)]
pub struct Ends {
    pub ends: [f64; 2],
    pub yardstick: Yardstick,
}

/// Why a text is no range.
#[derive(Debug)]
pub enum EndsError {
    Shape,
    Number(MeasuredError),
    Units,
    Order,
}

impl std::fmt::Display for EndsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            EndsError::Shape => f.write_str("it must be NAME=first:last"),
            EndsError::Number(error) => error.fmt(f),
            EndsError::Units => f.write_str("both ends need a unit, or none"),
            EndsError::Order => f.write_str("its first end must not lie above its last one"),
        }
    }
}

impl std::error::Error for EndsError {}

impl Readable for Ends {
    type Error = EndsError;

    fn read(text: &str, dimension: Dimension) -> Result<Self, EndsError> {
        let (first, last) = text.split_once(':').ok_or(EndsError::Shape)?;
        if last.contains(':') {
            return Err(EndsError::Shape);
        }
        let read = |text| measured(text, dimension).map_err(EndsError::Number);
        let ((first, yardstick), (last, other)) = (read(first)?, read(last)?);
        match (yardstick == other, first <= last) {
            (false, _) => Err(EndsError::Units),
            (true, false) => Err(EndsError::Order),
            (true, true) => Ok(Ends { ends: [first, last], yardstick }),
        }
    }

    fn yardstick(&self) -> Yardstick {
        self.yardstick
    }
}

/// A range of a parameter, as it was typed.
#[derive(Clone, Debug)]
pub struct Range {
    pub parameter: Parameter,
    pub ends: Ends,
    pub text: String,
}

/// Reads `NAME=first:last`.
pub fn range(text: &str) -> Result<Range, String> {
    let Some((name, _)) = text.split_once('=') else { return Err(EndsError::Shape.to_string()) };
    let name = name.trim();
    if machine().is_none() && family().parameter(name).is_none() {
        return Err(format!("`{name}` is no parameter; known are {}", family().names()));
    }
    let (parameter, ends, _) = of_number(text)?;
    Ok(Range { parameter, ends, text: text.to_owned() })
}

impl Range {
    /// The flag with it, for messages on units.
    pub fn mention(&self, flag: &str) -> Mention {
        Mention {
            parameter: self.parameter,
            text: format!("{flag} {}", self.text),
            yardstick: self.ends.yardstick,
        }
    }
}

/// A whole number from `LEAST` on.
pub fn at_least<const LEAST: u32>(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| *number >= LEAST);
    number.ok_or_else(|| format!("it must be a whole number from {LEAST} to {}", u32::MAX))
}

/// How many boxes a proof takes, at most.
pub fn boxes(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().filter(|number| *number >= 1);
    number.ok_or_else(|| "it must be a whole number from 1 on; without --boxes it is 100000".into())
}
