//! `ndemon eval`: one point.

use super::answer::Format;
use super::args::Given;
use super::built_in;
use super::device::{family, machine};
use super::document::Document;
use super::failure::Failure;
use super::help;
use super::stream::Stream;
use super::table_flags::Columns;
use super::terminal;
use crate::model::{ResultRef, Row, Status};
use crate::output::{self, Writer};
use crate::quantity::Units;
use crate::sweep::Grid;
use crate::table::Selection;
use std::path::{Path, PathBuf};

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
    /// Write the refrigerator to a file, too, which `ndemon eval FILE --set tc=80mK` reads
    #[arg(help_heading = "Output", long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Overwrite a file that is there
    #[arg(help_heading = "Output", long, requires = "save")]
    force: bool,
}

/// Prints the point; an unphysical one ends with 1.
pub fn run(mut args: Args) -> Result<(), Failure> {
    let is_free = args.given.without_unneeded(&args.columns.picked().unwrap_or_default(), &[])?;
    let reading = args.given.reading()?;
    let has = |parameter| args.given.has(parameter);
    let selection = args.columns.select(reading.units, has, &args.given.cases())?;
    args.given.allows(selection.iter())?;
    args.given.values("eval")?;
    let grid = Grid::new(family(), args.given.all(), reading);
    let grid = grid.map_err(|error| Failure::Request(error.to_string()))?;
    // Those that are computed on request may say of a row why they are missing.
    let asked: Vec<ResultRef> = selection.iter().filter_map(|column| column.result()).collect();
    let row = Row::with(grid.base(), &asked);
    if let Status::Refused(rule) = row.status() {
        return Err(args.given.refused(rule, &row.inputs));
    }
    let saved = args.save.as_deref().map(|path| save(path, &args, reading.units)).transpose()?;
    if !is_free {
        args.given.warn_if_invalid(&row.inputs);
    }
    args.given.warn_of_point(&row.inputs);

    if let Some((document, text)) = saved {
        document.write(text.as_bytes())?;
    }
    Stream::standard()?.write(&print(args.format, &selection, &row))?;
    match row.status() {
        Status::Unphysical(_) => Err(Failure::No),
        _ => Ok(()),
    }
}

/// The file that is to hold the refrigerator, and its text.
fn save(path: &Path, args: &Args, units: Units) -> Result<(Document, String), Failure> {
    if machine().is_some() {
        let rule = "the machine has a file already";
        let remedy = "`ndemon machine print FILE --set NAME=VALUE` prints it with other numbers";
        return Err(Failure::Request(format!("--save {}: {rule}; {remedy}", path.display())));
    }
    let values = args.given.values("--save")?;
    let typed = |(parameter, value)| Some((parameter, value, args.given.text(parameter)?));
    let given: Vec<_> = values.into_iter().filter_map(typed).collect();
    let document = Document::device(path, args.force)?;
    Ok((document, built_in::written(&given, args.given.chosen(), units)))
}

/// A point in this format.
pub fn print(format: Format, selection: &Selection, row: &Row) -> Vec<u8> {
    let mut text = Vec::new();
    match format {
        Format::Table => return output::page(selection, row, terminal::width()).into_bytes(),
        Format::Csv => {
            let mut csv = output::Csv::new(selection, true);
            csv.begin(&mut text);
            csv.rows(0, &selection.solved(&row.inputs), &mut text);
        }
        Format::Json | Format::Jsonl => {
            let mut json = output::JsonLines::new(selection);
            json.rows(0, &selection.solved(&row.inputs), &mut text);
        }
    }
    text
}
