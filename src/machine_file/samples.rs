//! Tables of numbers in columns, as other programs write them: separated by commas, semicolons or
//! blanks, with a header or without.

use super::number::{Wrong, complex, last_digit, real};
use super::source::{FileError, Source};
use crate::formula::nearest;
use std::ops::Range;

/// A table of numbers, of which the cells are read when they are asked for.
#[derive(Clone, Debug)]
pub struct Samples {
    /// The file, for messages.
    pub source: Source,
    /// The names of the columns; empty if the file has none.
    pub names: Vec<Box<str>>,
    /// The bytes of each line of numbers.
    rows: Vec<Range<usize>>,
    separator: Separator,
}

/// Points of a function of the energy.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// The energies, strictly rising.
    pub energies: Vec<f64>,
    /// The values.
    pub values: Vec<f64>,
    /// The standard deviations of the values, where the table has them.
    pub errors: Option<Vec<f64>>,
    /// The rows of the table that they are from.
    pub rows: Vec<usize>,
}

/// Which columns of a table are meant, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// That of energies.
    pub energy: usize,
    /// That of values.
    pub value: usize,
    /// That of standard deviations.
    pub error: Option<usize>,
}

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Separator {
    Character(char),
    Blanks,
}

impl Separator {
    /// That of a line.
    fn of(line: &str) -> Separator {
        match () {
            () if line.contains(';') => Separator::Character(';'),
            () if line.contains(',') => Separator::Character(','),
            () if line.trim().contains('\t') && !line.contains("\t\t") => {
                Separator::Character('\t')
            }
            () => Separator::Blanks,
        }
    }

    /// The cells of a line, as bytes of it, without quotes and blanks around them.
    fn cells(self, line: &str) -> Vec<Range<usize>> {
        let mut cells = Vec::new();
        let (mut start, mut is_quoted) = (0, false);
        for (at, c) in line.char_indices() {
            let is_end = match self {
                Separator::Character(separator) => c == separator,
                Separator::Blanks => c.is_whitespace(),
            };
            if c == '"' {
                is_quoted = !is_quoted;
            } else if is_end && !is_quoted {
                cells.push(start..at);
                start = at + c.len_utf8();
            }
        }
        cells.push(start..line.len());
        let cells = cells.into_iter().map(|cell| bare(line, cell));
        match self {
            Separator::Character(_) => cells.collect(),
            Separator::Blanks => cells.filter(|cell| !cell.is_empty()).collect(),
        }
    }
}

/// A cell without blanks and quotes around it.
fn bare(line: &str, cell: Range<usize>) -> Range<usize> {
    let text = &line[cell.clone()];
    let start = cell.start + (text.len() - text.trim_start().len());
    let text = text.trim();
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match inner {
        Some(inner) => start + 1..start + 1 + inner.len(),
        None => start..start + text.len(),
    }
}

