//! Every number against the tables of `fixtures/oracle`: mpmath, 1000 digits, straight from the
//! paper's equations. `NDEMON_ORACLE` names another folder of such tables.

#[path = "common/mod.rs"]
mod common;

use common::ulps::ulps;
use ndemon::quantity::Units;
use ndemon::refrigerator::{Parameter as P, Point, Refrigerator, Solution, Solved};
use std::collections::BTreeMap;
use std::path::PathBuf;

type Get = fn(&Solution) -> f64;

const COLUMNS: [(&str, Get); 9] = [
    ("fl1", |s| s.fl[0]),
    ("fl2", |s| s.fl[1]),
    ("fl3", |s| s.fl[2]),
    ("fl4", |s| s.fl[3]),
    ("power", |s| s.power),
    ("entropy_current", |s| s.entropy_current),
    ("cop", |s| s.cop),
    ("cop_carnot", |s| s.cop_carnot),
    ("headroom", |s| s.headroom),
];

fn tables() -> Vec<PathBuf> {
    let committed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle");
    let folder = std::env::var_os("NDEMON_ORACLE").map_or(committed, PathBuf::from);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut tables: Vec<_> =
        files.filter(|path| path.extension() == Some("csv".as_ref())).collect();
    tables.sort();
    tables
}

/// What anyone would write from Eqs. 20, C8 and C10.
fn naive(point: &Point) -> f64 {
    // k_B in eV/K, as CODATA prints it.
    let k_b = if point.units() == Units::Natural { 1.0 } else { 8.617333262e-5 };
    let kelvin = |p| matches!(p, P::Th | P::Tc | P::T0);
    let get = |p| if kelvin(p) { k_b * point.get(p) } else { point.get(p) };
    let f = |e: P, t: P| 1.0 / (((get(e) - get(P::Mu0)) / get(t)).exp() + 1.0);
    let f = [f(P::E1, P::Th), f(P::E2, P::Th), f(P::E3, P::Tc), f(P::E4, P::Tc)];
    let ratio = (get(P::E3) - get(P::E4)) / (get(P::E1) - get(P::E2));
    let shift = get(P::Lambda) * (f[2] - f[3]);
    let fl = [f[0] - ratio * shift, f[1] + ratio * shift, f[2] + shift, f[3] - shift];
    let entropy: f64 = (0..4).map(|i| (f[i] - fl[i]) * (1.0 / fl[i] - 1.0).ln()).sum();
    -(get(P::E3) - get(P::E4)) * shift / (get(P::T0) * entropy)
}

#[test]
fn every_regime_to_the_last_place() {
    let tables = tables();
    assert!(tables.len() >= 12, "{tables:?}");
    println!("largest error in ulp; the last columns: a plain script's COP\n");
    print!("{:14} points", "regime");
    COLUMNS.iter().for_each(|(name, _)| print!(" {:>15}", name));
    println!(" {:>12} {:>10}", "script's cop", "<8 digits");
    let mut worst_of_all = 0.0f64;
    for table in tables {
        let regime = table.file_stem().unwrap().to_string_lossy().into_owned();
        let mut reader = csv::Reader::from_path(&table).unwrap();
        let (mut worst, mut points) = ([0.0f64; COLUMNS.len()], Vec::new());
        let (mut script, mut poor, mut cops) = (0.0f64, 0, 0);
        for row in reader.deserialize() {
            let row: BTreeMap<String, String> = row.unwrap();
            let units = if regime == "laboratory" { Units::Laboratory } else { Units::Natural };
            // Names without the units that those of the laboratory end with.
            let cut = |name: &str| {
                let ends = ["_W_per_K", "_K", "_eV", "_W"];
                let name = ends.into_iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
                name.to_owned()
            };
            let row: BTreeMap<String, String> =
                row.into_iter().map(|(name, text)| (cut(&name), text)).collect();
            let multiple = row.get("lambda_over_max");
            let given = |p: P| {
                let text = multiple.filter(|_| p == P::Lambda).or(row.get(p.name()));
                text.map(|text| text.parse().unwrap())
            };
            let point = Point::complete(given).unwrap().in_units(units);
            let point = point.in_headrooms(multiple.is_some());
            let answer = Solved::new(point);
            let solution = answer.answer.unwrap();
            assert_eq!(answer.status().to_string(), row["status"], "{regime} {point:?}");
            for ((name, get), worst) in COLUMNS.into_iter().zip(&mut worst) {
                let error = ulps(get(&solution), &row[name]);
                // Half a place is the nearest double; the reference has 40 digits.
                assert!(error <= 0.5 + 1e-9, "{regime} {name}: {error} ulp at {point:?}");
                *worst = worst.max(error);
            }
            if multiple.is_some() {
                let error = ulps(answer.lambda(), &row["lambda"]);
                assert!(error <= 0.5 + 1e-9, "{regime} lambda: {error} ulp at {point:?}");
            } else if row["status"] == "ok" {
                let right: f64 = row["cop"].parse().unwrap();
                let error = ((naive(&point) - right) / right).abs();
                let error = if error.is_nan() { f64::INFINITY } else { error };
                cops += 1;
                poor += i32::from(error > 1e-8);
                script = script.max(error / f64::EPSILON);
            }
            points.push(Refrigerator::new(&point).unwrap());
        }
        print!("{regime:14} {:6}", points.len());
        worst.iter().for_each(|worst| print!(" {worst:15.6}"));
        println!(" {script:12.1e} {:9.1}%", 100.0 * f64::from(poor) / f64::from(cops.max(1)));
        worst_of_all = worst.into_iter().fold(worst_of_all, f64::max);

        // A block of them gives the same bits.
        let mut together = Vec::new();
        Refrigerator::solve_all(&points, |solution| together.push(solution));
        let apart: Vec<_> = points.iter().map(Refrigerator::solve).collect();
        assert_eq!(format!("{together:?}"), format!("{apart:?}"), "{regime}");
    }
    println!("\nlargest of all: {worst_of_all} ulp");
}
