//! The spectral currents of a machine (Eqs. 6, 17 to 19).

mod bounded;
mod limits;
mod looks;
mod slopes;
mod trials;

pub use slopes::Slopes;

use super::Statistics;
use super::density::Density;
use super::machine::{Link, Machine, Occupation};
use super::mixture::Mixture;
use super::statistics::{Between, Occupied};
use crate::formula::{Arithmetic, At, Cut, Known, Point, Rim, Site, Value, roughly};
use crate::numeric::Lanes;
use crate::numeric::quadrature::{End, Integrands, Panel, Region};

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
    /// Reservoirs whose entropy grows infinitely fast; it is not integrated.
    infinite: Vec<bool>,
    /// For each link of bosons that begins at E = 0, which of its reservoirs have μ = 0: they hold infinitely
    /// many particles there.
    soft: Vec<Option<[bool; 2]>>,
    poles: Vec<(f64, f64)>,
    /// For each link whether nothing flows over it at any energy; it is not integrated.
    still: Vec<bool>,
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
        let rough_mixtures = mixtures.iter().map(rough_mixture).collect();
        let mut poles = Vec::new();
        let mut found = |pole| {
            if !poles.contains(&pole) {
                poles.push(pole);
            }
        };
        for link in links.iter().filter(|link| machine.carries(link, &exact)) {
            for coupling in &link.couplings {
                machine.couplings[*coupling].transmission.poles(&exact, &mut found);
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
        Self {
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
        }
    }

    /// Leaves out links over which nothing flows.
    pub fn leave_out(&mut self, still: Vec<bool>) {
        self.still = still;
    }

    /// Where the axis is to be cut: see [`Integrands::poles`].
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
                let x = site.offset(&constants[*mu]).over(P::Value::constant(&constants[*t]));
                Occupied::equilibrium(reservoir.statistics, x)
            }
            Occupation::Given { f, rest } => {
                let (f, rest) = (f.value(constants, site), rest.value(constants, site));
                let mixture = numbers.mixtures[place].as_ref();
                mixture
                    .and_then(|mixture| mixture.far(site, &f, &rest))
                    .unwrap_or_else(|| Occupied::given(f, rest))
            }
            Occupation::Optimal(broad) => broad.occupied(constants, site),
        }
    }

    /// The densities at a site; `only` picks a link and gives its transmission, else each has its own.
    fn evaluate<P: Site>(
        &self,
        numbers: &Numbers<'_, <P::Value as Value>::Number>,
        site: &P,
        only: Option<(usize, P::Value)>,
        mut put: impl FnMut(usize, P::Value),
    ) {
        let Numbers { constants, forces, .. } = *numbers;
        let number = |a: f64| P::Value::constant(&Known::double(a));
        let mut occupied: Vec<Option<Occupied<P::Value>>> =
            vec![None; self.machine.reservoirs.len()];
        let mut rest = self.densities.iter().enumerate().peekable();
        for (place, link) in self.links.iter().enumerate() {
            let mine = std::iter::from_fn(|| rest.next_if(|(_, (link, _))| *link == place));
            let transmission = match &only {
                None => self.transmission(link, constants, site),
                Some((picked, transmission)) if *picked == place => Some(transmission.clone()),
                Some(_) => None,
            };
            let transmission = transmission.filter(|_| !self.still[place]);
            let Some(transmission) = transmission else {
                mine.for_each(|(channel, _)| put(channel, number(0.0)));
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
                    let offset = site.offset(&constants[*mu]);
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
                        put(channel, number(0.0));
                        continue;
                    }
                    match (density, energy, &forces[place]) {
                        (Density::Energy | Density::Heat(_), Some(energy), _) => {
                            put(channel, energy.clone());
                            continue;
                        }
                        // x_a − x_b = E (T_b − T_a)/(T_a T_b).
                        (Density::Production, Some(energy), Some((slope, _))) => {
                            put(channel, energy.clone().times(P::Value::constant(slope)));
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
                    put(channel, number(0.0));
                    continue;
                }
                let value = match density {
                    Density::Particles => current.clone(),
                    Density::Energy => current.clone().weighted(site.offset(&Known::double(0.0))),
                    Density::Heat(r) => match self.machine.reservoirs[*r].occupation {
                        Occupation::Equilibrium { mu, .. } => {
                            current.clone().weighted(site.offset(&constants[mu]))
                        }
                        Occupation::Given { .. } | Occupation::Optimal(_) => current.clone(),
                    },
                    Density::Entropy(r) => current.clone().weighted(y(*r)),
                    Density::Exergy(r) => match (self.machine.t0, self.machine.mu0) {
                        (Some(t0), Some(mu0)) => {
                            let heat = site.offset(&constants[mu0]);
                            let lost = P::Value::constant(&constants[t0]).times(y(*r));
                            current.clone().weighted(heat.minus(lost))
                        }
                        _ => current.clone(),
                    },
                    Density::Production => current.clone().weighted(between.affinity.clone()),
                    Density::Divergence => {
                        transmission.clone().weighted(between.divergence(statistics, a, b))
                    }
                };
                put(channel, value);
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
        At { origin, offset: S::gather(&[offset]), middle: rough }
    }

    /// A cut as a place on the axis.
    pub fn end(&self, cut: Cut) -> End<S> {
        let at = &self.exact[cut.at];
        let origin = at.near();
        let offset = at.minus(&Known::double(origin));
        let beside = match cut.beside {
            (_, 0.0) => None,
            (width, sign) => {
                let width = &self.exact[width];
                Some((S::constant(0.5 * sign) * width.value.clone(), 0.5 * sign * width.near()))
            }
        };
        let (more, rough) = beside.unwrap_or_else(|| (S::constant(0.0), 0.0));
        End {
            origin,
            offset: offset.value.clone().minus(more.negated()),
            rough: offset.near() + rough,
        }
    }

    /// All places where some function need not be analytic, in order, each once.
    pub fn cuts(&self) -> Vec<End<S>> {
        let mut ends: Vec<End<S>> = Vec::new();
        let mut found = |end: End<S>| ends.push(end);
        let mut seen: Vec<Cut> = Vec::new();
        let mut tabled = Vec::new();
        for link in self.links.iter().filter(|link| self.machine.carries(link, &self.exact)) {
            let transmissions =
                link.couplings.iter().map(|c| &self.machine.couplings[*c].transmission);
            let occupations = [link.to, link.from].into_iter().flat_map(|reservoir| {
                match &self.machine.reservoirs[reservoir].occupation {
                    Occupation::Given { f, .. } => vec![f],
                    Occupation::Equilibrium { .. } => Vec::new(),
                    // It depends on all that is coupled to it.
                    Occupation::Optimal(broad) => broad.transmissions().collect(),
                }
            });
            for spectrum in transmissions.chain(occupations) {
                spectrum.cuts(&mut |cut| {
                    if !seen.contains(&cut) {
                        seen.push(cut);
                        found(self.end(cut));
                    }
                });
                spectrum.tables(&mut |points, unit, shift| {
                    if tabled.contains(&(points.as_ptr(), unit, shift)) {
                        return;
                    }
                    tabled.push((points.as_ptr(), unit, shift));
                    let (unit, shift) = (&self.exact[unit], &self.exact[shift]);
                    for (x, _) in points.iter() {
                        let at = shift.minus(&Known::double(*x).times(unit).negated());
                        let origin = at.near();
                        let offset = at.minus(&Known::double(origin));
                        found(End { origin, rough: offset.near(), offset: offset.value });
                    }
                });
            }
        }
        let order =
            |a: &End<S>, b: &End<S>| ((a.origin - b.origin) + (a.rough - b.rough)).total_cmp(&0.0);
        ends.sort_by(order);
        ends.dedup_by(|a, b| {
            let is_same = order(a, b).is_eq();
            if is_same {
                b.offset = b.offset.clone().merged(&a.offset);
            }
            is_same
        });
        ends
    }
}

impl<S: Arithmetic> Integrands<S> for Spectra<'_, S> {
    fn count(&self) -> usize {
        self.densities.len()
    }

    fn add(&self, panel: &Panel<S>, nodes: &[(S, S)], sums: &mut [S]) {
        let mut totals: Vec<Option<S::Chunk>> = vec![None; sums.len()];
        let mut add = |nodes: &[(S, S)]| {
            let [offsets, weights] = [0, 1].map(|part| {
                let number =
                    |node: &(S, S)| if part == 0 { node.0.clone() } else { node.1.clone() };
                let mut numbers: Vec<S> = nodes.iter().map(number).collect();
                let last = numbers.last().cloned();
                while numbers.len() < S::WIDTH {
                    // A node again, with no weight.
                    numbers.extend(if part == 0 { last.clone() } else { Some(S::constant(0.0)) });
                }
                S::gather(&numbers)
            });
            let site = At { origin: panel.origin, offset: offsets, middle: panel.middle() };
            self.evaluate(&self.numbers(), &site, None, |channel, value: S::Chunk| {
                let term = value.times(weights.clone());
                totals[channel] = Some(match totals[channel].take() {
                    Some(total) => total.plus(term),
                    None => term,
                });
            });
        };
        nodes.chunks(S::WIDTH).for_each(&mut add);
        for (sum, total) in sums.iter_mut().zip(totals) {
            if let Some(total) = total {
                *sum = sum.clone().minus(S::total(&total, S::WIDTH).negated());
            }
        }
    }

    fn rough(&self, panel: &Panel<S>, offset: f64, values: &mut [f64]) {
        let offset = Point(Lanes([offset]));
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        let put = |channel: usize, Point(Lanes([value]))| values[channel] = value;
        self.evaluate(&self.rough_numbers(), &site, None, put);
    }

    fn bounds(&self, region: &Region, bounds: &mut [f64]) {
        let put = |channel: usize, value: Rim| bounds[channel] = value.size();
        self.evaluate(&self.rough_numbers(), region, None, put);
    }

    fn poles(&self) -> &[(f64, f64)] {
        &self.poles
    }
}
