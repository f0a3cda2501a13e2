//! Where bytes go: handed over in whole rows, and never torn by an interrupt.

use super::failure::{Failure, say};
use super::trail::Trail;
use std::fs::File;
use std::io::{self, Seek, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread::{Builder, sleep};
use std::time::{Duration, Instant};

/// How long an interrupt waits for a reader to take the piece that is being written.
const PATIENCE: Duration = Duration::from_secs(1);

/// A destination for bytes that are handed over a whole row, or page, at a time.
#[derive(Clone)]
pub struct Stream {
    name: String,
    /// Held while a piece is being written.
    target: Arc<Mutex<Output>>,
}

/// An open file, and the checksums of what is written to it, if somebody keeps them.
struct Output {
    file: File,
    trail: Option<Trail>,
}

impl Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.refuse_changed()?;
        self.file.write_all(bytes)?;
        self.trail.as_mut().map_or(Ok(()), |trail| trail.follow(bytes))
    }

    /// Refuses a file of ours that does not end where the last piece did: somebody has cut it, or
    /// written to it.
    fn refuse_changed(&mut self) -> io::Result<()> {
        let is_ours = self.trail.is_some();
        match is_ours && self.file.metadata()?.len() != self.file.stream_position()? {
            true => Err(io::Error::other("it was changed while it was being written")),
            false => Ok(()),
        }
    }

    fn truncate(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.trail.as_mut().map_or(Ok(()), Trail::clear)
    }

    fn record(&mut self) {
        // Rows without a checksum are made again: nothing is lost but time.
        let _ = self.trail.as_mut().map_or(Ok(()), Trail::record);
    }
}

impl Stream {
    /// Standard output.
    pub fn standard() -> Result<Self, Failure> {
        let name = "standard output";
        // As a file: the standard library's own takes a closed one for a success.
        let file = standard_output().map_err(|error| Failure::io(name, &error))?;
        Ok(Self::of(name.into(), file))
    }

    /// Something that exists and is no regular file: a device, a FIFO.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let file = File::options().write(true).open(path);
        Ok(Self::of(name.clone(), file.map_err(|error| Failure::io(&name, &error))?))
    }

    /// An open file with a name for messages.
    pub fn of(name: String, file: File) -> Self {
        Self { name, target: Arc::new(Mutex::new(Output { file, trail: None })) }
    }

    /// Keeps the checksums of what is written from here on.
    pub fn keep(&self, trail: Trail) {
        self.lock().trail = Some(trail);
    }

    /// Brings the checksums up to what is written.
    pub fn record(&self) {
        self.lock().record();
    }

    /// Writes what belongs to a file that has all its rows and keeps no checksum of it. Nothing is
    /// written to it any more, and no interrupt ends the program before what this returns is gone.
    pub fn end(&self, bytes: &[u8]) -> Result<Held<'_>, Failure> {
        let mut target = self.lock();
        let written = target.refuse_changed().and_then(|()| target.file.write_all(bytes));
        written.map_err(|error| Failure::io(&self.name, &error))?;
        target.trail = None;
        Ok(Held(target))
    }

    fn lock(&self) -> MutexGuard<'_, Output> {
        self.target.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets an interrupt end the program between two pieces, with 130, or 143 for SIGTERM and 129
    /// for SIGHUP, and says `farewell` if there is something to say; a second one ends it at once.
    ///
    /// A signal that was ignored when the program began (under `nohup`, or SIGINT in the background)
    /// stays ignored. Where no thread can be had to wait for signals, they end the program at once.
    #[cfg(unix)]
    pub fn end_whole_on_interrupt(&self, farewell: Option<String>) -> Result<(), Failure> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let heeded: Vec<i32> =
            [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| !is_ignored(*signal)).collect();
        let target = Arc::clone(&self.target);
        let (said, heard) = std::sync::mpsc::channel();
        let attend = move || {
            // Without this thread there must be no handler, so the thread itself installs it.
            let mut signals = match signal_hook::iterator::Signals::new(heeded) {
                Ok(signals) => signals,
                Err(error) => return said.send(Err(error)).unwrap_or(()),
            };
            let _ = said.send(Ok(()));
            let mut again = false;
            for signal in signals.forever() {
                if std::mem::replace(&mut again, true) {
                    std::process::exit(128 + signal);
                }
                let (target, farewell) = (Arc::clone(&target), farewell.clone());
                let end = move || {
                    let mut whole = wait(&target);
                    if let Some(whole) = &mut whole {
                        whole.record();
                    }
                    farewell.as_deref().into_iter().for_each(say);
                    std::process::exit(128 + signal)
                };
                if Builder::new().spawn(end.clone()).is_err() {
                    end();
                }
            }
        };
        match Builder::new().spawn(attend).map(|_| heard.recv()) {
            Ok(Ok(Err(error))) => Err(Failure::io("signals", &error)),
            _ => Ok(()),
        }
    }

    /// Removes all that a file has.
    pub fn truncate(&self) -> Result<(), Failure> {
        self.lock().truncate().map_err(|error| Failure::io(&self.name, &error))
    }

    /// Writes whole rows.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.lock().write(bytes).map_err(|error| Failure::io(&self.name, &error))
    }
}

/// While there is one, interrupts wait.
pub struct Held<'a>(MutexGuard<'a, Output>);

impl Held<'_> {
    /// Lets them wait for the end of the program, which is near.
    pub fn for_good(self) {
        std::mem::forget(self.0);
    }
}

/// Waits for the end of a piece; not for ever, because a reader may have stopped reading.
fn wait(target: &Mutex<Output>) -> Option<MutexGuard<'_, Output>> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        match target.try_lock() {
            Ok(whole) => return Some(whole),
            Err(TryLockError::Poisoned(whole)) => return Some(whole.into_inner()),
            Err(TryLockError::WouldBlock) => sleep(Duration::from_millis(1)),
        }
    }
    None
}

/// Whether nothing happens on this signal, because whoever started the program wanted it so.
#[cfg(unix)]
#[allow(unsafe_code)]
fn is_ignored(signal: i32) -> bool {
    let mut now = std::mem::MaybeUninit::<libc::sigaction>::uninit();
    // SAFETY: without a new action `sigaction` changes nothing and fills in the old one, which is
    // read only where it has succeeded.
    unsafe {
        libc::sigaction(signal, std::ptr::null(), now.as_mut_ptr()) == 0
            && now.assume_init().sa_sigaction == libc::SIG_IGN
    }
}

#[cfg(unix)]
pub(super) fn standard_output() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(io::stdout().as_fd().try_clone_to_owned()?.into())
}

#[cfg(windows)]
pub(super) fn standard_output() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(io::stdout().as_handle().try_clone_to_owned()?.into())
}

#[cfg(unix)]
pub(super) fn standard_input() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(io::stdin().as_fd().try_clone_to_owned()?.into())
}

#[cfg(windows)]
pub(super) fn standard_input() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(io::stdin().as_handle().try_clone_to_owned()?.into())
}

/// Whether two open files are one regular file, under whatever names.
#[cfg(unix)]
pub(super) fn is_same_file(a: &File, b: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (a.metadata(), b.metadata()) {
        (Ok(a), Ok(b)) => a.is_file() && (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
pub(super) fn is_same_file(_: &File, _: &File) -> bool {
    false
}
