//! What a shell offers for the values of flags.

use super::device::{parameters as known_parameters, schema};
use crate::model::Parameter;
use crate::quantity::Units;
use crate::table::Column;
use clap_complete::engine::CompletionCandidate;
use std::ffi::OsStr;

/// Columns that begin like this; with `+`, those that are added to the default.
pub fn columns(current: &OsStr) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy();
    let (sign, start) = current.strip_prefix('+').map_or(("", &*current), |start| ("+", start));
    let known = schema().columns(Units::Natural).filter(|column| column.key.starts_with(start));
    let candidate = |column: &'static Column| {
        let help = Some(column.brief()).filter(|brief| !brief.is_empty());
        CompletionCandidate::new(format!("{sign}{}", column.key)).help(help.map(Into::into))
    };
    known.map(candidate).collect()
}

/// Parameters that begin like this.
pub fn parameters(current: &OsStr) -> Vec<CompletionCandidate> {
    named(current, "")
}

/// Ranges of parameters that begin like this: the name, and the sign that the range follows.
pub fn ranges(current: &OsStr) -> Vec<CompletionCandidate> {
    named(current, "=")
}

fn named(current: &OsStr, sign: &str) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy();
    let known = known_parameters().filter(|p| p.name.starts_with(&*current));
    let candidate = |parameter: Parameter| {
        let name = format!("{}{sign}", parameter.name);
        CompletionCandidate::new(name).help(Some(parameter.doc.into()))
    };
    known.map(candidate).collect()
}
