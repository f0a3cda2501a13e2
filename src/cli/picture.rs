//! From curves to a chart.

use super::args::Given;
use super::command_line::CommandLine;
use super::device::{machine, parameters};
use super::failure::Failure;
use super::frames::{cut_off, has_positive, range, wished};
use super::look::{Look, Side};
use super::overlay::{Overlay, grown, is_same, measured};
use super::plan::{Reach, text};
use super::provenance::Provenance;
use super::titles::{self, across, caption, chosen, labels, phrase, title};
use crate::figure::{Curve, Kind, Plan, Sample, Span};
use crate::model::{Parameter, Reading};
use crate::output::{Chart, Ink, Label, Line, Mark, Panel, Role, Scale};
use crate::quantity::Units;
use crate::table::Column;

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// As it was typed.
    pub command: &'a CommandLine,
    pub given: &'a Given<Reach>,
    pub look: &'a Look,
    pub reading: Reading,
    /// The parameter that curves run along.
    pub along: Parameter,
    /// The result on the horizontal axis, if it is not that.
    pub x: Option<&'static Column>,
    pub curves: Parameter,
    pub y: &'static Column,
    pub best: Option<&'static Column>,
    /// The result in the inset, if there is one.
    pub inset: Option<&'static Column>,
    /// The result that is drawn as a bound, if there is one.
    pub bound: Option<&'static Column>,
    /// A parameter with a value for which each curve is drawn once more.
    pub beside: Option<(Parameter, f64)>,
    /// Points that were measured.
    pub overlays: &'a [Overlay],
}

/// How far a curve may be from its chords, in a picture of this size.
const TOLERANCE: f64 = 0.25;
const SIZES: [(f64, f64); 2] = [(1000.0, 600.0), (480.0, 300.0)];

/// How many numbers an axis of the picture has, and one of the inset, about.
const NUMBERS: [u32; 2] = [6, 3];

/// The axes of the picture and of the inset.
#[derive(Clone)]
struct Scales {
    x: [Scale; 2],
    y: Scale,
    inset: Option<(&'static Column, Scale)>,
}

impl Scales {
    /// The axes for these curves, at even steps and as they are drawn.
    fn of(request: &Request, plan: &Plan, even: &[Curve], fine: &[Curve]) -> Scales {
        let (look, curves) = (request.look, [even, fine]);
        let grown = |scale, side, count| grown(request.overlays, scale, look, side, count);
        let across = |count| match plan.x {
            Some(column) => {
                let scale = wished(plan, curves, column, count, (look, Side::X));
                look.in_unit(grown(scale, Side::X, count), column.unit)
            }
            None => {
                let Span { first, last, logarithmic } = plan.span;
                let usual = || Scale::between(first, last, logarithmic, count);
                let scale = look.scale(Side::X, logarithmic, count).unwrap_or_else(usual);
                let scale = grown(scale, Side::X, count);
                look.in_unit(scale, plan.along.dimension.unit(plan.base.units()))
            }
        };
        let inset = |column: &'static Column| {
            (column, look.in_unit(range(plan, curves, column, NUMBERS[1]), column.unit))
        };
        let y = wished(plan, curves, plan.y, NUMBERS[0], (look, Side::Y));
        let y = grown(y, Side::Y, NUMBERS[0]);
        Scales {
            x: NUMBERS.map(across),
            y: look.in_unit(y, plan.y.unit),
            inset: request.inset.map(inset),
        }
    }

    /// Adds points to the curves until they look smooth on these axes.
    fn refine(&self, request: &Request, plan: &Plan, curves: &mut [Curve]) {
        // A larger picture needs more.
        let larger =
            request.look.size.map_or(1.0, |(width, height)| (width / 1040.0).max(height / 630.0));
        let sizes =
            SIZES.map(|(width, height)| (width * larger.max(1.0), height * larger.max(1.0)));
        plan.refine(curves, TOLERANCE, &|sample: &Sample| {
            let place = |column: &Column, scale: &Scale, (width, height): (f64, f64)| {
                // Far beyond the frame no curve needs to be smooth.
                let share = |scale: &Scale, value| scale.share(value).clamp(-1.0, 2.0);
                let (x, y) = plan.place_in(sample, column);
                (share(&self.x[0], x) * width, share(scale, y) * height)
            };
            let main = place(plan.y, &self.y, sizes[0]);
            let inset = self.inset.as_ref();
            [main, inset.map_or(main, |(column, scale)| place(column, scale, sizes[1]))]
        });
    }
}

