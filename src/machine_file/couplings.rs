//! The couplings of a machine, from the transmissions of its file.

use super::build::{Builder, double};
use super::demon_terms::DemonTerm;
use super::description::{Carriers, Curve, State, Transmission};
use super::scope::Names;
use super::tables::Allowed;
use crate::formula::{Constant, Normal, Spectrum};
use crate::model::{Channels, Coupling, Limit, Machine, Occupation, Reservoir, Slack, Statistics};

/// How many channels a transmission has, where that is a number; `most` if nothing is said of them.
fn channels_of(entry: &Transmission, most: f64) -> Option<f64> {
    match &entry.channels {
        None => Some(most),
        Some(slot) => double(slot).map(|(value, _)| value),
    }
}

impl Builder<'_> {
    pub(super) fn couplings(
        &mut self,
        names: &Names<'_>,
        machine: &mut Machine,
        parents: &mut Vec<usize>,
    ) {
        let mut terms: Vec<DemonTerm> = Vec::new();
        for (place, entry) in names.file.transmissions.iter().enumerate() {
            if let Some(filter) = &entry.filter {
                self.entries[place].push(machine.couplings.len());
                self.filter(names, entry, filter, machine);
                continue;
            }
            let eigenvalues = names.file.count_of_eigenvalues(&entry.value);
            let most = eigenvalues.max(1) as f64;
            let channels = channels_of(entry, most);
            // Where a parameter gives the channels, rows say where there are too few.
            let allowed = channels.map_or(Allowed::All, Allowed::Channels);
            let found = self.function(names, &entry.value, allowed);
            let Some(Normal { smooth, mut lines }) = found else { continue };
            let has_demon =
                |end: &usize| matches!(names.file.reservoirs[*end].state, State::Demon { .. });
            if [entry.to, entry.from].iter().any(has_demon) {
                self.demon_terms(names, place, Normal { smooth, lines }, &mut terms);
                continue;
            }
            let is_optimal =
                |end: &usize| matches!(names.file.reservoirs[*end].state, State::Optimal(_));
            if [entry.to, entry.from].iter().any(is_optimal) {
                let first = machine.couplings.len();
                self.optimal_terms(names, entry, Normal { smooth, lines }, machine, parents);
                self.entries[place].extend(first..machine.couplings.len());
                continue;
            }
            let degeneracy = entry.degeneracy.as_ref().or(match entry.carriers {
                Carriers::Fermi => names.file.degeneracy.as_ref(),
                Carriers::Bose => None,
            });
            let transmission = smooth.spectrum(&mut self.constants);
            let is_one = channels == Some(1.0);
            let channels = entry.channels.as_ref().and_then(|slot| self.constant(names, slot));
            let channels = channels.unwrap_or_else(|| Constant::double(most));
            machine.limits.push(Limit {
                transmission: transmission.clone(),
                channels: channels.place(&mut self.constants),
                ends: match entry.is_symmetric {
                    true => [entry.from, entry.to],
                    false => [entry.to, entry.from],
                },
            });
            let first = machine.couplings.len();
            let mut known = Channels::one(None);
            let mut all = match &entry.value {
                Curve::Table(table) if eigenvalues > 0 => {
                    known.eigenvalue = Some(first);
                    let found = self.eigenvalues(names, table, allowed);
                    let Some(found) = found else { continue };
                    found
                }
                _ => {
                    known.is_one = [is_one; 2];
                    vec![transmission]
                }
            };
            if let Some(degeneracy) = degeneracy.and_then(|slot| self.constant(names, slot)) {
                for line in &mut lines {
                    let area = self.constants[line.area].clone();
                    let area = Constant::Product(Box::new(degeneracy.clone()), Box::new(area));
                    line.area = area.place(&mut self.constants);
                }
                let place = degeneracy.place(&mut self.constants);
                known.alike = Some(place);
                let factor = || Box::new(Spectrum::Constant(place));
                let multiplied = |of| Spectrum::Product(factor(), Box::new(of));
                all = all.into_iter().map(multiplied).collect();
            }
            let mut ends = [entry.to, entry.from];
            let of_electrons = machine.reservoirs[entry.to].statistics == Statistics::Fermi;
            if entry.carriers == Carriers::Bose && of_electrons {
                ends = ends.map(|end| self.phonons(machine, parents, end));
            }
            let [to, from] = ends;
            let both_ways = entry.is_symmetric;
            if !both_ways && let Some(size) = self.slack(names, &entry.value) {
                let size = match degeneracy.and_then(|slot| self.constant(names, slot)) {
                    Some(degeneracy) => {
                        let factor = Spectrum::Constant(degeneracy.place(&mut self.constants));
                        Spectrum::Product(Box::new(factor), Box::new(size))
                    }
                    None => size,
                };
                machine.slacks.push(Slack { to, from, size });
            }
            for transmission in all {
                // Tables of eigenvalues have no lines.
                let (lines, channels) = (std::mem::take(&mut lines), known);
                let coupling = Coupling { to, from, both_ways, transmission, lines, channels };
                machine.couplings.push(coupling);
            }
            self.entries[place].extend(first..machine.couplings.len());
        }
        self.demons(names, terms, machine, parents);
        self.broad_demon(machine);
    }

    /// The phonons of a reservoir of electrons, at its temperature and with μ = 0.
    fn phonons(&mut self, machine: &mut Machine, parents: &mut Vec<usize>, of: usize) -> usize {
        let is_there = |place: &usize| {
            parents[*place] == of && machine.reservoirs[*place].statistics == Statistics::Bose
        };
        if let Some(place) = (0..machine.reservoirs.len()).find(is_there) {
            return place;
        }
        let Reservoir { name, occupation, .. } = &machine.reservoirs[of];
        let t = match occupation {
            Occupation::Equilibrium { t, .. } => *t,
            Occupation::Given { .. } | Occupation::Optimal(_) => 0,
        };
        let mu = Constant::double(0.0).place(&mut self.constants);
        let occupation = Occupation::Equilibrium { mu, t };
        let (name, statistics) = (name.clone(), Statistics::Bose);
        machine.reservoirs.push(Reservoir { name, statistics, occupation });
        parents.push(of);
        machine.reservoirs.len() - 1
    }
}
