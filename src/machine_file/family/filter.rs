//! What is shown of an optimal filter: its columns, its windows, and how good it is.

use super::{MachineFamily, Output};
use crate::machine_file::description::{MachineFile, OptimalFilter, Transmission, Wish};
use crate::machine_file::filter::filter_of;
use crate::model::{Cost, Measure, ResultRef, Row, View};
use crate::quantity::{Decimal, Dimension};

/// The columns of the filter of a file, if it has one.
pub(super) fn filters(file: &MachineFile) -> Vec<Output> {
    let Some((_, filter)) = filter_of(file) else { return Vec::new() };
    // Temperatures are prices of entropy.
    let coldest = (filter.cost == Cost::Entropy).then_some(Output::Coldest);
    coldest.into_iter().chain([Output::Windows, Output::Gap]).collect()
}

/// Name, symbol, measure, equation and meaning of such a result; nothing for others.
pub(super) fn text(
    output: Output,
    file: &MachineFile,
) -> Option<(String, String, Measure, &'static str, String)> {
    let (_, filter) = filter_of(file)?;
    let (cold, resource) = ends(file)?;
    let cost = match filter.cost {
        Cost::Entropy => format!("entropy_{resource}"),
        Cost::Noise => format!("noise_heat_{cold}"),
    };
    let (key, symbol, measure, doc) = match output {
        Output::Coldest => (
            "filter_coldest",
            "θ",
            Measure::Of(Dimension::Temperature),
            format!("lowest temperature as which {resource} looks where the filter is open"),
        ),
        Output::Windows => (
            "filter_windows",
            "",
            Measure::Of(Dimension::Number),
            "windows of the filter".to_owned(),
        ),
        Output::Gap => (
            "filter_gap",
            "δP",
            Measure::Energy,
            format!("bound of what another filter draws beyond it; at the same {cost}"),
        ),
        _ => return None,
    };
    Some((key.to_owned(), symbol.to_owned(), measure, "", doc))
}

/// The names of the reservoir from which the filter draws heat, and of the other one.
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
            Cost::Noise => "noise of the heat".to_owned(),
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
        let (gap, cost) = (of(Output::Gap)?, filter.cost);
        let same = match cost {
            Cost::Entropy => format!("with the same entropy current into {resource}"),
            Cost::Noise => format!("with the same noise of the heat from {cold}"),
        };
        Some(format!("No other filter draws more from {cold} by more than {gap} {same}."))
    }
}
