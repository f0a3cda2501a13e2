//! What no sweep can fall below: solving the points in lanes, formatting the eight results that
//! differ from row to row, and nothing else.

use ndemon::output::number;
use ndemon::refrigerator::{Point, Refrigerator};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let steps: u32 = std::env::args().nth(1).ok_or("how many steps?")?.parse()?;
    let at = |low: f64, high: f64, i: u32| low + (high - low) * f64::from(i) / f64::from(steps - 1);
    let (mut room, mut length) = ([0; number::WIDTH], 0);
    for e4 in 0..steps {
        let point = |tc| Refrigerator::new(&Point::paper(at(0.05, 0.95, tc), at(1.0, 1.4, e4)));
        let points: Vec<Refrigerator> = (0..steps).filter_map(|tc| point(tc).ok()).collect();
        Refrigerator::solve_all(&points, |s| {
            let [fl1, fl2, fl3, fl4] = s.fl;
            for number in [fl1, fl2, fl3, fl4, s.power, s.entropy_current, s.cop, s.headroom] {
                length += number::write(number, &mut room);
            }
        });
    }
    println!("{length}");
    Ok(())
}
