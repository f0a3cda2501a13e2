//! `ndemon figure`: its numbers against `fixtures/`, and what it refuses.

use crate::folder::{folder, run};
use crate::shell::{session, sh};
use expect_test::expect;
use ndemon::model::Status;
use ndemon::refrigerator::{Point, Solved};
use std::collections::BTreeMap;
use std::path::Path;

const CURVES: &str = "1.49,1.45,1.4,1.3,1.2,1.1,1.6,1.8";

/// The rows of a table, each by the names of its columns.
pub fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}

fn fixture(name: &str) -> Vec<BTreeMap<String, String>> {
    rows(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name))
}

pub fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

#[test]
fn each_curve_ends_at_the_last_double_with_a_demon() {
    let folder = folder("figure-ends");
    let line = format!("ndemon figure --e4 {CURVES} --data x.csv > x.svg");
    assert_eq!(run(&folder, &line), "[0]\n");
    let table = rows(&folder.join("x.csv"));
    let minima = fixture("fig2_tc_min.csv");
    assert_eq!(minima.len(), 8);
    for minimum in &minima {
        let (e4, tc_min) = (number(minimum, "e4"), number(minimum, "tc_min"));
        let curve = table.iter().filter(|row| number(row, "e4") == e4 && row["status"] == "ok");
        let first = curve.map(|row| number(row, "tc")).reduce(f64::min).unwrap();
        // The nearest double to the root, or the one above it.
        assert!(first == tc_min || first == tc_min.next_up(), "e4 {e4}: {first:?} {tc_min:?}");
        let status = |tc| Solved::new(Point::paper(tc, e4)).status();
        assert_eq!(status(first), Status::Ok);
        assert!(matches!(status(first.next_down()), Status::Unphysical(_)), "e4 {e4}");
    }
}

#[test]
fn the_marks_are_where_the_curves_end() {
    let svg = sh(&format!("ndemon figure --e4 {CURVES}"));
    let attribute = |element: &str, name: &str| -> f64 {
        let value = element.split(&format!(" {name}=\"")).nth(1).unwrap();
        value.split('"').next().unwrap().parse().unwrap()
    };
    let main =
        svg.split("<g id=\"main\">").nth(1).unwrap().split("<g id=\"inset\"").next().unwrap();
    let frame = svg.split("<clipPath id=\"main-curves-clip\"><rect").nth(1).unwrap();
    let (left, width) = (attribute(frame, "x"), attribute(frame, "width"));
    let mut marks: Vec<f64> = main
        .split("<circle")
        .skip(1)
        .map(|circle| (attribute(circle, "cx") - left) / width)
        .collect();
    let mut minima: Vec<f64> =
        fixture("fig2_tc_min.csv").iter().map(|row| number(row, "tc_min")).collect();
    marks.sort_by(f64::total_cmp);
    minima.sort_by(f64::total_cmp);
    assert_eq!(marks.len(), minima.len());
    for (mark, minimum) in marks.iter().zip(&minima) {
        assert!((mark - minimum).abs() < 2e-5, "{marks:?} {minima:?}");
    }
}

#[test]
fn the_points_asked_for_are_those_of_the_fixture() {
    let folder = folder("figure-data");
    let line = format!(
        "ndemon figure --tc 0.05:0.95:181 --e4 {CURVES} --data x.csv > x.svg
        ndemon sweep --points x.csv | cmp - x.csv"
    );
    assert_eq!(run(&folder, &line), "[0]\n");
    let cells = ["e4", "tc", "cop", "power", "entropy_current"];
    let key = |row: &BTreeMap<String, String>| cells.map(|cell| number(row, cell).to_bits());
    let drawn: Vec<_> = rows(&folder.join("x.csv")).iter().map(key).collect();
    let (mut physical, mut others) = (0, 0);
    for row in fixture("fig2.csv") {
        let there = drawn.contains(&key(&row));
        let known = drawn.iter().any(|other| other[..2] == key(&row)[..2]);
        assert_eq!((there, known), (row["status"] == "ok", row["status"] == "ok"), "{row:?}");
        if there { physical += 1 } else { others += 1 }
    }
    assert_eq!(physical + others, 8 * 181);
    assert!(others > 100);
}

