//! Occupations of an equilibrium reservoir, and their differences, without cancellation.

use crate::numeric::Real;

/// The Fermi–Dirac occupation f(x) = 1/(e^x + 1) at x = (ε − μ0)/(k_B T), App. C before Eq. C1,
/// and the vacancy 1 − f(x) = f(−x), each to full relative accuracy.
#[inline(always)]
pub fn occupation<S: Real>(x: S) -> (S, S) {
    // Only e^−|x| ≤ 1 is ever formed: the larger of the two is 1/(1 + e^−|x|), the smaller
    // e^−|x| times that.
    let is_empty = x.is_positive();
    let decay = x.abs().negated().exp();
    let majority = S::constant(1.0) / (S::constant(1.0) + decay.clone());
    let minority = decay * majority.clone();
    (
        S::select(is_empty, minority.clone(), majority.clone()),
        S::select(is_empty, majority, minority),
    )
}

/// |f(x_a) − f(x_b)| of two levels of one reservoir, from the occupation of the lower level and
/// the vacancy of the upper one (in either order).
///
/// For x_a < x_b, f(x_a) − f(x_b) = f(x_a)·f(−x_b)·(1 − e^−gap) with gap = x_b − x_a > 0.
#[inline(always)]
pub fn difference<S: Real>(lower_occupied: S, upper_vacant: S, gap: S) -> S {
    lower_occupied * upper_vacant * gap.one_minus_exp_neg()
}
