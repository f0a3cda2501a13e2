//! JSON: an object a row, with the names and the order of the CSV; a missing value is null.

use super::Writer;
use super::cells::{Rows, Style};
use crate::model::Block;
use crate::table::{Column, Extra, Extras, Selection};
use serde_json::value::RawValue;

/// Rows as one JSON array.
#[derive(Debug)]
pub struct Json(Rows<Object>);

/// Rows as JSON objects, one a line.
#[derive(Debug)]
pub struct JsonLines(Rows<Object>);

/// Cells as the entries of a flat object.
#[derive(Debug)]
struct Object {
    head: &'static [u8],
    tail: &'static [u8],
}

impl Json {
    /// A table of these columns.
    pub fn new(selection: &Selection) -> Self {
        let object = Object { head: b",\n{", tail: b"}" };
        Json(Rows::new(object, selection.iter(), selection.extras()))
    }
}

impl JsonLines {
    /// A table of these columns.
    pub fn new(selection: &Selection) -> Self {
        let object = Object { head: b"{", tail: b"}\n" };
        JsonLines(Rows::new(object, selection.iter(), selection.extras()))
    }
}

impl Writer for Json {
    fn begin(&self, out: &mut Vec<u8>) {
        out.push(b'[');
    }

    fn rows_with(&mut self, first: u64, block: &Block, extras: &Extras, out: &mut Vec<u8>) {
        let start = out.len();
        self.0.append(block, extras, out);
        if first == 0 && block.rows() > 0 {
            // Nothing stands before the first object that a comma would end.
            out.remove(start);
        }
    }

    fn end(&self, rows: u64, out: &mut Vec<u8>) {
        out.extend_from_slice(if rows > 0 { b"\n]\n" } else { b"]\n" });
    }

    fn units(&self, rows: u64) -> u64 {
        rows + 1
    }

    fn go_on(&self, start: usize, out: &mut Vec<u8>) {
        if let Some(end) = out[start..].iter().position(|byte| *byte == b'\n') {
            out.drain(start..=start + end);
        }
    }
}

impl Writer for JsonLines {
    fn begin(&self, _: &mut Vec<u8>) {}

    fn rows_with(&mut self, _: u64, block: &Block, extras: &Extras, out: &mut Vec<u8>) {
        self.0.append(block, extras, out);
    }

    fn end(&self, _: u64, _: &mut Vec<u8>) {}

    fn units(&self, rows: u64) -> u64 {
        rows
    }
}

impl Style for Object {
    fn head(&self) -> &[u8] {
        self.head
    }

    fn before(&self, column: &Column) -> Vec<u8> {
        name(&column.name)
    }

    fn word(&self, word: &str) -> Vec<u8> {
        string(word)
    }

    fn no_number(&self) -> Option<&'static str> {
        Some("null")
    }

    fn extra(&self, name: &str, extra: Extra<'_>, out: &mut Vec<u8>) {
        out.push(b',');
        out.extend_from_slice(&self::name(name));
        match extra {
            Extra::Text(text) => out.extend_from_slice(&string(text)),
            Extra::Json(text) => match serde_json::from_str::<&RawValue>(text) {
                Ok(value) => out.extend_from_slice(value.get().as_bytes()),
                Err(_) => out.extend_from_slice(&string(text)),
            },
            Extra::Missing => out.extend_from_slice(b"null"),
        }
    }

    fn tail(&self) -> &[u8] {
        self.tail
    }
}

/// The name of an entry with what stands after it.
fn name(name: &str) -> Vec<u8> {
    [&string(name)[..], b":"].concat()
}

/// A text as JSON writes it.
fn string(text: &str) -> Vec<u8> {
    serde_json::Value::from(text).to_string().into()
}
