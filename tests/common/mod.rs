//! What tests share.

pub mod ulps;
