//! The last physical demon: λ = λ_max exactly, given as once the headroom.

use super::climb::{Question, climb, rounded};
use super::currents::carnot;
use super::limits::power_max;
use super::point::Resonances;
use super::solution::{Solution, Verdict};
use super::verdict::{exhausted, first_of};
use super::{Boxcar, Demon, Device, Refrigerator};
use crate::numeric::Decided;

/// The demon with λ = λ_max of narrow resonances, each number rounded to the nearest double.
///
/// The room left of the level that binds is exactly 0, so that f_l is 0 or 1 there; the entropy
/// current grows without end as λ approaches this value, and the COP falls to 0.
pub(super) fn solve_edge(point: &Refrigerator) -> Solution {
    climb(point.point(), &Edge(point)).unwrap_or(Solution::NONE)
}

struct Edge<'a>(&'a Refrigerator);

impl Question for Edge<'_> {
    type Answer = Solution;

    fn ask<S: Decided>(&self, last: bool) -> Option<Solution> {
        let point = self.0.point();
        let device = Device::<S>::new(&point.values(), point.units()).driven(point.drive());
        let demon = Demon::new(&device);
        let (hot, cold) = &demon.tightest;
        let levels = exhausted(self.0, cold_binds(hot, cold, last))?;
        let rises = device.resonances.each_ref().map(|level| level.rises);
        Some(
            at_edge(levels, rises, &demon, &power_max(&device), &carnot(&device), last)?.in_range(),
        )
    }
}

/// Of each level whose room this demon uses up, whether its occupation rises.
pub(super) fn levels_at_edge(point: &Refrigerator) -> Option<[Option<bool>; 4]> {
    climb(point.point(), &Levels(point))
}

struct Levels<'a>(&'a Refrigerator);

impl Question for Levels<'_> {
    type Answer = [Option<bool>; 4];

    fn ask<S: Decided>(&self, last: bool) -> Option<Self::Answer> {
        let point = self.0.point();
        let (values, units, drive) = (point.values(), point.units(), point.drive());
        let (levels, (hot, cold)) = match point.resonances() {
            Resonances::Narrow => {
                let device = Device::<S>::new(&values, units).driven(drive);
                let tightest = Demon::new(&device).tightest;
                (device.resonances, tightest)
            }
            Resonances::Boxcar => {
                let boxcar = Boxcar::<S>::new(&values, units, drive);
                (boxcar.device.resonances, boxcar.demon.tightest)
            }
        };
        let binding = exhausted(self.0, cold_binds(&hot, &cold, last))?;
        Some([0, 1, 2, 3].map(|i| binding[i].then_some(levels[i].rises)))
    }
}

/// 1 where the cold pair binds first, −1 where the hot one does, 0 where that is not certain.
pub(super) fn cold_binds<S: Decided>(hot: &S, cold: &S, last: bool) -> f64 {
    let sign = hot.clone().minus(cold.clone()).sign();
    sign.unwrap_or(if last { -1.0 } else { 0.0 })
}

/// The solution where these levels have no room left.
pub(super) fn at_edge<S: Decided>(
    levels: [bool; 4],
    rises: [bool; 4],
    demon: &Demon<S>,
    power: &S,
    cop_carnot: &S,
    last: bool,
) -> Option<Solution> {
    let mut fl = [0.0; 4];
    for i in 0..4 {
        fl[i] = match levels[i] {
            true => f64::from(u8::from(rises[i])),
            false => rounded(&demon.occupations[i], last)?,
        };
    }
    Some(Solution {
        lambda: rounded(&demon.lambda, last)?,
        fl,
        power: rounded(power, last)?,
        entropy_current: f64::INFINITY,
        cop: 0.0,
        cop_carnot: rounded(cop_carnot, last)?,
        headroom: rounded(&demon.headroom, last)?,
        verdict: Verdict::Edge(first_of(levels, rises)?),
    })
}
