//! The machine files of `examples/field`, and the tables that they read, as they were when the program was built.

use crate::machine_file::{MachineFamily, MachineFile};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// The machine files by their names.
        const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../examples/field/", $name, ".toml")))),*];
    };
}

files![
    "band",
    "channel",
    "contact",
    "cooling",
    "dip-peak",
    "dot",
    "esposito",
    "hot",
    "level",
    "mixed",
    "oscillators",
    "pendry",
    "power",
    "probe",
    "resonance",
    "three-terminal",
    "uncertainty",
    "whitney",
    "window",
    "wire",
];

/// The tables by their names.
const TABLES: &[(&str, &str)] =
    &[("three-terminal.csv", include_str!("../../../examples/field/three-terminal.csv"))];

/// The machine of a file; nothing if there is no such file, or it is none.
pub(super) fn family(name: &str) -> Option<&'static MachineFamily> {
    let (_, text) = FILES.iter().find(|(known, _)| *known == name)?;
    let file = MachineFile::read(&format!("{name}.toml"), text.as_bytes()).ok()?;
    for (path, table) in TABLES {
        file.supply(path, table.as_bytes()).ok()?;
    }
    MachineFamily::of(file).ok()
}
