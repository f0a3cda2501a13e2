//! What flows into each reservoir (Eqs. 6, 7, 17 to 19), and the entropy that is produced.

use super::Statistics;
use super::machine::{Link, Machine, Occupation};
use super::spectra::{Density, Spectra, densities};
use super::tail::{moments, reach, steepness, wings};
use super::view::View;
use crate::formula::{Constant, Known};
use crate::numeric::quadrature::{End, Goal, Panel, integrate};
use crate::numeric::{Enclosed, Interval, Lanes, One, Rectangle};

/// A machine with what does not depend on its parameters worked out.
#[derive(Clone, Debug)]
pub struct Plan {
    machine: Machine,
    links: Vec<Link>,
    densities: Vec<(usize, Density)>,
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

/// All flows of a machine.
#[derive(Clone, Debug)]
pub struct Flows<S> {
    /// By reservoir.
    pub reservoirs: Vec<Flow<S>>,
    /// The entropy that is produced (Eq. 11 over T0).
    pub production: S,
    /// How many panels and nodes it took.
    pub work: (usize, usize),
}

/// Why there are no flows.
#[derive(Clone, Debug, PartialEq)]
pub enum Unproven {
    /// Nobody vouches for an integrand around this energy.
    At(f64),
    /// A transmission and an occupation far away do not both fall off so fast that a bound is known.
    Tail,
}

impl Plan {
    /// The plan of a machine.
    pub fn new(machine: Machine) -> Self {
        let links = machine.links();
        let densities = densities(&machine, &links);
        Self { machine, links, densities }
    }

    /// The machine.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The machine where its parameters have these values, to be looked at energy by energy.
    pub fn view(&self, parameters: &[Known<Lanes<1>>]) -> View<'_> {
        View::new(&self.machine, &self.links, parameters)
    }

    /// The flows where the parameters have these values.
    ///
    /// # Errors
    /// [`Unproven`] where no bound of the error is known.
    pub fn flows<S: Enclosed>(
        &self,
        parameters: &[Known<S>],
        goal: Goal,
    ) -> Result<Flows<S>, Unproven> {
        let constants: Vec<Known<S>> =
            self.machine.constants.iter().map(|constant| constant.value(parameters)).collect();
        let spectra = Spectra::new(&self.machine, &self.links, &self.densities, constants);
        let (places, tails) = self.places(&spectra, goal)?;
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        let mut integrals = integrate(&spectra, &places, goal, apart);
        if let Some(place) = integrals.failed {
            return Err(Unproven::At(place));
        }
        spectra.lines(|channel, value| {
            let sum = integrals.sums[channel].clone();
            integrals.sums[channel] = sum.minus(value.negated());
        });
        let parts = integrals.sums.iter().zip(&integrals.errors).zip(&tails);
        let parts = parts.map(|((sum, error), tail)| sum.clone().widened(error + tail)).collect();
        Ok(self.totals(parts, spectra.constants(), integrals.work))
    }

    /// The sums over links.
    fn totals<S: Enclosed>(
        &self,
        parts: Vec<S>,
        constants: &[Known<S>],
        work: (usize, usize),
    ) -> Flows<S> {
        let zero = || S::constant(0.0);
        let reservoirs: Vec<Flow<S>> = (0..self.machine.reservoirs.len())
            .map(|reservoir| {
                let total = |wanted: Density| {
                    let mut sum: Option<S> = None;
                    for ((place, density), part) in self.densities.iter().zip(&parts) {
                        let link = &self.links[*place];
                        let is_mine =
                            link.to == reservoir || link.both_ways && link.from == reservoir;
                        if *density != wanted || !is_mine {
                            continue;
                        }
                        let part = match link.to == reservoir {
                            true => part.clone(),
                            false => part.clone().negated(),
                        };
                        sum = Some(match sum {
                            Some(sum) => sum.minus(part.negated()),
                            None => part,
                        });
                    }
                    sum.unwrap_or_else(zero)
                };
                let (heat, entropy, exergy) = match self.machine.reservoirs[reservoir].occupation {
                    Occupation::Equilibrium { t, .. } => {
                        let heat = total(Density::Heat(reservoir));
                        let entropy = heat.clone() / constants[t].value.clone();
                        (Some(heat), entropy, None)
                    }
                    Occupation::Given { .. } => {
                        let has_environment =
                            self.machine.t0.is_some() && self.machine.mu0.is_some();
                        let exergy = has_environment.then(|| total(Density::Exergy(reservoir)));
                        (None, total(Density::Entropy(reservoir)), exergy)
                    }
                };
                Flow {
                    particles: total(Density::Particles),
                    energy: total(Density::Energy),
                    heat,
                    entropy,
                    exergy,
                }
            })
            .collect();
        let is_paired = self.links.iter().all(|link| link.both_ways);
        let production = match is_paired {
            true => {
                let all = self.densities.iter().zip(&parts);
                let mine = all.filter(|((_, density), _)| *density == Density::Production);
                mine.map(|(_, part)| part.clone()).reduce(S::add).unwrap_or_else(zero)
            }
            false => {
                let all = reservoirs.iter().map(|flow| flow.entropy.clone());
                all.reduce(|a, b| a.minus(b.negated())).unwrap_or_else(zero)
            }
        };
        Flows { reservoirs, production, work }
    }

