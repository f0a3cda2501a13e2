//! What more can be asked of a point: computed one quantity at a time, and only when asked.

use super::climb::{Question, climb, number};
use super::currents::{affinity, production};
use super::edge::levels_at_edge;
use super::limits::{cop_limit, power_max};
use super::minimum::minimum_temperature;
use super::parameter::Parameter as P;
use super::point::{Point, Resonances, Values};
use super::refrigerator::Drive;
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
    /// The derivative of ε̇_h with respect to p, where λ is a multiple of the headroom and stays that.
    PowerFollowing(P),
    /// The same of the COP.
    CopFollowing(P),
}

impl Derived {
    /// The quantity at a point with this solution, rounded to the nearest double (the minimum
    /// temperature: up); NaN where it does not exist or exceeds the doubles.
    pub fn of(self, point: &Refrigerator, solution: &Solution) -> f64 {
        if self == Derived::NarrowError {
            // At the λ of the point, whatever it is a multiple of.
            let Some(settled) = settled(point, solution.lambda) else { return f64::NAN };
            let boxcar = settled.point().with_resonances(Resonances::Boxcar);
            return Refrigerator::new(&boxcar).map_or(f64::NAN, |boxcar| self.asked(&boxcar, true));
        }
        let apart = point.point().get(P::E3) != point.point().get(P::E4);
        match (self, solution.verdict) {
            (Derived::PowerMax, _) if !apart => 0.0,
            (Derived::PowerMax, _) => self.asked(point, apart),
            (_, Verdict::Unphysical(_)) => f64::NAN,
            (Derived::TcMin, _) if point.point().resonances() == Resonances::Boxcar => f64::NAN,
            (Derived::TcMin, _) if point.is_idle() => 0.0,
            // Where the headroom falls as it gets colder, its demon is unphysical at once.
            (Derived::TcMin, Verdict::Edge(_))
                if Derived::HeadroomSlope(P::Tc).asked(point, apart) > 0.0 =>
            {
                point.point().get(P::Tc)
            }
            (Derived::TcMin, _) => settled(point, solution.lambda)
                .map_or(f64::NAN, |point| minimum_temperature(&point)),
            (Derived::HeadroomSlope(_), _) if !apart => f64::NAN,
            (_, _) if self.is_slope() && !apart && !point.is_idle() => f64::NAN,
            (Derived::BetaEff(i), _)
                if point.point().get(LEVELS[i]) == point.point().get(P::Mu0) =>
            {
                f64::NAN
            }
            (_, Verdict::Edge(_)) => {
                self.at_edge(point).unwrap_or_else(|| self.asked(point, apart))
            }
            _ => self.asked(point, apart),
        }
    }

    /// What grows without end, or has an end, as λ comes to the headroom; nothing where the formulas
    /// hold there as well.
    fn at_edge(self, point: &Refrigerator) -> Option<f64> {
        let levels = levels_at_edge(point)?;
        let infinite = |is: bool, sign: f64| is.then_some(f64::INFINITY * sign);
        match self {
            Derived::EntropyProduction => Some(f64::INFINITY),
            Derived::Sigma(i) => infinite(levels[i].is_some(), 1.0),
            Derived::CopFraction => Some(0.0),
            Derived::Beta12 => infinite(levels[0].or(levels[1]).is_some(), -1.0),
            Derived::Beta34 => infinite(levels[2].or(levels[3]).is_some(), 1.0),
            Derived::BetaEff(i) => {
                // ln(1/f − 1) is −∞ for f = 1, and ε − μ0 is negative below μ0.
                let is_above = point.point().get(LEVELS[i]) > point.point().get(P::Mu0);
                infinite(true, if levels[i]? == is_above { -1.0 } else { 1.0 })
            }
            Derived::CopSlope(_) | Derived::CopFollowing(_) => Some(f64::NAN),
            _ => None,
        }
    }

    fn is_slope(self) -> bool {
        self.varied().is_some()
    }

    /// The parameter of a derivative.
    fn varied(self) -> Option<P> {
        match self {
            Derived::PowerSlope(p)
            | Derived::CopSlope(p)
            | Derived::HeadroomSlope(p)
            | Derived::PowerFollowing(p)
            | Derived::CopFollowing(p) => Some(p),
            _ => None,
        }
    }

