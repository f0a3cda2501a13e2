//! How much what enters a reservoir fluctuates.

use super::{Plan, Unproven};
use crate::formula::{At, Constant, Known, Spectrum};
use crate::model::integral::Integrable;
use crate::model::machine::{Limit, Link};
use crate::model::spectra::{Noise, Spectra, Weight};
use crate::numeric::quadrature::{Goal, Panel, integrate};
use crate::numeric::{Interval, One};
use std::iter;
use std::ops::Range;

/// What the roundings of a bound in doubles may be off.
const ROUNDED: f64 = 1.0 + 1e-9;

/// The noises of what enters a reservoir.
#[derive(Clone, Debug)]
pub struct Fluctuations<S> {
    /// One for each weight.
    pub of: Vec<S>,
    /// Whether that of particles is infinite: bosons of vanishing energy. It is not that above.
    pub is_endless: bool,
}

/// What lies beyond the last place on one side of a link.
struct Far {
    is_above: bool,
    /// The greatest transmission.
    tau: f64,
    /// The integrals of w² times both occupations, by weight.
    filled: Vec<f64>,
}

impl Plan {
    /// Whether there may be an energy at which something reaches both of two groups of reservoirs.
    ///
    /// # Errors
    /// [`Unproven`] where that is not known.
    pub fn meets<S: Integrable>(
        &self,
        groups: [&[usize]; 2],
        parameters: &[Known<S>],
        goal: Goal,
    ) -> Result<bool, Unproven> {
        let constants = self.constants(parameters, goal)?;
        let spectra = Spectra::new(&self.machine, &self.links, &[], constants);
        let places = self.of_links(self.links.clone()).of_densities(Vec::new());
        let places = places.places_and(&spectra, goal, |_, _| {})?;
        let reaches =
            |link: &Link, group: &[usize]| group.contains(&link.to) || group.contains(&link.from);
        // At an energy, beside what is known to pass there.
        let is_common = |site: &At<S::Chunk>, also: &[bool; 2]| {
            let mut found = *also;
            for link in &self.links {
                let is_alive = || spectra.transmission(link, spectra.constants(), site).is_some();
                let hits = groups.map(|group| reaches(link, group));
                if hits != [false; 2] && is_alive() {
                    found = [found[0] || hits[0], found[1] || hits[1]];
                }
            }
            found == [true; 2]
        };
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        for pair in places.windows(2) {
            let panel = Panel::between(&pair[0], &pair[1], apart);
            let offset = S::gather(|_| S::constant(panel.middle()));
            let site = At { origin: panel.origin, offset, middle: panel.middle() };
            if is_common(&site, &[false; 2]) {
                return Ok(true);
            }
        }
        let mut before: Vec<(Interval, [bool; 2])> = Vec::new();
        for link in &self.links {
            let hits = groups.map(|group| reaches(link, group));
            for line in link.couplings.iter().flat_map(|c| &self.machine.couplings[*c].lines) {
                let hull = spectra.constants()[line.at].hull;
                let mut all = hits;
                for (other, hits) in &before {
                    if other.lo <= hull.hi && hull.lo <= other.hi {
                        all = [all[0] || hits[0], all[1] || hits[1]];
                    }
                }
                if is_common(&spectra.at(line.at), &all) {
                    return Ok(true);
                }
                before.push((hull, hits));
            }
        }
        Ok(false)
    }

