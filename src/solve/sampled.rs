//! Places on a fine grid, for results of which nothing is proven over a range: two neighbouring doubles of which one
//! has more than the value and the other one less.

use super::answer::{Answer, Place, What};
use super::points::Points;
use super::question::Question;
use super::region::{edges, whole};

/// How many pieces the range is cut into, at most.
const PIECES: u64 = 256;
/// How often a valley or a hill between grid points is narrowed.
const STEPS: usize = 60;
/// 1/φ.
const SHARE: f64 = 0.618_033_988_749_894_9;

/// The places that a grid shows, and what lies between its points where a curve turns back towards the value.
pub(super) fn places(question: &Question, most: u64) -> Answer {
    let mut points = Points::new(question);
    let mut grid = grid(question, PIECES.min(most).max(2));
    points.compute(&grid);
    // Where numbers begin and end, and where they come nearest to the value.
    let mut more = Vec::new();
    for pair in grid.windows(2) {
        let [a, b] = [pair[0], pair[1]];
        let exists = |points: &mut Points<'_>, at: f64| !points.height(at).is_nan();
        match [exists(&mut points, a), exists(&mut points, b)] {
            [true, false] => more.push(points.end(a, b, exists)[0]),
            [false, true] => more.push(points.end(b, a, exists)[0]),
            _ => {}
        }
    }
    for three in grid.windows(3) {
        let ends = [three[0], three[2]];
        let heights = [three[0], three[1], three[2]].map(|at| points.height(at));
        more.extend(turn(&mut points, ends, heights));
    }
    grid.extend(more);
    grid.sort_by(f64::total_cmp);
    grid.dedup();
    let places = match question.equals {
        Some(_) => passages(&mut points, &grid),
        None => {
            let mut parts: Vec<[f64; 2]> = Vec::new();
            for pair in grid.windows(2) {
                let [a, b] = [pair[0], pair[1]];
                let part = match [a, b].map(|at| points.is_within(at)) {
                    [true, true] => [a, b],
                    [true, false] => [a, points.end(a, b, Points::is_within)[0]],
                    [false, true] => [points.end(b, a, Points::is_within)[0], b],
                    [false, false] => continue,
                };
                parts.push(part);
            }
            edges(&mut points, &whole(parts))
        }
    };
    Answer { places, is_proven: false, looks: points.count() }
}

fn grid(question: &Question, pieces: u64) -> Vec<f64> {
    let [first, last] = question.range;
    let at = |i: u64| {
        let share = i as f64 / pieces as f64;
        ((1.0 - share) * first + share * last).clamp(first, last)
    };
    let mut grid: Vec<f64> = (0..=pieces).map(at).collect();
    grid.dedup();
    grid
}

/// The place between two ends at which a curve that turns back between them comes to the other side of 0, if it does.
fn turn(
    points: &mut Points<'_>,
    [mut first, mut last]: [f64; 2],
    [a, b, c]: [f64; 3],
) -> Option<f64> {
    let side = b.signum();
    let size = |height: f64| side * height;
    let turns = size(a) >= size(b) && size(c) >= size(b) && size(b) > 0.0;
    if !turns {
        return None;
    }
    let inner =
        |first: f64, last: f64| [last - SHARE * (last - first), first + SHARE * (last - first)];
    let [mut left, mut right] = inner(first, last);
    let (mut of_left, mut of_right) = (size(points.height(left)), size(points.height(right)));
    for _ in 0..STEPS {
        if of_left <= 0.0 || of_right <= 0.0 {
            return Some(if of_left <= 0.0 { left } else { right });
        }
        if of_right < of_left {
            (first, left, of_left) = (left, right, of_right);
            right = first + SHARE * (last - first);
            of_right = size(points.height(right));
        } else {
            (last, right, of_right) = (right, left, of_left);
            left = last - SHARE * (last - first);
            of_left = size(points.height(left));
        }
        if !(first < left && left < right && right < last) {
            break;
        }
    }
    None
}

/// The places between grid points at which the result passes the value.
fn passages(points: &mut Points<'_>, grid: &[f64]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    // Neighbours that have the value, with all between them as far as the grid shows.
    let there: Vec<(f64, bool)> = grid.iter().map(|at| (*at, points.excess(*at) == 0.0)).collect();
    for run in there.chunk_by(|a, b| a.1 && b.1).filter(|run| run[0].1) {
        let [first, at, last] = [0, run.len() / 2, run.len() - 1].map(|i| run[i].0);
        let error = (at - first).max(last - at).max(at.next_up() - at);
        places.push(Place { at, error, what: What::Some });
    }
    for pair in grid.windows(2) {
        let [a, b] = [pair[0], pair[1]].map(|at| points.excess(at));
        let is_passed = a * b < 0.0;
        if !is_passed {
            continue;
        }
        let same = |points: &mut Points<'_>, at: f64| points.excess(at) * a > 0.0;
        let [below, above] = points.end(pair[0], pair[1], same);
        let [left, right] = [below, above].map(|at| points.excess(at).abs());
        // Where there is no number between them, or a jump, the value may be passed over.
        let is_smooth = left + right <= 1e-3 * (a.abs() + b.abs());
        let what = if is_smooth { What::Some } else { What::Open };
        let at = if left <= right { below } else { above };
        places.push(Place { at, error: above - below, what });
    }
    places.sort_by(|a, b| a.at.total_cmp(&b.at));
    let bounds = !points.question.bounds.is_empty();
    places.retain(|place| !bounds || place.what == What::Open || points.is_within(place.at));
    places
}
