//! The tests of the library, as one program, because each program is linked with all of it.
//! `cargo test --test library physics` runs those of `physics.rs`.
#![allow(clippy::duplicate_mod)] // Some files are programs of their own, too, so that each brings what it shares.

#[path = "common/solved.rs"]
mod solved;

mod accuracy;
mod beyond;
mod boxcar;
mod demon;
mod derivatives;
mod eigenvalues;
mod family;
mod field;
mod filter;
mod filter_current;
mod inputs;
mod last_bits;
mod leaks;
mod machine;
mod machine_inputs;
mod machine_tables;
mod makers;
mod minimum;
mod noise;
mod optimal;
mod optimal_range;
mod oracle;
mod own_windows;
mod paper;
mod physics;
mod pictures;
mod poles;
mod probes;
mod pumps;
mod random_machines;
mod response;
mod scatterer;
mod widths;
mod zeros;
