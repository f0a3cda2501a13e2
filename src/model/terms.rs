//! Transmissions with many resonances, which are integrated term by term: flows and the entropy that is produced
//! are linear in a transmission, and each resonance alone needs few panels.

use super::machine::{Coupling, Link, Machine};
use crate::formula::{Known, Spectrum};
use crate::numeric::Enclosed;

/// From so many resonances on they are integrated one by one.
const MANY: usize = 16;

/// The machine with each transmission that is a sum of many terms as so many transmissions.
pub fn taken_apart(machine: &Machine) -> Machine {
    let mut apart = Machine { couplings: Vec::new(), ..machine.clone() };
    for coupling in &machine.couplings {
        let terms = terms(&coupling.transmission);
        let resonances = terms.iter().filter(|term| resonance(term, &mut |_| true)).count();
        if coupling.to == coupling.from || resonances < MANY {
            apart.couplings.push(coupling.clone());
            continue;
        }
        for (place, transmission) in terms.into_iter().enumerate() {
            let lines = if place == 0 { coupling.lines.clone() } else { Vec::new() };
            apart.couplings.push(Coupling { transmission, lines, ..coupling.clone() });
        }
    }
    apart
}

/// The links in groups that are integrated one after the other, each with some of the couplings.
pub fn groups<S: Enclosed>(
    machine: &Machine,
    links: &[Link],
    constants: &[Known<S>],
) -> Vec<Vec<Link>> {
    let mut is_positive = |constant: usize| constants[constant].hull.lo >= 0.0;
    let mut together = links.to_vec();
    let mut alone = Vec::new();
    for (place, link) in links.iter().enumerate() {
        let mut is_resonance =
            |c: &usize| resonance(&machine.couplings[*c].transmission, &mut is_positive);
        let (resonances, rest): (Vec<usize>, Vec<usize>) =
            link.couplings.iter().copied().partition(|c| is_resonance(c));
        if resonances.len() < MANY {
            continue;
        }
        together[place].couplings = rest;
        for resonance in resonances {
            let without = |link: &Link| Link { couplings: Vec::new(), ..link.clone() };
            let mut group: Vec<Link> = links.iter().map(without).collect();
            group[place].couplings.push(resonance);
            alone.push(group);
        }
    }
    if together.iter().any(|link| !link.couplings.is_empty()) {
        alone.push(together);
    }
    alone
}

/// The terms of a sum, with the numbers by which the whole is multiplied.
fn terms(spectrum: &Spectrum) -> Vec<Spectrum> {
    match spectrum {
        Spectrum::Sum(all) => all.iter().flat_map(terms).collect(),
        Spectrum::Product(a, b) => match (&**a, &**b) {
            (Spectrum::Constant(_), sum @ Spectrum::Sum(_))
            | (sum @ Spectrum::Sum(_), Spectrum::Constant(_)) => {
                let factor = if matches!(**a, Spectrum::Constant(_)) { a } else { b };
                let times = |term: Spectrum| Spectrum::Product(factor.clone(), Box::new(term));
                terms(sum).into_iter().map(times).collect()
            }
            _ => vec![spectrum.clone()],
        },
        _ => vec![spectrum.clone()],
    }
}

/// Whether it is a resonance times numbers that are positive.
fn resonance(spectrum: &Spectrum, is_positive: &mut impl FnMut(usize) -> bool) -> bool {
    match spectrum {
        Spectrum::Lorentzian { .. } => true,
        Spectrum::Product(a, b) => match (&**a, &**b) {
            (Spectrum::Constant(c), other) | (other, Spectrum::Constant(c)) => {
                is_positive(*c) && resonance(other, is_positive)
            }
            _ => false,
        },
        Spectrum::Quotient(a, b) => match **b {
            Spectrum::Constant(c) => is_positive(c) && resonance(a, is_positive),
            _ => false,
        },
        _ => false,
    }
}
