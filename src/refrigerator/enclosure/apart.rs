//! How far apart levels are.

use super::{Ranges, above};
use crate::model::Enclosed;
use crate::numeric::{Interval, Real};
use crate::refrigerator::parameter::Parameter as P;
use crate::refrigerator::point::Values;
use crate::refrigerator::scale::Widths;
use crate::refrigerator::value::LEVELS;

/// All pairs of levels.
pub(super) fn pairs() -> impl Iterator<Item = [usize; 2]> {
    (0..4).flat_map(|i| (i + 1..4).map(move |j| [i, j]))
}

impl Ranges<'_> {
    /// Whether two levels, 0 to 3, are apart, by more than the windows around them take where there are windows.
    pub fn are_apart(&self, levels: [usize; 2]) -> Option<bool> {
        let [a, b] = levels.map(|level| self.value(LEVELS[level]));
        match self.between(levels) {
            Some(width) => {
                let gap = a.minus(b).abs();
                if gap.hi < width.lo { Some(false) } else { above(gap, width).filter(|is| *is) }
            }
            None if a.hi < b.lo || b.hi < a.lo => Some(true),
            None => (a.lo == a.hi && a == b).then_some(false),
        }
    }

    /// How far apart the middles of windows that touch are: the mean of their widths. Nothing without windows.
    fn between(&self, levels: [usize; 2]) -> Option<Interval> {
        let widths = levels.map(|level| self.value(self.scale.width_of(level)));
        let has_width = self.point.resonances().have_width();
        has_width.then(|| match self.scale.widths {
            Widths::Common => widths[0],
            Widths::Own => Interval::point(0.5) * widths[0] + Interval::point(0.5) * widths[1],
        })
    }

    /// What lies between windows that may overlap somewhere.
    pub fn distances(&self) -> Vec<Enclosed> {
        let open = pairs().filter(|levels| self.are_apart(*levels).is_none());
        let distance = |levels: [usize; 2]| {
            let width = self.between(levels)?;
            let [a, b] = levels.map(|level| self.value(LEVELS[level]));
            let difference = a.minus(b);
            let slope = |directions: &Values<f64>| {
                let along = |p: P| directions[p as usize];
                let [a, b] = levels.map(|level| Interval::point(along(LEVELS[level])));
                let widths = levels.map(|level| along(self.scale.width_of(level)));
                let width = Interval::point(0.5 * (widths[0] + widths[1]));
                match difference {
                    Interval { lo, .. } if lo >= 0.0 => a.minus(b).minus(width),
                    Interval { hi, .. } if hi <= 0.0 => b.minus(a).minus(width),
                    _ => Interval::ALL,
                }
            };
            Some(Enclosed {
                exists: Some(true),
                value: difference.abs().minus(width),
                slopes: self.directions.iter().map(slope).collect(),
                goes_on: true,
            })
        };
        open.filter_map(distance).collect()
    }
}
