//! What is to be optimised: at a device, exactly; and over ranges of devices, as constraints that an
//! arithmetic of any kind can evaluate.

use crate::model::{Parameter as P, Point, Refrigerator, Solution, Units, Values, Verdict};
use crate::numeric::{Dual, Interval, Real, middle};
use crate::table::Row;

/// What is to be as large as possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// ε̇_h.
    Power,
    /// COP.
    Cop,
}

/// From where to where the strength of the demon may be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strength {
    /// λ itself.
    Absolute([f64; 2]),
    /// λ/λ_max, of which 1 is the most.
    Headrooms([f64; 2]),
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The parameters that are fixed.
    pub base: Point,
    /// The ranges of the others but λ.
    pub over: Vec<(P, [f64; 2])>,
    /// The range of λ.
    pub strength: Strength,
    /// What is maximised.
    pub goal: Goal,
    /// What the other result must be at least.
    pub at_least: Option<f64>,
}

/// A device with its result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// What is maximised.
    pub value: f64,
    /// The device.
    pub point: Point,
}

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

impl Question {
    /// The best demon of the device with these parameters, if there is one that does what is asked.
    ///
    /// Along λ the power grows in proportion and the COP falls, so that the best λ is the largest one
    /// allowed for the power and the smallest one for the COP.
    pub fn best_at(&self, place: &[f64]) -> Option<Candidate> {
        let parameters = self.over.iter().map(|(parameter, _)| *parameter);
        let point =
            parameters.zip(place).fold(self.base, |point, (p, value)| point.with(p, *value));
        let [first, last] = match self.strength {
            Strength::Absolute([first, last]) => {
                let most = settled(point, 1.0)?;
                (first <= most).then_some([first, last.min(most)])?
            }
            Strength::Headrooms([first, last]) => [settled(point, first)?, settled(point, last)?],
        };
        let solved = |lambda: f64| {
            let point = point.with(P::Lambda, lambda);
            let solution = Refrigerator::new(&point).ok()?.solve();
            matches!(solution.verdict, Verdict::Physical | Verdict::Limit).then_some(solution)
        };
        let candidate = |lambda: f64, value: f64| {
            value.is_finite().then(|| Candidate { value, point: point.with(P::Lambda, lambda) })
        };
        match (self.goal, self.at_least) {
            (Goal::Power, None) => candidate(last, solved(last)?.power),
            (Goal::Power, Some(cop)) => {
                let holds =
                    |lambda| solved(lambda).filter(|solution: &Solution| solution.cop >= cop);
                let lambda = furthest(last, first, holds)?;
                candidate(lambda, holds(lambda)?.power)
            }
            (Goal::Cop, None) => candidate(first, solved(first)?.cop),
            (Goal::Cop, Some(power)) => {
                let holds =
                    |lambda| solved(lambda).filter(|solution: &Solution| solution.power >= power);
                let lambda = furthest(first, last, holds)?;
                candidate(lambda, holds(lambda)?.cop)
            }
        }
    }

