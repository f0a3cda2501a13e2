//! ∫ D c_k c_m/φ″ dE, the second derivative of the dual function of a demon over a range of energies, with its
//! sign changed.

use super::broad::{Broad, summed};
use crate::formula::{Arithmetic, At, Constants, Known, Point, Rim, Site, Value};
use crate::numeric::Lanes;
use crate::numeric::quadrature::{Integrands, Panel, Region, Rule};

/// The integrands, by pairs of conditions with k ≤ m.
pub struct Stiffness<'a, S> {
    broad: &'a Broad,
    exact: &'a Constants<S>,
    rough: Vec<Known<Lanes<1>>>,
    poles: &'a [(f64, f64)],
}

impl<'a, S: Arithmetic> Stiffness<'a, S> {
    /// The integrands where the constants have these values.
    pub fn new(broad: &'a Broad, exact: &'a Constants<S>, poles: &'a [(f64, f64)]) -> Self {
        let rough = |known: &Known<S>| Known {
            value: Lanes([known.near()]),
            double: known.double,
            hull: known.hull,
        };
        Self { broad, exact, rough: exact.iter().map(rough).collect(), poles }
    }

    /// The values at a site, in order.
    fn evaluate<P: Site>(
        &self,
        constants: &Constants<<P::Value as Value>::Number>,
        site: &P,
    ) -> Vec<P::Value> {
        let count = Integrands::<S>::count(self);
        let Some(local) = self.broad.local(constants, site) else {
            return vec![P::Value::constant(&Known::double(0.0)); count];
        };
        let share = local.weight.clone().times(self.broad.softness(&local, constants));
        let costs: Vec<P::Value> =
            self.broad.conditions.iter().map(|condition| local.cost(*condition)).collect();
        let mut values = Vec::with_capacity(count);
        for (k, cost) in costs.iter().enumerate() {
            let part = share.clone().times(cost.clone());
            values.extend(costs[k..].iter().map(|other| part.clone().weighted(other.clone())));
        }
        values
    }
}

impl<S: Arithmetic> Integrands<S> for Stiffness<'_, S> {
    fn count(&self) -> usize {
        let conditions = self.broad.conditions.len();
        conditions * (conditions + 1) / 2
    }

    fn add(&self, panel: &Panel<S>, rule: Rule, sums: &mut [S]) {
        summed(panel, rule, sums, |site| self.evaluate(self.exact, site));
    }

    fn rough(&self, panel: &Panel<S>, offset: f64, values: &mut [f64]) {
        let offset = Point(Lanes([offset]));
        let site = At { origin: panel.origin, offset, middle: panel.middle() };
        let found: Vec<Point<Lanes<1>>> = self.evaluate(&self.rough, &site);
        values.iter_mut().zip(found).for_each(|(value, Point(Lanes([found])))| *value = found);
    }

    fn bounds(&self, region: &Region, bounds: &mut [f64]) {
        let found: Vec<Rim> = self.evaluate(&self.rough, region);
        bounds.iter_mut().zip(found).for_each(|(bound, found)| *bound = found.size());
    }

    fn poles(&self) -> &[(f64, f64)] {
        self.poles
    }
}
