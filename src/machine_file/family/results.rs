//! The results of a machine at a point, in some arithmetic.

use super::answer::{Answer, infinite};
use super::requested::Point;
use super::{MachineFamily, Merit, Output, unknown};
use crate::formula::Known;
use crate::machine_file::looks::Looked;
use crate::model::{Balance, Carried, Flow, Flows, Integrable, Link, Looks, Plan, Unproven};
use crate::numeric::quadrature::Goal;
use crate::numeric::{Enclosed, Interval, Lanes};

impl MachineFamily {
    /// All results of a point in some arithmetic, in the order of the results; a kind is a place in a list. Those
    /// that are computed by themselves are NaN where they are not `needed`.
    pub(super) fn answer<S: Integrable>(
        &self,
        plan: &Plan,
        values: &[f64],
        goal: Goal,
        needed: &[bool],
    ) -> Result<Answer<S>, Unproven> {
        let leaves = self.leaves::<S>(values);
        let flows = plan.flows_of(&leaves, &self.twins(values), goal)?;
        self.answer_of(plan, &leaves, &flows, goal, needed)
    }

    /// The same where the inputs and the flows are known.
    pub(super) fn answer_of<S: Integrable>(
        &self,
        plan: &Plan,
        leaves: &[Known<S>],
        flows: &Flows<S>,
        goal: Goal,
        needed: &[bool],
    ) -> Result<Answer<S>, Unproven> {
        let machine = plan.machine();
        let mut constants: Vec<Known<S>> =
            machine.constants.iter().map(|constant| constant.value(leaves)).collect();
        for (place, found) in &flows.found {
            // Of what finds nothing nothing depends.
            let is_known = found.value.error().is_finite();
            constants[*place] = if is_known { found.clone() } else { Known::double(1.0) };
        }
        let balance = Balance::of(machine, &constants, flows);
        let is_free = balance.as_ref().is_some_and(Balance::seems_free);
        let mut kind = f64::NAN;
        let (entries, traffic, moments) = Default::default();
        let (noises, lacks, limits) = Default::default();
        let constants = &constants[..];
        let mut point = Point {
            plan,
            leaves,
            goal,
            constants,
            entries,
            traffic,
            moments,
            noises,
            lacks,
            limits,
        };
        let nothing = unknown::<S>;
        let mut all: Vec<S> = Vec::with_capacity(self.outputs.len());
        for (place, output) in self.outputs.iter().enumerate() {
            all.push(match output {
                Output::Kind => {
                    kind = balance.as_ref().map_or(f64::NAN, |balance| {
                        let exchanges = self.exchanges(flows);
                        f64::from(balance.kind(exchanges) as u8)
                    });
                    S::constant(0.0)
                }
                Output::Efficiency => {
                    balance.as_ref().map_or_else(nothing, |balance| balance.efficiency(true))
                }
                Output::Seeming if is_free => nothing(),
                Output::Seeming => {
                    balance.as_ref().map_or_else(nothing, |balance| balance.efficiency(false))
                }
                // What other results are made of comes first.
                Output::Merit(_)
                | Output::Error(_)
                | Output::Slope(..)
                | Output::Floor(_)
                | Output::Deviation(_) => nothing(),
                Output::Temperature(r) | Output::Potential(r) => {
                    let [mu, t] =
                        machine.reservoirs[*r].occupation.equilibrium().unwrap_or_default();
                    let own = if matches!(output, Output::Temperature(_)) { t } else { mu };
                    let found = flows.found.iter().find(|(place, _)| *place == own);
                    found.map_or_else(nothing, |(_, found)| found.value.clone())
                }
                Output::Coldest | Output::Price | Output::Windows | Output::Gap => {
                    let own = machine.filter.as_ref().map(|filter| match output {
                        Output::Coldest | Output::Price => filter.price,
                        Output::Windows => filter.count,
                        _ => filter.gap,
                    });
                    let found = flows.found.iter().find(|(place, _)| Some(*place) == own);
                    found.map_or_else(nothing, |(_, found)| found.value.clone())
                }
                Output::Response(of, a, b) if needed.get(place) == Some(&true) => {
                    self.response(*of, [*a, *b], &mut point).unwrap_or_else(|limit| {
                        point.limits.push((place, limit));
                        nothing()
                    })
                }
                Output::Noise(..)
                | Output::NoiseBetween(..)
                | Output::Correlation(..)
                | Output::Fano(_)
                    if needed.get(place) == Some(&true) =>
                {
                    let particles = |r: usize| self.flow(flows, r).particles;
                    self.fluctuation(*output, &mut point, particles).unwrap_or_else(|limit| {
                        point.limits.push((place, limit));
                        nothing()
                    })
                }
                output => match self.flowing(*output, flows) {
                    Some(number) => number,
                    None if needed.get(place) == Some(&true) => {
                        let flow = |r: usize| self.flow(flows, r);
                        self.on_request(*output, &mut point, flow).unwrap_or_else(nothing)
                    }
                    None => nothing(),
                },
            });
        }
        let limits = point.entries.iter().filter_map(|(place, entry)| {
            let limit = entry.as_ref()?.limit;
            (limit != 0.0).then_some((*place, limit))
        });
        let entries: Vec<(usize, f64)> = limits.collect();
        self.figures(plan, leaves, goal, &mut all)?;
        let of = |reservoir: usize| {
            (0..self.parents.len())
                .any(|place| self.parents[place] == reservoir && flows.infinite[place])
        };
        let infinite = (0..self.file.reservoirs.len()).find(|reservoir| of(*reservoir));
        let mut merits = infinite.map_or_else(Vec::new, |r| self.merit_limits(r, leaves, &all));
        merits.append(&mut point.limits);
        let mut endless = vec![[0.0; 2]; self.file.reservoirs.len()];
        for (place, limits) in flows.endless.iter().enumerate() {
            let parent = self.parents[place];
            let is_own =
                machine.reservoirs[place].statistics == machine.reservoirs[parent].statistics;
            // Phonons beside electrons do not enter n.
            endless[parent][0] += if is_own { limits[0] } else { 0.0 };
            endless[parent][1] += limits[1];
        }
        // Their work is none only where μ0 is 0, too.
        let has_work = machine.mu0.is_some_and(|mu0| constants[mu0].double != Some(0.0));
        let is_faint = flows.is_faint;
        Ok(Answer {
            is_faint,
            numbers: all,
            kind,
            infinite,
            merits,
            endless,
            entries,
            is_free,
            has_work,
            lacks: point.lacks,
        })
    }

