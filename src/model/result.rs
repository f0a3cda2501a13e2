//! Results as data: key, symbol, unit, source, and when they are shown.

use crate::quantity::{Dimension, Units};

/// A result of a family.
#[derive(Clone, Debug)]
pub struct ResultSpec {
    /// Its place among the results of its family, from 0.
    pub id: usize,
    /// The name of its column in natural units, by which it is asked for.
    pub key: &'static str,
    /// The symbol of the literature.
    pub symbol: &'static str,
    /// What it measures.
    pub measure: Measure,
    /// The equation that defines it; empty where the literature has none.
    pub equation: &'static str,
    /// What it is, in a line; its first words, up to a semicolon, are what a page shows.
    pub doc: &'static str,
    /// What it is called in words on the axis of a picture, where that is not its key; parts between
    /// two `$` are symbols.
    pub words: Option<&'static str>,
    /// Whether it is a share of 1, which a page draws.
    pub is_share: bool,
    /// The parameter that it does not need: it is computed from inputs without one, too.
    pub needs_no: Option<usize>,
    /// Whether it is computed only where it is asked for.
    pub on_request: bool,
    /// Parameters any of which asks for it by being given.
    pub asked_by: &'static [usize],
    /// Whether a grid comes back to the same values of it time and again.
    pub recurs: bool,
    /// The only option of the family's choice of which it is known, if it is not known of all.
    pub only_of: Option<&'static str>,
    /// What it tends to where a point is the last physical one on a curve, if that is not its value
    /// there.
    pub at_edge: Option<f64>,
    /// The words that its values stand for, as places from 0, where they are no numbers.
    pub words_of: &'static [&'static str],
    /// Whether [`Family::slope`](super::Family::slope) knows its derivatives, so that a spread can sum it
    /// up.
    pub has_slopes: bool,
}

/// A result of a family that lives as long as the program.
pub type ResultRef = &'static ResultSpec;

impl ResultSpec {
    /// A pure number that every row has: a start for what differs.
    pub const PLAIN: ResultSpec = ResultSpec {
        id: 0,
        key: "",
        symbol: "",
        measure: Measure::Of(Dimension::Number),
        equation: "",
        doc: "",
        words: None,
        is_share: false,
        needs_no: None,
        on_request: false,
        asked_by: &[],
        recurs: false,
        only_of: None,
        at_edge: None,
        words_of: &[],
        has_slopes: false,
    };
}

