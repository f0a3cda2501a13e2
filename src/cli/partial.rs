//! A file that appears when it is whole: until then its rows are in a file beside it, which a later
//! run of the same request can go on with.

use super::failure::{Failure, warn};
use super::place;
use super::provenance::{Beside, Provenance};
use super::stream::Stream;
use super::trail::{Sound, Trail};
use crate::output::Writer;
use std::fs::{self, File, TryLockError};
use std::io::{self, Seek};
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

/// The file beside, `FILE.<request>.part`, named after the request whose rows it holds: no other
/// request takes it for its own. Whoever writes it holds a lock on it.
pub struct Partial {
    shown: String,
    target: PathBuf,
    part: PathBuf,
    sums: PathBuf,
    file: File,
    stream: Stream,
    existing: Existing,
    can_go_on: bool,
    units: u64,
    beside: Option<Beside>,
}

impl Partial {
    /// Opens, or begins, the file beside `path` for the request with this fingerprint. Provenance is
    /// to appear together with the file.
    pub fn open(
        path: &Path,
        request: u64,
        existing: Existing,
        provenance: Option<&Provenance>,
    ) -> Result<Self, Failure> {
        let shown = path.display().to_string();
        let target = place::followed(path).map_err(|error| Failure::io(&shown, &error))?;
        let beside = provenance.map(|provenance| Beside::new(&target, request, provenance));
        let beside = beside.transpose()?;
        let may_replace = existing == Existing::Overwrite;
        let refuse_taken = || match fs::symlink_metadata(&target) {
            Ok(_) if !may_replace => refused(&shown, "it exists; --force overwrites it"),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(Failure::io(&shown, &error))
            }
            _ => Ok(()),
        };
        refuse_taken()?;
        if let Some(beside) = beside.as_ref().filter(|_| !may_replace) {
            beside.refuse_taken()?;
        }
        let [part, sums] = place::beside(&target, request);
        for other in place::all_beside(&target, "part") {
            let Some(_locked) = locked(&other, false, &shown)? else { continue };
            let name = other.display();
            match existing {
                Existing::Overwrite if other != part => {
                    let removed =
                        remove(&other).and_then(|()| remove(&other.with_extension("sums")));
                    removed.map_err(|error| Failure::io(&name.to_string(), &error))?;
                }
                Existing::Keep if other == part => {
                    refused(
                        &shown,
                        &format!(
                            "{name} holds rows of this request; go on with --resume, or begin anew with --force"
                        ),
                    )?;
                }
                Existing::Keep | Existing::GoOn if other != part => {
                    refused(
                        &shown,
                        &format!(
                            "{name} holds rows of another request, or of other tables; remove it, or begin anew with --force"
                        ),
                    )?;
                }
                _ => {}
            }
        }
        // Checksums of rows that somebody has removed.
        let orphans = place::all_beside(&target, "sums").into_iter();
        for orphan in orphans.filter(|sums| !place::is_taken(&sums.with_extension("part"))) {
            let _ = remove(&orphan);
        }
        let Some(file) = locked(&part, true, &shown)? else {
            return Err(busy(&part));
        };
        if let Err(failure) = refuse_taken() {
            // It has appeared before there was a lock.
            let _ = remove(&part);
            return Err(failure);
        }
        let cloned = file.try_clone().map_err(|error| Failure::io(&shown, &error))?;
        let stream = Stream::of(shown.clone(), cloned);
        Ok(Self {
            shown,
            target,
            part,
            sums,
            file,
            stream,
            existing,
            can_go_on: false,
            units: 0,
            beside,
        })
    }

    /// Keeps of what was there the rows that are those of this request, if it may go on with them.
    /// `can_go_on` says whether a later run could with those of this one.
    pub fn resume(&mut self, writer: &mut dyn Writer, can_go_on: bool) -> Result<(), Failure> {
        self.can_go_on = can_go_on;
        self.keep(writer).map_err(|error| Failure::io(&self.part.display().to_string(), &error))
    }

    fn keep(&mut self, writer: &mut dyn Writer) -> io::Result<()> {
        let sums = place::open(&self.sums, true)?;
        if place::is_shared(&sums)? {
            return Err(io::Error::other(
                "the file of its checksums has another name, too; remove it",
            ));
        }
        if self.existing != Existing::GoOn {
            self.file.set_len(0)?;
            self.stream.keep(Trail::begin(sums)?);
            return Ok(());
        }
        let mut sound = Sound::new(&self.file, &sums)?;
        let (units, length) = writer.whole(&mut sound)?;
        if let Some(place) = sound.damage() {
            let part = self.part.display();
            warn(&format!(
                "{part}: from byte {place} on it is not what was written; these rows are made again"
            ));
        }
        drop(sound);
        self.file.set_len(length)?;
        let trail = Trail::go_on(sums, &self.file, length)?;
        self.file.seek(io::SeekFrom::End(0))?;
        self.units = units;
        self.stream.keep(trail);
        Ok(())
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

    /// Whether its name is still its own.
    pub fn is_there(&self) -> bool {
        place::names(&self.part, &self.file)
    }

    /// What to say when it is left unfinished.
    pub fn farewell(&self) -> String {
        let way = if self.can_go_on { "; the same command with --resume goes on" } else { "" };
        format!("unfinished: the rows so far are in {}{way}", self.part.display())
    }

    /// The refusal of rows that no run of this request has written.
    pub fn surplus(&self) -> Failure {
        let part = self.part.display();
        Failure::Unfinished(format!("{part}: it has more rows than the request; remove it"))
    }

    /// Removes it.
    pub fn abandon(&self) {
        if self.is_there() {
            // It is in nobody's way if it stays.
            let _ = remove(&self.part).and_then(|()| remove(&self.sums));
        }
    }

    /// Writes its end and puts it in its place, together with what is to stand beside it. Whatever
    /// ends the program meanwhile, no file stands there that is not whole, and nothing beside it
    /// that describes another one.
    pub fn finish(&self, end: &[u8]) -> Result<(), Failure> {
        let held = self.stream.end(end)?;
        let failed = |error| Failure::io(&self.shown, &error);
        self.file.sync_all().map_err(failed)?;
        let may_replace = self.existing == Existing::Overwrite;
        if !self.is_there() {
            let part = self.part.display();
            let rule = "it was removed or replaced while it was being written; begin anew";
            return Err(Failure::Unfinished(format!("{part}: {rule}")));
        }
        let appeared = || {
            let rule = "a file of this name has appeared meanwhile; move it away";
            Failure::Unfinished(format!("{}: {rule}", self.shown))
        };
        if !may_replace && place::is_taken(&self.target) {
            return Err(appeared());
        }
        if let Ok(replaced) = fs::metadata(&self.target) {
            self.file.set_permissions(replaced.permissions()).map_err(failed)?;
        }
        match &self.beside {
            // At no time there may be a table with the metadata of another one.
            Some(beside) => {
                beside.prepare()?;
                let _ = remove(&self.sums);
                if may_replace {
                    remove(&self.target).map_err(failed)?;
                }
                // No file system renames two files at once. Metadata whose table is not there yet
                // say nothing false, and a later run of the request takes them for its own.
                beside.publish(may_replace)?;
            }
            None => {
                let _ = remove(&self.sums);
                if may_replace {
                    Beside::forget(&self.target);
                }
            }
        }
        if let Err(error) = place::rename(&self.part, &self.target, may_replace) {
            if let Some(beside) = &self.beside {
                beside.withdraw();
            }
            return Err(match error.kind() {
                io::ErrorKind::AlreadyExists => appeared(),
                _ => failed(error),
            });
        }
        held.for_good();
        Ok(())
    }
}

fn refused(shown: &str, rule: &str) -> Result<(), Failure> {
    Err(Failure::Request(format!("-o {shown}: {rule}")))
}

fn busy(part: &Path) -> Failure {
    Failure::Unfinished(format!("{}: another process is writing it", part.display()))
}

/// Removes a file that may not be there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Opens a part that nobody else writes; none where there is none and none is to be.
fn locked(part: &Path, create: bool, shown: &str) -> Result<Option<File>, Failure> {
    let failed = |error: io::Error| Failure::io(shown, &error);
    loop {
        let file = match place::open(part, create) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !create => return Ok(None),
            Err(_) if part.is_symlink() => return Err(no_part(part)),
            Err(error) => return Err(failed(error)),
        };
        if place::is_shared(&file).map_err(failed)? && place::names(part, &file) {
            return Err(no_part(part));
        }
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(busy(part)),
            // A file system without locks.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        // Whoever had the lock may have put the file in its place, or removed it.
        if place::names(part, &file) {
            return Ok(Some(file));
        }
    }
}

fn no_part(part: &Path) -> Failure {
    let rule = "it is a link, or no file of rows, and is not written to; remove it";
    Failure::Request(format!("{}: {rule}", part.display()))
}
