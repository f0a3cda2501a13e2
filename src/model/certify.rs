//! Results with the certainty that they are right to the last bit.
//!
//! The bounds follow the formulas of [`Demon`] and [`Currents`] from the inside out, in units u of
//! one operation's relative error. What costs a unit is exp, 1 − e^−x and ln(1 + y); sums,
//! products and quotients are finer by far (2^-100 against 2^-80) and are covered by rounding up.
//!
//! | quantity | units | because |
//! | --- | --- | --- |
//! | r_i, q_i | 1.2 | e^−\|x\| has 1, and neither 1/(1+t) nor t/(1+t) amplifies |
//! | \|d\|, A_i, ε̇_h | 3.6 | two occupations and 1 − e^−gap |
//! | l_i | (1.2 r_i + 3.6 A_i)/\|l_i\| | a difference: errors add absolutely |
//! | f_l(ε_i) | the same, or (1.2 q_i + 3.6 A_i)/f_l where the occupation rises | |
//! | λ_max | 5 | 1.2 + 3.6 |
//! | y_i = A_i/(q_i l_i) | 4.9 + that of l_i | 3.6 + 1.2 |
//! | L = Σ ln(1 + y_i) | 1.1 + Σ min(1, y_i)/L · units of y_i | dL = dy/(1+y) ≤ min(1, y) dy/y |
//! | Ṡ_l | 3.8 + the larger of the two L | a sum of positive terms |
//! | COP | 0.2 + the larger of the two L | ε̇_h cancels: \|d\| is only in the L |

use super::demon::each;
use super::{Currents, Demon, Device, Resonance};
use crate::numeric::{Judged, Real};

/// What the demon's occupations settle, each rounded to the nearest double or NaN where the
/// arithmetic does not decide.
#[derive(Clone, Debug)]
pub(super) struct CertainDemon<I> {
    pub fl: [I; 4],
    pub headroom: I,
    /// The signs of the l_i: 1, −1 or, undecided, 0.
    pub left: [I; 4],
    /// 1 where the cold pair binds before the hot one, −1 the other way round, 0 undecided.
    pub cold_binds: I,
}

impl<I: Copy> CertainDemon<I> {
    /// The same with every value mapped, e.g. to one of its lanes.
    #[inline(always)]
    pub fn map<O>(&self, value: impl Fn(I) -> O) -> CertainDemon<O> {
        CertainDemon {
            fl: self.fl.map(&value),
            headroom: value(self.headroom),
            left: self.left.map(&value),
            cold_binds: value(self.cold_binds),
        }
    }
}

/// The currents, each rounded to the nearest double or NaN where the arithmetic does not decide.
#[derive(Clone, Debug)]
pub(super) struct CertainCurrents<I> {
    pub power: I,
    pub entropy_current: I,
    pub cop: I,
    /// A_1, for which the bounds hold unless it is NaN.
    pub hot_shift: I,
}

impl<I: Copy> CertainCurrents<I> {
    /// The same with every value mapped, e.g. to one of its lanes.
    #[inline(always)]
    pub fn map<O>(&self, value: impl Fn(I) -> O) -> CertainCurrents<O> {
        CertainCurrents {
            power: value(self.power),
            entropy_current: value(self.entropy_current),
            cop: value(self.cop),
            hot_shift: value(self.hot_shift),
        }
    }
}

/// A device in an arithmetic whose errors are known.
pub(super) struct Certifier<'a, S: Judged> {
    device: &'a Device<S>,
    unit: S::Magnitude,
}

impl<'a, S: Judged> Certifier<'a, S> {
    #[inline(always)]
    pub fn new(device: &'a Device<S>) -> Self {
        let [a, b, c, d] = device.resonances.each_ref().map(|resonance| resonance.x.clone().abs());
        Self { device, unit: S::unit(&(a + b + c + d)) }
    }

    /// The same without any doubt: what an arithmetic says that cannot be bettered.
    pub fn trusting(device: &'a Device<S>) -> Self {
        Self { device, unit: S::Magnitude::constant(0.0) }
    }

    /// So many units.
    #[inline(always)]
    fn units(&self, count: f64) -> S::Magnitude {
        S::Magnitude::constant(count) * self.unit.clone()
    }

    /// A number whose relative error is so many units.
    #[inline(always)]
    pub fn round(&self, value: &S, units: f64) -> S::Input {
        value.round(&(value.magnitude().abs() * self.units(units)))
    }

    /// The error of a sum or a difference of an occupation and a displacement.
    #[inline(always)]
    fn moved(&self, occupation: &S, displacement: &S) -> S::Magnitude {
        occupation.magnitude() * self.units(1.2) + displacement.magnitude() * self.units(3.6)
    }

    #[inline(always)]
    pub fn demon(&self, demon: &Demon<S>) -> CertainDemon<S::Input> {
        let levels = &self.device.resonances;
        let shift = &demon.displacements;
        let (hot, cold) = demon.tightest.clone();
        let tie = (hot.magnitude() + cold.magnitude()) * self.units(1.3);
        CertainDemon {
            fl: each(|i| {
                let Resonance { rises, room, rest, .. } = levels[i].clone();
                let base = S::select(rises, rest, room);
                demon.occupations[i].round(&self.moved(&base, &shift[i]))
            }),
            headroom: self.round(&demon.headroom, 5.0),
            left: each(|i| demon.left[i].sign(&self.moved(&levels[i].room, &shift[i]))),
            cold_binds: hot.minus(cold).sign(&tie),
        }
    }

    #[inline(always)]
    pub fn currents(&self, demon: &Demon<S>, currents: &Currents<S>) -> CertainCurrents<S::Input> {
        let odds = each(|i| {
            let left = demon.left[i].magnitude();
            let own = self.moved(&self.device.resonances[i].room, &demon.displacements[i]) / left;
            let y = currents.odds[i].magnitude();
            (self.units(4.9) + own) * y.min(S::Magnitude::constant(1.0))
        });
        let [one, two, three, four] = odds;
        let hot = (one + two) / currents.logarithms[0].magnitude();
        let cold = (three + four) / currents.logarithms[1].magnitude();
        // The sum of two positive numbers, for the larger: at most twice too much.
        let logarithms = hot + cold + self.units(1.1);
        let with = |value: &S, units: f64| {
            value.round(&(value.magnitude() * (logarithms.clone() + self.units(units))))
        };
        CertainCurrents {
            power: self.round(&currents.power, 3.7),
            entropy_current: with(&currents.entropy_current, 3.8),
            cop: with(&currents.cop, 0.2),
            hot_shift: demon.displacements[0].round(&S::Magnitude::constant(0.0)),
        }
    }
}
