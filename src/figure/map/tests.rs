use super::*;
use crate::model::Family;
use crate::numeric::random::Random;
use crate::quantity::Units;
use crate::refrigerator::{Point, RefrigeratorFamily};
use crate::table::Schema;

const TC: Span = Span { first: 0.05, last: 0.95, logarithmic: false };
const E4: Span = Span { first: 1.02, last: 1.49, logarithmic: false };

fn column(key: &str) -> &'static Column {
    let mut all = Schema::of(&RefrigeratorFamily).columns(Units::Natural);
    all.find(|column| column.key == key).unwrap()
}

/// A map of the refrigerator of Fig. 2 over Tc and ε4.
fn map(key: &str) -> Map {
    let parameter = |name| RefrigeratorFamily.parameter(name).unwrap();
    let base = Point::paper(0.5, 1.3).inputs();
    let (x, y) = ((parameter("tc"), TC), (parameter("e4"), E4));
    Map::of(&Question { base: &base, x, y, column: column(key) })
}

/// The result at a place of the map.
fn value(key: &str, (x, y): Place) -> f64 {
    let row = Point::paper(TC.at(x), E4.at(y)).inputs();
    let row = crate::model::Row::with(&row, &[column(key).result().unwrap()]);
    column(key).number(&row)
}

fn area(ring: &[Place]) -> f64 {
    ring.windows(2).map(|pair| (pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1) / 2.0).sum()
}

/// The border of the physical region is where Tc is the lowest temperature of the demon, which a search of its own
/// finds (column `tc_min`).
#[test]
fn the_border_is_the_minimum_temperature() {
    let map = map("cop");
    let points: Vec<Place> = map.borders.iter().flatten().step_by(5).copied().collect();
    assert!(points.len() > 40, "{}", points.len());
    let mut checked = 0;
    for (x, y) in points {
        let minimum = value("tc_min", (0.5, y));
        let off = (TC.at(x) - minimum).abs();
        // A crossing is off by a step of the lattice over 2^16, along either axis; of ε4 a step is 0.003, and Tc falls
        // about as fast as it rises.
        checked += u32::from(off < 2e-7);
    }
    // The others lie between two regions that are unphysical in different ways.
    assert!(checked > 30, "{checked}");
    let regions: Vec<&str> = map.regions.iter().map(|region| region.word).collect();
    assert!(regions.contains(&"fl3<0"), "{regions:?}");
    for region in &map.regions {
        let row = Point::paper(TC.at(region.middle.0), E4.at(region.middle.1)).inputs();
        assert_eq!(crate::model::Row::new(&row).status().word(), region.word);
    }
}

/// What is above a level and what is below it are the whole net, whatever the level; and levels are nested.
#[test]
fn rings_hold_the_areas_of_the_triangles() {
    let map = map("power");
    let corner = |index: &u32| map.corners[*index as usize];
    let triangle = |[a, b, c]: &[u32; 3]| {
        let places = [a, b, c, a].map(|index| corner(index).0);
        area(&places)
    };
    assert!(map.triangles.iter().all(|corners| triangle(corners) > -1e-15));
    let whole: f64 = map.triangles.iter().map(triangle).sum();
    let above = |level| map.above(level).iter().map(|ring| area(ring)).sum::<f64>();
    assert!((above(f64::NEG_INFINITY) - whole).abs() < 1e-9);
    let values = map.values();
    let mut random = Random(4);
    for _ in 0..20 {
        let level = values[(random.next() * values.len() as f64) as usize];
        // Of a triangle with values a ≤ b ≤ c, the part above a level between b and c is the square of
        // (c − level) over (c − a)(c − b), by similar triangles.
        let part = |corners: &[u32; 3]| {
            let mut all = [0, 1, 2].map(|i| corner(&corners[i]).1);
            all.sort_by(f64::total_cmp);
            let [a, b, c] = all;
            let share = match level {
                level if level <= a => 1.0,
                level if level > c => 0.0,
                level if level > b => (c - level).powi(2) / ((c - a) * (c - b)),
                level => 1.0 - (level - a).powi(2) / ((c - a) * (b - a)),
            };
            share * triangle(corners)
        };
        let expected: f64 = map.triangles.iter().map(part).sum();
        assert!((above(level) - expected).abs() < 1e-9, "{level} {} {expected}", above(level));
    }
}

/// Contour lines are where the result has their value.
#[test]
fn lines_lie_where_the_result_has_their_value() {
    let map = map("cop");
    let values = map.values();
    let spread = values[values.len() * 19 / 20] - values[values.len() / 20];
    for share in [5, 10, 15] {
        let level = values[values.len() * share / 20];
        let lines = map.lines(level, f64::INFINITY);
        assert!(lines.iter().flatten().count() > 50);
        for place in lines.iter().flatten() {
            let found = value("cop", *place);
            // At the very border doubles may fall on its other side.
            assert!(found.is_nan() || (found - level).abs() < spread / 150.0, "{found} {level}");
        }
    }
}

/// A smooth result takes a fraction of the lattice.
#[test]
fn points_are_where_they_are_needed() {
    let map = map("cop_carnot");
    let nodes = usize::from(samples::STEPS.0 + 1) * usize::from(samples::STEPS.1 + 1);
    assert!(map.points.len() < nodes / 3, "{}", map.points.len());
}
