//! Rules that occupations and transmissions must keep: proven over whole pieces, or tried at some energies.
//!
//! That 0 ≤ f ≤ 1 is proven wherever a machine has flows: outside of it ln(1/f − 1) is not real, and nobody
//! vouches for the entropy.

use super::Spectra;
use super::bounded::{Bounded, SLACK};
use crate::formula::{Arithmetic, At, Point};
use crate::model::{Link, Occupation, Reservoir, Statistics};
use crate::numeric::quadrature::{End, Panel};
use crate::numeric::{Lanes, One};

/// A transmission that is outside, whether it is above, and an energy where it is so.
type Outside = (usize, bool, f64);

impl<S: Arithmetic> Spectra<'_, S> {
    /// A reservoir whose occupation is no probability where carriers enter or leave it, whether it is above
    /// 1, and an energy where that is so; roughly, at so many points of each piece.
    pub fn misfit(&self, places: &[End<S>], points: usize) -> Option<(usize, bool, f64)> {
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        for pair in places.windows(2) {
            let panel = Panel::between(&pair[0], &pair[1], apart);
            for point in 0..points {
                let share = (point as f64 + 0.5) / points as f64;
                let x = panel.rough[0] + share * (panel.rough[1] - panel.rough[0]);
                let offset = Point(Lanes([x]));
                let site = At { origin: panel.origin, offset, middle: panel.middle() };
                for link in self.links {
                    if self.transmission(link, &self.rough, &site).is_none() {
                        continue;
                    }
                    for reservoir in [link.to, link.from] {
                        let Reservoir { occupation, statistics, .. } =
                            &self.machine.reservoirs[reservoir];
                        let Occupation::Given { f, .. } = occupation else { continue };
                        let Point(Lanes([f])) = f.value(&self.rough, &site);
                        if f < 0.0 || f > 1.0 && *statistics == Statistics::Fermi {
                            return Some((reservoir, f > 1.0, panel.origin + x));
                        }
                    }
                }
            }
        }
        None
    }

    /// Energies at which rules are tried: some in each piece between two places, and some around each pole.
    fn trials(&self, places: &[End<S>], points: usize) -> Vec<At<Point<Lanes<1>>>> {
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        let mut trials = Vec::new();
        for pair in places.windows(2) {
            let panel = Panel::between(&pair[0], &pair[1], apart);
            let [a, b] = panel.rough;
            let even = (0..points).map(|k| a + (k as f64 + 0.5) / points as f64 * (b - a));
            let near = self.poles.iter().flat_map(|(re, im)| {
                let at = re - panel.origin;
                [-2.0, -0.6, 0.0, 0.4, 1.3].map(|times| at + times * im)
            });
            let inside = even.chain(near).filter(|x| *x > a && *x < b);
            trials.extend(inside.map(|x| At {
                origin: panel.origin,
                offset: Point(Lanes([x])),
                middle: panel.middle(),
            }));
        }
        trials
    }

    /// A transmission that is below 0 or exceeds its channels, whether it exceeds them, and an energy where it
    /// is so; proven over all pieces or, where enclosures cannot tell, tried at some energies: then the
    /// transmission is one of those that are listed, with the number of energies.
    pub fn excess(
        &self,
        places: &[End<S>],
        points: usize,
    ) -> (Option<Outside>, Vec<(usize, usize)>) {
        let mut tried = Vec::new();
        for place in 0..self.machine.limits.len() {
            match self.bounded(place, places) {
                Bounded::Proven => {}
                Bounded::Broken(is_above, energy) => {
                    return (Some((place, is_above, energy)), tried);
                }
                Bounded::Open => tried.push((place, 0)),
            }
        }
        if tried.is_empty() {
            return (None, tried);
        }
        let sites = self.trials(places, points);
        tried.iter_mut().for_each(|(_, energies)| *energies = sites.len());
        for site in sites {
            for (place, _) in &tried {
                let limit = &self.machine.limits[*place];
                let Point(Lanes([t])) = limit.transmission.value(&self.rough, &site);
                let most = self.rough[limit.channels].near();
                let slack = SLACK * most.abs();
                if t > most + slack || t < -slack {
                    let Point(Lanes([offset])) = site.offset;
                    return (Some((*place, t > most, site.origin + offset)), tried);
                }
            }
        }
        (None, tried)
    }

    /// A reservoir out of which another transmission leads than into it by more than tables may be off, and an
    /// energy where it is so; tried at some energies. Transmissions of scatterers cannot be so.
    pub fn unbalanced(&self, places: &[End<S>], points: usize) -> Option<(usize, f64)> {
        let is_free = |link: &&Link| {
            let couplings = link.couplings.iter().map(|place| &self.machine.couplings[*place]);
            let mut spectra = couplings.map(|coupling| &coupling.transmission);
            !link.both_ways && !link.is_pump() && spectra.any(|spectrum| !spectrum.is_scattered())
        };
        if !self.links.iter().any(|link| is_free(&link)) {
            return None;
        }
        let one_way = || self.links.iter().filter(|link| !link.both_ways && !link.is_pump());
        for site in self.trials(places, points) {
            let mut sums = vec![(0.0, 0.0); self.machine.reservoirs.len()];
            for link in one_way() {
                let Some(Point(Lanes([t]))) = self.transmission(link, &self.rough, &site) else {
                    continue;
                };
                for (end, sign) in [(link.to, 1.0), (link.from, -1.0)] {
                    sums[end].0 += sign * t;
                    sums[end].1 += t.abs();
                }
            }
            let mut slacks = vec![0.0; sums.len()];
            for slack in &self.machine.slacks {
                let Point(Lanes([size])) = slack.size.value(&self.rough, &site);
                slacks[slack.to] += size;
                slacks[slack.from] += size;
            }
            let is_off =
                |((sum, size), slack): (&(f64, f64), &f64)| sum.abs() > 1e-9 * size + slack;
            if let Some(reservoir) = sums.iter().zip(&slacks).position(is_off) {
                let Point(Lanes([offset])) = site.offset;
                return Some((reservoir, site.origin + offset));
            }
        }
        None
    }
}
