//! Several points side by side, in lanes.

use super::Refrigerator;
use super::device::Drive;
use super::parameter::Parameter as P;
use super::point::{Resonances, Values};
use super::shaped::Shaped;
use crate::numeric::{LANES, Real, Tangent, Taped};
use crate::quantity::Units;

/// What points must share to be computed side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub resonances: Resonances,
    pub units: Units,
    /// Whether λ is a multiple of the headroom.
    pub in_headrooms: bool,
}

impl Kind {
    #[inline(always)]
    pub fn of(point: &Refrigerator) -> Self {
        let point = point.point();
        Self {
            resonances: point.resonances(),
            units: point.units(),
            in_headrooms: point.is_in_headrooms(),
        }
    }
}

/// Points of one kind.
pub(super) struct Abreast {
    kind: Kind,
    values: Values<[f64; LANES]>,
}

impl Abreast {
    /// From one point for each lane, all of one kind.
    pub fn new(points: [&Refrigerator; LANES]) -> Self {
        let mut values = [[0.0; LANES]; P::ALL.len()];
        for (lane, point) in points.iter().enumerate() {
            for (value, lanes) in point.point().values().into_iter().zip(&mut values) {
                lanes[lane] = value;
            }
        }
        Self { kind: Kind::of(points[0]), values }
    }

    /// The devices with their demons, on a tape of their own: what was on it is lost.
    pub fn shaped(&self) -> Shaped<Taped> {
        Taped::begin();
        self.appended()
    }

    fn appended(&self) -> Shaped<Taped> {
        let Kind { resonances, units, in_headrooms } = self.kind;
        let number = Taped::input(self.values[P::Lambda as usize]);
        let drive = if in_headrooms { Drive::Headrooms(number) } else { Drive::Lambda(number) };
        Shaped::new(resonances, &self.values, units, drive)
    }

    /// The same with their derivatives, where each parameter changes as fast as `direction` says. λ stays
    /// itself, or, if it `follows`, the multiple of the headroom that it is.
    pub fn varied(&self, direction: &Values<f64>, follows: bool) -> Shaped<Tangent> {
        Taped::begin();
        let Kind { resonances, units, in_headrooms } = self.kind;
        let values = std::array::from_fn(|i| (self.values[i], direction[i]));
        let value = match (follows, in_headrooms) {
            // At the λ that a multiple of the headroom stands for.
            (false, true) => self.appended().demon.lambda,
            _ => Taped::input(self.values[P::Lambda as usize]),
        };
        let slope = direction[P::Lambda as usize];
        let slope = (slope != 0.0).then(|| Taped::constant(slope));
        let number = Tangent { value, slope };
        let drive = if follows { Drive::Headrooms(number) } else { Drive::Lambda(number) };
        Shaped::new(resonances, &values, units, drive)
    }
}
