//! Random wishes and points: no point at which all holds is better than what was proven.

use crate::model::{Bound, Family, Inputs, Row, Side};
use crate::numeric::random::Random;
use crate::optimize::{Aim, Wish};
use crate::refrigerator::{Parameter as P, Point, RefrigeratorFamily};

const RESULTS: [&str; 7] =
    ["power", "cop", "entropy_current", "headroom", "fl3", "cop_fraction", "power_max"];

/// A wish over one to three parameters, whose bound some of its points keep.
fn wish(random: &mut Random) -> Wish {
    let mut point = Point::paper(0.2 + 0.7 * random.next(), 0.3 + 2.0 * random.next());
    for level in [P::E1, P::E2, P::E3] {
        point = point.with(level, 0.3 + 2.0 * random.next());
    }
    let in_multiples = random.next() < 0.3;
    let strength = if in_multiples { 1.0 } else { 1.2 };
    point = point.with(P::Lambda, strength * random.next()).in_headrooms(in_multiples);
    let width = 10f64.powf(-2.0 * random.next());
    let mut over: Vec<(P, [f64; 2])> = Vec::new();
    for parameter in [P::Tc, P::E3, P::E4, P::Mu0, P::Lambda] {
        let at = point.get(parameter);
        let ends = [at * (1.0 - 0.5 * width * random.next()), at * (1.0 + width * random.next())];
        let most = if parameter == P::Lambda && in_multiples { 1.0 } else { f64::MAX };
        over.push((parameter, [ends[0], ends[1].min(most)]));
    }
    let count = 1 + (3.0 * random.next()) as usize;
    while over.len() > count {
        over.remove((random.next() * over.len() as f64) as usize);
    }
    let mut result = || {
        let key = RESULTS[(random.next() * RESULTS.len() as f64) as usize];
        RefrigeratorFamily.result(key).unwrap_or_else(|| panic!("{key}"))
    };
    let (goal, bounded) = (result(), result());
    let goal = match random.next() < 0.2 {
        true => Aim::Parameter(over[0].0.spec()),
        false => Aim::Result(goal),
    };
    let side = if random.next() < 0.5 { Side::AtLeast } else { Side::AtMost };
    let base = point.inputs();
    let value = Row::with(&base, &[bounded]).result(bounded) * (0.8 + 0.4 * random.next());
    let bound = Bound { result: bounded, side, value };
    let bounds = if random.next() < 0.7 && value.is_finite() { vec![bound] } else { Vec::new() };
    let over = over.into_iter().map(|(parameter, ends)| (parameter.spec(), ends)).collect();
    Wish { base, over, goal, is_least: random.next() < 0.5, bounds }
}

#[test]
fn no_point_is_better_than_what_is_proven() {
    let mut random = Random(31);
    let (mut points, mut near, mut proofs) = (0, 0, 0);
    for _ in 0..300 {
        let wish = wish(&mut random);
        // A search that hardly began has to say so in its bound.
        let most = [1, 4, 30, 300][(4.0 * random.next()) as usize];
        let Some(proof) = wish.prove(None, most) else { continue };
        proofs += 1;
        let inside = |random: &mut Random| -> Inputs {
            let mut inputs = wish.base.clone();
            for (parameter, [first, last]) in &wish.over {
                let share =
                    [0.0, 1.0, random.next(), random.next()][(4.0 * random.next()) as usize];
                inputs.set(parameter, (first + share * (last - first)).clamp(*first, *last));
            }
            inputs
        };
        let drawn: Vec<Inputs> = (0..60).map(|_| inside(&mut random)).collect();
        let more: Vec<_> = wish.bounds.iter().map(|bound| bound.result).collect();
        let more: Vec<_> = more.into_iter().chain(wish.goal.result()).collect();
        for row in Row::all(&drawn, &more) {
            let holds = |bound: &Bound| bound.holds(row.result(bound.result));
            let value = wish.goal.of(&row);
            if !row.status().is_physical() || !wish.bounds.iter().all(holds) || value.is_nan() {
                continue;
            }
            points += 1;
            let bound = wish.height(proof.bound);
            let slack = 4.0 * f64::EPSILON * bound.abs();
            assert!(
                wish.height(value) <= bound + slack,
                "{value} {proof:?}\n{wish:?}\n{:?}",
                row.inputs.raw()
            );
            near += u32::from(wish.height(value) > bound - 0.02 * bound.abs());
        }
    }
    println!("{points} points of {proofs} proofs, {near} of them near the bound");
    assert!(points > 5_000 && near > 500 && proofs > 250, "{points} {near} {proofs}");
}
