//! That Krawczyk's test covers the solution, from points that are far from it.

use super::{Balancing, Known, Machine, Plan, Unknown, product};
use crate::formula::Spectrum;
use crate::model::machine::{Channels, Coupling, Occupation, Reservoir};
use crate::model::{Probe, Statistics};
use crate::numeric::quadrature::Goal;
use crate::numeric::{Bounded, Enclosed, Real, Split};

type Number = Bounded<Split, 1>;

/// A hot and a cold reservoir, and a probe of both kinds, coupled by Lorentzians; with its constants.
fn machine() -> (Machine, Vec<Known<Number>>) {
    // μ and T of h, c and p; places and widths of the Lorentzians.
    let numbers = [0.5, 1.0, 0.0, 0.5, f64::NAN, f64::NAN, 1.0, 0.25, 0.5, 0.375];
    let constants = numbers.map(Known::double).to_vec();
    let reservoir = |mu: usize| Reservoir {
        name: String::new(),
        statistics: Statistics::Fermi,
        occupation: Occupation::Equilibrium { mu, t: mu + 1 },
    };
    let coupling = |to: usize, at: usize| Coupling {
        to,
        from: 2,
        both_ways: true,
        transmission: Spectrum::Lorentzian { at, fwhm: at + 1 },
        lines: Vec::new(),
        channels: Channels::default(),
    };
    let machine = Machine {
        reservoirs: vec![reservoir(0), reservoir(2), reservoir(4)],
        couplings: vec![coupling(0, 6), coupling(1, 8)],
        probes: vec![Probe { parts: vec![2], mu: Some(4), t: Some(5) }],
        ..Machine::default()
    };
    (machine, constants)
}

#[test]
fn boxes_around_other_points_hold_the_solution() {
    let (machine, constants) = machine();
    let plan: Plan = machine.probed().unwrap();
    let response: Plan = machine.responding().unwrap();
    let both = [(4, false), (5, true)].map(|(place, is_t)| Unknown { place, probe: 0, is_t });
    let mut balancing = Balancing {
        machine: &machine,
        plan: &plan,
        response: Some(&response),
        constants,
        unknowns: both.to_vec(),
        goal: Goal::LIGHT,
    };
    balancing.solve(&[]).unwrap();
    let solution = both.map(|unknown| balancing.constants[unknown.place].value.middle());
    let turn = balancing.turn().unwrap();
    let mut short = 0;
    for [by_mu, by_t] in
        [[1e-12, 0.0], [0.0, -1e-9], [1e-5, 1e-6], [-2e-6, 1e-6], [2e-5, 2e-5], [2e-5, -2e-5]]
    {
        let away = [by_mu, by_t].map(Number::constant);
        let start: Vec<Number> =
            solution.iter().zip(&away).map(|(a, by)| (*a + *by).middle()).collect();
        balancing.set(&start);
        let missed = balancing.missed(&[]).unwrap();
        let reached = balancing.verified(&start, &turn, &missed).unwrap();
        for (k, reached) in reached.iter().enumerate() {
            let distance = [by_mu, by_t][k].abs();
            assert!(distance <= *reached, "{by_mu} {by_t}: {distance:e} {reached:e}");
            // It is no wider than it must be by much.
            let most = by_mu.abs() + by_t.abs();
            assert!(*reached <= 4.0 * most, "{by_mu} {by_t}: {reached:e}");
        }
        let steps = product(&turn, &missed);
        let is_short = |k: usize| steps[k].hull().size() < [by_mu, by_t][k].abs();
        short += usize::from(is_short(0) || is_short(1));
    }
    // What Newton's method alone promises does not hold it: the test depends on the rest of the bound.
    assert!(short > 1, "{short}");
}

/// Derivatives by moments are those of the flows themselves, at a point where the probes take up something.
#[test]
fn moments_are_derivatives() {
    let (mut machine, mut constants) = machine();
    // A second probe, which finds a temperature, beside the first one and c; one of its links leads back only.
    constants.extend([-0.125, 0.625, 0.25, 0.5].map(Known::double));
    machine.reservoirs.push(Reservoir {
        occupation: Occupation::Equilibrium { mu: 10, t: 11 },
        ..machine.reservoirs[0].clone()
    });
    for (to, from, both_ways) in [(3, 2, true), (1, 3, false), (3, 1, false)] {
        machine.couplings.push(Coupling {
            to,
            from,
            both_ways,
            transmission: Spectrum::Lorentzian { at: 12, fwhm: 13 },
            lines: Vec::new(),
            channels: Channels::default(),
        });
    }
    machine.probes.push(Probe { parts: vec![3], mu: None, t: Some(11) });
    (constants[4], constants[5]) = (Known::double(0.375), Known::double(0.75));
    let (plan, response) = (machine.probed().unwrap(), machine.responding().unwrap());
    let all = [(4, 0, false), (5, 0, true), (11, 1, true)];
    let unknowns = all.map(|(place, probe, is_t)| Unknown { place, probe, is_t }).to_vec();
    let goal = Goal::LIGHT;
    let with = |response| {
        let (machine, plan, constants) = (&machine, &plan, constants.clone());
        Balancing { machine, plan, response, constants, unknowns: unknowns.clone(), goal }
    };
    let [by_moments, by_flows] = [Some(&response), None].map(|of| {
        let balancing = with(of);
        let missed = balancing.missed(&[]).unwrap();
        balancing.jacobian(goal, &missed, &[0.0; 3]).unwrap()
    });
    for (a, b) in by_moments.iter().flatten().zip(by_flows.iter().flatten()) {
        let apart = a.minus(*b).middle().hull().size();
        assert!(apart <= a.error() + b.error() && a.error() < 1e-20, "{a:?} {b:?}");
    }
    // Not all of them are 0.
    assert!(by_moments.iter().flatten().filter(|a| a.hull().size() > 1e-3).count() > 6);
}
