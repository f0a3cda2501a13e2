//! The reservoirs of a machine file.

use super::curve::{Role, curve};
use super::description::{Carriers, Reservoir, State};
use super::keys;
use super::names::is_reservoir;
use super::optimal::{KEYS, optimal};
use super::probes::probe;
use super::section::{
    Entry, HOW_TO_PLACE, Log, Section, is_misplaced, multiple, name, section, slot, zero,
};
use toml::de::DeValue;

/// Reads `[reservoirs]`.
pub(super) fn reservoirs(log: &mut Log, mut all: Section) -> Vec<Reservoir> {
    let mut found = Vec::new();
    for entry in all.rest() {
        if is_misplaced(entry.key, "reservoirs") && !matches!(entry.value, DeValue::Table(_)) {
            log.error(&entry.at, format!("`{}` is no reservoir", entry.key), HOW_TO_PLACE);
            continue;
        }
        if let Err(label) = is_reservoir(entry.key) {
            log.error(&entry.at, format!("`{}` is no name of a reservoir", entry.key), label);
        }
        let what = format!("reservoir `{}`", entry.key);
        if let Some(section) = section(log, &keys::RESERVOIR, &what, &entry) {
            found.push(reservoir(log, &entry, section));
        }
    }
    found
}

fn reservoir(log: &mut Log, entry: &Entry, mut section: Section) -> Reservoir {
    let statistics = carriers(log, &mut section, "statistics");
    let probe = probe(log, &mut section, statistics);
    let has = |key: &str| section.has(key);
    let given = ["T", "f", "demon"].into_iter().find(|key| has(key));
    let excluded: &[&'static str] = match given {
        Some("T") => &["f", "demon"],
        Some("f") => &["mu", "demon"],
        Some("demon") => &["mu"],
        _ => &[],
    };
    let given = given.unwrap_or("mu");
    // Where `demon` is neither a table nor known, the keys of an optimal demon may be meant.
    let is_optimal = section.has("demon") && !section.is_table("demon");
    for key in excluded.iter().copied() {
        if let Some(entry) = section.take(key) {
            let message = format!("{} has both `{given}` and `{key}`", section.what);
            let label = "T and mu are of equilibrium; f and demon are each instead of them";
            log.error(&entry.at, message, label);
        }
    }
    let state = match given {
        _ if probe.is_some() => probe,
        "f" => curve(log, &mut section, "f", Role::Occupation).map(State::Occupied),
        "demon" => demon(log, &mut section),
        _ => equilibrium(log, &mut section, entry, statistics),
    };
    // Keys that belong to other states are known, too.
    for key in ["T", "mu", "f", "demon"] {
        section.take(key);
    }
    for key in KEYS {
        if let Some(entry) = section.take(key)
            && !is_optimal
        {
            let message = format!("{} is said of no optimal demon", section.of(key));
            log.error(&entry.at, message, "it stands beside demon = \"optimal\"");
        }
    }
    let current = curve(log, &mut section, "current", Role::Current);
    section.finish(log);
    Reservoir {
        name: entry.key.into(),
        at: entry.at.clone(),
        statistics,
        state: state.unwrap_or(State::Unknown),
        current,
    }
}

fn equilibrium(
    log: &mut Log,
    section: &mut Section,
    entry: &Entry,
    statistics: Carriers,
) -> Option<State> {
    let [has_t, has_mu] = ["T", "mu"].map(|key| section.has(key));
    if !has_t && !has_mu {
        return None;
    }
    let t = section.slot(log, "T").unwrap_or_else(|| zero(&section.what, &entry.at));
    let mu = section.slot(log, "mu");
    if !has_t {
        let message = format!("{} has `mu` and no `T`", section.what);
        log.error(&entry.at, message, "give T, or f without mu");
    }
    if !has_mu && statistics == Carriers::Fermi {
        let message = format!("{} has `T` and no `mu`", section.what);
        log.error(&entry.at, message, "give mu, for instance mu = 0");
    }
    Some(State::Equilibrium { t: Some(t), mu, probe: None })
}

fn demon(log: &mut Log, section: &mut Section) -> Option<State> {
    let what = section.of("demon");
    let entry = section.take("demon")?;
    let usage = "write demon = { lambda = 1 } or demon = \"optimal\"";
    let mut table = match entry.value {
        DeValue::Table(table) => Section::new(&keys::DEMON, what, entry.place.clone(), table),
        DeValue::String(text) if text == "optimal" => {
            return Some(optimal(log, section, &entry));
        }
        other => {
            let value = match &other {
                DeValue::String(text) => format!("`{text}`"),
                other => name(other).to_owned(),
            };
            log.error(&entry.place, format!("{what} is {value}"), usage);
            return Some(State::Demon { lambda: zero(&what, &entry.place), is_multiple: false });
        }
    };
    let what = table.of("lambda");
    let Some(entry) = table.take("lambda") else {
        log.error(&entry.at, format!("{} lacks its `lambda`", table.what), usage);
        table.finish(log);
        return Some(State::Demon { lambda: zero(&what, &entry.place), is_multiple: false });
    };
    table.finish(log);
    // As for the refrigerator, `0.3max` is a multiple of the greatest strength.
    let multiple = multiple(entry.value);
    let lambda = match multiple {
        Some(text) => {
            let text = DeValue::String(text.to_owned().into());
            slot(log, &what, &text, &entry.place)
        }
        None => slot(log, &what, entry.value, &entry.place),
    };
    Some(State::Demon { lambda, is_multiple: multiple.is_some() })
}

/// Takes `"fermi"` or `"bose"`; `"fermi"` where it is not given.
pub(super) fn carriers(log: &mut Log, section: &mut Section, key: &'static str) -> Carriers {
    let Some(text) = section.text(log, key) else { return Carriers::default() };
    match &*text.text {
        "fermi" => Carriers::Fermi,
        "bose" => Carriers::Bose,
        other => {
            let message = format!("{} is `{other}`", section.of(key));
            log.error(&text.place, message, "\"fermi\" or \"bose\" is wanted");
            Carriers::default()
        }
    }
}
