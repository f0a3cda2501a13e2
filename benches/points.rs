//! What a point costs in each arithmetic, on a grid of Fig. 2:
//!
//! ```sh
//! cargo bench --bench points
//! ```
//!
//! The throughput column is points a second; before the table stands the share of points that the
//! light arithmetic leaves to the wide one.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use ndemon::numeric::Lanes;
use ndemon::refrigerator::{Currents, Demon, Device, Point, Refrigerator, Way};

fn main() {
    let points = grid(1000);
    let escalated = points.iter().filter(|point| point.is_escalated()).count();
    println!("{escalated} of {} points escalated", points.len());
    divan::main();
}

/// So many temperatures and as many ε4, the latter varying fastest.
fn grid(steps: u32) -> Vec<Refrigerator> {
    let share = |i: u32| f64::from(i) / f64::from(steps);
    let points = (0..steps).flat_map(|tc| (0..steps).map(move |e4| (tc, e4)));
    points
        .filter_map(|(tc, e4)| {
            let point = Point::paper(0.02 + 0.96 * share(tc), 1.0 + 0.5 * share(e4));
            Refrigerator::new(&point).ok()
        })
        .collect()
}

/// The program's formulas in plain doubles, one point at a time: fast, and wrong in places.
#[divan::bench]
fn plain(bencher: Bencher) {
    let points = grid(100);
    bencher.counter(ItemsCount::new(points.len())).bench(|| {
        for point in &points {
            let device = Device::<Lanes<1>>::new(
                &black_box(point).point().values().map(|v| [v]),
                point.point().scale(),
            );
            black_box(Currents::new(&device, &Demon::new(&device)));
        }
    });
}

/// One point at a time.
#[divan::bench]
fn scalar(bencher: Bencher) {
    let points = grid(100);
    bencher
        .counter(ItemsCount::new(points.len()))
        .bench(|| points.iter().map(|point| black_box(point).solve().power).sum::<f64>());
}

/// Many points at once.
#[divan::bench(args = Way::available())]
fn together(bencher: Bencher, way: &Way) {
    let points = grid(if *way == Way::Wide { 10 } else { 100 });
    bencher.counter(ItemsCount::new(points.len())).bench(|| {
        let mut sum = 0.0;
        Refrigerator::solve_all_by(*way, black_box(&points), |solution| sum += solution.power);
        sum
    });
}
