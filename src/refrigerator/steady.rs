//! Where the cold reservoir settles: the Tc at which the demon draws as much heat from it as comes back.
//!
//! Where the net power is positive, c cools; where it is negative, c warms. So from Tc on it drifts to the nearest
//! temperature, down or up, at which the net power changes its sign, which it does from negative below to positive
//! above. Down it may come to the end of the demon before.
//!
//! The way is cut into ranges of temperature, beginning at Tc, until one of two things is proven in each: that the net
//! power keeps its sign there, or that it grows or falls all the way, so that its signs at the two ends tell.

use super::enclosure::enclose;
use super::leaks::Leaks;
use super::losses::bits;
use super::minimum::halved;
use super::parameter::Parameter as P;
use super::results::specs;
use super::shaped::Shaped;
use super::{Point, Refrigerator, Solution, Solved};
use crate::model::{Inputs, Region, ResultRef};
use crate::numeric::{Bits, Decided, Interval, Question, climb, middle};

/// The most ranges that are looked at.
const BUDGET: usize = 2_000;

/// The Tc at which a refrigerator with these leaks settles, rounded up: the lowest double from which on the net power is
/// positive. NaN where that is not proven. `lowest` is the lowest Tc of a demon that is physical from there up to Tc.
pub(super) fn steady_tc(
    point: &Refrigerator,
    solution: &Solution,
    lowest: impl FnOnce() -> f64,
) -> f64 {
    if point.is_idle() {
        return without_demon(point.point()).unwrap_or(f64::NAN);
    }
    let Some(point) = point.settled(solution.lambda) else { return f64::NAN };
    let Some(way) = Way::new(point.point()) else { return f64::NAN };
    let tc = point.point().get(P::Tc);
    if way.cools(tc) {
        let lowest = Some(lowest()).filter(|lowest| !lowest.is_nan());
        lowest.and_then(|lowest| way.down(lowest, tc)).unwrap_or(f64::NAN)
    } else {
        way.up(tc, point.point().get(P::Th).next_down()).unwrap_or(f64::NAN)
    }
}

/// The same with a demon that does nothing. What comes back falls as Tc grows, so that it vanishes at one temperature
/// below Th, if c is in touch with phonons that are colder than h, or at none.
fn without_demon(point: &Point) -> Option<f64> {
    let gives = |tc| climb(&GivesAt(point.with(P::Tc, tc))).unwrap_or(false);
    let highest = point.get(P::Th).next_down();
    gives(highest).then(|| halved(0.0, highest, gives))
}

/// The refrigerators that differ from one in nothing but Tc.
struct Way {
    base: Point,
    inputs: Inputs,
    net_power: ResultRef,
}

/// What is proven of a range.
enum Range {
    /// The net power has this sign in all of it.
    Keeps(f64),
    /// It grows with Tc in all of it, or falls.
    Runs,
    /// The demon is not physical in all of it.
    Ends,
    /// Nothing.
    Open,
}

impl Way {
    fn new(base: &Point) -> Option<Self> {
        let net_power = specs().iter().find(|spec| spec.key == "net_power")?;
        Some(Self { base: *base, inputs: base.inputs(), net_power })
    }

    /// Whether net heat is drawn from c at this Tc, at which the demon is physical.
    fn cools(&self, tc: f64) -> bool {
        climb(&CoolsAt(self.base.with(P::Tc, tc))).unwrap_or(false)
    }

    /// What is proven of a range. The demon `is_physical` in it, or that must be proven, too.
    fn look(&self, low: f64, high: f64, is_physical: bool) -> Range {
        let ranges = [(P::Tc.spec(), Interval { lo: low, hi: high })];
        let region = Region { base: &self.inputs, ranges: &ranges };
        let Some(found) = enclose(&self.base, &region, &[self.net_power]) else {
            return Range::Open;
        };
        let [net] = &found.results[..] else { return Range::Open };
        let slope = net.slopes[0];
        match found.physical {
            Some(false) => Range::Ends,
            None if !is_physical => Range::Open,
            _ if net.value.lo > 0.0 => Range::Keeps(1.0),
            _ if net.value.hi < 0.0 => Range::Keeps(-1.0),
            _ if slope.lo > 0.0 || slope.hi < 0.0 => Range::Runs,
            _ => Range::Open,
        }
    }

    /// The first temperature that c comes to from `tc`, where it cools, on its way down to `lowest`, until where the
    /// demon is physical.
    fn down(&self, lowest: f64, tc: f64) -> Option<f64> {
        let (mut left, mut high) = (vec![lowest], tc);
        for _ in 0..BUDGET {
            let Some(low) = left.last().copied() else { return Some(lowest) };
            let cools = match self.look(low, high, true) {
                Range::Keeps(sign) => Some(sign > 0.0),
                Range::Runs => Some(self.cools(low)),
                _ => None,
            };
            match (cools, middle(low, high)) {
                (Some(true), _) => {
                    left.pop();
                    high = low;
                }
                (Some(false), _) => return Some(self.crossing(low, high)),
                (None, Some(middle)) => left.push(middle),
                (None, None) if self.cools(low) => {
                    left.pop();
                    high = low;
                }
                (None, None) => return Some(high),
            }
        }
        None
    }

