//! Names of files beside the one that is to appear, and how one is put in another's place.

use super::command_line::fingerprint;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The bytes of the longest name that file systems take.
const LONGEST: usize = 255;
/// How many links may lead from one to the next.
const LINKS: usize = 40;

/// Where a name leads: links are followed, also to what is not there yet.
///
/// # Errors
/// Where links lead back to each other.
pub fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&target) {
            Ok(next) => target = target.parent().unwrap_or(Path::new("")).join(next),
            // It is no link, or it is not there.
            Err(_) => return Ok(target),
        }
    }
    fs::metadata(path).map(|_| target)
}

/// Whether something has this name, be it a link that leads nowhere.
pub fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Two files beside `target`, for the request with this fingerprint: one for its rows, and one for
/// their checksums.
pub fn beside(target: &Path, request: u64) -> [PathBuf; 2] {
    let stem = stem(target);
    ["part", "sums"].map(|ending| {
        let mut name = stem.clone();
        name.push(format!(".{request:016x}.{ending}"));
        target.with_file_name(name)
    })
}

/// The files beside `target` that end so and hold something of a request for it.
pub fn all_beside(target: &Path, ending: &str) -> Vec<PathBuf> {
    let folder = match target.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let stem = stem(target);
    let is_ours = |name: &OsString| {
        let rest = name.as_encoded_bytes().strip_prefix(stem.as_encoded_bytes());
        let rest = rest.and_then(|rest| rest.strip_prefix(b".")?.strip_suffix(ending.as_bytes()));
        let hash = rest.and_then(|rest| rest.strip_suffix(b"."));
        hash.is_some_and(|hash| hash.len() == 16 && hash.iter().all(u8::is_ascii_hexdigit))
    };
    let names = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.filter(is_ours).map(|name| target.with_file_name(name)).collect()
}

/// What names beside `target` begin with: its own name, or, where the whole would be too long, as
/// much of it as there is room for and a fingerprint of all of it.
fn stem(target: &Path) -> OsString {
    let name = target.file_name().unwrap_or_default();
    let room = LONGEST - ".0123456789abcdef.part".len();
    if name.len() <= room {
        return name.into();
    }
    let mark = format!("~{:016x}", fingerprint(name.as_encoded_bytes()));
    let mut stem = String::new();
    for c in name.to_string_lossy().chars() {
        if stem.len() + c.len_utf8() + mark.len() > room {
            break;
        }
        stem.push(c);
    }
    (stem + &mark).into()
}

/// The name with this ending, unless that is too long for a name.
pub fn with_ending(path: &Path, ending: &str) -> Option<PathBuf> {
    let mut name: OsString = path.file_name().unwrap_or_default().into();
    name.push(ending);
    (name.len() <= LONGEST).then(|| path.with_file_name(name))
}

/// The same name without its ending, if it has that.
pub fn without_ending(path: &Path, ending: &str) -> Option<PathBuf> {
    let bytes = path.file_name()?.as_encoded_bytes().strip_suffix(ending.as_bytes())?;
    let name = super::command_line::from_bytes(bytes.to_vec());
    (!name.is_empty()).then(|| path.with_file_name::<&OsStr>(&name))
}

/// Whether this name is still that of the open file.
#[cfg(unix)]
pub fn names(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::symlink_metadata(path), file.metadata()) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
pub fn names(path: &Path, _: &File) -> bool {
    path.exists()
}

/// Whether a file has other names, under which it is somebody else's, or is no regular one.
#[cfg(unix)]
pub fn is_shared(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let metadata = file.metadata()?;
    Ok(!metadata.is_file() || metadata.nlink() > 1)
}

#[cfg(not(unix))]
pub fn is_shared(file: &File) -> io::Result<bool> {
    Ok(!file.metadata()?.is_file())
}

/// Opens a file for reading and writing, but follows no link.
///
/// # Errors
/// Where it is one, or cannot be opened.
pub fn open(path: &Path, create: bool) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create(create).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NOFOLLOW.bits() as i32,
    );
    options.open(path)
}

/// Renames a file, to a name that must be free unless the file there may be replaced.
///
/// # Errors
/// `AlreadyExists` where it is not free; others of the file system.
pub fn rename(from: &Path, to: &Path, may_replace: bool) -> io::Result<()> {
    if may_replace {
        return fs::rename(from, to);
    }
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // Not every file system can.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            done => return done.map_err(io::Error::from),
        }
    }
    // A second name must be new, too.
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if is_taken(to) => Err(io::ErrorKind::AlreadyExists.into()),
        // Nor can every file system give one.
        Err(_) => fs::rename(from, to),
    }
}
