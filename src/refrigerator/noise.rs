//! How much the heat that the reservoirs take up fluctuates, and how long it takes until its mean stands out.
//!
//! C = ∫ ⟨⟨δJ(t) δJ(0)⟩⟩ dt at zero frequency, two-sided. In the windows of Eq. C2 every carrier passes, so that
//!
//! C_h = (1/h) Σ_{i=1,2} ∫ (ε − μ0)² [f_h (1 − f_h) + f_l,i (1 − f_l,i)] dε
//!
//! over the windows of the hot pair, likewise C_c over those of the cold one. After a time t the mean P t of the heat
//! stands by P t/√(C t) deviations above its noise: three at t = 9 C/P². No energy belongs to a window of each pair, and
//! h and c exchange nothing directly: C_hc = 0.

use super::losses::bits;
use super::shaped::{Shaped, half_widths};
use super::{Device, Refrigerator, Resonance};
use crate::numeric::{Bits, Decided, Question, climb, number};
use crate::quantity::{Units, boltzmann};

/// What is asked of the noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    /// That of the heat into the hot reservoir.
    Hot,
    /// That of the heat into the cold one.
    Cold,
    /// The time after which the mean heat into the hot reservoir stands three deviations above its noise.
    Time,
}

impl Noise {
    /// The number of a demon that is physical, rounded to the nearest double; infinite where heat that does not flow
    /// stands above nothing.
    pub(super) fn of(self, point: &Refrigerator) -> f64 {
        if self == Noise::Time && point.is_idle() {
            return f64::INFINITY;
        }
        climb(&Asked { noise: self, point }).unwrap_or(f64::NAN)
    }
}

struct Asked<'a> {
    noise: Noise,
    point: &'a Refrigerator,
}

impl Question for Asked<'_> {
    type Answer = f64;

    fn bits(&self) -> Bits {
        bits(self.point.point())
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<f64> {
        let point = self.point.point();
        let has_width = point.resonances().have_width();
        let zero = || S::constant(0.0);
        // A pair without a gap has no demon that moves it.
        let (device, moved, left, power) = match self.point.is_apart() || has_width {
            true => {
                let shaped = Shaped::<S>::at(point);
                let power = shaped.plain_power();
                let Shaped { device, demon, .. } = shaped;
                (device, demon.displacements, demon.left, power)
            }
            false => {
                let device = Device::<S>::new(&point.values(), point.scale());
                let left = device.resonances.each_ref().map(|level| level.room.clone());
                (device, [zero(), zero(), zero(), zero()], left, zero())
            }
        };
        let first = if self.noise == Noise::Cold { 2 } else { 0 };
        let beta = if self.noise == Noise::Cold { &device.beta_c } else { &device.beta_h };
        let halves = has_width.then(|| half_widths::<S>(point));
        let level = |i: usize| {
            let resonance = &device.resonances[i];
            let ordered = resonance.rest.clone() + moved[i].clone();
            let (own, square) = reservoir(resonance, halves.as_ref().map(|halves| &halves[i]));
            device.weighed(own + square * ordered * left[i].clone(), i)
        };
        let sum = (level(first) + level(first + 1)) / (beta.clone() * beta.clone());
        let k = boltzmann::<S>;
        let is_laboratory = point.units() == Units::Laboratory;
        let answer = match (self.noise, is_laboratory) {
            (Noise::Hot | Noise::Cold, false) => sum,
            (Noise::Hot | Noise::Cold, true) => device.in_units(sum) * k(),
            (Noise::Time, false) => S::constant(9.0) * sum / (power.clone() * power),
            (Noise::Time, true) => {
                S::constant(9.0) * sum * k() / device.in_units(power.clone() * power)
            }
        };
        number(&answer, last)
    }
}

/// The means of x² f (1 − f) and of x² over a resonance.
///
/// With f (1 − f) = −f′, x = x_i + t, D = f(x_i − h) − f(x_i + h) and K as in [`Window`](crate::numeric::Window), by parts
/// ∫ (−f′) = D, ∫ t (−f′) = 2h f̄ − h (f(x_i − h) + f(x_i + h)) and ∫ t² (−f′) = h² D − 4 h K over −h ≤ t ≤ h.
fn reservoir<S: Decided>(resonance: &Resonance<S>, half: Option<&S>) -> (S, S) {
    let Resonance { x, rises, room, rest } = resonance;
    let square = x.clone() * x.clone();
    let Some(h) = half else {
        return (square.clone() * room.clone() * rest.clone(), square);
    };
    let filled = |x: S| super::fermi::occupation(x);
    let (lower, _) = filled(x.clone().minus(h.clone()));
    let (upper, vacant) = filled(x.clone() + h.clone());
    let width = S::constant(2.0) * h.clone();
    let fall = lower.clone() * vacant * width.clone().one_minus_exp_neg();
    let mean = if *rises { rest.clone() } else { room.clone() };
    let bent = mean.minus(S::constant(0.5) * (lower + upper));
    let edges = (square.clone() + h.clone() * h.clone()) * fall / width;
    let sum = edges.minus(S::constant(-2.0) * x.clone() * bent);
    let own = sum.minus(S::constant(2.0) * S::moment(x.clone(), h.clone()));
    (own, square + h.clone() * h.clone() / S::constant(3.0))
}
