//! The spectral currents of a machine (Eqs. 6, 17 to 19).

mod bounded;
mod bounds;
mod cuts;
mod integrands;
mod limits;
mod looks;
mod noise;
mod pair;
mod resonances;
mod slopes;
mod trials;

pub use noise::{Noise, Weight};
pub use slopes::Slopes;

use self::bounds::Filling;
use self::pair::first_of_pair;
use super::Statistics;
use super::density::Density;
use super::machine::{Link, Machine, Occupation};
use super::mixture::Mixture;
use super::statistics::{Between, Occupied};
use crate::formula::{Arithmetic, At, Cut, Known, Majorant, Site, Value, roughly};
use crate::numeric::Lanes;
use crate::numeric::quadrature::{End, Region};

/// A machine whose constants have values in the arithmetic `S`.
#[derive(Debug)]
pub struct Spectra<'a, S> {
    machine: &'a Machine,
    links: &'a [Link],
    densities: &'a [(usize, Density)],
    exact: Vec<Known<S>>,
    rough: Vec<Known<Lanes<1>>>,
    /// For each link between two equilibrium reservoirs, what makes x_a − x_b: its slope and what it is at μ_a.
    forces: Vec<Option<(Known<S>, Known<S>)>>,
    rough_forces: Vec<Option<(Known<Lanes<1>>, Known<Lanes<1>>)>>,
    mixtures: Vec<Option<Mixture<S>>>,
    rough_mixtures: Vec<Option<Mixture<Lanes<1>>>>,
    /// Of each link between two equilibrium reservoirs both ways: the place of its first density.
    firsts: Vec<Option<usize>>,
    /// Reservoirs whose entropy grows infinitely fast; it is not integrated.
    infinite: Vec<bool>,
    /// For each link of bosons that begins at E = 0, which of its reservoirs have μ = 0: they hold infinitely
    /// many particles there.
    soft: Vec<Option<[bool; 2]>>,
    poles: Vec<(f64, f64)>,
    /// For each link whether nothing flows over it at any energy; it is not integrated.
    still: Vec<bool>,
    /// How each reservoir is occupied, as far as bounds in closed form are known of it.
    fillings: Vec<Filling>,
    /// Of each link the majorants of its transmissions.
    majorants: Vec<Vec<Majorant>>,
}

/// What a machine is computed from in some arithmetic.
struct Numbers<'a, S> {
    constants: &'a [Known<S>],
    forces: &'a [Option<(Known<S>, Known<S>)>],
    mixtures: &'a [Option<Mixture<S>>],
}

