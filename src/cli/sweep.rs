//! `ndemon sweep`: a grid, or the points of a table.

use super::args::Given;
use super::built_in::file_of;
use super::command_line::CommandLine;
use super::device::{family, parameters, schema};
use super::failure::{Failure, warn};
use super::help;
use super::input::{Content, Input};
use super::progress::{Lines, Progress};
use super::provenance::Provenance;
use super::rows::{Flow, Prompt, Worker};
use super::sink::{Sink, Target};
use super::table_flags::{Columns, Jobs};
#[cfg(feature = "parquet")]
use crate::output::Parquet;
use crate::output::{Csv, Json, JsonLines, Writer};
use crate::quantity::Units;
use crate::sweep::{Fixed, Grid, Points, PointsError, Shard, TableError, ordered};
use crate::table::Selection;
use clap::ValueEnum;
use std::cell::RefCell;
use std::io::BufReader;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The flags of `sweep`.
#[derive(clap::Args)]
#[command(
    before_long_help = help::DEVICE,
    after_help = help::VALUES,
    after_long_help = format!("{}\n\n{}", help::VALUES, help::SWEEP)
)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    /// Take the points from a table in CSV, JSON lines or Parquet, - for standard input
    #[arg(long, value_name = "FILE", help_heading = "Points")]
    points: Option<PathBuf>,
    /// Refuse a table of --points whose content has another digest than this one
    #[arg(long, value_name = "HEX", help_heading = "Points", requires = "points", value_parser = sha256)]
    points_sha256: Option<String>,
    /// Pass columns of the table through that are neither parameters nor results
    #[arg(long, requires = "points", help_heading = "Points")]
    keep_extra: bool,
    /// How to write the rows [default: as the extension of -o FILE says, else csv]
    #[arg(help_heading = "Table", long, value_enum)]
    format: Option<Format>,
    /// Say where the table comes from: in FILE.meta.json beside -o FILE, else in lines that begin
    /// with #
    #[arg(long, help_heading = "Output")]
    provenance: bool,
    /// Leave out the header of a CSV
    #[arg(long, help_heading = "Table")]
    no_header: bool,
    #[command(flatten)]
    target: Target,
    /// Compute only the I-th of N parts of the grid; their rows, put together, are the whole
    #[arg(long, value_name = "I/N", conflicts_with = "points", help_heading = "Points")]
    shard: Option<Shard>,
    #[command(flatten)]
    jobs: Jobs,
    #[command(flatten)]
    progress: Lines,
    #[command(flatten)]
    columns: Columns,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// comma-separated values with a header
    Csv,
    /// an array of objects
    Json,
    /// an object a line
    Jsonl,
    /// columns of doubles, with their units and equations in the metadata
    Parquet,
}

/// Writes a row for every point, in order.
pub fn run(mut args: Args, mut request: CommandLine) -> Result<(), Failure> {
    args.given.without_unneeded(&args.columns.picked().unwrap_or_default(), &[])?;
    let format = args.format()?;
    request.set("format", format.name());
    match &args.points {
        Some(path) => table(&args, path, format, request),
        None => grid(&args, format, &request),
    }
}

/// A digest in hexadecimal digits.
pub fn sha256(text: &str) -> Result<String, String> {
    let is_digest = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digest = is_digest.then(|| text.to_ascii_lowercase());
    digest.ok_or_else(|| "it must have 64 hexadecimal digits, as sha256sum prints them".into())
}

impl Format {
    fn name(self) -> String {
        self.to_possible_value().map_or(String::new(), |value| value.get_name().into())
    }
}

fn grid(args: &Args, format: Format, request: &CommandLine) -> Result<(), Failure> {
    let reading = args.given.reading()?;
    let grid = Grid::new(family(), args.given.all(), reading);
    let grid = grid.map_err(|error| Failure::Request(error.to_string()))?;
    if let Some(rule) = family().lacking(grid.base()) {
        return Err(args.given.refused(rule, grid.base()));
    }
    let has = |parameter| args.given.has(parameter);
    let selection = args.columns.select(reading.units, has, &args.given.cases())?;
    args.given.allows(selection.iter())?;
    let rows = args.shard.unwrap_or(Shard::WHOLE).rows(grid.rows());
    let count = rows.end - rows.start;
    let writer = args.writers(format, &selection, request)?;
    let mut main = writer();
    let provenance = args.provenance.then(|| provenance(request, reading.units));
    let sink = open(args, format, request, provenance.as_ref(), &mut *main, true)?;
    args.given.warn_of_grid(reading);
    let done = sink.begin(&*main, Some(count))?;

    let mut progress = Progress::new(Some(count), done, args.target.is_standard(), &args.progress);
    let work = |worker: &mut Worker, piece: Range<u64>, bytes: &mut Vec<u8>| {
        bytes.clear();
        worker.piece(&grid, piece, rows.start, done, bytes);
    };
    ordered(
        rows.start + done..rows.end,
        main.piece(family().piece()),
        args.jobs.count(),
        || Worker::new(writer(), grid.base(), &selection),
        work,
        |bytes: &Vec<u8>, rows| {
            progress.advance(rows);
            main.follows(bytes);
            sink.stream().write(bytes)
        },
    )
    .map_err(|failure| sink.explain(failure))?;
    drop(progress);
    sink.finish(&*main, count)
}

