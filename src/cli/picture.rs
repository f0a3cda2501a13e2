//! From curves to a chart: what axes and curves are called, and how far the axes reach.

use super::args::Given;
use super::command_line::CommandLine;
use super::plan::text;
use super::provenance::Provenance;
use crate::figure::{Curve, Kind, Piece, Plan, Sample};
use crate::model::{Parameter, Point, Resonances, Units};
use crate::output::{Chart, Decimal, Label, Line, Mark, Panel, Role, Scale};
use crate::table::Column;

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// As it was typed.
    pub command: &'a CommandLine,
    pub given: &'a Given,
    pub units: Units,
    /// The parameter that curves run along.
    pub along: Parameter,
    /// The result on the horizontal axis, if it is not that.
    pub x: Option<&'static Column>,
    pub curves: Parameter,
    pub y: &'static Column,
    pub inset: Option<&'static Column>,
}

/// How far a curve may be from its chords, in a picture of this size.
const TOLERANCE: f64 = 0.25;
const SIZES: [(f64, f64); 2] = [(1000.0, 600.0), (480.0, 300.0)];

/// The chart of these curves, which get as many points as it takes to look smooth.
pub fn chart(request: &Request, plan: &Plan, curves: &mut [Curve]) -> Chart {
    let along = |curves: &[Curve], count| match plan.x {
        Some(column) => range(curves, column, count),
        None => Scale::between(plan.span.first, plan.span.last, plan.span.logarithmic, count),
    };
    let scales = [along(curves, 6), along(curves, 3)];
    let [x, small] = &scales;
    let inset = request.inset.map(|column| (column, range(curves, column, 3)));
    let y = range(curves, plan.y, 6);
    plan.refine(curves, TOLERANCE, &|sample| {
        let place = |column: &Column, scale: &Scale, (width, height): (f64, f64)| {
            // Far beyond the frame no curve needs to be smooth.
            let share = |scale: &Scale, value| scale.share(value).clamp(-1.0, 2.0);
            let across = share(x, plan.place(sample));
            (across * width, share(scale, column.number(&sample.row)) * height)
        };
        let main = place(plan.y, &y, SIZES[0]);
        [main, inset.as_ref().map_or(main, |(column, scale)| place(column, scale, SIZES[1]))]
    });

    let labels = labels(plan, curves);
    let lines = |column: &'static Column, bounds: bool| {
        let shown = curves.iter().zip(&labels).filter(|(curve, _)| bounds || curve.kind.is_value());
        shown
            .map(|(curve, (label, role))| Line {
                label: label.clone(),
                role: *role,
                strokes: curve.pieces.iter().map(|piece| stroke(plan, piece, column)).collect(),
                marks: marks(plan, curve, column),
            })
            .collect()
    };
    let inset = inset.map(|(column, y)| Panel {
        x: small.clone(),
        titles: [across(request, plan, small.exponent), title(column, y.exponent)],
        lines: lines(column, false),
        y,
    });
    let x_title = across(request, plan, x.exponent);
    let x_title = match plan.x {
        Some(_) => x_title,
        None => Label::text(&format!("{}, ", phrase(plan.along.doc()))).then(x_title),
    };
    let main = Panel {
        titles: [x_title, title(plan.y, y.exponent)],
        lines: lines(plan.y, true),
        x: x.clone(),
        y,
    };
    Chart {
        title: format!("{} over {}", main.titles[1].plain(), main.titles[0].plain()),
        about: about(request),
        caption: caption(request, plan),
        main,
        inset,
        marks: meanings(plan, curves),
    }
}

/// What the horizontal axis shows.
fn across(request: &Request, plan: &Plan, exponent: i32) -> Label {
    match plan.x {
        Some(column) => title(column, exponent),
        None if plan.along == Parameter::Lambda && plan.base.is_in_headrooms() => {
            let [one, most] = ["λ", "λ_max"].map(Label::symbol);
            one.then_text("/").then(most)
        }
        None => {
            let unit = plan.along.dimension().unit(request.units);
            quantity(plan.along.symbol(), unit, exponent)
        }
    }
}

