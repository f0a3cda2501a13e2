//! What a row of 18 columns costs in each format, on a grid of Fig. 2:
//!
//! ```sh
//! cargo bench --bench formats
//! ```

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use ndemon::model::{Point, Units};
use ndemon::output::{Csv, Json, JsonLines, NumberBuffer, Parquet, Writer};
use ndemon::table::{Row, Selection};

fn main() {
    divan::main();
}

/// A hundred ε4 with a thousand temperatures each.
fn rows() -> Vec<Row> {
    let share = |i: u32, all: u32| f64::from(i) / f64::from(all);
    let point = |e4, tc| Point::paper(0.02 + 0.96 * share(tc, 1000), 1.0 + 0.5 * share(e4, 100));
    let mut points: Vec<Point> =
        (0..100).flat_map(|e4| (0..1000).map(move |tc| point(e4, tc))).collect();
    let mut rows = Vec::new();
    Row::append_all(&mut points, &mut rows);
    rows
}

fn bench(bencher: Bencher, writer: impl Fn(&Selection) -> Box<dyn Writer>) {
    let rows = rows();
    let selection = Selection::default_for(Units::Natural, |parameter| !parameter.is_optional());
    let mut out = Vec::new();
    bencher.counter(ItemsCount::new(rows.len())).bench_local(|| {
        out.clear();
        let mut writer = writer(&selection);
        writer.rows(0, black_box(&rows), &mut out);
        writer.close(&mut out);
        out.len()
    });
}

#[divan::bench]
fn csv(bencher: Bencher) {
    bench(bencher, |selection| Box::new(Csv::new(selection, true)));
}

#[divan::bench]
fn json(bencher: Bencher) {
    bench(bencher, |selection| Box::new(Json(selection.clone())));
}

#[divan::bench]
fn json_lines(bencher: Bencher) {
    bench(bencher, |selection| Box::new(JsonLines(selection.clone())));
}

#[divan::bench]
fn parquet(bencher: Bencher) {
    bench(bencher, |selection| Box::new(Parquet::new(selection, "")));
}

/// The eight numbers of a row that differ from row to row, and nothing else.
#[divan::bench]
fn numbers(bencher: Bencher) {
    let rows = rows();
    let mut buffer = NumberBuffer::default();
    bencher.counter(ItemsCount::new(rows.len())).bench_local(|| {
        let mut length = 0;
        for solution in black_box(&rows).iter().filter_map(|row| row.answer.ok()) {
            let [fl1, fl2, fl3, fl4] = solution.fl;
            let others =
                [solution.power, solution.entropy_current, solution.cop, solution.headroom];
            for number in [fl1, fl2, fl3, fl4].into_iter().chain(others) {
                length += buffer.format(number).len();
            }
        }
        length
    });
}