    /// The noises of what enters a reservoir, of which it is known that it has one channel or several that are alike.
    ///
    /// # Errors
    /// [`Unproven`] where no bound of the error is known, or where more passes than through one channel.
    pub fn noise<S: Integrable>(
        &self,
        own: usize,
        weights: &[Weight],
        parameters: &[Known<S>],
        goal: Goal,
    ) -> Result<Fluctuations<S>, Unproven> {
        let mut constants = self.constants(parameters, goal)?;
        let leads = |link: &&Link| link.to == own || link.both_ways && link.from == own;
        let carries = |link: &&Link| self.machine.carries(link, &constants);
        let links: Vec<Link> = self.links.iter().filter(leads).filter(carries).cloned().collect();
        if links.iter().any(Link::is_pump) {
            return Err(Unproven::Channels(own));
        }
        let Some(first) = links.iter().flat_map(|link| &link.couplings).next() else {
            let of = vec![S::constant(0.0); weights.len()];
            return Ok(Fluctuations { of, is_endless: false });
        };
        let known = self.machine.couplings[*first].channels;
        let alike = known.alike;
        let (links, channels) = match known.eigenvalue {
            Some(_) => each_alone(&links),
            None => (links.clone(), iter::once(0..links.len()).collect()),
        };
        let mut part = self.of_links(links).of_densities(Vec::new());
        let transmissions = |links: &[Link]| -> Vec<Spectrum> {
            let places = links.iter().flat_map(|link| &link.couplings);
            places.map(|place| part.machine.couplings[*place].transmission.clone()).collect()
        };
        let all: Vec<_> =
            channels.iter().map(|of| transmissions(&part.links[of.clone()])).collect();
        // A scatterer keeps to its channels.
        let is_of_it = |place: &usize| {
            known.scatterer.is_some()
                && part.machine.couplings[*place].channels.scatterer == known.scatterer
        };
        let is_whole = part.links.iter().flat_map(|link| &link.couplings).all(is_of_it);
        part.machine.limits.clear();
        if !is_whole {
            let most = alike.unwrap_or_else(|| {
                part.machine.constants.push(Constant::double(1.0));
                constants.push(Known::double(1.0));
                constants.len() - 1
            });
            part.machine.limits.extend(all.into_iter().map(|all| Limit {
                transmission: Spectrum::Sum(all),
                channels: most,
                ends: [own, own],
            }));
        }
        let part = &part;
        let mut spectra = Spectra::new(&part.machine, &part.links, &part.densities, constants);
        let mut far: Vec<Far> = Vec::new();
        let places = part.places_and(&spectra, goal, |is_above, beyond| {
            let filled = weights.iter().map(|weight| beyond.noise(own, *weight)).collect();
            far.push(Far { is_above, tau: beyond.tau[0], filled });
        })?;
        let points = (4_000 / places.len().max(1)).clamp(1, 8);
        if spectra.excess(&places, points).0.is_some() {
            return Err(Unproven::Channels(own));
        }
        spectra.find_soft(&places);
        let (is_soft, is_wholly) = spectra.softness();
        // Of soft bosons heat is energy, μ being 0.
        let is_other = |weight: &Weight| match weight {
            Weight::Heats(mu) => mu.iter().any(|mu| spectra.constants()[*mu].double != Some(0.0)),
            _ => false,
        };
        if is_soft && (!is_wholly || weights.iter().any(is_other)) {
            return Err(Unproven::At(0.0));
        }
        let channels = &channels;
        let noise = Noise { spectra: &spectra, own, alike, channels, weights, is_soft };
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        let mut integrals = integrate(&noise, &places, goal, apart);
        if let Some(place) = integrals.failed {
            return Err(Unproven::At(place));
        }
        noise.lines(&mut integrals.sums)?;
        let least = alike.map_or(1.0, |place| spectra.constants()[place].hull.lo);
        let parts = integrals.sums.into_iter().zip(&integrals.errors).enumerate();
        let whole = |(channel, (sum, error)): (usize, (S, &f64))| {
            sum.widened(error + most_beyond(&far, channel, least))
        };
        Ok(Fluctuations { of: parts.map(whole).collect(), is_endless: is_soft })
    }
}

/// A link for each coupling of these, and each as a channel of its own.
fn each_alone(links: &[Link]) -> (Vec<Link>, Vec<Range<usize>>) {
    let alone = |link: &Link| {
        let Link { to, from, both_ways, .. } = *link;
        let of = move |place: &usize| Link { to, from, both_ways, couplings: vec![*place] };
        link.couplings.iter().map(of).collect::<Vec<_>>()
    };
    let links: Vec<Link> = links.iter().flat_map(alone).collect();
    let channels = (0..links.len()).map(|place| place..place + 1).collect();
    (links, channels)
}

/// What lies beyond the last places at most, of d channels with d no less than `alike`.
fn most_beyond(far: &[Far], channel: usize, alike: f64) -> f64 {
    let beyond = [true, false].map(|is_above| {
        let mine = || far.iter().filter(|far| far.is_above == is_above);
        let whole: f64 = mine().map(|far| far.tau).sum();
        let filled: f64 = mine().map(|far| far.tau * far.filled[channel]).sum();
        // |Δ|² ≤ f_a + f_b, and |1 − t/d| ≤ 1 + Σ τ/d; the products add as much as that at most.
        if filled == 0.0 { 0.0 } else { 2.0 * (1.0 + whole / alike) * filled * ROUNDED }
    });
    beyond[0] + beyond[1]
}

#[cfg(test)]
mod soundness;
