//! `ndemon optimize`: the best device within ranges.

use super::aims::Aims;
use super::answer::{Format, Target};
use super::args::Given;
use super::best::{self, Asked, Best, Closely};
use super::command_line::CommandLine;
use super::complete;
use super::device::family;
use super::eval::print;
use super::failure::{self, Failure, say};
use super::front;
use super::help;
use super::optimum::remark;
use super::range::{Ends, boxes};
use super::requirement::Requirement;
use super::table_flags::Columns;
use super::terminal;
use crate::model::{Inputs, Parameter, Reading, Row};
use crate::optimize::{Aim, Answer, Goal, Question, Strength, Wish, can_vary};
use crate::output::wrapped;
use crate::quantity::{Dimension, Yardstick, measured};
use crate::refrigerator::{self, Parameter as P, Solved};
use crate::sweep::{GridError, Mention, units};
use crate::table::{Column, Shown};
use clap_complete::engine::ArgValueCompleter;

/// The flags of `optimize`.
#[derive(clap::Args)]
#[command(before_long_help = help::DEVICE, after_long_help = help::OPTIMIZE)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    #[command(flatten)]
    aims: Aims,
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
    /// How far apart levels of different pairs are at least [default: gamma, where it is given;
    /// otherwise they differ]
    #[arg(
        help_heading = "Optimum",
        long,
        value_name = "ENERGY",
        allow_hyphen_values = true,
        value_parser = distance
    )]
    apart: Option<Distance>,
    /// How many boxes are looked at, at most
    #[arg(help_heading = "Optimum", long, value_name = "N", default_value_t = 100_000, value_parser = boxes)]
    boxes: u64,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    columns: Columns,
}

/// The name of the column.
pub fn name(goal: Goal) -> &'static str {
    match goal {
        Goal::Power => "power",
        Goal::Cop => "cop",
    }
}

/// A parameter's range, as it was typed.
#[derive(Clone, Debug)]
struct Range {
    parameter: P,
    ends: [f64; 2],
    yardstick: Yardstick,
    text: String,
}

impl Range {
    /// The flag with it, for messages on units.
    fn mention(&self) -> Mention {
        Mention {
            parameter: self.parameter.spec(),
            text: format!("--over {}", self.text),
            yardstick: self.yardstick,
        }
    }
}

