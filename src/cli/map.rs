//! From a map to a chart.

use super::args::Given;
use super::failure::Failure;
use super::look::Side;
use super::overlay::{Axes, Overlays, column_of, measured, named as names};
use super::picture::{Request, about};
use super::plan::{self, Reach};
use super::titles::{axis, caption, chosen, rounded, status, title};
use crate::figure::{Map, Question, Span};
use crate::model::Parameter;
use crate::output::{Chart, Field, Ink, Label, Panel, Scale};

/// How many numbers the axes have, and the bar of colours, about.
const NUMBERS: [u32; 2] = [6, 8];
/// How many contour lines a map has, about.
const CONTOURS: u32 = 11;
/// How many colours a map has.
const BANDS: u32 = 40;
/// Beyond how many times the middle nine tenths of all values the colours leave out the rest.
const FAR: f64 = 3.0;
/// From which ratio of the largest value to the median on the colours are logarithmic.
const MANY: f64 = 1e3;

/// The parameters of both axes: those that are asked for, else those with several values, and upwards the `usual` one.
pub fn axes(
    given: &Given<Reach>,
    x: Option<Parameter>,
    up: Option<Parameter>,
    usual: Option<Parameter>,
) -> Result<[Parameter; 2], Failure> {
    let several = |other: Option<Parameter>| {
        let given = given.all().into_iter().filter(|(_, reach)| reach.has_several());
        given.map(|(parameter, _)| parameter).find(|parameter| Some(*parameter) != other)
    };
    let missing = |flag| {
        let rule = "a parameter with a range, such as --set NAME=first:last";
        Failure::Request(format!("--{flag} is missing: {rule}"))
    };
    let x = x.or_else(|| several(up)).ok_or_else(|| missing("x"))?;
    let up = up.or(usual.filter(|usual| *usual != x)).or_else(|| several(Some(x)));
    Ok([x, up.ok_or_else(|| missing("y"))?])
}

/// The result of a request over the parameter of its curves, upwards, and the one that they run along, with measured
/// points over it; and its numbers.
pub fn chart(request: &Request, overlays: &Overlays) -> Result<(Chart, Map), Failure> {
    let Request { along, curves, y: column, look, given, .. } = *request;
    for side in [Side::X, Side::Y] {
        if look.range(side).is_some() {
            let rule = "a map shows the ranges of its parameters, such as --tc 0.1:0.5";
            return Err(look.refusal(side, rule));
        }
    }
    let (plan, up) = plan::map(request)?;
    let axes = || {
        let place = |parameter| column_of(parameter, plan.base.reading);
        Some(Axes { places: [place(along)?, place(curves)?], colour: column })
    };
    let (overlays, command) = overlays.read(axes(), request.command)?;
    let request = &Request { command: &command, ..*request };
    let question = Question { base: &plan.base, x: (along, plan.span), y: (curves, up), column };
    let map = Map::of(&question);
    let values = map.values();
    let (Some(least), Some(most)) = (values.first().copied(), values.last().copied()) else {
        return Err(nothing(request, &map));
    };
    let colours = look.in_unit(colours(&values), column.unit);
    let scale = |parameter: Parameter, span: Span| {
        let scale = Scale::between(span.first, span.last, span.logarithmic, NUMBERS[0]);
        look.in_unit(scale, parameter.dimension.unit(request.reading.units))
    };
    let (x, y) = (scale(along, plan.span), scale(curves, up));
    let named =
        |parameter: Parameter, scale: &Scale| axis(parameter, &plan.base.reading, scale.exponent);
    let titles = [named(along, &x), named(curves, &y)];
    let kind = chosen(&plan).map_or(String::new(), |chosen| format!("; {chosen}"));
    let bar = title(column, colours.exponent);
    let usual =
        || format!("{} over {} and {}{kind}", bar.plain(), titles[0].plain(), titles[1].plain());
    let title = look.title().unwrap_or_else(usual);
    let mut main = Panel { x, y, titles, lines: Vec::new(), measured: Vec::new() };
    let ink = |value| Some(Ink::Share(colours.share(value)));
    main.measured = measured(&overlays, &main, ink, "");
    let [shared, points] =
        [caption(&plan, |parameter| given.has(parameter)), names(&main.measured)];
    let chart = Chart {
        title,
        about: about(request, true),
        heading: look.heading(),
        size: look.size,
        caption: if overlays.is_empty() { shared } else { shared.then_text(",  ").then(points) },
        field: Some(field(&map, &colours, cut_off(bar.clone(), &colours, least, most))),
        main,
        inset: None,
        below: None,
        marks: Vec::new(),
    };
    Ok((chart, map))
}

