//! A machine file as a family: its numbers are parameters, its flows and figures of merit results.

mod answer;
mod deviation;
mod outputs;
mod page;
mod portrait;
mod scale;
mod variants;
mod warnings;
mod words;

use answer::{Answer, infinite};
use outputs::{Output, outputs};
use variants::{Variant, Variants};
use words::Words;

use super::build::{Built, Input, electronvolts_per_kelvin};
use super::description::MachineFile;
use super::source::FileError;
use crate::formula::{Arithmetic, Constant, Known};
use crate::model::{
    Account, Answers, Balance, Block, Carried, Fallback, Family, Flows, Inputs, Machine, Measure,
    ParameterSpec, Plan, Portrait, Quote, ResultSpec, Row, Status, Unproven, UsualFigure, View,
};
use crate::numeric::quadrature::Goal;
use crate::numeric::{Ball, Bounded, Enclosed, Interval, Real, Split, Wide};
use crate::quantity::{Dimension, Units};

/// A machine file as a family of machines.
#[derive(Debug)]
pub struct MachineFamily {
    file: MachineFile,
    variants: Variants,
    inputs: Vec<Input>,
    parents: Vec<usize>,
    parameters: &'static [ParameterSpec],
    results: &'static [ResultSpec],
    outputs: Vec<Output>,
    merits: Vec<(Constant, Measure)>,
    words: Words,
}

