//! From the flags of `figure` to the curves that it has.

use super::args::Readable;
use super::device::{family, flag, parameters};
use super::failure::Failure;
use super::look::Side;
use super::picture::Request;
use super::setting::with_units;
use crate::figure::{Curve, Plan, Span};
use crate::model::{Fallback, Inputs, Parameter, Reading, UsualFigure};
use crate::quantity::{Dimension, Yardstick};
use crate::sweep::{Axis, AxisError, GridError};
use clap::Arg;

/// The most curves that can be told apart.
const MOST_CURVES: u64 = 12;
/// The most places that can be asked for.
const MOST_PLACES: u64 = 100_000;

/// What a parameter's flag says in a figure: the values of a sweep, or `first:last`, the ends of the
/// axis alone.
#[derive(Clone, Debug)]
pub struct Reach {
    axis: Axis,
    has_ends_alone: bool,
}

impl Reach {
    /// Whether it has more than one value.
    pub fn has_several(&self) -> bool {
        self.axis.count() > 1
    }

    /// Its first value.
    pub fn first(&self) -> f64 {
        self.axis.at(0)
    }
}

impl Readable for Reach {
    type Error = AxisError;

    fn read(text: &str, dimension: Dimension) -> Result<Reach, AxisError> {
        let ends = text.strip_prefix("log:").unwrap_or(text);
        let has_ends_alone = ends.matches(':').count() == 1;
        let whole = if has_ends_alone { format!("{text}:2") } else { text.into() };
        Ok(Reach { axis: Axis::parse(&whole, dimension)?, has_ends_alone })
    }

    fn yardstick(&self) -> Yardstick {
        self.axis.yardstick()
    }
}

/// The curves that are asked for.
pub fn plan(request: &Request) -> Result<Plan, Failure> {
    let Request { given, along, curves, .. } = *request;
    let flag = if request.x.is_some() { "--along" } else { "--x" };
    if along == curves {
        let rule = format!("it is the parameter of {flag} already");
        return Err(Failure::Request(format!("--curves {}: {rule}", curves.name)));
    }
    for (parameter, Reach { axis, has_ends_alone }) in given.all() {
        if parameter == curves && has_ends_alone {
            let rule = format!(
                "only {}, by {flag}, takes first:last; a range of curves is first:last:count",
                along.name
            );
            return Err(refusal(request, parameter, &rule));
        }
        if parameter != along && parameter != curves && axis.count() > 1 {
            let (along, curves) = (along.name, curves.name);
            let rule = format!(
                "it must have one value; only {along}, by {flag}, and {curves}, by --curves, may have more"
            );
            return Err(refusal(request, parameter, &rule));
        }
    }
    let places = axis(request, along)?;
    if places.count() > MOST_PLACES {
        let rule = format!("an axis takes at most {MOST_PLACES} points");
        return Err(refusal(request, along, &rule));
    }
    let mut asked: Vec<f64> = (0..places.count()).map(|index| places.at(index)).collect();
    asked.sort_by(f64::total_cmp);
    let (first, last) = (asked[0], asked[asked.len() - 1]);
    if first == last {
        let rule = "an axis needs two different ends, as in first:last or a list";
        return Err(refusal(request, along, rule));
    }
    let span = span(request, Span { first, last, logarithmic: places.is_logarithmic() })?;
    asked.retain(|place| (span.first..=span.last).contains(place));
    let others = axis(request, curves)?;
    if others.count() > MOST_CURVES {
        let rule = format!("a figure has at most {MOST_CURVES} curves");
        return Err(refusal(request, curves, &rule));
    }
    let value = |parameter: Parameter| match parameter {
        _ if parameter == along => Some(first),
        _ if parameter == curves => Some(others.at(0)),
        _ => given.axis(parameter).map(|reach| reach.axis.at(0)),
    };
    let values = (0..others.count()).map(|index| others.at(index)).collect();
    plan_of(request, span, asked, values, value)
}

/// What a map shows: a plan without curves, and the part of the vertical axis, of the parameter that would tell the
/// curves apart.
pub fn map(request: &Request) -> Result<(Plan, Span), Failure> {
    let Request { given, along, curves, look, .. } = *request;
    if along == curves {
        let rule = "the horizontal axis shows it already; name another parameter";
        return Err(Failure::Request(format!("--y {}: {rule}", curves.name)));
    }
    let is_taken = |parameter: Parameter| [along, curves].contains(&parameter);
    for (parameter, reach) in given.all().into_iter().filter(|(p, _)| !is_taken(*p)) {
        if reach.has_several() {
            let (x, y) = (along.name, curves.name);
            let rule =
                format!("it must have one value; only {x}, by --x, and {y}, by --y, have more");
            return Err(refusal(request, parameter, &rule));
        }
    }
    let span = |parameter: Parameter, side: Side| {
        let places = axis(request, parameter)?;
        let [first, last] = places.ends();
        if first == last {
            let rule = "an axis of a map needs two different ends, as in first:last";
            return Err(refusal(request, parameter, rule));
        }
        let logarithmic = places.is_logarithmic() || look.is_logarithmic(side);
        if logarithmic && first <= 0.0 {
            let rule = format!("the axis of {} begins at {first}, not above 0", parameter.name);
            return Err(look.no_logarithm(side, &rule));
        }
        Ok(Span { first, last, logarithmic })
    };
    let (across, up) = (span(along, Side::X)?, span(curves, Side::Y)?);
    let value = |parameter: Parameter| match parameter {
        _ if parameter == along => Some(across.first),
        _ if parameter == curves => Some(up.first),
        _ => given.axis(parameter).map(|reach| reach.axis.at(0)),
    };
    Ok((plan_of(request, across, Vec::new(), Vec::new(), value)?, up))
}

