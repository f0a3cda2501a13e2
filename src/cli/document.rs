//! A small file that is written whole.

use super::failure::Failure;
use super::partial::{Existing, Partial};
use super::place;
use super::provenance::Provenance;
use super::sink::Sink;
use super::stream::Stream;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A picture.
    Svg,
    /// A picture in dots.
    Png,
    /// A picture as a page.
    Pdf,
    /// A script for gnuplot.
    Gnuplot,
    /// Numbers.
    Csv,
    /// A page of the manual, or a machine file.
    Text,
}

/// The number in the names of parts, where a request has its own.
const DOCUMENT: u64 = 0;

/// A file that may be written.
#[derive(Debug)]
pub struct Document {
    path: PathBuf,
    kind: Kind,
    overwrite: bool,
}

impl Document {
    /// The file of `-o`: what its name says, SVG to a stream.
    pub fn picture(path: &Path, overwrite: bool) -> Result<Self, Failure> {
        let kind = match path.extension().and_then(OsStr::to_str) {
            Some("svg") => Kind::Svg,
            Some("gp") => Kind::Gnuplot,
            Some(ending @ ("png" | "pdf")) if !cfg!(feature = "pictures") => {
                let rule = format!(
                    "this program draws no {ending}; one built with `cargo build --features pictures` does"
                );
                return Err(Failure::Request(format!("-o {}: {rule}", path.display())));
            }
            Some("png") => Kind::Png,
            Some("pdf") => Kind::Pdf,
            _ if is_stream(path) => Kind::Svg,
            _ => {
                let rule = "the name of a figure must end in .svg, .png, .pdf or .gp";
                return Err(Failure::Request(format!("-o {}: {rule}", path.display())));
            }
        };
        Self::new("-o", path, kind, overwrite)
    }

    /// The file of `--data`.
    pub fn data(path: &Path, overwrite: bool) -> Result<Self, Failure> {
        Self::table("--data", "numbers", path, overwrite)
    }

    /// The file of `--rows`.
    pub fn rows(path: &Path, overwrite: bool) -> Result<Self, Failure> {
        Self::table("--rows", "devices", path, overwrite)
    }

    /// The file of `-o`, for rows.
    pub fn answer(path: &Path, overwrite: bool) -> Result<Self, Failure> {
        Self::new("-o", path, Kind::Csv, overwrite)
    }

    /// A page of the manual.
    pub fn page(path: &Path, overwrite: bool) -> Result<Self, Failure> {
        Self::new("man", path, Kind::Text, overwrite)
    }

    /// The file of `--save`.
    pub fn device(path: &Path, overwrite: bool) -> Result<Self, Failure> {
        if path.extension() != Some(OsStr::new("toml")) && !is_stream(path) {
            let rule = "the name of a machine file must end in .toml";
            return Err(Failure::Request(format!("--save {}: {rule}", path.display())));
        }
        Self::new("--save", path, Kind::Text, overwrite)
    }

    fn table(flag: &str, of: &str, path: &Path, overwrite: bool) -> Result<Self, Failure> {
        if path.extension() != Some(OsStr::new("csv")) && !is_stream(path) {
            let rule = format!("the name of a table of {of} must end in .csv");
            return Err(Failure::Request(format!("{flag} {}: {rule}", path.display())));
        }
        Self::new(flag, path, Kind::Csv, overwrite)
    }

    fn new(flag: &str, path: &Path, kind: Kind, overwrite: bool) -> Result<Self, Failure> {
        let failed = |error| Failure::io(&path.display().to_string(), &error);
        let target = place::followed(path).map_err(failed)?;
        // What takes long is not computed for a folder that is not there.
        if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            folder.metadata().map_err(failed)?;
        }
        if place::is_taken(&target) && !is_stream(path) && !overwrite {
            let rule = "it exists; --force overwrites it";
            return Err(Failure::Request(format!("{flag} {}: {rule}", path.display())));
        }
        Ok(Self { path: path.into(), kind, overwrite })
    }

    /// Whether it is there and no regular file.
    pub fn is_stream(&self) -> bool {
        is_stream(&self.path)
    }

    /// What it holds.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Writes it: a file appears when it is whole.
    pub fn write(self, bytes: &[u8]) -> Result<(), Failure> {
        self.write_with(bytes, None)
    }

    /// The same with provenance, which appears beside the file together with it.
    pub fn write_with(self, bytes: &[u8], provenance: Option<&Provenance>) -> Result<(), Failure> {
        let sink = self.open_with(provenance)?;
        let written = sink.stream().write(bytes);
        sink.close(written)
    }

    /// Begins to write it; what is written is closed with how that went.
    pub fn open(self) -> Result<Sink, Failure> {
        self.open_with(None)
    }

    fn open_with(self, provenance: Option<&Provenance>) -> Result<Sink, Failure> {
        if is_stream(&self.path) {
            return Ok(Sink::Direct(Stream::open(&self.path)?));
        }
        // A part that was left is this document's, whatever its request; it is begun anew.
        let existing = if self.overwrite { Existing::Overwrite } else { Existing::GoOn };
        let partial = Partial::open(&self.path, DOCUMENT, existing, provenance)?;
        partial.empty()?;
        Ok(Sink::Partial(partial))
    }
}

/// Whether it is there and no regular file.
fn is_stream(path: &Path) -> bool {
    path.metadata().is_ok_and(|there| !there.is_file())
}
