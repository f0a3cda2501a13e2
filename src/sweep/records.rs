//! The rows of a CSV table or of JSON lines, as texts with their line numbers.

use serde_json::{Map, Value};
use std::io::{self, BufRead};

/// Why a table cannot be read, or not beyond the last row.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// There is not even a header.
    #[error("the table is empty: it needs a header, or a JSON object a line")]
    Empty,
    /// A row has more or fewer cells than the header.
    #[error("line {line} is {found} wide, but the header is {expected} wide")]
    Width {
        /// Where, from 1.
        line: u64,
        /// How many cells there are.
        found: u64,
        /// How many there should be.
        expected: u64,
    },
    /// A row is not text in UTF-8.
    #[error("line {0} is not UTF-8 text")]
    Encoding(u64),
    /// A line is no JSON object.
    #[error("line {0} is not a JSON object")]
    Json(u64),
    /// A JSON object has other keys than the first one.
    #[error("line {0}: its keys are not those of the first object")]
    Keys(u64),
    /// The reader fails.
    #[error(transparent)]
    Read(#[from] io::Error),
}

/// The rows of a table, and the names of its columns.
pub(super) enum Records<R: BufRead> {
    Csv(Csv<R>),
    Json(JsonLines<R>),
}

/// One row.
pub(super) struct Record<'a> {
    /// Where it stands, from 1.
    pub line: u64,
    cells: Cells<'a>,
}

enum Cells<'a> {
    Csv(&'a csv::StringRecord),
    Json(&'a [String]),
}

impl Record<'_> {
    /// The text of a cell.
    pub fn cell(&self, column: usize) -> &str {
        match self.cells {
            Cells::Csv(record) => &record[column],
            Cells::Json(texts) => &texts[column],
        }
    }
}

impl<R: BufRead> Records<R> {
    /// Looks at the first line: `{` begins JSON lines, anything else is a CSV header.
    pub fn open(reader: R) -> Result<Self, TableError> {
        let mut lines = Lines { reader, text: Vec::new(), taken: 0, number: 0 };
        lines.advance()?;
        match lines.text.first() {
            None => Err(TableError::Empty),
            Some(b'{') => JsonLines::open(lines).map(Records::Json),
            Some(_) => Csv::open(lines).map(Records::Csv),
        }
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        match self {
            Records::Csv(csv) => &csv.names,
            Records::Json(json) => &json.names,
        }
        .iter()
        .map(String::as_str)
    }

    /// The next row.
    pub fn read(&mut self) -> Result<Option<Record<'_>>, TableError> {
        match self {
            Records::Csv(csv) => csv.read(),
            Records::Json(json) => json.read(),
        }
    }
}

/// The lines of a reader but the blank ones and comments (`# …`). As a reader it gives out one
/// line at a time, so that its number is that of the row being parsed.
struct Lines<R> {
    reader: R,
    text: Vec<u8>,
    /// How much of the line has been given out.
    taken: usize,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// Goes to the next line, without the white space at its start; it is empty at the end.
    fn advance(&mut self) -> io::Result<()> {
        loop {
            self.text.clear();
            self.taken = 0;
            if self.reader.read_until(b'\n', &mut self.text)? == 0 {
                return Ok(());
            }
            self.number += 1;
            let blank = self.text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            self.text.drain(..blank);
            if !matches!(self.text.first(), None | Some(b'#')) {
                return Ok(());
            }
        }
    }
}

impl<R: BufRead> io::Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.text.len() {
            self.advance()?;
        }
        let count = (&self.text[self.taken..]).read(buffer)?;
        self.taken += count;
        Ok(count)
    }
}

pub(super) struct Csv<R: BufRead> {
    reader: csv::Reader<Lines<R>>,
    names: Vec<String>,
    record: csv::StringRecord,
}

impl<R: BufRead> Csv<R> {
    fn open(lines: Lines<R>) -> Result<Self, TableError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(lines);
        let names = match reader.headers() {
            Ok(header) => header.iter().map(str::to_owned).collect(),
            Err(error) => return Err(from_csv(error, reader.get_ref().number)),
        };
        Ok(Self { reader, names, record: csv::StringRecord::new() })
    }

    fn read(&mut self) -> Result<Option<Record<'_>>, TableError> {
        let more = self.reader.read_record(&mut self.record);
        let line = self.reader.get_ref().number;
        let more = more.map_err(|error| from_csv(error, line))?;
        Ok(more.then_some(Record { line, cells: Cells::Csv(&self.record) }))
    }
}

fn from_csv(error: csv::Error, line: u64) -> TableError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => TableError::Read(error),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            TableError::Width { line, found: len, expected: expected_len }
        }
        csv::ErrorKind::Utf8 { .. } => TableError::Encoding(line),
        other => TableError::Read(io::Error::other(format!("line {line}: {other:?}"))),
    }
}

pub(super) struct JsonLines<R> {
    lines: Lines<R>,
    names: Vec<String>,
    cells: Vec<String>,
    /// Whether the current line is the first object, read for its keys and not yet as a row.
    fresh: bool,
}

impl<R: BufRead> JsonLines<R> {
    fn open(lines: Lines<R>) -> Result<Self, TableError> {
        let mut json = Self { lines, names: Vec::new(), cells: Vec::new(), fresh: true };
        json.names = json.object()?.keys().cloned().collect();
        Ok(json)
    }

    fn read(&mut self) -> Result<Option<Record<'_>>, TableError> {
        if !std::mem::take(&mut self.fresh) {
            self.lines.advance()?;
        }
        if self.lines.text.is_empty() {
            return Ok(None);
        }
        let mut object = self.object()?;
        let line = self.lines.number;
        let cells = self.names.iter().map_while(|name| Some(object.remove(name)?.to_string()));
        self.cells.clear();
        self.cells.extend(cells);
        if self.cells.len() < self.names.len() || !object.is_empty() {
            return Err(TableError::Keys(line));
        }
        Ok(Some(Record { line, cells: Cells::Json(&self.cells) }))
    }

    fn object(&self) -> Result<Map<String, Value>, TableError> {
        let object = serde_json::from_slice(&self.lines.text);
        object.map_err(|_| TableError::Json(self.lines.number))
    }
}
