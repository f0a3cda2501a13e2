//! Random regions and points in them: what is proven of a region holds for its points.

use crate::model::{Enclosure, Family, Inputs, Parameter, Region, ResultRef, Row, Status};
use crate::numeric::{Interval, Real, random::Random};
use crate::quantity::Units;
use crate::refrigerator::{Parameter as P, Point, RefrigeratorFamily, Resonances};

/// A device, some of whose parameters nearly coincide.
fn device(random: &mut Random) -> Point {
    let mut point = Point::paper(0.1 + 0.85 * random.next(), 0.2 + 2.5 * random.next());
    for level in [P::E1, P::E2, P::E3] {
        point = point.with(level, 0.2 + 2.5 * random.next());
    }
    point = point.with(P::Lambda, 1.5 * random.next());
    if random.next() < 0.3 {
        point = point.with(P::T0, 0.5 + random.next());
    }
    if random.next() < 0.3 {
        let width = 10f64.powf(-0.5 - 2.0 * random.next());
        point = point.with(P::Gamma, width).with_resonances(Resonances::Boxcar);
    }
    if random.next() < 0.2 && point.resonances() == Resonances::Narrow {
        // As warm as kelvins, with electronvolts for energies.
        for level in [P::Mu0, P::E1, P::E2, P::E3, P::E4] {
            point = point.with(level, 8.6e-5 * point.get(level));
        }
        point = point.with(P::Gamma, 1e-6).in_units(Units::Laboratory);
    }
    if random.next() < 0.3 {
        let is_narrow = point.resonances() == Resonances::Narrow;
        for width in P::WIDTHS {
            let power = if is_narrow { -3.0 * random.next() } else { -0.5 - 2.0 * random.next() };
            point = point.with(width, 10f64.powf(power));
        }
    }
    if random.next() < 0.4 {
        point = point.with(P::Leak, 0.1 * random.next()).with(P::Tph, 0.2 + random.next());
        point = point.with(P::Phonons, 0.1 * random.next());
    }
    if random.next() < 0.2 && point.get(P::Gamma).max(point.get(P::Gamma1)) > 0.0 {
        point = point.with(P::Photons, random.next());
    }
    match random.next() < 0.2 {
        true => point.with(P::Lambda, random.next()).in_headrooms(true),
        false => point,
    }
}

/// One or two ranges around the parameters of a device, of any width.
fn ranges(point: &Point, random: &mut Random) -> Vec<(Parameter, Interval)> {
    let mut all =
        vec![P::Tc, P::E1, P::E2, P::E3, P::E4, P::Mu0, P::Th, P::Lambda, P::Leak, P::Tph];
    if point.scale().has_own_widths() {
        all.extend(P::WIDTHS);
    }
    let width = 10f64.powf(-5.0 * random.next());
    let mut chosen: Vec<(Parameter, Interval)> = Vec::new();
    for _ in 0..1 + usize::from(random.next() < 0.4) {
        let parameter = all[(random.next() * all.len() as f64) as usize];
        let at = point.get(parameter);
        let [a, b] = [(); 2].map(|()| width * at * random.next());
        let range = Interval { lo: at - a, hi: at + b };
        if chosen.iter().all(|(other, _)| *other != parameter.spec()) {
            chosen.push((parameter.spec(), range));
        }
    }
    chosen
}

fn has_value(row: &Row, result: ResultRef) -> Option<f64> {
    let is_refused = matches!(row.status(), Status::Refused(_));
    Some(row.result(result)).filter(|value| !is_refused && value.is_finite())
}

