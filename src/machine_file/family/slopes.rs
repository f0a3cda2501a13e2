//! Derivatives of results by the numbers that can be set.

use super::answer::{Answer, infinite};
use super::{MachineFamily, Output, electronvolts_per_kelvin};
use crate::formula::{Known, Moving};
use crate::model::{Answers, Integrable, Plan, Status, Unproven};
use crate::numeric::quadrature::Goal;
use crate::numeric::{ANY, Ball, Bounded, Enclosed, Interval, Split, Wide};
use crate::quantity::Dimension;

/// What is asked for of one derivative: its place among the results, and what it is the derivative of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    place: usize,
    of: usize,
    /// Whether it is the bound of its error that is asked for.
    is_error: bool,
}

/// How certain derivatives are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Certainty {
    Certain,
    /// To less than the last place, and more digits of the numbers tell no more: what lies around a zero of a current is
    /// found in doubles.
    Enough,
    /// To less than the last place.
    Bounded,
    /// Not at all.
    Unproven,
}

impl MachineFamily {
    /// The inputs, one of which changes, by 1 in its own unit.
    fn moving_leaves<S: Enclosed>(&self, values: &[f64], by: usize) -> Vec<Known<Moving<S>>> {
        let plain = self.leaves::<S>(values);
        let mut leaves: Vec<Known<Moving<S>>> = Vec::with_capacity(values.len());
        for (place, (input, value)) in self.inputs.iter().zip(values).enumerate() {
            leaves.push(match &input.formula {
                _ if place == by => {
                    let is_temperature = input.dimension == Dimension::Temperature;
                    let unit = match self.file.is_laboratory && is_temperature {
                        true => electronvolts_per_kelvin().value(&[]),
                        false => Known::double(1.0),
                    };
                    Moving::known(&plain[place], Some(unit))
                }
                // A parameter that is a formula of earlier ones changes with them.
                Some(formula) if value.is_nan() => formula.value(&leaves),
                _ => Moving::known(&plain[place], None),
            });
        }
        leaves
    }

    /// All results with their derivatives by an input.
    fn answer_by<S>(
        &self,
        plan: &Plan,
        values: &[f64],
        by: usize,
        goal: Goal,
        needed: &[bool],
    ) -> Result<Answer<Moving<S>>, Unproven>
    where
        S: Integrable<Plain = S>,
    {
        let leaves = self.moving_leaves::<S>(values, by);
        let flows = plan.flows(&leaves, goal)?;
        self.answer_of(plan, &leaves, &flows, goal, needed)
    }

    /// The derivatives that are asked for, by the inputs that change.
    pub(super) fn asked(&self, answers: &Answers<'_>) -> Vec<(usize, Vec<Asked>)> {
        let mut all: Vec<(usize, Vec<Asked>)> = Vec::new();
        for (place, output) in self.outputs.iter().enumerate() {
            if answers.results[place].is_empty() {
                continue;
            }
            let (slope, is_error) = match *output {
                Output::Error(of) => (self.outputs[of], true),
                output => (output, false),
            };
            let Output::Slope(of, by) = slope else { continue };
            let asked = Asked { place, of, is_error };
            match all.iter_mut().find(|(own, _)| *own == by) {
                Some((_, mine)) => mine.push(asked),
                None => all.push((by, vec![asked])),
            }
        }
        all
    }

    /// Puts the derivatives that are asked for into a row, whose results may be known.
    pub(super) fn put_slopes<S>(
        &self,
        plan: &Plan,
        asked: &[(usize, Vec<Asked>)],
        known: Option<&Answer<S>>,
        values: &[f64],
        row: usize,
        answers: &mut Answers<'_>,
    ) {
        for (by, all) in asked {
            let by = *by;
            let mut found = Certainty::Unproven;
            let mut needed = self.used.clone();
            all.iter().for_each(|asked| needed[asked.of] = true);
            if let Ok(answer) =
                self.answer_by::<Bounded<Split, 1>>(plan, values, by, Goal::LIGHT, &needed)
            {
                found = self.put_all(all, known, &answer, row, answers);
                if found > Certainty::Enough
                    && let Ok(answer) =
                        self.answer_by::<Ball<Wide<ANY>>>(plan, values, by, Goal::WIDE, &needed)
                {
                    found = self.put_all(all, known, &answer, row, answers);
                }
            }
            let status = &mut answers.statuses[row];
            *status = match (found, *status) {
                (Certainty::Unproven, Status::Ok | Status::Uncertain) => Status::Unproven,
                (Certainty::Enough | Certainty::Bounded, Status::Ok) => Status::Uncertain,
                (_, status) => status,
            };
        }
    }

    /// Puts what one arithmetic knows of derivatives into a row.
    fn put_all<S: Enclosed, T>(
        &self,
        all: &[Asked],
        known: Option<&Answer<T>>,
        answer: &Answer<Moving<S>>,
        row: usize,
        answers: &mut Answers<'_>,
    ) -> Certainty {
        let mut least = Certainty::Certain;
        for Asked { place, of, is_error } in all {
            let output = self.outputs[*of];
            let is_infinite = known.is_some_and(|known| {
                let is_at = known.infinite.is_some_and(|r| infinite(output, r).is_some());
                is_at || known.endless(self, output).is_some()
            });
            if is_infinite {
                continue;
            }
            let slope = self.scaled(output, answer.numbers[*of].clone().derivative());
            let Interval { lo, hi } = slope.hull();
            let cell = &mut answers.results[*place][row];
            let (number, certainty) = match slope.nearest() {
                Some(number) => (number + 0.0, Certainty::Certain),
                None if (hi - lo).is_finite() => (
                    lo + 0.5 * (hi - lo),
                    match output {
                        Output::DemonParticles(_) | Output::DemonEnergy(_) => Certainty::Enough,
                        _ => Certainty::Bounded,
                    },
                ),
                None => (f64::NAN, Certainty::Unproven),
            };
            *cell = match certainty {
                Certainty::Unproven => f64::NAN,
                _ if *is_error => slope.error(),
                _ => number,
            };
            least = least.max(certainty);
        }
        least
    }

    /// An input by which derivatives are not proven at a point, with the place.
    pub(super) fn unproven_by(&self, plan: &Plan, values: &[f64]) -> Option<(&str, Unproven)> {
        (0..self.inputs.len()).find_map(|by| {
            let why =
                self.answer_by::<Bounded<Split, 1>>(plan, values, by, Goal::LIGHT, &[]).err()?;
            Some((&*self.inputs[by].name, why))
        })
    }
}
