//! The highest point along one range, by golden sections.

use super::trial::Trials;

/// 1/φ: each section is this part of the one before.
const SHARE: f64 = 0.618_033_988_749_894_9;

/// Shares that are closer than this have the same point of a range, but around a range's zero.
const CLOSE: f64 = f64::EPSILON / 4.0;

/// Finds the highest point between two shares of one range, the others being those of `place`, until no double lies
/// between; exact where there is one peak between them. Points that lack less of what is asked are higher.
pub(super) fn highest(trials: &mut Trials<'_>, place: &[f64], range: usize, ends: [f64; 2]) {
    let mut at = |share: f64| {
        let mut moved = place.to_vec();
        moved[range] = share;
        trials.at(&moved)
    };
    let [mut first, mut last] = ends;
    at(first);
    at(last);
    let inner =
        |first: f64, last: f64| [last - SHARE * (last - first), first + SHARE * (last - first)];
    let [mut left, mut right] = inner(first, last);
    let (mut of_left, mut of_right) = (at(left), at(right));
    while last - first > CLOSE {
        if !(first < left && left < right && right < last) {
            // Roundings have added up, or no double is left.
            [left, right] = inner(first, last);
            if !(first < left && left < right && right < last) {
                return;
            }
            (of_left, of_right) = (at(left), at(right));
        }
        if of_right.is_better(&of_left) {
            (first, left) = (left, right);
            of_left = of_right;
            right = first + SHARE * (last - first);
            of_right = at(right);
        } else {
            (last, right) = (right, left);
            of_right = of_left;
            left = last - SHARE * (last - first);
            of_left = at(left);
        }
    }
}

/// Looks around the best point, along each range.
pub(super) fn refine(trials: &mut Trials<'_>) {
    const REACH: f64 = 1e-4;
    let ranges = trials.best().map_or(0, Vec::len);
    for range in 0..ranges {
        let Some(best) = trials.best().cloned() else { return };
        let ends = [best[range] - REACH, best[range] + REACH].map(|share| share.clamp(0.0, 1.0));
        highest(trials, &best, range, ends);
    }
}
