//! The rows of a CSV table. A row is a line: a quote that is not closed on its line is an error,
//! because it would swallow the rows that follow.

use super::lines::Lines;
use super::plain_row::PlainRow;
use super::records::{Cells, Place, Record, TableError};
use crate::model::Inputs;
use crate::table::Extras;
use memchr::{memchr, memchr_iter};
use std::io::BufRead;
use std::ops::Range;

/// What may stand between cells.
const DELIMITERS: [u8; 3] = *b",;\t";

pub(super) struct CsvRows<R> {
    lines: Lines<R>,
    header: u64,
    delimiter: u8,
    names: Vec<String>,
    cells: Split,
}

/// Where the cells of a line are.
#[derive(Default)]
struct Split {
    cells: Vec<Range<usize>>,
    /// The text that they are in, where they are not in the line because some are quoted.
    unquoted: String,
    has_quotes: bool,
}

/// The cells of a line.
pub(super) struct Row<'a> {
    text: &'a str,
    cells: &'a [Range<usize>],
}

impl Row<'_> {
    pub fn cell(&self, column: usize) -> &str {
        &self.text[self.cells[column].clone()]
    }
}

impl<R: BufRead> CsvRows<R> {
    /// The present line is the header, by which the delimiter is known.
    pub fn open(lines: Lines<R>) -> Result<Self, TableError> {
        let (delimiter, header) = (delimiter(lines.text()), lines.number());
        let (names, cells) = (Vec::new(), Split::default());
        let mut rows = Self { lines, header, delimiter, names, cells };
        let row = rows.row()?;
        let names = (0..row.cells.len()).map(|column| row.cell(column).trim().to_owned());
        rows.names = names.collect();
        Ok(rows)
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The last comment before the header, and the number of the header's line.
    pub fn header(&self) -> (Option<&(u64, String)>, u64) {
        (self.lines.comment(), self.header)
    }

    /// Reads the next row if it is in memory and a plain one; whether it was.
    #[inline]
    pub fn read_plain(&mut self, row: &PlainRow, point: &mut Inputs, extras: &mut Extras) -> bool {
        let length = row.read(self.lines.ahead(), self.delimiter, point, extras);
        length.inspect(|length| self.lines.skip(*length)).is_some()
    }

    pub fn read(&mut self) -> Result<Option<Record<'_>>, TableError> {
        if !self.lines.advance(self.delimiter)? {
            return Ok(None);
        }
        let (line, expected) = (self.lines.number(), self.names.len());
        let commas = self.delimiter == b',';
        let row = self.row()?;
        let found = row.cells.len();
        if found != expected {
            return Err(TableError::Width { line, found, expected, commas });
        }
        Ok(Some(Record { place: Place::Line(line), cells: Cells::Csv(row) }))
    }

    fn row(&mut self) -> Result<Row<'_>, TableError> {
        let line = self.lines.number();
        let text = str::from_utf8(self.lines.text()).map_err(|_| TableError::Encoding(line))?;
        self.cells.split(text, self.delimiter).ok_or(TableError::Quote(line))
    }
}

/// The one of which the header has most, outside of quotes; commas if it has none.
fn delimiter(header: &[u8]) -> u8 {
    let mut counts = [0; DELIMITERS.len()];
    let mut quoted = false;
    for byte in header {
        quoted ^= *byte == b'"';
        if let Some(place) = DELIMITERS.iter().position(|known| known == byte && !quoted) {
            counts[place] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let place = counts.iter().position(|count| *count == most).unwrap_or(0);
    DELIMITERS[place]
}

impl Split {
    /// The cells of this line; none if a quote is not closed on it.
    fn split<'a>(&'a mut self, line: &'a str, delimiter: u8) -> Option<Row<'a>> {
        self.cells.clear();
        // Most lines have no quotes, and that is quickly seen.
        self.has_quotes = memchr(b'"', line.as_bytes()).is_some();
        if !self.has_quotes {
            let mut start = 0;
            for end in memchr_iter(delimiter, line.as_bytes()) {
                self.cells.push(start..end);
                start = end + 1;
            }
            self.cells.push(start..line.len());
            return Some(Row { text: line, cells: &self.cells });
        }
        self.unquoted.clear();
        let mut rest = Some(line);
        while let Some(text) = rest {
            let start = self.unquoted.len();
            rest = self.unquote(text, delimiter)?;
            self.cells.push(start..self.unquoted.len());
        }
        Some(Row { text: &self.unquoted, cells: &self.cells })
    }

    /// Appends the first cell of what is left of a line, without its quotes; what follows it. Two
    /// quotes within quotes are one that belongs to the text.
    fn unquote<'a>(&mut self, text: &'a str, delimiter: u8) -> Option<Option<&'a str>> {
        let mut after = text;
        if let Some(mut quoted) = text.trim_start_matches(' ').strip_prefix('"') {
            after = loop {
                let (inside, behind) = quoted.split_once('"')?;
                self.unquoted.push_str(inside);
                match behind.strip_prefix('"') {
                    Some(more) => {
                        self.unquoted.push('"');
                        quoted = more;
                    }
                    None => break behind.trim_start_matches(' '),
                }
            };
        }
        let end = memchr(delimiter, after.as_bytes());
        self.unquoted.push_str(&after[..end.unwrap_or(after.len())]);
        Some(end.map(|end| &after[end + 1..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text of up to seven of these letters, split as the crate `csv` splits it.
    #[test]
    fn lines_are_split_as_by_another_program() {
        let mut texts = vec![String::new()];
        let mut split = Split::default();
        for _ in 0..7 {
            texts = texts
                .iter()
                .flat_map(|t| ["a", "\"", ",", ";"].map(|c| format!("{t}{c}")))
                .collect();
            for text in &texts {
                let Some(row) = split.split(text, b',') else { continue };
                let cells: Vec<&str> =
                    (0..row.cells.len()).map(|column| row.cell(column)).collect();
                let mut reader = csv::ReaderBuilder::new();
                let mut reader = reader.has_headers(false).from_reader(text.as_bytes());
                let expected = reader.records().next().unwrap().unwrap();
                assert_eq!(cells, expected.iter().collect::<Vec<_>>(), "{text}");
            }
        }
    }

    #[test]
    fn a_quote_must_be_closed() {
        let is_closed = |line| Split::default().split(line, b',').is_some();
        assert!(is_closed("5\" tube,1") && is_closed("\"a\"\"b\",1"));
        assert!(!is_closed("\"a,1") && !is_closed("1,\"a\"\"") && !is_closed("1, \""));
    }

    #[test]
    fn the_header_says_what_is_between_cells() {
        for (header, expected) in [
            ("tc", b','),
            ("tc,e4", b','),
            ("tc;e4", b';'),
            ("tc\te4", b'\t'),
            ("\"tc,K;a,b\";e4", b';'),
            ("tc,e4;x", b','),
        ] {
            assert_eq!(delimiter(header.as_bytes()), expected, "{header}");
        }
    }
}
