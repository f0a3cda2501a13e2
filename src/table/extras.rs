//! Columns that mean nothing here and are passed through with the rows.

use std::iter::repeat_n;

/// A cell that is passed through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra<'a> {
    /// A text.
    Text(&'a str),
    /// A number, `true`, an array and the like, as JSON writes it.
    Json(&'a str),
    /// Nothing.
    Missing,
}

/// The cells that are passed through with some rows, one row after the other.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    text: String,
    /// Of what kind each cell is, and where its text ends, which begins where the one before ends.
    cells: Vec<(Kind, usize)>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Text,
    Json,
    Missing,
}

impl Extras {
    /// One more cell.
    pub fn push(&mut self, cell: Extra<'_>) {
        let (kind, text) = match cell {
            Extra::Text(text) => (Kind::Text, text),
            Extra::Json(text) => (Kind::Json, text),
            Extra::Missing => (Kind::Missing, ""),
        };
        self.text.push_str(text);
        self.cells.push((kind, self.text.len()));
    }

    /// All cells of `other`, after those that are there.
    #[inline]
    pub fn append(&mut self, other: &Extras) {
        // Most tables have none.
        if !other.cells.is_empty() {
            self.append_cells(other);
        }
    }

    fn append_cells(&mut self, other: &Extras) {
        let start = self.text.len();
        self.text.push_str(&other.text);
        self.cells.extend(other.cells.iter().map(|(kind, end)| (*kind, start + end)));
    }

    /// Removes all cells.
    pub fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
    }

    /// The cells of the row with this number, from 0, where each row has so many; cells that are not
    /// there are missing.
    pub fn row(&self, number: usize, width: usize) -> impl Iterator<Item = Extra<'_>> {
        let cells = number * width..(number + 1) * width;
        let there = self.cells.get(cells.clone()).unwrap_or_default();
        let mut start =
            cells.start.checked_sub(1).map_or(0, |i| self.cells.get(i).map_or(0, |c| c.1));
        let found = there.iter().map(move |(kind, end)| {
            let text = &self.text[start..*end];
            start = *end;
            match kind {
                Kind::Text => Extra::Text(text),
                Kind::Json => Extra::Json(text),
                Kind::Missing => Extra::Missing,
            }
        });
        found.chain(repeat_n(Extra::Missing, width - there.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_were_pushed() {
        let rows = [
            [Extra::Text("a"), Extra::Missing],
            [Extra::Text(""), Extra::Json("[1]")],
            [Extra::Missing, Extra::Text("é")],
        ];
        let mut all = Extras::default();
        for row in rows {
            let mut one = Extras::default();
            row.into_iter().for_each(|cell| one.push(cell));
            all.append(&one);
        }
        for (number, row) in rows.into_iter().enumerate() {
            assert!(all.row(number, 2).eq(row));
        }
        assert!(all.row(3, 2).eq([Extra::Missing; 2]));
        assert_eq!(all.row(0, 0).count(), 0);
    }
}
