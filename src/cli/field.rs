//! `ndemon verify --field`: results of other papers and programs, checked.

use super::failure::Failure;
use super::stream::Stream;
use super::terminal;
use crate::output::{fitted, wrapped};
use crate::verify::field::{Answer, Source, answers, works};

/// Prints every published number beside ours; one that does not hold ends with 1.
pub fn run() -> Result<(), Failure> {
    let limit = terminal::width();
    let answers = answers();
    let mut rest = &answers[..];
    let mut text = String::new();
    for work in works() {
        let (own, others) = rest.split_at(work.entries.len());
        rest = others;
        for line in [work.title, work.reference].iter().flat_map(|line| wrapped(line, limit)) {
            text.push_str(&format!("{line}\n"));
        }
        let lines: Vec<Vec<String>> = own.iter().flat_map(lines).collect();
        text.push_str(&fitted(&lines, limit));
        text.push('\n');
    }
    text.push_str(&summary(&answers));
    Stream::standard()?.write(text.as_bytes())?;
    if answers.iter().all(Answer::holds) { Ok(()) } else { Err(Failure::No) }
}

/// A number in two lines: whether it holds, where it is from and what it is; the digits, and why they differ.
fn lines(answer: &Answer) -> [Vec<String>; 2] {
    let entry = answer.entry;
    let verdict = if answer.holds() { "yes" } else { "NO" };
    let numbers = match entry.differs {
        None => format!("{} = {:?}", entry.published, answer.value),
        Some(why) => format!("{} ≠ {:?}: {why}", entry.published, answer.value),
    };
    [
        vec![verdict.into(), entry.source.letter().into(), entry.what.into()],
        vec![String::new(), String::new(), numbers],
    ]
}

/// How many numbers there are, of what kind, and whether they hold.
fn summary(answers: &[Answer]) -> String {
    let (hold, failed): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|one| one.holds());
    let (agree, differ): (Vec<&Answer>, Vec<&Answer>) =
        hold.into_iter().partition(|answer| answer.entry.differs.is_none());
    let of = |source: Source| {
        let count = agree.iter().filter(|answer| answer.entry.source == source).count();
        format!("{count} {}", source.letter())
    };
    let sources = Source::ALL.map(of).join(", ");
    let verdict = match failed.len() {
        0 => "all hold".to_owned(),
        failed => format!("{failed} FAILED"),
    };
    let (all, agree, differ) = (answers.len(), agree.len(), differ.len());
    format!(
        "{all} published numbers: {verdict}.\n\
         {agree} agree to every digit ({sources}); {differ} differ, for the reason given.\n"
    )
}
