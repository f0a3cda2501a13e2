//! What numbers measure.

use super::Units;

/// What a parameter measures, hence its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// A temperature; in natural units the energy k_B·T.
    Temperature,
    /// An energy.
    Energy,
    /// A thermal conductance: heat for each unit of time and of temperature.
    Conductance,
    /// What couples electrons to phonons: heat for each unit of time and of the fifth power of temperature.
    Coupling,
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
            (Dimension::Conductance, Units::Natural) => "Γ/h",
            (Dimension::Coupling, Units::Natural) => "Γ/h/E4",
            (Dimension::Conductance, Units::Absolute) => "E/h",
            (Dimension::Coupling, Units::Absolute) => "1/h/E3",
            (Dimension::Conductance, Units::Laboratory) => "W/K",
            (Dimension::Coupling, Units::Laboratory) => "W/K5",
            (_, Units::Natural | Units::Absolute) => "E",
            (Dimension::Temperature, Units::Laboratory) => "K",
            (Dimension::Energy, Units::Laboratory) => "eV",
        }
    }
}
