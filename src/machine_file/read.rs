//! The tables of a machine file, one after the other.

use super::description::{BareUnits, MachineFile, Merit, Parameter};
use super::keys;
use super::reservoirs::reservoirs;
use super::scatterers::scatterers;
use super::section::{HOW_TO_PLACE, Log, Section, TOP, multiple, name, section, slot, zero};
use super::settle::settle;
use super::slot::Text;
use super::source::{FileError, Severity, Source};
use super::syntax::parse;
use super::tables::Opened;
use super::transmissions::transmissions;
use crate::quantity::{Dimension, Unit};
use toml::de::DeValue;

impl MachineFile {
    /// Reads a machine file; `path` is what messages call it.
    ///
    /// # Errors
    /// Everything that is wrong with the file, in the order of its lines; what is no TOML ends the search.
    ///
    /// ```
    /// use ndemon::machine_file::MachineFile;
    ///
    /// let text = r#"
    ///     format = 1
    ///     [reservoirs]
    ///     h = { T = 1, mu = 0.25 }
    ///     c = { T = 0.5, mu = 0 }
    ///     [[transmission]]
    ///     between = ["h", "c"]
    ///     T = "boxcar(at=0.5, width=1)"
    /// "#;
    /// let file = MachineFile::read("machine.toml", text.as_bytes()).expect("a machine");
    /// assert_eq!(&*file.reservoirs[1].name, "c");
    /// ```
    pub fn read(path: &str, bytes: &[u8]) -> Result<MachineFile, Vec<FileError>> {
        let source = Source::decode(path, bytes).map_err(|error| vec![*error])?;
        let table = parse(&source)?;
        let mut log = Log { source: &source, found: Vec::new() };
        let top = Section::new(&keys::FILE, "", 0..0, table.get_ref());
        let mut file = tables(&mut log, top);
        settle(&mut log, &mut file);
        let mut found = log.found;
        found.sort_by_key(|error| (error.line, error.column));
        found.dedup();
        if found.iter().any(|error| error.severity == Severity::Error) {
            return Err(found);
        }
        file.warnings = found;
        Ok(file)
    }
}

/// Reads all tables.
fn tables(log: &mut Log, mut top: Section) -> MachineFile {
    format(log, &mut top);
    let family = family(log, &mut top);
    let (units, has_units) = units(log, &mut top);
    let degeneracy = top.slot(log, "degeneracy");
    let [mut t0, mut mu0] = [None, None];
    if let Some(mut environment) =
        top.section(log, &keys::ENVIRONMENT, "environment", "environment")
    {
        t0 = environment.slot(log, "T0");
        mu0 = environment.slot(log, "mu0");
        environment.finish(log);
    }
    let parameters = parameters(log, &mut top, family.is_some());
    let all = top.section(log, &keys::NAMES, "reservoirs", "reservoirs");
    let reservoirs = all.map(|all| reservoirs(log, all)).unwrap_or_default();
    let entry = top.take("transmission");
    let transmissions = entry.map(|entry| transmissions(log, &entry, &reservoirs));
    let entry = top.take("scatterer");
    let scatterers = entry.map(|entry| scatterers(log, &entry, &reservoirs));
    let results = results(log, &mut top);
    top.finish(log);
    MachineFile {
        source: log.source.clone(),
        family,
        units,
        is_laboratory: has_units,
        degeneracy,
        t0,
        mu0,
        parameters,
        reservoirs,
        transmissions: transmissions.unwrap_or_default(),
        scatterers: scatterers.unwrap_or_default(),
        results,
        warnings: Vec::new(),
        floors: 1.0,
        opened: Opened::default(),
    }
}

fn format(log: &mut Log, top: &mut Section) {
    let label = "write format = 1 before the first [table]";
    let Some(entry) = top.take("format") else {
        return log.error(&(0..0), "the file lacks its `format`", label);
    };
    match entry.value {
        DeValue::Integer(integer) if integer.as_str() == "1" && integer.radix() == 10 => {}
        DeValue::Integer(integer) => {
            let message = format!("format {integer} is not known");
            log.error(&entry.place, message, "this program reads format = 1");
        }
        other => log.error(&entry.place, format!("`format` is {}", name(other)), label),
    }
}

