//! What flows into each reservoir (Eqs. 6, 7, 17 to 19), and the entropy that is produced.

mod looks;
mod moments;
mod noise;
mod parts;
mod places;
mod settled;
mod totals;

use settled::Settled;

pub use looks::Looks;
pub use moments::Moments;
pub use noise::Fluctuations;
pub use parts::{Alone, Traffic};

use super::density::{Density, densities};
use super::integral::{Integrable, Integrals};
use super::machine::{Link, Machine};
use super::probe::Probe;
use super::spectra::Spectra;
use super::terms::{groups, taken_apart};
use super::vanishing::{Vanishing, still};
use super::view::View;
use crate::formula::{Arithmetic, Constant, Known};
use crate::numeric::quadrature::{End, Goal};
use crate::numeric::{Enclosed, Lanes};

/// A machine with what does not depend on its parameters worked out.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    machine: Machine,
    links: Vec<Link>,
    /// The machine with sums of many resonances taken apart, and its links, in the same order.
    apart: Machine,
    parts: Vec<Link>,
    densities: Vec<(usize, Density)>,
    /// What tells how reservoirs fill the terms of each demon.
    fillings: Vec<Plan>,
    /// The machine without its optimal demon.
    others: Option<Box<Plan>>,
    /// What tells what probes take up.
    probed: Option<Box<Plan>>,
    /// What tells how that changes with what they find.
    response: Option<Box<Plan>>,
    /// The optimal demon and its neighbours alone, if it is coupled over a range of energies.
    gauge: Option<Box<Plan>>,
    /// The optimal filter alone, and the machine without it.
    filtered: Option<Box<(Plan, Option<Plan>)>>,
}

/// What flows into one reservoir, positive into it. Energies in the unit E of the machine's constants: n in
/// E/h, energy and heat in E²/h, entropy in k_B E/h.
#[derive(Clone, Debug)]
pub struct Flow<S> {
    /// ṅ (Eq. 17).
    pub particles: S,
    /// ε̇ (Eq. 19).
    pub energy: S,
    /// J = ε̇ − μ ṅ, of a reservoir in equilibrium (Eq. 7).
    pub heat: Option<S>,
    /// Ṡ (Eqs. 6 and 18); J/T in equilibrium.
    pub entropy: S,
    /// Δℰ = ε̇ − μ0 ṅ − T0 Ṡ, of a reservoir out of equilibrium (Eq. 14).
    pub exergy: Option<S>,
}

/// What flows between two reservoirs by all transmissions of one kind between them.
#[derive(Clone, Debug)]
pub struct Carried<S> {
    /// The reservoir into which it is counted, and the other one.
    pub ends: [usize; 2],
    /// Whether the same transmission leads back.
    pub both_ways: bool,
    /// Particles.
    pub particles: S,
    /// Energy.
    pub energy: S,
    /// The entropy that it produces.
    pub production: S,
}

/// All flows of a machine.
#[derive(Clone, Debug)]
pub struct Flows<S> {
    /// By reservoir.
    pub reservoirs: Vec<Flow<S>>,
    /// The entropy that is produced (Eq. 11 over T0).
    pub production: S,
    /// What a driven machine delivers, W_F/τ = −Σ ε̇ (Eq. 9 over a cycle); nothing without pumped currents.
    pub delivered: Option<S>,
    /// By link of the machine: what it carries into the first of its reservoirs.
    pub carried: Vec<Carried<S>>,
    /// Reservoirs whose entropy grows infinitely fast: an empty or full level of theirs fills or empties.
    /// Their entropy and exergy, and the production, are not those above.
    pub infinite: Vec<bool>,
    /// By reservoir: the limits of ṅ and of J that are not finite, of bosons whose chemical potential is the
    /// lowest energy at which carriers flow; else 0. They are not those above.
    pub endless: Vec<[f64; 2]>,
    /// The constants that probes find.
    pub found: Vec<(usize, Known<S>)>,
    /// How many panels and nodes it took.
    pub work: (usize, usize),
    /// The limits of transmissions that are not proven, with the number of energies at which they are tried.
    pub tried: Vec<(usize, usize)>,
    /// Whether some flows may be 0, and all of those are 0 to within 2^-70 of the integral of what flows forth
    /// and back: more digits would hardly tell more.
    pub is_faint: bool,
}