    /// What flows into a reservoir of the file, which may be several of the machine.
    fn flow<S: Enclosed>(&self, flows: &Flows<S>, reservoir: usize) -> Flow<S> {
        let mine = || (0..self.parents.len()).filter(|place| self.parents[*place] == reservoir);
        let sum = |a: S, b: S| a.minus(b.negated());
        let total = |of: &dyn Fn(&Flow<S>) -> Option<S>| {
            mine().filter_map(|place| of(&flows.reservoirs[place])).reduce(sum)
        };
        let zero = || S::constant(0.0);
        let flow = Flow {
            // Phonons beside electrons do not enter n.
            particles: flows.reservoirs[reservoir].particles.clone(),
            energy: total(&|flow| Some(flow.energy.clone())).unwrap_or_else(zero),
            heat: total(&|flow| flow.heat.clone()),
            entropy: total(&|flow| Some(flow.entropy.clone())).unwrap_or_else(zero),
            exergy: total(&|flow| flow.exergy.clone()),
        };
        match self.machine().probe(reservoir) {
            Some(probe) => probe.balanced(flow),
            None => flow,
        }
    }

    /// A result that is a sum of flows, if it is one.
    fn flowing<S: Enclosed>(&self, output: Output, flows: &Flows<S>) -> Option<S> {
        let machine = self.machine();
        let zero = || S::constant(0.0);
        let flow = |r: usize| self.flow(flows, r);
        Some(match output {
            Output::Particles(r) => flow(r).particles,
            Output::Charge(r) => flow(r).particles.negated(),
            Output::Energy(r) => flow(r).energy,
            Output::Heat(r) => flow(r).heat.unwrap_or_else(zero),
            Output::Entropy(r) => flow(r).entropy,
            Output::Exergy(r) => flow(r).exergy.unwrap_or_else(zero),
            Output::Production => flows.production.clone(),
            Output::Work => flows.delivered.clone().unwrap_or_else(zero),
            Output::ParticlesBetween(a, b) => {
                // Phonons beside electrons do not enter n.
                let kind = |place: usize| machine.reservoirs[place].statistics;
                let is_own = |place: usize| kind(place) == kind(self.parents[place]);
                self.between(flows, [a, b], |carried| {
                    carried.ends.into_iter().all(is_own).then(|| carried.particles.clone())
                })
            }
            Output::EnergyBetween(a, b) => {
                self.between(flows, [a, b], |carried| Some(carried.energy.clone()))
            }
            Output::ProductionBetween(a, b) => self.produced(flows, [a, b]),
            Output::SeemingProduction => {
                let of_equilibria = machine.reservoirs.iter().zip(&flows.reservoirs);
                let heats = of_equilibria.filter(|(_, flow)| flow.heat.is_some());
                let entropies = heats.map(|(_, flow)| flow.entropy.clone());
                entropies.reduce(|a, b| a.minus(b.negated())).unwrap_or_else(zero)
            }
            _ => return None,
        })
    }

