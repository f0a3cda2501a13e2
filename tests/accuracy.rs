//! The same digits on every way, right beside the edge of the physical region, and no surprise
//! anywhere among the doubles. The digits themselves are held against mpmath in `oracle.rs`.

use ndemon::model::{Row, Status};
use ndemon::output::{Csv, Writer};
use ndemon::quantity::Units;
use ndemon::refrigerator::{
    Parameter as P, Point, Refrigerator, RefrigeratorFamily, Solution, Verdict, Way,
};
use ndemon::table::{Schema, Selection};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// The same numbers in every run.
fn random() -> TestRng {
    TestRng::deterministic_rng(RngAlgorithm::ChaCha)
}

/// How many points to try: so many that the test is quick, or `NDEMON_POINTS`.
fn thorough(quick: u32) -> u32 {
    std::env::var("NDEMON_POINTS").map_or(quick, |text| text.parse().unwrap())
}

/// A number between these.
fn between(rng: &mut TestRng, low: f64, high: f64) -> f64 {
    low + (high - low) * (rng.next_u64() >> 11) as f64 / 2f64.powi(53)
}

/// A point with λ = 1 and levels within so many temperatures.
fn point(rng: &mut TestRng, reach: f64) -> Point {
    let th = 10f64.powf(between(rng, -2.0, 2.0));
    let tc = th * between(rng, 0.02, 0.99);
    let mu0 = th * between(rng, -3.0, 3.0);
    let mut level = |t: f64| mu0 + t * between(rng, -reach, reach);
    let levels = [(P::E1, level(th)), (P::E2, level(th)), (P::E3, level(tc)), (P::E4, level(tc))];
    let point = Point::paper(tc, 0.0).with(P::Th, th).with(P::Mu0, mu0);
    levels.into_iter().fold(point, |point, (parameter, value)| point.with(parameter, value))
}

fn refrigerator(point: &Point) -> Refrigerator {
    Refrigerator::new(point).unwrap()
}

fn solve_all(way: Way, points: &[Refrigerator]) -> Vec<Solution> {
    let mut solutions = Vec::new();
    Refrigerator::solve_all_by(way, points, |solution| solutions.push(solution));
    solutions
}

/// All bits of a solution, NaN included.
fn bits(solution: &Solution) -> (Vec<u64>, Verdict) {
    let s = solution;
    let numbers = [s.lambda, s.power, s.entropy_current, s.cop, s.cop_carnot, s.headroom];
    (s.fl.iter().chain(&numbers).map(|value| value.to_bits()).collect(), s.verdict)
}

#[test]
fn beside_the_edge_every_verdict_is_right_and_every_way_agrees() {
    let mut rng = random();
    let mut points = Vec::new();
    for n in 0..thorough(1_000).min(40_000) / 8 {
        let mut point = point(&mut rng, if n % 2 == 0 { 4.0 } else { 200.0 });
        if n % 3 == 0 {
            // In kelvins and electronvolts, at about the same distances.
            for temperature in [P::Th, P::Tc] {
                point = point.with(temperature, 11_604.5 * point.get(temperature));
            }
            point = point.with(P::Gamma, 1e-7).in_units(Units::Laboratory);
        }
        let headroom = refrigerator(&point).solve().headroom;
        let (mut below, mut above) = (headroom, headroom.next_up());
        for _ in 0..4 {
            points
                .extend([below, above].map(|lambda| refrigerator(&point.with(P::Lambda, lambda))));
            (below, above) = (below.next_down(), above.next_up());
        }
        for multiple in [1f64.next_down(), 1.0, 1f64.next_up()] {
            points.push(refrigerator(&point.with(P::Lambda, multiple).in_headrooms(true)));
        }
    }
    // A share of them for each processor.
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for share in points.chunks(points.len().div_ceil(threads)) {
            scope.spawn(|| edges_are_right(share));
        }
    });
}

