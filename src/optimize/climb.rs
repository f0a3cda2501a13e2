//! Devices to begin with, and the way up from the best one of them.

use super::region::{Region, center, here};
use super::relaxation::Relaxation;
use super::search::Search;
use crate::numeric::Interval;
use crate::refrigerator::Point;

/// How many devices are tried before any box is.
const TRIALS: u64 = 1 << 9;
impl Search<'_> {
    /// Devices all over the ranges, evenly spread (Halton's sequence), their corners among them; those
    /// first that may be the best ones.
    pub fn try_many(&mut self) {
        const PRIMES: [u64; 8] = [2, 3, 5, 7, 11, 13, 17, 19];
        let sides: Vec<[f64; 2]> = self.question.over.iter().map(|(_, side)| *side).collect();
        let corner = |corner: u32| {
            let at = |(i, side): (usize, &[f64; 2])| side[(corner >> i & 1) as usize];
            sides.iter().enumerate().map(at).collect::<Vec<f64>>()
        };
        let inner = |n: u64| {
            let share = |prime: u64| {
                let (mut n, mut unit, mut share) = (n, 1.0, 0.0);
                while n > 0 {
                    unit /= prime as f64;
                    share += unit * (n % prime) as f64;
                    n /= prime;
                }
                share
            };
            let at =
                |([first, last], prime): (&[f64; 2], u64)| first + share(prime) * (last - first);
            sides.iter().zip(PRIMES).map(at).collect()
        };
        let places = (0..1u32 << sides.len()).map(corner).chain((1..=TRIALS).map(inner));
        let question = self.question;
        let devices = places.flat_map(|place| question.apart_near(question.device(&place)));
        let mut devices: Vec<(f64, Point)> = devices
            .filter_map(|point| {
                let order = question.order_at(&point)?;
                let region = Region::new(question, &here(&self.place(&point)), &order, None)?;
                Some((region.reach(None, f64::INFINITY)?.hi, point))
            })
            .collect();
        devices.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, point) in devices {
            self.try_device(point);
        }
        self.failures = 0;
        self.polish();
    }

    /// Climbs from the best device: to the best point of the linear constraints around it, within a
    /// reach that shrinks where that is no better.
    pub fn polish(&mut self) {
        let mut share = 0.1;
        while share > 1e-15 {
            let Some(best) = self.best else { return };
            if !self.climb(&self.place(&best.point), share) {
                share *= 0.5;
            }
        }
    }

    /// Tries the best point of the constraints linearised at the best device, no farther from it than
    /// this share of the ranges; whether it is better.
    ///
    /// Where constraints are curved that point breaks them by a little. Then they are moved by what they
    /// have there beyond what was forecast, and by what roundings leave open.
    fn climb(&mut self, place: &[f64], share: f64) -> bool {
        const CORRECTIONS: usize = 4;
        let Some(best) = self.best else { return false };
        let question = self.question;
        let Some(order) = question.order_at(&best.point) else { return false };
        let Some(region) = Region::new(question, &here(place), &order, None) else { return false };
        let reached = self.reached(best.value);
        let slopes = region.slopes(Interval::point(reached));
        let constraints = region.constraints_at(place, reached);
        let sides = || question.over.iter().map(|(_, side)| side);
        let reach = sides().map(|[first, last]| share * (last - first));
        let mut relaxation = Relaxation::new(reach.chain([reached.abs()]).collect());
        for (j, constraint) in constraints.iter().enumerate() {
            let row: Vec<Interval> = slopes
                .iter()
                .map(|slopes| Interval::point(center([slopes[j].lo, slopes[j].hi])))
                .collect();
            relaxation.push(j, constraint.hi, &row);
        }
        for _ in 0..CORRECTIONS {
            let step = relaxation.solve().place;
            let next = moved(place, &step, sides());
            if self.try_at(&next) {
                return true;
            }
            let climbed = step.last().map_or(reached, |step| reached + step);
            let there = region.constraints_at(&next, climbed);
            for (row, j) in relaxation.of.iter().enumerate() {
                let slopes = relaxation.slopes[row].iter().zip(&step);
                let forecast = relaxation.constants[row]
                    + slopes.map(|(slope, step)| slope * step).sum::<f64>();
                let excess = center([there[*j].lo, there[*j].hi]) - forecast;
                let noise = 4.0 * (there[*j].hi - there[*j].lo);
                if excess.is_finite() && noise.is_finite() {
                    relaxation.constants[row] += excess.min(0.0) - noise;
                }
            }
        }
        false
    }
}

/// The place after a step, but no farther than these sides go.
pub(super) fn moved<'a>(
    place: &[f64],
    step: &[f64],
    sides: impl Iterator<Item = &'a [f64; 2]>,
) -> Vec<f64> {
    let steps = place.iter().zip(step).zip(sides);
    steps.map(|((at, step), [first, last])| (at + step).clamp(*first, *last)).collect()
}
