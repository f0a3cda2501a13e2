//! What comes of a question.

/// The places that were found, and what is proven of them.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The places, in the order of the parameter.
    pub places: Vec<Place>,
    /// Whether it is proven that there is nothing but these places within the range. What is [`What::Open`] is
    /// known to be all that is not known.
    pub is_proven: bool,
    /// How many pieces of the range were looked at, or points.
    pub looks: u64,
}

impl Answer {
    /// The places that are not decided.
    pub fn open(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| place.what == What::Open)
    }
}

/// A value of the parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The double.
    pub at: f64,
    /// How far from it the number itself is, at most; 0 for an edge, which is a double.
    pub error: f64,
    /// What is there.
    pub what: What,
}

/// What is at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The result has the value exactly once within the error.
    One,
    /// It has it at least once within the error.
    Some,
    /// Whether it has it within the error, or where the region begins or ends there, is not decided.
    Open,
    /// The first double of a part of the region.
    From(By),
    /// The last double of a part of the region.
    To(By),
}

/// What ends a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The range.
    Range,
    /// Beyond it points are not physical, or there are none: their status.
    Status(&'static str),
    /// Beyond it this bound does not hold; its place among those of the question.
    Bound(usize),
    /// Beyond it, it is not decided whether all holds.
    Open,
}
