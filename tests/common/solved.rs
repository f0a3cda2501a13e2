//! Machines from the text of their files, and their results at one point.

use ndemon::machine_file::{FileError, MachineFamily, MachineFile};
use ndemon::model::{Block, Family, Inputs, Reading, ResultRef, Status};

/// The machine that a file describes.
///
/// # Panics
/// With all that is wrong with it.
pub fn family(text: &str) -> &'static MachineFamily {
    let say = |found: Vec<FileError>| -> &'static MachineFamily {
        panic!("{text}\n{}", found.iter().map(ToString::to_string).collect::<String>())
    };
    let file = MachineFile::read("machine.toml", text.as_bytes());
    file.map_or_else(say, |file| MachineFamily::of(file).unwrap_or_else(say))
}

/// Columns of a family at its own numbers, and the status of the point.
pub fn solved(family: &'static dyn Family, names: &[&str]) -> (Vec<f64>, Status) {
    let inputs = Inputs::complete(family, Reading::default(), |_| None).unwrap();
    let find = |name: &&str| family.result(name).unwrap_or_else(|| panic!("no column {name}"));
    let wanted: Vec<ResultRef> = names.iter().map(find).collect();
    let mut block = Block::new(inputs, wanted.clone());
    block.reset(1);
    family.solve(&mut block);
    (wanted.iter().map(|result| block.result(result)[0]).collect(), block.statuses()[0])
}

/// The same of a file.
pub fn results(text: &str, names: &[&str]) -> (Vec<f64>, Status) {
    solved(family(text), names)
}
