//! Noise of what enters reservoirs, at a point.

use super::noise::coupled;
use super::requested::Point;
use super::{MachineFamily, Output, unknown};
use crate::model::{Fluctuations, Integrable, Machine, Unproven, Weight};
use crate::numeric::Interval;

const EQUILIBRIUM: &[Weight] = &[Weight::Particles, Weight::Energy, Weight::Heat];
const FILLED: &[Weight] = &[Weight::Particles, Weight::Energy];

/// What is known of the noise of a reservoir: all of its parts together.
type Found<S> = Result<Fluctuations<S>, Unproven>;

/// What of the noise of reservoirs is known already.
pub(super) type Noises<S> = std::collections::BTreeMap<(usize, Counted), Found<S>>;

/// What of the carriers is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counted {
    /// All but the entropy out of equilibrium.
    Most,
    /// That.
    Entropy,
    /// The heats of two reservoirs of the file together.
    Heats([usize; 2]),
}

impl MachineFamily {
    /// The noise of a reservoir with all of its parts, whose carriers know nothing of each other.
    fn noise<S: Integrable>(
        &self,
        point: &Point<'_, S>,
        reservoir: usize,
        counted: Counted,
    ) -> Found<S> {
        let machine = point.plan.machine();
        let group = self.group(reservoir);
        let is_in_equilibrium = machine.reservoirs[reservoir].occupation.equilibrium().is_some();
        let most = if is_in_equilibrium { EQUILIBRIUM } else { FILLED };
        let weights = |part: usize| match counted {
            Counted::Most => Some(most.to_vec()),
            Counted::Entropy => Some(vec![Weight::Entropy]),
            Counted::Heats(of) => Some(vec![Weight::Heats(self.potentials(machine, of, part)?)]),
        };
        let count = if counted == Counted::Most { most.len() } else { 1 };
        // Terms of a demon at one energy are two channels.
        let lines = machine.couplings.iter().filter(|coupling| {
            group.len() > 1 && [coupling.to, coupling.from].iter().any(|end| group.contains(end))
        });
        let hulls = lines.flat_map(|coupling| &coupling.lines);
        let hulls: Vec<Interval> = hulls.map(|line| point.constants[line.at].hull).collect();
        let meets = |(place, hull): (usize, &Interval)| {
            hulls[..place].iter().any(|other| other.lo <= hull.hi && hull.lo <= other.hi)
        };
        if hulls.iter().enumerate().any(meets) {
            return Err(Unproven::Channels(reservoir));
        }
        let zero = || S::constant(0.0);
        let mut whole = Fluctuations { of: vec![zero(); count], is_endless: false };
        let own = machine.reservoirs[reservoir].statistics;
        for part in group {
            // Carriers that one of two reservoirs has none of do not reach both.
            let Some(weights) = weights(part) else { continue };
            let found = point.plan.noise(part, &weights, point.leaves, point.goal)?;
            let is_own = machine.reservoirs[part].statistics == own;
            for ((sum, more), weight) in whole.of.iter_mut().zip(found.of).zip(&weights) {
                // Phonons beside electrons do not enter n.
                let is_counted =
                    (is_own || *weight != Weight::Particles) && more.hull() != Interval::point(0.0);
                if is_counted {
                    *sum = sum.clone().minus(more.negated());
                }
            }
            whole.is_endless |= is_own && found.is_endless;
        }
        Ok(whole)
    }

    /// The constants μ of two reservoirs of the file for the carriers of a part of a reservoir; nothing where one of the
    /// two has no such carriers.
    fn potentials(&self, machine: &Machine, of: [usize; 2], part: usize) -> Option<[usize; 2]> {
        let kind = machine.reservoirs[part].statistics;
        let find = |reservoir: usize| {
            let mut all = self.group(reservoir).into_iter().map(|part| &machine.reservoirs[part]);
            let alike = all.find(|part| part.statistics == kind);
            alike.and_then(|part| part.occupation.equilibrium()).map(|[mu, _]| mu)
        };
        Some([find(of[0])?, find(of[1])?])
    }

    /// The noise of a reservoir, computed once a point; nothing where it is not known.
    fn known_noise<S: Integrable>(
        &self,
        point: &mut Point<'_, S>,
        reservoir: usize,
        counted: Counted,
    ) -> Result<Option<Fluctuations<S>>, f64> {
        let key = (reservoir, counted);
        if !point.noises.contains_key(&key) {
            let found = self.noise(point, reservoir, counted);
            point.noises.insert(key, found);
        }
        match point.noises.get(&key) {
            Some(Ok(found)) => Ok(Some(found.clone())),
            Some(Err(Unproven::Channels(place))) => {
                let status = self.words.channels[self.parents[*place]];
                point.lacks.get_or_insert(status);
                Err(f64::NAN)
            }
            _ => Ok(None),
        }
    }

