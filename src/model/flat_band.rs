//! The temperature and the chemical potential of a reservoir out of equilibrium by which its exergy is split
//! (Eq. B2): those of an equilibrium with as many particles and as much energy, in a flat band.
//!
//! μ = ∫ (f − θ(−E)) dE and (π²/6) T² = ∫ (E − μ)(f − θ(μ − E)) dE. A Fermi function contributes μ_i and
//! μ_i²/2 + (π²/6) T_i² to the integrals of f − θ(−E) and of E times that, so that for a mixture Σ w_i f_i with
//! Σ w_i = 1
//!
//! μ = Σ w_i μ_i, T² = Σ w_i T_i² + (3/π²) Σ w_i (μ_i − μ)².

use super::machine::{Machine, Occupation};
use super::statistics::Statistics;
use crate::formula::{Arithmetic, Component, Constant, Known, components};

/// The Fermi functions of which a reservoir out of equilibrium is a mixture with weights that add to 1; nothing
/// if it is none.
fn mixture(machine: &Machine, reservoir: usize) -> Option<Vec<Component>> {
    let reservoir = &machine.reservoirs[reservoir];
    let Occupation::Given { f, rest } = &reservoir.occupation else { return None };
    let is = |wanted: bool| move |part: &Component| matches!(part.fermi, Some((.., holes)) if holes == wanted);
    let parts = components(f)?;
    // The weights have the sum 1 if what is left of 1 has no constant part.
    let is_whole = parts.iter().all(is(false)) && components(rest)?.iter().all(is(true));
    (reservoir.statistics == Statistics::Fermi && is_whole).then_some(parts)
}

/// Whether [`flat_band`] knows the two numbers of a reservoir.
pub fn has_flat_band(machine: &Machine, reservoir: usize) -> bool {
    mixture(machine, reservoir).is_some()
}

/// μ and T of a reservoir out of equilibrium, in the unit of the machine's constants; nothing where its
/// occupation is no mixture of Fermi functions that falls from 1 to 0.
pub fn flat_band<S: Arithmetic>(
    machine: &Machine,
    reservoir: usize,
    constants: &[Known<S>],
) -> Option<[Known<S>; 2]> {
    let all = mixture(machine, reservoir)?;
    let numbers = |part: &Component| part.fermi.map(|(mu, t, _)| [&constants[mu], &constants[t]]);
    let parts = all.iter().map(numbers).collect::<Option<Vec<[&Known<S>; 2]>>>()?;
    let weight = |part: &Component| {
        part.weight(&machine.constants).value_of::<S>(constants, &machine.constants)
    };
    let weights: Vec<Known<S>> = all.iter().map(weight).collect();
    let zero = || Known::double(0.0);
    let sum = |of: &dyn Fn(&[&Known<S>; 2]) -> Known<S>| {
        let terms = weights.iter().zip(&parts).map(|(weight, part)| weight.times(&of(part)));
        terms.fold(zero(), |sum, term| sum.minus(&term.negated()))
    };
    let mu = sum(&|[mu, _]| (*mu).clone());
    let heat = sum(&|[_, t]| t.times(t));
    let spread = sum(&|[own, _]| {
        let away = own.minus(&mu);
        away.times(&away)
    });
    let pi: Known<S> = Constant::Pi.value(&[]);
    let share = Known::double(3.0).over(&pi.times(&pi));
    let square = heat.minus(&spread.times(&share).negated());
    // A single Fermi function keeps its own temperature.
    let t = match &parts[..] {
        [[_, t]] => (*t).clone(),
        _ => Known::of(square.value.sqrt()),
    };
    Some([mu, t])
}
