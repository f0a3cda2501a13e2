//! Points that a search computes, and the best one of them.

use super::wish::{Aim, Wish};
use crate::model::{Block, Bound, ResultRef, Status};
use std::cmp::Ordering;

/// What is known of a point.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    /// The goal; NaN where it has no value.
    pub value: f64,
    /// How much each result lacks of what it must be at least, over that; below 0 it has more.
    pub lacks: Vec<f64>,
}

impl Trial {
    /// Whether all results that are asked for have values.
    pub fn has_value(&self) -> bool {
        self.value.is_finite() && self.lacks.iter().all(|lack| !lack.is_nan())
    }

    /// Whether everything holds that is asked.
    pub fn is_allowed(&self) -> bool {
        self.has_value() && self.lack() <= 0.0
    }

    /// What is lacked in all; 0 where nothing is.
    fn lack(&self) -> f64 {
        match self.has_value() {
            true => self.lacks.iter().map(|lack| lack.max(0.0)).sum(),
            false => f64::INFINITY,
        }
    }

    /// The better one first: what lacks less, then what has the greater goal.
    pub fn order(&self, other: &Trial) -> Ordering {
        self.lack().total_cmp(&other.lack()).then_with(|| match self.has_value() {
            true => other.value.total_cmp(&self.value),
            false => Ordering::Equal,
        })
    }

    /// Whether it is better than the other one.
    pub fn is_better(&self, other: &Trial) -> bool {
        self.order(other) == Ordering::Less
    }
}

/// The points of a search.
#[derive(Debug)]
pub(super) struct Trials<'a> {
    wish: &'a Wish,
    wanted: Vec<ResultRef>,
    count: u64,
    most: u64,
    best: Option<(Vec<f64>, Trial)>,
}

impl<'a> Trials<'a> {
    /// None yet; about so many at most.
    pub fn new(wish: &'a Wish, most: u64) -> Self {
        let required = wish.bounds.iter().map(|bound| bound.result);
        let wanted = wish.goal.result().into_iter().chain(required).collect();
        Trials { wish, wanted, count: 0, most, best: None }
    }

    /// The points at these shares of the ranges. Those beyond the number of points that may be computed have no
    /// value.
    pub fn all(&mut self, places: &[Vec<f64>]) -> Vec<Trial> {
        let nothing = || Trial { value: f64::NAN, lacks: vec![f64::NAN; self.wish.bounds.len()] };
        if self.count >= self.most {
            return places.iter().map(|_| nothing()).collect();
        }
        self.count += places.len() as u64;
        let mut block = Block::new(self.wish.base.clone(), self.wanted.clone());
        places.iter().for_each(|place| block.push(self.wish.inputs(place).raw()));
        self.wish.base.family().solve(&mut block);
        let trial = |row: usize| match block.statuses()[row] {
            Status::Unphysical(_) | Status::Refused(_) | Status::Unproven => nothing(),
            _ => {
                let lack = |bound: &Bound| {
                    let scale = if bound.value == 0.0 { 1.0 } else { bound.value.abs() };
                    -bound.excess(block.result(bound.result)[row]) / scale
                };
                let lacks = self.wish.bounds.iter().map(lack).collect();
                let value = match self.wish.goal {
                    Aim::Result(result) => block.result(result)[row],
                    Aim::Parameter(parameter) => block.raw(parameter.id).at(row),
                };
                Trial { value: self.wish.height(value), lacks }
            }
        };
        let trials: Vec<Trial> = (0..places.len()).map(trial).collect();
        for (place, trial) in places.iter().zip(&trials) {
            let is_best = self.best.as_ref().is_none_or(|(_, best)| trial.is_better(best));
            if trial.is_allowed() && is_best {
                self.best = Some((place.clone(), trial.clone()));
            }
        }
        trials
    }

    /// The point at these shares of the ranges.
    pub fn at(&mut self, place: &[f64]) -> Trial {
        self.all(&[place.to_vec()]).swap_remove(0)
    }

    /// Whether no more points may be computed.
    pub fn are_spent(&self) -> bool {
        self.count >= self.most
    }

    /// The best point yet at which everything holds that is asked.
    pub fn best(&self) -> Option<&Vec<f64>> {
        self.best.as_ref().map(|(place, _)| place)
    }

    /// The best point, and how many were computed.
    pub fn end(self) -> (Option<Vec<f64>>, u64) {
        (self.best.map(|(place, _)| place), self.count)
    }
}
