//! Results with the certainty that they are right to the last bit.
//!
//! The bounds follow the formulas of [`Demon`] and [`Currents`] from the inside out, in units u of
//! the relative error of one exp, 1 − e^−x or ln(1 + y). Sums, products and quotients are finer
//! ([`Judged::unit`] says by how much); each count below has room for all of them.
//!
//! | quantity | units | because |
//! | --- | --- | --- |
//! | r_i, q_i | 1.2 | e^−\|x\| has 1, and neither 1/(1+t) nor t/(1+t) amplifies |
//! | \|d\|, A_i, ε̇_h | 3.6 | two occupations and 1 − e^−gap |
//! | l_i | (1.2 r_i + 3.6 A_i)/\|l_i\| = 1.2 + 4.8 A_i/l_i | a difference: errors add absolutely |
//! | f_l(ε_i) | the same, or (1.2 q_i + 3.6 A_i)/f_l where the occupation rises | |
//! | λ_max | 5 | 1.2 + 3.6; λ = c λ_max likewise, and A_i = c λ_max \|u_i\| has 1.2 |
//! | y_i = A_i/(q_i l_i) | 6.0 + 4.8 A_i/l_i | 3.6 + 1.2 + that of l_i |
//! | L_ij = ln(1 + y_i) + ln(1 + y_j) | 7.1 + 4.8 A/min(l_i, l_j) | y/(1 + y) ≤ ln(1 + y), hence dL/L ≤ max dy/y; and 1 for ln |
//! | COP | the larger of the two L | ε̇_h cancels: only the L are inexact |
//! | Ṡ_l | 3.7 more | A_3 times a sum of positive terms |

use super::demon::each;
use super::device::Drive;
use super::{Currents, Demon, Device, Resonance};
use crate::numeric::{Judged, Real};

/// What the demon's occupations settle, each rounded to the nearest double or NaN where the
/// arithmetic does not decide.
#[derive(Clone, Debug)]
pub(super) struct CertainDemon<I> {
    pub fl: [I; 4],
    pub headroom: I,
    /// λ, where it is given as a multiple of the headroom.
    pub lambda: I,
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
            lambda: value(self.lambda),
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
}

impl<I: Copy> CertainCurrents<I> {
    /// The same with every value mapped, e.g. to one of its lanes.
    #[inline(always)]
    pub fn map<O>(&self, value: impl Fn(I) -> O) -> CertainCurrents<O> {
        CertainCurrents {
            power: value(self.power),
            entropy_current: value(self.entropy_current),
            cop: value(self.cop),
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
        let [a, b, c, d] = each!(i => device.resonances[i].x.clone().abs());
        Self { device, unit: S::unit(&(a + b + c + d)) }
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
        let headroom = self.round(&demon.headroom, 5.0);
        CertainDemon {
            fl: each!(i => {
                let Resonance { rises, room, rest, .. } = levels[i].clone();
                let base = S::select(rises, rest, room);
                demon.occupations[i].round(&self.moved(&base, &shift[i]))
            }),
            headroom,
            lambda: match self.device.drive {
                Drive::Lambda(_) => headroom,
                Drive::Headrooms(_) => self.round(&demon.lambda, 5.0),
            },
            left: each!(i => demon.left[i].sign(&self.moved(&levels[i].room, &shift[i]))),
            cold_binds: hot.minus(cold).sign(&tie),
        }
    }

    #[inline(always)]
    pub fn currents(&self, demon: &Demon<S>, currents: &Currents<S>) -> CertainCurrents<S::Input> {
        // A_i/l_i where it is largest; the sum of two positive numbers for the larger of them.
        let [one, two, three, four] = each!(i => demon.left[i].magnitude());
        let [_, hot, _, cold] = each!(i => demon.displacements[i].magnitude());
        let tightness = hot / one.min(two) + cold / three.min(four);
        let logarithms = self.units(7.2) + self.units(4.9) * tightness;
        let entropy = currents.entropy_current.magnitude();
        let entropy = entropy * (logarithms.clone() + self.units(3.7));
        let cop = currents.cop.magnitude() * logarithms;
        CertainCurrents {
            power: self.round(&currents.power, 3.7),
            entropy_current: currents.entropy_current.round(&entropy),
            cop: currents.cop.round(&cop),
        }
    }
}

#[cfg(test)]
mod counts;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::{Lanes, Light, Split, Wide};
    use crate::quantity::Units;
    use crate::refrigerator::currents::carnot;
    use crate::refrigerator::{Parameter as P, Point, Refrigerator};
    use std::cell::Cell;
    use std::ops::{Add, Div, Mul};

