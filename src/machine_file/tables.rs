//! Tables of a machine file as functions of the energy.

use super::build::{Builder, double};
use super::description::{Curve, MachineFile, Table};
use super::files::folder;
use super::samples::{Chosen, Points, Samples};
use super::scope::Names;
use super::slot::{Slot, Text};
use super::source::FileError;
use crate::formula::{Constant, Normal, Part, Scope, Spectrum, Term};
use crate::numeric::Lanes;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The tables that a machine file names, each read once: a machine does not change while it is computed.
#[derive(Clone, Debug, Default)]
pub(super) struct Opened(Arc<Mutex<HashMap<Box<str>, Arc<Samples>>>>);

/// The values that a table may have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Allowed {
    /// Any.
    All,
    /// Occupations of bosons.
    NotNegative,
    /// Occupations of fermions.
    Probabilities,
    /// Transmissions through so many channels.
    Channels(f64),
    /// Transmissions through one channel each.
    Eigenvalues,
}

/// The points of a table, with what is known of them.
pub(super) struct Read {
    /// Energies as they are written, and values.
    pub(super) points: Arc<[(f64, f64)]>,
    /// How far each value may be off in a sum rule: by one unit of the last digit, or by 3 standard deviations
    /// where the table has them.
    pub(super) slack: Vec<f64>,
    /// The standard deviations of the values.
    pub(super) deviations: Option<Vec<f64>>,
    /// The rows of the table that they are from.
    pub(super) rows: Vec<usize>,
}

impl Read {
    /// How far the values may be off, as points of a function.
    pub(super) fn slack_points(&self) -> Arc<[(f64, f64)]> {
        self.points.iter().zip(&self.slack).map(|((x, _), slack)| (*x, *slack)).collect()
    }
}

/// A table of which the values have standard deviations.
#[derive(Clone, Debug)]
pub struct Uncertain {
    /// Its points as they stand in the machine.
    pub points: Arc<[(f64, f64)]>,
    /// The standard deviation of each value.
    pub deviations: Vec<f64>,
}

