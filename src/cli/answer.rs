//! Where the answer of `solve` and `optimize` goes: `-o`, the format by its name, and what is said of the request.

use super::command_line::CommandLine;
use super::document::Document;
use super::failure::Failure;
use super::provenance::Provenance;
use super::stream::Stream;
use crate::quantity::Units;
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// The flags.
#[derive(clap::Args)]
pub struct Target {
    /// How to print the answer [default: as the extension of -o FILE says, else table]
    #[arg(help_heading = "Table", long, value_enum)]
    format: Option<Format>,
    /// Write to a file instead of standard output: .csv, .json or .jsonl; a front also .svg, .png, .pdf or .gp
    #[arg(help_heading = "Output", short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite a file that is there
    #[arg(help_heading = "Output", long, requires = "output")]
    force: bool,
    /// Say where the table comes from: in FILE.meta.json beside -o FILE, else in lines that begin with #
    #[arg(help_heading = "Output", long)]
    provenance: bool,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// for a person
    Table,
    /// a header and a row for each point
    Csv,
    /// an object; an array of them where there may be several
    Json,
    /// an object a line
    Jsonl,
}

/// Where an answer goes, and as what.
pub enum Place {
    /// As rows.
    Rows(Rows),
    /// As a picture.
    Picture(Document),
}

/// Rows in a format, to a file or to standard output.
pub struct Rows {
    /// The format.
    pub format: Format,
    document: Option<Document>,
    has_provenance: bool,
}

/// How the names of pictures end.
const PICTURES: [&str; 4] = ["svg", "png", "pdf", "gp"];

impl Target {
    /// Where rows go. A file is not written yet, but may be.
    pub fn rows(&self) -> Result<Rows, Failure> {
        match self.picture() {
            Some(shown) => {
                let rule = "only a front, by optimize --front N, is drawn; a table ends in .csv, .json or .jsonl";
                Err(Failure::Request(format!("-o {shown}: {rule}")))
            }
            None => self.open("the name must end in .csv, .json or .jsonl"),
        }
    }

    /// Where what can be drawn, too, goes.
    pub fn place(&self) -> Result<Place, Failure> {
        let (Some(shown), Some(path)) = (self.picture(), &self.output) else {
            let names = "the name must end in .csv, .json or .jsonl, or, of a picture, in .svg, .png, .pdf or .gp";
            return self.open(names).map(Place::Rows);
        };
        let rule = match (self.format, self.provenance) {
            (Some(_), _) => "its name is that of a picture; drop --format, or choose another name",
            (_, true) => "a picture carries its request by itself; drop --provenance",
            _ => return Document::picture(path, self.force).map(Place::Picture),
        };
        Err(Failure::Request(format!("-o {shown}: {rule}")))
    }

    /// The file as it was typed, if its name is that of a picture.
    fn picture(&self) -> Option<String> {
        let path = self.output.as_ref()?;
        let ending = path.extension()?.to_str()?;
        PICTURES.contains(&ending).then(|| path.display().to_string())
    }

    /// The file, if it is not standard output.
    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    fn open(&self, names: &str) -> Result<Rows, Failure> {
        let has_provenance = self.provenance;
        let document = self.file().map(|path| Document::answer(path, self.force));
        let document = document.transpose()?;
        let format = self.format(names)?;
        let is_kept = document.as_ref().is_some_and(|document| !document.is_stream());
        if has_provenance && !is_kept && format != Format::Csv {
            let rule = "on a stream only a CSV has a place for it; give --format csv, or -o FILE";
            return Err(Failure::Request(format!("--provenance: {rule}")));
        }
        Ok(Rows { format, document, has_provenance })
    }

    /// The format that is asked for, or that of the file's name; both must be the same.
    fn format(&self, names: &str) -> Result<Format, Failure> {
        let Some(path) = self.file() else { return Ok(self.format.unwrap_or(Format::Table)) };
        let extension = path.extension().and_then(|extension| extension.to_str());
        let named = match extension {
            Some("csv") => Some(Format::Csv),
            Some("json") => Some(Format::Json),
            Some("jsonl") => Some(Format::Jsonl),
            _ => None,
        };
        let shown = path.display();
        match (self.format, named) {
            (Some(asked), Some(named)) if asked != named => Err(Failure::Request(format!(
                "-o {shown}: its name is that of another --format; drop --format, or choose another name"
            ))),
            (asked, named) => {
                asked.or(named).ok_or_else(|| Failure::Request(format!("-o {shown}: {names}")))
            }
        }
    }
}

impl Rows {
    /// Writes them; they are the answer to a request, in these units.
    pub fn write(self, text: &[u8], request: &CommandLine, units: Units) -> Result<(), Failure> {
        let provenance = Provenance::new(request, units == Units::Laboratory);
        let provenance = Some(provenance).filter(|_| self.has_provenance);
        let begun = provenance.as_ref().map_or(String::new(), Provenance::comment);
        match self.document {
            Some(document) if !document.is_stream() => {
                document.write_with(text, provenance.as_ref())
            }
            Some(document) => document.write(&[begun.as_bytes(), text].concat()),
            None => Stream::standard()?.write(&[begun.as_bytes(), text].concat()),
        }
    }
}
