//! The values that one parameter runs through.

use crate::numeric::{DoubleDouble, Rational, geometric};
use crate::quantity::{Dimension, MeasuredError, Yardstick, exact, measured};

/// The values of one parameter: one, a list, or a range.
#[derive(Clone, Debug)]
pub struct Axis {
    kind: Kind,
    yardstick: Yardstick,
}

#[derive(Clone, Debug)]
enum Kind {
    List(Vec<f64>),
    Linear(Range),
    Logarithmic(Range),
}

#[derive(Clone, Debug)]
struct Range {
    first: End,
    last: End,
    count: u64,
}

/// The end of a range: exactly, and to twice the digits of a double.
#[derive(Clone, Debug)]
struct End {
    exact: Rational,
    near: DoubleDouble,
}

/// The most points that a range may have: the whole numbers up to here are doubles.
const MOST: u64 = 1 << 53;

/// Why a text is no axis.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AxisError {
    /// A value is no number that a point could have.
    #[error(transparent)]
    Number(#[from] MeasuredError),
    /// Some values have units, others have none.
    #[error("all its values need a unit, or none")]
    Mixed,
    /// Some strengths are multiples of the headroom, others are not.
    #[error("all its values need `max` after them, or none: 0max:1max goes up to the headroom")]
    MixedStrengths,
    /// A range has not three parts.
    #[error("a range is first:last:count or log:first:last:count")]
    Shape,
    /// The count of a range is none.
    #[error("the count `{0}` is not a whole number from 1 to {MOST}")]
    Count(String),
    /// A range of one point has two ends.
    #[error("a range of 1 point cannot have two different ends")]
    OneEnd,
    /// It is a value with a spread.
    #[error("a value with a spread is for `ndemon spread`; here it must be without one")]
    Spread,
    /// A logarithmic range reaches zero.
    #[error("both ends of a log range must be positive")]
    NotPositive,
}

impl AxisError {
    /// Of values in different units.
    fn mixed(dimension: Dimension) -> AxisError {
        match dimension {
            Dimension::Strength => AxisError::MixedStrengths,
            _ => AxisError::Mixed,
        }
    }
}

impl Axis {
    /// One value.
    pub fn value(value: f64) -> Axis {
        Axis { kind: Kind::List(vec![value]), yardstick: Yardstick::Natural }
    }

    /// The value of a parameter that each point finds for itself, so that it has none here.
    pub fn free(yardstick: Yardstick) -> Axis {
        Axis { kind: Kind::List(vec![f64::NAN]), yardstick }
    }

    /// Reads a value, a list `a,b,c`, a range `first:last:count` or `log:first:last:count`; each
    /// value may have a unit of this dimension, if all have.
    ///
    /// # Errors
    /// [`AxisError`] where the text is none of these.
    pub fn parse(text: &str, dimension: Dimension) -> Result<Axis, AxisError> {
        if text.contains("+-") || text.contains('±') {
            Err(AxisError::Spread)
        } else if let Some(range) = text.strip_prefix("log:") {
            let (range, yardstick) = Range::parse(range, dimension)?;
            if range.first.to_f64() <= 0.0 || range.last.to_f64() <= 0.0 {
                return Err(AxisError::NotPositive);
            }
            Ok(Axis { kind: Kind::Logarithmic(range), yardstick })
        } else if text.contains(':') {
            let (range, yardstick) = Range::parse(text, dimension)?;
            Ok(Axis { kind: Kind::Linear(range), yardstick })
        } else {
            let items = text.split(',').map(|item| measured(item, dimension));
            let items: Vec<_> = items.collect::<Result<_, _>>()?;
            let yardstick = items[0].1;
            if items.iter().any(|item| item.1 != yardstick) {
                return Err(AxisError::mixed(dimension));
            }
            let values = items.into_iter().map(|(value, _)| value);
            Ok(Axis { kind: Kind::List(values.collect()), yardstick })
        }
    }