fn table(
    args: &Args,
    path: &Path,
    format: Format,
    mut request: CommandLine,
) -> Result<(), Failure> {
    let fixed = args.given.values("a sweep over --points")?;
    let fixed = args.given.mentions().into_iter().zip(fixed.into_iter().map(|(_, value)| value));
    let fixed = Fixed {
        parameters: fixed.collect(),
        option: args.given.said_option(),
        yielding: parameters().filter(|parameter| file_of(parameter.name).is_some()).collect(),
        keeps_extras: args.keep_extra,
    };
    let mut input = Input::open(path)?;
    args.target.refuse_input(&input.file)?;
    let content = args.content(&mut input, format)?;
    if let Some(content) = &content {
        request.set("points-sha256", &content.sha256);
    }
    let (name, is_lasting) = (input.name.clone(), input.is_lasting);
    let flow = RefCell::new(None::<Flow>);
    let failed = |error: PointsError| match (failure_of(&flow), error) {
        (Some(failure), _) => failure,
        (None, PointsError::Table(TableError::Read(error))) => {
            Failure::Unfinished(format!("{name}: {error}"))
        }
        (
            None,
            error @ (PointsError::Both(_)
            | PointsError::Missing(_)
            | PointsError::Lacking(_)
            | PointsError::Units(_)),
        ) => Failure::Request(error.to_string()),
        (None, error) => Failure::Request(format!("{name}: {error}")),
    };
    // Rows must not wait for input that is yet to come; where they cannot be written, no more of
    // it is needed.
    let before = || flow.borrow_mut().as_mut().map_or(Ok(()), Flow::flush);
    let mut points = match Points::of_parquet(schema(), &input.file, &fixed).map_err(&failed)? {
        Some(points) => points,
        None => {
            let reader = BufReader::with_capacity(1 << 16, Prompt { input, before });
            Points::open(schema(), reader, &fixed).map_err(&failed)?
        }
    };
    for parameter in fixed.yielding.iter().filter(|parameter| points.has(parameter)) {
        request.remove(parameter.name);
    }
    let has = |parameter| args.given.has(parameter) || points.has(parameter);
    let cases = [args.given.cases(), points.cases()].concat();
    let selection = args.columns.select(points.units(), has, &cases)?;
    args.given.allows(selection.iter())?;
    let selection = selection.with_extras(points.extra_names());
    for name in selection.extras() {
        if let Some(parameter) = schema().slip(name) {
            let meant = parameter.name;
            warn(&format!("the column `{name}` is passed through; is `{meant}` meant?"));
        }
    }
    // The first point is read before a file is touched: a table that does not fit costs none.
    let mut is_there = points.read().map_err(&failed)?;

    let mut writer = args.writers(format, &selection, &request)?();
    let provenance = args.provenance.then(|| provenance(&request, points.units()));
    let provenance = provenance.map(|provenance| provenance.with_points(path, content));
    let sink = open(args, format, &request, provenance.as_ref(), &mut *writer, is_lasting)?;
    let mut warned = is_there && args.given.warn_if_invalid(points.point());
    let done = sink.begin(&*writer, None)?;
    let progress = Progress::new(None, done, args.target.is_standard(), &args.progress);
    let worker = Worker::new(writer, points.base(), &selection);
    flow.replace(Some(Flow::new(worker, sink.stream().clone(), progress, done)));
    // A failure to write is kept for whoever asks, because that may be a reader of input.
    let broken = |_| failure_of(&flow).unwrap_or(Failure::ClosedPipe);
    let mut count = 0;
    while is_there {
        count += 1;
        warned = warned || args.given.warn_if_invalid(points.point());
        let taken = match flow.borrow_mut().as_mut() {
            Some(flow) if count > done => {
                let pushed = flow.push(&points);
                pushed.map_err(|_| flow.failure.take().unwrap_or(Failure::ClosedPipe))
            }
            _ => Ok(()),
        };
        match taken.and_then(|()| points.read().map_err(&failed)) {
            Ok(next) => is_there = next,
            // The rows before a bad one are out, whole.
            Err(failure) => {
                return Err(sink.explain(before().map_err(broken).err().unwrap_or(failure)));
            }
        }
    }
    let finished = flow.borrow_mut().as_mut().map_or(Ok(()), Flow::finish);
    finished.map_err(|error| sink.explain(broken(error)))?;
    match flow.replace(None) {
        Some(flow) => sink.finish(&*flow.into_writer(), count),
        None => Ok(()),
    }
}

