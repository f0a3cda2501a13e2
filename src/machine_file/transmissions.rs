//! The transmissions of a machine file.

use super::curve::{Role, curve};
use super::description::{Carriers, Curve, Reservoir, State, Transmission};
use super::filter::{KEYS, drawn, filter};
use super::keys::{self, Keys};
use super::names::is_reservoir;
use super::reservoirs::carriers;
use super::section::{Entry, Log, Section, list, text, zero};
use super::slot::Text;
use std::ops::Range;
use toml::Spanned;
use toml::de::DeValue;

/// Reads `[[transmission]]`.
pub(super) fn transmissions(
    log: &mut Log,
    entry: &Entry,
    reservoirs: &[Reservoir],
) -> Vec<Transmission> {
    let Some(entries) = sections(log, &keys::TRANSMISSION, "transmission", entry) else {
        return Vec::new();
    };
    let mut found: Vec<Transmission> = Vec::new();
    for section in entries {
        let Some(transmission) = transmission(log, section, reservoirs) else { continue };
        if let Some(name) = &transmission.name
            && found
                .iter()
                .any(|other| other.name.as_ref().is_some_and(|other| other.text == name.text))
        {
            let message =
                format!("{}: there are two of the name `{}`", transmission.what, name.text);
            log.error(&name.place, message, "each has its own columns");
        }
        found.push(transmission);
    }
    found
}

/// The tables of `[[…]]`.
pub(super) fn sections<'a>(
    log: &mut Log,
    keys: &'static Keys,
    what: &str,
    entry: &Entry<'a>,
) -> Option<Vec<Section<'a>>> {
    let is_list = matches!(entry.value, DeValue::Array(_));
    if !is_list {
        let message = format!("`{what}` is a single table");
        log.error(&entry.at, message, format!("write [[{what}]]: there may be several"));
        return None;
    }
    let entries = list(log, what, entry.value, &entry.place)?;
    let mut found = Vec::new();
    for element in entries {
        match element.get_ref() {
            DeValue::Table(table) => found.push(Section::new(keys, what, element.span(), table)),
            _ => log.error(
                &element.span(),
                format!("{what} is no table"),
                format!("write [[{what}]]"),
            ),
        }
    }
    Some(found)
}

fn transmission(
    log: &mut Log,
    mut section: Section,
    reservoirs: &[Reservoir],
) -> Option<Transmission> {
    let place = section.place.clone();
    let drawn = drawn(log, &mut section);
    let ends = ends(log, &mut section);
    if let Some((ends, is_symmetric)) = &ends {
        let [a, b] = [&ends[0].text, &ends[1].text];
        section.what = match is_symmetric {
            true => format!("transmission between `{a}` and `{b}`"),
            false => format!("transmission from `{a}` to `{b}`"),
        };
    }
    let has_value = section.has("T");
    let value = curve(log, &mut section, "T", Role::Transmission);
    let filter = drawn.map(|drawn| Box::new(filter(log, &mut section, drawn)));
    for key in KEYS {
        if let (Some(entry), None) = (section.take(key), &filter) {
            let message = format!("{} is said of no optimal filter", section.of(key));
            log.error(&entry.at, message, "it stands beside T = \"optimal\"");
        }
    }
    if !has_value && filter.is_none() {
        let label = "write T = \"a formula in E\", or a table";
        log.error(&place, format!("{} lacks its `T`", section.what), label);
    }
    let channels = section.slot(log, "channels");
    let degeneracy = section.slot(log, "degeneracy");
    let own = section.has("carriers").then(|| carriers(log, &mut section, "carriers"));
    section.take("carriers");
    let name = section.text(log, "name");
    if let Some(name) = &name
        && let Err(label) = is_reservoir(&name.text)
    {
        log.error(&name.place, format!("`{}` is no name of a transmission", name.text), label);
    }
    if let Some(name) = &name
        && reservoirs.iter().any(|reservoir| reservoir.name == name.text)
    {
        let message = format!("{}: `{}` is the name of a reservoir", section.what, name.text);
        log.error(&name.place, message, "each has its own columns: choose another name");
    }
    let what: Box<str> = section.what.as_str().into();
    section.finish(log);
    let zero_curve = || Curve::Formula(zero(&what, &place));
    let value = value.unwrap_or_else(zero_curve);
    let (ends, is_symmetric) = ends?;
    let found = ends.each_ref().map(|end| find(log, &what, end, reservoirs));
    let [from, to] = [found[0]?, found[1]?];
    if from == to {
        let message = format!("{what}: both are the same reservoir");
        log.error(&ends[1].place, message, "a transmission joins two");
        return None;
    }
    let carriers = joined(log, &what, &place, [&reservoirs[from], &reservoirs[to]], own);
    Some(Transmission {
        what,
        place,
        from,
        to,
        is_symmetric,
        value,
        filter,
        channels,
        degeneracy,
        carriers,
        name,
    })
}

