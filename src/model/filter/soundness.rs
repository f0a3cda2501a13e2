//! Bounds of what a filter loses, against integrals of closed forms.

use super::cells::{Cell, FINE, Scene};
use super::cost::Place;
use super::drawn::Drawn;
use super::pieces::{Windows, steps};
use super::{Cost, MOST_WINDOWS};
use crate::formula::{Constant, Known, Spectrum};
use crate::model::spectra::Spectra;
use crate::model::tail::wings;
use crate::model::{Channels, Coupling, Machine, Occupation, Reservoir, Statistics};
use crate::numeric::random::{Random, rounds};
use crate::numeric::{Interval, Lanes};

/// μ_c = 0 and T_c = 1, with a resource in equilibrium: y = (E − μ)/T.
#[derive(Clone, Copy, Debug)]
struct Pair {
    mu: f64,
    t: f64,
    cost: Cost,
    drawn: Drawn,
    level: f64,
    is_affine: bool,
}

impl Pair {
    /// The cells and the best windows.
    fn best(self) -> (Vec<Cell>, Windows) {
        self.with(|scene| {
            let cells = scene.cells(self.level, FINE).unwrap();
            let windows = scene.windows(self.level, &cells);
            (cells, windows)
        })
    }

    fn lost(self, cells: &[Cell], windows: &[[f64; 2]]) -> f64 {
        self.with(|scene| scene.lost(self.level, cells, windows))
    }

    fn with<R>(self, then: impl FnOnce(&Scene<'_, '_>) -> R) -> R {
        let constants = [0.0, 1.0, self.mu, self.t].map(Constant::double).to_vec();
        let reservoir = |name: &str, mu: usize, t: usize| Reservoir {
            name: name.into(),
            statistics: Statistics::Fermi,
            occupation: Occupation::Equilibrium { mu, t },
        };
        let machine = Machine {
            reservoirs: vec![reservoir("c", 0, 1), reservoir("l", 2, 3)],
            couplings: vec![Coupling {
                to: 0,
                from: 1,
                both_ways: true,
                transmission: Spectrum::Windows(vec![[0, 0]; MOST_WINDOWS]),
                lines: Vec::new(),
                channels: Channels::one(None),
            }],
            constants,
            ..Machine::default()
        };
        let links = machine.links();
        let known: Vec<Known<Lanes<1>>> =
            machine.constants.iter().map(|constant| constant.value(&[])).collect();
        let spectra = Spectra::new(&machine, &links, &[], known.clone());
        let (mu, t) = (known[0].clone(), known[1].clone());
        let priced = self.drawn.priced();
        let wings = [0, 1].map(|end| wings(&machine, end, &known));
        then(&Scene {
            spectra: &spectra,
            resource: 1,
            mu,
            t,
            cost: self.cost,
            priced,
            axis: priced.axis(0.0, 1.0, wings).unwrap(),
            is_affine: self.is_affine,
        })
    }

    /// Of an open energy, heat minus θ times the entropy current, or minus the noise at the price (1 − r)/r; or particles
    /// at the price r/(1 − |r|) minus their cost.
    fn worth(self, energy: f64) -> f64 {
        let y = (energy - self.mu) / self.t;
        // f_c − f_l = sinh((y − x)/2)/(2 cosh(x/2) cosh(y/2)), in which nothing cancels.
        let [half_x, half_y] = [0.5 * energy, 0.5 * y];
        let current = (half_y - half_x).sinh() / (2.0 * half_x.cosh() * half_y.cosh());
        let soft = |half: f64| 0.25 / (half.cosh() * half.cosh());
        let price = self.level / (1.0 - self.level.abs());
        match (self.drawn, self.cost) {
            (Drawn::Heat, Cost::Entropy) => (energy - (1.0 - self.level) * y) * current,
            (Drawn::Particles, Cost::Entropy) => (price - y) * current,
            (Drawn::Particles, Cost::Noise) => price * current - soft(half_x) - soft(half_y),
            (Drawn::Heat, Cost::Noise) => {
                let price = (1.0 - self.level) / self.level;
                energy * current - price * energy * energy * (soft(half_x) + soft(half_y))
            }
        }
    }

    /// ∫ of that by Simpson's rule.
    fn integral(self, [from, to]: [f64; 2]) -> f64 {
        let steps = 400;
        let step = (to - from) / f64::from(steps);
        let at = |k: i32| self.worth(from + step * f64::from(k));
        let weight = |k: i32| match k {
            0 => 1.0,
            k if k == steps => 1.0,
            k if k % 2 == 1 => 4.0,
            _ => 2.0,
        };
        (0..=steps).map(|k| weight(k) * at(k)).sum::<f64>() * step / 3.0
    }
}

/// What is lost between the best edges and others, edge by edge: the worth between them, whose sign is wrong.
#[test]
fn a_bound_covers_what_is_lost() {
    let mut random = Random(11);
    for drawn in [Drawn::Heat, Drawn::Particles] {
        for cost in [Cost::Entropy, Cost::Noise] {
            covers(&mut random, drawn, cost);
        }
    }
}

