//! The machine that the commands are about: that of a machine file, or the paper's refrigerator.

use super::failure::Failure;
use crate::machine_file::{MachineFamily, MachineFile};
use crate::model::{Family, Parameter};
use crate::refrigerator::RefrigeratorFamily;
use crate::table::Schema;
use sha2::{Digest, Sha256};
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::sync::OnceLock;

/// A machine file that was read.
#[derive(Debug)]
pub struct Machine {
    /// Its path as it was given.
    pub path: OsString,
    /// The digest of its bytes, in hexadecimal digits.
    pub sha256: String,
    /// The family that it is.
    pub family: &'static MachineFamily,
}

static MACHINE: OnceLock<Machine> = OnceLock::new();
static SCHEMA: OnceLock<&'static Schema> = OnceLock::new();

/// The verbs that take a machine file as their first argument.
pub const VERBS: [&str; 4] = ["eval", "sweep", "spread", "figure"];

/// Reads the machine file that these arguments name, if they name one: it follows its verb.
///
/// # Errors
/// [`Failure::Findings`] where it is none.
pub fn choose(arguments: &[OsString]) -> Result<(), Failure> {
    let is_verb = |word: &OsString| VERBS.iter().any(|verb| word == verb);
    let Some(verb) = arguments.iter().skip(1).position(is_verb) else { return Ok(()) };
    let is_flag = |word: &OsString| word.as_encoded_bytes().first() == Some(&b'-') && word != "-";
    let Some(path) = arguments.get(verb + 2).filter(|word| !is_flag(word)) else { return Ok(()) };
    if MACHINE.get().is_some() {
        return Ok(());
    }
    let machine = read(path)?;
    SCHEMA.get_or_init(|| Schema::of(machine.family));
    MACHINE.get_or_init(|| machine);
    Ok(())
}

fn read(path: &OsStr) -> Result<Machine, Failure> {
    let shown = path.to_string_lossy();
    let (name, bytes) = match &*shown {
        "-" => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().read_to_end(&mut bytes);
            ("standard input".into(), read.map(|_| bytes))
        }
        _ => (shown.into_owned(), std::fs::read(path)),
    };
    let bytes = bytes.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Failure::Request(format!("{name}: there is no such machine file"))
        }
        _ => Failure::io(&name, &error),
    })?;
    let findings = |found: Vec<_>| Failure::Findings(found);
    let file = MachineFile::read(&name, &bytes).map_err(findings)?;
    let family = MachineFamily::of(file).map_err(findings)?;
    let digest = Sha256::digest(&bytes);
    let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Machine { path: path.to_owned(), sha256, family })
}

/// The machine file, if there is one.
pub fn machine() -> Option<&'static Machine> {
    MACHINE.get()
}

/// The family of the machine with the columns of its tables.
pub fn schema() -> &'static Schema {
    SCHEMA.get_or_init(|| Schema::of(&RefrigeratorFamily))
}

/// Its family.
pub fn family() -> &'static dyn Family {
    schema().family()
}

/// Its parameters, in the order of the columns.
pub fn parameters() -> impl Iterator<Item = Parameter> {
    family().parameters().iter()
}

/// How the flag reads that gives a parameter this value.
pub fn flag(name: &str, text: &str) -> String {
    match machine() {
        Some(_) => format!("--set {name}={text}"),
        None => format!("--{name} {text}"),
    }
}
