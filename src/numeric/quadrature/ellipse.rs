//! The ellipse around a panel in which functions are bounded, and how far points are from it.

use super::panel::Region;
use crate::numeric::double;
use crate::numeric::{Interval, Rectangle, two_sum};

/// The ellipse with foci at the ends of a panel whose semi-axes add up to ρ half lengths.
///
/// All that is said of it is rounded so that it holds for an ellipse that is larger by 1e-14 of its distance
/// from the origin of the panel: the ends of the panel are known as well as that.
#[derive(Clone, Copy, Debug)]
pub struct Ellipse {
    /// The origin of the panel.
    pub origin: f64,
    /// The middle of the panel minus `origin`.
    pub middle: f64,
    /// Half of the length of the panel.
    pub half: f64,
    /// The semi-axes, along the real axis and across it.
    pub axes: [f64; 2],
}

/// How far roundings may have moved a place, as a share of its distance from the origin.
pub(super) const SLACK: f64 = 1e-14;

/// The cosines and sines of the multiples of π/8 from 0 to π/2.
const COSINES: [f64; 5] =
    [1.0, 0.923_879_532_511_286_7, 0.707_106_781_186_547_5, 0.382_683_432_365_089_8, 0.0];

impl Ellipse {
    /// Around this panel.
    pub(super) fn around(origin: f64, middle: f64, half: f64, rho: f64) -> Self {
        let axes = [0.5 * half * (rho + 1.0 / rho), 0.5 * half * (rho - 1.0 / rho)];
        Self { origin, middle, half, axes }
    }

    /// A real place at `at` + `offset`, to within `spread`, minus the middle of the panel; and by how much
    /// that may be wrong, where it takes in what the ellipse itself may be off.
    pub fn from_middle(&self, at: f64, offset: f64, spread: f64) -> (f64, f64) {
        let (sum, rest) = two_sum(at, -self.origin);
        let from = sum + (rest + (offset - self.middle));
        let sizes = from.abs() + self.middle.abs() + offset.abs() + self.axes[0];
        (from, spread + SLACK * sizes)
    }

    /// The same of any number within an interval.
    pub fn place(&self, within: Interval) -> (f64, f64) {
        let Interval { lo, hi } = within;
        if lo == hi {
            return self.from_middle(lo, 0.0, 0.0);
        }
        let radius = 0.5 * (hi - lo);
        self.from_middle(lo, radius, radius * (1.0 + 1e-15))
    }

    /// The real parts of z − c for all z of the ellipse, where c is within an interval.
    pub fn offsets(&self, within: Interval) -> Interval {
        let (from, off) = self.place(within);
        let reach = self.axes[0] + off;
        Interval { lo: -from - reach, hi: reach - from }
    }

    /// The greatest imaginary part.
    pub fn height(&self) -> f64 {
        self.axes[1] + SLACK * (self.middle.abs() + self.axes[0])
    }

    /// The least distance between the ellipse and a point at `from` (see [`Ellipse::from_middle`]) and at a
    /// height above the axis; 0 or less where it may be inside.
    ///
    /// It is the difference of the greater semi-axes of the confocal ellipse through the point and of this
    /// one: (h/2)|u − v||1 − 1/(uv)| is the distance of (h/2)(u + 1/u) and (h/2)(v + 1/v), and
    /// |u − v| ≥ |u| − |v|, |1 − 1/(uv)| ≥ 1 − 1/|uv|.
    pub fn distance(&self, (from, off): (f64, f64), height: f64) -> f64 {
        // The sum of the distances from the foci is twice the greater semi-axis.
        let (x, y) = (from - self.half, from + self.half);
        let height = height * height;
        let longer = 0.5 * ((x * x + height).sqrt() + (y * y + height).sqrt());
        (longer - self.axes[0]) * (1.0 - 1e-15) - off - SLACK * longer
    }

    /// The upper half of its rim, in four or eight arcs.
    pub fn rim(&self, arcs: usize) -> Region {
        let [long, short] = self.axes;
        let slack = SLACK * (self.middle.abs() + long);
        let place = |k: usize| {
            let step = k * 8 / arcs;
            let (cosine, sine) = match (8 % arcs, step) {
                (0, 0..=4) => (COSINES[step], COSINES[4 - step]),
                (0, _) => (-COSINES[8 - step], COSINES[step - 4]),
                _ => {
                    let angle = std::f64::consts::PI * k as f64 / arcs as f64;
                    (double::cos(angle), double::cos(angle - std::f64::consts::FRAC_PI_2))
                }
            };
            (long * cosine, short * sine)
        };
        let arc = |k: usize| {
            let ((x, y), (u, v)) = (place(k), place(k + 1));
            let is_top = (2 * k..=2 * k + 2).contains(&arcs);
            let top = if is_top { short } else { y.max(v) };
            let out = |lo: f64, hi: f64| Interval { lo: lo - slack, hi: hi + slack };
            let re = out(self.middle + u.min(x), self.middle + u.max(x));
            Rectangle { re, im: out(y.min(v), top) }
        };
        let arcs = (0..arcs).map(arc).collect();
        Region { origin: self.origin, middle: self.middle, arcs, axes: self.axes }
    }
}
