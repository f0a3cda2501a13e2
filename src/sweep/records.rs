//! The rows of a table, whatever its format, as cells with the place where they stand.

use super::csv_rows::CsvRows;
use super::json_rows::JsonRows;
use super::lines::Lines;
use super::number;
#[cfg(feature = "parquet")]
use super::parquet_rows::ParquetRows;
use crate::table::Extra;
use std::borrow::Cow;
use std::fmt;
use std::io::{self, BufRead};

/// Why a table cannot be read, or not beyond the last row.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// There is not even a header.
    #[error("the table is empty: it needs a header, or a JSON object a line")]
    Empty,
    /// A row has more or fewer cells than the header.
    #[error("line {line} is {found} wide, but the header is {expected} wide{}", width_hint(*.found, *.expected, *.commas))]
    Width {
        /// Where, from 1.
        line: u64,
        /// How many cells there are.
        found: usize,
        /// How many there should be.
        expected: usize,
        /// Whether commas are between them.
        commas: bool,
    },
    /// A row is not text in UTF-8.
    #[error("line {0} is not UTF-8 text")]
    Encoding(u64),
    /// A quoted cell does not end on its line.
    #[error("line {0} has a quote that is not closed on it")]
    Quote(u64),
    /// A line is longer than any row could be.
    #[error("line {0} is longer than {longest} bytes", longest = super::lines::LONGEST)]
    Long(u64),
    /// A line is no JSON object.
    #[error("line {line} is not a JSON object{}", if *.nan { ": JSON has no NaN, write null" } else { "" })]
    Json {
        /// Where, from 1.
        line: u64,
        /// Whether it has the word NaN.
        nan: bool,
    },
    /// The table is one JSON array.
    #[error(
        "it is a JSON array: give an object a line, as --format jsonl writes them, or `jq -c '.[]'` makes them of an array"
    )]
    Array,
    /// It is something else than a table of a known format.
    #[error("it is {0}")]
    Foreign(&'static str),
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
    /// A Parquet file cannot be read.
    #[error("it cannot be read as Parquet: {0}")]
    Parquet(String),
    /// The reader fails.
    #[error(transparent)]
    Read(#[from] io::Error),
}

fn width_hint(found: usize, expected: usize, commas: bool) -> &'static str {
    match commas && found == 2 * expected {
        true => "; if its commas are decimal ones, write points",
        false => "",
    }
}

/// The rows of a table, and the names of its columns.
pub(super) enum Records<R: BufRead> {
    Csv(CsvRows<R>),
    Json(JsonRows<R>),
    #[cfg(feature = "parquet")]
    Parquet(ParquetRows),
}

/// One row.
pub(super) struct Record<'a> {
    /// Where it stands.
    pub place: Place,
    pub cells: Cells<'a>,
}

/// Where a row stands, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a text.
    Line(u64),
    /// In a table that has no lines.
    Row(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line(number) => write!(f, "line {number}"),
            Place::Row(number) => write!(f, "row {number}"),
        }
    }
}

pub(super) enum Cells<'a> {
    Csv(super::csv_rows::Row<'a>),
    Json(&'a [String]),
    #[cfg(feature = "parquet")]
    Parquet(&'a ParquetRows),
}

/// What stands in a cell; the last two are in Parquet only.
#[cfg_attr(not(feature = "parquet"), allow(dead_code))]
pub(super) enum Cell<'a> {
    /// A text, with the white space around it.
    Text(&'a str),
    /// What JSON writes for a value.
    Json(&'a str),
    Number(f64),
    Missing,
}

impl Record<'_> {
    pub fn cell(&self, column: usize) -> Cell<'_> {
        match &self.cells {
            Cells::Csv(row) => Cell::Text(row.cell(column)),
            Cells::Json(texts) => Cell::Json(&texts[column]),
            #[cfg(feature = "parquet")]
            Cells::Parquet(rows) => rows.cell(column),
        }
    }
}

/// A text without the white space around it. Most have none, which their first and last byte tell.
#[inline(always)]
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    }
}

/// The number that a text is, if it is one.
fn parsed(text: &str) -> Option<f64> {
    match number::leading(text.as_bytes()) {
        Some((number, length)) if length == text.len() => Some(number),
        _ => text.parse().ok(),
    }
}

