//! The columns of a machine, by name.

use super::description::{MachineFile, Reservoir, State};
use super::family::responds;
use super::filter::filter_of;
use crate::formula::Measure;
use crate::model::Drawn;

/// Columns whose names begin so and end with a reservoir, and their power of an energy (h = 1).
const OF_RESERVOIRS: [(&str, i64); 13] = [
    ("n", 1),
    ("energy", 2),
    ("heat", 2),
    ("entropy", 1),
    ("exergy", 2),
    ("current", 1),
    ("demon_n", 0),
    ("demon_energy", 0),
    ("noise_n", 1),
    ("noise_energy", 3),
    ("noise_heat", 3),
    ("noise_entropy", 1),
    ("fano", 0),
];

/// Columns of two reservoirs.
const OF_PAIRS: [(&str, i64); 7] = [
    ("n", 1),
    ("energy", 2),
    ("entropy_production", 1),
    ("noise_n", 1),
    ("noise_energy", 3),
    ("noise_heat", 3),
    ("noise_correlation", 0),
];

/// Columns of a reservoir, of which the name goes on behind it.
const OF_PARTS: [(&str, &str, i64); 4] =
    [("exergy", "work", 2), ("exergy", "heat", 2), ("exergy", "order", 2), ("entropy", "floor", 1)];

/// Columns of an entry of a transmission.
const OF_ENTRIES: [(&str, i64); 2] = [("n", 1), ("energy", 2)];

/// Columns of the machine.
const OF_MACHINE: [(&str, i64); 5] = [
    ("work", 2),
    ("entropy_production", 1),
    ("efficiency", 0),
    ("seeming_efficiency", 0),
    ("seeming_entropy_production", 1),
];

