//! An optimal demon that is coupled to its neighbours over a range of energies.
//!
//! Its occupation at an energy follows from those of the neighbours there and from the multipliers of the
//! conditions, by the equation for δ of the module `problem`: f is an analytic function of the energy where the
//! neighbours' occupations and transmissions are.

use crate::formula::{Arithmetic, At, Constants, Known, Site, Spectrum, Value};
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
    /// x = y(F).
    pub x: V,
    /// F, the mean occupation of the neighbours.
    pub f: V,
    /// 1 − F.
    pub rest: V,
    /// E − μ of the reservoir from which heat is drawn.
    pub height: V,
    /// The neighbours that are coupled here: reservoir, share of D, f and 1 − f.
    pub terms: Vec<(usize, V, [V; 2])>,
}

impl<V: Value> Local<V> {
    /// c of a condition.
    pub fn cost(&self, condition: Condition) -> V {
        let share = |reservoir: usize| {
            let own = self.terms.iter().find(|(other, ..)| *other == reservoir);
            own.map_or_else(|| V::constant(&Known::double(0.0)), |(_, share, _)| share.clone())
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
        let own = self.terms.iter().find(|(other, ..)| *other == reservoir);
        match own {
            // Alone, it is its own mean.
            Some((.., [f, _])) if self.terms.len() > 1 => {
                self.cost(condition).times(self.f.clone().minus(f.clone()))
            }
            _ => zero(),
        }
    }
}

impl<V: Value> Local<V> {
    /// The flow of a condition where the demon is full or empty: D c (1 − F), or −D c F.
    pub fn extreme(&self, condition: Condition, is_full: bool) -> V {
        let moved = |[f, rest]: [&V; 2]| match is_full {
            true => rest.clone(),
            false => f.clone().negated(),
        };
        let mean = || moved([&self.f, &self.rest]);
        let own = |reservoir: usize| {
            let own = self.terms.iter().find(|(other, ..)| *other == reservoir);
            own.map_or_else(
                || V::constant(&Known::double(0.0)),
                |(_, share, [f, rest])| share.clone().times(moved([f, rest])),
            )
        };
        let flow = match condition {
            Condition::Particles => mean(),
            Condition::Energy => mean().times(self.height.clone()),
            Condition::ParticlesOf(reservoir) => own(reservoir),
            Condition::HeatOf(reservoir) => own(reservoir).times(self.height.clone()),
        };
        self.weight.clone().times(flow)
    }
}

type Number<P> = <<P as Site>::Value as Value>::Number;

impl Broad {
    /// All transmissions to it.
    pub fn transmissions(&self) -> impl Iterator<Item = &Spectrum> {
        self.neighbours.iter().flat_map(|neighbour| &neighbour.transmissions)
    }

    /// The demon and its neighbours at a site; nothing where none is coupled.
    pub fn local<P: Site>(
        &self,
        constants: &Constants<Number<P>>,
        site: &P,
    ) -> Option<Local<P::Value>> {
        let mut terms: Vec<(usize, P::Value, Occupied<P::Value>)> = Vec::new();
        for neighbour in &self.neighbours {
            let parts = neighbour.transmissions.iter();
            let alive = parts.filter(|spectrum| !spectrum.is_dead(constants, site));
            let sum = alive.map(|spectrum| spectrum.value(constants, site)).reduce(P::Value::plus);
            let Some(transmission) = sum else { continue };
            let t = P::Value::constant(&constants[neighbour.t]);
            let offset = site.offset(&constants[neighbour.mu]);
            let occupied = Occupied::equilibrium(Statistics::Fermi, offset, t);
            terms.push((neighbour.reservoir, transmission, occupied));
        }
        let height = site.offset(&constants[self.origin]);
        if let [(reservoir, weight, one)] = &terms[..] {
            let whole = P::Value::constant(&Known::double(1.0));
            return Some(Local {
                weight: weight.clone(),
                x: one.y.clone(),
                f: one.f.clone(),
                rest: one.rest.clone(),
                height,
                terms: vec![(*reservoir, whole, [one.f.clone(), one.rest.clone()])],
            });
        }
        let weight = terms.iter().map(|(_, t, _)| t.clone()).reduce(P::Value::plus)?;
        let shared: Vec<(usize, P::Value, Occupied<P::Value>)> = terms
            .into_iter()
            .map(|(reservoir, t, occupied)| (reservoir, t.share(weight.clone()), occupied))
            .collect();
        let mean = |of: fn(&Occupied<P::Value>) -> P::Value| {
            let parts = shared.iter().map(|(_, share, occupied)| share.clone().times(of(occupied)));
            parts.reduce(P::Value::plus)
        };
        let (f, rest) = (mean(|one| one.f.clone())?, mean(|one| one.rest.clone())?);
        let Occupied { y: x, .. } = Occupied::given(f.clone(), rest.clone());
        let terms =
            shared.into_iter().map(|(reservoir, share, one)| (reservoir, share, [one.f, one.rest]));
        Some(Local { weight, x, f, rest, height, terms: terms.collect() })
    }

    /// How the demon is occupied where its neighbours are so.
    pub fn filled<V: Value>(
        &self,
        local: &Local<V>,
        constants: &Constants<V::Number>,
    ) -> Occupied<V> {
        let terms = self.conditions.iter().zip(&self.multipliers).map(|(condition, of)| {
            let multiplier = V::constant(&constants[*of]);
            match condition {
                Condition::Particles => multiplier,
                _ => multiplier.times(local.cost(*condition)),
            }
        });
        let pull = terms.fold(local.x.clone(), V::plus).negated();
        let delta = pull.root(local.f.clone(), local.rest.clone());
        let y = local.x.clone().plus(delta);
        let (f, rest) = y.clone().filled_and_left();
        Occupied { f, rest, y }
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
