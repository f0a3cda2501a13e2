//! The N-demon refrigerator of Deghi and Bustos-Marín (arXiv 2006.16397): a reservoir out of
//! equilibrium, the *N-demon*, makes heat flow from a cold to a hot reservoir while it exchanges,
//! in the mean, neither energy nor particles with the device. This crate computes the demon's
//! occupations (Eqs. 20 and C4), the power (C6), the entropy current the demon pays (C8) and the
//! coefficient of performance (C10), for one point or for grids of any size; the `ndemon`
//! command is a thin front end to it.
//!
//! The modules, each importing only from those above it:
//!
//! 1. [`numeric`]: arithmetic without physics.
//! 2. [`quantity`]: what numbers are measured in.
//! 3. [`formula`]: functions of energy as text, read into trees.
//! 4. [`model`]: what a machine is to the program: a [`Family`](model::Family) of points with parameters
//!    and results, which solves a [`Block`](model::Block) of points at once.
//! 5. [`machine_file`]: TOML that describes any machine, read into plain data.
//! 6. [`refrigerator`]: the paper's refrigerator, which is one family, in the paper's notation.
//! 7. [`table`]: the columns of a family, and which of them are shown.
//! 8. [`sweep`]: grids and tables of points; [`spread`]: devices drawn at random; [`figure`]: curves;
//!    [`output`]: how rows and charts are written. They work on any family.
//! 9. [`solve`]: all values of a parameter at which a result has a value; [`optimize`]: the best refrigerator
//!    within ranges; [`verify`]: the paper, checked.
//! 10. `cli`: the command line, with the feature of that name, which is on by default.
//!
//! One point:
//!
//! ```
//! use ndemon::refrigerator::{Point, Refrigerator};
//!
//! let point = Point::paper(0.5, 1.3); // Fig. 2 at Tc = 0.5, ε4 = 1.3
//! let solution = Refrigerator::new(&point).expect("0 < Tc < Th").solve();
//! assert!((solution.cop - 0.185001768171289).abs() < 1e-14); // Eq. C10 at 60 digits
//! ```
//!
//! [`sweep::Grid`] shows how a sweep is written, [`sweep::Points`] how a table of points is read,
//! [`optimize::Question`] how an optimum is found, and [`model::Family`] how a family of one's own is
//! made.
#![deny(unsafe_code)]
#![warn(missing_docs)]
// They panic where nothing can be written.
#![cfg_attr(not(test), warn(clippy::print_stderr, clippy::print_stdout))]

#[cfg(feature = "cli")]
pub mod cli;
pub mod figure;
pub mod formula;
pub mod machine_file;
pub mod model;
pub mod numeric;
pub mod optimize;
pub mod output;
pub mod quantity;
pub mod refrigerator;
pub mod solve;
pub mod spread;
pub mod sweep;
pub mod table;
pub mod verify;
