//! One bounded number as a number whose place among the doubles is known.

use super::Bounded;
use crate::numeric::{Enclosed, Interval, TwoProduct};

impl<F: TwoProduct> Enclosed for Bounded<F, 1> {
    fn hull(&self) -> Interval {
        let [(hi, lo, bound)] = self.parts();
        if !(hi.abs() + bound).is_finite() {
            return Interval::ALL;
        }
        if bound == 0.0 && lo == 0.0 {
            return Interval::point(hi);
        }
        let (least, most) = (hi + (lo - bound), hi + (lo + bound));
        // Two roundings each: of the second part, and of the sum.
        let slack = f64::EPSILON * (lo.abs() + bound);
        Interval { lo: (least - slack).next_down(), hi: (most + slack).next_up() }
    }

    fn widened(self, by: f64) -> Self {
        if by == 0.0 {
            return self;
        }
        let [(hi, lo, bound)] = self.parts();
        Self::within([hi], [lo], [(bound + by).next_up()])
    }

    fn middle(self) -> Self {
        let [(hi, lo, _)] = self.parts();
        Self::within([hi], [lo], [0.0])
    }

    fn error(&self) -> f64 {
        let [(.., bound)] = self.parts();
        bound
    }

    fn nearest(&self) -> Option<f64> {
        let [rounded] = self.rounded();
        (!rounded.is_nan()).then_some(rounded)
    }
}
