//! Machine files: TOML that describes any machine, read into plain data with places for errors.

mod build;
mod circles;
mod curve;
mod description;
mod effective;
mod family;
mod names;
mod read;
mod reservoirs;
mod scatterers;
mod section;
mod settle;
mod slot;
mod source;
mod syntax;
mod transmissions;
mod used;

pub use build::{Built, Input};
pub use description::{
    BareUnits, Carriers, Cell, Coupling, Curve, Levels, MachineFile, Merit, Parameter, Reservoir,
    Scatterer, ScattererKind, State, Table, Transmission,
};
pub use family::MachineFamily;
pub use slot::{Slot, Text};
pub use source::{FileError, Severity, Source};

#[cfg(test)]
mod tests;
