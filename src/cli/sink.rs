//! Where a table goes: straight to a stream, or to a file that appears when it is whole.

use super::command_line::CommandLine;
use super::failure::Failure;
use super::partial::{Existing, Partial};
use super::provenance::Provenance;
use super::stream::{Stream, is_same_file, standard_output};
use crate::output::Writer;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The flags that say where a table goes.
#[derive(clap::Args)]
pub struct Target {
    /// Write to a file instead of standard output: .csv, .json, .jsonl or .parquet
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

    /// The letters after the last point of the file's name, in lower case.
    pub fn extension(&self) -> Option<String> {
        Some(self.file()?.extension()?.to_str()?.to_ascii_lowercase())
    }

    /// The target as it was typed.
    pub fn shown(&self) -> String {
        self.output.as_deref().unwrap_or(Path::new("-")).display().to_string()
    }

    /// Whether it is a file that appears when it is whole: a device or a FIFO is written to as it is.
    pub fn is_kept(&self) -> bool {
        self.file().is_some_and(|path| path.metadata().map_or(true, |there| there.is_file()))
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
    /// Opens the target for this request; provenance is to appear beside a file. `can_go_on` says
    /// whether another run can go on where this one ends.
    pub fn open(
        target: &Target,
        request: &CommandLine,
        provenance: Option<&Provenance>,
        writer: &mut dyn Writer,
        can_go_on: bool,
    ) -> Result<Self, Failure> {
        let sink = match target.file() {
            Some(path) if target.is_kept() => {
                let existing = match (target.resume, target.force) {
                    (true, _) => Existing::GoOn,
                    (_, true) => Existing::Overwrite,
                    _ => Existing::Keep,
                };
                let mut partial = Partial::open(path, request.fingerprint(), existing, provenance)?;
                partial.resume(writer, can_go_on)?;
                Sink::Partial(partial)
            }
            Some(path) => Sink::Direct(Stream::open(path)?),
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
        match (rows, self) {
            (Some(rows), Sink::Partial(partial)) if units > writer.units(rows) => {
                return Err(partial.surplus());
            }
            _ if units > writer.units(0) => return Ok(units - writer.units(0)),
            _ => {}
        }
        if let Sink::Partial(partial) = self {
            partial.empty()?;
        }
        let mut text = Vec::new();
        writer.begin(&mut text);
        self.stream().write(&text)?;
        Ok(0)
    }

    /// A failure, with the way to go on. There is none where the request is wrong: the rows of
    /// another one are of no use.
    pub fn explain(&self, failure: Failure) -> Failure {
        match (self, failure) {
            (Sink::Partial(partial), Failure::Unfinished(why)) if partial.is_there() => {
                partial.stream().record();
                Failure::Unfinished(format!("{why}; {}", partial.farewell()))
            }
            (Sink::Partial(partial), failure @ Failure::Request(_)) => {
                partial.abandon();
                failure
            }
            (_, failure) => failure,
        }
    }

    /// Puts a file in its place if all of it was written, and removes it if not.
    pub fn close(self, written: Result<(), Failure>) -> Result<(), Failure> {
        match (self, written) {
            (Sink::Partial(partial), written) => {
                written.and_then(|()| partial.finish(&[])).inspect_err(|_| partial.abandon())
            }
            (Sink::Direct(_), written) => written,
        }
    }

    /// Writes what stands after so many rows, all there are.
    pub fn finish(self, writer: &dyn Writer, rows: u64) -> Result<(), Failure> {
        let mut text = Vec::new();
        writer.end(rows, &mut text);
        match &self {
            Sink::Direct(stream) => stream.write(&text),
            // Of a table it is known only now how many rows it gives.
            Sink::Partial(partial) if partial.units() > writer.units(rows) => {
                Err(partial.surplus())
            }
            Sink::Partial(partial) => {
                partial.finish(&text).map_err(|failure| self.explain(failure))
            }
        }
    }
}
