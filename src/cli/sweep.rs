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
use std::cell::OnceCell;
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
    let failed = |error: PointsError| match error {
        PointsError::Table(TableError::Read(error)) => {
            Failure::Unfinished(format!("{name}: {error}"))
        }
        PointsError::Both(_) | PointsError::Missing(_) => Failure::Request(error.to_string()),
        _ => Failure::Request(format!("{name}: {error}")),
    };
    let sink = OnceCell::new();
    // Rows must not wait for input that is yet to come.
    let before = || sink.get().map_or(Ok(()), Stream::flush);
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
            None => Stream::standard(),
            Some(path) => Stream::create(path)?,
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

/// A reader that does something before each read, which may have to wait.
struct Prompt<R, F> {
    input: R,
    before: F,
}

impl<R: Read, F: FnMut() -> Result<(), Failure>> Read for Prompt<R, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let _ = (self.before)();
        self.input.read(buffer)
    }
}
