//! How cold it can get with windows: the lowest Tc from which on, up to the given one, this demon exists.
//!
//! Four numbers must not be negative: the room that the demon leaves at each cold level, and how far the energy E
//! that its hot pair takes up is from the most that this pair can take up and from the most that it can give away. As
//! functions of Tc all of them are
//!
//! C(Tc) = constant + ∫ w(e) (−f_c′)(e) de, e = ε − μ0, with a w that does not depend on Tc.
//!
//! Let F_i(e) be the part of window i below e, and b_i(e) = (Γ²/4 − t²)/2Γ at the distance t ≤ Γ/2 from its middle, 0
//! beyond. Then f̄_i = ∫ F_i (−f_c′) and −m_i = ∫ b_i (−f_c′). With the lower cold level l and the upper one u
//!
//! - the room left at l has w = −F_l − λ(F_l − F_u), that at u has w = F_u − λ(F_l − F_u),
//! - E has w = λ|ε3 − ε4|(F_l − F_u) − b_l − b_u.
//!
//! **Turns.** −f_c′ = β k(βe) is even in e, so that w may be folded: w(e) + w(−e) for e > 0. The kernel βe k(βe) is a
//! function of ln e + ln β, and its logarithm is concave: e k(e) = (e/4)/cosh²(e/2), and the second derivative of its
//! logarithm by ln e is −e tanh(e/2) − e²/(2 cosh²(e/2)). So it is totally positive of order 2: if the slope of the folded w
//! changes its sign once as e grows, dC/dTc does so once at most as Tc grows, in the same order.
//!
//! The folded slope is w′(e) − w′(−e). Windows do not overlap, and of one around μ0 the part that is its own mirror image
//! drops out of F_i′: what is left lies on the side of its middle.
//!
//! - Rooms: where both windows lie on one side of μ0, the nearer one gives ≤ 0 and the farther one ≥ 0; else both give ≥ 0.
//!   So as it gets colder the room falls, then grows, or does one of the two all the way: it is lacking in one interval of
//!   temperatures at most.
//! - E, if λ|ε3 − ε4| ≥ Γ/2: then w′ = (λ|ε3 − ε4| + t)/Γ ≥ 0 over the lower window, and (t − λ|ε3 − ε4|)/Γ ≤ 0 over the upper
//!   one; where a window is its own mirror image the folded slope is 2e/Γ ≥ 0. On one side of μ0 the nearer window gives
//!   ≥ 0 and the farther one ≤ 0, else both give ≤ 0 beyond that image. So as it gets colder E grows, then falls, or does
//!   one of the two all the way.
//!
//! Where windows have widths of their own, all of this holds with other constants. With κ_i = λΓ_4/Γ_i in place of λ, the
//! room left at level i has the same w. E has w = λΓ_4|ε3 − ε4|(F_l − F_u) − Γ_l b_l − Γ_u b_u, whose slope is
//! λ|ε3 − ε4|Γ_4/Γ_l + t ≥ 0 over the lower window and t − λ|ε3 − ε4|Γ_4/Γ_u ≤ 0 over the upper one, if
//! λ|ε3 − ε4|Γ_4/Γ_i ≥ Γ_i/2 for both; where a window is its own mirror image, the folded slope is 2e ≥ 0. That the nearer
//! window decides first is said of any two that do not overlap.
//!
//! At Tc → 0 one of the cold levels has no room. A demon that is weaker than that may make E turn more often: then
//! intervals of temperatures are halved until enclosures of E and of its derivative show that there is room all over
//! them, or where it ends.

#[cfg(test)]
mod soundness;

use super::halved;
use crate::numeric::{
    Bits, Decided, Dual, Interval, Question, Real, Window, climb, middle, number,
};
use crate::refrigerator::device::Drive;
use crate::refrigerator::losses::bits;
use crate::refrigerator::parameter::Parameter as P;
use crate::refrigerator::point::{Point, Values};
use crate::refrigerator::scale::Widths;
use crate::refrigerator::shaped::Shaped;

/// Intervals that are looked at, at most.
const MOST: usize = 20_000;

/// What must not be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// The room left at level 3 or 4, which are 2 and 3 here.
    Level(usize),
    /// What more the hot pair can take up.
    Forwards,
    /// What more the hot pair can give away.
    Backwards,
}

