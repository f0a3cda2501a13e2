//! One number of a paper, and the machine that gives it.

use super::digits;

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Public code or data: run, read, or measured off what it stores.
    Data,
    /// The abstract or the first page of a paper.
    Abstract,
    /// Computed from the paper's formula with 18 digits or more by `fixtures/machine/field.py`, which shares nothing with
    /// this program.
    Computed,
}

impl Source {
    /// All of them.
    pub const ALL: [Source; 3] = [Source::Data, Source::Computed, Source::Abstract];

    /// The letter of tables.
    pub fn letter(self) -> &'static str {
        match self {
            Source::Data => "S",
            Source::Abstract => "A",
            Source::Computed => "C",
        }
    }
}

/// A paper or a program, and its numbers.
#[derive(Debug)]
pub struct Work {
    /// Who wrote it, where that is known, and what it is called.
    pub title: &'static str,
    /// Where it is found.
    pub reference: &'static str,
    /// Its numbers, in the order of the table.
    pub entries: &'static [Entry],
}

/// A number that was published, and how this program finds it.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it is a number of.
    pub what: &'static str,
    /// The machine file, by its name in `examples/field`.
    pub file: &'static str,
    /// What is set, as `--set` takes it. No unit stands there: what is set is a pure number, or the file has no units.
    pub set: &'static [(&'static str, &'static str)],
    /// The column that is the number.
    pub column: &'static str,
    /// The published digits.
    pub published: &'static str,
    /// Where these come from.
    pub source: Source,
    /// Why the published number differs from ours, where it does.
    pub differs: Option<&'static str>,
    /// The parameters at which the column is greatest, all others given.
    pub greatest: &'static [&'static str],
}

impl Entry {
    /// A number that agrees with ours to every published digit.
    pub(super) const fn new(
        source: Source,
        what: &'static str,
        [file, column]: [&'static str; 2],
        set: &'static [(&'static str, &'static str)],
        published: &'static str,
    ) -> Entry {
        Entry { what, file, set, column, published, source, differs: None, greatest: &[] }
    }

    /// The same where the published number is known to differ, and why.
    pub(super) const fn but(self, why: &'static str) -> Entry {
        Entry { differs: Some(why), ..self }
    }

    /// The same where it is the greatest value over these parameters.
    pub(super) const fn greatest_over(self, parameters: &'static [&'static str]) -> Entry {
        Entry { greatest: parameters, ..self }
    }

    /// Whether a number, rounded to as many digits as were published, has just these.
    pub fn agrees(&self, value: f64) -> bool {
        digits::agrees(self.published, value)
    }

    /// What of the command stands behind `ndemon eval`, in the folder `examples/field`.
    pub fn request(&self) -> String {
        let set = self.set.iter().map(|(name, value)| format!(" --set {name}={value}"));
        format!("{}.toml{} --columns {}", self.file, set.collect::<String>(), self.column)
    }
}
