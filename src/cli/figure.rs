//! `ndemon figure`: curves as a picture, by default the paper's Fig. 2(b).

mod numbers;
mod words;

use super::args::Given;
use super::command_line::CommandLine;
use super::complete;
use super::device::{family, schema};
use super::document::{self, Document};
use super::drawn::drawn_as;
use super::failure::Failure;
use super::help;
use super::look::Look;
use super::map;
use super::overlay::{Axes, Overlays, column_of};
use super::picture::{self, Request};
use super::plan::{self, Reach};
use super::portrait;
use super::stream::Stream;
use super::terminal;
use crate::model::{Fallback, Parameter, ParameterSpec, Reading};
use crate::output::{Chart, terminal as drawn};
use crate::quantity::Units;
use crate::table::Column;
use clap_complete::engine::ArgValueCompleter;
use numbers::{rows, table};
use std::io::IsTerminal;
use std::path::PathBuf;
pub use words::result;
use words::{Beside, Horizontal, Inset, beside, best, horizontal, inset, parameter, vertical};

/// The flags of `figure`.
#[derive(clap::Args)]
#[command(
    before_long_help = help::DEVICE,
    after_long_help = help::FIGURE,
    mut_args(plan::described)
)]
pub struct Args {
    #[command(flatten)]
    given: Given<Reach>,
    /// The parameter that the curves run along, or a result to show another one over
    #[arg(help_heading = "Curves", long, value_name = "PARAM|COLUMN", value_parser = horizontal, add = ArgValueCompleter::new(complete::columns))]
    x: Option<Horizontal>,
    /// The parameter that the curves run along where --x is a result [default: lambda]
    #[arg(help_heading = "Curves", long, value_name = "PARAM", value_parser = parameter, add = ArgValueCompleter::new(complete::parameters))]
    along: Option<Parameter>,
    /// The parameter that tells the curves apart
    #[arg(help_heading = "Curves", long, value_name = "PARAM", value_parser = parameter, add = ArgValueCompleter::new(complete::parameters))]
    curves: Option<Parameter>,
    /// The result that is shown; with --map the parameter of the vertical axis
    #[arg(help_heading = "Curves", long, value_name = "COLUMN", value_parser = vertical, add = ArgValueCompleter::new(complete::columns))]
    y: Option<&'static Column>,
    /// Show a result over two parameters, --x and --y, in colours
    #[arg(help_heading = "Curves", long, value_name = "COLUMN", value_parser = result, conflicts_with_all = ["along", "inset", "best", "bound", "beside", "reservoir"], add = ArgValueCompleter::new(complete::columns))]
    map: Option<&'static Column>,
    /// Draw beside each curve what its result could be at best
    #[arg(help_heading = "Curves", long)]
    best: bool,
    /// A result that is drawn as a bound of the one that is shown
    #[arg(help_heading = "Curves", long, value_name = "COLUMN", value_parser = result, add = ArgValueCompleter::new(complete::columns))]
    bound: Option<&'static Column>,
    /// Draw each curve once more, where a parameter has another value
    #[arg(help_heading = "Curves", long, value_name = "PARAM=VALUE", value_parser = beside)]
    beside: Option<Beside>,
    /// The result in the inset, or none [default: power; none where --x is a result]
    #[arg(help_heading = "Curves", long, value_name = "COLUMN", value_parser = inset, add = ArgValueCompleter::new(complete::columns))]
    inset: Option<Inset>,
    /// Draw the occupation of one reservoir of a machine file; --data writes it as a table that such a file reads
    #[arg(help_heading = "Curves", long, value_name = "NAME", conflicts_with_all = ["x", "along", "curves", "y", "inset", "best", "bound", "beside", "overlay"])]
    reservoir: Option<String>,
    /// Show T_eff of --reservoir below its occupation (Eq. A9), in place of y
    #[arg(help_heading = "Curves", long, requires = "reservoir")]
    temperature: bool,
    #[command(flatten)]
    overlays: Overlays,
    #[command(flatten)]
    look: Look,
    /// Write FILE.svg, .png, .pdf, or a script for gnuplot, .gp, instead of SVG to standard output
    #[arg(help_heading = "Output", short, long, value_name = "FILE", conflicts_with = "terminal")]
    output: Option<PathBuf>,
    /// Write the numbers of the curves to FILE.csv
    #[arg(help_heading = "Output", long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Overwrite files that are there
    #[arg(help_heading = "Output", long)]
    force: bool,
    /// Draw in characters, as is done on a terminal without -o
    #[arg(help_heading = "Output", long)]
    terminal: bool,
}

