//! What the error bars of tables make of results: sd² = Σ (∂NAME/∂value_i)² σ_i² over all points, to first order
//! and for points that err independently.

use super::{MachineFamily, Output, Variant};
use crate::formula::{Constant, Spectrum};
use crate::machine_file::tables::Uncertain;
use crate::model::{Broad, Carried, Flow, Flows, Machine, Occupation, Plan, Statistics};
use crate::numeric::quadrature::Goal;
use crate::numeric::{Bounded, Enclosed, Interval, Real, Split};
use std::sync::Arc;

type Number = Bounded<Split, 1>;
type Points = Arc<[(f64, f64)]>;

/// The share of a standard deviation, or of an occupation, over which differences are taken. Their truncation is
/// its square, 1e-12; nothing cancels, because numbers have twice the digits of doubles.
const STEP: f64 = 1.0 / (1 << 20) as f64;

impl MachineFamily {
    /// The standard deviation of each output, in the order of the outputs; NaN where it is not known.
    pub(super) fn deviations(&self, variant: &Variant, values: &[f64]) -> Option<Vec<f64>> {
        let leaves = self.leaves::<Number>(values);
        if variant.plan.machine().is_solved_for() {
            return self.deviations_by_wholes(variant, values);
        }
        let base = variant.plan.flows(&leaves, Goal::LIGHT).ok()?;
        let mut squares = vec![0.0; self.outputs.len()];
        let machine = variant.plan.machine();
        for table in &variant.uncertain {
            for (place, sigma) in table.deviations.iter().enumerate() {
                if *sigma == 0.0 {
                    continue;
                }
                // How much the flows change by one sigma, times the step.
                let mut changes: Vec<(Flows<Number>, f64)> = Vec::new();
                let hat = hat(machine, &table.points, place);
                if !hat.couplings.is_empty() {
                    let flows = Plan::new(hat).flows(&leaves, Goal::LIGHT).ok()?;
                    changes.push((flows, STEP * sigma));
                }
                for reservoir in 0..machine.reservoirs.len() {
                    let around = Around { machine, table, place, reservoir };
                    let Some((step, [up, down])) = around.machines()? else { continue };
                    let [up, down] =
                        [up, down].map(|part| Plan::new(part).flows(&leaves, Goal::LIGHT));
                    let share = 0.5 * STEP * sigma / step;
                    changes.extend([(up.ok()?, share), (down.ok()?, -share)]);
                }
                let moved = |sign: f64| {
                    let all = changes.iter().fold(base.clone(), |flows, (by, share)| {
                        flows_with(flows, by, sign * share)
                    });
                    let found = self.answer_of(&variant.plan, &leaves, &all, Goal::LIGHT, &[]);
                    found.ok().map(|answer| answer.numbers)
                };
                let [up, down] = [moved(1.0)?, moved(-1.0)?];
                for (id, (up, down)) in up.into_iter().zip(down).enumerate() {
                    let output = self.outputs[id];
                    let [up, down] = [up, down].map(|number| self.scaled(output, number));
                    let Interval { lo, hi } = up.minus(down).hull();
                    let slope = (lo + 0.5 * (hi - lo)) / (2.0 * STEP);
                    squares[id] += slope * slope;
                }
            }
        }
        Some(squares.into_iter().map(f64::sqrt).collect())
    }
}

