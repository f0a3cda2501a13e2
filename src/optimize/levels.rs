//! A device whose levels are in a known order, in any arithmetic: what constraints are made of.
//!
//! The same formulas as in [`crate::model`], by the power P instead of λ. Occupations are 1/(e^x + 1)
//! throughout: over a range of x that has 0 in it that is one smooth function.

use crate::model::{Units, Values, kelvin_per_electronvolt};
use crate::numeric::{Dual, Interval, Real};

/// Numbers that can be held to be positive.
pub trait Clip: Real {
    /// The same, of whose values only the positive ones matter.
    fn positive(self) -> Self;
}

impl Clip for Interval {
    fn positive(self) -> Self {
        // Where there is none, the least there can be.
        Self { lo: self.lo.max(0.0), hi: self.hi.max(f64::from_bits(1)) }
    }
}

impl<S: Clip> Clip for Dual<S> {
    fn positive(self) -> Self {
        Self { value: self.value.positive(), slope: self.slope }
    }
}

/// One level: the gap of its pair, r_i and q_i.
struct Level<S> {
    gap: S,
    room: S,
    rest: S,
}

/// The levels of a device.
pub(super) struct Levels<S> {
    levels: [Level<S>; 4],
    /// The power of a demon with λ = 1, |ε3 − ε4||d|, in energies as temperatures.
    pub unit_power: S,
    /// T0 (1/Tc − 1/Th).
    ideal: S,
    t0: S,
}

impl<S: Clip> Levels<S> {
    /// The levels of a device with these parameters; `ordered` says whether ε1 < ε2 and ε3 < ε4.
    pub fn new(values: &Values<S>, units: Units, [hot_up, cold_up]: [bool; 2]) -> Self {
        let [th, tc, mu0, e1, e2, e3, e4, _, t0, _] = values;
        let one = || S::constant(1.0);
        let energy = |a: &S, b: &S| difference(a, b, units);
        let occupation = |e: &S, t: &S, sign: f64| {
            let x = energy(e, mu0) / t.clone() * S::constant(sign);
            one() / (one() + x.exp())
        };
        let sorted = |a, b, up: bool| if up { [a, b] } else { [b, a] };
        // The lower cold level rises, the lower hot one falls.
        let level = |e: &S, t: &S, gap: &S, rises: bool| {
            let [occupied, vacant] = [1.0, -1.0].map(|sign| occupation(e, t, sign));
            let (room, rest) = if rises { (vacant, occupied) } else { (occupied, vacant) };
            Level { gap: gap.clone(), room, rest }
        };
        let [hot_low, hot_high] = sorted(e1, e2, hot_up);
        let [cold_low, cold_high] = sorted(e3, e4, cold_up);
        let (hot, cold) = (energy(hot_high, hot_low), energy(cold_high, cold_low));
        let levels = [
            level(hot_low, th, &hot, false),
            level(hot_high, th, &hot, true),
            level(cold_low, tc, &cold, true),
            level(cold_high, tc, &cold, false),
        ];
        // |d| = f (1 − f′) (1 − e^−gap) of the lower level and the upper one.
        let fall = (cold.clone() / tc.clone()).one_minus_exp_neg();
        let unit_power = cold * levels[2].rest.clone() * levels[3].rest.clone() * fall;
        Self { levels, unit_power, ideal: ideal(values), t0: t0.clone() }
    }

    /// What each level allows of the power: gap times room.
    pub fn most(&self) -> [S; 4] {
        self.levels.each_ref().map(|level| level.gap.clone() * level.room.clone())
    }

    /// 1/COP of a demon with this power: level i is moved by A = P/gap and costs ln(1 + A/(q_i l_i)).
    pub fn inverse_cop(&self, power: &S) -> S {
        let levels = self.levels.iter();
        let costs = levels.map(|Level { gap, room, rest }| {
            let moved = power.clone() / gap.clone();
            // Without room there is no demon, whatever its COP would be.
            let left = room.clone().minus(moved.clone()).positive();
            (moved / (rest.clone() * left)).ln_1p() / gap.clone()
        });
        let cost = costs.reduce(|sum, cost| sum + cost).unwrap_or_else(|| S::constant(0.0));
        self.ideal.clone() + self.t0.clone() * cost
    }
}

/// The difference of two energies, as a temperature.
pub(super) fn difference<S: Real>(a: &S, b: &S, units: Units) -> S {
    let difference = a.clone().minus(b.clone());
    match units {
        Units::Natural => difference,
        Units::Laboratory => difference * kelvin_per_electronvolt(),
    }
}

/// T0 (1/Tc − 1/Th).
fn ideal<S: Real>([th, tc, .., t0, _]: &Values<S>) -> S {
    t0.clone() * (th.clone().minus(tc.clone()) / (th.clone() * tc.clone()))
}

/// 1/COP of the limit ε4 → ε3 with this λ, which no levels go below (docs/theory.md).
pub(super) fn inverse_limit<S: Real>(values: &Values<S>, lambda: f64) -> S {
    let [_, tc, .., t0, _] = values.clone();
    ideal(values) + t0 * S::constant(2.0 * lambda) / tc
}
