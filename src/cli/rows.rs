//! Points on their way to rows.

use super::failure::Failure;
use super::progress::Progress;
use super::stream::Stream;
use crate::model::{Block, Inputs};
use crate::output::Writer;
use crate::sweep::{Grid, Points};
use crate::table::{Extras, Selection};
use std::io::{self, BufRead, Read};
use std::ops::Range;

/// Solves points and writes their rows.
pub struct Worker {
    writer: Box<dyn Writer>,
    block: Block,
    /// What is passed through with the points.
    extras: Extras,
}

impl Worker {
    /// A worker for points that differ from this one, and for these columns.
    pub fn new(writer: Box<dyn Writer>, base: &Inputs, selection: &Selection) -> Self {
        let block = Block::new(base.clone(), selection.wanted());
        Self { writer, block, extras: Extras::default() }
    }

    /// Appends the rows of a piece of the grid to `bytes`. The table begins at row `start` of the grid,
    /// and `done` of its rows were there before.
    pub fn piece(
        &mut self,
        grid: &Grid,
        piece: Range<u64>,
        start: u64,
        done: u64,
        bytes: &mut Vec<u8>,
    ) {
        // Rows of points that are solved together stay in the cache.
        let solved = self.block.family().piece();
        for first in piece.clone().step_by(solved as usize) {
            grid.fill(first..piece.end.min(first.saturating_add(solved)), &mut self.block);
            self.write(first - start, done, bytes);
        }
        self.writer.close(bytes);
    }

    /// Appends the rows of the block, the first of which has this number in the table. A resumed file
    /// that has `done` rows already ends with what would stand before the next one.
    fn write(&mut self, first: u64, done: u64, bytes: &mut Vec<u8>) {
        self.block.family().solve(&mut self.block);
        let start = bytes.len();
        self.writer.rows_with(first, &self.block, &self.extras, bytes);
        self.extras.clear();
        if first == done && done > 0 && self.block.rows() > 0 {
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

    /// The last point that was read, and what is passed through with it.
    #[inline]
    pub fn push<R: BufRead>(&mut self, points: &Points<R>) -> io::Result<()> {
        let reading = points.point().reading;
        if self.worker.block.reading() != reading {
            self.flush()?;
            self.worker.block.reset_to(reading);
        }
        points.push_to(&mut self.worker.block);
        self.worker.extras.append(points.extras());
        let block = &self.worker.block;
        if (block.rows() as u64) < block.family().piece() { Ok(()) } else { self.flush() }
    }

    /// Writes what waits; keeps the failure.
    #[inline(never)]
    pub fn flush(&mut self) -> io::Result<()> {
        self.bytes.clear();
        let count = self.worker.block.rows() as u64;
        self.worker.write(self.next, self.done, &mut self.bytes);
        self.worker.block.reset(0);
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
