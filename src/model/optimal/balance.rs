//! What a demon over a range of energies does for each condition, its entropy current, and ∫ D c_k c_m/φ″ dE, the second
//! derivative of the dual function with its sign changed.

use super::broad::{Broad, summed};
use crate::formula::{Arithmetic, At, Constants, Known, Point, Rim, Site, Value, roughly};
use crate::numeric::quadrature::{Integrands, Panel, Region, Rule};
use crate::numeric::{Enclosed, Lanes};

/// What a demon does at some multipliers.
pub struct Balanced<S> {
    /// The flow of each condition.
    pub flows: Vec<S>,
    /// Its entropy current.
    pub entropy: S,
    /// ∫ D c c^T/φ″ dE.
    pub stiffness: Vec<Vec<S>>,
}

impl<S: Enclosed> Balanced<S> {
    /// With what levels do at the same multipliers.
    pub fn plus(self, other: Self) -> Self {
        let sum = |a: S, b: S| a.minus(b.negated());
        let both = |a: Vec<S>, b: Vec<S>| a.into_iter().zip(b).map(|(a, b)| sum(a, b)).collect();
        let rows = self.stiffness.into_iter().zip(other.stiffness);
        Balanced {
            flows: both(self.flows, other.flows),
            entropy: sum(self.entropy, other.entropy),
            stiffness: rows.map(|(a, b)| both(a, b)).collect(),
        }
    }
}

/// The integrands: the flows of the conditions, the entropy current, and pairs of conditions with k ≤ m.
pub struct Balance<'a, S> {
    broad: &'a Broad,
    exact: &'a Constants<S>,
    rough: Vec<Known<Lanes<1>>>,
    poles: &'a [(f64, f64)],
}

impl<'a, S: Arithmetic> Balance<'a, S> {
    /// The integrands where the constants have these values.
    pub fn new(broad: &'a Broad, exact: &'a Constants<S>, poles: &'a [(f64, f64)]) -> Self {
        Self { broad, exact, rough: exact.iter().map(roughly).collect(), poles }
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
        let (own, softness) = self.broad.filled_softly(&local, constants);
        let into = |(t, [_, _, f, _]): (&P::Value, &[P::Value; 4])| {
            t.clone().times(own.f.clone().minus(f.clone()))
        };
        let currents: Vec<P::Value> =
            local.transmissions.iter().zip(&local.mean.parts).map(into).collect();
        let conditions = || self.broad.conditions.iter().copied();
        let mut values = Vec::with_capacity(count);
        values.extend(conditions().map(|condition| local.flow(condition, &currents)));
        let all = local.flow(super::Condition::Particles, &currents);
        values.push(all.weighted(own.y.negated()));
        let share = local.weight.clone().times(softness);
        let costs: Vec<P::Value> = conditions().map(|condition| local.cost(condition)).collect();
        for (k, cost) in costs.iter().enumerate() {
            let part = share.clone().weighted(cost.clone());
            values.extend(costs[k..].iter().map(|other| part.clone().weighted(other.clone())));
        }
        values
    }
}

impl<S: Arithmetic> Integrands<S> for Balance<'_, S> {
    fn count(&self) -> usize {
        let conditions = self.broad.conditions.len();
        conditions + 1 + conditions * (conditions + 1) / 2
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

    fn arcs(&self) -> &'static [usize] {
        &[8]
    }

    fn poles(&self) -> &[(f64, f64)] {
        self.poles
    }
}
