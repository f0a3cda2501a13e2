//! What `--set NAME=VALUE` says of a machine file.

use super::args::{Readable, Typed};
use super::complete;
use super::device::{TableFile, family, machine, parameters};
use crate::model::Parameter;
use crate::quantity::Dimension;
use clap::builder::ValueParser;
use clap::{Arg, ArgAction};
use clap_complete::engine::ArgValueCompleter;

/// The flag that gives numbers of a machine file their values.
pub(super) const SET: &str = "set";

/// Why a text gives no number of a machine file a value.
#[derive(Debug)]
pub(super) struct SettingError(String);

impl std::fmt::Display for SettingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingError {}

/// Reads `NAME=VALUE`. A number without a unit has that of the file.
fn setting<V: Readable>(text: &str) -> Result<(Parameter, Typed<V>), SettingError> {
    let Some((name, value)) = text.split_once('=') else {
        return Err(SettingError("it must be NAME=VALUE".into()));
    };
    let (name, value) = (name.trim(), value.trim());
    let Some(parameter) = family().parameter(name) else {
        let names = || parameters().map(|parameter| parameter.name);
        let hint = match crate::formula::nearest(name, names()) {
            Some(near) => format!("is {near} meant?"),
            None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
        };
        let rule = "only what has a name in the file can be set";
        return Err(SettingError(format!("there is no number `{name}`; {rule}: {hint}")));
    };
    let unit = machine().and_then(|machine| machine.family.unit(parameter.id));
    let with_unit = with_units(value, unit.unwrap_or_default());
    let with_unit = match parameter.dimension {
        Dimension::Energy => without_volts(&with_unit),
        _ => with_unit,
    };
    let read = V::read(&with_unit, parameter.dimension);
    let value = read.map_err(|error| SettingError(error.to_string()))?;
    Ok((parameter, Typed { value, text: text[name.len() + 1..].trim().to_owned() }))
}

/// Reads `NAME=VALUE` of a number of a machine file, as `--set` does: the parameter, what was read, and its text.
pub fn of_number<V: Readable>(text: &str) -> Result<(Parameter, V, String), String> {
    let read = setting::<V>(text).map_err(|error| error.to_string());
    read.map(|(parameter, typed)| (parameter, typed.value, typed.text))
}

/// The same values, where those that have no unit have this one: `5:95:19` is `5mK:95mK:19`, and
/// `80+-1` is `80mK+-1mK`.
pub fn with_units(text: &str, unit: &str) -> String {
    let with_unit = |part: &str| match part.trim().parse::<f64>() {
        Ok(_) => format!("{}{unit}", part.trim()),
        Err(_) => part.to_owned(),
    };
    let item = |item: &str| {
        if let Some((middle, spread)) = item.split_once("+-") {
            // A spread that is uniform ends with u.
            let bare = spread.strip_suffix('u').filter(|bare| bare.trim().parse::<f64>().is_ok());
            let spread = match bare {
                Some(bare) => with_unit(bare) + "u",
                None => with_unit(spread),
            };
            return format!("{}+-{spread}", with_unit(middle));
        }
        let parts: Vec<&str> = item.split(':').collect();
        let count = parts.len().checked_sub(1).filter(|last| *last >= 2);
        let part = |(place, part): (usize, &&str)| match Some(place) != count {
            true => with_unit(part),
            false => (*part).to_owned(),
        };
        parts.iter().enumerate().map(part).collect::<Vec<_>>().join(":")
    };
    text.split(',').map(item).collect::<Vec<_>>().join(",")
}

/// The same values, where a voltage V is the energy e·V: `0.1mV` is `0.1meV`.
fn without_volts(text: &str) -> String {
    let is_end = |c: char| c == ',' || c == ':' || c == '+';
    let part = |part: &str| match part.trim_end().strip_suffix('V') {
        Some(start) if !start.ends_with('e') => format!("{start}eV"),
        _ => part.to_owned(),
    };
    let mut all = String::new();
    for piece in text.split_inclusive(is_end) {
        let bare = piece.trim_end_matches(is_end);
        all.push_str(&part(bare));
        all.push_str(&piece[bare.len()..]);
    }
    all
}

/// Refuses another digest than that of the machine file.
pub(super) fn same_machine(text: &str) -> Result<String, SettingError> {
    let found = machine().map_or("", |machine| &machine.sha256);
    match text.eq_ignore_ascii_case(found) {
        true => Ok(text.to_owned()),
        false => {
            Err(SettingError(format!("the content of the machine file has another one: {found}")))
        }
    }
}

/// Refuses other digests than those of the tables that the machine file names, in their order.
pub(super) fn same_tables(text: &str) -> Result<String, SettingError> {
    let tables = machine().map_or(&[][..], |machine| &machine.tables);
    let asked: Vec<&str> = text.split(',').collect();
    if asked.len() != tables.len() {
        let (count, given) = (tables.len(), asked.len());
        return Err(SettingError(format!(
            "{given} digests are given for the tables of the machine file, which are {count}"
        )));
    }
    let mut both = asked.iter().zip(tables);
    match both.find(|(asked, table)| !asked.eq_ignore_ascii_case(&table.sha256)) {
        None => Ok(text.to_owned()),
        Some((_, TableFile { name, sha256 })) => {
            Err(SettingError(format!("the content of {name} has another one: {sha256}")))
        }
    }
}

/// The flag that gives numbers of a machine file their values.
pub(super) fn set<V: Readable>() -> Arg {
    Arg::new(SET)
        .long(SET)
        .value_name("NAME=VALUE")
        .help("Give a parameter of the file, T0, mu0, T_r or mu_r of a reservoir a value")
        .help_heading("Parameters")
        .allow_hyphen_values(true)
        .action(ArgAction::Append)
        .value_parser(ValueParser::new(setting::<V>))
        .add(ArgValueCompleter::new(complete::ranges))
}
