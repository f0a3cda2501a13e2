//! Uphill within ranges: steps of Broyden, Fletcher, Goldfarb and Shanno with slopes from differences, and
//! multipliers for what must be at least something (the method of multipliers, Hestenes and Powell 1969).

use super::trial::{Trial, Trials};

/// How far apart points are from which slopes are taken, as a share of a range. Its square is what a slope is off
/// by; the roundings of doubles are as much again.
const STEP: f64 = 1.0 / 131_072.0;
/// How often multipliers are adapted, at most.
const ROUNDS: usize = 14;
/// How many steps are taken with the same multipliers, at most.
const STEPS: usize = 60;

/// A smooth height: the goal, less penalties for what is lacked.
struct Height {
    scale: f64,
    weight: f64,
    multipliers: Vec<f64>,
}

impl Height {
    fn of(&self, trial: &Trial) -> f64 {
        if !trial.has_value() {
            return f64::NEG_INFINITY;
        }
        let penalty = |(lack, multiplier): (&f64, &f64)| {
            let shifted = (lack + multiplier / self.weight).max(0.0);
            0.5 * self.weight * shifted * shifted
        };
        let penalties: f64 = trial.lacks.iter().zip(&self.multipliers).map(penalty).sum();
        trial.value / self.scale - penalties
    }
}

/// Goes uphill from a place until nothing near it is higher; the trials know the best point.
pub(super) fn ascend(trials: &mut Trials<'_>, start: &[f64]) {
    let mut place = start.to_vec();
    let first = trials.at(&place);
    let scale =
        if first.value == 0.0 || !first.value.is_finite() { 1.0 } else { first.value.abs() };
    let multipliers = vec![0.0; first.lacks.len()];
    let mut height = Height { scale, weight: 10.0, multipliers };
    let mut lacked = f64::INFINITY;
    for _ in 0..ROUNDS {
        place = climb(trials, &height, place);
        let reached = trials.at(&place);
        if !reached.has_value() || height.multipliers.is_empty() {
            break;
        }
        let mut changed = 0.0_f64;
        for (multiplier, lack) in height.multipliers.iter_mut().zip(&reached.lacks) {
            let next = (*multiplier + height.weight * lack).max(0.0);
            changed = changed.max((next - *multiplier).abs());
            *multiplier = next;
        }
        let lacks = reached.lacks.iter().fold(0.0_f64, |most, lack| most.max(*lack));
        if changed <= 1e-13 * height.weight || trials.are_spent() {
            break;
        }
        if lacks > 0.25 * lacked {
            height.weight *= 5.0;
        }
        lacked = lacks;
    }
    mend(trials, &place);
}

/// Where a place lacks a last bit of what is asked: goes to the nearest point that does not, towards the best one yet.
fn mend(trials: &mut Trials<'_>, place: &[f64]) {
    if trials.at(place).is_allowed() {
        return;
    }
    let Some(mut inside) = trials.best().cloned() else { return };
    let mut outside = place.to_vec();
    for _ in 0..80 {
        let middle: Vec<f64> =
            inside.iter().zip(&outside).map(|(a, b)| (0.5 * (a + b)).clamp(0.0, 1.0)).collect();
        if middle == inside || middle == outside || trials.are_spent() {
            return;
        }
        match trials.at(&middle).is_allowed() {
            true => inside = middle,
            false => outside = middle,
        }
    }
}

