//! Solutions of resonances whose widths count, in lanes.

use super::Refrigerator;
use super::abreast::Abreast;
use super::currents::carnot;
use super::question::carnot_exactly;
use super::solution::{Solution, Verdict};
use super::verdict::broken;
use crate::numeric::{LANES, Real, Taped};

/// The solutions that numbers with bounds are certain of; the points are of one kind, whose resonances
/// have a width, or each a width of its own.
pub(super) fn solve_broad(points: [&Refrigerator; LANES]) -> [Option<Solution>; LANES] {
    let shaped = Abreast::new(points).shaped();
    let demon = &shaped.demon;
    let rounded = |number: &Taped| number.get().rounded();
    let signs = |number: &Taped| number.get().signs();
    let [fl1, fl2, fl3, fl4] = demon.occupations.each_ref().map(rounded);
    let [one, two, three, four] = demon.left.each_ref().map(signs);
    let cold_binds = signs(&demon.tightest.0.minus(demon.tightest.1));
    let (lambda, headroom) = (rounded(&demon.lambda), rounded(&demon.headroom));
    let cop_carnot = rounded(&carnot(&shaped.device));
    let currents = shaped.currents();
    let power = rounded(&currents.power);
    let entropy_current = rounded(&currents.entropy_current);
    let cop = rounded(&currents.cop);
    let is_reversed = shaped.lanes_reversed();

    let mut solutions = [None; LANES];
    for (i, solution) in solutions.iter_mut().enumerate() {
        let left = [one[i], two[i], three[i], four[i]];
        let numbers = (fl1[i] + fl2[i]) + (fl3[i] + fl4[i]) + (lambda[i] + headroom[i]);
        let is_limit = points[i].is_at_edge() || points[i].is_idle();
        if numbers.is_nan() || left.contains(&0.0) || is_limit {
            continue;
        }
        let carnot = cop_carnot[i];
        let found = Solution {
            lambda: lambda[i],
            fl: [fl1[i], fl2[i], fl3[i], fl4[i]],
            cop_carnot: if carnot.is_nan() { carnot_exactly(points[i]) } else { carnot },
            headroom: headroom[i],
            verdict: Verdict::Physical,
            ..Solution::NONE
        };
        let lacks = [one[i].min(two[i]) < 0.0, three[i].min(four[i]) < 0.0];
        if lacks != [false, false] {
            let Some(is_reversed) = is_reversed[i] else { continue };
            let sign = (cold_binds[i] != 0.0).then_some(cold_binds[i]);
            let binding = broken(points[i], lacks, is_reversed, sign, false);
            *solution = binding.map(|binding| {
                Solution { verdict: Verdict::Unphysical(binding), ..found }.in_range()
            });
        } else if !(power[i] + entropy_current[i] + cop[i]).is_nan() {
            let (power, entropy_current, cop) = (power[i], entropy_current[i], cop[i]);
            *solution = Some(Solution { power, entropy_current, cop, ..found }.in_range());
        }
    }
    solutions
}
