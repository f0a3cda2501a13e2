//! Probes: reservoirs in equilibrium whose temperature, chemical potential or both are such that they take up
//! nothing.
//!
//! A voltage probe takes up no particles, ṅ = 0 (Eq. 17), and finds μ; a temperature probe takes up no heat,
//! J = ε̇ − μ ṅ = 0 (Eq. 7), and finds T; a probe of both does neither and finds both. What a probe of one kind
//! takes up falls with what it finds, as ∂ṅ/∂μ = −∫ D (−f′) dE and ∂J/∂T = −∫ D (E − μ)² (−f′)/T dE with the sum
//! D of its transmissions, so that there is one such value at most. A probe of both has one at most, too: with
//! α = μ/T and β = 1/T the numbers ∫ D f and −∫ D E f are the gradient of the convex function
//! ∫ D ln(1 + e^(α − βE)). Several voltage probes have one, too: what one of them takes up rises with μ of the
//! others, and all take up less together where one μ rises.
//!
//! A solution is found in doubles, improved by Newton's method with proven integrals, and proven by Krawczyk's
//! test: a box around it holds one solution and no other one.

mod exact;
mod inverted;
mod response;
mod rough;

pub use exact::Exact;

use super::flows::{Plan, Unproven};
use super::integral::Integrable;
use super::linear::{eliminated, product, reach};
use super::machine::Machine;
use super::{Density, Flow};
use crate::formula::{Known, Line, Moving, roughly};
use crate::numeric::quadrature::Goal;
use crate::numeric::{Enclosed, Interval, Lanes, Real};

/// A probe. Its numbers are constants of the machine.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The reservoirs that it is: one of electrons, and one of phonons if it has them.
    pub parts: Vec<usize>,
    /// The chemical potential, if it is to be found.
    pub mu: Option<usize>,
    /// The temperature, if it is to be found.
    pub t: Option<usize>,
}

impl Probe {
    /// Whether it takes up nothing of this kind into one of its reservoirs.
    pub fn is_balanced<S>(
        &self,
        reservoir: usize,
        density: Density,
        machine: &Machine,
        constants: &[Known<S>],
    ) -> bool {
        let (is_own, is_whole) = (self.parts.contains(&reservoir), self.parts.len() == 1);
        // Energy is heat where μ is 0.
        let is_at_zero = || {
            let equilibrium = machine.reservoirs[reservoir].occupation.equilibrium();
            equilibrium.is_some_and(|[mu, _]| constants[mu].double == Some(0.0))
        };
        is_own
            && match density {
                Density::Particles => self.mu.is_some() && self.parts[0] == reservoir,
                Density::Heat(_) => self.t.is_some() && is_whole,
                Density::Energy => {
                    self.t.is_some() && is_whole && (self.mu.is_some() || is_at_zero())
                }
                _ => false,
            }
    }

    /// What flows into all of its reservoirs together, without what is 0.
    pub fn balanced<S: Enclosed>(&self, flow: Flow<S>) -> Flow<S> {
        let zero = || S::constant(0.0);
        let Flow { mut particles, mut energy, mut heat, mut entropy, exergy } = flow;
        if self.mu.is_some() {
            particles = zero();
        }
        if self.t.is_some() {
            (heat, entropy) = (Some(zero()), zero());
            if self.mu.is_some() {
                energy = zero();
            }
        }
        Flow { particles, energy, heat, entropy, exergy }
    }
}

/// A number to be found, and the condition that finds it.
#[derive(Clone, Copy, Debug)]
struct Unknown {
    /// The constant.
    place: usize,
    /// The probe.
    probe: usize,
    /// Whether it is a temperature; else a chemical potential.
    is_t: bool,
}

/// How exactly derivatives are proven: Krawczyk's test needs a few digits.
const COARSE: f64 = 1.0 / (1u64 << 44) as f64;
/// How often numbers are improved: each step adds a dozen digits.
const MOST_STEPS: usize = 9;
/// What the roundings of a bound in doubles may be off.
const ROUNDED: f64 = 1.0 + 1e-12;

