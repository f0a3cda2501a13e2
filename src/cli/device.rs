//! The machine that the commands are about: that of a machine file, or the paper's refrigerator.

use super::built_in;
use super::failure::Failure;
use super::input::hexadecimal;
use crate::machine_file::{FileError, MachineFamily, MachineFile};
use crate::model::{Family, Parameter};
use crate::refrigerator::RefrigeratorFamily;
use crate::table::Schema;
use serde::{Deserialize, Serialize};
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
    /// Its text.
    pub text: String,
    /// The tables that it names, in their order, each once.
    pub tables: Vec<TableFile>,
    /// The family that it is.
    pub family: &'static MachineFamily,
}

/// A table of a machine file.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct TableFile {
    /// Its name there.
    pub name: String,
    /// The digest of its bytes, in hexadecimal digits.
    pub sha256: String,
}

static MACHINE: OnceLock<Machine> = OnceLock::new();
/// The text of a machine file that a record has, which stands for the file of its name.
static RECORDED: OnceLock<String> = OnceLock::new();
static SCHEMA: OnceLock<&'static Schema> = OnceLock::new();
/// That of the machine file, which may be read after that of the refrigerator was asked for.
static OF_FILE: OnceLock<&'static Schema> = OnceLock::new();

/// The verbs that take a machine file as their first argument.
pub const VERBS: [&str; 6] = ["eval", "sweep", "spread", "solve", "optimize", "figure"];
/// Those that follow `machine` and take one.
const OF_MACHINE: [&str; 2] = ["print", "spectra"];

/// Reads the machine file that these arguments name, if they name one: it follows its verb.
///
/// A file of the built-in refrigerator is no machine of its own: the arguments that are its parameters are
/// given back, with which the command is the same as without the file.
///
/// # Errors
/// [`Failure::Findings`] where it is none.
pub fn choose(arguments: &[OsString]) -> Result<Option<Vec<OsString>>, Failure> {
    let is_one = |word: &OsString, of: &[&str]| of.iter().any(|verb| word == verb);
    let is_verb = |word: &OsString| word == "machine" || word == "columns" || is_one(word, &VERBS);
    let Some(verb) = arguments.iter().skip(1).position(is_verb) else { return Ok(None) };
    let rest = match &arguments[verb + 1..] {
        [machine, verb, rest @ ..] if machine == "machine" && is_one(verb, &OF_MACHINE) => rest,
        [machine, ..] if machine == "machine" => return Ok(None),
        rest => &rest[1..],
    };
    let is_flag = |word: &OsString| word.as_encoded_bytes().first() == Some(&b'-') && word != "-";
    let Some(path) = rest.first().filter(|word| !is_flag(word)) else { return Ok(None) };
    if MACHINE.get().is_some() {
        return Ok(None);
    }
    let machine = match read(path)? {
        Found::Machine(machine) => machine,
        Found::Refrigerator(file) => {
            if arguments.get(verb + 1).is_some_and(|word| word == "machine") {
                let rule = "the built-in device has no reservoirs to show";
                let remedy = "`ndemon machine example refrigerator` is it as a machine";
                let path = path.to_string_lossy();
                return Err(Failure::Request(format!("{path}: {rule}; {remedy}")));
            }
            return built_in::as_flags(arguments, verb + 1, &file).map(Some);
        }
    };
    OF_FILE.get_or_init(|| Schema::of(machine.family));
    MACHINE.get_or_init(|| machine);
    Ok(None)
}

/// What a machine file is.
enum Found {
    Machine(Machine),
    Refrigerator(Box<MachineFile>),
}

/// What messages call the file at this path, - for standard input, and its bytes.
///
/// # Errors
/// [`Failure`] where it cannot be read.
pub fn bytes(path: &OsStr) -> Result<(String, Vec<u8>), Failure> {
    let (name, bytes) = match path.to_string_lossy() {
        shown if shown == "-" => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().read_to_end(&mut bytes);
            ("standard input".into(), read.map(|_| bytes))
        }
        shown => (shown.into_owned(), std::fs::read(path)),
    };
    match bytes {
        Ok(bytes) => Ok((name, bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Failure::Unfinished(format!("{name}: there is no such machine file")))
        }
        Err(error) => Err(Failure::io(&name, &error)),
    }
}

/// Takes this text for the machine file from now on, whatever the file of its name says.
pub fn recall(text: String) {
    RECORDED.get_or_init(|| text);
}

fn read(path: &OsStr) -> Result<Found, Failure> {
    let (name, bytes) = match RECORDED.get() {
        Some(text) => (path.to_string_lossy().into_owned(), text.clone().into_bytes()),
        None => bytes(path)?,
    };
    let findings = |found: Vec<_>| Failure::Findings(found);
    let file = MachineFile::read(&name, &bytes).map_err(findings)?;
    if file.family.is_some() {
        return Ok(Found::Refrigerator(Box::new(file)));
    }
    let tables = tables(&file);
    let family = MachineFamily::of(file).map_err(findings)?;
    let tables = tables.map_err(|error| Failure::Findings(vec![*error]))?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let machine = Machine { path: path.to_owned(), sha256: sha256(&bytes), text, tables, family };
    Ok(Found::Machine(machine))
}

/// The digest of these bytes, in hexadecimal digits.
fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The tables that a machine file names, each once.
fn tables(file: &MachineFile) -> Result<Vec<TableFile>, Box<FileError>> {
    let mut tables: Vec<TableFile> = Vec::new();
    for path in file.files() {
        if tables.iter().all(|table| *table.name != *path.text) {
            let bytes = file.bytes_of(&path)?;
            tables.push(TableFile { name: path.text.to_string(), sha256: sha256(&bytes) });
            // These bytes are what is computed with. What is wrong with them is said where they are needed.
            let _ = file.supply(&path.text, &bytes);
        }
    }
    Ok(tables)
}

/// The machine file, if there is one.
pub fn machine() -> Option<&'static Machine> {
    MACHINE.get()
}

/// The family of the machine with the columns of its tables.
pub fn schema() -> &'static Schema {
    OF_FILE.get().unwrap_or_else(|| SCHEMA.get_or_init(|| Schema::of(&RefrigeratorFamily)))
}

/// Its family.
pub fn family() -> &'static dyn Family {
    schema().family()
}

/// Its parameters, in the order of the columns.
pub fn parameters() -> impl Iterator<Item = Parameter> {
    family().parameters().iter()
}

/// How the flag reads that gives a parameter this value, or where a file gives it.
pub fn flag(name: &str, text: &str) -> String {
    match (built_in::file_of(name), machine().is_some() || built_in::has_file()) {
        (Some(file), _) => format!("{name} = {text} of {file}"),
        (None, true) => format!("--set {name}={text}"),
        (None, false) => format!("--{name} {text}"),
    }
}
