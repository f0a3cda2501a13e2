//! Optimal demons of a machine file: `demon = "optimal"`.

use super::build::Builder;
use super::demon_terms::constant_lines;
use super::description::{MachineFile, OptimalDemon, State, Transmission, Wish};
use super::keys;
use super::scope::Names;
use super::section::{Entry, Log, Section, list, slot, text};
use super::slot::Text;
use super::source::FileError;
use super::wishes::{COP, FRACTION, POWER, one_of, wishes};
use crate::formula::{At, Constant, Known, Normal, Part, Point, Spectrum};
use crate::model::{
    Broad, Channels, Coupling, Limit, Machine, Neighbour, Occupation, Optimal, OptimalLevel,
    Reservoir, Statistics, Target,
};
use crate::numeric::Lanes;
use std::ops::Range;

/// An energy beyond all others.
const FAR: f64 = 1e200;

/// The keys of a reservoir that say what an optimal demon is wanted for.
pub(super) const KEYS: [&str; 5] = ["power", "fraction", "cop", "from", "fixed"];

/// Reads what is said of an optimal demon.
pub(super) fn optimal(log: &mut Log, section: &mut Section, demon: &Entry) -> State {
    let what = section.what.clone();
    let found = wishes(log, section, &[POWER, FRACTION, COP]);
    let label = "give power = …, fraction = 0.5 (of the greatest power) or cop = …";
    let words = ("an optimal demon of no power", "`power`, `fraction` and `cop`", label);
    let wish = one_of(log, &what, &demon.place, found, words);
    let from = section.text(log, "from");
    if from.is_none() && !section.has("from") {
        let message = format!("{what} is an optimal demon without `from`");
        log.error(&demon.place, message, "from = \"c\" says from which reservoir it draws heat");
    }
    let mut fixed = Vec::new();
    let of = section.of("fixed");
    if section.is_table("fixed") {
        if let Some(mut columns) = section.section(log, &keys::NAMES, "fixed", &of) {
            for Entry { key, value, place, .. } in columns.rest() {
                let what = format!("`{key}` in {of}");
                let column = Text { text: key.into(), place: place.clone() };
                fixed.push((column, Some(slot(log, &what, value, &place))));
            }
        }
    } else if let Some(entry) = section.take("fixed") {
        for value in list(log, &of, entry.value, &entry.place).unwrap_or_default() {
            let column = text(log, &of, value.get_ref(), &value.span());
            fixed.extend(column.map(|column| (column, None)));
        }
    }
    State::Optimal(Box::new(OptimalDemon { place: demon.place.clone(), wish, from, fixed }))
}

impl OptimalDemon {
    /// The place of the reservoir from which it draws heat, and those of the fixed ones.
    ///
    /// # Errors
    /// A name that is none of a reservoir in equilibrium.
    fn reservoirs(&self, file: &MachineFile) -> Result<(usize, Vec<usize>), Box<FileError>> {
        let names = || {
            let in_equilibrium = file.reservoirs.iter().filter(|r| r.state.is_given_equilibrium());
            in_equilibrium.map(|r| &*r.name).collect::<Vec<_>>()
        };
        let find = |name: &str, place: &Range<usize>, label: String| {
            let is_it = |r: &super::description::Reservoir| {
                *r.name == *name && r.state.is_given_equilibrium()
            };
            file.reservoirs.iter().position(is_it).ok_or_else(|| {
                let message = format!("there is no reservoir `{name}` in equilibrium");
                Box::new(file.source.error(place.clone(), message, label))
            })
        };
        let reservoirs = format!("these are {}", names().join(", "));
        let from = match &self.from {
            Some(from) => find(&from.text, &from.place, reservoirs)?,
            None => 0,
        };
        let counts: Vec<String> = names().iter().map(|name| format!("n_{name}")).collect();
        let counts = format!("columns that can be fixed are {}", counts.join(", "));
        let fixed = self.fixed.iter().map(|(column, _)| {
            let name = column.text.strip_prefix("n_").unwrap_or("");
            find(name, &column.place, counts.clone()).map_err(|mut error| {
                error.message = format!("`{}` cannot be fixed", column.text);
                error
            })
        });
        Ok((from, fixed.collect::<Result<_, _>>()?))
    }
}

/// The place of the optimal demon among the reservoirs, if there is one.
pub(super) fn optimal_of(file: &MachineFile) -> Option<(usize, &OptimalDemon)> {
    file.reservoirs.iter().enumerate().find_map(|(place, reservoir)| match &reservoir.state {
        State::Optimal(demon) => Some((place, &**demon)),
        _ => None,
    })
}

