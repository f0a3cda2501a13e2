//! What axes, curves and parameters are called in a picture.

use super::device::family;
use crate::figure::{Curve, Kind, Plan};
use crate::model::{Family, Inputs, Parameter, Reading, Status};
use crate::output::{Label, Role};
use crate::quantity::{Decimal, with_prefix};
use crate::table::Column;

/// How many digits of a number a person sees, where they tell it from the others.
const DIGITS: usize = 6;

/// The title of the axis of a column, whose numbers are multiples of this power of ten.
pub fn title(column: &Column, exponent: i32) -> Label {
    let quantity = quantity(column.symbol, column.unit, exponent);
    let words = words(column);
    if words.0.is_empty() { quantity } else { words.then_text(", ").then(quantity) }
}

/// The title of the axis that curves run along, with words before the symbol or without.
pub fn across(plan: &Plan, exponent: i32, with_words: bool) -> Label {
    if let Some(column) = plan.x {
        return title(column, exponent);
    }
    let symbol = symbol(plan.along, &plan.base.reading, exponent);
    if with_words { meaning(plan.along).then_text(", ").then(symbol) } else { symbol }
}

/// The title of the axis of a parameter, whose numbers are multiples of this power of ten.
pub fn axis(parameter: Parameter, reading: &Reading, exponent: i32) -> Label {
    meaning(parameter).then_text(", ").then(symbol(parameter, reading, exponent))
}

fn symbol(parameter: Parameter, reading: &Reading, exponent: i32) -> Label {
    match parameter.is_strength() && reading.in_multiples {
        true => Label::symbol(parameter.symbol).then_text("/").then(greatest(parameter)),
        false => quantity(parameter.symbol, parameter.dimension.unit(reading.units), exponent),
    }
}

/// The symbol of the greatest value of a strength.
fn greatest(strength: Parameter) -> Label {
    Label::symbol(&format!("{}_max", strength.symbol))
}

/// What a result that is drawn as a bound is called.
pub fn bound(column: &Column) -> Label {
    let words = words(column);
    if words.0.is_empty() { Label::symbol(column.symbol) } else { words }
}

/// A quantity in words; none where its symbol is a word.
fn words(column: &Column) -> Label {
    if let Some(parameter) = column.parameter().or(column.strength()) {
        return meaning(parameter);
    }
    match column.result().and_then(|result| result.words) {
        Some(words) => phrase(words),
        None if column.key == column.symbol => Label::default(),
        None => Label::text(&column.key.replace('_', " ")),
    }
}

/// Words, among which what stands between two `$` is a symbol.
pub fn phrase(words: &str) -> Label {
    let parts = words.split('$').enumerate().filter(|(_, part)| !part.is_empty());
    let parts = parts.map(|(number, part)| match number % 2 {
        0 => Label::text(part),
        _ => Label::symbol(part),
    });
    parts.reduce(Label::then).unwrap_or_default()
}

/// The first words of the explanation of a parameter.
fn meaning(parameter: Parameter) -> Label {
    let doc = parameter.doc;
    Label::text(doc.split([',', ';']).next().unwrap_or(doc))
}

/// A symbol with the unit of the numbers beside it.
pub fn quantity(symbol: &str, unit: &str, exponent: i32) -> Label {
    let symbol = Label::symbol(symbol);
    let prefixed = with_prefix(unit, exponent).filter(|_| exponent != 0);
    let (unit, exponent) = prefixed.as_deref().map_or((unit, exponent), |unit| (unit, 0));
    let power = || Label::power_of_ten(exponent);
    // Units of the laboratory stand upright, the symbols of natural ones do not.
    let name = |unit: &str| match unit.contains(['K', 'V', 'W']) {
        true => Label::text(unit),
        false => Label::symbol(unit),
    };
    match (unit, exponent) {
        ("1" | "", 0) => symbol,
        ("1" | "", _) => symbol.then_text(" (").then(power()).then_text(")"),
        (unit, 0) => symbol.then_text(" (").then(name(unit)).then_text(")"),
        (unit, _) => {
            let factor = symbol.then_text(" (").then(power()).then_text(" ");
            factor.then(name(unit)).then_text(")")
        }
    }
}

