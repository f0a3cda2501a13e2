//! Points read from a table.

use super::measured::{MeasuredError, Mention, Unit, UnitsError, Yardstick, units};
use super::records::{Records, TableError};
use crate::model::{Dimension, Parameter, Point, Resonances, Units};
use crate::table;
use std::io::BufRead;

/// The points of a table, in its order, one at a time.
///
/// Columns are named as in the output. Columns of results are allowed and ignored, so that a
/// table of our own can be read back; parameters without a column have a fixed value.
pub struct Points<R: BufRead> {
    records: Records<R>,
    columns: Vec<(String, Content)>,
    base: Point,
}

/// What a column holds: a parameter in some unit, in natural ones where there is none, or a result.
#[derive(Clone, Copy, PartialEq)]
enum Content {
    Parameter(Parameter, Option<Unit>),
    /// λ as a multiple of the headroom.
    Multiple,
    Result,
}

/// Why a table gives no points, or none beyond the last one.
#[derive(Debug, thiserror::Error)]
pub enum PointsError {
    /// A column has no meaning here.
    #[error("the column `{0}` is neither a parameter nor a result; {hint}", hint = table::hint(.0))]
    UnknownColumn(String),
    /// A column has no name.
    #[error("a column has no name: is it the index that pandas writes without index=False?")]
    Nameless,
    /// A column stands twice.
    #[error("the column `{0}` appears twice")]
    Twice(String),
    /// A parameter has a column and a fixed value.
    #[error("--{name} is given, but the table has a column `{name}`: drop one of them", name = .0.name())]
    Both(Parameter),
    /// A required parameter has neither.
    #[error("--{name} is missing: the table has no column `{name}`", name = .0.name())]
    Missing(Parameter),
    /// A column is named after a parameter and something that is no unit of it.
    #[error("the column `{column}`: {error}")]
    Unit {
        /// Its name.
        column: String,
        /// What is wrong with the unit.
        error: MeasuredError,
    },
    /// Some parameters have units, others lack them.
    #[error(transparent)]
    Units(#[from] UnitsError),
    /// A cell is no number that a point could have.
    #[error("line {line}, column `{column}`: `{text}` is not a finite number")]
    Cell {
        /// Where it stands, from 1.
        line: u64,
        /// The name of its column.
        column: String,
        /// What stands there.
        text: String,
    },
    /// The table is malformed or cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
}

impl<R: BufRead> Points<R> {
    /// Reads the header (of JSON lines: the first one). `fixed` holds the parameters that are the
    /// same in every row, as they were given. Where the value of Tc there is NaN, each point has the
    /// greatest Tc below its Th.
    ///
    /// # Errors
    /// [`PointsError`] where the header does not fit.
    pub fn open(reader: R, fixed: &[(Mention, f64)]) -> Result<Self, PointsError> {
        let records = Records::open(reader)?;
        let mut columns: Vec<(String, Content)> = Vec::new();
        let mut mentions: Vec<Mention> = Vec::new();
        for name in records.names() {
            if name.is_empty() {
                return Err(PointsError::Nameless);
            }
            let content = Content::named(name)?;
            if columns.iter().any(|(other, known)| other == name || content.is_again(*known)) {
                return Err(PointsError::Twice(name.into()));
            }
            columns.push((name.into(), content));
            if let Content::Parameter(parameter, unit) = content {
                let yardstick = unit.map_or(Yardstick::Natural, |_| Yardstick::Laboratory);
                mentions.push(Mention { parameter, text: format!("the column {name}"), yardstick });
            }
        }
        let has_column = |p| columns.iter().any(|(_, content)| content.is(p));
        // A column takes the place of a value that is found for each point.
        let is_used =
            |(mention, value): &&(Mention, f64)| !(value.is_nan() && has_column(mention.parameter));
        let fixed: Vec<_> = fixed.iter().filter(is_used).collect();
        mentions.splice(0..0, fixed.iter().map(|(mention, _)| mention.clone()));
        let mut given = fixed.iter().map(|(mention, _)| mention.parameter);
        if let Some(both) = given.find(|p| has_column(*p)) {
            return Err(PointsError::Both(both));
        }
        let base = Point::complete(|parameter| {
            let value = fixed.iter().find(|(mention, _)| mention.parameter == parameter);
            value.map(|(_, value)| *value).or(has_column(parameter).then_some(f64::NAN))
        })
        .map_err(PointsError::Missing)?
        .in_units(units(&mentions)?)
        .in_headrooms(mentions.iter().any(|m| m.yardstick == Yardstick::Headroom));
        Ok(Points { records, columns, base })
    }

    /// The same points of devices with these resonances.
    pub fn with_resonances(mut self, resonances: Resonances) -> Self {
        self.base = self.base.with_resonances(resonances);
        self
    }

    /// Whether the table has a column of this parameter.
    pub fn has(&self, parameter: Parameter) -> bool {
        self.columns.iter().any(|(_, content)| content.is(parameter))
    }

    /// Whether the table has a column of multiples of the headroom.
    pub fn has_multiples(&self) -> bool {
        self.columns.iter().any(|(_, content)| *content == Content::Multiple)
    }

    /// The units of all points.
    pub fn units(&self) -> Units {
        self.base.units()
    }

