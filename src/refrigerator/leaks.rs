//! The heat that a real refrigerator loses: what comes back to the cold reservoir beside the demon, and what of the
//! power is left then.
//!
//! J = G (Th − Tc) + ΣV (Tph⁵ − Tc⁵) + r (π² k_B²/6h) (Th² − Tc²)
//!
//! - G is any thermal conductance between h and c.
//! - ΣV couples the electrons of c, of the volume V, to phonons at Tph: Giazotto, Heikkilä, Luukanen, Savin and Pekola,
//!   Rev. Mod. Phys. 78, 217 (2006), Sec. II. Σ is 1 to 4·10⁹ W/(m³ K⁵) in metals.
//! - r is the part of all photons, of a single mode and of any energy, that pass between h and c: Schmidt, Schoelkopf
//!   and Cleland, Phys. Rev. Lett. 93, 045901 (2004). At r = 1 it is the quantum of thermal conductance.
//!
//! In natural units J is divided by Γ/h, as the power is: G is in Γ/h and ΣV in Γ/(h E⁴), and the photons' part is
//! r (π²/6) (Th² − Tc²)/Γ. Where resonances have widths of their own nothing is divided by Γ.

use super::parameter::Parameter as P;
use super::point::Values;
use super::scale::Scale;
use crate::numeric::Real;
use crate::quantity::Units;

/// π²/6 as a sum of doubles, to [`DIGITS`] bits: mpmath 1.3, 200 digits.
const SIXTH_OF_PI_SQUARED: [f64; 7] = [
    1.6449340668482264,
    3.040672350398476e-17,
    -2.0006049269525252e-33,
    5.80862569035329e-51,
    2.3019417457107403e-67,
    -1.291032778061954e-83,
    5.518209680537985e-100,
];

/// The parameters on which nothing but what comes back depends.
pub(super) const LEAKS: [P; 4] = [P::Leak, P::Phonons, P::Tph, P::Photons];

/// How many bits of what photons carry are known.
pub(super) const DIGITS: i32 = 394;

/// What comes back, by its ways.
pub(super) struct Leaks<S> {
    /// G (Th − Tc).
    pub conducted: S,
    /// What the phonons give; negative where they are colder than c.
    pub phonons: S,
    /// What photons carry.
    pub photons: S,
}

impl<S: Real> Leaks<S> {
    /// What comes back at a point with these values, in the unit of power.
    pub fn new(values: &Values<S::Input>, scale: Scale) -> Self {
        let value = |parameter| values[parameter as usize];
        let [th, tc, tph] = [P::Th, P::Tc, P::Tph].map(value);
        let bias = || S::difference(th, tc);
        let [hot, cold, own] = [th, tc, tph].map(S::input);
        let square = |t: &S| t.clone() * t.clone();
        let [own_square, cold_square] = [square(&own), square(&cold)];
        // Tph⁵ − Tc⁵ over Tph − Tc, of which all terms are positive.
        let both = own.clone() * cold.clone();
        let fourth = square(&own_square)
            + both.clone() * (own_square + both.clone() + cold_square.clone())
            + square(&cold_square);
        let sixth =
            SIXTH_OF_PI_SQUARED.into_iter().rev().map(S::constant).reduce(|sum, part| sum + part);
        let per_square = match scale.units {
            Units::Natural => S::constant(1.0) / S::input(value(P::Gamma)),
            Units::Absolute => S::constant(1.0),
            Units::Laboratory => quantum(),
        };
        let squares = bias() * (hot + cold);
        let photons = sixth.map_or_else(|| S::constant(0.0), |sixth| sixth * per_square * squares);
        Leaks {
            conducted: S::input(value(P::Leak)) * bias(),
            phonons: S::input(value(P::Phonons)) * S::difference(tph, tc) * fourth,
            photons: S::input(value(P::Photons)) * photons,
        }
    }

    /// All of it.
    pub fn sum(self) -> S {
        // What phonons give may have either sign.
        (self.conducted + self.photons).minus(self.phonons.negated())
    }
}

/// k_B²/h in W/K².
fn quantum<S: Real>() -> S {
    // (1.380649e-23 J/K)²/6.62607015e-34 J s
    let k = || S::constant(1_380_649.0);
    k() * k() / S::constant(662_607_015.0) / S::constant(1e16)
}
