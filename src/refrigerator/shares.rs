//! How much of the room that each level has a demon uses, however far the levels are.

use super::Device;
use super::parameter::Parameter as P;
use super::point::{Point, Values};
use super::scale::Scale;
use crate::numeric::Real;

/// What a search over Tc asks in cheap arithmetic: the shares A_i/r_i of the room that the demon uses
/// at each level. The demon is physical where none exceeds 1.
///
/// With x_i as seen from μ0, u_i = x_i where the demon raises level i and −x_i where it lowers it,
/// and s(u) = ln(1 + e^u), room and rest are r_i = e^−s(−u_i) and q_i = e^−s(u_i), and d = q_3 q_4 (1 −
/// e^−g) for the gap g = |x_3 − x_4|. So the shares are
///
/// λ (1 − e^−g) e^(s(−u_i) − s(u_3) − s(u_4)),
///
/// times |ρ| for the hot pair, and times Γ_4/Γ_i where widths differ: the occupations themselves, which may be too small for any double, are
/// not formed. A share beyond e^±300 is taken for about that.
pub(super) struct Shares<S: Real> {
    values: Values<S::Input>,
    scale: Scale,
    /// s(−u_i) of the hot pair.
    hot: [S; 2],
    rho: S,
}

impl<S: Real<Input = [f64; 1]>> Shares<S> {
    /// Of the demons that differ from this one in nothing but Tc.
    pub fn new(point: &Point) -> Self {
        let values = point.values().map(|value| [value]);
        let scale = point.scale();
        let [_, _, _, e1, e2, e3, e4, ..] = values;
        let [per_energy, _] =
            Device::<S>::per_energy(&Device::inverse_temperatures(&values), scale.units);
        let hot = [(e1, S::below(e2, e1)), (e2, S::below(e1, e2))]
            .map(|(e, rises)| softplus(toward(&values, e, rises, &per_energy).negated()));
        let rho = S::difference(e3, e4).abs() / S::difference(e1, e2).abs();
        Self { values, scale, hot, rho }
    }

    /// The shares at this Tc.
    pub fn at(&self, tc: f64) -> [S; 4] {
        let mut values = self.values;
        values[P::Tc as usize] = [tc];
        let [_, _, _, _, _, e3, e4, lambda, ..] = values;
        let [_, per_energy] =
            Device::<S>::per_energy(&Device::inverse_temperatures(&values), self.scale.units);
        let third = toward(&values, e3, S::below(e3, e4), &per_energy);
        let fourth = toward(&values, e4, S::below(e4, e3), &per_energy);
        let gap = S::difference(e3, e4).abs() * per_energy;
        let shift = S::input(lambda) * gap.min(S::constant(REACH)).one_minus_exp_neg();
        let hot_shift = self.rho.clone() * shift.clone();
        let [s3, s4] = [third.clone(), fourth.clone()].map(softplus);
        let used = s3.clone() + s4.clone();
        let [first, second] = self.hot.clone().map(|hot| hot.minus(used.clone()));
        // s(−u) − s(u) = −u.
        let shares = [
            hot_shift.clone() * power(first),
            hot_shift * power(second),
            shift.clone() * power(third.negated().minus(s4)),
            shift * power(fourth.negated().minus(s3)),
        ];
        if !self.scale.has_own_widths() {
            return shares;
        }
        let widths = P::WIDTHS.map(|width| S::input(self.values[width as usize]));
        let mut weights =
            widths.each_ref().map(|width| widths[3].clone() / width.clone()).into_iter();
        shares.map(|share| weights.next().map_or(share.clone(), |weight| share * weight))
    }
}

/// Exponents of more than this are taken for this.
const REACH: f64 = 300.0;

/// u of a level of this energy.
fn toward<S: Real>(values: &Values<S::Input>, e: S::Input, rises: S::Mask, per_energy: &S) -> S {
    let x = S::difference(e, values[P::Mu0 as usize]) * per_energy.clone();
    S::select(rises, x.clone(), x.negated())
}

/// ln(1 + e^u).
fn softplus<S: Real>(u: S) -> S {
    let decay = u.clone().abs().min(S::constant(REACH)).negated().exp();
    let whole = S::select(u.is_positive(), u, S::constant(0.0));
    whole + decay.ln_1p()
}

/// e^x, but for powers beyond e^±300.
fn power<S: Real>(x: S) -> S {
    let low = x.negated().min(S::constant(REACH)).negated();
    low.min(S::constant(REACH)).exp()
}
