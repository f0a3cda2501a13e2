//! The optimal filter: of all transmissions between a reservoir c in equilibrium and a resource l that lie between 0
//! and 1, the one that draws a given heat, or a given current of particles, from c at the least cost.
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
//! A channel draws the particles f_c − f_l. Where each of them may cost ν, it is open where (ν − y)(f_c − f_l) > 0,
//!
//! x < y < ν, or ν < y < x,
//!
//! and the current rises with ν from the least one, open where f_c < f_l, to the greatest one, open where f_c > f_l. At ν = 0
//! the cost is the least one of all, where l looks hotter than c and gives its entropy away. Where the cost is the noise, it is
//! open where ν (f_c − f_l) > f_l (1 − f_l) + f_c (1 − f_c).
//!
//! *Certificate.* For any price 1/θ, no filter has more of (heat − θ·cost) than the one that is open wherever that is
//! positive. What the filter at hand lacks of it is the integral over energies that are open or shut and should not be: only
//! energies at which enclosures do not tell the sign, or that are within a double of an edge, count. The same holds of
//! (ν·current − cost): a filter of the same current costs no less than by that.

mod aim;
mod cells;
mod cost;
mod drawn;
mod heat;
mod particles;
mod pieces;
mod polish;

use super::flows::{Plan, Unproven};
use super::integral::Integrable;
use super::machine::{Coupling, Machine, Occupation};
use super::spectra::Spectra;
use super::tail::wings;
use crate::formula::{Known, roughly};
use crate::numeric::Lanes;
use crate::numeric::quadrature::Goal;
use aim::Aim;
use cells::{Cell, Scene};
pub use drawn::Drawn;
use polish::{Polish, Polished, Wanted};

/// A filter has no more windows than these.
pub const MOST_WINDOWS: usize = 32;

/// An optimal filter. Its numbers are constants of the machine.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Its coupling, by the place.
    pub coupling: usize,
    /// The reservoir in equilibrium from which it draws.
    pub from: usize,
    /// The other one.
    pub resource: usize,
    /// What is to be small.
    pub cost: Cost,
    /// Which one of the best filters is wanted.
    pub wish: FilterWish,
    /// The edges of its windows, found for each point. Those that are not needed stand at the same place.
    pub windows: Vec<[usize; 2]>,
    /// Of heat, the lowest temperature θ as which the resource looks where the filter is open; of particles, what one more
    /// of them costs; found for each point.
    pub price: usize,
    /// How many windows there are.
    pub count: usize,
    /// Of heat, how much more of it another filter of the same cost may draw at most; of particles, how much less another
    /// filter of the same current may cost at most.
    pub gap: usize,
}

/// What of a filter is to be small.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// The entropy current into the resource.
    Entropy,
    /// The noise of what is drawn, at frequency 0.
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
    /// The one with which so many particles leave the reservoir.
    Current(usize),
}

impl FilterWish {
    /// What the filter draws.
    fn drawn(self) -> Drawn {
        match self {
            FilterWish::Power(_) | FilterWish::Fraction(_) | FilterWish::Coldest(_) => Drawn::Heat,
            FilterWish::Current(_) => Drawn::Particles,
        }
    }
}

/// What is found, in doubles.
struct Found {
    level: f64,
    windows: Vec<[f64; 2]>,
    /// The axis in parts, of which it is known where it is worth opening at this level.
    cells: Vec<Cell>,
    /// The windows with which the most is drawn, if that is what the amount is a part of.
    most: Option<Vec<[f64; 2]>>,
}

impl Filter {
    /// The filter alone, with what it draws.
    pub(super) fn gauge(&self, machine: &Machine) -> Plan {
        let mut own =
            Machine { filter: None, is_part: true, limits: Vec::new(), ..machine.clone() };
        let coupling = machine.couplings.get(self.coupling).cloned();
        // What is integrated is what flows into the reservoir, whichever of the two comes first in the file.
        let [to, from] = [self.from, self.resource];
        own.couplings =
            coupling.map(|coupling| Coupling { to, from, ..coupling }).into_iter().collect();
        let drawn = self.wish.drawn().density(self.from);
        Plan::new(own).with(|density| density == drawn)
    }