    fn asked(self, point: &Refrigerator, apart: bool) -> f64 {
        let question = Asked { derived: self, point, apart };
        climb(point.point(), &question).unwrap_or(f64::NAN)
    }
}

/// The same device with λ itself, rounded to a double at which it is physical, too.
pub(super) fn settled(point: &Refrigerator, lambda: f64) -> Option<Refrigerator> {
    let at = |lambda| {
        let point = point.point().in_headrooms(false).with(P::Lambda, lambda);
        let found = Refrigerator::new(&point).ok()?;
        (!matches!(found.solve().verdict, Verdict::Unphysical(_))).then_some(found)
    };
    match point.point().is_in_headrooms() {
        true => [lambda, lambda.next_down()].into_iter().find_map(at),
        false => Some(*point),
    }
}

const LEVELS: [P; 4] = [P::E1, P::E2, P::E3, P::E4];

/// λ, which may be given as a multiple of the headroom.
fn lambda<S: Decided>(point: &Point) -> S {
    let (values, units) = (point.values(), point.units());
    match (point.is_in_headrooms(), point.resonances()) {
        (false, _) => S::input(point.get(P::Lambda)),
        (true, Resonances::Narrow) => {
            Demon::new(&Device::<S>::new(&values, units).driven(point.drive())).lambda
        }
        (true, Resonances::Boxcar) => Boxcar::<S>::new(&values, units, point.drive()).demon.lambda,
    }
}

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
            Derived::PowerSlope(p)
            | Derived::CopSlope(p)
            | Derived::HeadroomSlope(p)
            | Derived::PowerFollowing(p)
            | Derived::CopFollowing(p) => {
                let directions = point.direction(p);
                let values: Values<_> = std::array::from_fn(|i| (point.values()[i], directions[i]));
                let slope = S::constant(directions[P::Lambda as usize]);
                let drive = match self.derived {
                    Derived::PowerFollowing(_) | Derived::CopFollowing(_) => {
                        Drive::Headrooms(Dual { value: S::input(point.get(P::Lambda)), slope })
                    }
                    // At the strength that a multiple of the headroom stands for.
                    _ => Drive::Lambda(Dual { value: lambda::<S>(point), slope }),
                };
                if !self.apart {
                    let device = Device::<Dual<S>>::new(&values, units).driven(drive);
                    return number(&self.derived.idle_slope(&device), last);
                }
                let (headroom, currents) = if has_windows {
                    let boxcar = Boxcar::<Dual<S>>::new(&values, units, drive);
                    (boxcar.demon.headroom.clone(), boxcar.currents())
                } else {
                    let device = Device::<Dual<S>>::new(&values, units).driven(drive);
                    let demon = Demon::new(&device);
                    (demon.headroom.clone(), Currents::new(&device, &demon))
                };
                let of = match self.derived {
                    Derived::PowerSlope(_) | Derived::PowerFollowing(_) => currents.power,
                    Derived::CopSlope(_) | Derived::CopFollowing(_) => currents.cop,
                    _ => headroom,
                };
                number(&of.slope, last)
            }
            _ if has_windows => {
                let boxcar = Boxcar::<S>::new(&point.values(), units, point.drive());
                self.derived.windowed(&boxcar, point, last)
            }
            _ => {
                let device = Device::<S>::new(&point.values(), units).driven(point.drive());
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
            | Derived::HeadroomSlope(_)
            | Derived::PowerFollowing(_)
            | Derived::CopFollowing(_) => S::constant(0.0),
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
                let narrow = Device::new(&point.values(), point.units());
                boxcar.narrow_error(&narrow.driven(Drive::Lambda(boxcar.demon.lambda.clone())))
            }
            Derived::TcMin
            | Derived::PowerSlope(_)
            | Derived::CopSlope(_)
            | Derived::HeadroomSlope(_)
            | Derived::PowerFollowing(_)
            | Derived::CopFollowing(_) => return Some(f64::NAN),
        };
        number(&value, last)
    }

    /// With ε3 = ε4, where the cold pair shares one temperature more than Tc by 2λ of it.
    fn idle<S: Real>(self, device: &Device<S>) -> S {
        let cold = || {
            let cost = S::constant(1.0) + S::constant(2.0) * device.drive.number();
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
