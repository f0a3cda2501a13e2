//! All values of one parameter at which a result has a value, or between which it has enough: each proven, and
//! proven to be all there are within a range, where the family can enclose the result
//! ([`Family::enclose`](crate::model::Family::enclose)); found on a grid elsewhere.

mod answer;
mod looks;
mod points;
mod question;
mod region;
mod roots;
mod sampled;
#[cfg(test)]
mod soundness;
mod thin;

pub use answer::{Answer, By, Place, What};
pub use question::Question;
