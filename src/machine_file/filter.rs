//! Optimal filters of a machine file: `T = "optimal"`.

use super::build::Builder;
use super::description::{Carriers, MachineFile, OptimalFilter, State, Transmission, Wish};
use super::scope::Names;
use super::section::{Entry, Log, Section};
use super::slot::Text;
use super::wishes::{COLDEST, CURRENT, FRACTION, POWER, one_of, wishes};
use crate::formula::{Constant, Spectrum};
use crate::model::{Channels, Cost, Coupling, Filter, FilterWish, MOST_WINDOWS, Machine};

/// The keys of a transmission that say what an optimal filter is wanted for.
pub(super) const KEYS: [&str; 5] = ["power", "fraction", "coldest", "current", "cost"];

/// Where a transmission is said to be an optimal filter, and the reservoir from which it draws: `from` is then its
/// own. Nothing of any other transmission.
pub(super) fn drawn<'a>(
    log: &mut Log,
    section: &mut Section<'a>,
) -> Option<(Entry<'a>, Option<Text>)> {
    let entry = match section.text_of("T") {
        Some((_, "optimal")) => section.take("T")?,
        _ => return None,
    };
    let is_given = section.has("from");
    let from = section.text(log, "from");
    if !is_given {
        let message = "an optimal filter lacks its `from`";
        log.error(&entry.place, message, "from = \"c\" says from which of the two it draws");
    }
    Some((entry, from))
}

/// Reads what else is said of an optimal filter.
pub(super) fn filter(
    log: &mut Log,
    section: &mut Section,
    (Entry { place, .. }, from): (Entry, Option<Text>),
) -> OptimalFilter {
    let what = section.what.clone();
    let found = wishes(log, section, &[POWER, FRACTION, COLDEST, CURRENT]);
    let label =
        "give power = …, fraction = 0.5 (of the greatest power), coldest = … or current = …";
    let keys = "`power`, `fraction`, `coldest` and `current`";
    let words = ("an optimal filter of no power and no current", keys, label);
    let wish = one_of(log, &what, &place, found, words);
    let cost = match section.text(log, "cost") {
        Some(cost) if &*cost.text == "noise" => Cost::Noise,
        Some(cost) if &*cost.text != "entropy" => {
            let message = format!("`cost` of {what} is `{}`", cost.text);
            log.error(&cost.place, message, "write \"entropy\" or \"noise\"");
            Cost::Entropy
        }
        _ => Cost::Entropy,
    };
    if let (Cost::Noise, Wish::Coldest(slot)) = (cost, &wish) {
        let message = format!("{what} has `coldest`, and its cost is the noise");
        log.error(
            &slot.place.clone(),
            message,
            "give power or fraction: temperatures are prices of entropy",
        );
    }
    OptimalFilter { place, wish, from, cost }
}

/// The place of the optimal filter among the transmissions, if there is one.
pub(super) fn filter_of(file: &MachineFile) -> Option<(usize, &OptimalFilter)> {
    let mut all = file.transmissions.iter().enumerate();
    all.find_map(|(place, entry)| Some((place, entry.filter.as_deref()?)))
}

/// Refuses what an optimal filter cannot stand beside, or between.
pub(super) fn suits(log: &mut Log, file: &MachineFile) {
    let Some((first, filter)) = filter_of(file) else { return };
    for other in file.transmissions.iter().skip(first + 1) {
        if let Some(filter) = &other.filter {
            let message = format!("{}: a second optimal filter", other.what);
            log.error(&filter.place, message, "a machine has one optimal filter at most");
        }
    }
    let entry = &file.transmissions[first];
    if entry.carriers == Carriers::Bose {
        let message = format!("{}: an optimal filter of bosons", entry.what);
        return log.error(&filter.place, message, "it is known for electrons only");
    }
    if let Some(from) = &filter.from {
        let ends = [entry.from, entry.to].map(|end| &file.reservoirs[end]);
        match ends.iter().find(|end| *end.name == *from.text) {
            None => {
                let message = format!("{} does not reach `{}`", entry.what, from.text);
                let label = format!("it draws from {} or {}", ends[0].name, ends[1].name);
                log.error(&from.place, message, label);
            }
            Some(end) if !end.state.is_given_equilibrium() => {
                let message = format!("{}: `{}` is not in equilibrium", entry.what, from.text);
                let label = "an optimal filter draws from a reservoir with T and mu";
                log.error(&from.place, message, label);
            }
            Some(_) => {}
        }
    }
    for reservoir in &file.reservoirs {
        let word = match reservoir.state {
            State::Demon { .. } | State::Optimal(_) => "a demon",
            State::Equilibrium { probe: Some(_), .. } => "a probe",
            _ => continue,
        };
        let message = format!("reservoir `{}`: {word} beside an optimal filter", reservoir.name);
        log.error(&reservoir.at, message, "what it does would depend on the filter");
    }
}

impl Transmission {
    /// The reservoir from which an optimal filter draws, and the other one.
    pub(super) fn drawn_from(&self, file: &MachineFile, filter: &OptimalFilter) -> [usize; 2] {
        let is_from = |end: usize| {
            filter.from.as_ref().is_some_and(|from| *file.reservoirs[end].name == *from.text)
        };
        if is_from(self.to) { [self.to, self.from] } else { [self.from, self.to] }
    }
}

impl Builder<'_> {
    /// Reads the transmission that is an optimal filter.
    pub(super) fn filter(
        &mut self,
        names: &Names<'_>,
        entry: &Transmission,
        filter: &OptimalFilter,
        machine: &mut Machine,
    ) {
        let [from, resource] = entry.drawn_from(names.file, filter);
        let Some(wish) = self.filter_wish(names, &filter.wish) else { return };
        let windows: Vec<[usize; 2]> =
            (0..MOST_WINDOWS).map(|_| [0, 1].map(|_| self.unknown())).collect();
        let mut transmission = Spectrum::Windows(windows.clone());
        let mut channels = Channels::one(None);
        let factors =
            [entry.channels.as_ref(), entry.degeneracy.as_ref().or(names.file.degeneracy.as_ref())];
        for (slot, is_degeneracy) in factors.into_iter().zip([false, true]) {
            let Some(factor) = slot.and_then(|slot| self.constant(names, slot)) else { continue };
            let factor: usize = Constant::place(factor, &mut self.constants);
            match is_degeneracy {
                true => channels.alike = Some(factor),
                false => channels.is_one = [false; 2],
            }
            let factor = Box::new(Spectrum::Constant(factor));
            transmission = Spectrum::Product(factor, Box::new(transmission));
        }
        let [price, count, gap] = [0; 3].map(|_| self.unknown());
        let coupling = machine.couplings.len();
        machine.filter = Some(Filter {
            coupling,
            from,
            resource,
            cost: filter.cost,
            wish,
            windows,
            price,
            count,
            gap,
        });
        let [to, from] = [entry.to, entry.from];
        let (both_ways, lines) = (true, Vec::new());
        machine.couplings.push(Coupling { to, from, both_ways, transmission, lines, channels });
    }

    fn filter_wish(&mut self, names: &Names<'_>, wish: &Wish) -> Option<FilterWish> {
        let constant = self.wanted(names, wish)?;
        Some(match wish {
            Wish::Power(_) | Wish::Watts(_) => FilterWish::Power(constant),
            Wish::Fraction(_) => FilterWish::Fraction(constant),
            Wish::Coldest(_) | Wish::Cop(_) => FilterWish::Coldest(constant),
            Wish::Current(_) | Wish::Amperes(_) => FilterWish::Current(constant),
        })
    }
}
