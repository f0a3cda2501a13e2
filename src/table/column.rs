//! What a column is, and which of them a table has.

use super::register::columns;
use super::{Row, Status};
use crate::quantity::{Dimension, Units};
use crate::refrigerator::{Derived, Parameter, Refrigerator, Resonances};

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number; NaN is a missing one.
    Number(f64),
    /// The status of the row.
    Status(Status),
    /// How wide the resonances are taken to be.
    Resonances(Resonances),
}

/// When a column is part of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Always.
    Always,
    /// Where this parameter is given.
    WhenGiven(Parameter),
    /// Where λ is given as a multiple of the headroom.
    InHeadrooms,
    /// Where resonances are not narrow.
    WhereWide,
    /// Where it is asked for.
    OnRequest,
}

/// What a column measures, hence its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Of(Dimension),
    Power,
    EntropyCurrent,
    InverseTemperature,
    /// Power for each unit of this.
    PowerPer(Dimension),
    /// A pure number for each unit of this.
    NumberPer(Dimension),
    Text,
}

impl Measure {
    /// The unit; `1` for a pure number, empty for a text.
    fn unit(self, units: Units) -> &'static str {
        match (self, units) {
            (Measure::Of(dimension), units) => dimension.unit(units),
            (Measure::Power, Units::Natural) => "Γ·E/h",
            (Measure::Power, Units::Laboratory) => "W",
            (Measure::EntropyCurrent, Units::Natural) => "k_B·Γ/h",
            (Measure::EntropyCurrent, Units::Laboratory) => "W/K",
            (Measure::InverseTemperature, units) => {
                Measure::NumberPer(Dimension::Temperature).unit(units)
            }
            (Measure::PowerPer(dimension), units) => match dimension.unit(units) {
                "E" => "Γ/h",
                "K" => "W/K",
                "eV" => "W/eV",
                _ => Measure::Power.unit(units),
            },
            (Measure::NumberPer(dimension), units) => match dimension.unit(units) {
                "E" => "1/E",
                "K" => "1/K",
                "eV" => "1/eV",
                _ => "1",
            },
            (Measure::Text, _) => "",
        }
    }
}

/// A column of the table.
#[derive(Clone, Debug)]
pub struct Column {
    /// The name in natural units, by which it is asked for.
    pub key: &'static str,
    /// The name in the header: with the unit, where units are those of the laboratory.
    pub name: String,
    /// The paper's symbol.
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
    /// λ over the headroom, where it is given so.
    Multiple,
    Result(fn(&[Row], &mut [f64])),
    /// A result that depends on few parameters.
    Recurring(fn(&[Row], &mut [f64])),
    /// A result that is computed when it is asked for.
    Derived(Derived),
    Status,
    Resonances,
}

impl Column {
    /// The cell of this column in a row.
    pub fn value(&self, row: &Row) -> Value {
        match self.source {
            Source::Status => Value::Status(row.status()),
            Source::Resonances => Value::Resonances(row.point.resonances()),
            _ => Value::Number(self.number(row)),
        }
    }

    /// The number of this column in a row; NaN where it has none.
    pub fn number(&self, row: &Row) -> f64 {
        let mut number = [f64::NAN];
        self.numbers(std::slice::from_ref(row), &mut number);
        number[0]
    }

    /// The numbers of this column in some rows, in a place for as many.
    pub fn numbers(&self, rows: &[Row], numbers: &mut [f64]) {
        match self.source {
            Source::Parameter(Parameter::Lambda) => fill(rows, numbers, Row::lambda),
            Source::Parameter(parameter) => fill(rows, numbers, |row| row.point.get(parameter)),
            Source::Multiple => fill(rows, numbers, Row::lambda_over_max),
            Source::Result(get) | Source::Recurring(get) => get(rows, numbers),
            Source::Derived(derived) => fill(rows, numbers, |row| {
                let solved = row.answer.ok().zip(Refrigerator::new(&row.point).ok());
                let value = solved.map(|(solution, point)| derived.of(&point, &solution));
                value.unwrap_or(f64::NAN)
            }),
            Source::Status | Source::Resonances => fill(rows, numbers, |_| f64::NAN),
        }
    }

    /// Whether a sweep comes back to the same values time and again.
    pub fn recurs(&self) -> bool {
        !matches!(self.source, Source::Result(_) | Source::Derived(_))
    }

    /// Whether it is known of narrow resonances only.
    pub fn is_of_narrow(&self) -> bool {
        matches!(self.source, Source::Derived(Derived::TcMin))
    }

