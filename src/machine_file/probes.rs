//! Probes of a machine file: `probe = "voltage"`, `"temperature"` or `"voltage-temperature"`.

use super::build::Builder;
use super::description::{Carriers, MachineFile, ProbeKind, Scatterer, ScattererKind, State};
use super::section::{Log, Section};
use crate::formula::Constant;
use crate::model::{Machine, Occupation, Probe};

/// Reads a reservoir that is a probe; nothing if it is none. What a probe finds must not be given, and what it
/// does not find must be.
pub(super) fn probe(log: &mut Log, section: &mut Section, statistics: Carriers) -> Option<State> {
    let entry = section.take("probe")?;
    let (what, of) = (section.what.clone(), section.of("probe"));
    let word = entry.value.as_str().unwrap_or_default();
    let Some((_, kind)) = ProbeKind::WORDS.into_iter().find(|(known, _)| *known == word) else {
        let label = "write \"voltage\", \"temperature\" or \"voltage-temperature\"";
        log.error(&entry.place, format!("{of} is no kind of probe"), label);
        for key in ["T", "mu", "f", "demon"] {
            section.take(key);
        }
        let probe = Some(ProbeKind::VoltageTemperature);
        return Some(State::Equilibrium { t: None, mu: None, probe });
    };
    for key in ["f", "demon"] {
        if let Some(other) = section.take(key) {
            let message = format!("{what} has both `probe` and `{key}`");
            log.error(&other.at, message, "a probe is in equilibrium: leave one of them out");
        }
    }
    if statistics == Carriers::Bose && kind.finds_mu() {
        let message = format!("{of} is \"{word}\", and its particles are bosons");
        log.error(&entry.place, message, "bosons have the probe \"temperature\"");
    }
    let mut number = |key: &'static str, is_found: bool, symbol: &str| {
        let (at, slot) = (section.at(key), section.slot(log, key));
        if let (true, Some(at)) = (is_found, &at) {
            let message = format!("{what} has `{key}`, which its probe \"{word}\" finds");
            log.error(at, message, format!("leave {key} out"));
        }
        let is_needed = key == "T" || statistics == Carriers::Fermi;
        if !is_found && is_needed && at.is_none() {
            let message = format!("{what} is a probe of {symbol} without `{key}`");
            log.error(
                &entry.place,
                message,
                format!("give {key}, or write \"voltage-temperature\""),
            );
        }
        slot.filter(|_| !is_found)
    };
    let t = number("T", kind.finds_t(), "the voltage");
    let mu = number("mu", kind.finds_mu(), "the temperature");
    Some(State::Equilibrium { t, mu, probe: Some(kind) })
}

/// Refuses probes that nothing is coupled to.
pub(super) fn coupled(log: &mut Log, file: &MachineFile) {
    let scatters = |scatterer: &Scatterer, place: usize| match &scatterer.kind {
        ScattererKind::Levels { couplings, .. } => couplings.iter().any(|(at, _)| *at == place),
        ScattererKind::Matrix { leads, .. } => leads.iter().any(|(at, _)| *at == place),
    };
    for (place, reservoir) in file.reservoirs.iter().enumerate() {
        let is_probe = matches!(reservoir.state, State::Equilibrium { probe: Some(_), .. });
        let joins = file.transmissions.iter().any(|entry| [entry.from, entry.to].contains(&place))
            || file.scatterers.iter().any(|scatterer| scatters(scatterer, place));
        if is_probe && !joins {
            let message = format!("probe `{}` is coupled to nothing", reservoir.name);
            log.error(&reservoir.at, message, "write a [[transmission]] that joins it");
        }
    }
}

impl Builder<'_> {
    /// A number of its own, which no formula gives: a solver puts it among the constants.
    pub(super) fn unknown(&mut self) -> usize {
        self.constants.push(Constant::Number(vec![f64::NAN]));
        self.constants.len() - 1
    }

    /// Notes which numbers of the reservoirs are to be found.
    pub(super) fn probes(&self, machine: &mut Machine, parents: &[usize]) {
        for (place, reservoir) in self.file.reservoirs.iter().enumerate() {
            let State::Equilibrium { probe: Some(kind), .. } = &reservoir.state else { continue };
            let Occupation::Equilibrium { mu, t } = machine.reservoirs[place].occupation else {
                continue;
            };
            machine.probes.push(Probe {
                parts: (0..parents.len()).filter(|part| parents[*part] == place).collect(),
                mu: kind.finds_mu().then_some(mu),
                t: kind.finds_t().then_some(t),
            });
        }
    }
}
