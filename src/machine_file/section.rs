//! Tables of a machine file, read key by key: what is not asked for is unknown.

use super::keys::Keys;
use super::slot::{Slot, Text, error};
use super::source::{FileError, Severity, Source};
use crate::formula::{Formula, Literal, Measure, Node, Term, nearest};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys that belong before the first table.
pub(super) const TOP: [&str; 4] = ["format", "units", "degeneracy", "family"];

/// What was found while a file was read.
#[derive(Debug)]
pub(super) struct Log<'a> {
    pub source: &'a Source,
    pub found: Vec<FileError>,
}

impl Log<'_> {
    /// Adds an error at these bytes.
    pub fn error(
        &mut self,
        span: &Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) {
        self.found.push(self.source.error(span.clone(), message, label));
    }

    /// Adds a warning at these bytes.
    pub fn warn(
        &mut self,
        span: &Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) {
        let error = self.source.error(span.clone(), message, label);
        self.found.push(FileError { severity: Severity::Warning, ..error });
    }
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    pub key: &'a str,
    /// The bytes of the key.
    pub at: Range<usize>,
    pub value: &'a DeValue<'a>,
    /// The bytes of the value.
    pub place: Range<usize>,
}

/// A table, whose entries are taken one by one.
#[derive(Debug)]
pub(super) struct Section<'a> {
    /// What messages call it; empty for the top of the file.
    pub what: String,
    /// Where it stands in the file.
    pub place: Range<usize>,
    entries: Vec<Entry<'a>>,
    /// The keys that were asked for.
    known: Vec<&'static str>,
    /// The register of its keys.
    keys: &'static Keys,
}

impl<'a> Section<'a> {
    pub fn new(
        keys: &'static Keys,
        what: impl Into<String>,
        place: Range<usize>,
        table: &'a DeTable<'a>,
    ) -> Self {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref(),
                at: key.span(),
                value: value.get_ref(),
                place: value.span(),
            })
            .collect();
        // The reader sorts keys by name; here their order is that of the file.
        entries.sort_by_key(|entry| entry.at.start);
        Self { what: what.into(), place, entries, known: Vec::new(), keys }
    }

    /// Whether the key is there and was not taken.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Whether the key is there, was not taken, and its value is a table.
    pub fn is_table(&self, key: &str) -> bool {
        let is_table = |entry: &Entry| entry.key == key && matches!(entry.value, DeValue::Table(_));
        self.entries.iter().any(is_table)
    }

    /// The place of a key that is there and was not taken.
    pub fn at(&self, key: &str) -> Option<Range<usize>> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.at.clone())
    }

    /// The place and the text of a key that is a text and was not taken.
    pub fn text_of(&self, key: &str) -> Option<(Range<usize>, &'a str)> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        match entry.value {
            DeValue::String(text) => Some((entry.at.clone(), text.as_ref())),
            _ => None,
        }
    }

    /// Takes the entry of this key, if it is there.
    pub fn take(&mut self, key: &'static str) -> Option<Entry<'a>> {
        debug_assert!(self.keys.has(key), "`{key}` is not in the register of keys");
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(index))
    }

    /// Takes all entries that are left.
    pub fn rest(&mut self) -> Vec<Entry<'a>> {
        std::mem::take(&mut self.entries)
    }

    /// What messages call the value of a key.
    pub fn of(&self, key: &str) -> String {
        match self.what.is_empty() {
            true => format!("`{key}`"),
            false => format!("`{key}` of {}", self.what),
        }
    }

    /// Takes a number or formula; none if the key is not there.
    pub fn slot(&mut self, log: &mut Log, key: &'static str) -> Option<Slot> {
        let what = self.of(key);
        let entry = self.take(key)?;
        Some(slot(log, &what, entry.value, &entry.place))
    }

    /// Takes a text that is no formula.
    pub fn text(&mut self, log: &mut Log, key: &'static str) -> Option<Text> {
        let what = self.of(key);
        let entry = self.take(key)?;
        text(log, &what, entry.value, &entry.place)
    }

    /// Takes the path of a file.
    pub fn path(&mut self, log: &mut Log, key: &'static str) -> Option<Text> {
        let what = self.of(key);
        let entry = self.take(key)?;
        path(log, &what, entry.value, &entry.place)
    }

    /// Takes a table.
    pub fn section(
        &mut self,
        log: &mut Log,
        keys: &'static Keys,
        key: &'static str,
        what: &str,
    ) -> Option<Section<'a>> {
        let entry = self.take(key)?;
        section(log, keys, what, &entry)
    }

    /// Reports what was not asked for.
    pub fn finish(self, log: &mut Log) {
        for entry in &self.entries {
            let (key, what) = (entry.key, &self.what);
            let place = if what.is_empty() { String::new() } else { format!(" of {what}") };
            let label = match nearest(key, self.known.iter().copied()) {
                _ if is_misplaced(key, what) => HOW_TO_PLACE.to_owned(),
                Some(near) => format!("is {near} meant?"),
                None => format!("keys are {}", self.known.join(", ")),
            };
            log.error(&entry.at, format!("`{key}` is no key{place}"), label);
        }
    }
}

