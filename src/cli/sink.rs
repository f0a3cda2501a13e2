//! Where a table goes: straight to a stream, or to a file that appears when it is whole.

use super::failure::Failure;
use super::partial::{Existing, Partial};
use super::stream::{Stream, is_same_file, standard_output};
use crate::output::Writer;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The flags that say where a table goes.
#[derive(clap::Args)]
pub struct Target {
    /// Write to a file instead of standard output
    #[arg(help_heading = "Output", short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Go on with the unfinished file of the same request
    #[arg(help_heading = "Output", long, requires = "output", conflicts_with = "force")]
    pub resume: bool,
    /// Overwrite a file that is there
    #[arg(help_heading = "Output", long, requires = "output")]
    force: bool,
}

impl Target {
    /// The file, if it is not standard output.
    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Whether a file that is there may be replaced.
    pub fn may_replace(&self) -> bool {
        self.force || self.resume
    }

    /// Whether rows go to standard output.
    pub fn is_standard(&self) -> bool {
        self.file().is_none()
    }

    /// A table that is written while it is read would be lost, or never end.
    pub fn refuse_input(&self, table: &File) -> Result<(), Failure> {
        let (name, output) = match self.file() {
            Some(path) => (format!("-o {}", path.display()), File::open(path).ok()),
            None => ("standard output".into(), standard_output().ok()),
        };
        match output.is_some_and(|output| is_same_file(table, &output)) {
            true => Err(Failure::Request(format!(
                "{name}: the output must not be the table of --points"
            ))),
            false => Ok(()),
        }
    }
}

/// Where the table goes.
pub enum Sink {
    Direct(Stream),
    Partial(Partial),
}

impl Sink {
    /// Opens the target for the request with this fingerprint.
    pub fn open(target: &Target, request: u64, writer: &mut dyn Writer) -> Result<Self, Failure> {
        let sink = match target.file() {
            Some(path) => match path.metadata() {
                // A device or a FIFO is written to as it is.
                Ok(there) if !there.is_file() => Sink::Direct(Stream::open(path)?),
                _ => {
                    let existing = match (target.resume, target.force) {
                        (true, _) => Existing::GoOn,
                        (_, true) => Existing::Overwrite,
                        _ => Existing::Keep,
                    };
                    Sink::Partial(Partial::open(path, request, existing, writer)?)
                }
            },
            None => Sink::Direct(Stream::standard()?),
        };
        #[cfg(unix)]
        sink.stream().end_whole_on_interrupt(match &sink {
            Sink::Direct(_) => None,
            Sink::Partial(partial) => Some(partial.farewell()),
        })?;
        Ok(sink)
    }

    /// Where rows go.
    pub fn stream(&self) -> &Stream {
        match self {
            Sink::Direct(stream) => stream,
            Sink::Partial(partial) => partial.stream(),
        }
    }

    /// Writes what stands before the first row, unless it is there; how many rows are.
    pub fn begin(&self, writer: &dyn Writer, rows: Option<u64>) -> Result<u64, Failure> {
        let units = match self {
            Sink::Direct(_) => 0,
            Sink::Partial(partial) => partial.units(),
        };
        if units > writer.units(0) {
            // All rows and the end may be there.
            return Ok((units - writer.units(0)).min(rows.unwrap_or(u64::MAX)));
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
    pub fn explain(&self, failure: Failure) -> Failure {
        match (self, failure) {
            (Sink::Partial(partial), Failure::Unfinished(why)) => {
                Failure::Unfinished(format!("{why}; {}", partial.farewell()))
            }
            (_, failure) => failure,
        }
    }

    /// Puts a file in its place if all of it was written, and removes it if not.
    pub fn close(self, written: Result<(), Failure>) -> Result<(), Failure> {
        match (self, written) {
            (Sink::Partial(partial), Ok(())) => partial.finish(),
            (Sink::Partial(partial), Err(failure)) => {
                partial.abandon();
                Err(failure)
            }
            (Sink::Direct(_), written) => written,
        }
    }

    /// Writes what stands after so many rows, all there are.
    pub fn finish(self, writer: &dyn Writer, rows: u64) -> Result<(), Failure> {
        let mut text = Vec::new();
        writer.end(rows, &mut text);
        match self {
            Sink::Direct(stream) => stream.write(&text),
            Sink::Partial(partial) => {
                // What ends the last row's unit may be there, and the end itself.
                let whole = writer.units(rows);
                let begun = partial.units();
                if begun >= whole && begun > writer.units(0) {
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
