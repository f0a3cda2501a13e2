//! What distinguishes one line shape from another.

use super::device::Level;
use crate::numeric::Window;

/// A line shape, as it is at one level. Energies are measured in k_B T of the level's reservoir.
///
/// The demon has one occupation across a resonance, so that the currents of Eq. C1 depend on the
/// shape by three numbers a level (the mean of f_r over the resonance, the mean of 1 − f_r, and the
/// first moment of f_r) and by two numbers a pair. A new line shape is a type with this trait, and one
/// more case in [`Shaped::new`](super::Shaped::new).
pub(super) trait Shape<S: Window>: Clone {
    /// A level with whatever the shape computes there once.
    type Filled;

    /// The shape where resonances have this width, Γ/k_B T. A shape without width does not ask for it.
    fn at(width: impl FnOnce() -> S) -> Self;

    /// The level at x = (ε − μ0)/k_B T.
    fn fill(&self, x: S) -> Self::Filled;

    /// x, and the means of f_r and of 1 − f_r over the resonance.
    fn level(filled: &Self::Filled) -> &Level<S>;

    /// −m/k_B T > 0, where m = ∫ (ε − ε_i) f_r over the resonance, whose integral is 1. Nothing for a
    /// shape without width, which has m = 0.
    fn moment(&self, filled: &Self::Filled) -> Option<S>;

    /// The mean occupation of the lower level of a pair less that of the upper one, where both have this shape;
    /// `first_is_lower` says whether the first one is the lower one, and `gap` is the distance of their x.
    fn fall(&self, first_is_lower: S::Mask, pair: [&Self::Filled; 2], gap: S) -> S;
}

/// Two levels of one reservoir, compared.
#[derive(Clone, Debug)]
pub(super) struct Pair<S> {
    /// The mean occupation of the lower level less that of the upper one, > 0.
    pub fall: S,
    /// ln(1/f̄ − 1) of the upper level less that of the lower one, where f̄ is the mean occupation.
    pub step: S,
}

impl<S: Window> Pair<S> {
    /// The pair of these levels, whose mean occupations differ by `fall`.
    #[inline(always)]
    pub fn new(first_is_lower: S::Mask, [a, b]: [&Level<S>; 2], fall: S) -> Self {
        let upper = S::select(first_is_lower, b.occupied.clone(), a.occupied.clone());
        let lower = S::select(first_is_lower, a.vacant.clone(), b.vacant.clone());
        let step = (fall.clone() / upper).ln_1p() + (fall.clone() / lower).ln_1p();
        Pair { fall, step }
    }

    /// The pair of these levels, whose resonances have widths of their own: the difference is that of occupations, or
    /// that of vacancies where these are the smaller numbers. Digits are lost where it is small beside both.
    #[inline(always)]
    pub fn unlike(first_is_lower: S::Mask, [a, b]: [&Level<S>; 2]) -> Self {
        let occupied = S::select(first_is_lower, a.occupied.clone(), b.occupied.clone());
        let vacant = S::select(first_is_lower, b.vacant.clone(), a.vacant.clone());
        let are_full = occupied.clone().minus(vacant.clone()).is_positive();
        let by_vacant = vacant.minus(S::select(first_is_lower, a.vacant.clone(), b.vacant.clone()));
        let by_occupied =
            occupied.minus(S::select(first_is_lower, b.occupied.clone(), a.occupied.clone()));
        Self::new(first_is_lower, [a, b], S::select(are_full, by_vacant, by_occupied))
    }
}
