//! What it is worth to open a filter at an energy, and what of that is known over parts of the axis.

use crate::numeric::{Interval, Real, double};

/// What the roundings of a bound in doubles may be off.
const ROUNDED: f64 = 1.0 + 1e-12;

/// What is known of a part of the axis on one side of μ_c; holes are mirrored, so that z ≥ 0 stands for both.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// |E − μ_c|.
    pub z: Interval,
    /// z/T_c.
    pub x: Interval,
    /// y of the resource, with the sign of E − μ_c.
    pub y: Interval,
}

/// What is known of the worth of each energy of a part of the axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worth {
    /// Whether all of it is worth opening, or nothing of it; nothing where that is not certain.
    pub is_open: Option<bool>,
    /// What is lost at most, an energy, where it is shut.
    pub if_shut: f64,
    /// What is lost at most, an energy, where it is open.
    pub if_open: f64,
    /// What is gained at least, roughly.
    pub least: f64,
    /// What is drawn where it is open, at most, in units of what is lost.
    pub drawn: f64,
}

/// How far what decides may reach: y − x, and how far the price is from y.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pulls {
    pub over: Interval,
    pub under: Interval,
}

impl Pulls {
    /// Both of affine functions between two places.
    pub(super) fn between(self, other: Pulls) -> Pulls {
        Pulls { over: self.over.hull(other.over), under: self.under.hull(other.under) }
    }
}

/// A bound, at least 0; what is not a number is none.
pub(super) fn up(a: f64) -> f64 {
    if a.is_nan() { f64::INFINITY } else { (a * ROUNDED).max(0.0) }
}

/// At most f_from − f_to, where `to` is so far beyond `from`: ∫ f (1 − f) between them is at most e^−from times the distance.
pub(super) fn current(from: f64, distance: f64) -> f64 {
    up(double::exp(-from.max(0.0)) * distance.clamp(0.0, 1.0))
}

/// 1/(1 + e^x).
pub(super) fn filled(x: f64) -> f64 {
    1.0 / (1.0 + double::exp(x))
}

/// f (1 − f) at x.
pub(super) fn softness(x: f64) -> f64 {
    let power = double::exp(-x.abs());
    power / ((1.0 + power) * (1.0 + power))
}

/// All values of 1/(1 + e^x), between 0 and 1.
pub(super) fn occupied(x: Interval) -> Interval {
    let one = Interval::point(1.0);
    let value = one / (one + x.exp());
    Interval { lo: value.lo.max(0.0), hi: value.hi.min(1.0) }
}

/// All values of f (1 − f), which falls with |x|.
pub(super) fn soft(x: Interval) -> Interval {
    let one = Interval::point(1.0);
    let power = x.abs().negated().exp();
    // It rises with e^−|x|.
    let of = |power: f64| {
        let power = Interval::point(power);
        power / ((one + power) * (one + power))
    };
    Interval { lo: of(power.lo).lo.max(0.0), hi: of(power.hi).hi.min(0.25) }
}
