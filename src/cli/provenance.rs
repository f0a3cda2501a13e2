//! Where a table or a picture comes from: what was asked of which program.

use super::command_line::{CommandLine, from_bytes};
use super::device::{self, TableFile};
use super::failure::Failure;
use super::input::Content;
use super::place;
use serde::{Deserialize, Serialize};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What was asked of which program.
#[derive(Debug, Deserialize, Serialize)]
pub struct Provenance {
    pub version: String,
    commit: Option<String>,
    /// Without the name of the program, and without what changes no byte.
    arguments: Vec<Word>,
    /// The table that `--points` names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    points: Option<Content>,
    /// The folder that relative names are of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    folder: Option<Word>,
    /// The machine file, as it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    machine: Option<MachineText>,
    /// The constants that came in, where values have units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    constants: Option<Constants>,
}

/// A word of a command line, or a name: text, or bytes where it is none.
#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
enum Word {
    Text(String),
    Bytes(Vec<u8>),
}

impl Word {
    fn of(word: &OsStr) -> Self {
        match word.to_str() {
            Some(text) => Word::Text(text.into()),
            None => Word::Bytes(word.as_encoded_bytes().to_vec()),
        }
    }

    fn into_name(self) -> OsString {
        match self {
            Word::Text(text) => text.into(),
            Word::Bytes(bytes) => from_bytes(bytes),
        }
    }
}

/// A machine file: its content, and the digest of that.
#[derive(Debug, Deserialize, Serialize)]
struct MachineText {
    sha256: String,
    text: String,
    /// The tables that it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tables: Vec<TableFile>,
}

/// What begins and ends a line with a line of a machine file.
const MARKS: [&str; 2] = ["machine|", "|"];

/// A line of a machine file as it stands in pictures and comments, where control characters have no place.
fn marked(line: &str) -> String {
    let [start, end] = MARKS;
    let shown = |c: char| match c.is_control() || c == '\\' {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    };
    format!("{start}{}{end}", line.chars().map(shown).collect::<String>())
}

/// The lines of a machine file as they stand among others.
pub fn marked_lines(text: &str) -> Vec<String> {
    text.split('\n').map(marked).collect()
}

/// The text of a machine file from lines that may have it among others; none where they do not.
pub fn machine_of(lines: &[String]) -> Option<String> {
    let [start, end] = MARKS;
    let inner = |line: &String| Some(line.strip_prefix(start)?.strip_suffix(end)?.to_owned());
    let found: Vec<String> = lines.iter().filter_map(inner).map(|line| plain(&line)).collect();
    (!found.is_empty()).then(|| found.join("\n"))
}

/// The line that [`marked`] has made this of.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let mut escaped = rest[at + 1..].chars();
        match escaped.next() {
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('n') => text.push('\n'),
            Some('u') => {
                let code = escaped.as_str().strip_prefix('{').and_then(|code| code.split_once('}'));
                let Some((digits, after)) = code else { break };
                text.extend(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32));
                escaped = after.chars();
            }
            other => text.extend(other),
        }
        rest = escaped.as_str();
    }
    text + rest
}

/// Exact since 2019.
#[derive(Debug, Deserialize, Serialize)]
struct Constants {
    k_b_joule_per_kelvin: String,
    e_coulomb: String,
    h_joule_second: String,
}

impl Provenance {
    /// Of this program and this request.
    pub fn new(request: &CommandLine, has_units: bool) -> Provenance {
        let constants = has_units.then(|| Constants {
            k_b_joule_per_kelvin: "1.380649e-23".into(),
            e_coulomb: "1.602176634e-19".into(),
            h_joule_second: "6.62607015e-34".into(),
        });
        let commit = option_env!("NDEMON_COMMIT").map(str::to_owned);
        let arguments = request.words().iter().map(|word| Word::of(word)).collect();
        let version = env!("CARGO_PKG_VERSION").into();
        let machine = device::machine().map(|machine| MachineText {
            sha256: machine.sha256.clone(),
            text: machine.text.clone(),
            tables: machine.tables.clone(),
        });
        Provenance { version, commit, arguments, points: None, folder: None, machine, constants }
    }

    /// With the table of points, by its name and its content.
    pub fn with_points(self, path: &Path, content: Option<Content>) -> Provenance {
        let folder = std::env::current_dir().ok().filter(|_| path.is_relative());
        let folder = folder.map(|folder| Word::of(folder.as_os_str()));
        Provenance { points: content, folder, ..self }
    }

    /// The text of the machine file.
    pub fn machine(&self) -> Option<&str> {
        self.machine.as_ref().map(|machine| machine.text.as_str())
    }

