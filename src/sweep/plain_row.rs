//! Rows of a CSV that need no second look: numbers without units, and texts without quotes.

use super::content::Content;
use super::lines::LONGEST;
use super::number;
use crate::model::{Inputs, Parameter};
use crate::table::{Extra, Extras};

/// Reads rows of a CSV quickly, and leaves every row that is unusual or wrong to
/// [`CsvRows`](super::csv_rows::CsvRows), which gives the same point, or says what is wrong.
pub(super) struct PlainRow {
    columns: Vec<Plain>,
}

/// What becomes of a cell.
enum Plain {
    Number(Parameter),
    Ignored,
    Extra,
}

impl PlainRow {
    /// For a table of these columns. `None` if a column needs more than a number a cell, and if no column
    /// has numbers: a blank line could then be a row.
    pub fn of(columns: impl Iterator<Item = Content>) -> Option<PlainRow> {
        let plain = |content| match content {
            Content::Parameter(parameter, None) => Some(Plain::Number(parameter)),
            Content::Result => Some(Plain::Ignored),
            Content::Extra => Some(Plain::Extra),
            Content::Parameter(_, Some(_)) | Content::Multiple(_) | Content::Choice => None,
        };
        let columns: Vec<Plain> = columns.map(plain).collect::<Option<_>>()?;
        columns
            .iter()
            .any(|column| matches!(column, Plain::Number(_)))
            .then_some(PlainRow { columns })
    }

    /// Reads the row that a text begins with: sets the parameters that have columns, and appends what is
    /// passed through. Returns how many bytes the row takes, with the end of its line. If that is `None`,
    /// the row is none of these, and some values may have been set all the same.
    pub fn read(
        &self,
        text: &[u8],
        delimiter: u8,
        point: &mut Inputs,
        extras: &mut Extras,
    ) -> Option<usize> {
        let mut end = 0;
        for (number, column) in self.columns.iter().enumerate() {
            if number > 0 {
                text.get(end).filter(|byte| **byte == delimiter)?;
                end += 1;
            }
            match column {
                Plain::Number(parameter) => {
                    let start = after_spaces(text, end);
                    let (value, length) = number::leading(text.get(start..)?)?;
                    // Adding 0 turns −0 into 0.
                    point.set(parameter, value + 0.0);
                    end = after_spaces(text, start + length);
                }
                Plain::Ignored => end = cell_end(text, end, delimiter)?,
                Plain::Extra => {
                    let start = end;
                    end = cell_end(text, start, delimiter)?;
                    extras.push(Extra::Text(str::from_utf8(&text[start..end]).ok()?));
                }
            }
        }
        let line_end = match text.get(end..)? {
            [b'\n', ..] => 1,
            [b'\r', b'\n', ..] => 2,
            // What follows the carriage return must be known.
            [b'\r', _, ..] => 1,
            _ => return None,
        };
        (end <= LONGEST).then_some(end + line_end)
    }
}

#[inline(always)]
fn after_spaces(text: &[u8], mut start: usize) -> usize {
    while text.get(start) == Some(&b' ') {
        start += 1;
    }
    start
}

/// Where the cell that begins at `start` ends. `None` if it has a quote, a NUL, or a byte that is not
/// ASCII, or if its end is not there.
fn cell_end(text: &[u8], start: usize, delimiter: u8) -> Option<usize> {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const UPPER: u64 = u64::from_ne_bytes([0x80; 8]);
    let mut end = start;
    loop {
        // Finds the first of eight bytes that is below '-', the delimiter, or not ASCII. A borrow of
        // the subtractions reaches only bytes after the first one that is found.
        while let Some(eight) = text.get(end..).and_then(|rest| rest.first_chunk()) {
            let eight = u64::from_le_bytes(*eight);
            let other = eight ^ (EACH * u64::from(delimiter));
            let low = eight.wrapping_sub(EACH * u64::from(b'-'));
            let found = (low | other.wrapping_sub(EACH) | eight) & UPPER;
            if found != 0 {
                end += found.trailing_zeros() as usize / 8;
                break;
            }
            end += 8;
        }
        match *text.get(end)? {
            byte if byte == delimiter => return Some(end),
            b'\n' | b'\r' => return Some(end),
            b'"' | b'\0' | 0x80.. => return None,
            _ => end += 1,
        }
    }
}
