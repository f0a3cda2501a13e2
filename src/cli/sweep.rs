//! `ndemon sweep`: a grid, or the points of a table.

use super::args::{Columns, Given, Jobs};
use super::failure::Failure;
use super::help;
use super::partial::fingerprint;
use super::progress::Progress;
use super::provenance::{Provenance, command};
use super::rows::{Flow, Prompt, Worker};
use super::sink::{Sink, Target};
use super::stream::standard_input;
use crate::model::Units;
#[cfg(feature = "parquet")]
use crate::output::Parquet;
use crate::output::{Csv, Json, JsonLines, Writer};
use crate::sweep::{Grid, Points, PointsError, Shard, TableError, ordered};
use crate::table::Selection;
use clap::ValueEnum;
use std::cell::RefCell;
use std::fs::File;
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
    /// Take the points from a CSV or JSON-lines table, - for standard input
    #[arg(long, value_name = "FILE", help_heading = "Points")]
    points: Option<PathBuf>,
    /// How to write the rows
    #[arg(help_heading = "Table", long, value_enum, default_value_t = Format::Csv)]
    format: Format,
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
    columns: Columns,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
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
pub fn run(mut args: Args) -> Result<(), Failure> {
    args.given.free_tc(&args.columns)?;
    match &args.points {
        Some(path) => table(&args, path),
        None => grid(&args),
    }
}

