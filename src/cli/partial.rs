//! A file that appears when it is whole: until then its rows are in a file beside it, which a later
//! run of the same request can go on with.

use super::failure::Failure;
use super::stream::Stream;
use crate::output::Writer;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufReader, Seek};
use std::path::{Path, PathBuf};

/// What `-o FILE` may do to what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Nothing.
    Keep,
    /// Overwrite it.
    Overwrite,
    /// Go on with the rows of an unfinished run.
    GoOn,
}

/// The file beside, named `FILE.<request>.part` after the request whose rows it holds: no other
/// request takes it for its own.
pub struct Partial {
    target: PathBuf,
    part: PathBuf,
    stream: Stream,
    units: u64,
}

impl Partial {
    /// Opens, or begins, the file beside `path` for the request with this fingerprint.
    pub fn open(
        path: &Path,
        request: u64,
        existing: Existing,
        writer: &mut dyn Writer,
    ) -> Result<Self, Failure> {
        // A link is followed: the file that it leads to is replaced, not the link.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let part = named(&target, request);
        let shown = path.display();
        let unfinished = unfinished(&target);
        if existing != Existing::Overwrite {
            if target.exists() {
                let rule = "it exists; --force overwrites it";
                return Err(Failure::Request(format!("-o {shown}: {rule}")));
            }
            if let Some(other) = unfinished.iter().find(|other| **other != part) {
                let other = other.display();
                return Err(Failure::Request(format!(
                    "-o {shown}: {other} holds rows of another request; remove it, or begin anew with --force"
                )));
            }
            if existing == Existing::Keep && !unfinished.is_empty() {
                return Err(Failure::Request(format!(
                    "-o {shown}: {} holds rows of this request; go on with --resume, or begin anew with --force",
                    part.display()
                )));
            }
        }
        let name = part.display().to_string();
        let failed = |error: io::Error| Failure::io(&name, &error);
        let file = File::options().read(true).write(true).create(true).truncate(false).open(&part);
        let mut file = file.map_err(|error| Failure::io(&shown.to_string(), &error))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => {
                let rule = "another process is writing it";
                return Err(Failure::Unfinished(format!("{name}: {rule}")));
            }
            // A file system without locks.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        if existing == Existing::Overwrite {
            unfinished
                .iter()
                .filter(|other| **other != part)
                .try_for_each(fs::remove_file)
                .map_err(failed)?;
            file.set_len(0).map_err(failed)?;
        }
        let mut reader = BufReader::with_capacity(1 << 20, &file);
        let whole = reader.rewind().and_then(|()| writer.whole(&mut reader));
        let (units, length) = whole.map_err(failed)?;
        file.set_len(length).and_then(|()| file.seek(io::SeekFrom::End(0))).map_err(failed)?;
        Ok(Self { target, part, stream: Stream::of(shown.to_string(), file), units })
    }

    /// The file that is to appear.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// How many whole units of its format it had; anything after them is gone.
    pub fn units(&self) -> u64 {
        self.units
    }

    /// Removes whatever it had.
    pub fn empty(&self) -> Result<(), Failure> {
        self.stream.truncate()
    }

    /// Where the next lines go.
    pub fn stream(&self) -> &Stream {
        &self.stream
    }

    /// What to say when it is left unfinished.
    pub fn farewell(&self) -> String {
        format!(
            "unfinished: the rows so far are in {}; the same command with --resume goes on",
            self.part.display()
        )
    }

    /// Removes it.
    pub fn abandon(self) {
        // It is in nobody's way if it stays.
        let _ = fs::remove_file(&self.part);
    }

    /// Puts it in its place.
    pub fn finish(self) -> Result<(), Failure> {
        let failed = |error| Failure::io(&self.target.display().to_string(), &error);
        let file = File::options().write(true).open(&self.part).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        if let Ok(replaced) = fs::metadata(&self.target) {
            fs::set_permissions(&self.part, replaced.permissions()).map_err(failed)?;
        }
        fs::rename(&self.part, &self.target).map_err(failed)
    }
}

/// A number for a request: the same for the same text, everywhere and always (FNV-1a).
pub fn fingerprint(request: &str) -> u64 {
    request.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn named(target: &Path, request: u64) -> PathBuf {
    let mut name = OsString::from(target);
    name.push(format!(".{request:016x}.part"));
    name.into()
}

/// The files beside `target` that hold rows for it.
fn unfinished(target: &Path) -> Vec<PathBuf> {
    let folder = match target.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let example = named(target, 0);
    let Some(name) = target.file_name() else { return Vec::new() };
    let begins = |path: &PathBuf| {
        let other = path.file_name().unwrap_or_default().as_encoded_bytes();
        let length = example.file_name().unwrap_or_default().len();
        let hash = other.strip_prefix(name.as_encoded_bytes());
        let hash = hash.and_then(|rest| rest.strip_prefix(b".")?.strip_suffix(b".part"));
        other.len() == length && hash.is_some_and(|hash| hash.iter().all(u8::is_ascii_hexdigit))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name());
    names.map(|name| target.with_file_name(name)).filter(begins).collect()
}