impl MachineFamily {
    /// The same where probes or an optimal demon follow a table: whole machines are computed, with more and with less of
    /// each of its values.
    fn deviations_by_wholes(&self, variant: &Variant, values: &[f64]) -> Option<Vec<f64>> {
        let machine = variant.plan.machine();
        let mut squares = vec![0.0; self.outputs.len()];
        for table in &variant.uncertain {
            for (place, sigma) in table.deviations.iter().enumerate() {
                if *sigma == 0.0 {
                    continue;
                }
                let moved = |by: f64| {
                    let mut points = table.points.to_vec();
                    points[place].1 += by;
                    let machine = part(&with_table(machine, &table.points, &points.into()));
                    let plan = Plan::new(machine);
                    Some(self.answer::<Number>(&plan, values, Goal::LIGHT, &[]).ok()?.numbers)
                };
                // An occupation stays between 0 and 1.
                let value = table.points[place].1;
                let room = value.min(1.0 - value);
                let step = STEP * if room > 0.0 { room.min(*sigma) } else { *sigma };
                let [up, down] = [moved(step)?, moved(-step)?];
                for (id, (up, down)) in up.into_iter().zip(down).enumerate() {
                    let output = self.outputs[id];
                    let [up, down] = [up, down].map(|number| self.scaled(output, number));
                    let Interval { lo, hi } = up.minus(down).hull();
                    let change = (lo + 0.5 * (hi - lo)) / (2.0 * step) * sigma;
                    squares[id] += change * change;
                }
            }
        }
        Some(squares.into_iter().map(f64::sqrt).collect())
    }
}

/// A machine with other values in a table.
fn with_table(machine: &Machine, points: &Points, values: &Points) -> Machine {
    let mut moved = machine.clone();
    let put = |spectrum: &mut Spectrum| *spectrum = spectrum.with_table(points, values).0;
    let all = |broad: &mut Broad| {
        broad.neighbours.iter_mut().flat_map(|of| &mut of.transmissions).for_each(put);
    };
    moved.couplings.iter_mut().for_each(|coupling| put(&mut coupling.transmission));
    for reservoir in &mut moved.reservoirs {
        match &mut reservoir.occupation {
            Occupation::Equilibrium { .. } => {}
            Occupation::Given { f, rest } => [f, rest].into_iter().for_each(put),
            Occupation::Optimal(broad) => all(broad),
        }
    }
    if let Some((_, broad)) = moved.optimal.as_mut().and_then(|demon| demon.broad.as_mut()) {
        all(broad);
    }
    moved
}

/// The machine that carries what a value of a transmission or of a spectral current adds by 1: a hat between the
/// neighbours of its point.
fn hat(machine: &Machine, points: &Points, place: usize) -> Machine {
    let from = place.saturating_sub(1);
    let height = |at: usize| if at == place { 1.0 } else { 0.0 };
    let near = from..(place + 2).min(points.len());
    let hat: Points = near.map(|at| (points[at].0, height(at))).collect();
    let couplings = machine.couplings.iter().filter_map(|coupling| {
        let (transmission, is_there) = coupling.transmission.with_table(points, &hat);
        let lines = Vec::new();
        is_there.then(|| crate::model::Coupling { transmission, lines, ..coupling.clone() })
    });
    Machine { couplings: couplings.collect(), ..part(machine) }
}

/// A machine without the rules that hold for all of its parts together.
fn part(machine: &Machine) -> Machine {
    let (limits, slacks) = (Vec::new(), Vec::new());
    Machine { limits, slacks, is_part: true, ..machine.clone() }
}

/// The part of a machine around a point of measured occupations.
struct Around<'a> {
    machine: &'a Machine,
    table: &'a Uncertain,
    place: usize,
    reservoir: usize,
}

