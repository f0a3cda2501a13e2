//! Resonances of finite width against the tables of `fixtures/oracle/boxcar`: mpmath, every integral
//! by Gauss's rule over one window at a time. `NDEMON_BOXCAR` names another folder of such tables.

#[path = "common/mod.rs"]
mod common;

use common::ulps::ulps;
use ndemon::model::Row;
use ndemon::quantity::Units;
use ndemon::refrigerator::{
    Derived, Parameter as P, Point, Refrigerator, RefrigeratorFamily, Resonances, Solved,
};
use ndemon::table::{Schema, Selection, Value};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<&Schema> = LazyLock::new(|| Schema::of(&RefrigeratorFamily));
    &SCHEMA
}

fn tables() -> Vec<PathBuf> {
    let committed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle/boxcar");
    let folder = std::env::var_os("NDEMON_BOXCAR").map_or(committed, PathBuf::from);
    let mut tables: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    tables.sort();
    tables
}

#[test]
fn every_regime_to_the_last_place() {
    let tables = tables();
    assert!(tables.len() >= 8, "{tables:?}");
    let mut worst: BTreeMap<(String, &str), f64> = BTreeMap::new();
    for table in tables {
        let regime = table.file_stem().unwrap().to_string_lossy().into_owned();
        let units = if regime == "laboratory" { Units::Laboratory } else { Units::Natural };
        let mut reader = csv::Reader::from_path(&table).unwrap();
        let all: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let mut rows = 0;
        let selection = Selection::default_for(schema(), units, |_| false);
        let columns: Vec<_> = selection.pick(&all).unwrap().iter().collect();
        for record in reader.records() {
            let record = record.unwrap();
            let cell = |key: &str| {
                columns.iter().position(|column| column.key == key).map(|at| &record[at])
            };
            let given = |p: P| cell(p.name()).map(|text| text.parse().unwrap());
            let point = Point::complete(given).unwrap().in_units(units);
            let row = Row::new(&point.with_resonances(Resonances::Boxcar).inputs());
            let cells = columns.iter().zip(&record);
            for (column, reference) in cells.filter(|(column, _)| column.parameter().is_none()) {
                match column.value(&row) {
                    Value::Word(status) => assert_eq!(status, reference, "{regime} {point:?}"),
                    Value::Number(value) => {
                        let error = ulps(value, reference);
                        // Half a place is the nearest double; the reference has 40 digits.
                        assert!(
                            error <= 0.5 + 1e-9,
                            "{regime} {}: {error} ulp, {value} for {reference} at {point:?}",
                            column.key
                        );
                        let worst = worst.entry((regime.clone(), column.key)).or_default();
                        *worst = worst.max(error);
                    }
                }
            }
            // With λ = λ_max, which is the reference of the headroom, the power is power_max.
            let cell = |key: &str| cell(key).unwrap();
            let edge = Solved::new(
                point.with_resonances(Resonances::Boxcar).with(P::Lambda, 1.0).in_headrooms(true),
            );
            if cell("power_max") != "NaN" {
                let solution = edge.answer.unwrap();
                let status = edge.status().to_string();
                assert!(status.ends_with("=0") || status.ends_with("=1"), "{status} {point:?}");
                assert!(ulps(solution.power, cell("power_max")) <= 0.5 + 1e-9, "{point:?}");
                assert!(ulps(edge.lambda(), cell("headroom")) <= 0.5 + 1e-9, "{point:?}");
                assert_eq!((solution.cop, solution.entropy_current), (0.0, f64::INFINITY));
                let level = usize::from(status.as_bytes()[2] - b'1');
                assert_eq!(status, format!("fl{}={:.0}", level + 1, solution.fl[level]));
            } else {
                assert!(edge.status().to_string().contains(['<', '>']), "{point:?}");
            }
            rows += 1;
        }
        let worst = worst.iter().filter(|((of, _), _)| *of == regime).map(|(_, error)| *error);
        let worst = worst.fold(0.0, f64::max);
        println!("{regime:12} {rows:3} points, worst error {worst:.6} ulp");
    }
}

/// With Γ → 0 windows are narrow resonances, and the difference is of the order (Γ/k_B T)²: on both sides
/// of where arithmetics change their ways headroom and β_34 are those of the devices in `threshold.csv`.
/// The COP need not be: the hot windows may let more heat flow than a demon moves whose cold levels are
/// farther away.
#[test]
fn far_levels_in_narrow_windows_are_those_of_narrow_resonances() {
    let table = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle/threshold.csv");
    let mut checked = 0;
    for row in csv::Reader::from_path(table).unwrap().deserialize().step_by(3) {
        let row: BTreeMap<String, String> = row.unwrap();
        let point = Point::complete(|p| Some(row.get(p.name())?.parse().unwrap())).unwrap();
        let windows = point.with(P::Gamma, 1e-9 * point.get(P::Tc));
        let windows = Solved::new(windows.with_resonances(Resonances::Boxcar));
        let narrow = Solved::new(point);
        // Neighbours among the doubles may be nearer than the width.
        let (Ok(solution), Ok(expected)) = (windows.answer, narrow.answer) else { continue };
        let of = |row: &Solved, solution| {
            Derived::Beta34.of(&Refrigerator::new(&row.point).unwrap(), solution)
        };
        let beta = [of(&windows, &solution), of(&narrow, &expected)];
        for [found, reference] in [[solution.headroom, row["headroom"].parse().unwrap()], beta] {
            // A weaker demon moves no more than what windows let flow, 10^-18 of an occupation.
            let weak = windows.status() != narrow.status();
            if weak || reference.is_nan() || expected.headroom.min(point.get(P::Lambda)) < 1e-4 {
                continue;
            }
            let off = (found / reference - 1.0).abs();
            assert!(off < 1e-9, "{found} for {reference} at {point:?}");
            checked += 1;
        }
    }
    assert!(checked > 60, "{checked}");
}
