//! A device whose levels are in a known order, in any arithmetic: what constraints are made of.
//!
//! The same formulas as in [`crate::refrigerator`], by the power P instead of λ. Occupations are 1/(e^x + 1)
//! throughout: over a range of x that has 0 in it that is one smooth function.

use crate::numeric::{Dual, Interval, Real};
use crate::quantity::{Units, kelvin_per_electronvolt};
use crate::refrigerator::{Parameter as P, Values};

/// Numbers that can be held to be no less than something.
pub trait Clip: Real {
    /// The same number, of whose possible values only those from `least` on matter.
    fn at_least(self, least: f64) -> Self;

    /// The same number, of whose possible values only the positive ones matter.
    fn positive(self) -> Self {
        self.at_least(0.0)
    }
}

impl Clip for Interval {
    fn at_least(self, least: f64) -> Self {
        // Where no value is left, the least positive one stands for it.
        Self { lo: self.lo.max(least), hi: self.hi.max(least).max(f64::from_bits(1)) }
    }
}

impl<S: Clip> Clip for Dual<S> {
    fn at_least(self, least: f64) -> Self {
        Self { value: self.value.at_least(least), slope: self.slope }
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
    /// e^−gap of the cold pair, in units of Tc, and what it lacks to 1.
    stays: S,
    falls: S,
    /// T0 (1/Tc − 1/Th).
    ideal: S,
    t0: S,
}

impl<S: Clip> Levels<S> {
    /// The levels of a device with these parameters. `up` says of the hot and of the cold pair whether
    /// its first level is the lower one; `least` how far apart its levels are at least, as a temperature.
    pub fn new(
        values: &Values<S>,
        units: Units,
        [hot_up, cold_up]: [bool; 2],
        least: [f64; 2],
    ) -> Self {
        let [th, tc, mu0, e1, e2, e3, e4, _, t0, ..] = values;
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
        let hot = energy(hot_high, hot_low).at_least(least[0]);
        let cold = energy(cold_high, cold_low).at_least(least[1]);
        let levels = [
            level(hot_low, th, &hot, false),
            level(hot_high, th, &hot, true),
            level(cold_low, tc, &cold, true),
            level(cold_high, tc, &cold, false),
        ];
        // |d| = f (1 − f′) (1 − e^−gap) of the lower level and the upper one.
        let fall = cold.clone() / tc.clone();
        let (stays, falls) = (fall.clone().negated().exp(), fall.one_minus_exp_neg());
        let unit_power = cold * levels[2].rest.clone() * levels[3].rest.clone() * falls.clone();
        Self { levels, unit_power, stays, falls, ideal: ideal(values), t0: t0.clone() }
    }

    /// What each level allows of the power: gap times room.
    pub fn most(&self) -> [S; 4] {
        self.levels.each_ref().map(|level| level.gap.clone() * level.room.clone())
    }

    /// What this λ leaves of the room of each cold level, the other one's f (1 − f′) divided out: that
    /// does not vanish far from μ0.
    pub fn cold_rooms_left(&self, lambda: f64) -> [S; 2] {
        [2, 3].map(|i| {
            let taken = S::constant(lambda) * self.levels[i].room.clone() * self.falls.clone();
            self.stays.clone().minus(taken)
        })
    }

    /// The power of a demon with the multiple `share` of the headroom.
    pub fn share(&self, share: f64) -> S {
        let most = self.most().into_iter().reduce(Real::min);
        S::constant(share) * most.unwrap_or_else(|| S::constant(0.0))
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

impl Levels<Interval> {
    /// How far apart the levels of the hot and of the cold pair are at least where a demon has this
    /// power: a gap times the room of its levels, of which there is no more than here.
    pub fn least_gaps(&self, power: f64) -> [f64; 2] {
        [0, 2].map(|i| {
            let room = self.levels[i].room.hi.min(self.levels[i + 1].room.hi);
            (power / room).next_down().max(0.0)
        })
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
fn ideal<S: Real>(values: &Values<S>) -> S {
    let [th, tc, t0] = [P::Th, P::Tc, P::T0].map(|parameter| &values[parameter as usize]);
    t0.clone() * (th.clone().minus(tc.clone()) / (th.clone() * tc.clone()))
}

/// 1/COP of the limit ε4 → ε3 with this λ, which no levels go below (docs/theory.md).
pub(super) fn inverse_limit<S: Real>(values: &Values<S>, lambda: f64) -> S {
    let [tc, t0] = [P::Tc, P::T0].map(|parameter| values[parameter as usize].clone());
    ideal(values) + t0 * S::constant(2.0 * lambda) / tc
}
