//! The N-demon: the one-parameter family of occupations that takes neither energy nor particles.

use super::device::Drive;
use super::fermi::difference;
use super::{Device, Resonance};
use crate::numeric::Real;

/// One value for each resonance. No closure, because a closure is not inlined for certain, and what
/// is not inlined is compiled for the oldest processor.
macro_rules! each {
    ($i:ident => $value:expr) => {
        [
            {
                let $i = 0;
                $value
            },
            {
                let $i = 1;
                $value
            },
            {
                let $i = 2;
                $value
            },
            {
                let $i = 3;
                $value
            },
        ]
    };
}
pub(super) use each;

/// The demon's occupations f_l(ε_i) and what they leave of the room in [0, 1].
///
/// The conditions ṅ_l = 0, ε̇_l = 0 with ṅ_h = ṅ_c = 0 leave the family of Eq. 20,
///
/// f_l(ε_i) = f_i + λ u_i, u = (−ρd, +ρd, +d, −d), d = f_3 − f_4, ρ = (ε3 − ε4)/(ε1 − ε2);
///
/// λ = 1 is the paper's choice, Eq. C4. Here the displacements appear as magnitudes
/// A_i = λ|u_i|; the signs are `rises` of the resonances.
///
/// Where resonances have widths of their own, the conditions are those of the currents b_i = Γ_i (f_l(ε_i) − f_i),
/// b_1 = −b_2, b_3 = −b_4 and (ε1 − ε2) b_1 = −(ε3 − ε4) b_3. With f_l(ε_4) as before, u_i is what it was times Γ_4/Γ_i.
#[derive(Clone, Debug)]
pub struct Demon<S: Real> {
    /// f_l(ε_1) … f_l(ε_4), Eq. 20 (C4 at λ = 1).
    pub occupations: [S; 4],
    /// |b| of the hot and of the cold pair: what passes a level in particles, |ρ|λ|d| and λ|d| per Γ/h; both times
    /// Γ_4, where resonances have widths of their own.
    pub flows: [S; 2],
    /// A_1 = A_2 = |ρ|λ|d| and A_3 = A_4 = λ|d|; |b| over Γ_i.
    pub displacements: [S; 4],
    /// l_i = r_i − A_i, negative where the demon is unphysical.
    pub left: [S; 4],
    /// |ρ|.
    pub rho: S,
    /// min(r_1, r_2) and |ρ| min(r_3, r_4), in which each room has the weight Γ_i: the smaller, over |ρd|, which
    /// has the weight Γ_4, is λ_max.
    pub tightest: (S, S),
    /// λ_max = min_i r_i/|u_i|: the demon is physical exactly for λ ≤ λ_max.
    pub headroom: S,
    /// λ.
    pub lambda: S,
}

impl<S: Real> Demon<S> {
    /// The demon of this device; ε3 ≠ ε4.
    #[inline(always)]
    pub fn new(device: &Device<S>) -> Self {
        let [.., three, four] = &device.resonances;
        // Of the cold pair the demon fills the lower level and empties the upper one, so that the
        // q_i are the occupation of the one and the vacancy of the other.
        let gap = device.cold_gap.clone() * device.beta_c.clone();
        let d = difference(three.rest.clone(), four.rest.clone(), gap);
        let rho = device.cold_gap.clone() / device.hot_gap.clone();

        // What λ = 1 lets pass.
        let unit = device.weighed(d, 3);
        let hot = device.capacity(0).min(device.capacity(1));
        let cold = rho.clone() * device.capacity(2).min(device.capacity(3));
        // λ_max |ρd|.
        let most = hot.clone().min(cold.clone());
        let headroom = most.clone() / (rho.clone() * unit.clone());
        let (lambda, flow) = match device.drive.clone() {
            Drive::Lambda(lambda) => (lambda.clone(), lambda * unit),
            Drive::Headrooms(share) => {
                (share.clone() * headroom.clone(), share * most / rho.clone())
            }
        };
        let flows = [rho.clone() * flow.clone(), flow];
        let displacements = device.displacements(&flows);
        let (left, occupations) = displaced(&device.resonances, &displacements);
        let tightest = (hot, cold);
        Self { occupations, flows, displacements, left, rho, tightest, headroom, lambda }
    }
}

/// The l_i and the f_l(ε_i) of a demon that moves the levels by these A_i.
#[inline(always)]
pub(super) fn displaced<S: Real>(levels: &[Resonance<S>; 4], moved: &[S; 4]) -> ([S; 4], [S; 4]) {
    let left = each!(i => levels[i].room.clone().minus(moved[i].clone()));
    let occupations = each!(i => {
        let risen = levels[i].rest.clone() + moved[i].clone();
        S::select(levels[i].rises, risen, left[i].clone())
    });
    (left, occupations)
}
