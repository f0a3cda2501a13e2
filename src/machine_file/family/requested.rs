//! Results that are computed by themselves where they are asked for: what a named transmission carries, the
//! split of exergy, and the conditions of a demon.

use super::fluctuation::Noises;
use super::response::Found;
use super::{MachineFamily, Output, unknown};
use crate::formula::Known;
use crate::machine_file::build::Built;
use crate::machine_file::description::{MachineFile, State};
use crate::model::{
    Alone, Flow, Integrable, Measure, Plan, Status, Traffic, flat_band, has_flat_band,
};
use crate::numeric::quadrature::Goal;
use crate::numeric::{Enclosed, Interval};
use crate::quantity::Dimension;
use std::collections::BTreeMap;

/// Those of a file.
pub(super) fn requested(file: &MachineFile, built: &Built) -> Vec<Output> {
    let mut all = Vec::new();
    for (place, entry) in file.transmissions.iter().enumerate() {
        if entry.name.is_some() {
            all.extend([Output::EntryParticles(place), Output::EntryEnergy(place)]);
        }
    }
    let has_environment = built.machine.t0.is_some() && built.machine.mu0.is_some();
    for (place, reservoir) in file.reservoirs.iter().enumerate() {
        let is_coupled = built.machine.couplings.iter().any(|coupling| {
            [coupling.to, coupling.from].iter().any(|end| built.parents[*end] == place)
        });
        if matches!(reservoir.state, State::Equilibrium { .. }) || !is_coupled {
            continue;
        }
        if has_environment && has_flat_band(&built.machine, place) {
            all.extend([
                Output::ExergyWork(place),
                Output::ExergyHeat(place),
                Output::ExergyOrder(place),
            ]);
        }
        all.push(Output::DemonParticles(place));
        all.extend(built.machine.mu0.map(|_| Output::DemonEnergy(place)));
    }
    all
}

/// Name, symbol, measure, equation and meaning of such a result; nothing for others.
pub(super) fn text(
    output: Output,
    file: &MachineFile,
) -> Option<(String, String, Measure, &'static str, String)> {
    let name = |place: usize| &*file.reservoirs[place].name;
    let entry = |place: usize| {
        let entry = &file.transmissions[place];
        let into = if entry.is_symmetric { entry.from } else { entry.to };
        let own = entry.name.as_ref().map_or("", |name| &name.text);
        (own, name(into))
    };
    Some(match output {
        Output::EntryParticles(place) => {
            let (own, into) = entry(place);
            (
                format!("n_{own}"),
                format!("ṅ_{own}"),
                Measure::Particles,
                "Eq. 17",
                format!("particles into {into} by transmission {own} alone"),
            )
        }
        Output::EntryEnergy(place) => {
            let (own, into) = entry(place);
            (
                format!("energy_{own}"),
                format!("ε̇_{own}"),
                Measure::Energy,
                "Eq. 19",
                format!("energy into {into} by transmission {own} alone"),
            )
        }
        Output::ExergyWork(r) => (
            format!("exergy_{}_work", name(r)),
            format!("Δℰ_{},work", name(r)),
            Measure::Energy,
            "Eq. B2",
            format!("work in the exergy of {0}; μ_{0} is that of a flat band", name(r)),
        ),
        Output::ExergyHeat(r) => (
            format!("exergy_{}_heat", name(r)),
            format!("Δℰ_{},heat", name(r)),
            Measure::Energy,
            "Eq. B2",
            format!("heat in the exergy of {0}; T_{0} is that of a flat band", name(r)),
        ),
        Output::ExergyOrder(r) => (
            format!("exergy_{}_order", name(r)),
            format!("Δℰ_{},order", name(r)),
            Measure::Energy,
            "Eq. B2",
            format!("order in the exergy of {}; what differs from an equilibrium", name(r)),
        ),
        Output::DemonParticles(r) => (
            format!("demon_n_{}", name(r)),
            format!("|ṅ_{0}|/∫|j|", name(r)),
            Measure::Of(Dimension::Number),
            "",
            format!("particles into {} over all that are exchanged; 0 for a demon", name(r)),
        ),
        Output::DemonEnergy(r) => (
            format!("demon_energy_{}", name(r)),
            format!("|ε̇_{0}|/∫|ε−μ0||j|", name(r)),
            Measure::Of(Dimension::Number),
            "",
            format!("energy into {} over all that is exchanged; 0 for a demon", name(r)),
        ),
        _ => return None,
    })
}

/// What is known of a point, of which such results are made.
pub(super) struct Point<'a, S> {
    pub plan: &'a Plan,
    pub leaves: &'a [Known<S>],
    pub goal: Goal,
    pub constants: &'a [Known<S>],
    /// What transmissions carry alone, as far as it was asked for.
    pub entries: BTreeMap<usize, Option<Alone<S>>>,
    /// What reservoirs exchange, as far as it was asked for.
    pub traffic: BTreeMap<usize, Option<Traffic<S>>>,
    /// Moments between two reservoirs, as far as they were asked for: those of their own carriers, and of phonons beside
    /// electrons.
    pub moments: BTreeMap<[usize; 2], [Found<S>; 2]>,
    /// The noise of reservoirs, as far as it was asked for.
    pub noises: Noises<S>,
    /// Why some of what was asked for is not defined.
    pub lacks: Option<Status>,
    /// Results that are not finite or not defined, with their limits.
    pub limits: Vec<(usize, f64)>,
}