/// The two reservoirs, and whether the transmission holds in both directions.
fn ends(log: &mut Log, section: &mut Section) -> Option<([Text; 2], bool)> {
    let usage = "write between = [\"h\", \"c\"]; or from and to, if the two directions differ";
    let between = section.take("between");
    let one_way = ["from", "to"].map(|key| {
        let at = section.at(key);
        (at, section.text(log, key))
    });
    match (between, one_way) {
        (Some(between), [(None, _), (None, _)]) => {
            let what = format!("`between` of {}", section.what);
            let elements = list(log, &what, between.value, &between.place)?;
            if elements.len() != 2 {
                let message = format!("{what} names {}", elements.len());
                log.error(&between.place, message, "two reservoirs are wanted");
                return None;
            }
            let read = |log: &mut Log, end: &Spanned<DeValue>| {
                text(log, &what, end.get_ref(), &end.span())
            };
            let [a, b] = [read(log, elements[0]), read(log, elements[1])];
            Some(([a?, b?], true))
        }
        (None, [(Some(_), from), (Some(_), to)]) => Some(([from?, to?], false)),
        (Some(_), [(Some(at), _), _] | [_, (Some(at), _)]) => {
            log.error(&at, format!("{} has `between` beside `from` or `to`", section.what), usage);
            None
        }
        (None, _) => {
            let message = format!("{} does not say which reservoirs it joins", section.what);
            log.error(&section.place.clone(), message, usage);
            None
        }
    }
}

/// The index of a reservoir.
pub(super) fn find(
    log: &mut Log,
    what: &str,
    name: &Text,
    reservoirs: &[Reservoir],
) -> Option<usize> {
    let index = reservoirs.iter().position(|reservoir| reservoir.name == name.text);
    if index.is_none() {
        let names: Vec<&str> = reservoirs.iter().map(|reservoir| &*reservoir.name).collect();
        let message = format!("{what}: there is no reservoir `{}`", name.text);
        log.error(&name.place, message, format!("reservoirs are {}", names.join(", ")));
    }
    index
}

/// The particles of a transmission between two reservoirs.
fn joined(
    log: &mut Log,
    what: &str,
    place: &Range<usize>,
    [a, b]: [&Reservoir; 2],
    own: Option<Carriers>,
) -> Carriers {
    if own == Some(Carriers::Bose) {
        // Phonons at the temperatures of the two.
        for end in [a, b] {
            if matches!(end.state, State::Occupied(_) | State::Demon { .. } | State::Optimal(_))
                && end.statistics == Carriers::Fermi
            {
                let message = format!("{what}: bosons need the temperature of `{}`", end.name);
                log.error(
                    place,
                    message,
                    "carriers = \"bose\" joins two reservoirs in equilibrium",
                );
            }
        }
        return Carriers::Bose;
    }
    if a.statistics != b.statistics {
        let [fermi, bose] = match a.statistics {
            Carriers::Fermi => [a, b],
            Carriers::Bose => [b, a],
        };
        let message = format!("{what}: `{}` has fermions and `{}` bosons", fermi.name, bose.name);
        log.error(place, message, "a transmission joins reservoirs of the same statistics");
    } else if own == Some(Carriers::Fermi) && a.statistics == Carriers::Bose {
        let message = format!("{what} has fermions, its reservoirs have bosons");
        log.error(place, message, "leave `carriers` out");
    }
    a.statistics
}
