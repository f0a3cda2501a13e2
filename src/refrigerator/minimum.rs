//! How cold it can get: the lowest Tc at which this demon exists, with what the levels and λ are.
//!
//! Let lo and hi ≥ |lo| be the lower and the upper cold level as seen from μ0 (the other case,
//! lo + hi < 0, is its mirror image), and β = 1/Tc.
//!
//! - The cold pair. Of its two levels the upper one has less room, whatever β, because
//!   f(lo) + f(hi) < 1 exactly for lo + hi > 0. It has enough of it as long as
//!   R = f(lo)/f(hi) ≤ 1 + 1/λ. R grows with β from 1 without end:
//!   d ln R/dβ = g(hi) − g(lo) with g(ε) = ε/(1 + e^−βε), which grows for ε ≥ 0 and is below its value
//!   at |lo| for lo < 0. So there is one temperature, and the pair has room exactly above it.
//! - The hot pair. Its room does not depend on Tc; it is too little where d = f(lo) − f(hi) is too
//!   large. If lo ≤ 0, d grows with β. If lo > 0, it grows and then falls: dd/dβ has the sign of
//!   h(hi) − h(lo), h(ε) = ε f(1 − f), and ln(h(hi)/h(lo)) falls with β all the way, with the slope
//!   lo tanh(β lo/2) − hi tanh(β hi/2). So the pair has room everywhere, or everywhere but in one interval around the temperature where d is greatest.
//!
//! Going down from a physical Tc one therefore meets the end at one of two places, each alone in an
//! interval that is known beforehand, and halving cannot miss it. Below the interval that the hot
//! pair lacks there may be one island of temperatures with a demon, which ends where the cold pair
//! does.
//!
//! Where resonances have widths of their own, level i has room as long as λ Γ_4 d ≤ Γ_i r_i, each level by itself.
//! For the farther cold level that is what is said above of the upper one, with another λ. For the nearer one it is
//! R′ = (1 − f(hi))/(1 − f(lo)) ≤ 1 + 1/λ′. R′ grows with β where lo ≤ 0. Where lo > 0 it grows and then falls:
//! d ln R′/dβ = k(hi) − k(lo) with k(ε) = ε f(ε), and ln(k(hi)/k(lo)) falls with β, with the slope g(lo) − g(hi). So the
//! nearer level, too, has room everywhere or everywhere but in one interval.
//!
//! With windows, [`windows`] has the search and its proof.

mod windows;

use super::losses::bits;
use super::parameter::Parameter as P;
use super::point::Point;
use super::shares::Shares;
use super::{Demon, Device, Refrigerator, Resonance, Solution};
use crate::numeric::{
    Bits, Decided, Dual, Lanes, Light, Question, Real, Split, climb, middle, number, of_rank, rank,
};
use crate::quantity::{Units, kelvin_per_electronvolt};

/// Whether the hot and the cold pair have room for the demon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Room {
    hot: bool,
    cold: bool,
    /// Whether the cold level that is nearer to μ0 has.
    near: bool,
}

/// The lowest double from which on all temperatures up to Tc have a demon of this λ, in the unit of
/// Tc: the minimum temperature, rounded up. The point itself must be physical, and not idle. NaN where windows have
/// none that is proven.
pub(super) fn minimum_temperature(refrigerator: &Refrigerator) -> f64 {
    if refrigerator.point().resonances().have_width() {
        return windows::lowest(refrigerator.point()).map_or(f64::NAN, |end| end.tc);
    }
    let search = Search(*refrigerator.point());
    let tc = search.0.get(P::Tc);
    let lacking = [search.lacking(), search.nearer_lacking()];
    let below = lacking.into_iter().flatten().fold(0.0, f64::max);
    search.lowest(|room| room.hot && room.cold, below, tc)
}

