//! Points read from a table.

use super::content::Content;
use super::header::{BREAKS, Fixed, Header};
use super::plain_row::PlainRow;
use super::points_error::PointsError;
#[cfg(feature = "parquet")]
use super::records::TableError;
use super::records::{Cell, Place, Records};
use crate::model::{Block, Choice, Fallback, Inputs, Parameter};
use crate::quantity::{Unit, Units};
use crate::table::{Extras, Schema, Shown};
use std::fs::File;
use std::io::BufRead;

/// The points of a table, in its order, one at a time.
///
/// Columns are named as in the output. Columns of results are allowed and ignored, so that a
/// table of our own can be read back; parameters without a column have a fixed value.
///
/// ```
/// use ndemon::refrigerator::RefrigeratorFamily;
/// use ndemon::sweep::{Fixed, Points};
/// use ndemon::table::Schema;
///
/// let schema = Schema::of(&RefrigeratorFamily);
/// let tc = schema.family().parameter("tc").ok_or("no such parameter")?;
/// let table = "tc,e4\n0.5,1.3\n0.25,1.2\n";
/// let mut points = Points::open(schema, table.as_bytes(), &Fixed::default())?;
/// let mut read = Vec::new();
/// while points.read()? {
///     read.push(points.point().get(tc));
/// }
/// assert_eq!(read, [0.5, 0.25]); // the column of the table
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Points<R: BufRead> {
    records: Records<R>,
    columns: Vec<(String, Content)>,
    base: Inputs,
    /// The last point that was read.
    point: Inputs,
    /// The parameters that have columns.
    varied: Vec<Parameter>,
    option: Option<usize>,
    /// The column of multiples of the greatest strength, and whether there is one of the strength itself,
    /// too.
    multiple: Option<(usize, bool)>,
    extras: Extras,
    /// Reads most rows, if the columns allow it.
    plain: Option<PlainRow>,
}

impl<R: BufRead> Points<R> {
    /// Reads the header (of JSON lines: the first one). A parameter whose fixed value is NaN has none.
    ///
    /// # Errors
    /// [`PointsError`] where the header does not fit.
    pub fn open(schema: &'static Schema, reader: R, fixed: &Fixed) -> Result<Self, PointsError> {
        Self::of(schema, Records::open(reader)?, fixed)
    }

    /// The points of a file, if it is a Parquet table; such a table is read from its end, hence not
    /// from a reader.
    ///
    /// # Errors
    /// [`PointsError`] where its columns do not fit.
    pub fn of_parquet(
        schema: &'static Schema,
        file: &File,
        fixed: &Fixed,
    ) -> Result<Option<Self>, PointsError> {
        #[cfg(feature = "parquet")]
        {
            use super::parquet_rows::{ParquetRows, is_parquet};
            let mut file = file.try_clone().map_err(TableError::Read)?;
            if is_parquet(&mut file).map_err(TableError::Read)? {
                let rows = ParquetRows::open(file)?;
                return Self::of(schema, Records::Parquet(rows), fixed).map(Some);
            }
        }
        let _ = (schema, file, fixed);
        Ok(None)
    }

    fn of(
        schema: &'static Schema,
        mut records: Records<R>,
        fixed: &Fixed,
    ) -> Result<Self, PointsError> {
        let Header { columns, base } = Header::read(schema, &records, fixed)?;
        let results = columns.iter().enumerate().filter(|(_, column)| column.1 == Content::Result);
        results.for_each(|(column, _)| records.ignore(column));
        let place = |wanted: fn(Content) -> bool| columns.iter().position(|(_, c)| wanted(*c));
        let strength = place(|c| matches!(c, Content::Parameter(p, _) if p.is_strength()));
        let multiple = place(|c| matches!(c, Content::Multiple(_)));
        let multiple = multiple.map(|place| (place, strength.is_some()));
        let (option, extras) = (fixed.option, Extras::default());
        let point = base.clone();
        let has_column = |p: &Parameter| columns.iter().any(|(_, content)| content.is(p));
        let varied = schema.family().parameters().iter().filter(has_column).collect();
        let plain = PlainRow::of(columns.iter().map(|(_, content)| *content));
        Ok(Points { records, columns, base, point, varied, option, multiple, extras, plain })
    }

    /// Whether the table has a column of this parameter.
    pub fn has(&self, parameter: Parameter) -> bool {
        self.columns.iter().any(|(_, content)| content.is(parameter))
    }

    /// The cases that the table is, in which one that is made of it has more columns by default.
    pub fn cases(&self) -> Vec<Shown> {
        let case = |(_, content): &(String, Content)| match content {
            Content::Multiple(_) => Some(Shown::InMultiples),
            Content::Choice => Some(Shown::WhereChosen),
            Content::Parameter(..) | Content::Result | Content::Extra => None,
        };
        self.columns.iter().filter_map(case).collect()
    }

    /// The names of the columns that are passed through.
    pub fn extra_names(&self) -> Vec<String> {
        let extra = self.columns.iter().filter(|(_, content)| *content == Content::Extra);
        extra.map(|(name, _)| name.clone()).collect()
    }

