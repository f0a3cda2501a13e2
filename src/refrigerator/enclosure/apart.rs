//! How far apart levels are.

use super::{Ranges, above};
use crate::model::Enclosed;
use crate::numeric::{Interval, Real};
use crate::refrigerator::parameter::Parameter as P;
use crate::refrigerator::point::Values;
use crate::refrigerator::value::LEVELS;

impl Ranges<'_> {
    /// Whether two levels are apart, by more than a width where there is one.
    pub fn are_apart(&self, a: P, b: P, width: Option<Interval>) -> Option<bool> {
        let [a, b] = [self.value(a), self.value(b)];
        match width {
            Some(width) => {
                let gap = a.minus(b).abs();
                if gap.hi < width.lo { Some(false) } else { above(gap, width).filter(|is| *is) }
            }
            None if a.hi < b.lo || b.hi < a.lo => Some(true),
            None => (a.lo == a.hi && a == b).then_some(false),
        }
    }

    /// What lies between windows that may overlap somewhere.
    pub fn distances(&self) -> Vec<Enclosed> {
        if !self.point.resonances().have_width() {
            return Vec::new();
        }
        let width = self.value(P::Gamma);
        let pairs = (0..4).flat_map(|i| (i + 1..4).map(move |j| [LEVELS[i], LEVELS[j]]));
        let open = pairs.filter(|[a, b]| self.are_apart(*a, *b, Some(width)).is_none());
        let distance = |[a, b]: [P; 2]| {
            let difference = self.value(a).minus(self.value(b));
            let slope = |directions: &Values<f64>| {
                let [a, b, width] =
                    [a, b, P::Gamma].map(|p| Interval::point(directions[p as usize]));
                match difference {
                    Interval { lo, .. } if lo >= 0.0 => a.minus(b).minus(width),
                    Interval { hi, .. } if hi <= 0.0 => b.minus(a).minus(width),
                    _ => Interval::ALL,
                }
            };
            Enclosed {
                exists: Some(true),
                value: difference.abs().minus(width),
                slopes: self.directions.iter().map(slope).collect(),
                goes_on: true,
            }
        };
        open.map(distance).collect()
    }
}
