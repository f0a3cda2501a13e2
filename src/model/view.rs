//! A machine as it is at single energies, in doubles: what pictures and tables of spectra show.

use super::machine::{Link, Machine, Occupation};
use super::statistics::{Between, Occupied, Statistics};
use crate::formula::{Known, Line, Point, Site, Spectrum, Value};
use crate::numeric::Lanes;

type Double = Point<Lanes<1>>;

/// A machine whose parameters have values, to be looked at energy by energy. Its numbers are doubles, without
/// a bound of their errors.
#[derive(Clone, Debug)]
pub struct View<'a> {
    machine: &'a Machine,
    links: &'a [Link],
    constants: Vec<Known<Lanes<1>>>,
}

/// What a machine is at one energy. Terms of zero width are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// f of each reservoir, or n of bosons.
    pub occupations: Vec<f64>,
    /// y = ln(1/f + s) of each reservoir (Eq. 6).
    pub logarithms: Vec<f64>,
    /// T_ab of each pair, in the order of [`View::pairs`].
    pub transmissions: Vec<f64>,
    /// j_r = Σ T_rb (f_b − f_r), the spectral current into each reservoir: ṅ_r is ∫ j_r dE/h.
    pub currents: Vec<f64>,
    /// The spectral entropy production Σ j_ab (y_a − y_b): ∫ of it over E, times k_B/h, is Ṡ_irr.
    pub production: f64,
}

/// A term of zero width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spike {
    /// The place of its pair.
    pub pair: usize,
    /// Its energy.
    pub energy: f64,
    /// Its area, with all factors.
    pub area: f64,
}

/// One energy.
struct Energy(f64);

impl Site for Energy {
    type Value = Double;

    fn offset(&self, c: &Known<Lanes<1>>) -> Double {
        Point(Lanes([self.side(c)]))
    }

    fn side(&self, c: &Known<Lanes<1>>) -> f64 {
        self.0 - c.near()
    }

    fn depth(&self, c: &Known<Lanes<1>>, width: &Known<Lanes<1>>) -> f64 {
        0.5 * width.near() - self.side(c).abs()
    }
}

fn double(point: Double) -> f64 {
    let Point(Lanes([value])) = point;
    value
}

impl<'a> View<'a> {
    /// The machine with these links, where its constants have these values.
    pub fn new(machine: &'a Machine, links: &'a [Link], constants: Vec<Known<Lanes<1>>>) -> Self {
        Self { machine, links, constants }
    }

    /// The names of the reservoirs; the phonons of a reservoir of electrons are `NAME_bose`. What stands for a
    /// demon at one of its terms has the demon's name.
    pub fn reservoirs(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for reservoir in &self.machine.reservoirs {
            let is_taken = names.contains(&reservoir.name);
            let is_bose = reservoir.statistics == Statistics::Bose;
            let ending = if is_taken && is_bose { "_bose" } else { "" };
            names.push(format!("{}{ending}", reservoir.name));
        }
        names
    }

    /// The places of the reservoirs a and b of each T_ab: as they are written where it leads both ways,
    /// else into the first one, from the second one.
    pub fn pairs(&self) -> impl Iterator<Item = [usize; 2]> {
        self.links.iter().map(|link| match link.both_ways {
            true => [link.from, link.to],
            false => [link.to, link.from],
        })
    }

    /// The chemical potential and the temperature of each reservoir; nothing out of equilibrium.
    pub fn equilibria(&self) -> impl Iterator<Item = Option<(f64, f64)>> {
        self.machine.reservoirs.iter().map(|reservoir| match reservoir.occupation {
            Occupation::Equilibrium { mu, t } => {
                Some((self.constants[mu].near(), self.constants[t].near()))
            }
            Occupation::Given { .. } | Occupation::Optimal(_) => None,
        })
    }

    /// The windows of the optimal filter, if there is one and it is known.
    pub fn windows(&self) -> Option<Vec<[f64; 2]>> {
        let filter = self.machine.filter.as_ref()?;
        let number = |place: usize| self.constants[place].near();
        // A count that is not known is not a number.
        let count = number(filter.count);
        let windows = filter.windows.iter().take(count as usize);
        count.is_finite().then(|| windows.map(|edges| edges.map(number)).collect())
    }

