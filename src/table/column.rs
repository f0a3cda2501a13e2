//! What a column is, and which of them a table has.

use super::register::Schema;
use crate::model::{Block, Choice, Inputs, Measure, Parameter, ResultRef, Row, Status, Values};
use crate::quantity::Units;

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
}

impl Cells<'_> {
    /// The cell of this row.
    pub fn at(&self, row: usize) -> Value {
        match self {
            Cells::Constant(value) => *value,
            Cells::Numbers(numbers) => Value::Number(numbers[row]),
            Cells::Statuses(statuses) => Value::Word(statuses[row].word()),
        }
    }
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
            Source::Result(result) => Cells::Numbers(block.result(result)),
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
        matches!(self.source, Source::Status | Source::Choice(_))
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

    pub(super) fn in_units(self, measure: Measure, units: Units) -> Column {
        let unit = measure.unit(units);
        let name = match (units, unit) {
            (Units::Natural, _) | (_, "1" | "") => self.key.into(),
            (Units::Laboratory, unit) => {
                let unit = unit.strip_prefix('1').unwrap_or(unit).replace('/', "_per_");
                format!("{}_{}", self.key, unit.trim_start_matches('_'))
            }
        };
        Column { name, unit, ..self }
    }
}

/// A name that is no column.
#[derive(Debug, thiserror::Error)]
#[error("`{name}` is no column; {hint}")]
pub struct UnknownColumn {
    name: String,
    hint: String,
}

impl Schema {
    /// The column that was probably meant, or where to look.
    pub fn hint(&'static self, name: &str) -> String {
        let name = name.to_lowercase();
        let likeness = |column: &&Column| match abbreviates(&name, column.key) {
            true => 1.0 - 0.01 * column.key.len() as f64,
            false => strsim::jaro(&name, column.key),
        };
        let all = self.columns(Units::Natural);
        let best = all.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
        match best.filter(|column| likeness(column) > 0.7) {
            Some(column) => format!("is `{}` meant? `ndemon columns` lists them", column.key),
            None => "`ndemon columns` lists them".into(),
        }
    }

    /// The parameter that a name so much resembles that it may be a slip of it.
    pub fn slip(&self, name: &str) -> Option<Parameter> {
        let name = name.to_lowercase();
        let mut all = self.family().parameters().iter();
        all.find(|parameter| strsim::jaro(&name, parameter.name) > 0.88)
    }
}

/// Whether this is a word without some of its letters, but with the first one: `pwr` for `power`.
fn abbreviates(short: &str, word: &str) -> bool {
    const LEAST: usize = 3;
    let mut rest = word.chars();
    let follows = |letter: char| rest.any(|other| other == letter);
    short.len() >= LEAST
        && short.chars().next() == word.chars().next()
        && short.chars().all(follows)
}

/// Which columns a table has, in which order.
///
/// ```
/// use ndemon::quantity::Units;
/// use ndemon::refrigerator::RefrigeratorFamily;
/// use ndemon::table::{Schema, Selection};
///
/// let schema = Schema::of(&RefrigeratorFamily);
/// let usual = Selection::default_for(schema, Units::Natural, |_| false);
/// // A list of names is the whole table. A name with + joins the usual columns.
/// let few = usual.clone().pick(&["cop".into(), "tc".into()])?;
/// assert!(few.iter().map(|column| column.key).eq(["cop", "tc"]));
/// let more = usual.clone().pick(&["+tc_min".into()])?;
/// assert_eq!(more.iter().count(), usual.iter().count() + 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Selection {
    schema: &'static Schema,
    units: Units,
    columns: Vec<&'static Column>,
    extras: Vec<String>,
}

impl Selection {
    /// The default table in these units where these parameters are given.
    pub fn default_for(
        schema: &'static Schema,
        units: Units,
        given: impl Fn(Parameter) -> bool,
    ) -> Selection {
        let shown = |column: &&Column| match column.shown {
            Shown::Always => true,
            Shown::WhenGiven(parameter) => given(parameter),
            Shown::InMultiples | Shown::WhereChosen | Shown::OnRequest => false,
        };
        let columns = schema.columns(units).filter(shown).collect();
        Selection { schema, units, columns, extras: Vec::new() }
    }

    /// The same with columns of these names after the others: what is in them is passed through.
    pub fn with_extras(self, extras: Vec<String>) -> Selection {
        Selection { extras, ..self }
    }

    /// The same with the columns that are shown in this case, in their places.
    pub fn with(mut self, case: Shown) -> Selection {
        self.columns.retain(|column| column.shown != case);
        let more = self.schema.columns(self.units).filter(|column| column.shown == case);
        self.columns.extend(more);
        self.in_order()
    }

    fn in_order(mut self) -> Selection {
        let place = |key| self.schema.columns(self.units).position(|column| column.key == key);
        self.columns.sort_by_key(|column| place(column.key));
        self
    }

    /// The columns that a request such as `tc,cop` picks, in its order; `+x` keeps the default
    /// and adds x where the register has it. A column may be named with its unit or without.
    ///
    /// # Errors
    /// The first name that is no column.
    pub fn pick(self, request: &[String]) -> Result<Selection, UnknownColumn> {
        let (schema, units) = (self.schema, self.units);
        let find = |name: &str| {
            let mut all = schema.columns(units);
            let found = all.find(|column| column.key == name || column.name == name);
            found.ok_or_else(|| UnknownColumn { name: name.into(), hint: schema.hint(name) })
        };
        let adds = request.iter().any(|name| name.starts_with('+'));
        let columns = if adds { self.columns } else { Vec::new() };
        let mut picked = Selection { columns, ..self };
        for name in request {
            let column = find(name.strip_prefix('+').unwrap_or(name))?;
            if !picked.columns.iter().any(|other| other.key == column.key) {
                picked.columns.push(column);
            }
        }
        Ok(if adds { picked.in_order() } else { picked })
    }

    /// The columns in order.
    pub fn iter(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().copied()
    }

    /// The results that the columns show, each once.
    pub fn wanted(&self) -> Vec<ResultRef> {
        self.iter().filter_map(Column::result).collect()
    }

    /// A block with this one point, solved.
    pub fn solved(&self, inputs: &Inputs) -> Block {
        let mut block = Block::new(inputs.clone(), self.wanted());
        block.reset(1);
        inputs.family().solve(&mut block);
        block
    }

    /// The names of the columns that are passed through, which follow the others.
    pub fn extras(&self) -> &[String] {
        &self.extras
    }
}
