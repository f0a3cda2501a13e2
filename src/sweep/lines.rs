//! The lines of a text, one at a time, with their numbers.

use super::records::TableError;
use memchr::memchr2;
use std::io::{self, BufRead};
use std::ops::Range;

/// No line of a table may be longer, so that memory is bounded whatever comes.
pub(super) const LONGEST: usize = 1 << 20;

/// The lines of a reader. Each ends with a line feed, with a carriage return, or with both.
pub(super) struct Lines<R> {
    reader: R,
    /// What has been read and belongs to the present line or to those that follow.
    buffer: Vec<u8>,
    /// Where the present line is in the buffer, without what ends it, and where the next one begins.
    line: Range<usize>,
    next: usize,
    number: u64,
    /// Whether a line feed at the start of the next line belongs to the end of the present one.
    returned: bool,
    /// The last comment, and the number of its line.
    comment: Option<(u64, String)>,
}

impl<R: BufRead> Lines<R> {
    pub fn new(reader: R) -> Self {
        let (buffer, line) = (Vec::new(), 0..0);
        Lines { reader, buffer, line, next: 0, number: 0, returned: false, comment: None }
    }

    /// Goes to the next line that is not blank; whether there is one. A line of nothing but
    /// delimiters is not blank.
    pub fn advance(&mut self, delimiter: u8) -> Result<bool, TableError> {
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() && *byte != delimiter;
        while self.next()? {
            if !self.text().iter().all(is_blank) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn next(&mut self) -> Result<bool, TableError> {
        let mut searched = 0;
        loop {
            self.end_return();
            let rest = &self.buffer[self.next..];
            let end = memchr2(b'\n', b'\r', &rest[searched..]).map(|end| searched + end);
            self.line = self.next..self.next + end.unwrap_or(rest.len());
            if self.line.len() > LONGEST {
                return Err(TableError::Long(self.number + 1));
            }
            if let Some(end) = end {
                self.returned = rest[end] == b'\r';
                self.next = self.line.end + 1;
                self.end();
                return Ok(true);
            }
            searched = rest.len();
            if !self.fill()? {
                self.next = self.line.end;
                if self.line.is_empty() {
                    return Ok(false);
                }
                self.end();
                return Ok(true);
            }
        }
    }

    /// Reads more behind the line that begins at `next`; whether there was more. What stands before that
    /// line is dropped.
    fn fill(&mut self) -> Result<bool, TableError> {
        let bytes = loop {
            match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                bytes => break bytes?,
            }
        };
        self.buffer.drain(..self.next);
        (self.line, self.next) = (0..self.buffer.len(), 0);
        self.buffer.extend_from_slice(bytes);
        let count = bytes.len();
        self.reader.consume(count);
        Ok(count > 0)
    }

    /// Counts the line, and takes a byte order mark from the first one.
    fn end(&mut self) {
        self.number += 1;
        if self.number == 1 && self.text().starts_with(MARK) {
            self.line.start += MARK.len();
        }
    }
}

/// U+FEFF in UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

impl<R> Lines<R> {
    /// The line, without what ends it.
    pub fn text(&self) -> &[u8] {
        &self.buffer[self.line.clone()]
    }

    /// The number of the line, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The lines that follow the present one, as far as they have been read.
    pub fn ahead(&mut self) -> &[u8] {
        self.end_return();
        &self.buffer[self.next..]
    }

    /// Goes over a line feed that belongs to a carriage return before it, once it has been read.
    fn end_return(&mut self) {
        if self.returned && self.next < self.buffer.len() {
            self.next += usize::from(self.buffer[self.next] == b'\n');
            self.returned = false;
        }
    }

    /// Goes on to the end of a line that takes so many bytes of those ahead, with what ends it.
    pub fn skip(&mut self, count: usize) {
        self.line = self.next..self.next + count;
        self.next = self.line.end;
        self.number += 1;
    }

    /// Whether this is the first line, and begins with these bytes.
    pub fn begin_with(&self, bytes: &[u8]) -> bool {
        self.number <= 1 && self.text().starts_with(bytes)
    }

    /// Keeps the line as the last comment.
    pub fn keep_comment(&mut self) {
        self.comment = Some((self.number, String::from_utf8_lossy(self.text()).into_owned()));
    }

    /// The last comment, and the number of its line.
    pub fn comment(&self) -> Option<&(u64, String)> {
        self.comment.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    /// The lines of a text that are not blank, with their numbers.
    fn lines(text: &str, capacity: usize) -> Vec<(u64, String)> {
        let mut lines = Lines::new(BufReader::with_capacity(capacity, text.as_bytes()));
        let mut found = Vec::new();
        while lines.advance(b',').unwrap() {
            found.push((lines.number(), String::from_utf8(lines.text().to_vec()).unwrap()));
        }
        found
    }

    /// Every text of up to seven of these letters, whatever is read at once.
    #[test]
    fn every_kind_of_end_ends_a_line() {
        let mut texts = vec![String::new()];
        for _ in 0..7 {
            texts = texts
                .iter()
                .flat_map(|t| ["a", " ", "\r", "\n"].map(|c| format!("{t}{c}")))
                .collect();
            for text in &texts {
                let plain = text.replace("\r\n", "\n").replace('\r', "\n");
                let all = (1..).zip(plain.split('\n').map(str::to_owned));
                let expected: Vec<_> = all.filter(|(_, line)| !line.trim().is_empty()).collect();
                for capacity in [1, 3, 64] {
                    assert_eq!(lines(text, capacity), expected, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_a_line() {
        for text in ["\u{feff}tc", "\u{feff}tc\r\n", "\u{feff}tc\r"] {
            assert_eq!(lines(text, 2), [(1, "tc".to_owned())]);
        }
    }
}