impl<'a, S: Arithmetic> Spectra<'a, S> {
    /// The machine where its parameters have these values.
    pub fn new(
        machine: &'a Machine,
        links: &'a [Link],
        densities: &'a [(usize, Density)],
        exact: Vec<Known<S>>,
    ) -> Self {
        let rough: Vec<_> = exact.iter().map(roughly).collect();
        let force = |link: &Link| {
            let [a, b] = [link.to, link.from].map(|r| match machine.reservoirs[r].occupation {
                Occupation::Equilibrium { mu, t } => Some((&exact[mu], &exact[t])),
                Occupation::Given { .. } | Occupation::Optimal(_) => None,
            });
            let ((mu_a, t_a), (mu_b, t_b)) = (a?, b?);
            // x_a − x_b = (E − μ_a)(T_b − T_a)/(T_a T_b) + (μ_b − μ_a)/T_b
            let slope = t_b.minus(t_a).over(&t_a.times(t_b));
            let shift = mu_b.minus(mu_a).over(t_b);
            Some((slope, shift))
        };
        let forces: Vec<_> = links.iter().map(force).collect();
        let rough_forces = forces
            .iter()
            .map(|force| force.as_ref().map(|(slope, shift)| (roughly(slope), roughly(shift))))
            .collect();
        let mixture = |reservoir: usize| Mixture::of(machine, reservoir, &exact);
        let mixtures: Vec<_> = (0..machine.reservoirs.len()).map(mixture).collect();
        let rough_mixture = |mixture: &Option<Mixture<S>>| mixture.as_ref().map(|m| m.map(roughly));
        let rough_mixtures: Vec<_> = mixtures.iter().map(rough_mixture).collect();
        let filling = |(reservoir, mixture): (usize, &Option<_>)| {
            Filling::of(machine, reservoir, &rough, mixture.as_ref())
        };
        let fillings = rough_mixtures.iter().enumerate().map(filling).collect();
        let majorant =
            |coupling: &usize| Majorant::of(&machine.couplings[*coupling].transmission, &rough);
        let majorants: Vec<Vec<Majorant>> =
            links.iter().map(|link| link.couplings.iter().map(majorant).collect()).collect();
        let mut poles = Vec::new();
        let mut found = |pole| {
            if !poles.contains(&pole) {
                poles.push(pole);
            }
        };
        let carried = links.iter().enumerate().filter(|(_, link)| machine.carries(link, &exact));
        for (place, link) in carried {
            for coupling in &link.couplings {
                machine.couplings[*coupling].transmission.poles(&exact, &mut found);
            }
            majorants[place].iter().for_each(|majorant| majorant.poles(&mut found));
            if link.couplings.is_empty() {
                continue;
            }
            for reservoir in [link.to, link.from] {
                match &machine.reservoirs[reservoir].occupation {
                    Occupation::Equilibrium { mu, t } => {
                        found((exact[*mu].near(), std::f64::consts::PI * exact[*t].near()));
                    }
                    Occupation::Given { f, .. } => f.poles(&exact, &mut found),
                    Occupation::Optimal(broad) => {
                        broad
                            .transmissions()
                            .for_each(|spectrum| spectrum.poles(&exact, &mut found));
                    }
                }
            }
        }
        let firsts = (0..links.len()).map(|place| first_of_pair(links, densities, place)).collect();
        Self {
            firsts,
            machine,
            links,
            densities,
            exact,
            rough,
            forces,
            rough_forces,
            mixtures,
            rough_mixtures,
            infinite: vec![false; machine.reservoirs.len()],
            soft: vec![None; links.len()],
            poles,
            still: vec![false; links.len()],
            fillings,
            majorants,
        }
    }

    /// Leaves out links over which nothing flows.
    pub fn leave_out(&mut self, still: Vec<bool>) {
        self.still = still;
    }

    /// The same machine with some of its couplings only.
    pub fn of(&self, links: &'a [Link]) -> Self {
        let part = Self::new(self.machine, links, self.densities, self.exact.clone());
        let (infinite, soft) = (self.infinite.clone(), self.soft.clone());
        Self { infinite, soft, still: self.still.clone(), ..part }
    }

    /// Where the axis is to be cut: see [`poles`](crate::numeric::quadrature::Integrands::poles).
    pub fn hints(&self) -> &[(f64, f64)] {
        &self.poles
    }

    /// The constants.
    pub fn constants(&self) -> &[Known<S>] {
        &self.exact
    }

