//! What probes find, in doubles.
//!
//! Newton's method finds all numbers together, from a point that is near enough. Where it does not, they are found one
//! after the other first: what a probe takes up falls with its own number, so that two values have it between them.

use super::{Balancing, COARSE, Unknown};
use crate::formula::Known;
use crate::model::flows::Unproven;
use crate::model::integral::Integrable;
use crate::model::linear::eliminated;
use crate::numeric::Lanes;
use crate::numeric::quadrature::Goal;

/// How often all numbers are found one after the other.
const MOST_ROUNDS: usize = 12;
/// How often Newton's method is tried from there.
const MOST_STEPS: usize = 12;
/// How often a step is doubled until a number is between two values, and how often these are brought closer.
const MOST_DOUBLINGS: usize = 60;
const MOST_HALVINGS: usize = 24;
/// How near two values are brought, in kT or as a share of T.
const NEAR: f64 = 1e-4;
/// A step that is so small a part of kT is the last one.
const LAST: f64 = 1e-11;

/// Something of the probes that falls as one of their numbers rises.
type Falling<'a, B> = dyn FnMut(&mut B) -> Result<f64, Unproven> + 'a;

impl<S: Integrable<Plain = S>> Balancing<'_, S> {
    /// The numbers in doubles.
    pub(super) fn roughly(&self) -> Result<Vec<f64>, Unproven> {
        let mut near = self.near(Goal { share: COARSE, ..Goal::LIGHT });
        near.start();
        for _ in 0..MOST_ROUNDS {
            if let Some(numbers) = near.together() {
                return Ok(numbers);
            }
            let mut has_moved = false;
            for place in 0..near.unknowns.len() {
                has_moved |= near.alone(place)?;
            }
            if !has_moved {
                break;
            }
        }
        Err(match self.is_inverted() {
            Some(place) => Unproven::Inverted(place),
            None => Unproven::NoBalance,
        })
    }
}

