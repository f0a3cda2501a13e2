//! A machine itself as a picture: what it is over the energy, and what flows.

use super::args::Given;
use super::command_line::CommandLine;
use super::device::family;
use super::failure::Failure;
use super::plan::Reach;
use super::provenance::Provenance;
use super::titles::{phrase, quantity};
use crate::model::{Inputs, Pane, Portrait, Reading, Trace};
use crate::output::{Chart, Label, Line, Mark, Panel, Role, Scale, number};
use crate::quantity::Units;

/// How many numbers the axes have, about.
const NUMBERS: [u32; 2] = [6, 4];

/// What the machine looks like where its numbers are as they are given; none for a family that has no
/// picture of itself.
pub fn of(given: &Given<Reach>, reading: Reading) -> Result<Option<Portrait>, Failure> {
    let value = |parameter| given.axis(parameter).map(Reach::first);
    let inputs = Inputs::complete(family(), reading, value);
    let Some(portrait) = inputs.ok().and_then(|inputs| family().portrait(&inputs)) else {
        return Ok(None);
    };
    match given.all().into_iter().find(|(_, reach)| reach.has_several()) {
        Some((parameter, _)) => {
            let name = parameter.name;
            let rule = format!("the machine itself is drawn at one value; --x {name} --y COLUMN");
            Err(Failure::Request(format!("{name} has several values: {rule} draws a curve")))
        }
        None => Ok(Some(portrait)),
    }
}

/// The portrait as a chart.
pub fn chart(portrait: &Portrait, command: &CommandLine, reading: Reading) -> Chart {
    let [first, last] = portrait.ends;
    let x = Scale::between(first, last, false, NUMBERS[0]);
    let [words, symbol, unit] = portrait.across;
    let across = Label::text(words).then_text(", ").then(quantity(symbol, unit, x.exponent));
    let panel = |pane: &Pane| {
        let points = |trace: &Trace| trace.points.clone().into_iter().chain(trace.spikes.clone());
        let heights = || pane.traces.iter().flat_map(points).map(|(_, y)| y);
        let heights = || heights().filter(|y| y.is_finite());
        let (least, most) = (heights().fold(0.0, f64::min), heights().fold(0.0, f64::max));
        let y = Scale::around(least, most, NUMBERS[1]);
        let title = phrase(&pane.title);
        let title = match y.exponent {
            0 => title,
            exponent => title.then_text(" (").then(Label::power_of_ten(exponent)).then_text(")"),
        };
        let count = pane.traces.len();
        let upright = |energy: f64| vec![(energy, y.first), (energy, y.last)];
        let trace = |(place, trace): (usize, &Trace)| {
            let is_flat = !trace.spikes.is_empty() && trace.points.iter().all(|(_, y)| *y == 0.0);
            let points = if is_flat { Vec::new() } else { trace.points.clone() };
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
                strokes: std::iter::once(points).chain(trace.spikes.iter().map(spike)).collect(),
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
        Panel { x: x.clone(), titles: [across.clone(), title], lines, y }
    };
    let [main, below] = [0, 1].map(|place| panel(&portrait.panels[place]));
    let has_spikes = portrait.panels[0].traces.iter().any(|trace| !trace.spikes.is_empty());
    let narrow = [(Mark::Ring, "zero width"), (Mark::Disc, "its integral, or its f")];
    let narrow = narrow.into_iter().filter(|_| has_spikes);
    Chart {
        title: portrait.title.clone(),
        about: Provenance::new(command, reading.units == Units::Laboratory).lines(),
        caption: Label::default(),
        main,
        inset: None,
        below: Some(below),
        marks: narrow.map(|(mark, text)| (mark, Label::text(text))).collect(),
    }
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
        for (x, y) in &trace.points {
            text.push_str(&format!("{},{},{}\n", trace.symbol, number(*x), number(*y)));
        }
    }
    text.into_bytes()
}