fn range(text: &str) -> Result<Range, String> {
    let shape = || "it must be PARAM=first:last";
    let (name, ends) = text.split_once('=').ok_or_else(shape)?;
    let unknown = || format!("`{name}` is no parameter; known are {}", family().names());
    let parameter = P::named(name).ok_or_else(unknown)?;
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

/// A distance between levels, as it was typed.
#[derive(Clone, Debug)]
struct Distance {
    energy: f64,
    yardstick: Yardstick,
    text: String,
}

fn distance(text: &str) -> Result<Distance, String> {
    let read = measured(text, Dimension::Energy).map_err(|error| error.to_string());
    let (energy, yardstick) = read?;
    if energy < 0.0 {
        return Err("it must not be negative".into());
    }
    Ok(Distance { energy, yardstick, text: text.into() })
}

/// The goals whose best devices are known by how power and COP change with the strength.
const GOALS: [Goal; 2] = [Goal::Power, Goal::Cop];

impl Args {
    /// The goal and what the other one must be at least, where that is all that is asked, of narrow resonances.
    fn classic(&self) -> Option<(Goal, Option<&Requirement>)> {
        let goal = |key: &str| GOALS.into_iter().find(|goal| name(*goal) == key);
        if self.given.chosen().is_some() {
            return None;
        }
        let [Aim::Result(maximized)] = &self.aims.maximize[..] else { return None };
        let least = match &self.aims.at_least[..] {
            [] => None,
            [one] => Some(one).filter(|one| goal(one.result.key).is_some()),
            _ => return None,
        };
        let is_all =
            self.aims.at_most.is_empty() && least.is_some() != self.aims.at_least.is_empty();
        Some((goal(maximized.key)?, least)).filter(|_| is_all)
    }

    /// Whether a front is of power and COP.
    fn is_classic_front(&self) -> bool {
        let is_one = |key: &str| GOALS.into_iter().any(|goal| name(goal) == key);
        let goals = self.aims.maximize.iter().map(|aim| aim.key());
        let limits = self.aims.at_least.iter().map(|least| least.result.key);
        self.aims.at_most.is_empty()
            && self.given.chosen().is_none()
            && goals.chain(limits).all(is_one)
    }

    /// Refuses a range of what only windows depend on, where there are none.
    fn vary(&self) -> Result<(), Failure> {
        let varies = |range: &Range| range.parameter == P::Lambda || can_vary(range.parameter);
        // Of widths that differ all results depend.
        let has_own = |p: P| {
            let of_range = self.over.iter().any(|range| range.parameter == p);
            self.given.has(p.spec()) || of_range
        };
        let differ = P::WIDTHS.into_iter().any(has_own);
        let idle = self.over.iter().find(|range| !varies(range) && !differ);
        match idle.filter(|_| self.given.chosen().is_none()) {
            Some(range) => Err(Failure::Request(format!(
                "--over {}: no result depends on {} beyond its unit",
                range.text,
                range.parameter.name()
            ))),
            None => Ok(()),
        }
    }

    /// Γ need not be given where nothing depends on it that is asked or shown.
    fn without_factor(&mut self) {
        if !(self.columns.picks() || self.aims.front.is_some() && !self.columns.are_there()) {
            return;
        }
        let shown: Vec<&Column> = self.aims.columns().chain(self.columns.named()).collect();
        let ranges: Vec<Mention> = self.over.iter().map(Range::mention).collect();
        self.given.without_factor(shown.into_iter(), &ranges);
    }

    /// The best device of a wish that names power and COP alone.
    fn closely(&self, wish: &Wish) -> Result<Best, Failure> {
        let goal = GOALS.into_iter().find(|goal| name(*goal) == wish.goal.key());
        let Some(goal) = goal else { return Ok((None, None)) };
        let mut question = question(self, goal, None)?;
        let least = wish.bounds.iter().filter(|bound| bound.result.key == name(goal.other()));
        let least = least.map(|bound| bound.value).fold(0.0, f64::max);
        question.at_least = Some(least).filter(|least| *least > 0.0);
        let answer = question.answer(self.boxes);
        Ok((answer.best.map(|best| best.point.inputs()), Some(answer.bound)))
    }

    /// The same flags for a question of any results.
    fn asked<'a>(&'a self, command: &'a CommandLine) -> Result<Asked<'a>, Failure> {
        let is_close = self.aims.front.is_some() && self.is_classic_front();
        if let Some(apart) = self.apart.as_ref().filter(|_| !is_close) {
            let rule = "levels are kept apart for --maximize power or cop alone";
            return Err(Failure::Request(format!("--apart {}: {rule}", apart.text)));
        }
        let over = |range: &Range| super::range::Range {
            parameter: range.parameter.spec(),
            ends: Ends { ends: range.ends, yardstick: range.yardstick },
            text: range.text.clone(),
        };
        Ok(Asked {
            given: &self.given,
            aims: &self.aims,
            over: self.over.iter().map(over).collect(),
            trials: 20_000,
            boxes: self.boxes,
            target: &self.target,
            command,
            columns: &self.columns,
            closely: is_close.then(|| -> Closely<'a> { Box::new(|wish| self.closely(wish)) }),
        })
    }
}

/// Prints the best device; that there is provably none ends with 1.
pub fn run(mut args: Args, command: &CommandLine) -> Result<(), Failure> {
    args.vary()?;
    args.without_factor();
    if let Some(count) = args.aims.front {
        return front::run(&args.asked(command)?, count);
    }
    let Some((goal, least)) = args.classic() else { return best::answer(&args.asked(command)?) };
    let rows = args.target.rows()?;
    let question = question(&args, goal, least)?;
    let units = question.base.units();
    let has = |p: Parameter| {
        args.given.has(p) || args.over.iter().any(|range| range.parameter.spec() == p)
    };
    let is_multiple = matches!(question.strength, Strength::Headrooms(_));
    let cases: &[Shown] = if is_multiple { &[Shown::InMultiples] } else { &[] };
    let selection = args.columns.select(units, has, cases)?;
    let answer = question.answer(args.boxes);
    let Some(best) = answer.best else {
        return Err(none(&question, &answer, args.boxes));
    };
    let mut text = print(rows.format, &selection, &Row::new(&best.point.inputs()));
    let remark = remark(&question, &answer, &best, &Solved::new(best.point));
    match rows.format {
        Format::Table => {
            let lines = remark.lines().flat_map(|line| wrapped(line, terminal::width()));
            text.extend(lines.flat_map(|line| (line + "\n").into_bytes()));
        }
        _ => failure::remark(&remark),
    }
    rows.write(&text, command, units)
}

/// Says that there is no device; that ends with 1 where it is proved, with 3 where it is not.
fn none(question: &Question, answer: &Answer, boxes: u64) -> Failure {
    if answer.bound == f64::NEG_INFINITY {
        let apart = match question.apart {
            0.0 => "",
            _ => " and levels of different pairs that are apart",
        };
        say(&format!("no device within these ranges has a demon that does what is asked{apart}"));
        return Failure::No;
    }
    let remedy = match answer.boxes < boxes {
        true => ": it is closer to possible than doubles can tell".to_owned(),
        false => format!(" within --boxes {boxes}: more boxes or narrower ranges may decide it"),
    };
    Failure::Unfinished(format!(
        "no device was found that does what is asked; that there is none is not proved{remedy}"
    ))
}

/// The question that the flags ask.
fn question(args: &Args, goal: Goal, least: Option<&Requirement>) -> Result<Question, Failure> {
    let refusal =
        |range: &Range, rule: &str| Failure::Request(format!("--over {}: {rule}", range.text));
    for (i, range) in args.over.iter().enumerate() {
        if args.given.has(range.parameter.spec()) {
            let name = range.parameter.name();
            return Err(refusal(range, &format!("--{name} has a value already")));
        }
        if args.over[..i].iter().any(|other| other.parameter == range.parameter) {
            return Err(refusal(range, "the parameter is there twice"));
        }
    }
    if let Some(required) = least.filter(|required| required.result.key == name(goal)) {
        let rule = "it is what is maximized; require the other result";
        return Err(Failure::Request(format!("--at-least {}: {rule}", required.result.key)));
    }

    let mut mentions = args.given.mentions();
    mentions.extend(args.over.iter().map(Range::mention));
    mentions.extend(args.apart.iter().map(|apart| Mention {
        // It is an energy, as a width is.
        parameter: P::Gamma.spec(),
        text: format!("--apart {}", apart.text),
        yardstick: apart.yardstick,
    }));
    let units = units(family(), &mentions).map_err(|error| Failure::Request(error.to_string()))?;
    let fixed = args.given.values("optimize")?;
    let find = |p: P| args.over.iter().find(|range| range.parameter == p);
    let value = |p: Parameter| {
        let fixed = fixed.iter().find(|(parameter, _)| *parameter == p).map(|(_, value)| *value);
        let ranged = args.over.iter().find(|range| range.parameter.spec() == p);
        fixed.or(ranged.map(|range| range.ends[0]))
    };
    let reading = Reading { units, ..Reading::default() };
    let inputs = Inputs::complete(family(), reading, value)
        .map_err(|missing| Failure::Request(GridError::Missing(missing).to_string()))?;
    let base = refrigerator::point(&inputs);
    let is_free = |name: &str| args.over.iter().any(|range| range.parameter.name() == name);
    // A rule that fixed parameters break, no choice of the others mends.
    let broken = base
        .broken_rules()
        .find(|rule| !is_free(rule.parameter) && !rule.versus.is_some_and(is_free));
    if let Some(rule) = broken {
        return Err(args.given.refused(rule, &inputs));
    }
    let lambda = base.get(P::Lambda);
    let typed = || args.given.text(P::Lambda.spec()).unwrap_or_default();
    let given = args.given.axis(P::Lambda.spec()).map(|axis| ([lambda; 2], axis.yardstick()));
    let ranged = find(P::Lambda).map(|range| (range.ends, range.yardstick));
    let strength = match ranged.or(given) {
        Some((ends, Yardstick::Headroom)) => {
            if ends[0] < 0.0 || ends[1] > 1.0 {
                let rule = "multiples of the headroom go from 0max to 1max";
                return Err(find(P::Lambda).map_or_else(
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
        return Err(find(P::Lambda).map_or_else(other, |range| refusal(range, rule)));
    }
    let over = args.over.iter().filter(|range| range.parameter != P::Lambda);
    let over = over.filter(|range| range.ends[0] < range.ends[1]);
    let over: Vec<_> = over.map(|range| (range.parameter, range.ends)).collect();
    if over.len() > 6 {
        let rule = "at most six parameters and lambda may be chosen at once";
        return Err(Failure::Request(format!("--over: {rule}")));
    }
    let at_least = least.map(|least| least.value(base.units(), "--at-least")).transpose()?;
    if let (Some(value), Some(least)) = (at_least, least)
        && value <= 0.0
    {
        let typed = least.text.split('=').next_back().unwrap_or_default();
        let rule = format!("`{typed}` is not a positive number");
        return Err(Failure::Request(format!("--at-least {}: {rule}", least.text)));
    }
    let apart = args.apart.as_ref().map(|apart| apart.energy);
    let gamma = Some(base.get(P::Gamma)).filter(|_| args.given.has(P::Gamma.spec()));
    let apart = apart.or(gamma).unwrap_or(0.0);
    Ok(Question { base, over, strength, goal, at_least, apart })
}
