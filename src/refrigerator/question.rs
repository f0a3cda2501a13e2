//! The solution of a point, as a question for any arithmetic.

use super::currents::carnot;
use super::limits::cop_limit;
use super::losses::{bits, lost_bits};
use super::parameter::Parameter as P;
use super::shaped::Shaped;
use super::solution::{Solution, Verdict};
use super::verdict::{broken, exhausted, first_of, order};
use super::{Device, Refrigerator};
use crate::numeric::{Bits, Decided, Question, Real, Wide, climb, rounded};

/// The solution in as many bits as it takes.
pub(super) fn solve_exactly(point: &Refrigerator) -> Solution {
    let solution = if point.is_idle() { climb(&Idle(point)) } else { climb(&Moving(point)) };
    solution.unwrap_or(Solution::NONE)
}

/// Of each level whose room a demon at the edge uses up, whether its occupation rises.
pub(super) fn levels_at_edge(point: &Refrigerator) -> Option<[Option<bool>; 4]> {
    climb(&Levels(point))
}

/// Tc/(Th − Tc) alone. It depends on so few digits of the inputs that it lies beside a tie more often
/// than other results, and then for every point with these temperatures.
pub(super) fn carnot_exactly(point: &Refrigerator) -> f64 {
    // Twice the digits that a quotient of a double and a difference of two has at a tie.
    let [th, tc, ..] = point.point().values();
    let carnot = Wide::<512>::input(tc) / Wide::difference(th, tc);
    carnot.to_f64()
}

/// The Carnot bound of a device at this point.
fn cop_carnot<S: Decided>(device: &Device<S>, point: &Refrigerator) -> f64 {
    rounded(&carnot(device), false).unwrap_or_else(|| carnot_exactly(point))
}

/// What a solution of narrow resonances is worth. The lanes ask in double-double arithmetic before.
fn bits_of_solution(point: &Refrigerator) -> Bits {
    match point.point().resonances().have_width() {
        true => bits(point.point()),
        false => Bits { least: 100.0, most: 8192.0 }.that_lose(lost_bits(point.point())),
    }
}

/// A demon that does nothing; its COP is a limit.
struct Idle<'a>(&'a Refrigerator);

impl Question for Idle<'_> {
    type Answer = Solution;

    fn bits(&self) -> Bits {
        bits_of_solution(self.0)
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<Solution> {
        let point = self.0.point();
        // Where ε3 = ε4 no level moves, whatever λ: nothing bounds it.
        let apart = point.get(P::E3) != point.get(P::E4);
        let (device, headroom) = match apart {
            true => {
                let Shaped { device, demon, .. } = Shaped::<S>::at(point);
                (device, Some(demon.headroom))
            }
            false => {
                let device = Device::<S>::new(&point.values(), point.scale());
                (device.driven(point.drive()), None)
            }
        };
        let number = |number: &S| rounded(number, last);
        let occupied = |i: usize| {
            let level = &device.resonances[i];
            number(if level.rises { &level.rest } else { &level.room })
        };
        let mut solution = Solution {
            lambda: if point.is_in_headrooms() { 0.0 } else { point.get(P::Lambda) },
            fl: [occupied(0)?, occupied(1)?, occupied(2)?, occupied(3)?],
            power: 0.0,
            entropy_current: 0.0,
            cop: number(&cop_limit(&device))?,
            cop_carnot: cop_carnot(&device, self.0),
            headroom: headroom.as_ref().map_or(Some(0.0), number)?,
            verdict: Verdict::Limit,
        }
        .in_range();
        if !apart {
            solution.headroom = f64::INFINITY;
        }
        Some(solution)
    }
}

/// A demon that moves levels.
struct Moving<'a>(&'a Refrigerator);

impl Question for Moving<'_> {
    type Answer = Solution;

    fn bits(&self) -> Bits {
        match self.0.is_at_edge() {
            true => bits(self.0.point()),
            false => bits_of_solution(self.0),
        }
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<Solution> {
        let shaped = Shaped::<S>::at(self.0.point());
        let demon = &shaped.demon;
        let number = |number: &S| rounded(number, last);
        let sign = |number: &S| number.sign().or(last.then_some(0.0));
        let exhausted = match self.0.is_at_edge() {
            true => exhausted(self.0, order(&demon.tightest), last)?,
            false => [false; 4],
        };
        let [one, two, three, four] = &demon.occupations;
        let mut solution = Solution {
            lambda: number(&demon.lambda)?,
            headroom: number(&demon.headroom)?,
            cop_carnot: cop_carnot(&shaped.device, self.0),
            verdict: Verdict::Physical,
            ..Solution::NONE
        };
        if self.0.is_at_edge() {
            let rises = shaped.device.resonances.each_ref().map(|level| level.rises);
            for i in 0..4 {
                // A level without room is full or empty.
                solution.fl[i] = match exhausted[i] {
                    true => f64::from(u8::from(rises[i])),
                    false => number(&demon.occupations[i])?,
                };
            }
            solution.verdict = Verdict::Edge(first_of(exhausted, rises)?);
        } else {
            solution.fl = [number(one)?, number(two)?, number(three)?, number(four)?];
        }
        let lacks = |i: usize| Some(!exhausted[i] && sign(&demon.left[i])? < 0.0);
        let lacks = [lacks(0)? || lacks(1)?, lacks(2)? || lacks(3)?];
        if lacks != [false, false] {
            let sign = order(&demon.tightest);
            let binding = broken(self.0, lacks, shaped.is_reversed(), sign, last)?;
            solution.verdict = Verdict::Unphysical(binding);
            if self.0.is_at_edge() {
                let number = |i: usize| number(&demon.occupations[i]);
                solution.fl = [number(0)?, number(1)?, number(2)?, number(3)?];
            }
            return Some(solution.in_range());
        }
        if self.0.is_at_edge() {
            // As λ approaches the headroom, the entropy current grows without end.
            solution.power = number(&shaped.power_max().0)?;
            (solution.entropy_current, solution.cop) = (f64::INFINITY, 0.0);
            return Some(solution.in_range());
        }
        let currents = shaped.currents();
        solution.power = number(&currents.power)?;
        solution.entropy_current = number(&currents.entropy_current)?;
        solution.cop = number(&currents.cop)?;
        Some(solution.in_range())
    }
}

/// The levels that bind at the edge.
struct Levels<'a>(&'a Refrigerator);

impl Question for Levels<'_> {
    type Answer = [Option<bool>; 4];

    fn bits(&self) -> Bits {
        bits(self.0.point())
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<Self::Answer> {
        let Shaped { device, demon, .. } = Shaped::<S>::at(self.0.point());
        let binding = exhausted(self.0, order(&demon.tightest), last)?;
        Some([0, 1, 2, 3].map(|i| binding[i].then_some(device.resonances[i].rises)))
    }
}
