//! Boxcars: the resonances of Eq. C2, windows of the width Γ or each of its own, with one occupation f_l,i of
//! the demon across each.

use super::device::Level;
use super::fermi::{difference, occupation};
use super::shape::Shape;
use crate::numeric::Window;

/// A window as wide as this. All averages over it are exact.
#[derive(Clone)]
pub(super) struct Boxcar<S> {
    /// w = Γ/k_B T.
    width: S,
    /// e^w − 1.
    growth: S,
}

/// A window as its reservoir fills it, and its upper edge.
pub(super) struct Filled<S: Window> {
    average: Level<S>,
    edge: Level<S>,
    /// e^w − 1 times the occupation at the upper edge.
    growth: S,
}

impl<S: Window> Boxcar<S> {
    #[inline(always)]
    fn half(&self) -> S {
        S::constant(0.5) * self.width.clone()
    }
}

impl<S: Window> Shape<S> for Boxcar<S> {
    type Filled = Filled<S>;

    #[inline(always)]
    fn at(width: impl FnOnce() -> S) -> Self {
        let width = width();
        let growth = width.clone().exp() * width.clone().one_minus_exp_neg();
        Self { width, growth }
    }

    /// The integral of 1/(e^x + 1) over a window is ln(1 + (e^w − 1) f(x + w/2)).
    #[inline(always)]
    fn fill(&self, x: S) -> Filled<S> {
        let edge = Level::at(x.clone() + self.half());
        let (_, low) = occupation(x.clone().minus(self.half()));
        let growth = self.growth.clone() * edge.occupied.clone();
        let loss = self.growth.clone() * low;
        let average = Level {
            occupied: growth.clone().ln_1p() / self.width.clone(),
            vacant: loss.ln_1p() / self.width.clone(),
            x,
        };
        Filled { average, edge, growth }
    }

    #[inline(always)]
    fn level(filled: &Filled<S>) -> &Level<S> {
        &filled.average
    }

    #[inline(always)]
    fn moment(&self, filled: &Filled<S>) -> Option<S> {
        Some(S::moment(filled.average.x.clone(), self.half()))
    }

    #[inline(always)]
    fn fall(&self, first_is_lower: S::Mask, [a, b]: [&Filled<S>; 2], gap: S) -> S {
        let lower =
            |of: fn(&Filled<S>) -> &S| S::select(first_is_lower, of(a).clone(), of(b).clone());
        let upper =
            |of: fn(&Filled<S>) -> &S| S::select(first_is_lower, of(b).clone(), of(a).clone());
        let fall = difference(lower(|f| &f.edge.occupied), upper(|f| &f.edge.vacant), gap);
        let fall = self.growth.clone() * fall / (S::constant(1.0) + upper(|f| &f.growth));
        fall.ln_1p() / self.width.clone()
    }
}
