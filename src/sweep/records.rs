//! The rows of a CSV table or of JSON lines, as texts with their line numbers.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::io::{self, BufRead, Read};

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
    /// A quoted cell does not end on its line.
    #[error("line {0} has a quote that is not closed on it")]
    Quote(u64),
    /// A line is longer than any row could be.
    #[error("line {0} is longer than {LONGEST} bytes")]
    Long(u64),
    /// A line is no JSON object.
    #[error("line {0} is not a JSON object")]
    Json(u64),
    /// The table is one JSON array.
    #[error("it is a JSON array: give an object a line, as --format jsonl writes them")]
    Array,
    /// A JSON object lacks a key of the first one.
    #[error("line {line} lacks the key `{key}` of the first object")]
    Lacks {
        /// Where, from 1.
        line: u64,
        /// The key.
        key: String,
    },
    /// A JSON object has a key that the first one lacks, or a key twice.
    #[error("line {line}: the key `{key}` stands twice, or not in the first object")]
    Excess {
        /// Where, from 1.
        line: u64,
        /// The key.
        key: String,
    },
    /// The reader fails.
    #[error(transparent)]
    Read(io::Error),
}

impl From<io::Error> for TableError {
    /// What the line reader refuses comes back through the CSV reader as an error of reading.
    fn from(error: io::Error) -> Self {
        error.downcast().unwrap_or_else(TableError::Read)
    }
}

/// No line of a table may be longer, so that memory is bounded whatever comes.
const LONGEST: u64 = 1 << 20;

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
    /// The text of a cell, without the white space around it.
    pub fn cell(&self, column: usize) -> &str {
        match self.cells {
            Cells::Csv(record) => record[column].trim(),
            Cells::Json(texts) => &texts[column],
        }
    }
}

impl<R: BufRead> Records<R> {
    /// Looks at the first line: `{` begins JSON lines, anything else is a CSV header.
    pub fn open(reader: R) -> Result<Self, TableError> {
        let mut lines = Lines { reader, text: Vec::new(), taken: 0, number: 0, csv: false };
        lines.advance()?;
        match lines.text.first() {
            None => Err(TableError::Empty),
            Some(b'{') => JsonLines::open(lines).map(Records::Json),
            Some(b'[') => Err(TableError::Array),
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
    /// Whether quotes must be closed.
    csv: bool,
}

impl<R: BufRead> Lines<R> {
    /// Goes to the next line, without the white space at its start; it is empty at the end.
    fn advance(&mut self) -> io::Result<()> {
        loop {
            self.text.clear();
            self.taken = 0;
            let mut bounded = self.reader.by_ref().take(LONGEST + 1);
            if bounded.read_until(b'\n', &mut self.text)? == 0 {
                return Ok(());
            }
            self.number += 1;
            if self.text.len() as u64 > LONGEST {
                return Err(io::Error::other(TableError::Long(self.number)));
            }
            if self.number == 1 && self.text.starts_with("\u{feff}".as_bytes()) {
                self.text.drain(.."\u{feff}".len());
            }
            let blank = self.text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            self.text.drain(..blank);
            if !matches!(self.text.first(), None | Some(b'#')) {
                return self.check_quotes();
            }
        }
    }
}

impl<R> Lines<R> {
    /// A row is a line: a quote left open would swallow the rows that follow.
    fn check_quotes(&self) -> io::Result<()> {
        // Most rows have none, and that is quickly seen.
        let has_quotes = self.csv && self.text.contains(&b'"');
        let quotes = || self.text.iter().filter(|byte| **byte == b'"').count();
        match has_quotes && !quotes().is_multiple_of(2) {
            true => Err(io::Error::other(TableError::Quote(self.number))),
            false => Ok(()),
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
        let lines = Lines { csv: true, ..lines };
        lines.check_quotes()?;
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(lines);
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
        csv::ErrorKind::Io(error) => error.into(),
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
        let Object(entries) = json.object()?;
        json.names = entries.into_iter().map(|(name, _)| name).collect();
        Ok(json)
    }

    fn read(&mut self) -> Result<Option<Record<'_>>, TableError> {
        if !std::mem::take(&mut self.fresh) {
            self.lines.advance()?;
        }
        if self.lines.text.is_empty() {
            return Ok(None);
        }
        let Object(mut entries) = self.object()?;
        let line = self.lines.number;
        self.cells.clear();
        for key in &self.names {
            let place = entries.iter().position(|(name, _)| name == key);
            let place = place.ok_or_else(|| TableError::Lacks { line, key: key.clone() })?;
            self.cells.push(entries.swap_remove(place).1);
        }
        if let Some((key, _)) = entries.pop() {
            return Err(TableError::Excess { line, key });
        }
        Ok(Some(Record { line, cells: Cells::Json(&self.cells) }))
    }

    fn object(&self) -> Result<Object, TableError> {
        let object = serde_json::from_slice(&self.lines.text);
        object.map_err(|_| TableError::Json(self.lines.number))
    }
}

/// The keys and the texts of the values, in order, repeated ones included.
struct Object(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Object;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut entries = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, Box<RawValue>>()? {
                    entries.push((key, value.get().to_owned()));
                }
                Ok(Object(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}
