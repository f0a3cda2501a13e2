//! A machine at single energies, with bounds: occupations, transmissions, and enclosures of currents.

use super::{Spectra, of};
use crate::formula::{Arithmetic, At, Known, Line, Rim, Site, Value};
use crate::model::statistics::Between;
use crate::model::{Link, Occupation};
use crate::numeric::quadrature::Region;
use crate::numeric::{Interval, Real, Rectangle};

impl<S: Arithmetic> Spectra<'_, S> {
    /// The densities of each term of zero width: its energy as the place of a constant, the density, and the
    /// value times the area.
    pub fn each_line(&self, mut put: impl FnMut(usize, usize, S)) {
        for (place, link) in self.links.iter().enumerate() {
            let lines = link.couplings.iter().flat_map(|c| &self.machine.couplings[*c].lines);
            for Line { at, area, factor } in lines {
                let site = self.at(*at);
                if factor.is_dead(&self.exact, &site) {
                    continue;
                }
                let area = S::Chunk::constant(&self.exact[*area]);
                let strength = area.times(factor.value(&self.exact, &site));
                let only = |other: usize, _: &Link| (other == place).then(|| strength.clone());
                self.evaluate(&self.numbers(), &site, only, |channel, current, weight| {
                    let value: S::Chunk = of(current, weight);
                    put(*at, channel, S::total(&value, 1));
                });
            }
        }
    }

    /// An enclosure of the spectral current over a part of the axis: the sum over all links of what goes into
    /// the reservoirs that they lead to, of some of them with the opposite sign.
    pub fn range(&self, directions: &[bool], region: &Region) -> Interval {
        let mut total: Option<Interval> = None;
        for (place, (link, is_into)) in self.links.iter().zip(directions).enumerate() {
            let Some(transmission) = self.transmission(link, &self.rough, region) else { continue };
            let current = match link.is_pump() {
                true => transmission.range(),
                false => {
                    let height = Rectangle::real(transmission.range());
                    let between = self.difference(place, link, region);
                    height.times(Rectangle::real(between.range())).re
                }
            };
            let signed = match is_into {
                true => current,
                false => Interval { lo: -current.hi, hi: -current.lo },
            };
            total = Some(total.map_or(signed, |total| total + signed));
        }
        total.unwrap_or(Interval::point(0.0))
    }

    /// f_b − f_a of a link over a region.
    fn difference(&self, place: usize, link: &Link, region: &Region) -> Rim {
        let numbers = self.rough_numbers();
        let [a, b] = [link.to, link.from].map(|end| self.occupied(end, &numbers, region));
        let statistics = self.machine.reservoirs[link.to].statistics;
        match (&self.rough_forces[place], &self.machine.reservoirs[link.to].occupation) {
            (Some((slope, shift)), Occupation::Equilibrium { mu, .. }) => {
                let offset = region.offset(&self.rough[*mu]);
                let along = Rim::constant(slope).times(offset);
                Between::equilibria(&a, &b, along.plus(Rim::constant(shift))).current
            }
            _ => Between::any(statistics, &a, &b).current,
        }
    }

    /// An energy as a place where functions are asked for their values.
    fn site(&self, energy: &Known<S>) -> At<S::Chunk> {
        let origin = energy.near();
        let offset = energy.minus(&Known::double(origin));
        At { origin, middle: offset.near(), offset: S::gather(|_| offset.value.clone()) }
    }

    /// f of a reservoir at an energy, or n of bosons.
    pub fn occupation(&self, reservoir: usize, energy: &Known<S>) -> S {
        let occupied = self.occupied(reservoir, &self.numbers(), &self.site(energy));
        S::total(&occupied.f, 1)
    }

    /// y = ln(1/f + s) of a reservoir at an energy (Eq. 6).
    pub fn logarithm(&self, reservoir: usize, energy: &Known<S>) -> S {
        let occupied = self.occupied(reservoir, &self.numbers(), &self.site(energy));
        S::total(&occupied.y, 1)
    }

    /// All values of y of a reservoir of fermions over a part of the axis, where 0 ≤ f ≤ 1; ±∞ where it is empty or full.
    pub fn logarithms(&self, reservoir: usize, region: &Region) -> Interval {
        if let Occupation::Given { f, rest } = &self.machine.reservoirs[reservoir].occupation {
            for (spectrum, limit) in [(f, f64::INFINITY), (rest, f64::NEG_INFINITY)] {
                if spectrum.is_dead(&self.rough, region) {
                    return Interval::point(limit);
                }
            }
        }
        let occupied = self.occupied(reservoir, &self.rough_numbers(), region);
        if let Some(known) = occupied.y.on_axis() {
            return known;
        }
        // Where f or 1 − f may be 0, one of the two bounds is still known.
        let (f, rest) = (occupied.f.range(), occupied.rest.range());
        let log = |part: f64, whole: f64| {
            let logs = [part, whole].map(|side| Rectangle::real(Interval::point(side)).ln());
            let [part, whole] = logs;
            (part.is_known() && whole.is_known()).then(|| whole.re.minus(part.re))
        };
        let lo = log(f.hi, rest.lo).map_or(f64::NEG_INFINITY, |log| log.lo);
        let hi = log(f.lo, rest.hi).map_or(f64::INFINITY, |log| log.hi);
        Interval { lo, hi }
    }

    /// The transmission of a link at an energy. Terms of zero width are left out.
    pub fn height(&self, link: &Link, energy: &Known<S>) -> S {
        let found = self.transmission(link, &self.exact, &self.site(energy));
        found.map_or_else(|| S::constant(0.0), |value| S::total(&value, 1))
    }
}
