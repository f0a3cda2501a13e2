//! What the cold pair takes, also far from μ0 and where its levels meet: there the formulas of all devices lose the
//! digits that intervals need.

use super::super::currents::affinity;
use super::super::device::Device;
use super::super::fermi::{difference, occupation};
use super::super::parameter::Parameter as P;
use super::super::shaped::Shaped;
use super::super::value::Value;
use super::{Formed, Ranges, clip, common, known};
use crate::numeric::{Interval, Real, Window};

impl Ranges<'_> {
    /// The value, where what a small ε3 − ε4 leaves of its own formula is a quotient of two small numbers: the
    /// demon's cold pair has β_34 = 1/Tc + C, and 1/COP = T0 (β_34 − β_12).
    pub fn sharpened(
        &self,
        formed: &Formed,
        shaped: &Shaped<Interval>,
        value: Interval,
    ) -> Interval {
        let is_one = matches!(
            formed,
            Formed::Cop | Formed::Value(Value::Beta34) | Formed::Value(Value::CopFraction)
        );
        if !is_one || shaped.breadth.is_some() || self.point.is_in_headrooms() {
            return value;
        }
        let device = &shaped.device;
        let cold = device.beta_c + self.cold_cost(shaped);
        let other = match formed {
            Formed::Value(Value::Beta34) => cold,
            _ => {
                // β_12 is no more than 1/Th.
                let hot = shaped.temperatures().hot;
                let hot = Interval { hi: hot.hi.min(device.beta_h.hi), ..hot };
                let cost = cold.minus(hot);
                let cost = Interval { lo: cost.lo.max(0.0), ..cost };
                match formed {
                    Formed::Cop => Interval::point(1.0) / (device.t0 * cost),
                    _ => affinity(device) / cost,
                }
            }
        };
        common(value, known(other))
    }

    /// C = (L_3 + L_4)/|ε3 − ε4| of a demon with λ in narrow resonances, also where ε3 and ε4 meet: of the lower level
    /// l and the upper one u,
    ///
    /// L = ln(1 + y), y_l = λ q_u (1 − e^−g)/l_l, y_u = λ q_l (1 − e^−g)/l_u,
    ///
    /// where λ is λΓ_4/Γ_i of the level i at hand, if widths differ,
    ///
    /// with (1 − e^−g)/g, which falls from 1 as g grows, and ln(1 + y)/y, which falls from 1 as y grows.
    fn cold_cost(&self, shaped: &Shaped<Interval>) -> Interval {
        let device = &shaped.device;
        let [three, four, mu0] = [P::E3, P::E4, P::Mu0].map(|level| self.value(level));
        let lower = Interval { lo: three.lo.min(four.lo), hi: three.hi.min(four.hi) };
        let upper = Interval { lo: three.lo.max(four.lo), hi: three.hi.max(four.hi) };
        let betas = [device.beta_h, device.beta_c];
        let [_, per_energy] = Device::<Interval>::per_energy(&betas, self.scale.units);
        let level = |energy: Interval| occupation(energy.minus(mu0) * per_energy);
        let ((lower_filled, lower_empty), (upper_filled, upper_empty)) =
            (level(lower), level(upper));
        let gap = device.cold_gap * device.beta_c;
        let gap = Interval { lo: gap.lo.max(0.0), ..gap };
        let fall = gap.one_minus_exp_neg();
        let [third, fourth] = self.cold_strengths();
        let [lower_strength, upper_strength] = match (three, four) {
            _ if three.hi <= four.lo => [third, fourth],
            _ if four.hi <= three.lo => [fourth, third],
            _ => [third.hull(fourth); 2],
        };
        let share = falling(gap, Interval::one_minus_exp_neg);
        let cost = |strength: Interval, room: Interval, other: Interval| {
            let mut left = room.minus(strength * lower_filled * upper_empty * fall);
            clip(&mut left);
            let per_gap = strength * other / left;
            let taken = per_gap * fall;
            per_gap * share * falling(taken, Interval::ln_1p)
        };
        let lower = cost(lower_strength, lower_empty, upper_empty);
        device.beta_c * (lower + cost(upper_strength, upper_filled, lower_filled))
    }

    /// By which multiple of |d| the demon moves levels 3 and 4: λ, for level 3 times Γ_4/Γ_3 where widths differ.
    fn cold_strengths(&self) -> [Interval; 2] {
        let [third, fourth] = [P::Gamma3, P::Gamma4].map(|width| self.value(width));
        let lambda = self.value(P::Lambda);
        match self.scale.has_own_widths() {
            true => [lambda * (fourth / third), lambda],
            false => [lambda; 2],
        }
    }

    /// What the demon leaves of the room of each cold level, divided by what does not change its sign: with
    /// f_u (1 − f_l) = e^−g f_l (1 − f_u), where l is the lower level and u the upper one,
    ///
    /// r_u − λ|d| = (q_l q_u/r_l) (e^−g − λ r_l (1 − e^−g)), and the same with l and u in turn.
    ///
    /// Far from μ0 that keeps its digits over ranges in which r_u itself runs over powers of ten.
    pub fn cold_rooms_left(&self, shaped: &Shaped<Interval>) -> [Interval; 2] {
        let device = &shaped.device;
        let gap = device.cold_gap * device.beta_c;
        let (stays, falls) = (gap.negated().exp(), gap.one_minus_exp_neg());
        let [.., three, four] = device.resonances.each_ref().map(|level| level.room);
        let [third, fourth] = self.cold_strengths();
        [(third, four), (fourth, three)]
            .map(|(strength, other)| stays.minus(strength * other * falls))
    }
}

/// The quotient q(x)/x of a function that is x near 0 and falls behind it: from 1 at 0 towards 0.
fn falling(x: Interval, function: fn(Interval) -> Interval) -> Interval {
    let at = |x: f64| match x {
        x if x <= 0.0 => Interval::point(1.0),
        x if x.is_finite() => function(Interval::point(x)) / Interval::point(x),
        _ => Interval { lo: 0.0, hi: 1.0 },
    };
    Interval { lo: at(x.hi).lo.max(0.0), hi: at(x.lo).hi.min(1.0) }
}

/// λ_max. Of narrow resonances the room of the cold levels, over |d|, is e^−g/(r_l (1 − e^−g)), and the
/// same with r_u, which is no quotient of two numbers that vanish far from μ0. Where widths differ, the room of level 3
/// has the weight Γ_3/Γ_4.
pub(super) fn headroom<S: Window>(shaped: &Shaped<S>) -> S {
    if shaped.breadth.is_some() {
        return shaped.demon.headroom.clone();
    }
    let device = &shaped.device;
    let [.., three, four] = &device.resonances;
    let gap = device.cold_gap.clone() * device.beta_c.clone();
    let d = difference(three.rest.clone(), four.rest.clone(), gap.clone());
    let unit = device.weighed(d, 3);
    let hot = shaped.demon.tightest.0.clone() / (shaped.demon.rho.clone() * unit);
    let (stays, falls) = (gap.clone().negated().exp(), gap.one_minus_exp_neg());
    let cold = |room: &S| stays.clone() / (room.clone() * falls.clone());
    // The room of level 3 over |d|, by that of level 4, and the other way round.
    let third = match device.last_over(2) {
        None => cold(&four.room),
        Some(ratio) => cold(&four.room) / ratio,
    };
    hot.min(cold(&three.room).min(third))
}
