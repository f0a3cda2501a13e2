//! One point with its answer or the reason why it has none.

use super::{Parameter, Point, Refrigerator, Solution, Verdict};
use crate::model::{Rule, Status};

/// A point in parameter space and what was computed there, as the physics has it. Tables have the same
/// as a [`Row`](crate::model::Row) of data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solved {
    /// The parameters.
    pub point: Point,
    /// The solution, or the rule that keeps the point from being a refrigerator.
    pub answer: Result<Solution, &'static Rule>,
}

impl Solved {
    /// Solves this point, if it is a refrigerator.
    pub fn new(point: Point) -> Solved {
        Solved { point, answer: Refrigerator::new(&point).map(|refrigerator| refrigerator.solve()) }
    }

    /// Solves these points, in order: many at once, many times as fast.
    pub fn all(points: &[Point]) -> Vec<Solved> {
        let mut accepted = Vec::with_capacity(points.len());
        let solved = points.iter().map(|point| Solved {
            point: *point,
            // In place of the solution that follows.
            answer: Refrigerator::new(point).map(|refrigerator| {
                accepted.push(refrigerator);
                Solution::NONE
            }),
        });
        let mut solved: Vec<Solved> = solved.collect();
        let mut places = solved.iter_mut().filter_map(|solved| solved.answer.as_mut().ok());
        Refrigerator::solve_all(&accepted, |solution| {
            if let Some(place) = places.next() {
                *place = solution;
            }
        });
        solved
    }

    /// λ, also where it is given as a multiple of the headroom; NaN where that has none, or where it is
    /// beyond the doubles.
    pub fn lambda(&self) -> f64 {
        match (self.point.is_in_headrooms(), self.answer) {
            (false, _) => self.point.get(Parameter::Lambda),
            (true, Ok(solution)) => solution.lambda,
            (true, Err(_)) => f64::NAN,
        }
    }

    /// λ_max; ∞ where ε3 = ε4, also where a multiple of it is refused for that.
    pub fn headroom(&self) -> f64 {
        match self.answer {
            Ok(solution) => solution.headroom,
            Err(rule)
                if rule.parameter == Parameter::Lambda.name() && self.point.lacks_headroom() =>
            {
                f64::INFINITY
            }
            Err(_) => f64::NAN,
        }
    }

    /// Whether the demon is physical here.
    pub fn is_physical(&self) -> bool {
        self.answer.is_ok_and(|solution| !matches!(solution.verdict, Verdict::Unphysical(_)))
    }

    /// The value of the `status` column.
    pub fn status(&self) -> Status {
        match self.answer {
            Err(rule) => Status::Refused(rule),
            Ok(solution) => solution.verdict.status(),
        }
    }
}
