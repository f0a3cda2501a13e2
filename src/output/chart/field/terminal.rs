//! A field in characters.

use super::Field;
use super::colours::colour;
use crate::output::scene::Colour;

/// A row of digits, 0 at the lower end of the bar and 9 at the upper one, with their colours; a space where there is no
/// result. Rows come from above.
pub fn cells(field: &Field, width: usize, height: usize) -> Vec<Vec<Option<(char, Colour)>>> {
    let cell = |row: usize, column: usize| {
        let rows = field.raster.len();
        let line = field.raster.get((rows * (height - 1 - row) + rows / 2) / height)?;
        let share = line.get((line.len() * column + line.len() / 2) / width)?;
        let digit = char::from_digit((share.clamp(0.0, 1.0) * 9.999) as u32, 10)?;
        share.is_finite().then(|| (digit, colour(*share)))
    };
    (0..height).map(|row| (0..width).map(|column| cell(row, column)).collect()).collect()
}
