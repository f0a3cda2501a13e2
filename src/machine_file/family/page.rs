//! What a person is told of a machine: its reservoirs, who pays and who gains, and how certain it is.

use super::filter::wanted;
use super::{MachineFamily, Output};
use crate::machine_file::description::{Curve, State, Transmission};
use crate::model::{Account, KINDS, Measure, Probe, ResultRef, Row, Status, Unproven, View};
use crate::numeric::quadrature::Goal;
use crate::numeric::{Bounded, Split};
use crate::quantity::{Decimal, Dimension, Units};

/// e in C (SI, 2019), by which ṅ Δμ in eV/s is in W.
const E: f64 = 1.602_176_634e-19;

impl MachineFamily {
    fn units_of_numbers(&self) -> Units {
        if self.file.is_laboratory { Units::Laboratory } else { Units::Natural }
    }

    pub(super) fn unit_of(&self, dimension: Dimension) -> &'static str {
        dimension.unit(self.units_of_numbers())
    }

    /// A number of a reservoir: as it was given, or `computed` by a formula.
    fn given(&self, row: &Row, name: &str, computed: f64) -> f64 {
        let parameter = self.parameters.iter().find(|parameter| parameter.name == name);
        let given = parameter.map(|parameter| row.inputs.get(parameter));
        given.filter(|value| !value.is_nan()).unwrap_or(computed)
    }

    /// μ and kT of each reservoir in equilibrium, in eV where values have units.
    fn equilibria(&self, row: &Row, view: &View<'_>) -> Vec<Option<(f64, f64)>> {
        let kelvin = self.kelvin();
        let found = |output: Output| Some(row.result(&self.results[self.place(output)?]));
        let both = |(place, equilibrium): (usize, Option<(f64, f64)>)| {
            let (mu, t) = equilibrium?;
            let mu = found(Output::Potential(place)).unwrap_or(mu);
            let t = found(Output::Temperature(place)).map_or(t, |t| t * kelvin);
            Some((mu, t))
        };
        view.equilibria().take(self.file.reservoirs.len()).enumerate().map(both).collect()
    }

    /// A line for each reservoir, and one for each transmission.
    pub(super) fn described(&self, row: &Row) -> Vec<Vec<String>> {
        let view = self.view(&row.inputs);
        let kelvin = self.kelvin();
        let shown = |value: f64, dimension| Decimal::short(value).quantity(self.unit_of(dimension));
        let mut lines = Vec::new();
        for (reservoir, equilibrium) in self.file.reservoirs.iter().zip(self.equilibria(row, &view))
        {
            let name = &reservoir.name;
            let text = match (&reservoir.state, equilibrium) {
                (_, Some((mu, t))) => {
                    let t = self.given(row, &format!("T_{name}"), t / kelvin);
                    let mu = self.given(row, &format!("mu_{name}"), mu);
                    let (t, mu) = (shown(t, Dimension::Temperature), shown(mu, Dimension::Energy));
                    format!("T = {t}, μ = {mu}")
                }
                (State::Occupied(curve), None) => format!("f = {}", text(curve, 0)),
                (State::Demon { lambda, is_multiple }, None) => {
                    let unit = if *is_multiple { " λ_max" } else { "" };
                    format!("demon with λ = {}{unit}", lambda.formula.text)
                }
                (State::Optimal(demon), None) => {
                    let from = demon.from.as_ref().map_or("", |from| &from.text);
                    let wish = wanted(&demon.wish);
                    format!("the demon of least entropy current that draws {wish} from {from}")
                }
                _ => "out of equilibrium".to_owned(),
            };
            lines.push(vec![name.to_string(), text]);
        }
        for transmission in &self.file.transmissions {
            let Transmission { from, to, is_symmetric, value, .. } = transmission;
            let [from, to] = [*from, *to].map(|place| &self.file.reservoirs[place].name);
            let pair = match is_symmetric {
                true => format!("{from}–{to}"),
                false => format!("{from}→{to}"),
            };
            let Some(filter) = &transmission.filter else {
                let eigenvalues = self.file.count_of_eigenvalues(value);
                lines.push(vec![pair, format!("T = {}", text(value, eigenvalues))]);
                continue;
            };
            let mut pair = Some(pair);
            let parts = self.filter_lines(transmission, filter, &view).into_iter();
            lines.extend(parts.map(|part| vec![pair.take().unwrap_or_default(), part]));
        }
        lines
    }

    /// The terms of Eq. 13, with what is lost.
    pub(super) fn balanced(&self, row: &Row) -> Option<Account> {
        let view = self.view(&row.inputs);
        let [Some(t0), Some(mu0)] = view.environment() else { return None };
        let of = |output: Output| {
            let place = self.outputs.iter().position(|other| *other == output)?;
            Some(row.result(&self.results[place]))
        };
        let per_particle = if self.file.is_laboratory { E } else { 1.0 };
        let kelvin = self.kelvin();
        let mut parts = Vec::new();
        let reservoirs = self.file.reservoirs.iter().zip(self.equilibria(row, &view)).enumerate();
        for (place, (reservoir, equilibrium)) in reservoirs {
            let name = &reservoir.name;
            match equilibrium {
                Some((mu, t)) => {
                    if mu != mu0 {
                        let work = of(Output::Particles(place))? * (mu - mu0) * per_particle;
                        parts.push((format!("electric work, {name}"), work));
                    }
                    if t != t0 {
                        let heat = of(Output::Heat(place))? * ((t - t0) / t);
                        parts.push((format!("heat, {name}"), heat));
                    }
                }
                None => parts.push((format!("exergy, {name}"), of(Output::Exergy(place))?)),
            }
        }
        if let Some(work) = of(Output::Work) {
            parts.push(("work on the drive".to_owned(), work));
        }
        let lost = of(Output::Production)? * (t0 / kelvin);
        parts.push(("lost, T0·Ṡ_irr".to_owned(), lost));
        if parts.iter().any(|(_, part)| !part.is_finite()) {
            return None;
        }
        let unit = Measure::Energy.unit(self.units_of_numbers());
        let title = "Who pays (left) and who gains (right), by Eq. 13:";
        Some(Account { title, unit, parts })
    }

    /// What the machine does, what the second law says to it, and how certain that is.
    pub(super) fn told(&self, row: &Row) -> Vec<String> {
        let mut told = Vec::new();
        let of = |output: Output| {
            let place = self.outputs.iter().position(|other| *other == output)?;
            Some((&self.results[place], row.result(&self.results[place])))
        };
        if matches!(row.status(), Status::Ok | Status::Uncertain | Status::Lacking(_)) {
            if let Some((_, kind)) = of(Output::Kind) {
                let work = of(Output::Work).map_or(0.0, |(_, work)| work);
                let kind = KINDS.get(kind as usize);
                told.extend(kind.map(|kind| about(kind, work < 0.0).to_owned()));
            }
            let gained = of(Output::Efficiency).map(|(_, efficiency)| efficiency);
            if let Some(efficiency) = gained.filter(|efficiency| *efficiency > 0.0) {
                let share = Decimal::short(100.0 * efficiency).plain();
                told.push(format!(
                    "Of what is paid, {share} % is gained; the second law allows up to 100 %."
                ));
            }
            told.extend(self.seeming(row));
            told.extend(self.best_filter(row));
            told.extend(self.balance_of_probes());
            let reservoirs = self.file.reservoirs.iter().enumerate();
            told.extend(reservoirs.filter_map(|(place, reservoir)| {
                let found = [Output::Temperature(place), Output::Potential(place)];
                let mut found = found.into_iter().filter_map(of);
                found.any(|(_, number)| number.is_nan()).then(|| {
                    format!("{} is coupled to nothing, so that it finds nothing.", reservoir.name)
                })
            }));
        }
        told.push(self.certainty(row));
        told
    }

    /// Whether probes could find something else.
    fn balance_of_probes(&self) -> Option<String> {
        let machine = self.machine();
        let probes = machine.probes.iter().map(|probe| &*machine.reservoirs[probe.parts[0]].name);
        let names: Vec<&str> = probes.collect();
        let (names, is_one) = (names.join(" and "), names.len() == 1);
        let found = |what: fn(&Probe) -> bool| machine.probes.iter().any(what);
        let numbers = match (found(|probe| probe.t.is_some()), found(|probe| probe.mu.is_some())) {
            (true, true) => "T and μ",
            (true, false) => "T",
            (false, true) => "μ",
            (false, false) => return None,
        };
        let it = if is_one { "it takes" } else { "they take" };
        Some(match machine.has_one_balance() {
            true => format!("{names}: at no other {numbers} {it} up nothing."),
            false => {
                format!("{names}: that {it} up nothing at other {numbers}, too, is not excluded.")
            }
        })
    }

    /// The second law as it seems without the reservoirs out of equilibrium, and as it is.
    fn seeming(&self, row: &Row) -> Option<String> {
        let outside: Vec<&str> = self
            .file
            .reservoirs
            .iter()
            .filter(|reservoir| !matches!(reservoir.state, State::Equilibrium { .. }))
            .map(|reservoir| &*reservoir.name)
            .collect();
        if outside.is_empty() {
            return None;
        }
        let of = |output: Output| {
            let place = self.outputs.iter().position(|other| *other == output)?;
            let result: ResultRef = &self.results[place];
            let value = row.result(result);
            let shown =
                Decimal::short(value.abs()).with_unit(result.measure.unit(row.inputs.units()));
            Some((value, shown.join(" ").trim_end().to_owned()))
        };
        let (seeming, shown) = of(Output::SeemingProduction)?;
        let (_, truly) = of(Output::Production)?;
        let without = outside.join(" and ");
        Some(match seeming < 0.0 {
            true => format!(
                "To somebody who does not know of {without}, entropy would seem to fall by {shown}, \
                 against the second law; it grows by {truly}."
            ),
            false => format!(
                "To somebody who does not know of {without}, entropy would seem to grow by {shown}; \
                 it grows by {truly}."
            ),
        })
    }

    /// Which numbers are certain.
    fn certainty(&self, row: &Row) -> String {
        match row.status() {
            Status::Ok => {
                "Every number is certain: its digits are those of the exact value.".into()
            }
            Status::Uncertain => {
                let errors = self.outputs.iter().zip(self.results);
                let errors = errors.filter_map(|(output, error)| match output {
                    Output::Error(of) if !self.results[*of].on_request => {
                        Some((&self.results[*of], error))
                    }
                    _ => None,
                });
                let errors: Vec<(ResultRef, ResultRef)> = errors.collect();
                let asked: Vec<ResultRef> = errors.iter().map(|(_, error)| *error).collect();
                let row = Row::with(&row.inputs, &asked);
                // Half of a unit in the last place is what a certain number is off by at most.
                let is_off = |(of, error): &&(ResultRef, ResultRef)| {
                    row.result(error) > row.result(of).abs() * f64::EPSILON
                };
                let unit = |result: ResultRef| result.measure.unit(row.inputs.units());
                let named = errors.iter().filter(is_off).map(|(of, error)| {
                    let shown = |value| Decimal::short(value).with_unit(unit(of)).join(" ");
                    let bound: f64 = format!("{:.1e}", row.result(error)).parse().unwrap_or(0.0);
                    format!("{} within {}", of.key, shown(bound).trim_end())
                });
                let named: Vec<String> = named.collect();
                match named.is_empty() {
                    true => {
                        "Some last digit is not certain: _error columns have the bounds.".into()
                    }
                    false => format!(
                        "Known within bounds only: {}. All other numbers are certain.",
                        named.join(", ")
                    ),
                }
            }
            Status::Unproven => {
                let around = |why: Unproven| match why {
                    Unproven::At(energy) => {
                        let unit = self.unit_of(Dimension::Energy);
                        format!(" around the energy {}", Decimal::short(energy).quantity(unit))
                    }
                    Unproven::NoDemon(_) => " of what the demon does".to_owned(),
                    Unproven::NoFilter(_) => " of which filter is the best one".to_owned(),
                    Unproven::Greatest => " of the greatest power of any demon".to_owned(),
                    Unproven::NoBalance | Unproven::FewDigits => {
                        " of what the probes find".to_owned()
                    }
                    _ => " far away, where nothing is known to fall off".to_owned(),
                };
                let values = row.inputs.raw();
                let Ok(variant) = self.variant(values) else { return String::new() };
                let plan = &variant.plan;
                if let Err(why) = self.answer::<Bounded<Split, 1>>(plan, values, Goal::LIGHT, &[]) {
                    let meant = self.unsound(values).into_iter().next();
                    if let Some((reservoir, numbers)) = meant {
                        let name = &self.file.reservoirs[reservoir].name;
                        return format!(
                            "No bound of the error is known far away, because {numbers} in f of {name} do not add \
                             to 1 as doubles, so that no number is shown: write one of them as 1 minus the others, \
                             as in (1-w) beside w."
                        );
                    }
                    let place = around(why);
                    return format!(
                        "No bound of the error is known{place}, so that no number is shown."
                    );
                }
                match self.unproven_by(plan, values) {
                    Some((by, why)) => {
                        let place = around(why);
                        format!("No bound of the derivatives by {by} is known{place}.")
                    }
                    None => {
                        "A derivative that is missing does not exist here, or is not known to: \
                             a result has a kink or a jump."
                            .to_owned()
                    }
                }
            }
            Status::Infinite(word) if word.starts_with("entropy") => format!(
                "{word}: an empty or full level fills or empties, so that entropy grows without bound."
            ),
            Status::Infinite(word) => format!(
                "{word}: bosons of vanishing energy flow without end, because the lowest level lies at the \
                 chemical potential."
            ),
            Status::Lacking(word) if word.ends_with(">channels") => format!(
                "{word}: at some energy more passes into this reservoir than through one channel, so that its noise \
                 does not follow from transmissions."
            ),
            Status::Lacking(word) => format!(
                "{word}: linear response is that of reservoirs with one T and one mu; set them equal with --set."
            ),
            Status::Unphysical(word) if word.starts_with("f_") => {
                format!("{word}: this occupation is no probability.")
            }
            Status::Unphysical(word) if self.words.inverted.contains(&row.status()) => format!(
                "{word}: the carriers that reach this probe are inverted, so that it takes up heat at any positive \
                 temperature."
            ),
            Status::Unphysical(word) if word.starts_with("T_") && !word.ends_with("<=0") => {
                format!("{word}: a transmission lies between 0 and its number of channels.")
            }
            Status::Unphysical(word) if word.ends_with("<=0") => {
                format!("{word}: a temperature or a width must be positive.")
            }
            Status::Unphysical("not finite") => {
                "A number that says where something is, or how wide, is not finite.".to_owned()
            }
            Status::Unphysical(word) => self.unreachable(row).unwrap_or_else(|| format!("{word}.")),
            status => format!("{status}."),
        }
    }
}

