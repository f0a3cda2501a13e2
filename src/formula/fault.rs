//! What is wrong with a formula, and where.

use std::ops::Range;

/// What is wrong with a formula, with the place in its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the text that are wrong.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What stands beside the carets under these bytes: a rule or a remedy.
    pub label: String,
}

impl Fault {
    /// A fault at these bytes.
    pub fn new(span: Range<usize>, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { span, message: message.into(), label: label.into() }
    }
}
