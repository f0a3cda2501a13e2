//! `ndemon sweep`: a grid, or the points of a table.

use super::args::{Columns, Given};
use super::failure::Failure;
use super::partial::{Existing, Partial, fingerprint};
use super::progress::Progress;
use super::stream::{Stream, is_same_file, standard_input, standard_output};
use crate::model::Point;
use crate::output::{Csv, Json, JsonLines, Writer};
use crate::sweep::{Grid, Points, PointsError, Shard, TableError, ordered};
use crate::table::{Row, Selection};
use clap::ValueEnum;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::num::NonZero;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The flags of `sweep`.
#[derive(clap::Args)]
#[command(after_help = "\
A parameter takes a value, a list a,b,c, a range first:last:count or log:first:last:count.
The flag given first varies slowest, the last fastest.

With -o the file appears when it is whole. The rows of a sweep that was cut off, by whatever, are
in a file beside it; the same command with --resume goes on and ends with the same bytes.")]
pub struct Args {
    #[command(flatten)]
    given: Given,
    /// Take the points from a CSV or JSON-lines table, - for standard input
    #[arg(long, value_name = "FILE")]
    points: Option<PathBuf>,
    /// How to write the rows
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Leave out the header of a CSV
    #[arg(long)]
    no_header: bool,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Go on with the unfinished file of the same request
    #[arg(long, requires = "output", conflicts_with = "force")]
    resume: bool,
    /// Overwrite a file that is there
    #[arg(long, requires = "output")]
    force: bool,
    /// Compute only the I-th of N parts of the grid; their rows, put together, are the whole
    #[arg(long, value_name = "I/N", conflicts_with = "points")]
    shard: Option<Shard>,
    /// How many threads compute [default: all processors]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
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
}

impl Format {
    fn writer(self, selection: &Selection, header: bool) -> Box<dyn Writer> {
        match self {
            Format::Csv => Box::new(Csv::new(selection, header)),
            Format::Json => Box::new(Json(selection.clone())),
            Format::Jsonl => Box::new(JsonLines(selection.clone())),
        }
    }
}

/// Writes a row for every point, in order.
pub fn run(args: Args) -> Result<(), Failure> {
    match &args.points {
        Some(path) => table(&args, path),
        None => grid(&args),
    }
}

fn grid(args: &Args) -> Result<(), Failure> {
    let grid = Grid::new(args.given.clone().axes());
    let grid = grid.map_err(|error| Failure::Request(error.to_string()))?;
    let selection = args.columns.select(|parameter| args.given.has(parameter))?;
    let rows = args.shard.unwrap_or(Shard::WHOLE).rows(grid.rows());
    let count = rows.end - rows.start;
    let request = args.request(&selection, &format!("{:?} {rows:?}", args.given));
    let sink = Sink::open(args, request)?;
    let writer = || args.format.writer(&selection, !args.no_header);
    let done = sink.begin(&*writer(), Some(count))?;

    let mut progress = Progress::new(Some(count), done, args.output.is_none());
    let jobs = args.jobs.or_else(|| std::thread::available_parallelism().ok());
    let work = |worker: &mut Worker, range: Range<u64>, bytes: &mut Vec<u8>| {
        worker.points.clear();
        grid.append(range.clone(), &mut worker.points);
        worker.write(range.start - rows.start, done, bytes);
    };
    ordered(
        rows.start + done..rows.end,
        jobs.unwrap_or(NonZero::<usize>::MIN),
        || Worker::new(writer()),
        work,
        |bytes, rows| {
            progress.advance(rows);
            sink.stream().write(bytes)
        },
    )
    .map_err(|failure| sink.explain(failure))?;
    drop(progress);
    sink.finish(&*writer(), count)
}