fn stroke(plan: &Plan, piece: &Piece, column: &Column) -> Vec<(f64, f64)> {
    let place = |sample: &Sample| (plan.place(sample), column.number(&sample.row));
    let mut points: Vec<_> = piece.samples.iter().map(place).collect();
    let ends = piece.samples.last().is_some_and(|sample| sample.x == 1.0);
    if let Some(x) = plan.x.filter(|_| ends && are_fronts(plan) && plan.base.is_in_headrooms()) {
        // As λ → λ_max the COP falls to 0, but so slowly (as 1/ln) that it has some way to go from the
        // last double with a demon.
        let limit = |column: &Column, value: f64| match column.key {
            "power" => Some(value),
            "cop" | "cop_fraction" => Some(0.0),
            _ => None,
        };
        let last = points.last().and_then(|(a, b)| limit(x, *a).zip(limit(column, *b)));
        points.extend(last);
        // Dashes begin where a line does: no gap falls into that way, short as it is.
        points.reverse();
    }
    points
}

/// Whether curves are fronts: results over each other along λ, from the bound to the greatest power.
fn are_fronts(plan: &Plan) -> bool {
    plan.x.is_some() && plan.along == Parameter::Lambda
}

/// The places of a curve that are marked. The paper's demon is, where a curve runs through all λ,
/// and there the idle one, with the Carnot bound as its COP; else the ends beyond which a demon is
/// unphysical.
fn marks(plan: &Plan, curve: &Curve, column: &Column) -> Vec<(Mark, (f64, f64))> {
    let place = |sample: &Sample| (plan.place(sample), column.number(&sample.row));
    if let (true, Kind::Value(value)) = (are_fronts(plan), curve.kind) {
        let idle = curve.pieces.first().and_then(|piece| piece.samples.first());
        let idle = idle.filter(|sample| sample.row.point.get(Parameter::Lambda) == 0.0);
        let paper = plan.paper(value).map(|sample| (Mark::Disc, place(&sample)));
        let idle = idle.map(|sample| (Mark::Ring, place(sample)));
        return paper.into_iter().chain(idle).collect();
    }
    let ends = curve.pieces.iter().flat_map(|piece| {
        let [first, last] = [piece.samples.first(), piece.samples.last()];
        let [starts, stops] = piece.ends;
        first.filter(|_| starts).into_iter().chain(last.filter(|_| stops))
    });
    ends.map(|sample| (Mark::Disc, place(sample))).collect()
}

/// What the marks mean that there are.
fn meanings(plan: &Plan, curves: &[Curve]) -> Vec<(Mark, Label)> {
    let meaning = |mark| match (mark, are_fronts(plan)) {
        (Mark::Disc, true) => Label::symbol("λ").then_text(" = 1, the paper’s demon"),
        (Mark::Ring, _) if plan.y.key == "cop" => {
            Label::text("Carnot bound, ").then(Label::symbol("λ")).then_text(" → 0")
        }
        (Mark::Ring, _) => Label::symbol("λ").then_text(" → 0"),
        (Mark::Disc, false) => ends(plan.along, curves),
    };
    let drawn: Vec<Mark> =
        curves.iter().flat_map(|curve| marks(plan, curve, plan.y)).map(|(mark, _)| mark).collect();
    let kinds = [Mark::Disc, Mark::Ring].into_iter().filter(|mark| drawn.contains(mark));
    kinds.map(|mark| (mark, meaning(mark))).collect()
}

/// The axis for a column: all of the curves, but for a pole that would leave the rest
/// flat, and the Carnot bound where it is near.
fn range(curves: &[Curve], column: &Column, count: u32) -> Scale {
    let heights_of = |curve: &Curve| -> Vec<f64> {
        let samples = curve.pieces.iter().flat_map(|piece| &piece.samples);
        samples.map(|sample| column.number(&sample.row)).filter(|y| y.is_finite()).collect()
    };
    let shown = |curve: &&Curve| match curve.kind {
        Kind::Carnot => false,
        Kind::Limit => column.key == "cop",
        Kind::Value(_) => true,
    };
    let mut heights: Vec<f64> = curves.iter().filter(shown).flat_map(heights_of).collect();
    heights.sort_by(f64::total_cmp);
    let Some(last) = heights.len().checked_sub(1) else {
        return Scale::between(0.0, 1.0, false, count);
    };
    let (low, high) = (heights[last / 20], heights[last - last / 20]);
    let spread = high - low;
    let far = |end: f64, near: f64| (end - near).abs() > 6.0 * spread && spread > 0.0;
    let least = if far(heights[0], low) { low - 0.3 * spread } else { heights[0] };
    let most = if far(heights[last], high) { high + 0.3 * spread } else { heights[last] };
    let carnot = curves.iter().filter(|curve| curve.kind == Kind::Carnot).flat_map(heights_of);
    let bound = carnot.reduce(f64::max).filter(|_| column.key == "cop").unwrap_or(most);
    // A flat bound is not to lie on the frame.
    let near = bound > most && bound < 1.3 * most;
    Scale::around(least, if near { bound * 1.02 } else { most }, count)
}