/// The derivative of the minimum temperature with respect to this parameter, at which l_i = 0 for the
/// constraint that binds there: −(∂l_i/∂p)/(∂l_i/∂Tc), at the λ that a multiple of the headroom is. Good
/// to the rounding of the minimum temperature. The point itself, whose solution this is, must be
/// physical, and not idle.
pub fn minimum_temperature_slope(
    refrigerator: &Refrigerator,
    solution: &Solution,
    parameter: P,
) -> f64 {
    if matches!(parameter, P::Tc | P::T0) {
        return 0.0;
    }
    let settled = refrigerator.settled(solution.lambda);
    let varied = settled.and_then(|refrigerator| refrigerator.varied_by(parameter));
    let Some(refrigerator) = varied else { return f64::NAN };
    if refrigerator.point().resonances().have_width() {
        let Some(end) = windows::lowest(refrigerator.point()) else { return f64::NAN };
        let point = refrigerator.point().with(P::Tc, end.tc);
        let question = windows::SlopeAt { point, limit: end.limit, parameter };
        return climb(&question).unwrap_or(f64::NAN);
    }
    if parameter == P::Gamma && !refrigerator.point().scale().has_own_widths() {
        return 0.0;
    }
    let point = refrigerator.point().with(P::Tc, minimum_temperature(&refrigerator));
    let shares = Shares::<Lanes<1>>::new(&point).at(point.get(P::Tc)).map(|share| share.0[0]);
    let binding = (0..4).max_by(|a, b| shares[*a].total_cmp(&shares[*b])).unwrap_or(0);
    let question = SlopeAt { point, parameter, binding };
    climb(&question).unwrap_or(f64::NAN)
}

struct SlopeAt {
    point: Point,
    parameter: P,
    binding: usize,
}

impl Question for SlopeAt {
    type Answer = f64;

    fn bits(&self) -> Bits {
        bits(&self.point)
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<f64> {
        let slope = |parameter| {
            let directions = self.point.direction(parameter);
            let values = std::array::from_fn(|i| (self.point.values()[i], directions[i]));
            let device = Device::<Dual<S>>::new(&values, self.point.scale());
            Demon::new(&device).left[self.binding].slope.clone()
        };
        number(&(slope(self.parameter) / slope(P::Tc)).negated(), last)
    }
}

/// The first and the last of the temperatures with a demon below the interval in which the hot pair
/// lacks room, if Tc lies in such an interval or above one, and if there are any.
///
/// Of narrow resonances with one width only: otherwise there may be two islands.
pub fn island(refrigerator: &Refrigerator) -> Option<[f64; 2]> {
    let point = refrigerator.point();
    if point.resonances().have_width() || point.scale().has_own_widths() {
        return None;
    }
    let search = Search(*refrigerator.point());
    let tc = search.0.get(P::Tc);
    let lacking = if search.room(tc).hot { search.lacking()? } else { tc };
    if refrigerator.is_idle() || !search.room(lacking).cold {
        return None;
    }
    let first = search.lowest(|room| room.cold, 0.0, lacking);
    let (mut last, mut beyond) = (first, lacking);
    if !search.room(first).hot {
        return None;
    }
    while let Some(tc) = middle(last, beyond) {
        if search.room(tc).hot { last = tc } else { beyond = tc }
    }
    Some([first, last])
}

/// A point whose Tc is varied.
struct Search(Point);

impl Search {
    /// The lowest double above `below` at which this holds; it holds from there to `above`, and
    /// nowhere from there to `below`.
    ///
    /// Plain doubles, then double-doubles guess where that is, and only beside their guess certain
    /// answers are asked for, which are the only ones that count.
    fn lowest(&self, holds: impl Fn(Room) -> bool, below: f64, above: f64) -> f64 {
        let plain = Shares::<Lanes<1>>::new(&self.0);
        let guess = halved(below, above, |tc| holds(rough_room(plain.at(tc))));
        let light = Shares::<Light<Split, 1>>::new(&self.0);
        let guess = beside(guess, below, above, |tc| holds(rough_room(light.at(tc))));
        beside(guess, below, above, |tc| holds(self.room(tc)))
    }

