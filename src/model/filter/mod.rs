//! The optimal filter: of all transmissions between a reservoir c in equilibrium and a resource l that lie between 0
//! and 1, the one that draws a given heat from c at the least cost.
//!
//! With z = E − μ_c, x = z/T_c and y = ln(1/f_l − 1), a channel that is open at an energy draws the heat
//! z (f_c − f_l) from c, and y (f_c − f_l) is the entropy that l gains. Heat leaves c where z (y − x) > 0: where l looks
//! colder than c, by its temperature z/y there. Each unit of that heat costs the entropy y/z. The cheapest way to
//! the heat that is asked for is therefore to be open where l looks colder than c and no colder than some temperature θ,
//!
//! 0 < y − x < r y for z > 0, and r y < y − x < 0 for z < 0, with r = 1 − θ/T_c,
//!
//! and shut everywhere else. Where the cost is the noise of the heat, z² (f_l (1 − f_l) + f_c (1 − f_c)) of an open channel,
//! it is the same with another price: r T_c (f_c − f_l) > (1 − r) z (f_l (1 − f_l) + f_c (1 − f_c)). A channel that is open in
//! part has the noise z² T (1 − T) (f_l − f_c)² in addition, so that it is no better.
//!
//! *Certificate.* For any price 1/θ, no filter has more of (heat − θ·cost) than the one that is open wherever that is
//! positive. What the filter at hand lacks of it is the integral over energies that are open or shut and should not be: only
//! energies at which enclosures do not tell the sign, or at which doubles have rounded an edge, count.

mod aim;
mod cells;
mod cost;

use super::density::Density;
use super::flows::{Plan, Unproven};
use super::integral::Integrable;
use super::machine::{Machine, Occupation};
use super::spectra::Spectra;
use crate::formula::{Known, roughly};
use crate::numeric::Lanes;
use crate::numeric::quadrature::Goal;
use aim::Aim;
use cells::Scene;

/// A filter has no more windows than these.
pub const MOST_WINDOWS: usize = 32;

/// An optimal filter. Its numbers are constants of the machine.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Its coupling, by the place.
    pub coupling: usize,
    /// The reservoir in equilibrium from which it draws heat.
    pub from: usize,
    /// The other one.
    pub resource: usize,
    /// What is to be small.
    pub cost: Cost,
    /// Which one of the best filters is wanted.
    pub wish: FilterWish,
    /// The edges of its windows, found for each point. Those that are not needed stand at the same place.
    pub windows: Vec<[usize; 2]>,
    /// The lowest temperature θ as which the resource looks where the filter is open, found for each point.
    pub coldest: usize,
    /// How many windows there are.
    pub count: usize,
    /// How much more heat another filter of the same cost may draw at most.
    pub gap: usize,
}

/// What of a filter is to be small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// The entropy current into the resource.
    Entropy,
    /// The noise of the heat, at frequency 0.
    Noise,
}

/// Which one of the best filters is wanted: a constant of the machine.
#[derive(Clone, Copy, Debug)]
pub enum FilterWish {
    /// The one with which so much heat leaves the reservoir.
    Power(usize),
    /// The one that draws this part of the greatest heat.
    Fraction(usize),
    /// The one that is open where the resource looks colder than the reservoir, but no colder than this.
    Coldest(usize),
}

/// What is found.
struct Found {
    windows: Vec<[f64; 2]>,
    coldest: f64,
    gap: f64,
}

impl Filter {
    /// The filter alone, with the heat that it draws.
    pub(super) fn gauge(&self, machine: &Machine) -> Plan {
        let mut own =
            Machine { filter: None, is_part: true, limits: Vec::new(), ..machine.clone() };
        own.couplings = machine.couplings.get(self.coupling).cloned().into_iter().collect();
        Plan::new(own).with(|density| density == Density::Heat(self.from))
    }

    /// The machine without the filter, which tells what heat flows beside it; nothing where nothing else does.
    pub(super) fn others(&self, machine: &Machine) -> Option<Plan> {
        let mut rest = Machine { filter: None, ..machine.clone() };
        if self.coupling < rest.couplings.len() {
            rest.couplings.remove(self.coupling);
        }
        (!rest.couplings.is_empty()).then(|| Plan::new(rest))
    }

    /// The constants that are found for each point.
    pub fn found(&self) -> impl Iterator<Item = usize> {
        let edges = self.windows.iter().flatten().copied();
        [self.coldest, self.count, self.gap].into_iter().chain(edges)
    }

    /// Puts the windows where the parameters have these values among the constants.
    ///
    /// # Errors
    /// [`Unproven`] where there is no such filter, or it is not known.
    pub(super) fn settle<S: Integrable>(
        &self,
        others: Option<&Plan>,
        gauge: &Plan,
        parameters: &[Known<S>],
        goal: Goal,
        constants: &mut [Known<S>],
    ) -> Result<(), Unproven> {
        if S::HAS_SLOPE {
            // How edges move is not computed.
            return Err(Unproven::NoFilter("not proven"));
        }
        let Occupation::Equilibrium { mu, t } = gauge.machine().reservoirs[self.from].occupation
        else {
            return Err(Unproven::NoFilter("not proven"));
        };
        // Some window, as long as it is not known which there are.
        let start = constants[mu].near();
        for (place, edge) in self.windows.iter().flatten().enumerate() {
            let edge_at = if place == 0 { start } else { start + constants[t].near() };
            constants[*edge] = Known::double(edge_at);
        }
        gauge.signs(constants)?;
        let beside = match (others, self.wish) {
            (Some(plan), FilterWish::Power(_)) => {
                let flows = plan.flows(parameters, goal)?;
                flows.reservoirs[self.from].heat.clone()
            }
            _ => None,
        };
        let near: Vec<Known<Lanes<1>>> = constants.iter().map(roughly).collect();
        let spectra = Spectra::new(gauge.machine(), gauge.links(), &[], near.clone());
        let scene = Scene {
            spectra: &spectra,
            resource: self.resource,
            mu: near[mu].clone(),
            t: near[t].clone(),
            cost: self.cost,
            is_affine: gauge.machine().reservoirs[self.resource].occupation.equilibrium().is_some(),
        };
        let mut aim = Aim::new(scene, gauge, near, &self.windows);
        let found = match self.wish {
            FilterWish::Power(power) => {
                let power = constants[power].value.clone();
                let power = beside.map_or(power.clone(), |heat| power.minus(heat.negated()));
                aim.at_power(Known::of(power).near())
            }
            FilterWish::Fraction(fraction) => aim.at_fraction(constants[fraction].near()),
            FilterWish::Coldest(coldest) => {
                // 1 − θ/T, as exactly as the arithmetic can.
                let level = constants[t].minus(&constants[coldest]).over(&constants[t]);
                aim.at_level(level.near())
            }
        }?;
        let last = found.windows.last().map_or(constants[mu].near(), |[_, to]| *to);
        for (place, slots) in self.windows.iter().enumerate() {
            let edges = found.windows.get(place).copied().unwrap_or([last; 2]);
            for (slot, edge) in slots.iter().zip(edges) {
                constants[*slot] = Known::double(edge);
            }
        }
        constants[self.coldest] = Known::double(found.coldest);
        constants[self.gap] = Known::double(found.gap);
        constants[self.count] = Known::double(found.windows.len() as f64);
        Ok(())
    }
}

#[cfg(test)]
mod soundness;