    /// Puts the figures of merit among the results, which are known by then.
    fn figures<S: Integrable>(
        &self,
        plan: &Plan,
        inputs: &[Known<S>],
        goal: Goal,
        all: &mut [S],
    ) -> Result<(), Unproven> {
        if self.merits.is_empty() {
            return Ok(());
        }
        let mut leaves: Vec<Known<S>> = inputs.to_vec();
        let number = |(place, output): (usize, &Output)| match output {
            _ if !self.used[place] => Known::double(f64::NAN),
            Output::Error(of) if all[*of].error().is_finite() => {
                Known::of(S::constant(all[*of].error()))
            }
            _ => Known::of(all[place].clone()),
        };
        leaves.extend(self.outputs.iter().enumerate().map(number));
        let machine = match self.looks.is_empty() {
            true => None,
            false => Some(plan.looks(inputs, goal)?),
        };
        let first = inputs.len() + self.outputs.len();
        for (place, output) in self.outputs.iter().enumerate() {
            let Output::Merit(merit) = output else { continue };
            let Merit { formula, looks, .. } = &self.merits[*merit];
            while leaves.len() < first + looks {
                let look = &self.looks[leaves.len() - first];
                let energy = look.at.value(&leaves);
                let value = machine.as_ref().map(|machine| self.look(machine, look.of, &energy));
                leaves.push(Known::of(value.unwrap_or_else(unknown)));
            }
            let Known { value, .. } = formula.value(&leaves);
            leaves[inputs.len() + place] = Known::of(value.clone());
            all[place] = value;
        }
        Ok(())
    }

