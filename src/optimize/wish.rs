//! The best point of any family that a careful search finds within ranges. Nothing is proved of it.

use super::ascent::ascend;
use super::golden::{highest, refine};
use super::trial::Trials;
use crate::model::{Bound, Inputs, Parameter, ResultRef, Row};

/// What is to be as large as possible, or as small.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// A result.
    Result(ResultRef),
    /// A parameter, as it is given.
    Parameter(Parameter),
}

impl Aim {
    /// The name of its column.
    pub fn key(self) -> &'static str {
        match self {
            Aim::Result(result) => result.key,
            Aim::Parameter(parameter) => parameter.name,
        }
    }

    /// Its value in a row.
    pub fn of(self, row: &Row) -> f64 {
        match self {
            Aim::Result(result) => row.result(result),
            Aim::Parameter(parameter) => row.inputs.get(parameter),
        }
    }

    /// The result, if it is one.
    pub fn result(self) -> Option<ResultRef> {
        match self {
            Aim::Result(result) => Some(result),
            Aim::Parameter(_) => None,
        }
    }
}

/// What is asked of a family: the inputs with the greatest value of a result within ranges, or with the least one.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The values of all parameters that have no range.
    pub base: Inputs,
    /// The parameters that may be chosen, each with the ends of its range, the lower one first.
    pub over: Vec<(Parameter, [f64; 2])>,
    /// What is to be as large as possible, or as small.
    pub goal: Aim,
    /// Whether it is to be as small as possible.
    pub is_least: bool,
    /// What must hold of results.
    pub bounds: Vec<Bound>,
}

/// The best point that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The point, if there is one at which the goal has a value and everything holds that is asked.
    pub best: Option<Inputs>,
    /// How many points were computed.
    pub points: u64,
    /// From how many of them the search went uphill.
    pub starts: usize,
}

/// How many points of a range are computed first, where there is one range.
const ALONG: usize = 128;
/// How many points for each range are computed first, where there are several.
const SCATTERED: usize = 96;
/// From how many of the first points the search goes uphill, at most.
const STARTS: usize = 6;
/// How far apart these are in some range at least, as a share of it.
const APART: f64 = 0.15;

impl Wish {
    /// Searches the ranges, computing about so many points at most: many points that fill them evenly, then uphill
    /// from the best of these until no double is better. The same question has the same answer, always.
    pub fn search(&self, most: u64) -> Found {
        let mut trials = Trials::new(self, most);
        let starts = match self.over.len() {
            0 => {
                trials.at(&[]);
                1
            }
            1 => along(&mut trials),
            _ => everywhere(&mut trials, self.over.len()),
        };
        let (best, points) = trials.end();
        Found { best: best.map(|place| self.inputs(&place)), points, starts }
    }

    /// A value of the goal as what is to be as large as possible.
    pub(super) fn height(&self, value: f64) -> f64 {
        if self.is_least { -value } else { value }
    }

    /// The point at these shares of the ranges.
    pub(super) fn inputs(&self, place: &[f64]) -> Inputs {
        let mut inputs = self.base.clone();
        for ((parameter, [first, last]), share) in self.over.iter().zip(place) {
            let value = match *share {
                share if share <= 0.0 => *first,
                share if share >= 1.0 => *last,
                share => (first + share * (last - first)).clamp(*first, *last),
            };
            inputs.set(parameter, value);
        }
        inputs
    }
}

/// One range: around each of the highest points of a grid, golden sections.
fn along(trials: &mut Trials<'_>) -> usize {
    let grid: Vec<Vec<f64>> = (0..=ALONG).map(|i| vec![i as f64 / ALONG as f64]).collect();
    let seen = trials.all(&grid);
    let is_peak = |place: &usize| {
        let is_higher = |other: usize| seen[other].is_better(&seen[*place]);
        seen[*place].has_value()
            && !(*place > 0 && is_higher(place - 1))
            && !(*place < ALONG && is_higher(place + 1))
    };
    let mut peaks: Vec<usize> = (0..=ALONG).filter(is_peak).collect();
    // A stable order: what is equal stays in the order of the range.
    peaks.sort_by(|a, b| seen[*a].order(&seen[*b]));
    peaks.truncate(STARTS);
    for peak in &peaks {
        let ends = [peak.saturating_sub(1), (peak + 1).min(ALONG)];
        let [first, last] = ends.map(|place| place as f64 / ALONG as f64);
        highest(trials, &grid[*peak], 0, [first, last]);
    }
    peaks.len()
}

/// Several ranges: points that fill them evenly, and uphill from the best of them.
fn everywhere(trials: &mut Trials<'_>, ranges: usize) -> usize {
    let mut places = vec![vec![0.5; ranges]];
    if ranges <= 6 {
        let corner = |bits: usize| (0..ranges).map(|i| f64::from(bits >> i & 1 == 1)).collect();
        places.extend((0..1_usize << ranges).map(corner));
    }
    places.extend((1..=SCATTERED * ranges).map(|count| halton(count, ranges)));
    let seen = trials.all(&places);
    let mut order: Vec<usize> = (0..places.len()).filter(|i| seen[*i].has_value()).collect();
    order.sort_by(|a, b| seen[*a].order(&seen[*b]));
    let mut starts: Vec<&Vec<f64>> = Vec::new();
    for place in order {
        let is_apart = |other: &&Vec<f64>| {
            other.iter().zip(&places[place]).any(|(a, b)| (a - b).abs() >= APART)
        };
        if starts.len() < STARTS && starts.iter().all(is_apart) {
            starts.push(&places[place]);
        }
    }
    for start in &starts {
        ascend(trials, start);
    }
    refine(trials);
    starts.len()
}

/// The point of this number in Halton's sequence: the digits of the number in the bases 2, 3, 5, …, mirrored.
fn halton(count: usize, ranges: usize) -> Vec<f64> {
    const PRIMES: [usize; 16] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];
    let mirrored = |base: usize| {
        let (mut rest, mut digit, mut share) = (count, 1.0, 0.0);
        while rest > 0 {
            digit /= base as f64;
            share += digit * (rest % base) as f64;
            rest /= base;
        }
        share
    };
    (0..ranges).map(|i| mirrored(PRIMES[i % PRIMES.len()])).collect()
}

/// How many ranges a search takes at most.
pub const MOST_RANGES: usize = 16;
