//! One check: a value, what it must be, and whether it is.

use std::fmt;

/// How the value must stand to the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Equal within the tolerance.
    Equals,
    /// Not above it by more than the tolerance.
    AtMost,
    /// Not below it by more than the tolerance.
    AtLeast,
    /// Apart by more than the tolerance: a misprint.
    Differs,
}

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Relation::Equals => "=",
            Relation::AtMost => "≤",
            Relation::AtLeast => "≥",
            Relation::Differs => "≠",
        })
    }
}

/// A statement about two numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The equation or the section of the paper, or how it was derived.
    pub source: &'static str,
    /// What is stated.
    pub what: String,
    /// What was computed.
    pub value: f64,
    /// How it must stand to the reference.
    pub relation: Relation,
    /// What it is held against.
    pub reference: f64,
    /// How far it may be off, absolutely.
    pub tolerance: f64,
}

impl Check {
    /// value = reference within this part of the reference.
    pub(super) fn equal(
        source: &'static str,
        what: impl Into<String>,
        value: f64,
        reference: f64,
        relative: f64,
    ) -> Check {
        let tolerance = relative * reference.abs();
        let relation = Relation::Equals;
        Check { source, what: what.into(), value, relation, reference, tolerance }
    }

    /// A sum that must vanish, within a number that is small beside its terms.
    pub(super) fn zero(
        source: &'static str,
        what: impl Into<String>,
        value: f64,
        tolerance: f64,
    ) -> Check {
        let relation = Relation::Equals;
        Check { source, what: what.into(), value, relation, reference: 0.0, tolerance }
    }

    /// So many of the things that were counted, and no other number of them.
    pub(super) fn count(
        source: &'static str,
        what: impl Into<String>,
        value: usize,
        reference: usize,
    ) -> Check {
        Check::equal(source, what, value as f64, reference as f64, 0.0)
    }

    /// The same check with another relation.
    pub(super) fn but(self, relation: Relation) -> Check {
        Check { relation, ..self }
    }

    /// Whether it holds. A value that is no number holds nothing.
    pub fn holds(&self) -> bool {
        let excess = self.value - self.reference;
        match self.relation {
            Relation::Equals => excess.abs() <= self.tolerance,
            Relation::AtMost => excess <= self.tolerance,
            Relation::AtLeast => -excess <= self.tolerance,
            Relation::Differs => excess.abs() > self.tolerance,
        }
    }
}
