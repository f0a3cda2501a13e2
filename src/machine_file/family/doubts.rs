//! What in a machine is likely not meant so, at the numbers of the file.

use super::{MachineFamily, response};
use crate::formula::Known;
use crate::machine_file::description::{Curve, State};
use crate::machine_file::source::{FileError, Severity};
use crate::model::unsound_weights;
use crate::numeric::{Bounded, Split};
use crate::quantity::Decimal;

type Number = Bounded<Split, 1>;

impl MachineFamily {
    /// Reservoirs whose occupation is a mixture with weights that do not quite add to 1, with these weights, where
    /// the parameters have these values.
    pub(super) fn unsound(&self, values: &[f64]) -> Vec<(usize, String)> {
        let leaves = self.leaves::<Number>(values);
        let machine = self.machine();
        let constants: Vec<Known<Number>> =
            machine.constants.iter().map(|constant| constant.value(&leaves)).collect();
        let named = |place: usize| {
            let (weights, left) = unsound_weights(machine, place, &constants)?;
            let weights: Vec<String> =
                weights.iter().map(|weight| Decimal::exact(*weight).plain()).collect();
            let (last, rest) = weights.split_last()?;
            let numbers =
                format!("the weights {} and {last} (off by {:.1e})", rest.join(", "), left.abs());
            Some((self.parents[place], numbers))
        };
        (0..machine.reservoirs.len()).filter_map(named).collect()
    }

    /// Warnings about the numbers of the file, with their places.
    pub fn doubts(&self) -> Vec<FileError> {
        let values: Vec<f64> =
            self.inputs.iter().map(|input| input.value.unwrap_or(f64::NAN)).collect();
        let warning = |(reservoir, numbers): (usize, String)| {
            let reservoir = &self.file.reservoirs[reservoir];
            let place = match &reservoir.state {
                State::Occupied(Curve::Formula(slot)) => slot.place.clone(),
                _ => reservoir.at.clone(),
            };
            let name = &reservoir.name;
            let message = format!("f of reservoir `{name}`: {numbers} do not add to 1 as doubles");
            let label = "write one of them as 1 minus the others, as in (1-w) beside w";
            let found = self.file.source.error(place, message, label);
            FileError { severity: Severity::Warning, ..found }
        };
        self.unsound(&values).into_iter().map(warning).collect()
    }

    /// What is left out where the environment is not known, and what gives it.
    pub(super) fn without_environment(&self) -> Option<String> {
        let machine = self.machine();
        let missing = [("T0", machine.t0), ("mu0", machine.mu0)];
        let missing: Vec<&str> =
            missing.iter().filter(|(_, place)| place.is_none()).map(|(name, _)| *name).collect();
        (!missing.is_empty()).then(|| {
            let (verb, names) = (if missing.len() == 1 { "is" } else { "are" }, missing.join(" and "));
            format!(
                "{names} {verb} not known, so that exergy, kind and efficiency are left out: give {names} in \
                 [environment]"
            )
        })
    }

    /// Why there is no column of this name.
    pub(super) fn lacks(&self, column: &str) -> Option<String> {
        if self.results.iter().any(|result| result.key == column) {
            return None;
        }
        if let Some(why) = self.lacks_noise(column) {
            return Some(why);
        }
        if let Some(why) = response::lacks(&self.file, column) {
            return Some(why);
        }
        let rest = column.strip_prefix("exergy_")?;
        let (name, part) = rest.split_once('_').unwrap_or((rest, ""));
        let reservoir = self.file.reservoirs.iter().find(|reservoir| &*reservoir.name == name)?;
        if matches!(reservoir.state, State::Equilibrium { .. }) {
            return None;
        }
        if let Some(why) = self.without_environment() {
            return Some(format!("`{column}`: {why}"));
        }
        let is_part = ["work", "heat", "order"].contains(&part);
        is_part.then(|| {
            format!(
                "`{column}`: the occupation of {name} is no mixture of Fermi functions with weights that add to 1, \
                 so that it has no temperature by which its exergy is split"
            )
        })
    }
}
