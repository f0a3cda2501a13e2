//! What numbers measure.

use super::Units;

/// What a parameter measures, hence its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// A temperature; in natural units the energy k_B·T.
    Temperature,
    /// An energy.
    Energy,
    /// A pure number, that of a demon's strength: multiples of the headroom are a unit of it.
    Strength,
    /// Any other pure number.
    Number,
}

impl Dimension {
    /// Its unit; `1` for a pure number.
    pub fn unit(self, units: Units) -> &'static str {
        match (self, units) {
            (Dimension::Strength | Dimension::Number, _) => "1",
            (_, Units::Natural) => "E",
            (Dimension::Temperature, Units::Laboratory) => "K",
            (Dimension::Energy, Units::Laboratory) => "eV",
        }
    }
}