/// What the colours mean: all values, but for those far from the others.
fn colours(values: &[f64]) -> Scale {
    let share = |part: usize| values[(values.len() - 1) * part / 20];
    let (least, low, middle, high, most) = (share(0), share(1), share(10), share(19), share(20));
    if least > 0.0 && middle < most / MANY {
        return Scale::around_decades(least, most, NUMBERS[1]);
    }
    let spread = high - low;
    let is_far = |end: f64, near: f64| (end - near).abs() > FAR * spread && spread > 0.0;
    let least = if is_far(least, low) { low - 0.3 * spread } else { least };
    let most = if is_far(most, high) { high + 0.3 * spread } else { most };
    match least < most {
        true => Scale::between(least, most, false, NUMBERS[1]),
        false => Scale::around(least, most, NUMBERS[1]),
    }
}

/// The title of the bar, with the values that it leaves out.
fn cut_off(title: Label, colours: &Scale, least: f64, most: f64) -> Label {
    const HAIR: f64 = 1e-6;
    let ends = [
        ("; down to ", least, colours.share(least) < -HAIR),
        ("; up to ", most, colours.share(most) > 1.0 + HAIR),
    ];
    ends.into_iter().filter(|(.., is_out)| *is_out).fold(title, |title, (words, end, _)| {
        title.then_text(words).then(Label::number(rounded(end, 2)))
    })
}

fn field(map: &Map, colours: &Scale, title: Label) -> Field {
    let band = |step: u32| {
        let share = |step: f64| step / f64::from(BANDS);
        // What is below the bar has its first colour.
        let level = if step == 0 { f64::NEG_INFINITY } else { colours.at(share(step.into())) };
        (share(f64::from(step) + 0.5), map.above(level))
    };
    let bands = (0..BANDS).map(band).filter(|(_, rings)| !rings.is_empty());
    let lines = Scale::between(colours.first, colours.last, colours.logarithmic, CONTOURS);
    let lines = lines.in_power(colours.exponent).ticks;
    let contour = |(place, (level, label)): (usize, &(f64, Label))| {
        let near =
            [place.wrapping_sub(1), place + 1].into_iter().filter_map(|near| lines.get(near));
        let steepest = near.map(|(near, _)| (near - level).abs()).fold(f64::INFINITY, f64::min);
        (colours.share(*level), label.clone(), map.lines(*level, steepest))
    };
    let contours = lines.iter().enumerate().map(contour).filter(|(.., lines)| !lines.is_empty());
    let region = |region: &crate::figure::Region| (status(region.word), region.middle, region.room);
    let raster =
        map.raster.iter().map(|row| row.iter().map(|value| colours.share(*value)).collect());
    Field {
        colours: colours.clone(),
        title,
        bands: bands.collect(),
        contours: contours.collect(),
        borders: map.borders.clone(),
        regions: map.regions.iter().map(region).collect(),
        raster: raster.collect(),
    }
}

/// The refusal of a map without a value.
fn nothing(request: &Request, map: &Map) -> Failure {
    let reasons: Vec<&str> = map.regions.iter().map(|region| region.word).collect();
    let rule = "it has no value anywhere on this map, whose statuses are";
    Failure::Request(format!("--map {}: {rule} {}", request.y.key, reasons.join(", ")))
}
