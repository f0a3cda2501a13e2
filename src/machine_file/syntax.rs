//! What is no TOML, with the remedy.

use super::source::{FileError, Source};
use std::ops::Range;
use toml::Spanned;
use toml::de::DeTable;

/// Reads TOML.
///
/// # Errors
/// What is wrong first, and each other value that lacks its quotes.
pub(super) fn parse(source: &Source) -> Result<Spanned<DeTable<'_>>, Vec<FileError>> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    let mut errors: Vec<_> =
        errors.iter().map(|error| (error.span().unwrap_or(0..0), error.message())).collect();
    errors.sort_by_key(|(span, _)| span.start);
    let Some((first, _)) = errors.first() else { return Ok(table) };
    let first = first.start;
    let is_kept = |(span, message): &&(Range<usize>, &str)| {
        span.start == first || message.starts_with(NO_QUOTES)
    };
    let mut found: Vec<FileError> = errors
        .iter()
        .filter(is_kept)
        .map(|(span, message)| explain(source, span, message))
        .collect();
    found.dedup_by_key(|error| error.line);
    Err(found)
}

/// What the reader of TOML says where a value is neither a number nor quoted.
const NO_QUOTES: &str = "string values must be quoted";

/// A message of the reader of TOML in our words.
fn explain(source: &Source, span: &Range<usize>, message: &str) -> FileError {
    let text = &source.text;
    let at = source.boundary(span.start);
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let value = value(line).map(|(offset, value)| (start + offset, value));
    let is_number = ["invalid mantissa", "invalid fraction", "invalid exponent", "invalid float"];
    let is_unquoted = message.starts_with(NO_QUOTES)
        || message.starts_with("unexpected leading zero")
        || is_number.iter().any(|number| message.starts_with(number));
    if let Some((offset, value)) = value {
        let place = offset..offset + value.len();
        if is_unquoted && !value.is_empty() && !value.starts_with(['{', '[', '"', '\'']) {
            let quoted =
                if value.contains('"') { format!("'{value}'") } else { format!("\"{value}\"") };
            let what = if value.starts_with(|c: char| c.is_ascii_digit() || ".+-".contains(c)) {
                "is no number"
            } else {
                "has no quotes"
            };
            let label = match value.strip_prefix('.') {
                Some(rest) if rest.chars().all(|c| c.is_ascii_digit()) => format!("write 0{value}"),
                _ => format!("quote it: {quoted}"),
            };
            return source.error(place, format!("`{value}` {what}"), label);
        }
        if is_unquoted && value.is_empty() {
            return source.error(
                span.clone(),
                "a value is missing",
                "a number or \"text\" is wanted",
            );
        }
        let is_decimal = |c: char| c.is_ascii_digit() || c == ',';
        if message.starts_with("unexpected key or value")
            && value.contains(',')
            && value.trim_start_matches(['+', '-']).chars().all(is_decimal)
        {
            return source.error(place, format!("`{value}` is no number"), "decimals have a point");
        }
        let is_escape = message.contains("escape") || message.contains("unicode");
        if is_escape && value.contains('\\') {
            let label = "write a path in '…', or with / for \\";
            let start = text[..at].rfind('"').unwrap_or(place.start);
            let end = text[at..place.end].find('"').map_or(place.end, |end| at + end + 1);
            let place = start..end;
            return source.error(
                place,
                "`\\` begins an escape in \"…\", and this one is unknown",
                label,
            );
        }
    }
    if let Some(key) = message.strip_prefix("duplicate key").map(|_| &text[span.clone()]) {
        let label = "tables and keys stand in a file once; [[…]] alone may be repeated";
        return source.error(span.clone(), format!("`{key}` is given twice"), label);
    }
    let label = match message {
        _ if is_unquoted => "texts, formulas and numbers with units stand in quotes",
        _ if message.starts_with("key with no value") => "key = value is wanted",
        _ if message.contains("string") => {
            "a text ends on its line, but for \"\"\"…\"\"\" and '''…'''"
        }
        _ if message.contains("unquoted key") => "keys have ASCII letters, digits, _ and -",
        _ => "",
    };
    source.error(span.clone(), format!("no valid TOML: {message}"), label)
}

/// The value of a line `key = value # comment`, and where it begins.
fn value(line: &str) -> Option<(usize, &str)> {
    let (key, rest) = line.split_once('=')?;
    let is_key = |c: char| c.is_alphanumeric() || " \t._-\"'".contains(c);
    if !key.chars().all(is_key) {
        return None;
    }
    let value = rest.split(" #").next().unwrap_or_default();
    let blank = value.len() - value.trim_start().len();
    Some((key.len() + 1 + blank, value.trim()))
}
