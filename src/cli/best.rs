//! `ndemon optimize FILE`: the best point of a machine file that a search finds. Without a file, it is
//! [`super::optimize`], which proves what it finds.

use super::aims::Aims;
use super::answer::{Format, Target};
use super::args::Given;
use super::command_line::CommandLine;
use super::complete;
use super::device::{family, flag, machine, schema};
use super::eval::print;
use super::failure::{self, Failure};
use super::front;
use super::help;
use super::optimize;
use super::range::{Range, range};
use super::requirement::Requirement;
use super::table_flags::Columns;
use super::terminal;
use crate::model::{Inputs, Parameter, Row, Side, Status};
use crate::optimize::{Aim, Found, MOST_RANGES, Proof, Wish};
use crate::output::wrapped;
use crate::quantity::{Decimal, Side as Rounded};
use crate::sweep::{GridError, Mention};
use crate::table::{Selection, Shown};
use clap::{ArgMatches, Command, FromArgMatches};
use clap_complete::engine::ArgValueCompleter;

/// What `optimize` is asked: of the machine file that follows it, or of the refrigerator.
pub enum Optimum {
    /// The best refrigerator, which is proved.
    Refrigerator(optimize::Args),
    /// The best point of a machine file, which is searched for.
    Machine(Args),
}

impl clap::Args for Optimum {
    fn augment_args(command: Command) -> Command {
        match machine() {
            Some(_) => Args::augment_args(command),
            None => optimize::Args::augment_args(command),
        }
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Optimum {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        match machine() {
            Some(_) => Args::from_arg_matches(matches).map(Optimum::Machine),
            None => optimize::Args::from_arg_matches(matches).map(Optimum::Refrigerator),
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The flags of `optimize FILE`.
#[derive(clap::Args)]
#[command(after_long_help = help::OPTIMIZE_FILE)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    #[command(flatten)]
    aims: Aims,
    /// The ranges within which numbers of the file may be chosen
    #[arg(
        help_heading = "Optimum",
        long,
        value_name = "NAME=first:last,…",
        value_delimiter = ',',
        required = true,
        allow_hyphen_values = true,
        value_parser = range,
        add = ArgValueCompleter::new(complete::ranges)
    )]
    over: Vec<Range>,
    /// How many points are computed, at most about
    #[arg(help_heading = "Optimum", long, value_name = "N", default_value_t = 20_000)]
    trials: u64,
    #[command(flatten)]
    target: Target,
    #[command(flatten)]
    columns: Columns,
}

/// Prints the best refrigerator, or the best point of the machine file.
pub fn run(optimum: Optimum, command: &CommandLine) -> Result<(), Failure> {
    match optimum {
        Optimum::Refrigerator(args) => optimize::run(args, command),
        Optimum::Machine(args) => {
            let asked = Asked {
                given: &args.given,
                aims: &args.aims,
                over: args.over,
                trials: args.trials,
                boxes: 0,
                target: &args.target,
                command,
                columns: &args.columns,
                closely: None,
            };
            match args.aims.front {
                Some(count) => front::run(&asked, count),
                None => answer(&asked),
            }
        }
    }
}

/// What a search is asked, whichever flags asked it.
pub struct Asked<'a> {
    pub given: &'a Given,
    pub aims: &'a Aims,
    pub over: Vec<Range>,
    /// How many points are computed, at most about.
    pub trials: u64,
    /// How many boxes a proof takes, at most.
    pub boxes: u64,
    /// Where the answer goes.
    pub target: &'a Target,
    /// As it was typed.
    pub command: &'a CommandLine,
    pub columns: &'a Columns,
    /// A way to the best point, and the bound on all others, that takes the place of the search.
    pub closely: Option<Closely<'a>>,
}

/// The best point, and the bound on all others where one is proven.
pub type Best = (Option<Inputs>, Option<f64>);

/// Finds the best point of a wish.
pub type Closely<'a> = Box<dyn Fn(&Wish) -> Result<Best, Failure> + 'a>;

