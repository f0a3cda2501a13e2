//! From curves to a chart: what axes and curves are called, and how far the axes reach.

use super::args::Given;
use super::plan::text;
use super::provenance::Provenance;
use crate::figure::{Curve, Kind, Piece, Plan, Sample};
use crate::model::{Parameter, Units};
use crate::output::{Chart, Label, Line, Mark, Panel, Role, Scale, prefixed};
use crate::table::{Column, Value};

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    pub given: &'a Given,
    pub units: Units,
    pub x: Parameter,
    pub curves: Parameter,
    pub y: &'static Column,
    pub inset: Option<&'static Column>,
}

/// How far a curve may be from its chords, in a picture of this size.
const TOLERANCE: f64 = 0.25;
const SIZES: [(f64, f64); 2] = [(1000.0, 600.0), (480.0, 300.0)];

/// The chart of these curves, which get as many points as it takes to look smooth.
pub fn chart(request: &Request, plan: &Plan, curves: &mut [Curve]) -> Chart {
    let along =
        |count| Scale::between(plan.span.first, plan.span.last, plan.span.logarithmic, count);
    let x = along(6);
    let inset = request.inset.map(|column| (column, range(curves, column, 3)));
    let y = range(curves, plan.y, 6);
    plan.refine(curves, TOLERANCE, &|sample| {
        let place = |column: &Column, scale: &Scale, (width, height): (f64, f64)| {
            // Far beyond the frame no curve needs to be smooth.
            let share = scale.share(height_of(column, sample)).clamp(-1.0, 2.0);
            (x.share(sample.x) * width, share * height)
        };
        let main = place(plan.y, &y, SIZES[0]);
        [main, inset.as_ref().map_or(main, |(column, scale)| place(column, scale, SIZES[1]))]
    });

    let labels = labels(request, curves);
    let lines = |column: &'static Column, bounds: bool| {
        let shown = curves.iter().zip(&labels).filter(|(curve, _)| bounds || curve.kind.is_value());
        shown
            .map(|(curve, (label, role))| Line {
                label: label.clone(),
                role: *role,
                strokes: curve.pieces.iter().map(|piece| stroke(piece, column)).collect(),
                marks: marks(curve, column),
            })
            .collect()
    };
    let axis_title = Label::text(&format!("{}, ", phrase(plan.x.doc())));
    let unit = plan.x.dimension().unit(request.units);
    let x_title = quantity(plan.x.symbol(), unit, x.exponent);
    let inset = inset.map(|(column, y)| {
        let x = along(3);
        let x_title = quantity(plan.x.symbol(), unit, x.exponent);
        let titles = [x_title, title(column, y.exponent)];
        Panel { x, titles, lines: lines(column, false), y }
    });
    let main = Panel {
        titles: [axis_title.then(x_title), title(plan.y, y.exponent)],
        lines: lines(plan.y, true),
        x,
        y,
    };
    Chart {
        title: format!("{} over {}", main.titles[1].plain(), main.titles[0].plain()),
        about: about(request),
        caption: caption(request, plan),
        main,
        inset,
        marks: ends(plan.x, curves).map(|label| (Mark::Disc, label)).into_iter().collect(),
    }
}

fn stroke(piece: &Piece, column: &Column) -> Vec<(f64, f64)> {
    piece.samples.iter().map(|sample| (sample.x, height_of(column, sample))).collect()
}

/// The ends of a curve beyond which the demon is unphysical.
fn marks(curve: &Curve, column: &Column) -> Vec<(Mark, (f64, f64))> {
    let ends = curve.pieces.iter().flat_map(|piece| {
        let [first, last] = [piece.samples.first(), piece.samples.last()];
        let [starts, stops] = piece.ends;
        first.filter(|_| starts).into_iter().chain(last.filter(|_| stops))
    });
    ends.map(|sample| (Mark::Disc, (sample.x, height_of(column, sample)))).collect()
}

fn height_of(column: &Column, sample: &Sample) -> f64 {
    match column.value(&sample.row) {
        Value::Number(value) => value,
        Value::Status(_) => f64::NAN,
    }
}

/// The vertical axis for a column: all of the curves, but for a pole that would leave the rest
/// flat, and the Carnot bound where it is near.
fn range(curves: &[Curve], column: &Column, count: u32) -> Scale {
    let heights_of = |curve: &Curve| -> Vec<f64> {
        let samples = curve.pieces.iter().flat_map(|piece| &piece.samples);
        samples.map(|sample| height_of(column, sample)).filter(|y| y.is_finite()).collect()
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
fn labels(request: &Request, curves: &[Curve]) -> Vec<(Label, Role)> {
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
            let mut label = equation(request.curves, value, request.units);
            if curve.pieces.is_empty() {
                label = label.then_text(" (unphysical)");
            }
            (label, Role::Member(index - 1, count))
        }
    };
    curves.iter().map(label).collect()
}

/// What the marked ends are, if there are any.
fn ends(x: Parameter, curves: &[Curve]) -> Option<Label> {
    let pieces = || curves.iter().flat_map(|curve| &curve.pieces);
    let words = match [0, 1].map(|end| pieces().any(|piece| piece.ends[end])) {
        [false, false] => return None,
        [true, false] => "minimum ",
        [false, true] => "maximum ",
        [true, true] => return Some(Label::text("last physical point")),
    };
    Some(Label::text(words).then(Label::symbol(x.symbol())))
}

fn equation(parameter: Parameter, value: f64, units: Units) -> Label {
    let symbol = Label::symbol(parameter.symbol()).then_text(" = ");
    match parameter.dimension().unit(units) {
        unit @ ("K" | "eV") => {
            let (value, unit) = prefixed(value, unit);
            symbol.then_text(&format!("{value} {unit}"))
        }
        _ => symbol.then(Label::number(value)),
    }
}

/// The parameters that all curves share.
fn caption(request: &Request, plan: &Plan) -> Label {
    let shared = Parameter::ALL.into_iter().filter(|parameter| {
        let given = !parameter.is_optional() || request.given.has(*parameter);
        given && *parameter != plan.x && *parameter != plan.parameter
    });
    let equations =
        shared.map(|parameter| equation(parameter, plan.base.get(parameter), request.units));
    let joined = equations.reduce(|all, next| all.then_text(",  ").then(next));
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

/// Where the picture comes from; the request with all parameters.
fn about(request: &Request) -> Vec<String> {
    let inset = request.inset.map_or("none", |column| column.key);
    let [x, curves] = [request.x.name(), request.curves.name()];
    let flags = ["figure", "--x", x, "--curves", curves, "--y", request.y.key, "--inset", inset];
    let parameters = Parameter::ALL.into_iter().filter_map(|parameter| {
        Some([format!("--{}", parameter.name()), text(request, parameter)?])
    });
    let arguments = flags.map(str::to_owned).into_iter().chain(parameters.flatten());
    Provenance::new(arguments.collect(), request.units == Units::Laboratory).lines()
}
