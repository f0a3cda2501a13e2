//! Several points side by side, in lanes.

use super::Refrigerator;
use super::device::Drive;
use super::parameter::Parameter as P;
use super::point::{Resonances, Values};
use super::scale::Scale;
use super::shaped::Shaped;
use crate::numeric::{LANES, Real, Tangent, Taped};

/// What points must share to be computed side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub resonances: Resonances,
    pub scale: Scale,
    /// Whether λ is a multiple of the headroom.
    pub in_headrooms: bool,
}

impl Kind {
    #[inline(always)]
    pub fn of(point: &Refrigerator) -> Self {
        let point = point.point();
        Self {
            resonances: point.resonances(),
            scale: point.scale(),
            in_headrooms: point.is_in_headrooms(),
        }
    }

    /// Whether the bounds that are counted by hand hold: those of narrow resonances with one width.
    #[inline(always)]
    pub fn is_plain(self) -> bool {
        !self.resonances.have_width() && !self.scale.has_own_widths()
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
        let Kind { resonances, scale, in_headrooms } = self.kind;
        let number = Taped::input(self.values[P::Lambda as usize]);
        let drive = if in_headrooms { Drive::Headrooms(number) } else { Drive::Lambda(number) };
        Shaped::new(resonances, &self.values, scale, drive)
    }

    /// The same with their derivatives, where each parameter changes as fast as `direction` says. λ stays
    /// itself, or, if it `follows`, the multiple of the headroom that it is.
    pub fn varied(&self, direction: &Values<f64>, follows: bool) -> Shaped<Tangent> {
        Taped::begin();
        let Kind { resonances, scale, in_headrooms } = self.kind;
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
        Shaped::new(resonances, &values, scale, drive)
    }
}
