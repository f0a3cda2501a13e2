//! An optimal demon that is coupled to its neighbours over a range of energies.
//!
//! Its occupation at an energy follows from those of the neighbours there and from the multipliers of the
//! conditions, by the equation for δ of the module `problem`: f is an analytic function of the energy where the
//! neighbours' occupations and transmissions are.

use crate::formula::{Arithmetic, At, Constants, Known, Mean, Site, Spectrum, Value};
use crate::model::{Occupied, Statistics};
use crate::numeric::quadrature::{Panel, Rule};

/// A demon at all energies at which a neighbour is coupled to it. Its numbers are constants of the machine.
#[derive(Clone, Debug)]
pub struct Broad {
    /// The reservoirs in equilibrium that are coupled to it.
    pub neighbours: Vec<Neighbour>,
    /// The energy from which the energy in the conditions is counted.
    pub origin: usize,
    /// What must hold.
    pub conditions: Vec<Condition>,
    /// The multiplier of each condition.
    pub multipliers: Vec<usize>,
}

/// A reservoir in equilibrium that is coupled to the demon.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// The reservoir.
    pub reservoir: usize,
    /// Its chemical potential.
    pub mu: usize,
    /// Its temperature.
    pub t: usize,
    /// The transmissions, which add up.
    pub transmissions: Vec<Spectrum>,
}

/// A flow that has a given value, ∫ D c (f − F) dE apart from a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The particles of the demon; c = 1.
    Particles,
    /// Its energy; c = E − μ of the reservoir from which heat is drawn.
    Energy,
    /// The particles of a fixed reservoir; c is its share of D.
    ParticlesOf(usize),
    /// The heat of the reservoir from which it is drawn; c is its share of D times E − μ.
    HeatOf(usize),
}

/// The demon and its neighbours at an energy.
#[derive(Clone, Debug)]
pub struct Local<V> {
    /// D, the sum of all transmissions.
    pub weight: V,
    /// The mean occupation of the neighbours that are coupled here, by their shares of D.
    pub mean: Mean<V>,
    /// E − μ of the reservoir from which heat is drawn.
    pub height: V,
    /// Which reservoirs the parts of the mean are.
    pub reservoirs: Vec<usize>,
    /// The transmission of each.
    pub transmissions: Vec<V>,
}

impl<V: Value> Local<V> {
    /// A neighbour's share of D and its x, f and 1 − f, if it is coupled here.
    fn part(&self, reservoir: usize) -> Option<&[V; 4]> {
        let place = self.reservoirs.iter().position(|other| *other == reservoir)?;
        self.mean.parts.get(place)
    }

    /// c of a condition.
    pub fn cost(&self, condition: Condition) -> V {
        let share = |reservoir: usize| {
            let zero = || V::constant(&Known::double(0.0));
            self.part(reservoir).map_or_else(zero, |[share, ..]| share.clone())
        };
        match condition {
            Condition::Particles => V::constant(&Known::double(1.0)),
            Condition::Energy => self.height.clone(),
            Condition::ParticlesOf(reservoir) => share(reservoir),
            Condition::HeatOf(reservoir) => share(reservoir).times(self.height.clone()),
        }
    }

    /// c of a condition times F − f of its reservoir, where that has a share of D only.
    pub fn apart(&self, condition: Condition) -> V {
        let zero = || V::constant(&Known::double(0.0));
        let (Condition::ParticlesOf(reservoir) | Condition::HeatOf(reservoir)) = condition else {
            return zero();
        };
        match self.part(reservoir) {
            // Alone, it is its own mean.
            Some([_, _, f, _]) if self.reservoirs.len() > 1 => {
                self.cost(condition).times(self.mean.f.clone().minus(f.clone()))
            }
            _ => zero(),
        }
    }

    /// The flow of a condition where a flow into each reservoir is given.
    pub fn flow(&self, condition: Condition, currents: &[V]) -> V {
        let zero = || V::constant(&Known::double(0.0));
        let all = || currents.iter().cloned().reduce(V::plus).unwrap_or_else(zero);
        let of = |reservoir: usize| {
            let place = self.reservoirs.iter().position(|other| *other == reservoir);
            place.and_then(|place| currents.get(place).cloned())
        };
        match condition {
            Condition::Particles => all(),
            Condition::Energy => all().times(self.height.clone()),
            Condition::ParticlesOf(reservoir) => of(reservoir).unwrap_or_else(zero),
            Condition::HeatOf(reservoir) => {
                of(reservoir).map_or_else(zero, |current| current.times(self.height.clone()))
            }
        }
    }

    /// What flows into each reservoir where the demon is full or empty: T (1 − f), or −T f.
    pub fn extremes(&self, is_full: bool) -> Vec<V> {
        let pairs = self.transmissions.iter().zip(&self.mean.parts);
        let moved = |(t, [_, _, f, rest]): (&V, &[V; 4])| match is_full {
            true => t.clone().times(rest.clone()),
            false => t.clone().times(f.clone()).negated(),
        };
        pairs.map(moved).collect()
    }
}

type Number<P> = <<P as Site>::Value as Value>::Number;

impl Broad {
    /// All transmissions to it.
    pub fn transmissions(&self) -> impl Iterator<Item = &Spectrum> {
        self.neighbours.iter().flat_map(|neighbour| &neighbour.transmissions)
    }