/// Of points beside the edge: every way has the bits of the widest one, and the verdict is that of the headroom.
fn edges_are_right(points: &[Refrigerator]) {
    let wide = solve_all(Way::Wide, points);
    for way in Way::available().filter(|way| *way != Way::Wide) {
        for (point, (a, b)) in points.iter().zip(solve_all(way, points).iter().zip(&wide)) {
            assert_eq!(bits(a), bits(b), "{way:?} {point:?}");
        }
    }
    for (point, solution) in points.iter().zip(&wide) {
        assert_eq!(bits(&point.solve()), bits(solution), "{point:?}");
        // The headroom is rounded to nearest: beside it the verdict is plain.
        let lambda = solution.lambda;
        match solution.verdict {
            Verdict::Edge(_) => assert_eq!(lambda, solution.headroom, "{point:?}"),
            Verdict::Physical => assert!(lambda <= solution.headroom, "{point:?}"),
            Verdict::Unphysical(_) => assert!(lambda >= solution.headroom, "{point:?}"),
            other => panic!("{other:?} {point:?}"),
        }
        // Four doubles of λ move no occupation by more than that.
        let out = |fl: &f64| !(-1e-14..=1.0 + 1e-14).contains(fl);
        assert!(!solution.fl.iter().any(out), "{solution:?}");
    }
}

#[test]
fn on_a_grid_every_way_agrees() {
    // Neighbours share levels here, and blocks are not full at the end.
    let mut points = Vec::new();
    for tc in (1..100).step_by(3) {
        for e4 in (1..85).step_by(2) {
            let point = Point::paper(f64::from(tc) / 100.0, 1.0 + f64::from(e4) / 85.0);
            points.push(refrigerator(&point));
            // Up to the headroom and beyond it.
            let multiple = point.with(P::Lambda, f64::from(tc) / 90.0).in_headrooms(true);
            points.push(refrigerator(&multiple));
        }
    }
    let alone: Vec<_> = points.iter().map(|point| bits(&point.solve())).collect();
    for way in Way::available() {
        let together: Vec<_> = solve_all(way, &points).iter().map(bits).collect();
        assert_eq!(together, alone, "{way:?}");
    }
}

/// Whether a parameter changes nothing but a result on request.
fn is_leak(name: &str) -> bool {
    ["leak", "phonons", "tph", "photons"].contains(&name)
}

#[test]
fn no_double_is_a_surprise() {
    let mut rng = random();
    let selection = Selection::default_for(Schema::of(&RefrigeratorFamily), Units::Natural, |p| {
        !is_leak(p.name)
    });
    let mut csv = Csv::new(&selection, true);
    let mut statuses = std::collections::BTreeMap::<String, u32>::new();
    for n in 0..thorough(1_000) {
        // Any sign and exponent; half of them such that the first rules are kept.
        let mut any = || loop {
            let value = f64::from_bits(rng.next_u64());
            if value.is_finite() {
                return value;
            }
        };
        let mut point = Point::paper(any(), any());
        for parameter in P::ALL.into_iter().filter(|p| !is_leak(p.name())) {
            point = point.with(parameter, any());
        }
        if n % 8 != 0 {
            let (a, b) = (point.get(P::Th).abs(), point.get(P::Tc).abs());
            point = point.with(P::Th, a.max(b)).with(P::Tc, a.min(b));
            for parameter in [P::Lambda, P::T0, P::Gamma] {
                point = point.with(parameter, point.get(parameter).abs());
            }
        }
        let units = if n % 3 == 0 { Units::Laboratory } else { Units::Natural };
        // Some λ are multiples of the headroom, and that now and then.
        let point = if n % 35 == 0 { point.with(P::Lambda, 1.0) } else { point };
        let row = Row::new(&point.in_units(units).in_headrooms(n % 5 == 0).inputs());
        let mut text = Vec::new();
        csv.rows(0, &selection.solved(&row.inputs), &mut text);
        let text = String::from_utf8(text).unwrap();
        let cells: Vec<&str> = text.trim_end().split(',').collect();
        let parameters = P::ALL.into_iter().filter(|p| !is_leak(p.name())).count();
        let results = &cells[parameters..];
        let infinite = results.iter().any(|cell| cell.contains("inf"));
        assert!(!results.contains(&"-0.0"), "{text}");
        let missing = results.contains(&"NaN");
        match row.status() {
            Status::Ok => assert!(!missing && !infinite, "{text}"),
            Status::Edge(_) => assert!(!missing && infinite, "{text}"),
            // With ε3 = ε4 there is no headroom, but no random doubles are equal.
            Status::Limit => panic!("{text}"),
            // Also of the last physical demon, whose entropy current is infinite.
            Status::Overflow(_) => assert!(missing, "{text}"),
            Status::Unphysical(_) | Status::Refused(_) => assert!(missing && !infinite, "{text}"),
            Status::Infinite(_) | Status::Lacking(_) | Status::Uncertain | Status::Unproven => {
                panic!("{text}")
            }
        }
        *statuses.entry(row.status().to_string()).or_default() += 1;
    }
    println!("{statuses:?}");
    assert!(statuses.len() > 12, "{statuses:?}");
}