const UNKNOWN: Unproven = Unproven::FewDigits;

impl Machine {
    /// Whether a probe finds this constant.
    pub fn is_found(&self, place: usize) -> bool {
        self.probes.iter().any(|probe| [probe.mu, probe.t].contains(&Some(place)))
    }

    /// Whether something of it follows from all the rest: a probe, an optimal demon, or an optimal filter.
    pub fn is_solved_for(&self) -> bool {
        !self.probes.is_empty() || self.optimal.is_some() || self.filter.is_some()
    }

    /// The probe that a reservoir is a part of.
    pub fn probe(&self, reservoir: usize) -> Option<&Probe> {
        self.probes.iter().find(|probe| probe.parts.contains(&reservoir))
    }

    /// Whether nothing is coupled to a probe: then it finds nothing, and nothing depends on it.
    pub fn is_loose<S>(&self, probe: &Probe, constants: &[Known<S>]) -> bool {
        let touches = |end: usize| probe.parts.contains(&end);
        let mut mine =
            self.couplings.iter().filter(|coupling| touches(coupling.to) || touches(coupling.from));
        mine.all(|coupling| {
            let has_area = |line: &Line| constants[line.area].double != Some(0.0);
            coupling.to != coupling.from
                && coupling.transmission.is_nothing(constants)
                && !coupling.lines.iter().any(has_area)
        })
    }

    /// Whether there is one solution for all probes at most.
    pub fn has_one_balance(&self) -> bool {
        self.probes.len() < 2 || self.probes.iter().all(|probe| probe.t.is_none())
    }

    /// The machine that tells what probes take up: all that is coupled to them.
    pub(super) fn probed(&self) -> Option<Plan> {
        if self.probes.is_empty() {
            return None;
        }
        let is_part = |end: usize| self.probe(end).is_some();
        let mut machine =
            Machine { is_part: true, limits: Vec::new(), optimal: None, ..self.clone() };
        (machine.probes, machine.demons) = Default::default();
        machine.couplings.retain(|coupling| is_part(coupling.to) || is_part(coupling.from));
        Some(Plan::new(machine).with(|density| match density {
            Density::Particles => true,
            Density::Heat(reservoir) => is_part(reservoir),
            _ => false,
        }))
    }
}

/// Probes where the parameters of their machine have some values.
struct Balancing<'a, S> {
    machine: &'a Machine,
    plan: &'a Plan,
    /// What tells the derivatives, where that is known.
    response: Option<&'a Plan>,
    constants: Vec<Known<S>>,
    unknowns: Vec<Unknown>,
    goal: Goal,
}

/// Puts what the probes of a machine find among its constants; gives what of it is known exactly.
///
/// # Errors
/// [`Unproven`] where there is no such temperature, or no bound is known.
pub(super) fn balance<S: Integrable>(
    machine: &Machine,
    (plan, response): (&Plan, Option<&Plan>),
    constants: &mut [Known<S>],
    twins: &[usize],
    goal: Goal,
) -> Result<Vec<(usize, Exact)>, Unproven> {
    let (loose, coupled): (Vec<_>, Vec<_>) = machine
        .probes
        .iter()
        .enumerate()
        .partition(|(_, probe)| machine.is_loose(probe, constants));
    for place in loose.iter().flat_map(|(_, probe)| [probe.mu, probe.t]).flatten() {
        // Any number will do.
        constants[place] = Known::double(1.0);
    }
    let probes = coupled.into_iter();
    let unknowns = probes.flat_map(|(probe, of)| {
        let mu = of.mu.map(|place| Unknown { place, probe, is_t: false });
        mu.into_iter().chain(of.t.map(|place| Unknown { place, probe, is_t: true }))
    });
    let unknowns: Vec<Unknown> = unknowns.collect();
    if unknowns.is_empty() {
        return Ok(Vec::new());
    }
    let plain = constants.iter().map(S::plain).collect();
    let mut balancing = Balancing { machine, plan, response, constants: plain, unknowns, goal };
    let exact = balancing.solve(twins)?;
    let Balancing { constants: found, unknowns, .. } = &balancing;
    for unknown in unknowns {
        constants[unknown.place] = S::still(found[unknown.place].clone());
    }
    if S::HAS_SLOPE {
        // 0 = dF/dp = ∂F/∂p + J dz/dp.
        let flows = plan.flows_at(constants.to_vec(), &[], goal)?;
        let right = balancing
            .unknowns
            .iter()
            .map(|unknown| machine.taken::<S>(unknown, &flows.reservoirs).derivative().negated());
        let right: Vec<S::Plain> = right.collect();
        let nothing = vec![S::Plain::constant(0.0); right.len()];
        let jacobian = balancing.jacobian(goal, &nothing, &vec![0.0; right.len()])?;
        let slopes = eliminated(jacobian, right).ok_or(UNKNOWN)?;
        for (unknown, slope) in balancing.unknowns.iter().zip(slopes) {
            let value = balancing.constants[unknown.place].value.clone();
            constants[unknown.place] = Known::of(S::moving(value, slope));
        }
    }
    Ok(exact)
}