/// Prints the best point that a search finds, and how good any other can be at most where that is known; that it finds
/// none ends with 3, where it is not proven, and with 1 where it is.
pub fn answer(asked: &Asked<'_>) -> Result<(), Failure> {
    let rows = asked.target.rows()?;
    let (goal, is_least) = asked.aims.goal()?;
    let wish = asked.wish(goal, is_least)?;
    let selection = asked.selection(&wish)?;
    let (found, proof) = asked.solved(&wish);
    let best = proof.as_ref().and_then(|proof| proof.best.clone()).or(found.best.clone());
    let Some(best) = best else { return Err(asked.none(&wish, proof.map(|proof| proof.bound))) };
    let row = Row::new(&best);
    let mut text = print(rows.format, &selection, &row);
    let remark = remark(&wish, &found, proof.as_ref(), &row);
    match rows.format {
        Format::Table => {
            let lines = remark.lines().flat_map(|line| wrapped(line, terminal::width()));
            text.extend(lines.flat_map(|line| (line + "\n").into_bytes()));
        }
        _ => failure::remark(&remark),
    }
    rows.write(&text, asked.command, wish.base.units())
}

/// What holds the best point back, and what is proven of it.
fn remark(wish: &Wish, found: &Found, proof: Option<&Proof>, row: &Row) -> String {
    let mut binding = Vec::new();
    for (parameter, [first, last]) in &wish.over {
        let value = row.inputs.get(parameter);
        if value == *first || value == *last {
            let end = if value == *first { "lower" } else { "upper" };
            binding.push(format!("{} is at the {end} end of its range", parameter.name));
        }
    }
    for bound in &wish.bounds {
        let value = row.result(bound.result);
        // Uphill it goes until the last digits; what is looser than that does not bind.
        if (value - bound.value).abs() <= 1e-9 * bound.value.abs() {
            let side = if bound.side == Side::AtLeast { "least" } else { "most" };
            binding.push(format!("{} is what it must be at {side}", bound.result.key));
        }
    }
    binding.extend(edge(wish, row));
    let binding = match binding.is_empty() {
        true => "Nothing binds.".to_owned(),
        false => format!("What binds: {}.", binding.join(", ")),
    };
    let starts = if found.starts == 1 { "start" } else { "starts" };
    let search = || {
        format!(
            "Best found, not proven: of {} points, uphill from {} {starts}. Another point within the \
             ranges may be better.",
            found.points, found.starts
        )
    };
    let proof = proof.map_or_else(search, |proof| proven(wish, proof, row));
    format!("{binding}\n{proof}")
}

/// The condition of a demon, or the rule, that the best point just keeps: beside it, it is broken.
fn edge(wish: &Wish, row: &Row) -> Option<String> {
    let beside = wish.over.iter().flat_map(|(parameter, [first, last])| {
        let at = row.inputs.get(parameter);
        let step = 1e-9 * (last - first);
        let moved = [at - step, at + step].into_iter().filter(|at| (*first..=*last).contains(at));
        moved.map(|at| row.inputs.with(parameter, at)).collect::<Vec<_>>()
    });
    let rows = Row::all(&beside.collect::<Vec<_>>(), &[]);
    rows.iter().find_map(|row| match row.status() {
        Status::Unphysical(word) => Some(format!("the point is physical ({word} beside it)")),
        Status::Refused(rule) => Some(rule.to_string()),
        _ => None,
    })
}

/// How good the best point is for certain.
fn proven(wish: &Wish, proof: &Proof, row: &Row) -> String {
    let (key, value) = (wish.goal.key(), wish.goal.of(row));
    let off = ((proof.bound - value) / value).abs();
    if proof.bound == value || off <= 1e-9 {
        return "It is the best one within the ranges, to nine digits.".to_owned();
    }
    if !proof.bound.is_finite() {
        return "Nothing is proved of how good others within the ranges are.".to_owned();
    }
    let (side, word, more) = match wish.is_least {
        true => (Side::AtMost, "below", "less"),
        false => (Side::AtLeast, "above", "more"),
    };
    // The bound itself is rounded to the side on which it holds.
    let bound = match side {
        Side::AtLeast => Decimal::limit(proof.bound, Rounded::Above, |at| at >= proof.bound),
        Side::AtMost => Decimal::limit(proof.bound, Rounded::Below, |at| at <= proof.bound),
    };
    let unit = schema().columns(wish.base.units()).find(|column| column.key == key);
    let unit = unit.map_or("", |column| column.unit);
    let unit = if unit == "1" { String::new() } else { format!(" {unit}") };
    // Of nothing there is no share.
    let share = match off.is_finite() {
        true => format!(", which is {} % {more}", Decimal::short(100.0 * off).plain()),
        false => String::new(),
    };
    format!(
        "No point within the ranges has a {key} {word} {}{unit}{share}; a greater --boxes brings the bound closer.",
        bound.plain(),
    )
}

