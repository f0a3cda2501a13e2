//! What a row of 18 columns costs in each format, on a grid of Fig. 2:
//!
//! ```sh
//! cargo bench --bench formats
//! ```

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use ndemon::model::Block;
use ndemon::output::{Csv, Json, JsonLines, Parquet, Writer, number};
use ndemon::quantity::Units;
use ndemon::refrigerator::{Point, RefrigeratorFamily};
use ndemon::table::{Schema, Selection};

fn main() {
    divan::main();
}

fn selection() -> Selection {
    let schema = Schema::of(&RefrigeratorFamily);
    Selection::default_for(schema, Units::Natural, |parameter| !parameter.is_optional())
}

/// A hundred ε4 with a thousand temperatures each, solved.
fn blocks(selection: &Selection) -> Vec<Block> {
    let share = |i: u32, all: u32| f64::from(i) / f64::from(all);
    let point = |e4, tc| Point::paper(0.02 + 0.96 * share(tc, 1000), 1.0 + 0.5 * share(e4, 100));
    let block = |e4| {
        let mut block = Block::new(point(e4, 0).inputs(), selection.wanted());
        (0..1000).for_each(|tc| block.push(point(e4, tc).raw()));
        block.family().solve(&mut block);
        block
    };
    (0..100).map(block).collect()
}

fn bench(bencher: Bencher, writer: impl Fn(&Selection) -> Box<dyn Writer>) {
    let selection = selection();
    let blocks = blocks(&selection);
    let mut out = Vec::new();
    bencher.counter(ItemsCount::new(100_000_u32)).bench_local(|| {
        let (mut writer, mut length) = (writer(&selection), 0);
        for (number, block) in black_box(&blocks).iter().enumerate() {
            out.clear();
            writer.rows(1000 * number as u64, block, &mut out);
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
    bench(bencher, |selection| Box::new(Json::new(selection)));
}

#[divan::bench]
fn json_lines(bencher: Bencher) {
    bench(bencher, |selection| Box::new(JsonLines::new(selection)));
}

#[divan::bench]
fn parquet(bencher: Bencher) {
    bench(bencher, |selection| Box::new(Parquet::new(selection, "")));
}

/// The eight numbers of a row that differ from row to row, and nothing else.
#[divan::bench]
fn numbers(bencher: Bencher) {
    let selection = selection();
    let blocks = blocks(&selection);
    let mut room = [0; number::WIDTH];
    bencher.counter(ItemsCount::new(100_000_u32)).bench_local(|| {
        let mut length = 0;
        for block in black_box(&blocks) {
            for result in block.wanted().iter().filter(|result| !result.recurs) {
                for number in block.result(result) {
                    length += number::write(*number, &mut room);
                }
            }
        }
        length
    });
}