    /// The machine without the filter, which tells what flows beside it; nothing where nothing else does.
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
        [self.price, self.count, self.gap].into_iter().chain(edges)
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
        let drawn = self.wish.drawn();
        let beside = match (others, self.wish) {
            (Some(plan), FilterWish::Power(_) | FilterWish::Current(_)) => {
                drawn.of(&plan.flows(parameters, goal)?.reservoirs[self.from])
            }
            _ => None,
        };
        let near: Vec<Known<Lanes<1>>> = constants.iter().map(roughly).collect();
        let spectra = Spectra::new(gauge.machine(), gauge.links(), &[], near.clone());
        // The transmission within the window that stands there for now: spins and channels count as often in what is lost.
        let inside = Known::double(near[mu].near() + 0.5 * near[t].near());
        let heights = gauge.links().iter().map(|link| spectra.height(link, &inside));
        let height: f64 = heights.map(|Lanes([height])| height).sum();
        if height < 0.0 {
            return Err(Unproven::Sign("channels<0"));
        }
        let wings = [self.from, self.resource].map(|end| wings(gauge.machine(), end, &near));
        let priced = drawn.priced();
        let axis = priced.axis(near[mu].near(), near[t].near(), wings);
        let scene = Scene {
            spectra: &spectra,
            resource: self.resource,
            mu: near[mu].clone(),
            t: near[t].clone(),
            cost: self.cost,
            priced,
            axis: axis.ok_or(Unproven::Tail)?,
            is_affine: gauge.machine().reservoirs[self.resource].occupation.equilibrium().is_some(),
        };
        let polish = Polish {
            spectra: &Spectra::new(gauge.machine(), gauge.links(), &[], constants.to_vec()),
            rough: &spectra,
            resource: self.resource,
            mu: constants[mu].clone(),
            t: constants[t].clone(),
            drawn,
            cost: self.cost,
            height,
        };
        let mut aim = Aim::new(scene, gauge, near, &self.windows);
        let known = |level: f64| Wanted::Unknown(Known::double(drawn.unknown(level)));
        let (found, wanted) = match self.wish {
            FilterWish::Power(power) | FilterWish::Current(power) => {
                let wanted = constants[power].value.clone();
                let alone = match &beside {
                    Some(into) => wanted.minus(into.clone().negated()),
                    None => wanted,
                };
                let flowing = beside.map_or(0.0, |into| Known::of(into).near());
                let net = |why| match why {
                    Unproven::Unreachable(word, limit) => {
                        Unproven::Unreachable(word, limit - flowing)
                    }
                    why => why,
                };
                let found = aim.at_amount(Known::of(alone.clone()).near()).map_err(net)?;
                let near = drawn.unknown(found.level);
                (found, Wanted::Amount(alone, near))
            }
            FilterWish::Fraction(fraction) => {
                let found = aim.at_fraction(constants[fraction].near())?;
                let wanted = match &found.most {
                    None => known(found.level),
                    Some(most) => {
                        let draws = |open: &[_]| self.draws(open, gauge, goal, constants);
                        let [_, end] = priced.ends();
                        let most = polish.polished(most, &known(end), draws)?;
                        let most = self.draws(&most.windows, gauge, goal, constants)?;
                        let amount = constants[fraction].value.clone() * most;
                        Wanted::Amount(amount, drawn.unknown(found.level))
                    }
                };
                (found, wanted)
            }
            FilterWish::Coldest(coldest) => {
                // 1 − θ/T, as exactly as the arithmetic can.
                let level = constants[t].minus(&constants[coldest]).over(&constants[t]);
                let found = aim.at_level(level.near())?;
                (found, Wanted::Unknown(level))
            }
        };
        let wanted = if found.cells.is_empty() { known(0.0) } else { wanted };
        let draws = |open: &[_]| self.draws(open, gauge, goal, constants);
        let Polished { windows, unknown } = polish.polished(&found.windows, &wanted, draws)?;
        self.open(&windows, constants);
        let nearest = |edges: &[Known<S>; 2]| [edges[0].near(), edges[1].near()];
        let gap = aim.lost(&found, &windows.iter().map(nearest).collect());
        constants[self.price] = match drawn {
            Drawn::Heat => constants[t].times(&Known::double(1.0).minus(&unknown)),
            Drawn::Particles => unknown,
        };
        constants[self.gap] = Known::double(gap * height);
        constants[self.count] = Known::double(windows.len() as f64);
        Ok(())
    }

    /// What a filter with these windows draws.
    fn draws<S: Integrable>(
        &self,
        windows: &[[Known<S>; 2]],
        gauge: &Plan,
        goal: Goal,
        constants: &mut [Known<S>],
    ) -> Result<S, Unproven> {
        self.open(windows, constants);
        let into = gauge.integrated(constants, goal)?;
        Ok(into.into_iter().fold(S::constant(0.0), |sum, part| sum.minus(part)))
    }

    /// Puts windows among the constants; those that are not needed stand at the end of the last one.
    fn open<S: Integrable>(&self, windows: &[[Known<S>; 2]], constants: &mut [Known<S>]) {
        // Where nothing is open, all stand where the first one begins.
        let last = windows
            .last()
            .map_or_else(|| constants[self.windows[0][0]].clone(), |[_, to]| to.clone());
        for (place, slots) in self.windows.iter().enumerate() {
            let edges = windows.get(place).cloned().unwrap_or([last.clone(), last.clone()]);
            for (slot, edge) in slots.iter().zip(edges) {
                constants[*slot] = edge;
            }
        }
    }
}

#[cfg(test)]
mod soundness;
