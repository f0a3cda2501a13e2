//! Numbers that somebody measured, from a table whose columns are named as in the output.

use super::points_error::wrong;
use super::records::{Place, Record, Records, TableError};
use crate::quantity::Unit;
use crate::table::Column;
use std::fs::File;
use std::io::BufRead;

/// A quantity that is looked for in a table.
#[derive(Clone, Copy, Debug)]
pub struct Sought {
    /// The column with its name, in the units in which its numbers are wanted.
    pub column: &'static Column,
    /// Whether a table without it is of no use.
    pub is_needed: bool,
}

/// One number, in the unit of the column that was sought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// NaN where nothing was measured.
    pub value: f64,
    /// Its standard deviation; 0 where none is known.
    pub deviation: f64,
}

/// Why a table has none of the numbers that are sought, or none beyond the last ones.
#[derive(Debug, thiserror::Error)]
pub enum ObservedError {
    /// No column has the quantity.
    #[error("it has no column `{name}`; {hint}")]
    Lacks {
        /// The column that there should be.
        name: String,
        /// What there is instead, and the remedy.
        hint: String,
    },
    /// Two columns have the same quantity.
    #[error("the columns `{0}` and `{1}` are the same quantity: drop one of them")]
    Same(String, String),
    /// A cell is no number.
    #[error("{place}, column `{column}`: {}", wrong(.text))]
    Cell {
        /// Where it stands.
        place: Place,
        /// The name of its column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// A standard deviation is negative or infinite.
    #[error(
        "{place}, column `{column}`: `{text}` is no standard deviation, which is finite and not negative; leave it empty where none is known"
    )]
    Deviation {
        /// Where it stands.
        place: Place,
        /// The name of its column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// The table is malformed or cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// What a column of standard deviations has behind the name of its quantity.
const DEVIATION: &str = "sd";

/// The numbers of a table, a row at a time.
///
/// Columns are named as in the output; their units may have any prefix that a table of our own may have. Beside `tc`
/// may stand its standard deviation, `tc_sd`, beside `tc_mK` `tc_sd_mK` or `tc_mK_sd`. Other columns are not looked at.
///
/// ```
/// use ndemon::quantity::Units;
/// use ndemon::refrigerator::RefrigeratorFamily;
/// use ndemon::sweep::{Observation, Observed, Sought};
/// use ndemon::table::Schema;
///
/// let schema = Schema::of(&RefrigeratorFamily);
/// let tc = schema.columns(Units::Laboratory).find(|column| column.key == "tc").ok_or("none")?;
/// let sought = [Sought { column: tc, is_needed: true }];
/// let mut table = Observed::open("run,tc_mK,tc_sd_uK\n7,80,500\n".as_bytes(), &sought)?;
/// // 80 mK and 500 µK are 0.08 K and 0.0005 K.
/// assert_eq!(table.read()?, Some(vec![Observation { value: 0.08, deviation: 0.0005 }]));
/// assert_eq!(table.read()?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Observed<R: BufRead> {
    records: Records<R>,
    /// Of each quantity that is sought: the column of its values, and that of its deviations.
    columns: Vec<[Option<InTable>; 2]>,
}

/// A column of the table.
#[derive(Clone)]
struct InTable {
    place: usize,
    name: String,
    unit: Unit,
}

impl<R: BufRead> Observed<R> {
    /// Reads the header (of JSON lines: the first one).
    ///
    /// # Errors
    /// [`ObservedError`] where a quantity that is needed has no column, or has two.
    pub fn open(reader: R, sought: &[Sought]) -> Result<Self, ObservedError> {
        Self::of(Records::open(reader)?, sought)
    }

    /// The numbers of a file, if it is a Parquet table, which is read from its end.
    ///
    /// # Errors
    /// [`ObservedError`] where its columns do not fit.
    pub fn of_parquet(file: &File, sought: &[Sought]) -> Result<Option<Self>, ObservedError> {
        #[cfg(feature = "parquet")]
        {
            use super::parquet_rows::{ParquetRows, is_parquet};
            let mut file = file.try_clone().map_err(TableError::Read)?;
            if is_parquet(&mut file).map_err(TableError::Read)? {
                let rows = ParquetRows::open(file)?;
                return Self::of(Records::Parquet(rows), sought).map(Some);
            }
        }
        let _ = (file, sought);
        Ok(None)
    }