impl Around<'_> {
    /// By how much the value is moved, and the machines with more and with less of it; nothing where the
    /// reservoir does not have the table. [`None`] where the value is 0 or 1, at which entropy has no slope.
    fn machines(&self) -> Option<Option<(f64, [Machine; 2])>> {
        let Around { machine, table, place, reservoir } = *self;
        let points = &table.points;
        let Occupation::Given { f, rest } = &machine.reservoirs[reservoir].occupation else {
            return Some(None);
        };
        let mut axis = None;
        f.tables(&mut |found, unit, shift| {
            if Arc::ptr_eq(found, points) {
                axis = Some((unit, shift));
            }
        });
        let Some((unit, shift)) = axis else { return Some(None) };
        let value = points[place].1;
        let room = match machine.reservoirs[reservoir].statistics {
            Statistics::Fermi => value.min(1.0 - value),
            Statistics::Bose => value,
        };
        if room <= 0.0 {
            return None;
        }
        let step = STEP * room;
        let mut window = part(machine);
        // Only between the neighbours of the point does anything change.
        let edge = |at: Option<&(f64, f64)>, slope: f64, constants: &mut Vec<Constant>| {
            let [unit, shift] =
                [unit, shift].map(|place| Box::new(machine.constants[place].clone()));
            let at = Constant::Product(Box::new(Constant::double(at?.0)), unit);
            let zero = Constant::Sum(shift, Box::new(at)).place(constants);
            Some(Spectrum::Step { slope: Constant::double(slope).place(constants), zero })
        };
        let last = points.len() - 1;
        let edges = [
            edge(points.get(place.saturating_sub(1)), 1.0, &mut window.constants),
            edge(points.get((place + 1).min(last)), -1.0, &mut window.constants),
        ];
        let within = |spectrum: Spectrum| {
            edges.iter().flatten().fold(spectrum, |spectrum, edge| {
                Spectrum::Product(Box::new(edge.clone()), Box::new(spectrum))
            })
        };
        window.couplings.retain(|coupling| {
            let is_mine = coupling.to == reservoir || coupling.from == reservoir;
            is_mine && coupling.to != coupling.from
        });
        for coupling in &mut window.couplings {
            coupling.transmission = within(coupling.transmission.clone());
            for line in &mut coupling.lines {
                line.factor = within(line.factor.clone());
            }
        }
        let moved = |by: f64| {
            let mut values = points.to_vec();
            values[place].1 += by;
            let values: Points = values.into();
            let mut machine = window.clone();
            machine.reservoirs[reservoir].occupation = Occupation::Given {
                f: f.with_table(points, &values).0,
                rest: rest.with_table(points, &values).0,
            };
            machine
        };
        Some(Some((step, [moved(step), moved(-step)])))
    }
}

/// Flows with a share of others, which are those of parts of the same machine.
fn flows_with(mut flows: Flows<Number>, by: &Flows<Number>, share: f64) -> Flows<Number> {
    let with = |a: &mut Number, b: &Number| {
        *a = (*a).minus((*b * Number::constant(share)).negated());
    };
    let maybe = |a: &mut Option<Number>, b: &Option<Number>| {
        if let (Some(a), Some(b)) = (a, b) {
            with(a, b);
        }
    };
    for (flow, by) in flows.reservoirs.iter_mut().zip(&by.reservoirs) {
        let Flow { particles, energy, heat, entropy, exergy } = flow;
        with(particles, &by.particles);
        with(energy, &by.energy);
        maybe(heat, &by.heat);
        with(entropy, &by.entropy);
        maybe(exergy, &by.exergy);
    }
    with(&mut flows.production, &by.production);
    maybe(&mut flows.delivered, &by.delivered);
    for by in &by.carried {
        let same =
            |own: &&mut Carried<Number>| own.ends == by.ends && own.both_ways == by.both_ways;
        if let Some(own) = flows.carried.iter_mut().find(same) {
            with(&mut own.particles, &by.particles);
            with(&mut own.energy, &by.energy);
            with(&mut own.production, &by.production);
        }
    }
    flows
}

impl Output {
    /// Whether it can have a standard deviation.
    pub(super) fn can_deviate(self) -> bool {
        !matches!(
            self,
            Output::Kind
                | Output::EntryParticles(_)
                | Output::EntryEnergy(_)
                | Output::DemonParticles(_)
                | Output::DemonEnergy(_)
                | Output::Response(..)
                | Output::Noise(..)
                | Output::NoiseBetween(..)
                | Output::Correlation(..)
                | Output::Fano(_)
                | Output::Error(_)
                | Output::Slope(..)
                | Output::Deviation(_)
                | Output::Floor(_)
        )
    }
}