    fn room(&self, tc: f64) -> Room {
        let question = RoomAt(self.0.with(P::Tc, tc));
        climb(&question).unwrap_or(Room { hot: true, cold: true, near: true })
    }

    fn rough(&self, tc: f64) -> Device<Lanes<1>> {
        let point = self.0.with(P::Tc, tc);
        Device::new(&point.values().map(|value| [value]), point.scale())
    }

    /// A temperature below Tc at which the hot pair lacks room, if there is one and it does not
    /// lack room all the way down.
    fn lacking(&self) -> Option<f64> {
        let tc = self.0.get(P::Tc);
        let rough = self.rough(tc);
        let [.., three, four] = rough.resonances.each_ref().map(|level| level.x.0[0]);
        let near = three.abs().min(four.abs());
        let [third, fourth] = [P::E3, P::E4].map(|p| self.0.get(p) > self.0.get(P::Mu0));
        if third != fourth || near == 0.0 {
            return None;
        }
        // d is the integral of f(1 − f) over the gap, which is below 0.2239 over the nearer level.
        let hot_room = |i: usize| rough.resonances[i].room.0[0];
        let weight = |i: usize| rough.last_over(i).map_or(1.0, |ratio| ratio.0[0]);
        // The gap from the levels themselves: of nearby x_i little is left.
        let gap = (rough.cold_gap * rough.beta_c).0[0];
        let most = 0.5f64.min(0.224 * gap / near);
        let rho = rough.cold_gap.0[0] / rough.hot_gap.0[0];
        let is_ample = |i: usize| {
            let moved = self.0.get(P::Lambda) * rho * most * weight(i);
            moved < 0.999 * hot_room(i) && (moved.is_normal() || weight(i) == 1.0)
        };
        if is_ample(0) && is_ample(1) {
            return None;
        }
        if !self.rises(tc) {
            return None;
        }
        // ε f(1 − f) is greatest at x = 1.543…, which lies between the two levels then. From the energies,
        // because temperatures may have no inverse.
        let [third, fourth] = [P::E3, P::E4].map(|p| (self.0.get(p) - self.0.get(P::Mu0)).abs());
        let (mut falls, mut rises) = (third.min(fourth) / 1.6 * self.kelvin(), tc);
        while let Some(tc) = middle(falls, rises) {
            if self.rises(tc) { rises = tc } else { falls = tc }
        }
        [rises, falls].into_iter().find(|tc| !self.room(*tc).hot)
    }

    /// A temperature below Tc at which the nearer cold level lacks room, if there is one and it does not lack room all
    /// the way down.
    fn nearer_lacking(&self) -> Option<f64> {
        let tc = self.0.get(P::Tc);
        let above = |p| self.0.get(p) > self.0.get(P::Mu0);
        let heights = [P::E3, P::E4].map(|p| (self.0.get(p) - self.0.get(P::Mu0)).abs());
        let near = heights[0].min(heights[1]);
        let is_alone = self.0.scale().has_own_widths() && above(P::E3) == above(P::E4);
        if !is_alone || near == 0.0 || !self.nearer_rises(tc) {
            return None;
        }
        // ε f is greatest at x = 1.278…, which lies between the two levels then.
        let (mut falls, mut rises) = (near / 1.3 * self.kelvin(), tc);
        while let Some(tc) = middle(falls, rises) {
            if self.nearer_rises(tc) { rises = tc } else { falls = tc }
        }
        [rises, falls].into_iter().find(|tc| !self.room(*tc).near)
    }

    /// The temperature that the unit of energies is worth.
    fn kelvin(&self) -> f64 {
        match self.0.units() {
            Units::Natural | Units::Absolute => 1.0,
            Units::Laboratory => kelvin_per_electronvolt::<Lanes<1>>().0[0],
        }
    }

