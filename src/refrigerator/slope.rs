//! Derivatives of results with respect to parameters.

use super::device::Drive;
use super::leaks::Leaks;
use super::limits::cop_beside;
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
        let varied = point.varied_by(self.by);
        varied.and_then(|point| climb(&Asked { slope: self, point: &point })).unwrap_or(f64::NAN)
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
    /// levels that does not change when they change places; where their widths differ, see [`cop_beside`].
    fn idle<S: Real>(self, device: &Device<Dual<S>>, leaks: Leaks<Dual<S>>, between: Dual<S>) -> S {
        match self.of {
            Of::Cop => cop_beside(device, between).slope,
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
        let (point, scale) = (self.point.point(), self.point.point().scale());
        let directions = point.direction(self.slope.by);
        let values: Values<_> = std::array::from_fn(|i| (point.values()[i], directions[i]));
        let slope = S::constant(directions[P::Lambda as usize]);
        let drive = match self.slope.follows {
            true => Drive::Headrooms(Dual { value: S::input(point.get(P::Lambda)), slope }),
            // At the λ that a multiple of the headroom stands for.
            false => Drive::Lambda(Dual { value: lambda::<S>(point), slope }),
        };
        let slope = if self.point.is_apart() {
            self.slope.of(&Shaped::new(point.resonances(), &values, scale, drive)).slope
        } else {
            let device = Device::<Dual<S>>::new(&values, scale).driven(drive);
            let betas = [device.beta_h.clone(), device.beta_c.clone()];
            let [_, per_energy] = Device::per_energy(&betas, scale.units);
            let [e3, e4] = [P::E3, P::E4].map(|level| values[level as usize]);
            let between = Dual::<S>::difference(e4, e3) * per_energy;
            self.slope.idle(&device, Leaks::new(&values, scale), between)
        };
        number(&slope, last)
    }
}
