//! Where rows go: written whole, in large pieces, and never torn by an interrupt.

use super::failure::Failure;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// How many bytes are collected before they are written.
const PIECE: usize = 1 << 16;

/// A destination for bytes that are handed over a whole row, or page, at a time.
pub struct Stream {
    name: String,
    buffer: RefCell<Buffer>,
    /// Held while a piece is being written.
    writing: Arc<Mutex<()>>,
}

struct Buffer {
    target: Box<dyn Write>,
    pending: Vec<u8>,
}

impl Stream {
    /// Standard output.
    pub fn standard() -> Self {
        Self::new("standard output".into(), Box::new(io::stdout()))
    }

    /// A file, created or emptied.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let file = File::create(path).map_err(|error| Failure::io(&name, &error))?;
        Ok(Self::new(name, Box::new(file)))
    }

    fn new(name: String, target: Box<dyn Write>) -> Self {
        let buffer = RefCell::new(Buffer { target, pending: Vec::new() });
        Self { name, buffer, writing: Arc::default() }
    }

    /// Lets an interrupt end the program between two pieces, with 130, or 143 for SIGTERM; a
    /// second one ends it at once.
    #[cfg(unix)]
    pub fn end_whole_on_interrupt(&self) -> io::Result<()> {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let writing = Arc::clone(&self.writing);
        let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
        std::thread::spawn(move || {
            let mut again = false;
            for signal in signals.forever() {
                if std::mem::replace(&mut again, true) {
                    std::process::exit(128 + signal);
                }
                let writing = Arc::clone(&writing);
                std::thread::spawn(move || {
                    let _whole = writing.lock().unwrap_or_else(PoisonError::into_inner);
                    std::process::exit(128 + signal);
                });
            }
        });
        Ok(())
    }

    /// Takes bytes, and now and then passes what it has on.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut buffer = self.buffer.borrow_mut();
        buffer.pending.extend_from_slice(bytes);
        let full = buffer.pending.len() >= PIECE;
        drop(buffer);
        if full { self.flush() } else { Ok(()) }
    }

    /// Passes on what it has.
    pub fn flush(&self) -> Result<(), Failure> {
        let Buffer { target, pending } = &mut *self.buffer.borrow_mut();
        let _whole = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let written = target.write_all(pending).and_then(|()| target.flush());
        pending.clear();
        written.map_err(|error| Failure::io(&self.name, &error))
    }
}
