//! What is proven of all refrigerators within ranges of their parameters: the formulas of [`Shaped`] in intervals,
//! and in dual numbers of them for derivatives.

mod apart;
mod cold;
#[cfg(test)]
mod soundness;

use apart::pairs;

use super::currents::carnot;
use super::derived::Formula;
use super::device::Drive;
use super::parameter::Parameter as P;
use super::point::{Point, Resonances, Values};
use super::results::{Source, source, specs};
use super::scale::Scale;
use super::shaped::Shaped;
use super::slope::Slope;
use super::value::{LEVELS, Value};
use crate::model::{Enclosed, Enclosure, Region, ResultRef};
use crate::numeric::{Dual, Interval, Real, Window};

/// A result that has a formula.
enum Formed {
    /// f_l of this level, 0 to 3.
    Occupation(usize),
    Power,
    EntropyCurrent,
    Cop,
    CopCarnot,
    Headroom,
    Value(Value),
    Slope(Slope),
}

impl Formed {
    /// The formula of a result; nothing for those that are searched for.
    fn of(result: ResultRef, point: &Point) -> Option<Formed> {
        let slope = |slope: Slope| Formed::Slope(slope);
        Some(match (source(result.id), result.key) {
            (Source::Derived(derived), _) => match derived.formula()? {
                Formula::Value(value) => Formed::Value(value),
                // Those of the headroom's multiples follow λ, which takes another direction.
                Formula::Slope(_) if point.is_in_headrooms() => return None,
                // Of widths that are not given there may be no derivative.
                Formula::Slope(Slope { by, .. })
                    if by.is_own_width() && !point.scale().has_own_widths() =>
                {
                    return None;
                }
                Formula::Slope(found) => slope(found),
            },
            (Source::Solution, "power") => Formed::Power,
            (Source::Solution, "entropy_current") => Formed::EntropyCurrent,
            (Source::Solution, "cop") => Formed::Cop,
            (Source::Solution, "cop_carnot") => Formed::CopCarnot,
            (Source::Solution, "headroom") => Formed::Headroom,
            (Source::Solution, _) => {
                let level = specs().iter().take(4).position(|spec| spec.key == result.key)?;
                Formed::Occupation(level)
            }
        })
    }

    /// The formula itself, but for derivatives.
    fn moving<S: Window>(&self, shaped: &Shaped<S>) -> S {
        match self {
            Formed::Occupation(level) => shaped.demon.occupations[*level].clone(),
            Formed::Power => shaped.currents().power,
            Formed::EntropyCurrent => shaped.currents().entropy_current,
            Formed::Cop => shaped.currents().cop,
            Formed::CopCarnot => carnot(&shaped.device),
            Formed::Headroom => cold::headroom(shaped),
            Formed::Value(value) => value.moving(shaped),
            Formed::Slope(_) => S::constant(f64::NAN),
        }
    }

    /// Whether it has a value where the demon is not physical.
    fn outlives(&self) -> bool {
        matches!(
            self,
            Formed::Occupation(_)
                | Formed::CopCarnot
                | Formed::Headroom
                | Formed::Value(Value::PowerMax)
        )
    }

    /// Whether its formula, in which no logarithm is of the room that is left, goes on beyond the demons that are physical.
    fn goes_on(&self) -> bool {
        self.outlives() || matches!(self, Formed::Power)
    }
}

/// The refrigerators of a region.
struct Ranges<'a> {
    point: &'a Point,
    scale: Scale,
    values: Values<Interval>,
    /// For each range, how fast each value changes with it.
    directions: Vec<Values<f64>>,
}

