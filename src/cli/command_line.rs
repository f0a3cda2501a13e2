//! What was asked, as it is written down: the one place where typed flags become a record, and the
//! text of a record becomes flags again.

use super::device::{family, machine};
use super::failure::is_hidden;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use std::ffi::{OsStr, OsString};

/// Flags that say where an answer goes or how it is computed, and change no byte of it.
const ELSEWHERE: [&str; 10] =
    ["output", "data", "rows", "save", "force", "resume", "jobs", "progress", "terminal", "quiet"];

/// A verb and the flags on which its answer depends, each `--flag=value` or `--switch`. The name of
/// the program is not part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandLine {
    words: Vec<OsString>,
}

impl CommandLine {
    /// What was typed: the parameters first, in the order in which they were typed, because it is
    /// that of the rows; then the other flags, each kind in one order, so that the same request has
    /// the same record.
    pub fn of(command: &Command, matches: &ArgMatches) -> Self {
        let Some((verb, matches)) = matches.subcommand() else { return Self::default() };
        let known = command.find_subcommand(verb).into_iter().flat_map(Command::get_arguments);
        let is_typed = |arg: &&Arg| {
            let id = arg.get_id().as_str();
            matches.value_source(id) == Some(ValueSource::CommandLine) && !ELSEWHERE.contains(&id)
        };
        let mut typed: Vec<&Arg> = known.filter(is_typed).collect();
        let place = |arg: &&Arg| {
            let id = arg.get_id().as_str();
            let parameter = family().parameter(id).and_then(|_| matches.index_of(id));
            (parameter.is_none(), parameter, !arg.get_action().takes_values())
        };
        typed.sort_by_key(place);
        let mut line = Self { words: vec![verb.into()] };
        if let Some(machine) = machine() {
            line.words.push(machine.path.clone());
            let values = matches.try_get_raw("set").ok().flatten().into_iter().flatten();
            for value in values {
                let mut word = OsString::from("--set=");
                word.push(value);
                line.words.push(word);
            }
            line.set("machine-sha256", &machine.sha256);
            let tables: Vec<&str> = machine.tables.iter().map(|table| &*table.sha256).collect();
            if !tables.is_empty() {
                line.set("tables-sha256", tables.join(","));
            }
        }
        for arg in typed {
            // These are there already.
            let is_new = |flag: &&str| !["set", "machine-sha256", "tables-sha256"].contains(flag);
            let Some(flag) = arg.get_long().filter(is_new) else { continue };
            match arg.get_action().takes_values() {
                true => {
                    let values = matches.get_raw(arg.get_id().as_str()).into_iter().flatten();
                    match arg.get_value_delimiter() {
                        Some(_) => {
                            line.add(flag, &values.collect::<Vec<_>>().join(OsStr::new(",")))
                        }
                        // Names may have commas: each value has the flag for itself.
                        None => values.for_each(|value| line.add(flag, value)),
                    }
                }
                false => line.words.push(format!("--{flag}").into()),
            }
        }
        line
    }

    /// Gives a flag this value, whatever it had, as the last of those with a value.
    pub fn set(&mut self, flag: &str, value: impl AsRef<OsStr>) {
        self.remove(flag);
        self.add(flag, value.as_ref());
    }

    /// Takes a flag away that has a value.
    pub fn remove(&mut self, flag: &str) {
        let start = format!("--{flag}=");
        self.words.retain(|word| !word.as_encoded_bytes().starts_with(start.as_bytes()));
    }

    fn add(&mut self, flag: &str, value: &OsStr) {
        let mut word = OsString::from(format!("--{flag}="));
        word.push(value);
        // Values stand before switches.
        let is_switch = |word: &OsString| !word.as_encoded_bytes().contains(&b'=');
        let is_flag = |word: &OsString| word.as_encoded_bytes().starts_with(b"--");
        let verb = self.words.iter().position(is_flag).unwrap_or(self.words.len());
        let end = self.words[verb..].iter().position(is_switch).map(|at| at + verb);
        self.words.insert(end.unwrap_or(self.words.len()), word);
    }

    /// The bytes of a flag's value, if it is there.
    pub fn value(&self, flag: &str) -> Option<&[u8]> {
        let flag = format!("--{flag}=");
        self.words.iter().find_map(|word| word.as_encoded_bytes().strip_prefix(flag.as_bytes()))
    }

    /// The verb and the flags.
    pub fn words(&self) -> &[OsString] {
        &self.words
    }

    /// From the verb and the flags, without leave to overwrite anything: that is for whoever asks
    /// now, not for whoever wrote them down.
    pub fn from_words(words: Vec<OsString>) -> Self {
        let is_kept = |word: &OsString| word != "--force" && word != "--resume";
        Self { words: words.into_iter().filter(is_kept).collect() }
    }

