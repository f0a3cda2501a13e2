//! What more can be asked of a point: computed one quantity at a time, and only when asked.

use super::climb::{Question, climb, number};
use super::currents::{affinity, production};
use super::limits::{cop_limit, power_max};
use super::minimum::minimum_temperature;
use super::parameter::Parameter as P;
use super::point::{Point, Resonances, Values};
use super::{
    Boxcar, Currents, Demon, Device, InverseTemperatures, Refrigerator, Solution, Verdict,
};
use crate::numeric::{Decided, Dual, Real};

/// A quantity that no table has by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derived {
    /// Σ_i σ_i.
    EntropyProduction,
    /// σ_i of this level, 0 to 3.
    Sigma(usize),
    /// COP over its bound (Tc/(Th − Tc)) (Th/T0).
    CopFraction,
    /// ε̇_h at λ = λ_max.
    PowerMax,
    /// β_12.
    Beta12,
    /// β_34.
    Beta34,
    /// 1/T_eff at this level, 0 to 3: Eq. A9.
    BetaEff(usize),
    /// The lowest Tc that the demon is physical from; of narrow resonances only.
    TcMin,
    /// (ε̇_h of narrow resonances − ε̇_h)/ε̇_h, where ε̇_h is that of resonances of the width Γ.
    NarrowError,
    /// ∂ε̇_h/∂p.
    PowerSlope(P),
    /// ∂COP/∂p.
    CopSlope(P),
    /// ∂λ_max/∂p.
    HeadroomSlope(P),
}

impl Derived {
    /// The quantity at a point with this solution, rounded to the nearest double (the minimum
    /// temperature: up); NaN where it does not exist or exceeds the doubles.
    pub fn of(self, point: &Refrigerator, solution: &Solution) -> f64 {
        if self == Derived::NarrowError {
            let boxcar = point.point().with_resonances(Resonances::Boxcar);
            return Refrigerator::new(&boxcar).map_or(f64::NAN, |boxcar| self.asked(&boxcar, true));
        }
        let apart = point.point().get(P::E3) != point.point().get(P::E4);
        match (self, solution.verdict) {
            (Derived::PowerMax, _) if !apart => 0.0,
            (Derived::PowerMax, _) => self.asked(point, apart),
            (_, Verdict::Unphysical(_)) => f64::NAN,
            (Derived::TcMin, _) if point.point().resonances() == Resonances::Boxcar => f64::NAN,
            (Derived::TcMin, Verdict::Limit) => 0.0,
            (Derived::TcMin, _) => minimum_temperature(point),
            (Derived::HeadroomSlope(_), _) if !apart => f64::NAN,
            (_, _) if self.is_slope() && !apart && !point.is_idle() => f64::NAN,
            (Derived::BetaEff(i), _)
                if point.point().get(LEVELS[i]) == point.point().get(P::Mu0) =>
            {
                f64::NAN
            }
            _ => self.asked(point, apart),
        }
    }

    fn is_slope(self) -> bool {
        matches!(self, Derived::PowerSlope(_) | Derived::CopSlope(_) | Derived::HeadroomSlope(_))
    }

    fn asked(self, point: &Refrigerator, apart: bool) -> f64 {
        let question = Asked { derived: self, point, apart };
        climb(point.point(), &question).unwrap_or(f64::NAN)
    }
}

const LEVELS: [P; 4] = [P::E1, P::E2, P::E3, P::E4];

struct Asked<'a> {
    derived: Derived,
    point: &'a Refrigerator,
    /// Whether ε3 ≠ ε4.
    apart: bool,
}

impl Question for Asked<'_> {
    type Answer = f64;

    fn ask<S: Decided>(&self, last: bool) -> Option<f64> {
        let (point, units) = (self.point.point(), self.point.point().units());
        let has_windows = point.resonances() == Resonances::Boxcar;
        match self.derived {
            Derived::PowerSlope(p) | Derived::CopSlope(p) | Derived::HeadroomSlope(p) => {
                let directions = point.direction(p);
                let values: Values<_> = std::array::from_fn(|i| (point.values()[i], directions[i]));
                if !self.apart {
                    let device = Device::<Dual<S>>::new(&values, units);
                    return number(&self.derived.idle_slope(&device), last);
                }
                let (headroom, currents) = if has_windows {
                    let boxcar = Boxcar::<Dual<S>>::new(&values, units);
                    (boxcar.demon.headroom.clone(), boxcar.currents())
                } else {
                    let device = Device::<Dual<S>>::new(&values, units);
                    let demon = Demon::new(&device);
                    (demon.headroom.clone(), Currents::new(&device, &demon))
                };
                let of = match self.derived {
                    Derived::PowerSlope(_) => currents.power,
                    Derived::CopSlope(_) => currents.cop,
                    _ => headroom,
                };
                number(&of.slope, last)
            }
            _ if has_windows => {
                let boxcar = Boxcar::<S>::new(&point.values(), units);
                self.derived.windowed(&boxcar, point, last)
            }
            _ => {
                let device = Device::<S>::new(&point.values(), units);
                let value = if self.apart {
                    self.derived.moving(&device)
                } else {
                    self.derived.idle(&device)
                };
                number(&value, last)
            }
        }
    }
}

