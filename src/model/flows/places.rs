//! Between which places the axis of energies is integrated, and what lies beyond them at most.

use super::{Places, Plan, Unproven};
use crate::formula::At;
use crate::model::Statistics;
use crate::model::integral::Integrable;
use crate::model::machine::Link;
use crate::model::spectra::Spectra;
use crate::model::tail::{Beyond, moments, reach, wings};
use crate::numeric::quadrature::{End, Goal, Panel, Region};
use crate::numeric::{Interval, One, Rectangle};

impl Plan {
    /// The places between which to integrate, and what lies beyond them at most.
    pub(in crate::model) fn places<S: Integrable>(
        &self,
        spectra: &Spectra<'_, S>,
        goal: Goal,
    ) -> Result<Places<S>, Unproven> {
        let mut tails = vec![[0.0; 2]; self.densities.len()];
        let places = self.places_and(spectra, goal, |_, beyond| {
            let mine = self.densities.iter().zip(&mut tails);
            for ((_, density), tail) in mine.filter(|((place, _), _)| *place == beyond.link) {
                let [most, slope] = beyond.tail(*density);
                tail[0] += most;
                tail[1] += slope;
            }
        })?;
        Ok((places, tails))
    }

    /// The places between which to integrate; `found` is told of each link that is alive beyond the last one of them,
    /// and whether that is the uppermost one.
    pub(super) fn places_and<S: Integrable>(
        &self,
        spectra: &Spectra<'_, S>,
        goal: Goal,
        mut found: impl FnMut(bool, &Beyond<'_, S>),
    ) -> Result<Vec<End<S>>, Unproven> {
        let mut places = spectra.cuts();
        let has_bosons = self.machine.reservoirs.iter().any(|r| r.statistics == Statistics::Bose);
        let has_fermions =
            self.machine.reservoirs.iter().any(|r| r.statistics == Statistics::Fermi);
        if has_bosons {
            let is_kept = |place: &End<S>| match has_fermions {
                true => place.near() != 0.0,
                false => place.near() > 0.0,
            };
            let mut zero: End<S> = End::double(0.0);
            for place in places.iter().filter(|place| place.near() == 0.0) {
                zero.offset = zero.offset.merged(&place.offset);
            }
            places.retain(is_kept);
            let at = places.partition_point(|place| place.near() < 0.0);
            places.insert(at, zero);
        }
        let constants = spectra.constants();
        let links = self.links.iter().filter(|link| self.machine.carries(link, constants));
        let used: Vec<usize> = links.flat_map(|link| [link.to, link.from]).collect();
        let all: Vec<_> = (0..self.machine.reservoirs.len())
            .map(|reservoir| wings(&self.machine, reservoir, constants))
            .collect();
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for wings in used.iter().filter_map(|reservoir| all[*reservoir].as_ref()) {
            let [down, up] = reach(wings, goal.decades());
            (low, high) = (low.min(down), high.max(up));
        }
        for is_above in [true, false] {
            if has_bosons && !has_fermions && !is_above {
                continue;
            }
            let outermost = if is_above { places.last() } else { places.first() };
            let outermost = outermost.map(|place| place.near());
            let (edge, far) = match is_above {
                true => (outermost.unwrap_or(0.0).max(high).max(0.0), f64::INFINITY),
                false => (outermost.unwrap_or(0.0).min(low).min(0.0), f64::NEG_INFINITY),
            };
            let alive: Vec<bool> = self
                .parts
                .iter()
                .map(|link| spectra.is_alive_beyond(link, outermost, is_above))
                .collect();
            if !alive.contains(&true) {
                continue;
            }
            // A little further than all places, so that it is one of its own.
            let edge = edge + if is_above { 1.0 } else { -1.0 } * edge.abs() * 1e-3;
            if !edge.is_finite() {
                return Err(Unproven::Tail);
            }
            let end = End::double(edge);
            if is_above {
                places.push(end)
            } else {
                places.insert(0, end)
            }
            // Of each link the greatest transmission.
            let greatest = |(place, link): (usize, &Link)| match alive[place] && !link.is_pump() {
                true => spectra.greatest_beyond(place, edge, far),
                false => [0.0; 2],
            };
            let greatest: Vec<[f64; 2]> = self.parts.iter().enumerate().map(greatest).collect();
            for (place, link) in self.links.iter().enumerate() {
                if !alive[place] {
                    continue;
                }
                if link.is_pump() {
                    // What is no product of occupations has no bound beyond its last piece.
                    return Err(Unproven::Tail);
                }
                let (Some(a), Some(b)) = (&all[link.to], &all[link.from]) else {
                    return Err(Unproven::Tail);
                };
                let tau = greatest[place];
                if !tau.iter().all(|tau| tau.is_finite()) {
                    return Err(Unproven::Tail);
                }
                let beyond = Beyond {
                    link: place,
                    machine: &self.machine,
                    constants,
                    wings: [a, b],
                    ends: [link.to, link.from],
                    moments: moments(a.iter().chain(b), edge, is_above),
                    tau,
                };
                found(is_above, &beyond);
            }
        }
        Ok(places)
    }
}

impl<S: Integrable> Spectra<'_, S> {
    /// Whether a transmission is not known to be 0 beyond the outermost place.
    fn is_alive_beyond(&self, link: &Link, outermost: Option<f64>, is_above: bool) -> bool {
        let from = outermost.unwrap_or(0.0);
        let step = 1.0 + from.abs();
        let at = if is_above { from + step } else { from - step };
        let panel = Panel::between(&End::double(at), &End::double(at + step), |a: f64, b: f64| {
            S::difference(S::Input::of(a), S::Input::of(b))
        });
        let offset = S::gather(|_| S::constant(0.0));
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        self.transmission(link, self.constants(), &site).is_some()
    }

    /// The greatest size of a transmission from a place on, as far as energies matter, and of its derivative.
    fn greatest_beyond(&self, place: usize, from: f64, to: f64) -> [f64; 2] {
        if !S::HAS_SLOPE
            && let Some(most) = self.most_beyond(place, from, to > from)
        {
            return [most, 0.0];
        }
        let link = self.link(place);
        let mut most = [0.0f64; 2];
        let side = if to > from { 1.0 } else { -1.0 };
        let mut at = from;
        // Forty steps, each as long as all before: beyond them occupations are below e^−2^40.
        for _ in 0..40 {
            let next = at + side * at.abs().max(1e-300);
            let (lo, hi) = (at.min(next), at.max(next));
            let region = Region {
                origin: 0.0,
                middle: 0.5 * lo + 0.5 * hi,
                arcs: vec![Rectangle::real(Interval { lo, hi })],
                axes: [0.5 * (hi - lo), 0.0],
            };
            for (most, size) in most.iter_mut().zip(S::sizes(self, link, &region)) {
                // What is not a number is no size.
                *most = if size.is_nan() { f64::INFINITY } else { most.max(size) };
            }
            at = next;
        }
        most
    }
}
