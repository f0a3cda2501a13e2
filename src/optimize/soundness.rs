//! Random questions, boxes and devices: what is proved of a box holds for all devices in it.

use super::question::{Goal, Question, Strength};
use super::region::{Region, Sides, center};
use crate::numeric::{
    Interval, Real,
    random::{Random, rounds},
};
use crate::refrigerator::{Parameter as P, Point, Solved, Verdict};

fn within([first, last]: [f64; 2], share: f64) -> f64 {
    (first + share * (last - first)).clamp(first, last)
}

/// A question over one to five parameters, in ranges of any width.
fn question(random: &mut Random) -> Question {
    let tc = 0.1 + 0.8 * random.next();
    let mut base = Point::paper(tc, 3.0 * random.next());
    for level in [P::E1, P::E2, P::E3] {
        base = base.with(level, 3.0 * random.next());
    }
    let has_own_widths = random.next() < 0.15;
    if has_own_widths {
        for width in P::WIDTHS {
            base = base.with(width, 10f64.powf(2.0 * random.next() - 2.0));
        }
    }
    let width = 10f64.powf(0.5 - 3.0 * random.next());
    let mut side = |parameter: P| {
        let at = base.get(parameter);
        let [a, b] = [random.next(), random.next()];
        match parameter {
            P::Tc => [at * (1.0 - 0.5 * a), at + (0.97 - at) * b],
            P::Th => [1.0, 1.0 + b],
            P::T0 => [0.5 + 0.4 * a, 1.0 + b],
            own if own.is_own_width() => [at * (1.0 - a), at * (1.0 + 3.0 * b)],
            _ => [at - width * a, at + width * b],
        }
    };
    let all = [P::E3, P::E4, P::E1, P::E2, P::Mu0, P::Tc, P::Th, P::T0];
    let mut over: Vec<(P, [f64; 2])> = Vec::new();
    let widths = P::WIDTHS.into_iter().filter(|_| has_own_widths);
    for parameter in all.into_iter().chain(widths) {
        let range = side(parameter);
        over.push((parameter, range));
    }
    let count = 1 + (5.0 * random.next()) as usize;
    while over.len() > count {
        over.remove((random.next() * over.len() as f64) as usize);
    }
    let strength = match (4.0 * random.next()) as u8 {
        0 => Strength::Headrooms([0.0, 1.0]),
        1 => Strength::Headrooms([0.5 * random.next(), 0.5 + 0.4 * random.next()]),
        2 => Strength::Absolute([0.0, 2.0 * random.next()]),
        _ => {
            let first = 0.5 * random.next();
            Strength::Absolute([first, first + random.next()])
        }
    };
    let goal = if random.next() < 0.5 { Goal::Power } else { Goal::Cop };
    let least = match goal {
        Goal::Power => 0.5 * random.next() * tc / (1.0 - tc),
        Goal::Cop => 0.03 * random.next(),
    };
    let at_least = (random.next() < 0.6).then_some(least);
    let apart = if random.next() < 0.5 { 0.0 } else { 0.1 * random.next() };
    Question { base, over, strength, goal, at_least, apart }
}

/// A box within the ranges, all of them now and then.
fn part(question: &Question, random: &mut Random) -> Sides {
    let size = random.next();
    let sides = question.over.iter().map(|(_, side)| {
        let start = random.next() * (1.0 - size);
        [within(*side, start), within(*side, start + size)]
    });
    sides.collect()
}

/// A device within these sides with what it reaches, if it does what is asked; often one at an end.
fn device(question: &Question, sides: &[[f64; 2]], random: &mut Random) -> Option<(Vec<f64>, f64)> {
    let mut share = || (1.4 * random.next() - 0.2).clamp(0.0, 1.0);
    let place: Vec<f64> = sides.iter().map(|side| within(*side, share())).collect();
    let point = question.device(&place);
    let point = match question.strength {
        Strength::Absolute(range) => point.with(P::Lambda, within(range, share())),
        Strength::Headrooms(range) => {
            point.with(P::Lambda, within(range, share())).in_headrooms(true)
        }
    };
    let solution = Solved::new(point).answer.ok()?;
    let [value, other] = [question.goal, question.goal.other()].map(|goal| goal.of(&solution));
    let does = !matches!(solution.verdict, Verdict::Unphysical(_) | Verdict::Limit)
        && value > 0.0
        && question.at_least.is_none_or(|least| other >= least)
        && question.apart_near(point) == [point];
    does.then_some((place, value))
}

fn reached(question: &Question, value: f64) -> f64 {
    match question.goal {
        Goal::Power => question.plain_power(value),
        Goal::Cop => -1.0 / value,
    }
}

