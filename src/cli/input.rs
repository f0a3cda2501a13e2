//! The table of `--points`: which one it is, by its content.

use super::failure::Failure;
use super::stream::standard_input;
use crc32fast::Hasher;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

/// What a table holds, whatever its name and its times are.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Content {
    bytes: u64,
    /// In hexadecimal digits, as `sha256sum` prints it.
    pub sha256: String,
}

/// A table that is read.
pub struct Input {
    /// What messages call it.
    pub name: String,
    pub file: File,
    /// Whether it is a regular file, which can be read again.
    pub is_lasting: bool,
    /// The bytes that are to come, by their number and their CRC-32, if they are known.
    expected: Option<(u64, u32)>,
    sum: Hasher,
    count: u64,
}

impl Input {
    /// The table of this name, - for standard input.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let (name, file) = match path == Path::new("-") {
            true => ("standard input".into(), standard_input()),
            false => (path.display().to_string(), File::open(path)),
        };
        let file = file.map_err(|error| Failure::io(&name, &error))?;
        let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
        let is_lasting = is_file && path != Path::new("-");
        Ok(Self { name, file, is_lasting, expected: None, sum: Hasher::new(), count: 0 })
    }

    /// Reads it once for its content. It must have the same when it is read for its points.
    pub fn content(&mut self) -> Result<Content, Failure> {
        self.digest().map_err(|error| Failure::io(&self.name, &error))
    }

    fn digest(&mut self) -> io::Result<Content> {
        let (mut digest, mut sum, mut bytes) = (Sha256::new(), Hasher::new(), 0);
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = self.file.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            digest.update(&buffer[..count]);
            sum.update(&buffer[..count]);
            bytes += count as u64;
        }
        self.file.rewind()?;
        self.expected = Some((bytes, sum.finalize()));
        Ok(Content { bytes, sha256: hexadecimal(&digest.finalize()) })
    }
}

/// Two digits for each byte.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        let Some((bytes, sum)) = self.expected else { return Ok(count) };
        self.sum.update(&buffer[..count]);
        self.count += count as u64;
        let is_end = count == 0 && !buffer.is_empty();
        if is_end && (self.count, self.sum.clone().finalize()) != (bytes, sum) {
            return Err(io::Error::other("it has changed while it was being read"));
        }
        Ok(count)
    }
}