    /// Light arithmetic with the exact value beside it: wherever a result is to be certified, its
    /// error is held against the bound.
    #[derive(Clone, Debug)]
    struct Probe {
        light: Light<Split, 1>,
        exact: Wide<512>,
    }

    thread_local! {
        /// The largest share of a bound that an error took up.
        static USED: Cell<f64> = const { Cell::new(0.0) };
    }

    macro_rules! both {
        ($light:expr, $exact:expr) => {
            Probe { light: $light, exact: $exact }
        };
    }

    impl Add for Probe {
        type Output = Self;
        fn add(self, other: Self) -> Self {
            both!(self.light + other.light, self.exact + other.exact)
        }
    }

    impl Mul for Probe {
        type Output = Self;
        fn mul(self, other: Self) -> Self {
            both!(self.light * other.light, self.exact * other.exact)
        }
    }

    impl Div for Probe {
        type Output = Self;
        fn div(self, other: Self) -> Self {
            both!(self.light / other.light, self.exact / other.exact)
        }
    }

    impl Real for Probe {
        type Input = [f64; 1];
        type Mask = [u64; 1];
        fn input(a: [f64; 1]) -> Self {
            both!(Light::input(a), Wide::input(a[0]))
        }
        fn difference(a: [f64; 1], b: [f64; 1]) -> Self {
            both!(Light::difference(a, b), Wide::difference(a[0], b[0]))
        }
        fn constant(a: f64) -> Self {
            both!(Light::constant(a), Wide::constant(a))
        }
        fn minus(self, other: Self) -> Self {
            both!(self.light.minus(other.light), self.exact.minus(other.exact))
        }
        fn abs(self) -> Self {
            both!(self.light.abs(), self.exact.abs())
        }
        fn negated(self) -> Self {
            both!(self.light.negated(), self.exact.negated())
        }
        fn exp(self) -> Self {
            both!(self.light.exp(), self.exact.exp())
        }
        fn one_minus_exp_neg(self) -> Self {
            both!(self.light.one_minus_exp_neg(), self.exact.one_minus_exp_neg())
        }
        fn ln_1p(self) -> Self {
            both!(self.light.ln_1p(), self.exact.ln_1p())
        }
        fn ln(self) -> Self {
            both!(self.light.ln(), self.exact.ln())
        }
        fn sqrt(self) -> Self {
            both!(self.light.sqrt(), self.exact.sqrt())
        }
        fn is_positive(&self) -> [u64; 1] {
            [u64::from(self.exact.is_positive())]
        }
        fn below(a: [f64; 1], b: [f64; 1]) -> [u64; 1] {
            Light::<Split, 1>::below(a, b)
        }
        fn select(mask: [u64; 1], yes: Self, no: Self) -> Self {
            if mask == [0] { no } else { yes }
        }
        fn alike(a: [u64; 1], b: [u64; 1]) -> [u64; 1] {
            Light::<Split, 1>::alike(a, b)
        }
        fn min(self, other: Self) -> Self {
            both!(self.light.min(other.light), self.exact.min(other.exact))
        }
    }

