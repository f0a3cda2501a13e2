//! A machine at single energies, with bounds of the errors.

use super::{Plan, Unproven};
use crate::formula::Known;
use crate::model::Integrable;
use crate::model::machine::Link;
use crate::model::spectra::Spectra;
use crate::numeric::quadrature::Goal;

/// A machine whose parameters have values, to be asked for occupations and transmissions.
#[derive(Debug)]
pub struct Looks<'a, S> {
    plan: &'a Plan,
    spectra: Spectra<'a, S>,
}

impl Plan {
    /// The machine where the parameters have these values.
    ///
    /// # Errors
    /// [`Unproven`] where a demon or a number of the machine is not as it must be.
    pub fn looks<S: Integrable>(
        &self,
        parameters: &[Known<S>],
        goal: Goal,
    ) -> Result<Looks<'_, S>, Unproven> {
        let constants = self.constants(parameters, goal)?;
        Ok(Looks { plan: self, spectra: Spectra::new(&self.machine, &self.links, &[], constants) })
    }
}

impl<S: Integrable> Looks<'_, S> {
    /// f at an energy, or n of bosons, of the first of these reservoirs; of a demon, of which each term has one
    /// of its own, that at the term which covers the energy. Nothing is known of it where no term does.
    pub fn occupation(&self, group: &[usize], energy: &Known<S>) -> S {
        self.known(group, energy, |place| self.spectra.occupation(place, energy))
    }

    /// y = ln(1/f + s) of the same reservoir at an energy (Eq. 6), with s = −1 of fermions and 1 of bosons.
    pub fn logarithm(&self, group: &[usize], energy: &Known<S>) -> S {
        self.known(group, energy, |place| self.spectra.logarithm(place, energy))
    }

    /// What is known of the reservoir of a group that is meant at an energy.
    fn known(&self, group: &[usize], energy: &Known<S>, of: impl Fn(usize) -> S) -> S {
        let machine = &self.plan.machine;
        let levels = machine.demons.iter().flat_map(|demon| &demon.pairs);
        let levels = levels.flat_map(|pair| &pair.levels);
        // The width of a term that has one.
        let levels =
            levels.map(|level| (level.place, level.at, (!level.is_narrow).then_some(level.size)));
        let optimal = machine.optimal.iter().flat_map(|demon| &demon.levels);
        let levels = levels.chain(optimal.map(|level| (level.place, level.at, None)));
        let mut levels = levels.filter(|(place, ..)| group.contains(place)).peekable();
        let place = match levels.peek() {
            None => group.first().copied(),
            Some(_) => {
                let known = self.spectra.constants();
                let covers = |(_, at, width): &(usize, usize, Option<usize>)| {
                    let away = energy.minus(&known[*at]);
                    match width {
                        None => away.double == Some(0.0),
                        Some(width) => away.hull.size() < 0.5 * known[*width].hull.lo,
                    }
                };
                levels.find(covers).map(|(place, ..)| place)
            }
        };
        place.map_or_else(|| S::constant(0.0).widened(f64::INFINITY), of)
    }

    /// The transmission at an energy, summed over these links; terms of zero width are left out.
    pub fn transmission(&self, links: impl Fn(&Link) -> bool, energy: &Known<S>) -> S {
        let mine = self.plan.links.iter().filter(|link| !link.is_pump() && links(link));
        let all = mine.map(|link| self.spectra.height(link, energy));
        all.reduce(|a, b| a.minus(b.negated())).unwrap_or_else(|| S::constant(0.0))
    }
}
