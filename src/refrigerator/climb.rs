//! Questions that are asked in more and more bits until the answer is certain.

use super::parameter::Parameter as P;
use super::point::{Point, Resonances};
use crate::numeric::{Ball, Decided, Light, Split, Wide};
use crate::quantity::Units;

/// What is to be known of a point.
pub(super) trait Question {
    /// The answer.
    type Answer;

    /// The answer, if this arithmetic is certain of it; `last`, the best guess instead.
    fn ask<S: Decided>(&self, last: bool) -> Option<Self::Answer>;
}

/// Asks in double-double arithmetic first, then in as many bits as it takes.
///
/// A number that two thousand bits do not tell from zero is taken for zero, and one that they do
/// not tell from a tie for that tie; in eight thousand bits where the sizes of the x_i, or the smallness
/// of a gap, use up as many. A thousand are too few for zero: derivatives lose that many between 1 and
/// the smallest double.
pub(super) fn climb<Q: Question>(point: &Point, question: &Q) -> Option<Q::Answer> {
    let far =
        lost_bits(point) > 200.0 || lost_to_width(point) > 900.0 || lost_to_gaps(point) > 300.0;
    question
        .ask::<Ball<Light<Split, 1>>>(false)
        .or_else(|| question.ask::<Ball<Wide<256>>>(false))
        .or_else(|| question.ask::<Ball<Wide<1024>>>(false))
        .or_else(|| question.ask::<Ball<Wide<2048>>>(!far))
        .or_else(|| question.ask::<Ball<Wide<8192>>>(true))
}

/// How many bits the narrow limit takes of what windows make of it, which is of the order (Γ/k_B T)².
fn lost_to_width(point: &Point) -> f64 {
    let log = |p| point.get(p).log2();
    let kelvin = if point.units() == Units::Natural { 0.0 } else { 13.5 };
    match point.resonances() {
        Resonances::Narrow => 0.0,
        Resonances::Boxcar => 2.0 * (log(P::Th) - log(P::Gamma) - kelvin),
    }
}

/// log2 of the temperature over the gap of a pair, where that is small: a derivative loses up to three
/// times as many bits.
fn lost_to_gaps(point: &Point) -> f64 {
    let gap =
        |a, b, t| point.get(t).log2() - (0.5 * point.get(a) - 0.5 * point.get(b)).abs().log2();
    let gaps = [gap(P::E1, P::E2, P::Th), gap(P::E3, P::E4, P::Tc)];
    // No gap at all loses nothing: that is a formula of its own.
    gaps.into_iter().filter(|lost| lost.is_finite()).fold(0.0, f64::max)
}

/// log2 of the largest |x_i|, which is what exponentials lose of an argument's bits.
pub(super) fn lost_bits(point: &Point) -> f64 {
    let level = |p| point.get(p);
    let lost = |p, t| (0.5 * level(p) - 0.5 * level(P::Mu0)).abs().log2() - level(t).log2();
    let levels = [(P::E1, P::Th), (P::E2, P::Th), (P::E3, P::Tc), (P::E4, P::Tc)];
    let lost = levels.into_iter().map(|(p, t)| lost(p, t)).fold(0.0, f64::max);
    // An electronvolt is worth 2^13.5 K.
    if point.units() == Units::Natural { lost } else { lost + 14.0 }
}

/// A number as it is certain, or, at last, as it is taken; ±∞ beyond the largest double.
pub(super) fn rounded<S: Decided>(number: &S, last: bool) -> Option<f64> {
    let rounded = number.rounded().or_else(|| last.then(|| number.taken()))?;
    // A zero is positive.
    Some(rounded + 0.0)
}

/// The same; what exceeds the largest double is missing.
pub(super) fn number<S: Decided>(number: &S, last: bool) -> Option<f64> {
    rounded(number, last).map(|value| if value.is_infinite() { f64::NAN } else { value })
}
