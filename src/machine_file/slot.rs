//! Values of a machine file: formulas and texts, with their places.

use super::source::{FileError, Source};
use crate::formula::{Fault, Formula, Literal, Measure, Term};
use std::ops::Range;

/// A value that is a number or a formula. A number is a formula, too: its digits are those of the file.
#[derive(Clone, Debug)]
pub struct Slot {
    /// What messages call it, as in "T of reservoir `h`".
    pub what: Box<str>,
    /// What it says. Bare numbers that stand for energies or temperatures have their unit.
    pub formula: Formula,
    /// The bytes of the value in the file, with its quotes.
    pub place: Range<usize>,
    /// Whether it was quoted.
    pub is_string: bool,
    /// What it measures.
    pub measure: Measure,
}

/// A text that is no formula, such as a path.
#[derive(Clone, Debug)]
pub struct Text {
    /// What it says.
    pub text: Box<str>,
    /// The bytes of the value in the file, with its quotes.
    pub place: Range<usize>,
}

impl Slot {
    /// The error in the file that a fault of the formula is.
    pub fn error(&self, source: &Source, fault: Fault) -> FileError {
        error(source, &self.what, &self.place, &self.formula.text, fault)
    }

    /// Adds the names in it to a list.
    pub(super) fn names(&self, found: &mut Vec<Box<str>>) {
        self.formula.root.walk(&mut |node| {
            if let Term::Name(name) = &node.term {
                found.push(name.clone());
            }
        });
    }

    /// Whether the value is negative, and its digits with their unit, if it is a number and no other
    /// formula.
    pub fn number(&self) -> Option<(bool, &Literal)> {
        match &self.formula.root.term {
            Term::Number(literal) => Some((false, literal)),
            Term::Negated(inner) => match &inner.term {
                Term::Number(literal) => Some((true, literal)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The error in the file that a fault of a formula is, which stands at `place` with its quotes.
pub(super) fn error(
    source: &Source,
    what: &str,
    place: &Range<usize>,
    formula: &str,
    fault: Fault,
) -> FileError {
    // Where the string has escapes, its text does not stand in the file.
    let written = source.text.get(place.clone()).unwrap_or_default();
    let span = match written.find(formula).filter(|_| !formula.is_empty()) {
        Some(offset) => {
            let start = place.start + offset;
            start + fault.span.start..start + fault.span.end
        }
        None => place.clone(),
    };
    source.error(span, format!("{what}: {}", fault.message), fault.label)
}
