//! The cells that wait for their group to be full.

use crate::output::number::in_power;
use crate::table::{Cells, Column, Extra, Value};
use parquet::data_type::ByteArray;
use std::iter::repeat_n;
use std::ops::Range;

/// The cells of a column that wait.
pub(super) enum Waiting {
    Numbers { values: Vec<f64>, present: Vec<i16> },
    Words { texts: Vec<ByteArray>, last: Option<(&'static str, ByteArray)> },
}

/// The texts of a column that is passed through.
#[derive(Default)]
pub(super) struct Texts {
    pub values: Vec<ByteArray>,
    pub present: Vec<i16>,
}

impl Waiting {
    /// No cells yet, of this column.
    pub fn of(column: &Column) -> Waiting {
        match column.is_text() {
            true => Waiting::Words { texts: Vec::new(), last: None },
            false => Waiting::Numbers { values: Vec::new(), present: Vec::new() },
        }
    }

    /// Adds these cells of a block, numbers times 10^−power.
    pub fn extend(&mut self, cells: &Cells<'_>, rows: Range<usize>, power: i32) {
        match (self, cells) {
            (Waiting::Numbers { values, present }, Cells::Numbers(numbers)) => {
                for number in &numbers[rows] {
                    present.push(i16::from(!number.is_nan()));
                    let there = Some(*number).filter(|number| !number.is_nan());
                    values.extend(there.map(|number| in_power(number, power)));
                }
            }
            (Waiting::Numbers { values, present }, Cells::Constant(Value::Number(number))) => {
                present.extend(repeat_n(i16::from(!number.is_nan()), rows.len()));
                let there = if number.is_nan() { 0 } else { rows.len() };
                values.extend(repeat_n(in_power(*number, power), there));
            }
            (Waiting::Words { texts, last }, cells) => {
                for row in rows {
                    let Value::Word(word) = cells.at(row) else { continue };
                    let text = match last {
                        Some((known, text)) if *known == word => text.clone(),
                        _ => ByteArray::from(word),
                    };
                    *last = Some((word, text.clone()));
                    texts.push(text);
                }
            }
            // A column has cells of one kind.
            (Waiting::Numbers { .. }, _) => {}
        }
    }
}

impl Texts {
    /// One more; how many bytes it takes.
    pub fn push(&mut self, extra: Extra<'_>) -> usize {
        self.present.push(i16::from(extra != Extra::Missing));
        if let Extra::Text(text) | Extra::Json(text) = extra {
            self.values.push(text.into());
            return text.len();
        }
        0
    }
}
