//! What is shown of an optimal filter: its columns, its windows, and how good it is.

use super::{MachineFamily, Output};
use crate::machine_file::description::{MachineFile, OptimalFilter, Transmission, Wish};
use crate::machine_file::filter::filter_of;
use crate::model::{Cost, Drawn, Measure, ResultRef, Row, Unproven, View};
use crate::numeric::quadrature::Goal;
use crate::numeric::{Bounded, Lanes, Split};
use crate::quantity::{Decimal, Dimension};

/// The columns of the filter of a file, if it has one.
pub(super) fn filters(file: &MachineFile) -> Vec<Output> {
    let Some((_, filter)) = filter_of(file) else { return Vec::new() };
    let price = match filter.wish.drawn() {
        // Temperatures are prices of entropy.
        Drawn::Heat => (filter.cost == Cost::Entropy).then_some(Output::Coldest),
        Drawn::Particles => Some(Output::Price),
    };
    price.into_iter().chain([Output::Windows, Output::Gap]).collect()
}

/// Name, symbol, measure, equation and meaning of such a result; nothing for others.
pub(super) fn text(
    output: Output,
    file: &MachineFile,
) -> Option<(String, String, Measure, &'static str, String)> {
    let (_, filter) = filter_of(file)?;
    let (cold, resource) = ends(file)?;
    let drawn = filter.wish.drawn();
    let cost = match (filter.cost, drawn) {
        (Cost::Entropy, _) => format!("entropy_{resource}"),
        (Cost::Noise, Drawn::Heat) => format!("noise_heat_{cold}"),
        (Cost::Noise, Drawn::Particles) => format!("noise_n_{cold}"),
    };
    let (key, symbol, measure, doc) = match output {
        Output::Coldest => (
            "filter_coldest",
            "θ",
            Measure::Of(Dimension::Temperature),
            format!("lowest temperature as which {resource} looks where the filter is open"),
        ),
        Output::Price => {
            let measure = match filter.cost {
                Cost::Entropy => Measure::Chosen("k_B"),
                Cost::Noise => Measure::Of(Dimension::Number),
            };
            let doc = format!("price of particles: d {cost}/d(−n_{cold})");
            ("filter_price", "ν", measure, doc)
        }
        Output::Windows => (
            "filter_windows",
            "",
            Measure::Of(Dimension::Number),
            "windows of the filter".to_owned(),
        ),
        Output::Gap => {
            let (symbol, measure, doc) = match (drawn, filter.cost) {
                (Drawn::Heat, _) => (
                    "δP",
                    Measure::Energy,
                    format!("bound of what another filter draws beyond it; at the same {cost}"),
                ),
                (Drawn::Particles, of) => (
                    if of == Cost::Entropy { "δṠ" } else { "δC" },
                    if of == Cost::Entropy { Measure::Entropy } else { Measure::Particles },
                    format!(
                        "bound of how much less {cost} is of another filter; at the same n_{cold}"
                    ),
                ),
            };
            ("filter_gap", symbol, measure, doc)
        }
        _ => return None,
    };
    Some((key.to_owned(), symbol.to_owned(), measure, "", doc))
}

/// The names of the reservoir from which the filter draws, and of the other one.
fn ends(file: &MachineFile) -> Option<(&str, &str)> {
    let (place, filter) = filter_of(file)?;
    let [from, resource] = file.transmissions[place].drawn_from(file, filter);
    Some((&file.reservoirs[from].name, &file.reservoirs[resource].name))
}

/// Which of the best is wanted, in words.
pub(super) fn wanted(wish: &Wish) -> String {
    match wish {
        Wish::Power(slot) => format!("{}", slot.formula.text),
        Wish::Watts(text) => text.to_string(),
        Wish::Fraction(slot) => format!("{} of the greatest", slot.formula.text),
        Wish::Cop(slot) => format!("what COP = {} allows", slot.formula.text),
        Wish::Coldest(slot) => format!("what looks no colder than {} offers", slot.formula.text),
        Wish::Current(slot) => format!("a particle current of {}", slot.formula.text),
        Wish::Amperes(text) => format!("electrons, {text},"),
    }
}