impl Derived {
    /// With ε3 ≠ ε4.
    fn moving<S: Real>(self, device: &Device<S>) -> S {
        let demon = Demon::new(device);
        let temperatures = || InverseTemperatures::new(device, &demon);
        match self {
            Derived::EntropyProduction => production(device, &demon).0,
            Derived::Sigma(i) => production(device, &demon).1[i].clone(),
            Derived::CopFraction => {
                let InverseTemperatures { hot, cold, .. } = temperatures();
                affinity(device) / cold.minus(hot)
            }
            Derived::PowerMax => power_max(device),
            Derived::Beta12 => temperatures().hot,
            Derived::Beta34 => temperatures().cold,
            Derived::BetaEff(i) => temperatures().levels[i].clone(),
            Derived::TcMin
            | Derived::NarrowError
            | Derived::PowerSlope(_)
            | Derived::CopSlope(_)
            | Derived::HeadroomSlope(_) => S::constant(0.0),
        }
    }

    /// With windows of the width Γ; NaN where there is no such demon, nothing where that is not
    /// certain.
    fn windowed<S: Decided>(self, boxcar: &Boxcar<S>, point: &Point, last: bool) -> Option<f64> {
        let has_room = |room: &S| room.sign().or(last.then_some(0.0)).map(|sign| sign >= 0.0);
        let value = match self {
            Derived::EntropyProduction => boxcar.production().0,
            Derived::Sigma(i) => boxcar.production().1[i].clone(),
            Derived::CopFraction => boxcar.cop_fraction(),
            Derived::PowerMax => {
                let (power, margin) = boxcar.power_max();
                if !has_room(&margin)? {
                    return Some(f64::NAN);
                }
                power
            }
            Derived::Beta12 => boxcar.temperatures().hot,
            Derived::Beta34 => boxcar.temperatures().cold,
            Derived::BetaEff(i) => boxcar.temperatures().levels[i].clone(),
            Derived::NarrowError => {
                let [one, two, three, four] = &boxcar.demon.left;
                let is_physical =
                    has_room(one)? && has_room(two)? && has_room(three)? && has_room(four)?;
                if !is_physical {
                    return Some(f64::NAN);
                }
                boxcar.narrow_error(&Device::new(&point.values(), point.units()))
            }
            Derived::TcMin
            | Derived::PowerSlope(_)
            | Derived::CopSlope(_)
            | Derived::HeadroomSlope(_) => return Some(f64::NAN),
        };
        number(&value, last)
    }

    /// With ε3 = ε4, where the cold pair shares one temperature more than Tc by 2λ of it.
    fn idle<S: Real>(self, device: &Device<S>) -> S {
        let cold = || {
            let cost = S::constant(1.0) + S::constant(2.0) * device.lambda.clone();
            cost * device.beta_c.clone()
        };
        match self {
            Derived::CopFraction => affinity(device) / cold().minus(device.beta_h.clone()),
            Derived::Beta12 | Derived::BetaEff(0 | 1) => device.beta_h.clone(),
            Derived::Beta34 => cold(),
            Derived::BetaEff(_) => device.beta_c.clone(),
            _ => S::constant(0.0),
        }
    }

    /// With ε3 = ε4. The power grows with the square of ε3 − ε4. The COP there depends on no level, and
    /// it changes with the square, too: it is a smooth function of the two that may change places.
    fn idle_slope<S: Real>(self, device: &Device<Dual<S>>) -> S {
        match self {
            Derived::CopSlope(_) => cop_limit(device).slope,
            _ => S::constant(0.0),
        }
    }
}
