//! What flows into each reservoir (Eqs. 6, 7, 17 to 19), and the entropy that is produced.

use super::Statistics;
use super::density::{Density, densities};
use super::machine::{Link, Machine, Occupation};
use super::spectra::Spectra;
use super::tail::{moments, reach, steepness, wings};
use super::terms::{groups, taken_apart};
use super::view::View;
use crate::formula::{Arithmetic, At, Constant, Known};
use crate::numeric::quadrature::{End, Goal, Integrals, Panel, integrate};
use crate::numeric::{Enclosed, Interval, Lanes, One, Rectangle};

/// A machine with what does not depend on its parameters worked out.
#[derive(Clone, Debug)]
pub struct Plan {
    machine: Machine,
    links: Vec<Link>,
    /// The machine with sums of many resonances taken apart, and its links, in the same order.
    apart: Machine,
    parts: Vec<Link>,
    densities: Vec<(usize, Density)>,
    /// What tells how reservoirs fill the terms of each demon.
    probes: Vec<Plan>,
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
    /// How many panels and nodes it took.
    pub work: (usize, usize),
}

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
    /// More particles are pumped into the reservoirs than out of them, or fewer (Eq. 10).
    Pumped,
    /// A temperature, a width or an area is not positive: what the row says of it.
    Sign(&'static str),
    /// The temperature of a reservoir is not positive.
    Cold(usize),
    /// A transmission and an occupation far away do not both fall off so fast that a bound is known.
    Tail,
}

impl Plan {
    /// The plan of a machine.
    pub fn new(machine: Machine) -> Self {
        let links = machine.links();
        let densities = densities(&machine, &links);
        let probes = machine.demons.iter().map(|demon| demon.probe(&machine)).collect();
        let apart = taken_apart(&machine);
        let parts = apart.links();
        Self { machine, links, apart, parts, densities, probes }
    }

