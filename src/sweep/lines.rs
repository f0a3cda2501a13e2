//! The lines of a text, one at a time, with their numbers.

use super::records::TableError;
use memchr::memchr2;
use std::io::{self, BufRead};

/// No line of a table may be longer, so that memory is bounded whatever comes.
pub(super) const LONGEST: usize = 1 << 20;

/// The lines of a reader. Each ends with a line feed, with a carriage return, or with both.
pub(super) struct Lines<R> {
    reader: R,
    text: Vec<u8>,
    number: u64,
    /// Whether a line feed that follows belongs to the end of the line before.
    returned: bool,
    /// The last comment, and the number of its line.
    comment: Option<(u64, String)>,
}

impl<R: BufRead> Lines<R> {
    pub fn new(reader: R) -> Self {
        Lines { reader, text: Vec::new(), number: 0, returned: false, comment: None }
    }

    /// Goes to the next line that is not blank; whether there is one. A line of nothing but
    /// delimiters is not blank.
    pub fn advance(&mut self, delimiter: u8) -> Result<bool, TableError> {
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() && *byte != delimiter;
        while self.next()? {
            if !self.text.iter().all(is_blank) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn next(&mut self) -> Result<bool, TableError> {
        self.text.clear();
        loop {
            let bytes = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                bytes => bytes?,
            };
            if bytes.is_empty() {
                if !self.text.is_empty() {
                    self.end();
                    return Ok(true);
                }
                return Ok(false);
            }
            if std::mem::take(&mut self.returned) && bytes[0] == b'\n' {
                self.reader.consume(1);
                continue;
            }
            let end = memchr2(b'\n', b'\r', bytes);
            let count = end.unwrap_or(bytes.len());
            if self.text.len() + count > LONGEST {
                return Err(TableError::Long(self.number + 1));
            }
            self.text.extend_from_slice(&bytes[..count]);
            let Some(end) = end else {
                self.reader.consume(count);
                continue;
            };
            self.returned = bytes[end] == b'\r';
            self.reader.consume(end + 1);
            self.end();
            return Ok(true);
        }
    }

    /// Counts the line, and takes a byte order mark from the first one.
    fn end(&mut self) {
        self.number += 1;
        if self.number == 1 && self.text.starts_with(MARK) {
            self.text.drain(..MARK.len());
        }
    }
}

/// U+FEFF in UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

impl<R> Lines<R> {
    /// The line, without what ends it.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The number of the line, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Whether this is the first line, and begins with these bytes.
    pub fn begin_with(&self, bytes: &[u8]) -> bool {
        self.number <= 1 && self.text.starts_with(bytes)
    }

    /// Keeps the line as the last comment.
    pub fn keep_comment(&mut self) {
        self.comment = Some((self.number, String::from_utf8_lossy(&self.text).into_owned()));
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