    fn read(&mut self) -> Result<Option<Point>, PointsError> {
        let Some(record) = self.records.read()? else { return Ok(None) };
        // Where it has no value, λ is as it is given without it.
        let multiple = self.columns.iter().position(|(_, content)| *content == Content::Multiple);
        let has_lambda = self
            .columns
            .iter()
            .any(|(_, content)| matches!(content, Content::Parameter(Parameter::Lambda, _)));
        let is_multiple =
            multiple.is_some_and(|index| !has_lambda || !is_missing(record.cell(index)));
        let mut point = if is_multiple { self.base.in_headrooms(true) } else { self.base };
        for (index, (name, content)) in self.columns.iter().enumerate() {
            let text = record.cell(index);
            let (parameter, unit) = match content {
                Content::Parameter(Parameter::Lambda, _) if is_multiple => continue,
                Content::Parameter(parameter, unit) => (parameter, unit),
                Content::Multiple if is_multiple => (&Parameter::Lambda, &None),
                Content::Multiple | Content::Result => continue,
            };
            // Of our own tables, where nothing was given and nothing is missing.
            if parameter.is_optional() && is_missing(text) {
                continue;
            }
            let value = match unit {
                Some(unit) => unit.read(text),
                None => text.parse().ok().filter(|v: &f64| v.is_finite()),
            };
            let value = value.ok_or_else(|| PointsError::Cell {
                line: record.line,
                column: name.clone(),
                text: text.into(),
            })?;
            // Adding 0 turns −0 into 0.
            point = point.with(*parameter, value + 0.0);
        }
        if point.get(Parameter::Tc).is_nan() {
            point = point.below_th();
        }
        Ok(Some(point))
    }
}

/// Whether a cell says that it has no value.
fn is_missing(text: &str) -> bool {
    matches!(text, "NaN" | "null")
}

impl Content {
    /// By the name of a column: `cop`, `tc`, `tc_mK`, `power_W`.
    fn named(name: &str) -> Result<Content, PointsError> {
        let column = table::columns(Units::Natural).find(|column| column.name == name);
        if let Some(column) = column {
            return Ok(match column.parameter() {
                Some(parameter) => Content::Parameter(parameter, None),
                None if column.is_multiple() => Content::Multiple,
                None => Content::Result,
            });
        }
        let results = table::columns(Units::Laboratory).filter(|c| c.parameter().is_none());
        if results.into_iter().any(|column| column.name == name) {
            return Ok(Content::Result);
        }
        let parts = name.split_once('_').and_then(|(p, unit)| Some((Parameter::named(p)?, unit)));
        // A strength has no column of multiples: `lambda_max` might be λ_max itself.
        let parts = parts.filter(|(parameter, _)| parameter.dimension() != Dimension::Strength);
        let (parameter, unit) = parts.ok_or_else(|| PointsError::UnknownColumn(name.into()))?;
        match Unit::named(unit, parameter.dimension()) {
            Ok(unit) => Ok(Content::Parameter(parameter, Some(unit))),
            Err(error) => Err(PointsError::Unit { column: name.into(), error }),
        }
    }

    fn is(self, parameter: Parameter) -> bool {
        match self {
            Content::Parameter(p, _) => p == parameter,
            Content::Multiple => parameter == Parameter::Lambda,
            Content::Result => false,
        }
    }

    fn is_again(self, known: Content) -> bool {
        match (self, known) {
            (Content::Parameter(p, _), Content::Parameter(other, _)) => p == other,
            _ => false,
        }
    }
}

impl<R: BufRead> Iterator for Points<R> {
    type Item = Result<Point, PointsError>;
    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Point>, PointsError> {
        let text_of_e4 = "--e4 1.3".to_owned();
        let yardstick = Yardstick::Natural;
        let e4 = Mention { parameter: Parameter::E4, text: text_of_e4, yardstick };
        Points::open(text.as_bytes(), &[(e4, 1.3)])?.collect()
    }

    fn why(text: &str) -> String {
        read(text).unwrap_err().to_string()
    }

    #[test]
    fn csv_and_json_lines_give_the_same_points() {
        let expected = [Point::paper(0.5, 1.3), Point::paper(0.25, 1.3)];
        assert_eq!(read("tc,cop\n0.5,7\n0.25,NaN\n").unwrap(), expected);
        assert_eq!(read("\u{feff}cop , tc\r\nx,0.5\r\n\"\",\"2.5e-1\"").unwrap(), expected);
        assert_eq!(read("# made by hand\ntc\n0.5\n\n0.25\n").unwrap(), expected);
        assert_eq!(read("{\"tc\":0.5}\n\n {\"tc\": 25e-2}").unwrap(), expected);
        assert_eq!(read("{\"tc\":0.5,\"cop\":1}\n{\"cop\":null,\"tc\":0.25}").unwrap(), expected);
        assert_eq!(read("tc\n").unwrap(), []);
    }

    #[test]
    fn an_error_names_the_line_and_the_column() {
        assert_eq!(why("tc,cop\n1,2\nabc,2"), "line 3, column `tc`: `abc` is not a finite number");
        assert_eq!(
            why("# c\n\ntc\n\n# d\n \n1\nnan"),
            "line 8, column `tc`: `nan` is not a finite number"
        );
        assert_eq!(why("tc\n1\n,"), "line 3 is 2 wide, but the header is 1 wide");
        assert_eq!(
            why("tc,tb\n"),
            "the column `tb` is neither a parameter nor a result; `ndemon columns` lists them"
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
        assert!(why(",tc\n0,0.5").starts_with("a column has no name"));
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
        let point = Point::paper(0.5, 1.3);
        assert_eq!(read("tc,t0,gamma\n0.5,NaN,NaN").unwrap(), [point]);
        let given = point.with(Parameter::T0, 2.0);
        assert_eq!(read("tc,t0,gamma\n0.5,2,NaN").unwrap(), [given]);
        assert_eq!(read("\u{feff}{\"tc\":0.5,\"gamma\":null}").unwrap(), [point]);
        assert_eq!(why("tc,mu0\n0.5,NaN"), "line 2, column `mu0`: `NaN` is not a finite number");
    }
}