fn failure_of(flow: &RefCell<Option<Flow>>) -> Option<Failure> {
    flow.borrow_mut().as_mut()?.failure.take()
}

fn provenance(request: &CommandLine, units: Units) -> Provenance {
    Provenance::new(request, units == Units::Laboratory)
}

/// Opens what rows are written to. Provenance goes before the first line of a stream, or beside a
/// file together with it.
fn open(
    args: &Args,
    format: Format,
    request: &CommandLine,
    provenance: Option<&Provenance>,
    writer: &mut dyn Writer,
    can_go_on: bool,
) -> Result<Sink, Failure> {
    if args.provenance && !args.target.is_kept() && matches!(format, Format::Json | Format::Jsonl) {
        let rule = "JSON has no place for it on a stream; give -o FILE";
        return Err(Failure::Request(format!("--provenance: {rule}")));
    }
    let sink = Sink::open(&args.target, request, provenance, writer, can_go_on)?;
    if let (Sink::Direct(stream), Format::Csv, Some(provenance)) = (&sink, format, provenance) {
        stream.write(provenance.comment().as_bytes())?;
    }
    Ok(sink)
}

type Writers<'a> = Box<dyn Fn() -> Box<dyn Writer> + Sync + 'a>;

impl Args {
    /// The format that was asked for, or that of the file's extension; both must be the same.
    fn format(&self) -> Result<Format, Failure> {
        let extension = self.target.extension();
        let named = extension.and_then(|extension| Format::from_str(&extension, false).ok());
        match (self.format, named) {
            (Some(asked), Some(named)) if asked != named => {
                let (asked, named) = (asked.name(), named.name());
                let output = self.target.shown();
                Err(Failure::Request(format!(
                    "--format {asked}: the name of -o {output} is that of {named}; drop --format, or choose another name"
                )))
            }
            (asked, named) => Ok(asked.or(named).unwrap_or(Format::Csv)),
        }
    }

    /// What the table of points holds, wherever it is to be written down or is asked for.
    fn content(&self, input: &mut Input, format: Format) -> Result<Option<Content>, Failure> {
        if !input.is_lasting {
            let flags = [
                ("--resume", self.target.resume),
                ("--provenance", self.provenance),
                ("--points-sha256", self.points_sha256.is_some()),
            ];
            let Some((flag, _)) = flags.into_iter().find(|(_, given)| *given) else {
                return Ok(None);
            };
            let path = self.points.as_deref().unwrap_or(Path::new("-")).display();
            let rule = "it cannot be read again; give --points a file";
            return Err(Failure::Request(format!("{flag} with --points {path}: {rule}")));
        }
        let is_written = self.target.is_kept() || self.provenance || format == Format::Parquet;
        if !is_written && self.points_sha256.is_none() {
            return Ok(None);
        }
        let content = input.content()?;
        match &self.points_sha256 {
            Some(asked) if *asked != content.sha256 => {
                let (name, sha256) = (&input.name, &content.sha256);
                let rule = "the table is another one than was asked for";
                Err(Failure::Request(format!(
                    "--points {name}: {rule}: its SHA-256 is {sha256}, not {asked}"
                )))
            }
            _ => Ok(Some(content)),
        }
    }

    /// Makes writers of these columns, as many as there are workers.
    fn writers<'a>(
        &'a self,
        format: Format,
        selection: &'a Selection,
        request: &'a CommandLine,
    ) -> Result<Writers<'a>, Failure> {
        Ok(match format {
            Format::Csv => Box::new(|| Box::new(Csv::new(selection, !self.no_header))),
            Format::Json => Box::new(|| Box::new(Json::new(selection))),
            Format::Jsonl => Box::new(|| Box::new(JsonLines::new(selection))),
            #[cfg(feature = "parquet")]
            Format::Parquet => Box::new(|| {
                let machine = super::device::machine();
                let machine = machine.map(|machine| ("ndemon.machine", &*machine.text));
                Box::new(Parquet::with(selection, &request.line(), machine.as_slice()))
            }),
            #[cfg(not(feature = "parquet"))]
            Format::Parquet => {
                let _ = request;
                let rule = "this ndemon was built without it; build it with the feature parquet";
                return Err(Failure::Request(format!("--format parquet: {rule}")));
            }
        })
    }
}