    impl Judged for Probe {
        type Magnitude = Lanes<1>;
        fn magnitude(&self) -> Lanes<1> {
            self.light.magnitude()
        }
        fn unit(reach: &Self) -> Lanes<1> {
            Light::unit(&reach.light)
        }
        fn round(&self, bound: &Lanes<1>) -> [f64; 1] {
            // Where nothing is certain no bound is claimed.
            let rounded = self.light.round(bound);
            if !rounded[0].is_nan() {
                let [(hi, lo)] = self.light.parts();
                let error = (Wide::input(hi) + Wide::input(lo)).minus(self.exact.clone()).abs();
                let used = (error / Wide::input(bound.0[0])).to_f64();
                USED.set(USED.get().max(used));
                assert!(used <= 1.0, "{used} of the bound at {hi:e}");
                assert_eq!(rounded[0], self.exact.to_f64());
            }
            rounded
        }
        fn sign(&self, bound: &Lanes<1>) -> [f64; 1] {
            let sign = self.light.sign(bound);
            if sign[0] != 0.0 {
                assert_eq!(sign[0] > 0.0, self.exact.is_positive());
            }
            sign
        }
    }

    /// Numbers in [0, 1) that fill the unit interval evenly, from the powers of the root of
    /// x^11 = x + 1 (Roberts' sequence): no run repeats another's digits.
    fn spread(n: u32, dimension: i32) -> f64 {
        (0.5 + f64::from(n) * 1.061_169_2_f64.powi(-dimension)).fract()
    }

    /// Points of all difficulties: far levels, narrow gaps, small biases, λ near its headroom.
    pub(super) fn point(n: u32) -> Point {
        let u = |dimension| spread(n, dimension);
        let reach = [4.0, 30.0, 190.0][n as usize % 3];
        let (th, ratio) = (10f64.powf(2.0 * u(1) - 1.0), 0.02 + 0.97 * u(2));
        let near = |share: f64, t: f64| reach * (2.0 * share - 1.0) * t;
        let tc =
            if n.is_multiple_of(5) { th * (1.0 - 10f64.powf(-12.0 * u(3))) } else { ratio * th };
        let (e1, e3) = (near(u(4), th), near(u(5), tc));
        let apart = |share: f64, e: f64, t: f64| match n % 7 {
            0 => e + t * 10f64.powf(-12.0 * share),
            _ => e - t * 3.0 * share,
        };
        let point = Point::paper(tc, apart(u(6), e3, tc)).with(P::Th, th).with(P::Mu0, 0.0);
        let point = point.with(P::E1, e1).with(P::E2, apart(u(7), e1, th)).with(P::E3, e3);
        // Every other run of three in kelvins and electronvolts, at about the same x_i.
        let units = [Units::Natural, Units::Laboratory][n as usize / 3 % 2];
        let kelvin = if units == Units::Natural { 1.0 } else { 11_604.5 };
        let point = point.with(P::Th, kelvin * th).with(P::Tc, kelvin * tc);
        let point = point.with(P::Gamma, 1e-6 + u(10)).in_units(units);
        let headroom = Refrigerator::new(&point).unwrap().solve().headroom;
        let share = match n % 4 {
            0 => 10f64.powf(-12.0 * u(8)),
            1 => 1.0 - 10f64.powf(-15.0 * u(8)),
            _ => 1.2 * u(8),
        };
        let point = point.with(P::T0, kelvin * th * (0.1 + u(9)));
        // Every third λ is a multiple of the headroom.
        match n % 3 {
            0 => point.with(P::Lambda, share).in_headrooms(true),
            _ => point.with(P::Lambda, headroom * share),
        }
    }

    #[test]
    fn no_error_exceeds_its_bound() {
        for n in 1..=crate::numeric::random::rounds(1_000) as u32 {
            let point = point(n);
            let values = point.values().map(|value| [value]);
            let number = Probe::input([point.get(P::Lambda)]);
            let drive = match point.is_in_headrooms() {
                true => Drive::Headrooms(number),
                false => Drive::Lambda(number),
            };
            let device = Device::<Probe>::new(&values, point.scale()).driven(drive);
            let certifier = Certifier::new(&device);
            let demon = Demon::new(&device);
            let certain = certifier.demon(&demon);
            certifier.round(&carnot(&device), 1.0);
            // As in a solution: no currents without room.
            if certain.left == [[1.0]; 4] {
                certifier.currents(&demon, &Currents::new(&device, &demon));
            }
        }
        let used = USED.get();
        println!("the largest error took up {used:.3} of its bound");
        assert!(used > 1e-4, "{used}: nothing was held against a bound");
    }
}
