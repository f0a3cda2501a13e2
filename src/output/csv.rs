//! CSV: a header, then a line a row; numbers as [`number`](super::number()) writes them.

use super::Writer;
use super::cells::{Rows, Style};
use crate::model::Block;
use crate::table::{Column, Extra, Extras, Selection};

/// Rows as CSV. No cell needs quotes but those that are passed through: names and statuses have
/// neither commas nor quotes in them.
#[derive(Debug)]
pub struct Csv {
    rows: Rows<CsvStyle>,
    header: bool,
}

/// Cells with commas between them.
#[derive(Debug)]
pub(super) struct CsvStyle;

impl Csv {
    /// A table of these columns, with or without a header.
    pub fn new(selection: &Selection, header: bool) -> Self {
        Csv { rows: Rows::new(CsvStyle, selection.iter(), selection.extras()), header }
    }
}

impl Writer for Csv {
    fn begin(&self, out: &mut Vec<u8>) {
        if self.header {
            let names = self.rows.columns().map(|column| column.name.as_str());
            out.extend_from_slice(names.collect::<Vec<_>>().join(",").as_bytes());
            self.rows.extras().iter().for_each(|name| append(Extra::Text(name), out));
            out.push(b'\n');
        }
    }

    fn rows_with(&mut self, _: u64, block: &Block, extras: &Extras, out: &mut Vec<u8>) {
        self.rows.append(block, extras, out);
    }

    fn end(&self, _: u64, _: &mut Vec<u8>) {}

    fn units(&self, rows: u64) -> u64 {
        rows + u64::from(self.header)
    }
}

impl Style for CsvStyle {
    fn head(&self) -> &[u8] {
        b""
    }

    fn before(&self, _: &Column) -> Vec<u8> {
        Vec::new()
    }

    fn word(&self, word: &str) -> Vec<u8> {
        word.into()
    }

    fn no_number(&self) -> Option<&'static str> {
        None
    }

    fn extra(&self, _: &str, extra: Extra<'_>, out: &mut Vec<u8>) {
        append(extra, out);
    }

    fn tail(&self) -> &[u8] {
        b"\n"
    }
}

/// Appends a comma and a cell that is passed through.
fn append(extra: Extra<'_>, out: &mut Vec<u8>) {
    out.push(b',');
    match extra {
        Extra::Text(text) | Extra::Json(text) if text.contains([',', '"']) => {
            let quoted = text.replace('"', "\"\"");
            out.push(b'"');
            out.extend_from_slice(quoted.as_bytes());
            out.push(b'"');
        }
        Extra::Text(text) | Extra::Json(text) => out.extend_from_slice(text.as_bytes()),
        Extra::Missing => {}
    }
}