    fn of(mut records: Records<R>, sought: &[Sought]) -> Result<Self, ObservedError> {
        let names = records.names().to_vec();
        let column = |sought: &Sought| {
            let column = sought.column;
            let value = one(&names, |name| column.unit_in(name))?;
            let deviation = one(&names, |name| column.unit_beside(name, DEVIATION))?;
            // What has its name in other units was meant.
            let is_wanted = sought.is_needed || Named::of(column, &names).is_some();
            match value.is_none() && is_wanted {
                true => Err(lacks(column, &names)),
                false => Ok([value, deviation]),
            }
        };
        let columns = sought.iter().map(column).collect::<Result<Vec<_>, ObservedError>>()?;
        let is_used =
            |place: usize| columns.iter().flatten().flatten().any(|column| column.place == place);
        (0..names.len()).filter(|place| !is_used(*place)).for_each(|place| records.ignore(place));
        Ok(Observed { records, columns })
    }

    /// Whether the table has the quantity that was sought in this place.
    pub fn has(&self, place: usize) -> bool {
        self.columns[place][0].is_some()
    }

    /// The numbers of the next row, in the order in which they were sought; none at the end.
    ///
    /// # Errors
    /// [`ObservedError`] where a cell has no number, with its place.
    pub fn read(&mut self) -> Result<Option<Vec<Observation>>, ObservedError> {
        let Some(record) = self.records.read()? else { return Ok(None) };
        let number = |column: &Option<InTable>| match column {
            Some(column) => number(&record, column),
            None => Ok(f64::NAN),
        };
        let observation = |[value, deviation]: &[Option<InTable>; 2]| {
            let (value, of) = (number(value)?, number(deviation)?);
            match deviation {
                Some(column) if of < 0.0 || of.is_infinite() => Err(ObservedError::Deviation {
                    place: record.place,
                    column: column.name.clone(),
                    text: record.cell(column.place).text().into_owned(),
                }),
                _ => Ok(Observation { value, deviation: if of.is_nan() { 0.0 } else { of } }),
            }
        };
        self.columns.iter().map(observation).collect::<Result<Vec<_>, _>>().map(Some)
    }
}

/// The number in the cell of a column; NaN where it has none.
fn number(record: &Record<'_>, column: &InTable) -> Result<f64, ObservedError> {
    let cell = record.cell(column.place);
    if cell.is_missing() {
        return Ok(f64::NAN);
    }
    let text = cell.text();
    // Infinities are results, too, and have no unit that would change them.
    let infinite = || cell.number().filter(|number| number.is_infinite());
    column.unit.read(&text).or_else(infinite).ok_or_else(|| ObservedError::Cell {
        place: record.place,
        column: column.name.clone(),
        text: text.into_owned(),
    })
}

/// The column whose numbers have a unit by its name, if there is one.
fn one(
    names: &[String],
    unit: impl Fn(&str) -> Option<Unit>,
) -> Result<Option<InTable>, ObservedError> {
    let named = |(place, name): (usize, &String)| {
        Some(InTable { place, name: name.clone(), unit: unit(name)? })
    };
    let mut found = names.iter().enumerate().filter_map(named);
    let (first, second) = (found.next(), found.next());
    match (first, second) {
        (Some(first), Some(second)) => Err(ObservedError::Same(first.name, second.name)),
        (first, _) => Ok(first),
    }
}

