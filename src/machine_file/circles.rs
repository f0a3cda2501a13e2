//! Numbers of a machine that are given by themselves.

use super::description::{MachineFile, State};
use super::section::Log;
use super::slot::Slot;
use crate::formula::{Fault, Term};
use std::ops::Range;

/// A number that other numbers may name.
struct Given<'a> {
    name: String,
    slot: &'a Slot,
    /// The names in it, with their places.
    uses: Vec<(Box<str>, Range<usize>)>,
}

/// Refuses circles among `T_r`, `mu_r`, `T0` and `mu0`. Parameters have none: they are formulas of
/// earlier ones.
pub(super) fn circles(log: &mut Log, file: &MachineFile) {
    let mut all = Vec::new();
    let mut add = |name: String, slot: &Option<&'_ Slot>| {
        if let Some(slot) = *slot {
            let mut uses = Vec::new();
            slot.formula.root.walk(&mut |part| {
                if let Term::Name(name) = &part.term {
                    uses.push((name.clone(), part.span.clone()));
                }
            });
            all.push((name, slot.clone(), uses));
        }
    };
    add("T0".into(), &file.t0.as_ref());
    add("mu0".into(), &file.mu0.as_ref());
    for reservoir in &file.reservoirs {
        if let State::Equilibrium { t, mu } = &reservoir.state {
            add(format!("T_{}", reservoir.name), &Some(t));
            add(format!("mu_{}", reservoir.name), &mu.as_ref());
        }
    }
    let all: Vec<Given> = all
        .iter()
        .map(|(name, slot, uses)| Given { name: name.clone(), slot, uses: uses.clone() })
        .collect();
    let mut is_done = vec![false; all.len()];
    for start in 0..all.len() {
        let mut path = vec![start];
        follow(log, &all, &mut is_done, &mut path);
    }
}

/// Follows names from the last number of a path, and reports a circle where one is closed.
fn follow(log: &mut Log, all: &[Given], is_done: &mut [bool], path: &mut Vec<usize>) {
    let Some(&last) = path.last() else { return };
    if is_done[last] {
        return;
    }
    for (name, span) in &all[last].uses {
        let Some(next) = all.iter().position(|given| given.name == **name) else { continue };
        let Some(first) = path.iter().position(|before| *before == next) else {
            path.push(next);
            follow(log, all, is_done, path);
            path.pop();
            continue;
        };
        let mut names: Vec<&str> = path[first..].iter().map(|index| &*all[*index].name).collect();
        names.push(name);
        let fault = Fault::new(
            span.clone(),
            format!("{name} is given by itself"),
            format!("a circle: {}", names.join(" by ")),
        );
        log.found.push(all[last].slot.error(log.source, fault));
    }
    is_done[last] = true;
}
