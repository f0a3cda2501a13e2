//! Every column on request against the tables of `fixtures/oracle/beyond`: mpmath, straight from the
//! definitions. `NDEMON_BEYOND` names another folder of such tables.

#[path = "common/mod.rs"]
mod common;

use common::ulps::{scientific, ulps};
use generic::{level, points, solve};
use ndemon::model::Row;
use ndemon::quantity::Units;
use ndemon::refrigerator::{
    Derived, Parameter as P, Point, Refrigerator, RefrigeratorFamily, Verdict, island,
};
use ndemon::table::{Column, Schema, Shown, Value};
use proptest::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

#[path = "common/generic.rs"]
mod generic;

fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<&Schema> = LazyLock::new(|| Schema::of(&RefrigeratorFamily));
    &SCHEMA
}

fn folder() -> PathBuf {
    let committed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle/beyond");
    std::env::var_os("NDEMON_BEYOND").map_or(committed, PathBuf::from)
}

/// The rows of a table, each with its point.
fn rows(table: &str, units: Units) -> Vec<(Point, BTreeMap<String, String>)> {
    let mut reader = csv::Reader::from_path(folder().join(table)).unwrap();
    let rows = reader.deserialize().map(|row| {
        let row: BTreeMap<String, String> = row.unwrap();
        let given = |p: P| {
            let column = schema()
                .columns(units)
                .find(|column| column.parameter() == Some(p.spec()))
                .unwrap();
            row.get(&column.name).and_then(|text| text.parse().ok())
        };
        (Point::complete(given).unwrap().in_units(units), row)
    });
    rows.collect()
}

/// The first double from a reference upwards, and the last one from it downwards; none is negative.
fn beside(reference: &str) -> [f64; 2] {
    let nearest: f64 = reference.parse().unwrap();
    let key = |text: &str| {
        let (digits, power) = scientific(text);
        (digits != 0, power, digits)
    };
    match key(&format!("{nearest:.40e}")).cmp(&key(reference)) {
        Ordering::Less => [nearest.next_up(), nearest],
        Ordering::Equal => [nearest, nearest],
        Ordering::Greater => [nearest, nearest.next_down()],
    }
}

fn number(column: &Column, row: &Row) -> f64 {
    match column.value(row) {
        Value::Number(number) => number,
        other => panic!("{other:?}"),
    }
}

/// What a column's errors are shown under.
fn group(key: &str) -> &'static str {
    let groups = [
        ("entropy_production", "sigma"),
        ("sigma", "sigma"),
        ("beta", "beta"),
        ("cop_fraction", "cop_fraction"),
        ("power_max", "power_max"),
        ("dpower", "dpower"),
        ("dcop", "dcop"),
    ];
    groups.into_iter().find(|(start, _)| key.starts_with(start)).unwrap().1
}

