//! What of a machine is not proven although its flows are.

use super::MachineFamily;
use crate::numeric::quadrature::Goal;
use crate::numeric::{Bounded, Split};

impl MachineFamily {
    /// Which transmissions are not proven to lie between 0 and their channels where the parameters have the values
    /// of the file.
    pub(super) fn tried(&self) -> Vec<String> {
        let values: Vec<f64> =
            self.inputs.iter().map(|input| input.value.unwrap_or(f64::NAN)).collect();
        let leaves = self.leaves::<Bounded<Split, 1>>(&values);
        let Ok(variant) = self.variant(&values) else { return Vec::new() };
        let Ok(flows) = variant.plan.flows(&leaves, Goal::LIGHT) else { return Vec::new() };
        let name = |reservoir: usize| &self.file.reservoirs[reservoir].name;
        let remark = |(limit, energies): &(usize, usize)| {
            let [a, b] = self.machine().limits[*limit].ends.map(name);
            format!(
                "transmission between `{a}` and `{b}`: 0 <= T <= channels is tried at {energies} \
                 energies, not proven"
            )
        };
        flows.tried.iter().map(remark).collect()
    }
}
