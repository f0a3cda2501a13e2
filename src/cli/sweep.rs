//! `ndemon sweep`: a grid, or the points of a table.

use super::args::{Columns, Given};
use super::failure::Failure;
use super::progress::Progress;
use super::stream::Stream;
use crate::model::Point;
use crate::output::{Csv, Json, JsonLines, Writer};
use crate::sweep::{Grid, Points, PointsError, TableError};
use crate::table::{Row, Selection};
use clap::ValueEnum;
use std::cell::{OnceCell, RefCell};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// The flags of `sweep`.
#[derive(clap::Args)]
#[command(after_help = "\
A parameter takes a value, a list a,b,c, a range first:last:count or log:first:last:count.
The flag given first varies slowest, the last fastest.")]
pub struct Args {
    #[command(flatten)]
    given: Given,
    /// Take the points from a CSV or JSON-lines table, - for standard input
    #[arg(long, value_name = "FILE")]
    points: Option<PathBuf>,
    /// How to write the rows
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    columns: Columns,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// comma-separated values with a header
    Csv,
    /// an array of objects
    Json,
    /// an object a line
    Jsonl,
}

impl Format {
    fn writer(self, selection: Selection) -> Box<dyn Writer> {
        match self {
            Format::Csv => Box::new(Csv(selection)),
            Format::Json => Box::new(Json::new(selection)),
            Format::Jsonl => Box::new(JsonLines(selection)),
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
    let sink = args.open()?;
    let points = (0..grid.rows()).map(|index| Ok(grid.point(index)));
    args.write(points, selection, Some(grid.rows()), &sink)
}

fn table(args: &Args, path: &Path) -> Result<(), Failure> {
    let fixed = args.given.values("a sweep over --points")?;
    let (name, input): (_, Box<dyn Read>) = if path == Path::new("-") {
        ("standard input".into(), Box::new(io::stdin()))
    } else {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| Failure::io(&name, &error))?;
        (name, Box::new(file))
    };
    let sink = OnceCell::<Stream>::new();
    let broken = RefCell::new(None);
    // Rows must not wait for input that is yet to come; where they cannot be written, no more of
    // it is needed.
    let before = || match sink.get().map_or(Ok(()), Stream::flush) {
        Ok(()) => Ok(()),
        Err(failure) => {
            broken.replace(Some(failure));
            Err(io::ErrorKind::Other.into())
        }
    };
    let failed = |error: PointsError| match (broken.take(), error) {
        (Some(failure), _) => failure,
        (None, PointsError::Table(TableError::Read(error))) => {
            Failure::Unfinished(format!("{name}: {error}"))
        }
        (None, error @ (PointsError::Both(_) | PointsError::Missing(_))) => {
            Failure::Request(error.to_string())
        }
        (None, error) => Failure::Request(format!("{name}: {error}")),
    };
    let input = BufReader::new(Prompt { input, before });
    let points = Points::open(input, &fixed).map_err(failed)?;
    let selection = args.columns.select(|p| args.given.has(p) || points.has(p))?;
    // Only now, so that a table that does not fit costs no existing file.
    let stream = args.open()?;
    let sink = sink.get_or_init(|| stream);
    args.write(points.map(|point| point.map_err(failed)), selection, None, sink)
}

impl Args {
    fn open(&self) -> Result<Stream, Failure> {
        let stream = match &self.output {
            Some(path) if path != Path::new("-") => {
                if self.points.as_ref().is_some_and(|points| same_file(points, path)) {
                    let name = path.display();
                    return Err(Failure::Request(format!(
                        "-o {name}: the output must not be the table of --points"
                    )));
                }
                Stream::create(path)?
            }
            _ => Stream::standard(),
        };
        #[cfg(unix)]
        stream.end_whole_on_interrupt().map_err(|error| Failure::io("signals", &error))?;
        Ok(stream)
    }

    fn write(
        &self,
        points: impl Iterator<Item = Result<Point, Failure>>,
        selection: Selection,
        rows: Option<u64>,
        sink: &Stream,
    ) -> Result<(), Failure> {
        let mut writer = self.format.writer(selection);
        let mut progress = Progress::new(rows, self.output.is_none());
        let mut text = Vec::new();
        writer.begin(&mut text);
        for point in points {
            let point = match point {
                Ok(point) => point,
                // The rows before a bad one are out, whole.
                Err(failure) => return sink.flush().and(Err(failure)),
            };
            writer.row(&Row::new(point), &mut text);
            sink.write(&text)?;
            text.clear();
            progress.tick();
        }
        writer.end(&mut text);
        sink.write(&text)?;
        sink.flush()
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b && a.is_file())
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