    /// T0 and μ0, where they are known.
    pub fn environment(&self) -> [Option<f64>; 2] {
        [self.machine.t0, self.machine.mu0].map(|place| Some(self.constants[place?].near()))
    }

    /// The machine at an energy.
    pub fn at(&self, energy: f64) -> Seen {
        let site = Energy(energy);
        let reservoirs = 0..self.machine.reservoirs.len();
        let occupied: Vec<Occupied<Double>> =
            reservoirs.map(|place| self.occupied(place, &site)).collect();
        let mut currents = vec![0.0; occupied.len()];
        let (mut transmissions, mut production) = (Vec::new(), 0.0);
        for link in self.links {
            let transmission = self.transmission(link, &site);
            transmissions.push(transmission);
            if transmission == 0.0 {
                continue;
            }
            let between = self.between(link, &occupied, &site);
            let current = transmission * double(between.current);
            currents[link.to] += current;
            if link.both_ways {
                currents[link.from] -= current;
                production += current * double(between.affinity);
            } else {
                // What it produces is not known of one way alone.
                production = f64::NAN;
            }
        }
        let logarithms = occupied.iter().map(|occupied| double(occupied.y.clone())).collect();
        let occupations = occupied.into_iter().map(|occupied| double(occupied.f)).collect();
        Seen { occupations, logarithms, transmissions, currents, production }
    }

    /// The reservoirs by name, each with its places: that of a demon stands at several, one for each term.
    pub fn groups(&self) -> Vec<(String, Vec<usize>)> {
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        for (place, name) in self.reservoirs().into_iter().enumerate() {
            match groups.iter_mut().find(|(known, _)| *known == name) {
                Some((_, places)) => places.push(place),
                None => groups.push((name, vec![place])),
            }
        }
        groups
    }

    /// Which place of a group is meant at an energy: the only one, or that of the term of a demon which is open
    /// there. None where no term is. Terms of zero width are left out.
    pub fn smooth(&self, group: &[usize], seen: &Seen) -> Option<usize> {
        if let [only] = group {
            return Some(*only);
        }
        let mut open = self.pairs().zip(&seen.transmissions).filter(|(_, t)| **t != 0.0);
        open.find_map(|(ends, _)| ends.into_iter().find(|place| group.contains(place)))
    }

    /// The same with the terms of zero width, which are open at their own energies alone.
    pub fn open(&self, group: &[usize], energy: f64, seen: &Seen) -> Option<usize> {
        self.smooth(group, seen).or_else(|| {
            let narrow = self.narrow(group);
            narrow.into_iter().find_map(|(spike, place)| (spike.energy == energy).then_some(place))
        })
    }

    /// The terms of zero width that are coupled to a group, with the place of the group at each of them.
    pub fn narrow(&self, group: &[usize]) -> Vec<(Spike, usize)> {
        let spikes = self.spikes().into_iter().filter(|spike| spike.area != 0.0);
        let mine = |spike: Spike| {
            let ends = self.pairs().nth(spike.pair)?;
            let place = ends.into_iter().find(|place| group.contains(place))?;
            Some((spike, place))
        };
        spikes.filter_map(mine).collect()
    }

    fn occupied(&self, place: usize, site: &Energy) -> Occupied<Double> {
        let reservoir = &self.machine.reservoirs[place];
        match &reservoir.occupation {
            Occupation::Equilibrium { mu, t } => {
                let x = site.offset(&self.constants[*mu]);
                let t = Value::constant(&self.constants[*t]);
                Occupied::equilibrium(reservoir.statistics, x, t)
            }
            Occupation::Given { f, rest } => {
                Occupied::given(f.value(&self.constants, site), rest.value(&self.constants, site))
            }
            Occupation::Optimal(broad) => broad.occupied(&self.constants, site),
        }
    }