/// Draws the curves.
pub fn run(mut args: Args, command: CommandLine) -> Result<(), Failure> {
    let shown = results(&args);
    args.given.without_factor(shown.into_iter(), &[]);
    let Args { given, along, inset, .. } = &args;
    let reading = given.reading()?;
    args.look.check()?;
    if let Some(name) = &args.reservoir {
        let shape = portrait::shape(given, reading, name)?;
        if args.temperature && shape.points.iter().all(|point| point.temperature.is_nan()) {
            let rule = "Eq. A9 needs mu0, which is not known; give it in [environment]";
            return Err(Failure::Request(format!("--temperature: {rule}")));
        }
        let portrait = if args.temperature { &shape.temperatures } else { &shape.portrait };
        let chart = portrait::chart(portrait, &command, reading, &args.look)?;
        return finish(&args, &chart, || Ok(portrait::occupation(name, &shape, reading)));
    }
    if let Some(column) = args.map {
        return map(&args, &command, reading, column);
    }
    if let Some(parameter) = args.y.and_then(Column::parameter) {
        let rule = "it must be a result; the parameter of a vertical axis is one of --map COLUMN";
        return Err(Failure::Request(format!("--y {}: {rule}", parameter.name)));
    }
    let asks = [args.x.is_some(), along.is_some(), args.curves.is_some(), args.y.is_some()];
    let adds = [args.beside.is_some(), args.bound.is_some(), args.best, !args.overlays.is_empty()];
    let asks = asks.into_iter().chain(adds).any(|given| given);
    if !asks && let Some(portrait) = portrait::of(given, reading)? {
        let chart = portrait::chart(&portrait, &command, reading, &args.look)?;
        return finish(&args, &chart, || Ok(portrait::table(&portrait)));
    }
    let (x, curves, y) = axes(&args)?;
    let in_units = |column| in_units(column, reading.units);
    let (along, x) = match (x, *along) {
        (Horizontal::Parameter(x), None) => (x, None),
        (Horizontal::Parameter(x), Some(along)) => {
            let (x, along) = (x.name, along.name);
            let rule = format!("the curves run along {x}, by --x, already");
            return Err(Failure::Request(format!("--along {along}: {rule}")));
        }
        (Horizontal::Result(x), along) => {
            let strength = family().parameters().iter().find(|parameter| parameter.is_strength());
            let along = along.or(strength).unwrap_or(curves);
            (along, Some(in_units(x)))
        }
    };
    // A number of a file stands for no axis.
    let given = &given.without_number_of_file(along, Reach::has_several);
    let usual = || result(family().usual_figure().inset).ok().filter(|_| x.is_none());
    let usual = || usual().filter(|inset| inset.key != y.key);
    let inset = inset.as_ref().map_or_else(usual, |inset| **inset).map(in_units);
    let y = in_units(y);
    let best = args.best.then(|| best(y)).transpose()?.map(in_units);
    let bound = args.bound.map(in_units);
    let taken = [
        (along, "the curves run along it; name another parameter"),
        (curves, "it tells the curves apart already; name another parameter"),
    ];
    let beside = args.beside.as_ref().map(|beside| beside.one(reading, taken)).transpose()?;
    let request = Request {
        command: &command,
        given,
        look: &args.look,
        reading,
        along,
        x,
        curves,
        y,
        best,
        inset,
        bound,
        beside,
        overlays: &[],
    };
    given.allows([Some(y), x, best, inset, bound].into_iter().flatten())?;
    let needs = given.chosen().and_then(|(choice, option)| choice.options[option].needs);
    // It is given by itself, or by all that it stands for.
    let is_given = |parameter: Parameter| {
        let follows = |other: &&ParameterSpec| other.fallback == Fallback::Same(parameter.id);
        let mut followers = family().parameters().iter().filter(follows).peekable();
        let are_there = followers.peek().is_some();
        given.has(parameter) || are_there && followers.all(|other| given.has(other))
    };
    if let Some((name, rule)) = needs
        && !family().parameter(name).is_some_and(is_given)
    {
        return Err(Failure::Request(format!("--{name} is missing: {rule}")));
    }
    let plan = plan::plan(&request)?;
    let axes = || {
        let reading = plan.base.reading;
        let across = x.or_else(|| column_of(along, reading))?;
        Some(Axes { places: [across, y], colour: column_of(request.curves, reading)? })
    };
    let (overlays, command) = args.overlays.read(axes(), &command)?;
    let request = Request { command: &command, overlays: &overlays, ..request };
    let mut curves = plan.curves();
    plan::refuse_empty(&request, &plan, &curves)?;
    let chart = picture::chart(&request, &plan, &mut curves)?;
    finish(&args, &chart, || Ok(table(&request, &plan, &curves)))
}

