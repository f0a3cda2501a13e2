//! Functions of doubles that give the same bits on every machine, within a unit in the last place: those of the
//! crate `libm`.

pub use libm::{asin, cos, exp, expm1, hypot, log, pow, sin};
