//! The columns of a family. Every writer, the header, `ndemon columns` and the documentation loop over
//! them; each follows from the family's data.

use super::column::{Column, Shown, Source};
use crate::model::{Choice, Family, Measure, Multiple, Parameter, ResultRef};
use crate::quantity::{Dimension, Units};

/// A family with the columns of its tables.
#[derive(Debug)]
pub struct Schema {
    family: &'static dyn Family,
    columns: [Vec<Column>; Units::ALL.len()],
}

impl Schema {
    /// The columns of this family, which live as long as the program.
    pub fn of(family: &'static dyn Family) -> &'static Schema {
        let columns = Units::ALL.map(|units| columns(family, units));
        Box::leak(Box::new(Schema { family, columns }))
    }

    /// The family.
    pub fn family(&self) -> &'static dyn Family {
        self.family
    }

    /// Every column, in the order of the table; those that are there on request only come last.
    pub fn columns(&'static self, units: Units) -> impl Iterator<Item = &'static Column> + Clone {
        self.columns[units as usize].iter()
    }

    /// The column of this name: the one in natural units, or that with the unit, which may have a prefix.
    pub fn named(&'static self, name: &str) -> Option<&'static Column> {
        let all = || [Units::Natural, Units::Laboratory].into_iter().flat_map(|u| self.columns(u));
        let found = all().find(|column| column.key == name || column.name == name);
        found.or_else(|| all().find(|column| column.prefix_in(name).is_some()))
    }
}

fn columns(family: &'static dyn Family, units: Units) -> Vec<Column> {
    let mut all = Vec::new();
    for parameter in family.parameters() {
        all.push(of_parameter(parameter, units));
        all.extend(parameter.multiple.map(|multiple| of_multiple(parameter, multiple, units)));
    }
    all.extend(family.choice().map(|choice| of_choice(choice, units)));
    let results = || family.results().iter();
    all.extend(results().filter(|result| !result.on_request).map(|r| of_result(r, units)));
    all.push(status(family, units));
    all.extend(results().filter(|result| result.on_request).map(|r| of_result(r, units)));
    all
}

/// A column without symbol, equation and unit that is always shown.
fn plain(key: &'static str, doc: &'static str, source: Source) -> Column {
    Column {
        key,
        name: String::new(),
        symbol: "",
        unit: "",
        power: 0,
        equation: "",
        doc,
        shown: Shown::Always,
        source,
    }
}

fn of_parameter(p: Parameter, units: Units) -> Column {
    let column = Column {
        symbol: p.symbol,
        shown: if p.is_optional() { Shown::WhenGiven(p) } else { Shown::Always },
        ..plain(p.name, p.doc, Source::Parameter(p))
    };
    column.in_units(Measure::Of(p.dimension), units)
}

fn of_multiple(strength: Parameter, multiple: Multiple, units: Units) -> Column {
    let column = Column {
        symbol: multiple.symbol,
        equation: multiple.equation,
        shown: Shown::InMultiples,
        ..plain(multiple.key, multiple.doc, Source::Multiple(strength))
    };
    column.in_units(Measure::Of(Dimension::Number), units)
}

fn of_choice(choice: &'static Choice, units: Units) -> Column {
    let column = Column {
        equation: choice.equation,
        shown: Shown::WhereChosen,
        ..plain(choice.name, choice.doc, Source::Choice(choice))
    };
    column.in_units(Measure::Text, units)
}

fn of_result(result: ResultRef, units: Units) -> Column {
    let column = Column {
        symbol: result.symbol,
        equation: result.equation,
        shown: match (result.on_request, result.asked_by) {
            (false, _) => Shown::Always,
            (true, []) => Shown::OnRequest,
            (true, parameters) => Shown::WhenAnyGiven(parameters),
        },
        ..plain(result.key, result.doc, Source::Result(result))
    };
    column.in_units(result.measure, units)
}

fn status(family: &'static dyn Family, units: Units) -> Column {
    let column = Column {
        equation: family.status_equation(),
        ..plain("status", family.status_doc(), Source::Status)
    };
    column.in_units(Measure::Text, units)
}
