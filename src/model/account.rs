//! Who pays and who gains, as parts of a sum.

/// Parts of a sum, which a page draws as bars on both sides of 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// What the parts are, in a line.
    pub title: &'static str,
    /// What they are measured in.
    pub unit: &'static str,
    /// Each with what it is.
    pub parts: Vec<(String, f64)>,
}