/// The names of the curves, and what they look like.
fn labels(plan: &Plan, curves: &[Curve]) -> Vec<(Label, Role)> {
    let count = curves.iter().filter(|curve| curve.kind.is_value()).count();
    let mut index = 0;
    let label = |curve: &Curve| match curve.kind {
        Kind::Carnot => (Label::text("Carnot bound"), Role::Bound),
        Kind::Limit => {
            let [e4, e3] = [Parameter::E4, Parameter::E3].map(|p| Label::symbol(p.symbol()));
            (e4.then_text(" → ").then(e3), Role::Limit)
        }
        Kind::Value(value) => {
            index += 1;
            let mut label = equation(plan.parameter, value, &plan.base);
            if curve.pieces.is_empty() {
                label = label.then_text(" (unphysical)");
            }
            (label, Role::Member(index - 1, count))
        }
    };
    curves.iter().map(label).collect()
}

/// What the marked ends are.
fn ends(along: Parameter, curves: &[Curve]) -> Label {
    let pieces = || curves.iter().flat_map(|curve| &curve.pieces);
    let words = match [0, 1].map(|end| pieces().any(|piece| piece.ends[end])) {
        [true, false] => "minimum ",
        [false, true] => "maximum ",
        _ => return Label::text("last physical point"),
    };
    Label::text(words).then(Label::symbol(along.symbol()))
}

fn equation(parameter: Parameter, value: f64, base: &Point) -> Label {
    let symbol = Label::symbol(parameter.symbol()).then_text(" = ");
    if parameter == Parameter::Lambda && base.is_in_headrooms() {
        return symbol.then(Label::number(value)).then_text(" ").then(Label::symbol("λ_max"));
    }
    match parameter.dimension().unit(base.units()) {
        unit @ ("K" | "eV") => symbol.then_text(&Decimal::exact(value).quantity(unit)),
        _ => symbol.then(Label::number(value)),
    }
}

/// The parameters that all curves share.
fn caption(request: &Request, plan: &Plan) -> Label {
    let shared = Parameter::ALL.into_iter().filter(|parameter| {
        let given = !parameter.is_optional() || request.given.has(*parameter);
        given && *parameter != plan.along && *parameter != plan.parameter
    });
    let equations =
        shared.map(|parameter| equation(parameter, plan.base.get(parameter), &plan.base));
    let shape = match request.given.resonances() {
        Resonances::Narrow => None,
        other => Some(Label::text(&format!("{} resonances", other.name()))),
    };
    let joined = equations.chain(shape).reduce(|all, next| all.then_text(",  ").then(next));
    joined.unwrap_or_default()
}

/// The title of the axis of a column.
fn title(column: &Column, exponent: i32) -> Label {
    let quantity = quantity(column.symbol, column.unit, exponent);
    let name = column.key.replace('_', " ");
    // `cop` and COP, `fl1` and f_l(ε1) are the same twice.
    let letters = |text: &str| text.replace('_', "").to_lowercase().chars().take(2).collect();
    let [a, b]: [String; 2] = [column.key, column.symbol].map(letters);
    if a == b { quantity } else { Label::text(&format!("{name}, ")).then(quantity) }
}

/// A symbol with the unit of the numbers beside it.
fn quantity(symbol: &str, unit: &str, exponent: i32) -> Label {
    let symbol = Label::symbol(symbol);
    let power = || Label::power_of_ten(exponent);
    // Units of the laboratory stand upright, the symbols of natural ones do not.
    let name = |unit| match unit {
        "K" | "eV" | "W" | "W/K" => Label::text(unit),
        _ => Label::symbol(unit),
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

/// The first words of an explanation.
fn phrase(doc: &str) -> &str {
    doc.split([',', ';']).next().unwrap_or(doc)
}

/// Where the picture comes from: what was typed, and what stands for what was not.
fn about(request: &Request) -> Vec<String> {
    let mut command = request.command.clone();
    command.set("x", request.x.map_or(request.along.name(), |column| column.key));
    if request.x.is_some() {
        command.set("along", request.along.name());
    }
    command.set("curves", request.curves.name());
    command.set("y", request.y.key);
    command.set("inset", request.inset.map_or("none", |column| column.key));
    for parameter in Parameter::ALL {
        if let Some(text) = text(request, parameter) {
            command.set(parameter.name(), text);
        }
    }
    Provenance::new(&command, request.units == Units::Laboratory).lines()
}
