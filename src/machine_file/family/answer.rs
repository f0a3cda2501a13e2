//! What one arithmetic knows of a point, and which of it is infinite.

use super::{MachineFamily, Output};
use crate::model::{Status, Weight};

/// What a result is where the entropy of a reservoir grows infinitely fast: it pays an infinite price. NaN
/// where that is not known.
pub(super) fn infinite(output: Output, reservoir: usize) -> Option<f64> {
    match output {
        Output::Entropy(r) => (r == reservoir).then_some(f64::INFINITY),
        Output::Exergy(r) | Output::ExergyOrder(r) => (r == reservoir).then_some(f64::NEG_INFINITY),
        Output::Noise(Weight::Entropy, r) => (r == reservoir).then_some(f64::INFINITY),
        Output::Production => Some(f64::INFINITY),
        Output::Efficiency => Some(0.0),
        Output::Kind | Output::ProductionBetween(..) | Output::Floor(_) => Some(f64::NAN),
        _ => None,
    }
}

/// What one arithmetic knows of a point.
pub(super) struct Answer<S> {
    pub(super) numbers: Vec<S>,
    pub(super) kind: f64,
    /// A reservoir whose entropy grows infinitely fast.
    pub(super) infinite: Option<usize>,
    /// Results that are infinite or not defined, and figures of merit that are made of what is infinite, with their
    /// limits: 0, ±∞, or NaN where it is not known.
    pub(super) merits: Vec<(usize, f64)>,
    /// The limits of n and of the heat of each reservoir that are not finite, else 0.
    pub(super) endless: Vec<[f64; 2]>,
    /// The named transmissions whose particles flow without end, with their limits.
    pub(super) entries: Vec<(usize, f64)>,
    /// Whether something is gained for nothing, as it seems without the reservoirs out of equilibrium.
    pub(super) is_free: bool,
    /// Whether particles that flow without end do work.
    pub(super) has_work: bool,
    /// Why some of the results that are wanted are not defined.
    pub(super) lacks: Option<Status>,
    /// Whether some flows may be 0, and more digits would hardly tell.
    pub(super) is_faint: bool,
}

impl<S> Answer<S> {
    /// What a result is that has no finite value; NaN where it depends on such a one.
    pub(super) fn endless(&self, family: &MachineFamily, output: Output) -> Option<f64> {
        let limit = |limit: f64| (limit != 0.0).then_some(limit);
        let has = |which: usize| self.endless.iter().any(|limits| limits[which] != 0.0);
        match output {
            Output::Particles(r) | Output::Charge(r) => limit(self.endless[r][0]),
            Output::Heat(r) | Output::Entropy(r) => limit(self.endless[r][1]),
            Output::ParticlesBetween(a, b) => {
                let is_endless = [a, b].iter().any(|r| self.endless[*r][0] != 0.0);
                is_endless.then_some(f64::NAN)
            }
            Output::Seeming if self.is_free && !has(1) => Some(f64::INFINITY),
            Output::Production => has(1).then_some(f64::INFINITY),
            Output::ProductionBetween(..) | Output::SeemingProduction => has(1).then_some(f64::NAN),
            Output::Kind | Output::Efficiency | Output::Seeming => {
                (has(1) || has(0) && self.has_work).then_some(f64::NAN)
            }
            Output::Floor(r) => limit(self.endless[r][1]).map(|_| f64::NAN),
            Output::Deviation(of) | Output::Error(of) | Output::Slope(of, _) => {
                self.endless(family, family.outputs[of]).map(|_| f64::NAN)
            }
            Output::Merit(merit) => {
                let mut is_endless = false;
                family.merits[merit].formula.visit(&mut |place| {
                    let column = place.checked_sub(family.inputs.len());
                    let output = column.and_then(|column| family.outputs.get(column));
                    is_endless |= output.is_some_and(|of| self.endless(family, *of).is_some());
                });
                is_endless.then_some(f64::NAN)
            }
            Output::DemonParticles(r) | Output::DemonEnergy(r) => {
                (self.endless[r][0] != 0.0).then_some(f64::NAN)
            }
            Output::EntryParticles(place) => {
                self.entries.iter().find(|(own, _)| *own == place).map(|(_, limit)| *limit)
            }
            _ => None,
        }
    }

    /// The reservoir and the result that a row is said to have no finite value of.
    pub(super) fn first_endless(&self) -> Option<usize> {
        self.endless.iter().position(|limits| *limits != [0.0; 2])
    }
}
