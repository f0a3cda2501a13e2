//! A machine itself as a picture: what it is over the energy, and what flows.

use super::args::Given;
use super::command_line::CommandLine;
use super::device::{family, machine};
use super::failure::Failure;
use super::look::{Look, Side};
use super::plan::Reach;
use super::provenance::Provenance;
use super::titles::{phrase, quantity};
use crate::machine_file::{Shape, ShapePoint};
use crate::model::{Inputs, Pane, Portrait, Reading, Trace};
use crate::output::{Chart, Label, Line, Mark, Panel, Role, Scale, number};
use crate::quantity::Units;

/// How many numbers the axes have, about.
const NUMBERS: [u32; 2] = [6, 4];

/// Down to which part of the greatest value a logarithmic axis goes.
const FAINTEST: f64 = 1e-9;

/// What the machine looks like where its numbers are as they are given; none for a family that has no
/// picture of itself.
pub fn of(given: &Given<Reach>, reading: Reading) -> Result<Option<Portrait>, Failure> {
    let portrait = inputs(given, reading).and_then(|inputs| family().portrait(&inputs));
    let Some(portrait) = portrait else { return Ok(None) };
    alone(given, "the machine itself is")?;
    Ok(Some(portrait))
}

/// The occupation of the reservoir of this name where the numbers of the machine are as they are given.
pub fn shape(given: &Given<Reach>, reading: Reading, name: &str) -> Result<Shape, Failure> {
    let refuse = |rule: String| Failure::Request(format!("--reservoir {name}: {rule}"));
    let Some(machine) = machine() else {
        let remedy = "`ndemon machine example refrigerator` is it as a file, which `figure` takes";
        return Err(refuse(format!("the paper's refrigerator shows none of its own; {remedy}")));
    };
    alone(given, "a reservoir is")?;
    let shape = inputs(given, reading).and_then(|inputs| machine.family.shape(&inputs, name));
    let shape = shape.ok_or_else(|| {
        let names = machine.family.file().reservoirs.iter().map(|reservoir| &*reservoir.name);
        let names: Vec<&str> = names.collect();
        refuse(format!("it must be a reservoir of the file: {}", names.join(", ")))
    })?;
    match shape.points.iter().any(|point| point.occupation.is_finite()) {
        true => Ok(shape),
        false => Err(refuse("no occupation of it is known here; `ndemon eval` says why".into())),
    }
}

/// The numbers of the machine, if each has a value.
fn inputs(given: &Given<Reach>, reading: Reading) -> Option<Inputs> {
    let value = |parameter| given.axis(parameter).map(Reach::first);
    Inputs::complete(family(), reading, value).ok()
}

/// Refuses numbers with several values, at one of which `what` is drawn.
fn alone(given: &Given<Reach>, what: &str) -> Result<(), Failure> {
    match given.all().into_iter().find(|(_, reach)| reach.has_several()) {
        Some((parameter, _)) => {
            let name = parameter.name;
            let rule = format!("{what} drawn at one value; --x {name} --y COLUMN");
            Err(Failure::Request(format!("{name} has several values: {rule} draws a curve")))
        }
        None => Ok(()),
    }
}

