//! Machine files of the built-in refrigerator: their parameters are its flags.

use super::failure::Failure;
use super::setting::{SET, with_units};
use crate::machine_file::{self, FileError, MachineFile};
use crate::model::{Choice, Fallback, Family, Parameter};
use crate::quantity::{Dimension, Units, unit_of};
use crate::refrigerator::RefrigeratorFamily;
use crate::sweep::Axis;
use std::ffi::OsString;
use std::sync::OnceLock;

/// A parameter that a file gives, or its choice: the text as that of its flag, and the unit in which it is
/// written.
#[derive(Debug)]
pub struct Own {
    name: &'static str,
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
        if let Some(choice) = RefrigeratorFamily.choice().filter(|choice| choice.name == &*own.name)
        {
            match option(choice, own) {
                Ok(option) => {
                    let (text, unit) = (option.to_owned(), String::new());
                    found.push(Own { name: choice.name, text, unit });
                }
                Err(label) => {
                    let message = format!("`{}` is no option of the refrigerator", own.name);
                    wrong.push(file.source.error(own.value.place.clone(), message, label));
                }
            }
            continue;
        }
        let Some(parameter) = RefrigeratorFamily.parameter(&own.name) else {
            let message = format!("`{}` is no parameter of the refrigerator", own.name);
            wrong.push(file.source.error(own.at.clone(), message, hint(&own.name)));
            continue;
        };
        let mut read = |text: String, unit: String| {
            if let Err(error) = Axis::parse(&text, parameter.dimension) {
                let message = format!("parameter `{}` is {text}", own.name);
                wrong.push(file.source.error(own.value.place.clone(), message, error.to_string()));
            }
            found.push(Own { name: parameter.name, text, unit });
        };
        if let Some(text) = own.word.as_deref().filter(|text| text.contains('/')) {
            read(text.to_owned(), unit_of(text).to_owned());
            continue;
        }
        let number = own.value.number().filter(|_| own.word.is_none());
        let Some((is_negative, literal)) = number else {
            let message = format!("parameter `{}` of the refrigerator is no number", own.name);
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
        read(format!("{sign}{}{unit}{share}", literal.digits), unit);
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

/// The option of a choice that a file names; else what it may name.
fn option<'a>(choice: &Choice, own: &'a machine_file::Parameter) -> Result<&'a str, String> {
    let named = own.word.as_deref().filter(|name| choice.option(name).is_some());
    named.ok_or_else(|| {
        let known = choice.options.iter().map(|option| format!("{:?}", option.name));
        format!("there are {}", known.collect::<Vec<_>>().join(", "))
    })
}

/// Flags whose value is `NAME=RANGE`, or several of them with commas between: what they say stands for the value
/// of the file.
const RANGES: [&str; 2] = ["over", "for"];

/// The unit that all parameters of a file have that measure the same as this one.
fn common(own: &[Own], parameter: Parameter) -> Option<&str> {
    let is_alike = |own: &&Own| {
        let other = RefrigeratorFamily.parameter(own.name);
        other.is_some_and(|other| other.dimension == parameter.dimension)
    };
    let mut alike = own.iter().filter(is_alike).map(|own| &*own.unit);
    let first = alike.next()?;
    alike.all(|unit| unit == first).then_some(first)
}