/// The chart of these curves, which get as many points as it takes to look smooth.
pub fn chart(request: &Request, plan: &Plan, curves: &mut [Curve]) -> Result<Chart, Failure> {
    let look = request.look;
    for (side, column) in [(Side::X, plan.x), (Side::Y, Some(plan.y))] {
        let Some(column) = column.filter(|_| look.is_logarithmic(side)) else { continue };
        if !has_positive(plan, curves, column) {
            let rule = format!("no value of {} is positive here", column.key);
            return Err(look.no_logarithm(side, &rule));
        }
    }
    let even = curves.to_vec();
    Scales::of(request, plan, &even, curves).refine(request, plan, curves);
    // What was seen between the even steps may need more room.
    let scales = Scales::of(request, plan, &even, curves);
    scales.refine(request, plan, curves);

    let labels = labels(plan, curves);
    let lines = |column: &'static Column, bounds: bool| -> Vec<Line> {
        let shown = curves.iter().zip(&labels).filter(|(curve, _)| bounds || curve.kind.is_value());
        shown
            .map(|(curve, (label, role))| Line {
                label: label.clone(),
                role: *role,
                strokes: plan.strokes(curve, column),
                marks: marks(plan, curve, column),
            })
            .collect()
    };
    // Who says what an axis shows, or that it is logarithmic, knows what it does not show.
    let titled = |column: &Column, scale: &Scale, title: Label, is_said: bool| match is_said {
        true => title,
        false => cut_off(plan, curves, column, scale).into_iter().fold(title, Label::then),
    };
    let [x_is_said, y_is_said] = [Side::X, Side::Y].map(|side| look.range(side).is_some());
    let [x_is_known, y_is_known] = [(x_is_said, Side::X), (y_is_said, Side::Y)]
        .map(|(said, side)| said || look.is_logarithmic(side));
    let panel = |x: &Scale, y: &Scale, column: &'static Column, is_main: bool| {
        let below = across(plan, x.exponent, is_main);
        let titles = [
            plan.x.into_iter().fold(below, |title, column| titled(column, x, title, x_is_known)),
            titled(column, y, title(column, y.exponent), y_is_known && is_main),
        ];
        let mut panel = Panel {
            x: x.clone(),
            y: y.clone(),
            titles,
            lines: lines(column, is_main),
            measured: Vec::new(),
        };
        if let (Some(bound), true) = (plan.bound, is_main) {
            panel.lines.insert(0, bounding(plan, curves, bound, x));
        }
        // What is outside the frame needs no name; a curve without a point says why it has none.
        let seen = |line: &Line| line.strokes.is_empty() || panel.shows(line);
        let lines = panel.lines.iter().filter(|line| seen(line)).cloned().collect();
        panel.lines = lines;
        panel
    };
    let mut main = panel(&scales.x[0], &scales.y, plan.y, true);
    let named = || curves.iter().zip(&labels).filter(|(curve, _)| curve.kind.is_value());
    let ink = |value| {
        let mut named = named();
        let found = named.find(|(curve, _)| is_same(curve.value, value));
        found.map(|(_, (_, role))| Ink::Curve(*role))
    };
    let lack = format!("another {} than the curves", plan.parameter.name);
    main.measured = measured(request.overlays, &main, ink, &lack);
    if (x_is_said || y_is_said) && main.lines.iter().all(|line| line.strokes.is_empty()) {
        return Err(look.refuse_empty());
    }
    let inset = scales.inset.as_ref().map(|(column, y)| panel(&scales.x[1], y, column, false));
    let kind = chosen(plan).map_or(String::new(), |chosen| format!("; {chosen}"));
    let usual = || format!("{} over {}{kind}", main.titles[1].plain(), main.titles[0].plain());
    Ok(Chart {
        title: look.title().unwrap_or_else(usual),
        about: about(request, false),
        heading: look.heading(),
        size: look.size,
        caption: caption(plan, |parameter| request.given.has(parameter)),
        marks: meanings(plan, curves, &main),
        field: None,
        main,
        inset,
        below: None,
    })
}

