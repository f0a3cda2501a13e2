//! How wrong the narrow limit is of the power of resonances that have a width.
//!
//! With the moments −m_i > 0 and the mean occupations f̄_i of windows, and the same λ, the powers of the
//! narrow limit and of the windows are
//!
//! P_n = (ε4 − ε3) λ (f_3 − f_4) and P = (ε4 − ε3) λ (f̄_3 − f̄_4) + m_3 + m_4,
//!
//! where λ has the factor Γ_4 and m_i the factor Γ_i, if widths differ.
//!
//! They agree to the order of (Γ/k_B T)², so that nothing may be left of their difference. It is
//! computed from
//!
//! P_n − P = −m_3 − m_4 − (ε4 − ε3) λ (e_3 − e_4), e_i = f̄_i − f_i,
//!
//! where every e_i is as small as the difference is, and has no such subtraction itself.

use super::Refrigerator;
use super::losses::bits;
use super::shaped::{Shaped, half_widths};
use super::solution::Solution;
use crate::numeric::{Bits, Decided, Question, Sloped, climb, number};

/// (P_n − P)/P at the λ of this point, whatever multiple of the headroom it is given as; NaN where
/// there is no demon of windows.
pub(super) fn narrow_error(point: &Refrigerator, solution: &Solution) -> f64 {
    let Some(settled) = point.settled(solution.lambda) else { return f64::NAN };
    let boxcar = settled.point().widened();
    let Ok(boxcar) = Refrigerator::new(&boxcar) else { return f64::NAN };
    climb(&NarrowError(&boxcar)).unwrap_or(f64::NAN)
}

struct NarrowError<'a>(&'a Refrigerator);

impl Question for NarrowError<'_> {
    type Answer = f64;

    fn bits(&self) -> Bits {
        bits(self.0.point())
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<f64> {
        let point = self.0.point();
        let shaped = Shaped::<S>::at(point);
        let (device, demon) = (&shaped.device, &shaped.demon);
        let has_room = |room: &S| room.sign().or(last.then_some(0.0)).map(|sign| sign >= 0.0);
        let [one, two, three, four] = &demon.left;
        if !(has_room(one)? && has_room(two)? && has_room(three)? && has_room(four)?) {
            return Some(f64::NAN);
        }
        let halves = half_widths::<S>(point);
        let rise = |level: usize| {
            let x = device.resonances[level].x.clone();
            excess(x, halves[level].clone())
        };
        let [more, less] = if device.resonances[2].rises { [3, 2] } else { [2, 3] };
        let wider = device.weighed(rise(more).minus(rise(less)), 3);
        let lost = device.cold_gap.clone() * demon.lambda.clone() * wider;
        let (power, spent) = shaped.breadth?.power(device, demon);
        number(&((spent + lost) / power), last)
    }
}

/// f̄ − f, where f̄ is the mean of f over [x − h, x + h] and f its value at x.
///
/// By parts, f̄ = ∂K/∂x + (f(x − h) + f(x + h))/2, and with E = e^−|x| and T = e^−h the mean of the two
/// ends is f(x) and, with the sign of x,
///
/// E (1 − E) (1 − T)²/(2 (1 + E)(T + E)(1 + T E))
///
/// more. The two terms are −2 and 3 thirds of h²/2 f'' for h → 0.
fn excess<S: Sloped>(x: S, h: S) -> S {
    let one = || S::constant(1.0);
    let size = x.clone().abs();
    let decay = size.clone().negated().exp();
    let (power, rest) = (h.clone().negated().exp(), h.clone().one_minus_exp_neg());
    let over = decay.clone() * size.one_minus_exp_neg() * rest.clone() * rest;
    let under = (one() + decay.clone()) * (power.clone() + decay.clone()) * (one() + power * decay);
    let ends = S::constant(0.5) * over / under;
    let ends = S::select(x.is_positive(), ends.clone(), ends.negated());
    S::moment_slope(x, h) + ends
}
