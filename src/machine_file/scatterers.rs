//! The scatterers of a machine file.

use super::description::{Cell, Coupling, Levels, Reservoir, Scatterer, ScattererKind};
use super::keys;
use super::section::{Entry, Log, Section, list, name, path};
use super::slot::Text;
use super::transmissions::{find, sections};
use std::ops::Range;
use toml::de::DeValue;

/// Reads `[[scatterer]]`.
pub(super) fn scatterers(log: &mut Log, entry: &Entry, reservoirs: &[Reservoir]) -> Vec<Scatterer> {
    let sections = sections(log, &keys::SCATTERER, "scatterer", entry).unwrap_or_default();
    sections.into_iter().filter_map(|section| scatterer(log, section, reservoirs)).collect()
}

fn scatterer(log: &mut Log, mut section: Section, reservoirs: &[Reservoir]) -> Option<Scatterer> {
    let place = section.place.clone();
    let degeneracy = section.slot(log, "degeneracy");
    let is_matrix = section.has("smatrix");
    let kind = match is_matrix {
        true => matrix(log, &mut section, reservoirs),
        false => levels(log, &mut section, reservoirs),
    };
    // A key of the other kind is a contradiction and no unknown key.
    if !is_matrix {
        section.take("widths");
        section.take("amplitudes");
    }
    let others: &[&'static str] = match is_matrix {
        true => &["levels", "widths", "amplitudes"],
        false => &["smatrix", "leads"],
    };
    for key in others.iter().copied() {
        if let Some(entry) = section.take(key) {
            let has = if is_matrix { "smatrix" } else { "levels" };
            let message = format!("scatterer has both `{has}` and `{key}`");
            let label = "levels go with widths or amplitudes, smatrix with leads";
            log.error(&entry.at, message, label);
        }
    }
    let what = section.what.as_str().into();
    section.finish(log);
    Some(Scatterer { what, place, kind: kind?, degeneracy })
}

fn matrix(log: &mut Log, section: &mut Section, reservoirs: &[Reservoir]) -> Option<ScattererKind> {
    let path = section.path(log, "smatrix");
    let Some(mut entries) = section.section(log, &keys::NAMES, "leads", "leads of scatterer")
    else {
        let label = "write leads = { h = [0], c = [1] }: the modes of each reservoir";
        log.error(&section.place.clone(), "scatterer lacks its `leads`", label);
        return None;
    };
    let mut leads = Vec::new();
    for entry in entries.rest() {
        let what = format!("`{}` of leads of scatterer", entry.key);
        let lead = reservoir(log, &entry, reservoirs);
        let mut modes = Vec::new();
        for mode in list(log, &what, entry.value, &entry.place)? {
            let whole = match mode.get_ref() {
                DeValue::Integer(integer) => integer.as_str().parse().ok(),
                _ => None,
            };
            match whole {
                Some(mode) => modes.push(mode),
                None => log.error(
                    &mode.span(),
                    format!("{what} has no mode of this name"),
                    "modes are 0, 1, 2, …",
                ),
            }
        }
        leads.push((lead?, modes));
    }
    Some(ScattererKind::Matrix { path: path?, leads })
}

fn levels(log: &mut Log, section: &mut Section, reservoirs: &[Reservoir]) -> Option<ScattererKind> {
    let place = section.place.clone();
    let Some(entry) = section.take("levels") else {
        let label = "write levels = [[…], …] with widths or amplitudes, or smatrix = \"S.csv\"";
        log.error(&place, "scatterer lacks its `levels`", label);
        return None;
    };
    let what = "`levels` of scatterer";
    let levels = match entry.value {
        DeValue::String(_) => Levels::File(path(log, what, entry.value, &entry.place)?),
        value => Levels::Cells(rows(log, what, value, &entry.place)?),
    };
    let size = match &levels {
        Levels::Cells(rows) => {
            if let Some(row) = rows.iter().find(|row| row.len() != rows.len()) {
                let message = format!("{what}: {} rows, and one of {}", rows.len(), row.len());
                log.error(&entry.place, message, "a matrix has as many columns as rows");
                return None;
            }
            Some(rows.len())
        }
        Levels::File(_) => None,
    };
    let mut couplings = Vec::new();
    let has = ["widths", "amplitudes"].map(|key| section.has(key));
    let key = if has[1] { "amplitudes" } else { "widths" };
    if has == [true, true] {
        log.error(&place, "scatterer has both `widths` and `amplitudes`", "one is wanted");
        section.take("widths");
    }
    let what = format!("{key} of scatterer");
    let Some(mut entries) = section.section(log, &keys::NAMES, key, &what) else {
        if has == [false, false] {
            let label = "write widths = { h = [\"g\", 0], c = [0, \"g\"] }";
            log.error(&place, "scatterer lacks its `widths` or `amplitudes`", label);
        }
        return None;
    };
    for entry in entries.rest() {
        let what = format!("`{}` of {what}", entry.key);
        let index = reservoir(log, &entry, reservoirs);
        let (coupling, lengths) = if key == "widths" {
            let widths = cells(log, &what, entry.value, &entry.place)?;
            let length = widths.len();
            (Coupling::Widths(widths), vec![length])
        } else {
            let amplitudes = rows(log, &what, entry.value, &entry.place)?;
            let lengths = amplitudes.iter().map(Vec::len).collect();
            (Coupling::Amplitudes(amplitudes), lengths)
        };
        if let Some(size) = size
            && let Some(length) = lengths.iter().find(|length| **length != size)
        {
            let message = format!("{what} has {length} values, and there are {size} levels");
            log.error(&entry.place, message, "one for each level is wanted");
            continue;
        }
        couplings.push((index?, coupling));
    }
    Some(ScattererKind::Levels { levels, couplings })
}

fn reservoir(log: &mut Log, entry: &Entry, reservoirs: &[Reservoir]) -> Option<usize> {
    let name = Text { text: entry.key.into(), place: entry.at.clone() };
    find(log, "scatterer", &name, reservoirs)
}

fn rows(
    log: &mut Log,
    what: &str,
    value: &DeValue,
    place: &Range<usize>,
) -> Option<Vec<Vec<Cell>>> {
    let rows = list(log, what, value, place)?;
    rows.iter().map(|row| cells(log, what, row.get_ref(), &row.span())).collect()
}

fn cells(log: &mut Log, what: &str, value: &DeValue, place: &Range<usize>) -> Option<Vec<Cell>> {
    let mut found = Vec::new();
    for cell in list(log, what, value, place)? {
        let (text, is_string): (&str, bool) = match cell.get_ref() {
            DeValue::String(text) => (text, true),
            DeValue::Integer(integer) if integer.radix() == 10 => (integer.as_str(), false),
            DeValue::Float(float) if !float.as_str().ends_with(['n', 'f']) => {
                (float.as_str(), false)
            }
            other => {
                let message = format!("{what} has {} as a value", name(other));
                log.error(&cell.span(), message, "finite numbers and formulas are wanted");
                return None;
            }
        };
        found.push(Cell { text: text.into(), place: cell.span(), is_string, formula: None });
    }
    Some(found)
}
