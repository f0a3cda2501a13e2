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
#[derive(Clone, Debug)]
pub struct Demon<S: Real> {
    /// f_l(ε_1) … f_l(ε_4), Eq. 20 (C4 at λ = 1).
    pub occupations: [S; 4],
    /// A_1 = A_2 = |ρ|λ|d| and A_3 = A_4 = λ|d|.
    pub displacements: [S; 4],
    /// l_i = r_i − A_i, negative where the demon is unphysical.
    pub left: [S; 4],
    /// |ρ|.
    pub rho: S,
    /// min(r_1, r_2) and |ρ| min(r_3, r_4): the smaller, over |ρd|, is λ_max.
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
        let [one, two, three, four] = &device.resonances;
        // Of the cold pair the demon fills the lower level and empties the upper one, so that the
        // q_i are the occupation of the one and the vacancy of the other.
        let gap = device.cold_gap.clone() * device.beta_c.clone();
        let d = difference(three.rest.clone(), four.rest.clone(), gap);
        let rho = device.cold_gap.clone() / device.hot_gap.clone();

        let hot = one.room.clone().min(two.room.clone());
        let cold = rho.clone() * three.room.clone().min(four.room.clone());
        // λ_max |ρd|.
        let most = hot.clone().min(cold.clone());
        let headroom = most.clone() / (rho.clone() * d.clone());
        let (lambda, shift) = match device.drive.clone() {
            Drive::Lambda(lambda) => (lambda.clone(), lambda * d),
            Drive::Headrooms(share) => {
                (share.clone() * headroom.clone(), share * most / rho.clone())
            }
        };
        let hot_shift = rho.clone() * shift.clone();
        let displacements = [hot_shift.clone(), hot_shift, shift.clone(), shift];
        let (left, occupations) = displaced(&device.resonances, &displacements);
        Self { occupations, displacements, left, rho, tightest: (hot, cold), headroom, lambda }
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
