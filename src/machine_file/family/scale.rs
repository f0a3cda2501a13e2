//! The units of results.

use super::{MachineFamily, Output, leak};
use crate::machine_file::build::electronvolts_per_kelvin;
use crate::machine_file::description::{MachineFile, Merit};
use crate::machine_file::source::FileError;
use crate::model::Measure;
use crate::numeric::{Enclosed, Lanes};
use crate::quantity::{Dimension, kelvin_per_electronvolt};

// e, h and k_B without their powers of ten (SI, 2019).
const E: f64 = 1_602_176_634.0;
const H: f64 = 662_607_015.0;
const K: f64 = 1_380_649.0;

/// What a figure of merit measures, and the unit in which it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Chosen {
    /// What it measures, with its unit.
    pub measure: Measure,
    unit: Base,
    /// The power of ten of the prefix.
    power: i32,
}

/// A unit without its prefix, and what it measures as a power of an energy, h = e = k_B = 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    One,
    PerSecond,
    Watt,
    WattPerKelvin,
    Ampere,
    Electronvolt,
    Siemens,
    SquareWattPerHertz,
    SquareWattPerSquareKelvinAndHertz,
    ElectronvoltPerKelvin,
    Joule,
    Kelvin,
}

/// Units with their names: by what they are called, and what power of an energy they measure.
const BASES: [(&str, Base, i64); 10] = [
    ("W/K", Base::WattPerKelvin, 1),
    ("W", Base::Watt, 2),
    ("1/s", Base::PerSecond, 1),
    ("Hz", Base::PerSecond, 1),
    ("eV", Base::Electronvolt, 1),
    ("V", Base::Electronvolt, 1),
    ("J", Base::Joule, 1),
    ("K", Base::Kelvin, 1),
    ("A", Base::Ampere, 1),
    ("1", Base::One, 0),
];

const PREFIXES: [(&str, i32); 13] = [
    ("", 0),
    ("z", -21),
    ("a", -18),
    ("f", -15),
    ("p", -12),
    ("n", -9),
    ("u", -6),
    // The micro sign and the Greek letter.
    ("\u{b5}", -6),
    ("\u{3bc}", -6),
    ("m", -3),
    ("k", 3),
    ("M", 6),
    ("G", 9),
];

/// The digits of a number with this unit, with the power of ten of their prefix.
pub(in crate::machine_file) fn written(text: &str, unit: char) -> Option<(&str, i32)> {
    let text = text.trim().strip_suffix(unit)?;
    let end = text.rfind(|c: char| c.is_ascii_digit() || c == '.')? + 1;
    let (digits, prefix) = text.split_at(end);
    let (_, power) = PREFIXES.iter().find(|(known, _)| *known == prefix.trim_start())?;
    Some((digits, *power))
}

/// A unit with its prefix: the two, and what power of an energy it measures.
fn unit(text: &str) -> Option<(Base, i32, i64)> {
    BASES.iter().find_map(|(name, base, energies)| {
        let prefix = text.strip_suffix(name)?;
        let has_none = matches!(base, Base::One) || *name == "1/s";
        let (_, power) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
        (!has_none || prefix.is_empty()).then_some((*base, *power, *energies))
    })
}

impl MachineFamily {
    /// What a unit of temperature is, in that of energy.
    pub(super) fn kelvin(&self) -> f64 {
        match self.file.is_laboratory {
            true => electronvolts_per_kelvin().value::<Lanes<1>>(&[]).near(),
            false => 1.0,
        }
    }

    /// What a result in natural units is multiplied by in those of the laboratory: E = 1 eV.
    pub(super) fn scaled<S: Enclosed>(&self, output: Output, number: S) -> S {
        if !self.file.is_laboratory {
            return number;
        }
        let output = match output {
            Output::Error(of) | Output::Deviation(of) | Output::Slope(of, _) => {
                return self.scaled(self.outputs[of], number);
            }
            output => output,
        };
        match output {
            Output::Merit(merit) => self.merits[merit].chosen.scaled(number),
            output => {
                let place = self.place(output);
                let measure = place.map_or(Measure::Text, |place| self.results[place].measure);
                Base::of(measure).scaled(number)
            }
        }
    }
}

