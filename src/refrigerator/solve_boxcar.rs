//! From points with windows to solutions.

use super::climb::{Question, climb, rounded};
use super::currents::carnot;
use super::edge::{at_edge, cold_binds};
use super::solution::{Solution, Verdict};
use super::verdict::{exhausted, tighter};
use super::{Boxcar, Refrigerator};
use crate::numeric::Decided;

/// The demon with this λ and its currents, each number rounded to the nearest double.
pub(super) fn solve_boxcar(point: &Refrigerator) -> Solution {
    climb(point.point(), &Solve(point)).unwrap_or(Solution::NONE)
}

struct Solve<'a>(&'a Refrigerator);

impl Question for Solve<'_> {
    type Answer = Solution;

    fn ask<S: Decided>(&self, last: bool) -> Option<Solution> {
        let point = self.0.point();
        let boxcar = Boxcar::<S>::new(&point.values(), point.units(), point.drive());
        let demon = &boxcar.demon;
        let number = |number: &S| rounded(number, last);
        let sign = |number: &S| number.sign().or(last.then_some(0.0));
        let (hot, cold) = demon.tightest.clone();
        let exhausted = match self.0.is_at_edge() {
            true => exhausted(self.0, cold_binds(&hot, &cold, last))?,
            false => [false; 4],
        };
        let [one, two, three, four] = &demon.occupations;
        let mut solution = Solution {
            lambda: number(&demon.lambda)?,
            fl: [number(one)?, number(two)?, number(three)?, number(four)?],
            cop_carnot: number(&carnot(&boxcar.device))?,
            headroom: number(&demon.headroom)?,
            verdict: Verdict::Physical,
            ..Solution::NONE
        };
        let lacks = |i: usize| Some(!exhausted[i] && sign(&demon.left[i])? < 0.0);
        let lacks = [lacks(0)? || lacks(1)?, lacks(2)? || lacks(3)?];
        if lacks != [false, false] {
            // Where the hot pair is moved backwards, it lacks room for it at too small a λ.
            let reversed = boxcar.is_reversed();
            let cold_first = lacks[1] && (reversed || sign(&hot.minus(cold))? > 0.0);
            let binding = if cold_first || !lacks[0] {
                tighter(self.0, 3, false)
            } else {
                tighter(self.0, 1, reversed)
            };
            solution.verdict = Verdict::Unphysical(binding);
            return Some(solution.in_range());
        }
        if self.0.is_at_edge() {
            let rises = boxcar.device.resonances.each_ref().map(|level| level.rises);
            let (power, carnot) = (boxcar.power_max().0, carnot(&boxcar.device));
            return Some(at_edge(exhausted, rises, demon, &power, &carnot, last)?.in_range());
        }
        let currents = boxcar.currents();
        solution.power = number(&currents.power)?;
        solution.entropy_current = number(&currents.entropy_current)?;
        solution.cop = number(&currents.cop)?;
        Some(solution.in_range())
    }
}
