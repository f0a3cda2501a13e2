//! Spectral currents and their derivatives with respect to a parameter, as functions to be integrated.

use super::{Numbers, Spectra, of, roughly};
use crate::formula::{
    Arithmetic, At, Known, Moved, Moving, Point, Rim, Site, Value, roughly_moving,
};
use crate::model::Link;
use crate::model::mixture::Mixture;
use crate::numeric::quadrature::{End, Integrands, Panel, Region, Rule};
use crate::numeric::{Enclosed, Lanes, One};

/// A number of which its enclosure is asked, and that of its derivative.
type Rough = Known<Moving<Lanes<1>>>;

/// The values of all densities, then the derivatives F_p + (v F)_E.
#[derive(Debug)]
pub struct Slopes<'a, S> {
    spectra: &'a Spectra<'a, Moving<S>>,
    rough: Vec<Rough>,
    forces: Vec<Option<(Rough, Rough)>>,
    mixtures: Vec<Option<Mixture<Moving<Lanes<1>>>>>,
    flow: Flow<S>,
}

/// The speed v(E) of energies, continuous and linear between places.
#[derive(Debug)]
struct Flow<S> {
    /// The places, roughly: double and what lies beyond it.
    places: Vec<(f64, f64)>,
    /// Between each two places; nothing where both rest.
    parts: Vec<Option<Part<S>>>,
}

/// v = start + slope·(E − left).
#[derive(Debug)]
struct Part<S> {
    origin: f64,
    offset: S,
    start: Known<S>,
    slope: Known<S>,
}

impl<S: Enclosed> Flow<S> {
    fn new(places: &[End<Moving<S>>]) -> Self {
        let part = |pair: &[End<Moving<S>>]| {
            let [left, right] = [&pair[0], &pair[1]];
            let [a, b] = [left, right].map(|end| end.offset.slope.clone());
            if a.is_none() && b.is_none() {
                return None;
            }
            let zero = || Known::double(0.0);
            let (a, b) = (a.unwrap_or_else(zero), b.unwrap_or_else(zero));
            let apart = S::difference(S::Input::of(right.origin), S::Input::of(left.origin));
            let width =
                apart.minus(left.offset.value.clone()).minus(right.offset.value.clone().negated());
            let slope = match b.minus(&a) {
                rise if rise.double == Some(0.0) => rise,
                rise => rise.over(&Known::of(width)),
            };
            let (origin, offset) = (left.origin, left.offset.value.clone());
            Some(Part { origin, offset, start: a, slope })
        };
        Self {
            places: places.iter().map(|end| (end.origin, end.rough)).collect(),
            parts: places.windows(2).map(part).collect(),
        }
    }

    /// The part around the panel with this middle.
    fn part(&self, origin: f64, middle: f64) -> Option<&Part<S>> {
        let is_before = |(place, rough): &(f64, f64)| (origin - place) + (middle - rough) >= 0.0;
        let after = self.places.partition_point(is_before);
        self.parts.get(after.checked_sub(1)?)?.as_ref()
    }
}

impl<S: Enclosed> Part<S> {
    /// The origin of a panel minus the left place.
    fn shift(&self, origin: f64) -> Known<S> {
        let apart = S::difference(S::Input::of(origin), S::Input::of(self.origin));
        Known::of(apart.minus(self.offset.clone()))
    }

    /// v at an offset from the origin of a panel, as numbers.
    fn speed<V: Value<Number = S>>(&self, origin: f64, offset: V) -> V {
        let along = V::constant(&self.shift(origin)).plus(offset);
        V::constant(&self.start).plus(V::constant(&self.slope).times(along))
    }

    /// The same, enclosed or in doubles.
    fn roughly<V: Value<Number = Lanes<1>>>(&self, origin: f64, offset: V) -> V {
        let along = V::constant(&roughly(&self.shift(origin))).plus(offset);
        let slope = V::constant(&roughly(&self.slope));
        V::constant(&roughly(&self.start)).plus(slope.times(along))
    }
}

/// A region whose energies move.
struct MovingRegion<'a> {
    region: &'a Region,
    speed: Option<Rim>,
}

impl Site for MovingRegion<'_> {
    type Value = Moved<Rim>;

    fn offset(&self, c: &Rough) -> Moved<Rim> {
        let value = self.region.offset(&Moving::plain(c));
        let at = c.value.slope.as_ref().map(Rim::constant);
        let slope = match (self.speed, at) {
            (Some(speed), Some(at)) => Some(speed.minus(at)),
            (speed, at) => speed.or(at.map(Rim::negated)),
        };
        Moved { value, slope }
    }

    fn side(&self, c: &Rough) -> f64 {
        self.region.side(&Moving::plain(c))
    }

    fn depth(&self, c: &Rough, width: &Rough) -> f64 {
        self.region.depth(&Moving::plain(c), &Moving::plain(width))
    }
}

impl<S: Arithmetic> Spectra<'_, Moving<S>> {
    /// Bounds of the transmission of a link over a region whose energies rest, and of its derivative.
    pub fn sizes(&self, link: &Link, region: &Region) -> [f64; 2] {
        let rough: Vec<_> = self.exact.iter().map(roughly_moving).collect();
        let site = MovingRegion { region, speed: None };
        self.transmission(link, &rough, &site).map_or([0.0; 2], |found| {
            [found.value.size(), found.slope.map_or(0.0, |slope| slope.size())]
        })
    }
}

