//! The noise of a reservoir as a function that is integrated.
//!
//! C = ∫ ⟨⟨δI(t) δI(0)⟩⟩ dt is that of zero frequency, two-sided. Where reservoir a has one channel, what leaves it is
//! one mode with the occupation p = f_a + Σ_b T_ab (f_b − f_a), and with t = Σ_b T_ab and Δ_bc = f_b − f_c
//!
//! C = ∫ w² {Σ_b T_ab [f_a (1 + s f_a) + f_b (1 + s f_b)] − s [(1 − t) Σ_b T_ab Δ_ab² + Σ_{b<c} T_ab T_ac Δ_bc²]} dE
//!
//! of particles (w = 1), energy (w = E), heat (w = E − μ) and entropy (w = y). No term is negative for fermions. Of d
//! channels that are all alike, T_ab and t being their sums, 1 − t is 1 − t/d, and T_ab T_ac is divided by d.
//!
//! Channels that do not mix, as those of the eigenvalues T_n of a transmission, know nothing of each other: their noises
//! add up, to T [f_a (1 + s f_a) + f_b (1 + s f_b)] − s (T − Σ T_n²) Δ_ab² between two reservoirs.

mod bounds;

use super::{Numbers, Spectra, of};
use crate::formula::{Arithmetic, Known, Line, Rim, Site, Value};
use crate::formula::{At, Point};
use crate::model::machine::{Link, Occupation};
use crate::model::statistics::Occupied;
use crate::model::{Statistics, Unproven};
use crate::numeric::quadrature::{Ellipse, Integrands, Panel, Region, Rule};
use crate::numeric::{Interval, Lanes};
use std::ops::Range;

/// What of each carrier is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// 1.
    Particles,
    /// E.
    Energy,
    /// E − μ of the reservoir, in equilibrium.
    Heat,
    /// y of the reservoir.
    Entropy,
    /// The heats of two reservoirs in equilibrium together, (E − μ_a)(E − μ_b) instead of a square: the constants μ.
    Heats([usize; 2]),
}

/// The integrands of the noise of one reservoir. The links of the spectra are those that lead into it.
#[derive(Debug)]
pub struct Noise<'a, S> {
    /// The spectral currents.
    pub spectra: &'a Spectra<'a, S>,
    /// The reservoir.
    pub own: usize,
    /// The constant that says how many channels are alike; one where there is none.
    pub alike: Option<usize>,
    /// The links of each channel, or of each set of channels that are alike; no link is of two.
    pub channels: &'a [Range<usize>],
    /// What is counted, one for each integral.
    pub weights: &'a [Weight],
    /// Whether all reservoirs hold infinitely many bosons at E = 0: of those energies are counted, E² C by E f.
    pub is_soft: bool,
}

