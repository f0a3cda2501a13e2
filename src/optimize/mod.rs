//! The best refrigerator within ranges of its parameters, with a proof that there is no better one; and the best
//! point of any family that a search finds, with a bound on all others where the family encloses its results.

mod ascent;
mod climb;
mod golden;
mod levels;
mod order;
mod proof;
mod question;
mod region;
mod relaxation;
mod search;
#[cfg(test)]
mod soundness;
mod trial;
mod wish;

pub use proof::Proof;
pub use question::{Candidate, Goal, Question, Strength};
pub use search::{Answer, can_vary};
pub use wish::{Aim, Found, MOST_RANGES, Wish};