    /// What its values are measured in.
    pub fn yardstick(&self) -> Yardstick {
        self.yardstick
    }

    /// The smallest and the largest of its values, but for roundings.
    pub fn ends(&self) -> [f64; 2] {
        let ends = match &self.kind {
            Kind::List(values) => values.clone(),
            Kind::Linear(range) | Kind::Logarithmic(range) => {
                vec![range.first.to_f64(), range.last.to_f64()]
            }
        };
        let fold = |pick: fn(f64, f64) -> f64| ends.iter().copied().fold(f64::NAN, pick);
        [fold(f64::min), fold(f64::max)]
    }

    /// Whether it is a range of equal ratios.
    pub fn is_logarithmic(&self) -> bool {
        matches!(self.kind, Kind::Logarithmic(_))
    }

    /// The same values, in a list where it is short.
    pub fn tabulated(mut self) -> Axis {
        const SHORT: u64 = 1 << 16;
        if self.count() <= SHORT {
            self.kind = Kind::List((0..self.count()).map(|index| self.at(index)).collect());
        }
        self
    }

    /// How many values it has, at least one.
    pub fn count(&self) -> u64 {
        match &self.kind {
            Kind::List(values) => values.len() as u64,
            Kind::Linear(range) | Kind::Logarithmic(range) => range.count,
        }
    }

    /// The values with these indices, all less than the count, appended to `values`.
    pub fn append(&self, indices: std::ops::Range<u64>, values: &mut Vec<f64>) {
        match &self.kind {
            Kind::List(list) => {
                values.extend_from_slice(&list[indices.start as usize..indices.end as usize]);
            }
            _ => values.extend(indices.map(|index| self.at(index))),
        }
    }

    /// The value with this index, which must be less than the count. It depends on nothing else:
    /// the ends are the doubles nearest to what was typed, and so are the points between them to
    /// what the decimal ends imply.
    pub fn at(&self, index: u64) -> f64 {
        match &self.kind {
            Kind::List(values) => values[index as usize],
            Kind::Linear(range) | Kind::Logarithmic(range) if index == 0 => range.first.to_f64(),
            Kind::Linear(range) | Kind::Logarithmic(range) if index == range.count - 1 => {
                range.last.to_f64()
            }
            Kind::Linear(range) => range.linear(index),
            Kind::Logarithmic(Range { first, last, count }) => {
                let [first, last] = [first, last].map(|end| (&end.exact, end.near));
                geometric(first, last, index, count - 1)
            }
        }
    }
}

impl Range {
    fn parse(text: &str, dimension: Dimension) -> Result<(Range, Yardstick), AxisError> {
        let [first, last, count] =
            text.split(':').collect::<Vec<_>>().try_into().map_err(|_| AxisError::Shape)?;
        let (first, yardstick) = exact(first, dimension)?;
        let (last, other) = exact(last, dimension)?;
        if yardstick != other {
            return Err(AxisError::mixed(dimension));
        }
        let count = match count.parse() {
            Ok(count @ 1..=MOST) => count,
            _ => return Err(AxisError::Count(count.into())),
        };
        if count == 1 && first != last {
            return Err(AxisError::OneEnd);
        }
        let [first, last] = [first, last].map(End::new);
        Ok((Range { first, last, count }, yardstick))
    }

    /// The point with this index, which is none of the ends.
    fn linear(&self, index: u64) -> f64 {
        let steps = self.count - 1;
        self.near(index, steps).unwrap_or_else(|| {
            self.first.exact.between(&self.last.exact, steps - index, index).to_f64()
        })
    }

