//! What it is worth to open a filter that draws particles: the price ν of those that it draws minus its cost.
//!
//! The level is r = ν/(1 + |ν|), so that ν = r/(1 − |r|). No level is ±1: beyond the prices of the last ones, 2^53, there is
//! nothing that a double tells from 0. A mirror turns particles into holes, and the sign of their current: ν becomes −ν.

use super::Cost;
use super::cells::FINE;
use super::cost::{Place, Pulls, Worth, current, filled, occupied, softness, up};
use super::drawn::{Axis, Priced};
use crate::model::flows::Unproven;
use crate::model::tail::Wing;
use crate::numeric::{Interval, Real, double};

pub(super) struct Particles;

/// The last level below 1.
const LAST: f64 = 1.0 - 0.5 * f64::EPSILON;

/// The price ν of a level: any double near r/(1 − |r|) is one.
fn price(level: f64) -> f64 {
    level / (1.0 - level.abs())
}

/// All values of f (f − a), least at a/2.
fn parabola(f: Interval, a: Interval) -> Interval {
    let at = |end: f64| Interval::point(end) * Interval::point(end).minus(a);
    let ends = at(f.lo).hull(at(f.hi));
    let middle = a * Interval::point(0.5);
    let is_outside = f.hi <= middle.lo || f.lo >= middle.hi;
    let least = if is_outside { ends.lo } else { ends.lo.min((middle * middle).negated().lo) };
    Interval { lo: least, ..ends }
}

impl Priced for Particles {
    fn ends(&self) -> [f64; 2] {
        [-LAST, LAST]
    }

    /// At no price there is still what the resource gives away.
    fn is_shut(&self, _level: f64) -> bool {
        false
    }

    fn price(&self, level: f64, _t: f64) -> f64 {
        price(level)
    }

    fn mirrored(&self, level: f64) -> f64 {
        -level
    }

    /// y − x, and ν − y.
    fn pulls(&self, level: f64, Place { x, y, .. }: Place) -> Pulls {
        Pulls { over: y.minus(x), under: Interval::point(price(level)).minus(y) }
    }

    fn is_worth(&self, cost: Cost, level: f64, t: f64, [z, y]: [f64; 2]) -> bool {
        let (x, price) = (z / t, price(level));
        match cost {
            Cost::Entropy => (x < y && y < price) || (price < y && y < x),
            Cost::Noise => {
                let [[f, s], [g, r]] = [x, y].map(|x| [filled(x), softness(x)]);
                price * (f - g) > s + r
            }
        }
    }

    /// In units of the cost.
    fn worth(&self, cost: Cost, level: f64, _t: Interval, place: Place, pulls: Pulls) -> Worth {
        let Place { x, y, .. } = place;
        let Pulls { over, under } = pulls;
        let price = Interval::point(price(level));
        // f_c − f_l where y > x, and f_l − f_c where y < x.
        let forth = current(x.lo, over.hi);
        let back = current(x.lo.min(y.lo), -over.lo);
        match cost {
            Cost::Entropy => {
                let is_open = match () {
                    () if over.lo > 0.0 && under.lo > 0.0 => Some(true),
                    () if over.hi < 0.0 && under.hi < 0.0 => Some(true),
                    () if over.lo >= 0.0 && under.hi <= 0.0 => Some(false),
                    () if over.hi <= 0.0 && under.lo >= 0.0 => Some(false),
                    () => None,
                };
                // over + under = ν − x, so that neither is beyond that where both have one sign.
                let room = price.minus(x);
                let more = up(under.hi.min(room.hi)) * forth;
                let less = up((-under.lo).min(-room.lo)) * back;
                let wrong = up(up(-under.lo) * forth).max(up(up(under.hi) * back));
                // f_a − f_b ≥ e^−a (1 − e^(a−b))/4 for 0 ≤ a ≤ b, roughly.
                let kept = |a: f64, distance: f64| {
                    0.25 * double::exp(-a.max(0.0)) * -double::expm1(-distance)
                };
                let least = match over.lo > 0.0 {
                    true => kept(x.hi, over.lo) * under.lo,
                    false => kept(y.hi, -over.hi) * -under.hi,
                };
                Worth {
                    is_open,
                    if_shut: up(more.max(less)),
                    if_open: wrong,
                    least,
                    drawn: up((price.size() + x.size()) * forth.max(back)),
                }
            }
            Cost::Noise => {
                // ν (f − g) − f (1 − f) − g (1 − g) = f (f + ν − 1) + g (g − ν − 1): each part as exactly as it can be, since
                // the two of g cancel far away.
                let [f, g] = [x, y].map(occupied);
                let one = Interval::point(1.0);
                let worth = parabola(f, one.minus(price)) + parabola(g, one + price);
                let worth = Interval {
                    hi: worth.hi.min((price.size() * forth.max(back)).next_up()),
                    ..worth
                };
                let is_against = match price.lo > 0.0 {
                    true => over.hi <= 0.0,
                    false => over.lo >= 0.0 || price.lo == 0.0,
                };
                let is_open = match () {
                    () if is_against || worth.hi <= 0.0 => Some(false),
                    () if worth.lo > 0.0 => Some(true),
                    () => None,
                };
                Worth {
                    is_open,
                    if_shut: up(worth.hi),
                    if_open: up(-worth.lo),
                    least: worth.lo,
                    drawn: up(price.size() * forth.max(back)),
                }
            }
        }
    }

    /// What holds on either side holds there.
    fn across(&self, _t: Interval, _place: Place) -> Option<Worth> {
        None
    }

    /// Where x < y < ν, or ν < y < x, |ν − y| is at most |ν| + |x|.
    fn beyond(&self, level: f64, t: Interval, axis: &Axis) -> f64 {
        let [amount, along] = axis.left;
        up(price(level).abs() * amount + along / t.lo)
    }

    /// Far above and below, both occupations are mixtures of Fermi functions, or what flows there is not known.
    fn axis(&self, mu: f64, _t: f64, [c, l]: [Option<Vec<Wing>>; 2]) -> Option<Axis> {
        let wings: Vec<Wing> = c?.into_iter().chain(l?).collect();
        Axis::of(mu, &wings)
    }

    fn nothing(&self, t: f64) -> f64 {
        1e-40 * t
    }

    /// Windows often have no end: what is undecided far away is not open in any of the trials.
    fn rough(&self) -> f64 {
        FINE
    }

    fn straight(&self, amount: f64) -> f64 {
        amount
    }

    fn unreachable(&self, is_too_much: bool, limit: f64) -> Unproven {
        Unproven::Unreachable(if is_too_much { "current>max" } else { "current<min" }, limit)
    }
}