fn table(args: &Args, path: &Path) -> Result<(), Failure> {
    let fixed = args.given.values("a sweep over --points")?;
    let (name, file) = match path == Path::new("-") {
        true => ("standard input".into(), standard_input()),
        false => (path.display().to_string(), File::open(path)),
    };
    let file = file.map_err(|error| Failure::io(&name, &error))?;
    args.refuse_own_output(&file)?;
    if args.resume && path == Path::new("-") {
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
        (None, error @ (PointsError::Both(_) | PointsError::Missing(_))) => {
            Failure::Request(error.to_string())
        }
        (None, error) => Failure::Request(format!("{name}: {error}")),
    };
    // Rows must not wait for input that is yet to come; where they cannot be written, no more of
    // it is needed.
    let before = || flow.borrow_mut().as_mut().map_or(Ok(()), Flow::flush);
    let mut points =
        Points::open(BufReader::new(Prompt { input: file, before }), &fixed).map_err(&failed)?;
    let selection = args.columns.select(|p| args.given.has(p) || points.has(p))?;
    // The first point is read before a file is touched: a table that does not fit costs none.
    let first = points.next().transpose().map_err(&failed)?;

    let request = args.request(&selection, &format!("{path:?} {stamp:?} {fixed:?}"));
    let sink = Sink::open(args, request)?;
    let writer = || args.format.writer(&selection, !args.no_header);
    let done = sink.begin(&*writer(), None)?;
    flow.replace(Some(Flow {
        worker: Worker::new(writer()),
        stream: sink.stream().clone(),
        progress: Progress::new(None, done, args.output.is_none()),
        next: done,
        done,
        bytes: Vec::new(),
        failure: None,
    }));
    // A failure to write is kept for whoever asks, because that may be a reader of input.
    let broken = |_| failure_of(&flow).unwrap_or(Failure::ClosedPipe);
    let mut count = 0;
    for point in first.map(Ok).into_iter().chain(points) {
        let taken = point.map_err(&failed).and_then(|point| {
            count += 1;
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
    before().map_err(|error| sink.explain(broken(error)))?;
    flow.replace(None);
    sink.finish(&*writer(), count)
}

fn failure_of(flow: &RefCell<Option<Flow>>) -> Option<Failure> {
    flow.borrow_mut().as_mut()?.failure.take()
}

/// Points on their way to rows.
struct Worker {
    writer: Box<dyn Writer>,
    points: Vec<Point>,
    rows: Vec<Row>,
}

impl Worker {
    fn new(writer: Box<dyn Writer>) -> Self {
        Self { writer, points: Vec::new(), rows: Vec::new() }
    }

    /// Appends the rows of the points; the first has this number. Where `done` rows were there
    /// before, the end of the last one's line is.
    fn write(&mut self, first: u64, done: u64, bytes: &mut Vec<u8>) {
        self.rows.clear();
        Row::append_all(&self.points, &mut self.rows);
        for (number, row) in (first..).zip(&self.rows) {
            let start = bytes.len();
            self.writer.row(number, row, bytes);
            if number == done && done > 0 {
                self.writer.go_on(start, bytes);
            }
        }
    }
}

/// What comes of the points of a table.
struct Flow {
    worker: Worker,
    stream: Stream,
    progress: Progress,
    next: u64,
    done: u64,
    bytes: Vec<u8>,
    failure: Option<Failure>,
}

impl Flow {
    /// How many points wait for each other at most.
    const BLOCK: usize = 2048;

    fn push(&mut self, point: Point) -> io::Result<()> {
        self.worker.points.push(point);
        if self.worker.points.len() < Self::BLOCK { Ok(()) } else { self.flush() }
    }

    /// Writes what waits; keeps the failure.
    fn flush(&mut self) -> io::Result<()> {
        self.bytes.clear();
        self.worker.write(self.next, self.done, &mut self.bytes);
        let count = self.worker.points.len() as u64;
        self.worker.points.clear();
        self.next += count;
        self.progress.advance(count);
        self.stream.write(&self.bytes).map_err(|failure| {
            self.failure = Some(failure);
            io::ErrorKind::Other.into()
        })
    }
}

/// Where the table goes.
enum Sink {
    Direct(Stream),
    Partial(Partial),
}

impl Sink {
    fn open(args: &Args, request: u64) -> Result<Self, Failure> {
        let sink = match &args.output {
            Some(path) if path != Path::new("-") => match path.metadata() {
                // A device or a FIFO is written to as it is.
                Ok(there) if !there.is_file() => Sink::Direct(Stream::open(path)?),
                _ => {
                    let existing = match (args.resume, args.force) {
                        (true, _) => Existing::GoOn,
                        (_, true) => Existing::Overwrite,
                        _ => Existing::Keep,
                    };
                    Sink::Partial(Partial::open(path, request, existing)?)
                }
            },
            _ => Sink::Direct(Stream::standard()?),
        };
        #[cfg(unix)]
        sink.stream().end_whole_on_interrupt(match &sink {
            Sink::Direct(_) => None,
            Sink::Partial(partial) => Some(partial.farewell()),
        })?;
        Ok(sink)
    }

    fn stream(&self) -> &Stream {
        match self {
            Sink::Direct(stream) => stream,
            Sink::Partial(partial) => partial.stream(),
        }
    }

    /// Writes what stands before the first row, unless it is there; how many rows are.
    fn begin(&self, writer: &dyn Writer, rows: Option<u64>) -> Result<u64, Failure> {
        let lines = match self {
            Sink::Direct(_) => 0,
            Sink::Partial(partial) => partial.lines(),
        };
        if lines > writer.lines(0) {
            // All rows and the end may be there.
            return Ok((lines - writer.lines(0)).min(rows.unwrap_or(u64::MAX)));
        }
        if let Sink::Partial(partial) = self {
            partial.empty()?;
        }
        let mut text = Vec::new();
        writer.begin(&mut text);
        self.stream().write(&text)?;
        Ok(0)
    }

    /// A failure, with the way to go on.
    fn explain(&self, failure: Failure) -> Failure {
        match (self, failure) {
            (Sink::Partial(partial), Failure::Unfinished(why)) => {
                Failure::Unfinished(format!("{why}; {}", partial.farewell()))
            }
            (_, failure) => failure,
        }
    }

    fn finish(self, writer: &dyn Writer, rows: u64) -> Result<(), Failure> {
        let mut text = Vec::new();
        writer.end(rows, &mut text);
        match self {
            Sink::Direct(stream) => stream.write(&text),
            Sink::Partial(partial) => {
                // What ends the last row's line may be there, and the end itself.
                let whole = writer.lines(rows);
                let begun = partial.lines();
                if begun >= whole && begun > writer.lines(0) {
                    writer.go_on(0, &mut text);
                }
                if begun > whole {
                    text.clear();
                }
                let written = partial.stream().write(&text);
                if let Err(failure) = written {
                    return Err(Sink::Partial(partial).explain(failure));
                }
                partial.finish()
            }
        }
    }
}

impl Args {
    /// All that the bytes depend on, as a number.
    fn request(&self, selection: &Selection, points: &str) -> u64 {
        let names: Vec<&str> = selection.iter().map(|column| column.name).collect();
        fingerprint(&format!(
            "{} {:?} {} {names:?} {points}",
            env!("CARGO_PKG_VERSION"),
            self.format,
            self.no_header
        ))
    }

    /// A table that is written while it is read would be lost, or never end.
    fn refuse_own_output(&self, table: &File) -> Result<(), Failure> {
        let (name, output) = match &self.output {
            Some(path) if path != Path::new("-") => {
                (format!("-o {}", path.display()), File::open(path).ok())
            }
            _ => ("standard output".into(), standard_output().ok()),
        };
        match output.is_some_and(|output| is_same_file(table, &output)) {
            true => Err(Failure::Request(format!(
                "{name}: the output must not be the table of --points"
            ))),
            false => Ok(()),
        }
    }
}

/// A reader that does something before each read, which may have to wait.
struct Prompt<R, F> {
    input: R,
    before: F,
}

impl<R: Read, F: FnMut() -> io::Result<()>> Read for Prompt<R, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (self.before)()?;
        self.input.read(buffer)
    }
}
