//! What lies beyond the energies over which a machine is integrated.
//!
//! Beyond L ≥ max(μ, 0) a component w/(1 + e^x) of an occupation, x = (E − μ)/T, is below w e^−x, and
//! ∫ E^k e^−x dE from L is T e^−ℓ p_k with ℓ = (L − μ)/T, p_0 = 1 and p_1 = L + T. Where T_ab ≤ τ, every spectral
//! current is below τ times the sum of the occupations, |y| ≤ (E + μ*)/T_min with μ* = max |μ| of a mixture.
//! Below −L the same holds of holes, mirrored.

use super::machine::{Machine, Occupation};
use crate::formula::{Component, Known, components};
use crate::numeric::Enclosed;

/// A component of an occupation on one side: weight, chemical potential and temperature.
#[derive(Clone, Copy, Debug)]
pub struct Wing {
    weight: f64,
    mu: f64,
    t: f64,
}

/// The components of the occupation of a reservoir, if it is a mixture that falls to 0 far up and to 1 far
/// down; all numbers rounded so that bounds grow.
pub fn wings<S: Enclosed>(
    machine: &Machine,
    reservoir: usize,
    constants: &[Known<S>],
) -> Option<Vec<Wing>> {
    let wing = |weight: f64, mu: &Known<S>, t: &Known<S>| Wing {
        weight: weight * ROUNDED,
        mu: mu.near(),
        t: t.near() * ROUNDED,
    };
    match &machine.reservoirs[reservoir].occupation {
        Occupation::Equilibrium { mu, t } => Some(vec![wing(1.0, &constants[*mu], &constants[*t])]),
        // The weights have the sum 1 if what is left of 1 has no constant part.
        Occupation::Given { f, rest } => {
            let is_hole = |part: &Component| matches!(part.fermi, Some((.., true)));
            if !components(rest)?.iter().all(is_hole) {
                return None;
            }
            let parts = components(f)?;
            parts
                .iter()
                .map(|part| {
                    let weight = part.weight(&machine.constants);
                    let weight = weight.value_of::<S>(constants, &machine.constants).hull;
                    let (mu, t, holes) = part.fermi?;
                    (!holes && weight.lo >= 0.0 && constants[t].hull.lo > 0.0)
                        .then(|| wing(weight.hi, &constants[mu], &constants[t]))
                })
                .collect()
        }
    }
}

const ROUNDED: f64 = 1.0 + 1e-9;

/// Moments of the occupation beyond an energy: ∫ f and ∫ |E| f.
pub fn moments(wings: &[Wing], from: f64, is_above: bool) -> [f64; 2] {
    let mut sums = [0.0; 2];
    for Wing { weight, mu, t } in wings {
        let (from, mu) = if is_above { (from, *mu) } else { (-from, -mu) };
        let fallen = t * weight * (-(from - mu) / t).exp();
        sums[0] += fallen * ROUNDED;
        sums[1] += fallen * (from.abs() + t) * ROUNDED;
    }
    sums
}

/// |y| ≤ (|E| + μ*)/T_min: the two numbers.
pub fn steepness(wings: &[Wing]) -> (f64, f64) {
    let mu = wings.iter().map(|wing| wing.mu.abs()).fold(0.0, f64::max);
    let t = wings.iter().map(|wing| wing.t).fold(f64::INFINITY, f64::min);
    (mu * ROUNDED, t / (ROUNDED * ROUNDED))
}

/// How far up and down occupations have fallen by e^−`decades`.
pub fn reach(wings: &[Wing], decades: f64) -> [f64; 2] {
    let low = wings.iter().map(|wing| wing.mu - decades * wing.t).fold(f64::INFINITY, f64::min);
    let high =
        wings.iter().map(|wing| wing.mu + decades * wing.t).fold(f64::NEG_INFINITY, f64::max);
    [low, high]
}