/// Columns of an optimal filter, by what it draws.
fn of_filters(drawn: Drawn) -> [(&'static str, i64); 3] {
    match drawn {
        Drawn::Heat => [("filter_coldest", 1), ("filter_windows", 0), ("filter_gap", 2)],
        Drawn::Particles => [("filter_price", 0), ("filter_windows", 0), ("filter_gap", 1)],
    }
}

/// Columns of linear response between two reservoirs: of the machine itself, if it has two.
const OF_RESPONSES: [(&str, i64); 8] = [
    ("conductance", 0),
    ("seebeck", 0),
    ("peltier", 1),
    ("kappa", 1),
    ("ZT", 0),
    ("lorenz", 0),
    ("onsager_1", 1),
    ("onsager_2", 2),
];

/// Columns of texts.
pub(super) const TEXTS: [&str; 2] = ["kind", "status"];

/// More reservoirs have too many pairs for a list of their columns.
const FEW: usize = 12;

/// The columns that a machine has.
#[derive(Debug)]
pub(super) struct Columns {
    /// Names of reservoirs, and whether each is in equilibrium.
    reservoirs: Vec<(Box<str>, bool)>,
    /// Names of entries of transmissions.
    entries: Vec<Box<str>>,
    /// What probes find.
    found: Vec<String>,
    /// Those of an optimal filter, and their power of an energy.
    filter: Vec<(&'static str, i64)>,
    /// Whether it has the columns of linear response.
    responds: bool,
}

/// The columns of what a reservoir finds, if it is a probe.
fn found(reservoir: &Reservoir) -> Vec<String> {
    let State::Equilibrium { probe: Some(kind), .. } = &reservoir.state else { return Vec::new() };
    let name = &reservoir.name;
    let t = kind.finds_t().then(|| format!("T_{name}"));
    t.into_iter().chain(kind.finds_mu().then(|| format!("mu_{name}"))).collect()
}

impl Columns {
    pub fn of(file: &MachineFile) -> Columns {
        let kinds = file.reservoirs.iter().map(|reservoir| {
            (reservoir.name.clone(), matches!(reservoir.state, State::Equilibrium { .. }))
        });
        let names = file.transmissions.iter().filter_map(|entry| entry.name.as_ref());
        Columns {
            reservoirs: kinds.collect(),
            entries: names.map(|name| name.text.clone()).collect(),
            found: file.reservoirs.iter().flat_map(found).collect(),
            filter: filter_of(file)
                .map_or_else(Vec::new, |(_, filter)| of_filters(filter.wish.drawn()).into()),
            responds: responds(file),
        }
    }

    /// Whether a probe finds this number.
    pub fn is_found(&self, name: &str) -> bool {
        self.found.iter().any(|found| found == name)
    }

    /// Names of reservoirs, and whether each is in equilibrium.
    pub fn reservoirs(&self) -> &[(Box<str>, bool)] {
        &self.reservoirs
    }

    /// Whether a reservoir of this name is in equilibrium; none if there is no such reservoir.
    pub fn reservoir(&self, name: &str) -> Option<bool> {
        let mut all = self.reservoirs.iter();
        all.find(|(reservoir, _)| &**reservoir == name).map(|(_, is)| *is)
    }

    /// What a column measures; none if there is no such column.
    pub fn measure(&self, name: &str) -> Option<Measure> {
        let reservoir = name.rsplit('_').next().and_then(|name| self.reservoir(name));
        match (name.split_once('_'), reservoir) {
            (Some(("heat", _)), Some(false)) => return None,
            (Some(("noise", rest)), _) if self.lacks_heat(rest) => return None,
            (Some(("exergy", rest)), _) => {
                let of = rest.split('_').next().unwrap_or_default();
                if self.reservoir(of) != Some(false) {
                    return None;
                }
            }
            _ => {}
        }
        self.reserved(name)
    }

    /// Whether this is noise of heat of a reservoir that has no heat, or of two of which one has none.
    fn lacks_heat(&self, noise: &str) -> bool {
        let rest = noise.strip_prefix("heat_").or_else(|| noise.strip_prefix("correlation_"));
        rest.is_some_and(|rest| rest.split('_').any(|name| self.reservoir(name) == Some(false)))
    }

    /// The same, as if each reservoir had the columns of any: such names are not free.
    pub fn reserved(&self, name: &str) -> Option<Measure> {
        if self.is_found(name) {
            return Some(Measure::ENERGY);
        }
        let is_one = |name: &str| self.reservoir(name).is_some();
        let is_entry = |name: &str| self.entries.iter().any(|entry| &**entry == name);
        let behind = |prefix: &str| name.strip_prefix(prefix)?.strip_prefix('_');
        let is_pair = |pair: &str| {
            pair.split_once('_').is_some_and(|(a, b)| a != b && is_one(a) && is_one(b))
        };
        let of_machine = OF_MACHINE.iter().chain(&self.filter).find(|(column, _)| *column == name);
        let of_reservoir =
            || OF_RESERVOIRS.iter().find(|(prefix, _)| behind(prefix).is_some_and(is_one));
        let of_entry =
            || OF_ENTRIES.iter().find(|(prefix, _)| behind(prefix).is_some_and(is_entry));
        let of_pair = || OF_PAIRS.iter().find(|(prefix, _)| behind(prefix).is_some_and(is_pair));
        let is_response = |rest: &str| match self.reservoirs.len() {
            2 => rest.is_empty(),
            _ => rest.strip_prefix('_').is_some_and(is_pair),
        };
        let of_response = || {
            let mut all = OF_RESPONSES.iter().filter(|_| self.responds);
            all.find(|(prefix, _)| name.strip_prefix(prefix).is_some_and(is_response))
        };
        let of_part = || {
            OF_PARTS.iter().find(|(prefix, part, _)| {
                behind(prefix)
                    .and_then(|rest| rest.strip_suffix(part)?.strip_suffix('_'))
                    .is_some_and(is_one)
            })
        };
        let found = of_machine.or_else(of_reservoir).or_else(of_entry).or_else(of_pair);
        let power = found
            .or_else(of_response)
            .map(|(_, power)| *power)
            .or_else(|| of_part().map(|(_, _, power)| *power));
        power.map(Measure::power)
    }

    /// The names of columns, as suggestions.
    pub fn names(&self) -> Vec<String> {
        let of_machine = OF_MACHINE.iter().chain(&self.filter);
        let mut names: Vec<String> = of_machine.map(|(name, _)| (*name).into()).collect();
        let of = |prefixes: &[(&'static str, i64)], name: &str| -> Vec<String> {
            prefixes.iter().map(|(prefix, _)| format!("{prefix}_{name}")).collect()
        };
        for (a, _) in &self.reservoirs {
            names.extend(of(&OF_RESERVOIRS, a));
            names.extend(OF_PARTS.iter().map(|(prefix, part, _)| format!("{prefix}_{a}_{part}")));
            if self.reservoirs.len() <= FEW {
                let others = self.reservoirs.iter().filter(|(b, _)| b != a);
                for pair in others.map(|(b, _)| format!("{a}_{b}")) {
                    names.extend(of(&OF_PAIRS, &pair));
                    names.extend(of(&OF_RESPONSES, &pair));
                }
            }
        }
        names.extend(OF_RESPONSES.iter().map(|(name, _)| (*name).into()));
        names.extend(self.entries.iter().flat_map(|entry| of(&OF_ENTRIES, entry)));
        names.extend(self.found.iter().cloned());
        names.retain(|name| self.measure(name).is_some());
        names
    }
}
