//! Machine files of the built-in refrigerator: their parameters are its flags.

use super::setting::with_units;
use crate::machine_file::{FileError, MachineFile};
use crate::model::{Family, Parameter};
use crate::quantity::Dimension;
use crate::refrigerator::RefrigeratorFamily;
use std::ffi::OsString;

/// A parameter that a file gives: its text as that of its flag, and the unit in which it is written.
#[derive(Debug)]
pub struct Own {
    parameter: Parameter,
    text: String,
    unit: String,
}

/// The parameters of a file of the refrigerator.
///
/// # Errors
/// What is no parameter of the refrigerator, or no number, with its place.
pub fn parameters(file: &MachineFile) -> Result<Vec<Own>, Vec<FileError>> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for own in &file.parameters {
        let Some(parameter) = RefrigeratorFamily.parameter(&own.name) else {
            let names = || RefrigeratorFamily.parameters().iter().map(|known| known.name);
            let label = match crate::formula::nearest(&own.name, names()) {
                Some(near) => format!("is {near} meant?"),
                None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
            };
            let message = format!("`{}` is no parameter of the refrigerator", own.name);
            wrong.push(file.source.error(own.at.clone(), message, label));
            continue;
        };
        let Some((is_negative, literal)) = own.value.number() else {
            let message = format!("parameter `{}` of the refrigerator is a formula", own.name);
            let label = "a number, or a number with its unit, is wanted";
            wrong.push(file.source.error(own.value.place.clone(), message, label));
            continue;
        };
        if own.is_multiple && parameter.multiple.is_none() {
            let message = format!("`{}` is no multiple of a greatest value", own.name);
            wrong.push(file.source.error(own.value.place.clone(), message, "lambda may be"));
            continue;
        }
        let unit = match &*literal.unit {
            "" => unit(file, parameter).to_owned(),
            unit => unit.to_owned(),
        };
        let sign = if is_negative { "-" } else { "" };
        let share = if own.is_multiple { "max" } else { "" };
        let text = format!("{sign}{}{unit}{share}", literal.digits);
        found.push(Own { parameter, text, unit });
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// The unit of bare numbers of a parameter.
fn unit(file: &MachineFile, parameter: Parameter) -> &str {
    let unit = match parameter.dimension {
        Dimension::Energy => &file.units.energy,
        Dimension::Temperature => &file.units.temperature,
        _ => &None,
    };
    unit.as_deref().unwrap_or_default()
}

/// The same command with flags instead of a file, which stands behind this place. What `--set` gives stands for
/// the value of the file, and has its unit where it has none.
///
/// # Errors
/// As for [`parameters`].
pub fn as_flags(
    arguments: &[OsString],
    verb: usize,
    file: &MachineFile,
) -> Result<Vec<OsString>, Vec<FileError>> {
    let own = parameters(file)?;
    let (before, rest) = arguments.split_at(verb + 1);
    let mut words = rest.iter().skip(1);
    let (mut given, mut is_set): (Vec<OsString>, Vec<String>) = (Vec::new(), Vec::new());
    while let Some(word) = words.next() {
        let setting = match word.to_str() {
            Some("--set") => words.next().and_then(|word| word.to_str()),
            Some(text) => text.strip_prefix("--set="),
            None => None,
        };
        let Some(setting) = setting else {
            given.push(word.clone());
            continue;
        };
        // What is no setting is refused where flags are read.
        let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
        let (name, value) = (name.trim(), value.trim());
        let of_file = own.iter().find(|own| own.parameter.name == name).map(|own| &*own.unit);
        let known = RefrigeratorFamily.parameter(name).map(|parameter| unit(file, parameter));
        let value = with_units(value, of_file.or(known).unwrap_or_default());
        is_set.push(name.to_owned());
        given.push(format!("--{name}={value}").into());
    }
    let own = own.iter().filter(|own| !is_set.iter().any(|set| set == own.parameter.name));
    let own = own.map(|own| format!("--{}={}", own.parameter.name, own.text).into());
    Ok(before.iter().cloned().chain(own).chain(given).collect())
}
