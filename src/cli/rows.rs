//! Points on their way to rows.

use super::failure::Failure;
use super::progress::Progress;
use super::stream::Stream;
use crate::output::Writer;
use crate::refrigerator::Point;
use crate::sweep::Grid;
use crate::table::{Extras, Row};
use std::io::{self, Read};
use std::ops::Range;

/// Solves points and writes their rows.
pub struct Worker {
    writer: Box<dyn Writer>,
    points: Vec<Point>,
    /// What is passed through with the points.
    extras: Extras,
    rows: Vec<Row>,
}

impl Worker {
    pub fn new(writer: Box<dyn Writer>) -> Self {
        Self { writer, points: Vec::new(), extras: Extras::default(), rows: Vec::new() }
    }

    /// How many points are solved together: their rows stay in the cache.
    const BLOCK: u64 = 2048;

    /// Appends the rows of a piece of the grid, whose first row has the number 0 in the table that
    /// begins at `start` of the grid.
    pub fn piece(
        &mut self,
        grid: &Grid,
        piece: Range<u64>,
        start: u64,
        done: u64,
        bytes: &mut Vec<u8>,
    ) {
        for first in piece.clone().step_by(Self::BLOCK as usize) {
            grid.append(first..piece.end.min(first.saturating_add(Self::BLOCK)), &mut self.points);
            self.write(first - start, done, bytes);
        }
        self.writer.close(bytes);
    }

    /// Appends the rows of the points; the first has this number. Where `done` rows were there
    /// before, the end of the last one's unit is.
    fn write(&mut self, first: u64, done: u64, bytes: &mut Vec<u8>) {
        self.rows.clear();
        Row::append_all(&self.points, &mut self.rows);
        self.points.clear();
        let start = bytes.len();
        self.writer.rows_with(first, &self.rows, &self.extras, bytes);
        self.extras.clear();
        if first == done && done > 0 {
            self.writer.go_on(start, bytes);
        }
    }
}

/// What comes of the points of a table.
pub struct Flow {
    worker: Worker,
    stream: Stream,
    progress: Progress,
    next: u64,
    done: u64,
    bytes: Vec<u8>,
    /// Why nothing can be written any more.
    pub failure: Option<Failure>,
}

impl Flow {
    /// The rows of a table, so many of which are there already.
    pub fn new(worker: Worker, stream: Stream, progress: Progress, done: u64) -> Self {
        Self { worker, stream, progress, next: done, done, bytes: Vec::new(), failure: None }
    }

    /// One more point, and what is passed through with it.
    pub fn push(&mut self, point: Point, extras: &Extras) -> io::Result<()> {
        self.worker.points.push(point);
        self.worker.extras.append(extras);
        if (self.worker.points.len() as u64) < Worker::BLOCK { Ok(()) } else { self.flush() }
    }

    /// Writes what waits; keeps the failure.
    pub fn flush(&mut self) -> io::Result<()> {
        self.bytes.clear();
        let count = self.worker.points.len() as u64;
        self.worker.write(self.next, self.done, &mut self.bytes);
        self.next += count;
        self.progress.advance(count);
        self.send()
    }

    /// Writes what is left; the writer is ready for the end then.
    pub fn finish(&mut self) -> io::Result<()> {
        self.flush()?;
        self.bytes.clear();
        self.worker.writer.close(&mut self.bytes);
        self.send()
    }

    fn send(&mut self) -> io::Result<()> {
        self.worker.writer.follows(&self.bytes);
        self.stream.write(&self.bytes).map_err(|failure| {
            self.failure = Some(failure);
            io::ErrorKind::Other.into()
        })
    }

    /// The writer of the rows.
    pub fn into_writer(self) -> Box<dyn Writer> {
        self.worker.writer
    }
}

/// A reader that does something before each read, which may have to wait.
pub struct Prompt<R, F> {
    pub input: R,
    pub before: F,
}

impl<R: Read, F: FnMut() -> io::Result<()>> Read for Prompt<R, F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (self.before)()?;
        self.input.read(buffer)
    }
}
