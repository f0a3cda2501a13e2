//! `ndemon optimize`: the best device within ranges.

use super::args::{Columns, Given};
use super::complete;
use super::eval::{Format, print};
use super::failure::{self, Failure, say};
use super::help;
use super::stream::Stream;
use super::terminal;
use crate::model::{Parameter, Point, Resonances, Verdict};
use crate::optimize::{Answer, Candidate, Goal, Question, Strength, can_vary};
use crate::output::{Decimal, Side, wrapped};
use crate::sweep::{GridError, Mention, Yardstick, measured, units};
use crate::table::{Row, columns};
use clap::ValueEnum;
use clap_complete::engine::ArgValueCompleter;

/// The flags of `optimize`.
#[derive(clap::Args)]
#[command(before_long_help = help::DEVICE, after_long_help = help::OPTIMIZE)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    /// What is to be as large as possible
    #[arg(help_heading = "Optimum", long, value_enum, value_name = "RESULT")]
    maximize: Goal,
    /// The ranges within which parameters may be chosen
    #[arg(
        help_heading = "Optimum",
        long,
        value_name = "PARAM=first:last,…",
        value_delimiter = ',',
        required = true,
        value_parser = range,
        add = ArgValueCompleter::new(complete::ranges)
    )]
    over: Vec<Range>,
    /// What the other result must be at least: cop=NUMBER or power=NUMBER
    #[arg(help_heading = "Optimum", long, value_name = "RESULT=NUMBER", value_parser = requirement)]
    at_least: Option<(Goal, f64)>,
    /// How to print the best device
    #[arg(help_heading = "Table", long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    columns: Columns,
}

impl ValueEnum for Goal {
    fn value_variants<'a>() -> &'a [Self] {
        &[Goal::Power, Goal::Cop]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(name(*self)))
    }
}

fn name(goal: Goal) -> &'static str {
    match goal {
        Goal::Power => "power",
        Goal::Cop => "cop",
    }
}

/// A parameter's range, as it was typed.
#[derive(Clone, Debug)]
struct Range {
    parameter: Parameter,
    ends: [f64; 2],
    yardstick: Yardstick,
    text: String,
}

fn range(text: &str) -> Result<Range, String> {
    let shape = || "it must be PARAM=first:last";
    let (name, ends) = text.split_once('=').ok_or_else(shape)?;
    let parameter = Parameter::named(name).ok_or_else(|| {
        let names = Parameter::ALL.map(Parameter::name).join(", ");
        format!("`{name}` is no parameter; known are {names}")
    })?;
    if parameter != Parameter::Lambda && !can_vary(parameter) {
        return Err(format!("no result depends on {name} beyond its unit"));
    }
    let (first, last) = ends.split_once(':').ok_or_else(shape)?;
    let read = |text| measured(text, parameter.dimension()).map_err(|error| error.to_string());
    let ((first, yardstick), (last, other)) = (read(first)?, read(last)?);
    if yardstick != other {
        return Err("both ends need a unit, or none".into());
    }
    if first > last {
        return Err("its first end must not lie above its last one".into());
    }
    Ok(Range { parameter, ends: [first, last], yardstick, text: text.into() })
}

fn requirement(text: &str) -> Result<(Goal, f64), String> {
    let shape = || "it must be cop=NUMBER or power=NUMBER";
    let (name, number) = text.split_once('=').ok_or_else(shape)?;
    let goal = Goal::from_str(name, false).map_err(|_| shape())?;
    match number.parse() {
        Ok(number) if f64::is_finite(number) && number > 0.0 => Ok((goal, number)),
        _ => Err(format!("`{number}` is not a positive number")),
    }
}