/// What a kind of machine does; `is_driven` where work is done on it.
fn about(kind: &str, is_driven: bool) -> &'static str {
    match kind {
        "motor" => "motor: electric work pays for work on the drive.",
        "heat_engine" => "heat engine: heat pays for work on the drive.",
        "pump" if is_driven => "pump: work of the drive pays for electric work.",
        "heat_pump" if is_driven => "heat pump: work of the drive pays for heat that is lifted.",
        "thermoelectric_generator" => "thermoelectric generator: heat pays for electric work.",
        "peltier" => "peltier: electric work pays for heat that is lifted.",
        "demon" => "demon: order alone pays, without particles or energy.",
        "pump" => "pump: reservoirs out of equilibrium pay for electric work.",
        "heat_pump" => "heat pump: reservoirs out of equilibrium pay for heat that is lifted.",
        _ => "dissipator: nothing is gained.",
    }
}

/// A function of the energy on one line; of how many eigenvalues it is the sum, or 0.
fn text(curve: &Curve, eigenvalues: usize) -> String {
    match curve {
        Curve::Formula(slot) => slot.formula.text.split_whitespace().collect::<Vec<_>>().join(" "),
        Curve::Table(table) if eigenvalues > 0 => {
            format!("sum of {eigenvalues} eigenvalues in {}", table.path.text)
        }
        Curve::Table(table) => format!("values of {}", table.path.text),
    }
}
