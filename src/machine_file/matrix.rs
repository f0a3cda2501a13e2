//! Matrices from files: S-matrices at many energies, and Hamiltonians.

use super::number::complex;
use super::samples::Samples;
use super::source::FileError;

/// A matrix of complex numbers, each with its real and its imaginary part, row by row.
pub type Matrix = Vec<Vec<[f64; 2]>>;

/// S-matrices at energies that rise strictly.
#[derive(Clone, Debug, PartialEq)]
pub struct SMatrices {
    /// The energies.
    pub energies: Vec<f64>,
    /// Amplitudes into a mode, by its row, from a mode, by its column.
    pub matrices: Vec<Matrix>,
    /// How far each |S|² may be off by the digits that are printed, by energy, row and column.
    pub slack: Vec<Vec<Vec<f64>>>,
    /// The row of the file in which each energy begins.
    pub rows: Vec<usize>,
}

/// Amplitudes are at most 1, and programs compute them in doubles: digits of them beyond the 14th are
/// roundings of those programs, however many are printed.
const ROUNDING: f64 = 1e-14;

/// No S-matrix has more modes.
const MODES: usize = 1000;

/// Reads S-matrices from a table with the columns `E,to,from,re,im`: a block of rows an energy, which
/// has each pair of modes once.
///
/// # Errors
/// [`FileError`] at the row that does not fit.
pub fn s_matrices(samples: &Samples) -> Result<SMatrices, Box<FileError>> {
    let mut columns = [0; 5];
    for (column, name) in columns.iter_mut().zip(["E", "to", "from", "re", "im"]) {
        let found = samples.column(name);
        *column =
            found.map_err(|(message, label)| Box::new(samples.error(0, 0, message, label)))?;
    }
    let [energy, to, from, re, im] = columns;
    let mode = |row: usize, column: usize| {
        let value = samples.number(row, column)?;
        if value.fract() == 0.0 && (0.0..MODES as f64).contains(&value) {
            return Ok(value as usize);
        }
        let label = "modes are 0, 1, 2, …";
        Err(Box::new(samples.error(row, column, format!("there is no mode {value}"), label)))
    };
    // All energies have the modes of the whole file.
    let mut size = 0;
    for row in 0..samples.len() {
        size = size.max(mode(row, to)? + 1).max(mode(row, from)? + 1);
    }
    let mut all = SMatrices {
        energies: Vec::new(),
        matrices: Vec::new(),
        slack: Vec::new(),
        rows: Vec::new(),
    };
    let mut filled: Vec<bool> = Vec::new();
    for row in 0..samples.len() {
        let at = samples.number(row, energy)?;
        let before = all.energies.last().copied();
        if before != Some(at) {
            if let Some(before) = before {
                complete(samples, row - 1, &filled, size)?;
                samples.rises(row, energy, before, at)?;
            }
            all.energies.push(at);
            all.matrices.push(vec![vec![[0.0; 2]; size]; size]);
            all.slack.push(vec![vec![0.0; size]; size]);
            all.rows.push(row);
            filled = vec![false; size * size];
        }
        let (i, k) = (mode(row, to)?, mode(row, from)?);
        if filled[i * size + k] {
            let message = format!("the amplitude to {i} from {k} is given twice at E = {at}");
            return Err(Box::new(samples.error(
                row,
                to,
                message,
                "each pair of modes stands there once",
            )));
        }
        filled[i * size + k] = true;
        if let (Some(matrix), Some(slack)) = (all.matrices.last_mut(), all.slack.last_mut()) {
            let parts = [re, im].map(|column| (samples.number(row, column), column));
            for (part, (number, column)) in parts.into_iter().enumerate() {
                let number = number?;
                // A whole number without a point is exact.
                let has_digits = samples.cell(row, column).contains('.');
                let unit = if has_digits { samples.last_digit(row, column) } else { 0.0 };
                let unit = unit.max(ROUNDING);
                matrix[i][k][part] = number;
                // d(x²) = 2 x dx, and dx² where x is 0.
                slack[i][k] += (2.0 * number.abs() + unit) * unit;
            }
        }
    }
    complete(samples, samples.len() - 1, &filled, size)?;
    Ok(all)
}

/// Refuses an energy without all amplitudes; `row` is its last one.
fn complete(
    samples: &Samples,
    row: usize,
    filled: &[bool],
    size: usize,
) -> Result<(), Box<FileError>> {
    match filled.iter().position(|filled| !filled) {
        None => Ok(()),
        Some(lacking) => {
            let (to, from) = (lacking / size, lacking % size);
            let message = format!("the amplitude to {to} from {from} is missing at this energy");
            let label = "each energy has all pairs of modes; an amplitude may be 0";
            Err(Box::new(samples.error(row, 0, message, label)))
        }
    }
}

/// Reads a square matrix from a table without names, with cells such as `1.5` or `1+2j`.
///
/// # Errors
/// [`FileError`] at the cell that is no number, and where rows and columns are not as many.
pub fn hamiltonian(samples: &Samples) -> Result<Matrix, Box<FileError>> {
    let size = samples.len();
    let mut matrix = Vec::with_capacity(size);
    for row in 0..size {
        let cells = samples.width(row);
        if cells != size {
            let message = format!("the matrix has {size} rows and {cells} columns");
            return Err(Box::new(samples.error(
                row,
                0,
                message,
                "as many columns as rows are wanted",
            )));
        }
        let read = |column| {
            let cell = complex(samples.cell(row, column));
            cell.map_err(|(message, label)| Box::new(samples.error(row, column, message, label)))
        };
        matrix.push((0..size).map(read).collect::<Result<_, _>>()?);
    }
    Ok(matrix)
}
