//! Random questions against dense scans: nothing that a scan sees is missing.

use super::{Question, What};
use crate::model::{Bound, Family, Inputs, ResultRef, Row, Side, Status};
use crate::numeric::random::{Random, rounds};
use crate::refrigerator::{Parameter as P, Point, RefrigeratorFamily, Resonances};

const RESULTS: [&str; 14] = [
    "power",
    "power",
    "power",
    "cop",
    "cop",
    "cop",
    "entropy_current",
    "headroom",
    "fl3",
    "beta34",
    "sigma1",
    "cop_fraction",
    "power_max",
    "dpower_dtc",
];

fn result(key: &str) -> ResultRef {
    RefrigeratorFamily.result(key).unwrap_or_else(|| panic!("{key}"))
}

/// A device, one of its parameters and a range of it.
fn setting(random: &mut Random) -> (Inputs, P, [f64; 2]) {
    let mut point = Point::paper(0.15 + 0.8 * random.next(), 0.2 + 2.5 * random.next());
    for level in [P::E1, P::E2, P::E3] {
        point = point.with(level, 0.2 + 2.5 * random.next());
    }
    point = point.with(P::Lambda, 1.2 * random.next());
    if random.next() < 0.2 {
        point = point.with(P::Gamma, 0.1 * random.next()).with_resonances(Resonances::Boxcar);
        // Half of them have widths of their own, drawn apart from the rest.
        let has_own = point.get(P::Tc) < 0.55;
        let mut own = Random(point.get(P::Gamma).to_bits());
        for width in P::WIDTHS.into_iter().filter(|_| has_own) {
            point = point.with(width, 0.1 * own.next());
        }
    }
    let (along, range) = match (5.0 * random.next()) as u8 {
        0 | 1 => (P::Tc, [0.03, 1.0]),
        2 => (P::E4, [0.2, 3.0]),
        3 => (P::Mu0, [0.0, 3.0]),
        _ => (P::Lambda, [0.0, 3.0]),
    };
    (point.inputs(), along, range)
}

/// The numbers of a result along a range, at so many points, with what is physical.
fn scan(base: &Inputs, along: P, [first, last]: [f64; 2], of: ResultRef) -> Vec<(f64, f64, bool)> {
    const STEPS: u32 = 3_000;
    let at = |i: u32| first + (last - first) * (f64::from(i) + 0.37) / f64::from(STEPS);
    let points: Vec<Inputs> = (0..STEPS).map(|i| base.with(along.spec(), at(i))).collect();
    let rows = Row::all(&points, &[of]);
    let cell = |(i, row): (usize, &Row)| {
        let is_refused = matches!(row.status(), Status::Refused(_));
        let number = if is_refused { f64::NAN } else { row.result(of) };
        (at(i as u32), number, row.status().is_physical())
    };
    rows.iter().enumerate().map(cell).collect()
}

#[test]
fn a_scan_finds_no_value_that_is_missing() {
    let mut random = Random(21);
    let (mut asked, mut seen, mut ones, mut open, mut nothing) = (0, 0, 0, 0, 0);
    while asked < rounds(80) {
        let (base, along, range) = setting(&mut random);
        let of = result(RESULTS[(random.next() * RESULTS.len() as f64) as usize]);
        let scanned = scan(&base, along, range, of);
        let numbers: Vec<f64> =
            scanned.iter().map(|cell| cell.1).filter(|number| number.is_finite()).collect();
        if numbers.len() < 100 {
            continue;
        }
        asked += 1;
        // A number that the result has, or nearly.
        let value = numbers[(random.next() * numbers.len() as f64) as usize];
        let value = value * (1.0 + 0.02 * (random.next() - 0.5));
        let question = Question {
            base: base.clone(),
            along: along.spec(),
            range,
            equals: Some((of, value)),
            bounds: Vec::new(),
        };
        let answer = question.answer(20_000);
        let case = || format!("{} = {value}\n{base:?} {along:?}\n{answer:?}", of.key);
        assert!(answer.is_proven, "{}", case());
        nothing += u32::from(answer.places.is_empty());
        open += answer.open().count();
        for pair in scanned.windows(2) {
            let ((a, left, _), (b, right, _)) = (pair[0], pair[1]);
            if (left - value) * (right - value) < 0.0 {
                seen += 1;
                let is_there = answer
                    .places
                    .iter()
                    .any(|place| place.at + place.error >= a && place.at - place.error <= b);
                // A result may jump over the value where it has none, or a pole, which is no value of it.
                let is_jump = of.key.starts_with("beta") || of.key == "headroom";
                assert!(is_there || is_jump, "between {a} and {b}: {}", case());
            }
        }
        for place in answer.places.iter().filter(|place| place.what == What::One) {
            ones += 1;
            // Beyond the error it is on one side of the value below, and on the other one above.
            let reach = 8.0 * place.error.max(f64::EPSILON * place.at.abs());
            let beside = [place.at - reach, place.at + reach]
                .map(|at| Row::with(&base.with(along.spec(), at), &[of]).result(of) - value);
            let passes = beside[0] * beside[1] <= 0.0 || beside.iter().any(|off| off.is_nan());
            assert!(passes, "{beside:?} around {place:?}: {}", case());
        }
    }
    println!(
        "{seen} values seen by scans, {ones} proven, {open} open, {nothing} questions without any"
    );
    assert!(seen > 60 && ones > 60 && open < asked / 20, "{seen} {ones} {open}");
}

#[test]
fn a_scan_finds_no_point_of_a_region_that_is_missing() {
    let mut random = Random(22);
    let (mut inside, mut outside, mut edges) = (0, 0, 0);
    for _ in 0..60 {
        let (base, along, range) = setting(&mut random);
        let of = result(["power", "cop"][(random.next() * 2.0) as usize]);
        let scanned = scan(&base, along, range, of);
        let numbers: Vec<f64> = scanned.iter().filter(|cell| cell.2).map(|cell| cell.1).collect();
        let Some(value) = numbers.get(numbers.len() / 3).copied() else { continue };
        let side = if random.next() < 0.7 { Side::AtLeast } else { Side::AtMost };
        let bounds = vec![Bound { result: of, side, value }];
        let along = along.spec();
        let question = Question { base: base.clone(), along, range, equals: None, bounds };
        let answer = question.answer(20_000);
        let case = || format!("{} {side:?} {value}\n{base:?} {along:?}\n{answer:?}", of.key);
        let open: Vec<_> = answer.open().collect();
        let ends: Vec<f64> =
            answer.places.iter().filter(|place| place.what != What::Open).map(|p| p.at).collect();
        edges += ends.len();
        assert!(ends.len().is_multiple_of(2), "{}", case());
        for (at, number, is_physical) in scanned {
            if open.iter().any(|place| (at - place.at).abs() <= place.error) {
                continue;
            }
            let is_within = ends.chunks(2).any(|part| part[0] <= at && at <= part[1]);
            let holds = is_physical && question.bounds[0].holds(number);
            assert_eq!(is_within, holds, "{at} {number}: {}", case());
            inside += u32::from(holds);
            outside += u32::from(!holds);
        }
    }
    assert!(inside > 20_000 && outside > 20_000 && edges > 60, "{inside} {outside} {edges}");
}
