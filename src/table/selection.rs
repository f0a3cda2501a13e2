//! Which columns a table has, and what was meant by a name that is none.

use super::column::{Column, Shown};
use super::register::Schema;
use crate::model::{Block, Inputs, Parameter, ResultRef};
use crate::quantity::Units;

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
            Shown::WhenAnyGiven(parameters) => {
                parameters.iter().any(|id| given(&schema.family().parameters()[*id]))
            }
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
            let found = all.clone().find(|column| column.key == name || column.name == name);
            let with_prefix = |column: &'static Column| {
                let (prefix, power) = column.prefix_in(name)?;
                Some(column.prefixed(prefix, power))
            };
            found
                .or_else(|| all.find_map(with_prefix))
                .ok_or_else(|| UnknownColumn { name: name.into(), hint: schema.hint(name) })
        };
        let adds = request.iter().any(|name| name.starts_with('+'));
        let columns = if adds { self.columns } else { Vec::new() };
        let mut picked = Selection { columns, ..self };
        for name in request {
            let column = find(name.strip_prefix('+').unwrap_or(name))?;
            match picked.columns.iter_mut().find(|other| other.key == column.key) {
                // A prefix that is asked for takes the place of none.
                Some(known) if known.power == 0 => *known = column,
                Some(_) => {}
                None => picked.columns.push(column),
            }
        }
        Ok(if adds { picked.in_order() } else { picked })
    }

    /// The same with these columns instead.
    pub fn with_columns(self, columns: Vec<&'static Column>) -> Selection {
        Selection { columns, ..self }
    }

    /// The units of its numbers, without prefixes.
    pub fn units(&self) -> Units {
        self.units
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