/// The portrait as a chart.
pub fn chart(
    portrait: &Portrait,
    command: &CommandLine,
    reading: Reading,
    look: &Look,
) -> Result<Chart, Failure> {
    let [first, last] = portrait.ends;
    let logarithmic = look.is_logarithmic(Side::X);
    let x = look.scale(Side::X, logarithmic, NUMBERS[0]);
    if logarithmic && x.is_none() && first <= 0.0 {
        let rule = "energies begin at SOME; --x-range FIRST:LAST shows those that are positive";
        return Err(look.no_logarithm(Side::X, &rule.replace("SOME", &number(first))));
    }
    let x = x.unwrap_or_else(|| Scale::between(first, last, logarithmic, NUMBERS[0]));
    let [words, symbol, unit] = portrait.across;
    let x = look.in_unit(x, unit);
    let across = Label::text(words).then_text(", ").then(quantity(symbol, unit, x.exponent));
    let panel = |pane: &Pane, is_main: bool| {
        let points = |trace: &Trace| trace.points.clone().into_iter().chain(trace.spikes.clone());
        let heights = || pane.traces.iter().flat_map(points).map(|(_, y)| y);
        let heights = || heights().filter(|y| y.is_finite());
        let (least, most) = (heights().fold(0.0, f64::min), heights().fold(0.0, f64::max));
        let logarithmic = is_main && look.is_logarithmic(Side::Y);
        let said = look.scale(Side::Y, logarithmic, NUMBERS[1]).filter(|_| is_main);
        let y = said.unwrap_or_else(|| match logarithmic && most > 0.0 {
            true => {
                let positive = heights().filter(|y| *y > 0.0).fold(most, f64::min);
                Scale::around_decades(positive.max(most * FAINTEST), most, NUMBERS[1])
            }
            false => Scale::around(least, most, NUMBERS[1]),
        });
        let title = phrase(&pane.title);
        let title = match y.exponent {
            0 => title,
            exponent => title.then_text(" (").then(Label::power_of_ten(exponent)).then_text(")"),
        };
        let count = pane.traces.len();
        let upright = |energy: f64| vec![(energy, y.first), (energy, y.last)];
        let trace = |(place, trace): (usize, &Trace)| {
            let is_flat = !trace.spikes.is_empty()
                && trace.points.iter().all(|(_, y)| *y == 0.0 || !y.is_finite());
            let points = if is_flat { &[][..] } else { &trace.points };
            let spike = |(energy, height): &(f64, f64)| match height.is_finite() {
                true => vec![(*energy, 0.0), (*energy, *height)],
                false => upright(*energy),
            };
            let mark = |(energy, height): &(f64, f64)| match height.is_finite() {
                true => (Mark::Disc, (*energy, *height)),
                false => (Mark::Ring, (*energy, y.last)),
            };
            Line {
                label: Label::symbol(&trace.symbol),
                role: Role::Member(place, count),
                strokes: strokes(points).chain(trace.spikes.iter().map(spike)).collect(),
                marks: trace.spikes.iter().map(mark).collect(),
            }
        };
        let mut lines: Vec<Line> = pane.traces.iter().enumerate().map(trace).collect();
        lines.extend(portrait.places.iter().map(|(symbol, energy)| Line {
            label: symbols(symbol),
            role: Role::Limit,
            strokes: vec![upright(*energy)],
            marks: Vec::new(),
        }));
        Panel { x: x.clone(), titles: [across.clone(), title], lines, y, measured: Vec::new() }
    };
    let [main, below] = [0, 1].map(|place| panel(&portrait.panels[place], place == 0));
    let is_said = [Side::X, Side::Y].into_iter().any(|side| look.range(side).is_some());
    if is_said && !main.lines.iter().any(|line| main.shows(line)) {
        return Err(look.refuse_empty());
    }
    if look.is_logarithmic(Side::Y) && main.y.last <= 0.0 {
        return Err(look.no_logarithm(Side::Y, "nothing in the upper part is positive"));
    }
    let spikes = || portrait.panels[0].traces.iter().flat_map(|trace| &trace.spikes);
    let has = |is_finite: bool| spikes().any(|(_, height)| height.is_finite() == is_finite);
    let narrow = match has(false) {
        true => [(Mark::Ring, "zero width"), (Mark::Disc, "its integral, or its f")],
        false => [(Mark::Ring, ""), (Mark::Disc, "a level of zero width")],
    };
    let is_drawn = |mark| has(false) || mark == Mark::Disc && has(true);
    let narrow = narrow.into_iter().filter(|(mark, _)| is_drawn(*mark));
    Ok(Chart {
        title: look.title().unwrap_or_else(|| portrait.title.clone()),
        about: Provenance::new(command, reading.units == Units::Laboratory).lines(),
        heading: look.heading(),
        size: look.size,
        caption: Label::default(),
        field: None,
        main,
        inset: None,
        below: Some(below),
        marks: narrow.map(|(mark, text)| (mark, Label::text(text))).collect(),
    })
}

/// The pieces of a curve on which it is finite.
fn strokes(points: &[(f64, f64)]) -> impl Iterator<Item = Vec<(f64, f64)>> {
    let pieces = points.split(|(_, y)| !y.is_finite()).filter(|piece| !piece.is_empty());
    pieces.map(<[_]>::to_vec)
}

/// Symbols that are equal to each other.
fn symbols(text: &str) -> Label {
    let all = text.split(" = ").map(Label::symbol);
    all.reduce(|all, next| all.then_text(" = ").then(next)).unwrap_or_default()
}

/// The numbers of the curves: a row for each point, with the panel's curve by its symbol.
pub fn table(portrait: &Portrait) -> Vec<u8> {
    let [_, symbol, unit] = portrait.across;
    let energy = if unit == "eV" { format!("{symbol}_eV") } else { symbol.to_owned() };
    let mut text = format!("curve,{energy},value\n");
    for trace in portrait.panels.iter().flat_map(|pane| &pane.traces) {
        for (x, y) in trace.points.iter().filter(|(_, y)| y.is_finite()) {
            text.push_str(&format!("{},{},{}\n", trace.symbol, number(*x), number(*y)));
        }
    }
    text.into_bytes()
}

/// The occupation of a reservoir as a table, which a machine file reads back.
pub fn occupation(name: &str, shape: &Shape, reading: Reading) -> Vec<u8> {
    let [energy, kelvin] = match reading.units {
        Units::Laboratory => ["_eV", "_K"],
        Units::Natural | Units::Absolute => [""; 2],
    };
    let mut text = format!("E{energy},f_{name},y_{name},T_eff_{name}{kelvin}\n");
    for point in &shape.points {
        let ShapePoint { energy, occupation, logarithm, temperature } = *point;
        let cells = [energy, occupation, logarithm, temperature].map(number);
        text.push_str(&(cells.join(",") + "\n"));
    }
    text.into_bytes()
}
