//! What it is worth to open a filter that draws heat: heat minus θ times its cost.
//!
//! The level is r = 1 − θ/T_c, from 0, at which nothing is worth opening, to 1, at which all that cools is.

use super::Cost;
use super::cost::{Place, Pulls, Worth, current, filled, occupied, soft, softness, up};
use super::drawn::{Axis, Priced, REACH};
use crate::model::flows::Unproven;
use crate::model::tail::Wing;
use crate::numeric::{Interval, Real, double};

pub(super) struct Heat;

impl Priced for Heat {
    fn ends(&self) -> [f64; 2] {
        [0.0, 1.0]
    }

    fn is_shut(&self, level: f64) -> bool {
        level <= 0.0
    }

    /// The temperature θ.
    fn price(&self, level: f64, t: f64) -> f64 {
        t * (1.0 - level)
    }

    /// Particles and holes are alike.
    fn mirrored(&self, level: f64) -> f64 {
        level
    }

    /// y − x, and x − (1 − r) y.
    fn pulls(&self, level: f64, Place { x, y, .. }: Place) -> Pulls {
        let left = Interval::point(1.0).minus(Interval::point(level));
        // Where all is worth opening that cools, an infinite price is paid.
        let under = if level == 1.0 { x } else { x.minus(left * y) };
        Pulls { over: y.minus(x), under }
    }

    fn is_worth(&self, cost: Cost, level: f64, t: f64, [z, y]: [f64; 2]) -> bool {
        let x = z / t;
        match cost {
            Cost::Entropy => y > x && (1.0 - level) * y < x,
            Cost::Noise => {
                let [[f, s], [g, r]] = [x, y].map(|x| [filled(x), softness(x)]);
                level * t * (f - g) > (1.0 - level) * z * (s + r)
            }
        }
    }

    /// In units of heat.
    fn worth(&self, cost: Cost, level: f64, t: Interval, place: Place, pulls: Pulls) -> Worth {
        let Place { z, x, y } = place;
        let Pulls { over, under } = pulls;
        let left = Interval::point(1.0).minus(Interval::point(level));
        let forth = current(x.lo, over.hi);
        match cost {
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
                    drawn: up(z.hi * forth),
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
                    drawn: up(z.hi * forth.hi),
                }
            }
        }
    }

    /// At most z is drawn there, and at most z + θ|y| lost.
    fn across(&self, t: Interval, place: Place) -> Option<Worth> {
        let drawn = place.z.size();
        let most = drawn + t.hi * place.y.size();
        Some(Worth { is_open: None, if_shut: drawn, if_open: most, least: 0.0, drawn })
    }

    /// ∫ z e^−x from x = 130 on either side.
    fn beyond(&self, _level: f64, t: Interval, _axis: &Axis) -> f64 {
        let t = t.hi;
        2.0 * t * t * (REACH + 2.0) * double::exp(1.0 - REACH)
    }

    /// Whatever f_l is, no more is lost beyond than f_c alone tells.
    fn axis(&self, mu: f64, t: f64, _wings: [Option<Vec<Wing>>; 2]) -> Option<Axis> {
        Some(Axis { ends: [mu - REACH * t, mu + REACH * t], left: [0.0; 2] })
    }

    fn nothing(&self, t: f64) -> f64 {
        1e-40 * t * t
    }

    /// Edges are rounded to doubles anyway.
    fn rough(&self) -> f64 {
        1.0 / (1u64 << 30) as f64
    }

    /// Near r = 0 the heat goes with the square of the level.
    fn straight(&self, amount: f64) -> f64 {
        amount.max(0.0).sqrt()
    }

    fn unreachable(&self, is_too_much: bool, _limit: f64) -> Unproven {
        Unproven::NoFilter(if is_too_much { "power>max" } else { "power<0" })
    }
}
