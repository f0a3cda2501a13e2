//! Inverse temperatures of the demon: of each level, of each pair, and what they say of the COP.

use super::demon::each;
use super::{Demon, Device, Resonance};
use crate::numeric::Real;

/// The demon's inverse temperatures.
///
/// An occupation f at the energy ε has the inverse temperature ln(1/f − 1)/(ε − μ0), Eq. A9, and
/// two of them have (ln(1/f_i − 1) − ln(1/f_j − 1))/(ε_i − ε_j), whatever μ. With
/// L_i = ln(1 + A_i/(q_i l_i)), by which the demon moves the logarithm of level i,
///
/// β_12 = 1/Th − (L_1 + L_2)/|ε1 − ε2|, β_34 = 1/Tc + (L_3 + L_4)/|ε3 − ε4|:
///
/// to its hot pair the demon is hotter than h, to its cold pair colder than c, and
/// 1/COP = T0 (β_34 − β_12).
#[derive(Clone, Debug)]
pub struct InverseTemperatures<S: Real> {
    /// β_12.
    pub hot: S,
    /// β_34.
    pub cold: S,
    /// 1/T_eff of each level, Eq. A9; meaningless at ε_i = μ0.
    pub levels: [S; 4],
}

impl<S: Real> InverseTemperatures<S> {
    /// The inverse temperatures of a demon that is physical; ε3 ≠ ε4.
    pub fn new(device: &Device<S>, demon: &Demon<S>) -> Self {
        let [one, two, three, four] = shifts(device, demon);
        let hot = (one.clone() + two.clone()) / device.hot_gap.clone();
        let cold = (three.clone() + four.clone()) / device.cold_gap.clone();
        let betas = [&device.beta_h, &device.beta_c];
        let shifts = [one, two, three, four];
        Self {
            hot: device.beta_h.clone().minus(hot),
            cold: device.beta_c.clone() + cold,
            levels: each!(i => {
                // 1/T_r times 1 ∓ L_i/x_i: a level that is raised has its logarithm lowered.
                let Resonance { x, rises, .. } = &device.resonances[i];
                let change = shifts[i].clone() / x.clone();
                let change = S::select(*rises, change.clone().negated(), change);
                betas[i / 2].clone() * (S::constant(1.0) + change)
            }),
        }
    }
}

/// L_i = ln(1 + A_i/(q_i l_i)) = |ln(1/f_l(ε_i) − 1) − x_i|.
pub(super) fn shifts<S: Real>(device: &Device<S>, demon: &Demon<S>) -> [S; 4] {
    each!(i => {
        let room = device.resonances[i].rest.clone() * demon.left[i].clone();
        (demon.displacements[i].clone() / room).ln_1p()
    })
}