    /// The figures of merit that are made of what is infinite where the entropy of a reservoir is, with their limits in
    /// doubles: 0 and ±∞ are exact, and nothing else is known.
    fn merit_limits<S: Enclosed>(
        &self,
        reservoir: usize,
        inputs: &[Known<S>],
        all: &[S],
    ) -> Vec<(usize, f64)> {
        let near = |number: &Known<S>| Known::double(number.near());
        let mut leaves: Vec<Known<Lanes<1>>> = inputs.iter().map(near).collect();
        let mut found = Vec::new();
        let column = |(output, number): (&Output, &S)| {
            let limit = infinite(*output, reservoir);
            limit.map_or_else(|| near(&Known::of(number.clone())), Known::double)
        };
        leaves.extend(self.outputs.iter().zip(all).map(column));
        for (place, output) in self.outputs.iter().enumerate() {
            let Output::Merit(merit) = output else { continue };
            let Merit { formula, looks, .. } = &self.merits[*merit];
            let mut is_infinite = false;
            formula.visit(&mut |leaf| {
                let column = leaf.checked_sub(inputs.len());
                let column = column.filter(|column| *column < self.outputs.len());
                is_infinite |= column.is_some_and(|column| {
                    let is_merit = found.iter().any(|(merit, _)| *merit == column);
                    is_merit || infinite(self.outputs[column], reservoir).is_some()
                });
            });
            if !is_infinite {
                continue;
            }
            let limit = if *looks == 0 { formula.value(&leaves).value.0[0] } else { f64::NAN };
            let limit = if limit == 0.0 || limit.is_infinite() { limit + 0.0 } else { f64::NAN };
            leaves[inputs.len() + place] = Known::double(limit);
            found.push((place, limit));
        }
        found
    }

    /// A function of the energy at one energy.
    fn look<S: Integrable>(&self, machine: &Looks<'_, S>, of: Looked, energy: &Known<S>) -> S {
        match of {
            Looked::Occupation(r) => machine.occupation(&self.group(r), energy),
            Looked::Logarithm(r) => machine.logarithm(&self.group(r), energy),
            Looked::Transmission(a, b) => {
                let reservoirs = &self.machine().reservoirs;
                // Phonons have a transmission of their own.
                let is_own = |link: &Link| {
                    [link.to, link.from].iter().all(|end| {
                        reservoirs[*end].statistics == reservoirs[self.parents[*end]].statistics
                    })
                };
                let joins = |link: &Link| {
                    let ends = [link.to, link.from].map(|end| self.parents[end]);
                    ends == [a, b] || link.both_ways && ends == [b, a]
                };
                machine.transmission(|link| is_own(link) && joins(link), energy)
            }
        }
    }

    /// The sum over all that is carried into the reservoir `a` of the file from `b`.
    fn between<S: Enclosed>(
        &self,
        flows: &Flows<S>,
        [a, b]: [usize; 2],
        of: impl Fn(&Carried<S>) -> Option<S>,
    ) -> S {
        let mine = flows.carried.iter().filter_map(|carried| {
            let ends = carried.ends.map(|end| self.parents[end]);
            match ends {
                ends if ends == [a, b] => of(carried),
                ends if carried.both_ways && ends == [b, a] => of(carried).map(S::negated),
                _ => None,
            }
        });
        mine.reduce(|a, b| a.minus(b.negated())).unwrap_or_else(|| S::constant(0.0))
    }

    /// The entropy that is produced by what is carried into the reservoir `a` of the file from `b`.
    fn produced<S: Enclosed>(&self, flows: &Flows<S>, [a, b]: [usize; 2]) -> S {
        let mine = flows.carried.iter().filter(|carried| {
            let ends = carried.ends.map(|end| self.parents[end]);
            ends == [a, b] || carried.both_ways && ends == [b, a]
        });
        let all = mine.map(|carried| carried.production.clone());
        all.reduce(|a, b| a.minus(b.negated())).unwrap_or_else(|| S::constant(0.0))
    }

    /// Whether a reservoir out of equilibrium exchanges particles or energy for certain, however few.
    fn exchanges<S: Enclosed>(&self, flows: &Flows<S>) -> bool {
        let machine = self.machine();
        let flows = machine.reservoirs.iter().zip(&flows.reservoirs);
        let mut given = flows.filter(|(_, flow)| flow.heat.is_none());
        let is_apart = |number: &S| {
            let Interval { lo, hi } = number.hull();
            lo > 0.0 || hi < 0.0
        };
        given.any(|(_, flow)| is_apart(&flow.particles) || is_apart(&flow.energy))
    }
}