impl Balancing<'_, Lanes<1>> {
    fn number(&self, place: usize) -> f64 {
        self.constants[self.unknowns[place].place].value.0[0]
    }

    fn put(&mut self, place: usize, number: f64) {
        // Of a double it is known whether it is that of another reservoir.
        self.constants[self.unknowns[place].place] = Known::double(number);
    }

    /// kT of the probe of an unknown.
    fn thermal(&self, place: usize) -> f64 {
        let part = self.machine.probes[self.unknowns[place].probe].parts[0];
        let equilibrium = self.machine.reservoirs[part].occupation.equilibrium();
        equilibrium.map_or(f64::NAN, |[_, t]| self.constants[t].near())
    }

    /// Begins with the means of the other reservoirs.
    fn start(&mut self) {
        let given: Vec<[f64; 2]> = self
            .machine
            .reservoirs
            .iter()
            .filter_map(|reservoir| reservoir.occupation.equilibrium())
            .filter(|places| places.iter().all(|place| !self.machine.is_found(*place)))
            .map(|places| places.map(|place| self.constants[place].near()))
            .collect();
        let mean = |which: usize, otherwise: f64| match given.len() {
            0 => otherwise,
            count => given.iter().map(|both| both[which]).sum::<f64>() / count as f64,
        };
        let [mu, t] = [mean(0, 0.0), mean(1, 1.0)];
        for place in 0..self.unknowns.len() {
            self.put(place, if self.unknowns[place].is_t { t } else { mu });
        }
    }

    /// What the probe of an unknown takes up.
    fn taken(&self, place: usize) -> Result<f64, Unproven> {
        let flows = self.plan.flows_at(self.constants.clone(), &[], self.goal)?;
        let Lanes([taken]) = self.machine.taken(&self.unknowns[place], &flows.reservoirs);
        Ok(taken)
    }

    /// Finds the numbers of one probe, where those of the others stay as they are. Whether they have moved.
    ///
    /// What a probe of both takes up as heat falls as its temperature rises, if μ follows so that it takes up no
    /// particles.
    fn alone(&mut self, place: usize) -> Result<bool, Unproven> {
        let Unknown { probe, is_t, .. } = self.unknowns[place];
        let mut all = self.unknowns.iter();
        let mu = all.position(|unknown| unknown.probe == probe && !unknown.is_t);
        match mu {
            Some(mu) if is_t => self.bracketed(place, &mut |near: &mut Self| {
                near.bracketed(mu, &mut |near: &mut Self| near.taken(mu))?;
                near.taken(place)
            }),
            // It is found together with the temperature.
            _ if !is_t && self.machine.probes[probe].t.is_some() => Ok(false),
            _ => self.bracketed(place, &mut |near: &mut Self| near.taken(place)),
        }
    }

    /// Finds the number at which something that falls with it is 0; leaves it as it is where it is not found. Whether
    /// it has moved.
    fn bracketed(
        &mut self,
        place: usize,
        falling: &mut Falling<'_, Self>,
    ) -> Result<bool, Unproven> {
        let (is_t, kt, before) =
            (self.unknowns[place].is_t, self.thermal(place), self.number(place));
        let along = |by: f64| match is_t {
            // A temperature stays positive.
            true => before * by.exp(),
            false => before + kt * by,
        };
        let here = falling(self)?;
        if here == 0.0 || here.is_nan() {
            return Ok(false);
        }
        let mut at = |near: &mut Self, by: f64| {
            near.put(place, along(by));
            falling(near)
        };
        // It falls as the number rises.
        let way = here.signum();
        let (mut near, mut far) = (0.0, 0.5);
        let mut values = (here, f64::NAN);
        for _ in 0..MOST_DOUBLINGS {
            values.1 = at(self, way * far).unwrap_or(f64::NAN);
            if values.1.is_nan() || values.1 * way <= 0.0 {
                break;
            }
            (near, values.0) = (far, values.1);
            far *= if is_t && far > 8.0 { 1.25 } else { 2.0 };
        }
        if values.1 * way > 0.0 || values.1.is_nan() {
            self.put(place, before);
            return Ok(false);
        }
        // By turns where the chord crosses zero, and in the middle.
        for k in 0..MOST_HALVINGS {
            let chord = near + (far - near) * values.0 / (values.0 - values.1);
            let is_inside = chord > near.min(far) && chord < near.max(far);
            let by = if k % 2 == 0 && is_inside { chord } else { 0.5 * (near + far) };
            let value = at(self, way * by)?;
            match value * way > 0.0 {
                true => (near, values.0) = (by, value),
                false => (far, values.1) = (by, value),
            }
            if value == 0.0 || (far - near).abs() < NEAR {
                break;
            }
        }
        at(self, way * 0.5 * (near + far))?;
        Ok(true)
    }

    /// Newton's method from where the numbers are; leaves them as they were where it finds nothing.
    fn together(&mut self) -> Option<Vec<f64>> {
        let count = self.unknowns.len();
        let before: Vec<f64> = (0..count).map(|place| self.number(place)).collect();
        let mut last = f64::INFINITY;
        for _ in 0..MOST_STEPS {
            let Some(steps) = self.step() else { break };
            let size = |(place, step): (usize, &f64)| (step / self.thermal(place)).abs();
            let size = steps.iter().enumerate().map(size).fold(0.0, f64::max);
            let (is_t, moved) = (
                |place: usize| self.unknowns[place].is_t,
                |place: usize| self.number(place) - steps[place],
            );
            let is_possible = (0..count).all(|place| !is_t(place) || moved(place) > 0.0);
            let is_better = size < 0.5 * last || size < LAST;
            if !is_possible || !is_better || size.is_nan() {
                break;
            }
            last = size;
            let moved: Vec<f64> = (0..count).map(moved).collect();
            for (place, number) in moved.iter().enumerate() {
                self.put(place, *number);
            }
            if size < LAST {
                return Some(moved);
            }
        }
        for (place, number) in before.into_iter().enumerate() {
            self.put(place, number);
        }
        None
    }

    /// What Newton's method subtracts.
    fn step(&self) -> Option<Vec<f64>> {
        let missed = self.missed(&[]).ok()?;
        let rows = self.jacobian(self.goal, &missed, &vec![0.0; missed.len()]).ok()?;
        let steps = eliminated(rows, missed)?;
        Some(steps.into_iter().map(|Lanes([step])| step).collect())
    }
}
