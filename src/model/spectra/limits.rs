//! What of a machine is infinite: the entropy of empty and full levels, and bosons of vanishing energy.

use super::Spectra;
use crate::formula::{Arithmetic, At, Known, Site, Value};
use crate::model::{Link, Occupation, Statistics};
use crate::numeric::One;
use crate::numeric::quadrature::{End, Panel};

impl<S: Arithmetic> Spectra<'_, S> {
    /// Finds the reservoirs that are empty or full over a whole piece between two places over which carriers
    /// enter or leave them, or at a term of zero width: their entropy grows infinitely fast, because it is −ln 0 a
    /// carrier.
    pub fn find_infinite(&mut self, places: &[End<S>]) -> &[bool] {
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        let mut found = Vec::new();
        for pair in places.windows(2) {
            let panel = Panel::between(&pair[0], &pair[1], apart);
            let offset = S::gather(|_| S::constant(panel.middle()));
            let site = At { origin: panel.origin, offset, middle: panel.middle() };
            for link in self.links {
                let is_alive = || self.transmission(link, &self.exact, &site).is_some();
                found.extend(self.extremes(link, &site).filter(|_| is_alive()));
            }
        }
        for link in self.links {
            let lines = link.couplings.iter().flat_map(|c| &self.machine.couplings[*c].lines);
            for line in lines.filter(|line| self.exact[line.area].double != Some(0.0)) {
                let site = self.at(line.at);
                let is_alive = || !line.factor.is_dead(&self.exact, &site);
                found.extend(self.extremes(link, &site).filter(|_| is_alive()));
            }
        }
        found.into_iter().for_each(|reservoir| self.infinite[reservoir] = true);
        &self.infinite
    }

    /// The reservoirs of a link that are empty or full around a site where the other one is not.
    fn extremes<'b>(
        &'b self,
        link: &'b Link,
        site: &'b At<S::Chunk>,
    ) -> impl Iterator<Item = usize> + use<'b, S> {
        let is = |reservoir: usize, of_holes: bool| match &self.machine.reservoirs[reservoir]
            .occupation
        {
            Occupation::Given { f, rest } => {
                let spectrum = if of_holes { rest } else { f };
                spectrum.is_dead(&self.exact, site)
            }
            Occupation::Equilibrium { .. } | Occupation::Optimal(_) => false,
        };
        [(link.to, link.from), (link.from, link.to)].into_iter().filter_map(move |(mine, other)| {
            let is_extreme = |of_holes| is(mine, of_holes) && !is(other, of_holes);
            (is_extreme(false) || is_extreme(true)).then_some(mine)
        })
    }

    /// Finds the links of bosons that carry infinitely many particles at E = 0, because a reservoir has μ = 0 and
    /// the transmission is not 0 there; and for each reservoir the limit of ṅ and of J that is not finite, else 0.
    pub fn find_soft(&mut self, places: &[End<S>]) -> Vec<[f64; 2]> {
        let mut endless = vec![[0.0; 2]; self.machine.reservoirs.len()];
        let apart = |a: f64, b: f64| S::difference(S::Input::of(a), S::Input::of(b));
        let Some(pair) = places.windows(2).find(|pair| pair[0].near() == 0.0) else {
            return endless;
        };
        let panel = Panel::between(&pair[0], &pair[1], apart);
        let offset = S::gather(|_| S::constant(panel.middle()));
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        for (place, link) in self.links.iter().enumerate() {
            let ends = [link.to, link.from];
            let of = |end: usize| match self.machine.reservoirs[end].occupation {
                Occupation::Equilibrium { mu, t } => Some((mu, t)),
                Occupation::Given { .. } | Occupation::Optimal(_) => None,
            };
            let is_of_bosons = self.machine.reservoirs[link.to].statistics == Statistics::Bose;
            let ([Some(a), Some(b)], true) = (ends.map(of), is_of_bosons) else { continue };
            let soft = [a, b].map(|(mu, _)| self.exact[mu].double == Some(0.0));
            if soft == [false; 2] || self.transmission(link, &self.exact, &site).is_none() {
                continue;
            }
            self.soft[place] = Some(soft);
            let [t_a, t_b] = [a, b].map(|(_, t)| &self.exact[t]);
            // Into the first reservoir.
            let limit = match soft {
                [true, true] => t_b.minus(t_a).near(),
                [true, false] => -1.0,
                _ => 1.0,
            };
            if limit == 0.0 {
                continue;
            }
            for (end, sign, is_soft) in [(ends[0], 1.0, soft[0]), (ends[1], -1.0, soft[1])] {
                let limit = f64::INFINITY.copysign(sign * limit);
                endless[end][0] += limit;
                // μ < 0 of the other one: J = ε̇ − μ ṅ.
                endless[end][1] += if is_soft { 0.0 } else { limit };
            }
        }
        endless
    }

    /// Whether some links carry infinitely many particles at E = 0, and whether all of their reservoirs hold them.
    pub fn softness(&self) -> (bool, bool) {
        let soft = || self.soft.iter().flatten();
        (soft().next().is_some(), soft().all(|soft| *soft == [true; 2]))
    }

    /// E j/T_ab of a link of bosons near E = 0, by E n = T x/(e^x − 1) where μ = 0; nothing farther up.
    pub(super) fn softly<P: Site>(
        &self,
        link: &Link,
        soft: [bool; 2],
        constants: &[Known<<P::Value as Value>::Number>],
        site: &P,
    ) -> Option<P::Value> {
        let zero = Known::double(0.0);
        let energy = |end: usize, is_soft: bool| {
            let Occupation::Equilibrium { mu, t } = self.machine.reservoirs[end].occupation else {
                return None;
            };
            if site.side(&zero) > constants[t].near() {
                return None;
            }
            let t = P::Value::constant(&constants[t]);
            let x = site.offset(&constants[mu]).over(t.clone());
            Some(match is_soft {
                true => t.times(x.planck()),
                false => site.offset(&zero).times(x.bose()),
            })
        };
        let (a, b) = (energy(link.to, soft[0])?, energy(link.from, soft[1])?);
        Some(b.minus(a))
    }
}