/// The line of a result that bounds the one that is shown. Where it is one number, and the axis shows a result, it
/// goes all across the frame.
fn bounding(plan: &Plan, curves: &[Curve], bound: &Column, x: &Scale) -> Line {
    let mut strokes = plan.bounds(curves);
    let mut heights = strokes.iter().flatten().map(|(_, height)| *height);
    if let (Some(_), Some(first)) = (plan.x, heights.next())
        && heights.all(|height| height == first)
    {
        strokes = vec![vec![(x.first, first), (x.last, first)]];
    }
    Line { label: titles::bound(bound), role: Role::Bound, strokes, marks: Vec::new() }
}

/// The places of a curve that are marked: on a front its landmark and its origin; else the ends beyond
/// which it is unphysical.
fn marks(plan: &Plan, curve: &Curve, column: &Column) -> Vec<(Mark, (f64, f64))> {
    if let (Some(_), Kind::Value(value)) = (plan.front(), curve.kind) {
        let place = |sample: &Sample| plan.place_in(sample, column);
        let Some(first) = curve.pieces.first() else { return Vec::new() };
        let is_origin = |sample: &&Sample| sample.row.inputs.get(plan.along) == 0.0;
        let origin = first.samples.first().filter(is_origin);
        let landmark = plan.landmark(value).map(|sample| (Mark::Disc, place(&sample)));
        let origin = origin.map(|sample| (Mark::Ring, place(sample)));
        return landmark.into_iter().chain(origin).collect();
    }
    if matches!(curve.kind, Kind::Best(_) | Kind::Beside(_)) {
        return Vec::new();
    }
    plan.ends(curve, column).into_iter().map(|place| (Mark::Disc, place)).collect()
}

/// What the marks mean that there are.
fn meanings(plan: &Plan, curves: &[Curve], panel: &Panel) -> Vec<(Mark, Label)> {
    let meaning = |mark| match (mark, plan.front(), plan.y.result()) {
        (Mark::Disc, Some(front), _) => phrase(front.landmark.1),
        (Mark::Ring, Some(front), Some(y)) => phrase((front.origin)(y, plan.base.reading.option)),
        _ => ends(plan.along, curves),
    };
    let marks = panel.lines.iter().flat_map(|line| &line.marks);
    let drawn: Vec<Mark> = marks.filter(|(_, at)| panel.has(*at)).map(|(mark, _)| *mark).collect();
    let kinds = [Mark::Disc, Mark::Ring].into_iter().filter(|mark| drawn.contains(mark));
    kinds.map(|mark| (mark, meaning(mark))).collect()
}

/// What the marked ends are.
fn ends(along: Parameter, curves: &[Curve]) -> Label {
    let pieces = || curves.iter().flat_map(|curve| &curve.pieces);
    let words = match [0, 1].map(|end| pieces().any(|piece| piece.ends[end])) {
        [true, false] => "minimum ",
        [false, true] => "maximum ",
        _ => return Label::text("last physical point"),
    };
    Label::text(words).then(Label::symbol(along.symbol))
}

/// Where the picture comes from: what was typed, and what stands for what was not.
pub fn about(request: &Request, is_map: bool) -> Vec<String> {
    let mut command = request.command.clone();
    command.set("x", request.x.map_or(request.along.name, |column| column.key));
    if request.x.is_some() {
        command.set("along", request.along.name);
    }
    if is_map {
        command.set("y", request.curves.name);
        command.set("map", request.y.key);
    } else {
        command.set("curves", request.curves.name);
        command.set("y", request.y.key);
        command.set("inset", request.inset.map_or("none", |column| column.key));
    }
    // What stands for a number of a machine file that was not set is in the text of the file.
    let flags = parameters().filter(|_| machine().is_none());
    for parameter in flags {
        if let Some(text) = text(request, parameter) {
            command.set(parameter.name, text);
        }
    }
    Provenance::new(&command, request.reading.units == Units::Laboratory).lines()
}
