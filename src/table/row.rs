//! One point with its answer or the reason why it has none.

use crate::refrigerator::{
    Constraint, Parameter, Point, Quantity, Refrigerator, Rule, Solution, Verdict,
};
use std::fmt;

/// A point in parameter space and what was computed there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// The parameters.
    pub point: Point,
    /// The solution, or the rule that keeps the point from being a refrigerator.
    pub answer: Result<Solution, &'static Rule>,
}

impl Row {
    /// The row of this point: a bad point is a row, too.
    pub fn new(point: Point) -> Row {
        Row { point, answer: Refrigerator::new(&point).map(|refrigerator| refrigerator.solve()) }
    }

    /// The rows of these points, in order, appended to `rows`: many at once, many times as fast.
    pub fn append_all(points: &[Point], rows: &mut Vec<Row>) {
        let mut accepted = Vec::with_capacity(points.len());
        let start = rows.len();
        rows.extend(points.iter().map(|point| Row {
            point: *point,
            // In place of the solution that follows.
            answer: Refrigerator::new(point).map(|refrigerator| {
                accepted.push(refrigerator);
                Solution::NONE
            }),
        }));
        let mut solved = rows[start..].iter_mut().filter_map(|row| row.answer.as_mut().ok());
        Refrigerator::solve_all(&accepted, |solution| {
            if let Some(place) = solved.next() {
                *place = solution;
            }
        });
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

    /// λ/λ_max where λ is given so; NaN elsewhere.
    pub fn lambda_over_max(&self) -> f64 {
        match self.point.is_in_headrooms() {
            true => self.point.get(Parameter::Lambda),
            false => f64::NAN,
        }
    }

    /// λ_max; ∞ where ε3 = ε4, also where a multiple of it is refused for that.
    pub fn headroom(&self) -> f64 {
        match self.answer {
            Ok(solution) => solution.headroom,
            Err(rule) if rule.parameter == Parameter::Lambda && self.point.lacks_headroom() => {
                f64::INFINITY
            }
            Err(_) => f64::NAN,
        }
    }

    /// The value of the `status` column.
    pub fn status(&self) -> Status {
        match self.answer {
            Err(rule) => Status::Refused(rule),
            Ok(Solution { verdict: Verdict::Physical, .. }) => Status::Ok,
            Ok(Solution { verdict: Verdict::Limit, .. }) => Status::Limit,
            Ok(Solution { verdict: Verdict::Edge(constraint), .. }) => Status::Edge(constraint),
            Ok(Solution { verdict: Verdict::Overflow(quantity), .. }) => Status::Overflow(quantity),
            Ok(Solution { verdict: Verdict::Unphysical(constraint), .. }) => {
                Status::Unphysical(constraint)
            }
        }
    }
}

/// Why a row has, or lacks, its results.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status {
    /// `ok`: the demon is physical and cools.
    Ok,
    /// `limit`: ε3 = ε4 or λ = 0; nothing flows, and the COP is its limit.
    Limit,
    /// `power>max`, …: the demon is physical, but this result exceeds the largest double.
    Overflow(Quantity),
    /// `fl3<0`, `fl1>1`, …: the constraint that binds.
    Unphysical(Constraint),
    /// `fl3=0`, `fl1=1`, …: λ is the headroom, the demon the last physical one; the constraint whose
    /// room it uses up.
    Edge(Constraint),
    /// `tc>=th`, `e1=e2`, …: the broken rule; the point is no refrigerator.
    Refused(&'static Rule),
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Status::Ok => f.write_str("ok"),
            Status::Limit => f.write_str("limit"),
            Status::Overflow(quantity) => quantity.fmt(f),
            Status::Unphysical(constraint) => constraint.fmt(f),
            Status::Edge(constraint) => f.write_str(&constraint.kept()),
            Status::Refused(rule) => f.write_str(rule.broken),
        }
    }
}
