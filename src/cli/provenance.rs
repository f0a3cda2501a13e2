//! Where a table comes from, and how to make it again.

use super::failure::{Failure, is_hidden, warn};
use super::help;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// What was asked of which program.
#[derive(Debug, Deserialize, Serialize)]
pub struct Provenance {
    version: String,
    commit: Option<String>,
    /// Without the name of the program, and without what changes no byte.
    arguments: Vec<String>,
    /// The constants that came in, where values have units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    constants: Option<Constants>,
}

/// Exact since 2019.
#[derive(Debug, Deserialize, Serialize)]
struct Constants {
    k_b_joule_per_kelvin: String,
    e_coulomb: String,
    h_joule_second: String,
}

impl Provenance {
    /// Of this program and these arguments.
    pub fn new(arguments: Vec<String>, has_units: bool) -> Provenance {
        let constants = has_units.then(|| Constants {
            k_b_joule_per_kelvin: "1.380649e-23".into(),
            e_coulomb: "1.602176634e-19".into(),
            h_joule_second: "6.62607015e-34".into(),
        });
        let commit = option_env!("NDEMON_COMMIT").map(str::to_owned);
        Provenance { version: env!("CARGO_PKG_VERSION").into(), commit, arguments, constants }
    }

    /// As lines of text.
    pub fn lines(&self) -> Vec<String> {
        let commit = self.commit.as_ref().map(|commit| format!(" ({commit})"));
        let program = format!("ndemon {}{}", self.version, commit.unwrap_or_default());
        let mut lines = vec![program, command(&self.arguments)];
        lines.extend(self.constants.as_ref().map(|constants| {
            let Constants { k_b_joule_per_kelvin, e_coulomb, h_joule_second } = constants;
            format!("k_B = {k_b_joule_per_kelvin} J/K, e = {e_coulomb} C, h = {h_joule_second} J s")
        }));
        lines
    }

    /// As lines of a CSV that readers take for comments.
    pub fn comment(&self) -> String {
        self.lines().iter().map(|line| format!("# {line}\n")).collect()
    }

    /// Writes it beside a file that is about to appear; what is there may be replaced or not.
    pub fn write_beside(&self, file: &Path, may_replace: bool) -> Result<(), Failure> {
        let path = beside(file);
        if path.exists() && !may_replace {
            let rule = "it exists; --force overwrites it";
            return Err(Failure::Request(format!("--provenance: {}: {rule}", path.display())));
        }
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        fs::write(&path, text).map_err(|error| Failure::io(&path.display().to_string(), &error))
    }
}

/// The command as one types it.
pub fn command(arguments: &[String]) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:,+=%@".contains(c);
    let word = |word: &String| match word {
        word if !word.is_empty() && word.chars().all(plain) => word.clone(),
        word if word.chars().any(is_hidden) => in_octal(word),
        word => format!("'{}'", word.replace('\'', r"'\''")),
    };
    let words = arguments.iter().map(word);
    std::iter::once("ndemon".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

/// A word with what is not seen, and what is not ASCII, as numbers: the shell reads it back, and in a
/// comment it neither ends the line nor moves the cursor of a terminal.
fn in_octal(word: &str) -> String {
    let letter = |byte: u8| match byte {
        b'\'' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\{byte:03o}"),
    };
    format!("$'{}'", word.bytes().map(letter).collect::<String>())
}

const ENDING: &str = ".meta.json";

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ENDING);
    name.into()
}

/// The flags of `rerun`.
#[derive(clap::Args)]
#[command(after_long_help = help::RERUN)]
pub struct Rerun {
    /// What --provenance has written
    #[arg(value_name = "FILE.meta.json")]
    provenance: PathBuf,
    /// Write to this file instead of FILE
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite a file that is there
    #[arg(long)]
    force: bool,
}

impl Rerun {
    /// The arguments of the request to make again, the program's name first.
    pub fn arguments(&self) -> Result<Vec<OsString>, Failure> {
        let name = self.provenance.display();
        let text = fs::read_to_string(&self.provenance);
        let text = text.map_err(|error| Failure::io(&name.to_string(), &error))?;
        let found: Provenance = serde_json::from_str(&text)
            .map_err(|error| Failure::Request(format!("{name}: it is no provenance: {error}")))?;
        if found.arguments.first().is_none_or(|verb| verb != "sweep") {
            let rule = "only a sweep can be made again";
            return Err(Failure::Request(format!("{name}: {rule}")));
        }
        if found.version != env!("CARGO_PKG_VERSION") {
            warn(&format!(
                "{name} is of ndemon {}, this is {}: its bytes may differ",
                found.version,
                env!("CARGO_PKG_VERSION")
            ));
        }
        let file = match &self.output {
            Some(file) => file.clone(),
            None => name.to_string().strip_suffix(ENDING).map(PathBuf::from).ok_or_else(|| {
                Failure::Request(format!("{name}: its name does not end in {ENDING}; give -o"))
            })?,
        };
        let mut arguments: Vec<OsString> = vec!["ndemon".into()];
        arguments.extend(found.arguments.into_iter().map(OsString::from));
        arguments.extend(["-o".into(), file.into()]);
        if self.force {
            arguments.push("--force".into());
        }
        Ok(arguments)
    }
}
