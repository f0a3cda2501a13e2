//! What is said of the best device: what holds it back, how good it is for certain, and where it is that
//! of a limit.

use super::device::schema;
use super::optimize::name;
use crate::optimize::{Answer, Candidate, Goal, Question, Strength};
use crate::quantity::{Decimal, Dimension, Side};
use crate::refrigerator::{Parameter, Point, Solved, Verdict};

/// What holds the best device back, how good it is for certain, and where that is a limit.
pub fn remark(question: &Question, answer: &Answer, best: &Candidate, row: &Solved) -> String {
    let binding = binding(question, &best.point, row);
    let binding = match binding.is_empty() {
        true => "Nothing binds.".to_owned(),
        false => format!("What binds: {}.", binding.join(", ")),
    };
    let name = name(question.goal);
    let excess = (answer.bound - best.value) / best.value.abs();
    let proof = match excess {
        // A power of 0 that is the greatest one, too.
        _ if answer.bound == best.value => "It is the best one within the ranges".to_owned(),
        excess if excess <= 1e-9 => {
            "It is the best one within the ranges, to nine digits".to_owned()
        }
        excess if answer.bound.is_finite() => {
            let mut all = schema().columns(question.base.units());
            let column = all.find(|column| column.key == name);
            let unit = column.map_or("", |column| column.unit);
            let unit = if unit == "1" { String::new() } else { format!(" {unit}") };
            // No device is better than a number above the bound, either.
            let bound =
                Decimal::limit(answer.bound, Side::Above, |bound| bound >= answer.bound).plain();
            // Of nothing there is no share.
            let share = match excess.is_finite() {
                true => format!(", which is {} % more", Decimal::short(100.0 * excess).plain()),
                false => String::new(),
            };
            format!(
                "No device within the ranges has a {name} above {bound}{unit}{share}; \
                 a greater --boxes brings the bound closer"
            )
        }
        _ => "Nothing is proved of how good others within the ranges are".to_owned(),
    };
    // Where nothing flows any levels will do.
    let limit = idle(question, row).or_else(|| beside(question, &best.point));
    let limit = limit.map_or(String::new(), |sentence| format!("\n{sentence}"));
    format!("{binding}\n{proof}.{limit}")
}

/// Where the best device is the nearest one to a device whose levels of different pairs coincide.
fn beside(question: &Question, point: &Point) -> Option<String> {
    let apart = |a: Parameter, b: Parameter| (point.get(a) - point.get(b)).abs();
    let scale = apart(Parameter::E1, Parameter::E2).max(point.get(Parameter::E1).abs());
    let meet =
        |(a, b): &(Parameter, Parameter)| question.apart == 0.0 && apart(*a, *b) <= 1e-9 * scale;
    let met: Vec<String> =
        between().filter(meet).map(|(a, b)| format!("{} = {}", b.name(), a.name())).collect();
    (!met.is_empty()).then(|| {
        format!(
            "It is beside the supremum, which lies at {}, where one reservoir would need two occupations at \
             one energy; --apart ENERGY keeps such levels apart.",
            met.join(", ")
        )
    })
}

/// All pairs of a hot and a cold level.
fn between() -> impl Iterator<Item = (Parameter, Parameter)> {
    use Parameter::{E1, E2, E3, E4};
    [(E1, E3), (E1, E4), (E2, E3), (E2, E4)].into_iter()
}

/// Where the best COP is that of a demon that moves next to nothing.
fn idle(question: &Question, row: &Solved) -> Option<String> {
    // No levels have more power than 0.56 Tc (docs/theory.md).
    const LITTLE: f64 = 1e-8;
    let power = row.answer.ok()?.power;
    let is_little = power <= LITTLE * question.result_of_power(row.point.get(Parameter::Tc));
    let is_asked = question.goal == Goal::Cop && question.at_least.is_none();
    (is_little && is_asked).then(|| {
        "This COP is that of a limit in which no heat flows; --at-least power=NUMBER asks for some."
            .to_owned()
    })
}

/// The ends of ranges, the headroom and the requirement that the best device has reached.
fn binding(question: &Question, best: &Point, row: &Solved) -> Vec<String> {
    let shown = |parameter: Parameter| {
        let unit = parameter.dimension().unit(question.base.units());
        format!("{} = {}", parameter.name(), Decimal::exact(best.get(parameter)).quantity(unit))
    };
    let at_end = |(parameter, ends): &(Parameter, [f64; 2])| {
        ends.contains(&best.get(*parameter)).then(|| shown(*parameter))
    };
    let mut binding: Vec<String> = question.over.iter().filter_map(at_end).collect();
    let (chosen, lambda) = (best.get(Parameter::Lambda), row.lambda());
    let beyond = best.in_headrooms(false).with(Parameter::Lambda, lambda.next_up().next_up());
    let verdict = |row: &Solved| row.answer.map(|solution| solution.verdict);
    match (verdict(row), verdict(&Solved::new(beyond)), question.strength) {
        (Ok(Verdict::Edge(constraint)), ..) => {
            binding.push(format!("the headroom ({})", constraint.kept()));
        }
        (_, Ok(Verdict::Unphysical(constraint)), _) => {
            binding.push(format!("the headroom ({constraint} beyond)"));
        }
        (.., Strength::Absolute(ends)) if ends.contains(&chosen) => {
            binding.push(shown(Parameter::Lambda));
        }
        (.., Strength::Headrooms(ends)) if ends.contains(&chosen) => {
            binding.push(format!("lambda = {}max", Decimal::exact(chosen).plain()));
        }
        _ => {}
    }
    let unit = Dimension::Energy.unit(question.base.units());
    for (a, b) in between() {
        let distance = (best.get(a) - best.get(b)).abs();
        if question.apart > 0.0 && distance <= question.apart * (1.0 + 1e-9) {
            let apart = Decimal::exact(question.apart).quantity(unit);
            binding.push(format!("|{} - {}| = {apart}", a.name(), b.name()));
        }
    }
    if let (Some(required), Ok(solution)) = (question.at_least, row.answer) {
        let other = question.goal.other();
        if (other.of(&solution) / required - 1.0).abs() < 1e-9 {
            let required = Decimal::exact(required).plain();
            binding.push(format!("{} = {required}, as required", name(other)));
        }
    }
    binding
}
