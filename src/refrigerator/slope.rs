//! Derivatives of results with respect to parameters.

use super::device::Drive;
use super::leaks::Leaks;
use super::limits::cop_limit;
use super::losses::bits;
use super::parameter::Parameter as P;
use super::point::{Point, Values};
use super::shaped::Shaped;
use super::{Device, Refrigerator};
use crate::numeric::{Bits, Decided, Dual, Question, Real, Sloped, climb, number};

/// A result that has derivatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// ε̇_h.
    Power,
    /// COP.
    Cop,
    /// ε̇_h less what leaks back.
    NetPower,
    /// λ_max.
    Headroom,
}

/// The derivative of a result with respect to a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slope {
    pub of: Of,
    pub by: P,
    /// Whether λ stays the same multiple of the headroom; otherwise λ itself stays the same.
    pub follows: bool,
}

impl Slope {
    /// The derivative, rounded to the nearest double; NaN where it does not exist or exceeds the
    /// doubles. The demon must be physical.
    pub fn at(self, point: &Refrigerator) -> f64 {
        // Where ε3 = ε4, nothing bounds λ, and windows have no limit that is known.
        if !point.is_apart() && (self.of == Of::Headroom || point.point().resonances().have_width())
        {
            return f64::NAN;
        }
        climb(&Asked { slope: self, point }).unwrap_or(f64::NAN)
    }

    /// The value and the derivative of the result.
    #[inline(always)]
    pub fn of<S: Sloped>(self, shaped: &Shaped<Dual<S>>) -> Dual<S> {
        match self.of {
            Of::Power => shaped.currents().power,
            Of::Cop => shaped.currents().cop,
            Of::NetPower => shaped.net_power(),
            Of::Headroom => shaped.demon.headroom.clone(),
        }
    }

    /// The derivative for ε3 = ε4. The power grows with the square of ε3 − ε4. The COP there depends on
    /// no level, and it changes with the square, too, because it is a smooth function of the two
    /// levels that does not change when they change places.
    fn idle<S: Real>(self, device: &Device<Dual<S>>, leaks: Leaks<Dual<S>>) -> S {
        match self.of {
            Of::Cop => cop_limit(device).slope,
            Of::NetPower => leaks.sum().slope.negated(),
            Of::Power | Of::Headroom => S::constant(0.0),
        }
    }
}

/// λ, which may be given as a multiple of the headroom.
fn lambda<S: Decided>(point: &Point) -> S {
    match point.is_in_headrooms() {
        true => Shaped::<S>::at(point).demon.lambda,
        false => S::input(point.get(P::Lambda)),
    }
}

struct Asked<'a> {
    slope: Slope,
    point: &'a Refrigerator,
}

impl Question for Asked<'_> {
    type Answer = f64;

    fn bits(&self) -> Bits {
        bits(self.point.point())
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<f64> {
        let (point, units) = (self.point.point(), self.point.point().units());
        let directions = point.direction(self.slope.by);
        let values: Values<_> = std::array::from_fn(|i| (point.values()[i], directions[i]));
        let slope = S::constant(directions[P::Lambda as usize]);
        let drive = match self.slope.follows {
            true => Drive::Headrooms(Dual { value: S::input(point.get(P::Lambda)), slope }),
            // At the λ that a multiple of the headroom stands for.
            false => Drive::Lambda(Dual { value: lambda::<S>(point), slope }),
        };
        let slope = if self.point.is_apart() {
            self.slope.of(&Shaped::new(point.resonances(), &values, units, drive)).slope
        } else {
            let device = Device::<Dual<S>>::new(&values, units).driven(drive);
            self.slope.idle(&device, Leaks::new(&values, units))
        };
        number(&slope, last)
    }
}
