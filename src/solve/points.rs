//! Points of a question, as a table has them.

use super::question::Question;
use crate::model::{Block, Bound, ResultRef, Status};
use crate::numeric::middle;
use std::collections::HashMap;

/// What is known of a point.
#[derive(Clone, Debug)]
pub struct Point {
    pub status: Status,
    /// The numbers of the question's results; NaN where there is none.
    pub numbers: Vec<f64>,
}

/// Points that were computed.
#[derive(Debug)]
pub struct Points<'a> {
    pub question: &'a Question,
    wanted: Vec<ResultRef>,
    known: HashMap<u64, Point>,
}

impl<'a> Points<'a> {
    pub fn new(question: &'a Question) -> Self {
        Points { question, wanted: question.results(), known: HashMap::new() }
    }

    /// How many were computed.
    pub fn count(&self) -> u64 {
        self.known.len() as u64
    }

    /// Computes the points at these values of the parameter.
    pub fn compute(&mut self, at: &[f64]) {
        let Question { base, along, .. } = self.question;
        let mut block = Block::new(base.clone(), self.wanted.clone());
        let new: Vec<f64> =
            at.iter().copied().filter(|at| !self.known.contains_key(&at.to_bits())).collect();
        new.iter().for_each(|at| block.push(base.with(along, *at).raw()));
        if new.is_empty() {
            return;
        }
        base.family().solve(&mut block);
        for (row, at) in new.iter().enumerate() {
            let status = block.statuses()[row];
            let exists = !matches!(status, Status::Refused(_) | Status::Unproven);
            let number =
                |result: &ResultRef| if exists { block.result(result)[row] } else { f64::NAN };
            let numbers = self.wanted.iter().map(number).collect();
            self.known.insert(at.to_bits(), Point { status, numbers });
        }
    }

    pub fn at(&mut self, at: f64) -> Point {
        self.compute(&[at]);
        self.known[&at.to_bits()].clone()
    }

    /// The number that is to have the value, less the value; NaN where there is none. Its sign is certain, because
    /// numbers are rounded to the nearest double, which changes no order.
    pub fn excess(&mut self, at: f64) -> f64 {
        let Some((_, value)) = self.question.equals else { return f64::NAN };
        let number = self.at(at).numbers[0];
        if number == value { 0.0 } else { number - value }
    }

    /// By how much all bounds hold, by that which holds least; NaN where the point is not physical.
    pub fn margin(&mut self, at: f64) -> f64 {
        let point = self.at(at);
        if !point.status.is_physical() {
            return f64::NAN;
        }
        let excesses = self.excesses(&point);
        excesses.into_iter().reduce(|a, b| if a.is_nan() || a < b { a } else { b }).unwrap_or(0.0)
    }

    /// What changes its sign at the places that are asked for.
    pub fn height(&mut self, at: f64) -> f64 {
        if self.question.equals.is_some() { self.excess(at) } else { self.margin(at) }
    }

    fn excesses(&self, point: &Point) -> Vec<f64> {
        let first = usize::from(self.question.equals.is_some());
        let bounds = self.question.bounds.iter().zip(&point.numbers[first..]);
        bounds.map(|(bound, number): (&Bound, _)| bound.excess(*number)).collect()
    }

    /// Whether the point is physical and all bounds hold.
    pub fn is_within(&mut self, at: f64) -> bool {
        self.margin(at) >= 0.0
    }

    /// The first bound that does not hold.
    pub fn broken(&mut self, at: f64) -> Option<usize> {
        let point = self.at(at);
        // A number that is missing holds nothing.
        let holds = |excess: &f64| *excess >= 0.0;
        self.excesses(&point).iter().position(|excess| !holds(excess))
    }

    /// The two neighbouring doubles between which something that holds at `has` ends towards `lacks`.
    pub fn end(
        &mut self,
        mut has: f64,
        mut lacks: f64,
        mut holds: impl FnMut(&mut Self, f64) -> bool,
    ) -> [f64; 2] {
        while let Some(next) = middle(has, lacks) {
            if holds(self, next) { has = next } else { lacks = next }
        }
        [has, lacks]
    }
}
