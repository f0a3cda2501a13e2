//! `ndemon optimize FILE`: the best point of a machine file that a search finds. Without a file, it is
//! [`super::optimize`], which proves what it finds.

use super::args::Given;
use super::complete;
use super::device::{family, machine, schema};
use super::eval::{Format, print};
use super::failure::{self, Failure};
use super::figure::result;
use super::help;
use super::optimize;
use super::range::{Range, range};
use super::stream::Stream;
use super::table_flags::Columns;
use super::terminal;
use crate::model::{Inputs, Parameter, ResultRef, Row};
use crate::optimize::{Found, MOST_RANGES, Wish};
use crate::output::wrapped;
use crate::sweep::{GridError, units};
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
    /// What is to be as large as possible: a result, for the least value one of [results] with a minus
    #[arg(help_heading = "Optimum", long, value_name = "RESULT", value_parser = of_result)]
    maximize: ResultRef,
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
    /// What another result must be at least, in the unit of its column
    #[arg(
        help_heading = "Optimum",
        long,
        value_name = "RESULT=NUMBER,…",
        value_delimiter = ',',
        value_parser = requirement
    )]
    at_least: Vec<(ResultRef, f64)>,
    /// How many points are computed, at most about
    #[arg(help_heading = "Optimum", long, value_name = "N", default_value_t = 20_000)]
    trials: u64,
    /// How to print the best point
    #[arg(help_heading = "Table", long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    columns: Columns,
}

fn of_result(name: &str) -> Result<ResultRef, String> {
    let found = result(name)?.result();
    found.ok_or_else(|| format!("{name} is no result"))
}

fn requirement(text: &str) -> Result<(ResultRef, f64), String> {
    let (name, number) = text.split_once('=').ok_or("it must be RESULT=NUMBER")?;
    let result = of_result(name.trim())?;
    match number.trim().parse() {
        Ok(number) if f64::is_finite(number) => Ok((result, number)),
        _ => {
            let unit = family().units().map_or("1", |units| result.measure.unit(units));
            let unit = if unit == "1" { String::new() } else { format!(" of {unit}") };
            Err(format!("`{}` is not a number{unit}", number.trim()))
        }
    }
}

/// Prints the best refrigerator, or the best point of the machine file.
pub fn run(optimum: Optimum) -> Result<(), Failure> {
    match optimum {
        Optimum::Refrigerator(args) => optimize::run(args),
        Optimum::Machine(args) => search(&args),
    }
}

/// Prints the best point that a search finds; that it finds none ends with 3, because that proves nothing.
fn search(args: &Args) -> Result<(), Failure> {
    let wish = wish(args)?;
    let has =
        |p: Parameter| args.given.has(p) || args.over.iter().any(|range| range.parameter == p);
    let selection = args.columns.select(wish.base.units(), has, &[])?;
    let found = wish.search(args.trials);
    let Some(best) = &found.best else {
        let goal = wish.goal.key;
        let (asked, remedy) = match wish.at_least.is_empty() {
            true => ("", "`ndemon eval` says why a point has none"),
            false => (" and --at-least holds", "ask for less, or for other ranges"),
        };
        return Err(Failure::Unfinished(format!(
            "no point was found at which {goal} has a value{asked}; that there is none is not proved: {remedy}"
        )));
    };
    let row = Row::new(best);
    let mut text = print(args.format, &selection, &row);
    let remark = remark(&wish, &found, &row);
    match args.format {
        Format::Table => {
            let lines = remark.lines().flat_map(|line| wrapped(line, terminal::width()));
            text.extend(lines.flat_map(|line| (line + "\n").into_bytes()));
        }
        _ => failure::remark(&remark),
    }
    Stream::standard()?.write(&text)
}

/// What holds the best point back, and that nothing is proved of it.
fn remark(wish: &Wish, found: &Found, row: &Row) -> String {
    let mut binding = Vec::new();
    for (parameter, [first, last]) in &wish.over {
        let value = row.inputs.get(parameter);
        if value == *first || value == *last {
            let end = if value == *first { "lower" } else { "upper" };
            binding.push(format!("{} is at the {end} end of its range", parameter.name));
        }
    }
    for (result, least) in &wish.at_least {
        let value = row.result(result);
        // Uphill it goes until the last digits; what is looser than that does not bind.
        if value - least <= 1e-9 * least.abs() {
            binding.push(format!("{} is what it must be at least", result.key));
        }
    }
    let binding = match binding.is_empty() {
        true => "Nothing binds.".to_owned(),
        false => format!("What binds: {}.", binding.join(", ")),
    };
    let starts = if found.starts == 1 { "start" } else { "starts" };
    format!(
        "{binding}\nBest found, not proven: of {} points, uphill from {} {starts}. Another point within the \
         ranges may be better.",
        found.points, found.starts
    )
}

/// The question that the flags ask.
fn wish(args: &Args) -> Result<Wish, Failure> {
    let refusal =
        |range: &Range, rule: &str| Failure::Request(format!("--over {}: {rule}", range.text));
    for (i, range) in args.over.iter().enumerate() {
        let name = range.parameter.name;
        if args.given.has(range.parameter) {
            return Err(refusal(range, &format!("--set {name} has a value already")));
        }
        if args.over[..i].iter().any(|other| other.parameter == range.parameter) {
            return Err(refusal(range, "the parameter is there twice"));
        }
    }
    if args.over.len() > MOST_RANGES {
        let rule = format!("at most {MOST_RANGES} numbers may be chosen at once");
        return Err(Failure::Request(format!("--over: {rule}")));
    }
    let goal = args.maximize;
    if args.at_least.iter().any(|(required, _)| *required == goal) {
        let rule = "it is what is maximized; require another result";
        return Err(Failure::Request(format!("--at-least {}: {rule}", goal.key)));
    }
    let mut mentions = args.given.mentions();
    mentions.extend(args.over.iter().map(|range| range.mention("--over")));
    units(family(), &mentions).map_err(|error| Failure::Request(error.to_string()))?;
    let fixed = args.given.values("optimize")?;
    let value = |p: Parameter| {
        let fixed = fixed.iter().find(|(parameter, _)| *parameter == p).map(|(_, value)| *value);
        let ranged = args.over.iter().find(|range| range.parameter == p);
        fixed.or(ranged.map(|range| range.ends.ends[0]))
    };
    let base = Inputs::complete(schema().family(), args.given.reading()?, value)
        .map_err(|missing| Failure::Request(GridError::Missing(missing).to_string()))?;
    let over = args.over.iter().map(|range| (range.parameter, range.ends.ends)).collect();
    Ok(Wish { base, over, goal, at_least: args.at_least.clone() })
}
