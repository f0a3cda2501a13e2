//! `ndemon rerun`: the same table or picture again, from the request that it carries.

use super::command_line::CommandLine;
use super::device;
use super::failure::{Failure, warn};
use super::help;
use super::place;
#[cfg(feature = "parquet")]
use super::provenance::marked_lines;
use super::provenance::{ENDING, Provenance, machine_of};
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The flags of `rerun`.
#[derive(clap::Args)]
#[command(after_long_help = help::RERUN)]
pub struct Args {
    /// What carries a request: FILE.meta.json, a picture, a script for gnuplot, Parquet, or a CSV
    /// that begins with #
    #[arg(value_name = "FILE")]
    carrier: PathBuf,
    /// Write to this file instead of the one that the request made
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite a file that is there
    #[arg(long)]
    force: bool,
}

/// What a file carries.
struct Found {
    version: String,
    request: CommandLine,
    folder: Option<PathBuf>,
    /// The text of the machine file that it is about.
    machine: Option<String>,
}

/// The verbs whose requests files carry.
const VERBS: [&str; 4] = ["sweep", "figure", "solve", "optimize"];

/// Whether a file is a picture that begins as a CSV may begin.
fn is_script(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "gp")
}

/// More than the lines with the request are away from the beginning of a file.
const HEAD: u64 = 1 << 20;

impl Args {
    /// The arguments of the request to make again, the program's name first.
    pub fn arguments(&self) -> Result<Vec<OsString>, Failure> {
        let name = self.carrier.display();
        let refuse = |rule: &str| Failure::Request(format!("{name}: {rule}"));
        let Found { version, request, folder, machine } = found(&self.carrier)?;
        if let Some(text) = machine {
            device::recall(text);
        }
        let verb = request.words().first().and_then(|verb| verb.to_str()).unwrap_or_default();
        if !VERBS.contains(&verb) {
            let verbs = VERBS.join(", ");
            return Err(refuse(&format!(
                "only what one of these has made can be made again: {verbs}"
            )));
        }
        if request.value("points") == Some(b"-") {
            return Err(refuse("its points came from standard input, which cannot be read again"));
        }
        let current = env!("CARGO_PKG_VERSION");
        if version != current {
            warn(&format!(
                "{name} is of ndemon {version}, this is {current}: its bytes may differ"
            ));
        }
        let output = match &self.output {
            Some(file) => Some(file.clone()),
            None if is_metadata(&self.carrier)? => {
                let file = place::without_ending(&self.carrier, ENDING);
                let rule = format!("its name does not end in {ENDING}; give -o");
                Some(file.ok_or_else(|| refuse(&rule))?)
            }
            // Only on a stream a CSV begins with its request.
            None if begins_with(&self.carrier, b"#")? && !is_script(&self.carrier) => None,
            None => Some(self.carrier.clone()),
        };
        let output = output.map(|output| go_to(folder, &output)).transpose()?;
        let mut arguments: Vec<OsString> = vec!["ndemon".into()];
        arguments.extend_from_slice(request.words());
        if let Some(output) = output {
            let mut flag = OsString::from("--output=");
            flag.push(output);
            arguments.push(flag);
        }
        if self.force {
            arguments.push("--force".into());
        }
        Ok(arguments)
    }
}

/// Goes to the folder that relative names are of, if it is there; the file by a name that leads to it
/// from there, too.
fn go_to(folder: Option<PathBuf>, file: &Path) -> Result<PathBuf, Failure> {
    let failed = |error| Failure::io(&file.display().to_string(), &error);
    let is_here = |folder: &PathBuf| std::env::current_dir().is_ok_and(|here| here == *folder);
    match folder.filter(|folder| folder.is_dir() && !is_here(folder)) {
        Some(folder) if file != Path::new("-") => {
            let file = std::path::absolute(file).map_err(failed)?;
            std::env::set_current_dir(&folder).map_err(failed)?;
            Ok(file)
        }
        _ => Ok(file.into()),
    }
}

fn open(path: &Path) -> Result<File, Failure> {
    File::open(path).map_err(|error| Failure::io(&path.display().to_string(), &error))
}

fn begins_with(path: &Path, start: &[u8]) -> Result<bool, Failure> {
    let mut head = Vec::new();
    let read = open(path)?.take(start.len() as u64).read_to_end(&mut head);
    read.map_err(|error| Failure::io(&path.display().to_string(), &error))?;
    Ok(head == start)
}