/// Whether a key of the top stands in another table.
pub(super) fn is_misplaced(key: &str, what: &str) -> bool {
    !what.is_empty() && TOP.contains(&key)
}

/// What to do with a key of the top that stands elsewhere.
pub(super) const HOW_TO_PLACE: &str =
    "a key of the top of the file: it joins the [table] above it; move it before the first one";

/// The table that an entry is.
pub(super) fn section<'a>(
    log: &mut Log,
    keys: &'static Keys,
    what: &str,
    entry: &Entry<'a>,
) -> Option<Section<'a>> {
    match entry.value {
        DeValue::Table(table) => Some(Section::new(keys, what, entry.place.clone(), table)),
        other => {
            let message = format!("{what} is {}, not a table", name(other));
            log.error(&entry.place, message, "keys and values are wanted");
            None
        }
    }
}

/// The number or formula that a value is, or zero where it is none: this stands beside anything, so
/// that one error does not bring others.
pub(super) fn slot(log: &mut Log, what: &str, value: &DeValue, place: &Range<usize>) -> Slot {
    read(log, what, value, place).unwrap_or_else(|| zero(what, place))
}

/// The number 0 in place of what could not be read.
pub(super) fn zero(what: &str, place: &Range<usize>) -> Slot {
    let term = Term::Number(Literal { digits: "0".into(), unit: "".into() });
    Slot {
        what: what.into(),
        formula: Formula { text: "0".into(), root: Node { span: 0..1, term } },
        place: place.clone(),
        is_string: false,
        measure: Measure::ANY,
    }
}

fn read(log: &mut Log, what: &str, value: &DeValue, place: &Range<usize>) -> Option<Slot> {
    let (text, is_string) = match value {
        DeValue::String(text) => (text.to_string(), true),
        DeValue::Integer(integer) => {
            match i64::from_str_radix(integer.as_str(), integer.radix()) {
                Ok(value) if integer.radix() == 10 => {
                    // The digits of the file, because −0 has a sign.
                    let sign = if value == 0 { "" } else { "-" };
                    let digits = integer.as_str().trim_start_matches(['+', '-']);
                    let is_negative = integer.as_str().starts_with('-');
                    (format!("{}{digits}", if is_negative { sign } else { "" }), false)
                }
                Ok(value) => (value.to_string(), false),
                Err(_) => {
                    let label =
                        "whole numbers of TOML end at 9223372036854775807; write 1e20 or 1.0";
                    log.error(place, format!("{what}: the whole number is too large"), label);
                    return None;
                }
            }
        }
        DeValue::Float(float) => {
            let text = float.as_str();
            if text.ends_with("inf") || text.ends_with("nan") {
                let message = format!("{what}: `{text}` is not a finite number");
                log.error(place, message, "a number, unit text or formula is wanted");
                return None;
            }
            (text.trim_start_matches('+').to_owned(), false)
        }
        other => {
            let message = format!("{what} is {}", name(other));
            log.error(place, message, "a number, unit text or formula is wanted");
            return None;
        }
    };
    match Formula::parse(&text) {
        Ok(formula) => Some(Slot {
            what: what.into(),
            formula,
            place: place.clone(),
            is_string,
            measure: Measure::NUMBER,
        }),
        Err(fault) => {
            log.found.push(error(log.source, what, place, &text, fault));
            None
        }
    }
}

/// The number of a text such as `0.3max`, a multiple of a greatest value.
pub(super) fn multiple<'a>(value: &'a DeValue) -> Option<&'a str> {
    let DeValue::String(text) = value else { return None };
    let number = text.trim().strip_suffix("max")?.trim_end();
    number.ends_with(|c: char| c.is_ascii_digit() || c == '.').then_some(number)
}

/// The text that a value is.
pub(super) fn text(
    log: &mut Log,
    what: &str,
    value: &DeValue,
    place: &Range<usize>,
) -> Option<Text> {
    match value {
        DeValue::String(text) => Some(Text { text: text.as_ref().into(), place: place.clone() }),
        other => {
            log.error(place, format!("{what} is {}", name(other)), "a text in quotes is wanted");
            None
        }
    }
}

/// The path that a value is.
pub(super) fn path(
    log: &mut Log,
    what: &str,
    value: &DeValue,
    place: &Range<usize>,
) -> Option<Text> {
    let text = text(log, what, value, place)?;
    if text.text.contains(char::is_control) {
        // As in "C:\new": \n is an escape.
        let label = "write a path in '…', or with / for \\";
        log.error(place, format!("{what}: the path has a control character"), label);
        return None;
    }
    if text.text.is_empty() {
        log.error(place, format!("{what} is empty"), "the path of a file is wanted");
        return None;
    }
    Some(text)
}

/// What messages call a value of the wrong kind.
pub(super) fn name(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(time) if time.date.is_none() => "a time of day",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// The elements of a list.
pub(super) fn list<'a>(
    log: &mut Log,
    what: &str,
    value: &'a DeValue<'a>,
    place: &Range<usize>,
) -> Option<Vec<&'a Spanned<DeValue<'a>>>> {
    match value {
        DeValue::Array(array) => Some(array.iter().collect()),
        other => {
            log.error(place, format!("{what} is {}", name(other)), "a list […] is wanted");
            None
        }
    }
}