/// Prints the best device; that there is none ends with 1.
pub fn run(args: Args) -> Result<(), Failure> {
    let question = question(&args)?;
    let units = question.base.units();
    let has = |p| args.given.has(p) || args.over.iter().any(|range| range.parameter == p);
    let selection = args.columns.select(units, has, &[])?;
    let answer = question.answer();
    let Some(best) = answer.best else {
        let proof = match answer.bound == f64::NEG_INFINITY {
            true => "no device within these ranges has a demon that does what is asked",
            false => {
                "no device was found that does what is asked; that there is none is not proved"
            }
        };
        say(&format!("{proof} ({} boxes looked at)", answer.boxes));
        return Err(Failure::No);
    };
    let row = Row::new(best.point);
    let mut text = print(args.format, &selection, row);
    let remark = remark(&question, &answer, &best);
    match args.format {
        Format::Table => {
            let lines = remark.lines().flat_map(|line| wrapped(line, terminal::width()));
            text.extend(lines.flat_map(|line| (line + "\n").into_bytes()));
        }
        _ => failure::remark(&remark),
    }
    Stream::standard()?.write(&text)
}

/// The question that the flags ask.
fn question(args: &Args) -> Result<Question, Failure> {
    let refusal =
        |range: &Range, rule: &str| Failure::Request(format!("--over {}: {rule}", range.text));
    for (i, range) in args.over.iter().enumerate() {
        if args.given.has(range.parameter) {
            let name = range.parameter.name();
            return Err(refusal(range, &format!("--{name} has a value already")));
        }
        if args.over[..i].iter().any(|other| other.parameter == range.parameter) {
            return Err(refusal(range, "the parameter is there twice"));
        }
    }
    if args.given.resonances() != Resonances::Narrow {
        let name = args.given.resonances().name();
        let rule = "the best device is known of narrow resonances only";
        return Err(Failure::Request(format!("--resonances {name}: {rule}")));
    }
    let goal = args.maximize;
    if let Some((required, _)) = args.at_least.filter(|(required, _)| *required == goal) {
        let rule = "it is what is maximized; require the other result";
        return Err(Failure::Request(format!("--at-least {}: {rule}", name(required))));
    }

    let mention = |range: &Range| Mention {
        parameter: range.parameter,
        text: format!("--over {}", range.text),
        yardstick: range.yardstick,
    };
    let mut mentions = args.given.mentions();
    mentions.extend(args.over.iter().map(mention));
    let units = units(&mentions).map_err(|error| Failure::Request(error.to_string()))?;
    let fixed = args.given.values("optimize")?;
    let find = |p| args.over.iter().find(|range| range.parameter == p);
    let base = Point::complete(|p| {
        let fixed = fixed.iter().find(|(parameter, _)| *parameter == p).map(|(_, value)| *value);
        fixed.or(find(p).map(|range| range.ends[0]))
    });
    let base = base.map_err(|missing| Failure::Request(GridError::Missing(missing).to_string()))?;
    let base = base.in_units(units);
    let is_free = |p: Parameter| args.over.iter().any(|range| range.parameter == p);
    // A rule that fixed parameters break, no choice of the others mends.
    let broken = base
        .broken_rule()
        .filter(|rule| !is_free(rule.parameter) && !rule.versus.is_some_and(is_free));
    if let Some(rule) = broken {
        return Err(args.given.refused(rule, &base));
    }
    let lambda = base.get(Parameter::Lambda);
    let typed = || args.given.text(Parameter::Lambda).unwrap_or_default();
    let given = args.given.axis(Parameter::Lambda).map(|axis| ([lambda; 2], axis.yardstick()));
    let ranged = find(Parameter::Lambda).map(|range| (range.ends, range.yardstick));
    let strength = match ranged.or(given) {
        Some((ends, Yardstick::Headroom)) => {
            if ends[0] < 0.0 || ends[1] > 1.0 {
                let rule = "multiples of the headroom go from 0max to 1max";
                return Err(find(Parameter::Lambda).map_or_else(
                    || Failure::Request(format!("--lambda {}: {rule}", typed())),
                    |range| refusal(range, rule),
                ));
            }
            Strength::Headrooms(ends)
        }
        Some((ends, _)) => Strength::Absolute(ends),
        None => Strength::Absolute([lambda; 2]),
    };
    if let Strength::Absolute([first, _]) = strength
        && first < 0.0
    {
        let rule = "lambda must not be negative";
        let other = || Failure::Request(format!("--lambda {}: {rule}", typed()));
        return Err(find(Parameter::Lambda).map_or_else(other, |range| refusal(range, rule)));
    }
    let over = args.over.iter().filter(|range| range.parameter != Parameter::Lambda);
    let over = over.filter(|range| range.ends[0] < range.ends[1]);
    let over: Vec<_> = over.map(|range| (range.parameter, range.ends)).collect();
    if over.len() > 6 {
        let rule = "at most six parameters and lambda may be chosen at once";
        return Err(Failure::Request(format!("--over: {rule}")));
    }
    let at_least = args.at_least.map(|(_, number)| number);
    Ok(Question { base, over, strength, goal, at_least })
}

