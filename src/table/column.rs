//! The register of columns. Every writer, the header, `ndemon columns` and the documentation loop
//! over it; adding a column is one entry.

use super::{Row, Status};
use crate::model::{Dimension, Parameter, Solution, Units};
use std::sync::LazyLock;

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number; NaN is a missing one.
    Number(f64),
    /// The status of the row.
    Status(Status),
}

/// When a column is part of the default table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Always.
    Always,
    /// Where this parameter is given.
    WhenGiven(Parameter),
}

/// What a column measures, hence its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Of(Dimension),
    Power,
    EntropyCurrent,
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
    source: Source,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Parameter(Parameter),
    Result(fn(&Solution) -> f64),
    /// A result that depends on few parameters.
    Recurring(fn(&Solution) -> f64),
    Status,
}

impl Column {
    /// The cell of this column in a row.
    pub fn value(&self, row: &Row) -> Value {
        match self.source {
            Source::Parameter(parameter) => Value::Number(row.point.get(parameter)),
            Source::Result(get) | Source::Recurring(get) => {
                Value::Number(row.answer.as_ref().map_or(f64::NAN, get))
            }
            Source::Status => Value::Status(row.status()),
        }
    }

    /// Whether a sweep comes back to the same values time and again.
    pub fn recurs(&self) -> bool {
        !matches!(self.source, Source::Result(_))
    }

    /// Whether its cells are texts.
    pub fn is_text(&self) -> bool {
        matches!(self.source, Source::Status)
    }

    /// The parameter that it repeats, if it is no result.
    pub fn parameter(&self) -> Option<Parameter> {
        match self.source {
            Source::Parameter(parameter) => Some(parameter),
            _ => None,
        }
    }

    fn in_units(measure: Measure, units: Units, column: Column) -> Column {
        let unit = measure.unit(units);
        let name = match (units, unit) {
            (Units::Natural, _) | (_, "1" | "") => column.key.into(),
            (Units::Laboratory, unit) => format!("{}_{}", column.key, unit.replace('/', "_per_")),
        };
        Column { name, unit, ..column }
    }

    fn of_parameter(p: Parameter) -> (Measure, Column) {
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

/// A result: name, symbol, what it measures, equation, meaning, and where it comes from.
struct Entry(&'static str, &'static str, Measure, &'static str, &'static str, Source);

const FL: &str = "occupation of the demon at this resonance; kept where it is unphysical";
const PURE: Measure = Measure::Of(Dimension::Number);

const RESULTS: [Entry; 10] = [
    Entry("fl1", "f_l(ε1)", PURE, "20, C4", FL, Source::Result(|s| s.fl[0])),
    Entry("fl2", "f_l(ε2)", PURE, "20, C4", FL, Source::Result(|s| s.fl[1])),
    Entry("fl3", "f_l(ε3)", PURE, "20, C4", FL, Source::Result(|s| s.fl[2])),
    Entry("fl4", "f_l(ε4)", PURE, "20, C4", FL, Source::Result(|s| s.fl[3])),
    Entry(
        "power",
        "ε̇_h",
        Measure::Power,
        "21, C6",
        "energy current into the hot reservoir = heat drawn from the cold one",
        Source::Result(|s| s.power),
    ),
    Entry(
        "entropy_current",
        "Ṡ_l",
        Measure::EntropyCurrent,
        "18, C8",
        "entropy current into the demon, the price of the cooling",
        Source::Result(|s| s.entropy_current),
    ),
    Entry(
        "cop",
        "COP",
        PURE,
        "22, C10",
        "coefficient of performance, power/(T0 · entropy_current)",
        Source::Result(|s| s.cop),
    ),
    Entry(
        "cop_carnot",
        "COP_therm",
        PURE,
        "after 23",
        "Carnot bound Tc/(Th − Tc) on the COP at T0 = Th; times Th/T0 for any other T0",
        Source::Recurring(|s| s.cop_carnot),
    ),
    Entry(
        "headroom",
        "λ_max",
        PURE,
        "from 20",
        "the demon is physical for λ up to this value",
        Source::Result(|s| s.headroom),
    ),
    Entry(
        "status",
        "",
        Measure::Text,
        "after 21",
        "ok; limit (e3 = e4 or lambda = 0); fl3<0, … the constraint that binds; tc>=th, … the broken rule; cop>max, … physical, but that result exceeds the doubles",
        Source::Status,
    ),
];

impl Entry {
    fn column(&self) -> (Measure, Column) {
        let Entry(key, symbol, measure, equation, doc, source) = *self;
        let (name, unit, shown) = (String::new(), "", Shown::Always);
        (measure, Column { key, name, symbol, unit, equation, doc, shown, source })
    }
}

/// Every column, in the order of the table.
pub fn columns(units: Units) -> impl Iterator<Item = &'static Column> {
    static COLUMNS: LazyLock<[Vec<Column>; 2]> = LazyLock::new(|| {
        [Units::Natural, Units::Laboratory].map(|units| {
            let parameters = Parameter::ALL.into_iter().map(Column::of_parameter);
            let all = parameters.chain(RESULTS.iter().map(Entry::column));
            all.map(|(measure, column)| Column::in_units(measure, units, column)).collect()
        })
    });
    COLUMNS[units as usize].iter()
}

/// A name that is no column.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no column; {hint}", hint = hint(.0))]
pub struct UnknownColumn(String);

/// The column that was probably meant, or where to look.
pub fn hint(name: &str) -> String {
    let likeness = |column: &&Column| strsim::jaro(&name.to_lowercase(), column.key);
    let best = columns(Units::Natural).max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match best.filter(|column| likeness(column) > 0.7) {
        Some(column) => format!("is `{}` meant? `ndemon columns` lists them", column.key),
        None => "`ndemon columns` lists them".into(),
    }
}

/// Which columns a table has, in which order.
#[derive(Clone, Debug)]
pub struct Selection {
    units: Units,
    columns: Vec<&'static Column>,
}

impl Selection {
    /// The default table in these units where these parameters are given.
    pub fn default_for(units: Units, given: impl Fn(Parameter) -> bool) -> Selection {
        let shown = |column: &&Column| match column.shown {
            Shown::Always => true,
            Shown::WhenGiven(parameter) => given(parameter),
        };
        Selection { units, columns: columns(units).filter(shown).collect() }
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
        let mut picked = if adds { self.columns } else { Vec::new() };
        for name in request {
            let column = find(name.strip_prefix('+').unwrap_or(name))?;
            if !picked.iter().any(|other| other.key == column.key) {
                picked.push(column);
            }
        }
        if adds {
            let place = |key| columns(self.units).position(|column| column.key == key);
            picked.sort_by_key(|column| place(column.key));
        }
        Ok(Selection { units: self.units, columns: picked })
    }

    /// The columns in order.
    pub fn iter(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().copied()
    }
}