impl<'a, S: Arithmetic> Slopes<'a, S> {
    /// Those of a machine between these places.
    pub fn new(spectra: &'a Spectra<'a, Moving<S>>, places: &[End<Moving<S>>]) -> Self {
        let pair =
            |(a, b): &(Known<Moving<S>>, Known<Moving<S>>)| (roughly_moving(a), roughly_moving(b));
        let mixture =
            |mixture: &Option<Mixture<Moving<S>>>| mixture.as_ref().map(|m| m.map(roughly_moving));
        Self {
            spectra,
            rough: spectra.exact.iter().map(roughly_moving).collect(),
            forces: spectra.forces.iter().map(|force| force.as_ref().map(pair)).collect(),
            mixtures: spectra.mixtures.iter().map(mixture).collect(),
            flow: Flow::new(places),
        }
    }

    fn rough_numbers(&self) -> Numbers<'_, Moving<Lanes<1>>> {
        Numbers { constants: &self.rough, forces: &self.forces, mixtures: &self.mixtures }
    }
}

/// F_p + v F_E + v_E F.
fn whole<V: Value>(value: &Moved<V>, stretch: Option<&V>) -> Option<V> {
    let stretched = stretch.map(|stretch| value.value.clone().times(stretch.clone()));
    match (value.slope.clone(), stretched) {
        (Some(a), Some(b)) => Some(a.plus(b)),
        (a, b) => a.or(b),
    }
}

impl<S: Arithmetic> Integrands<S> for Slopes<'_, S> {
    fn count(&self) -> usize {
        2 * self.spectra.densities.len()
    }

    fn add(&self, panel: &Panel<S>, rule: Rule, sums: &mut [S]) {
        let count = self.spectra.densities.len();
        let part = self.flow.part(panel.origin, panel.middle());
        let stretch = part.map(|part| S::Chunk::constant(&part.slope));
        let mut totals: Vec<Option<S::Chunk>> = vec![None; sums.len()];
        let (middle, half) = panel.exact();
        let [start, half] = [middle, half].map(|number| S::gather(|_| number.clone()));
        for [at, weight] in S::rule(rule).iter() {
            let offsets = start.clone().plus_product(half.clone(), at.clone());
            let speed = part.map(|part| part.speed(panel.origin, offsets.clone()));
            let offset = Moved { value: offsets, slope: speed };
            let site = At { origin: panel.origin, offset, middle: panel.middle() };
            let numbers = self.spectra.numbers();
            let transmitted =
                |_: usize, link: &Link| self.spectra.transmission(link, &self.spectra.exact, &site);
            self.spectra.evaluate(&numbers, &site, transmitted, |channel, current, factor| {
                let value: Moved<S::Chunk> = of(current, factor);
                let slope = whole(&value, stretch.as_ref());
                for (place, value) in [(channel, Some(value.value)), (count + channel, slope)] {
                    let Some(value) = value else { continue };
                    let term = value.times(weight.clone());
                    totals[place] = Some(match totals[place].take() {
                        Some(total) => total.plus(term),
                        None => term,
                    });
                }
            });
        }
        for (sum, total) in sums.iter_mut().zip(totals) {
            if let Some(total) = total {
                *sum = sum.clone().minus(S::total(&total, S::WIDTH).negated());
            }
        }
    }

    fn rough(&self, panel: &Panel<S>, offset: f64, values: &mut [f64]) {
        let count = self.spectra.densities.len();
        let part = self.flow.part(panel.origin, panel.middle());
        let stretch = part.map(|part| Point::constant(&roughly(&part.slope)));
        let offset = Point(Lanes([offset]));
        let speed = part.map(|part| part.roughly(panel.origin, offset.clone()));
        let offset = Moved { value: offset, slope: speed };
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        values.fill(0.0);
        let transmitted =
            |_: usize, link: &Link| self.spectra.transmission(link, &self.rough, &site);
        self.spectra.evaluate(
            &self.rough_numbers(),
            &site,
            transmitted,
            |channel, current, weight| {
                let value = of(current, weight);
                let slope = whole(&value, stretch.as_ref());
                let Point(Lanes([value])) = value.value;
                values[channel] = value;
                values[count + channel] = slope.map_or(0.0, |Point(Lanes([slope]))| slope);
            },
        );
    }

    fn bounds(&self, region: &Region, bounds: &mut [f64]) {
        let count = self.spectra.densities.len();
        let part = self.flow.part(region.origin, region.middle);
        // The arcs themselves, from the origin.
        let arcs = region.offset(&Known::double(region.origin));
        let speed = part.map(|part| part.roughly(region.origin, arcs));
        let stretch = part.map_or(0.0, |part| part.slope.hull.size());
        let site = MovingRegion { region, speed };
        bounds.fill(0.0);
        let transmitted =
            |_: usize, link: &Link| self.spectra.transmission(link, &self.rough, &site);
        self.spectra.evaluate(
            &self.rough_numbers(),
            &site,
            transmitted,
            |channel, current, weight| {
                let value = match weight {
                    Some(weight) => current.weighted(weight),
                    None => current,
                };
                // Of what was weighted nothing but the size is known.
                let size = value.value.size();
                let slope = value.slope.map_or(0.0, |slope: Rim| slope.size());
                let stretched = if stretch == 0.0 { 0.0 } else { size * stretch };
                bounds[channel] = size;
                bounds[count + channel] = (slope + stretched) * (1.0 + 4.0 * f64::EPSILON);
            },
        );
    }

    fn poles(&self) -> &[(f64, f64)] {
        self.spectra.poles()
    }
}