/// What holds the best device back, and how good it is for certain.
fn remark(question: &Question, answer: &Answer, best: &Candidate) -> String {
    let binding = binding(question, &best.point);
    let binding = match binding.is_empty() {
        true => "Nothing binds.".to_owned(),
        false => format!("What binds: {}.", binding.join(", ")),
    };
    let excess = answer.bound / best.value - 1.0;
    let proof = match excess {
        // What is found is better than all that was left out, but for the tolerance.
        excess if excess <= 1e-9 => {
            "It is the best one within the ranges, to nine digits".to_owned()
        }
        excess if excess.is_finite() => {
            let name = name(question.goal);
            let column = columns(question.base.units()).find(|column| column.key == name);
            let unit = column.map_or("", |column| column.unit);
            let unit = if unit == "1" { String::new() } else { format!(" {unit}") };
            // No device is better than a number above the bound, either.
            let bound =
                Decimal::limit(answer.bound, Side::Above, |bound| bound >= answer.bound).plain();
            let more = 100.0 * excess;
            format!(
                "No device within the ranges has a {name} above {bound}{unit}, which is {more:.2e} % more"
            )
        }
        _ => "Nothing is proved of how good others within the ranges are".to_owned(),
    };
    format!("{binding}\n{proof} ({} boxes looked at).", answer.boxes)
}

/// The ends of ranges, the headroom and the requirement that the best device has reached.
fn binding(question: &Question, point: &Point) -> Vec<String> {
    let shown = |parameter: Parameter| {
        let unit = parameter.dimension().unit(question.base.units());
        format!("{} = {}", parameter.name(), Decimal::exact(point.get(parameter)).quantity(unit))
    };
    let at_end = |(parameter, ends): &(Parameter, [f64; 2])| {
        ends.contains(&point.get(*parameter)).then(|| shown(*parameter))
    };
    let mut binding: Vec<String> = question.over.iter().filter_map(at_end).collect();
    let lambda = point.get(Parameter::Lambda);
    let beyond = Row::new(point.with(Parameter::Lambda, lambda.next_up().next_up()));
    match (beyond.answer.map(|solution| solution.verdict), question.strength) {
        (Ok(Verdict::Unphysical(constraint)), _) => {
            binding.push(format!("the headroom ({constraint} beyond)"));
        }
        (_, Strength::Absolute(ends)) if ends.contains(&lambda) => {
            binding.push(shown(Parameter::Lambda));
        }
        (_, Strength::Headrooms(ends)) => {
            let settled = |multiple| {
                let point = point.with(Parameter::Lambda, multiple).in_headrooms(true);
                Row::new(point).lambda()
            };
            let end = ends.into_iter().find(|multiple| settled(*multiple) == lambda);
            binding.extend(
                end.map(|multiple| format!("lambda = {}max", Decimal::exact(multiple).plain())),
            );
        }
        _ => {}
    }
    if let (Some(required), Ok(solution)) = (question.at_least, Row::new(*point).answer) {
        let other = question.goal.other();
        if (other.of(&solution) / required - 1.0).abs() < 1e-9 {
            let required = Decimal::exact(required).plain();
            binding.push(format!("{} = {required}, as required", name(other)));
        }
    }
    binding
}
