//! Flows that may be 0, as far as an arithmetic tells.

use super::density::Density;
use super::flows::{Flow, Flows, Plan};
use crate::numeric::{Enclosed, Interval};

/// Below this share of what flows forth and back a flow is taken for none at all.
const FAINT: f64 = 1.0 / (1u128 << 70) as f64;

/// Whether a number may be 0 and is not known to be.
fn is_open<S: Enclosed>(number: &S) -> bool {
    let Interval { lo, hi } = number.hull();
    lo <= 0.0 && hi >= 0.0 && (lo < 0.0 || hi > 0.0)
}

impl<S: Enclosed> Flows<S> {
    /// Whether some flow may be 0 and is not known to be.
    pub(super) fn may_vanish(&self) -> bool {
        let of = |flow: &Flow<S>| {
            let Flow { particles, energy, heat, entropy, exergy } = flow;
            let more = [heat, exergy].into_iter().flatten();
            [particles, energy, entropy].into_iter().chain(more).any(is_open)
        };
        let mut carried = self.carried.iter();
        self.reservoirs.iter().any(of)
            || carried.any(|c| [&c.particles, &c.energy, &c.production].into_iter().any(is_open))
    }
}

impl Plan {
    /// Whether some flow may be 0, and all of those are 0 to within 2^-70 of what flows forth and back. `sizes` has
    /// the integrals of the absolute values.
    pub(super) fn is_faint<S: Enclosed>(&self, flows: &Flows<S>, sizes: &[f64]) -> bool {
        let open = || self.sizes(sizes, flows).filter(|(number, _)| is_open(*number));
        let is_faint = |(number, size): (&S, f64)| number.hull().size() <= FAINT * size;
        open().next().is_some() && open().all(is_faint)
    }

    /// Flows, and what flows forth and back together.
    fn sizes<'a, S>(
        &'a self,
        sizes: &'a [f64],
        flows: &'a Flows<S>,
    ) -> impl Iterator<Item = (&'a S, f64)> {
        let reservoirs = flows.reservoirs.iter().enumerate();
        let of = move |reservoir: usize, density: Density| {
            self.terms(reservoir, density).map(|(channel, _)| sizes[channel]).sum()
        };
        let totals = reservoirs.flat_map(move |(r, flow)| {
            let all = [
                (Some(&flow.particles), Density::Particles),
                (Some(&flow.energy), Density::Energy),
                (flow.heat.as_ref(), Density::Heat(r)),
                // Of a reservoir in equilibrium it follows from its heat.
                (flow.heat.is_none().then_some(&flow.entropy), Density::Entropy(r)),
                (flow.exergy.as_ref(), Density::Exergy(r)),
            ];
            all.into_iter().filter_map(move |(number, density)| Some((number?, of(r, density))))
        });
        let places = (0..self.links().len()).filter(|place| !self.links()[*place].is_pump());
        let carried = places.zip(&flows.carried).flat_map(move |(place, carried)| {
            let mine =
                self.densities().iter().zip(sizes).filter(move |((own, _), _)| *own == place);
            mine.filter_map(move |((_, density), size)| match density {
                Density::Particles => Some((&carried.particles, *size)),
                Density::Energy => Some((&carried.energy, *size)),
                Density::Production | Density::Divergence => Some((&carried.production, *size)),
                _ => None,
            })
        });
        totals.chain(carried)
    }
}
