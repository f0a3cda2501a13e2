//! Tables of transmission eigenvalues: each is a channel of its own, and the transmission is their sum.

use super::build::Builder;
use super::description::{Curve, MachineFile, Table};
use super::samples::{Chosen, Samples};
use super::scope::Names;
use super::slot::Text;
use super::source::FileError;
use super::tables::{Allowed, Read};
use crate::formula::Spectrum;

/// What the roundings of a sum may be off.
const ROUNDED: f64 = 1.0 - 1e-12;

impl Table {
    /// The columns of eigenvalues, by index.
    ///
    /// # Errors
    /// [`FileError`] in the machine file, at the name of a column that is not there.
    fn eigenvalue_columns(
        &self,
        file: &MachineFile,
        samples: &Samples,
    ) -> Result<Vec<usize>, Box<FileError>> {
        if self.is_tbtrans {
            return Ok((1..samples.width(0)).collect());
        }
        let column = |name: &Text| {
            samples.column(&name.text).map_err(|(message, label)| {
                let message = format!("{}: {message}", self.what);
                Box::new(file.source.error(name.place.clone(), message, label))
            })
        };
        self.eigenvalues.iter().map(column).collect()
    }
}

impl MachineFile {
    /// Whether a table has eigenvalues of a transmission; not so where it cannot be read.
    pub(super) fn has_eigenvalues(&self, table: &Table) -> bool {
        let is_wide = || self.samples(&table.path).is_ok_and(|samples| samples.width(0) > 2);
        !table.eigenvalues.is_empty() || table.is_tbtrans && is_wide()
    }

    /// How many eigenvalues of a transmission a function has; 0 where it is no table of eigenvalues.
    pub(super) fn count_of_eigenvalues(&self, curve: &Curve) -> usize {
        match curve {
            Curve::Table(table) if !table.eigenvalues.is_empty() => table.eigenvalues.len(),
            Curve::Table(table) if self.has_eigenvalues(table) => {
                self.samples(&table.path).map_or(0, |samples| samples.width(0) - 1)
            }
            Curve::Table(_) | Curve::Formula(_) => 0,
        }
    }

    /// The eigenvalues of a table in the rows that have these values, each from 0 to 1 and their sum as it is allowed.
    fn read_eigenvalues(
        &self,
        table: &Table,
        wanted: &[f64],
        allowed: Allowed,
    ) -> Result<Vec<Read>, Box<FileError>> {
        let samples = self.samples(&table.path)?;
        let columns = table.eigenvalue_columns(self, &samples)?;
        let (chosen, rows) = table.columns(&self.source, &samples)?;
        let rows: Vec<(usize, f64)> = rows.into_iter().zip(wanted.iter().copied()).collect();
        let read = |column: &usize| {
            let chosen = Chosen { value: *column, ..chosen };
            table.read(&samples, chosen, &rows, None, Allowed::Eigenvalues)
        };
        let all = columns.iter().map(read).collect::<Result<Vec<Read>, _>>()?;
        let Some(first) = all.first() else { return Ok(all) };
        for (place, row) in first.rows.iter().enumerate() {
            let value = |read: &Read| read.points[place].1;
            let rising = all.windows(2).position(|pair| value(&pair[0]) < value(&pair[1]));
            if let (true, Some(rising)) = (table.is_tbtrans, rising) {
                let column = columns[rising + 1];
                let message = format!(
                    "{}: the eigenvalue {} is above the one before it",
                    table.what,
                    samples.cell(*row, column)
                );
                let label = "eigenvalues of TBtrans fall along a line: is this an AVTEIG file?";
                return Err(Box::new(samples.error(*row, column, message, label)));
            }
            let sum: f64 = all.iter().map(value).sum();
            if let Some((rule, label)) = allowed.broken(sum * ROUNDED) {
                let message =
                    format!("{}: the eigenvalues add up to {sum}, which {rule}", table.what);
                return Err(Box::new(samples.error(*row, columns[0], message, label)));
            }
        }
        Ok(all)
    }
}

impl Builder<'_> {
    /// The eigenvalues of a transmission as functions of the energy, each linear between the points of a table.
    pub(super) fn eigenvalues(
        &mut self,
        names: &Names<'_>,
        table: &Table,
        allowed: Allowed,
    ) -> Option<Vec<Spectrum>> {
        let all = self.each_eigenvalue(names, table, allowed)?;
        let points = all.into_iter().map(|read| read.points).collect();
        self.linear(names, table, points)
    }

    /// How far each of them may be off in a sum rule.
    pub(super) fn slack_of_eigenvalues(
        &mut self,
        names: &Names<'_>,
        table: &Table,
    ) -> Option<Vec<Spectrum>> {
        let all = self.each_eigenvalue(names, table, Allowed::All)?;
        self.linear(names, table, all.iter().map(Read::slack_points).collect())
    }

    fn each_eigenvalue(
        &mut self,
        names: &Names<'_>,
        table: &Table,
        allowed: Allowed,
    ) -> Option<Vec<Read>> {
        let wanted: Vec<f64> =
            table.rows.iter().map(|(_, slot)| self.number(names, slot)).collect();
        let found = self.file.read_eigenvalues(table, &wanted, allowed);
        found.map_err(|error| self.errors.push(*error)).ok()
    }
}