#[test]
fn the_bounds_are_carnot_and_c20() {
    let folder = folder("figure-bounds");
    let line = "ndemon figure --t0 0.8 --data x.csv > x.svg";
    assert_eq!(run(&folder, line), "[0]\n");
    let (mut carnot, mut limit) = (0, 0);
    for row in rows(&folder.join("x.csv")).iter().filter(|row| row["status"] == "limit") {
        let (tc, cop) = (number(row, "tc"), number(row, "cop"));
        // Tc/(Th − Tc) and Tc/(3 Th − Tc), times Th/T0, at Th = 1.
        let expected = match number(row, "lambda") {
            0.0 => {
                carnot += 1;
                tc / (1.0 - tc) / 0.8
            }
            _ => {
                limit += 1;
                assert_eq!(row["e4"], row["e3"]);
                tc / (3.0 - tc) / 0.8
            }
        };
        assert!((cop - expected).abs() <= 1e-14 * expected, "{row:?} {expected}");
    }
    assert!(carnot > 250 && limit > 250, "{carnot} {limit}");
}

#[test]
fn no_curve_is_off_its_chords_by_more_than_a_third_of_a_pixel() {
    let folder = folder("figure-smooth");
    assert_eq!(run(&folder, "ndemon figure --data x.csv > x.svg"), "[0]\n");
    let table = rows(&folder.join("x.csv"));
    let place = |tc: f64, cop: f64| (tc * 925.0, cop / 0.5 * 508.0);
    let mut checked = 0;
    for pair in table.windows(2).filter(|pair| pair[0]["e4"] == pair[1]["e4"]) {
        if pair.iter().any(|row| row["status"] != "ok") {
            continue;
        }
        let [a, b] = [0, 1].map(|i| (number(&pair[i], "tc"), number(&pair[i], "cop")));
        let tc = a.0.midpoint(b.0);
        let cop = Solved::new(Point::paper(tc, number(&pair[0], "e4"))).answer.unwrap().cop;
        let (a, b, middle) = (place(a.0, a.1), place(b.0, b.1), place(tc, cop));
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let off = (dx * (middle.1 - a.1) - dy * (middle.0 - a.0)).abs() / dx.hypot(dy);
        // At the very end the curve falls to zero within the doubles.
        assert!(off < 0.33 || dx < 1e-3, "{off} at {tc:?}: {pair:?}");
        checked += 1;
    }
    assert!(checked > 800, "{checked}");
}

#[test]
fn curves_are_in_pieces_where_there_is_a_gap() {
    // `ndemon sweep --e2 -3:5:801 --tc 0.5 --e4 1.05` is unphysical from about 0.82 to 1.18, and has a
    // gap of one double at ε2 = ε3. The second axis is so long that its 256 parts step over the gaps.
    for (axis, marks) in [("-3:5:2", 2), ("-9000:9001:2", 2)] {
        let svg = sh(&format!("ndemon figure --x e2 --e2 {axis} --tc 0.5 --e4 1.05 --inset none"));
        let path = svg.split("<path d=\"").find(|path| path.contains("ε4 = 1.05<")).unwrap();
        let path = path.split('"').next().unwrap();
        assert_eq!(path.matches('M').count(), 3, "{axis}: {path}");
        let main = svg.split("<g id=\"legend\">").next().unwrap();
        assert_eq!(main.matches("<circle").count(), marks, "{axis}");
    }
}

