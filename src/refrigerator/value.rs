//! Quantities of a demon that no table has by default: what they are, and where they have an end.

use super::currents::affinity;
use super::leaks::{DIGITS, Leaks};
use super::limits::cold_cost;
use super::losses::bits;
use super::parameter::Parameter as P;
use super::question::levels_at_edge;
use super::shaped::Shaped;
use super::{Device, Point, Refrigerator};
use crate::numeric::{Bits, Decided, Question, Real, Window, climb, number};

/// The levels' energies.
pub(super) const LEVELS: [P; 4] = [P::E1, P::E2, P::E3, P::E4];

/// A quantity that a formula gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Σ_i σ_i.
    EntropyProduction,
    /// σ_i of this level, 0 to 3.
    Sigma(usize),
    /// COP over its bound.
    CopFraction,
    /// ε̇_h at λ = λ_max.
    PowerMax,
    /// ε̇_h less what leaks back.
    NetPower,
    /// β_12.
    Beta12,
    /// β_34.
    Beta34,
    /// 1/T_eff at this level, 0 to 3.
    BetaEff(usize),
}

impl Value {
    /// The value, rounded to the nearest double; NaN where it does not exist or exceeds the doubles.
    /// The demon must be physical, and not at its edge; for the greatest power it may be any.
    pub fn of(self, point: &Refrigerator) -> f64 {
        if self.has_pole(point) {
            return f64::NAN;
        }
        climb(&Asked { value: self, point }).unwrap_or(f64::NAN)
    }

    /// The value where λ is the headroom: infinite where it grows without end as λ comes there.
    pub fn at_edge(self, point: &Refrigerator) -> f64 {
        match self {
            _ if self.has_pole(point) => return f64::NAN,
            Value::EntropyProduction => return f64::INFINITY,
            Value::CopFraction => return 0.0,
            _ => {}
        }
        let end = levels_at_edge(point).and_then(|levels| {
            let has_end = |i: usize| levels[i].is_some();
            let infinite = |is: bool, sign: f64| is.then_some(f64::INFINITY * sign);
            match self {
                Value::EntropyProduction | Value::CopFraction => None,
                Value::PowerMax | Value::NetPower => None,
                Value::Sigma(i) => infinite(has_end(i), 1.0),
                Value::Beta12 => infinite(has_end(0) || has_end(1), -1.0),
                Value::Beta34 => infinite(has_end(2) || has_end(3), 1.0),
                Value::BetaEff(i) => {
                    // ln(1/f − 1) is −∞ for f = 1, and ε − μ0 is negative below μ0.
                    let is_above = point.point().get(LEVELS[i]) > point.point().get(P::Mu0);
                    infinite(true, if levels[i]? == is_above { -1.0 } else { 1.0 })
                }
            }
        });
        end.unwrap_or_else(|| self.of(point))
    }

    /// Whether the level whose temperature this is lies at μ0.
    pub fn has_pole(self, point: &Refrigerator) -> bool {
        let at_mu0 = |i: usize| point.point().get(LEVELS[i]) == point.point().get(P::Mu0);
        matches!(self, Value::BetaEff(i) if at_mu0(i))
    }

    /// The formula for ε3 ≠ ε4 or resonances that have a width.
    #[inline(always)]
    pub fn moving<S: Window>(self, shaped: &Shaped<S>) -> S {
        match self {
            Value::EntropyProduction => shaped.production().0,
            Value::Sigma(i) => shaped.production().1[i].clone(),
            Value::CopFraction => shaped.cop_fraction(),
            Value::PowerMax => shaped.power_max().0,
            Value::NetPower => shaped.net_power(),
            Value::Beta12 => shaped.temperatures().hot,
            Value::Beta34 => shaped.temperatures().cold,
            Value::BetaEff(i) => shaped.temperatures().levels[i].clone(),
        }
    }

    /// The formula for ε3 = ε4, where no level moves and no entropy is produced. It is the limit
    /// ε4 → ε3: there the inverse temperature that the demon's cold pair shares is larger than 1/Tc,
    /// by 2λ/Tc ([`cold_cost`]).
    fn idle<S: Real<Input = f64>>(self, device: &Device<S>, point: &Point) -> S {
        let cold = || {
            let cost = S::constant(1.0) + cold_cost(device);
            cost * device.beta_c.clone()
        };
        match self {
            Value::EntropyProduction | Value::Sigma(_) | Value::PowerMax => S::constant(0.0),
            Value::NetPower => Leaks::<S>::new(&point.values(), point.scale()).sum().negated(),
            Value::CopFraction => affinity(device) / cold().minus(device.beta_h.clone()),
            Value::Beta12 | Value::BetaEff(0 | 1) => device.beta_h.clone(),
            Value::Beta34 => cold(),
            Value::BetaEff(_) => device.beta_c.clone(),
        }
    }
}

/// Whether so little is left of what photons carry that too few digits of π² are known.
fn is_unknown<S: Decided>(net_power: &S, point: &Point) -> bool {
    let photons = Leaks::<S>::new(&point.values(), point.scale()).photons;
    let unknown = photons * S::constant(2f64.powi(64 - DIGITS));
    unknown.minus(net_power.clone().abs()).sign() == Some(1.0)
}

struct Asked<'a> {
    value: Value,
    point: &'a Refrigerator,
}

impl Question for Asked<'_> {
    type Answer = f64;

    fn bits(&self) -> Bits {
        bits(self.point.point())
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<f64> {
        let point = self.point.point();
        if !self.point.is_apart() && !point.resonances().have_width() {
            let device = Device::<S>::new(&point.values(), point.scale()).driven(point.drive());
            return number(&self.value.idle(&device, point), last);
        }
        let shaped = Shaped::<S>::at(point);
        if self.value == Value::PowerMax
            && let (_, Some(margin)) = shaped.power_max()
            && margin.sign().or(last.then_some(0.0))? < 0.0
        {
            return Some(f64::NAN);
        }
        let value = self.value.moving(&shaped);
        match self.value == Value::NetPower && is_unknown(&value, point) {
            true => Some(0.0),
            false => number(&value, last),
        }
    }
}