/// A column with the name of a quantity that is not in its units.
enum Named<'a> {
    Bare(&'a str),
    WithUnit(&'a str),
}

impl<'a> Named<'a> {
    fn of(column: &Column, names: &'a [String]) -> Option<Self> {
        let begins_so = |other: &&String| {
            let unit = other.strip_prefix(column.key).and_then(|rest| rest.strip_prefix('_'));
            unit.is_some_and(|unit| unit.ends_with(['K', 'V', 'W', 'A', 'J', 'z']))
        };
        let bare = names.iter().find(|other| *other == column.key).map(|name| Named::Bare(name));
        bare.or_else(|| names.iter().find(begins_so).map(|name| Named::WithUnit(name)))
    }
}

/// What a table without a column lacks, and what to do about it.
fn lacks(column: &'static Column, names: &[String]) -> ObservedError {
    let name = column.name.clone();
    let hint = match Named::of(column, names) {
        Some(Named::Bare(bare)) => {
            format!("`{bare}` has no unit, but the figure has: name it `{name}`, or with a prefix")
        }
        Some(Named::WithUnit(with)) if name == column.key => {
            format!(
                "`{with}` has a unit, but the figure has none: give numbers as the figure has them"
            )
        }
        Some(Named::WithUnit(with)) => {
            format!("`{with}` has a unit of another kind: name it `{name}`, or with a prefix")
        }
        None if names.iter().all(|name| name.parse::<f64>().is_ok()) => {
            "its first line has numbers, where the names of its columns must be".into()
        }
        None => format!("it has {}: name a column as the axis is named", quoted(names)),
    };
    ObservedError::Lacks { name, hint }
}

/// Names as a sentence lists them, not too many.
fn quoted(names: &[String]) -> String {
    const MOST: usize = 12;
    let shown = names.iter().take(MOST).map(|name| format!("`{name}`")).collect::<Vec<_>>();
    let more = if names.len() > MOST { ", …" } else { "" };
    shown.join(", ") + more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Units;
    use crate::refrigerator::RefrigeratorFamily;
    use crate::table::Schema;

    fn sought(units: Units) -> Vec<Sought> {
        let schema = Schema::of(&RefrigeratorFamily);
        let column = |key: &str| schema.columns(units).find(|column| column.key == key).unwrap();
        let needed = ["tc", "power"].map(|key| Sought { column: column(key), is_needed: true });
        needed.into_iter().chain([Sought { column: column("e4"), is_needed: false }]).collect()
    }

    fn rows(text: &str, units: Units) -> Result<Vec<Vec<(f64, f64)>>, ObservedError> {
        let mut table = Observed::open(text.as_bytes(), &sought(units))?;
        let mut rows = Vec::new();
        while let Some(row) = table.read()? {
            rows.push(row.iter().map(|number| (number.value, number.deviation)).collect());
        }
        Ok(rows)
    }

    fn why(text: &str, units: Units) -> String {
        rows(text, units).unwrap_err().to_string()
    }

    #[test]
    fn units_become_those_that_are_sought() {
        // 80 mK, 0.5 µeV·(h·f of 1 GHz is 4.135667696923859e-6 eV, CODATA 2018), 3 aW.
        let text = "power_aW,power_aW_sd,tc_mK,tc_sd_uK,e4_GHz,note\n3,0.25,80,500,1,x\n";
        let row = rows(text, Units::Laboratory).unwrap().remove(0);
        assert_eq!(row, [(0.08, 5e-4), (3e-18, 2.5e-19), (4.135667696923859e-6, 0.0)]);
        let json = "{\"tc\":0.5,\"power\":null,\"power_sd\":0.1,\"e4\":1.3}\n";
        let row = rows(json, Units::Natural).unwrap().remove(0);
        assert_eq!([row[0], row[2]], [(0.5, 0.0), (1.3, 0.0)]);
        assert!(row[1].0.is_nan() && row[1].1 == 0.1);
        let row = rows("tc,power,power_sd\n0.5,inf,\n", Units::Natural).unwrap().remove(0);
        assert!(row[1] == (f64::INFINITY, 0.0) && row[2].0.is_nan());
    }

    #[test]
    fn an_error_names_place_value_rule_and_remedy() {
        let natural = |text| why(text, Units::Natural);
        assert_eq!(
            natural("tc,cop\n1,2\n"),
            "it has no column `power`; it has `tc`, `cop`: name a column as the axis is named"
        );
        assert_eq!(
            natural("tc_mK,power\n1,2\n"),
            "it has no column `tc`; `tc_mK` has a unit, but the figure has none: give numbers as the figure has them"
        );
        assert_eq!(
            why("tc,power_W\n1,2\n", Units::Laboratory),
            "it has no column `tc_K`; `tc` has no unit, but the figure has: name it `tc_K`, or with a prefix"
        );
        assert_eq!(
            natural("0.5,0.2\n0.6,0.2\n"),
            "it has no column `tc`; its first line has numbers, where the names of its columns must be"
        );
        assert_eq!(
            natural("tc,power\n0.5,0.2\n0.6,abc\n"),
            "line 3, column `power`: `abc` is not a finite number"
        );
        assert_eq!(
            natural("tc;power\n0.5;0,2\n"),
            "line 2, column `power`: `0,2` has a decimal comma; write 0.2"
        );
        assert_eq!(
            natural("tc,power,power_sd\n0.5,0.2,-0.1\n"),
            "line 2, column `power_sd`: `-0.1` is no standard deviation, which is finite and not negative; leave it empty where none is known"
        );
        assert_eq!(
            why("tc_mK,tc_K,power_W\n", Units::Laboratory),
            "the columns `tc_mK` and `tc_K` are the same quantity: drop one of them"
        );
        assert!(natural("").starts_with("the table is empty"));
    }
}