fn grid(args: &Args) -> Result<(), Failure> {
    let units = args.given.units()?;
    let grid = Grid::new(args.given.all(), units);
    let grid = grid.map_err(|error| Failure::Request(error.to_string()))?;
    let grid = grid.with_resonances(args.given.resonances());
    let selection = args.columns.select(
        units,
        |parameter| args.given.has(parameter),
        args.given.is_in_headrooms(),
    )?;
    args.given.allows(selection.iter())?;
    let rows = args.shard.unwrap_or(Shard::WHOLE).rows(grid.rows());
    let count = rows.end - rows.start;
    let writer = args.writers(&selection)?;
    let mut main = writer();
    let sink = Sink::open(&args.target, fingerprint(&args.identity()), &mut *main)?;
    args.explain(&sink, units)?;
    args.given.warn_if_widest(units);
    let done = sink.begin(&*main, Some(count))?;

    let mut progress = Progress::new(Some(count), done, args.target.is_standard());
    let work = |worker: &mut Worker, piece: Range<u64>, bytes: &mut Vec<u8>| {
        bytes.clear();
        worker.piece(&grid, piece, rows.start, done, bytes);
    };
    ordered(
        rows.start + done..rows.end,
        main.piece(),
        args.jobs.count(),
        || Worker::new(writer()),
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

fn table(args: &Args, path: &Path) -> Result<(), Failure> {
    let fixed = args.given.values("a sweep over --points")?;
    let fixed = args.given.mentions().into_iter().zip(fixed.into_iter().map(|(_, value)| value));
    let fixed: Vec<_> = fixed.collect();
    let (name, file) = match path == Path::new("-") {
        true => ("standard input".into(), standard_input()),
        false => (path.display().to_string(), File::open(path)),
    };
    let file = file.map_err(|error| Failure::io(&name, &error))?;
    args.target.refuse_input(&file)?;
    if args.target.resume && path == Path::new("-") {
        let rule = "it cannot be read again; give --points a file";
        return Err(Failure::Request(format!("--resume with --points -: {rule}")));
    }
    let stamp = file.metadata().map(|metadata| (metadata.len(), metadata.modified().ok()));
    let flow = RefCell::new(None::<Flow>);
    let failed = |error: PointsError| match (failure_of(&flow), error) {
        (Some(failure), _) => failure,
        (None, PointsError::Table(TableError::Read(error))) => {
            Failure::Unfinished(format!("{name}: {error}"))
        }
        (
            None,
            error @ (PointsError::Both(_) | PointsError::Missing(_) | PointsError::Units(_)),
        ) => Failure::Request(error.to_string()),
        (None, error) => Failure::Request(format!("{name}: {error}")),
    };
    // Rows must not wait for input that is yet to come; where they cannot be written, no more of
    // it is needed.
    let before = || flow.borrow_mut().as_mut().map_or(Ok(()), Flow::flush);
    let points = Points::open(BufReader::new(Prompt { input: file, before }), &fixed);
    let mut points = points.map_err(&failed)?.with_resonances(args.given.resonances());
    let selection = args.columns.select(
        points.units(),
        |p| args.given.has(p) || points.has(p),
        args.given.is_in_headrooms() || points.has_multiples(),
    )?;
    args.given.allows(selection.iter())?;
    // The first point is read before a file is touched: a table that does not fit costs none.
    let first = points.next().transpose().map_err(&failed)?;

    let request = fingerprint(&format!("{} {stamp:?}", args.identity()));
    let mut writer = args.writers(&selection)?();
    let sink = Sink::open(&args.target, request, &mut *writer)?;
    args.explain(&sink, points.units())?;
    let mut warned = first.is_some_and(|point| args.given.warn_if_wide(&point));
    let done = sink.begin(&*writer, None)?;
    let progress = Progress::new(None, done, args.target.is_standard());
    let rows = Flow::new(Worker::new(writer), sink.stream().clone(), progress, done);
    flow.replace(Some(rows));
    // A failure to write is kept for whoever asks, because that may be a reader of input.
    let broken = |_| failure_of(&flow).unwrap_or(Failure::ClosedPipe);
    let mut count = 0;
    for point in first.map(Ok).into_iter().chain(points) {
        let taken = point.map_err(&failed).and_then(|point| {
            count += 1;
            warned = warned || args.given.warn_if_wide(&point);
            match flow.borrow_mut().as_mut() {
                Some(flow) if count > done => {
                    flow.push(point).map_err(|_| flow.failure.take().unwrap_or(Failure::ClosedPipe))
                }
                _ => Ok(()),
            }
        });
        if let Err(failure) = taken {
            // The rows before a bad one are out, whole.
            return Err(sink.explain(before().map_err(broken).err().unwrap_or(failure)));
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

type Writers<'a> = Box<dyn Fn() -> Box<dyn Writer> + Sync + 'a>;

impl Args {
    /// Makes writers of these columns, as many as there are workers.
    fn writers<'a>(&'a self, selection: &'a Selection) -> Result<Writers<'a>, Failure> {
        Ok(match self.format {
            Format::Csv => Box::new(|| Box::new(Csv::new(selection, !self.no_header))),
            Format::Json => Box::new(|| Box::new(Json(selection.clone()))),
            Format::Jsonl => Box::new(|| Box::new(JsonLines(selection.clone()))),
            #[cfg(feature = "parquet")]
            Format::Parquet => {
                Box::new(|| Box::new(Parquet::new(selection, &command(&self.arguments()))))
            }
            #[cfg(not(feature = "parquet"))]
            Format::Parquet => {
                let rule = "this ndemon was built without it; build it with the feature parquet";
                return Err(Failure::Request(format!("--format parquet: {rule}")));
            }
        })
    }

    /// All that the bytes depend on but what is in a table of points.
    fn identity(&self) -> String {
        format!("{} {}", env!("CARGO_PKG_VERSION"), command(&self.arguments()))
    }

    /// The same without the version, as arguments.
    fn arguments(&self) -> Vec<String> {
        let flag = |name: &str, value: String| [name.to_owned(), value];
        let format = self.format.to_possible_value();
        let pairs = [
            self.points.as_ref().map(|path| flag("--points", path.display().to_string())),
            format.map(|format| flag("--format", format.get_name().into())),
            self.shard.map(|shard| flag("--shard", shard.to_string())),
            self.columns.flag(),
        ];
        let pairs = self.given.flags().chain(pairs.into_iter().flatten());
        let header = self.no_header.then(|| "--no-header".to_owned());
        let provenance = self.provenance.then(|| "--provenance".to_owned());
        let verb = std::iter::once("sweep".to_owned());
        verb.chain(pairs.flatten()).chain(header).chain(provenance).collect()
    }

    /// Says where the table comes from, if that is wanted: before its first line, or beside it.
    fn explain(&self, sink: &Sink, units: Units) -> Result<(), Failure> {
        if !self.provenance {
            return Ok(());
        }
        let provenance = Provenance::new(self.arguments(), units == Units::Laboratory);
        match (sink, self.format) {
            (Sink::Partial(partial), _) => {
                provenance.write_beside(partial.target(), self.target.may_replace())
            }
            (Sink::Direct(stream), Format::Csv) => stream.write(provenance.comment().as_bytes()),
            (Sink::Direct(_), Format::Parquet) => Ok(()),
            (Sink::Direct(_), Format::Json | Format::Jsonl) => {
                let rule = "JSON has no place for it on a stream; give -o FILE";
                Err(Failure::Request(format!("--provenance: {rule}")))
            }
        }
    }
}
