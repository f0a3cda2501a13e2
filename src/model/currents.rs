//! The currents into the reservoirs and what the demon's order costs.

use super::demon::each;
use super::{Demon, Device};
use crate::numeric::Real;

/// Power, entropy current and coefficient of performance.
#[derive(Clone, Debug)]
pub struct Currents<S: Real> {
    /// ε̇_h, the energy current into the hot reservoir and the heat drawn from the cold one, in
    /// Γ·E/h: Eq. C6, with λ.
    pub power: S,
    /// Ṡ_l, the entropy current into the demon, in k_B·Γ/h: Eq. C8.
    pub entropy_current: S,
    /// ε̇_h/(T0 Ṡ_l): Eqs. C7 and C10.
    pub cop: S,
    /// y_i = A_i/(q_i l_i), so that σ_i = A_i ln(1 + y_i).
    pub odds: [S; 4],
    /// ln(1 + y_1) + ln(1 + y_2) and ln(1 + y_3) + ln(1 + y_4).
    pub logarithms: [S; 2],
}

impl<S: Real> Currents<S> {
    /// The currents of a demon that is physical.
    ///
    /// Eq. C8 is computed in a form whose terms are all positive,
    ///
    /// Ṡ_l = ε̇_h (1/Tc − 1/Th) + Σ_i σ_i, σ_i = A_i ln(1 + A_i/(q_i l_i)),
    ///
    /// where σ_i is the entropy produced at resonance i; C10 follows by dividing by ε̇_h.
    #[inline(always)]
    pub fn new(device: &Device<S>, demon: &Demon<S>) -> Self {
        let odds = each(|i| {
            let room = device.resonances[i].rest.clone() * demon.left[i].clone();
            demon.displacements[i].clone() / room
        });
        let [one, two, three, four] = odds.clone();
        // Levels 1, 2 and 3, 4 share their A: ln(1 + y_i) + ln(1 + y_j) in one logarithm.
        let both = |y: S, z: S| (y.clone() + z.clone() + y * z).ln_1p();
        let (hot, cold) = (both(one, two), both(three, four));
        let [_, hot_shift, _, cold_shift] = demon.displacements.clone();

        let power = device.cold_gap.clone() * cold_shift.clone();
        let production = hot_shift * hot.clone() + cold_shift * cold.clone();
        let entropy_current = power.clone() * affinity(device) + production;
        let per_power =
            hot.clone() / device.hot_gap.clone() + cold.clone() / device.cold_gap.clone();
        let cost = device.t0.clone() * (affinity(device) + per_power);
        let cop = S::constant(1.0) / cost;
        Self { power, entropy_current, cop, odds, logarithms: [hot, cold] }
    }
}

/// 1/Tc − 1/Th, the entropy that an ideal transfer of one unit of heat would cost.
#[inline(always)]
pub(super) fn affinity<S: Real>(device: &Device<S>) -> S {
    device.bias.clone() / (device.th.clone() * device.tc.clone())
}

/// The Carnot bound Tc/(Th − Tc) on the COP at T0 = Th, after Eq. 23.
#[inline(always)]
pub(super) fn carnot<S: Real>(device: &Device<S>) -> S {
    device.tc.clone() / device.bias.clone()
}
