//! How far the axes of a picture reach.

use super::look::{Look, Side};
use super::titles::rounded;
use crate::figure::{Curve, Kind, Plan};
use crate::output::{Label, Scale};
use crate::table::Column;

/// Beyond how many times the middle nine tenths of all values the frame leaves out a pole.
const FAR: f64 = 6.0;

/// From which ratio of the largest value to the median on an axis is logarithmic: on a linear one
/// half of all places would lie on the lower side of the frame.
const MANY: f64 = 1e3;

/// The axis for a column: all of the curves, but for a pole that would leave the rest flat, and the
/// Carnot bound where it is near. `even` has the curves at even steps, `fine` as they are drawn.
pub fn range(plan: &Plan, [even, fine]: [&[Curve]; 2], column: &Column, count: u32) -> Scale {
    let (usual, all) = (heights(plan, even, column), heights(plan, fine, column));
    let ([.., most], Some(least)) = (&all[..], all.first().copied()) else {
        return Scale::between(0.0, 1.0, false, count);
    };
    let (most, last) = (*most, usual.len().saturating_sub(1));
    let share = |part: usize| usual.get(part).copied().unwrap_or(most);
    let (low, high) = (share(last / 20), share(last - last / 20));
    let spread = high - low;
    let is_far = |end: f64, near: f64| (end - near).abs() > FAR * spread && spread > 0.0;
    let [leaves_below, leaves_above] = [(least, low), (most, high)]
        .map(|(end, near)| is_far(end, near) && is_pole(plan, fine, column, end));
    let lower = if leaves_below { low - 0.3 * spread } else { least };
    let upper = if leaves_above { high + 0.3 * spread } else { most };
    if !leaves_above && lower > 0.0 && share(last / 2) < most / MANY {
        return Scale::around_decades(lower, upper, count);
    }
    let bounds = fine.iter().filter(|curve| curve.kind.is_bound());
    let bounds = bounds.flat_map(|curve| plan.strokes(curve, column)).flatten();
    let bounds = bounds.chain(plan.bounds(fine).into_iter().flatten());
    let bound = bounds.map(|(_, height)| height).reduce(f64::max);
    // A flat bound is not to lie on the frame.
    let is_main = column.key == plan.y.key;
    let near = |bound: &f64| is_main && (upper..1.3 * upper).contains(bound);
    let upper = bound.filter(near).map_or(upper, |bound| bound * 1.02);
    Scale::around(lower, upper, count)
}

/// The same for an axis of which more may be said: its ends, or that it is logarithmic. Its ends are then powers of
/// ten around what is positive at even steps.
pub fn wished(
    plan: &Plan,
    curves: [&[Curve]; 2],
    column: &Column,
    count: u32,
    (look, side): (&Look, Side),
) -> Scale {
    let is_logarithmic = look.is_logarithmic(side);
    if let Some(scale) = look.scale(side, is_logarithmic, count) {
        return scale;
    }
    let positive = |curves| heights(plan, curves, column).into_iter().filter(|y| *y > 0.0);
    match (is_logarithmic, positive(curves[0]).next(), positive(curves[1]).next_back()) {
        (true, Some(least), Some(most)) => Scale::around_decades(least, most, count),
        _ => range(plan, curves, column, count),
    }
}

/// Whether the curves have a positive value where they show a column.
pub fn has_positive(plan: &Plan, curves: &[Curve], column: &Column) -> bool {
    heights(plan, curves, column).into_iter().any(|height| height > 0.0)
}

/// What an axis leaves out of the curves, if it does.
pub fn cut_off(plan: &Plan, curves: &[Curve], column: &Column, scale: &Scale) -> Option<Label> {
    const HAIR: f64 = 1e-6;
    let heights = heights(plan, curves, column);
    let [least, most] = [heights.first(), heights.last()].map(|end| end.copied());
    let below = least.filter(|least| scale.share(*least) < -HAIR);
    let above = most.filter(|most| scale.share(*most) > 1.0 + HAIR);
    let left_out: Vec<(&str, f64)> = [("down to ", below), ("up to ", above)]
        .into_iter()
        .filter_map(|(word, end)| Some((word, end?)))
        .collect();
    let (word, end) = *left_out.last()?;
    if left_out.iter().all(|(_, end)| is_pole(plan, curves, column, *end)) {
        return Some(Label::text("; the pole is cut off"));
    }
    let number = Label::number(rounded(end, 2));
    Some(Label::text("; values ").then_text(word).then(number).then_text(" are cut off"))
}

/// What the curves that a frame is to hold show, in order.
fn heights(plan: &Plan, curves: &[Curve], column: &Column) -> Vec<f64> {
    let is_shown = |curve: &&Curve| match curve.kind {
        Kind::Companion(companion) => !companion.is_bound && column.key == plan.y.key,
        Kind::Best(_) => column.key == plan.y.key,
        Kind::Beside(_) => [Some(plan.y), plan.x].iter().flatten().any(|c| c.key == column.key),
        Kind::Value(_) => true,
    };
    let strokes = curves.iter().filter(is_shown).flat_map(|curve| plan.strokes(curve, column));
    let mut heights: Vec<f64> = strokes.flatten().map(|(_, height)| height).collect();
    heights.sort_by(f64::total_cmp);
    heights
}

/// Whether the curves have a pole where they show this.
fn is_pole(plan: &Plan, curves: &[Curve], column: &Column, height: f64) -> bool {
    curves.iter().any(|curve| {
        let mut samples = curve.pieces.iter().flat_map(|piece| &piece.samples);
        let top = samples.find(|sample| column.number(&sample.row) == height);
        top.is_some_and(|sample| plan.has_pole(curve, sample.x, column))
    })
}
