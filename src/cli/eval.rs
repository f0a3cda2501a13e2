//! `ndemon eval`: one point.

use super::args::{Columns, Given, warn_if_wide};
use super::failure::Failure;
use super::help;
use super::stream::Stream;
use crate::model::{
    Derived, Dimension, Parameter, Point, Refrigerator, Rule, Solution, Units, Verdict, island,
};
use crate::output::{self, Writer};
use crate::sweep::Grid;
use crate::table::{Row, Selection};
use clap::ValueEnum;

/// The flags of `eval`.
#[derive(clap::Args)]
#[command(before_long_help = help::DEVICE, after_long_help = help::EVAL)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    /// How to print the point
    #[arg(help_heading = "Table", long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    columns: Columns,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Format {
    /// a page for a person
    Table,
    /// a header and a row
    Csv,
    /// one flat object
    Json,
    /// one flat object
    Jsonl,
}

/// Prints the point; an unphysical one ends with 1.
pub fn run(args: Args) -> Result<(), Failure> {
    let units = args.given.units()?;
    let selection = args.columns.select(
        units,
        |parameter| args.given.has(parameter),
        args.given.is_in_headrooms(),
    )?;
    args.given.allows(selection.iter())?;
    args.given.values("eval")?;
    let grid = Grid::new(args.given.all(), units);
    let grid = grid.map_err(|error| Failure::Request(error.to_string()))?;
    let row = Row::new(grid.with_resonances(args.given.resonances()).point(0));
    let point = row.point;
    warn_if_wide(&point);
    let solution = row.answer.map_err(|rule| refused(rule, &point))?;

    Stream::standard()?.write(&print(args.format, &selection, row))?;
    match solution.verdict {
        Verdict::Unphysical(_) => Err(Failure::No),
        Verdict::Physical | Verdict::Edge(_) | Verdict::Limit | Verdict::Overflow(_) => Ok(()),
    }
}

/// A point in this format.
pub fn print(format: Format, selection: &Selection, row: Row) -> Vec<u8> {
    let mut text = Vec::new();
    match format {
        Format::Table => {
            text.extend_from_slice(output::page(selection, &row).as_bytes());
            let coldest =
                row.answer.map_or(String::new(), |solution| coldest(&row.point, &solution));
            text.extend_from_slice(coldest.as_bytes());
        }
        Format::Csv => {
            let mut csv = output::Csv::new(selection, true);
            csv.begin(&mut text);
            csv.rows(0, &[row], &mut text);
        }
        Format::Json | Format::Jsonl => {
            output::JsonLines(selection.clone()).rows(0, &[row], &mut text);
        }
    }
    text
}

/// How cold it may get, if there is an end to it.
fn coldest(point: &Point, solution: &Solution) -> String {
    let Ok(refrigerator) = Refrigerator::new(point) else { return String::new() };
    let unit = Dimension::Temperature.unit(point.units());
    let shown = |tc: f64| output::quantity(tc, unit);
    let least = Derived::TcMin.of(&refrigerator, solution);
    if solution.verdict != Verdict::Physical || least.is_nan() {
        return String::new();
    }
    let island = island(&refrigerator).map_or(String::new(), |[first, last]| {
        format!(" It is physical again from {} to {}.", shown(last), shown(first))
    });
    format!("It stays physical down to tc = {}.{island}\n", shown(least))
}

/// The sentence for a point that is no refrigerator.
pub fn refused(rule: &Rule, point: &Point) -> Failure {
    let shown = |parameter: Parameter| shown(parameter, point.get(parameter), point.units());
    let versus = rule
        .versus
        .map_or(String::new(), |other| format!(" {}, which is {}", other.name(), shown(other)));
    let (name, value) = (rule.parameter.name(), shown(rule.parameter));
    if point.get(rule.parameter).is_nan() {
        return Failure::Request(format!("--{name} is missing: {name} {}", rule.clause));
    }
    Failure::Request(format!("--{name} {value}: {name} {}{versus}", rule.clause))
}

/// A value as it could be typed.
fn shown(parameter: Parameter, value: f64, units: Units) -> String {
    match parameter.dimension().unit(units) {
        unit @ ("K" | "eV") => format!("{value:?}{unit}"),
        _ => format!("{value:?}"),
    }
}