impl Machine {
    /// What an unknown's probe takes up and should not.
    fn taken<S: Enclosed>(&self, unknown: &Unknown, flows: &[Flow<S>]) -> S {
        let probe = &self.probes[unknown.probe];
        let heat = |part: &usize| flows[*part].heat.clone();
        match unknown.is_t {
            false => flows[probe.parts[0]].particles.clone(),
            true => {
                let parts = probe.parts.iter().filter_map(heat);
                parts.reduce(|a, b| a.minus(b.negated())).unwrap_or_else(|| S::constant(0.0))
            }
        }
    }
}

impl<'a, S: Integrable<Plain = S>> Balancing<'a, S> {
    /// The same probes with other constants, unknowns and goal.
    fn with<T>(
        &self,
        constants: Vec<Known<T>>,
        unknowns: Vec<Unknown>,
        goal: Goal,
    ) -> Balancing<'a, T> {
        let Balancing { machine, plan, response, .. } = *self;
        Balancing { machine, plan, response, constants, unknowns, goal }
    }

    /// What the probes take up where the constants are as they are.
    fn missed(&self, twins: &[usize]) -> Result<Vec<S>, Unproven> {
        let flows = self.plan.flows_at(self.constants.clone(), twins, self.goal)?;
        let missed = |unknown| self.machine.taken(unknown, &flows.reservoirs);
        Ok(self.unknowns.iter().map(missed).collect())
    }

    /// How it changes with each unknown: a row for each condition. `missed` is what they take up at a point from which
    /// the numbers differ by `widths` at most.
    fn jacobian(&self, goal: Goal, missed: &[S], widths: &[f64]) -> Result<Vec<Vec<S>>, Unproven> {
        if let Some(response) = self.response {
            return self.response(response, goal, missed, widths);
        }
        let count = self.unknowns.len();
        let mut rows = vec![Vec::with_capacity(count); count];
        for unknown in &self.unknowns {
            let moving = self.constants.iter().enumerate().map(|(place, known)| {
                let slope = (place == unknown.place).then(|| Known::double(1.0));
                Moving::known(known, slope)
            });
            let flows = self.plan.flows_at::<Moving<S>>(moving.collect(), &[], goal)?;
            for (row, condition) in rows.iter_mut().zip(&self.unknowns) {
                row.push(self.machine.taken(condition, &flows.reservoirs).derivative());
            }
        }
        Ok(rows)
    }

    fn set(&mut self, numbers: &[S]) {
        for (unknown, number) in self.unknowns.iter().zip(numbers) {
            let Interval { lo, hi } = number.hull();
            // Of a double it is known whether it is that of another reservoir.
            self.constants[unknown.place] = match lo == hi && S::HAS_BOUND {
                true => Known::double(lo),
                false => Known::of(number.clone()),
            };
        }
    }

    /// Puts what the probes find among the constants.
    fn solve(&mut self, twins: &[usize]) -> Result<Vec<(usize, Exact)>, Unproven> {
        if let Some(exact) = self.in_equilibrium(twins) {
            return Ok(exact);
        }
        let mut numbers: Vec<S> = self.roughly()?.into_iter().map(S::constant).collect();
        self.set(&numbers);
        if !S::HAS_BOUND {
            return Ok(Vec::new());
        }
        let turn = self.turn().ok_or(Unproven::NoBalance)?;
        let mut missed = self.missed(&[])?;
        let mut before = f64::INFINITY;
        for _ in 0..MOST_STEPS {
            let steps = product(&turn, &missed);
            let most = |of: &dyn Fn(&S) -> f64| steps.iter().map(of).fold(0.0f64, f64::max);
            let (size, error) = (most(&|step| step.hull().size()), most(&|step| step.error()));
            // A step that is no longer certain, or is no better than the one before, adds no digit.
            if size <= 4.0 * error || size >= 0.5 * before || size.is_nan() {
                break;
            }
            before = size;
            for (number, step) in numbers.iter_mut().zip(steps) {
                *number = number.clone().minus(step).middle();
            }
            self.set(&numbers);
            missed = self.missed(&[])?;
        }
        let reached = self.verified(&numbers, &turn, &missed)?;
        let known = |(number, by): (S, f64)| number.widened(by);
        let known: Vec<S> = numbers.into_iter().zip(reached).map(known).collect();
        self.set(&known);
        self.exact(&known, twins)
    }

    /// By Krawczyk's test, how far each of the numbers can be from those at which nothing is taken up.
    fn verified(
        &mut self,
        numbers: &[S],
        turn: &[Vec<S>],
        missed: &[S],
    ) -> Result<Vec<f64>, Unproven> {
        let size = |number: &S| number.hull().size();
        let steps: Vec<f64> = product(turn, missed).iter().map(size).collect();
        let goal = Goal { share: self.goal.share.max(COARSE), ..Goal::LIGHT };
        let mut widths: Vec<f64> = steps.iter().map(|step| 2.0 * step).collect();
        for _ in 0..4 {
            let around = numbers.iter().zip(&widths);
            let around: Vec<S> = around.map(|(a, by)| a.clone().widened(*by)).collect();
            self.set(&around);
            // A box in which a temperature is not positive is too wide.
            let jacobian = self.jacobian(goal, missed, &widths).map_err(|_| UNKNOWN)?;
            let reached = reach(turn, &jacobian, &steps, &widths);
            let is_inside = |(reached, width): (&f64, &f64)| reached < width || *reached == 0.0;
            if reached.iter().zip(&widths).all(is_inside) {
                return Ok(reached);
            }
            for (width, reached) in widths.iter_mut().zip(&reached) {
                *width = 4.0 * reached + 0.25 * *width;
            }
        }
        Err(UNKNOWN)
    }

    /// The same in doubles.
    fn near(&self, goal: Goal) -> Balancing<'_, Lanes<1>> {
        let constants = self.constants.iter().map(roughly).collect();
        self.with(constants, self.unknowns.clone(), goal)
    }

    /// The inverse of the derivatives, from doubles.
    fn turn(&self) -> Option<Vec<Vec<S>>> {
        let near = self.near(Goal { share: COARSE, ..Goal::LIGHT });
        let missed = near.missed(&[]).ok()?;
        let rows = near.jacobian(near.goal, &missed, &vec![0.0; missed.len()]).ok()?;
        let places = 0..rows.len();
        let unit = |k: usize| {
            let entry = |m: usize| Lanes([f64::from(u8::from(k == m))]);
            eliminated(rows.clone(), places.clone().map(entry).collect())
        };
        let columns: Vec<Vec<Lanes<1>>> = places.clone().map(unit).collect::<Option<_>>()?;
        let is_finite = columns.iter().flatten().all(|Lanes([a])| a.is_finite());
        let row = |k: usize| columns.iter().map(|column| S::constant(column[k].0[0])).collect();
        is_finite.then(|| places.map(row).collect())
    }
}

#[cfg(test)]
mod soundness;
