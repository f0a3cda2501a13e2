//! What can go wrong, and how it reaches the shell.

use super::device::parameters;
use super::stream::standard_output;
use crate::machine_file::FileError;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why a command does not end with 0.
#[derive(Debug)]
pub enum Failure {
    /// The answer, already given, is no.
    No,
    /// What was asked about, as was already said, is wrong.
    Wrong,
    /// A file is wrong: everything that was found, with its places.
    Findings(Vec<FileError>),
    /// The request is wrong: a sentence that names the parameter, the value and the rule.
    Request(String),
    /// It could not be finished.
    Unfinished(String),
    /// Whoever read the output has had enough.
    ClosedPipe,
}

impl Failure {
    /// An operation on this file, or stream, failed.
    pub fn io(what: &str, error: &io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            _ => Failure::Unfinished(format!("{what}: {error}")),
        }
    }

    /// Says what it has to say on standard error; the exit code.
    pub fn report(self) -> ExitCode {
        match self {
            Failure::ClosedPipe => ExitCode::SUCCESS,
            Failure::No => ExitCode::from(1),
            Failure::Wrong => ExitCode::from(2),
            Failure::Findings(found) => {
                for finding in found {
                    let _ = writeln!(io::stderr(), "{finding}");
                }
                ExitCode::from(2)
            }
            Failure::Request(sentence) => complain(&sentence, 2),
            Failure::Unfinished(sentence) => complain(&sentence, 3),
        }
    }
}

/// One line on standard error. That it cannot be written changes neither the answer nor the exit
/// code.
pub fn say(sentence: &str) {
    let _ = writeln!(io::stderr(), "{}", line(sentence));
}

/// Whether remarks are not wanted.
static QUIET: AtomicBool = AtomicBool::new(false);

/// Lets no remark be made from now on.
pub fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

/// A remark on standard error, if remarks are wanted.
pub fn remark(sentence: &str) {
    if !QUIET.load(Ordering::Relaxed) {
        say(sentence);
    }
}

/// A remark that something may not be what was meant.
pub fn warn(sentence: &str) {
    remark(&format!("warning: {sentence}"));
}

/// What went wrong on standard error, and the exit code.
fn complain(sentence: &str, code: u8) -> ExitCode {
    say(&format!("error: {sentence}"));
    ExitCode::from(code)
}

/// A sentence on one line and of bounded length, without anything that a terminal would obey: it
/// may quote what came from outside.
pub fn line(sentence: &str) -> String {
    const LONGEST: usize = 400;
    let words = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    let visible = |c: char| if is_hidden(c) { '\u{fffd}' } else { c };
    let count = words.chars().count();
    if count <= LONGEST {
        return words.chars().map(visible).collect();
    }
    // The rule stands at the end.
    let (head, tail) = (words.chars().take(LONGEST / 2), words.chars().skip(count - LONGEST / 2));
    head.chain(" … ".chars()).chain(tail).map(visible).collect()
}

/// The flag of a parameter that is written like this but for capitals, or that has this symbol:
/// `--Tc`, `--E4`, `--μ0`.
fn flag_like(flag: &str) -> Option<String> {
    let name = flag.trim_start_matches('-').split('=').next()?;
    let found = parameters().find(|p| p.name.eq_ignore_ascii_case(name) || p.symbol == name)?;
    Some(format!("--{}", found.name))
}

/// Whether a character is one that a terminal obeys, or that changes the order or the place of others
/// without being seen: a control, or a mark of direction or of no width.
pub fn is_hidden(c: char) -> bool {
    let is_mark = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    c.is_control() || is_mark
}

/// What clap refuses, or prints for `--help`: a value that is none in our one sentence, anything
/// else in clap's words.
pub fn usage(error: &clap::Error) -> ExitCode {
    if let (ErrorKind::ValueValidation, Some(why)) = (error.kind(), error.source())
        && let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg)
        && let Some(ContextValue::String(value)) = error.get(ContextKind::InvalidValue)
    {
        let flag = flag.split(' ').next().unwrap_or(flag);
        return Failure::Request(format!("{flag} {value}: {why}")).report();
    }
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // The standard library's own output takes a closed one for a success.
        let is_open = || standard_output().and_then(|mut output| output.write(&[]));
        return match (error.use_stderr(), error.print()) {
            (true, _) => ExitCode::from(2),
            (false, printed) => match is_open().and(printed) {
                Err(error) => Failure::io("standard output", &error).report(),
                Ok(()) => ExitCode::SUCCESS,
            },
        };
    }
    // What is wrong and, where there is one, the tip; not the usage.
    let text = error.to_string();
    let end = ["\n\nUsage:", "\n\nFor more"].into_iter().filter_map(|mark| text.find(mark)).min();
    let text = &text[..end.unwrap_or(text.len())];
    // A flag as the name of a machine file is nothing that anybody means.
    let is_of_use = |part: &&str| !part.contains("as a value, use");
    let parts: Vec<&str> = text.split("\n\n  tip:").filter(is_of_use).collect();
    let mut text = parts.join("; tip:");
    if let (ErrorKind::UnknownArgument, Some(ContextValue::String(flag))) =
        (error.kind(), error.get(ContextKind::InvalidArg))
        && error.get(ContextKind::SuggestedArg).is_none()
        && let Some(known) = flag_like(flag)
    {
        text.push_str(&format!("; tip: a similar argument exists: '{known}'"));
    }
    complain(text.strip_prefix("error: ").unwrap_or(&text), 2)
}