impl<'a> Cell<'a> {
    /// The text of a value, without white space around it.
    pub fn text(&self) -> Cow<'a, str> {
        match *self {
            Cell::Text(text) => trimmed(text).into(),
            Cell::Json(text) => text.into(),
            Cell::Number(number) => format!("{number:?}").into(),
            Cell::Missing => "null".into(),
        }
    }

    /// Whether nothing is said: by any of the words for it that programs write.
    pub fn is_missing(&self) -> bool {
        match self {
            Cell::Number(number) => number.is_nan(),
            other => matches!(&*other.text(), "" | "NaN" | "nan" | "NA" | "null"),
        }
    }

    /// The number in it, if there is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Cell::Number(number) => Some(*number),
            Cell::Text(text) => parsed(trimmed(text)),
            Cell::Json(text) => parsed(text),
            Cell::Missing => None,
        }
    }

    /// The word in it: a text, which JSON writes in quotes.
    pub fn word(&self) -> Cow<'a, str> {
        match self {
            Cell::Json(text) => string(text).map_or((*text).into(), Cow::Owned),
            other => other.text(),
        }
    }

    /// Hands over what is passed through.
    pub fn pass(&self, take: impl FnOnce(Extra<'_>)) {
        match self {
            Cell::Text(text) => take(Extra::Text(text)),
            Cell::Json("null") | Cell::Missing => take(Extra::Missing),
            Cell::Json(text) => match string(text) {
                Some(text) => take(Extra::Text(&text)),
                None => take(Extra::Json(text)),
            },
            Cell::Number(_) => take(Extra::Json(&self.text())),
        }
    }
}

/// What a JSON string says, if it is one.
fn string(json: &str) -> Option<String> {
    if json.starts_with('"') { serde_json::from_str(json).ok() } else { None }
}

/// How files begin that people take for tables, and what they are.
const FOREIGN: [(&[u8], &str); 7] = [
    (
        b"PAR1",
        if cfg!(feature = "parquet") {
            "a Parquet table, which is read from its end: give --points its name, not a pipe"
        } else {
            "a Parquet table, and this ndemon was built without the feature parquet"
        },
    ),
    (b"\xff\xfe", UTF_16),
    (b"\xfe\xff", UTF_16),
    (b"\x1f\x8b", "compressed: unpack it first, as in `gunzip -c FILE | ndemon sweep --points -`"),
    (
        b"\x28\xb5\x2f\xfd",
        "compressed: unpack it first, as in `zstd -dc FILE | ndemon sweep --points -`",
    ),
    (b"PK\x03\x04", "a workbook or another ZIP archive: save the table as CSV"),
    (b"\x93NUMPY", "an array of NumPy without names: write it as CSV with a header"),
];
const UTF_16: &str = "UTF-16 text: save it as UTF-8, as `iconv -f UTF-16 -t UTF-8` does";

impl<R: BufRead> Records<R> {
    /// Looks at the first line that is neither blank nor a comment (`# …`): `{` begins JSON lines,
    /// anything else is a CSV header.
    pub fn open(reader: R) -> Result<Self, TableError> {
        let mut lines = Lines::new(reader);
        loop {
            let more = lines.advance(b',');
            if let Some((_, what)) = FOREIGN.iter().find(|(start, _)| lines.begin_with(start)) {
                return Err(TableError::Foreign(what));
            }
            if !more? {
                return Err(TableError::Empty);
            }
            if lines.text().contains(&0) {
                let what = "no text, or UTF-16: it has NUL bytes; save it as UTF-8";
                return Err(TableError::Foreign(what));
            }
            match lines.text().trim_ascii_start().first() {
                Some(b'#') => lines.keep_comment(),
                Some(b'{') => return JsonRows::open(lines).map(Records::Json),
                Some(b'[') => return Err(TableError::Array),
                _ => return CsvRows::open(lines).map(Records::Csv),
            }
        }
    }

    /// The names of the columns.
    pub fn names(&self) -> &[String] {
        match self {
            Records::Csv(csv) => csv.names(),
            Records::Json(json) => json.names(),
            #[cfg(feature = "parquet")]
            Records::Parquet(rows) => rows.names(),
        }
    }

    /// The last comment before the header of a CSV, if there is one, and the header, with the
    /// numbers of their lines.
    pub fn header(&self) -> Option<(Option<&(u64, String)>, u64)> {
        match self {
            Records::Csv(csv) => Some(csv.header()),
            _ => None,
        }
    }

    /// Leaves a column unread, where that saves something.
    pub fn ignore(&mut self, column: usize) {
        match self {
            // What is left out there has to be read all the same.
            Records::Csv(_) | Records::Json(_) => {
                let _ = column;
            }
            #[cfg(feature = "parquet")]
            Records::Parquet(rows) => rows.ignore(column),
        }
    }

    /// The next row.
    pub fn read(&mut self) -> Result<Option<Record<'_>>, TableError> {
        match self {
            Records::Csv(csv) => csv.read(),
            Records::Json(json) => json.read(),
            #[cfg(feature = "parquet")]
            Records::Parquet(rows) => rows.read(),
        }
    }
}
