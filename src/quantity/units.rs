//! The units of a point, and the constants that natural units do without.

use crate::numeric::Real;

/// What the values of a point are measured in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    /// k_B = 1: energies and temperatures share one unit E, power is in Γ·E/h, entropy currents are
    /// in k_B·Γ/h. Γ need not be given.
    #[default]
    Natural,
    /// The same unit E, in which the widths of single resonances are given, too: power is in E²/h, entropy
    /// currents are in k_B·E/h.
    Absolute,
    /// Temperatures in K, energies in eV, power in W, entropy currents in W/K. Γ must be given.
    Laboratory,
}

impl Units {
    /// All of them, each at its own place.
    pub const ALL: [Units; 3] = [Units::Natural, Units::Absolute, Units::Laboratory];

    /// Whether energies and temperatures share one unit, so that no number has a unit of its own.
    pub fn are_natural(self) -> bool {
        match self {
            Units::Natural | Units::Absolute => true,
            Units::Laboratory => false,
        }
    }
}

/// e/k_B, the temperature in K that is worth an electronvolt: a quotient of whole numbers, by the
/// SI's exact constants (2019).
#[inline(always)]
pub fn kelvin_per_electronvolt<S: Real>() -> S {
    // 1.602176634e-19 C / 1.380649e-23 J/K
    S::constant(16_021_766_340.0) / S::constant(1_380_649.0)
}

/// k_B in J/K.
#[inline(always)]
pub fn boltzmann<S: Real>() -> S {
    S::constant(1_380_649.0) / S::constant(1e14) / S::constant(1e15)
}

/// k_B·Γ/h in W/K for Γ in eV: the unit of entropy currents, and that of power where energies are
/// temperatures.
#[inline(always)]
pub fn rate<S: Real>(gamma: S) -> S {
    // 1.380649e-23 J/K · 1.602176634e-19 J/eV / 6.62607015e-34 J s
    let rate = S::constant(1_380_649.0) * S::constant(1_602_176_634.0);
    gamma * (rate / S::constant(662_607_015.0)) / S::constant(1e15)
}
