//! How many bits a point takes of the numbers that its formulas compute with.

use super::parameter::Parameter as P;
use super::point::Point;
use crate::numeric::Bits;

/// The bits that a question about this point is worth.
///
/// A number that two thousand bits do not tell from zero is taken for zero, and two numbers that they
/// do not tell apart are taken for equal. A thousand bits are too few, because a derivative may lose
/// that many between 1 and the smallest double. Eight thousand bits are used where the sizes of the
/// x_i, the smallness of a gap, or the narrowness of a window alone use up hundreds.
pub(super) fn bits(point: &Point) -> Bits {
    let is_far =
        lost_bits(point) > 200.0 || lost_to_width(point) > 900.0 || lost_to_gaps(point) > 300.0;
    Bits::up_to(if is_far { 8192.0 } else { 2048.0 })
}

/// log2 of the largest |x_i|: an exponential loses so many bits of its argument.
pub(super) fn lost_bits(point: &Point) -> f64 {
    let level = |p| point.get(p);
    let lost = |p, t| (0.5 * level(p) - 0.5 * level(P::Mu0)).abs().log2() - level(t).log2();
    let levels = [(P::E1, P::Th), (P::E2, P::Th), (P::E3, P::Tc), (P::E4, P::Tc)];
    let lost = levels.into_iter().map(|(p, t)| lost(p, t)).fold(0.0, f64::max);
    // An electronvolt is worth 2^13.5 K.
    if point.units().are_natural() { lost } else { lost + 14.0 }
}

/// The bits that are lost where windows are subtracted from their narrow limit: the difference is of
/// the order (Γ/k_B T)².
fn lost_to_width(point: &Point) -> f64 {
    let log = |p| point.get(p).log2();
    let kelvin = if point.units().are_natural() { 0.0 } else { 13.5 };
    if !point.resonances().have_width() {
        return 0.0;
    }
    let widths = [0, 1, 2, 3].map(|level| log(point.scale().width_of(level)));
    let narrowest = widths.into_iter().fold(f64::INFINITY, f64::min);
    2.0 * (log(P::Th) - narrowest - kelvin)
}

/// log2 of the temperature over the gap of a pair, where the gap is small: a derivative loses up to
/// three times as many bits, and one more time where windows have widths of their own, whose occupations are subtracted.
fn lost_to_gaps(point: &Point) -> f64 {
    let gap =
        |a, b, t| point.get(t).log2() - (0.5 * point.get(a) - 0.5 * point.get(b)).abs().log2();
    let gaps = [gap(P::E1, P::E2, P::Th), gap(P::E3, P::E4, P::Tc)];
    // A pair without a gap has a formula of its own, and loses nothing.
    gaps.into_iter().filter(|lost| lost.is_finite()).fold(0.0, f64::max)
}