/// The names of the curves, and what they look like.
pub fn labels(plan: &Plan, curves: &[Curve]) -> Vec<(Label, Role)> {
    let count = curves.iter().filter(|curve| curve.kind.is_value()).count();
    let choice = plan.base.family().choice().filter(|_| plan.base.reading.option != 0);
    let usual = choice.map_or(String::new(), |choice| format!(" ({})", choice.options[0].name));
    let place = |value: f64| plan.values.iter().position(|other| *other == value).unwrap_or(0);
    let mut index = 0;
    let label = |curve: &Curve| match curve.kind {
        Kind::Companion(bound) if bound.is_bound => (phrase(bound.label), Role::Bound),
        Kind::Companion(limit) => (phrase(limit.label).then_text(&usual), Role::Limit),
        Kind::Best(value) => {
            let label = equation(plan, plan.parameter, value).then_text(", at best");
            (label, Role::Best(place(value), count))
        }
        Kind::Beside(value) => {
            let label = equation(plan, plan.parameter, value);
            let other = plan.beside.map(|(parameter, value)| equation(plan, parameter, value));
            let label = other.into_iter().fold(label, |all, next| all.then_text(", ").then(next));
            (label, Role::Best(place(value), count))
        }
        Kind::Value(value) => {
            index += 1;
            let mut label = equation(plan, plan.parameter, value);
            if curve.pieces.is_empty() {
                label = label.then_text(" (").then(reason(plan, curve.middle)).then_text(")");
            }
            (label, Role::Member(index - 1, count))
        }
    };
    curves.iter().map(label).collect()
}

/// Why a curve has no point.
fn reason(plan: &Plan, status: Status) -> Label {
    match status {
        Status::Unphysical(_) => Label::text("unphysical"),
        Status::Refused(rule) if rule.broken.contains('|') => Label::text("windows overlap"),
        Status::Ok
        | Status::Limit
        | Status::Edge(_)
        | Status::Overflow(_)
        | Status::Infinite(_)
        | Status::Lacking(_)
        | Status::Uncertain
        | Status::Unproven => Label::text("not finite"),
        Status::Refused(rule) => formula(plan.base.family(), rule.broken),
    }
}

/// A status in symbols, where it is a formula of parameters and results: `fl3<0` is f_l(ε3) < 0.
pub fn status(word: &str) -> Label {
    match word.contains(['<', '>', '=']) {
        true => formula(family(), word),
        false => Label::text(word),
    }
}

/// A broken rule in symbols: `tc>=th` is Tc ≥ Th.
fn formula(family: &dyn Family, broken: &str) -> Label {
    let mut label = Label::default();
    let mut rest = broken;
    while !rest.is_empty() {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let kind = rest.starts_with(is_name);
        let end = rest.find(|c| is_name(c) != kind).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        let result = || family.results().iter().find(|result| result.key == part);
        label = match (part, family.parameter(part), result()) {
            (_, Some(parameter), _) => label.then(Label::symbol(parameter.symbol)),
            (_, _, Some(result)) => label.then(Label::symbol(result.symbol)),
            ("inf", ..) => label.then_text("∞"),
            (">=", ..) => label.then_text(" ≥ "),
            ("<=", ..) => label.then_text(" ≤ "),
            ("=" | "<" | ">", ..) => label.then_text(&format!(" {part} ")),
            _ => label.then_text(part),
        };
        rest = after;
    }
    label
}

/// The parameters that all curves share, where `is_given` of the optional ones, and the width of the
/// resonances.
pub fn caption(plan: &Plan, is_given: impl Fn(Parameter) -> bool) -> Label {
    let shared = shared(plan).filter(|p| !p.is_optional() || is_given(p));
    let equations = shared.map(|parameter| equation(plan, parameter, plan.base.get(parameter)));
    let chosen = chosen(plan).map(|chosen| Label::text(&chosen));
    let joined = equations.chain(chosen).reduce(|all, next| all.then_text(",  ").then(next));
    joined.unwrap_or_default()
}

/// What was chosen, where it is not the default, e.g. `boxcar resonances`.
pub fn chosen(plan: &Plan) -> Option<String> {
    let choice = plan.base.family().choice().filter(|_| plan.base.reading.option != 0)?;
    Some(format!("{} {}", choice.options[plan.base.reading.option].name, choice.name))
}

fn shared(plan: &Plan) -> impl Iterator<Item = Parameter> {
    let varied = [plan.along, plan.parameter];
    plan.base.family().parameters().iter().filter(move |parameter| !varied.contains(parameter))
}

/// The values of these parameters at a point.
pub fn values(point: &Inputs, parameters: &[Parameter]) -> Label {
    let of = |parameter: Parameter| {
        let alike = parameters.iter().filter(|other| other.dimension == parameter.dimension);
        let alike: Vec<f64> = alike.map(|other| point.get(other)).collect();
        equals(&point.reading, parameter, rounded(point.get(parameter), digits(&alike)))
    };
    let equations = parameters.iter().map(|parameter| of(parameter));
    equations.reduce(|all, next| all.then_text(",  ").then(next)).unwrap_or_default()
}

