//! What parts of a machine carry alone: one of its transmissions, or all that reaches some reservoirs.

mod traffic;

pub use traffic::Traffic;

use super::{Plan, Unproven};
use crate::formula::Known;
use crate::model::Integrable;
use crate::model::density::Density;
use crate::model::integral::Integrals;
use crate::model::machine::{Coupling, Link};
use crate::model::spectra::Spectra;
use crate::numeric::Enclosed;
use crate::numeric::quadrature::{End, Goal};

/// What a transmission carries alone.
#[derive(Clone, Debug)]
pub struct Alone<S> {
    /// ṅ into the reservoir that it leads to.
    pub particles: S,
    /// ε̇ into it.
    pub energy: S,
    /// The limit of ṅ where it is not finite, else 0.
    pub limit: f64,
}

fn sum<S: Enclosed>(a: S, b: S) -> S {
    a.minus(b.negated())
}

fn integrals<S: Integrable>(
    spectra: &Spectra<'_, S>,
    places: &[End<S>],
    goal: Goal,
) -> Result<Integrals<S>, Unproven> {
    let found = S::integrals(spectra, places, goal);
    match found.failed {
        Some(place) => Err(Unproven::At(place)),
        None => Ok(found),
    }
}

impl Plan {
    /// The particles and the energy that these links carry, and nothing else.
    pub(super) fn of_links(&self, links: Vec<Link>) -> Plan {
        let both = |place| [(place, Density::Particles), (place, Density::Energy)];
        let densities = (0..links.len()).flat_map(both).collect();
        let (machine, apart) = (self.machine.clone(), self.machine.clone());
        let parts = links.clone();
        Plan { machine, links, apart, parts, densities, ..Plan::default() }
    }

    /// What a coupling of the machine carries into the reservoir that it leads to. The rules that transmissions
    /// keep together are not tried.
    ///
    /// # Errors
    /// [`Unproven`] where no bound of the error is known.
    pub fn alone<S: Integrable>(
        &self,
        coupling: usize,
        parameters: &[Known<S>],
        goal: Goal,
    ) -> Result<Alone<S>, Unproven> {
        let constants = self.constants(parameters, goal)?;
        let Coupling { to, from, both_ways, .. } = self.machine.couplings[coupling];
        let part = self.of_links(vec![Link { to, from, both_ways, couplings: vec![coupling] }]);
        let mut spectra = Spectra::new(&part.machine, &part.links, &part.densities, constants);
        let (places, tails) = part.places(&spectra, goal)?;
        let limit = spectra.find_soft(&places)[to][0];
        let mut integrals = integrals(&spectra, &places, goal)?;
        spectra.lines(|channel, value| {
            integrals.sums[channel] = sum(integrals.sums[channel].clone(), value);
        });
        let total = |k: usize| {
            let ([error, drift], [tail, slope]) = (integrals.errors[k], tails[k]);
            integrals.sums[k].clone().within(error + tail, drift + slope)
        };
        Ok(Alone { particles: total(0), energy: total(1), limit })
    }
}