/// The symbol of a number of the machine: `mu_h` is μ_h.
fn symbol_of(name: &str) -> String {
    match name.strip_prefix("mu").filter(|rest| rest.starts_with('_') || *rest == "0") {
        Some(rest) => format!("μ{rest}"),
        None => name.to_owned(),
    }
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

impl MachineFamily {
    /// The family of a file; it lives as long as the program.
    ///
    /// # Errors
    /// What of the file cannot be computed, with its place.
    pub fn of(file: MachineFile) -> Result<&'static MachineFamily, Vec<FileError>> {
        let built = file.build()?;
        let outputs = outputs(&file, &built);
        let spec = |(id, output): (usize, &Output)| output.spec(id, &file, &outputs);
        let results: Vec<ResultSpec> = outputs.iter().enumerate().map(spec).collect();
        let count = built.inputs.len();
        let column = |name: &str| {
            results.iter().position(|result| result.key == name).map(|place| count + place)
        };
        let (mut merits, mut errors) = (Vec::new(), Vec::new());
        for merit in &file.results {
            let constant = file.merit(&built, &merit.formula, &column);
            match (constant, scale::measure(&file, merit)) {
                (Ok(constant), Ok(measure)) => merits.push((constant, measure)),
                (Err(error), _) | (_, Err(error)) => errors.push(*error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let parameter = |(id, input): (usize, &Input)| ParameterSpec {
            id,
            name: leak(input.name.clone()),
            symbol: leak(symbol_of(&input.name)),
            dimension: input.dimension,
            fallback: match input.value {
                Some(value) => Fallback::Value(value),
                None => Fallback::Absent,
            },
            doc: leak(input.doc.clone()),
            needed_with_units: None,
            multiple: None,
        };
        let parameters: Vec<_> = built.inputs.iter().enumerate().map(parameter).collect();
        let words = Words::of(&file, &built.machine.limits);
        let Built { inputs, parents, .. } = built.clone();
        let variants = Variants::new(&file, built);
        Ok(Box::leak(Box::new(MachineFamily {
            file,
            variants,
            inputs,
            parents,
            parameters: parameters.leak(),
            results: results.leak(),
            outputs,
            merits,
            words,
        })))
    }

    /// The unit of bare numbers that a parameter is set to, where it has one.
    pub fn unit(&self, id: usize) -> Option<&str> {
        self.inputs.get(id)?.unit.as_deref()
    }

    /// The file.
    pub fn file(&self) -> &MachineFile {
        &self.file
    }

    /// The machine at a point, to be looked at energy by energy: energies are in eV where values have units.
    pub fn view(&self, inputs: &Inputs) -> View<'_> {
        let variant = self.variant(inputs.raw()).unwrap_or_else(|_| self.variants.base());
        variant.plan.view(&self.leaves(inputs.raw()))
    }

    /// The machine where the inputs have these values.
    fn variant(&self, values: &[f64]) -> Result<&'static Variant, Status> {
        self.variants.at(&self.file, &self.words, values)
    }

    /// The inputs in the unit in which the machine is computed, k_B = 1.
    fn leaves<S: Enclosed>(&self, values: &[f64]) -> Vec<Known<S>> {
        let kelvin: Known<S> = electronvolts_per_kelvin().value(&[]);
        let mut leaves: Vec<Known<S>> = Vec::with_capacity(values.len());
        for (input, value) in self.inputs.iter().zip(values) {
            let is_kelvin = self.file.is_laboratory && input.dimension == Dimension::Temperature;
            leaves.push(match &input.formula {
                // A parameter may be a formula of earlier ones.
                Some(formula) if value.is_nan() => formula.value(&leaves),
                _ if is_kelvin => Known::double(*value).times(&kelvin),
                _ => Known::double(*value),
            });
        }
        leaves
    }

    /// All results of a point in some arithmetic, in the order of the results; a kind is a place in a list.
    fn answer<S: Arithmetic>(
        &self,
        plan: &Plan,
        values: &[f64],
        goal: Goal,
    ) -> Result<Answer<S>, Unproven> {
        let leaves = self.leaves::<S>(values);
        let flows = plan.flows(&leaves, goal)?;
        Ok(self.answer_of(plan, &leaves, &flows))
    }

    /// All results of these flows.
    fn answer_of<S: Arithmetic>(
        &self,
        plan: &Plan,
        leaves: &[Known<S>],
        flows: &Flows<S>,
    ) -> Answer<S> {
        let machine = plan.machine();
        let constants: Vec<Known<S>> =
            machine.constants.iter().map(|constant| constant.value(leaves)).collect();
        let balance = Balance::of(machine, &constants, flows);
        let sum = |a: S, b: S| a.minus(b.negated());
        let total = |reservoir: usize, of: &dyn Fn(usize) -> Option<S>| {
            let mine = (0..self.parents.len()).filter(|place| self.parents[*place] == reservoir);
            mine.filter_map(of).reduce(sum).unwrap_or_else(|| S::constant(0.0))
        };
        let nothing = || S::constant(f64::NAN);
        let mut kind = f64::NAN;
        let mut all: Vec<S> = Vec::with_capacity(self.outputs.len());
        for output in &self.outputs {
            let flow = |place: usize| &flows.reservoirs[place];
            let number = match output {
                Output::Particles(r) | Output::Charge(r) => flow(*r).particles.clone(),
                Output::Energy(r) => total(*r, &|place| Some(flow(place).energy.clone())),
                Output::Heat(r) => total(*r, &|place| flow(place).heat.clone()),
                Output::Entropy(r) => total(*r, &|place| Some(flow(place).entropy.clone())),
                Output::Exergy(r) => total(*r, &|place| flow(place).exergy.clone()),
                Output::Production => flows.production.clone(),
                Output::Work => flows.delivered.clone().unwrap_or_else(|| S::constant(0.0)),
                Output::ParticlesBetween(a, b) => {
                    // Phonons beside electrons do not enter n.
                    let kind = |place: usize| machine.reservoirs[place].statistics;
                    let is_own = |place: usize| kind(place) == kind(self.parents[place]);
                    self.between(flows, [*a, *b], |carried| {
                        carried.ends.into_iter().all(is_own).then(|| carried.particles.clone())
                    })
                }
                Output::EnergyBetween(a, b) => {
                    self.between(flows, [*a, *b], |carried| Some(carried.energy.clone()))
                }
                Output::ProductionBetween(a, b) => self.produced(flows, [*a, *b]),
                Output::Kind => {
                    kind = balance.as_ref().map_or(f64::NAN, |balance| {
                        let exchanges = self.exchanges(machine, flows);
                        f64::from(balance.kind(exchanges) as u8)
                    });
                    S::constant(0.0)
                }
                Output::Efficiency => {
                    balance.as_ref().map_or_else(nothing, |balance| balance.efficiency(true))
                }
                Output::Seeming => {
                    balance.as_ref().map_or_else(nothing, |balance| balance.efficiency(false))
                }
                Output::SeemingProduction => {
                    let of_equilibria = machine.reservoirs.iter().zip(&flows.reservoirs);
                    let heats = of_equilibria.filter(|(_, flow)| flow.heat.is_some());
                    let entropies = heats.map(|(_, flow)| flow.entropy.clone());
                    entropies.reduce(sum).unwrap_or_else(|| S::constant(0.0))
                }
                Output::Merit(merit) => {
                    let (formula, _) = &self.merits[*merit];
                    let known = all.iter().map(|number| Known::of(number.clone()));
                    let leaves: Vec<Known<S>> = leaves.iter().cloned().chain(known).collect();
                    formula.value(&leaves).value
                }
                Output::Floor(_) | Output::Deviation(_) | Output::Error(_) => S::constant(0.0),
            };
            all.push(number);
        }
        let of = |reservoir: usize| {
            (0..self.parents.len())
                .any(|place| self.parents[place] == reservoir && flows.infinite[place])
        };
        let infinite = (0..self.file.reservoirs.len()).find(|reservoir| of(*reservoir));
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
        Answer { numbers: all, kind, infinite, endless, has_work }
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
    fn exchanges<S: Enclosed>(&self, machine: &Machine, flows: &Flows<S>) -> bool {
        let flows = machine.reservoirs.iter().zip(&flows.reservoirs);
        let mut given = flows.filter(|(_, flow)| flow.heat.is_none());
        let is_apart = |number: &S| {
            let Interval { lo, hi } = number.hull();
            lo > 0.0 || hi < 0.0
        };
        given.any(|(_, flow)| is_apart(&flow.particles) || is_apart(&flow.energy))
    }

    /// The status of a row without results.
    fn refused(&self, why: &Unproven) -> Status {
        match why {
            Unproven::Occupation(place, is_above, _) => {
                self.words.outside[self.parents[*place]][usize::from(*is_above)]
            }
            Unproven::Height(limit, is_above, _) => {
                self.words.heights[*limit][usize::from(*is_above)]
            }
            Unproven::Unbalanced(place, _) => self.words.unbalanced[self.parents[*place]],
            Unproven::Pumped => Status::Unphysical("currents are pumped and do not add to 0"),
            Unproven::Sign(word) => Status::Unphysical(word),
            Unproven::Cold(place) => self.words.cold[self.parents[*place]],
            Unproven::At(_) | Unproven::Tail => Status::Unproven,
        }
    }

    /// Puts what one arithmetic knows of a point into a row; whether all wanted results are certain.
    fn put<S: Enclosed>(
        &self,
        answer: &Answer<S>,
        row: usize,
        answers: &mut Answers<'_>,
        is_last: bool,
    ) -> bool {
        let mut is_certain = true;
        for (place, output) in self.outputs.iter().enumerate() {
            let Some(cell) = answers.results[place].get_mut(row) else { continue };
            if let Some(limit) = answer.infinite.and_then(|r| infinite(*output, r)) {
                *cell = limit;
                continue;
            }
            if let Some(limit) = answer.endless(self, *output) {
                *cell = limit;
                continue;
            }
            *cell = match output {
                Output::Kind => answer.kind,
                // They are put by `add_more`.
                Output::Floor(_) | Output::Deviation(_) => continue,
                Output::Error(of) => self.scaled(*output, answer.numbers[*of].clone()).error(),
                _ => {
                    let number = self.scaled(*output, answer.numbers[place].clone());
                    match number.nearest() {
                        Some(value) => value + 0.0,
                        None => {
                            is_certain = false;
                            let Interval { lo, hi } = number.hull();
                            let middle = lo + 0.5 * (hi - lo);
                            if middle.is_finite() { middle } else { f64::NAN }
                        }
                    }
                }
            };
        }
        if !is_certain && is_last {
            answers.statuses[row] = Status::Uncertain;
        }
        if let Some(reservoir) = answer.first_endless() {
            answers.statuses[row] = self.words.endless[reservoir];
        }
        if let Some(reservoir) = answer.infinite {
            answers.statuses[row] = self.words.infinite[reservoir];
        }
        is_certain
    }
}

impl MachineFamily {
    /// Puts into a row what other machines are computed for: deviations, and what floors change.
    fn add_more(&self, variant: &Variant, values: &[f64], row: usize, answers: &mut Answers<'_>) {
        let mut deviations = None;
        let mut lower = None;
        for (place, output) in self.outputs.iter().enumerate() {
            let Some(cell) = answers.results[place].get_mut(row) else { continue };
            match output {
                Output::Deviation(of) => {
                    let known = deviations.get_or_insert_with(|| self.deviations(variant, values));
                    *cell = known.as_ref().map_or(f64::NAN, |known| known[*of]);
                }
                Output::Floor(reservoir) => {
                    let of = Output::Entropy(*reservoir);
                    let of = self.outputs.iter().position(|other| *other == of);
                    let known = lower.get_or_insert_with(|| {
                        let answer = |plan: &Plan| {
                            self.answer::<Bounded<Split, 1>>(plan, values, Goal::LIGHT).ok()
                        };
                        Some((answer(&variant.plan)?, answer(variant.lower.as_ref()?)?))
                    });
                    let (Some((answer, lower)), Some(of)) = (known, of) else { continue };
                    let [here, there] = [answer, lower].map(|answer| answer.numbers[of]);
                    let Interval { lo, hi } = self.scaled(*output, there.minus(here)).hull();
                    *cell = lo + 0.5 * (hi - lo);
                }
                _ => {}
            }
        }
    }
}

impl Family for MachineFamily {
    fn parameters(&self) -> &'static [ParameterSpec] {
        self.parameters
    }

    fn results(&self) -> &'static [ResultSpec] {
        self.results
    }

    fn units(&self) -> Option<Units> {
        Some(if self.file.is_laboratory { Units::Laboratory } else { Units::Natural })
    }

    fn status_doc(&self) -> &'static str {
        "ok; uncertain, not proven, entropy_l=inf, f_l>1 or another reason why results are missing"
    }

    fn solve(&self, block: &mut Block) {
        let rows = block.rows();
        let values: Vec<Vec<f64>> = (0..rows)
            .map(|row| (0..self.inputs.len()).map(|id| block.raw(id).at(row)).collect())
            .collect();
        let mut answers = block.answers();
        for (row, values) in values.iter().enumerate() {
            let variant = match self.variant(values) {
                Ok(variant) => variant,
                Err(status) => {
                    answers.statuses[row] = status;
                    continue;
                }
            };
            let plan = &variant.plan;
            let light = self.answer::<Bounded<Split, 1>>(plan, values, Goal::LIGHT);
            match &light {
                Ok(answer) => {
                    self.add_more(variant, values, row, &mut answers);
                    if self.put(answer, row, &mut answers, false) {
                        continue;
                    }
                }
                // More digits make no probability of it, nor does somebody vouch for it.
                Err(why) => {
                    answers.statuses[row] = self.refused(why);
                    continue;
                }
            }
            match (self.answer::<Ball<Wide<256>>>(plan, values, Goal::WIDE), &light) {
                (Ok(answer), _) => {
                    self.put(&answer, row, &mut answers, true);
                }
                (Err(_), Ok(answer)) => {
                    self.put(answer, row, &mut answers, true);
                }
                (Err(_), Err(_)) => {}
            }
        }
    }

    fn remark(&self, inputs: &Inputs, _: Quote<'_>) -> Option<String> {
        let found = self.warnings(inputs);
        let said = found.iter().map(|found| format!("{} ({})", found.message, found.label));
        (!found.is_empty()).then(|| said.collect::<Vec<_>>().join("; "))
    }

    fn usual_figure(&self) -> UsualFigure {
        UsualFigure { x: "", curves: "", y: "", inset: "none" }
    }

    fn description(&self, row: &Row) -> Vec<Vec<String>> {
        self.described(row)
    }

    fn portrait(&self, inputs: &Inputs) -> Option<Portrait> {
        Some(self.drawn(inputs))
    }

    fn account(&self, row: &Row) -> Option<Account> {
        self.balanced(row)
    }

    fn sentences(&self, row: &Row) -> Vec<String> {
        self.told(row)
    }
}