    /// The constraints that a device, and what it reaches, obey: all of these numbers are ≥ 0. With the
    /// COP the first one is what can be reached at the `floor`, less what is.
    ///
    /// `reached` is the power, in energies as temperatures, or −1/COP; `floor` the least power that
    /// is needed; `ordered` says whether ε1 < ε2 and ε3 < ε4. As in [`crate::model`], the power P moves
    /// the cold levels by A = P/|ε3 − ε4| and the hot ones by P/|ε1 − ε2|.
    pub fn constraints<S: Clip>(
        &self,
        values: &Values<S>,
        reached: &S,
        floor: f64,
        [hot_up, cold_up]: [bool; 2],
    ) -> Vec<S> {
        let [th, tc, mu0, e1, e2, e3, e4, _, t0, _] = values.clone();
        let one = || S::constant(1.0);
        let energy = |a: &S, b: &S| {
            let difference = a.clone().minus(b.clone());
            match self.base.units() {
                Units::Natural => difference,
                Units::Laboratory => difference * kelvin_per_electronvolt(),
            }
        };
        // f and 1 − f.
        let filling = |e: &S, t: &S| {
            let x = energy(e, &mu0) / t.clone();
            let f = |x: S| one() / (one() + x.exp());
            (f(x.clone()), f(x.negated()))
        };
        let sorted = |a, b, up: bool| if up { [a, b] } else { [b, a] };
        let [hot_low, hot_high] = sorted(&e1, &e2, hot_up);
        let [cold_low, cold_high] = sorted(&e3, &e4, cold_up);
        let (hot_gap, cold_gap) = (energy(hot_high, hot_low), energy(cold_high, cold_low));
        // Room and rest of each level: the lower cold one rises, the lower hot one falls.
        let (f, v) = filling(cold_low, &tc);
        let cold_first = (v, f.clone());
        let cold_second = filling(cold_high, &tc);
        let hot_first = filling(hot_low, &th);
        let (g, w) = filling(hot_high, &th);
        let hot_second = (w, g);
        let fall = (cold_gap.clone() / tc.clone()).one_minus_exp_neg();
        let per_strength = cold_gap.clone() * f * cold_second.1.clone() * fall;

        let levels = [
            (&hot_gap, &hot_first),
            (&hot_gap, &hot_second),
            (&cold_gap, &cold_first),
            (&cold_gap, &cold_second),
        ];
        let most = |share: f64| {
            levels.map(|(gap, (room, _))| S::constant(share) * gap.clone() * room.clone())
        };
        let inverse_cop = |power: &S| {
            let affinity = (th.clone().minus(tc.clone())) / (th.clone() * tc.clone());
            let sum = levels.iter().fold(affinity, |sum, (gap, (room, rest))| {
                let moved = power.clone() / (*gap).clone();
                // Without room there is no demon, whatever its COP would be.
                let left = room.clone().minus(moved.clone()).positive();
                sum + (moved / (rest.clone() * left)).ln_1p() / (*gap).clone()
            });
            t0.clone() * sum
        };

        let mut constraints = Vec::new();
        match self.goal {
            Goal::Power => {
                let power = reached;
                match self.strength {
                    Strength::Absolute([first, last]) => {
                        constraints.extend(most(1.0).map(|most| most.minus(power.clone())));
                        let times = |lambda| S::constant(lambda) * per_strength.clone();
                        constraints.push(times(last).minus(power.clone()));
                        if first > 0.0 {
                            // The least λ must be possible.
                            constraints.extend(most(1.0).map(|most| most.minus(times(first))));
                            if let Some(cop) = self.at_least {
                                let allowed = one() / S::constant(cop);
                                let limit = self.inverse_limit(values, first);
                                constraints.push(allowed.clone().minus(inverse_cop(&times(first))));
                                constraints.push(allowed.minus(limit));
                            }
                        }
                    }
                    Strength::Headrooms([_, last]) => {
                        constraints.extend(most(last).map(|most| most.minus(power.clone())));
                    }
                }
                if let Some(cop) = self.at_least {
                    constraints.push((one() / S::constant(cop)).minus(inverse_cop(power)));
                }
            }
            Goal::Cop => {
                let mut powers = vec![S::constant(floor)];
                let times = |lambda| S::constant(lambda) * per_strength.clone();
                let share = match self.strength {
                    Strength::Absolute([first, _]) => {
                        powers.extend((first > 0.0).then(|| times(first)));
                        1.0
                    }
                    Strength::Headrooms([_, last]) => last,
                };
                for power in powers {
                    constraints.push(inverse_cop(&power).negated().minus(reached.clone()));
                    constraints.extend(most(share).map(|most| most.minus(power.clone())));
                }
                if let Strength::Absolute([first, last]) = self.strength {
                    constraints.push(times(last).minus(S::constant(floor)));
                    constraints
                        .push(self.inverse_limit(values, first).negated().minus(reached.clone()));
                }
            }
        }
        constraints
    }

    /// 1/COP of the limit ε4 → ε3 with this λ, which no levels go below (docs/theory.md).
    pub fn inverse_limit<S: Real>(&self, values: &Values<S>, lambda: f64) -> S {
        let [th, tc, .., t0, _] = values.clone();
        let affinity = th.clone().minus(tc.clone()) / (th * tc.clone());
        t0 * (affinity + S::constant(2.0 * lambda) / tc)
    }

    /// The most power that a level can have, in energies as temperatures: those of the levels 1 to 4.
    pub fn most<S: Clip>(&self, values: &Values<S>, ordered: [bool; 2]) -> Vec<S> {
        let headroom = Question {
            strength: Strength::Headrooms([0.0, 1.0]),
            goal: Goal::Power,
            at_least: None,
            ..self.clone()
        };
        headroom.constraints(values, &S::constant(0.0), 0.0, ordered)
    }

    /// A power in energies as temperatures, per Γ/h.
    pub fn plain_power(&self, power: f64) -> f64 {
        match self.base.units() {
            Units::Natural => power,
            // W over k_B Γ/h: the results' rate for one kelvin.
            Units::Laboratory => power / (self.base.get(P::Gamma) * RATE),
        }
    }
}

/// k_B·eV/h in W/K, to within the tolerance of a search.
const RATE: f64 = 1.380_649e-23 * 1.602_176_634e-19 / 6.626_070_15e-34;

fn kelvin_per_electronvolt<S: Real>() -> S {
    S::constant(16_021_766_340.0) / S::constant(1_380_649.0)
}

/// λ for this multiple of the headroom, if it is a refrigerator and has one.
fn settled(point: Point, multiple: f64) -> Option<f64> {
    let row = Row::new(point.with(P::Lambda, multiple).in_headrooms(true));
    let apart = point.get(P::E3) != point.get(P::E4);
    (row.answer.is_ok() && apart).then(|| row.point.get(P::Lambda))
}

/// The number nearest to `from`, on the way to `to`, at which this holds, as it does from there on.
fn furthest<T>(from: f64, to: f64, holds: impl Fn(f64) -> Option<T>) -> Option<f64> {
    if holds(from).is_some() {
        return Some(from);
    }
    holds(to)?;
    let (mut fails, mut has) = (from, to);
    while let Some(next) = middle(fails, has) {
        if holds(next).is_some() { has = next } else { fails = next }
    }
    Some(has)
}
