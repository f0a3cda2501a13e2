//! Points read from a table.

use super::content::Content;
use super::mention::{Mention, units};
use super::points_error::PointsError;
#[cfg(feature = "parquet")]
use super::records::TableError;
use super::records::{Cell, Place, Records};
use crate::model::{Block, Choice, Inputs, Parameter, Reading};
use crate::quantity::{Unit, Units, Yardstick};
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
}

/// What is the same in every row of a table, and what is to become of columns that mean nothing here.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// Parameters, as they were given and with their values.
    pub parameters: Vec<(Mention, f64)>,
    /// The option of the family's choice, if one was said.
    pub option: Option<usize>,
    /// Whether columns that mean nothing here are passed through; they are an error otherwise.
    pub keeps_extras: bool,
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
        let family = schema.family();
        refuse_no_header(schema, &records)?;
        let mut columns: Vec<(String, Content)> = Vec::new();
        let mut mentions: Vec<Mention> = Vec::new();
        for (number, name) in (1..).zip(records.names()) {
            let content = match Content::named(schema, name) {
                Err(PointsError::UnknownColumn { .. } | PointsError::Unit { .. })
                    if fixed.keeps_extras =>
                {
                    Content::Extra
                }
                Err(PointsError::UnknownColumn { .. }) if name.is_empty() => {
                    return Err(PointsError::Nameless(number));
                }
                content => content?,
            };
            if content == Content::Extra && name.contains(BREAKS) {
                return Err(PointsError::BreakInName(name.clone()));
            }
            if columns.iter().any(|(other, _)| other == name) {
                return Err(PointsError::Twice(name.clone()));
            }
            if let Content::Parameter(parameter, unit) = content {
                let is_same =
                    |known: Content| matches!(known, Content::Parameter(p, _) if p == parameter);
                if let Some((other, _)) = columns.iter().find(|(_, known)| is_same(*known)) {
                    return Err(PointsError::Same(other.clone(), name.clone()));
                }
                let yardstick = unit.map_or(Yardstick::Natural, |_| Yardstick::Laboratory);
                mentions.push(Mention { parameter, text: format!("the column {name}"), yardstick });
            }
            columns.push((name.clone(), content));
        }
        let has_column = |p| columns.iter().any(|(_, content)| content.is(p));
        // A column takes the place of a value that is found for each point.
        let is_used =
            |(mention, value): &&(Mention, f64)| !(value.is_nan() && has_column(mention.parameter));
        let parameters: Vec<_> = fixed.parameters.iter().filter(is_used).collect();
        mentions.splice(0..0, parameters.iter().map(|(mention, _)| mention.clone()));
        let mut given = parameters.iter().map(|(mention, _)| mention.parameter);
        if let Some(both) = given.find(|p| has_column(*p)) {
            return Err(PointsError::Both(both));
        }
        let given = |parameter| {
            let mut given = parameters.iter();
            let value = given.find(|(mention, _)| mention.parameter == parameter);
            value.map(|(_, value)| *value).or(has_column(parameter).then_some(f64::NAN))
        };
        let reading = Reading { option: fixed.option.unwrap_or_default(), ..Reading::default() };
        let mut base = Inputs::complete(family, reading, given).map_err(PointsError::Missing)?;
        base.reading.units = units(family, &mentions)?;
        base.reading.in_multiples = mentions.iter().any(|m| m.yardstick == Yardstick::Headroom);
        // What has a column, or is found for each point, has a value in some row, which may be any.
        let has_value = |p: &Parameter| {
            has_column(p) || parameters.iter().any(|(mention, _)| mention.parameter == *p)
        };
        let mut sample = base.clone();
        family.parameters().iter().filter(has_value).for_each(|p| sample.set(p, 1.0));
        if let Some(rule) = family.lacking(&sample) {
            return Err(PointsError::Lacking(rule));
        }
        let results = columns.iter().enumerate().filter(|(_, column)| column.1 == Content::Result);
        results.for_each(|(column, _)| records.ignore(column));
        let place = |wanted: fn(Content) -> bool| columns.iter().position(|(_, c)| wanted(*c));
        let strength = place(|c| matches!(c, Content::Parameter(p, _) if p.is_strength()));
        let multiple = place(|c| matches!(c, Content::Multiple(_)));
        let multiple = multiple.map(|place| (place, strength.is_some()));
        let (option, extras) = (fixed.option, Extras::default());
        let point = base.clone();
        let varied = family.parameters().iter().filter(|parameter| has_column(parameter)).collect();
        Ok(Points { records, columns, base, point, varied, option, multiple, extras })
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
    pub fn read(&mut self) -> Result<bool, PointsError> {
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
                        None if parameter.is_optional() && cell.is_missing() => {}
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

/// What no line of a table has within it.
const BREAKS: [char; 3] = ['\n', '\r', '\0'];

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

/// Refuses a header of numbers, and one of names with spaces between them: whatever else it might
/// be, a row or the names would be lost.
fn refuse_no_header<R: BufRead>(
    schema: &'static Schema,
    records: &Records<R>,
) -> Result<(), PointsError> {
    let Some((comment, line)) = records.header() else { return Ok(()) };
    let words = || records.names().iter().flat_map(|name| name.split_whitespace());
    if words().all(|word| word.parse::<f64>().is_ok()) && words().next().is_some() {
        let looks_like_one = |text: &String| {
            let mut words = text.split([',', ';', '#']).flat_map(str::split_whitespace);
            words.any(|word| Content::named(schema, word).is_ok())
        };
        let comment = comment.filter(|(_, text)| looks_like_one(text)).map(|(line, _)| *line);
        return Err(PointsError::NoHeader { line, comment });
    }
    let mut names = records.names().iter();
    let is_known = |name: &str| Content::named(schema, name).is_ok();
    match names.any(|name| name.contains(char::is_whitespace)) && words().all(is_known) {
        true => Err(PointsError::Spaces(line)),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::refrigerator::{Parameter as P, Point, RefrigeratorFamily};

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