fn covers(random: &mut Random, drawn: Drawn, cost: Cost) {
    let mut tightest = f64::INFINITY;
    let mut tried = 0;
    for round in 0..rounds(200) {
        let level = match drawn {
            Drawn::Heat => random.next(),
            Drawn::Particles => 2.0 * random.next() - 1.0,
        };
        let pair = Pair {
            mu: 12.0 * (random.next() - 0.5),
            t: 0.3 + 2.0 * random.next(),
            cost,
            drawn,
            level,
            is_affine: round % 3 == 0,
        };
        let (cells, best) = pair.best();
        let Some(place) = best.iter().position(|[from, to]| to - from < 10.0) else { continue };
        let [from, to] = best[place];
        let share = 0.2 * random.next() * (to - from);
        let moved = match round % 4 {
            0 | 1 => [from + share, to - share],
            2 => [from - share, to],
            _ => [from, to + share],
        };
        // Beyond the middle or in the next window it would not be what is taken for lost.
        let is_apart = |other: &[f64; 2]| moved[1] < other[0] || moved[0] > other[1];
        let is_one_sided = drawn == Drawn::Particles || moved[0] * moved[1] >= 0.0;
        let mut others = best.iter().enumerate().filter(|(other, _)| *other != place);
        if !is_one_sided || !others.all(|(_, other)| is_apart(other)) {
            continue;
        }
        // Where an edge moves inwards, what is worth opening is shut; outwards, the other way round.
        let parts = [[from, moved[0]], [moved[1], to]];
        let lost: f64 = parts.iter().map(|part| pair.integral(*part)).sum();
        let mut windows = best.clone();
        windows[place] = moved;
        let bound = pair.lost(&cells, &windows);
        let rounding = 1e-11 * pair.integral([from, to]).abs();
        assert!(bound >= lost - rounding, "{pair:?} {best:?} {moved:?}: {bound:e} < {lost:e}");
        if lost > 1e3 * rounding {
            tightest = tightest.min(bound / lost);
            tried += 1;
        }
        // Of the best filter next to nothing is lost.
        let own = pair.lost(&cells, &best);
        let gained: f64 = best.iter().map(|window| pair.integral(*window)).sum();
        assert!(own <= 1e-13 * gained + 1e-40, "{pair:?}: {own:e} of {gained:e}");
    }
    assert!(tried >= rounds(200) / 12, "{drawn:?} {cost:?}: {tried}");
    // Else a bound that is half of what it should be would pass.
    assert!(tightest < 1.9, "{drawn:?} {cost:?}: {tightest}");
}

/// Bounds over a part of the axis of any f_l there, against the worth of random places and occupations in it.
#[test]
fn bounds_of_particles_hold_for_any_occupation() {
    let mut random = Random(5);
    let priced = Drawn::Particles.priced();
    let t = Interval::point(1.0);
    // How close the worth comes to its bounds, of what is shut and open.
    let mut closest = [[0.0f64; 2]; 2];
    let mut decided = 0;
    for round in 0..rounds(4_000) {
        let level = 2.0 * random.next() - 1.0;
        let price = level / (1.0 - level.abs());
        let mut part = |wide: f64, least: f64| {
            let lo = (least + 6.0 * random.next()) * if least < 0.0 { 1.0 } else { random.next() };
            Interval { lo, hi: lo + wide * random.next() }
        };
        let wide = [4.0, 0.3, 0.01][round % 3];
        let (x, y) = (part(wide, 0.0), part(wide, -3.0));
        let place = Place { z: x, x, y };
        let pulls = priced.pulls(level, place);
        for (cost, closest) in [Cost::Entropy, Cost::Noise].into_iter().zip(&mut closest) {
            let bounds = priced.worth(cost, level, t, place, pulls);
            decided += usize::from(bounds.is_open.is_some());
            for _ in 0..20 {
                let mut at = |part: Interval| {
                    let share = (1.5 * random.next() - 0.25).clamp(0.0, 1.0);
                    part.lo + share * (part.hi - part.lo)
                };
                let [x, y] = [at(x), at(y)];
                let [f, g] = [x, y].map(|x| 1.0 / (1.0 + x.exp()));
                // sinh((y − x)/2)/(2 cosh(x/2) cosh(y/2)), in which nothing cancels.
                let current = (0.5 * (y - x)).sinh() / (2.0 * (0.5 * x).cosh() * (0.5 * y).cosh());
                let (worth, drawn) = match cost {
                    Cost::Entropy => ((price - y) * current, price.abs() + x.abs()),
                    Cost::Noise => (price * current - f * (1.0 - f) - g * (1.0 - g), price.abs()),
                };
                let slack = 1e-14 * (price.abs() + y.abs() + 1.0);
                let said = (cost, level, place, bounds, [x, y], worth);
                assert!(worth <= bounds.if_shut + slack, "{said:?}");
                assert!(-worth <= bounds.if_open + slack, "{said:?}");
                assert!(drawn * current.abs() <= bounds.drawn + slack, "{said:?}");
                match bounds.is_open {
                    Some(true) => assert!(worth >= -slack, "{said:?}"),
                    Some(false) => assert!(worth <= slack, "{said:?}"),
                    None if worth > 1e-6 => closest[0] = closest[0].max(worth / bounds.if_shut),
                    None if worth < -1e-6 => closest[1] = closest[1].max(-worth / bounds.if_open),
                    None => {}
                }
            }
        }
    }
    assert!(decided > rounds(4_000), "{decided}");
    // Else half of a bound would pass.
    assert!(closest.iter().flatten().all(|share| *share > 0.6), "{closest:?}");
}