/// The plan with this horizontal axis, these places on it, and a curve for each of these values. Parameters have the
/// value that `value` gives.
fn plan_of(
    request: &Request,
    span: Span,
    asked: Vec<f64>,
    values: Vec<f64>,
    value: impl Fn(Parameter) -> Option<f64>,
) -> Result<Plan, Failure> {
    let strength = parameters().find(|parameter| parameter.is_strength());
    let strength = strength.map(|strength| axis(request, strength)).transpose()?;
    let in_multiples = strength.is_some_and(|axis| axis.yardstick() == Yardstick::Headroom);
    let reading = Reading { in_multiples, ..request.reading };
    Ok(Plan {
        base: Inputs::complete(family(), reading, value).map_err(missing)?,
        along: request.along,
        span,
        asked,
        parameter: request.curves,
        values,
        x: request.x,
        y: request.y,
        best: request.best,
        inset: request.inset,
        bound: request.bound,
        beside: request.beside,
    })
}

/// The part of the axis that curves run along that is shown.
fn span(request: &Request, whole: Span) -> Result<Span, Failure> {
    let look = request.look;
    if request.x.is_some() {
        return Ok(whole);
    }
    let name = request.along.name;
    if whole.logarithmic {
        look.check_positive(Side::X, &format!("the axis of {name} is logarithmic, so that"))?;
    }
    let logarithmic = whole.logarithmic || look.is_logarithmic(Side::X);
    let mut span = Span { logarithmic, ..whole };
    let Span { first, last, .. } = whole;
    if let Some(range) = look.range(Side::X) {
        span.first = first.max(range.0);
        span.last = last.min(range.1);
        if span.first >= span.last {
            let rule = format!("the axis of {name} goes from {first} to {last}");
            return Err(look.refusal(Side::X, &rule));
        }
    }
    if logarithmic && span.first <= 0.0 {
        let rule = format!(
            "the axis of {name} begins at {first}; --x-range FIRST:LAST shows a part of it that is positive"
        );
        return Err(look.no_logarithm(Side::X, &rule));
    }
    Ok(span)
}

/// A flag of a figure, whose help tells the usual values of a parameter where it has some.
pub fn described(arg: Arg) -> Arg {
    let UsualFigure { x, curves, y, .. } = family().usual_figure();
    let usual = [("x", x), ("curves", curves), ("y", y)];
    let usual = usual.into_iter().find(|(name, usual)| arg.get_id() == name && !usual.is_empty());
    if let Some((_, usual)) = usual {
        return arg.default_value(usual);
    }
    let usual = family().usual_values_doc().iter().find(|(name, _)| arg.get_id() == name);
    let known = usual.and_then(|(name, values)| Some((family().parameter(name)?, values)));
    match known {
        Some((parameter, values)) => arg.help(format!("{} [default with {values}]", parameter.doc)),
        None => arg,
    }
}

/// Refuses a figure without a single curve.
pub fn refuse_empty(request: &Request, plan: &Plan, curves: &[Curve]) -> Result<(), Failure> {
    let mut asked = curves.iter().filter(|curve| curve.kind.is_value());
    let Some(reason) = asked.clone().next().map(|curve| curve.middle) else { return Ok(()) };
    if asked.any(|curve| !curve.pieces.is_empty()) {
        return Ok(());
    }
    let (name, value) = (plan.parameter.name, plan.values[0]);
    let rule = format!(
        "no curve has a point on this axis; in its middle, {name} {value:?} has the status {reason}"
    );
    Err(refusal(request, plan.along, &rule))
}

/// The text of a parameter's axis: as it was typed, or what stands for it; none where it has no
/// value.
pub fn text(request: &Request, parameter: Parameter) -> Option<String> {
    if let Some(text) = request.given.text(parameter) {
        return Some(text.into());
    }
    let most = |other: Parameter| {
        let axis = request.given.axis(other).map(|Reach { axis, .. }| axis);
        let values = axis.map(|axis| (0..axis.count().min(MOST_CURVES)).map(|i| axis.at(i)));
        let most = values.and_then(|values| values.reduce(f64::max));
        most.or(default(other)).unwrap_or(f64::NAN)
    };
    let is_varied = parameter == request.along || parameter == request.curves;
    let usual = || family().usual_values(parameter, parameter == request.along, &most);
    // They are in the unit of the other numbers.
    let unit = match parameter.dimension.unit(request.reading.units) {
        unit @ ("K" | "eV") => unit,
        _ => "",
    };
    let usual = is_varied.then(usual).flatten().map(|values| with_units(&values, unit));
    usual.or_else(|| default(parameter).map(|value| value.to_string()))
}

fn default(parameter: Parameter) -> Option<f64> {
    match parameter.fallback {
        Fallback::Value(value) => Some(value),
        _ => None,
    }
}

fn axis(request: &Request, parameter: Parameter) -> Result<Axis, Failure> {
    if let Some(reach) = request.given.axis(parameter) {
        return Ok(reach.axis.clone());
    }
    let text = text(request, parameter).ok_or_else(|| missing(parameter))?;
    Axis::parse(&text, parameter.dimension)
        .map_err(|error| refusal(request, parameter, &error.to_string()))
}

fn missing(parameter: Parameter) -> Failure {
    Failure::Request(GridError::Missing(parameter).to_string())
}

/// The sentence for a parameter whose values break a rule.
fn refusal(request: &Request, parameter: Parameter, rule: &str) -> Failure {
    let text = text(request, parameter).unwrap_or_default();
    Failure::Request(format!("{}: {rule}", flag(parameter.name, &text)))
}
