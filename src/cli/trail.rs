//! The checksums of an unfinished file: written after its rows, so that a later run knows which of
//! them are those that were written.

use super::progress::Progress;
use crc32fast::Hasher;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

/// How many bytes get a checksum of their own, at least: a write for each row would cost more than
/// the row.
const PIECE: u64 = 1 << 16;
/// More than is ever written at once.
const MOST: u64 = 1 << 30;

/// Where a piece of the file ends, and its CRC-32.
#[derive(Clone, Copy)]
struct Record {
    end: u64,
    sum: u32,
}

impl Record {
    const LENGTH: usize = 16;

    /// With a checksum of its own: the machine may have stopped while it was being written.
    fn to_bytes(self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        bytes[..8].copy_from_slice(&self.end.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.sum.to_le_bytes());
        let own = crc32fast::hash(&bytes[..12]);
        bytes[12..].copy_from_slice(&own.to_le_bytes());
        bytes
    }

    /// The next record, if there is a sound one.
    fn read(file: &mut impl Read) -> io::Result<Option<Self>> {
        let mut bytes = Vec::with_capacity(Self::LENGTH);
        file.take(Self::LENGTH as u64).read_to_end(&mut bytes)?;
        let (Some(end), Some(sum)) =
            (bytes.first_chunk(), bytes.get(8..).and_then(<[u8]>::first_chunk))
        else {
            return Ok(None);
        };
        let record = Self { end: u64::from_le_bytes(*end), sum: u32::from_le_bytes(*sum) };
        Ok((record.to_bytes()[..] == bytes[..]).then_some(record))
    }
}

/// The checksums of a file that is being written.
pub struct Trail {
    file: File,
    sum: Hasher,
    /// Where the file ends, and where the last piece with a checksum does.
    end: u64,
    recorded: u64,
}

impl Trail {
    /// Of a file that is empty.
    pub fn begin(file: File) -> io::Result<Self> {
        let mut trail = Self { file, sum: Hasher::new(), end: 0, recorded: 0 };
        trail.clear()?;
        Ok(trail)
    }

    /// Of a file of which no more than `length` bytes are kept, all of them sound.
    pub fn go_on(file: File, mut data: &File, length: u64) -> io::Result<Self> {
        let mut trail = Self { file, sum: Hasher::new(), end: 0, recorded: 0 };
        let mut count = 0;
        let mut records = BufReader::new(&trail.file);
        records.rewind()?;
        while let Some(record) = Record::read(&mut records)?.filter(|record| record.end <= length) {
            (trail.recorded, count) = (record.end, count + Record::LENGTH as u64);
        }
        trail.file.set_len(count)?;
        trail.file.seek(SeekFrom::Start(count))?;
        trail.end = trail.recorded;
        data.seek(SeekFrom::Start(trail.end))?;
        let mut rest = BufReader::new(data.take(length - trail.end));
        loop {
            let bytes = rest.fill_buf()?;
            let count = bytes.len();
            if count == 0 {
                break;
            }
            trail.sum.update(bytes);
            trail.end += count as u64;
            rest.consume(count);
        }
        trail.record()?;
        Ok(trail)
    }

    /// These bytes follow in the file.
    pub fn follow(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sum.update(bytes);
        self.end += bytes.len() as u64;
        if self.end - self.recorded < PIECE { Ok(()) } else { self.record() }
    }

    /// Writes the checksum of what has none.
    pub fn record(&mut self) -> io::Result<()> {
        if self.end > self.recorded {
            let sum = std::mem::take(&mut self.sum).finalize();
            self.file.write_all(&Record { end: self.end, sum }.to_bytes())?;
            self.recorded = self.end;
        }
        Ok(())
    }

    /// Nothing is left of the file.
    pub fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        (self.sum, self.end, self.recorded) = (Hasher::new(), 0, 0);
        Ok(())
    }
}

/// Reads a file as far as its bytes are those that were written, and no further.
pub struct Sound<'a> {
    data: &'a File,
    records: BufReader<&'a File>,
    progress: Progress,
    piece: Vec<u8>,
    taken: usize,
    end: u64,
    damaged: bool,
}

impl<'a> Sound<'a> {
    /// The file and its checksums.
    pub fn new(mut data: &'a File, trail: &'a File) -> io::Result<Self> {
        data.rewind()?;
        let mut records = BufReader::new(trail);
        records.rewind()?;
        let progress = Progress::checking(data.metadata()?.len());
        Ok(Self { data, records, progress, piece: Vec::new(), taken: 0, end: 0, damaged: false })
    }

    /// From where on bytes have changed since they were written, if some have.
    pub fn damage(&self) -> Option<u64> {
        self.damaged.then_some(self.end)
    }

    /// Takes the next piece, if there is a sound one.
    fn advance(&mut self) -> io::Result<()> {
        self.piece.clear();
        self.taken = 0;
        let Some(record) = Record::read(&mut self.records)?.filter(|_| !self.damaged) else {
            return Ok(());
        };
        let length = record.end.checked_sub(self.end).filter(|length| (1..MOST).contains(length));
        self.data.take(length.unwrap_or(0)).read_to_end(&mut self.piece)?;
        let is_whole = length == Some(self.piece.len() as u64);
        if is_whole && crc32fast::hash(&self.piece) == record.sum {
            self.progress.advance(self.piece.len() as u64);
            self.end = record.end;
        } else {
            self.piece.clear();
            self.damaged = true;
        }
        Ok(())
    }
}

impl Read for Sound<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Sound<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken == self.piece.len() {
            self.advance()?;
        }
        Ok(&self.piece[self.taken..])
    }

    fn consume(&mut self, count: usize) {
        self.taken += count;
    }
}
