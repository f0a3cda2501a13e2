//! The flags of commands that compute tables: which columns they have, and how many threads compute.

use super::complete;
use super::device::{family, schema};
use super::failure::Failure;
use crate::model::Parameter;
use crate::quantity::{Prefixes, Units};
use crate::table::{Column, Selection, Shown};
use clap_complete::engine::ArgValueCompleter;
use std::num::NonZero;

/// How many threads are wanted.
#[derive(clap::Args)]
pub struct Jobs {
    /// How many threads compute [default: all processors]
    #[arg(long, value_name = "N", help_heading = "Output", value_parser = jobs)]
    jobs: Option<NonZero<usize>>,
}

fn jobs(text: &str) -> Result<NonZero<usize>, String> {
    let rule = "it must be a whole number from 1 on; without --jobs all processors compute";
    text.parse().map_err(|_| rule.into())
}

impl Jobs {
    /// How many there are to be.
    pub fn count(&self) -> NonZero<usize> {
        let all = || std::thread::available_parallelism().ok();
        self.jobs.or_else(all).unwrap_or(NonZero::<usize>::MIN)
    }
}

/// Which columns are wanted.
#[derive(clap::Args)]
pub struct Columns {
    /// Columns to show, in this order; +NAME adds one to the default
    #[arg(
        help_heading = "Table",
        long,
        value_name = "a,b,c",
        value_delimiter = ',',
        allow_hyphen_values = true,
        value_parser = name,
        add = ArgValueCompleter::new(complete::columns)
    )]
    columns: Vec<String>,
    /// Prefixes of the units in which numbers are shown: a unit of K, eV, W, W/K and A each, such as
    /// mK,ueV,aW
    #[arg(help_heading = "Table", long, value_name = "UNITS", value_parser = str::parse::<Prefixes>)]
    units: Option<Prefixes>,
}

/// The name of a column, without the white space around it.
fn name(text: &str) -> Result<String, std::convert::Infallible> {
    Ok(text.trim().into())
}

/// The parameter without which all of these columns can be computed, if a result is among them that does not need it.
pub fn unneeded(columns: &[&Column]) -> Option<Parameter> {
    let needs_no = |column: &&Column| column.result().and_then(|result| result.needs_no);
    let id = columns.iter().find_map(needs_no)?;
    let is_free = |column: &&Column| match column.parameter() {
        Some(parameter) => parameter.id != id,
        None => column.is_text() || needs_no(column) == Some(id),
    };
    columns.iter().all(is_free).then(|| &family().parameters()[id])
}

impl Columns {
    /// The columns that are picked, if these are all that is shown and each is known.
    pub fn picked(&self) -> Option<Vec<&'static Column>> {
        self.picks().then(|| self.columns.iter().map(|name| schema().named(name)).collect())?
    }

    /// The columns that are named and known.
    pub fn named(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().filter_map(|name| schema().named(name.trim_start_matches('+')))
    }

    /// The prefixes that are asked for.
    pub fn prefixes(&self) -> Option<&Prefixes> {
        self.units.as_ref()
    }

    /// Whether there are names.
    pub fn are_there(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Whether there are names, and none that is added to the default columns.
    pub fn picks(&self) -> bool {
        !self.columns.is_empty() && !self.columns.iter().any(|name| name.starts_with('+'))
    }

    /// The same with the prefixes that are asked for.
    fn prefixed(&self, selection: Selection) -> Result<Selection, Failure> {
        let columns = self.with_prefixes(selection.iter().collect(), selection.units())?;
        Ok(selection.with_columns(columns))
    }

    /// These columns in these units, with the prefixes that are asked for.
    pub fn with_prefixes(
        &self,
        columns: Vec<&'static Column>,
        units: Units,
    ) -> Result<Vec<&'static Column>, Failure> {
        match (&self.units, units) {
            (None, _) => Ok(columns),
            (Some(prefixes), Units::Laboratory) => {
                Ok(columns.into_iter().map(|column| column.with(prefixes)).collect())
            }
            (Some(_), Units::Natural | Units::Absolute) => {
                let rule = "the numbers have no units";
                let remedy = "give temperatures and energies with units, such as --tc 80mK";
                Err(Failure::Request(format!("--units: {rule}; {remedy}")))
            }
        }
    }

    /// The column of this key as the table has it, or as it would have it.
    pub fn of_key(&self, key: &str, table: &Selection) -> Result<&'static Column, Failure> {
        let units = table.units();
        let all = schema().columns(units).filter(|column| column.key == key).collect();
        let column = table.iter().find(|column| column.key == key).map(Ok);
        column.unwrap_or_else(|| {
            let prefixed = self.with_prefixes(all, units)?;
            Ok(*prefixed.first().unwrap_or_else(|| unreachable!("{key} has a column")))
        })
    }

    /// The columns asked for, or the default ones where these parameters are given, and in these
    /// cases.
    pub fn select(
        &self,
        units: Units,
        given: impl Fn(Parameter) -> bool,
        cases: &[Shown],
    ) -> Result<Selection, Failure> {
        let default = Selection::default_for(schema(), units, given);
        let default = cases.iter().fold(default, |default, case| default.with(*case));
        self.of(default)
    }

    /// The columns asked for, or these.
    pub fn of(&self, default: Selection) -> Result<Selection, Failure> {
        if self.columns.is_empty() {
            return self.prefixed(default);
        }
        let bare = |name: &String| name.trim_start_matches('+').to_owned();
        let picked = default.pick(&self.columns).map_err(|error| {
            let why = self.columns.iter().find_map(|name| family().absent(&bare(name)));
            Failure::Request(format!("--columns: {}", why.unwrap_or_else(|| error.to_string())))
        });
        self.prefixed(picked?)
    }
}
