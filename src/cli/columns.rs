//! `ndemon columns`: the register of columns.

use super::device::{family, machine, schema};
use super::failure::Failure;
use super::help;
use super::stream::Stream;
use super::terminal;
use crate::output::{fitted, notes};
use crate::quantity::Units;
use crate::table::Column;
use std::ffi::OsString;

/// The argument of `columns`.
#[derive(clap::Args)]
#[command(after_long_help = help::COLUMNS)]
pub struct Args {
    /// A machine file, or - for standard input; without it, columns of the refrigerator
    #[arg(value_name = "FILE")]
    file: Option<OsString>,
}

/// Prints for each column its name, symbol, unit, equation and meaning: first the parameters, then the
/// results.
pub fn run(args: &Args) -> Result<(), Failure> {
    if args.file.is_some() && machine().is_none() {
        let message = "a machine file stands directly after columns";
        return Err(Failure::Request(message.into()));
    }
    // Values of the refrigerator may have units or none; a machine file says which.
    let units = family().units().unwrap_or(Units::Natural);
    let (limit, all) = (terminal::width(), || schema().columns(units));
    let parameters = all().filter(|column| column.is_given());
    let parameters = table(["name", "symbol", "unit", "", "meaning"], parameters, limit);
    let results = all().filter(|column| !column.is_given());
    let results = table(["name", "symbol", "unit", "equation", "meaning"], results, limit);
    let page = [parameters, results, notes(family(), all(), limit)].join("\n");
    Stream::standard()?.write(page.as_bytes())
}

/// These columns with a header, no wider than this.
fn table(
    header: [&str; 5],
    columns: impl Iterator<Item = &'static Column>,
    limit: usize,
) -> String {
    let line = |c: &'static Column| [&c.name, c.symbol, c.unit, c.equation, c.doc];
    let lines = std::iter::once(header).chain(columns.map(line));
    // Parameters have no equation.
    let shown = |(place, text): (usize, &str)| {
        (place != 3 || !header[3].is_empty()).then(|| text.to_owned())
    };
    let lines: Vec<Vec<String>> =
        lines.map(|line| line.into_iter().enumerate().filter_map(shown).collect()).collect();
    fitted(&lines, limit)
}
