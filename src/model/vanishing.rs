//! Integrals that are 0 by a symmetry, which no number of digits could tell.
//!
//! Each link of two reservoirs a and b has a transmission T, and j = T (f_b − f_a). Where f_a = f_b at every
//! energy, nothing flows. If E → s − E takes T and the occupations of a link to those of another one, or to its
//! own, with f → 1 − f, then it takes j to −j, y to −y and E − s/2 to its opposite: integrals of the one are
//! ± those of the other one. If one is the opposite of itself, or a sum has each with its opposite, it is 0.

mod alike;

use super::Statistics;
use super::density::Density;
use super::machine::{Link, Machine, Occupation};
use super::mixture::Mixture;
use crate::formula::{Known, Line, Spectrum};
use crate::numeric::{Enclosed, two_sum};
use alike::{Alike, Map};

/// Which integrals of a machine are known to be equal, opposite, or 0.
#[derive(Clone, Debug)]
pub struct Vanishing {
    /// For each integral one that stands for all that are equal or opposite to it, and the sign.
    of: Vec<(usize, i8)>,
    /// For each of those that stand for others, whether it is 0.
    is_zero: Vec<bool>,
}

impl Vanishing {
    /// What the symmetries of a machine say of its integrals.
    pub fn of<S: Enclosed>(
        machine: &Machine,
        links: &[Link],
        densities: &[(usize, Density)],
        constants: &[Known<S>],
        twins: &[usize],
    ) -> Self {
        let count = densities.len();
        let mut known = Vanishing {
            of: (0..count).map(|place| (place, 1)).collect(),
            is_zero: vec![false; count],
        };
        let view = View { machine, links, densities, constants, twins };
        view.still(&mut known);
        let mut maps: Vec<(usize, usize, bool, Map)> = Vec::new();
        for one in 0..links.len() {
            for other in one..links.len() {
                view.maps(one, other, &mut |is_turned, map| {
                    maps.push((one, other, is_turned, map));
                });
            }
        }
        // What is known of particles tells more of their energy.
        for _ in 0..2 {
            for (one, other, is_turned, map) in &maps {
                view.relate([*one, *other], *is_turned, *map, &mut known);
            }
            view.shifts(&mut known);
        }
        known
    }

    /// Whether an integral is 0.
    pub fn is_zero(&self, place: usize) -> bool {
        self.is_zero[self.of[place].0]
    }

    /// Whether a sum of integrals, each with a sign, is 0.
    pub fn cancels(&self, terms: impl Iterator<Item = (usize, bool)>) -> bool {
        let mut counts = vec![0i32; self.of.len()];
        for (place, is_negative) in terms {
            let (root, sign) = self.of[place];
            if !self.is_zero[root] {
                counts[root] += i32::from(sign) * if is_negative { -1 } else { 1 };
            }
        }
        counts.iter().all(|count| *count == 0)
    }

    /// Notes that one integral is the other one, or its opposite.
    fn relate(&mut self, a: usize, b: usize, is_opposite: bool) {
        let ((a, p), (b, q)) = (self.of[a], self.of[b]);
        let sign = p * q * if is_opposite { -1 } else { 1 };
        if a == b {
            self.is_zero[a] |= sign < 0;
            return;
        }
        for of in self.of.iter_mut().filter(|of| of.0 == b) {
            *of = (a, of.1 * sign);
        }
        self.is_zero[a] |= self.is_zero[b];
    }
}

/// For each link whether nothing flows over it at any energy, whatever its transmission is.
pub fn still<S: Enclosed>(
    machine: &Machine,
    links: &[Link],
    constants: &[Known<S>],
    twins: &[usize],
) -> Vec<bool> {
    let view = View { machine, links, densities: &[], constants, twins };
    // What is no probability must be noticed, even if it is the same in both reservoirs.
    let is_probability = |reservoir: usize| match machine.reservoirs[reservoir].occupation {
        Occupation::Equilibrium { .. } | Occupation::Optimal(_) => true,
        Occupation::Given { .. } => Mixture::of(machine, reservoir, constants).is_some(),
    };
    let is_known = |link: &Link| [link.to, link.from].into_iter().all(is_probability);
    let is_still = |link: &Link| view.is_idle(link) || view.is_still(link) && is_known(link);
    links.iter().map(|link| !link.is_pump() && is_still(link)).collect()
}

struct View<'a, S> {
    machine: &'a Machine,
    links: &'a [Link],
    densities: &'a [(usize, Density)],
    constants: &'a [Known<S>],
    twins: &'a [usize],
}

