//! The demons of a machine file: `demon = { lambda = … }`.

use super::build::Builder;
use super::description::{MachineFile, State, Transmission};
use super::scope::Names;
use crate::formula::{Constant, Line, Normal, Part, Spectrum};
use crate::model::{Channels, Coupling, Demon, Level, Machine, Occupation, Pair, Reservoir};
use std::ops::Range;

/// A term of a transmission between a demon and another reservoir.
pub(super) struct DemonTerm {
    demon: usize,
    other: usize,
    at: usize,
    size: usize,
    is_narrow: bool,
    degeneracy: Option<Constant>,
    place: Range<usize>,
    /// The transmission of the file that has it.
    entry: usize,
}

impl Builder<'_> {
    /// Reads the terms of a transmission that reaches a demon.
    pub(super) fn demon_terms(
        &mut self,
        names: &Names<'_>,
        index: usize,
        normal: Normal,
        terms: &mut Vec<DemonTerm>,
    ) {
        let entry: &Transmission = &names.file.transmissions[index];
        let is_demon = |end: usize| is_demon(names.file, end);
        let (demon, other) = match is_demon(entry.to) {
            true => (entry.to, entry.from),
            false => (entry.from, entry.to),
        };
        let place = entry.place.clone();
        let label =
            "a demon has two narrow or boxcar terms to each of two reservoirs in equilibrium";
        let is_in_equilibrium = names.file.reservoirs[other].state.is_given_equilibrium();
        if !entry.is_symmetric || !is_in_equilibrium {
            let message = format!("{}: it cannot join a demon", entry.what);
            return self.not_yet_with(place, message, label);
        }
        let degeneracy = entry.degeneracy.as_ref().or(names.file.degeneracy.as_ref());
        let degeneracy = degeneracy.and_then(|slot| self.constant(names, slot));
        let mut found: Vec<(usize, usize, bool)> = Vec::new();
        let mut is_plain = true;
        for Line { at, area, factor } in normal.lines {
            let is_one = matches!(factor, Spectrum::Constant(c) if self.constants[c].as_double() == Some(1.0));
            is_plain &= is_one;
            found.push((at, area, true));
        }
        let smooth = match normal.smooth {
            Part::Constant(c) if c.is_nothing() => Vec::new(),
            Part::Other(Spectrum::Sum(all)) => all,
            other => vec![other.spectrum(&mut self.constants)],
        };
        for part in smooth {
            match part {
                Spectrum::Boxcar { at, width } => found.push((at, width, false)),
                _ => is_plain = false,
            }
        }
        if !is_plain {
            let message = format!("{}: it has other terms than a demon may have", entry.what);
            return self.not_yet_with(place, message, label);
        }
        terms.extend(found.into_iter().map(|(at, size, is_narrow)| DemonTerm {
            demon,
            other,
            at,
            size,
            is_narrow,
            degeneracy: degeneracy.clone(),
            place: place.clone(),
            entry: index,
        }));
    }

    /// Adds the demons with their terms, each to a reservoir of its own that stands for the demon there.
    pub(super) fn demons(
        &mut self,
        names: &Names<'_>,
        terms: Vec<DemonTerm>,
        machine: &mut Machine,
        parents: &mut Vec<usize>,
    ) {
        for (demon, reservoir) in names.file.reservoirs.iter().enumerate() {
            let State::Demon { lambda: slot, is_multiple } = &reservoir.state else { continue };
            let mine: Vec<&DemonTerm> = terms.iter().filter(|term| term.demon == demon).collect();
            let mut others: Vec<usize> = mine.iter().map(|term| term.other).collect();
            others.dedup();
            others.sort_unstable();
            others.dedup();
            let of = |other: usize| mine.iter().filter(move |term| term.other == other);
            let is_whole = others.len() == 2 && others.iter().all(|other| of(*other).count() == 2);
            let is_alike = mine.windows(2).all(|pair| {
                (pair[0].size, pair[0].is_narrow) == (pair[1].size, pair[1].is_narrow)
                    && pair[0].degeneracy == pair[1].degeneracy
            });
            if !is_whole || !is_alike {
                let message = match is_whole {
                    false => {
                        format!("demon of reservoir `{}` has {} terms", reservoir.name, mine.len())
                    }
                    true => format!(
                        "demon of reservoir `{}` has terms of several widths",
                        reservoir.name
                    ),
                };
                let label =
                    "two narrow or boxcar terms of one width to each of two reservoirs are wanted";
                let place = mine.first().map_or(slot.place.clone(), |term| term.place.clone());
                self.not_yet_with(place, message, label);
                continue;
            }
            let Some(lambda) = self.constant(names, slot) else { continue };
            let lambda = lambda.place(&mut self.constants);
            let pairs = [others[0], others[1]].map(|other| {
                let mut levels = of(other).map(|term| self.level(term, demon, machine, parents));
                let next = |levels: &mut dyn Iterator<Item = Level>| levels.next();
                let [a, b] = [next(&mut levels), next(&mut levels)];
                (other, a, b)
            });
            let pair = |(reservoir, a, b): (usize, Option<Level>, Option<Level>)| {
                Some(Pair { reservoir, levels: [a?, b?] })
            };
            let [first, second] = pairs.map(pair);
            let (Some(first), Some(second)) = (first, second) else { continue };
            machine.demons.push(Demon {
                lambda,
                is_multiple: *is_multiple,
                pairs: [first, second],
            });
        }
    }

    /// A term with its own reservoir and coupling.
    fn level(
        &mut self,
        term: &DemonTerm,
        demon: usize,
        machine: &mut Machine,
        parents: &mut Vec<usize>,
    ) -> Level {
        let DemonTerm { other, at, size, is_narrow, .. } = *term;
        let list = &mut self.constants;
        // Two numbers of their own, which no formula gives.
        let filled = [0, 1].map(|_| {
            list.push(Constant::Number(vec![f64::NAN]));
            list.len() - 1
        });
        let [f, rest] = filled.map(Spectrum::Constant);
        let place = machine.reservoirs.len();
        let Reservoir { name, statistics, .. } = machine.reservoirs[demon].clone();
        machine.reservoirs.push(Reservoir {
            name,
            statistics,
            occupation: Occupation::Given { f, rest },
        });
        parents.push(demon);
        let one = Constant::double(1.0);
        let alike = term.degeneracy.is_some();
        let factor = term.degeneracy.clone().unwrap_or(one).place(list);
        let channels = Channels::one(alike.then_some(factor));
        let zero = Constant::double(0.0).place(list);
        let factor = Spectrum::Constant(factor);
        let (transmission, lines) = match is_narrow {
            true => (Spectrum::Constant(zero), vec![Line { at, area: size, factor }]),
            false => {
                let boxcar = Spectrum::Boxcar { at, width: size };
                let product = Spectrum::Product(Box::new(factor), Box::new(boxcar));
                (product, Vec::new())
            }
        };
        self.entries[term.entry].push(machine.couplings.len());
        machine.couplings.push(Coupling {
            to: other,
            from: place,
            both_ways: true,
            transmission,
            lines,
            channels,
        });
        Level { at, size, is_narrow, place, filled }
    }

    pub(super) fn not_yet_with(&mut self, place: Range<usize>, message: String, label: &str) {
        let error = self.file.source.error(place, message, label);
        self.errors.push(error);
    }
}

fn is_demon(file: &MachineFile, reservoir: usize) -> bool {
    matches!(file.reservoirs[reservoir].state, State::Demon { .. })
}

/// The lines of a transmission that has nothing else, with all factors in their areas.
pub(super) fn constant_lines(
    normal: Normal,
    degeneracy: Option<Constant>,
    constants: &mut Vec<Constant>,
) -> Option<Vec<Line>> {
    if !matches!(&normal.smooth, Part::Constant(c) if c.is_nothing()) {
        return None;
    }
    let one = Constant::double(1.0);
    let plain = one.clone().place(constants);
    let mut found = Vec::new();
    for Line { at, area, factor } in normal.lines {
        let Spectrum::Constant(factor) = factor else { return None };
        let mut size = constants[area].clone();
        for factor in [Some(constants[factor].clone()), degeneracy.clone()].into_iter().flatten() {
            if factor != one {
                size = Constant::Product(Box::new(factor), Box::new(size));
            }
        }
        let area = size.place(constants);
        found.push(Line { at, area, factor: Spectrum::Constant(plain) });
    }
    Some(found)
}