    /// The machine.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The machine where its parameters have these values, to be looked at energy by energy.
    pub fn view(&self, parameters: &[Known<Lanes<1>>]) -> View<'_> {
        let values = self.machine.constants.iter().map(|constant| constant.value(parameters));
        let mut constants: Vec<Known<Lanes<1>>> = values.collect();
        for (demon, probe) in self.machine.demons.iter().zip(&self.probes) {
            // The occupations of a demon that is none stay unknown.
            let _ = demon.settle(probe, parameters, Goal::LIGHT, &mut constants);
        }
        View::new(&self.machine, &self.links, constants)
    }

    /// The flows where the parameters have these values.
    ///
    /// # Errors
    /// [`Unproven`] where no bound of the error is known.
    pub fn flows<S: Arithmetic>(
        &self,
        parameters: &[Known<S>],
        goal: Goal,
    ) -> Result<Flows<S>, Unproven> {
        let mut constants: Vec<Known<S>> =
            self.machine.constants.iter().map(|constant| constant.value(parameters)).collect();
        for (demon, probe) in self.machine.demons.iter().zip(&self.probes) {
            demon.settle(probe, parameters, goal, &mut constants)?;
        }
        self.signs(&constants)?;
        let groups = groups(&self.apart, &self.parts, &constants);
        let mut spectra = Spectra::new(&self.apart, &self.parts, &self.densities, constants);
        let (places, tails) = self.places(&spectra, goal)?;
        // Tables have a piece between any two of their points.
        let points = (4_000 / places.len().max(1)).clamp(1, 8);
        if let Some((limit, is_above, energy)) = spectra.excess(&places, points) {
            return Err(Unproven::Height(limit, is_above, energy));
        }
        if let Some((reservoir, energy)) = spectra.unbalanced(&places, points) {
            return Err(Unproven::Unbalanced(reservoir, energy));
        }
        let infinite = spectra.find_infinite(&places).to_vec();
        let endless = spectra.find_soft(&places);
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        let mut integrals = match &groups[..] {
            [_, _, ..] => {
                let each = groups.iter().map(|links| {
                    let part = spectra.of(links);
                    integrate(&part, &places, goal, apart)
                });
                each.reduce(Integrals::plus)
            }
            _ => None,
        }
        .unwrap_or_else(|| integrate(&spectra, &places, goal, apart));
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
            let sum = integrals.sums[channel].clone();
            integrals.sums[channel] = sum.minus(value.negated());
        });
        let parts = integrals.sums.iter().zip(&integrals.errors).zip(&tails);
        let parts: Vec<S> =
            parts.map(|((sum, error), tail)| sum.clone().widened(error + tail)).collect();
        let (pumped, size) = self.pumped(&parts);
        if pumped.hull().lo > 1e-12 * size || pumped.hull().hi < -1e-12 * size {
            return Err(Unproven::Pumped);
        }
        Ok(Flows { infinite, endless, ..self.totals(parts, spectra.constants(), integrals.work) })
    }

    /// Whether the flow of a demon's term adds to nothing with those of its other terms: its particles, and the
    /// energy that the demon itself takes up.
    fn is_balanced(&self, link: &Link, density: Density, reservoir: usize) -> bool {
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

    /// Refuses numbers that are not finite, temperatures and widths that are not positive, and negative areas.
    fn signs<S: Enclosed>(&self, constants: &[Known<S>]) -> Result<(), Unproven> {
        let mut is_finite = true;
        let mut place = |place: usize| is_finite &= constants[place].hull.size().is_finite();
        for coupling in &self.machine.couplings {
            coupling.transmission.places(&mut place);
            for line in &coupling.lines {
                place(line.at);
                place(line.area);
            }
        }
        for reservoir in &self.machine.reservoirs {
            match &reservoir.occupation {
                Occupation::Equilibrium { mu, t } => [*mu, *t].into_iter().for_each(&mut place),
                Occupation::Given { f, .. } => f.places(&mut place),
            }
        }
        if !is_finite {
            return Err(Unproven::Sign("not finite"));
        }
        let is_positive = |place: usize| constants[place].hull.hi > 0.0;
        let mut wrong = None;
        let mut found = |place: usize, word: &'static str| {
            if !is_positive(place) {
                wrong.get_or_insert(Unproven::Sign(word));
            }
        };
        for coupling in &self.machine.couplings {
            coupling.transmission.positive(&mut found);
            for line in coupling.lines.iter().filter(|line| constants[line.area].hull.hi < 0.0) {
                found(line.area, "area<0");
            }
        }
        for (place, reservoir) in self.machine.reservoirs.iter().enumerate() {
            match &reservoir.occupation {
                Occupation::Equilibrium { t, .. } if !is_positive(*t) => {
                    return Err(Unproven::Cold(place));
                }
                Occupation::Equilibrium { .. } => {}
                Occupation::Given { f, .. } => f.positive(&mut found),
            }
        }
        wrong.map_or(Ok(()), Err)
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
                        if *density != wanted
                            || !is_mine
                            || self.is_balanced(link, wanted, reservoir)
                        {
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
        let part = |link: usize, wanted: fn(Density) -> bool| {
            let mut all = self.densities.iter().zip(&parts);
            let found = all.find(|((place, density), _)| *place == link && wanted(*density));
            found.map(|(_, part)| part.clone())
        };
        let produced = |density| matches!(density, Density::Production | Density::Divergence);
        let add = |a: S, b: S| a.minus(b.negated());
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
            infinite: Vec::new(),
            endless: Vec::new(),
            work,
        }
    }

    /// The sum of all pumped currents, which must be 0 (Eq. 10), and the sum of their sizes.
    fn pumped<S: Arithmetic>(&self, parts: &[S]) -> (S, f64) {
        let (mut sum, mut size) = (S::constant(0.0), 0.0);
        for ((place, density), part) in self.densities.iter().zip(parts) {
            if *density == Density::Particles && self.links[*place].is_pump() {
                size += part.hull().size();
                sum = sum.minus(part.clone().negated());
            }
        }
        (sum, size)
    }

    /// The places between which to integrate, and what lies beyond them at most.
    fn places<S: Arithmetic>(
        &self,
        spectra: &Spectra<'_, S>,
        goal: Goal,
    ) -> Result<(Vec<End<S>>, Vec<f64>), Unproven> {
        let mut places = spectra.cuts();
        let mut tails = vec![0.0; self.densities.len()];
        let has_bosons = self.machine.reservoirs.iter().any(|r| r.statistics == Statistics::Bose);
        let has_fermions =
            self.machine.reservoirs.iter().any(|r| r.statistics == Statistics::Fermi);
        if has_bosons {
            let is_kept = |place: &End<S>| match has_fermions {
                true => place.near() != 0.0,
                false => place.near() > 0.0,
            };
            places.retain(is_kept);
            let at = places.partition_point(|place| place.near() < 0.0);
            places.insert(at, End::double(0.0));
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
            if has_bosons && !has_fermions && !is_above {
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
            // Of each link: the greatest transmission, and the moments of both occupations.
            let beyond = |(place, link): (usize, &Link)| {
                let (Some(a), Some(b)) = (&all[link.to], &all[link.from]) else {
                    return (f64::INFINITY, [f64::INFINITY; 2]);
                };
                if !alive[place] || link.is_pump() {
                    return (0.0, [0.0; 2]);
                }
                let [a, b] = [a, b].map(|wings| moments(wings, edge, is_above));
                (spectra.greatest_beyond(place, edge, far), [a[0] + b[0], a[1] + b[1]])
            };
            let beyond: Vec<(f64, [f64; 2])> = self.links.iter().enumerate().map(beyond).collect();
            for (channel, (place, density)) in self.densities.iter().enumerate() {
                let link = &self.links[*place];
                if !alive[*place] {
                    continue;
                }
                if link.is_pump() {
                    // What is no product of occupations has no bound beyond its last piece.
                    return Err(Unproven::Tail);
                }
                let (tau, [f, e]) = beyond[*place];
                if !tau.is_finite() {
                    return Err(Unproven::Tail);
                }
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
                    // D(f_b‖f_a) ≤ D(f_b‖f_a) + D(f_a‖f_b) = (f_b − f_a)(y_a − y_b).
                    Density::Production | Density::Divergence => y(link.to) + y(link.from),
                };
                tails[channel] += tau * tail * (1.0 + 1e-9);
            }
        }
        Ok((places, tails))
    }
}

impl<S: Arithmetic> Spectra<'_, S> {
    /// Whether a transmission is not known to be 0 beyond the outermost place.
    fn is_alive_beyond(&self, link: &Link, outermost: Option<f64>, is_above: bool) -> bool {
        let from = outermost.unwrap_or(0.0);
        let step = 1.0 + from.abs();
        let at = if is_above { from + step } else { from - step };
        let panel = Panel::between(&End::double(at), &End::double(at + step), |a: f64, b: f64| {
            S::difference(S::Input::of(a), S::Input::of(b))
        });
        let offset = S::gather(|_| S::constant(0.0));
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        self.transmission(link, self.constants(), &site).is_some()
    }

    /// The greatest size of a transmission from a place on, as far as energies matter.
    fn greatest_beyond(&self, place: usize, from: f64, to: f64) -> f64 {
        if let Some(most) = self.most_beyond(place, from, to > from) {
            return most;
        }
        let link = self.link(place);
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