impl<S: Enclosed> View<'_, S> {
    fn alike(&self, map: Map) -> Alike<'_, S> {
        let View { machine, constants, twins, .. } = *self;
        Alike { machine, constants, twins, map }
    }

    /// The places of the integrals of a link.
    fn channels(&self, link: usize) -> impl Iterator<Item = (usize, Density)> + '_ {
        let all = self.densities.iter().enumerate();
        all.filter(move |(_, (own, _))| *own == link).map(|(place, (_, density))| (place, *density))
    }

    fn place(&self, link: usize, density: Density) -> Option<usize> {
        self.channels(link).find(|(_, own)| *own == density).map(|(place, _)| place)
    }

    /// Notes links over which nothing flows, and entropies of occupations of a half.
    fn still(&self, known: &mut Vanishing) {
        let alike = self.alike(Map::Identity);
        for (place, link) in self.links.iter().enumerate().filter(|(_, link)| !link.is_pump()) {
            let is_still = self.is_still(link);
            for (channel, density) in self.channels(place) {
                let is_half = matches!(density, Density::Entropy(r)
                    if alike.is_half(&self.machine.reservoirs[r]));
                let is_current = !matches!(density, Density::Response(..));
                if is_still && is_current || is_half {
                    known.relate(channel, channel, true);
                }
            }
        }
    }

    fn is_still(&self, link: &Link) -> bool {
        self.alike(Map::Identity).reservoirs(link.to, link.from) || self.is_idle(link)
    }

    /// Whether a link leads to a term of a demon that moves no occupation: one without width, of which the
    /// reservoir's own occupation is left, because λ = 0 or ε3 = ε4.
    fn is_idle(&self, link: &Link) -> bool {
        let alike = self.alike(Map::Identity);
        self.machine.demons.iter().any(|demon| {
            let levels = || demon.pairs.iter().flat_map(|pair| &pair.levels);
            if !levels().all(|level| level.is_narrow) {
                return false;
            }
            let is_off = self.constants[demon.lambda].double == Some(0.0);
            // Which pair is the colder one depends on the temperatures: a gap of either must be 0.
            let has_no_gap = |pair: usize| {
                let [one, two] = &demon.pairs[pair].levels;
                alike.same(one.at, two.at)
            };
            let is_mine = levels().any(|level| level.place == link.to || level.place == link.from);
            is_mine && !demon.is_multiple && (is_off || self.colder(demon).is_some_and(has_no_gap))
        })
    }

    /// Which of the two reservoirs of a demon is the colder one, as it is settled.
    fn colder(&self, demon: &super::Demon) -> Option<usize> {
        let t = |pair: usize| match self.machine.reservoirs[demon.pairs[pair].reservoir].occupation
        {
            Occupation::Equilibrium { t, .. } => Some(self.constants[t].near()),
            Occupation::Given { .. } | Occupation::Optimal(_) => None,
        };
        Some(usize::from(t(1)? <= t(0)?))
    }

    /// The terms of the transmission of a link, and those without width.
    fn terms(&self, link: &Link) -> (Vec<&Spectrum>, Vec<&Line>) {
        let mut terms = Vec::new();
        let mut lines = Vec::new();
        for place in &link.couplings {
            let coupling = &self.machine.couplings[*place];
            match &coupling.transmission {
                Spectrum::Sum(all) => terms.extend(all),
                other => terms.push(other),
            }
            lines.extend(&coupling.lines);
        }
        let is_nothing = |term: &&Spectrum| match term {
            Spectrum::Constant(c) => self.constants[*c].double == Some(0.0),
            _ => false,
        };
        terms.retain(|term| !is_nothing(term));
        (terms, lines)
    }

    /// The maps of energies that take one link to another one, and whether the first reservoir of the one
    /// becomes the second one of the other.
    fn maps(&self, one: usize, other: usize, found: &mut impl FnMut(bool, Map)) {
        let [a, b] = [one, other].map(|place| &self.links[place]);
        if a.is_pump() || b.is_pump() || a.both_ways != b.both_ways {
            return;
        }
        let mut maps: Vec<Map> = Vec::new();
        if one != other {
            maps.push(Map::Identity);
        }
        let is_of_bosons = self.machine.reservoirs[a.to].statistics == Statistics::Bose;
        if !is_of_bosons {
            let (mine, theirs) = (self.marks(a), self.marks(b));
            // Some place goes to some other one: the first is as good as any.
            for (mine, theirs) in
                mine.first().into_iter().flat_map(|mine| theirs.iter().map(move |b| (mine, b)))
            {
                let map = Map::Mirror(two_sum(*mine, *theirs));
                if !maps.contains(&map) {
                    maps.push(map);
                }
            }
        }
        for map in maps {
            let alike = self.alike(map);
            let straight = alike.reservoirs(a.to, b.to) && alike.reservoirs(a.from, b.from);
            let turned =
                a.both_ways && alike.reservoirs(a.to, b.from) && alike.reservoirs(a.from, b.to);
            if !(straight || turned) {
                continue;
            }
            let ((f, lines), (g, others)) = (self.terms(a), self.terms(b));
            if alike.sums(&f, &g) && alike.lines(&lines, &others) {
                if straight {
                    found(false, map);
                }
                if turned {
                    found(true, map);
                }
            }
        }
    }

    /// Energies of a link that a mirror takes to such energies of another one: those of the occupations, or,
    /// where these do not depend on the energy, of the transmission.
    fn marks(&self, link: &Link) -> Vec<f64> {
        let mut marks = Vec::new();
        let mut mark = |place: usize| marks.extend(self.constants[place].double);
        for reservoir in [link.to, link.from] {
            match &self.machine.reservoirs[reservoir].occupation {
                Occupation::Equilibrium { mu, .. } => mark(*mu),
                Occupation::Given { f, .. } => f.marks(&mut mark),
                Occupation::Optimal(_) => {}
            }
        }
        if marks.is_empty() {
            let mut mark = |place: usize| marks.extend(self.constants[place].double);
            for place in &link.couplings {
                let coupling = &self.machine.couplings[*place];
                coupling.transmission.marks(&mut mark);
                coupling.lines.iter().for_each(|line| mark(line.at));
            }
        }
        marks
    }

    /// Notes what a map of one link to another one says of their integrals.
    fn relate(&self, [one, other]: [usize; 2], is_turned: bool, map: Map, known: &mut Vanishing) {
        let [a, b] = [one, other].map(|place| &self.links[place]);
        let image = |reservoir: usize| if (reservoir == a.to) != is_turned { b.to } else { b.from };
        let is_mirror = map != Map::Identity;
        let is_still = |known: &Vanishing| {
            self.place(one, Density::Particles).is_some_and(|place| known.is_zero(place))
        };
        for (channel, density) in self.channels(one) {
            // Integrals of j, which a mirror takes to −j, and of a product of it with an odd function.
            let (density, is_opposite) = match density {
                Density::Particles => (density, is_turned != is_mirror),
                // E = s/2 + (E − s/2).
                Density::Energy
                    if map == Map::Mirror((0.0, 0.0)) || !is_mirror || is_still(known) =>
                {
                    (density, is_turned)
                }
                Density::Energy => continue,
                Density::Heat(r) => (Density::Heat(image(r)), is_turned),
                Density::Entropy(r) => (Density::Entropy(image(r)), is_turned),
                Density::Exergy(r) => {
                    let mu0 = self.machine.mu0.and_then(|mu0| self.constants[mu0].double);
                    let is_middle = mu0.is_some_and(|mu0| map == Map::Mirror(two_sum(mu0, mu0)));
                    if is_mirror && !is_middle && !is_still(known) {
                        continue;
                    }
                    (Density::Exergy(image(r)), is_turned)
                }
                Density::Production | Density::Divergence => (density, false),
                // T f (1 − f)/T_r stays what it is, and (E − μ)^k changes its sign where k is odd.
                Density::Response(r, power) => {
                    (Density::Response(image(r), power), is_mirror && power % 2 == 1)
                }
            };
            if let Some(place) = self.place(other, density) {
                known.relate(channel, place, is_opposite);
            }
        }
    }

    /// Notes what follows from J = ε̇ − μ ṅ and Δℰ = ε̇ − μ0 ṅ − T0 Ṡ where some of these are 0.
    fn shifts(&self, known: &mut Vanishing) {
        for link in 0..self.links.len() {
            let Some(energy) = self.place(link, Density::Energy) else { continue };
            let is_zero = |known: &Vanishing, density: Density| {
                self.place(link, density).is_some_and(|place| known.is_zero(place))
            };
            let is_no_number = |place: usize| self.constants[place].double == Some(0.0);
            for (channel, density) in self.channels(link) {
                let is_still = is_zero(known, Density::Particles);
                let is_energy = match density {
                    Density::Heat(r) => match self.machine.reservoirs[r].occupation {
                        Occupation::Equilibrium { mu, .. } => is_still || is_no_number(mu),
                        Occupation::Given { .. } | Occupation::Optimal(_) => false,
                    },
                    Density::Exergy(r) => {
                        let mu0 = self.machine.mu0.is_some_and(is_no_number);
                        (is_still || mu0) && is_zero(known, Density::Entropy(r))
                    }
                    _ => false,
                };
                if is_energy {
                    known.relate(channel, energy, false);
                }
            }
        }
    }
}
