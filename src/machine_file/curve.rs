//! Functions of the energy: formulas and tables.

use super::description::{Curve, Table};
use super::keys;
use super::section::{Entry, Log, Section, list, slot, text, zero};
use super::slot::Text;
use toml::de::DeValue;

/// What a function of the energy is, which decides the keys of its tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Transmission,
    Occupation,
    Current,
}

/// Takes a function of the energy; none if the key is not there.
pub(super) fn curve(
    log: &mut Log,
    section: &mut Section,
    key: &'static str,
    role: Role,
) -> Option<Curve> {
    let what = section.of(key);
    let Entry { value, place, .. } = section.take(key)?;
    match value {
        DeValue::Table(table) => {
            let keys = match role {
                Role::Transmission => &keys::TABLED,
                Role::Occupation => &keys::OCCUPATION,
                Role::Current => &keys::CURRENT,
            };
            let section = Section::new(keys, what.clone(), place.clone(), table);
            match read_table(log, section, role) {
                Some(table) => Some(Curve::Table(Box::new(table))),
                None => Some(Curve::Formula(zero(&what, &place))),
            }
        }
        value => Some(Curve::Formula(slot(log, &what, value, &place))),
    }
}

/// The columns of the eigenvalues of a transmission.
fn eigenvalues(
    log: &mut Log,
    section: &mut Section,
    is_tbtrans: bool,
    beside: Option<(&Text, &str)>,
) -> Vec<Text> {
    let what = section.of("eigenvalues");
    let Some(Entry { value, place, .. }) = section.take("eigenvalues") else { return Vec::new() };
    if is_tbtrans {
        log.error(
            &place,
            format!("{what} stand beside `tbtrans`"),
            "all columns of such a file are eigenvalues: leave them out, or name the file as table",
        );
    } else if let Some((other, key)) = beside {
        let label = "T is the sum of the eigenvalues, each without a standard deviation";
        log.error(&other.place, format!("{what} stand beside `{key}`"), label);
    }
    let columns = list(log, &what, value, &place).unwrap_or_default();
    if columns.is_empty() {
        log.error(
            &place,
            format!("{what} names no column"),
            "write eigenvalues = [\"T1\", \"T2\"]",
        );
    }
    let mut found: Vec<Text> = Vec::new();
    for column in columns {
        let Some(name) = text(log, &what, column.get_ref(), &column.span()) else { continue };
        if found.iter().any(|other| other.text == name.text) {
            let message = format!("{what} names the column `{}` twice", name.text);
            log.error(&name.place, message, "of channels that are alike write degeneracy");
        }
        found.push(name);
    }
    found
}

fn read_table(log: &mut Log, mut section: Section, role: Role) -> Option<Table> {
    let place = section.place.clone();
    let tbtrans = match role {
        Role::Transmission => section.path(log, "tbtrans"),
        _ => None,
    };
    let is_tbtrans = tbtrans.is_some();
    if is_tbtrans && let Some(at) = section.at("table") {
        log.error(&at, format!("{} has both `table` and `tbtrans`", section.what), "one is wanted");
        section.take("table");
    }
    let is_named = section.has("table") || is_tbtrans;
    let path = tbtrans.or_else(|| section.path(log, "table"));
    if !is_named {
        let label = "name a file: { table = \"f.csv\", energy = \"E\", value = \"T\" }";
        log.error(&place, format!("{} lacks its `table`", section.what), label);
    }
    let [energy, value, error] = match is_tbtrans {
        true => [None, None, None],
        false => ["energy", "value", "error"].map(|key| section.text(log, key)),
    };
    let eigenvalues = match role {
        Role::Transmission if section.has("eigenvalues") => {
            let found = [(&value, "value"), (&error, "error")].into_iter();
            let beside = found.filter_map(|(text, key)| Some((text.as_ref()?, key))).next();
            eigenvalues(log, &mut section, is_tbtrans, beside)
        }
        _ => Vec::new(),
    };
    let unit = section.slot(log, "unit");
    let shift = section.slot(log, "shift");
    let what = format!("`where` of {}", section.what);
    let mut rows = Vec::new();
    if let Some(mut filter) = section.section(log, &keys::NAMES, "where", &what) {
        for Entry { key, value, place, .. } in filter.rest() {
            let what = format!("`{key}` in {what}");
            rows.push((key.into(), slot(log, &what, value, &place)));
        }
    }
    let (outside, floor) = match role {
        Role::Occupation => (section.slot(log, "outside"), section.slot(log, "floor")),
        _ => (None, None),
    };
    let what = section.what.as_str().into();
    section.finish(log);
    let path = path?;
    Some(Table {
        what,
        place,
        path,
        is_tbtrans,
        energy,
        value,
        eigenvalues,
        error,
        unit,
        shift,
        rows,
        outside,
        floor,
    })
}