    /// What is passed through with the last point.
    pub fn extras(&self) -> &Extras {
        &self.extras
    }

    /// The units of all points.
    pub fn units(&self) -> Units {
        self.base.units()
    }

    /// A point of the family; those of the table differ from it.
    pub fn base(&self) -> &Inputs {
        &self.base
    }

    /// The last point that was read.
    pub fn point(&self) -> &Inputs {
        &self.point
    }

    /// Adds the last point that was read to a block, whose base is [`Points::base`] and which is read as
    /// the point is.
    pub fn push_to(&self, block: &mut Block) {
        let raw = self.point.raw();
        block.push_varied(self.varied.iter().map(|parameter| (*parameter, raw[parameter.id])));
    }

    /// Reads the next point, which is then [`Points::point`]; whether there was one.
    ///
    /// # Errors
    /// [`PointsError`] where the table gives none, with its place.
    #[inline]
    pub fn read(&mut self) -> Result<bool, PointsError> {
        if self.read_plain() { Ok(true) } else { self.read_any() }
    }

    /// Reads the next point if that is quickly done; whether it was.
    #[inline]
    fn read_plain(&mut self) -> bool {
        let (Some(row), Records::Csv(csv)) = (&self.plain, &mut self.records) else { return false };
        self.extras.clear();
        csv.read_plain(row, &mut self.point, &mut self.extras)
    }

    fn read_any(&mut self) -> Result<bool, PointsError> {
        let Some(record) = self.records.read()? else { return Ok(false) };
        let place = record.place;
        // Where it has no value, λ is as it is given without it.
        let is_multiple = self
            .multiple
            .is_some_and(|(column, has_lambda)| !has_lambda || !record.cell(column).is_missing());
        let point = &mut self.point;
        point.copy(&self.base);
        point.reading.in_multiples |= is_multiple;
        self.extras.clear();
        for (index, (name, content)) in self.columns.iter().enumerate() {
            let column = || name.clone();
            match content.where_strength_is(is_multiple) {
                Content::Result | Content::Multiple(_) => {}
                Content::Parameter(parameter, unit) => {
                    let cell = record.cell(index);
                    // Adding 0 turns −0 into 0.
                    match number(&cell, unit) {
                        Some(value) => point.set(parameter, value + 0.0),
                        None if parameter.is_optional() && cell.is_missing() => {
                            // The row tells the number that it is computed with.
                            if let Fallback::Silent(usual) = parameter.fallback {
                                point.set(parameter, usual);
                            }
                        }
                        None => {
                            let text = cell.text().into_owned();
                            return Err(PointsError::Cell { place, column: column(), text });
                        }
                    }
                }
                Content::Choice => {
                    let cell = record.cell(index);
                    if let Some(choice) = point.family().choice()
                        && !cell.is_missing()
                    {
                        point.reading.option = chosen(choice, &cell.word(), place, self.option)?;
                    }
                }
                Content::Extra => {
                    let cell = record.cell(index);
                    if cell.word().contains(BREAKS) {
                        return Err(PointsError::Break { place, column: column() });
                    }
                    cell.pass(|extra| self.extras.push(extra));
                }
            }
        }
        Ok(true)
    }
}

/// The number in a cell whose column is measured in this unit, if there is one.
fn number(cell: &Cell<'_>, unit: Option<Unit>) -> Option<f64> {
    let value = match unit {
        Some(unit) => unit.read(&cell.text()),
        None => cell.number(),
    };
    value.filter(|value| value.is_finite())
}

/// The option of a choice that a cell names.
fn chosen(
    choice: &'static Choice,
    word: &str,
    place: Place,
    given: Option<usize>,
) -> Result<usize, PointsError> {
    let unknown = || PointsError::Choice { place, choice, text: word.into() };
    let there = choice.option(word).ok_or_else(unknown)?;
    match given.filter(|given| *given != there) {
        Some(given) => {
            let [there, given] = [there, given].map(|option| choice.options[option].name);
            Err(PointsError::Contradiction { place, choice, there, given })
        }
        None => Ok(there),
    }
}

#[cfg(test)]
mod plain_rows;

#[cfg(test)]
mod tests {
    use super::*;

    use crate::quantity::Yardstick;
    use crate::refrigerator::{Parameter as P, Point, RefrigeratorFamily};
    use crate::sweep::Mention;

    fn read(text: &str) -> Result<Vec<Inputs>, PointsError> {
        let text_of_e4 = "--e4 1.3".to_owned();
        let yardstick = Yardstick::Natural;
        let e4 = Mention { parameter: P::E4.spec(), text: text_of_e4, yardstick };
        let fixed = Fixed { parameters: vec![(e4, 1.3)], ..Fixed::default() };
        let schema = Schema::of(&RefrigeratorFamily);
        let mut points = Points::open(schema, text.as_bytes(), &fixed)?;
        let mut all = Vec::new();
        while points.read()? {
            all.push(points.point().clone());
        }
        Ok(all)
    }

