//! Tables of a machine file as functions of the energy.

use super::build::{Builder, Names, double};
use super::description::{Curve, Table};
use super::files::folder;
use super::samples::{Points, Samples};
use super::source::FileError;
use crate::formula::{Constant, Normal, Part, Scope, Spectrum};
use std::path::Path;
use std::sync::Arc;

impl Builder<'_> {
    /// A function that is linear between the points of a file, and 0 or another function outside.
    pub(super) fn table(&mut self, names: &Names<'_>, table: &Table) -> Option<Normal> {
        if let Some(slot) = &table.floor {
            self.not_yet(slot.place.clone(), format!("{}: floor is not computed yet", table.what));
        }
        let points = match self.points(table) {
            Ok(points) => points,
            Err(error) => {
                self.errors.push(*error);
                return None;
            }
        };
        let ends = [points.first().copied()?.0, points.last().copied()?.0];
        let unit = match (&table.unit, &self.file.units.energy) {
            (Some(slot), _) => self.constant(names, slot)?,
            (None, Some(unit)) if !table.is_tbtrans => names.measured("1", unit)?,
            _ => Constant::double(1.0),
        };
        let shift = match &table.shift {
            Some(slot) => self.constant(names, slot)?,
            None => Constant::double(0.0),
        };
        let edges = ends.map(|end| {
            let at = Constant::Product(Box::new(Constant::double(end)), Box::new(unit.clone()));
            let at = Constant::Sum(Box::new(shift.clone()), Box::new(at));
            at.place(&mut self.constants)
        });
        let unit = unit.place(&mut self.constants);
        let shift = shift.place(&mut self.constants);
        let inside = Spectrum::Table { points, unit, shift };
        let Some(outside) = &table.outside else { return Some(Part::Other(inside).into()) };
        let outside = self.function(names, &Curve::Formula(outside.clone()))?.smooth;
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

    /// The points of a table: energies as they are written, and values.
    fn points(&self, table: &Table) -> Result<Arc<[(f64, f64)]>, Box<FileError>> {
        let source = &self.file.source;
        let path = Some(Path::new(&*source.path)).filter(|path| path.as_os_str() != STANDARD_INPUT);
        let bytes = table.path.open(source, &folder(path))?;
        let samples = Samples::read(&table.path.text, &bytes)?;
        let (chosen, columns) = table.columns(source, &samples)?;
        let mut rows = Vec::with_capacity(columns.len());
        for (column, (name, slot)) in columns.into_iter().zip(&table.rows) {
            let Some((value, _)) = double(slot) else {
                let message = format!("where {name}: only a number is compared yet");
                return Err(Box::new(source.error(slot.place.clone(), message, "write a number")));
            };
            rows.push((column, value));
        }
        let Points { energies, values, .. } = samples.points(chosen, &rows)?;
        Ok(energies.into_iter().zip(values).collect())
    }
}

/// What messages call a machine file that has no path.
const STANDARD_INPUT: &str = "standard input";
