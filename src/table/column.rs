//! What a column is.

use crate::model::{Block, Choice, Measure, Parameter, ResultRef, Row, Status, Values};
use crate::quantity::{Prefixes, Unit, Units, prefix_before, with_prefix};

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number; NaN is a missing one.
    Number(f64),
    /// A word: a status, or an option of a choice.
    Word(&'static str),
}

/// The cells of a column in the rows of a block.
#[derive(Clone, Copy, Debug)]
pub enum Cells<'a> {
    /// All rows have this one.
    Constant(Value),
    /// Numbers, one a row; NaN is a missing one.
    Numbers(&'a [f64]),
    /// Statuses, one a row.
    Statuses(&'a [Status]),
    /// Places in a list of words, one a row.
    Words(&'a [f64], &'static [&'static str]),
}

impl Cells<'_> {
    /// The cell of this row.
    pub fn at(&self, row: usize) -> Value {
        match self {
            Cells::Constant(value) => *value,
            Cells::Numbers(numbers) => Value::Number(numbers[row]),
            Cells::Statuses(statuses) => Value::Word(statuses[row].word()),
            Cells::Words(places, words) => Value::Word(word(places[row], words)),
        }
    }
}

/// The word at a place; empty where there is none.
fn word(place: f64, words: &'static [&'static str]) -> &'static str {
    if place.is_nan() { "" } else { words.get(place as usize).copied().unwrap_or_default() }
}

/// When a column is part of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Always.
    Always,
    /// Where this parameter is given.
    WhenGiven(Parameter),
    /// Where a strength is given as a multiple of its greatest value.
    InMultiples,
    /// Where another option than the default one is chosen.
    WhereChosen,
    /// Where any of the parameters with these places is given, or where it is asked for.
    WhenAnyGiven(&'static [usize]),
    /// Where it is asked for.
    OnRequest,
}

/// A column of the table.
///
/// ```
/// use ndemon::model::Row;
/// use ndemon::refrigerator::{Point, RefrigeratorFamily};
/// use ndemon::table::{Schema, Value};
///
/// let schema = Schema::of(&RefrigeratorFamily);
/// let bound = schema.named("cop_carnot").ok_or("no such column")?;
/// assert_eq!((bound.key, bound.unit), ("cop_carnot", "1"));
/// // The Carnot bound is Tc/(Th − Tc): 1 for Tc = 0.5 and Th = 1.
/// let row = Row::new(&Point::paper(0.5, 1.3).inputs());
/// assert_eq!(bound.value(&row), Value::Number(1.0));
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug)]
pub struct Column {
    /// The name in natural units, by which it is asked for.
    pub key: &'static str,
    /// The name in the header: with the unit, where units are those of the laboratory.
    pub name: String,
    /// The symbol of the literature.
    pub symbol: &'static str,
    /// The unit; `1` for a pure number, empty for a text.
    pub unit: &'static str,
    /// The power of ten that the prefix of the unit stands for, which a table asks for; 0 without one. The
    /// numbers of the column are those without a prefix.
    pub power: i32,
    /// Where the paper defines it; empty for a parameter.
    pub equation: &'static str,
    /// What it is, in a line.
    pub doc: &'static str,
    /// When it is shown without being asked for.
    pub shown: Shown,
    pub(super) source: Source,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    Parameter(Parameter),
    /// A strength over its greatest value, where it is given so.
    Multiple(Parameter),
    Result(ResultRef),
    Status,
    Choice(&'static Choice),
}

impl Column {
    /// The cell of this column in a row.
    pub fn value(&self, row: &Row) -> Value {
        match self.source {
            Source::Status => Value::Word(row.status().word()),
            Source::Choice(choice) => Value::Word(choice.options[row.inputs.reading.option].name),
            Source::Result(result) if !result.words_of.is_empty() => {
                Value::Word(word(row.result(result), result.words_of))
            }
            _ => Value::Number(self.number(row)),
        }
    }

    /// The number of this column in a row; NaN where it has none.
    pub fn number(&self, row: &Row) -> f64 {
        match self.source {
            Source::Parameter(parameter) => row.parameter(parameter),
            Source::Multiple(strength) => match row.inputs.reading.in_multiples {
                true => row.inputs.get(strength),
                false => f64::NAN,
            },
            Source::Result(result) => row.result(result),
            Source::Status | Source::Choice(_) => f64::NAN,
        }
    }