#[test]
fn what_is_proved_of_a_box_holds_for_its_devices() {
    let mut random = Random(1);
    let (mut devices, mut rows) = (0, 0);
    while devices < 6_000 {
        let question = question(&mut random);
        let sides = part(&question, &mut random);
        for _ in 0..8 {
            let Some((place, value)) = device(&question, &sides, &mut random) else { continue };
            devices += 1;
            let reached = reached(&question, value);
            let Some(order) = question.order_at(&question.device(&place)) else { continue };
            let case = || format!("{question:?}\n{sides:?}\n{place:?} {value}");
            // Neither the region nor what it can reach leaves the device out, whatever is known
            // of worse devices.
            let worse = reached - random.next() * reached.abs();
            let best = Some(worse).filter(|_| random.next() < 0.5);
            let region = Region::new(&question, &sides, &order, best);
            assert!(region.is_some(), "no region: {}", case());
            let Some(region) = region else { continue };
            let reach = region.reach(best, f64::INFINITY);
            assert!(reach.is_some(), "no reach: {}", case());
            let Some(reach) = reach else { continue };
            assert!(reach.hi >= reached, "{reach:?} {reached}: {}", case());
            assert!(region.allows(reach), "not allowed: {}", case());
            // Its constraints hold, and none is more than what the linear ones have there.
            let constraints = region.constraints_at(&place, reached);
            assert!(constraints.iter().all(|constraint| constraint.hi >= 0.0), "{}", case());
            let lo = if reach.lo.is_finite() { reach.lo } else { 4.0 * reached };
            let around = Interval { lo, ..reach };
            let slopes = region.slopes(around);
            let Some(relaxation) = region.relaxation(around, &slopes) else { continue };
            let middle = center([around.lo, around.hi]);
            let step = place.iter().zip(region.middle()).map(|(at, middle)| (*at, *middle));
            let step: Vec<(f64, f64)> = step.chain([(reached, middle)]).collect();
            for ((at, middle), reach) in step.iter().zip(&relaxation.reach) {
                assert!((at - middle).abs() <= *reach, "{at} {middle} {reach}: {}", case());
            }
            for (i, j) in relaxation.of.iter().enumerate() {
                let mut linear = Interval::point(relaxation.constants[i]);
                for (slope, (at, middle)) in relaxation.slopes[i].iter().zip(&step) {
                    let moved = Interval::point(*at).minus(Interval::point(*middle));
                    linear = linear + Interval::point(*slope) * moved;
                }
                rows += 1;
                let held = linear.hi >= constraints[*j].lo;
                assert!(held, "{linear:?} {:?} of {j}: {}", constraints[*j], case());
            }
            let bound = (middle + relaxation.solve().bound).next_up();
            assert!(bound >= reached, "{bound} {reached}: {}", case());
        }
    }
    assert!(rows > 5 * devices, "only {rows} constraints of {devices} devices");
}

#[test]
fn no_device_is_better_than_the_bound_of_a_search() {
    let mut random = Random(2);
    let (mut devices, mut found) = (0, 0);
    for _ in 0..rounds(50) {
        let question = question(&mut random);
        // A search that hardly began has to say so in its bound.
        let answer = question.answer([0, 3, 30, 300][(4.0 * random.next()) as usize]);
        let sides: Sides = question.over.iter().map(|(_, side)| *side).collect();
        let best = answer.best.map_or(f64::NEG_INFINITY, |best| best.value);
        assert!(answer.bound >= best, "{question:?}");
        found += u32::from(answer.best.is_some());
        for _ in 0..300 {
            let Some((place, value)) = device(&question, &sides, &mut random) else { continue };
            devices += 1;
            let bound = answer.bound + 4.0 * f64::EPSILON * answer.bound.abs();
            assert!(value <= bound, "{value} {bound}: {question:?} {place:?}");
        }
    }
    assert!(devices > 700 && found > 25, "{devices} devices, {found} questions with one");
}

#[test]
fn what_no_double_cuts_is_not_taken_for_empty() {
    // COP < Tc/(3Th − Tc) = 0.2 for ε4 ≠ ε3 (Eq. C20), by less than intervals can tell where |ε3 − ε4|
    // is a few doubles: that no device has the next double is not proved.
    let base = Point::paper(0.5, 1.4);
    let over = vec![(P::E4, [1.5 - 20.0 * f64::EPSILON, 1.5])];
    let question = Question {
        base,
        over,
        strength: Strength::Absolute([1.0; 2]),
        goal: Goal::Power,
        at_least: Some(0.2f64.next_up()),
        apart: 0.0,
    };
    let answer = question.answer(10_000);
    assert!(answer.best.is_none() && answer.boxes < 10_000, "{answer:?}");
    assert!(answer.bound > 0.0 && answer.bound < 1e-25, "{answer:?}");
}
