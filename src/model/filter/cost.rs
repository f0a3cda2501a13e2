//! What it is worth to open a filter at an energy: heat minus θ times its cost, and bounds of that over parts of the axis.

use super::Cost;
use crate::numeric::{Interval, Real, double};

/// What the roundings of a bound in doubles may be off.
const ROUNDED: f64 = 1.0 + 1e-12;

/// What is known of a part of the axis on one side of μ_c; particles and holes are alike, so that z ≥ 0 stands for both.
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
    /// The heat that is drawn where it is open, at most.
    pub heat: f64,
}

/// How far what decides may reach: y − x, and x − (1 − r) y.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pulls {
    pub over: Interval,
    pub under: Interval,
}

impl Place {
    pub(super) fn pulls(self, level: f64) -> Pulls {
        let Place { x, y, .. } = self;
        let left = Interval::point(1.0).minus(Interval::point(level));
        // Where all is worth opening that cools, an infinite price is paid.
        let under = if level == 1.0 { x } else { x.minus(left * y) };
        Pulls { over: y.minus(x), under }
    }
}

impl Pulls {
    /// Both of affine functions between two places.
    pub(super) fn between(self, other: Pulls) -> Pulls {
        Pulls { over: self.over.hull(other.over), under: self.under.hull(other.under) }
    }
}

impl Cost {
    /// Whether an energy is worth opening at a level r, in doubles.
    pub(super) fn is_worth(self, level: f64, t: f64, [z, y]: [f64; 2]) -> bool {
        let x = z / t;
        match self {
            Cost::Entropy => y > x && (1.0 - level) * y < x,
            Cost::Noise => {
                let [[f, s], [g, r]] = [x, y].map(|x| [filled(x), softness(x)]);
                level * t * (f - g) > (1.0 - level) * z * (s + r)
            }
        }
    }

    /// The worth of a part of the axis at a level r, in units of heat.
    pub(super) fn worth(self, level: f64, t: Interval, place: Place, pulls: Pulls) -> Worth {
        let Place { z, x, y } = place;
        let Pulls { over, under } = pulls;
        let left = Interval::point(1.0).minus(Interval::point(level));
        // What is not a number is no bound.
        let up = |a: f64| if a.is_nan() { f64::INFINITY } else { (a * ROUNDED).max(0.0) };
        // f_c − f_l = ∫ f (1 − f) from x to y is at most e^−x times the distance.
        let current =
            |from: f64, distance: f64| up(double::exp(-from.max(0.0)) * distance.clamp(0.0, 1.0));
        let forth = current(x.lo, over.hi);
        match self {
            Cost::Entropy => {
                // θ = (1 − r) T: z − θ y = T (x − (1 − r) y).
                let is_open = match () {
                    () if over.hi <= 0.0 || under.hi <= 0.0 => Some(false),
                    () if over.lo > 0.0 && under.lo > 0.0 => Some(true),
                    () => None,
                };
                // Where both are positive, under + (1 − r)·over = r x.
                let most = under.hi.min((Interval::point(level) * x).hi);
                let back = current(x.lo.min(y.lo), -over.lo);
                let if_open = up(-under.lo) * forth + up(under.hi) * back;
                let least = double::exp(-x.hi) * -double::expm1(-over.lo) * under.lo;
                Worth {
                    is_open,
                    if_shut: up(t.hi * up(most) * forth),
                    if_open: up(t.hi * if_open),
                    least: 0.25 * t.lo * least,
                    heat: up(z.hi * forth),
                }
            }
            Cost::Noise => {
                let [f, g] = [x, y].map(occupied);
                let noise = soft(x) + soft(y);
                let forth = Interval { lo: f.minus(g).lo, hi: f.minus(g).hi.min(forth) };
                let gain = Interval::point(level) * t * forth;
                let worth = gain.minus(left * z * noise);
                let is_open = match () {
                    () if over.hi <= 0.0 || worth.hi <= 0.0 => Some(false),
                    () if worth.lo > 0.0 => Some(true),
                    () => None,
                };
                // Heat minus noise at the price (1 − r)/(r T).
                let unit = z / (Interval::point(level) * t);
                Worth {
                    is_open,
                    if_shut: up(unit.hi * up(worth.hi)),
                    if_open: up(unit.hi * up(-worth.lo)),
                    least: unit.lo * worth.lo,
                    heat: up(z.hi * forth.hi),
                }
            }
        }
    }
}

/// 1/(1 + e^x).
fn filled(x: f64) -> f64 {
    1.0 / (1.0 + double::exp(x))
}

/// f (1 − f) at x.
fn softness(x: f64) -> f64 {
    let power = double::exp(-x.abs());
    power / ((1.0 + power) * (1.0 + power))
}

/// All values of 1/(1 + e^x), between 0 and 1.
fn occupied(x: Interval) -> Interval {
    let one = Interval::point(1.0);
    let value = one / (one + x.exp());
    Interval { lo: value.lo.max(0.0), hi: value.hi.min(1.0) }
}

/// All values of f (1 − f), which falls with |x|.
fn soft(x: Interval) -> Interval {
    let one = Interval::point(1.0);
    let power = x.abs().negated().exp();
    // It rises with e^−|x|.
    let of = |power: f64| {
        let power = Interval::point(power);
        power / ((one + power) * (one + power))
    };
    Interval { lo: of(power.lo).lo.max(0.0), hi: of(power.hi).hi.min(0.25) }
}
