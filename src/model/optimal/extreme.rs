//! The flows of all conditions where a demon over a range of energies is full, or empty.

use super::broad::{Broad, Condition, Neighbour, summed};
use crate::formula::{Arithmetic, At, Constants, Known, Level, Majorant, Point, Rim, Site, Value};
use crate::numeric::Lanes;
use crate::numeric::quadrature::{Ellipse, Integrands, Panel, Region, Rule};

/// The flows of all conditions where the demon is full, or empty.
pub(super) struct Extreme<'a, S> {
    pub(super) broad: &'a Broad,
    pub(super) exact: &'a Constants<S>,
    pub(super) rough: &'a Constants<Lanes<1>>,
    pub(super) bounded: &'a [Bounded],
    pub(super) hints: &'a [(f64, f64)],
    pub(super) is_full: bool,
}

/// What bounds a neighbour's flow in ellipses, in closed form.
pub(super) struct Bounded {
    reservoir: usize,
    transmissions: Vec<Majorant>,
    level: Level,
}

/// What the roundings of a few operations of one sign are, at most.
const ROUNDED: f64 = 1.0 + 1e-12;

impl Bounded {
    /// Of all neighbours, where the constants have these values.
    pub(super) fn all(broad: &Broad, rough: &Constants<Lanes<1>>) -> Vec<Self> {
        let one = |neighbour: &Neighbour| Bounded {
            reservoir: neighbour.reservoir,
            transmissions: neighbour.transmissions.iter().map(|t| Majorant::of(t, rough)).collect(),
            level: Level { mu: rough[neighbour.mu].hull, t: rough[neighbour.t].hull },
        };
        broad.neighbours.iter().map(one).collect()
    }
}

impl<S: Arithmetic> Extreme<'_, S> {
    fn evaluate<P: Site>(
        &self,
        constants: &[Known<<P::Value as Value>::Number>],
        site: &P,
    ) -> Vec<P::Value> {
        let conditions = &self.broad.conditions;
        let Some(local) = self.broad.local(constants, site) else {
            return vec![P::Value::constant(&Known::double(0.0)); conditions.len()];
        };
        let currents = local.extremes(self.is_full);
        conditions.iter().map(|condition| local.flow(*condition, &currents)).collect()
    }
}

