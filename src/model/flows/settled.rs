//! The numbers of a machine at a point, those of its demons among them.

use super::{Plan, Unproven};
use crate::formula::Known;
use crate::model::Integrable;
use crate::model::machine::Occupation;
use crate::model::probe::{Exact, balance};
use crate::numeric::Enclosed;
use crate::numeric::quadrature::Goal;

/// The constants of a machine.
pub(super) struct Settled<S> {
    /// Their values.
    pub constants: Vec<Known<S>>,
    /// For each the first one that is certainly the same number.
    pub twins: Vec<usize>,
}

impl Plan {
    /// Puts the occupations of the optimal demon among the constants.
    pub(super) fn settle_optimal<S: Integrable>(
        &self,
        parameters: &[Known<S>],
        goal: Goal,
        constants: &mut [Known<S>],
    ) -> Result<(), Unproven> {
        let Some(demon) = &self.machine.optimal else { return Ok(()) };
        let (others, gauge) = (self.others.as_deref(), self.gauge.as_deref());
        demon.settle(&self.machine, others, gauge, parameters, goal, constants)
    }

    /// Puts the windows of the optimal filter among the constants.
    pub(super) fn settle_filter<S: Integrable>(
        &self,
        parameters: &[Known<S>],
        goal: Goal,
        constants: &mut [Known<S>],
    ) -> Result<(), Unproven> {
        let (Some(filter), Some(filtered)) = (&self.machine.filter, &self.filtered) else {
            return Ok(());
        };
        let (gauge, others) = &**filtered;
        filter.settle(others.as_ref(), gauge, parameters, goal, constants)
    }

    /// Puts what the probes find among the constants; gives the constants that it is the same number as.
    pub(super) fn settle_probes<S: Integrable>(
        &self,
        twins: &[usize],
        goal: Goal,
        constants: &mut [Known<S>],
    ) -> Result<Vec<(usize, usize)>, Unproven> {
        let Some(probed) = self.probed.as_deref() else { return Ok(Vec::new()) };
        let exact =
            balance(&self.machine, (probed, self.response.as_deref()), constants, twins, goal)?;
        let same = exact.into_iter().filter_map(|(place, exact)| match exact {
            Exact::Same(other) => Some((place, other)),
            Exact::Double(_) => None,
        });
        Ok(same.collect())
    }

    /// The constants of the machine where the parameters have these values, those of its demons and probes among
    /// them, with the signs that they must have.
    pub(super) fn constants<S: Integrable>(
        &self,
        parameters: &[Known<S>],
        goal: Goal,
    ) -> Result<Vec<Known<S>>, Unproven> {
        let constants = self.settled(parameters, &[], goal)?.constants;
        self.signs(&constants)?;
        Ok(constants)
    }

    /// The same with what is certainly the same number; `twins` has it for each parameter, or nothing where all
    /// differ.
    pub(super) fn settled<S: Integrable>(
        &self,
        parameters: &[Known<S>],
        twins: &[usize],
        goal: Goal,
    ) -> Result<Settled<S>, Unproven> {
        let mut constants: Vec<Known<S>> =
            self.machine.constants.iter().map(|constant| constant.value(parameters)).collect();
        for (demon, filling) in self.machine.demons.iter().zip(&self.fillings) {
            demon.settle(filling, parameters, goal, &mut constants)?;
        }
        let mut twins = self.machine.twins(twins, |place| constants[place].double.is_some());
        for (place, other) in self.settle_probes(&twins, goal, &mut constants)? {
            twins[place] = twins[other];
        }
        // Probes are not coupled to an optimal demon.
        self.settle_optimal(parameters, goal, &mut constants)?;
        self.settle_filter(parameters, goal, &mut constants)?;
        Ok(Settled { constants, twins })
    }

    /// Refuses numbers that are not finite, temperatures and widths that are not positive, and negative areas.
    pub(in crate::model) fn signs<S: Enclosed>(
        &self,
        constants: &[Known<S>],
    ) -> Result<(), Unproven> {
        let mut is_finite = true;
        let mut place = |place: usize| is_finite &= constants[place].hull.size().is_finite();
        for coupling in &self.machine.couplings {
            coupling.transmission.places(&mut place);
            for line in &coupling.lines {
                place(line.at);
                place(line.area);
            }
        }
        // Of a part, what is coupled in it.
        let is_used = |place: usize| {
            let mut ends = self.links.iter().flat_map(|link| [link.to, link.from]);
            !self.machine.is_part || ends.any(|end| end == place)
        };
        let used = || {
            let all = self.machine.reservoirs.iter().enumerate();
            all.filter(|(reservoir, _)| is_used(*reservoir))
        };
        for (_, reservoir) in used() {
            match &reservoir.occupation {
                Occupation::Equilibrium { mu, t } => [*mu, *t].into_iter().for_each(&mut place),
                Occupation::Given { f, .. } => f.places(&mut place),
                Occupation::Optimal(_) => {}
            }
        }
        if !is_finite {
            return Err(Unproven::Sign("not finite"));
        }
        let is_positive = |place: usize| constants[place].hull.hi > 0.0;
        let mut wrong = None;
        let mut found = |place: usize, word: &'static str| {
            if !is_positive(place) {
                wrong.get_or_insert(Unproven::Sign(word));
            }
        };
        for coupling in &self.machine.couplings {
            coupling.transmission.positive(&mut found);
            for line in coupling.lines.iter().filter(|line| constants[line.area].hull.hi < 0.0) {
                found(line.area, "area<0");
            }
        }
        let degeneracies =
            self.machine.couplings.iter().filter_map(|coupling| coupling.channels.alike);
        let channels = self.machine.limits.iter().map(|limit| limit.channels);
        let counts = degeneracies
            .map(|place| (place, "degeneracy<0"))
            .chain(channels.map(|place| (place, "channels<0")));
        for (place, word) in counts.filter(|(place, _)| constants[*place].hull.hi < 0.0) {
            found(place, word);
        }
        for (place, reservoir) in used() {
            match &reservoir.occupation {
                Occupation::Equilibrium { t, .. } if !is_positive(*t) => {
                    return Err(Unproven::Cold(place));
                }
                Occupation::Equilibrium { .. } | Occupation::Optimal(_) => {}
                Occupation::Given { f, .. } => f.positive(&mut found),
            }
        }
        wrong.map_or(Ok(()), Err)
    }
}
