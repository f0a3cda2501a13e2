//! What currents are measured in, and whose widths they are formed with.

use super::parameter::Parameter as P;
use crate::quantity::Units;

/// Whose widths the resonances have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widths {
    /// All have Γ, which multiplies all currents alike.
    Common,
    /// Each has its own, Γ_1 … Γ_4: T_i(ε) = Γ_i δ(ε − ε_i), or a window as wide as that.
    Own,
}

/// What the currents of a point are measured in, and whose widths they are formed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The units of all values.
    pub units: Units,
    /// Whose widths. In natural units those of single resonances make the units absolute.
    pub widths: Widths,
}

impl Scale {
    /// That of these units for resonances with one width.
    pub const fn common(units: Units) -> Scale {
        Scale { units, widths: Widths::Common }
    }

    /// Whether each resonance has a width of its own.
    #[inline(always)]
    pub fn has_own_widths(self) -> bool {
        self.widths == Widths::Own
    }

    /// The parameter that is the width of the resonance at this level, 0 to 3.
    #[inline(always)]
    pub(super) fn width_of(self, level: usize) -> P {
        match self.widths {
            Widths::Common => P::Gamma,
            Widths::Own => P::WIDTHS[level],
        }
    }
}
