//! Machine files: TOML that describes any machine, read into plain data with places for errors.

mod build;
mod circles;
mod columns;
mod couplings;
mod curve;
mod demon_terms;
mod demons;
mod description;
mod effective;
mod eigenvalues;
mod family;
mod files;
mod filter;
mod keys;
mod looks;
mod matrix;
mod names;
mod number;
mod optimal;
mod probes;
mod read;
mod reservoirs;
mod samples;
mod scatterers;
mod scattering;
mod scope;
mod section;
mod settle;
mod slot;
mod smatrix;
mod source;
mod syntax;
mod tables;
mod transmissions;
mod used;
mod wishes;

pub use build::{Built, Input};
pub use description::{
    BareUnits, Carriers, Cell, Coupling, Curve, Levels, MachineFile, Merit, OptimalFilter,
    Parameter, Reservoir, Scatterer, ScattererKind, State, Table, Transmission,
};
pub use family::{MachineFamily, Shape, ShapePoint};
pub use files::folder;
pub use keys::{FILE as KEYS, Key, Keys, Value};
pub use looks::{Look, Looked};
pub use matrix::{Matrix, SMatrices, hamiltonian, s_matrices};
pub use samples::{Chosen, Points, Samples};
pub use slot::{Slot, Text};
pub use source::{FileError, Severity, Source};
pub use tables::Uncertain;

#[cfg(test)]
mod filter_rules;
#[cfg(test)]
mod foreign;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod tests;