impl Limit {
    fn of<S: Window>(self, shaped: &Shaped<S>) -> S {
        let spare =
            || shaped.breadth.as_ref().map(|breadth| breadth.spare(&shaped.device, &shaped.demon));
        let unknown = || S::constant(f64::NAN);
        match self {
            Limit::Level(level) => shaped.demon.left[level].clone(),
            Limit::Forwards => spare().map_or_else(unknown, |[forwards, _]| forwards),
            Limit::Backwards => spare().map_or_else(unknown, |[_, backwards]| backwards),
        }
    }
}

/// The end of the temperatures that have a demon, and what is lacking below it.
pub(super) struct End {
    pub tc: f64,
    pub limit: Limit,
}

/// The lowest double from which on all temperatures up to Tc have a demon of this λ. The point itself, which has
/// windows and λ itself, must be physical. Nothing for λ = 0, and where no enclosure decides.
pub(super) fn lowest(point: &Point) -> Option<End> {
    let search = Search { point, tc: point.get(P::Tc) };
    let mut end: Option<End> = None;
    let mut meet = |limit, tc: Option<f64>| {
        if let Some(tc) = tc {
            end = Some(End { tc, limit });
        }
        end.as_ref().map_or(0.0, |end| end.tc)
    };
    if point.get(P::Lambda) == 0.0 {
        return None;
    }
    // At Tc = 0 one of the cold levels has no room.
    let mut floor = 0.0;
    for limit in search.cold_levels() {
        floor = meet(limit, search.dip(limit, floor));
    }
    if floor == 0.0 {
        return None;
    }
    if search.is_strong() {
        floor = meet(Limit::Forwards, search.dip(Limit::Forwards, floor));
        meet(Limit::Backwards, search.drop(Limit::Backwards, floor));
    } else {
        for limit in [Limit::Forwards, Limit::Backwards] {
            floor = meet(limit, search.decided(limit, floor)?);
        }
    }
    end
}

struct Search<'a> {
    point: &'a Point,
    tc: f64,
}

impl Search<'_> {
    /// The cold levels, and first the one that lacks room first as it gets colder, seen at halves of Tc: what the other
    /// one does at temperatures at which all is exponentially small need not be known then.
    fn cold_levels(&self) -> [Limit; 2] {
        let [third, fourth] = [Limit::Level(2), Limit::Level(3)];
        let halves = std::iter::successors(Some(0.5 * self.tc), |tc| Some(0.5 * tc));
        for tc in halves.take_while(|tc| *tc > 0.0) {
            match [third, fourth].map(|limit| self.holds(limit, tc)) {
                [true, true] => {}
                [true, false] => return [fourth, third],
                [false, _] => break,
            }
        }
        [third, fourth]
    }

    /// Whether what must not be negative is not, at this temperature.
    fn holds(&self, limit: Limit, tc: f64) -> bool {
        climb(&RoomAt { point: self.point.with(P::Tc, tc), limit }).unwrap_or(true)
    }

    /// Whether it falls as it gets colder than this.
    fn falls(&self, limit: Limit, tc: f64) -> bool {
        climb(&FallsAt { point: self.point.with(P::Tc, tc), limit }).unwrap_or(false)
    }

    /// Of what holds at Tc, then falls as it gets colder, and may grow again: the lowest double down to which it holds,
    /// if that is above `floor`.
    fn dip(&self, limit: Limit, floor: f64) -> Option<f64> {
        let ends = |fails, has| halved(fails, has, |tc| self.holds(limit, tc));
        let mut above = self.tc;
        if !self.falls(limit, above) {
            return None;
        }
        while floor < above {
            let below = (0.5 * above).max(floor);
            if !self.holds(limit, below) {
                return Some(ends(below, above));
            }
            if !self.falls(limit, below) {
                let mut turned = below;
                while let Some(tc) = middle(turned, above) {
                    if !self.holds(limit, tc) {
                        return Some(ends(tc, above));
                    }
                    if self.falls(limit, tc) { above = tc } else { turned = tc }
                }
                return None;
            }
            above = below;
        }
        None
    }

    /// The same of what may grow first, and then falls.
    fn drop(&self, limit: Limit, floor: f64) -> Option<f64> {
        let ends = || halved(floor, self.tc, |tc| self.holds(limit, tc));
        (!self.holds(limit, floor)).then(ends)
    }

    /// The same of anything, if enclosures decide it.
    #[allow(clippy::option_option)]
    fn decided(&self, limit: Limit, floor: f64) -> Option<Option<f64>> {
        // The warmest one last. At the upper end of the last one it holds.
        let mut open = vec![[floor, self.tc]];
        for _ in 0..MOST {
            let Some([below, above]) = open.pop() else { return Some(None) };
            let [value, slope] = self.enclosed(limit, below, above);
            if value.lo > 0.0 {
                continue;
            }
            let has_end = !self.holds(limit, below);
            if slope.lo > 0.0 || slope.hi < 0.0 {
                if has_end {
                    let ends = halved(below, above, |tc| self.holds(limit, tc));
                    return Some(Some(ends));
                }
                continue;
            }
            match middle(below, above) {
                Some(tc) => open.extend([[below, tc], [tc, above]]),
                None if has_end => return Some(Some(above)),
                None => {}
            }
        }
        None
    }

    /// What it is and how it changes with Tc, between two temperatures.
    fn enclosed(&self, limit: Limit, below: f64, above: f64) -> [Interval; 2] {
        let between = |lo, hi| {
            let mut values = self.point.values().map(Interval::point);
            values[P::Tc as usize] = Interval { lo, hi };
            let along = self.point.direction(P::Tc);
            let values: Values<_> = std::array::from_fn(|i| (values[i], along[i]));
            let drive = Drive::Lambda(Dual::<Interval>::input(values[P::Lambda as usize]));
            let (shape, scale) = (self.point.resonances(), self.point.scale());
            limit.of(&Shaped::new(shape, &values, scale, drive))
        };
        let known = |value: Interval| match value.lo.is_nan() || value.hi.is_nan() {
            true => Interval::ALL,
            false => value,
        };
        let whole = between(below, above);
        let (value, slope) = (known(whole.value), known(whole.slope));
        // Around the middle it lies within as much of the slope.
        let center = below + 0.5 * (above - below);
        let distance = Interval { lo: below, hi: above }.minus(Interval::point(center));
        let around = known(known(between(center, center).value) + slope * distance);
        [Interval { lo: value.lo.max(around.lo), hi: value.hi.min(around.hi) }, slope]
    }

    /// Whether λ|ε3 − ε4| ≥ Γ/2 for certain, or λ|ε3 − ε4| Γ_4/Γ_i ≥ Γ_i/2 of both cold windows.
    fn is_strong(&self) -> bool {
        let [e3, e4, lambda] =
            [P::E3, P::E4, P::Lambda].map(|p| Interval::point(self.point.get(p)));
        let moved = lambda * Interval::difference(e3, e4).abs();
        let scale = self.point.scale();
        let [third, fourth] = [2, 3].map(|level| self.point.get(scale.width_of(level)));
        let widest = third.max(fourth);
        let moved = match scale.widths {
            Widths::Common => moved,
            Widths::Own => moved * (Interval::point(fourth) / Interval::point(widest)),
        };
        moved.lo >= 0.5 * widest
    }
}

