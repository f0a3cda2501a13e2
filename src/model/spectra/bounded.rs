//! Proofs that a transmission lies between 0 and its number of channels, over whole pieces of the axis.
//!
//! An enclosure of the transmission over a part of the axis says so, or the part is halved where the enclosure
//! is worst. So a peak is found however narrow it is: its enclosure is too high as long as it lies within.

use super::Spectra;
use crate::formula::{Arithmetic, At, Point};
use crate::numeric::quadrature::{End, Panel, Region};
use crate::numeric::{Interval, Lanes, One, Rectangle};

/// By which share of its channels a transmission may be outside: its numbers may be rounded.
pub const SLACK: f64 = 1e-9;

/// How many parts are halved before a proof is given up.
const MOST: usize = 64;

/// What is known of a transmission.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bounded {
    /// It is between 0 and its channels.
    Proven,
    /// It is not, at this energy; whether it is above.
    Broken(bool, f64),
    /// Enclosures do not tell.
    Open,
}

/// A part of a piece, of which it is not proven.
struct Part {
    origin: f64,
    /// The middle of the piece minus its origin, which says on which side of each cut it lies.
    middle: f64,
    ends: [f64; 2],
    /// By how much the enclosure is outside.
    excess: f64,
}

impl<S: Arithmetic> Spectra<'_, S> {
    /// Whether the transmission of a limit lies between 0 and its channels from the first place to the last.
    pub(super) fn bounded(&self, limit: usize, places: &[End<S>]) -> Bounded {
        let limit = &self.machine.limits[limit];
        if limit.transmission.is_scattered() {
            // S S† = 1.
            return Bounded::Proven;
        }
        let most = self.rough[limit.channels].near();
        let slack = SLACK * most.abs();
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        let part = |origin: f64, middle: f64, ends: [f64; 2]| {
            let [lo, hi] = ends;
            let off = 1e-14 * (lo.abs() + hi.abs());
            let arc = Rectangle::real(Interval { lo: lo - off, hi: hi + off });
            let axes = [0.5 * (hi - lo), 0.0];
            let region = Region { origin, middle, arcs: vec![arc], axes };
            let Interval { lo, hi } = limit.transmission.value(&self.rough, &region).range();
            let excess = (hi - most).max(-lo);
            // What is no number is as bad as can be.
            let excess = if excess.is_nan() { f64::INFINITY } else { excess };
            Part { origin, middle, ends, excess }
        };
        let is_open = |part: &Part| part.excess > slack;
        let mut open: Vec<Part> = Vec::new();
        for pair in places.windows(2) {
            let panel = Panel::between(&pair[0], &pair[1], apart);
            let whole = part(panel.origin, panel.middle(), panel.rough);
            open.extend(Some(whole).filter(is_open));
        }
        for _ in 0..MOST {
            let worst = (0..open.len()).max_by(|a, b| open[*a].excess.total_cmp(&open[*b].excess));
            let Some(worst) = worst else { return Bounded::Proven };
            let Part { origin, middle, ends: [a, b], .. } = open.swap_remove(worst);
            let half = a + 0.5 * (b - a);
            if !(half > a && half < b) {
                return Bounded::Open;
            }
            let site = At { origin, offset: Point(Lanes([half])), middle };
            let Point(Lanes([t])) = limit.transmission.value(&self.rough, &site);
            if t > most + slack || t < -slack {
                return Bounded::Broken(t > most, origin + half);
            }
            let halves = [[a, half], [half, b]].map(|ends| part(origin, middle, ends));
            open.extend(halves.into_iter().filter(is_open));
        }
        if open.is_empty() { Bounded::Proven } else { Bounded::Open }
    }
}
