//! The verdict: whether a demon is physical and, if not, which constraint binds.

use super::Refrigerator;
use super::certify::{CertainCurrents, CertainDemon};
use super::losses::bits;
use super::parameter::Parameter as P;
use super::shaped::Shaped;
use super::solution::{Constraint, Solution, Verdict};
use crate::numeric::{Bits, Decided, Judged, Question, Real, Wide, climb, two_sum};

/// Puts a solution together, if all of it is certain.
#[inline(always)]
pub(super) fn assemble(
    point: &Refrigerator,
    demon: &CertainDemon<f64>,
    currents: impl FnOnce() -> Option<CertainCurrents<f64>>,
    cop_carnot: f64,
) -> Option<Solution> {
    let mut solution = without_currents(point, demon, certain(demon.headroom)?, cop_carnot)?;
    if demon.left.contains(&-1.0) {
        solution.verdict = Verdict::Unphysical(binding(point, demon.cold_binds)?);
        return Some(solution.in_range());
    }
    if demon.left.contains(&0.0) {
        return None;
    }
    let currents = currents()?;
    solution.power = certain(currents.power)?;
    solution.entropy_current = certain(currents.entropy_current)?;
    solution.cop = certain(currents.cop)?;
    Some(solution.in_range())
}

/// The same for an idle demon, whose COP is this limit.
pub(super) fn assemble_limit(
    point: &Refrigerator,
    demon: &CertainDemon<f64>,
    cop: f64,
    cop_carnot: f64,
) -> Option<Solution> {
    // Where ε3 = ε4 no level moves, whatever λ: nothing bounds it.
    let apart = point.point().get(P::E3) != point.point().get(P::E4);
    let headroom = if apart { certain(demon.headroom)? } else { 0.0 };
    let solution = without_currents(point, demon, headroom, cop_carnot)?;
    let (cop, verdict) = (certain(cop)?, Verdict::Limit);
    let mut solution =
        Solution { power: 0.0, entropy_current: 0.0, cop, verdict, ..solution }.in_range();
    if !apart {
        solution.headroom = f64::INFINITY;
    }
    Some(solution)
}

/// What is known before it is known whether the demon is physical.
#[inline(always)]
fn without_currents(
    point: &Refrigerator,
    demon: &CertainDemon<f64>,
    headroom: f64,
    cop_carnot: f64,
) -> Option<Solution> {
    if demon.fl.iter().any(|fl| fl.is_nan()) {
        return None;
    }
    let lambda = match (point.is_idle(), point.point().is_in_headrooms()) {
        (true, true) => 0.0,
        (_, false) => point.point().get(P::Lambda),
        (false, true) => certain(demon.lambda)?,
    };
    Some(Solution {
        lambda,
        fl: demon.fl,
        power: f64::NAN,
        entropy_current: f64::NAN,
        cop: f64::NAN,
        cop_carnot: certain(cop_carnot)?,
        headroom,
        verdict: Verdict::Physical,
    })
}

fn certain(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

/// Which of the two pairs runs out of room first as λ grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    HotFirst,
    ColdFirst,
    Together,
}

impl Order {
    /// From the sign of the room that the hot pair has, less that of the cold pair, at the same λ; nothing
    /// where the sign is not known, unless the two are equal. `last`, the hot pair then comes first.
    fn of(point: &Refrigerator, sign: Option<f64>, last: bool) -> Option<Order> {
        match sign {
            Some(sign) if sign > 0.0 => return Some(Order::ColdFirst),
            Some(_) => return Some(Order::HotFirst),
            None => {}
        }
        // Width lets the hot pair move a little farther, however small it is: it makes no tie.
        if !point.point().resonances().have_width() && pairs_tie(point) {
            return Some(Order::Together);
        }
        last.then_some(Order::HotFirst)
    }
}

/// The sign that tells which pair binds first, from the room of the hot and the cold pair.
pub(super) fn order<S: Decided>((hot, cold): &(S, S)) -> Option<f64> {
    hot.clone().minus(cold.clone()).sign()
}