impl<S: Arithmetic> Integrands<S> for Extreme<'_, S> {
    fn count(&self) -> usize {
        self.broad.conditions.len()
    }

    fn add(&self, panel: &Panel<S>, rule: Rule, sums: &mut [S]) {
        summed(panel, rule, sums, |site| self.evaluate(self.exact, site));
    }

    fn rough(&self, panel: &Panel<S>, offset: f64, values: &mut [f64]) {
        let offset = Point(Lanes([offset]));
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        let found: Vec<Point<Lanes<1>>> = self.evaluate(self.rough, &site);
        values.iter_mut().zip(found).for_each(|(value, Point(Lanes([found])))| *value = found);
    }

    fn quick_bounds(&self, ellipse: &Ellipse, bounds: &mut [f64]) -> bool {
        let sizes = |neighbour: &Bounded| {
            let t: f64 = neighbour.transmissions.iter().map(|part| part.size(ellipse)).sum();
            let filled = match neighbour.level.t.lo > 0.0 {
                true => neighbour.level.range(ellipse).fermi()[usize::from(self.is_full)],
                false => f64::INFINITY,
            };
            let most = if t == 0.0 { 0.0 } else { t * filled * ROUNDED };
            (neighbour.reservoir, most)
        };
        let sizes: Vec<(usize, f64)> = self.bounded.iter().map(sizes).collect();
        let (from, off) = ellipse.place(self.rough[self.broad.origin].hull);
        let height = (from.abs() + off + ellipse.axes[0]) * ROUNDED;
        let all: f64 = sizes.iter().map(|(_, size)| size).sum::<f64>() * ROUNDED;
        let of = |reservoir: usize| {
            let own = sizes.iter().find(|(other, _)| *other == reservoir);
            own.map_or(0.0, |(_, size)| *size)
        };
        for (bound, condition) in bounds.iter_mut().zip(&self.broad.conditions) {
            *bound = match *condition {
                Condition::Particles => all,
                Condition::Energy => all * height * ROUNDED,
                Condition::ParticlesOf(reservoir) => of(reservoir),
                Condition::HeatOf(reservoir) => of(reservoir) * height * ROUNDED,
            };
        }
        true
    }

    fn bounds(&self, region: &Region, bounds: &mut [f64]) {
        let found: Vec<Rim> = self.evaluate(self.rough, region);
        bounds.iter_mut().zip(found).for_each(|(bound, found)| *bound = found.size());
    }

    fn poles(&self) -> &[(f64, f64)] {
        self.hints
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::Spectrum;
    use crate::numeric::quadrature::End;
    use crate::numeric::random::Random;

    /// Bounds in closed form are no smaller than what is found at points of the axis, and not much larger than
    /// enclosures say.
    #[test]
    fn a_bound_is_above_what_flows_and_near_what_is_enclosed() {
        let mut random = Random(5);
        let (mut known, mut nearest, mut widest) = (0, 0.0f64, 0.0f64);
        for round in 0..600 {
            let mut about = |a: f64, by: f64| a + by * (2.0 * random.next() - 1.0);
            let numbers: [f64; 8] = [
                about(1.0, 0.5),
                about(1.0, 0.5),
                about(1.0, 0.5),
                about(0.5, 0.2),
                about(0.0, 2.0),
                about(0.3, 0.2),
                about(1.0, 2.0),
                about(0.3, 0.2),
            ];
            let constants: Vec<Known<Lanes<1>>> = numbers.into_iter().map(Known::double).collect();
            let neighbour = |r: usize| Neighbour {
                reservoir: r,
                mu: 2 * r,
                t: 2 * r + 1,
                transmissions: vec![Spectrum::Lorentzian { at: 4 + 2 * r, fwhm: 5 + 2 * r }],
            };
            let broad = Broad {
                neighbours: vec![neighbour(0), neighbour(1)],
                origin: 2,
                conditions: vec![
                    Condition::Particles,
                    Condition::Energy,
                    Condition::ParticlesOf(0),
                    Condition::HeatOf(1),
                ],
                multipliers: Vec::new(),
            };
            let functions = Extreme {
                broad: &broad,
                exact: &constants,
                rough: &constants,
                bounded: &Bounded::all(&broad, &constants),
                hints: &[],
                is_full: round % 2 == 0,
            };
            let (middle, half) = (about(0.5, 3.0), 0.02 + about(0.05, 0.05));
            let ends = [middle - half, middle + half].map(End::<Lanes<1>>::double);
            let apart = |a: f64, b: f64| Lanes([a - b]);
            let panel = Panel::between(&ends[0], &ends[1], apart);
            let ellipse = panel.ellipse(1.5);
            let [mut bounds, mut enclosed, mut values] = [[0.0; 4]; 3];
            assert!(functions.quick_bounds(&ellipse, &mut bounds));
            Integrands::<Lanes<1>>::bounds(&functions, &ellipse.rim(8), &mut enclosed);
            if !bounds.iter().chain(&enclosed).all(|bound| bound.is_finite()) {
                continue;
            }
            known += 1;
            for k in 0..=20 {
                let offset = panel.middle() + half * (0.1 * f64::from(k) - 1.0);
                functions.rough(&panel, offset, &mut values);
                for (value, bound) in values.iter().zip(&bounds) {
                    assert!(value.abs() <= *bound, "{numbers:?} {values:?} {bounds:?}");
                    nearest = nearest.max(value.abs() / bound);
                }
            }
            for (bound, enclosed) in bounds.iter().zip(&enclosed) {
                widest = widest.max(bound / enclosed);
            }
        }
        println!("{known} ellipses, {nearest} of a bound, {widest} times an enclosure");
        assert!(known > 200 && nearest > 0.8 && widest < 20.0, "{known} {nearest} {widest}");
    }
}
