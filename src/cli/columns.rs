//! `ndemon columns`: the register of columns.

use super::failure::Failure;
use super::stream::Stream;
use crate::model::Units;
use crate::{output, table};

/// Prints a line a column: name, symbol, unit, equation, meaning.
pub fn run() -> Result<(), Failure> {
    let header = ["name", "symbol", "unit", "equation", "meaning"];
    let column = |c: &'static table::Column| [&c.name, c.symbol, c.unit, c.equation, c.doc];
    let lines: Vec<Vec<String>> = std::iter::once(header)
        .chain(table::columns(Units::Natural).map(column))
        .map(|line| line.map(str::to_owned).into())
        .collect();
    let stream = Stream::standard()?;
    stream.write(output::aligned(&lines).as_bytes())
}