/// The constraint that binds first as λ grows; the hot pair's where both bind at once.
///
/// Of each pair, both of whose levels move equally far, it is the level with less room.
/// Room is 1/(e^y + 1) with y = x_i where the occupation falls and −x_i where it rises, or its average over equal windows,
/// which falls with y as well. Where widths differ, rooms have them as weights, because the levels of a pair then let
/// equally much pass.
fn binding(point: &Refrigerator, cold_binds: f64) -> Option<Constraint> {
    let sign = (cold_binds != 0.0).then_some(cold_binds);
    let first = if Order::of(point, sign, false)? == Order::ColdFirst { 3 } else { 1 };
    Some(tighter(point, first, false))
}

/// The constraint that a demon breaks where these pairs, the hot and the cold one, lack room: the one that
/// binds first as λ grows, by the `sign` that [`Order::of`] takes. A hot pair that is moved backwards
/// lacks room for that at too small a λ.
pub(super) fn broken(
    point: &Refrigerator,
    lacks: [bool; 2],
    is_reversed: bool,
    sign: Option<f64>,
    last: bool,
) -> Option<Constraint> {
    let cold_first = match lacks {
        [true, true] if !is_reversed => Order::of(point, sign, last)? == Order::ColdFirst,
        [_, cold_lacks] => cold_lacks,
    };
    Some(if cold_first { tighter(point, 3, false) } else { tighter(point, 1, is_reversed) })
}

/// The levels whose room a demon at the edge uses up: that of the constraint which binds first, and
/// those of the constraints that bind at the same λ.
pub(super) fn exhausted(point: &Refrigerator, sign: Option<f64>, last: bool) -> Option<[bool; 4]> {
    let (hot, cold) = (tighter(point, 1, false), tighter(point, 3, false));
    let [hot_binds, cold_binds] = match Order::of(point, sign, last)? {
        Order::ColdFirst => [false, true],
        Order::HotFirst => [true, false],
        Order::Together => [true, true],
    };
    let energy = |i: usize| point.point().get([P::E1, P::E2, P::E3, P::E4][i]);
    Some([0, 1, 2, 3].map(|i| {
        let (first, binds, tightest) = match i {
            0 | 1 => (0, hot_binds, hot),
            _ => (2, cold_binds, cold),
        };
        let mu0 = point.point().get(P::Mu0);
        let both = sum_above(energy(first), energy(first + 1), mu0) == 0.0
            && have_one_width(point, [first, first + 1]);
        binds && (both || usize::from(tightest.level) == i + 1)
    }))
}

/// The constraint of the first of these levels, all of which rise or fall as a demon that cools moves
/// them.
pub(super) fn first_of(levels: [bool; 4], rises: [bool; 4]) -> Option<Constraint> {
    let first = levels.iter().position(|is| *is)?;
    Some(Constraint { level: first as u8 + 1, upper: rises[first] })
}

/// The level of a pair, the first of which is level 1 or 3, that has less room; `reversed`, in the
/// other direction than that of a demon that cools.
fn tighter(point: &Refrigerator, first: u8, reversed: bool) -> Constraint {
    let pair = if first == 1 { [P::E1, P::E2] } else { [P::E3, P::E4] };
    let [a, b] = pair.map(|p| point.point().get(p));
    let index = usize::from(first) - 1;
    // The cold pair is filled below and emptied above, the hot pair the other way round.
    let first_rises = ((a < b) == (first == 3)) != reversed;
    // y_1 − y_2 is this sum where the first level falls, and its negative where it rises.
    let sum = sum_above(a, b, point.point().get(P::Mu0));
    let tie_or_first = match have_one_width(point, [index, index + 1]) {
        true if first_rises => sum <= 0.0,
        true => sum >= 0.0,
        // By Lindemann's theorem these are never equal (see `Narrower`).
        false => climb(&Narrower { point, first: index, first_rises }).unwrap_or(true),
    };
    match tie_or_first {
        true => Constraint { level: first, upper: first_rises },
        false => Constraint { level: first + 1, upper: !first_rises },
    }
}

