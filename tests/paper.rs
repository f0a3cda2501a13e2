//! Fig. 2 against `fixtures/` (mpmath, 120 digits, straight from Eqs. C4, C6 and C8).

use ndemon::refrigerator::{Point, Refrigerator, Solution, Solved, Verdict};
use std::path::Path;

type Rows = Vec<csv::StringRecord>;

fn fixture(name: &str) -> (csv::StringRecord, Rows) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    (reader.headers().unwrap().clone(), reader.records().collect::<Result<_, _>>().unwrap())
}

fn solve(tc: f64, e4: f64) -> Solution {
    Refrigerator::new(&Point::paper(tc, e4)).unwrap().solve()
}

#[test]
fn every_point_of_the_figure() {
    let (header, rows) = fixture("fig2.csv");
    assert_eq!(rows.len(), 8 * 181);
    for row in &rows {
        let cell = |name| &row[header.iter().position(|h| h == name).unwrap()];
        let number = |name| cell(name).parse::<f64>().unwrap();
        let point = Point::paper(number("tc"), number("e4"));
        let s = Solved::new(point).answer.unwrap();
        let place = format!("tc {} e4 {}", cell("tc"), cell("e4"));
        assert_eq!(Solved::new(point).status().to_string(), cell("status"), "{place}");
        for (name, value) in [
            ("fl1", s.fl[0]),
            ("fl2", s.fl[1]),
            ("fl3", s.fl[2]),
            ("fl4", s.fl[3]),
            ("power", s.power),
            ("entropy_current", s.entropy_current),
            ("cop", s.cop),
            ("cop_carnot", s.cop_carnot),
            ("headroom", s.headroom),
        ] {
            // 25 digits are enough to tell the nearest double.
            let reference = number(name);
            let same = value == reference || value.is_nan() && reference.is_nan();
            assert!(same, "{name} at {place}: {value} {reference}");
        }
    }
}

#[test]
fn the_minimum_temperature_of_each_curve() {
    let (_, rows) = fixture("fig2_tc_min.csv");
    assert_eq!(rows.len(), 8);
    for row in &rows {
        let [e4, tc_min] = [0, 1].map(|i| row[i].parse::<f64>().unwrap());
        assert_eq!(solve(tc_min * (1.0 + 1e-13), e4).verdict, Verdict::Physical, "e4 {e4}");
        let below = solve(tc_min * (1.0 - 1e-13), e4).verdict;
        assert!(matches!(below, Verdict::Unphysical(_)), "e4 {e4}");
    }
}

#[test]
fn the_figure_tells_what_the_caption_says() {
    // Read off Fig. 2(b): the curve of ε4 = 1.45 runs below Carnot's and above that of 1.1.
    let (near, far) = (solve(0.5, 1.45), solve(0.5, 1.1));
    assert!(far.cop < near.cop && near.cop < near.cop_carnot);
    assert!(far.power > near.power);
}
