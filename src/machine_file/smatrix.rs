//! S-matrices of a file as transmissions between reservoirs: |S|², which is linear between the energies of the
//! file. Amplitudes are never interpolated, because what lies between two unitary matrices is not unitary.

use super::build::Builder;
use super::description::{Carriers, Scatterer};
use super::matrix::{SMatrices, s_matrices};
use super::samples::Samples;
use super::scope::Names;
use super::slot::Text;
use super::source::FileError;
use crate::formula::{Constant, Spectrum};
use crate::model::{Channels, Coupling, Machine, Slack};
use std::ops::Range;
use std::sync::Arc;

/// The modes of a reservoir, by its index.
type Lead = (usize, Vec<usize>);

impl Builder<'_> {
    /// Adds the transmissions of an S-matrix between all of its leads.
    pub(super) fn matrix(
        &mut self,
        names: &Names<'_>,
        scatterer: &Scatterer,
        path: &Text,
        leads: &[Lead],
        machine: &mut Machine,
    ) {
        let (samples, all) = match self.matrices(path, leads) {
            Ok(found) => found,
            Err(error) => return self.errors.push(*error),
        };
        let wrong = wrong_leads(names, scatterer, &samples, &all, leads);
        if !wrong.is_empty() {
            return self.errors.extend(wrong);
        }
        if let Err(error) = keeps_rules(&samples, &all, leads) {
            return self.errors.push(*error);
        }
        let is_bose =
            |(reservoir, _): &Lead| names.file.reservoirs[*reservoir].statistics == Carriers::Bose;
        let unit = match &names.file.units.energy {
            Some(unit) => self.unit(names, unit),
            None => Constant::double(1.0),
        };
        let unit = unit.place(&mut self.constants);
        let shift = Constant::double(0.0).place(&mut self.constants);
        let degeneracy = scatterer.degeneracy.as_ref();
        let degeneracy =
            degeneracy.or(names.file.degeneracy.as_ref().filter(|_| !leads.iter().any(is_bose)));
        let factor = degeneracy.and_then(|slot| self.constant(names, slot));
        let alike = factor.map(|factor| factor.place(&mut self.constants));
        let factor = alike.map(Spectrum::Constant);
        let first = machine.couplings.len();
        let with_factor = |points: Vec<(f64, f64)>| {
            let table = Spectrum::Table { points: points.into(), unit, shift };
            match &factor {
                Some(factor) => Spectrum::Product(Box::new(factor.clone()), Box::new(table)),
                None => table,
            }
        };
        // Where there are two leads, what leads from one to the other leads back (Eq. (1) of the frame).
        let both_ways = leads.len() == 2;
        for (a, (to, into)) in leads.iter().enumerate() {
            for (b, (from, out)) in leads.iter().enumerate() {
                if a == b || both_ways && b < a {
                    continue;
                }
                let points = |of: &dyn Fn(usize) -> f64| {
                    all.energies.iter().enumerate().map(|(k, energy)| (*energy, of(k))).collect()
                };
                machine.couplings.push(Coupling {
                    to: *to,
                    from: *from,
                    both_ways,
                    transmission: with_factor(points(&|k| all.transmission(k, into, out).0)),
                    lines: Vec::new(),
                    channels: Channels {
                        is_one: [into, out].map(|modes| modes.len() == 1),
                        alike,
                        scatterer: Some(first),
                        eigenvalue: None,
                    },
                });
                machine.slacks.push(Slack {
                    to: *to,
                    from: *from,
                    size: with_factor(points(&|k| all.transmission(k, into, out).1)),
                });
            }
        }
    }

    /// The S-matrices of a file whose modes are those of the leads.
    fn matrices(
        &mut self,
        path: &Text,
        leads: &[Lead],
    ) -> Result<(Arc<Samples>, SMatrices), Box<FileError>> {
        let samples = self.samples(path)?;
        let all = s_matrices(&samples)?;
        let modes = leads.iter().flat_map(|(_, modes)| modes);
        if leads.len() < 2 || modes.clone().count() == 0 {
            let label = "write leads = { h = [0], c = [1] }: the modes of each reservoir";
            let message = "an S-matrix joins two reservoirs at least";
            return Err(Box::new(self.file.source.error(path.place.clone(), message, label)));
        }
        Ok((samples, all))
    }
}