fn is_metadata(path: &Path) -> Result<bool, Failure> {
    begins_with(path, b"{")
}

/// The request that a file carries.
fn found(path: &Path) -> Result<Found, Failure> {
    let name = path.display().to_string();
    let failed = |error| Failure::io(&name, &error);
    let none = || {
        let beside = place::with_ending(path, ENDING).filter(|beside| beside.exists());
        let tip = beside.map_or(String::new(), |beside| format!("; {} does", beside.display()));
        let rule = "it carries no request of ndemon, as --provenance, pictures and Parquet do";
        Failure::Request(format!("{name}: {rule}{tip}"))
    };
    let mut file = open(path)?;
    if is_metadata(path)? {
        let mut text = Vec::new();
        file.take(HEAD).read_to_end(&mut text).map_err(failed)?;
        let provenance: Provenance = serde_json::from_slice(&text).map_err(|_| none())?;
        let version = provenance.version.clone();
        let machine = provenance.machine().map(str::to_owned);
        let (request, folder) = provenance.into_request();
        return Ok(Found { version, request, folder, machine });
    }
    let lines = match () {
        () if begins_with(path, b"PAR1")? => parquet(&mut file).ok_or_else(none)?,
        () if begins_with(path, PNG)? => png(file).map_err(failed)?.ok_or_else(none)?,
        () => lines(file).map_err(failed)?,
    };
    let [program, request, ..] = &lines[..] else { return Err(none()) };
    let version = program.strip_prefix("ndemon ").and_then(|rest| rest.split(' ').next());
    let version = version.ok_or_else(none)?.to_owned();
    let request = CommandLine::parse(request).ok_or_else(none)?;
    Ok(Found { version, request, folder: None, machine: machine_of(&lines) })
}

/// Version, request and machine file, as lines, of a picture or of what has them in comments.
fn lines(file: File) -> io::Result<Vec<String>> {
    let mut reader = BufReader::new(file.take(HEAD));
    // A PDF begins with the metadata.
    let start = reader.fill_buf()?;
    let is_escaped = start.starts_with(b"<") || start.starts_with(b"%PDF");
    let (mut lines, mut line) = (Vec::new(), Vec::new());
    while reader.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        let text = match is_escaped {
            true => Some(unescaped(text.trim_end())),
            false => text.trim_end().strip_prefix("# ").map(str::to_owned),
        };
        // The first two are version and request, what follows them is a machine file, if there is one.
        let is_one = |text: &String| match lines.len() {
            0 | 1 => text.starts_with("ndemon "),
            _ => text.starts_with("machine|"),
        };
        lines.extend(text.filter(is_one));
        line.clear();
    }
    Ok(lines)
}

/// How a PNG begins.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The same of a PNG, whose comment has them: its keyword, two zeros for a
/// text that is not compressed, no language, no other keyword, and the text.
fn png(file: File) -> io::Result<Option<Vec<String>>> {
    const COMMENT: &[u8] = b"Comment\0\0\0\0\0";
    let mut reader = BufReader::new(file.take(HEAD));
    let mut head = [0; 8];
    reader.read_exact(&mut head)?;
    // Each part is its length, its kind, its data and a checksum.
    while reader.read_exact(&mut head).is_ok() && !head.ends_with(b"IDAT") {
        let length = head[..4].iter().fold(0u64, |length, byte| length << 8 | u64::from(*byte));
        let mut data = Vec::new();
        reader.by_ref().take(length + 4).read_to_end(&mut data)?;
        data.truncate(length as usize);
        if let (b"iTXt", Some(text)) = (&head[4..], data.strip_prefix(COMMENT)) {
            return Ok(Some(String::from_utf8_lossy(text).lines().map(str::to_owned).collect()));
        }
    }
    Ok(None)
}

/// The same of a Parquet file.
#[cfg(feature = "parquet")]
fn parquet(file: &mut File) -> Option<Vec<String>> {
    let entry = |key| crate::output::Parquet::entry(file, key);
    let [version, request] = ["ndemon.version", "ndemon.request"].map(entry);
    let mut lines = vec![format!("ndemon {}", version?), request?];
    lines.extend(entry("ndemon.machine").iter().flat_map(|text| marked_lines(text)));
    Some(lines)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &mut File) -> Option<Vec<String>> {
    None
}

/// The text that stands escaped in an SVG.
fn unescaped(text: &str) -> String {
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    entities.into_iter().fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c))
}