/// What is proven of these results at all refrigerators of a region.
pub(super) fn enclose(point: &Point, region: &Region<'_>, of: &[ResultRef]) -> Option<Enclosure> {
    // A range gives a width, too.
    let is_own_width = |name: &str| P::named(name).is_some_and(P::is_own_width);
    let has_range = region.ranges.iter().any(|(parameter, _)| is_own_width(parameter.name));
    let point = &if has_range { point.with_own_widths() } else { *point };
    let formed: Option<Vec<Formed>> = of.iter().map(|of| Formed::of(of, point)).collect();
    let (formed, ranges) = (formed?, Ranges::new(point, region)?);
    let keeps_rules = ranges.keep_rules();
    let mut shaped = ranges.shaped();
    let physical = both(keeps_rules, ranges.has_room(&shaped));
    let along = ranges.directions.iter().map(|directions| ranges.along(directions));
    let mut along: Vec<Shaped<Dual<Interval>>> = along.collect();
    let room = |i: usize| Enclosed {
        exists: keeps_rules,
        value: known(shaped.demon.left[i]),
        slopes: match ranges.has_one_order() && !shaped.is_turning() {
            true => along.iter().map(|shaped| known(shaped.demon.left[i].slope)).collect(),
            false => ranges.unknown(),
        },
        goes_on: true,
    };
    let mut rooms: Vec<Enclosed> = match point.is_in_headrooms() {
        true => Vec::new(),
        false => (0..4).map(room).collect(),
    };
    rooms.extend(ranges.distances());
    // What needs a demon has a value where no room is lacking; occupations are computed already.
    shaped.demon.left.iter_mut().for_each(clip);
    for shaped in &mut along {
        shaped.demon.left.iter_mut().for_each(|left| clip(&mut left.value));
    }
    let result = |formed: &Formed| {
        let exists = if formed.outlives() { keeps_rules } else { physical };
        let exists = both(exists, ranges.has_no_pole(formed));
        let (value, slopes) = match formed {
            Formed::Slope(slope) => ranges.derivative(*slope),
            _ => {
                let slopes = along.iter().map(|shaped| formed.moving(shaped).slope);
                (ranges.sharpened(formed, &shaped, known(formed.moving(&shaped))), slopes.collect())
            }
        };
        let is_smooth = ranges.has_one_order() && !shaped.is_turning();
        let slopes = if is_smooth { slopes } else { ranges.unknown() };
        // With windows, the greatest power may be that of no demon.
        let has_margin = || match (formed, shaped.power_max().1) {
            (Formed::Value(Value::PowerMax), Some(margin)) => margin.is_positive(),
            _ => Some(true),
        };
        let exists = both(exists, has_margin());
        Enclosed { exists, value: known(value), slopes, goes_on: formed.goes_on() }
    };
    let results = formed.iter().map(result).collect();
    Some(Enclosure { physical, rooms, results })
}

/// Leaves of the room that is left what is not negative.
fn clip(left: &mut Interval) {
    *left = Interval { lo: left.lo.max(0.0), hi: left.hi.max(f64::from_bits(1)) };
}

/// Everything, where an end is unknown.
fn known(value: Interval) -> Interval {
    if value.lo.is_nan() || value.hi.is_nan() { Interval::ALL } else { value }
}

/// Whether a > b, strictly.
fn above(a: Interval, b: Interval) -> Option<bool> {
    if a.lo > b.hi { Some(true) } else { (a.hi <= b.lo).then_some(false) }
}

/// The numbers that both have.
fn common(a: Interval, b: Interval) -> Interval {
    let both = Interval { lo: a.lo.max(b.lo), hi: a.hi.min(b.hi) };
    // Where roundings leave none, either encloses the value.
    if both.lo <= both.hi { both } else { a }
}

/// Whether both hold; not, where one does not.
fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

impl<'a> Ranges<'a> {
    /// Nothing where the demon is idle or at its edge all over the region: results are limits there.
    fn new(point: &'a Point, region: &Region<'_>) -> Option<Self> {
        let mut values = point.values().map(Interval::point);
        let mut directions: Vec<Values<f64>> = Vec::new();
        for (parameter, range) in region.ranges {
            let parameter = P::named(parameter.name)?;
            let mut direction = point.direction(parameter);
            // What follows a parameter does not where it has a range of its own.
            for (other, _) in region.ranges {
                let other = P::named(other.name)?;
                if other != parameter {
                    direction[other as usize] = 0.0;
                }
            }
            for (value, moves) in values.iter_mut().zip(&direction) {
                if *moves != 0.0 {
                    *value = *range;
                }
            }
            directions.push(direction);
        }
        let ranges = Ranges { point, scale: point.scale(), values, directions };
        let [three, four, lambda] = [P::E3, P::E4, P::Lambda].map(|p| ranges.value(p));
        let is_still = three == four && three.lo == three.hi;
        let is_at_edge = point.is_in_headrooms() && lambda.lo >= 1.0;
        (!is_still && !is_at_edge).then_some(ranges)
    }

    fn value(&self, parameter: P) -> Interval {
        self.values[parameter as usize]
    }

    fn unknown(&self) -> Vec<Interval> {
        vec![Interval::ALL; self.directions.len()]
    }

    fn drive<S: Real>(&self, number: S) -> Drive<S> {
        match self.point.is_in_headrooms() {
            true => Drive::Headrooms(number),
            false => Drive::Lambda(number),
        }
    }

    fn shaped(&self) -> Shaped<Interval> {
        let drive = self.drive(self.value(P::Lambda));
        Shaped::new(self.point.resonances(), &self.values, self.scale, drive)
    }

    /// The same with derivatives along a range.
    fn along(&self, directions: &Values<f64>) -> Shaped<Dual<Interval>> {
        let values: Values<_> = std::array::from_fn(|i| (self.values[i], directions[i]));
        let drive = self.drive(Dual::<Interval>::input(values[P::Lambda as usize]));
        Shaped::new(self.point.resonances(), &values, self.scale, drive)
    }

