//! The register of columns. Every writer, the header, `ndemon columns` and the documentation loop
//! over it; adding a column is one entry.

use super::{Row, Status};
use crate::model::{Parameter, Solution};
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

/// A column of the table.
#[derive(Debug)]
pub struct Column {
    /// The name in the header, `[a-z0-9_]+`.
    pub name: &'static str,
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
    /// Whether a sweep comes back to the same values time and again.
    pub recurs: bool,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Parameter(Parameter),
    Result(fn(&Solution) -> f64),
    Status,
}

impl Column {
    /// The cell of this column in a row.
    pub fn value(&self, row: &Row) -> Value {
        match self.source {
            Source::Parameter(parameter) => Value::Number(row.point.get(parameter)),
            Source::Result(get) => Value::Number(row.answer.as_ref().map_or(f64::NAN, get)),
            Source::Status => Value::Status(row.status()),
        }
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

    const fn result(
        name: &'static str,
        symbol: &'static str,
        unit: &'static str,
        equation: &'static str,
        doc: &'static str,
        get: fn(&Solution) -> f64,
    ) -> Column {
        let source = Source::Result(get);
        Column { name, symbol, unit, equation, doc, shown: Shown::Always, recurs: false, source }
    }

    const fn recurring(mut self) -> Column {
        self.recurs = true;
        self
    }
}

const FL: &str = "occupation of the demon at this resonance; kept where it is unphysical";

static RESULTS: [Column; 10] = [
    Column::result("fl1", "f_l(ε1)", "1", "20, C4", FL, |s| s.fl[0]),
    Column::result("fl2", "f_l(ε2)", "1", "20, C4", FL, |s| s.fl[1]),
    Column::result("fl3", "f_l(ε3)", "1", "20, C4", FL, |s| s.fl[2]),
    Column::result("fl4", "f_l(ε4)", "1", "20, C4", FL, |s| s.fl[3]),
    Column::result(
        "power",
        "ε̇_h",
        "Γ·E/h",
        "21, C6",
        "energy current into the hot reservoir = heat drawn from the cold one",
        |s| s.power,
    ),
    Column::result(
        "entropy_current",
        "Ṡ_l",
        "k_B·Γ/h",
        "18, C8",
        "entropy current into the demon, the price of the cooling",
        |s| s.entropy_current,
    ),
    Column::result(
        "cop",
        "COP",
        "1",
        "22, C10",
        "coefficient of performance, power/(T0 · entropy_current)",
        |s| s.cop,
    ),
    Column::result(
        "cop_carnot",
        "COP_therm",
        "1",
        "after 23",
        "Carnot bound Tc/(Th − Tc) on the COP at T0 = Th; times Th/T0 for any other T0",
        |s| s.cop_carnot,
    )
    .recurring(),
    Column::result(
        "headroom",
        "λ_max",
        "1",
        "from 20",
        "the demon is physical for λ up to this value",
        |s| s.headroom,
    ),
    Column {
        name: "status",
        symbol: "",
        unit: "",
        equation: "after 21",
        doc: "ok; limit (e3 = e4 or lambda = 0); fl3<0, … the constraint that binds; tc>=th, … the broken rule; cop>max, … physical, but that result exceeds the doubles",
        shown: Shown::Always,
        recurs: true,
        source: Source::Status,
    },
];

/// Every column, in the order of the table.
pub fn columns() -> impl Iterator<Item = &'static Column> {
    static PARAMETERS: LazyLock<Vec<Column>> = LazyLock::new(|| {
        let column = |p: Parameter| Column {
            name: p.name(),
            symbol: p.symbol(),
            unit: p.unit(),
            equation: "",
            doc: p.doc(),
            shown: if p.is_optional() { Shown::WhenGiven(p) } else { Shown::Always },
            recurs: true,
            source: Source::Parameter(p),
        };
        Parameter::ALL.map(column).into()
    });
    PARAMETERS.iter().chain(&RESULTS)
}

/// A name that is no column.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no column; `ndemon columns` lists them")]
pub struct UnknownColumn(String);

/// Which columns a table has, in which order.
#[derive(Clone, Debug)]
pub struct Selection(Vec<&'static Column>);

impl Selection {
    /// The default table where these parameters are given.
    pub fn default_for(given: impl Fn(Parameter) -> bool) -> Selection {
        let shown = |column: &&Column| match column.shown {
            Shown::Always => true,
            Shown::WhenGiven(parameter) => given(parameter),
        };
        Selection(columns().filter(shown).collect())
    }

    /// The columns that a request such as `tc,cop` picks, in its order; `+x` keeps the default
    /// and adds x where the register has it.
    ///
    /// # Errors
    /// The first name that is no column.
    pub fn pick(self, request: &[String]) -> Result<Selection, UnknownColumn> {
        let find = |name: &str| {
            columns().find(|column| column.name == name).ok_or_else(|| UnknownColumn(name.into()))
        };
        let adds = request.iter().any(|name| name.starts_with('+'));
        let mut picked = if adds { self.0 } else { Vec::new() };
        for name in request {
            let column = find(name.strip_prefix('+').unwrap_or(name))?;
            if !picked.iter().any(|other| other.name == column.name) {
                picked.push(column);
            }
        }
        if adds {
            let place = |name| columns().position(|column| column.name == name);
            picked.sort_by_key(|column| place(column.name));
        }
        Ok(Selection(picked))
    }

    /// The columns in order.
    pub fn iter(&self) -> impl Iterator<Item = &'static Column> {
        self.0.iter().copied()
    }
}
