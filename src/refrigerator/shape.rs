//! What distinguishes one line shape from another.

use super::device::Level;
use crate::numeric::Window;

/// A line shape, as it is at one reservoir. Energies are measured in k_B T of that reservoir.
///
/// The demon has one occupation across a resonance, so that the currents of Eq. C1 depend on the
/// shape by three numbers a level (the mean of f_r over the resonance, the mean of 1 − f_r, and the
/// first moment of f_r) and by two numbers a pair. A new line shape is a type with this trait, and one
/// more case in [`Shaped::new`](super::Shaped::new).
pub(super) trait Shape<S: Window>: Sized {
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

    /// A pair of levels; `first_is_lower` says whether the first one is the lower one, and `gap` is the
    /// distance of their x.
    fn pair(&self, first_is_lower: S::Mask, pair: [&Self::Filled; 2], gap: S) -> Pair<S>;
}

/// Two levels of one reservoir, compared.
#[derive(Clone, Debug)]
pub(super) struct Pair<S> {
    /// The mean occupation of the lower level less that of the upper one, > 0.
    pub fall: S,
    /// ln(1/f̄ − 1) of the upper level less that of the lower one, where f̄ is the mean occupation.
    pub step: S,
}