    fn why(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn csv_and_json_lines_give_the_same_points() {
        let expected = [0.5, 0.25].map(|tc| Point::paper(tc, 1.3).inputs());
        assert_eq!(read("tc,cop\n0.5,7\n0.25,NaN\n").unwrap(), expected);
        assert_eq!(read("\u{feff}cop , tc\r\nx,0.5\r\n\"\",\"2.5e-1\"").unwrap(), expected);
        assert_eq!(read("# made by hand\ntc\n0.5\n\n0.25\n").unwrap(), expected);
        assert_eq!(read("\"tc\", \"cop\"\n0.5, \"a;b\"\n0.25,\"\"").unwrap(), expected);
        assert_eq!(read("tc;cop\n0.5;1,5\n 0.25 ;").unwrap(), expected);
        assert_eq!(read("cop\ttc\n\t0.5\n\t0.25").unwrap(), expected);
        assert_eq!(read("{\"tc\":0.5}\n\n {\"tc\": 25e-2}").unwrap(), expected);
        assert_eq!(read("{\"tc\":0.5,\"cop\":1}\n{\"cop\":null,\"tc\":0.25}").unwrap(), expected);
        assert!(read("tc\n").unwrap().is_empty());
    }

    #[test]
    fn an_error_names_the_line_and_the_column() {
        assert_eq!(why("tc,cop\n1,2\nabc,2"), "line 3, column `tc`: `abc` is not a finite number");
        assert_eq!(
            why("# c\n\n# d\n\ntc\n \n1\nnan"),
            "line 8, column `tc`: `nan` is not a finite number"
        );
        assert_eq!(why("tc\n1\n,,"), "line 3 is 3 wide, but the header is 1 wide");
        assert_eq!(
            why("tc,tb\n"),
            "the column `tb` is neither a parameter nor a result; `ndemon columns` lists them; \
             --keep-extra passes it through"
        );
        assert_eq!(why("tc,tc\n"), "the column `tc` appears twice");
        assert_eq!(
            why("tc,e4\n"),
            "--e4 is given, but the table has a column `e4`: drop one of them"
        );
        assert_eq!(why("cop\n"), "--tc is missing: the table has no column `tc`");
        assert_eq!(why(" \n"), "the table is empty: it needs a header, or a JSON object a line");
        assert_eq!(
            why("{\"tc\":1}\n{\"tc\":null}"),
            "line 2, column `tc`: `null` is not a finite number"
        );
        assert_eq!(why("{\"tc\":1}\n{\"cop\":1}"), "line 2 lacks the key `tc` of the first object");
        assert_eq!(why("{\"tc\":1}\n[1]"), "line 2 is not a JSON object");
        let twice = "the key `tc` stands twice, or not in the first object";
        assert_eq!(why("{\"tc\":1,\"tc\":2}"), "the column `tc` appears twice");
        assert_eq!(why("{\"tc\":1}\n{\"tc\":1,\"tc\":2}"), format!("line 2: {twice}"));
        assert_eq!(why("{\"tc\":1e999}"), "line 1, column `tc`: `1e999` is not a finite number");
        assert!(why("[\n{\"tc\":1}\n]").starts_with("it is a JSON array"));
        assert!(why(",tc\n0,0.5").starts_with("column 1 has no name"));
        assert!(why("tc,\n0.5,").starts_with("column 2 has no name"));
    }

    #[test]
    fn no_quote_and_no_endless_line_swallows_what_follows() {
        let unclosed = |line| format!("line {line} has a quote that is not closed on it");
        assert_eq!(why("tc,status\n0.5,\"see\n# note\"\n0.6,ok\n"), unclosed(2));
        assert_eq!(why("\"tc\n0.5"), unclosed(1));
        let long = format!("tc\n{}", "0".repeat(1 << 21));
        assert_eq!(why(&long), "line 2 is longer than 1048576 bytes");
    }

    #[test]
    fn an_optional_parameter_may_be_missing_in_a_row() {
        let point = || Point::paper(0.5, 1.3).inputs();
        assert_eq!(read("tc,t0,gamma\n0.5,NaN,NaN").unwrap(), [point()]);
        for missing in ["NaN", "nan", "NA", "null", "", " ", "\"\""] {
            assert_eq!(read(&format!("tc,t0,gamma\n0.5,{missing},{missing}")).unwrap(), [point()]);
            assert!(why(&format!("tc,mu0\n0.5,{missing}")).starts_with("line 2, column `mu0`: "));
        }
        let given = point().with(P::T0.spec(), 2.0);
        assert_eq!(read("tc,t0,gamma\n0.5,2,NaN").unwrap(), [given]);
        assert_eq!(read("\u{feff}{\"tc\":0.5,\"gamma\":null}").unwrap(), [point()]);
        assert_eq!(why("tc,mu0\n0.5,NaN"), "line 2, column `mu0`: `NaN` is not a finite number");
    }
}
