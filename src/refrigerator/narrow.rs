//! Narrow resonances: the paper's limit Γ → 0, in which f_r does not vary across a resonance.

use super::device::Level;
use super::fermi::difference;
use super::shape::Shape;
use crate::numeric::Window;

/// A resonance without width. Its mean occupation is f_r(ε_i), and it has no first moment.
#[derive(Clone)]
pub(super) struct Narrow;

impl<S: Window> Shape<S> for Narrow {
    type Filled = Level<S>;

    fn at(_: impl FnOnce() -> S) -> Self {
        Self
    }

    #[inline(always)]
    fn fill(&self, x: S) -> Level<S> {
        Level::at(x)
    }

    #[inline(always)]
    fn level(filled: &Level<S>) -> &Level<S> {
        filled
    }

    fn moment(&self, _: &Level<S>) -> Option<S> {
        None
    }

    fn fall(&self, first_is_lower: S::Mask, [a, b]: [&Level<S>; 2], gap: S) -> S {
        let lower = S::select(first_is_lower, a.occupied.clone(), b.occupied.clone());
        let upper = S::select(first_is_lower, b.vacant.clone(), a.vacant.clone());
        difference(lower, upper, gap)
    }
}
