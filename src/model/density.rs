//! What of a machine is integrated over the energy.

use super::machine::{Link, Machine, Occupation};

/// What is integrated over the energy, for the link of a reservoir a, into which currents are counted, to b,
/// with j = T_ab (f_b − f_a).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Density {
    /// j.
    Particles,
    /// E j.
    Energy,
    /// (E − μ_r) j of an equilibrium reservoir r.
    Heat(usize),
    /// y_r j of a reservoir r out of equilibrium (Eq. 6).
    Entropy(usize),
    /// (E − μ0 − T0 y_r) j of a reservoir r out of equilibrium (Eq. 14).
    Exergy(usize),
    /// j (y_a − y_b), for a transmission that leads back.
    Production,
    /// T_ab f_r (1 + s f_r) (E − μ_r)^k/T_r of an equilibrium reservoir r, by which j changes with its μ and T:
    /// f (1 + s f)/T is −f′. No flow is made of it.
    Response(usize, u32),
    /// T_ab D(f_b‖f_a) ≥ 0, for one that does not: the sum over all transmissions is the entropy that is
    /// produced, where as much leads out of each reservoir as leads into it.
    Divergence,
}

/// All that is integrated, in order: a link and a density.
pub fn densities(machine: &Machine, links: &[Link]) -> Vec<(usize, Density)> {
    let has_environment = machine.t0.is_some() && machine.mu0.is_some();
    let mut all = Vec::new();
    for (place, link) in links.iter().enumerate() {
        all.extend([(place, Density::Particles), (place, Density::Energy)]);
        let ends: &[usize] = if link.both_ways { &[link.to, link.from] } else { &[link.to] };
        for reservoir in ends {
            match machine.reservoirs[*reservoir].occupation {
                Occupation::Equilibrium { .. } => all.push((place, Density::Heat(*reservoir))),
                Occupation::Given { .. } | Occupation::Optimal(_) => {
                    all.push((place, Density::Entropy(*reservoir)));
                    if has_environment {
                        all.push((place, Density::Exergy(*reservoir)));
                    }
                }
            }
        }
        if !link.is_pump() {
            let production = if link.both_ways { Density::Production } else { Density::Divergence };
            all.push((place, production));
        }
    }
    all
}