/// The same command with flags instead of a file, which stands behind this place. What `--set` gives stands for
/// the value of the file, and has its unit where it has none; so do the ranges of a search.
///
/// # Errors
/// As for [`parameters`], and where a parameter has a flag beside the file.
pub fn as_flags(
    arguments: &[OsString],
    verb: usize,
    file: &MachineFile,
) -> Result<Vec<OsString>, Failure> {
    let own = parameters(file).map_err(Failure::Findings)?;
    let (before, rest) = arguments.split_at(verb + 1);
    let rest = &rest[1..];
    if arguments[verb] == "columns" {
        return Ok([before, rest].concat());
    }
    let in_unit = |name: &str, value: &str| {
        let of_file = own.iter().find(|own| own.name == name).map(|own| &*own.unit);
        let parameter = RefrigeratorFamily.parameter(name);
        let known =
            parameter.map(|parameter| unit(file, parameter)).filter(|unit| !unit.is_empty());
        let alike = || parameter.and_then(|parameter| common(&own, parameter));
        with_units(value.trim(), of_file.or(known).or_else(alike).unwrap_or_default())
    };
    let mut words = rest.iter();
    let (mut given, mut is_set): (Vec<OsString>, Vec<String>) = (Vec::new(), Vec::new());
    while let Some(word) = words.next() {
        let flag = word.to_str().and_then(|word| word.strip_prefix("--")).unwrap_or_default();
        let (flag, value) = match flag.split_once('=') {
            Some((flag, value)) => (flag, Some(value)),
            None => (flag, None),
        };
        let mut value = || value.or_else(|| words.next().and_then(|word| word.to_str()));
        if flag == SET {
            let setting = value().unwrap_or_default();
            // What is no setting is refused where flags are read.
            let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
            let name = name.trim();
            if own_flag(name).is_none() {
                let hint = hint(name);
                let rule = format!("`{name}` is no parameter of the refrigerator");
                return Err(Failure::Request(format!("--set {setting}: {rule}; {hint}")));
            }
            is_set.push(name.to_owned());
            given.push(format!("--{name}={}", in_unit(name, value)).into());
        } else if RANGES.contains(&flag) {
            let ranges = value().unwrap_or_default().split(',').map(|range| {
                let Some((name, ends)) = range.split_once('=') else { return range.to_owned() };
                is_set.push(name.trim().to_owned());
                format!("{}={}", name.trim(), in_unit(name.trim(), ends))
            });
            let ranges: Vec<String> = ranges.collect();
            given.push(format!("--{flag}={}", ranges.join(",")).into());
        } else if let Some(name) = own_flag(flag) {
            let (value, rule) = (value().unwrap_or_default(), "beside a file, numbers are set");
            let remedy = format!("--set {name}={value}");
            return Err(Failure::Request(format!("--{name} {value}: {rule}: {remedy}")));
        } else {
            given.push(word.clone());
        }
    }
    let own: Vec<&Own> =
        own.iter().filter(|own| !is_set.iter().any(|set| set == own.name)).collect();
    let names = own.iter().map(|own| own.name).collect();
    OF_FILE.get_or_init(|| (file.source.path.to_string(), names));
    let own = own.iter().map(|own| format!("--{}={}", own.name, own.text).into());
    Ok(before.iter().cloned().chain(own).chain(given).collect())
}

/// The name of the file, and of those numbers that have their values of it.
static OF_FILE: OnceLock<(String, Vec<&str>)> = OnceLock::new();

/// Whether the refrigerator is that of a file.
pub fn has_file() -> bool {
    OF_FILE.get().is_some()
}

/// The file of which this parameter has its value, if it has it of one.
pub fn file_of(name: &str) -> Option<&'static str> {
    let (file, names) = OF_FILE.get()?;
    names.contains(&name).then_some(file)
}

/// The name of the parameter, or of the choice, that has this one.
fn own_flag(name: &str) -> Option<&'static str> {
    let choice = RefrigeratorFamily.choice().map(|choice| choice.name);
    let parameter = RefrigeratorFamily.parameter(name).map(|parameter| parameter.name);
    parameter.or(choice.filter(|choice| *choice == name))
}

/// What was meant by a name that no parameter has, or what names there are.
fn hint(name: &str) -> String {
    let names = || RefrigeratorFamily.parameters().iter().map(|known| known.name);
    match crate::formula::nearest(name, names()) {
        Some(near) => format!("is {near} meant?"),
        None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
    }
}

/// A file of the refrigerator with these parameters, of which the texts are those that were typed, and this
/// option of its choice, if one was chosen. Defaults that are numbers are written, too.
pub fn written(
    given: &[(Parameter, f64, &str)],
    chosen: Option<(&'static Choice, usize)>,
    units: Units,
) -> String {
    let line = |parameter: Parameter| {
        let typed = given.iter().find(|(known, ..)| *known == parameter);
        let value = match (typed, parameter.fallback) {
            (Some((_, value, text)), _) if text.parse::<f64>().is_ok() => format!("{value:?}"),
            (Some((_, _, text)), _) => format!("{text:?}"),
            (None, Fallback::Value(value)) if units.are_natural() || !parameter.is_measured() => {
                format!("{value:?}")
            }
            (None, _) => return None,
        };
        Some(format!("{} = {value}", parameter.name))
    };
    let chosen = chosen
        .map(|(choice, option)| format!("{} = {:?}", choice.name, choice.options[option].name));
    let head = ["format = 1", "family = \"refrigerator\"", "", "[parameters]"].map(str::to_owned);
    let lines = RefrigeratorFamily.parameters().iter().filter_map(line);
    head.into_iter().chain(lines).chain(chosen).map(|line| line + "\n").collect()
}
