//! A device whose levels are in a known order, in any arithmetic: what constraints are made of.
//!
//! The same formulas as in [`crate::refrigerator`], by the power P instead of λ. Occupations are 1/(e^x + 1)
//! throughout: over a range of x that has 0 in it that is one smooth function.

use crate::numeric::{Dual, Interval, Real};
use crate::quantity::{Units, kelvin_per_electronvolt};
use crate::refrigerator::{Parameter as P, Scale, Values};

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

/// One level: the gap of its pair, Γ_i and Γ_4/Γ_i where widths differ, r_i and q_i.
struct Level<S> {
    gap: S,
    own: Option<Own<S>>,
    room: S,
    rest: S,
}

/// What a width of its own does to a level.
struct Own<S> {
    width: S,
    /// By which part of λ|d| a cold level is moved.
    strength: S,
}

impl<S: Real> Level<S> {
    /// What passes the level where it is moved so far.
    fn passing(&self, moved: S) -> S {
        match &self.own {
            None => moved,
            Some(own) => own.width.clone() * moved,
        }
    }
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
        scale: Scale,
        [hot_up, cold_up]: [bool; 2],
        least: [f64; 2],
    ) -> Self {
        let [th, tc, mu0, e1, e2, e3, e4, _, t0, ..] = values;
        let one = || S::constant(1.0);
        let energy = |a: &S, b: &S| difference(a, b, scale.units);
        let occupation = |e: &S, t: &S, sign: f64| {
            let x = energy(e, mu0) / t.clone() * S::constant(sign);
            one() / (one() + x.exp())
        };
        let sorted = |a, b, up: bool| if up { [a, b] } else { [b, a] };
        // The lower cold level rises, the lower hot one falls.
        let last = &values[P::Gamma4 as usize];
        let level = |(e, width): (&S, &S), t: &S, gap: &S, rises: bool| {
            let [occupied, vacant] = [1.0, -1.0].map(|sign| occupation(e, t, sign));
            let (room, rest) = if rises { (vacant, occupied) } else { (occupied, vacant) };
            let own = scale
                .has_own_widths()
                .then(|| Own { width: width.clone(), strength: last.clone() / width.clone() });
            Level { gap: gap.clone(), own, room, rest }
        };
        let [w1, w2, w3, w4] = P::WIDTHS.map(|width| &values[width as usize]);
        let [hot_low, hot_high] = sorted((e1, w1), (e2, w2), hot_up);
        let [cold_low, cold_high] = sorted((e3, w3), (e4, w4), cold_up);
        let hot = energy(hot_high.0, hot_low.0).at_least(least[0]);
        let cold = energy(cold_high.0, cold_low.0).at_least(least[1]);
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
        let unit_power =
            if scale.has_own_widths() { unit_power * last.clone() } else { unit_power };
        Self { levels, unit_power, stays, falls, ideal: ideal(values), t0: t0.clone() }
    }

    /// What each level allows of the power: gap times room, times Γ_i where widths differ.
    pub fn most(&self) -> [S; 4] {
        self.levels.each_ref().map(|level| level.gap.clone() * level.passing(level.room.clone()))
    }

    /// What this λ leaves of the room of each cold level, the other one's f (1 − f′) divided out: that
    /// does not vanish far from μ0.
    pub fn cold_rooms_left(&self, lambda: f64) -> [S; 2] {
        [(2, 3), (3, 2)].map(|(i, moved)| {
            let taken = S::constant(lambda) * self.levels[i].room.clone() * self.falls.clone();
            let taken = match &self.levels[moved].own {
                None => taken,
                Some(own) => own.strength.clone() * taken,
            };
            self.stays.clone().minus(taken)
        })
    }

    /// The power of a demon with the multiple `share` of the headroom.
    pub fn share(&self, share: f64) -> S {
        let most = self.most().into_iter().reduce(Real::min);
        S::constant(share) * most.unwrap_or_else(|| S::constant(0.0))
    }

    /// 1/COP of a demon with this power: level i is moved by A = P/gap, or P/(Γ_i gap), and costs ln(1 + A/(q_i l_i)).
    pub fn inverse_cop(&self, power: &S) -> S {
        let levels = self.levels.iter();
        let costs = levels.map(|level| {
            let Level { gap, room, rest, .. } = level;
            let moved = power.clone() / level.passing(gap.clone());
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
            let passing = |level: &Level<Interval>| level.passing(level.room).hi;
            let room = passing(&self.levels[i]).min(passing(&self.levels[i + 1]));
            (power / room).next_down().max(0.0)
        })
    }
}

/// The difference of two energies, as a temperature.
pub(super) fn difference<S: Real>(a: &S, b: &S, units: Units) -> S {
    let difference = a.clone().minus(b.clone());
    match units {
        Units::Natural | Units::Absolute => difference,
        Units::Laboratory => difference * kelvin_per_electronvolt(),
    }
}

/// T0 (1/Tc − 1/Th).
fn ideal<S: Real>(values: &Values<S>) -> S {
    let [th, tc, t0] = [P::Th, P::Tc, P::T0].map(|parameter| &values[parameter as usize]);
    t0.clone() * (th.clone().minus(tc.clone()) / (th.clone() * tc.clone()))
}

/// 1/COP of the limit ε4 → ε3 with this λ, which no levels go below (docs/theory.md). Where widths differ, a demon
/// that moves the farther moved level of the cold pair as little as the other one has a higher COP.
pub(super) fn inverse_limit<S: Real>(values: &Values<S>, scale: Scale, lambda: f64) -> S {
    let [tc, t0] = [P::Tc, P::T0].map(|parameter| values[parameter as usize].clone());
    let cost = t0 * S::constant(2.0 * lambda) / tc;
    let cost = match scale.has_own_widths() {
        true => {
            let [third, last] = [P::Gamma3, P::Gamma4].map(|width| values[width as usize].clone());
            cost * S::constant(1.0).min(last / third)
        }
        false => cost,
    };
    ideal(values) + cost
}