impl Builder<'_> {
    /// A function that is linear between the points of a file, and 0 or another function outside.
    pub(super) fn table(
        &mut self,
        names: &Names<'_>,
        table: &Table,
        allowed: Allowed,
    ) -> Option<Normal> {
        if self.file.has_eigenvalues(table) {
            let all = self.eigenvalues(names, table, allowed)?;
            return Some(Part::Other(Spectrum::Sum(all)).into());
        }
        let read = self.read(names, table, allowed)?;
        if let Some(deviations) = read.deviations {
            self.uncertain.push(Uncertain { points: read.points.clone(), deviations });
        }
        let points = read.points;
        let ends = [points.first()?.0, points.last()?.0];
        let [unit, shift] = self.axis(names, table)?;
        let edges = ends.map(|end| {
            let at = Constant::Product(Box::new(Constant::double(end)), Box::new(unit.clone()));
            let at = Constant::Sum(Box::new(shift.clone()), Box::new(at));
            at.place(&mut self.constants)
        });
        let unit = unit.place(&mut self.constants);
        let shift = shift.place(&mut self.constants);
        let inside = Spectrum::Table { points, unit, shift };
        let Some(outside) = &table.outside else { return Some(Part::Other(inside).into()) };
        let outside = Curve::Formula(outside.clone());
        let outside = self.function(names, &outside, Allowed::All)?.smooth;
        let outside = outside.spectrum(&mut self.constants);
        let [up, down] =
            [1.0, -1.0].map(|slope| Constant::double(slope).place(&mut self.constants));
        let beyond = |slope: usize, zero: usize| {
            let step = Spectrum::Step { slope, zero };
            Spectrum::Product(Box::new(step), Box::new(outside.clone()))
        };
        let all = vec![inside, beyond(down, edges[0]), beyond(up, edges[1])];
        Some(Part::Other(Spectrum::Sum(all)).into())
    }

    /// How far the values of a table may be off in a sum rule, as a function of the energy; nothing for a
    /// formula.
    pub(super) fn slack(&mut self, names: &Names<'_>, curve: &Curve) -> Option<Spectrum> {
        let Curve::Table(table) = curve else { return None };
        if self.file.has_eigenvalues(table) {
            return self.slack_of_eigenvalues(names, table).map(Spectrum::Sum);
        }
        let read = self.read(names, table, Allowed::All)?;
        self.linear(names, table, vec![read.slack_points()])?.pop()
    }

    /// Functions that are linear between these points of a table.
    pub(super) fn linear(
        &mut self,
        names: &Names<'_>,
        table: &Table,
        all: Vec<Arc<[(f64, f64)]>>,
    ) -> Option<Vec<Spectrum>> {
        let axis = self.axis(names, table)?;
        let [unit, shift] = axis.map(|constant| constant.place(&mut self.constants));
        Some(all.into_iter().map(|points| Spectrum::Table { points, unit, shift }).collect())
    }

    /// The worth of 1 on the axis of a table, and the energy of its 0.
    fn axis(&mut self, names: &Names<'_>, table: &Table) -> Option<[Constant; 2]> {
        let unit = match (&table.unit, &self.file.units.energy) {
            (Some(slot), _) => self.constant(names, slot)?,
            (None, Some(unit)) if !table.is_tbtrans => self.unit(names, unit),
            _ => Constant::double(1.0),
        };
        let shift = match &table.shift {
            Some(slot) => self.constant(names, slot)?,
            None => Constant::double(0.0),
        };
        Some([unit, shift])
    }

    /// The unit of bare energies as a number.
    pub(super) fn unit(&mut self, names: &Names<'_>, unit: &str) -> Constant {
        names.measured("1", unit).unwrap_or_else(|| Constant::double(1.0))
    }

    /// A file as a table of numbers.
    pub(super) fn samples(&self, path: &Text) -> Result<Arc<Samples>, Box<FileError>> {
        self.file.samples(path)
    }

    fn read(&mut self, names: &Names<'_>, table: &Table, allowed: Allowed) -> Option<Read> {
        let floor = table.floor.as_ref().map(|floor| self.number(names, floor));
        let floor = floor.map(|floor| floor / self.file.floors);
        let rows = table.rows.iter().map(|(_, slot)| self.number(names, slot)).collect();
        match self.file.read_table(table, rows, floor, allowed) {
            Ok(read) => Some(read),
            Err(error) => {
                self.errors.push(*error);
                None
            }
        }
    }

    /// A number that must be known before the machine is built: the doubles that are set, or that the file has.
    pub(super) fn number(&mut self, names: &Names<'_>, slot: &Slot) -> f64 {
        if let Some((value, _)) = double(slot) {
            return value;
        }
        // A name is its number as it was set, in eV or K, without a rounding.
        if let Term::Name(name) = &slot.formula.root.term
            && let Some(value) = names.raw(name)
        {
            return value;
        }
        let leaves = names.leaves();
        let found = self.constant(names, slot);
        found.map_or(f64::NAN, |constant| constant.value::<Lanes<1>>(&leaves).near())
    }
}

impl MachineFile {
    /// A file as a table of numbers, read once.
    pub(super) fn samples(&self, path: &Text) -> Result<Arc<Samples>, Box<FileError>> {
        let lock = || self.opened.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(samples) = lock().get(&path.text) {
            return Ok(samples.clone());
        }
        let samples = Arc::new(Samples::read(&path.text, &self.bytes_of(path)?)?);
        lock().insert(path.text.clone(), samples.clone());
        Ok(samples)
    }

    /// The bytes of a file that this one names.
    ///
    /// # Errors
    /// [`FileError`] at the name, where it cannot be read.
    pub fn bytes_of(&self, path: &Text) -> Result<Vec<u8>, Box<FileError>> {
        let base = Some(Path::new(&*self.source.path));
        let base = base.filter(|path| path.as_os_str() != STANDARD_INPUT);
        path.open(&self.source, &folder(base))
    }

