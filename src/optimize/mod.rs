//! The best refrigerator within ranges of its parameters, with a proof that there is no better one; and the best
//! point of any family that a search finds.

mod ascent;
mod climb;
mod golden;
mod levels;
mod order;
mod question;
mod region;
mod relaxation;
mod search;
#[cfg(test)]
mod soundness;
mod trial;
mod wish;

pub use question::{Candidate, Goal, Question, Strength};
pub use search::{Answer, can_vary};
pub use wish::{Found, MOST_RANGES, Wish};
