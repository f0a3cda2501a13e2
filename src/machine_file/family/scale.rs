//! The units of results.

use super::{MachineFamily, Output};
use crate::machine_file::description::{MachineFile, Merit};
use crate::machine_file::source::FileError;
use crate::model::Measure;
use crate::numeric::Enclosed;
use crate::quantity::Dimension;

impl MachineFamily {
    /// What a result in natural units is multiplied by in those of the laboratory: E = 1 eV.
    pub(super) fn scaled<S: Enclosed>(&self, output: Output, number: S) -> S {
        if !self.file.is_laboratory {
            return number;
        }
        let output = match output {
            Output::Error(of) | Output::Deviation(of) => self.outputs[of],
            output => output,
        };
        let constant = S::constant;
        // e, h and k_B without their powers of ten.
        let (e, h, k) = (1_602_176_634.0, 662_607_015.0, 1_380_649.0);
        let rate = constant(e) / constant(h);
        match output {
            Output::Particles(_) | Output::ParticlesBetween(..) => number * rate * constant(1e14),
            Output::Energy(_)
            | Output::Heat(_)
            | Output::Exergy(_)
            | Output::Work
            | Output::EnergyBetween(..) => number * rate * constant(e) / constant(1e14),
            Output::Entropy(_)
            | Output::Floor(_)
            | Output::Production
            | Output::ProductionBetween(..)
            | Output::SeemingProduction => number * rate * constant(k) / constant(1e15),
            Output::Charge(_) => (number * rate * constant(e)).negated() / constant(1e14),
            Output::Merit(merit) => match self.merits[merit].1 {
                Measure::Particles => number * rate * constant(1e14),
                Measure::Energy => number * rate * constant(e) / constant(1e14),
                Measure::Entropy => number * rate * constant(k) / constant(1e15),
                Measure::Of(Dimension::Temperature) => {
                    number * crate::quantity::kelvin_per_electronvolt()
                }
                _ => number,
            },
            _ => number,
        }
    }
}

/// What a figure of merit measures: a pure number, or a power of an energy as h = e = k_B = 1, of which its unit
/// says what it is. An energy current need not say so.
pub(super) fn measure(file: &MachineFile, merit: &Merit) -> Result<Measure, Box<FileError>> {
    let plain = Measure::Of(Dimension::Number);
    if !file.is_laboratory {
        return Ok(plain);
    }
    let unit = merit.unit.as_ref().map(|unit| &*unit.text);
    let power = merit.formula.measure.energies();
    Ok(match (unit, power) {
        (None | Some("1"), Some(0)) => plain,
        (None | Some("W"), Some(2)) => Measure::Energy,
        (Some("1/s"), Some(1)) => Measure::Particles,
        (Some("W/K"), Some(1)) => Measure::Entropy,
        (Some("eV"), Some(1)) => Measure::Of(Dimension::Energy),
        (Some("K"), Some(1)) => Measure::Of(Dimension::Temperature),
        _ => {
            let (place, known) = match (&merit.unit, power) {
                (Some(unit), Some(1)) => (&unit.place, "units are 1/s, W/K, eV and K"),
                (Some(unit), Some(2)) => (&unit.place, "the unit is W"),
                (None, Some(1)) => {
                    (&merit.formula.place, "write unit = 1/s, W/K, eV or K beside it")
                }
                _ => (
                    &merit.formula.place,
                    "a pure number, an energy, a current or a power is wanted",
                ),
            };
            let message = format!("result `{}`: there is no such unit of it", merit.name);
            return Err(Box::new(file.source.error(place.clone(), message, known)));
        }
    })
}
