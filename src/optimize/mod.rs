//! The best device within ranges of its parameters, with a proof that there is no better one.

mod climb;
mod levels;
mod order;
mod question;
mod region;
mod relaxation;
mod search;
#[cfg(test)]
mod soundness;

pub use question::{Candidate, Goal, Question, Strength};
pub use search::{Answer, can_vary};
