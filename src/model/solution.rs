//! The answer at one point, in doubles, with the verdict.

use super::currents::carnot;
use super::demon::each;
use super::{Currents, Demon, Device, Refrigerator, cop_limit};
use crate::numeric::Real;
use std::fmt;

/// The end of [0, 1] that an occupation of the demon meets first as λ grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// 1 to 4.
    pub level: u8,
    /// Whether it is f_l ≤ 1; f_l ≥ 0 otherwise.
    pub upper: bool,
}

impl fmt::Display for Constraint {
    /// As broken: `fl3<0`, `fl1>1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "fl{}{}", self.level, if self.upper { ">1" } else { "<0" })
    }
}

/// What can be said of the demon at a point that is a refrigerator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// 0 ≤ f_l(ε_i) ≤ 1 for all i.
    Physical,
    /// λ exceeds the headroom; the constraint that binds first.
    Unphysical(Constraint),
    /// ε3 = ε4 or λ = 0: the demon is idle, and the COP is its limit.
    Limit,
}

/// Everything that is computed of one point. A quantity that does not exist there is NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solution {
    /// f_l(ε_i), Eq. 20 (Eq. C4 at λ = 1).
    pub fl: [f64; 4],
    /// ε̇_h in Γ·E/h, Eq. C6; NaN where unphysical.
    pub power: f64,
    /// Ṡ_l in k_B·Γ/h, Eq. C8; NaN where unphysical.
    pub entropy_current: f64,
    /// ε̇_h/(T0 Ṡ_l), Eq. C10; NaN where unphysical.
    pub cop: f64,
    /// Tc/(Th − Tc).
    pub cop_carnot: f64,
    /// λ_max; NaN at ε3 = ε4, where no λ moves anything.
    pub headroom: f64,
    /// Whether the demon exists.
    pub verdict: Verdict,
}

impl Solution {
    pub(super) fn judge(
        device: &Device<f64>,
        demon: &Demon<f64>,
        currents: &Currents<f64>,
    ) -> Self {
        let physical = demon.left.iter().all(|left| *left >= 0.0);
        let verdict =
            if physical { Verdict::Physical } else { Verdict::Unphysical(binding(device, demon)) };
        let only_physical = |value| if physical { value } else { f64::NAN };
        Self {
            fl: demon.occupations,
            power: only_physical(currents.power),
            entropy_current: only_physical(currents.entropy_current),
            cop: only_physical(currents.cop),
            cop_carnot: currents.cop_carnot,
            headroom: demon.headroom,
            verdict,
        }
    }

    pub(super) fn at_limit(refrigerator: &Refrigerator) -> Self {
        let device = refrigerator.device();
        let fl = each(|i| {
            let level = &device.resonances[i];
            f64::select(level.rises, level.rest, level.room)
        });
        let headroom = if device.cold_gap == 0.0 { f64::NAN } else { Demon::new(&device).headroom };
        Self {
            fl,
            power: 0.0,
            entropy_current: 0.0,
            cop: cop_limit(&device),
            cop_carnot: carnot(&device),
            headroom,
            verdict: Verdict::Limit,
        }
    }
}

/// The constraint that binds: the index that attains λ_max = min_i r_i/|u_i|.
fn binding(device: &Device<f64>, demon: &Demon<f64>) -> Constraint {
    let bound = each(|i| device.resonances[i].room / demon.directions[i]);
    let first = (0..4).reduce(|i, j| if bound[j] < bound[i] { j } else { i }).unwrap_or(0);
    Constraint { level: first as u8 + 1, upper: device.resonances[first].rises }
}