impl<S: Arithmetic> Noise<'_, S> {
    fn other(&self, link: &Link) -> usize {
        if link.to == self.own { link.from } else { link.to }
    }

    fn statistics(&self) -> Statistics {
        self.spectra.machine.reservoirs[self.own].statistics
    }

    /// w² of an integral at a site, or the product of two.
    fn weight<P: Site>(
        &self,
        weight: Weight,
        own: &Occupied<P::Value>,
        constants: &[Known<<P::Value as Value>::Number>],
        site: &P,
    ) -> Option<P::Value> {
        if self.is_soft {
            return None;
        }
        let along = match weight {
            Weight::Particles => return None,
            Weight::Energy => site.offset(&Known::double(0.0)),
            Weight::Heat => match self.spectra.machine.reservoirs[self.own].occupation {
                Occupation::Equilibrium { mu, .. } => site.offset_of(constants, mu),
                Occupation::Given { .. } | Occupation::Optimal(_) => own.y.clone(),
            },
            Weight::Entropy => own.y.clone(),
            Weight::Heats(mu) => {
                let [a, b] = mu.map(|mu| site.offset_of(constants, mu));
                return Some(a.times(b));
            }
        };
        Some(along.square())
    }

    /// How a reservoir is occupied at a site; E n = T x/(e^x − 1) and E (1 + n) of soft bosons.
    fn occupied<P: Site>(
        &self,
        reservoir: usize,
        numbers: &Numbers<'_, <P::Value as Value>::Number>,
        site: &P,
    ) -> Occupied<P::Value> {
        let occupation = &self.spectra.machine.reservoirs[reservoir].occupation;
        let (true, Occupation::Equilibrium { mu, t }) = (self.is_soft, occupation) else {
            return self.spectra.occupied(reservoir, numbers, site);
        };
        let t = P::Value::constant(&numbers.constants[*t]);
        let energy = site.offset_of(numbers.constants, *mu);
        let y = energy.clone().over(t.clone());
        let f = t.times(y.clone().planck());
        Occupied { rest: energy.plus(f.clone()), f, y }
    }

    /// The integrands at a site: `put` gets two factors of each. Nothing is put where no transmission is alive.
    fn evaluate<P: Site>(
        &self,
        numbers: &Numbers<'_, <P::Value as Value>::Number>,
        site: &P,
        mut put: impl FnMut(usize, P::Value, Option<P::Value>),
    ) {
        let constants = numbers.constants;
        let spectra = self.spectra;
        let mut occupied: Vec<Option<Occupied<P::Value>>> =
            vec![None; spectra.machine.reservoirs.len()];
        let mut filled = |reservoir: usize| {
            let found = &mut occupied[reservoir];
            found.get_or_insert_with(|| self.occupied(reservoir, numbers, site)).clone()
        };
        let mut total: Option<P::Value> = None;
        for channel in self.channels {
            let mut others = Vec::new();
            for link in &spectra.links[channel.clone()] {
                let Some(t) = spectra.transmission(link, constants, site) else { continue };
                others.push((filled(self.other(link)), t));
            }
            if others.is_empty() {
                continue;
            }
            let own = filled(self.own);
            let Some(more) = self.of_channel(&own, &others, constants) else { continue };
            total = Some(match total {
                Some(total) => total.plus(more),
                None => more,
            });
        }
        let Some(total) = total else { return };
        let own = filled(self.own);
        for (channel, weight) in self.weights.iter().enumerate() {
            if self.is_soft && *weight == Weight::Particles {
                continue;
            }
            put(channel, total.clone(), self.weight(*weight, &own, constants, site));
        }
    }

    /// What fluctuates in one channel, or in all that are alike, by the transmissions to the others.
    fn of_channel<V: Value>(
        &self,
        own: &Occupied<V>,
        others: &[(Occupied<V>, V)],
        constants: &[Known<V::Number>],
    ) -> Option<V> {
        let fluctuating = |of: &Occupied<V>| of.f.clone().times(of.rest.clone());
        let apart = |a: &Occupied<V>, b: &Occupied<V>| a.f.clone().minus(b.f.clone()).square();
        let alike = self.alike.map(|place| V::constant(&constants[place]));
        let shared = |value: V| match &alike {
            Some(alike) => value.over(alike.clone()),
            None => value,
        };
        let sum = |all: &mut dyn Iterator<Item = V>| all.reduce(V::plus);
        let mine = fluctuating(own);
        let thermal = sum(&mut others
            .iter()
            .map(|(other, t)| t.clone().times(mine.clone().plus(fluctuating(other)))))?;
        let whole = sum(&mut others.iter().map(|(_, t)| t.clone()))?;
        let crossed = sum(&mut others.iter().map(|(other, t)| t.clone().times(apart(other, own))))?;
        let one = V::constant(&Known::double(1.0));
        let mut shot = one.minus(shared(whole)).times(crossed);
        for (place, (b, t)) in others.iter().enumerate() {
            for (c, u) in &others[..place] {
                let both = shared(t.clone().times(u.clone()));
                shot = shot.plus(both.times(apart(b, c)));
            }
        }
        Some(match self.statistics() {
            Statistics::Fermi => thermal.plus(shot),
            Statistics::Bose => thermal.minus(shot),
        })
    }

    /// What terms of zero width add: each is a window in which every carrier passes, of vanishing width and of the
    /// area that is given.
    ///
    /// # Errors
    /// [`Unproven::Channels`] where something else passes at the energy of such a term.
    pub fn lines(&self, sums: &mut [S]) -> Result<(), Unproven> {
        let spectra = self.spectra;
        let numbers = spectra.numbers();
        let mut before: Vec<Interval> = Vec::new();
        for link in spectra.links {
            let lines = link.couplings.iter().flat_map(|c| &spectra.machine.couplings[*c].lines);
            for Line { at, area, factor } in lines {
                let site = spectra.at(*at);
                if factor.is_dead(&spectra.exact, &site) || spectra.exact[*area].double == Some(0.0)
                {
                    continue;
                }
                let hull = spectra.exact[*at].hull;
                let meets = |other: &Interval| other.lo <= hull.hi && hull.lo <= other.hi;
                let is_alive =
                    |link: &Link| spectra.transmission(link, &spectra.exact, &site).is_some();
                if before.iter().any(meets) || spectra.links.iter().any(is_alive) {
                    return Err(Unproven::Channels(self.own));
                }
                before.push(hull);
                let area = S::Chunk::constant(&spectra.exact[*area]);
                let strength = area.times(factor.value(&spectra.exact, &site));
                let [own, other] =
                    [self.own, self.other(link)].map(|end| spectra.occupied(end, &numbers, &site));
                let fluctuating = own.f.clone().times(own.rest.clone());
                let fluctuating = fluctuating.plus(other.f.times(other.rest));
                let noise = strength.times(fluctuating);
                for (sum, weight) in sums.iter_mut().zip(self.weights) {
                    let weight = self.weight(*weight, &own, &spectra.exact, &site);
                    let value: S::Chunk = of(noise.clone(), weight);
                    *sum = sum.clone().minus(S::total(&value, 1).negated());
                }
            }
        }
        Ok(())
    }
}

