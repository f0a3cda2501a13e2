//! The text of a file, and messages that point into it.

use std::fmt::{Display, Formatter};
use std::ops::Range;

/// The name of a file and its text, into which messages point.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as messages show it.
    pub path: Box<str>,
    /// The text without a byte-order mark.
    pub text: Box<str>,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is computed.
    Error,
    /// Something is likely not what was meant.
    Warning,
}

/// Something found in a file: what it is, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The path of the file.
    pub path: Box<str>,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// The line, or the part around the place where the line is long.
    pub excerpt: String,
    /// How many characters of the excerpt stand before the carets, and how many carets there are.
    pub carets: (usize, usize),
    /// What stands beside the carets: a rule or a remedy.
    pub label: String,
}

impl std::error::Error for FileError {}

/// How much of a long line is shown on either side of the place.
const AROUND: usize = 60;

impl Source {
    /// Reads the bytes of a file as text.
    ///
    /// # Errors
    /// [`FileError`] where they are no UTF-8.
    pub fn decode(path: &str, bytes: &[u8]) -> Result<Source, Box<FileError>> {
        let new = |text: &str| Source { path: path.into(), text: text.into() };
        let utf16 = [[0xff, 0xfe], [0xfe, 0xff]].iter().any(|mark| bytes.starts_with(mark));
        let is_sparse = bytes.len() > 3 && (bytes[0] == 0) != (bytes[1] == 0);
        if utf16 || is_sparse {
            let label = "save it as UTF-8";
            return Err(Box::new(new("").error(0..0, "the file is in UTF-16", label)));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(new(text)),
            Err(error) => {
                let text = String::from_utf8_lossy(bytes);
                let at = error.valid_up_to();
                let message = format!("byte {:#04x} is no character of UTF-8", bytes[at]);
                Err(Box::new(new(&text).error(at..at + 3, message, "save it as UTF-8")))
            }
        }
    }

    /// An error at these bytes.
    pub fn error(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> FileError {
        // The place may be the end of the text, and a reader's span may end within a character.
        let start = self.boundary(span.start);
        let before = &self.text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        let text = self.text[line_start..].split('\n').next().unwrap_or_default();
        let text = text.strip_suffix('\r').unwrap_or(text);
        let column = self.text[line_start..start].chars().count();
        let end = self.boundary(span.end).clamp(start, (line_start + text.len()).max(start));
        let width = self.text[start..end].chars().count().max(1);
        let (excerpt, shift) = cut(text, column, width);
        FileError {
            severity: Severity::Error,
            message: message.into(),
            path: self.path.clone(),
            line,
            column: column + 1,
            carets: (column - shift, width.min(2 * AROUND)),
            excerpt,
            label: label.into(),
        }
    }

    /// The last place up to this byte that is not within a character.
    pub(super) fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

/// The part of a line around a place, and by how many characters the place moves to the left in it.
fn cut(line: &str, column: usize, width: usize) -> (String, usize) {
    let count = line.chars().count();
    if count <= 4 * AROUND {
        return (line.to_owned(), 0);
    }
    let first = column.saturating_sub(AROUND);
    let last = (column + width.min(AROUND) + AROUND).min(count);
    let part: String = line.chars().skip(first).take(last - first).collect();
    let ahead = if first > 0 { "…" } else { "" };
    let behind = if last < count { "…" } else { "" };
    (format!("{ahead}{part}{behind}"), first - ahead.chars().count())
}

impl Display for FileError {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let FileError { message, path, line, column, excerpt, label, .. } = self;
        let (before, width) = self.carets;
        let gutter = line.to_string().len();
        // A tab before the place stays a tab, so that the carets stand under it.
        let blank = |c: char| if c == '\t' { '\t' } else { ' ' };
        let indent: String =
            excerpt.chars().chain(std::iter::repeat(' ')).take(before).map(blank).collect();
        writeln!(f, "{severity}: {message}")?;
        writeln!(f, "{:gutter$}--> {path}:{line}:{column}", "")?;
        writeln!(f, "{:gutter$} |", "")?;
        writeln!(f, "{line} | {excerpt}")?;
        let carets = "^".repeat(width);
        write!(f, "{:gutter$} | {}", "", format!("{indent}{carets} {label}").trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn source(text: &str) -> Source {
        Source::decode("wire.toml", text.as_bytes()).unwrap()
    }

    #[test]
    fn a_message_shows_the_line_and_points_into_it() {
        let text = format!("{}between = [\"h\", \"x\"]\r\n", "\r\n".repeat(22));
        let source = source(&text);
        let at = text.find("\"x\"").unwrap();
        let message = "transmission between `h` and `x`: there is no reservoir `x`";
        let error = source.error(at..at + 3, message, "reservoirs are h, c, l");
        // The sample of the manual.
        expect![[r#"
            error: transmission between `h` and `x`: there is no reservoir `x`
              --> wire.toml:23:17
               |
            23 | between = ["h", "x"]
               |                 ^^^ reservoirs are h, c, l"#]]
        .assert_eq(&error.to_string());
    }

    /// hukkin/tomli#304: a byte-order mark gives "invalid statement 1:1" there.
    #[test]
    fn a_byte_order_mark_shifts_nothing() {
        let source = source("\u{feff}\u{b5} = x");
        assert_eq!(&*source.text, "\u{b5} = x");
        let error = source.error(5..6, "", "");
        assert_eq!((error.line, error.column), (1, 5));
    }

    #[test]
    fn other_encodings_are_named() {
        let message = |bytes: &[u8]| Source::decode("a", bytes).unwrap_err().message;
        assert_eq!(message(b"\xff\xfef\0o\0"), "the file is in UTF-16");
        assert_eq!(message(b"\0f\0o"), "the file is in UTF-16");
        let latin = Source::decode("a", b"x = 1\ny = \"1\xb5V\"").unwrap_err();
        assert_eq!((latin.line, latin.column), (2, 7));
        assert_eq!(latin.message, "byte 0xb5 is no character of UTF-8");
    }

    #[test]
    fn places_at_ends_and_in_long_lines_are_shown() {
        let error = source("a\n").error(2..2, "m", "");
        expect![[r#"
            error: m
             --> wire.toml:2:1
              |
            2 | 
              | ^"#]]
        .assert_eq(&error.to_string());
        let long = format!("{}x{}", "(".repeat(1000), ")".repeat(1000));
        let error = source(&long).error(1000..1001, "m", "here");
        let caret = error.excerpt.chars().nth(error.carets.0);
        assert_eq!((error.column, caret), (1001, Some('x')));
        assert!(error.excerpt.chars().count() < 200);
        let tabs = source("\ta\tb").error(3..4, "m", "").to_string();
        assert!(tabs.ends_with("  | \t \t^"), "{tabs}");
    }
}