/// A parameter of the curves of a plan with its value.
fn equation(plan: &Plan, parameter: Parameter, value: f64) -> Label {
    let alike = |other: &Parameter| other.dimension == parameter.dimension;
    let others = shared(plan).filter(alike).map(|other| plan.base.get(other));
    let own = plan.values.iter().copied().filter(|_| alike(&plan.parameter));
    let value = rounded(value, digits(&others.chain(own).collect::<Vec<_>>()));
    equals(&plan.base.reading, parameter, value)
}

fn equals(reading: &Reading, parameter: Parameter, value: f64) -> Label {
    let symbol = Label::symbol(parameter.symbol).then_text(" = ");
    if parameter.is_strength() && reading.in_multiples {
        let most = greatest(parameter);
        return match value {
            1.0 => symbol.then(most),
            _ => symbol.then(Label::number(value)).then_text(" ").then(most),
        };
    }
    match parameter.dimension.unit(reading.units) {
        unit @ ("K" | "eV") => symbol.then_text(&Decimal::exact(value).quantity(unit)),
        _ => symbol.then(Label::number(value)),
    }
}

/// How many digits tell values from each other.
fn digits(values: &[f64]) -> usize {
    let values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let apart = |digits: &usize| {
        let same = |a: f64, b: f64| a != b && rounded(a, *digits) == rounded(b, *digits);
        !values.iter().any(|a| values.iter().any(|b| same(*a, *b)))
    };
    // Seventeen digits tell any two doubles apart.
    (DIGITS..17).find(apart).unwrap_or(17)
}

/// The number nearest to a value that has so many digits.
pub fn rounded(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits - 1).parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::super::device::schema;
    use super::*;
    use crate::quantity::Units;

    #[test]
    fn axes_are_called_by_words_and_symbols() {
        let called = |key: &str| {
            let column = schema().columns(Units::Natural).find(|column| column.key == key);
            column.map(|column| title(column, 0).plain())
        };
        for (key, expected) in [
            ("dcop_dtc", "∂COP/∂Tc (1/E)"),
            ("dpower_de4", "∂ε̇h/∂ε4 (Γ/h)"),
            ("cop", "COP"),
            ("fl1", "occupation, fl(ε1)"),
            ("power", "power, ε̇h (Γ·E/h)"),
            ("cop_carnot", "Carnot bound, COP_therm"),
            ("sigma3", "entropy produced at ε3, σ3 (kB·Γ/h)"),
            ("beta12", "inverse temperature of the hot pair, β_12 (1/E)"),
            ("beta_eff4", "inverse effective temperature at ε4, 1/T_eff (1/E)"),
            ("tc_min", "minimum temperature, T_c,min (E)"),
            ("e3", "resonance between demon and cold reservoir, ε3 (E)"),
        ] {
            assert_eq!(called(key).as_deref(), Some(expected));
        }
        // No title has the name of a column that is no word.
        for column in schema().columns(Units::Natural).filter(|column| !column.is_text()) {
            let title = title(column, 0).plain();
            let is_name =
                column.key.contains(['_', '1', '2', '3', '4']) || column.key.starts_with("dcop");
            assert!(!is_name || !title.contains(column.key), "{title}");
            for part in column
                .key
                .split('_')
                .filter(|part| ["cop", "eff", "dcop", "tc", "dpower"].contains(part))
            {
                assert!(!title.split([' ', ',']).any(|word| word == part), "{title}");
            }
        }
    }

    #[test]
    fn a_broken_rule_is_said_in_symbols() {
        for (broken, expected) in [
            ("tc>=th", "Tc ≥ Th"),
            ("e1=e4", "ε1 = ε4"),
            ("tc<=0", "Tc ≤ 0"),
            ("t0<=0", "T0 ≤ 0"),
            ("headroom=inf", "λ_max = ∞"),
            ("fl3<0", "fl(ε3) < 0"),
        ] {
            assert_eq!(formula(family(), broken).plain(), expected);
        }
    }

    #[test]
    fn rounding_keeps_the_shortest_text() {
        assert_eq!(rounded(1.2166666666666666, 6), 1.21667);
        assert_eq!(rounded(1.45, 6), 1.45);
        assert_eq!(rounded(-2.3e-300, 2), -2.3e-300);
    }
}