/// Modes that are of no lead or of two, and leads that do not go together.
fn wrong_leads(
    names: &Names<'_>,
    scatterer: &Scatterer,
    samples: &Samples,
    all: &SMatrices,
    leads: &[Lead],
) -> Vec<FileError> {
    let source = &names.file.source;
    let size = all.matrices.first().map_or(0, Vec::len);
    let place: Range<usize> = scatterer.place.clone();
    let name = |lead: &Lead| names.file.reservoirs[lead.0].name.clone();
    let mut found = Vec::new();
    for mode in leads.iter().flat_map(|(_, modes)| modes).filter(|mode| **mode >= size) {
        let message = format!("{}: {} has no mode {mode}", scatterer.what, samples.source.path);
        found.push(source.error(
            place.clone(),
            message,
            format!("its modes are 0 to {}", size - 1),
        ));
    }
    for mode in 0..size {
        let owners: Vec<&Lead> = leads.iter().filter(|(_, modes)| modes.contains(&mode)).collect();
        match *owners {
            [one] if one.1.iter().filter(|own| **own == mode).count() == 1 => {}
            [] => {
                let message = format!("{}: mode {mode} is of no lead", scatterer.what);
                let label = "each mode of the file belongs to a reservoir: name it in leads";
                found.push(source.error(place.clone(), message, label));
            }
            [one, ..] => {
                let other = owners.get(1).map_or_else(|| name(one), |other| name(other));
                let message = format!(
                    "{}: mode {mode} is of `{}` and again of `{other}`",
                    scatterer.what,
                    name(one)
                );
                found.push(source.error(place.clone(), message, "a mode has one reservoir"));
            }
        }
    }
    let statistics = |lead: &Lead| names.file.reservoirs[lead.0].statistics;
    if let [first, rest @ ..] = leads
        && let Some(other) = rest.iter().find(|lead| statistics(lead) != statistics(first))
    {
        let message = format!(
            "{}: `{}` and `{}` differ in statistics",
            scatterer.what,
            name(first),
            name(other)
        );
        found.push(source.error(place, message, "a scatterer has one kind of particles"));
    }
    found
}

impl SMatrices {
    /// T from some modes into others at the energy of this place, Σ |S|², and how far it may be off by the
    /// digits that are printed.
    pub fn transmission(&self, energy: usize, into: &[usize], from: &[usize]) -> (f64, f64) {
        let (mut sum, mut slack) = (0.0, 0.0);
        for to in into {
            for from in from {
                let [re, im] = self.matrices[energy][*to][*from];
                sum += re * re + im * im;
                slack += self.slack[energy][*to][*from];
            }
        }
        (sum, slack)
    }
}

/// Refuses matrices at which as much does not enter each lead as leaves it (Σ_b T_ab = Σ_b T_ba), and modes
/// out of which not exactly one particle comes for each that enters.
fn keeps_rules(samples: &Samples, all: &SMatrices, leads: &[Lead]) -> Result<(), Box<FileError>> {
    let modes: Vec<usize> = (0..all.matrices.first().map_or(0, Vec::len)).collect();
    for (place, energy) in all.energies.iter().enumerate() {
        let row = all.rows[place];
        for (_, own) in leads {
            let others: Vec<usize> =
                modes.iter().copied().filter(|mode| !own.contains(mode)).collect();
            let (into, slack) = all.transmission(place, own, &others);
            let (out, more) = all.transmission(place, &others, own);
            let off = into - out;
            if off.abs() > slack + more {
                let listed = |modes: &[usize]| {
                    modes.iter().map(usize::to_string).collect::<Vec<_>>().join("+")
                };
                let (own, others) = (listed(own), listed(&others));
                let message = format!(
                    "at E = {energy} T_{own},{others} − T_{others},{own} = {off:.1e}, \
                     and the last digits allow {:.1e}",
                    slack + more
                );
                let label =
                    "as much enters a lead as leaves it: S must be unitary; nothing is rescaled";
                return Err(Box::new(samples.error(row, 0, message, label)));
            }
        }
        for mode in &modes {
            let (sum, slack) = all.transmission(place, &modes, &[*mode]);
            // A mode that is closed at this energy has no amplitudes.
            if sum != 0.0 && (sum - 1.0).abs() > slack {
                let message = format!(
                    "at E = {energy} Σ |S|² from mode {mode} is 1 {} {:.1e}, and the last digits allow {slack:.1e}",
                    if sum > 1.0 { '+' } else { '−' },
                    (sum - 1.0).abs()
                );
                let label = "what enters by a mode leaves by some: S must be unitary";
                return Err(Box::new(samples.error(row, 0, message, label)));
            }
        }
    }
    Ok(())
}
