//! The currents into the reservoirs and what the demon's order costs.

use super::demon::each;
use super::temperature::shifts;
use super::{Demon, Device};
use crate::numeric::Real;

/// Power, entropy current and coefficient of performance.
#[derive(Clone, Debug)]
pub struct Currents<S: Real> {
    /// ε̇_h, the energy current into the hot reservoir and the heat drawn from the cold one, in
    /// Γ·E/h, E²/h or W: Eq. C6, with λ.
    pub power: S,
    /// Ṡ_l, the entropy current into the demon, in k_B·Γ/h, k_B·E/h or W/K: Eq. C8.
    pub entropy_current: S,
    /// ε̇_h/(T0 Ṡ_l): Eqs. C7 and C10.
    pub cop: S,
}

impl<S: Real> Currents<S> {
    /// The currents of a demon that is physical.
    ///
    /// Eq. C8 is computed in a form whose terms are all positive,
    ///
    /// Ṡ_l = ε̇_h (1/Tc − 1/Th) + Σ_i σ_i, σ_i = A_i ln(1 + A_i/(q_i l_i)),
    ///
    /// where σ_i is the entropy produced at resonance i, times Γ_i where it has a width of its own; C10 follows by
    /// dividing by ε̇_h.
    #[inline(always)]
    pub fn new(device: &Device<S>, demon: &Demon<S>) -> Self {
        let room = each!(i => device.resonances[i].rest.clone() * demon.left[i].clone());
        let [one, two, three, four] = room;
        let [a1, a2, a3, a4] = demon.displacements.clone();
        let (hot, cold) = match &device.widths {
            // Levels 1, 2 and 3, 4 share their A.
            None => (logarithms(a2, one, two), logarithms(a4, three, four)),
            Some(_) => {
                (unlike_logarithms([a1, a2], one, two), unlike_logarithms([a3, a4], three, four))
            }
        };
        let [_, cold_flow] = demon.flows.clone();

        // With b_1 = ρ b_3 and ρ = |ε3 − ε4|/|ε1 − ε2| all terms of Ṡ_l share b_3.
        let produced = demon.rho.clone() * hot + cold;
        let power = device.cold_gap.clone() * cold_flow.clone();
        let entropy_current =
            cold_flow * (device.cold_gap.clone() * affinity(device) + produced.clone());
        let per_power = affinity(device) + produced / device.cold_gap.clone();
        let cop = S::constant(1.0) / (device.t0.clone() * per_power);
        match device.rate.clone() {
            None => Self { power, entropy_current, cop },
            Some(rate) => {
                let (power, entropy_current) = (power * rate.clone(), entropy_current * rate);
                Self { power, entropy_current, cop }
            }
        }
    }
}

/// The entropy production, Σ_i σ_i and the σ_i of the resonances, in k_B·Γ/h, k_B·E/h or W/K: what Ṡ_l is
/// above that of an ideal transfer of heat, σ_i = |b_i| ln(1 + A_i/(q_i l_i)) ≥ 0.
pub(super) fn production<S: Real>(device: &Device<S>, demon: &Demon<S>) -> (S, [S; 4]) {
    let shifts = shifts(device, demon);
    let terms = each!(i => {
        device.in_units(demon.flows[i / 2].clone() * shifts[i].clone())
    });
    let [one, two, three, four] = terms.clone();
    ((one + two) + (three + four), terms)
}

/// ln(1 + A/v) + ln(1 + A/w), in one logarithm and one quotient.
#[inline(always)]
fn logarithms<S: Real>(a: S, v: S, w: S) -> S {
    (a.clone() * (v.clone() + w.clone() + a) / (v * w)).ln_1p()
}

/// ln(1 + A/v) + ln(1 + B/w), likewise.
#[inline(always)]
fn unlike_logarithms<S: Real>([a, b]: [S; 2], v: S, w: S) -> S {
    ((a.clone() * w.clone() + b * (v.clone() + a)) / (v * w)).ln_1p()
}

/// 1/Tc − 1/Th, the entropy that an ideal transfer of one unit of heat would cost.
#[inline(always)]
pub(super) fn affinity<S: Real>(device: &Device<S>) -> S {
    device.bias.clone() * device.beta_h.clone() * device.beta_c.clone()
}

/// The Carnot bound Tc/(Th − Tc) on the COP at T0 = Th, after Eq. 23.
#[inline(always)]
pub(super) fn carnot<S: Real>(device: &Device<S>) -> S {
    device.tc.clone() / device.bias.clone()
}