/// Whether the resonances at these levels, from 0, have the same width.
fn have_one_width(point: &Refrigerator, levels: [usize; 2]) -> bool {
    let [a, b] = levels.map(|level| point.point().get(P::WIDTHS[level]));
    !point.point().scale().has_own_widths() || a == b
}

/// Whether the first level of a pair, from 0, lets less pass until its room is used up than the second one, where the
/// first one rises and the second one falls, or the other way round. Their widths differ.
///
/// Narrow levels never let equally much pass (see `pairs_tie`), nor do windows. For a window from a to b whose vacancies
/// are filled, and one from c to d whose occupations are emptied, in units of k_B T as seen from μ0, that would be
/// (1 + e^b)(1 + e^d) = (1 + e^a)(1 + e^c) e^(d − c): with linearly independent exponentials (Lindemann) c = −b and
/// d = −a, and so windows of one width.
struct Narrower<'a> {
    point: &'a Refrigerator,
    first: usize,
    first_rises: bool,
}

impl Question for Narrower<'_> {
    type Answer = bool;

    fn bits(&self) -> Bits {
        bits(self.point.point())
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<bool> {
        let Shaped { device, .. } = Shaped::<S>::at(self.point.point());
        let capacity = |level: usize, rises: bool| {
            let resonance = &device.resonances[level];
            // The hot pair of windows may be moved the other way.
            let room = if resonance.rises == rises { &resonance.room } else { &resonance.rest };
            device.weighed(room.clone(), level)
        };
        let first = capacity(self.first, self.first_rises);
        let excess = first.minus(capacity(self.first + 1, !self.first_rises));
        excess.sign().or(last.then_some(0.0)).map(|sign| sign <= 0.0)
    }
}

/// (a − mu0) + (b − mu0), with the right sign, or 0 exactly where it is.
fn sum_above(a: f64, b: f64, mu0: f64) -> f64 {
    let ((a1, a2), (b1, b2)) = (two_sum(a, -mu0), two_sum(b, -mu0));
    // Without overflow the pairs are exact, and order like their leading parts.
    match a1 + b1 {
        0.0 => a2 + b2,
        sum if sum.is_finite() => sum,
        _ => {
            let sum = Exact::difference(a, mu0) + Exact::difference(b, mu0);
            Judged::sign(&sum, &Magnitude::constant(0.0))
        }
    }
}

/// Enough bits for sums and products of any two doubles.
type Exact = Wide<8192>;
type Magnitude = <Exact as Judged>::Magnitude;

/// Whether two levels of different pairs bind at the same λ. By Lindemann's theorem that takes
/// equal gaps and equal y: e^y is no rational multiple of e^z plus a rational otherwise. Where widths differ, each
/// gap has that of its level as a factor.
fn pairs_tie(point: &Refrigerator) -> bool {
    let (hot, cold) = (tighter(point, 1, false), tighter(point, 3, false));
    let get = |p| point.point().get(p);
    let level = |c: Constraint| [P::E1, P::E2, P::E3, P::E4][usize::from(c.level) - 1];
    let y = |c: Constraint, t| {
        let y = Exact::difference(get(level(c)), get(P::Mu0)) * Exact::input(get(t));
        if c.upper { y.negated() } else { y }
    };
    let has_own_widths = point.point().scale().has_own_widths();
    let gap = |a, b, c: Constraint| {
        let gap = Exact::difference(get(a), get(b)).abs();
        let width = || Exact::input(get(P::WIDTHS[usize::from(c.level) - 1]));
        if has_own_widths { gap * width() } else { gap }
    };
    let equal = |a: Exact, b: Exact| Judged::sign(&a.minus(b), &Magnitude::constant(0.0)) == 0.0;
    equal(gap(P::E1, P::E2, hot), gap(P::E3, P::E4, cold)) && equal(y(hot, P::Tc), y(cold, P::Th))
}
