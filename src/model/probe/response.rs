//! How what probes take up changes with what they find.
//!
//! With K_k = ∫ T (−f_q′) (E − μ_q)^k dE over a link from a reservoir q, its particles change by K_0 dμ_q and by
//! K_1 dT_q/T_q, and its heat, counted from μ_p, by (K_1 + (μ_q − μ_p) K_0) dμ_q and by
//! (K_2 + (μ_q − μ_p) K_1) dT_q/T_q. What leaves a reservoir has the other sign, and J_p = ε̇_p − μ_p ṅ_p changes by
//! −ṅ_p dμ_p, too.

use super::{Balancing, ROUNDED, Unknown};
use crate::model::flows::{Plan, Unproven};
use crate::model::integral::Integrable;
use crate::model::machine::Machine;
use crate::model::{Density, Statistics};
use crate::numeric::quadrature::Goal;

impl Machine {
    /// What tells how flows change with the numbers of probes: nothing where some of them are bosons.
    pub(in crate::model) fn responding(&self) -> Option<Plan> {
        let plan = self.probed()?;
        let mut parts = self.probes.iter().flat_map(|probe| &probe.parts);
        if parts.any(|part| self.reservoirs[*part].statistics != Statistics::Fermi) {
            return None;
        }
        let mut densities = Vec::new();
        for (place, link) in plan.links().iter().enumerate().filter(|(_, link)| !link.is_pump()) {
            for end in [link.to, link.from] {
                if self.probe(end).is_some() {
                    densities.extend((0..3).map(|power| (place, Density::Response(end, power))));
                }
            }
        }
        Some(plan.of_densities(densities))
    }
}

impl<S: Integrable<Plain = S>> Balancing<'_, S> {
    /// The derivatives of what each probe takes up by each unknown: a row for each condition. `missed` is what they take
    /// up at a point from which the numbers differ by `widths` at most.
    pub(super) fn response(
        &self,
        plan: &Plan,
        goal: Goal,
        missed: &[S],
        widths: &[f64],
    ) -> Result<Vec<Vec<S>>, Unproven> {
        let integrals = plan.integrated(&self.constants, goal)?;
        let (zero, sum) = (|| S::constant(0.0), |a: S, b: S| a.minus(b.negated()));
        let level = |reservoir: usize| {
            let places = plan.machine().reservoirs[reservoir].occupation.equilibrium();
            places.map(|places| places.map(|place| &self.constants[place]))
        };
        let entry = |condition: &Unknown, by: &Unknown| {
            let [p, q] = [condition, by].map(|unknown| self.machine.probes[unknown.probe].parts[0]);
            let (Some([mu_p, _]), Some([mu_q, t_q])) = (level(p), level(q)) else { return zero() };
            let shift = mu_q.minus(mu_p).value;
            // Σ K_k over the links of p, with the sign that carriers from q have.
            let moment = |power: u32| {
                let channels = plan.densities().iter().zip(&integrals);
                let mine =
                    channels.filter(|((_, density), _)| *density == Density::Response(q, power));
                let signed = mine.filter_map(|((place, _), integral)| {
                    let link = &plan.links()[*place];
                    let is_into = match p {
                        p if p == link.to => link.from == q,
                        p if p == link.from && link.both_ways => link.to == q,
                        _ => return None,
                    };
                    Some(if is_into { integral.clone() } else { integral.clone().negated() })
                });
                signed.reduce(sum).unwrap_or_else(zero)
            };
            let power = u32::from(by.is_t);
            let first = moment(power);
            let whole = match condition.is_t {
                false => first,
                true => sum(moment(power + 1), shift * first),
            };
            if by.is_t { whole / t_q.value.clone() } else { whole }
        };
        let row = |condition| self.unknowns.iter().map(|by| entry(condition, by)).collect();
        let mut rows: Vec<Vec<S>> = self.unknowns.iter().map(row).collect();
        for (k, mu) in self.unknowns.iter().enumerate().filter(|(_, unknown)| !unknown.is_t) {
            let is_its_heat = |other: &Unknown| other.probe == mu.probe && other.is_t;
            let Some(heat) = self.unknowns.iter().position(is_its_heat) else { continue };
            // ṅ_p by the mean value theorem.
            let far = rows[k].iter().zip(widths).map(|(a, width)| a.hull().size() * width);
            let taken = missed[k].clone().widened(far.sum::<f64>() * ROUNDED);
            rows[heat][k] = rows[heat][k].clone().minus(taken);
        }
        Ok(rows)
    }
}