impl MachineFamily {
    /// What the filter is, and a line for each of its windows.
    pub(super) fn filter_lines(
        &self,
        transmission: &Transmission,
        filter: &OptimalFilter,
        view: &View<'_>,
    ) -> Vec<String> {
        let [from, resource] = transmission.drawn_from(&self.file, filter);
        let [from, resource] = [from, resource].map(|place| &self.file.reservoirs[place].name);
        let cost = match filter.cost {
            Cost::Entropy => format!("entropy current into {resource}"),
            Cost::Noise => noise(filter).to_owned(),
        };
        let wish = wanted(&filter.wish);
        let mut lines = vec![format!("the filter of least {cost} that draws {wish} from {from}")];
        let unit = self.unit_of(Dimension::Energy);
        let window =
            |[lo, hi]: [f64; 2]| format!("open from {lo} to {hi} {unit}").trim_end().to_owned();
        lines.extend(view.windows().unwrap_or_default().into_iter().map(window));
        lines
    }

    /// That no filter does better, and how certain that is.
    pub(super) fn best_filter(&self, row: &Row) -> Option<String> {
        let (_, filter) = filter_of(&self.file)?;
        let (cold, resource) = ends(&self.file)?;
        let of = |output: Output| {
            let place = self.outputs.iter().position(|other| *other == output)?;
            let result: ResultRef = &self.results[place];
            let shown = Decimal::short(row.result(result));
            Some(shown.with_unit(result.measure.unit(row.inputs.units())).join(" "))
        };
        let gap = of(Output::Gap)?;
        let cost = match filter.cost {
            Cost::Entropy => format!("entropy current into {resource}"),
            Cost::Noise => format!("{} from {cold}", noise(filter)),
        };
        Some(match filter.wish.drawn() {
            Drawn::Heat => {
                format!(
                    "No other filter draws more from {cold} by more than {gap} with the same {cost}."
                )
            }
            Drawn::Particles => {
                format!(
                    "No other filter that draws as much from {cold} has less {cost} by more than {gap}."
                )
            }
        })
    }

    /// What a filter draws at most, or at least, where that is not what is wanted.
    pub(super) fn unreachable(&self, row: &Row) -> Option<String> {
        let (place, filter) = filter_of(&self.file)?;
        let transmission = &self.file.transmissions[place];
        let [from, _] = transmission.drawn_from(&self.file, filter);
        let values = row.inputs.raw();
        let plan = &self.variant(values).ok()?.plan;
        let answer = self.answer::<Bounded<Split, 1>>(plan, values, Goal::LIGHT, &[]);
        let Err(Unproven::Unreachable(word, limit)) = answer else { return None };
        let output = match filter.wish {
            Wish::Amperes(_) => Output::Charge(from),
            _ => Output::Particles(from),
        };
        let measure = self.results[self.place(output)?].measure;
        let Lanes([limit]) = self.scaled(output, Lanes([limit]));
        let shown = Decimal::short(limit).with_unit(measure.unit(row.inputs.units())).join(" ");
        let cold = &self.file.reservoirs[from].name;
        let wish = wanted(&filter.wish);
        let (limit, remedy) = match word.ends_with("max") {
            true => ("most", "ask for no more"),
            false => ("least", "ask for no less"),
        };
        Some(format!(
            "{word}: no {} that lets through at most 1 draws {wish} from {cold}; the {limit} is {shown}: {remedy}.",
            transmission.what
        ))
    }
}

/// The noise that is a cost.
fn noise(filter: &OptimalFilter) -> &'static str {
    match filter.wish.drawn() {
        Drawn::Heat => "noise of the heat",
        Drawn::Particles => "noise of the particles",
    }
}