    /// Whether |f_3 − f_4| grows when it gets colder than this, for levels on one side of μ0.
    fn rises(&self, tc: f64) -> bool {
        climb(&Rises { point: self.0.with(P::Tc, tc), what: What::Difference }).unwrap_or(false)
    }

    /// Whether R′ of the nearer cold level does, for levels on one side of μ0.
    fn nearer_rises(&self, tc: f64) -> bool {
        climb(&Rises { point: self.0.with(P::Tc, tc), what: What::Nearer }).unwrap_or(false)
    }
}

/// Halves the doubles from `fails`, where this does not hold, to `has`, where it does; the lowest
/// one at which it does.
pub(super) fn halved(mut fails: f64, mut has: f64, holds: impl Fn(f64) -> bool) -> f64 {
    while let Some(tc) = middle(fails, has) {
        if holds(tc) { has = tc } else { fails = tc }
    }
    has
}

/// The same with few questions where `guess` is near.
fn beside(guess: f64, below: f64, above: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (guess, mut fails, mut has) = (rank(guess), rank(below), rank(above));
    let mut reach = 1i64;
    loop {
        let (low, high) = (guess.saturating_sub(reach), guess.saturating_add(reach - 1));
        for tc in [high, low] {
            if fails < tc && tc < has {
                if holds(of_rank(tc)) { has = tc } else { fails = tc }
            }
        }
        if low <= fails && has <= high {
            return halved(of_rank(fails), of_rank(has), holds);
        }
        reach = reach.saturating_mul(64);
    }
}

/// Whether there is room, by the shares of it that the demon uses.
fn rough_room<S: Real<Mask = [u64; 1]>>(shares: [S; 4]) -> Room {
    let [one, two, three, four] =
        shares.map(|share| S::constant(1.0).minus(share).is_positive() != [0]);
    let cold = three && four;
    Room { hot: one && two, cold, near: cold }
}

struct RoomAt(Point);

impl Question for RoomAt {
    type Answer = Room;

    fn bits(&self) -> Bits {
        bits(&self.0)
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<Room> {
        let device = Device::<S>::new(&self.0.values(), self.0.scale());
        let [one, two, three, four] = Demon::new(&device).left;
        let has_room = |left: S| left.sign().or(last.then_some(1.0)).map(|sign| sign > 0.0);
        let (one, two) = (has_room(one)?, has_room(two)?);
        let (three, four) = (has_room(three)?, has_room(four)?);
        let near = if third_is_far(&self.0) { four } else { three };
        Some(Room { hot: one && two, cold: three && four, near })
    }
}

/// Whether ε3 is farther from μ0 than ε4, of levels on one side of it: above μ0 that is the higher one.
fn third_is_far(point: &Point) -> bool {
    let above = point.get(P::E3) > point.get(P::Mu0);
    (point.get(P::E3) > point.get(P::E4)) == above
}

/// What grows with 1/Tc, and then perhaps falls.
enum What {
    /// |f_3 − f_4|.
    Difference,
    /// R′.
    Nearer,
}

struct Rises {
    point: Point,
    what: What,
}

impl Question for Rises {
    type Answer = bool;

    fn bits(&self) -> Bits {
        bits(&self.point)
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<bool> {
        let device = Device::<S>::new(&self.point.values(), self.point.scale());
        let slope = |i: usize| {
            let Resonance { x, room, rest, .. } = device.resonances[i].clone();
            let share = match self.what {
                What::Difference => room * rest,
                // The occupation above μ0, the vacancy below it.
                What::Nearer => room.min(rest),
            };
            x.abs() * share
        };
        let [far, near] = if third_is_far(&self.point) { [2, 3] } else { [3, 2] };
        let sign = slope(far).minus(slope(near)).sign();
        sign.or(last.then_some(-1.0)).map(|sign| sign > 0.0)
    }
}