    /// Whether it is λ as a multiple of the headroom.
    pub fn is_multiple(&self) -> bool {
        matches!(self.source, Source::Multiple)
    }

    /// Whether it repeats what was given, and is no result.
    pub fn is_given(&self) -> bool {
        self.parameter().is_some() || self.is_multiple()
    }

    /// Whether its cells are texts.
    pub fn is_text(&self) -> bool {
        matches!(self.source, Source::Status | Source::Resonances)
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

    pub(super) fn in_units(measure: Measure, units: Units, column: Column) -> Column {
        let unit = measure.unit(units);
        let name = match (units, unit) {
            (Units::Natural, _) | (_, "1" | "") => column.key.into(),
            (Units::Laboratory, unit) => {
                let unit = unit.strip_prefix('1').unwrap_or(unit).replace('/', "_per_");
                format!("{}_{}", column.key, unit.trim_start_matches('_'))
            }
        };
        Column { name, unit, ..column }
    }

    pub(super) fn of_parameter(p: Parameter) -> (Measure, Column) {
        let column = Column {
            key: p.name(),
            name: String::new(),
            symbol: p.symbol(),
            unit: "",
            equation: "",
            doc: p.doc(),
            shown: if p.is_optional() { Shown::WhenGiven(p) } else { Shown::Always },
            source: Source::Parameter(p),
        };
        (Measure::Of(p.dimension()), column)
    }
}

/// A number for each row, in a place for as many.
#[inline(always)]
pub(super) fn fill(rows: &[Row], numbers: &mut [f64], number: impl Fn(&Row) -> f64) {
    for (place, row) in numbers.iter_mut().zip(rows) {
        *place = number(row);
    }
}

/// A name that is no column.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no column; {hint}", hint = hint(.0))]
pub struct UnknownColumn(String);

/// The column that was probably meant, or where to look.
pub fn hint(name: &str) -> String {
    let name = name.to_lowercase();
    let likeness = |column: &&Column| match abbreviates(&name, column.key) {
        true => 1.0 - 0.01 * column.key.len() as f64,
        false => strsim::jaro(&name, column.key),
    };
    let best = columns(Units::Natural).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match best.filter(|column| likeness(column) > 0.7) {
        Some(column) => format!("is `{}` meant? `ndemon columns` lists them", column.key),
        None => "`ndemon columns` lists them".into(),
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

/// The parameter that a name so much resembles that it may be a slip of it.
pub fn slip(name: &str) -> Option<Parameter> {
    let name = name.to_lowercase();
    Parameter::ALL.into_iter().find(|parameter| strsim::jaro(&name, parameter.name()) > 0.88)
}

/// Which columns a table has, in which order.
#[derive(Clone, Debug)]
pub struct Selection {
    units: Units,
    columns: Vec<&'static Column>,
    extras: Vec<String>,
}

impl Selection {
    /// The default table in these units where these parameters are given.
    pub fn default_for(units: Units, given: impl Fn(Parameter) -> bool) -> Selection {
        let shown = |column: &&Column| match column.shown {
            Shown::Always => true,
            Shown::WhenGiven(parameter) => given(parameter),
            Shown::InHeadrooms | Shown::WhereWide | Shown::OnRequest => false,
        };
        Selection { units, columns: columns(units).filter(shown).collect(), extras: Vec::new() }
    }

    /// The same with columns of these names after the others: what is in them is passed through.
    pub fn with_extras(self, extras: Vec<String>) -> Selection {
        Selection { extras, ..self }
    }

    /// The same with the columns that are shown in this case, in their places.
    pub fn with(mut self, case: Shown) -> Selection {
        self.columns.retain(|column| column.shown != case);
        self.columns.extend(columns(self.units).filter(|column| column.shown == case));
        self.in_order()
    }

    fn in_order(mut self) -> Selection {
        let place = |key| columns(self.units).position(|column| column.key == key);
        self.columns.sort_by_key(|column| place(column.key));
        self
    }

    /// The columns that a request such as `tc,cop` picks, in its order; `+x` keeps the default
    /// and adds x where the register has it. A column may be named with its unit or without.
    ///
    /// # Errors
    /// The first name that is no column.
    pub fn pick(self, request: &[String]) -> Result<Selection, UnknownColumn> {
        let find = |name: &str| {
            let found =
                columns(self.units).find(|column| column.key == name || column.name == name);
            found.ok_or_else(|| UnknownColumn(name.into()))
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

    /// The names of the columns that are passed through, which follow the others.
    pub fn extras(&self) -> &[String] {
        &self.extras
    }
}
