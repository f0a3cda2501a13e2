//! What lies beyond a place is no more than the bound that is added for it: random machines against sums over the
//! axis of the noise as it is defined.

use super::{Far, most_beyond};
use crate::formula::{Constant, Known};
use crate::model::machine::{Machine, Occupation, Reservoir};
use crate::model::tail::{self, Beyond};
use crate::model::{Statistics, Weight};
use crate::numeric::Lanes;
use crate::numeric::random::Random;

#[test]
fn bounds_cover_what_lies_beyond() {
    let mut random = Random(47);
    let mut nearest = [0.0f64; 5];
    // The constants of the two levels are μ and T of the first one, then of the second one.
    let weights =
        [Weight::Particles, Weight::Energy, Weight::Heat, Weight::Entropy, Weight::Heats([0, 2])];
    for round in 0..400 {
        let is_above = round % 2 == 0;
        let mut between = |a: f64, b: f64| a + (b - a) * random.next();
        let levels = [0, 1].map(|_| (between(-1.0, 1.0), between(0.2, 1.5)));
        let (tau, d) = (between(0.1, 1.0), [1.0, 2.0][round / 2 % 2]);
        let mut machine = Machine::default();
        for (mu, t) in levels {
            let first = machine.constants.len();
            machine.constants.extend([mu, t].map(Constant::double));
            machine.reservoirs.push(Reservoir {
                name: String::new(),
                statistics: Statistics::Fermi,
                occupation: Occupation::Equilibrium { mu: first, t: first + 1 },
            });
        }
        let constants: Vec<Known<Lanes<1>>> =
            machine.constants.iter().map(|constant| constant.value(&[])).collect();
        let wings = [0, 1].map(|r| tail::wings(&machine, r, &constants).unwrap());
        let far = between(1.0, 6.0);
        let edge = if is_above { far } else { -far };
        let beyond = Beyond {
            link: 0,
            machine: &machine,
            constants: &constants,
            wings: [&wings[0], &wings[1]],
            ends: [0, 1],
            moments: tail::moments(wings.iter().flatten(), edge, is_above),
            tau: [tau, 0.0],
        };
        let mut sums = [0.0; 5];
        let step = 1e-3;
        for k in 0..80_000 {
            let away = step * (f64::from(k) + 0.5);
            let e = if is_above { edge + away } else { edge - away };
            let [a, b] = levels.map(|(mu, t)| 1.0 / (1.0 + ((e - mu) / t).exp()));
            let noise =
                tau * (a * (1.0 - a) + b * (1.0 - b)) + (1.0 - tau / d) * tau * (a - b) * (a - b);
            let heat = e - levels[0].0;
            let both = heat * (e - levels[1].0);
            let y = heat / levels[0].1;
            let squares = [1.0, e * e, heat * heat, y * y, both];
            sums.iter_mut().zip(squares).for_each(|(sum, w)| *sum += step * noise * w);
        }
        for ((weight, sum), nearest) in weights.into_iter().zip(sums).zip(&mut nearest) {
            let far = [Far { is_above, tau: beyond.tau[0], filled: vec![beyond.noise(0, weight)] }];
            let bound = most_beyond(&far, 0, d);
            assert!(sum <= bound * (1.0 + 1e-6), "{sum} {bound} {weight:?} {levels:?}");
            *nearest = nearest.max(sum / bound);
        }
    }
    assert!(nearest.iter().all(|nearest| *nearest > 0.2), "{nearest:?}");
}
