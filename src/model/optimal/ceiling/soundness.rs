//! The bound of the greatest power is one from any prices and any filling of levels.

use super::*;
use crate::formula::Spectrum;
use crate::model::Statistics;
use crate::model::flows::Plan;
use crate::model::machine::Machine;
use crate::model::optimal::broad::{Broad, Condition};
use crate::model::optimal::continuous::apart;
use crate::model::optimal::problem::{Problem, Site};
use crate::model::optimal::soft::Soft;
use crate::numeric::quadrature::{End, Goal};
use crate::numeric::random::Random;
use crate::numeric::{Bounded, Enclosed, Real, Split};

type Number = Bounded<Split, 1>;

/// Constants: μ and T of h, μ and T of c, the ends of their windows, and slopes of steps.
fn numbers([from, to]: [f64; 2], cold: [f64; 2]) -> [f64; 10] {
    [1.0, 1.0, 1.0, 0.5, from, to, cold[0], cold[1], 1.0, -1.0]
}

fn window(from: usize, to: usize) -> Spectrum {
    let side = |slope, zero| Box::new(Spectrum::Step { slope, zero });
    Spectrum::Product(side(8, from), side(9, to))
}

fn level(area: f64, at: f64, t: f64, is_cold: bool) -> Site<Number> {
    let number = Number::constant;
    let f = 1.0 / (1.0 + ((at - 1.0) / t).exp());
    let heat = if is_cold { at - 1.0 } else { 0.0 };
    let costs = [1.0, at - 1.0, heat].map(number).to_vec();
    Site { weight: number(area), x: number(0.0), f: number(f), rest: number(0.0), costs }
}

/// Intervals of the greatest power from prices near the best ones and near others, with the hot window in blocks or
/// as any other.
fn intervals(area: f64, hot: [f64; 2], cold: [f64; 2], in_blocks: bool) -> Vec<Interval> {
    let neighbour = |reservoir: usize| Neighbour {
        reservoir,
        mu: 2 * reservoir,
        t: 2 * reservoir + 1,
        transmissions: vec![window(4 + 2 * reservoir, 5 + 2 * reservoir)],
    };
    let broad = Broad {
        neighbours: vec![neighbour(0), neighbour(1)],
        origin: 2,
        conditions: vec![Condition::Particles, Condition::Energy, Condition::HeatOf(1)],
        multipliers: Vec::new(),
    };
    let constants = numbers(hot, cold).into_iter().map(Known::double).collect();
    let sites = vec![level(0.1, 2.0, 1.0, false), level(area, 1.625, 0.5, true)];
    let zeros = vec![Number::constant(0.0); 3];
    let gauge = Plan::new(Machine::default());
    let demon = Continuous {
        broad: &broad,
        gauge: &gauge,
        constants,
        goal: Goal::LIGHT,
        wanted: zeros.clone(),
        levels: Problem { statistics: Statistics::Fermi, sites, wanted: zeros },
    };
    let rough: Vec<Known<Lanes<1>>> = numbers(hot, cold).into_iter().map(Known::double).collect();
    let panel =
        |from: f64, to: f64| Panel::between(&End::double(from), &End::double(to), apart::<Number>);
    let [hot, cold] = [panel(hot[0], hot[1]), panel(cold[0], cold[1])];
    let (free, others) = match in_blocks {
        true => (vec![hot], vec![cold]),
        false => (Vec::new(), vec![hot, cold]),
    };
    let demon = demon.with_blocks(&rough, &[], &free).unwrap();
    let levels = demon.levels.near();
    let mut best = vec![0.0, if in_blocks { 0.0 } else { -0.5 }];
    let mut soft = Soft::new(&levels, &[0.5, -0.5]);
    for _ in 0..60 {
        best = demon.improved(&rough, best, &others, &soft);
        if !soft.go_on(&best) {
            break;
        }
    }
    let mut random = Random(3);
    let mut found = Vec::new();
    for round in 0..60 {
        let by = if round == 0 { 0.0 } else { 10f64.powi(-(round % 6)) };
        let mut about = |a: f64| a + by * (2.0 * random.next() - 1.0);
        let prices: Vec<f64> = best.iter().map(|price| about(*price)).collect();
        let filled: Vec<f64> =
            soft.filled(&best).into_iter().map(|f| about(f).clamp(0.0, 1.0)).collect();
        let pieces = demon.pieces(&rough, &prices, &others);
        let flows = demon.flows_of(&rough, &[], &pieces, &filled).unwrap();
        let power = demon.proven(&rough, &prices, (&pieces, &free), &filled, &flows);
        found.extend(power.map(|power| power.hull()));
    }
    found
}