    fn numbers(&self) -> Numbers<'_, S> {
        Numbers { constants: &self.exact, forces: &self.forces, mixtures: &self.mixtures }
    }

    fn rough_numbers(&self) -> Numbers<'_, Lanes<1>> {
        Numbers {
            constants: &self.rough,
            forces: &self.rough_forces,
            mixtures: &self.rough_mixtures,
        }
    }

    /// The transmission of a link, or nothing where it is 0 on the whole panel around a site.
    pub fn transmission<P: Site>(
        &self,
        link: &Link,
        constants: &[Known<<P::Value as Value>::Number>],
        site: &P,
    ) -> Option<P::Value> {
        let is_of_bosons = self.machine.reservoirs[link.to].statistics == Statistics::Bose;
        if is_of_bosons && site.side(&Known::double(0.0)) < 0.0 {
            return None;
        }
        let parts = link.couplings.iter().map(|place| &self.machine.couplings[*place].transmission);
        let alive = parts.filter(|spectrum| !spectrum.is_dead(constants, site));
        alive.map(|spectrum| spectrum.value(constants, site)).reduce(P::Value::plus)
    }

    /// A link.
    pub fn link(&self, place: usize) -> &Link {
        &self.links[place]
    }

    /// A bound of the transmission of a link over a region.
    pub fn size(&self, link: &Link, region: &Region) -> f64 {
        self.transmission(link, &self.rough, region).map_or(0.0, |value| value.size())
    }

    /// How a reservoir is occupied at a site.
    fn occupied<P: Site>(
        &self,
        place: usize,
        numbers: &Numbers<'_, <P::Value as Value>::Number>,
        site: &P,
    ) -> Occupied<P::Value> {
        let constants = numbers.constants;
        let reservoir = &self.machine.reservoirs[place];
        match &reservoir.occupation {
            Occupation::Equilibrium { mu, t } => {
                let t = P::Value::constant(&constants[*t]);
                Occupied::equilibrium(reservoir.statistics, site.offset_of(constants, *mu), t)
            }
            Occupation::Given { f, rest } => {
                let mixture = numbers.mixtures[place].as_ref();
                mixture.and_then(|mixture| mixture.occupied(site, constants)).unwrap_or_else(|| {
                    Occupied::given(f.value(constants, site), rest.value(constants, site))
                })
            }
            Occupation::Optimal(broad) => broad.occupied(constants, site),
        }
    }

    /// The densities at a site, where `transmitted` gives the transmission of each link that has one there;
    /// those of the others are 0 and left out. `put` gets the place of a density and two factors of it.
    fn evaluate<P: Site>(
        &self,
        numbers: &Numbers<'_, <P::Value as Value>::Number>,
        site: &P,
        mut transmitted: impl FnMut(usize, &Link) -> Option<P::Value>,
        mut put: impl FnMut(usize, P::Value, Option<P::Value>),
    ) {
        let Numbers { constants, forces, .. } = *numbers;
        let number = |a: f64| P::Value::constant(&Known::double(a));
        let mut occupied: Vec<Option<Occupied<P::Value>>> =
            vec![None; self.machine.reservoirs.len()];
        let mut rest = self.densities.iter().enumerate().peekable();
        for (place, link) in self.links.iter().enumerate() {
            let mine = std::iter::from_fn(|| rest.next_if(|(_, (link, _))| *link == place));
            let transmission = transmitted(place, link).filter(|_| !self.still[place]);
            let Some(transmission) = transmission else {
                mine.for_each(drop);
                continue;
            };
            for reservoir in [link.to, link.from] {
                if occupied[reservoir].is_none() {
                    occupied[reservoir] = Some(self.occupied(reservoir, numbers, site));
                }
            }
            let (Some(a), Some(b)) = (&occupied[link.to], &occupied[link.from]) else { continue };
            let statistics = self.machine.reservoirs[link.to].statistics;
            let between = match (&forces[place], &self.machine.reservoirs[link.to].occupation) {
                (Some((slope, shift)), Occupation::Equilibrium { mu, .. }) => {
                    let offset = site.offset_of(constants, *mu);
                    let omega = match slope.double {
                        Some(0.0) => P::Value::constant(shift),
                        _ => {
                            let along = P::Value::constant(slope).times(offset);
                            along.plus(P::Value::constant(shift))
                        }
                    };
                    Between::equilibria(a, b, omega)
                }
                _ => Between::any(statistics, a, b),
            };
            let current = match link.is_pump() {
                true => transmission.clone(),
                false => transmission.clone().weighted(between.current.clone()),
            };
            let soft = self.soft[place].map(|soft| {
                let energy = self.softly(link, soft, constants, site);
                (soft, energy.map(|energy| transmission.clone().times(energy)))
            });
            for (channel, (_, density)) in mine {
                if let Some((soft, energy)) = &soft {
                    let is_soft = |reservoir: usize| soft[usize::from(reservoir != link.to)];
                    let is_finite = match density {
                        Density::Particles => false,
                        Density::Heat(r) => is_soft(*r),
                        Density::Production | Density::Divergence => *soft == [true; 2],
                        _ => true,
                    };
                    if !is_finite {
                        put(channel, number(0.0), None);
                        continue;
                    }
                    // E² n (1 + n)/T = T P (P + x) with P = x/(e^x − 1), where n is infinite.
                    if let (Density::Response(r, 2), Some(_)) = (density, energy)
                        && let Occupation::Equilibrium { mu, t } =
                            self.machine.reservoirs[*r].occupation
                        && soft[usize::from(*r != link.to)]
                    {
                        let t = P::Value::constant(&constants[t]);
                        let x = site.offset_of(constants, mu).over(t.clone());
                        let mean = x.clone().planck();
                        let along = t.times(mean.clone()).times(mean.plus(x));
                        put(channel, transmission.clone(), Some(along));
                        continue;
                    }
                    match (density, energy, &forces[place]) {
                        (Density::Energy | Density::Heat(_), Some(energy), _) => {
                            put(channel, energy.clone(), None);
                            continue;
                        }
                        // x_a − x_b = E (T_b − T_a)/(T_a T_b).
                        (Density::Production, Some(energy), Some((slope, _))) => {
                            put(channel, energy.clone(), Some(P::Value::constant(slope)));
                            continue;
                        }
                        _ => {}
                    }
                }
                let y = |reservoir: usize| match reservoir == link.to {
                    true => a.y.clone(),
                    false => b.y.clone(),
                };
                let is_infinite = match density {
                    Density::Entropy(r) | Density::Exergy(r) => self.infinite[*r],
                    Density::Production | Density::Divergence => {
                        self.infinite[link.to] || self.infinite[link.from]
                    }
                    _ => false,
                };
                if is_infinite {
                    put(channel, number(0.0), None);
                    continue;
                }
                let weight = match density {
                    Density::Particles => None,
                    Density::Energy => Some(site.offset(&Known::double(0.0))),
                    Density::Heat(r) => match self.machine.reservoirs[*r].occupation {
                        Occupation::Equilibrium { mu, .. } => Some(site.offset_of(constants, mu)),
                        Occupation::Given { .. } | Occupation::Optimal(_) => None,
                    },
                    Density::Entropy(r) => Some(y(*r)),
                    Density::Exergy(r) => match (self.machine.t0, self.machine.mu0) {
                        (Some(t0), Some(mu0)) => {
                            let heat = site.offset_of(constants, mu0);
                            let t0 = P::Value::constant(&constants[t0]);
                            Some(heat.plus_product(t0.negated(), y(*r)))
                        }
                        _ => None,
                    },
                    Density::Response(r, power) => {
                        let Occupation::Equilibrium { mu, t } =
                            self.machine.reservoirs[*r].occupation
                        else {
                            continue;
                        };
                        let occupied = if *r == link.to { a } else { b };
                        let offset = site.offset_of(constants, mu);
                        let changing = occupied.f.clone().times(occupied.rest.clone());
                        let along = (0..*power).fold(changing, |of, _| of.times(offset.clone()));
                        let along = along.over(P::Value::constant(&constants[t]));
                        put(channel, transmission.clone(), Some(along));
                        continue;
                    }
                    Density::Production => Some(between.affinity.clone()),
                    Density::Divergence => {
                        put(
                            channel,
                            transmission.clone(),
                            Some(between.divergence(statistics, a, b)),
                        );
                        continue;
                    }
                };
                put(channel, current.clone(), weight);
            }
        }
    }

    /// The densities of the terms of zero width, at their energies and times their areas.
    pub fn lines(&self, mut put: impl FnMut(usize, S)) {
        self.each_line(|_, channel, value| put(channel, value));
    }

    /// A constant as an energy.
    pub(super) fn at(&self, constant: usize) -> At<S::Chunk> {
        let End { origin, offset, rough } = self.end(Cut { at: constant, beside: (0, 0.0) });
        At { origin, offset: S::gather(|_| offset.clone()), middle: rough }
    }
}

/// A current times a weight, if it has one.
fn of<V: Value>(current: V, weight: Option<V>) -> V {
    match weight {
        Some(weight) => current.times(weight),
        None => current,
    }
}