#[test]
fn a_wrong_request_is_refused_in_a_sentence() {
    folder("figure-refused");
    let there = "cd figure-refused; touch there.svg there.csv";
    expect![[r#"
        $ ndemon figure --e2 2,3
        error: --e2 2,3: it must have one value; only tc, by --x, and e4, by --curves, may have more
        [2]
        $ ndemon figure --tc 0.5
        error: --tc 0.5: an axis needs two different ends, as in first:last or a list
        [2]
        $ ndemon figure --tc 0.5,0.5
        error: --tc 0.5,0.5: an axis needs two different ends, as in first:last or a list
        [2]
        $ ndemon figure --x lambda
        error: --tc is missing: give the temperature of the cold reservoir
        [2]
        $ ndemon figure --x lambda --lambda 0:1:5
        error: --tc is missing: give the temperature of the cold reservoir
        [2]
        $ ndemon figure --curves lambda --lambda 0.5,1
        error: --e4 is missing: give the resonance between demon and cold reservoir
        [2]
        $ ndemon figure --curves tc
        error: --curves tc: it is the parameter of --x already
        [2]
        $ ndemon figure --x temperature
        error: --x temperature: it must be a parameter (th, tc, mu0, e1, e2, e3, e4, lambda, t0, gamma, gamma1, gamma2, gamma3, gamma4, leak, phonons, tph, photons) or a result (ndemon columns)
        [2]
        $ ndemon figure --y status
        error: --y status: it must be a result: fl1, fl2, fl3, fl4, power, entropy_current, cop, cop_carnot, headroom, … (ndemon columns)
        [2]
        $ ndemon figure --inset tc
        error: --inset tc: it must be a result: fl1, fl2, fl3, fl4, power, entropy_current, cop, cop_carnot, headroom, … (ndemon columns), or none
        [2]
        $ ndemon figure --e4 1.1:1.4:13
        error: --e4 1.1:1.4:13: a figure has at most 12 curves
        [2]
        $ ndemon figure --tc 0:1:100001
        error: --tc 0:1:100001: an axis takes at most 100000 points
        [2]
        $ ndemon figure --tc 0.01:0.02:2 --e4 1.2
        error: --tc 0.01:0.02:2: no curve has a point on this axis; in its middle, e4 1.2 has the status fl3<0
        [2]
        $ ndemon figure --e2 1
        error: --tc 0:1.0:2: no curve has a point on this axis; in its middle, e4 1.45 has the status e1=e2
        [2]
        $ ndemon figure --tc nan
        error: --tc nan: `nan` is not a finite number
        [2]
        $ ndemon figure -o x.eps
        error: -o x.eps: the name of a figure must end in .svg, .png, .pdf or .gp
        [2]
        $ ndemon figure --data x.txt
        error: --data x.txt: the name of a table of numbers must end in .csv
        [2]
        $ cd figure-refused; touch there.svg there.csv; ndemon figure -o there.svg; ndemon figure --data there.csv
        error: -o there.svg: it exists; --force overwrites it
        error: --data there.csv: it exists; --force overwrites it
        [2]
        $ ndemon figure -o nowhere/x.svg
        error: nowhere/x.svg: No such file or directory (os error 2)
        [3]
        $ ndemon figure -o x.svg --terminal
        error: the argument '--output <FILE>' cannot be used with '--terminal'
        [2]
        $ ls figure-refused
        there.csv
        there.svg
        [0]
    "#]].assert_eq(&session(&[
        "ndemon figure --e2 2,3",
        "ndemon figure --tc 0.5",
        "ndemon figure --tc 0.5,0.5",
        "ndemon figure --x lambda",
        "ndemon figure --x lambda --lambda 0:1:5",
        "ndemon figure --curves lambda --lambda 0.5,1",
        "ndemon figure --curves tc",
        "ndemon figure --x temperature",
        "ndemon figure --y status",
        "ndemon figure --inset tc",
        "ndemon figure --e4 1.1:1.4:13",
        "ndemon figure --tc 0:1:100001",
        "ndemon figure --tc 0.01:0.02:2 --e4 1.2",
        "ndemon figure --e2 1",
        "ndemon figure --tc nan",
        "ndemon figure -o x.eps",
        "ndemon figure --data x.txt",
        &format!("{there}; ndemon figure -o there.svg; ndemon figure --data there.csv"),
        "ndemon figure -o nowhere/x.svg",
        "ndemon figure -o x.svg --terminal",
        "ls figure-refused",
    ]));
}