impl Base {
    /// The unit of a result of the machine itself.
    fn of(measure: Measure) -> Base {
        match measure {
            Measure::Particles => Base::PerSecond,
            Measure::Energy => Base::Watt,
            Measure::Entropy => Base::WattPerKelvin,
            Measure::Charge => Base::Ampere,
            Measure::Of(Dimension::Temperature) => Base::Kelvin,
            Measure::Chosen("S") => Base::Siemens,
            Measure::Chosen("W2/Hz") => Base::SquareWattPerHertz,
            Measure::Chosen("W2/K2/Hz") => Base::SquareWattPerSquareKelvinAndHertz,
            Measure::OfPer(Dimension::Energy, Dimension::Temperature) => {
                Base::ElectronvoltPerKelvin
            }
            _ => Base::One,
        }
    }

    fn scaled<S: Enclosed>(self, number: S) -> S {
        let constant = S::constant;
        let rate = || constant(E) / constant(H);
        match self {
            Base::PerSecond => number * rate() * constant(1e14),
            // e²/h in S has the digits of eV²/h in W.
            Base::Watt | Base::Ampere | Base::Siemens => {
                number * rate() * constant(E) / constant(1e14)
            }
            Base::WattPerKelvin => number * rate() * constant(K) / constant(1e15),
            Base::SquareWattPerHertz => {
                let rate = number * rate() * constant(E) / constant(1e14);
                rate * constant(E) / constant(1e14) / constant(1e14)
            }
            Base::SquareWattPerSquareKelvinAndHertz => {
                let rate = number * rate() * constant(K) / constant(1e15);
                rate * constant(K) / constant(1e14) / constant(1e15)
            }
            Base::ElectronvoltPerKelvin => number / kelvin_per_electronvolt(),
            Base::Kelvin => number * kelvin_per_electronvolt(),
            Base::Joule => number * constant(E) / constant(1e14) / constant(1e14),
            Base::One | Base::Electronvolt => number,
        }
    }
}

impl Chosen {
    fn scaled<S: Enclosed>(self, number: S) -> S {
        let number = self.unit.scaled(number);
        let ten = |power: i32| S::constant(10f64.powi(power));
        match self.power {
            0 => number,
            power if power < 0 => number * ten(-power),
            power => number / ten(power),
        }
    }
}

/// What a figure of merit measures: a pure number, or a power of an energy as h = e = k_B = 1, of which its unit
/// says what it is. An energy current need not say so.
pub(super) fn chosen(file: &MachineFile, merit: &Merit) -> Result<Chosen, Box<FileError>> {
    let plain = Measure::Of(Dimension::Number);
    if !file.is_laboratory {
        return Ok(Chosen { measure: plain, unit: Base::One, power: 0 });
    }
    let power = merit.formula.measure.energies();
    let given = merit.unit.as_ref().map(|text| unit(&text.text));
    let found = match (given, power) {
        (None, Some(0)) => Some((Base::One, 0)),
        (None, Some(2)) => Some((Base::Watt, 0)),
        (Some(Some((base, prefix, energies))), Some(power)) if energies == power => {
            Some((base, prefix))
        }
        _ => None,
    };
    let Some((unit, prefix)) = found else {
        let prefixes = "with the prefixes z a f p n u m k M G";
        let (place, known) = match (&merit.unit, power) {
            (Some(unit), Some(1)) => {
                (&unit.place, format!("units are 1/s, W/K, eV, K, Hz, V, J and A, {prefixes}"))
            }
            (Some(unit), Some(2)) => (&unit.place, format!("the unit is W, {prefixes}")),
            (None, Some(1)) => {
                let remedy = "write { formula = \"…\", unit = \"1/s\" }, or W/K, eV, K, A";
                (&merit.formula.place, remedy.to_owned())
            }
            (Some(unit), Some(0)) => {
                (&unit.place, "a pure number has no unit: leave it out".to_owned())
            }
            _ => {
                let wanted = "a pure number, an energy, a current or a power is wanted";
                (&merit.formula.place, wanted.to_owned())
            }
        };
        let message = format!("result `{}`: there is no such unit of it", merit.name);
        return Err(Box::new(file.source.error(place.clone(), message, known)));
    };
    let text = merit.unit.as_ref().map_or("", |unit| &*unit.text);
    let measure = match (unit, prefix, text) {
        (Base::One, ..) => plain,
        (Base::Watt, 0, _) => Measure::Energy,
        (Base::PerSecond, 0, "1/s") => Measure::Particles,
        (Base::WattPerKelvin, 0, _) => Measure::Entropy,
        (Base::Electronvolt, 0, "eV") => Measure::Of(Dimension::Energy),
        (Base::Kelvin, 0, _) => Measure::Of(Dimension::Temperature),
        // Names of columns are of ASCII.
        _ => Measure::Chosen(leak(text.replace(['\u{b5}', '\u{3bc}'], "u"))),
    };
    Ok(Chosen { measure, unit, power: prefix })
}