#[test]
fn every_column_on_request_to_the_last_place() {
    let mut tables: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "islands.csv")
        .collect();
    tables.sort();
    assert!(tables.len() >= 14, "{tables:?}");
    println!("largest error in ulp");
    let mut wrong = Vec::new();
    for table in tables {
        let laboratory = table.starts_with("laboratory");
        let units = if laboratory { Units::Laboratory } else { Units::Natural };
        let mut worst = BTreeMap::<&str, f64>::new();
        for (point, reference) in rows(&table, units) {
            let row = Row::new(&point.inputs());
            let mut seen = 0;
            for column in schema().columns(units).filter(|column| column.shown == Shown::OnRequest)
            {
                let Some(reference) = reference.get(&column.name) else { continue };
                let value = number(column, &row);
                seen += 1;
                if column.key == "tc_min" {
                    let right = reference == "NaN" && value.is_nan();
                    if !right && value != beside(reference)[0] {
                        wrong.push(format!("{table} tc_min {value:?} {reference} at {point:?}"));
                    }
                    continue;
                }
                if value.is_nan() != (reference == "NaN") {
                    wrong.push(format!("{table} {} {value} {reference} {point:?}", column.name));
                    continue;
                }
                let error = ulps(value, reference);
                // Half a place is the nearest double; the reference has 40 digits.
                if error > 0.5 + 1e-9 {
                    wrong.push(format!(
                        "{table} {}: {error} ulp, {value} {reference} at {point:?}",
                        column.name
                    ));
                }
                let worst = worst.entry(group(column.key)).or_default();
                *worst = worst.max(error);
            }
            assert_eq!(seen, if laboratory { 34 } else { 32 }, "{table}");
        }
        println!("{table:18} {worst:.5?}");
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn levels_a_few_doubles_apart_have_the_right_minimum_temperature() {
    // Bisecting the verdict downwards from Tc ends here; |ε3 − ε4| is three doubles, and the hot pair lacks
    // room around Tc = ε3/1.543.
    let values = [
        (P::Th, 1.95),
        (P::Tc, 1.8094381496705214),
        (P::Mu0, 0.0),
        (P::E1, 70.0),
        (P::E2, 70.00000000000001),
        (P::E3, 1.96940835323743),
        (P::E4, 1.9694083532374302),
        (P::Lambda, 680.1324607181274),
    ];
    let point = values.into_iter().fold(Point::paper(0.5, 1.3), |point, (p, v)| point.with(p, v));
    let found = derived(Derived::TcMin, &point);
    assert_eq!(found, 1.6187093499621092);
    let verdict = |tc| Refrigerator::new(&point.with(P::Tc, tc)).unwrap().solve().verdict;
    assert_eq!(verdict(found), Verdict::Physical);
    assert_ne!(verdict(found.next_down()), Verdict::Physical);
}

#[test]
fn temperatures_without_an_inverse_have_a_minimum_temperature() {
    let tiny = [
        (P::Th, 5.562684646268003e-309),
        (P::Tc, 5.284550413954604e-309),
        (P::Mu0, 0.0),
        (P::E1, 1.668805393880401e-308),
        (P::E2, 1.696618817111741e-308),
        (P::E3, 1.6688053938804e-309),
        (P::E4, 2.503208090820603e-309),
        (P::Lambda, 0.1),
    ];
    let point = tiny.into_iter().fold(Point::paper(0.5, 1.3), |point, (p, v)| point.with(p, v));
    let found = derived(Derived::TcMin, &point);
    let verdict = |tc| Refrigerator::new(&point.with(P::Tc, tc)).unwrap().solve().verdict;
    assert_eq!(verdict(found), Verdict::Physical);
    assert_ne!(verdict(found.next_down()), Verdict::Physical);

    // 1/Tc is no double here. At λ = 0.15 the cold pair ends the descent, at 0.2 the hot pair, far above:
    // in units of Th at 0.0731… and 0.3706….
    let unit = 2f64.powi(-1026);
    let levels = [
        (P::Th, 1.0),
        (P::Tc, 0.95),
        (P::Mu0, 0.0),
        (P::E1, 3.0),
        (P::E2, 3.05),
        (P::E3, 0.3),
        (P::E4, 0.45),
    ];
    for (lambda, share) in [(0.15, 0.0731), (0.2, 0.3706)] {
        let scaled = |unit: f64| {
            let point = Point::paper(0.5, 1.3).with(P::Lambda, lambda);
            levels.into_iter().fold(point, |point, (p, v)| point.with(p, unit * v))
        };
        for unit in [1.0, unit] {
            let point = scaled(unit);
            let found = derived(Derived::TcMin, &point);
            assert!((found / unit - share).abs() < 1e-4, "{found} {unit}");
            let verdict = |tc| Refrigerator::new(&point.with(P::Tc, tc)).unwrap().solve().verdict;
            assert_eq!(verdict(found), Verdict::Physical);
            assert_ne!(verdict(found.next_down()), Verdict::Physical);
            // Nor is there a temperature between without a demon.
            let step = (0.95 * unit - found) / 500.0;
            for tc in (0..500).map(|n| found + f64::from(n) * step) {
                assert_eq!(verdict(tc), Verdict::Physical, "{tc}");
            }
        }
    }
}

#[test]
fn islands_of_temperatures() {
    let (mut found, mut all) = (0, 0);
    for (point, reference) in rows("islands.csv", Units::Natural) {
        let number = |name: &str| reference[name].as_str();
        let row = Row::new(&point.inputs());
        let column = schema().named("tc_min").unwrap();
        assert_eq!(self::number(column, &row), beside(number("tc_min"))[0], "{point:?}");
        let expected = (number("island_low") != "NaN").then(|| {
            let ([first, _], [_, last]) =
                (beside(number("island_low")), beside(number("island_high")));
            [first, last]
        });
        // One that no double lies on does not exist.
        let expected = expected.filter(|[first, last]| first <= last);
        assert_eq!(island(&Refrigerator::new(&point).unwrap()), expected, "{point:?}");
        found += u32::from(expected.is_some());
        all += 1;
    }
    // Devices are drawn so that more than half of them have one.
    assert!(6 * found >= all, "{found} of {all}");
}

fn derived(derived: Derived, point: &Point) -> f64 {
    derived.of(&Refrigerator::new(point).unwrap(), &solve(point))
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    (a - b).abs() <= tolerance
}

proptest! {
    #[test]
    fn the_entropy_current_is_that_of_an_ideal_transfer_and_what_is_produced(point in points()) {
        let s = solve(&point);
        let sigmas = [0, 1, 2, 3].map(|i| derived(Derived::Sigma(i), &point));
        prop_assert!(sigmas.iter().all(|sigma| *sigma >= 0.0), "{sigmas:?}");
        let produced = derived(Derived::EntropyProduction, &point);
        prop_assert!(close(sigmas.iter().sum(), produced, 1e-15 * produced));
        let ideal = s.power * (1.0 / point.get(P::Tc) - 1.0 / point.get(P::Th));
        prop_assert!(close(ideal + produced, s.entropy_current, 1e-13 * s.entropy_current));
    }

    #[test]
    fn the_cop_is_the_distance_of_two_inverse_temperatures(point in points()) {
        let s = solve(&point);
        let [hot, cold] = [Derived::Beta12, Derived::Beta34].map(|beta| derived(beta, &point));
        // To its hot pair the demon is hotter than h, to its cold pair colder than c.
        prop_assert!(hot <= 1.0 / point.get(P::Th) && cold >= 1.0 / point.get(P::Tc));
        let scale = hot.abs() + cold;
        prop_assert!(close(1.0 / (point.get(P::T0) * s.cop), cold - hot, 1e-15 * scale + 1e-14 * (cold - hot)));
        let fraction = derived(Derived::CopFraction, &point);
        prop_assert!((0.0..=1.0).contains(&fraction));
        let bound = s.cop_carnot * point.get(P::Th) / point.get(P::T0);
        prop_assert!(close(fraction * bound, s.cop, 1e-14 * s.cop));
    }

    #[test]
    fn an_effective_temperature_gives_the_occupation(point in points()) {
        // Eq. A9 the other way round.
        for (i, fl) in solve(&point).fl.into_iter().enumerate() {
            let x = (point.get(level(i)) - point.get(P::Mu0)) * derived(Derived::BetaEff(i), &point);
            prop_assert!(close(1.0 / (x.exp() + 1.0), fl, 1e-14), "{i} {x} {fl}");
        }
    }

    #[test]
    fn the_greatest_power_is_that_at_the_headroom(point in points()) {
        let most = solve(&point.with(P::Lambda, solve(&point).headroom.next_down())).power;
        prop_assert!(close(derived(Derived::PowerMax, &point), most, 1e-15 * most));
    }

    #[test]
    fn the_demon_turns_unphysical_at_the_minimum_temperature(point in points()) {
        let tc_min = derived(Derived::TcMin, &point);
        prop_assert!(0.0 < tc_min && tc_min <= point.get(P::Tc));
        prop_assert_eq!(solve(&point.with(P::Tc, tc_min)).verdict, Verdict::Physical);
        let below = solve(&point.with(P::Tc, tc_min.next_down())).verdict;
        prop_assert!(matches!(below, Verdict::Unphysical(_)));
        for part in 1..20 {
            let tc = tc_min + (point.get(P::Tc) - tc_min) * f64::from(part) / 20.0;
            prop_assert_eq!(solve(&point.with(P::Tc, tc)).verdict, Verdict::Physical);
        }
    }

    #[test]
    fn derivatives_are_limits_of_differences(point in points(), follows: bool) {
        // Where t0 is not given it changes with th.
        let point = if follows { point.with(P::T0, f64::NAN) } else { point };
        // Not where the COP falls steeply to its value at the headroom.
        let point = point.with(P::Lambda, 0.9 * point.get(P::Lambda));
        let here = solve(&point);
        let gap = |a, b| (point.get(a) - point.get(b)).abs();
        let gaps = gap(P::E1, P::E2).min(gap(P::E3, P::E4)).min(gap(P::Th, P::Tc));
        for p in [P::Th, P::Tc, P::Mu0, P::E1, P::E2, P::E3, P::E4, P::Lambda, P::T0] {
            let scale = match p {
                P::Lambda => point.get(p),
                P::T0 => gaps.min(point.get(p)),
                _ => gaps.min(point.get(P::Tc)),
            };
            let step = 1e-5 * scale;
            let moved = |step: f64| solve(&point.with(p, point.get(p) + step));
            let (above, below) = (moved(step), moved(-step));
            let of = |a: f64, b: f64| (a - b) / (2.0 * step);
            for (slope, difference, value) in [
                (Derived::PowerSlope(p), of(above.power, below.power), here.power),
                (Derived::CopSlope(p), of(above.cop, below.cop), here.cop),
            ] {
                let slope = derived(slope, &point);
                let tolerance = 1e-6 * (slope.abs() + value / scale);
                prop_assert!(close(slope, difference, tolerance), "{p:?} {slope} {difference}");
            }
        }
    }
}

#[test]
fn far_above_the_chemical_potential_the_minimum_temperature_is_that_of_boltzmann() {
    // There f = e^−x, and λ = f_4/(f_3 − f_4) for ε4 > ε3.
    for lambda in [0.01, 0.3, 1.0, 2.5] {
        for e4 in [41.0, 41.5, 44.0] {
            let point = Point::paper(0.99, e4).with(P::E3, 41.25).with(P::Lambda, lambda);
            let gap = f64::abs(e4 - 41.25);
            let limit = gap / (1.0 / lambda).ln_1p();
            let tc_min = derived(Derived::TcMin, &point);
            if limit < 0.99 {
                assert!(close(tc_min, limit, 4.0 * f64::EPSILON * limit), "{tc_min} {limit}");
            } else {
                assert!(tc_min.is_nan());
            }
        }
    }
}

#[test]
fn where_nothing_flows_the_columns_are_limits() {
    // By hand, with Th = 1 and T0 = 1: COP = 1/((1 + 2λ)/Tc − 1), Eq. C20 for any λ.
    let idle = Point::paper(0.5, 1.5).with(P::Lambda, 0.75);
    for (of, expected) in [
        (Derived::EntropyProduction, 0.0),
        (Derived::PowerMax, 0.0),
        (Derived::CopFraction, 0.25),
        (Derived::Beta12, 1.0),
        (Derived::Beta34, 5.0),
        (Derived::TcMin, 0.0),
        (Derived::PowerSlope(P::Lambda), 0.0),
        (Derived::CopSlope(P::Tc), 10.0 / 16.0),
        (Derived::CopSlope(P::Lambda), -4.0 / 16.0),
        (Derived::CopSlope(P::E4), 0.0),
    ] {
        assert_eq!(derived(of, &idle), expected, "{of:?}");
    }
    // ε1 = μ0, where an occupation of one half has any temperature.
    assert!(derived(Derived::BetaEff(0), &idle).is_nan());
}