#[test]
fn what_is_proven_of_a_region_holds_for_its_points() {
    let mut random = Random(5);
    let all: Vec<ResultRef> = RefrigeratorFamily.results().iter().collect();
    let (mut values, mut slopes, mut decided, mut tight) = (0, 0, 0, 0);
    // Of resonances with widths of their own, narrow ones and windows.
    let mut own = [0, 0];
    for _ in 0..1_750 {
        let point = device(&mut random);
        let base = point.inputs();
        let chosen = ranges(&point, &mut random);
        // Derivatives by widths that are not given are not known.
        let has_own_widths = point.scale().has_own_widths();
        let is_own = |result: &ResultRef| P::WIDTHS.iter().any(|p| result.key.ends_with(p.name()));
        let known = all.iter().filter(|result| has_own_widths || !is_own(result));
        let known: Vec<ResultRef> = known.copied().collect();
        let of: Vec<ResultRef> =
            (0..4).map(|_| known[(random.next() * known.len() as f64) as usize]).collect();
        let region = Region { base: &base, ranges: &chosen };
        let Some(found) = RefrigeratorFamily.enclose(&region, &of) else { continue };
        let mut inside = || {
            let at = |(parameter, range): &(Parameter, Interval)| {
                let share = [0.0, 1.0, random.next()][(random.next() * 3.0) as usize];
                (*parameter, (range.lo + share * (range.hi - range.lo)).clamp(range.lo, range.hi))
            };
            let set = |inputs: Inputs, (p, value): (Parameter, f64)| inputs.with(p, value);
            Row::with(&chosen.iter().map(at).fold(base.clone(), set), &of)
        };
        let rows: Vec<Row> = (0..5).map(|_| inside()).collect();
        let case = |row: &Row| format!("{point:?}\n{chosen:?}\n{:?} {found:?}", row.inputs.raw());
        let Enclosure { physical, rooms, results } = &found;
        decided += u32::from(physical.is_some());
        for row in &rows {
            if let Some(physical) = physical {
                assert_eq!(*physical, row.status().is_physical(), "{}", case(row));
            }
            let lacks = rooms.iter().any(|room| room.value.hi < 0.0);
            assert!(!(lacks && row.status().is_physical()), "{}", case(row));
            for (enclosed, result) in results.iter().zip(&of) {
                let value = has_value(row, result);
                match (enclosed.exists, value) {
                    (Some(false), Some(_)) => panic!("{} exists: {}", result.key, case(row)),
                    (Some(true), None) if row.result(result).is_nan() => {
                        panic!("{} is missing: {}", result.key, case(row))
                    }
                    (_, None) => continue,
                    _ => {}
                }
                let Some(value) = value else { continue };
                // The number is rounded to the nearest double.
                let Interval { lo, hi } = enclosed.value;
                let is_within = lo.next_down() <= value && value <= hi.next_up();
                assert!(is_within, "{} = {value}: {}", result.key, case(row));
                values += 1;
                own[point.resonances() as usize] += u32::from(has_own_widths);
                tight += u32::from(hi - lo < 0.1 * value.abs());
            }
        }
        for (i, (enclosed, result)) in results.iter().zip(&of).enumerate() {
            for (one, two) in rows.iter().zip(&rows[1..]) {
                let known = [one, two].map(|row| has_value(row, of[i]));
                let ([Some(a), Some(b)], true) = (known, enclosed.is_whole()) else { continue };
                let mut change = Interval::point(0.0);
                for ((parameter, _), slope) in chosen.iter().zip(&enclosed.slopes) {
                    let [x, y] = [one, two].map(|row| row.inputs.get(parameter));
                    change = change + *slope * Interval::point(y).minus(Interval::point(x));
                }
                let rounding = 2.0 * f64::EPSILON * a.abs().max(b.abs());
                let is_within = change.lo - rounding <= b - a && b - a <= change.hi + rounding;
                assert!(is_within, "{} changes by {}: {change:?} {}", result.key, b - a, case(one));
                slopes += u32::from(change.lo.is_finite() && change.hi.is_finite());
            }
        }
    }
    println!(
        "{values} values, {tight} of them within a tenth, {slopes} slopes, {decided} verdicts"
    );
    assert!(values > 8_000 && tight > 5_000 && slopes > 5_000 && decided > 750);
    assert!(
        own[0] > 1_000 && own[1] > 300,
        "{own:?} values of resonances with widths of their own"
    );
}
