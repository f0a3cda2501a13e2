//! The spectral currents of a machine (Eqs. 6, 17 to 19), and what is integrated over the energy.

use super::Statistics;
use super::machine::{Link, Machine, Occupation, Reservoir};
use super::mixture::Mixture;
use super::statistics::{Between, Occupied};
use crate::formula::{Arithmetic, At, Cut, Known, Line, Point, Rim, Site, Value};
use crate::numeric::quadrature::{End, Integrands, Panel, Region};
use crate::numeric::{Enclosed, Lanes, One};

/// What is integrated over the energy, for the link of a reservoir a, into which currents are counted, to b,
/// with j = T_ab (f_b − f_a).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Density {
    /// j.
    Particles,
    /// E j.
    Energy,
    /// (E − μ_r) j of an equilibrium reservoir r.
    Heat(usize),
    /// y_r j of a reservoir r out of equilibrium (Eq. 6).
    Entropy(usize),
    /// (E − μ0 − T0 y_r) j of a reservoir r out of equilibrium (Eq. 14).
    Exergy(usize),
    /// j (y_a − y_b), for a transmission that leads back.
    Production,
    /// T_ab D(f_b‖f_a) ≥ 0, for one that does not: the sum over all transmissions is the entropy that is
    /// produced, where as much leads out of each reservoir as leads into it.
    Divergence,
}

/// All that is integrated, in order: a link and a density.
pub fn densities(machine: &Machine, links: &[Link]) -> Vec<(usize, Density)> {
    let has_environment = machine.t0.is_some() && machine.mu0.is_some();
    let mut all = Vec::new();
    for (place, link) in links.iter().enumerate() {
        all.extend([(place, Density::Particles), (place, Density::Energy)]);
        let ends: &[usize] = if link.both_ways { &[link.to, link.from] } else { &[link.to] };
        for reservoir in ends {
            match machine.reservoirs[*reservoir].occupation {
                Occupation::Equilibrium { .. } => all.push((place, Density::Heat(*reservoir))),
                Occupation::Given { .. } => {
                    all.push((place, Density::Entropy(*reservoir)));
                    if has_environment {
                        all.push((place, Density::Exergy(*reservoir)));
                    }
                }
            }
        }
        if !link.is_pump() {
            let production = if link.both_ways { Density::Production } else { Density::Divergence };
            all.push((place, production));
        }
    }
    all
}

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
}

/// What a machine is computed from in some arithmetic.
struct Numbers<'a, S> {
    constants: &'a [Known<S>],
    forces: &'a [Option<(Known<S>, Known<S>)>],
    mixtures: &'a [Option<Mixture<S>>],
}