/// The highest place that steps uphill lead to.
fn climb(trials: &mut Trials<'_>, height: &Height, mut place: Vec<f64>) -> Vec<f64> {
    let ranges = place.len();
    let identity = || {
        let row = |i: usize| (0..ranges).map(|j| f64::from(i == j)).collect::<Vec<f64>>();
        (0..ranges).map(row).collect::<Vec<_>>()
    };
    let mut inverse = identity();
    let mut is_fresh = true;
    let mut here = height.of(&trials.at(&place));
    let mut slopes = slopes(trials, height, &place);
    for _ in 0..STEPS {
        // A range at whose end the slope leads outwards is left alone.
        let is_free = |i: usize| {
            !(place[i] <= 0.0 && slopes[i] <= 0.0 || place[i] >= 1.0 && slopes[i] >= 0.0)
        };
        let free: Vec<bool> = (0..ranges).map(is_free).collect();
        let dot = |row: &Vec<f64>| -> f64 {
            (0..ranges).filter(|j| free[*j]).map(|j| row[j] * slopes[j]).sum()
        };
        let mut direction: Vec<f64> =
            (0..ranges).map(|i| if free[i] { dot(&inverse[i]) } else { 0.0 }).collect();
        let mut rise: f64 = (0..ranges).map(|i| direction[i] * slopes[i]).sum();
        if rise <= 0.0 {
            inverse = identity();
            is_fresh = true;
            direction = (0..ranges).map(|i| if free[i] { slopes[i] } else { 0.0 }).collect();
            rise = direction.iter().map(|slope| slope * slope).sum();
        }
        let longest = direction.iter().fold(0.0_f64, |most, part| most.max(part.abs()));
        if rise == 0.0 || !rise.is_finite() || trials.are_spent() {
            break;
        }
        // The first step is a tenth of a range; no step is longer than half of one.
        let mut stride = if is_fresh { 0.1 / longest } else { (0.5 / longest).min(1.0) };
        let moved = |stride: f64| -> Vec<f64> {
            let all = place.iter().zip(&direction);
            all.map(|(share, part)| (share + stride * part).clamp(0.0, 1.0)).collect()
        };
        let mut found: Option<(Vec<f64>, f64)> = None;
        for _ in 0..45 {
            let next = moved(stride);
            let there = height.of(&trials.at(&next));
            match &found {
                Some((_, best)) if there <= *best => break,
                // As long as it goes up, further; a step that is not the first one suffices.
                _ if there > here => {
                    found = Some((next, there));
                    if !is_fresh {
                        break;
                    }
                    stride *= 2.0;
                }
                Some(_) => break,
                None => stride *= 0.35,
            }
        }
        let Some((next, there)) = found else {
            if is_fresh {
                break;
            }
            inverse = identity();
            is_fresh = true;
            continue;
        };
        let after = self::slopes(trials, height, &next);
        let step: Vec<f64> = next.iter().zip(&place).map(|(a, b)| a - b).collect();
        // Downhill is what the formula is written for.
        let change: Vec<f64> = slopes.iter().zip(&after).map(|(a, b)| a - b).collect();
        update(&mut inverse, &step, &change, is_fresh);
        is_fresh = false;
        (place, here, slopes) = (next, there, after);
    }
    place
}

/// The slopes of the height along each range, from points beside it; 0 where these have no value.
fn slopes(trials: &mut Trials<'_>, height: &Height, place: &[f64]) -> Vec<f64> {
    // Where a range ends, three points on one side: (−3 f(0) + 4 f(h) − f(2h))/2h.
    let sides = |share: f64| match share {
        share if share - STEP < 0.0 => [1.0, 2.0],
        share if share + STEP > 1.0 => [-1.0, -2.0],
        _ => [-1.0, 1.0],
    };
    let mut around = vec![place.to_vec()];
    for (range, share) in place.iter().enumerate() {
        for side in sides(*share) {
            let mut beside = place.to_vec();
            beside[range] = share + side * STEP;
            around.push(beside);
        }
    }
    let heights: Vec<f64> = trials.all(&around).iter().map(|trial| height.of(trial)).collect();
    let slope = |(range, share): (usize, &f64)| {
        let (here, near, far) = (heights[0], heights[1 + 2 * range], heights[2 + 2 * range]);
        let slope = match sides(*share) {
            [side, other] if side == -other => (far - near) / (2.0 * STEP),
            [side, _] => side * (4.0 * (near - here) - (far - here)) / (2.0 * STEP),
        };
        if slope.is_finite() { slope } else { 0.0 }
    };
    place.iter().enumerate().map(slope).collect()
}

/// The inverse of the second derivatives after a step that changed the slopes by this much.
fn update(inverse: &mut [Vec<f64>], step: &[f64], change: &[f64], is_fresh: bool) {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (curvature, turned) = (dot(step, change), dot(change, change));
    // Where the slope grows along the step there is no peak ahead that the formula could know of.
    if curvature <= 1e-12 * (dot(step, step) * turned).sqrt() || turned == 0.0 {
        return;
    }
    if is_fresh {
        for (i, row) in inverse.iter_mut().enumerate() {
            row.iter_mut().for_each(|number| *number = 0.0);
            row[i] = curvature / turned;
        }
    }
    let carried: Vec<f64> = inverse.iter().map(|row| dot(row, change)).collect();
    let share = 1.0 + dot(change, &carried) / curvature;
    for (i, row) in inverse.iter_mut().enumerate() {
        for (j, number) in row.iter_mut().enumerate() {
            *number += (share * step[i] * step[j] - step[i] * carried[j] - carried[i] * step[j])
                / curvature;
        }
    }
}