    /// The first temperature that c comes to from `tc`, where it does not cool, on its way up to `highest`.
    fn up(&self, tc: f64, highest: f64) -> Option<f64> {
        let (mut left, mut low) = (vec![highest], tc);
        for _ in 0..BUDGET {
            let high = left.last().copied()?;
            let cools = match self.look(low, high, false) {
                Range::Ends => return None,
                Range::Keeps(sign) => Some(sign > 0.0),
                Range::Runs => Some(self.cools(high)),
                Range::Open => None,
            };
            match (cools, middle(low, high)) {
                (Some(false), _) => {
                    left.pop();
                    low = high;
                }
                (Some(true), _) => return Some(self.crossing(low, high)),
                (None, Some(middle)) => left.push(middle),
                (None, None) if !Solved::new(self.base.with(P::Tc, high)).is_physical() => {
                    return None;
                }
                (None, None) if self.cools(high) => return Some(high),
                (None, None) => {
                    left.pop();
                    low = high;
                }
            }
        }
        None
    }

    /// The lowest double at which net heat is drawn, in a range at whose upper end alone it is, and that has one such
    /// place.
    fn crossing(&self, low: f64, high: f64) -> f64 {
        halved(low, high, |tc| self.cools(tc))
    }
}

/// Whether c gives off more heat than comes back, without a demon.
struct GivesAt(Point);

impl Question for GivesAt {
    type Answer = bool;

    fn bits(&self) -> Bits {
        bits(&self.0)
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<bool> {
        let sign = Leaks::<S>::new(&self.0.values(), self.0.scale()).sum().sign();
        sign.or(last.then_some(0.0)).map(|sign| sign < 0.0)
    }
}

struct CoolsAt(Point);

impl Question for CoolsAt {
    type Answer = bool;

    fn bits(&self) -> Bits {
        bits(&self.0)
    }

    fn ask<S: Decided>(&self, last: bool) -> Option<bool> {
        let sign = Shaped::<S>::at(&self.0).net_power().sign();
        sign.or(last.then_some(0.0)).map(|sign| sign > 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::{Random, rounds};
    use crate::refrigerator::{Derived, Resonances};

    fn of(derived: Derived, point: &Point) -> f64 {
        let found = Refrigerator::new(point).unwrap();
        derived.of(&found, &found.solve())
    }

    /// No change of sign is missed on the way: 1,000 temperatures between are looked at, of every device.
    #[test]
    fn nothing_stops_c_before_the_steady_temperature() {
        let mut random = Random(11);
        let (mut down, mut up, mut end) = (0, 0, 0);
        for device in 0..rounds(80) {
            let mut between = |low: f64, high: f64| low + (high - low) * random.next();
            let shape = if device % 4 == 0 { Resonances::Boxcar } else { Resonances::Narrow };
            let point = Point::paper(between(0.25, 0.95), between(1.05, 1.48))
                .with_resonances(shape)
                .with(P::Lambda, between(0.2, 1.5))
                .with(P::Mu0, between(0.6, 1.3))
                .with(P::Gamma, 0.01)
                .with(P::Leak, between(0.0, 0.04))
                // Phonons may be colder than c, and then they help.
                .with(P::Tph, between(0.2, 1.0))
                .with(P::Phonons, between(0.0, 0.05))
                .with(P::Photons, between(0.0, 5e-5));
            let own = P::WIDTHS.into_iter().filter(|_| device % 8 == 0);
            let point = own.fold(point, |point, width| point.with(width, between(0.002, 0.05)));
            if !Solved::new(point).is_physical() {
                continue;
            }
            let tc = point.get(P::Tc);
            let steady = of(Derived::TcSteady, &point);
            if steady.is_nan() {
                continue;
            }
            let cools = |tc: f64| of(Derived::NetPower, &point.with(P::Tc, tc)) > 0.0;
            let from_above = cools(tc);
            for step in 1..1000 {
                let share = f64::from(step) / 1000.0;
                let between = tc + (steady - tc) * share;
                assert_eq!(cools(between), from_above, "{point:?} at {between}");
            }
            assert!(cools(steady), "{point:?} at {steady}");
            let is_end = steady == of(Derived::TcMin, &point);
            assert!(is_end || !cools(steady.next_down()), "{point:?} at {steady}");
            match (is_end, from_above) {
                (true, _) => end += 1,
                (_, true) => down += 1,
                (_, false) => up += 1,
            }
        }
        assert!(down > 4 && up > 10 && end > 10, "{down} {up} {end}");
    }
}