    /// The cells of this column in a block that is solved, in which its result must have been wanted.
    pub fn cells<'a>(&self, block: &'a Block) -> Cells<'a> {
        let cells = |values: &'a Values| match values {
            Values::Constant(value) => Cells::Constant(Value::Number(*value)),
            Values::Each(values) => Cells::Numbers(values),
        };
        let in_multiples = block.reading().in_multiples;
        match self.source {
            Source::Parameter(p) if in_multiples && p.is_strength() => {
                Cells::Numbers(block.strengths())
            }
            Source::Parameter(parameter) => cells(block.parameter(parameter)),
            Source::Multiple(strength) if in_multiples => cells(block.parameter(strength)),
            Source::Multiple(_) => Cells::Constant(Value::Number(f64::NAN)),
            Source::Result(result) if result.words_of.is_empty() => {
                Cells::Numbers(block.result(result))
            }
            Source::Result(result) => Cells::Words(block.result(result), result.words_of),
            Source::Status => Cells::Statuses(block.statuses()),
            Source::Choice(choice) => {
                Cells::Constant(Value::Word(choice.options[block.reading().option].name))
            }
        }
    }

    /// The result that it shows, if it is one.
    pub fn result(&self) -> Option<ResultRef> {
        match self.source {
            Source::Result(result) => Some(result),
            _ => None,
        }
    }

    /// Whether a sweep comes back to the same values time and again.
    pub fn recurs(&self) -> bool {
        self.result().is_none_or(|result| result.recurs)
    }

    /// Whether it is a strength as a multiple of its greatest value.
    pub fn is_multiple(&self) -> bool {
        matches!(self.source, Source::Multiple(_))
    }

    /// Whether it repeats what was given, and is no result.
    pub fn is_given(&self) -> bool {
        self.parameter().is_some() || self.is_multiple()
    }

    /// Whether its cells are texts.
    pub fn is_text(&self) -> bool {
        let is_word = self.result().is_some_and(|result| !result.words_of.is_empty());
        is_word || matches!(self.source, Source::Status | Source::Choice(_))
    }

    /// Whether its cells are options of the family's choice.
    pub fn is_choice(&self) -> bool {
        matches!(self.source, Source::Choice(_))
    }

    /// What it is, in a few words: the line up to its first semicolon.
    pub fn brief(&self) -> &'static str {
        self.doc.split(';').next().unwrap_or(self.doc)
    }

    /// The parameter that it repeats, if it is no result.
    pub fn parameter(&self) -> Option<Parameter> {
        match self.source {
            Source::Parameter(parameter) => Some(parameter),
            _ => None,
        }
    }

    /// The strength of which it is a multiple, if it is one.
    pub fn strength(&self) -> Option<Parameter> {
        match self.source {
            Source::Multiple(strength) => Some(strength),
            _ => None,
        }
    }

    /// The same column with one of these prefixes before its unit, if its unit has none and is to have one.
    pub fn with(&'static self, prefixes: &Prefixes) -> &'static Column {
        let prefixed = prefixes.of(self.unit).filter(|_| self.power == 0);
        prefixed.map_or(self, |prefixed| self.prefixed(prefixed.prefix, prefixed.power))
    }

    /// The same column with this prefix before its unit.
    pub(super) fn prefixed(&self, prefix: &'static str, power: i32) -> &'static Column {
        let unit = with_prefix(self.unit, power).unwrap_or_default();
        // Columns live as long as the program, and so do their units.
        let unit = Box::leak(unit.into_boxed_str());
        let name = format!("{}_{prefix}{}", self.key, self.suffix());
        Box::leak(Box::new(Column { name, unit, power, ..self.clone() }))
    }

    /// What its name has after the key and the stroke: the unit in letters.
    fn suffix(&self) -> &str {
        self.name.strip_prefix(self.key).and_then(|rest| rest.strip_prefix('_')).unwrap_or_default()
    }

    /// The prefix of a name that is this column's, but for a prefix before the unit.
    pub(super) fn prefix_in(&self, name: &str) -> Option<(&'static str, i32)> {
        let rest = name.strip_prefix(self.key)?.strip_prefix('_')?;
        prefix_before(rest, self.suffix()).filter(|_| !self.suffix().is_empty())
    }

    /// What makes the numbers of a column of this name those of this one; none where the name is that of another
    /// quantity, or has a unit where this one has none, or none where it has one.
    ///
    /// ```
    /// use ndemon::quantity::Units;
    /// use ndemon::refrigerator::RefrigeratorFamily;
    /// use ndemon::table::Schema;
    ///
    /// let schema = Schema::of(&RefrigeratorFamily);
    /// let tc = schema.columns(Units::Laboratory).find(|column| column.key == "tc").ok_or("none")?;
    /// let read = |name: &str| tc.unit_in(name).and_then(|unit| unit.read("80"));
    /// assert_eq!([read("tc_mK"), read("tc_K"), read("tc")], [Some(0.08), Some(80.0), None]);
    /// # Ok::<(), &str>(())
    /// ```
    pub fn unit_in(&self, name: &str) -> Option<Unit> {
        if name == self.name {
            return Some(Unit::ONE);
        }
        if let Some((_, power)) = self.prefix_in(name) {
            return Some(Unit::ten_to(power));
        }
        // Parameters may be in other units, too.
        let unit = name.strip_prefix(self.key)?.strip_prefix('_')?;
        let has_unit = !self.suffix().is_empty();
        Unit::named(unit, self.parameter()?.dimension).ok().filter(|_| has_unit)
    }

    pub(super) fn in_units(self, measure: Measure, units: Units) -> Column {
        let unit = measure.unit(units);
        let name = match (units, unit) {
            (Units::Natural | Units::Absolute, _) | (_, "1" | "") => self.key.into(),
            (Units::Laboratory, unit) => {
                let unit = unit.strip_prefix('1').unwrap_or(unit).replace('/', "_per_");
                format!("{}_{}", self.key, unit.trim_start_matches('_'))
            }
        };
        Column { name, unit, ..self }
    }
}