    /// The neighbours that are coupled at a site, and their transmissions.
    pub fn coupled<P: Site>(
        &self,
        constants: &Constants<Number<P>>,
        site: &P,
    ) -> impl Iterator<Item = (&Neighbour, P::Value)> {
        self.neighbours.iter().filter_map(|neighbour| {
            let parts = neighbour.transmissions.iter();
            let alive = parts.filter(|spectrum| !spectrum.is_dead(constants, site));
            let sum = alive.map(|spectrum| spectrum.value(constants, site)).reduce(P::Value::plus);
            sum.map(|transmission| (neighbour, transmission))
        })
    }

    /// The demon and its neighbours at a site; nothing where none is coupled.
    pub fn local<P: Site>(
        &self,
        constants: &Constants<Number<P>>,
        site: &P,
    ) -> Option<Local<P::Value>> {
        let occupied = |(neighbour, t): (&Neighbour, P::Value)| {
            let offset = site.offset(&constants[neighbour.mu]);
            let one = P::Value::constant(&constants[neighbour.t]);
            (neighbour.reservoir, t, Occupied::equilibrium(Statistics::Fermi, offset, one))
        };
        let terms: Vec<(usize, P::Value, Occupied<P::Value>)> =
            self.coupled(constants, site).map(occupied).collect();
        let height = site.offset(&constants[self.origin]);
        let reservoirs: Vec<usize> = terms.iter().map(|(reservoir, ..)| *reservoir).collect();
        let transmissions: Vec<P::Value> = terms.iter().map(|(_, t, _)| t.clone()).collect();
        if let [(_, weight, one)] = &terms[..] {
            let whole = P::Value::constant(&Known::double(1.0));
            let Occupied { f, rest, y: x } = one.clone();
            let parts = vec![[whole, x.clone(), f.clone(), rest.clone()]];
            let mean = Mean { x, f, rest, parts };
            let weight = weight.clone();
            return Some(Local { weight, mean, height, reservoirs, transmissions });
        }
        let weight = transmissions.iter().cloned().reduce(P::Value::plus)?;
        let shares = P::Value::shares(transmissions.clone()).into_iter().zip(terms);
        let parts = shares.map(|(share, (.., one))| [share, one.y, one.f, one.rest]);
        let parts: Vec<[P::Value; 4]> = parts.collect();
        let mean = |of: usize| {
            parts.iter().map(|part| part[0].clone().times(part[of].clone())).reduce(P::Value::plus)
        };
        let (f, rest) = (mean(2)?, mean(3)?);
        let x = f.clone().odds(rest.clone());
        let mean = Mean { x, f, rest, parts };
        Some(Local { weight, mean, height, reservoirs, transmissions })
    }

    /// A = Σ λ_k c_k.
    fn pull<V: Value>(&self, local: &Local<V>, constants: &Constants<V::Number>) -> V {
        let terms = self.conditions.iter().zip(&self.multipliers).map(|(condition, of)| {
            let multiplier = V::constant(&constants[*of]);
            match condition {
                Condition::Particles => multiplier,
                _ => multiplier.times(local.cost(*condition)),
            }
        });
        terms.reduce(V::plus).unwrap_or_else(|| V::constant(&Known::double(0.0)))
    }

    /// How the demon is occupied where its neighbours are so.
    pub fn filled<V: Value>(
        &self,
        local: &Local<V>,
        constants: &Constants<V::Number>,
    ) -> Occupied<V> {
        let [y, f, rest] = self.pull(local, constants).settled(&local.mean);
        Occupied { f, rest, y }
    }

    /// The same, and 1/φ″ there.
    pub fn filled_softly<V: Value>(
        &self,
        local: &Local<V>,
        constants: &Constants<V::Number>,
    ) -> (Occupied<V>, V) {
        let pull = self.pull(local, constants);
        let own = pull.clone().settled(&local.mean);
        let softness = pull.softness(&local.mean, own.clone());
        let [y, f, rest] = own;
        (Occupied { f, rest, y }, softness)
    }

    /// How the demon is occupied at a site; unknown where nothing is coupled to it.
    pub fn occupied<P: Site>(
        &self,
        constants: &Constants<Number<P>>,
        site: &P,
    ) -> Occupied<P::Value> {
        match self.local(constants, site) {
            Some(local) => self.filled(&local, constants),
            None => {
                let unknown = || P::Value::constant(&Known::double(f64::NAN));
                Occupied { f: unknown(), rest: unknown(), y: unknown() }
            }
        }
    }
}

/// Adds the integrals of functions over a panel, by a rule, to sums.
pub(super) fn summed<S: Arithmetic>(
    panel: &Panel<S>,
    rule: Rule,
    sums: &mut [S],
    functions: impl Fn(&At<S::Chunk>) -> Vec<S::Chunk>,
) {
    let (middle, half) = panel.exact();
    let [start, half] = [middle, half].map(|number| S::gather(|_| number.clone()));
    for [at, weight] in S::rule(rule).iter() {
        let offset = start.clone().plus_product(half.clone(), at.clone());
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        for (sum, value) in sums.iter_mut().zip(functions(&site)) {
            let part = S::total(&value.times(weight.clone()), S::WIDTH);
            *sum = sum.clone().minus(part.negated());
        }
    }
}