/// Refuses a second demon beside an optimal one: what it does would depend on the other one.
pub(super) fn alone(log: &mut Log, file: &MachineFile) {
    let Some((first, _)) = optimal_of(file) else { return };
    for (place, reservoir) in file.reservoirs.iter().enumerate() {
        let is_demon = matches!(reservoir.state, State::Demon { .. } | State::Optimal(_));
        if is_demon && place != first {
            let message = format!("reservoir `{}`: a demon beside an optimal one", reservoir.name);
            log.error(&reservoir.at, message, "a machine has one optimal demon and no other");
        }
    }
}

impl Builder<'_> {
    /// Reads a transmission that reaches the optimal demon: adds to its levels, with the reservoirs that stand
    /// for it there.
    pub(super) fn optimal_terms(
        &mut self,
        names: &Names<'_>,
        entry: &Transmission,
        normal: Normal,
        machine: &mut Machine,
        parents: &mut Vec<usize>,
    ) {
        let Some((demon, _)) = optimal_of(names.file) else { return };
        let other = if entry.to == demon { entry.from } else { entry.to };
        let label = "an optimal demon is coupled to reservoirs in equilibrium, the same both ways";
        let is_in_equilibrium = names.file.reservoirs[other].state.is_given_equilibrium();
        if !entry.is_symmetric || !is_in_equilibrium {
            let message = format!("{}: it cannot join an optimal demon", entry.what);
            return self.not_yet_with(entry.place.clone(), message, label);
        }
        let degeneracy = entry.degeneracy.as_ref().or(names.file.degeneracy.as_ref());
        let degeneracy = degeneracy.and_then(|slot| self.constant(names, slot));
        let is_smooth = !matches!(&normal.smooth, Part::Constant(c) if c.is_nothing());
        if is_smooth {
            self.broad_term(names, entry, normal.smooth.clone(), degeneracy.clone(), machine);
        }
        if normal.lines.is_empty() {
            return;
        }
        let normal = Normal { smooth: Part::Constant(Constant::double(0.0)), ..normal };
        let Some(lines) = constant_lines(normal, degeneracy, &mut self.constants) else {
            let message = format!("{}: a narrow term has a factor that depends on E", entry.what);
            let label = "write the area at its energy";
            return self.not_yet_with(entry.place.clone(), message, label);
        };
        for line in lines {
            let levels = machine.optimal.iter().flat_map(|demon| &demon.levels);
            let mut levels = levels.filter(|level| level.at == line.at);
            let place = match levels.next() {
                Some(level) => level.place,
                None => self.optimal_level(demon, line.at, machine, parents),
            };
            if let Some(optimal) = &mut machine.optimal {
                let mut levels = optimal.levels.iter_mut();
                if let Some(level) = levels.find(|level| level.place == place) {
                    level.terms.push((other, line.area));
                }
            }
            let zero = Constant::double(0.0).place(&mut self.constants);
            machine.couplings.push(Coupling {
                to: other,
                from: place,
                both_ways: true,
                transmission: Spectrum::Constant(zero),
                lines: vec![line],
                channels: Channels::default(),
            });
        }
    }

    /// Reads a transmission over a range of energies.
    fn broad_term(
        &mut self,
        names: &Names<'_>,
        entry: &Transmission,
        smooth: Part,
        degeneracy: Option<Constant>,
        machine: &mut Machine,
    ) {
        let Some((demon, _)) = optimal_of(names.file) else { return };
        let other = if entry.to == demon { entry.from } else { entry.to };
        if machine.reservoirs[demon].statistics == Statistics::Bose {
            let message = format!("{}: it is no narrow term", entry.what);
            let label = "an optimal demon of bosons has narrow terms: write narrow(at=…, area=…)";
            return self.not_yet_with(entry.place.clone(), message, label);
        }
        let mut transmission = smooth.spectrum(&mut self.constants);
        let values = names.values(None);
        let constants: Vec<Known<Lanes<1>>> =
            self.constants.iter().map(|constant| constant.value(&values)).collect();
        let is_dead = |origin: f64| {
            let far = At { origin, offset: Point(Lanes([0.0])), middle: 0.0 };
            transmission.is_dead(&constants, &far)
        };
        if !(is_dead(FAR) && is_dead(-FAR)) {
            let message =
                format!("{}: an optimal demon is coupled over a bounded range", entry.what);
            let label = "multiply it by boxcar(at=…, width=…)";
            return self.not_yet_with(entry.place.clone(), message, label);
        }
        let channels = entry.channels.as_ref().and_then(|slot| self.constant(names, slot));
        let channels = channels.unwrap_or_else(|| Constant::double(1.0));
        machine.limits.push(Limit {
            transmission: transmission.clone(),
            channels: channels.place(&mut self.constants),
            ends: [entry.from, entry.to],
        });
        if let Some(degeneracy) = degeneracy {
            let factor = Spectrum::Constant(degeneracy.place(&mut self.constants));
            transmission = Spectrum::Product(Box::new(factor), Box::new(transmission));
        }
        let Occupation::Equilibrium { mu, t } = machine.reservoirs[other].occupation else {
            return;
        };
        let Some(optimal) = &mut machine.optimal else { return };
        let Occupation::Equilibrium { mu: origin, .. } =
            machine.reservoirs[optimal.from].occupation
        else {
            return;
        };
        let (_, broad) = optimal.broad.get_or_insert_with(|| {
            let (neighbours, conditions, multipliers) = Default::default();
            (demon, Broad { neighbours, origin, conditions, multipliers })
        });
        match broad.neighbours.iter_mut().find(|neighbour| neighbour.reservoir == other) {
            Some(neighbour) => neighbour.transmissions.push(transmission.clone()),
            None => broad.neighbours.push(Neighbour {
                reservoir: other,
                mu,
                t,
                transmissions: vec![transmission.clone()],
            }),
        }
        machine.couplings.push(Coupling {
            to: other,
            from: demon,
            both_ways: true,
            transmission,
            lines: Vec::new(),
            channels: Channels::default(),
        });
    }

    /// Completes the optimal demon, if it is coupled over a range of energies, when all of its neighbours are
    /// known.
    pub(super) fn broad_demon(&mut self, machine: &mut Machine) {
        let Some(optimal) = &mut machine.optimal else { return };
        let conditions = optimal.conditions();
        let Some((place, broad)) = &mut optimal.broad else { return };
        // Numbers of their own, which no formula gives.
        broad.multipliers = conditions.iter().map(|_| self.unknown()).collect();
        broad.conditions = conditions;
        machine.reservoirs[*place].occupation = Occupation::Optimal(Box::new(broad.clone()));
    }

    /// A new level of the demon at this energy, with a reservoir that stands for the demon there.
    fn optimal_level(
        &mut self,
        demon: usize,
        at: usize,
        machine: &mut Machine,
        parents: &mut Vec<usize>,
    ) -> usize {
        // Two numbers of their own, which no formula gives.
        let filled = [0, 1].map(|_| self.unknown());
        let [f, rest] = filled.map(Spectrum::Constant);
        let place = machine.reservoirs.len();
        let Reservoir { name, statistics, .. } = machine.reservoirs[demon].clone();
        let occupation = Occupation::Given { f, rest };
        machine.reservoirs.push(Reservoir { name, statistics, occupation });
        parents.push(demon);
        if let Some(optimal) = &mut machine.optimal {
            optimal.levels.push(OptimalLevel { at, terms: Vec::new(), place, filled });
        }
        place
    }

    /// The optimal demon of the file, before its levels are known.
    pub(super) fn optimal(
        &mut self,
        names: &Names<'_>,
        statistics: &[Statistics],
    ) -> Option<Optimal> {
        let (place, demon) = optimal_of(names.file)?;
        let (from, mut fixed) = match demon.reservoirs(names.file) {
            Ok(found) => found,
            Err(error) => {
                self.errors.push(*error);
                return None;
            }
        };
        let mut wanted = demon
            .fixed
            .iter()
            .map(|(_, slot)| slot.as_ref().is_none_or(|slot| self.number(names, slot) != 0.0));
        fixed.retain(|_| wanted.next() == Some(true));
        drop(wanted);
        let wanted = self.wanted(names, &demon.wish)?;
        let target = match &demon.wish {
            Wish::Fraction(_) => Target::Fraction(wanted),
            Wish::Cop(_) => Target::Cop(wanted),
            // Of a demon, neither a temperature nor a current is read.
            Wish::Power(_)
            | Wish::Watts(_)
            | Wish::Coldest(_)
            | Wish::Current(_)
            | Wish::Amperes(_) => Target::Power(wanted),
        };
        let touches = |t: &Transmission| t.from == place || t.to == place;
        let is_alone =
            names.file.scatterers.is_empty() && names.file.transmissions.iter().all(touches);
        let statistics = statistics[place];
        Some(Optimal { statistics, levels: Vec::new(), broad: None, from, target, fixed, is_alone })
    }
}