/// What may be worth opening beyond the axis, for the price ν and T_c = 1: (|ν| + |x|)(f_c + f_l), ∫ of e^−E and of E e^−E.
#[test]
fn what_lies_beyond_the_axis_is_counted() {
    let pair = Pair {
        mu: 0.0,
        t: 1.0,
        cost: Cost::Entropy,
        drawn: Drawn::Particles,
        level: -0.5,
        is_affine: true,
    };
    pair.with(|scene| {
        let reach = 130.0f64;
        assert!(scene.axis.ends.iter().all(|end| (end.abs() - reach).abs() < 1e-6));
        // Of two reservoirs on two sides, with |ν| = 1.
        let tail = 4.0 * (-reach).exp() * (1.0 + reach + 1.0);
        let bound = scene.priced.beyond(-0.5, Interval::point(1.0), &scene.axis);
        assert!(bound >= tail && bound < 1.001 * tail, "{bound:e} {tail:e}");
    });
}

/// Steps lead from some windows to others: what is left after a share of one is in between.
#[test]
fn steps_lead_from_windows_to_windows() {
    let from: Windows = vec![[-9.0, -5.0], [0.0, 1.0], [2.0, 3.0]];
    let to: Windows = vec![[-8.0, -6.0], [-0.5, 1.5], [4.0, 5.0]];
    let all = steps(&from, &to);
    let mut windows = from;
    let length = |windows: &Windows| windows.iter().map(|[from, to]| to - from).sum::<f64>();
    for step in all {
        let [lo, hi] = step.part(1.0);
        let (half, whole) = (step.upto(0.5, &windows), step.upto(1.0, &windows));
        assert!(((length(&whole) - length(&windows)).abs() - (hi - lo)).abs() < 1e-15);
        let halves = [length(&half) - length(&windows), length(&whole) - length(&half)];
        assert!((halves[0] - halves[1]).abs() < 1e-15, "{halves:?}");
        // No piece is cut in two: what is opened, or left, touches what is open.
        assert!(half.len() <= windows.len().max(whole.len()), "{windows:?} {half:?}");
        windows = whole;
    }
    assert_eq!(windows, to);
}

/// f_c = f_l at E* = μ/(1 − T), and the entropy of a heat is 1/θ at θ μ/(θ − T).
#[test]
fn edges_have_closed_forms() {
    let mut random = Random(3);
    for _ in 0..rounds(50) {
        let (t, mu) = (0.2 + 0.5 * random.next(), 0.5 + 3.0 * random.next());
        let level = (1.0 - t) * (0.02 + 0.9 * random.next());
        let pair = Pair { mu, t, cost: Cost::Entropy, drawn: Drawn::Heat, level, is_affine: false };
        let theta = 1.0 - level;
        let edges = [mu / (1.0 - t), (theta * mu / (theta - t)).min(130.0)];
        let (_, windows) = pair.best();
        let [found] = windows[..] else { panic!("{pair:?}: {windows:?}") };
        for (found, edge) in found.iter().zip(edges) {
            let condition = 1.0 / (theta - t).min(1.0 - t);
            assert!((found - edge).abs() <= 4e-15 * condition * edge, "{pair:?}: {found} {edge}");
        }
    }
}

/// Windows as narrow as doubles allow are not lost.
#[test]
fn windows_next_to_reversibility_are_found() {
    for power in 1..9 {
        let level = 10f64.powi(-power);
        let pair = Pair {
            mu: 1.0,
            t: 0.5,
            cost: Cost::Entropy,
            drawn: Drawn::Heat,
            level,
            is_affine: false,
        };
        let (cells, windows) = pair.best();
        let [[from, to]] = windows[..] else { panic!("{level}: {windows:?}") };
        // From 2 to θ/(θ − 1/2) = 2 (1 − r)/(1 − 2r).
        let width = 2.0 * level / (1.0 - 2.0 * level);
        assert!((from - 2.0).abs() < 4e-15, "{from}");
        assert!(((to - from) / width - 1.0).abs() < 1e-14 / level, "{level}: {}", to - from);
        let gained = pair.integral([from, to]);
        assert!(pair.lost(&cells, &windows) < 1e-9 * gained + 1e-50, "{level}");
    }
}
