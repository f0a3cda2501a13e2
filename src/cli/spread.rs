//! `ndemon spread`: what remains of a device whose parameters are not exact.

use super::args::{Given, Readable};
use super::device::{family, schema};
use super::document::Document;
use super::failure::{Failure, warn};
use super::help;
use super::progress::{Lines, Progress};
use super::stream::Stream;
use super::table_flags::{Columns, Jobs};
use crate::model::{Block, Reading};
use crate::output::number::in_power;
use crate::output::{self, Csv, Writer};
use crate::quantity::{Dimension, Yardstick};
use crate::spread::{Devices, Distribution, DistributionError, Scatter, Summary, Tally};
use crate::sweep::{GridError, ordered};
use crate::table::{Column, Selection, Shown};
use clap::ValueEnum;
use serde_json::{Map, Value, json};
use std::ops::Range;
use std::path::PathBuf;

/// The flags of `spread`.
#[derive(clap::Args)]
#[command(
    before_long_help = help::DEVICE,
    after_help = help::SPREADS,
    after_long_help = format!("{}\n\n{}", help::SPREADS, help::SPREAD)
)]
pub struct Args {
    #[command(flatten)]
    given: Given<Distribution>,
    /// How many devices are drawn
    #[arg(help_heading = "Devices", long, value_name = "N", default_value = "10000", value_parser = samples)]
    samples: u64,
    /// Which devices are drawn: the same seed draws the same ones
    #[arg(help_heading = "Devices", long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// How to print what comes of them
    #[arg(help_heading = "Output", long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write a row for every device to FILE.csv
    #[arg(help_heading = "Output", long, value_name = "FILE")]
    rows: Option<PathBuf>,
    /// Overwrite a file that is there
    #[arg(help_heading = "Output", long, requires = "rows")]
    force: bool,
    #[command(flatten)]
    jobs: Jobs,
    #[command(flatten)]
    progress: Lines,
    #[command(flatten)]
    columns: Columns,
}

fn samples(text: &str) -> Result<u64, String> {
    let count = text.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| "it must be a whole number from 1 on".into())
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// a page for a person
    Table,
    /// a header and a row for each quantity
    Csv,
    /// one object
    Json,
}

impl Readable for Distribution {
    type Error = DistributionError;

    fn read(text: &str, dimension: Dimension) -> Result<Self, DistributionError> {
        Distribution::parse(text, dimension)
    }

    fn yardstick(&self) -> Yardstick {
        self.yardstick()
    }
}

/// Prints what comes of the devices; that none is physical ends with 1.
pub fn run(mut args: Args) -> Result<(), Failure> {
    if let Some(picked) = args.columns.picked() {
        args.given.without_factor(picked.into_iter(), &[]);
    }
    let reading = args.given.reading()?;
    let devices = Devices::new(family(), args.given.all(), reading, args.seed)
        .map_err(|missing| Failure::Request(GridError::Missing(missing).to_string()))?;
    let has = |parameter| args.given.has(parameter);
    let selection = args.columns.select(reading.units, has, &args.given.cases())?;
    args.given.allows(selection.iter())?;
    if let Some(rule) = family().lacking(devices.nominal()) {
        return Err(args.given.refused(rule, devices.nominal()));
    }
    args.given.warn_if_invalid(devices.nominal());
    let quantities: Vec<&'static Column> = match args.columns.picks() {
        true => selection.iter().filter(is_number).collect(),
        false => {
            let mut all = quantities(reading, &selection);
            let is_named = |key| args.columns.named().any(|named| named.key == key);
            let more = selection.iter().filter(is_number).filter(|column| is_named(column.key));
            let more: Vec<_> =
                more.filter(|more| all.iter().all(|own| own.key != more.key)).collect();
            all.extend(more);
            args.columns.with_prefixes(all, reading.units)?
        }
    };
    let mut wanted: Vec<_> = quantities.iter().filter_map(|column| column.result()).collect();
    if args.rows.is_none() && args.columns.picks() {
        let left: Vec<&str> = selection.iter().filter(|c| !is_number(c)).map(|c| c.key).collect();
        if !left.is_empty() {
            let left = left.join(", ");
            warn(&format!(
                "--columns {left}: only results that are numbers are summed up; --rows FILE writes the rest"
            ));
        }
    }
    if args.rows.is_some() {
        let more: Vec<_> =
            selection.wanted().into_iter().filter(|result| !wanted.contains(result)).collect();
        wanted.extend(more);
    }

    let writer = || Csv::new(&selection, true);
    let rows = args.rows.as_deref().map(|path| Document::rows(path, args.force)?.open());
    let rows = rows.transpose()?;
    if let Some(rows) = &rows {
        #[cfg(unix)]
        rows.stream().end_whole_on_interrupt(None)?;
        let mut header = Vec::new();
        writer().begin(&mut header);
        rows.stream().write(&header)?;
    }
    let mut progress = Progress::new(Some(args.samples), 0, false, &args.progress);
    let mut tally = Tally::default();
    let drawn = ordered(
        0..args.samples,
        1 << 12,
        args.jobs.count(),
        || Worker {
            csv: rows.as_ref().map(|_| writer()),
            block: Block::new(devices.nominal().clone(), wanted.clone()),
        },
        |worker: &mut Worker, numbers: Range<u64>, piece: &mut Piece| {
            worker.piece(&devices, &quantities, numbers, piece);
        },
        |piece: &Piece, count| {
            progress.advance(count);
            tally.append(&piece.tally);
            rows.as_ref().map_or(Ok(()), |rows| rows.stream().write(&piece.bytes))
        },
    );
    drop(progress);
    match rows {
        Some(rows) => rows.close(drawn)?,
        None => drawn?,
    }

    let summary = Summary::new(&devices, tally, &quantities);
    let text = match args.format {
        Format::Table => page(&summary, args.seed),
        Format::Csv => table(&summary),
        Format::Json => format!("{:#}\n", object(&summary, args.seed)),
    };
    Stream::standard()?.write(text.as_bytes())?;
    if summary.physical == 0 { Err(Failure::No) } else { Ok(()) }
}