/// Blocks are as good where the hot reservoir has room to spare. Where it has none, their bound is still one.
#[test]
fn all_prices_bound_one_greatest_power() {
    for (area, hot, cold, has_room) in [
        (0.02, [0.5, 1.5], [1.75, 2.5], true),
        (0.2, [0.5, 1.5], [1.75, 2.5], true),
        (0.2, [1.5, 2.0], [0.5, 1.0], false),
        (0.2, [1.25, 1.5], [0.75, 1.0], false),
    ] {
        let mut found = intervals(area, hot, cold, has_room);
        let narrow = found.iter().filter(|power| power.hi - power.lo < 1e-12).count();
        assert!(narrow > 0 && found.len() > narrow + 4, "{area} {hot:?} {}", found.len());
        if !has_room {
            found.extend(intervals(area, hot, cold, true));
        }
        let lo = found.iter().map(|power| power.lo).fold(f64::NEG_INFINITY, f64::max);
        let hi = found.iter().map(|power| power.hi).fold(f64::INFINITY, f64::min);
        assert!(lo <= hi, "{area} {hot:?} {has_room}: {lo} {hi}");
    }
}

/// Over a window that one reservoir alone is coupled to, g is linear in the energy: ∫ |g| of what is filled the wrong
/// way is that of a straight line, and nothing where it is filled the right way.
#[test]
fn what_is_filled_the_wrong_way_is_bounded() {
    let (from, to) = (0.5, 1.5);
    let broad = Broad {
        neighbours: vec![Neighbour {
            reservoir: 0,
            mu: 0,
            t: 1,
            transmissions: vec![window(4, 5)],
        }],
        origin: 2,
        conditions: vec![Condition::Particles, Condition::Energy, Condition::HeatOf(1)],
        multipliers: Vec::new(),
    };
    let ends = numbers([from, to], [2.0, 3.0]);
    let zeros = vec![Number::constant(0.0); 3];
    let gauge = Plan::new(Machine::default());
    let demon = Continuous {
        broad: &broad,
        gauge: &gauge,
        constants: ends.into_iter().map(Known::double).collect(),
        goal: Goal::LIGHT,
        wanted: zeros.clone(),
        levels: Problem { statistics: Statistics::Fermi, sites: Vec::new(), wanted: zeros },
    };
    let rough: Vec<Known<Lanes<1>>> = ends.into_iter().map(Known::double).collect();
    let panel = Panel::between(&End::double(from), &End::double(to), apart::<Number>);
    let mut random = Random(7);
    for _ in 0..40 {
        let [start, slope] = [(); 2].map(|()| 2.0 * random.next() - 1.0);
        let gains = demon.gains(&[start, slope].map(Number::constant));
        // g = −ν_n − ν_ε (E − μ_c), and ∫ max(0, ±g) of a straight line.
        let g = |energy: f64| -start - slope * (energy - 1.0);
        let (a, b) = (g(from), g(to));
        let above = match (a > 0.0, b > 0.0) {
            (true, true) => 0.5 * (a + b) * (to - from),
            (false, false) => 0.0,
            _ => 0.5 * a.max(b).powi(2) / slope.abs(),
        };
        let below = above - 0.5 * (a + b) * (to - from);
        for (is_full, wrong) in [(true, below), (false, above)] {
            let piece = Piece { panel: panel.clone(), is_full, is_switch: false };
            // Parts are cut no further where no more than 1e-3 lies over each.
            let bound = demon.wrong(&rough, &gains, &piece, 1e20);
            assert!(bound >= wrong * (1.0 - 1e-12) && bound <= wrong + 5e-3, "{bound} {wrong}");
        }
    }
}