fn family(log: &mut Log, top: &mut Section) -> Option<Text> {
    let family = top.text(log, "family")?;
    if &*family.text == "refrigerator" {
        return Some(family);
    }
    let message = format!("there is no family `{}`", family.text);
    log.error(&family.place, message, "\"refrigerator\" is one; any other machine has none");
    None
}

/// Reads the units of bare numbers, and whether there are any.
fn units(log: &mut Log, top: &mut Section) -> (BareUnits, bool) {
    let mut units = BareUnits::default();
    let has_units = top.has("units");
    let Some(mut section) = top.section(log, &keys::UNITS, "units", "units") else {
        return (units, has_units);
    };
    let keys = [("energy", Dimension::Energy), ("temperature", Dimension::Temperature)];
    for (key, dimension) in keys {
        let Some(text) = section.text(log, key) else { continue };
        match Unit::in_formula(&text.text) {
            Some((_, of)) if of == dimension => {
                let unit = Some(text.text);
                match dimension {
                    Dimension::Temperature => units.temperature = unit,
                    _ => units.energy = unit,
                }
            }
            _ => {
                let known = match dimension {
                    Dimension::Temperature => "K, mK, uK, nK, pK",
                    _ => "eV, V, J with m, u, n, p and Hz, kHz, MHz, GHz, THz",
                };
                let message = format!("`{}` is no unit of {key}", text.text);
                log.error(&text.place, message, format!("units are {known}"));
            }
        }
    }
    section.finish(log);
    (units, has_units)
}

fn parameters(log: &mut Log, top: &mut Section, is_built_in: bool) -> Vec<Parameter> {
    let Some(mut section) = top.section(log, &keys::NAMES, "parameters", "parameters") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in section.rest() {
        if TOP.contains(&entry.key) {
            log.error(&entry.at, format!("`{}` is no parameter", entry.key), HOW_TO_PLACE);
            continue;
        }
        let what = format!("parameter `{}`", entry.key);
        let share = multiple(entry.value).filter(|_| is_built_in);
        let word = word(entry.value).filter(|_| is_built_in);
        // A word has no value, and the formula 0 is the value of what has none.
        let number = share.or(word.map(|_| "0"));
        let number = number.map(|number| DeValue::String(number.to_owned().into()));
        let value = slot(log, &what, number.as_ref().unwrap_or(entry.value), &entry.place);
        let (is_multiple, word) = (share.is_some(), word.map(Into::into));
        let unit = value.number().map(|(_, literal)| literal.unit.clone());
        let unit = unit.filter(|unit| !unit.is_empty());
        let name = entry.key.into();
        found.push(Parameter { name, at: entry.at, value, unit, is_multiple, word });
    }
    found
}

/// The word that a value is, if it is one, or the number with a unit that formulas do not know, such as W/K.
fn word<'a>(value: &'a DeValue<'_>) -> Option<&'a str> {
    let text = value.as_str()?;
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_word || text.contains('/')).then_some(text)
}

fn results(log: &mut Log, top: &mut Section) -> Vec<Merit> {
    let Some(mut all) = top.section(log, &keys::NAMES, "results", "results") else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in all.rest() {
        if TOP.contains(&entry.key) {
            log.error(&entry.at, format!("`{}` is no result", entry.key), HOW_TO_PLACE);
            continue;
        }
        let what = format!("result `{}`", entry.key);
        let (formula, unit) = match entry.value {
            DeValue::Table(_) => {
                let Some(mut section) = section(log, &keys::RESULT, &what, &entry) else {
                    continue;
                };
                let has_formula = section.has("formula");
                let formula = section.slot(log, "formula");
                let unit = section.text(log, "unit");
                if !has_formula {
                    let label = "write { formula = \"…\", unit = \"W\" }";
                    log.error(&entry.at, format!("{what} lacks its `formula`"), label);
                }
                section.finish(log);
                (formula.unwrap_or_else(|| zero(&what, &entry.place)), unit)
            }
            value => (slot(log, &what, value, &entry.place), None),
        };
        found.push(Merit { name: entry.key.into(), at: entry.at, formula, unit });
    }
    found
}