/// The column of the same key whose numbers are in these units.
fn in_units(column: &'static Column, units: Units) -> &'static Column {
    schema().columns(units).find(|other| other.key == column.key).unwrap_or(column)
}

/// Draws a result over two parameters.
fn map(
    args: &Args,
    command: &CommandLine,
    reading: Reading,
    column: &'static Column,
) -> Result<(), Failure> {
    let x = match args.x {
        Some(Horizontal::Parameter(x)) => Some(x),
        Some(Horizontal::Result(x)) => {
            let rule = "the axes of a map show parameters";
            return Err(Failure::Request(format!("--x {}: {rule}", x.key)));
        }
        None => None,
    };
    if let Some(typed) = command.value("curves") {
        let typed = String::from_utf8_lossy(typed);
        let rule = "a map has no curves; --y names the parameter of its vertical axis";
        return Err(Failure::Request(format!("--curves {typed}: {rule}")));
    }
    let up = args.y.and_then(Column::parameter);
    let [x, up] = map::axes(&args.given, x, up, args.curves)?;
    let y = in_units(column, reading.units);
    args.given.allows([y].into_iter())?;
    let given = &args.given.without_number_of_file(x, Reach::has_several);
    let request = Request {
        command,
        given,
        look: &args.look,
        reading,
        along: x,
        x: None,
        curves: up,
        y,
        best: None,
        inset: None,
        bound: None,
        beside: None,
        overlays: &[],
    };
    let (chart, map) = map::chart(&request, &args.overlays)?;
    finish(args, &chart, || Ok(rows(&request, reading.in_multiples, map.points.iter())))
}

/// The results that a figure shows, usual ones included.
fn results(args: &Args) -> Vec<&'static Column> {
    if let Some(map) = args.map {
        return vec![map];
    }
    let usual = family().usual_figure();
    let x = match args.x {
        Some(Horizontal::Result(x)) => Some(x),
        _ => None,
    };
    let inset = || schema().named(usual.inset).filter(|_| x.is_none());
    let inset = args.inset.as_ref().map_or_else(inset, |inset| **inset);
    let y = args.y.or_else(|| schema().named(usual.y));
    [y, x, inset, args.bound].into_iter().flatten().collect()
}

/// The axes that are asked for: what is not said is as usual, or follows from what has several values.
fn axes(args: &Args) -> Result<(Horizontal, Parameter, &'static Column), Failure> {
    let several = |other: Option<Parameter>| {
        let given = args.given.all().into_iter();
        let mut several = given.filter(|(_, reach)| reach.has_several()).map(|(p, _)| p);
        several.find(|parameter| Some(*parameter) != other)
    };
    let x = match args.x {
        Some(x) => x,
        None => Horizontal::Parameter(several(args.curves).ok_or_else(|| {
            let rule = "the parameter that curves run along, with --set NAME=first:last";
            Failure::Request(format!("--x is missing: {rule}"))
        })?),
    };
    let along = match x {
        Horizontal::Parameter(parameter) => Some(parameter),
        Horizontal::Result(_) => args.along,
    };
    let has_value = |p: &Parameter| matches!(p.fallback, Fallback::Value(_)) || args.given.has(p);
    let others = || family().parameters().iter().filter(|p| Some(*p) != along);
    let curves = args.curves.or_else(|| several(along)).or_else(|| others().find(has_value));
    let curves = curves.ok_or_else(|| {
        Failure::Request("--curves is missing: the parameter that tells the curves apart".into())
    })?;
    let y = args.y.ok_or_else(|| {
        Failure::Request("--y is missing: the result that is shown (ndemon eval lists them)".into())
    })?;
    Ok((x, curves, y))
}

/// Writes the picture, and the numbers of its curves where they are asked for.
fn finish(
    args: &Args,
    chart: &Chart,
    table: impl FnOnce() -> Result<Vec<u8>, Failure>,
) -> Result<(), Failure> {
    let picture = args.output.as_deref().map(|path| Document::picture(path, args.force));
    let picture = picture.transpose()?;
    let data = args.data.as_deref().map(|path| Document::data(path, args.force)).transpose()?;
    let to_terminal = std::io::stdout().is_terminal();
    match picture {
        Some(document) => {
            let bytes = drawn_as(document.kind(), chart)?;
            document.write(&bytes)?;
        }
        None if args.terminal || to_terminal => {
            Stream::standard()?.write(drawn(chart, terminal::colours()).as_bytes())?;
        }
        None => Stream::standard()?.write(&drawn_as(document::Kind::Svg, chart)?)?,
    }
    match data {
        Some(document) => document.write(&table()?),
        None => Ok(()),
    }
}