impl Samples {
    /// Reads the bytes of a file; `path` is what messages call it.
    ///
    /// A line of names may stand above the numbers, behind `#` or not. Other lines that begin with `#`
    /// and empty ones are skipped.
    ///
    /// # Errors
    /// [`FileError`] where the file is no text or has no rows, and at a row with too many or too few cells.
    ///
    /// ```
    /// use ndemon::machine_file::Samples;
    ///
    /// let samples = Samples::read("t.csv", b"E,T\n0,0.25\n1,0.5\n").expect("a table");
    /// let chosen = samples.choose(Some("E"), Some("T"), None).expect("columns");
    /// let points = samples.points(chosen, &[]).expect("numbers");
    /// assert_eq!(points.values, [0.25, 0.5]);
    /// ```
    pub fn read(path: &str, bytes: &[u8]) -> Result<Samples, Box<FileError>> {
        let source = Source::decode(path, bytes)?;
        let (mut rows, mut header, mut comment) = (Vec::new(), None, None);
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            let span = start..start + line.trim_end().len();
            start += line.len();
            let text = line.trim();
            match text.strip_prefix('#') {
                _ if text.is_empty() => {}
                Some(_) if rows.is_empty() => comment = Some(span),
                Some(_) => {}
                None if rows.is_empty() && header.is_none() && !is_numeric(text) => {
                    header = Some(span);
                }
                None => rows.push(span),
            }
        }
        let first = rows.first().cloned();
        let Some(first) = first else {
            let message = "the table has no rows of numbers";
            return Err(Box::new(source.error(
                0..0,
                message,
                "lines such as 0.1, 0.25 are wanted",
            )));
        };
        let text = |span: &Range<usize>| &source.text[span.clone()];
        // A header decides what separates cells, because it has no decimal commas.
        let separator = Separator::of(text(header.as_ref().unwrap_or(&first)));
        let names = |line: &str| -> Vec<Box<str>> {
            separator.cells(line).into_iter().map(|cell| line[cell].into()).collect()
        };
        let count = separator.cells(text(&first)).len();
        let names = match (&header, &comment) {
            (Some(header), _) => names(text(header)),
            (None, Some(comment)) => {
                let comment = text(comment).trim_start();
                let names = names(comment.trim_start_matches('#').trim_start());
                if names.len() == count { names } else { Vec::new() }
            }
            (None, None) => Vec::new(),
        };
        let samples = Samples { source, names, rows, separator };
        samples.check_widths(header.is_some())?;
        Ok(samples)
    }

    /// Refuses rows of which the cells do not fit the header or the first row.
    fn check_widths(&self, has_header: bool) -> Result<(), Box<FileError>> {
        let first = self.cells(0).len();
        let wanted = if has_header { self.names.len() } else { first };
        for (row, span) in self.rows.iter().enumerate() {
            let count = self.cells(row).len();
            if count != wanted {
                let line = &self.source.text[span.clone()];
                let message = format!("{wanted} cells are wanted, and the line has {count}");
                // Whether each cell would be two with a decimal comma.
                let label = match self.separator {
                    Separator::Character(',') if line.contains([' ', '\t']) || count > wanted => {
                        "decimals have a point, no comma"
                    }
                    _ => "each line has as many cells as the first one",
                };
                return Err(Box::new(self.source.error(span.clone(), message, label)));
            }
        }
        Ok(())
    }

    /// How many rows of numbers there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows, which a table that was read has.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The bytes in the file of the cells of a row.
    fn cells(&self, row: usize) -> Vec<Range<usize>> {
        let Some(span) = self.rows.get(row) else { return Vec::new() };
        let cells = self.separator.cells(&self.source.text[span.clone()]);
        cells.into_iter().map(|cell| span.start + cell.start..span.start + cell.end).collect()
    }

    /// How many cells a row has.
    pub(super) fn width(&self, row: usize) -> usize {
        self.cells(row).len()
    }

    /// An error at a cell.
    pub fn error(
        &self,
        row: usize,
        column: usize,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> FileError {
        let place = self.cells(row).get(column).cloned();
        self.source.error(place.unwrap_or(0..0), message, label)
    }

    /// The text of a cell; empty if there is none.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        let place = self.cells(row).get(column).cloned();
        place.map_or("", |place| &self.source.text[place])
    }

    /// The number in a cell.
    ///
    /// # Errors
    /// [`FileError`] where the cell has no finite number.
    pub fn number(&self, row: usize, column: usize) -> Result<f64, Box<FileError>> {
        let wrong = |(message, label): Wrong| Box::new(self.error(row, column, message, label));
        real(self.cell(row, column)).map_err(wrong)
    }

    /// The unit of the last digit that the number in a cell is printed with.
    pub fn last_digit(&self, row: usize, column: usize) -> f64 {
        last_digit(self.cell(row, column))
    }

    /// The index of the column of this name.
    ///
    /// # Errors
    /// A message without a place, because the name stands in another file, and a remedy.
    pub fn column(&self, name: &str) -> Result<usize, (String, String)> {
        let path = &self.source.path;
        let index = self.names.iter().position(|column| &**column == name);
        index.ok_or_else(|| {
            let names: Vec<&str> = self.names.iter().map(|name| &**name).collect();
            let label = match (names.is_empty(), nearest(name, names.iter().copied())) {
                (true, _) => "the file has no line of names".into(),
                (_, Some(near)) => format!("is {near} meant? columns are {}", names.join(", ")),
                (_, None) => format!("columns are {}", names.join(", ")),
            };
            (format!("{path} has no column `{name}`"), label)
        })
    }

    /// The columns of these names; of energies the first one and of values the second one where no name
    /// is given.
    ///
    /// # Errors
    /// As for [`Samples::column`].
    pub fn choose(
        &self,
        energy: Option<&str>,
        value: Option<&str>,
        error: Option<&str>,
    ) -> Result<Chosen, (String, String)> {
        let or = |name: Option<&str>, index| name.map_or(Ok(index), |name| self.column(name));
        let chosen = Chosen {
            energy: or(energy, 0)?,
            value: or(value, 1)?,
            error: error.map(|name| self.column(name)).transpose()?,
        };
        let count = self.cells(0).len();
        if chosen.value >= count {
            let message = format!("{} has one column", self.source.path);
            return Err((message, "energies and values are wanted".into()));
        }
        Ok(chosen)
    }

    /// The points of these columns, in the rows in which each column of `rows` has exactly its value.
    ///
    /// # Errors
    /// [`FileError`] at a cell without a finite number, where energies do not rise strictly, at a
    /// negative standard deviation, and where no row is left.
    pub fn points(&self, chosen: Chosen, rows: &[(usize, f64)]) -> Result<Points, Box<FileError>> {
        let Chosen { energy, value, error } = chosen;
        let mut points = Points {
            energies: Vec::new(),
            values: Vec::new(),
            errors: error.map(|_| Vec::new()),
            rows: Vec::new(),
        };
        for row in 0..self.rows.len() {
            let mut is_meant = true;
            for (column, wanted) in rows {
                is_meant &= self.number(row, *column)? == *wanted;
            }
            if !is_meant {
                continue;
            }
            let at = self.number(row, energy)?;
            if let Some(&before) = points.energies.last() {
                self.rises(row, energy, before, at)?;
            }
            points.energies.push(at);
            points.values.push(self.number(row, value)?);
            if let (Some(errors), Some(column)) = (&mut points.errors, error) {
                let deviation = self.number(row, column)?;
                if deviation < 0.0 {
                    let message = format!("the standard deviation {deviation} is negative");
                    return Err(Box::new(self.error(row, column, message, "")));
                }
                errors.push(deviation);
            }
            points.rows.push(row);
        }
        if points.rows.is_empty() {
            let wanted: Vec<String> = rows
                .iter()
                .map(|(column, value)| {
                    let name = self.names.get(*column).map_or("the column", |name| name);
                    format!("{name} = {value}")
                })
                .collect();
            let message = format!("no row has {}", wanted.join(" and "));
            let label = "rows with exactly these values are meant";
            return Err(Box::new(self.error(
                0,
                rows.first().map_or(0, |row| row.0),
                message,
                label,
            )));
        }
        Ok(points)
    }

    /// Refuses an energy that is not above the one before it.
    pub(super) fn rises(
        &self,
        row: usize,
        column: usize,
        before: f64,
        at: f64,
    ) -> Result<(), Box<FileError>> {
        if at > before {
            return Ok(());
        }
        let new = |message: String, label| Err(Box::new(self.error(row, column, message, label)));
        let error = self.error(row, column, "", "");
        if at == before {
            return new(format!("the energy {at} is given twice"), "energies rise strictly");
        }
        let message = format!("energy falls at line {}: a second block", error.line);
        new(
            message,
            "energies rise strictly; choose one block with where = { … }, or split the file",
        )
    }
}

/// Whether a line begins with a number.
fn is_numeric(line: &str) -> bool {
    let first = Separator::of(line).cells(line).into_iter().next().unwrap_or(0..0);
    let first = &line[first];
    let unsigned = first.trim_start_matches(['+', '-']).to_ascii_lowercase();
    first.is_empty()
        || unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || ["nan", "na", "inf", "infinity"].contains(&&*unsigned)
        || complex(first).is_ok()
}
