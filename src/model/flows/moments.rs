//! Moments of transmissions, by which flows respond to small differences of μ and T.
//!
//! Where all reservoirs have one μ and one T, what enters a from b changes by ṅ = K_0 δμ + K_1 δT/T and
//! J = K_1 δμ + K_2 δT/T with δμ and δT of b, K_k = ∫ T_ab (−f′)(E − μ)^k dE.

use super::{Plan, Unproven};
use crate::formula::Known;
use crate::model::density::Density;
use crate::model::integral::Integrable;
use crate::model::machine::{Link, Machine};
use crate::model::spectra::Spectra;
use crate::model::vanishing::Vanishing;
use crate::numeric::quadrature::Goal;

/// K_0, K_1 and K_2 of all transmissions of some links.
#[derive(Clone, Debug)]
pub struct Moments<S> {
    /// The three.
    pub of: [S; 3],
    /// Whether all carriers have one energy, so that K_0 K_2 = K_1².
    pub is_sharp: bool,
    /// Whether K_0 and K_1 are infinite: bosons of vanishing energy. They are not those above.
    pub is_endless: bool,
}

impl Plan {
    /// The moments of the links that are asked for, with the occupation of the reservoir into which each is counted;
    /// nothing where there are none.
    ///
    /// # Errors
    /// [`Unproven`] where no bound of the error is known.
    pub fn moments<S: Integrable>(
        &self,
        is_asked: impl Fn(&Link) -> bool,
        constants: &[Known<S>],
        goal: Goal,
    ) -> Result<Option<Moments<S>>, Unproven> {
        self.signs(constants)?;
        let links: Vec<Link> =
            self.links.iter().filter(|link| !link.is_pump() && is_asked(link)).cloned().collect();
        if links.is_empty() {
            return Ok(None);
        }
        let is_sharp = is_sharp(&self.machine, &links, constants);
        let of_power =
            |(place, link): (usize, &Link), power: u32| (place, Density::Response(link.to, power));
        let all = links.iter().enumerate().flat_map(|of| (0..3).map(move |k| of_power(of, k)));
        let all = all.collect();
        let mut part = self.of_links(links).of_densities(all);
        let soft = {
            let mut spectra =
                Spectra::new(&part.machine, &part.links, &part.densities, constants.to_vec());
            let (places, _) = part.places(&spectra, goal)?;
            spectra.find_soft(&places);
            spectra.softness()
        };
        let is_endless = match soft {
            (false, _) => false,
            (true, true) => true,
            (true, false) => return Err(Unproven::At(0.0)),
        };
        if is_endless {
            part = part.with(|density| matches!(density, Density::Response(_, 2)));
        }
        let Plan { machine, links, densities, .. } = &part;
        let mut spectra = Spectra::new(machine, links, densities, constants.to_vec());
        let (places, tails) = part.places(&spectra, goal)?;
        spectra.find_soft(&places);
        let mut integrals = S::integrals(&spectra, &places, goal);
        if let Some(place) = integrals.failed {
            return Err(Unproven::At(place));
        }
        let sum = |a: S, b: S| a.minus(b.negated());
        spectra.lines(|channel, value| {
            integrals.sums[channel] = sum(integrals.sums[channel].clone(), value);
        });
        let twins: Vec<usize> = (0..constants.len()).collect();
        let known = Vanishing::of(machine, links, densities, constants, &twins);
        let of = [0, 1, 2].map(|power| {
            let is_mine = |place: &usize| {
                let (_, density) = densities[*place];
                matches!(density, Density::Response(_, own) if own == power)
                    && !known.is_zero(*place)
            };
            let mine = (0..densities.len()).filter(is_mine);
            let whole = |place: usize| {
                let ([error, drift], [tail, slope]) = (integrals.errors[place], tails[place]);
                integrals.sums[place].clone().within(error + tail, drift + slope)
            };
            mine.map(whole).reduce(sum).unwrap_or_else(|| S::constant(0.0))
        });
        Ok(Some(Moments { of, is_sharp, is_endless }))
    }
}

/// Whether all that some links carry are terms of zero width at one energy.
fn is_sharp<S: Integrable>(machine: &Machine, links: &[Link], constants: &[Known<S>]) -> bool {
    let couplings = || {
        let all = links.iter().flat_map(|link| &link.couplings);
        all.map(|place| &machine.couplings[*place])
    };
    let mut lines = couplings().flat_map(|coupling| &coupling.lines);
    let Some(first) = lines.next() else { return false };
    let is_same = |at: usize| {
        let double = |place: usize| constants[place].double;
        at == first.at || double(at).is_some() && double(at) == double(first.at)
    };
    lines.all(|line| is_same(line.at))
        && couplings().all(|coupling| coupling.transmission.is_nothing(constants))
}