/// A share of the whole, which is 0 for certain where the part is.
fn share<S: Enclosed>(part: S, whole: S) -> S {
    let is_nothing =
        part.hull() == Interval::point(0.0) && part.speed() == 0.0 && whole.hull().lo > 0.0;
    if is_nothing { S::constant(0.0) } else { part.abs() / whole }
}

impl MachineFamily {
    /// What a named transmission carries into its reservoir: nothing where no bound of the error is known.
    fn entry<S: Integrable>(&self, point: &Point<'_, S>, place: usize) -> Option<Alone<S>> {
        let entry = &self.file.transmissions[place];
        let into = if entry.is_symmetric { entry.from } else { entry.to };
        let machine = point.plan.machine();
        let zero = || S::constant(0.0);
        let mut sum = Alone { particles: zero(), energy: zero(), limit: 0.0 };
        let add =
            |a: S, b: S, is_into: bool| if is_into { a.minus(b.negated()) } else { a.minus(b) };
        for coupling in &self.entries[place] {
            let found = point.plan.alone(*coupling, point.leaves, point.goal).ok()?;
            let is_into = self.parents[machine.couplings[*coupling].to] == into;
            sum.particles = add(sum.particles, found.particles, is_into);
            sum.energy = add(sum.energy, found.energy, is_into);
            sum.limit += if is_into { found.limit } else { -found.limit };
        }
        // No particles flow through the two terms of a demon to one reservoir together.
        let is_of_demon = [entry.from, entry.to]
            .iter()
            .any(|end| matches!(self.file.reservoirs[*end].state, State::Demon { .. }));
        if is_of_demon && self.entries[place].len() == 2 {
            sum.particles = zero();
        }
        Some(sum)
    }

    /// ∫ |j| and ∫ |ε − μ0| |j| of a reservoir; nothing where no bound of the error is known.
    fn traffic<S: Integrable>(
        &self,
        point: &mut Point<'_, S>,
        reservoir: usize,
    ) -> Option<Traffic<S>> {
        let Point { plan, leaves, goal, .. } = *point;
        let found = || plan.traffic(&self.group(reservoir), leaves, goal).ok();
        point.traffic.entry(reservoir).or_insert_with(found).clone()
    }

    /// The reservoirs of the machine that a reservoir of the file is.
    pub(super) fn group(&self, reservoir: usize) -> Vec<usize> {
        (0..self.parents.len()).filter(|place| self.parents[*place] == reservoir).collect()
    }

    /// Such a result, if it is one; `flow` is that of a reservoir with all of its parts.
    pub(super) fn on_request<S: Integrable>(
        &self,
        output: Output,
        point: &mut Point<'_, S>,
        flow: impl Fn(usize) -> Flow<S>,
    ) -> Option<S> {
        let nothing = unknown::<S>;
        Some(match output {
            Output::EntryParticles(place) | Output::EntryEnergy(place) => {
                if !point.entries.contains_key(&place) {
                    let found = self.entry(point, place);
                    point.entries.insert(place, found);
                }
                let found = point.entries.get(&place).cloned().flatten();
                found.map_or_else(nothing, |entry| match output {
                    Output::EntryEnergy(_) => entry.energy,
                    _ => entry.particles,
                })
            }
            Output::DemonParticles(r) => self
                .traffic(point, r)
                .map_or_else(nothing, |all| share(flow(r).particles, all.particles)),
            Output::DemonEnergy(r) => self
                .traffic(point, r)
                .and_then(|all| all.energy)
                .map_or_else(nothing, |all| share(flow(r).energy, all)),
            Output::ExergyWork(r) | Output::ExergyHeat(r) | Output::ExergyOrder(r) => {
                self.split(output, point, &flow(r), r).unwrap_or_else(nothing)
            }
            _ => return None,
        })
    }

    /// A part of the exergy of a reservoir (Eq. B2):
    /// Δℰ = ṅ (μ − μ0) + Ṡeq (T − T0) + T0 (Ṡeq − Ṡ) with Ṡeq = (ε̇ − μ ṅ)/T.
    fn split<S: Integrable>(
        &self,
        output: Output,
        point: &Point<'_, S>,
        flow: &Flow<S>,
        reservoir: usize,
    ) -> Option<S> {
        let (machine, constants) = (point.plan.machine(), point.constants);
        let (t0, mu0) = (&constants[machine.t0?], &constants[machine.mu0?]);
        let [mu, t] = flat_band(machine, reservoir, constants)?;
        let Flow { particles, energy, entropy, .. } = flow.clone();
        let heat = energy.minus(mu.value.clone() * particles.clone());
        Some(match output {
            Output::ExergyWork(_) => mu.minus(mu0).value * particles,
            Output::ExergyHeat(_) => heat * t.minus(t0).over(&t).value,
            _ => t0.value.clone() * (heat / t.value).minus(entropy),
        })
    }
}