impl PartialEq for ResultSpec {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

/// What a result measures, hence its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// What a parameter can measure.
    Of(Dimension),
    /// A power, or an energy current.
    Power,
    /// A current of particles through any machine.
    Particles,
    /// An energy current, or a power, of any machine.
    Energy,
    /// An entropy current of any machine.
    Entropy,
    /// An electric current.
    Charge,
    /// An entropy current.
    EntropyCurrent,
    /// An inverse temperature.
    InverseTemperature,
    /// A power for each unit of this.
    PowerPer(Dimension),
    /// The noise of a power.
    PowerNoise,
    /// A time.
    Time,
    /// A pure number for each unit of this.
    NumberPer(Dimension),
    /// What has this unit, whatever others have.
    Chosen(&'static str),
    /// A current of particles through any machine for each unit of this.
    ParticlesPer(Dimension),
    /// An energy current, or a power, of any machine for each unit of this.
    EnergyPer(Dimension),
    /// An entropy current of any machine for each unit of this.
    EntropyPer(Dimension),
    /// An electric current for each unit of this.
    ChargePer(Dimension),
    /// What a parameter can measure, the first one, for each unit of the second one.
    OfPer(Dimension, Dimension),
    /// A text.
    Text,
}

impl Measure {
    /// The unit; `1` for a pure number, empty for a text.
    pub fn unit(self, units: Units) -> &'static str {
        match (self, units) {
            (Measure::Of(dimension), units) => dimension.unit(units),
            (Measure::Power, Units::Natural) => "Γ·E/h",
            (Measure::Power, Units::Absolute) => "E²/h",
            (Measure::Power, Units::Laboratory) => "W",
            (Measure::Particles, Units::Natural | Units::Absolute) => "E/h",
            (Measure::Particles, Units::Laboratory) => "1/s",
            (Measure::Energy, Units::Natural | Units::Absolute) => "E²/h",
            (Measure::Energy, Units::Laboratory) => "W",
            (Measure::Entropy, Units::Natural | Units::Absolute) => "k_B·E/h",
            (Measure::Entropy, Units::Laboratory) => "W/K",
            (Measure::Charge, Units::Natural | Units::Absolute) => "e·E/h",
            (Measure::Charge, Units::Laboratory) => "A",
            (Measure::EntropyCurrent, Units::Natural) => "k_B·Γ/h",
            (Measure::EntropyCurrent, Units::Absolute) => "k_B·E/h",
            (Measure::EntropyCurrent, Units::Laboratory) => "W/K",
            (Measure::PowerNoise, Units::Natural) => "Γ·E²/h",
            (Measure::PowerNoise, Units::Absolute) => "E³/h",
            (Measure::PowerNoise, Units::Laboratory) => "W2/Hz",
            (Measure::Time, Units::Natural) => "h/Γ",
            (Measure::Time, Units::Absolute) => "h/E",
            (Measure::Time, Units::Laboratory) => "s",
            (Measure::InverseTemperature, units) => {
                Measure::NumberPer(Dimension::Temperature).unit(units)
            }
            (Measure::PowerPer(dimension), units) => match dimension.unit(units) {
                "E" if units == Units::Absolute => "E/h",
                "E" => "Γ/h",
                "K" => "W/K",
                "eV" => "W/eV",
                "Γ/h" | "E/h" => "E",
                "W/K" => "K",
                "Γ/h/E4" | "1/h/E3" => "E5",
                "W/K5" => "K5",
                _ => Measure::Power.unit(units),
            },
            (Measure::NumberPer(dimension), units) => match dimension.unit(units) {
                "E" => "1/E",
                "K" => "1/K",
                "eV" => "1/eV",
                _ => "1",
            },
            (Measure::Chosen(unit), _) => unit,
            (Measure::ParticlesPer(dimension), units) => match dimension.unit(units) {
                "E" => "1/h",
                "K" => "1/s/K",
                "eV" => "1/s/eV",
                _ => Measure::Particles.unit(units),
            },
            (Measure::EnergyPer(dimension), units) => match dimension.unit(units) {
                "E" => "E/h",
                "K" => "W/K",
                "eV" => "W/eV",
                _ => Measure::Energy.unit(units),
            },
            (Measure::EntropyPer(dimension), units) => match dimension.unit(units) {
                "E" => "k_B/h",
                "K" => "W/K/K",
                "eV" => "W/K/eV",
                _ => Measure::Entropy.unit(units),
            },
            (Measure::ChargePer(dimension), units) => match dimension.unit(units) {
                "E" => "e/h",
                "K" => "A/K",
                "eV" => "A/eV",
                _ => Measure::Charge.unit(units),
            },
            (Measure::OfPer(of, by), units) => match (of.unit(units), by.unit(units)) {
                ("1", _) => Measure::NumberPer(by).unit(units),
                (unit, "1") => unit,
                ("K", "eV") => "K/eV",
                ("eV", "K") => "eV/K",
                _ => "1",
            },
            (Measure::Text, _) => "",
        }
    }

    /// What the derivative of such a result by a parameter that measures this does.
    pub fn per(self, by: Dimension) -> Measure {
        match self {
            Measure::Of(of) => Measure::OfPer(of, by),
            Measure::Power => Measure::PowerPer(by),
            Measure::Particles => Measure::ParticlesPer(by),
            Measure::Energy => Measure::EnergyPer(by),
            Measure::Entropy => Measure::EntropyPer(by),
            Measure::Charge => Measure::ChargePer(by),
            other => other,
        }
    }
}