    /// The request, and the folder that its relative names are of.
    pub fn into_request(self) -> (CommandLine, Option<PathBuf>) {
        let words = self.arguments.into_iter().map(Word::into_name).collect();
        (CommandLine::from_words(words), self.folder.map(|folder| folder.into_name().into()))
    }

    /// As lines of text.
    pub fn lines(&self) -> Vec<String> {
        let commit = self.commit.as_ref().map(|commit| format!(" ({commit})"));
        let program = format!("ndemon {}{}", self.version, commit.unwrap_or_default());
        let words = self.arguments.iter().map(|word| match word {
            Word::Text(text) => text.into(),
            Word::Bytes(bytes) => from_bytes(bytes.clone()),
        });
        let mut lines = vec![program, CommandLine::from_words(words.collect()).line()];
        lines.extend(self.constants.as_ref().map(|constants| {
            let Constants { k_b_joule_per_kelvin, e_coulomb, h_joule_second } = constants;
            format!("k_B = {k_b_joule_per_kelvin} J/K, e = {e_coulomb} C, h = {h_joule_second} J s")
        }));
        lines.extend(self.machine.iter().flat_map(|machine| marked_lines(&machine.text)));
        lines
    }

    /// As lines of a CSV that readers take for comments.
    pub fn comment(&self) -> String {
        self.lines().iter().map(|line| format!("# {line}\n")).collect()
    }
}

/// What the names of metadata end with.
pub const ENDING: &str = ".meta.json";

/// Metadata that appear beside a file together with it.
pub struct Beside {
    path: PathBuf,
    part: PathBuf,
    text: String,
}

impl Beside {
    /// Beside this file of this request.
    pub fn new(file: &Path, request: u64, provenance: &Provenance) -> Result<Self, Failure> {
        let path = place::with_ending(file, ENDING).ok_or_else(|| {
            let rule = format!("with {ENDING} the name is too long for a file beside it");
            Failure::Request(format!("--provenance: -o {}: {rule}", file.display()))
        })?;
        let [part, _] = place::beside(&path, request);
        let text = serde_json::to_string_pretty(provenance).unwrap_or_default() + "\n";
        Ok(Self { path, part, text })
    }

    /// Refuses where others are there. The same ones were left when the table was removed.
    pub fn refuse_taken(&self) -> Result<(), Failure> {
        if !place::is_taken(&self.path) || self.is_there() {
            return Ok(());
        }
        let rule = "it exists; --force overwrites it";
        Err(Failure::Request(format!("--provenance: {}: {rule}", self.path.display())))
    }

    fn is_there(&self) -> bool {
        fs::read(&self.path).is_ok_and(|text| text == self.text.as_bytes())
    }

    /// Writes them to where nobody looks.
    pub fn prepare(&self) -> Result<(), Failure> {
        let write = || {
            let mut file = place::open(&self.part, true)?;
            if place::is_shared(&file)? {
                return Err(io::Error::other("it has another name, too; remove it"));
            }
            file.set_len(0)?;
            file.write_all(self.text.as_bytes())?;
            file.sync_all()
        };
        write().map_err(|error| self.failed(&error))
    }

    /// Puts them in their place.
    pub fn publish(&self, may_replace: bool) -> Result<(), Failure> {
        match place::rename(&self.part, &self.path, may_replace) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && self.is_there() => {
                let _ = fs::remove_file(&self.part);
                Ok(())
            }
            published => published.map_err(|error| self.failed(&error)),
        }
    }

    /// Takes them away again, where the file cannot appear.
    pub fn withdraw(&self) {
        if self.is_there() {
            let _ = fs::remove_file(&self.path);
        }
    }

    fn failed(&self, error: &io::Error) -> Failure {
        let _ = fs::remove_file(&self.part);
        Failure::io(&self.path.display().to_string(), error)
    }

    /// Removes the metadata of a file that is about to be replaced by one that has none.
    pub fn forget(file: &Path) {
        let Some(path) = place::with_ending(file, ENDING) else { return };
        let is_provenance = |text: Vec<u8>| serde_json::from_slice::<Provenance>(&text).is_ok();
        if fs::read(&path).is_ok_and(is_provenance) {
            let _ = fs::remove_file(&path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_file_comes_back_from_lines_to_the_byte() {
        for text in ["", "a\n", "\u{feff}a\r\n\tb \\ '\\t'\n\nc | d|", "ε = \u{7}\\u{7}\n"] {
            let lines: Vec<String> = text.split('\n').map(marked).collect();
            assert!(!lines.concat().contains(char::is_control), "{lines:?}");
            assert_eq!(machine_of(&lines).as_deref(), Some(text));
        }
        assert_eq!(machine_of(&["ndemon sweep".into()]), None);
    }
}