impl<S: Arithmetic> Integrands<S> for Noise<'_, S> {
    fn count(&self) -> usize {
        self.weights.len()
    }

    fn add(&self, panel: &Panel<S>, rule: Rule, sums: &mut [S]) {
        let mut totals: Vec<Option<S::Chunk>> = vec![None; sums.len()];
        let (numbers, middle) = (self.spectra.numbers(), panel.middle());
        let (start, half) = panel.exact();
        let [start, half] = [start, half].map(|number| S::gather(|_| number.clone()));
        for [at, weight] in S::rule(rule).iter() {
            let offset = start.clone().plus_product(half.clone(), at.clone());
            let site = At { origin: panel.origin, offset, middle };
            self.evaluate(&numbers, &site, |channel, value: S::Chunk, factor| {
                let term = of(value, factor).times(weight.clone());
                totals[channel] = Some(match totals[channel].take() {
                    Some(total) => total.plus(term),
                    None => term,
                });
            });
        }
        for (sum, total) in sums.iter_mut().zip(totals) {
            if let Some(total) = total {
                *sum = sum.clone().minus(S::total(&total, S::WIDTH).negated());
            }
        }
    }

    fn rough(&self, panel: &Panel<S>, x: f64, values: &mut [f64]) {
        let offset = Point(Lanes([x]));
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        values.fill(0.0);
        self.evaluate(&self.spectra.rough_numbers(), &site, |channel, value, factor| {
            let Point(Lanes([value])) = of(value, factor);
            values[channel] = value;
        });
    }

    fn quick_bounds(&self, ellipse: &Ellipse, bounds: &mut [f64]) -> bool {
        self.closed(ellipse, bounds)
    }

    fn bounds(&self, region: &Region, bounds: &mut [f64]) {
        bounds.fill(0.0);
        self.evaluate(&self.spectra.rough_numbers(), region, |channel, value: Rim, factor| {
            let value = match factor {
                Some(factor) => value.weighted(factor),
                None => value,
            };
            bounds[channel] = value.size();
        });
    }

    fn poles(&self) -> &[(f64, f64)] {
        self.spectra.hints()
    }
}

#[cfg(test)]
mod soundness;