    /// The places between which to integrate, and what lies beyond them at most.
    fn places<S: Enclosed>(
        &self,
        spectra: &Spectra<'_, S>,
        goal: Goal,
    ) -> Result<(Vec<End<S>>, Vec<f64>), Unproven> {
        let mut places = spectra.cuts();
        let mut tails = vec![0.0; self.densities.len()];
        let has_bosons = self.machine.reservoirs.iter().any(|r| r.statistics == Statistics::Bose);
        if has_bosons {
            places.retain(|place| place.near() > 0.0);
            places.insert(0, End::double(0.0));
        }
        let used: Vec<usize> = self.links.iter().flat_map(|link| [link.to, link.from]).collect();
        let constants = spectra.constants();
        let all: Vec<_> = (0..self.machine.reservoirs.len())
            .map(|reservoir| wings(&self.machine, reservoir, constants))
            .collect();
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for wings in used.iter().filter_map(|reservoir| all[*reservoir].as_ref()) {
            let [down, up] = reach(wings, goal.decades());
            (low, high) = (low.min(down), high.max(up));
        }
        for is_above in [true, false] {
            if has_bosons && !is_above {
                continue;
            }
            let outermost = if is_above { places.last() } else { places.first() };
            let outermost = outermost.map(|place| place.near());
            let (edge, far) = match is_above {
                true => (outermost.unwrap_or(0.0).max(high).max(0.0), f64::INFINITY),
                false => (outermost.unwrap_or(0.0).min(low).min(0.0), f64::NEG_INFINITY),
            };
            let alive: Vec<bool> = self
                .links
                .iter()
                .map(|link| spectra.is_alive_beyond(link, outermost, is_above))
                .collect();
            if !alive.contains(&true) {
                continue;
            }
            // A little further than all places, so that it is one of its own.
            let edge = edge + if is_above { 1.0 } else { -1.0 } * edge.abs() * 1e-3;
            if !edge.is_finite() {
                return Err(Unproven::Tail);
            }
            let end = End::double(edge);
            if is_above {
                places.push(end)
            } else {
                places.insert(0, end)
            }
            for (channel, (place, density)) in self.densities.iter().enumerate() {
                let link = &self.links[*place];
                if !alive[*place] {
                    continue;
                }
                let (Some(a), Some(b)) = (&all[link.to], &all[link.from]) else {
                    return Err(Unproven::Tail);
                };
                let tau = spectra.greatest_beyond(link, edge, far);
                if !tau.is_finite() {
                    return Err(Unproven::Tail);
                }
                let [f, e] =
                    [0, 1].map(|k| moments(a, edge, is_above)[k] + moments(b, edge, is_above)[k]);
                let size = |constant: usize| constants[constant].hull.size();
                let y = |reservoir: usize| {
                    let (mu, t) = all[reservoir].as_deref().map_or((0.0, 0.0), steepness);
                    (e + mu * f) / t
                };
                let tail = match density {
                    Density::Particles => f,
                    Density::Energy => e,
                    Density::Heat(r) => match self.machine.reservoirs[*r].occupation {
                        Occupation::Equilibrium { mu, .. } => e + size(mu) * f,
                        Occupation::Given { .. } => f64::INFINITY,
                    },
                    Density::Entropy(r) => y(*r),
                    Density::Exergy(r) => {
                        let of = |place: Option<usize>| place.map_or(0.0, size);
                        e + of(self.machine.mu0) * f + of(self.machine.t0) * y(*r)
                    }
                    Density::Production => y(link.to) + y(link.from),
                };
                tails[channel] += tau * tail * (1.0 + 1e-9);
            }
        }
        Ok((places, tails))
    }
}

impl<S: Enclosed> Spectra<'_, S> {
    /// Whether a transmission is not known to be 0 beyond the outermost place.
    fn is_alive_beyond(&self, link: &Link, outermost: Option<f64>, is_above: bool) -> bool {
        let from = outermost.unwrap_or(0.0);
        let step = 1.0 + from.abs();
        let at = if is_above { from + step } else { from - step };
        let panel = Panel::between(&End::double(at), &End::double(at + step), |a: f64, b: f64| {
            S::difference(S::Input::of(a), S::Input::of(b))
        });
        let site = crate::formula::At::on(&panel, S::constant(0.0));
        self.transmission(link, self.constants(), &site).is_some()
    }

    /// The greatest size of a transmission from a place on, as far as energies matter.
    fn greatest_beyond(&self, link: &Link, from: f64, to: f64) -> f64 {
        let mut most: f64 = 0.0;
        let side = if to > from { 1.0 } else { -1.0 };
        let mut at = from;
        // Forty steps, each as long as all before: beyond them occupations are below e^−2^40.
        for _ in 0..40 {
            let next = at + side * at.abs().max(1e-300);
            let (lo, hi) = (at.min(next), at.max(next));
            let region = crate::numeric::quadrature::Region {
                origin: 0.0,
                middle: 0.5 * lo + 0.5 * hi,
                arcs: vec![Rectangle::real(Interval { lo, hi })],
                axes: [0.5 * (hi - lo), 0.0],
            };
            most = most.max(self.size(link, &region));
            at = next;
        }
        most
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
