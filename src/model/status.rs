//! Why a row has, or lacks, its results.

use super::Rule;
use std::fmt;

/// Why a row has, or lacks, its results; its text is the cell of the `status` column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status {
    /// `ok`: the point is physical.
    Ok,
    /// `limit`: nothing flows, and results are limits.
    Limit,
    /// `power>max`, …: the point is physical, but this result exceeds the largest double.
    Overflow(&'static str),
    /// `entropy_l=inf`: this result is infinite, and others may be.
    Infinite(&'static str),
    /// `unequal T or mu`, …: this is why some results are not there; the others are.
    Lacking(&'static str),
    /// `uncertain`: some result is not certain to the last place.
    Uncertain,
    /// `not proven`: there is no result of which a bound of the error is known.
    Unproven,
    /// `fl3<0`, `fl1>1`, …: the constraint that an unphysical point breaks.
    Unphysical(&'static str),
    /// `fl3=0`, `fl1=1`, …: the constraint that the last physical point just keeps.
    Edge(&'static str),
    /// `tc>=th`, `e1=e2`, …: the broken rule; the point is none of the family.
    Refused(&'static Rule),
}

impl Status {
    /// The text.
    pub fn word(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Limit => "limit",
            Status::Uncertain => "uncertain",
            Status::Unproven => "not proven",
            Status::Overflow(word)
            | Status::Infinite(word)
            | Status::Lacking(word)
            | Status::Unphysical(word)
            | Status::Edge(word) => word,
            Status::Refused(rule) => rule.broken,
        }
    }

    /// Whether the point exists in nature, whatever is known of its results.
    pub fn is_physical(self) -> bool {
        !matches!(self, Status::Unphysical(_) | Status::Refused(_))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