impl Asked<'_> {
    /// The best point that is found, and what is proven of all others.
    pub fn solved(&self, wish: &Wish) -> (Found, Option<Proof>) {
        let found = wish.search(self.trials);
        let proof = wish.prove(found.best.as_ref(), self.boxes);
        (found, proof)
    }

    /// Says that there is no point, of which this bound is proven.
    pub fn none(&self, wish: &Wish, bound: Option<f64>) -> Failure {
        let goal = wish.goal.key();
        let nowhere = if wish.is_least { f64::INFINITY } else { f64::NEG_INFINITY };
        if bound == Some(nowhere) {
            failure::say("no point within these ranges does what is asked");
            return Failure::No;
        }
        let (asked, remedy) = match wish.bounds.is_empty() {
            true => ("", "`ndemon eval` says why a point has none"),
            false if self.aims.at_most.is_empty() => {
                (" and --at-least holds", "ask for less, or for other ranges")
            }
            false => (" and all holds that is asked", "ask for less, or for other ranges"),
        };
        Failure::Unfinished(format!(
            "no point was found at which {goal} has a value{asked}; that there is none is not proved: {remedy}"
        ))
    }

    pub fn selection(&self, wish: &Wish) -> Result<Selection, Failure> {
        let has =
            |p: Parameter| self.given.has(p) || self.over.iter().any(|range| range.parameter == p);
        let mut cases = self.given.cases();
        if wish.base.reading.in_multiples && !cases.contains(&Shown::InMultiples) {
            cases.push(Shown::InMultiples);
        }
        self.columns.select(wish.base.units(), has, &cases)
    }

    /// The question that the flags ask.
    pub fn wish(&self, goal: Aim, is_least: bool) -> Result<Wish, Failure> {
        let refusal =
            |range: &Range, rule: &str| Failure::Request(format!("--over {}: {rule}", range.text));
        for (i, range) in self.over.iter().enumerate() {
            if self.given.has(range.parameter) {
                let flag = flag(range.parameter.name, "");
                let flag = flag.trim_end_matches(['=', ' ']);
                return Err(refusal(range, &format!("{flag} has a value already")));
            }
            if self.over[..i].iter().any(|other| other.parameter == range.parameter) {
                return Err(refusal(range, "the parameter is there twice"));
            }
        }
        if self.over.len() > MOST_RANGES {
            let rule = format!("at most {MOST_RANGES} numbers may be chosen at once");
            return Err(Failure::Request(format!("--over: {rule}")));
        }
        let named = |limits: &[Requirement]| {
            limits.iter().any(|required| Some(required.result) == goal.result())
        };
        for (flag, limits) in
            [("--at-least", &self.aims.at_least), ("--at-most", &self.aims.at_most)]
        {
            if named(limits) {
                let way = if is_least { "minimized" } else { "maximized" };
                let rule = format!("it is what is {way}; require another result");
                return Err(Failure::Request(format!("{flag} {}: {rule}", goal.key())));
            }
        }
        if let Aim::Parameter(parameter) = goal
            && !self.over.iter().any(|range| range.parameter == parameter)
        {
            let (name, way) = (parameter.name, if is_least { "minimize" } else { "maximize" });
            let rule = format!("it is fixed; give it a range, as in --over {name}=first:last");
            return Err(Failure::Request(format!("--{way} {name}: {rule}")));
        }
        let ranges: Vec<Mention> = self.over.iter().map(|range| range.mention("--over")).collect();
        let reading = self.given.reading_with(&ranges)?;
        let fixed = self.given.values("optimize")?;
        let value = |p: Parameter| {
            let fixed =
                fixed.iter().find(|(parameter, _)| *parameter == p).map(|(_, value)| *value);
            let ranged = self.over.iter().find(|range| range.parameter == p);
            fixed.or(ranged.map(|range| range.ends.ends[0]))
        };
        let base = Inputs::complete(schema().family(), reading, value)
            .map_err(|missing| Failure::Request(GridError::Missing(missing).to_string()))?;
        if let Some(rule) = family().lacking(&base) {
            return Err(self.given.refused(rule, &base));
        }
        let bounds = self.aims.bounds(family().units().unwrap_or(reading.units))?;
        let over = self.over.iter().map(|range| (range.parameter, range.ends.ends)).collect();
        Ok(Wish { base, over, goal, is_least, bounds })
    }
}
