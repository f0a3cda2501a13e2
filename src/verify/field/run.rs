//! All numbers of the register, computed.

use super::digits::half_unit;
use super::entry::Entry;
use super::files;
use super::works::works;
use crate::machine_file::MachineFamily;
use crate::model::{Family, Inputs, Reading, Row};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// An entry and what this program finds.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    /// The entry.
    pub entry: &'static Entry,
    /// Our number; NaN where there is none.
    pub value: f64,
    /// The bound of its error.
    pub error: f64,
}

impl Answer {
    /// Whether it has every published digit and is certain to half a unit of the last one; where the published number
    /// is known to differ, whether it does, by more than ours may be off.
    pub fn holds(&self) -> bool {
        let Entry { published, differs, .. } = self.entry;
        match (differs, self.entry.agrees(self.value)) {
            (None, agrees) => agrees && self.error <= half_unit(published),
            (Some(_), agrees) => !agrees && self.difference().abs() > self.error,
        }
    }

    /// The published number less ours.
    pub fn difference(&self) -> f64 {
        self.entry.published.parse().unwrap_or(f64::NAN) - self.value
    }
}

/// What this program finds for every entry, in the order of the register. All processors take part.
pub fn answers() -> Vec<Answer> {
    let entries: Vec<&'static Entry> = works().iter().flat_map(|work| work.entries).collect();
    let mut files: Vec<&str> = entries.iter().map(|entry| entry.file).collect();
    files.sort_unstable();
    files.dedup();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found: Vec<(usize, Answer)> = Vec::new();
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let of_file = (0..).zip(&entries).filter(|(_, entry)| entry.file == *file);
            let of_file: Vec<(usize, &'static Entry)> = of_file.map(|(k, e)| (k, *e)).collect();
            found.extend(of_machine(files::family(file), &of_file));
        }
        found
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(files.len());
    let mut found: Vec<(usize, Answer)> = thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        all.into_iter().flat_map(|one| one.join().unwrap_or_default()).collect()
    });
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, answer)| answer).collect()
}

/// The numbers of one machine, those of a point at once.
fn of_machine(
    family: Option<&'static MachineFamily>,
    entries: &[(usize, &'static Entry)],
) -> Vec<(usize, Answer)> {
    let mut found = Vec::new();
    for (place, entry) in entries {
        if found.iter().any(|(known, _)| known == place) {
            continue;
        }
        let same: Vec<_> = entries.iter().filter(|(_, other)| other.set == entry.set).collect();
        let row = family.and_then(|family| row(family, entry.set, &same));
        for (place, entry) in same {
            let number = |key: &str| {
                let (family, row) = (family?, row.as_ref()?);
                Some(row.result(family.result(key)?))
            };
            let value = number(entry.column).unwrap_or(f64::NAN);
            let error = number(&format!("{}_error", entry.column)).unwrap_or(f64::NAN);
            found.push((*place, Answer { entry, value, error }));
        }
    }
    found
}

/// The row of a machine in which these are set, with the columns of these entries; nothing if one cannot be set.
fn row(
    family: &'static MachineFamily,
    set: &[(&str, &str)],
    entries: &[&(usize, &'static Entry)],
) -> Option<Row> {
    let known = |name: &str| family.parameters().iter().any(|parameter| parameter.name == name);
    if !set.iter().all(|(name, value)| known(name) && value.parse::<f64>().is_ok()) {
        return None;
    }
    let given = |name: &str| {
        let value = set.iter().find(|(other, _)| *other == name);
        value.and_then(|(_, value)| value.parse().ok())
    };
    let reading = Reading { units: family.units().unwrap_or_default(), ..Reading::default() };
    let inputs = Inputs::complete(family, reading, |parameter| given(parameter.name)).ok()?;
    let columns = entries.iter().flat_map(|(_, entry)| {
        let errors = format!("{}_error", entry.column);
        [family.result(entry.column), family.result(&errors)]
    });
    Some(Row::with(&inputs, &columns.flatten().collect::<Vec<_>>()))
}