    /// A number for it: the same for the same request of the same version, everywhere and always.
    pub fn fingerprint(&self) -> u64 {
        let words = self.words.iter().map(|word| word.as_encoded_bytes());
        let words: Vec<&[u8]> =
            std::iter::once(env!("CARGO_PKG_VERSION").as_bytes()).chain(words).collect();
        fingerprint(&words.join(&0))
    }

    /// As a shell reads it, `ndemon` first: printable UTF-8 whatever the bytes of names are.
    pub fn line(&self) -> String {
        let words = self.words.iter().map(|word| quoted(word));
        std::iter::once("ndemon".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
    }

    /// What [`CommandLine::line`] has written, or a person who quotes as a shell does; none where
    /// the line is no command of ours.
    pub fn parse(line: &str) -> Option<Self> {
        let mut words = split(line)?.into_iter();
        (words.next()? == "ndemon").then(|| Self::from_words(words.collect()))
    }
}

/// A number for bytes (FNV-1a).
pub fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// A word as a shell reads it: bare, in quotes, or, where it is not printable text, as `$'…'`.
fn quoted(word: &OsStr) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:,+=%@".contains(c);
    if let Some(text) = word.to_str() {
        if !text.is_empty() && text.chars().all(plain) {
            return text.into();
        }
        if !text.chars().any(is_hidden) {
            return format!("'{}'", text.replace('\'', r"'\''"));
        }
    }
    let mut quoted = String::from("$'");
    for chunk in word.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\\' | '\'' => quoted.extend(['\\', c]),
                c if is_hidden(c) => {
                    let mut bytes = [0; 4];
                    quoted.extend(c.encode_utf8(&mut bytes).bytes().map(|b| format!("\\x{b:02x}")));
                }
                c => quoted.push(c),
            }
        }
        quoted.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    quoted + "'"
}

/// The words of a line, as a shell splits it; none where a quote is not closed.
fn split(line: &str) -> Option<Vec<OsString>> {
    let mut words = Vec::new();
    let mut rest = line.trim().as_bytes();
    while !rest.is_empty() {
        let mut word = Vec::new();
        while let Some((first, after)) =
            rest.split_first().filter(|(b, _)| !b.is_ascii_whitespace())
        {
            rest = after;
            match first {
                b'\'' => {
                    let end = rest.iter().position(|byte| *byte == b'\'')?;
                    word.extend_from_slice(&rest[..end]);
                    rest = &rest[end + 1..];
                }
                b'$' if rest.first() == Some(&b'\'') => rest = escaped(&rest[1..], &mut word)?,
                b'\\' => {
                    let (byte, after) = rest.split_first()?;
                    word.push(*byte);
                    rest = after;
                }
                byte => word.push(*byte),
            }
        }
        words.push(from_bytes(word));
        rest = rest.trim_ascii_start();
    }
    Some(words)
}

/// What stands in `$'…'` is appended to the word; what follows it is left.
fn escaped<'a>(mut rest: &'a [u8], word: &mut Vec<u8>) -> Option<&'a [u8]> {
    loop {
        rest = match rest {
            [b'\'', rest @ ..] => return Some(rest),
            [b'\\', b'x', a, b, rest @ ..] => {
                let digit = |byte: u8| (byte as char).to_digit(16);
                word.push((16 * digit(*a)? + digit(*b)?) as u8);
                rest
            }
            [b'\\', byte, rest @ ..] | [byte, rest @ ..] => {
                word.push(*byte);
                rest
            }
            [] => return None,
        }
    }
}

/// The name that has these bytes.
#[cfg(unix)]
pub fn from_bytes(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

/// The name that has these bytes; where names are no bytes, they are text.
#[cfg(not(unix))]
pub fn from_bytes(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_line_reads_back_whatever_bytes_names_have() {
        let names: [&[u8]; 9] = [
            b"",
            b"a b",
            b"it's",
            b"b\xff.csv",
            b"\x1b[31m\n",
            "ε·\u{85}'".as_bytes(),
            b"\\x41",
            b"$'x'",
            b"-d.csv",
        ];
        for name in names {
            let mut line = CommandLine::from_words(vec!["sweep".into()]);
            line.set("points", from_bytes(name.to_vec()));
            let text = line.line();
            assert!(!text.chars().any(char::is_control), "{text}");
            assert_eq!(CommandLine::parse(&text), Some(line.clone()), "{text}");
            assert_eq!(line.value("points"), Some(name));
        }
        assert_eq!(CommandLine::parse("ndemon 'sweep"), None);
        assert_eq!(CommandLine::parse("rm -rf ."), None);
    }

    #[test]
    fn leave_to_overwrite_is_not_handed_on() {
        let line = CommandLine::parse("ndemon sweep --tc=0.5 --force --resume");
        assert_eq!(line, CommandLine::parse("ndemon sweep --tc=0.5"));
    }
}