/// Whether what must not be negative is not.
struct RoomAt {
    point: Point,
    limit: Limit,
}

impl Question for RoomAt {
    type Answer = bool;

    fn bits(&self) -> Bits {
        bits(&self.point)
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<bool> {
        let left = self.limit.of(&Shaped::<S>::at(&self.point));
        left.sign().or(last.then_some(1.0)).map(|sign| sign > 0.0)
    }
}

/// How it changes with these parameters.
fn slopes<S: Decided, const N: usize>(point: &Point, limit: Limit, by: [P; N]) -> [S; N] {
    by.map(|parameter| {
        let directions = point.direction(parameter);
        let values: Values<_> = std::array::from_fn(|i| (point.values()[i], directions[i]));
        let drive = Drive::Lambda(Dual::<S>::input(values[P::Lambda as usize]));
        limit.of(&Shaped::new(point.resonances(), &values, point.scale(), drive)).slope
    })
}

/// Whether it falls as Tc does.
struct FallsAt {
    point: Point,
    limit: Limit,
}

impl Question for FallsAt {
    type Answer = bool;

    fn bits(&self) -> Bits {
        bits(&self.point)
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<bool> {
        let [slope] = slopes::<S, 1>(&self.point, self.limit, [P::Tc]);
        slope.sign().or(last.then_some(-1.0)).map(|sign| sign > 0.0)
    }
}

/// The derivative of the end of the temperatures that have a demon with respect to a parameter: −(∂C/∂p)/(∂C/∂Tc) of
/// what is lacking below it. The point is that at the end.
pub(super) struct SlopeAt {
    pub point: Point,
    pub limit: Limit,
    pub parameter: P,
}

impl Question for SlopeAt {
    type Answer = f64;

    fn bits(&self) -> Bits {
        bits(&self.point)
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<f64> {
        let [slope, by_tc] = slopes::<S, 2>(&self.point, self.limit, [self.parameter, P::Tc]);
        number(&(slope / by_tc).negated(), last)
    }
}