/// The results that are summed up where no columns are picked.
fn quantities(reading: Reading, usual: &Selection) -> Vec<&'static Column> {
    // What some parameters ask for is left out where none of them is given, and so are searches of machines
    // of another option than the default one, because they take long.
    let is_asked = |column: &&Column| match column.shown {
        Shown::WhenAnyGiven(_) => usual.iter().any(|other| other.key == column.key),
        Shown::OnRequest => reading.option == 0,
        _ => true,
    };
    let chosen = family().choice().map(|choice| choice.options[reading.option].name);
    let is_known = |column: &&Column| {
        let only_of = column.result().and_then(|result| result.only_of);
        only_of.is_none_or(|only_of| chosen == Some(only_of))
    };
    let all = schema().columns(reading.units).filter(is_summed_up).filter(is_known);
    let all = all.filter(is_asked);
    match knows_slopes() {
        true => all.collect(),
        // What a table has at its end: what is produced, gained, and asked for by name.
        false => {
            let all: Vec<_> = all.filter(|column| column.shown == Shown::Always).collect();
            all[all.len().saturating_sub(MOST)..].to_vec()
        }
    }
}

/// How many results of a family without derivatives are summed up where no columns are picked.
const MOST: usize = 4;

/// Whether the family knows the derivatives of some of its results.
fn knows_slopes() -> bool {
    family().results().iter().any(|result| result.has_slopes)
}

/// Whether this is a result that is a number.
fn is_number(column: &&'static Column) -> bool {
    column.result().is_some() && !column.is_text()
}

/// Whether such a result is summed up where no columns are picked: one whose derivatives are known, or any one of a
/// family that knows none.
fn is_summed_up(column: &&'static Column) -> bool {
    let has_slopes = column.result().is_some_and(|result| result.has_slopes);
    is_number(column) && (has_slopes || !knows_slopes())
}

/// What comes of some devices.
#[derive(Default)]
struct Piece {
    bytes: Vec<u8>,
    tally: Tally,
}

struct Worker {
    /// Writes the rows, if they are wanted.
    csv: Option<Csv>,
    block: Block,
}