    /// Gives a table its content, by the path that the file has: what is given is not read from the disk.
    ///
    /// # Errors
    /// [`FileError`] where the content is no table.
    pub fn supply(&self, path: &str, bytes: &[u8]) -> Result<(), Box<FileError>> {
        let samples = Arc::new(Samples::read(path, bytes)?);
        self.opened.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path.into(), samples);
        Ok(())
    }

    /// The points of a table in the rows that have these values, with occupations kept so far from 0 and 1.
    pub(super) fn read_table(
        &self,
        table: &Table,
        wanted: Vec<f64>,
        floor: Option<f64>,
        allowed: Allowed,
    ) -> Result<Read, Box<FileError>> {
        let source = &self.source;
        let samples = self.samples(&table.path)?;
        let (chosen, columns) = table.columns(source, &samples)?;
        if let (Some(floor), Some(slot)) = (floor, &table.floor)
            && !(floor > 0.0 && floor < 0.5)
        {
            let message = format!("{}: the floor is {floor}", table.what);
            let label = "more than 0 and less than 0.5, such as 1e-3";
            return Err(Box::new(source.error(slot.place.clone(), message, label)));
        }
        let rows: Vec<(usize, f64)> = columns.into_iter().zip(wanted).collect();
        table.read(&samples, chosen, &rows, floor, allowed)
    }
}

impl Table {
    /// The points of these columns in these rows.
    pub(super) fn read(
        &self,
        samples: &Samples,
        chosen: Chosen,
        rows: &[(usize, f64)],
        floor: Option<f64>,
        allowed: Allowed,
    ) -> Result<Read, Box<FileError>> {
        let Points { energies, mut values, errors, rows } = samples.points(chosen, rows)?;
        if let [_] = energies[..] {
            let message = "the table has one point, and between points it is linear";
            let label = "two at least are wanted";
            return Err(Box::new(samples.error(rows[0], chosen.energy, message, label)));
        }
        for (row, value) in rows.iter().zip(&mut values) {
            if let (Some(floor), Allowed::Probabilities) = (floor, allowed) {
                *value = value.clamp(floor, 1.0 - floor);
            }
            if let Some((rule, label)) = allowed.broken(*value) {
                let message = format!("{}: {} {rule}", self.what, samples.cell(*row, chosen.value));
                return Err(Box::new(samples.error(*row, chosen.value, message, label)));
            }
        }
        let slack = match &errors {
            Some(errors) => errors.iter().map(|deviation| 3.0 * deviation).collect(),
            None => {
                // Programs that drop zeros at the end print the others of a column to more digits.
                let fixed = |row: &usize| {
                    let has_exponent = |c: char| "eEdD".contains(c);
                    !samples.cell(*row, chosen.value).contains(has_exponent)
                };
                let unit = |row: &usize| samples.last_digit(*row, chosen.value);
                let least = rows.iter().filter(|row| fixed(row)).map(unit).reduce(f64::min);
                let own = |row: &usize| if fixed(row) { least } else { None };
                rows.iter().map(|row| own(row).unwrap_or_else(|| unit(row))).collect()
            }
        };
        let points = energies.into_iter().zip(values).collect();
        Ok(Read { points, slack, deviations: errors, rows })
    }
}

impl Allowed {
    /// What a value that is not allowed is, and the remedy.
    pub(super) fn broken(self, value: f64) -> Option<(String, String)> {
        let is = |text: &str| Some(text.to_owned());
        let remedy = |text: String, found: Option<String>| found.map(|rule| (rule, text));
        match self {
            Allowed::All => None,
            Allowed::NotNegative => {
                let found = if value < 0.0 { is("is below 0") } else { None };
                remedy("occupations of bosons are 0 or more".into(), found)
            }
            Allowed::Probabilities => {
                let found = match value {
                    value if value < 0.0 => is("is below 0"),
                    value if value > 1.0 => is("is above 1"),
                    _ => None,
                };
                let label = "occupations lie from 0 to 1; floor = 1e-3 keeps measured ones \
                             from 1e-3 to 1 - 1e-3";
                remedy(label.into(), found)
            }
            Allowed::Eigenvalues => {
                let found = match value {
                    value if value < 0.0 => is("is below 0"),
                    value if value > 1.0 => is("is above 1"),
                    _ => None,
                };
                let label =
                    "a transmission eigenvalue lies from 0 to 1: mend it, or leave its row out";
                remedy(label.into(), found)
            }
            Allowed::Channels(channels) => {
                let found = match value {
                    value if value < 0.0 => is("is below 0"),
                    value if value > channels => Some(format!("is above its channels, {channels}")),
                    _ => None,
                };
                let label = match value < 0.0 {
                    true => "a transmission is 0 or more",
                    false => {
                        "a transmission is its number of channels at most: channels = 2 allows 2"
                    }
                };
                remedy(label.into(), found)
            }
        }
    }
}

/// What messages call a machine file that has no path.
const STANDARD_INPUT: &str = "standard input";