fn roughly<S: Enclosed>(known: &Known<S>) -> Known<Lanes<1>> {
    Known { value: Lanes([known.near()]), double: known.double, hull: known.hull }
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
                Occupation::Given { .. } => None,
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
        for link in links {
            for coupling in &link.couplings {
                machine.couplings[*coupling].transmission.poles(&exact, &mut found);
            }
            for reservoir in [link.to, link.from] {
                match &machine.reservoirs[reservoir].occupation {
                    Occupation::Equilibrium { mu, t } => {
                        found((exact[*mu].near(), std::f64::consts::PI * exact[*t].near()));
                    }
                    Occupation::Given { f, .. } => f.poles(&exact, &mut found),
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
        }
    }

    /// The constants.
    pub fn constants(&self) -> &[Known<S>] {
        &self.exact
    }

    /// Finds the reservoirs that are empty or full over a whole piece between two places over which carriers
    /// enter or leave them: their entropy grows infinitely fast, because it is −ln 0 a carrier.
    pub fn find_infinite(&mut self, places: &[End<S>]) -> &[bool] {
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        for pair in places.windows(2) {
            let panel = Panel::between(&pair[0], &pair[1], apart);
            let offset = S::gather(&[S::constant(panel.middle())]);
            let site = At { origin: panel.origin, offset, middle: panel.middle() };
            let is = |reservoir: usize, of_holes: bool| match &self.machine.reservoirs[reservoir]
                .occupation
            {
                Occupation::Given { f, rest } => {
                    let spectrum = if of_holes { rest } else { f };
                    spectrum.is_dead(&self.exact, &site)
                }
                Occupation::Equilibrium { .. } => false,
            };
            let mut found = Vec::new();
            for link in self.links {
                let is_alive = || self.transmission(link, &self.exact, &site).is_some();
                for (mine, other) in [(link.to, link.from), (link.from, link.to)] {
                    let is_extreme = |of_holes| is(mine, of_holes) && !is(other, of_holes);
                    if (is_extreme(false) || is_extreme(true)) && is_alive() {
                        found.push(mine);
                    }
                }
            }
            found.into_iter().for_each(|reservoir| self.infinite[reservoir] = true);
        }
        &self.infinite
    }

    /// Finds the links of bosons that carry infinitely many particles at E = 0, because a reservoir has μ = 0 and
    /// the transmission is not 0 there; and for each reservoir the limit of ṅ and of J that is not finite, else 0.
    pub fn find_soft(&mut self, places: &[End<S>]) -> Vec<[f64; 2]> {
        let mut endless = vec![[0.0; 2]; self.machine.reservoirs.len()];
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        let Some(pair) = places.windows(2).find(|pair| pair[0].near() == 0.0) else {
            return endless;
        };
        let panel = Panel::between(&pair[0], &pair[1], apart);
        let offset = S::gather(&[S::constant(panel.middle())]);
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        for (place, link) in self.links.iter().enumerate() {
            let ends = [link.to, link.from];
            let of = |end: usize| match self.machine.reservoirs[end].occupation {
                Occupation::Equilibrium { mu, t } => Some((mu, t)),
                Occupation::Given { .. } => None,
            };
            let is_of_bosons = self.machine.reservoirs[link.to].statistics == Statistics::Bose;
            let ([Some(a), Some(b)], true) = (ends.map(of), is_of_bosons) else { continue };
            let soft = [a, b].map(|(mu, _)| self.exact[mu].double == Some(0.0));
            if soft == [false; 2] || self.transmission(link, &self.exact, &site).is_none() {
                continue;
            }
            self.soft[place] = Some(soft);
            let [t_a, t_b] = [a, b].map(|(_, t)| &self.exact[t]);
            // Into the first reservoir.
            let limit = match soft {
                [true, true] => t_b.minus(t_a).near(),
                [true, false] => -1.0,
                _ => 1.0,
            };
            if limit == 0.0 {
                continue;
            }
            for (end, sign, is_soft) in [(ends[0], 1.0, soft[0]), (ends[1], -1.0, soft[1])] {
                let limit = f64::INFINITY.copysign(sign * limit);
                endless[end][0] += limit;
                // μ < 0 of the other one: J = ε̇ − μ ṅ.
                endless[end][1] += if is_soft { 0.0 } else { limit };
            }
        }
        endless
    }

    /// E j/T_ab of a link of bosons near E = 0, by E n = T x/(e^x − 1) where μ = 0; nothing farther up.
    fn softly<P: Site>(
        &self,
        link: &Link,
        soft: [bool; 2],
        constants: &[Known<<P::Value as Value>::Number>],
        site: &P,
    ) -> Option<P::Value> {
        let zero = Known::double(0.0);
        let energy = |end: usize, is_soft: bool| {
            let Occupation::Equilibrium { mu, t } = self.machine.reservoirs[end].occupation else {
                return None;
            };
            if site.side(&zero) > constants[t].near() {
                return None;
            }
            let t = P::Value::constant(&constants[t]);
            let x = site.offset(&constants[mu]).over(t.clone());
            Some(match is_soft {
                true => t.times(x.planck()),
                false => site.offset(&zero).times(x.bose()),
            })
        };
        let (a, b) = (energy(link.to, soft[0])?, energy(link.from, soft[1])?);
        Some(b.minus(a))
    }

    /// A reservoir whose occupation is no probability where carriers enter or leave it, whether it is above
    /// 1, and an energy where that is so; roughly, at so many points of each piece.
    pub fn misfit(&self, places: &[End<S>], points: usize) -> Option<(usize, bool, f64)> {
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        for pair in places.windows(2) {
            let panel = Panel::between(&pair[0], &pair[1], apart);
            for point in 0..points {
                let share = (point as f64 + 0.5) / points as f64;
                let x = panel.rough[0] + share * (panel.rough[1] - panel.rough[0]);
                let offset = Point(Lanes([x]));
                let site = At { origin: panel.origin, offset, middle: panel.middle() };
                for link in self.links {
                    if self.transmission(link, &self.rough, &site).is_none() {
                        continue;
                    }
                    for reservoir in [link.to, link.from] {
                        let Reservoir { occupation, statistics, .. } =
                            &self.machine.reservoirs[reservoir];
                        let Occupation::Given { f, .. } = occupation else { continue };
                        let Point(Lanes([f])) = f.value(&self.rough, &site);
                        if f < 0.0 || f > 1.0 && *statistics == Statistics::Fermi {
                            return Some((reservoir, f > 1.0, panel.origin + x));
                        }
                    }
                }
            }
        }
        None
    }

    /// Energies at which rules are tried: some in each piece between two places, and some around each pole.
    fn trials(&self, places: &[End<S>], points: usize) -> Vec<At<Point<Lanes<1>>>> {
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        let mut trials = Vec::new();
        for pair in places.windows(2) {
            let panel = Panel::between(&pair[0], &pair[1], apart);
            let [a, b] = panel.rough;
            let even = (0..points).map(|k| a + (k as f64 + 0.5) / points as f64 * (b - a));
            let near = self.poles.iter().flat_map(|(re, im)| {
                let at = re - panel.origin;
                [-2.0, -0.6, 0.0, 0.4, 1.3].map(|times| at + times * im)
            });
            let inside = even.chain(near).filter(|x| *x > a && *x < b);
            trials.extend(inside.map(|x| At {
                origin: panel.origin,
                offset: Point(Lanes([x])),
                middle: panel.middle(),
            }));
        }
        trials
    }

    /// A transmission that is below 0 or exceeds its channels, whether it exceeds them, and an energy where it
    /// is so; tried at some energies.
    pub fn excess(&self, places: &[End<S>], points: usize) -> Option<(usize, bool, f64)> {
        if self.machine.limits.is_empty() {
            return None;
        }
        for site in self.trials(places, points) {
            for (place, limit) in self.machine.limits.iter().enumerate() {
                let Point(Lanes([t])) = limit.transmission.value(&self.rough, &site);
                let most = self.rough[limit.channels].near();
                let slack = 1e-9 * most.abs();
                if t > most + slack || t < -slack {
                    let Point(Lanes([offset])) = site.offset;
                    return Some((place, t > most, site.origin + offset));
                }
            }
        }
        None
    }

    /// A reservoir out of which another transmission leads than into it, and an energy where it is so; tried at
    /// some energies. Transmissions of scatterers cannot be so.
    pub fn unbalanced(&self, places: &[End<S>], points: usize) -> Option<(usize, f64)> {
        let is_free = |link: &&Link| {
            let couplings = link.couplings.iter().map(|place| &self.machine.couplings[*place]);
            let mut spectra = couplings.map(|coupling| &coupling.transmission);
            !link.both_ways && !link.is_pump() && spectra.any(|spectrum| !spectrum.is_scattered())
        };
        if !self.links.iter().any(|link| is_free(&link)) {
            return None;
        }
        let one_way = || self.links.iter().filter(|link| !link.both_ways && !link.is_pump());
        for site in self.trials(places, points) {
            let mut sums = vec![(0.0, 0.0); self.machine.reservoirs.len()];
            for link in one_way() {
                let Some(Point(Lanes([t]))) = self.transmission(link, &self.rough, &site) else {
                    continue;
                };
                for (end, sign) in [(link.to, 1.0), (link.from, -1.0)] {
                    sums[end].0 += sign * t;
                    sums[end].1 += t.abs();
                }
            }
            let is_off = |(sum, size): &(f64, f64)| sum.abs() > 1e-9 * size;
            if let Some(reservoir) = sums.iter().position(is_off) {
                let Point(Lanes([offset])) = site.offset;
                return Some((reservoir, site.origin + offset));
            }
        }
        None
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
                        Occupation::Given { .. } => current.clone(),
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
        for (place, link) in self.links.iter().enumerate() {
            let lines = link.couplings.iter().flat_map(|c| &self.machine.couplings[*c].lines);
            for Line { at, area, factor } in lines {
                let site = self.at(*at);
                if factor.is_dead(&self.exact, &site) {
                    continue;
                }
                let area = S::Chunk::constant(&self.exact[*area]);
                let strength = area.times(factor.value(&self.exact, &site));
                let only = Some((place, strength));
                self.evaluate(&self.numbers(), &site, only, |channel, value: S::Chunk| {
                    put(channel, S::total(&value, 1));
                });
            }
        }
    }

    /// A constant as an energy.
    fn at(&self, constant: usize) -> At<S::Chunk> {
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
        for link in self.links {
            let transmissions =
                link.couplings.iter().map(|c| &self.machine.couplings[*c].transmission);
            let occupations =
                [link.to, link.from].into_iter().filter_map(|reservoir| {
                    match &self.machine.reservoirs[reservoir].occupation {
                        Occupation::Given { f, .. } => Some(f),
                        Occupation::Equilibrium { .. } => None,
                    }
                });
            for spectrum in transmissions.chain(occupations) {
                spectrum.cuts(&mut |cut| found(self.end(cut)));
                spectrum.tables(&mut |points, unit, shift| {
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
        ends.dedup_by(|a, b| order(a, b).is_eq());
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
