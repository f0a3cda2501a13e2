//! The flows of reservoirs, as sums of integrals over links.

use super::{Carried, Flow, Flows, Plan};
use crate::formula::{Arithmetic, Known};
use crate::model::Statistics;
use crate::model::density::Density;
use crate::model::machine::{Link, Occupation};
use crate::model::vanishing::Vanishing;
use crate::numeric::{Enclosed, Interval};

impl Plan {
    /// The sums over links.
    pub(super) fn totals<S: Enclosed>(
        &self,
        parts: &[S],
        constants: &[Known<S>],
        known: Option<&Vanishing>,
    ) -> Flows<S> {
        let zero = || S::constant(0.0);
        // What is 0 and stays so adds not even a rounding.
        let is_nothing = |a: &S| a.hull() == Interval::point(0.0) && a.speed() == 0.0;
        let add = |a: S, b: S| match (is_nothing(&a), is_nothing(&b)) {
            (_, true) => a,
            (true, _) => b,
            _ => a.minus(b.negated()),
        };
        let is_zero = |place: usize| known.is_some_and(|known| known.is_zero(place));
        let settled =
            |(place, part): (usize, &S)| if is_zero(place) { zero() } else { part.clone() };
        let parts: Vec<S> = parts.iter().enumerate().map(settled).collect();
        let mut reservoirs: Vec<Flow<S>> = (0..self.machine.reservoirs.len())
            .map(|reservoir| {
                let total = |wanted: Density| {
                    let terms = || self.terms(reservoir, wanted);
                    let mut probes = self.machine.probes.iter();
                    if probes
                        .any(|probe| probe.is_balanced(reservoir, wanted, &self.machine, constants))
                    {
                        return zero();
                    }
                    if known.is_some_and(|known| known.cancels(terms())) {
                        return zero();
                    }
                    let part = |(place, is_negative): (usize, bool)| match is_negative {
                        false => parts[place].clone(),
                        true => parts[place].clone().negated(),
                    };
                    terms().map(part).reduce(add).unwrap_or_else(zero)
                };
                let (heat, entropy, exergy) = match self.machine.reservoirs[reservoir].occupation {
                    Occupation::Equilibrium { t, .. } => {
                        let heat = total(Density::Heat(reservoir));
                        let entropy = heat.clone() / constants[t].value.clone();
                        (Some(heat), entropy, None)
                    }
                    Occupation::Given { .. } | Occupation::Optimal(_) => {
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
        self.conserve(&mut reservoirs, is_nothing);
        let part = |link: usize, wanted: fn(Density) -> bool| {
            let mut all = self.densities.iter().zip(&parts);
            let found = all.find(|((place, density), _)| *place == link && wanted(*density));
            found.map(|(_, part)| part.clone())
        };
        let produced = |density| matches!(density, Density::Production | Density::Divergence);
        let pumps = (0..self.links.len()).filter(|link| self.links[*link].is_pump());
        let pumped = pumps.filter_map(|link| part(link, |density| density == Density::Energy));
        // Transmissions carry no energy into all reservoirs together.
        let delivered = pumped.reduce(add).map(S::negated);
        let production = match delivered {
            None => {
                let all = (0..self.links.len()).filter_map(|link| part(link, produced));
                all.reduce(add).unwrap_or_else(zero)
            }
            Some(_) => {
                let all = reservoirs.iter().map(|flow| flow.entropy.clone());
                all.reduce(add).unwrap_or_else(zero)
            }
        };
        let carried = self.links.iter().enumerate().filter(|(_, link)| !link.is_pump());
        let carried = carried.map(|(place, link)| Carried {
            ends: [link.to, link.from],
            both_ways: link.both_ways,
            particles: match self.is_balanced(link, Density::Particles, link.to) {
                true => zero(),
                false => part(place, |density| density == Density::Particles).unwrap_or_else(zero),
            },
            energy: part(place, |density| density == Density::Energy).unwrap_or_else(zero),
            production: part(place, produced).unwrap_or_else(zero),
        });
        let carried = carried.collect();
        Flows {
            reservoirs,
            production,
            delivered,
            carried,
            found: Vec::new(),
            infinite: Vec::new(),
            endless: Vec::new(),
            work: (0, 0),
            tried: Vec::new(),
            is_faint: false,
        }
    }

    /// Where probes take up nothing: what flows into all reservoirs together is 0, so that it is 0 for the last one
    /// if it is for all others.
    fn conserve<S: Enclosed>(&self, flows: &mut [Flow<S>], is_nothing: impl Fn(&S) -> bool) {
        let is_kept = self.links.iter().all(|link| link.both_ways && !link.is_pump());
        if self.machine.probes.is_empty() || !is_kept {
            return;
        }
        let last = |mine: &mut dyn Iterator<Item = (usize, &S)>| {
            let mut left = mine.filter(|(_, flow)| !is_nothing(flow)).map(|(place, _)| place);
            left.next().filter(|_| left.next().is_none())
        };
        for statistics in [Statistics::Fermi, Statistics::Bose] {
            let of = self.machine.reservoirs.iter().zip(flows.iter()).enumerate();
            let of = of.filter(|(_, (reservoir, _))| reservoir.statistics == statistics);
            let mut particles = of.map(|(place, (_, flow))| (place, &flow.particles));
            if let Some(place) = last(&mut particles) {
                flows[place].particles = S::constant(0.0);
            }
        }
        let mut energies = flows.iter().enumerate().map(|(place, flow)| (place, &flow.energy));
        if let Some(place) = last(&mut energies) {
            flows[place].energy = S::constant(0.0);
        }
    }

    /// The integrals that add up to what flows into a reservoir, and whether each is subtracted.
    pub(in crate::model) fn terms(
        &self,
        reservoir: usize,
        wanted: Density,
    ) -> impl Iterator<Item = (usize, bool)> + '_ {
        let all = self.densities.iter().enumerate();
        all.filter_map(move |(channel, (place, density))| {
            let link = &self.links[*place];
            let is_mine = link.to == reservoir || link.both_ways && link.from == reservoir;
            let is_meant =
                *density == wanted && is_mine && !self.is_balanced(link, wanted, reservoir);
            is_meant.then_some((channel, link.to != reservoir))
        })
    }

    /// The sum of all pumped currents, which must be 0 (Eq. 10), and the sum of their sizes.
    pub(super) fn pumped<S: Arithmetic>(&self, parts: &[S]) -> (S, f64) {
        let (mut sum, mut size) = (S::constant(0.0), 0.0);
        for ((place, density), part) in self.densities.iter().zip(parts) {
            if *density == Density::Particles && self.links[*place].is_pump() {
                size += part.hull().size();
                sum = sum.minus(part.clone().negated());
            }
        }
        (sum, size)
    }

    /// How far the sum of all pumped currents may be from 0 by the digits of the tables that they are from.
    pub(super) fn slack<S: Enclosed>(&self, constants: &[Known<S>]) -> f64 {
        let pumps = self.machine.slacks.iter().filter(|slack| slack.to == slack.from);
        let mut sum = 0.0;
        for slack in pumps {
            slack.size.tables(&mut |points, unit, _| {
                let piece = |pair: &[(f64, f64)]| (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1);
                let whole: f64 = points.windows(2).map(piece).sum();
                sum += 0.5 * whole * constants[unit].near().abs();
            });
        }
        sum
    }
    /// Whether the flow of a demon's term adds to nothing with those of its other terms: its particles, and the
    /// energy that the demon itself takes up.
    fn is_balanced(&self, link: &Link, density: Density, reservoir: usize) -> bool {
        if let Some(demon) = &self.machine.optimal
            && demon.is_balanced(link, density, reservoir)
        {
            return true;
        }
        let levels = self.machine.demons.iter().flat_map(|demon| &demon.pairs);
        let mut places = levels.flat_map(|pair| &pair.levels).map(|level| level.place);
        places.any(|place| {
            let is_its_own = link.to == place || link.from == place;
            let is_balanced = match density {
                Density::Particles => true,
                Density::Energy => reservoir == place,
                _ => false,
            };
            is_its_own && is_balanced
        })
    }
}
