//! Probes that no positive temperature satisfies.

use super::Balancing;
use crate::formula::{Constant, Known, Spectrum};
use crate::model::flows::Plan;
use crate::model::integral::Integrable;
use crate::model::machine::{Machine, Occupation};
use crate::model::{Density, Statistics};

impl<S: Integrable<Plain = S>> Balancing<'_, S> {
    /// The reservoir of a probe that takes up heat at any temperature: the carriers that reach it are inverted.
    ///
    /// What it takes up falls as its temperature rises, down to that at T = ∞, where all of its levels have one
    /// occupation: ½ where μ is given, else the one at which it takes up no particles. Flows are linear in the
    /// occupation, so that those of an empty and of a full reservoir tell them.
    pub(super) fn is_inverted(&self) -> Option<usize> {
        let [probe] = &self.machine.probes[..] else { return None };
        let ([part], Some(_)) = (&probe.parts[..], probe.t) else { return None };
        if self.machine.reservoirs[*part].statistics != Statistics::Fermi || !S::HAS_BOUND {
            return None;
        }
        let [mu, _] = self.machine.reservoirs[*part].occupation.equilibrium()?;
        let [(particles, energy), (full_particles, full_energy)] =
            [self.filled(*part, false)?, self.filled(*part, true)?];
        let sum = |a: S, b: S| a.minus(b.negated());
        let taken = match probe.mu {
            None => {
                let mu = self.constants[mu].value.clone();
                let particles = sum(particles, full_particles);
                sum(energy, full_energy).minus(mu * particles)
            }
            Some(_) => {
                let share = particles.clone() / particles.minus(full_particles);
                sum(energy.clone(), share * full_energy.minus(energy))
            }
        };
        (taken.hull().lo > 0.0).then_some(*part)
    }

    /// The particles and the energy that this reservoir takes up where it is full, or empty.
    fn filled(&self, part: usize, is_full: bool) -> Option<(S, S)> {
        let mut machine: Machine = self.plan.machine().clone();
        let mut constants = self.constants.clone();
        let [f, rest] = [is_full, !is_full].map(|is_one| {
            let number = if is_one { 1.0 } else { 0.0 };
            machine.constants.push(Constant::double(number));
            constants.push(Known::double(number));
            Spectrum::Constant(machine.constants.len() - 1)
        });
        machine.reservoirs[part].occupation = Occupation::Given { f, rest };
        let wanted = |density| matches!(density, Density::Particles | Density::Energy);
        let plan = Plan::new(machine).with(wanted);
        let flows = plan.flows_at(constants, &[], self.goal).ok()?;
        let flow = &flows.reservoirs[part];
        Some((flow.particles.clone(), flow.energy.clone()))
    }
}
