//! Results of other papers and programs, each computed from a machine file of `examples/field` as `ndemon eval` does.
//! The register is data: [`works`] has a [`Work`] for each paper, and an [`Entry`] for each of its numbers.

mod digits;
mod entry;
mod files;
mod run;
mod works;

pub use entry::{Entry, Source, Work};
pub use run::{Answer, answers};
pub use works::works;
