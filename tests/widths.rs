//! Resonances that have widths of their own: T_i(ε) = Γ_i δ(ε − ε_i). Of windows there is more in `own_windows.rs`.

#[path = "common/mod.rs"]
mod common;

use common::ulps::ulps;
use ndemon::model::{Family, ResultRef, Row};
use ndemon::quantity::Units;
use ndemon::refrigerator::{
    Derived, Parameter as P, Point, Refrigerator, RefrigeratorFamily, Resonances, Solution, Solved,
    Verdict,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The rows of a table of `fixtures/oracle/widths` (mpmath, from the definitions, with 700 digits, or, of windows, by
/// Gauss's rule with 160), with their points.
/// `NDEMON_WIDTHS` names another folder of such tables.
pub fn rows(regime: &str) -> Vec<(Point, BTreeMap<String, String>)> {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle/widths");
    let folder = std::env::var_os("NDEMON_WIDTHS").map_or(committed, PathBuf::from);
    let name = regime.strip_prefix("windows_");
    let is_laboratory = name.unwrap_or(regime) == "laboratory";
    let units = if is_laboratory { Units::Laboratory } else { Units::Natural };
    let resonances = if name.is_some() { Resonances::Boxcar } else { Resonances::Narrow };
    let mut reader = csv::Reader::from_path(folder.join(format!("{regime}.csv"))).unwrap();
    let row = |row: Result<BTreeMap<String, String>, _>| {
        let row = row.unwrap();
        let given = |p: P| row.get(p.name()).map(|text| text.parse().unwrap());
        let point = Point::complete(given).unwrap().in_units(units);
        (point.with_resonances(resonances), row)
    };
    reader.deserialize().map(row).collect()
}

const REGIMES: [&str; 15] = [
    "generic",
    "tail",
    "extreme",
    "alike",
    "threshold",
    "laboratory",
    "windows_generic",
    "windows_wide",
    "windows_tail",
    "windows_ratio",
    "windows_alike",
    "windows_close",
    "windows_edge",
    "windows_weak",
    "windows_laboratory",
];

pub fn solve(point: &Point) -> Solution {
    Refrigerator::new(point).unwrap().solve()
}

/// A point with four different widths, between its levels and far from them.
pub fn generic() -> Point {
    let point = Point::paper(0.5, 1.3).with(P::Lambda, 0.7).with(P::Mu0, 1.1);
    let widths = P::WIDTHS.into_iter().zip([0.013, 0.05, 0.021, 0.034]);
    widths.fold(point, |point, (width, value)| point.with(width, value))
}

#[test]
fn every_column_to_the_last_place() {
    let mut compared = 0;
    for regime in REGIMES {
        let rows = rows(regime);
        assert!(!rows.is_empty(), "{regime}");
        let is_result = |key: &&String| RefrigeratorFamily.result(key).is_some();
        let keys: Vec<&String> = rows[0].1.keys().filter(is_result).collect();
        let of: Vec<ResultRef> =
            keys.iter().map(|key| RefrigeratorFamily.result(key).unwrap()).collect();
        for (point, reference) in &rows {
            let row = Row::with(&point.inputs(), &of);
            assert_eq!(row.status().to_string(), reference["status"], "{regime} {point:?}");
            for (key, result) in keys.iter().zip(&of) {
                let (value, text) = (row.result(result), &reference[*key]);
                let case = || format!("{regime} {key} = {value:e}, {text} at {point:?}");
                if text.is_empty() {
                    assert!(value.is_nan() || *key == "tc_min", "{}", case());
                    continue;
                }
                compared += 1;
                if *key == "tc_min" {
                    // Rounded up.
                    let exact: f64 = text.parse().unwrap();
                    assert!([exact, exact.next_up()].contains(&value), "{}", case());
                    continue;
                }
                let nearest: f64 = text.parse().unwrap();
                if nearest.is_infinite() {
                    assert!(value.is_nan(), "{}", case());
                    continue;
                }
                let error = if nearest == 0.0 { value.abs() } else { ulps(value, text) };
                assert!(error <= 0.5 + 1e-9, "{error} ulp: {}", case());
            }
        }
    }
    assert!(compared > 4_000, "{compared}");
}

/// What lanes give of many points, the ladder gives of each.
#[test]
fn a_block_has_the_bits_of_its_points() {
    for regime in REGIMES {
        let points: Vec<Refrigerator> =
            rows(regime).iter().map(|(point, _)| Refrigerator::new(point).unwrap()).collect();
        let mut together = Vec::new();
        Refrigerator::solve_all(&points, |solution| together.push(solution));
        let apart: Vec<Solution> = points.iter().map(Refrigerator::solve).collect();
        assert_eq!(format!("{together:?}"), format!("{apart:?}"), "{regime}");
    }
}

#[test]
fn four_equal_widths_are_one_width() {
    let with_all = |point: Point, width: f64| {
        P::WIDTHS.into_iter().fold(point, |point, own| point.with(own, width))
    };
    for (tc, e4, lambda) in [(0.5, 1.3, 1.0), (0.31, 1.62, 0.4), (0.8, 1.5, 0.7), (0.5, 1.2, 2.0)] {
        let point = Point::paper(tc, e4).with(P::Lambda, lambda);
        // A power of two is an exact factor.
        let [one, all] = [point, with_all(point, 0.0625)].map(|point| solve(&point));
        let scaled = Solution {
            power: 0.0625 * one.power,
            entropy_current: 0.0625 * one.entropy_current,
            ..one
        };
        assert_eq!(format!("{all:?}"), format!("{scaled:?}"));
        // In the laboratory the numbers are the same, whatever the width.
        let kelvin = [P::Mu0, P::E1, P::E2, P::E3, P::E4];
        let cold = kelvin.into_iter().fold(point, |p, level| p.with(level, 8.6e-5 * p.get(level)));
        let cold = cold.in_units(Units::Laboratory).with(P::Gamma, 3.7e-7);
        let [one, all] = [cold, with_all(cold, 3.7e-7)].map(|point| solve(&point));
        assert_eq!(format!("{all:?}"), format!("{one:?}"));
    }
}

#[test]
fn one_factor_of_all_widths_is_one_of_the_currents() {
    let point = generic();
    for factor in [2.0, 0.125, 2f64.powi(900), 2f64.powi(-900)] {
        let scale = |point: Point, width: P| point.with(width, factor * point.get(width));
        let scaled = solve(&P::WIDTHS.into_iter().fold(point, scale));
        let one = solve(&point);
        let expected = Solution {
            power: factor * one.power,
            entropy_current: factor * one.entropy_current,
            ..one
        };
        assert_eq!(scaled, expected);
    }
}

/// The width that others have stands for those that are not given.
#[test]
fn a_common_width_stands_for_missing_ones() {
    let point = Point::paper(0.5, 1.3).with(P::Gamma, 0.02).with(P::Gamma3, 0.05);
    let widths = [(P::Gamma1, 0.02), (P::Gamma2, 0.02), (P::Gamma4, 0.02)];
    let all = widths.into_iter().fold(point, |point, (width, value)| point.with(width, value));
    assert_eq!(solve(&point), solve(&all));
    assert_eq!(point.units(), Units::Absolute);
    let alone = Point::paper(0.5, 1.3).with(P::Gamma3, 0.05);
    assert_eq!(Solved::new(alone).status().to_string(), "gamma1=nan");
}

/// Eqs. C3 and C5 with areas, from the occupations as they are printed.
#[test]
fn the_demon_takes_neither_particles_nor_energy() {
    for (point, row) in rows("generic") {
        if row["status"] != "ok" {
            continue;
        }
        let s = solve(&point);
        let b = [0, 1, 2, 3].map(|i| {
            let [e, t] = [[P::E1, P::E2, P::E3, P::E4][i], if i < 2 { P::Th } else { P::Tc }];
            let f = 1.0 / (((point.get(e) - point.get(P::Mu0)) / point.get(t)).exp() + 1.0);
            point.get(P::WIDTHS[i]) * (s.fl[i] - f)
        });
        let largest = P::WIDTHS.map(|width| point.get(width)).into_iter().fold(0.0, f64::max);
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-14 * largest;
        assert!(close(b[0], -b[1]) && close(b[2], -b[3]), "{point:?}");
        let energy = |i: usize| point.get([P::E1, P::E2, P::E3, P::E4][i]) * b[i];
        assert!(close(energy(0) + energy(1), s.power), "{point:?}");
        assert!(close(energy(2) + energy(3), -s.power), "{point:?}");
    }
}

#[test]
fn levels_change_places_with_their_widths() {
    let point = generic();
    let s = solve(&point);
    // The levels of the hot pair are alike but for their places; λ is measured at ε4.
    let swap = |[a, b]: [P; 2], point: Point| {
        let [x, y] = [a, b].map(|p| point.get(p));
        point.with(a, y).with(b, x)
    };
    let mut swapped = solve(&swap([P::E1, P::E2], swap([P::Gamma1, P::Gamma2], point)));
    swapped.fl.swap(0, 1);
    assert_eq!(swapped, s);
    let power = |lambda: f64, widths: [P; 2]| {
        let point = swap([P::E3, P::E4], swap(widths, point));
        solve(&point.with(P::Lambda, lambda)).power
    };
    // λ Γ_4 is what counts.
    let ratio = point.get(P::Gamma4) / point.get(P::Gamma3);
    let swapped = power(0.7 * ratio, [P::Gamma3, P::Gamma4]);
    assert!((swapped - s.power).abs() < 1e-15 * s.power, "{swapped} {}", s.power);
}

#[test]
fn the_verdict_turns_at_the_headroom() {
    for (point, _) in ["generic", "tail", "laboratory"].into_iter().flat_map(rows) {
        let headroom = solve(&point).headroom;
        for (factor, physical) in [(1.0 - 1e-15, true), (1.0 + 1e-15, false)] {
            let beside = solve(&point.with(P::Lambda, headroom * factor));
            assert_eq!(beside.verdict == Verdict::Physical, physical, "{point:?}");
        }
        // The very headroom empties or fills a level.
        let edge = solve(&point.in_headrooms(true).with(P::Lambda, 1.0));
        let Verdict::Edge(constraint) = edge.verdict else { panic!("{point:?}") };
        let end = f64::from(u8::from(constraint.upper));
        assert_eq!(edge.fl[usize::from(constraint.level) - 1], end);
        assert!(edge.fl.iter().all(|fl| (0.0..=1.0).contains(fl)));
        let most = Derived::PowerMax.of(&Refrigerator::new(&point).unwrap(), &solve(&point));
        assert_eq!(edge.power, most);
    }
}

/// Levels that mirror each other in μ0 bind at once exactly if their widths are the same, and levels of different pairs
/// exactly if gaps times widths are, and x.
#[test]
fn ties_need_equal_widths() {
    let edge = |widths: [f64; 4]| {
        // The cold levels have x = ∓1 and the room f(1) both, ε1 has x = 1 and that room, ε2 has f(−3).
        let point = Point::paper(0.25, 1.25).with(P::E3, 0.75).with(P::E1, 1.5).with(P::E2, 2.5);
        let point = point.with(P::Th, 0.5).in_headrooms(true).with(P::Lambda, 1.0);
        let given = P::WIDTHS.into_iter().zip(widths);
        let point = given.fold(point, |point, (width, value)| point.with(width, value));
        solve(&point).fl.map(|fl| fl == 0.0 || fl == 1.0)
    };
    // The hot gap is twice the cold one.
    assert_eq!(edge([0.5, 0.5, 1.0, 1.0]), [true, false, true, true]);
    assert_eq!(edge([0.5, 0.75, 1.0, 1.0]), [true, false, true, true]);
    assert_eq!(edge([0.5, 0.5, 1.0, 1.25]), [true, false, true, false]);
    assert_eq!(edge([0.5, 0.125, 1.0, 1.0]), [false, true, false, false]);
    assert_eq!(edge([1.0; 4]), [false, false, true, true]);
    // So little that occupations near 1 are not 1 yet.
    let less = 1.0 - 1e-14;
    assert_eq!(edge([0.5 * less, 0.5, 1.0, 1.0]), [true, false, false, false]);
    assert_eq!(edge([0.5, 0.5, 1.0, less]), [false, false, false, true]);
    assert_eq!(edge([0.5, 0.5, 1.0 / less, 1.0]), [true, false, false, true]);
}

/// At ε4 = ε3 the COP has slopes where the widths differ: differences of the limit and of its neighbours.
#[test]
fn the_limit_of_meeting_levels_has_slopes() {
    let at = |e3: f64, e4: f64| generic().with(P::E3, e3).with(P::E4, e4);
    let limit = at(1.5, 1.5);
    let solved = solve(&limit);
    // 1/(T0 [(1/Tc − 1/Th) + λ(1 + Γ4/Γ3)/Tc])
    let expected = 1.0 / (1.0 + 0.7 * (1.0 + 0.034 / 0.021) / 0.5);
    assert!((solved.cop - expected).abs() < 1e-15, "{} {expected}", solved.cop);
    assert_eq!(solved.verdict, Verdict::Limit);
    let step = 1e-4;
    for (by, [above, below]) in [
        (P::E3, [at(1.5 + step, 1.5), at(1.5 - step, 1.5)]),
        (P::E4, [at(1.5, 1.5 + step), at(1.5, 1.5 - step)]),
    ] {
        let slope = Derived::CopSlope(by).of(&Refrigerator::new(&limit).unwrap(), &solved);
        let difference = (solve(&above).cop - solve(&below).cop) / (2.0 * step);
        assert!((slope - difference).abs() < 1e-7 && slope.abs() > 0.01, "{slope} {difference}");
    }
}

/// Derivatives by widths that are not given: in the laboratory those of equal ones, else none.
#[test]
fn widths_that_are_not_given_have_slopes_in_the_laboratory() {
    let slope = |point: &Point, by| {
        let found = Refrigerator::new(point).unwrap();
        Derived::PowerSlope(by).of(&found, &found.solve())
    };
    let point = Point::paper(0.5, 1.3).with(P::Gamma, 1e-7);
    assert!(slope(&point, P::Gamma4).is_nan());
    let levels = [P::Mu0, P::E1, P::E2, P::E3, P::E4];
    let cold = levels.into_iter().fold(point, |p, level| p.with(level, 8.6e-5 * p.get(level)));
    let cold = cold.in_units(Units::Laboratory);
    // The power is λ Γ_4 d |ε3 − ε4|.
    assert_eq!(slope(&cold, P::Gamma4), slope(&cold, P::Gamma));
    for width in [P::Gamma1, P::Gamma2, P::Gamma3] {
        assert_eq!(slope(&cold, width), 0.0);
    }
}

/// Of levels on one side of μ0 the nearer one may end the demon, too, in a range of temperatures: a dense scan says the same.
#[test]
fn the_minimum_temperature_is_what_a_scan_finds() {
    let (mut by_nearer, mut by_farther, mut by_hot) = (0, 0, 0);
    for n in 0..90 {
        let share = |k: i32| (0.5 + f64::from(n) * 1.0610_f64.powi(-k)).fract();
        let mut point = Point::paper(0.05 + 0.9 * share(1), 1.05 + 1.5 * share(2));
        point = point.with(P::E3, 1.02 + 1.5 * share(3)).with(P::E1, 0.3 + share(4));
        for (i, width) in P::WIDTHS.into_iter().enumerate() {
            point = point.with(width, 10f64.powf(2.0 * share(5 + i as i32) - 2.0));
        }
        let near = if point.get(P::E3) < point.get(P::E4) { 3 } else { 4 };
        // Widths that let all kinds of levels bind.
        let narrow: &[P] = match n % 3 {
            0 => &P::WIDTHS[near - 1..near],
            1 => &P::WIDTHS[..2],
            _ => &[],
        };
        // Nearer to μ0 they turn at lower temperatures.
        for level in [P::E3, P::E4].into_iter().filter(|_| !narrow.is_empty()) {
            point = point.with(level, 1.0 + 0.25 * (point.get(level) - 1.0));
        }
        for width in narrow {
            point = point.with(*width, 0.02 * point.get(*width));
        }
        let headroom = solve(&point).headroom;
        point = point.with(P::Lambda, headroom * (0.3 + 0.69 * share(9)));
        let found = Refrigerator::new(&point).unwrap();
        let least = Derived::TcMin.of(&found, &found.solve());
        let at = |tc: f64| solve(&point.with(P::Tc, tc)).verdict;
        assert_eq!(at(least), Verdict::Physical, "{point:?} {least}");
        let tc = point.get(P::Tc);
        for step in 0..120 {
            let between = least + (tc - least) * f64::from(step) / 120.0;
            assert_eq!(at(between), Verdict::Physical, "{point:?} {least} {between}");
        }
        let Verdict::Unphysical(ended) = at(least.next_down()) else { panic!("{point:?} {least}") };
        match usize::from(ended.level) {
            1 | 2 => by_hot += 1,
            level if level == near => by_nearer += 1,
            _ => by_farther += 1,
        }
    }
    assert!(by_nearer > 5 && by_farther > 5 && by_hot > 5, "{by_nearer} {by_farther} {by_hot}");
}

/// The best demon of these levels may exchange particles: all that draw this heat are tried here.
#[test]
fn the_best_demon_is_what_a_scan_finds() {
    let point = generic();
    let solved = solve(&point);
    let best = Derived::CopBest.of(&Refrigerator::new(&point).unwrap(), &solved);
    let get = |p: P| point.get(p);
    let h = [P::E1, P::E2, P::E3, P::E4].map(|level| get(level) - get(P::Mu0));
    let t = [P::Th, P::Th, P::Tc, P::Tc].map(get);
    let power = solved.power;
    let cop = |n: f64| {
        // b_1 + b_2 = n and (ε1 − μ0) b_1 + (ε2 − μ0) b_2 = P, and the opposite of both at the cold pair.
        let b1 = (power - h[1] * n) / (h[0] - h[1]);
        let b3 = (h[3] * n - power) / (h[2] - h[3]);
        let b = [b1, n - b1, b3, -n - b3];
        let terms = [0, 1, 2, 3].map(|i| {
            let f = 1.0 / ((h[i] / t[i]).exp() + 1.0) + b[i] / get(P::WIDTHS[i]);
            -b[i] * (1.0 / f - 1.0).ln()
        });
        power / (get(P::T0) * terms.iter().sum::<f64>())
    };
    assert!((cop(0.0) - solved.cop).abs() < 1e-13);
    let scanned = (-4000..=4000).map(|step| cop(f64::from(step) * 1e-6));
    let scanned = scanned.filter(|cop| !cop.is_nan()).fold(0.0, f64::max);
    assert!(best > 1.01 * solved.cop && (best - scanned).abs() < 1e-5 * best, "{best} {scanned}");
    assert!(scanned <= best * (1.0 + 1e-12));
}