/// The places between which to integrate, and for each density what lies beyond them at most, and its derivative.
type Places<S> = (Vec<End<S>>, Vec<[f64; 2]>);

/// Why there are no flows.
#[derive(Clone, Debug, PartialEq)]
pub enum Unproven {
    /// Nobody vouches for an integrand around this energy.
    At(f64),
    /// The occupation of a reservoir is no probability: whether it is above 1, and an energy where it is so.
    Occupation(usize, bool, f64),
    /// The transmission with this limit exceeds its channels, or is below 0, at this energy.
    Height(usize, bool, f64),
    /// Less leads into this reservoir than out of it at this energy, or more.
    Unbalanced(usize, f64),
    /// More passes into this reservoir at some energy than through its channels.
    Channels(usize),
    /// More particles are pumped into the reservoirs than out of them, or fewer (Eq. 10).
    Pumped,
    /// A temperature, a width or an area is not positive: what the row says of it.
    Sign(&'static str),
    /// The temperature of a reservoir is not positive.
    Cold(usize),
    /// There is no optimal demon as it is wanted, or it is not known: what the row says of it.
    NoDemon(&'static str),
    /// The greatest power of an optimal demon is not known.
    Greatest,
    /// There is no optimal filter as it is wanted, or it is not known: what the row says of it.
    NoFilter(&'static str),
    /// No filter draws so much, or so little: what the row says of it, and the limit.
    Unreachable(&'static str, f64),
    /// No temperature of this probe is positive and lets it take up nothing.
    Inverted(usize),
    /// What probes find is not known.
    NoBalance,
    /// The same, but more digits may tell.
    FewDigits,
    /// A transmission and an occupation far away do not both fall off so fast that a bound is known.
    Tail,
}

impl Plan {
    /// The plan of a machine.
    pub fn new(machine: Machine) -> Self {
        let links = machine.links();
        let densities = densities(&machine, &links);
        let fillings = machine.demons.iter().map(|demon| demon.filling(&machine)).collect();
        let optimal = machine.optimal.as_ref();
        let others = optimal.and_then(|demon| demon.others(&machine)).map(Box::new);
        let gauge = optimal.and_then(|demon| demon.gauge(&machine)).map(Box::new);
        let apart = taken_apart(&machine);
        let parts = apart.links();
        let probed = machine.probed().map(Box::new);
        let response = machine.responding().map(Box::new);
        let filter = machine.filter.as_ref();
        let filtered =
            filter.map(|filter| Box::new((filter.gauge(&machine), filter.others(&machine))));
        Self {
            machine,
            links,
            apart,
            parts,
            densities,
            fillings,
            others,
            probed,
            response,
            gauge,
            filtered,
        }
    }

    /// The same with some of the densities only.
    pub(super) fn with(mut self, is_wanted: impl Fn(Density) -> bool) -> Self {
        self.densities.retain(|(_, density)| is_wanted(*density));
        self
    }

    /// The same with other densities, link by link.
    pub(super) fn of_densities(self, densities: Vec<(usize, Density)>) -> Self {
        Self { densities, ..self }
    }

    /// The integrals of its densities where the constants have these values.
    pub(super) fn integrated<S: Integrable>(
        &self,
        constants: &[Known<S>],
        goal: Goal,
    ) -> Result<Vec<S>, Unproven> {
        self.signs(constants)?;
        let spectra = Spectra::new(&self.apart, &self.parts, &self.densities, constants.to_vec());
        let (places, tails) = self.places(&spectra, goal)?;
        let mut integrals = S::integrals(&spectra, &places, goal);
        if let Some(place) = integrals.failed {
            return Err(Unproven::At(place));
        }
        spectra.lines(|channel, value| {
            let sum = integrals.sums[channel].clone();
            integrals.sums[channel] = sum.minus(value.negated());
        });
        let parts = integrals.sums.into_iter().zip(&integrals.errors).zip(&tails);
        Ok(parts.map(|((sum, [a, b]), [c, d])| sum.within(a + c, b + d)).collect())
    }

    /// The spectral currents where the constants have these values.
    pub(super) fn spectra<S: Arithmetic>(&self, constants: Vec<Known<S>>) -> Spectra<'_, S> {
        Spectra::new(&self.machine, &self.links, &self.densities, constants)
    }

    /// Its links.
    pub(super) fn links(&self) -> &[Link] {
        &self.links
    }

    /// What is integrated: links and densities.
    pub(super) fn densities(&self) -> &[(usize, Density)] {
        &self.densities
    }

    /// The machine.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The machine where its parameters have these values, to be looked at energy by energy.
    pub fn view(&self, parameters: &[Known<Lanes<1>>]) -> View<'_> {
        let values = self.machine.constants.iter().map(|constant| constant.value(parameters));
        let mut constants: Vec<Known<Lanes<1>>> = values.collect();
        // What is not known of demons and probes stays so.
        for (demon, filling) in self.machine.demons.iter().zip(&self.fillings) {
            let _ = demon.settle(filling, parameters, Goal::LIGHT, &mut constants);
        }
        let _ = self.settle_probes(&[], Goal::LIGHT, &mut constants);
        let _ = self.settle_optimal(parameters, Goal::LIGHT, &mut constants);
        let _ = self.settle_filter(parameters, Goal::LIGHT, &mut constants);
        View::new(&self.machine, &self.links, constants)
    }

    /// The flows where the parameters have these values.
    ///
    /// # Errors
    /// [`Unproven`] where no bound of the error is known.
    pub fn flows<S: Integrable>(
        &self,
        parameters: &[Known<S>],
        goal: Goal,
    ) -> Result<Flows<S>, Unproven> {
        self.flows_of(parameters, &[], goal)
    }

    /// The same, where it is known which parameters are certainly the same number although they are no doubles:
    /// for each parameter, one that is it.
    ///
    /// # Errors
    /// [`Unproven`] as for [`Plan::flows`].
    pub fn flows_of<S: Integrable>(
        &self,
        parameters: &[Known<S>],
        twins: &[usize],
        goal: Goal,
    ) -> Result<Flows<S>, Unproven> {
        let Settled { constants, twins } = self.settled(parameters, twins, goal)?;
        self.flows_at(constants, &twins, goal)
    }

    /// The same where the constants have these values; `twins` has for each the first one that is certainly the
    /// same number, or nothing where all differ.
    ///
    /// # Errors
    /// [`Unproven`] as for [`Plan::flows`].
    pub(super) fn flows_at<S: Integrable>(
        &self,
        constants: Vec<Known<S>>,
        twins: &[usize],
        goal: Goal,
    ) -> Result<Flows<S>, Unproven> {
        self.signs(&constants)?;
        let all: Vec<usize>;
        let twins = match twins {
            [] => {
                all = (0..constants.len()).collect();
                &all
            }
            twins => twins,
        };
        let still = match S::HAS_SLOPE {
            // What is 0 may change.
            true => vec![false; self.links.len()],
            false => still(&self.machine, &self.links, &constants, twins),
        };
        let groups = match S::HAS_SLOPE {
            true => Vec::new(),
            false => groups(&self.apart, &self.parts, &constants),
        };
        let mut spectra = Spectra::new(&self.apart, &self.parts, &self.densities, constants);
        spectra.leave_out(still);
        let (places, tails) = self.places(&spectra, goal)?;
        // Tables have a piece between any two of their points.
        let points = (4_000 / places.len().max(1)).clamp(1, 8);
        let mut tried = Vec::new();
        if !self.machine.is_part {
            let (excess, energies) = spectra.excess(&places, points);
            if let Some((limit, is_above, energy)) = excess {
                return Err(Unproven::Height(limit, is_above, energy));
            }
            if let Some((reservoir, energy)) = spectra.unbalanced(&places, points) {
                return Err(Unproven::Unbalanced(reservoir, energy));
            }
            tried = energies;
        }
        let infinite = spectra.find_infinite(&places).to_vec();
        let endless = spectra.find_soft(&places);
        let each = groups.iter().map(|links| S::integrals(&spectra.of(links), &places, goal));
        let together = || S::integrals(&spectra, &places, goal);
        let mut integrals: Integrals<S> = match groups.len() {
            0 | 1 => together(),
            _ => each.reduce(Integrals::plus).unwrap_or_else(together),
        };
        let is_known = |sum: &S| sum.error().is_finite();
        if integrals.failed.is_some() || !integrals.sums.iter().all(is_known) {
            let misfit = spectra.misfit(&places, 200);
            if let Some((reservoir, is_above, energy)) = misfit {
                return Err(Unproven::Occupation(reservoir, is_above, energy));
            }
        }
        if let Some(place) = integrals.failed {
            return Err(Unproven::At(place));
        }
        spectra.lines(|channel, value| {
            integrals.sizes[channel] += value.hull().size();
            let sum = integrals.sums[channel].clone();
            integrals.sums[channel] = sum.minus(value.negated());
        });
        let parts = integrals.sums.iter().zip(&integrals.errors).zip(&tails);
        let parts: Vec<S> =
            parts.map(|((sum, [a, b]), [c, d])| sum.clone().within(a + c, b + d)).collect();
        let (pumped, size) = self.pumped(&parts);
        let slack = 1e-12 * size + self.slack(spectra.constants());
        let is_off = pumped.hull().lo > slack || pumped.hull().hi < -slack;
        if is_off && !self.machine.is_part {
            return Err(Unproven::Pumped);
        }
        let constants = spectra.constants();
        let mut flows = self.totals(&parts, constants, None);
        if !S::HAS_SLOPE && flows.may_vanish() {
            let Plan { machine, links, densities, .. } = self;
            let known = Vanishing::of(machine, links, densities, constants, twins);
            flows = self.totals(&parts, constants, Some(&known));
            flows.is_faint = self.is_faint(&flows, &integrals.sizes);
        }
        let number = |probe: &Probe, place: usize| match self.machine.is_loose(probe, constants) {
            true => (place, Known::unknown()),
            false => (place, constants[place].clone()),
        };
        let found = self.machine.probes.iter().flat_map(|probe| {
            [probe.mu, probe.t].into_iter().flatten().map(move |place| number(probe, place))
        });
        let filtered = self.machine.filter.iter().flat_map(|filter| filter.found());
        let filtered = filtered.map(|place| (place, constants[place].clone()));
        let found = found.chain(filtered).collect();
        Ok(Flows { infinite, endless, tried, work: integrals.work, found, ..flows })
    }
}

impl Constant {
    /// Its value where the constants of a list are known, of whose formulas it is made.
    pub fn value_of<S: Enclosed>(&self, known: &[Known<S>], list: &[Constant]) -> Known<S> {
        if let Some(place) = list.iter().position(|constant| constant == self) {
            return known[place].clone();
        }
        let of = |constant: &Constant| constant.value_of(known, list);
        match self {
            Constant::Negated(a) => of(a).negated(),
            Constant::Sum(a, b) => of(a).minus(&of(b).negated()),
            Constant::Product(a, b) => of(a).times(&of(b)),
            Constant::Quotient(a, b) => of(a).over(&of(b)),
            other => other.value::<S>(&[]),
        }
    }
}