    /// A derivative, and its own derivatives along the ranges.
    fn derivative(&self, slope: Slope) -> (Interval, Vec<Interval>) {
        let by = self.point.direction(slope.by);
        let along = |directions: &Values<f64>| {
            let values: Values<_> =
                std::array::from_fn(|i| ((self.values[i], directions[i]), by[i]));
            let drive = Dual::<Dual<Interval>>::input(values[P::Lambda as usize]);
            let drive = Drive::Lambda(drive);
            let shaped = Shaped::new(self.point.resonances(), &values, self.scale, drive);
            slope.of::<Dual<Interval>>(&shaped).slope
        };
        let still = [0.0; P::ALL.len()];
        let slopes = self.directions.iter().map(|directions| known(along(directions).slope));
        (along(&still).value, slopes.collect())
    }

    /// Whether no level has no temperature because it lies at μ0.
    fn has_no_pole(&self, formed: &Formed) -> Option<bool> {
        let Formed::Value(Value::BetaEff(level)) = formed else { return Some(true) };
        let [level, mu0] = [LEVELS[*level], P::Mu0].map(|parameter| self.value(parameter));
        let is_beside = level.hi < mu0.lo || mu0.hi < level.lo;
        is_beside.then_some(true)
    }

    /// Whether the two levels of each pair have one order.
    fn has_one_order(&self) -> bool {
        let pairs = [[P::E1, P::E2], [P::E3, P::E4]];
        pairs.iter().all(|[a, b]| {
            let [a, b] = [a, b].map(|level| self.value(*level));
            a.hi <= b.lo || b.hi <= a.lo
        })
    }

    /// Whether no point has a value of this parameter.
    fn is_missing(&self, parameter: P) -> bool {
        let moves = self.directions.iter().any(|directions| directions[parameter as usize] != 0.0);
        !moves && self.point.get(parameter).is_nan()
    }

    /// Whether all points keep the rules of the register, or none does.
    fn keep_rules(&self) -> Option<bool> {
        let zero = Interval::point(0.0);
        let [th, tc, t0, lambda] =
            [P::Th, P::Tc, P::T0, P::Lambda].map(|parameter| self.value(parameter));
        // λ = 0 keeps its rule.
        let strength = match lambda {
            Interval { lo, .. } if lo >= 0.0 => Some(true),
            Interval { hi, .. } => (hi < 0.0).then_some(false),
        };
        let rules = [above(th, zero), above(tc, zero), above(th, tc), above(t0, zero), strength];
        let has_width = self.point.resonances().have_width();
        let needs_gamma = has_width && !self.scale.has_own_widths();
        let width_rule = match (needs_gamma, self.point.get(P::Gamma)) {
            (false, gamma) if gamma.is_nan() => Some(true),
            _ => above(self.value(P::Gamma), zero),
        };
        let own_widths = P::WIDTHS.map(|width| match self.scale.has_own_widths() {
            true if self.is_missing(width) => Some(false),
            true => above(self.value(width), zero),
            false => Some(true),
        });
        let levels = pairs().map(|levels| {
            // ε3 = ε4 is a limit, where a gap is not needed.
            let is_cold = levels == [2, 3];
            let is_needed = has_width || !is_cold || self.point.is_in_headrooms();
            if is_needed { self.are_apart(levels) } else { Some(true) }
        });
        let lost = |loss| match self.value(loss) {
            Interval { lo, .. } if lo >= 0.0 => Some(true),
            Interval { hi, .. } => (hi < 0.0).then_some(false),
        };
        let most = match self.value(P::Photons) {
            Interval { hi, .. } if hi <= 1.0 => Some(true),
            Interval { lo, .. } => (lo > 1.0).then_some(false),
        };
        let leaks = [lost(P::Leak), lost(P::Phonons), lost(P::Photons), most];
        let warm = above(self.value(P::Tph), zero);
        let all = rules.into_iter().chain([width_rule, warm]).chain(own_widths);
        let all = all.chain(leaks).chain(levels);
        all.fold(Some(true), both)
    }

    /// Whether no level's room is used up at any point, or some level's is at all of them.
    fn has_room(&self, shaped: &Shaped<Interval>) -> Option<bool> {
        let left = shaped.demon.left.iter().map(|left| left.is_positive());
        let mut left: Vec<Option<bool>> = left.collect();
        let is_narrow = self.point.resonances() == Resonances::Narrow;
        if self.point.is_in_headrooms() && is_narrow {
            // A share of the headroom is physical up to 1, where the last point is.
            let share = self.value(P::Lambda);
            return match share {
                Interval { hi, .. } if hi <= 1.0 => Some(true),
                Interval { lo, .. } => (lo > 1.0).then_some(false),
            };
        }
        if is_narrow && self.has_one_order() {
            for (left, cold) in left[2..].iter_mut().zip(self.cold_rooms_left(shaped)) {
                *left = left.or(cold.is_positive());
            }
        }
        left.into_iter().fold(Some(true), both)
    }
}
