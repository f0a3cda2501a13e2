//! `ndemon eval`: one point.

use super::args::{Columns, Given, warn_if_close};
use super::failure::Failure;
use super::help;
use super::stream::Stream;
use super::terminal;
use crate::output::{self, Decimal, Side, Writer};
use crate::refrigerator::{
    Derived, Parameter, Point, Refrigerator, Resonances, Solution, Verdict, island,
};
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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
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
pub fn run(mut args: Args) -> Result<(), Failure> {
    let has_free_tc = args.given.free_tc(&args.columns)?;
    let units = args.given.units()?;
    let has = |parameter| args.given.has(parameter);
    let selection = args.columns.select(units, has, &args.given.cases())?;
    args.given.allows(selection.iter())?;
    args.given.values("eval")?;
    let grid = Grid::new(args.given.all(), units);
    let grid = grid.map_err(|error| Failure::Request(error.to_string()))?;
    let row = Row::new(grid.with_resonances(args.given.resonances()).point(0));
    let solution = row.answer.map_err(|rule| args.given.refused(rule, &row.point))?;
    if !has_free_tc {
        args.given.warn_if_wide(&row.point);
    }
    warn_if_close(&row.point, args.given.text(Parameter::Gamma));

    let text = match args.format {
        Format::Table if has_free_tc => page_without_tc(&selection, &row),
        format => print(format, &selection, row),
    };
    Stream::standard()?.write(&text)?;
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
            let page = output::page(selection, &row, terminal::width());
            let temperatures = paragraph(&temperatures(&row));
            return [page, temperatures].concat().into_bytes();
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

/// A sentence, as broad as the page.
fn paragraph(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    output::wrapped(text, terminal::width()).join("\n") + "\n"
}

/// The page of a point without Tc: the parameters, and from which Tc on the demon works.
fn page_without_tc(selection: &Selection, row: &Row) -> Vec<u8> {
    let table = output::quantities(selection, row, terminal::width());
    (table + "\n" + &paragraph(&warm(row))).into_bytes()
}

/// At which temperatures of the cold reservoir the demon is physical with these levels and this λ.
fn temperatures(row: &Row) -> String {
    let is_multiple = row.point.is_in_headrooms();
    let row = output::settled(row);
    // A multiple of the headroom is another λ at another temperature.
    let kept = if is_multiple { "With this lambda it stays physical" } else { "It stays physical" };
    match row.answer {
        Ok(Solution { verdict: Verdict::Physical, .. }) => cold(&row, kept),
        // Beyond the headroom a multiple of it is unphysical at any temperature.
        Ok(Solution { verdict: Verdict::Unphysical(_), .. }) if !is_multiple => warm(&row),
        _ => String::new(),
    }
}

/// How cold it may get from a physical point on, if there is an end to it.
fn cold(row: &Row, kept: &str) -> String {
    let (Ok(solution), Ok(found)) = (row.answer, Refrigerator::new(&row.point)) else {
        return String::new();
    };
    let least = Derived::TcMin.of(&found, &solution);
    if least.is_nan() {
        return String::new();
    }
    let least = output::coldest(row, least).quantity(unit(&row.point));
    let again = between(row).map_or(String::new(), |[from, to]| {
        format!(" It is physical again from {to} down to {from}.")
    });
    format!("{kept} down to tc = {least}.{again}")
}

/// Where between 0 and Th the demon is physical, if that is known.
fn warm(row: &Row) -> String {
    let warmest = Row::new(row.point.below_th());
    if row.point.resonances() != Resonances::Narrow {
        return String::new();
    }
    let (Ok(solution), Ok(found)) = (warmest.answer, Refrigerator::new(&warmest.point)) else {
        return String::new();
    };
    match (solution.verdict, between(&warmest)) {
        (Verdict::Limit, _) => "The demon is idle: it is physical at any tc below th.".into(),
        (Verdict::Unphysical(_), Some([from, to])) => {
            format!("With this lambda it is physical from tc = {from} to {to} only.")
        }
        (Verdict::Unphysical(_), None) => {
            "With this lambda it is physical at no tc below th.".into()
        }
        (_, again) => {
            let least = Derived::TcMin.of(&found, &solution);
            let least = output::coldest(&warmest, least).quantity(unit(&row.point));
            let again =
                again.map_or(String::new(), |[from, to]| format!(", and from {from} to {to}"));
            format!("With this lambda it is physical from tc = {least} up to th{again}.")
        }
    }
}

/// The least and the greatest temperature of the island below that of the row, if there is one: both
/// are rounded to temperatures at which the demon is physical.
fn between(row: &Row) -> Option<[String; 2]> {
    let [first, last] = island(&Refrigerator::new(&row.point).ok()?)?;
    let limit = |tc, side| {
        let holds = |tc| {
            (first..=last).contains(&tc) && output::is_physical(&output::at(row, Parameter::Tc, tc))
        };
        Decimal::limit(tc, side, holds).quantity(unit(&row.point))
    };
    Some([limit(first, Side::Above), limit(last, Side::Below)])
}

/// The unit of temperatures.
fn unit(point: &Point) -> &'static str {
    Parameter::Tc.dimension().unit(point.units())
}