    /// The same where double-double arithmetic is certain of it.
    fn near(&self, index: u64, steps: u64) -> Option<f64> {
        let [ahead, behind, all] =
            [steps - index, index, steps].map(|n| DoubleDouble::new(n as f64));
        let (first, last) = (self.first.near * ahead, self.last.near * behind);
        // Ends, products and sum are each off by less than 2^-100 of the products' sizes, the
        // quotient by 2^-100 of itself, unless a part of them leaves the doubles' range.
        let size = first.to_f64().abs() + last.to_f64().abs();
        let value = (first + last) / all;
        let is_ordinary = (1e-250..1e250).contains(&value.to_f64().abs()) && size < 1e280;
        let error = size / all.to_f64() * 2f64.powi(-96);
        value.rounded(error).filter(|_| is_ordinary)
    }
}

impl End {
    fn new(exact: Rational) -> Self {
        let near = exact.to_double_double();
        Self { exact, near }
    }

    fn to_f64(&self) -> f64 {
        self.near.to_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<f64> {
        let axis = Axis::parse(text, Dimension::Energy).unwrap();
        (0..axis.count()).map(|i| axis.at(i)).collect()
    }

    #[test]
    fn a_range_steps_through_the_decimals_it_implies() {
        // Each reference is the decimal itself, read by the standard library.
        let expected: Vec<f64> =
            (0..181).map(|i| format!("{}e-3", 50 + 5 * i).parse().unwrap()).collect();
        assert_eq!(values("0.05:0.95:181"), expected);
        assert_eq!(values("-1:1:5"), [-1.0, -0.5, 0.0, 0.5, 1.0]);
        assert_eq!(values("0.3:0.1:3"), [0.3, 0.2, 0.1]);
    }

    #[test]
    fn ends_are_exact_and_extremes_do_not_overflow() {
        assert_eq!(values("-1.7e308:1.7e308:3"), [-1.7e308, 0.0, 1.7e308]);
        assert_eq!(values("5e-324:15e-324:3"), [5e-324, 10e-324, 15e-324]);
        assert_eq!(values("0.1:0.1:1"), [0.1]);
    }

    #[test]
    fn units_move_the_points_of_a_range() {
        let axis = Axis::parse("20mK:95mK:76", Dimension::Temperature).unwrap();
        assert_eq!(axis.yardstick(), Yardstick::Laboratory);
        // Each reference is the decimal itself, read by the standard library.
        let expected: Vec<f64> = (20..96).map(|i| format!("{i}e-3").parse().unwrap()).collect();
        assert_eq!((0..76).map(|i| axis.at(i)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_log_range_keeps_its_ends_and_its_ratio() {
        let values = values("log:0.001:10:5");
        assert_eq!((values[0], values[4]), (0.001, 10.0));
        for pair in values.windows(2) {
            assert!((pair[1] / pair[0] - 10.0).abs() < 1e-13);
        }
    }

    #[test]
    fn negative_zero_is_zero() {
        assert!(values("-0.0,-0,-0e5").iter().all(|v| v.to_bits() == 0));
    }

    #[test]
    fn what_is_no_axis_says_why() {
        let why = |text| Axis::parse(text, Dimension::Energy).unwrap_err();
        let not_finite = |text: &str| AxisError::Number(MeasuredError::NotFinite(text.into()));
        assert_eq!(why("nan"), not_finite("nan"));
        assert_eq!(why("0.1,,0.2"), not_finite(""));
        assert_eq!(why("1eV:2:3"), AxisError::Mixed);
        assert_eq!(why("1,2meV"), AxisError::Mixed);
        assert_eq!(why("1:2"), AxisError::Shape);
        assert_eq!(why("1:2:3:4"), AxisError::Shape);
        assert_eq!(why("1:2:0"), AxisError::Count("0".into()));
        assert_eq!(why("1:2:1e3"), AxisError::Count("1e3".into()));
        assert_eq!(
            why("1:2:99999999999999999999"),
            AxisError::Count("99999999999999999999".into())
        );
        assert_eq!(why("1:2:1"), AxisError::OneEnd);
        assert_eq!(why("log:0:1:3"), AxisError::NotPositive);
    }
}