    fn between(&self, link: &Link, all: &[Occupied<Double>], site: &Energy) -> Between<Double> {
        let statistics = self.machine.reservoirs[link.to].statistics;
        let (a, b) = (&all[link.to], &all[link.from]);
        let ends = [link.to, link.from].map(|place| self.equilibria().nth(place).flatten());
        match ends {
            [Some((mu_a, t_a)), Some((mu_b, t_b))] => {
                let slope = (t_b - t_a) / (t_a * t_b);
                let omega = slope * (site.0 - mu_a) + (mu_b - mu_a) / t_b;
                Between::equilibria(a, b, Point(Lanes([omega])))
            }
            _ => Between::any(statistics, a, b),
        }
    }

    fn transmission(&self, link: &Link, site: &Energy) -> f64 {
        let parts = self.spectra(link).filter(|part| !part.is_dead(&self.constants, site));
        parts.map(|part| double(part.value(&self.constants, site))).sum()
    }

    fn spectra(&self, link: &'a Link) -> impl Iterator<Item = &'a Spectrum> {
        link.couplings.iter().map(|place| &self.machine.couplings[*place].transmission)
    }

    /// The terms of zero width.
    pub fn spikes(&self) -> Vec<Spike> {
        let mut all = Vec::new();
        for (pair, link) in self.links.iter().enumerate() {
            let lines = link.couplings.iter().flat_map(|c| &self.machine.couplings[*c].lines);
            for Line { at, area, factor } in lines {
                let energy = self.constants[*at].near();
                let factor = factor.value(&self.constants, &Energy(energy));
                all.push(Spike {
                    pair,
                    energy,
                    area: self.constants[*area].near() * double(factor),
                });
            }
        }
        all
    }

    /// What a term of zero width contributes to the integrals over E: the reservoirs that it joins, the
    /// current into the first of them, and the entropy production.
    pub fn strength(&self, spike: &Spike) -> ([usize; 2], f64, f64) {
        let (link, site) = (&self.links[spike.pair], Energy(spike.energy));
        let reservoirs = 0..self.machine.reservoirs.len();
        let occupied: Vec<Occupied<Double>> =
            reservoirs.map(|place| self.occupied(place, &site)).collect();
        let between = self.between(link, &occupied, &site);
        let current = spike.area * double(between.current);
        ([link.to, link.from], current, current * double(between.affinity))
    }

    /// Whether each reservoir holds bosons.
    pub fn bosons(&self) -> impl Iterator<Item = bool> {
        self.machine.reservoirs.iter().map(|reservoir| reservoir.statistics == Statistics::Bose)
    }

    /// Energies with what is special about them, and how far around it matters: middles of peaks and of steps,
    /// and chemical potentials, beside temperatures; with 0, edges.
    pub fn landmarks(&self) -> Vec<(f64, f64)> {
        let mut all: Vec<(f64, f64)> = Vec::new();
        for place in &self.machine.reservoirs {
            match &place.occupation {
                Occupation::Equilibrium { mu, t } => {
                    all.push((self.constants[*mu].near(), self.constants[*t].near()));
                }
                Occupation::Given { f, .. } => self.mark(f, &mut all),
                Occupation::Optimal(_) => {}
            }
        }
        for link in self.links {
            self.spectra(link).for_each(|spectrum| self.mark(spectrum, &mut all));
        }
        all
    }

    fn mark(&self, spectrum: &Spectrum, all: &mut Vec<(f64, f64)>) {
        spectrum.poles(&self.constants, &mut |pole| all.push(pole));
        spectrum.cuts(&mut |cut| {
            let (width, sign) = cut.beside;
            let beside = if sign == 0.0 { 0.0 } else { 0.5 * sign * self.constants[width].near() };
            all.push((self.constants[cut.at].near() + beside, 0.0));
        });
        spectrum.tables(&mut |points, unit, shift| {
            let [unit, shift] = [unit, shift].map(|place| self.constants[place].near());
            all.extend(points.iter().map(|(x, _)| (shift + x * unit, 0.0)));
        });
    }
}
