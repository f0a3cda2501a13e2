//! What holds for all points at once whose parameters lie in ranges.

use super::{Inputs, Parameter};
use crate::numeric::Interval;

/// All points that have the parameters of `base` but for some that lie in ranges.
#[derive(Clone, Copy, Debug)]
pub struct Region<'a> {
    /// The values of all other parameters.
    pub base: &'a Inputs,
    /// The parameters that vary, each with its range.
    pub ranges: &'a [(Parameter, Interval)],
}

/// What is proven of all points of a region.
#[derive(Clone, Debug)]
pub struct Enclosure {
    /// Whether all of them are physical, or none; nothing where that is not known.
    pub physical: Option<bool>,
    /// Numbers none of which is negative where a point is physical, if such are known.
    pub rooms: Vec<Enclosed>,
    /// What is proven of each of the results that were asked for, in their order.
    pub results: Vec<Enclosed>,
}

/// What is proven of a result at all points of a region.
#[derive(Clone, Debug)]
pub struct Enclosed {
    /// Whether it has a value at all of them, or at none; nothing where that is not known.
    pub exists: Option<bool>,
    /// Encloses its values where it has some.
    pub value: Interval,
    /// Enclose its derivatives along the ranges. For any two points between which the result has a value
    /// everywhere, the difference of its values is a sum of numbers in these times the distances along the ranges.
    pub slopes: Vec<Interval>,
    /// Whether its formula goes on where it has no value, so that `value` and `slopes` are those of the formula at any
    /// points.
    pub goes_on: bool,
}

impl Enclosed {
    /// Whether the slopes hold between any two points of the region.
    pub fn is_whole(&self) -> bool {
        self.exists == Some(true) || self.goes_on
    }
}
