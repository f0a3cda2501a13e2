//! What a row of 18 columns costs in each format, on a grid of Fig. 2:
//!
//! ```sh
//! cargo bench --bench formats
//! ```

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use ndemon::output::{Csv, Json, JsonLines, Parquet, Writer, number};
use ndemon::quantity::Units;
use ndemon::refrigerator::Point;
use ndemon::table::{Row, Selection};

fn main() {
    divan::main();
}

/// A hundred ε4 with a thousand temperatures each.
fn rows() -> Vec<Row> {
    let share = |i: u32, all: u32| f64::from(i) / f64::from(all);
    let point = |e4, tc| Point::paper(0.02 + 0.96 * share(tc, 1000), 1.0 + 0.5 * share(e4, 100));
    let points: Vec<Point> =
        (0..100).flat_map(|e4| (0..1000).map(move |tc| point(e4, tc))).collect();
    let mut rows = Vec::new();
    Row::append_all(&points, &mut rows);
    rows
}

fn bench(bencher: Bencher, writer: impl Fn(&Selection) -> Box<dyn Writer>) {
    let rows = rows();
    let selection = Selection::default_for(Units::Natural, |parameter| !parameter.is_optional());
    let mut out = Vec::new();
    bencher.counter(ItemsCount::new(rows.len())).bench_local(|| {
        let (mut writer, mut length) = (writer(&selection), 0);
        for (number, rows) in black_box(&rows).chunks(2048).enumerate() {
            out.clear();
            writer.rows(2048 * number as u64, rows, &mut out);
            length += out.len();
        }
        writer.close(&mut out);
        length + out.len()
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
    let mut room = [0; number::WIDTH];
    bencher.counter(ItemsCount::new(rows.len())).bench_local(|| {
        let mut length = 0;
        for solution in black_box(&rows).iter().filter_map(|row| row.answer.ok()) {
            let [fl1, fl2, fl3, fl4] = solution.fl;
            let others =
                [solution.power, solution.entropy_current, solution.cop, solution.headroom];
            for number in [fl1, fl2, fl3, fl4].into_iter().chain(others) {
                length += number::write(number, &mut room);
            }
        }
        length
    });
}