impl Worker {
    fn piece(
        &mut self,
        devices: &Devices,
        quantities: &[&'static Column],
        numbers: Range<u64>,
        piece: &mut Piece,
    ) {
        let first = numbers.start;
        devices.fill(numbers, &mut self.block);
        family().solve(&mut self.block);
        piece.tally.clear();
        piece.tally.add(&self.block, quantities);
        piece.bytes.clear();
        if let Some(csv) = &mut self.csv {
            csv.rows(first, &self.block, &mut piece.bytes);
        }
    }
}

/// The share of devices with a status, for a person.
fn percent(part: u64, whole: u64) -> String {
    format!("{:.4} %", 100.0 * part as f64 / whole as f64)
}

/// Six digits, as many as a sample has a use for.
fn short(value: f64) -> String {
    let value: f64 = format!("{value:.5e}").parse().unwrap_or(value);
    if value.is_nan() { "–".into() } else { format!("{value:?}") }
}

/// What a person reads.
fn page(summary: &Summary, seed: u64) -> String {
    let Summary { devices, physical, .. } = *summary;
    let lines = summary.statuses.iter().map(|(status, count)| {
        vec![status.to_string(), count.to_string(), percent(*count, devices)]
    });
    let statuses = output::aligned(&lines.collect::<Vec<_>>());
    let head = summary.quantities.iter().map(|of| match of.column.unit {
        "1" => of.column.key.to_owned(),
        unit => format!("{} ({unit})", of.column.key),
    });
    let counts = summary.quantities.iter().map(|of| of.devices.to_string());
    let mut lines: Vec<Vec<String>> = vec![
        std::iter::once(String::new()).chain(head).collect(),
        std::iter::once("devices that have it".to_owned()).chain(counts).collect(),
    ];
    let mut line = |name: &str, value: &dyn Fn(&Scatter) -> f64| {
        let shown = |of: &Scatter| short(in_power(value(of), of.column.power));
        let values = summary.quantities.iter().map(shown);
        lines.push(std::iter::once(name.to_owned()).chain(values).collect());
    };
    line("as meant", &|of| of.nominal);
    line("mean", &|of| of.mean);
    line("  standard error", &|of| of.error);
    line("standard deviation", &|of| of.deviation);
    line("  to first order", &|of| of.first_order);
    for (i, parameter) in summary.varying.iter().enumerate() {
        line(&format!("    by {}", parameter.name), &|of| of.contributions[i].1);
    }
    for (i, share) in Scatter::SHARES.into_iter().enumerate() {
        line(&format!("{} % are below", (100.0 * share).round()), &|of| of.quantiles[i]);
    }
    let results = match summary.quantities.is_empty() {
        true => String::new(),
        false => format!("\n{}", output::aligned(&lines)),
    };
    format!(
        "{devices} devices, seed {seed}: {} are physical (± {:.4} %).\n\n{statuses}{results}",
        percent(physical, devices),
        100.0 * summary.share_error(),
    )
}

/// The names of a quantity's numbers.
fn names(summary: &Summary) -> Vec<String> {
    let fixed = [
        "nominal",
        "mean",
        "standard_error",
        "standard_deviation",
        "q05",
        "q25",
        "q50",
        "q75",
        "q95",
        "first_order_deviation",
    ];
    let parts = summary.varying.iter().map(|parameter| format!("by_{}", parameter.name));
    fixed.map(str::to_owned).into_iter().chain(parts).collect()
}

/// A quantity's numbers, in the order of their names and in the unit of its column.
fn numbers(of: &Scatter) -> Vec<f64> {
    let moments = [of.nominal, of.mean, of.error, of.deviation];
    let parts = of.contributions.iter().map(|(_, part)| *part);
    let numbers = moments.into_iter().chain(of.quantiles).chain([of.first_order]).chain(parts);
    numbers.map(|number| in_power(number, of.column.power)).collect()
}

/// A row for each quantity.
fn table(summary: &Summary) -> String {
    let mut text = format!("quantity,devices,{}\n", names(summary).join(","));
    for of in &summary.quantities {
        let values: Vec<String> = numbers(of).into_iter().map(output::number).collect();
        text.push_str(&format!("{},{},{}\n", of.column.name, of.devices, values.join(",")));
    }
    text
}

/// Everything, as an object; a missing number is null.
fn object(summary: &Summary, seed: u64) -> Value {
    let statuses = summary.statuses.iter().map(|(status, n)| (status.to_string(), json!(n)));
    let quantity = |of: &Scatter| {
        let values = numbers(of).into_iter().map(|value| json!(value));
        let numbers = names(summary).into_iter().zip(values);
        let devices = std::iter::once(("devices".to_owned(), json!(of.devices)));
        (of.column.name.clone(), Value::Object(devices.chain(numbers).collect()))
    };
    json!({
        "devices": summary.devices,
        "seed": seed,
        "physical": summary.physical,
        "physical_share": summary.share(),
        "physical_share_error": summary.share_error(),
        "statuses": statuses.collect::<Map<_, _>>(),
        "quantities": summary.quantities.iter().map(quantity).collect::<Map<_, _>>(),
    })
}