    /// How what enters two reservoirs correlates: Σ_b C_ab = 0 at every energy.
    fn correlated<S: Integrable>(
        &self,
        weight: Weight,
        [a, b]: [usize; 2],
        point: &mut Point<'_, S>,
    ) -> Result<S, f64> {
        let (counted, which) = match weight {
            Weight::Particles => (Counted::Most, 0),
            Weight::Heat => (Counted::Heats([a.min(b), a.max(b)]), 0),
            _ => (Counted::Most, 1),
        };
        let all = coupled(&self.file, point.plan.machine(), &self.parents);
        let mut of = |r: usize| -> Result<Option<S>, f64> {
            match self.known_noise(point, r, counted)? {
                Some(found) if found.is_endless && weight == Weight::Particles => Err(f64::NAN),
                found => Ok(found.and_then(|found| found.of.get(which).cloned())),
            }
        };
        let third = all.iter().find(|r| **r != a && **r != b);
        let Some(third) = third else {
            return Ok(of(a)?.map_or_else(unknown, S::negated));
        };
        let (Some(one), Some(two), Some(whole)) = (of(a)?, of(b)?, of(*third)?) else {
            return Ok(unknown());
        };
        let groups = [a, b].map(|r| self.group(r));
        let groups = [&*groups[0], &*groups[1]];
        if point.plan.meets(groups, point.leaves, point.goal) == Ok(false) {
            return Ok(S::constant(0.0));
        }
        Ok(S::constant(0.5) * whole.minus(one).minus(two))
    }

    /// The noise of the heats of two reservoirs together over the root of those of both.
    fn correlation<S: Integrable>(
        &self,
        pair: [usize; 2],
        point: &mut Point<'_, S>,
    ) -> Result<S, f64> {
        let both = self.correlated(Weight::Heat, pair, point)?;
        let [mut one, mut two] = [None, None];
        for (r, heat) in pair.into_iter().zip([&mut one, &mut two]) {
            let found = self.known_noise(point, r, Counted::Most)?;
            *heat = found.and_then(|found| found.of.get(2).cloned());
        }
        let (Some(one), Some(two)) = (one, two) else { return Ok(unknown()) };
        let is_nothing = |number: &S| number.hull() == Interval::point(0.0);
        match (is_nothing(&both), is_nothing(&one) || is_nothing(&two)) {
            (_, true) => Err(f64::NAN),
            (true, false) => Ok(S::constant(0.0)),
            (false, false) => Ok(both / (one.sqrt() * two.sqrt())),
        }
    }

    /// A column of noise, or its limit where it is not finite.
    pub(super) fn fluctuation<S: Integrable>(
        &self,
        output: Output,
        point: &mut Point<'_, S>,
        particles: impl Fn(usize) -> S,
    ) -> Result<S, f64> {
        let (weight, r) = match output {
            Output::Noise(weight, r) => (weight, r),
            Output::Fano(r) => (Weight::Particles, r),
            Output::NoiseBetween(weight, a, b) if !S::HAS_SLOPE => {
                return self.correlated(weight, [a, b], point);
            }
            Output::Correlation(a, b) if !S::HAS_SLOPE => {
                return self.correlation([a, b], point);
            }
            _ => return Ok(unknown()),
        };
        if S::HAS_SLOPE {
            return Ok(unknown());
        }
        let equilibrium = point.plan.machine().reservoirs[r].occupation.equilibrium();
        let counted = match (weight, equilibrium) {
            (Weight::Entropy, None) => Counted::Entropy,
            _ => Counted::Most,
        };
        let Some(found) = self.known_noise(point, r, counted)? else { return Ok(unknown()) };
        if weight == Weight::Particles && found.is_endless {
            return Err(f64::INFINITY);
        }
        let of = |place: usize| found.of.get(place).cloned().unwrap_or_else(unknown);
        Ok(match (output, weight, equilibrium) {
            (Output::Fano(_), ..) => {
                let (noise, mean) = (of(0), particles(r));
                let is_nothing = |number: &S| number.hull() == Interval::point(0.0);
                match (is_nothing(&noise), is_nothing(&mean)) {
                    (true, true) => return Err(f64::NAN),
                    (false, true) => return Err(f64::INFINITY),
                    _ => noise / mean.abs(),
                }
            }
            (_, Weight::Particles, _) => of(0),
            (_, Weight::Energy, _) => of(1),
            (_, Weight::Heat | Weight::Heats(_), _) => of(2),
            (_, Weight::Entropy, Some([_, t])) => {
                let t = point.constants[t].value.clone();
                of(2) / (t.clone() * t)
            }
            (_, Weight::Entropy, None) => of(0),
        })
    }
}
