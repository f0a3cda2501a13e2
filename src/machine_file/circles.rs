//! Numbers of a machine that are given by themselves.

use super::description::{MachineFile, State};
use super::section::Log;
use super::slot::Slot;
use crate::formula::{Fault, Term};
use std::collections::HashMap;
use std::ops::Range;

/// A number that other numbers may name.
struct Given<'a> {
    name: String,
    slot: &'a Slot,
    /// The numbers in it by their indices, with their places.
    uses: Vec<(usize, Range<usize>)>,
}

/// Refuses circles among `T_r`, `mu_r`, `T0` and `mu0`. Parameters have none: they are formulas of
/// earlier ones.
pub(super) fn circles(log: &mut Log, file: &MachineFile) {
    let all = numbers(file);
    let mut is_done = vec![false; all.len()];
    for start in 0..all.len() {
        // The numbers from the first one on, each with how many of its names have been followed. It is
        // no recursion, because a file may have any number of reservoirs.
        let mut path = vec![(start, 0)];
        while let Some((last, followed)) = path.last_mut() {
            let given = &all[*last];
            let used = given.uses.get(*followed).filter(|_| !is_done[*last]);
            let Some((next, span)) = used else {
                is_done[*last] = true;
                path.pop();
                continue;
            };
            *followed += 1;
            let Some(first) = path.iter().position(|(before, _)| before == next) else {
                path.push((*next, 0));
                continue;
            };
            let circle = path[first..].iter().map(|(index, _)| *index).chain([*next]);
            let names: Vec<&str> = circle.map(|index| &*all[index].name).collect();
            let fault = Fault::new(
                span.clone(),
                format!("{} is given by itself", all[*next].name),
                format!("a circle: {}", names.join(" by ")),
            );
            log.found.push(given.slot.error(log.source, fault));
        }
    }
}

fn numbers(file: &MachineFile) -> Vec<Given<'_>> {
    let mut slots: Vec<(String, &Slot)> = Vec::new();
    slots.extend(file.t0.iter().map(|slot| ("T0".into(), slot)));
    slots.extend(file.mu0.iter().map(|slot| ("mu0".into(), slot)));
    for reservoir in &file.reservoirs {
        if let State::Equilibrium { t, mu, .. } = &reservoir.state {
            slots.extend(t.iter().map(|t| (format!("T_{}", reservoir.name), t)));
            slots.extend(mu.iter().map(|mu| (format!("mu_{}", reservoir.name), mu)));
        }
    }
    let indices: HashMap<String, usize> =
        slots.iter().enumerate().map(|(index, (name, _))| (name.clone(), index)).collect();
    let given = slots.into_iter().map(|(name, slot)| {
        let mut uses = Vec::new();
        slot.formula.root.walk(&mut |part| {
            if let Term::Name(name) = &part.term
                && let Some(index) = indices.get(&**name)
            {
                uses.push((*index, part.span.clone()));
            }
        });
        Given { name, slot, uses }
    });
    given.collect()
}
