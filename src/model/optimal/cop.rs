//! The optimal demon that has a given coefficient of performance.
//!
//! V(P), the least entropy current for the power P, is convex and no larger than 0 at P = 0. So
//! G(P) = COP·T0·V(P) − P rises through 0 once at most, and its derivative is known from the multiplier of the
//! power, V′ = −λ_P.

use super::problem::{Optimum, Problem};
use crate::model::Unproven;
use crate::numeric::{Enclosed, Interval, Lanes};

/// Halvings of the range of powers; and improvements in better arithmetic, each of which doubles the digits.
const STEPS: [usize; 2] = [60, 8];

impl<S: Enclosed> Problem<S> {
    /// The optimum whose power is `price` = COP·T0 times its entropy current. The last condition is that of the
    /// power, P lower than `start`; no power is `greatest` or more, if there is a greatest one.
    ///
    /// # Errors
    /// [`Unproven`] where no demon is that good, or it is not certain which power that is.
    pub fn at_cop(
        &mut self,
        start: &S,
        price: S,
        greatest: Option<S>,
    ) -> Result<Optimum<S>, Unproven> {
        let unknown = || Unproven::NoDemon("not proven");
        let found =
            self.power_roughly(start, &price, greatest).ok_or(Unproven::NoDemon("cop>max"))?;
        let mut power = S::constant(found);
        let mut last = f64::INFINITY;
        for _ in 0..STEPS[1] {
            let (excess, slope, _) =
                self.excess(start, &price, power.clone()).ok_or_else(unknown)?;
            let step = (excess / slope.middle()).middle();
            last = step.hull().size();
            power = power.minus(step.clone()).middle();
            if last <= 8.0 * step.error() || last == 0.0 {
                break;
            }
        }
        let (excess, slope, _) = self.excess(start, &price, power.clone()).ok_or_else(unknown)?;
        let off = (excess.clone() / slope).hull().size();
        let mut width = 4.0 * off.max(last * f64::EPSILON);
        for _ in 0..4 {
            let around = power.clone().widened(width);
            let (_, slope, _) = self.excess(start, &price, around).ok_or_else(unknown)?;
            let reached = (excess.clone() / slope).hull().size();
            if reached < width {
                let known = power.widened(reached);
                return self
                    .excess(start, &price, known)
                    .map(|(.., best)| best)
                    .ok_or_else(unknown);
            }
            width = 4.0 * reached;
        }
        Err(unknown())
    }

    /// G and its derivative at a power, and the optimum there.
    fn excess(&mut self, start: &S, price: &S, power: S) -> Option<(S, S, Optimum<S>)> {
        let last = self.wanted.len().checked_sub(1)?;
        self.wanted[last] = start.clone().minus(power.clone());
        let best = self.optimum()?;
        let excess = (price.clone() * best.entropy.clone()).minus(power);
        let rise = best.multipliers[last].clone().negated();
        let slope = (price.clone() * rise).minus(S::constant(1.0));
        Some((excess, slope, best))
    }

    /// The same power in doubles; nothing where no demon is that good.
    pub(super) fn power_roughly(&self, start: &S, price: &S, greatest: Option<S>) -> Option<f64> {
        let middle = |number: &S| {
            let Interval { lo, hi } = number.hull();
            lo + 0.5 * (hi - lo)
        };
        let (start, price) = (middle(start), middle(price));
        let mut near = self.near();
        let last = self.wanted.len().checked_sub(1)?;
        let mut excess = |power: f64| {
            near.wanted[last] = Lanes([start - power]);
            let multipliers = near.climb()?;
            Some(price * near.dual(&multipliers)?.0 - power)
        };
        let mut high = match greatest {
            Some(most) => middle(&most),
            None => {
                let mut high = 1.0;
                while excess(high)? < 0.0 {
                    high *= 4.0;
                }
                high
            }
        };
        let mut low = 1e-9 * high;
        if excess(low)? >= 0.0 {
            // Where several reservoirs are coupled at one energy, a demon costs entropy without any power. G is
            // convex: a power at which it is below 0 is looked for between two others.
            let (mut a, mut b) = (low, high);
            let inside = (0..STEPS[0]).find_map(|_| {
                let [p, q] = [1.0, 2.0].map(|share| a + share / 3.0 * (b - a));
                let [at_p, at_q] = [p, q].map(|power| excess(power).unwrap_or(f64::INFINITY));
                let found = [(p, at_p), (q, at_q)].into_iter().find(|(_, found)| *found < 0.0);
                if at_p <= at_q {
                    b = q;
                } else {
                    a = p;
                }
                found
            });
            low = inside?.0;
        }
        for _ in 0..STEPS[0] {
            let power = 0.5 * (low + high);
            // Close to the greatest power Newton's method may fail: too much in any case.
            match excess(power) {
                Some(found) if found < 0.0 => low = power,
                _ => high = power,
            }
        }
        Some(0.5 * (low + high))
    }
}
