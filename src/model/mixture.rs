//! Mixtures of Fermi functions, f = Σ w_i/(1 + e^x_i) with x_i = (E − μ_i)/T_i, e.g. Pothier's wire.
//!
//! Far above all μ_i every term is small, and 1/f overflows long before y = ln(1/f − 1) does. With x of the
//! hottest component, f = e^−x S and S = Σ w_i (1 − f_i) e^(x − x_i), because e^x_i f_i = 1 − f_i; far below,
//! 1 − f = e^x S with S = Σ w_i f_i e^(x_i − x). The powers of the colder components fall.

use super::machine::{Machine, Occupation};
use super::statistics::Occupied;
use crate::formula::{Known, Level, Site, Value, beyond, components};
use crate::numeric::{Enclosed, Interval};

/// A component, with what it takes to compare it with the hottest one.
#[derive(Clone, Debug)]
struct Part<S> {
    weight: Known<S>,
    /// The place of the chemical potential in the list of constants.
    place: usize,
    mu: Known<S>,
    t: Known<S>,
    /// x − x_i = slope·(E − μ) + shift, with x and μ of the hottest component.
    slope: Known<S>,
    shift: Known<S>,
}

/// A mixture whose numbers are known.
#[derive(Clone, Debug)]
pub struct Mixture<S> {
    parts: Vec<Part<S>>,
    hottest: usize,
}

/// Weights that are off by no more than this are meant to add to 1.
const ALMOST: f64 = 1e-9;

/// The weights of a reservoir that is a mixture of Fermi functions, and what is left of 1 beside their sum, where
/// that is as little as roundings of decimals leave: they do not add to 1, but were meant to.
pub fn unsound_weights<S: Enclosed>(
    machine: &Machine,
    reservoir: usize,
    constants: &[Known<S>],
) -> Option<(Vec<f64>, f64)> {
    let Occupation::Given { f, .. } = &machine.reservoirs[reservoir].occupation else {
        return None;
    };
    let mut left = Known::<S>::double(1.0);
    let mut weights = Vec::new();
    for part in components(&beyond(f, &machine.constants, true)?)? {
        if !matches!(part.fermi, Some((.., false))) {
            return None;
        }
        let weight = part.weight(&machine.constants).value_of(constants, &machine.constants);
        weights.push(weight.near());
        left = left.minus(&weight);
    }
    let Interval { lo, hi } = left.hull;
    let is_off = (lo > 0.0 || hi < 0.0) && left.hull.size() < ALMOST;
    is_off.then(|| (weights, left.near()))
}

/// From how many temperatures on a level is far away.
const FAR: f64 = 12.0;

impl<S: Enclosed> Mixture<S> {
    /// The occupation of a reservoir as a mixture with positive weights, if it is one.
    pub fn of(machine: &Machine, reservoir: usize, constants: &[Known<S>]) -> Option<Self> {
        let Occupation::Given { f, rest } = &machine.reservoirs[reservoir].occupation else {
            return None;
        };
        // The weights have the sum 1 if what is left of 1 has no constant part.
        if !components(rest)?.iter().all(|part| matches!(part.fermi, Some((.., true)))) {
            return None;
        }
        let mut parts = Vec::new();
        for part in components(f)? {
            let (mu, t, holes) = part.fermi?;
            let weight = part.weight(&machine.constants).value_of(constants, &machine.constants);
            let (place, mu, t) = (mu, constants[mu].clone(), constants[t].clone());
            if weight.double == Some(0.0) {
                continue;
            }
            if holes || !(weight.hull.lo > 0.0 && t.hull.lo > 0.0) {
                return None;
            }
            parts.push((weight, place, mu, t));
        }
        let hottest =
            (0..parts.len()).max_by(|a, b| parts[*a].3.near().total_cmp(&parts[*b].3.near()))?;
        let (_, _, mu_h, t_h) = parts[hottest].clone();
        let part = |(weight, place, mu, t): (Known<S>, usize, Known<S>, Known<S>)| Part {
            slope: t.minus(&t_h).over(&t.times(&t_h)),
            shift: mu.minus(&mu_h).over(&t),
            weight,
            place,
            mu,
            t,
        };
        Some(Self { parts: parts.into_iter().map(part).collect(), hottest })
    }

    /// The same numbers in another arithmetic.
    pub fn map<T>(&self, number: impl Fn(&Known<S>) -> Known<T>) -> Mixture<T> {
        let part = |part: &Part<S>| Part {
            weight: number(&part.weight),
            place: part.place,
            mu: number(&part.mu),
            t: number(&part.t),
            slope: number(&part.slope),
            shift: number(&part.shift),
        };
        Mixture { parts: self.parts.iter().map(part).collect(), hottest: self.hottest }
    }

    /// Of each component the weight, the Fermi function, slope and shift of what lies between it and the hottest
    /// one, x − x_i = slope·(E − μ) + shift, and whether it is the hottest one.
    pub fn hulls(&self) -> impl Iterator<Item = (Interval, Level, [Interval; 2], bool)> {
        self.parts.iter().enumerate().map(|(place, part)| {
            let level = Level { mu: part.mu.hull, t: part.t.hull };
            (part.weight.hull, level, [part.slope.hull, part.shift.hull], place == self.hottest)
        })
    }

    /// How levels are occupied at a site.
    pub fn occupied<P>(&self, site: &P, constants: &[Known<S>]) -> Option<Occupied<P::Value>>
    where
        P: Site,
        P::Value: Value<Number = S>,
    {
        let constant = |known: &Known<S>| P::Value::constant(known);
        let mut filled: Vec<[P::Value; 2]> = Vec::with_capacity(self.parts.len());
        let mut sums: Option<[P::Value; 2]> = None;
        for part in &self.parts {
            let [_, f, rest] = site.offset_of(constants, part.place).level(constant(&part.t));
            let weight = constant(&part.weight);
            sums = Some(match sums {
                None => [&f, &rest].map(|of| weight.clone().times(of.clone())),
                Some([a, b]) => [
                    a.plus_product(weight.clone(), f.clone()),
                    b.plus_product(weight, rest.clone()),
                ],
            });
            filled.push([f, rest]);
        }
        let [f, rest] = sums?;
        let hot = &self.parts[self.hottest];
        let away = site.side(&hot.mu) / hot.t.near();
        let sides = || self.parts.iter().map(|part| site.side(&part.mu));
        let is_above = away > FAR && sides().all(|side| side > 0.0);
        let is_below = away < -FAR && sides().all(|side| side < 0.0);
        if !(is_above || is_below) {
            return Some(Occupied::given(f, rest));
        }
        let offset = site.offset_of(constants, hot.place);
        let term = |(part, [f, rest]): (&Part<S>, &[P::Value; 2])| {
            let filled = if is_above { rest } else { f }.clone();
            let filled = constant(&part.weight).times(filled);
            let apart = || match part.slope.double {
                Some(0.0) => constant(&part.shift),
                _ => constant(&part.slope).times(offset.clone()).plus(constant(&part.shift)),
            };
            match part.slope.double == Some(0.0) && part.shift.double == Some(0.0) {
                true => filled,
                false => filled.times(if is_above { apart() } else { apart().negated() }.exp()),
            }
        };
        let power = self.parts.iter().zip(&filled).map(term).reduce(P::Value::plus)?;
        let x = offset.clone().over(constant(&hot.t));
        Some(match is_above {
            true => Occupied::far_above(f, rest, x, power),
            false => Occupied::far_below(f, rest, x, power),
        })
    }
}
