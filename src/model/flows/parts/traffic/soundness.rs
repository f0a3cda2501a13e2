//! The size of a current, enclosed however roughly its zero is known.

use crate::formula::{Constant, Known, Moving, Spectrum};
use crate::model::{Channels, Coupling, Machine, Occupation, Plan, Reservoir, Statistics};
use crate::numeric::quadrature::Goal;
use crate::numeric::{Bounded, Enclosed, Interval, Split};
use std::slice;

/// A current E − a into a reservoir, from −1/4 to 3/4; a = μ0.
fn pumped(a: Constant) -> Plan {
    let [one, zero, at] = [0, 1, 2];
    let fermi = |holes| Spectrum::Fermi { mu: zero, t: one, holes };
    let reservoir = Reservoir {
        name: "l".into(),
        statistics: Statistics::Fermi,
        occupation: Occupation::Given { f: fermi(false), rest: fermi(true) },
    };
    let line = Spectrum::Affine { slope: one, zero };
    let window = Spectrum::Boxcar { at, width: one };
    Plan::new(Machine {
        reservoirs: vec![reservoir],
        couplings: vec![Coupling {
            to: 0,
            from: 0,
            both_ways: false,
            transmission: Spectrum::Product(Box::new(line), Box::new(window)),
            lines: Vec::new(),
            channels: Channels::default(),
        }],
        constants: vec![Constant::double(1.0), a, Constant::double(0.25)],
        mu0: Some(zero),
        ..Machine::default()
    })
}

/// ∫ |j| = (0.35² + 0.65²)/2 and ∫ |E − 0.1| |j| = (0.35³ + 0.65³)/3 are enclosed for any share of the whole that may
/// lie around the zero, and the enclosure is no wider than that share: what lies there is at most the share, and
/// counts as anything between 0 and it.
#[test]
fn the_size_of_a_current_is_enclosed_however_roughly_its_zero_is_known() {
    type Number = Bounded<Split, 1>;
    let plan = pumped(Constant::double(0.1));
    let size = (0.35f64.powi(2) + 0.65f64.powi(2)) / 2.0;
    let away = (0.35f64.powi(3) + 0.65f64.powi(3)) / 3.0;
    let mut widest: f64 = 0.0;
    for power in 1..48 {
        let share = 2f64.powi(-power);
        let found = plan.traffic_within::<Number>(share, &[0], &[], Goal::LIGHT).unwrap();
        let energy = found.energy.unwrap();
        for (number, value) in [(found.particles, size), (energy, away)] {
            let Interval { lo, hi } = number.hull();
            assert!(lo <= value + 1e-16 && value - 1e-16 <= hi, "{share}: {lo} {value} {hi}");
            assert!(number.error() <= share * size, "{share}: {}", number.error());
            widest = widest.max(number.error());
        }
    }
    assert!(widest > 1e-3, "{widest}");
}

/// The derivatives of (x² + y²)/2 and (x³ + y³)/3, x = a + 1/4 and y = 3/4 − a, by a are x − y and x² − y². They are
/// enclosed however roughly the zero is known, and as well as the numbers if it is known well.
#[test]
fn the_size_of_a_current_changes_as_its_enclosure_says() {
    type Number = Bounded<Split, 1>;
    let plan = pumped(Constant::Parameter(0));
    let a = Moving::known(&Known::<Number>::double(0.1), Some(Known::double(1.0)));
    let (size, [x, y]) = (0.2725, [0.35f64, 0.65]);
    let mut widest: f64 = 0.0;
    for power in 1..48 {
        let share = 2f64.powi(-power);
        let found = plan
            .traffic_within::<Moving<Number>>(share, &[0], slice::from_ref(&a), Goal::LIGHT)
            .unwrap();
        let energy = found.energy.unwrap();
        for (number, slope) in [(found.particles, x - y), (energy, x * x - y * y)] {
            let slopes = number.derivative();
            let Interval { lo, hi } = slopes.hull();
            assert!(lo <= slope + 1e-15 && slope - 1e-15 <= hi, "{share}: {lo} {slope} {hi}");
            // Over a piece of the width w lies w² at most, which changes by w at most, and a little more by the ends.
            assert!(slopes.error() <= 8.0 * (share * size).sqrt(), "{share}: {}", slopes.error());
            widest = widest.max(slopes.error());
        }
    }
    assert!(widest > 1e-2, "{widest}");
}
