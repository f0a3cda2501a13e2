//! A machine file as a family: its numbers are parameters, its flows and figures of merit results.

mod answer;
mod deviation;
mod doubts;
mod filter;
mod fluctuation;
mod noise;
mod outputs;
mod page;
mod portrait;
mod remarks;
mod requested;
mod response;
mod results;
pub(super) mod scale;
mod shape;
mod slopes;
mod variants;
mod warnings;
mod words;

use answer::{Answer, infinite};
use outputs::{Output, outputs};
pub(super) use response::responds;
use scale::{Chosen, chosen};
pub use shape::{Shape, ShapePoint};
use variants::{Variant, Variants};
use words::Words;

use super::build::{Built, Input, electronvolts_per_kelvin};
use super::description::MachineFile;
use super::looks::Look;
use super::source::FileError;
use crate::formula::{Constant, Known};
use crate::model::{
    Account, Answers, Block, Fallback, Family, Inputs, Machine, Parameter, ParameterSpec, Plan,
    Portrait, Quote, ResultRef, ResultSpec, Row, Status, Unproven, UsualFigure, View,
};
use crate::numeric::quadrature::Goal;
use crate::numeric::{ANY, Ball, Bounded, Enclosed, Interval, Real, Split, Wide};
use crate::quantity::{Dimension, Units};

/// A machine file as a family of machines.
#[derive(Debug)]
pub struct MachineFamily {
    file: MachineFile,
    variants: Variants,
    inputs: Vec<Input>,
    parents: Vec<usize>,
    /// For each transmission of the file, the couplings that it is.
    entries: Vec<Vec<usize>>,
    parameters: &'static [ParameterSpec],
    results: &'static [ResultSpec],
    outputs: Vec<Output>,
    merits: Vec<Merit>,
    /// The functions of the energy that figures of merit ask for, in their order.
    looks: Vec<Look>,
    /// Whether each result is of use to some figure of merit.
    used: Vec<bool>,
    words: Words,
}

/// A number of which nothing is known.
fn unknown<S: Enclosed>() -> S {
    S::constant(0.0).widened(f64::INFINITY)
}

/// A figure of merit.
#[derive(Debug)]
struct Merit {
    /// Its formula, of the inputs, the results and the looks, in this order.
    formula: Constant,
    chosen: Chosen,
    /// How many looks there are up to and with its own.
    looks: usize,
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
        let spec = |(id, output): (usize, &Output)| output.spec(id, &file, &outputs, &built.inputs);
        let results: Vec<ResultSpec> = outputs.iter().enumerate().map(spec).collect();
        let count = built.inputs.len();
        let column = |name: &str| {
            results.iter().position(|result| result.key == name).map(|place| count + place)
        };
        let (mut merits, mut errors, mut looks) = (Vec::new(), Vec::new(), Vec::new());
        for merit in &file.results {
            let first = count + results.len();
            let formula = file.merit(&built, &merit.formula, &column, (&mut looks, first));
            match (formula, chosen(&file, merit)) {
                (Ok(formula), Ok(chosen)) => {
                    merits.push(Merit { formula, chosen, looks: looks.len() });
                }
                (Err(error), _) | (_, Err(error)) => errors.push(*error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let parameter = |(id, input): (usize, &Input)| ParameterSpec {
            id,
            name: leak(input.name.clone()),
            makes_absolute: false,
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
        let mut used = vec![false; outputs.len()];
        let mut note = |place: usize| {
            let column = place.checked_sub(count).filter(|column| *column < outputs.len());
            let Some(column) = column else { return };
            used[column] = true;
            if let Output::Error(of) = outputs[column] {
                used[of] = true;
            }
        };
        merits.iter().for_each(|merit| merit.formula.visit(&mut note));
        looks.iter().for_each(|look: &Look| look.at.visit(&mut note));
        let Built { inputs, parents, entries, .. } = built.clone();
        let variants = Variants::new(&file, built);
        Ok(Box::leak(Box::new(MachineFamily {
            file,
            variants,
            inputs,
            parents,
            entries,
            parameters: parameters.leak(),
            results: results.leak(),
            outputs,
            merits,
            looks,
            used,
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

    /// The machine with the file's own numbers: which reservoirs it has, and how they are coupled.
    fn machine(&self) -> &Machine {
        self.variants.base().plan.machine()
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

    /// For each input the first one that is the same number, among those that are no doubles: temperatures in
    /// kelvins, in the unit in which the machine is computed.
    fn twins(&self, values: &[f64]) -> Vec<usize> {
        if !self.file.is_laboratory {
            return Vec::new();
        }
        let is_kelvin = |id: usize| self.inputs[id].dimension == Dimension::Temperature;
        let twin = |id: usize| {
            let is_twin = |other: &usize| is_kelvin(*other) && values[*other] == values[id];
            if is_kelvin(id) { (0..id).find(is_twin).unwrap_or(id) } else { id }
        };
        (0..values.len()).map(twin).collect()
    }

    /// The place of a result among all.
    fn place(&self, output: Output) -> Option<usize> {
        self.outputs.iter().position(|other| *other == output)
    }

    /// Which results of a row are to be computed, of those that are computed on request: those that have a
    /// column, and those that figures of merit and bounds of errors need.
    fn needed(&self, answers: &Answers<'_>) -> Vec<bool> {
        let mut needed = self.used.clone();
        for (place, column) in answers.results.iter().enumerate() {
            needed[place] |= !column.is_empty();
            if let (Output::Error(of), false) = (self.outputs[place], column.is_empty()) {
                needed[of] = true;
            }
        }
        needed
    }

    /// Whether all flows that are not certain may be 0: what follows from them is not asked.
    fn is_open<S: Enclosed>(&self, answer: &Answer<S>) -> bool {
        let mut all = self.outputs.iter().zip(&answer.numbers);
        all.all(|(output, number)| {
            let is_flow = matches!(
                output,
                Output::Particles(_)
                    | Output::Energy(_)
                    | Output::Heat(_)
                    | Output::Entropy(_)
                    | Output::Exergy(_)
                    | Output::Production
                    | Output::Work
                    | Output::ParticlesBetween(..)
                    | Output::EnergyBetween(..)
                    | Output::ProductionBetween(..)
            );
            let Interval { lo, hi } = number.hull();
            !is_flow
                || lo <= 0.0 && hi >= 0.0
                || self.scaled(*output, number.clone()).nearest().is_some()
        })
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
            Unproven::NoDemon("not proven") | Unproven::NoFilter("not proven") => Status::Unproven,
            Unproven::NoDemon(word)
            | Unproven::NoFilter(word)
            | Unproven::Unreachable(word, _)
            | Unproven::Sign(word) => Status::Unphysical(word),
            Unproven::Inverted(place) => self.words.inverted[self.parents[*place]],
            Unproven::Channels(place) => self.words.channels[self.parents[*place]],
            Unproven::Cold(place) => self.words.cold[self.parents[*place]],
            Unproven::At(_)
            | Unproven::Tail
            | Unproven::NoBalance
            | Unproven::FewDigits
            | Unproven::Greatest => Status::Unproven,
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
            if matches!(output, Output::Slope(..)) {
                // Derivatives and their errors come last.
                break;
            }
            let Some(cell) = answers.results[place].get_mut(row) else { continue };
            let merit = answer.merits.iter().find(|(merit, _)| *merit == place);
            let limit = merit.map(|(_, limit)| *limit);
            let limit = limit.or_else(|| answer.infinite.and_then(|r| infinite(*output, r)));
            if let Some(limit) = limit {
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
                        // What is not coupled to anything finds nothing.
                        None if output.is_found() && number.error().is_infinite() => f64::NAN,
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
        if let (Some(lacks), false) = (answer.lacks, is_last && !is_certain) {
            answers.statuses[row] = lacks;
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
    /// Puts into a row what many digits tell; whether they tell something.
    fn put_wide(
        &self,
        plan: &Plan,
        values: &[f64],
        row: usize,
        needed: &[bool],
        answers: &mut Answers<'_>,
    ) -> bool {
        let answer = self.answer::<Ball<Wide<ANY>>>(plan, values, Goal::WIDE, needed);
        answer.is_ok_and(|answer| {
            self.put(&answer, row, answers, true);
            true
        })
    }

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
                            self.answer::<Bounded<Split, 1>>(plan, values, Goal::LIGHT, &[]).ok()
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

    /// A point takes up to seconds: with few of them, too, every thread has some, and progress is seen.
    fn piece(&self) -> u64 {
        32
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
        let needed = self.needed(&answers);
        let asked = self.asked(&answers);
        for (row, values) in values.iter().enumerate() {
            let variant = match self.variant(values) {
                Ok(variant) => variant,
                Err(status) => {
                    answers.statuses[row] = status;
                    continue;
                }
            };
            let plan = &variant.plan;
            let light = self.answer::<Bounded<Split, 1>>(plan, values, Goal::LIGHT, &needed);
            let light = match light {
                Ok(answer) => answer,
                // Flows that vanish at what probes find have no digits in double-doubles.
                Err(Unproven::FewDigits)
                    if self.put_wide(plan, values, row, &needed, &mut answers) =>
                {
                    continue;
                }
                // More digits make no probability of it, nor does somebody vouch for it.
                Err(why) => {
                    answers.statuses[row] = self.refused(&why);
                    // Where nothing flows, something may begin to.
                    if answers.statuses[row] == Status::Unproven {
                        self.put_slopes::<Bounded<Split, 1>>(
                            plan,
                            &asked,
                            None,
                            values,
                            row,
                            &mut answers,
                        );
                    }
                    continue;
                }
            };
            let is_last = light.is_faint && self.is_open(&light);
            self.add_more(variant, values, row, &mut answers);
            if !self.put(&light, row, &mut answers, is_last)
                && !is_last
                && !self.put_wide(plan, values, row, &needed, &mut answers)
            {
                self.put(&light, row, &mut answers, true);
            }
            self.put_slopes(plan, &asked, Some(&light), values, row, &mut answers);
        }
    }

    fn remark(&self, inputs: &Inputs, _: Quote<'_>) -> Option<String> {
        let found = self.warnings(inputs);
        let said = found.iter().map(|found| format!("{} ({})", found.message, found.label));
        let said: Vec<String> = said.chain(self.without_environment()).collect();
        (!said.is_empty()).then(|| said.join("; "))
    }

    fn absent(&self, column: &str) -> Option<String> {
        self.lacks(column)
    }

    fn slope(&self, row: &Row, of: ResultRef, by: Parameter) -> f64 {
        let slope = Output::Slope(of.id, by.id);
        let place = self.outputs.iter().position(|output| *output == slope);
        place.map_or(f64::NAN, |place| row.result(&self.results[place]))
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
