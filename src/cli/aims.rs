//! What is to be best, and what must hold: the flags of `optimize` for any result.

use super::complete;
use super::device::{family, schema};
use super::failure::Failure;
use super::range::at_least;
use super::requirement::{Requirement, limit, of_result};
use crate::model::{Bound, Side};
use crate::optimize::Aim;
use crate::quantity::Units;
use crate::table::Column;
use clap_complete::engine::ArgValueCompleter;

/// What is to be best, and what must hold.
#[derive(clap::Args)]
pub struct Aims {
    /// What is to be as large as possible: a result, or a parameter of --over; two of them with --front
    #[arg(
        help_heading = "Optimum",
        long,
        value_name = "RESULT",
        value_delimiter = ',',
        value_parser = aim,
        required_unless_present = "minimize",
        add = ArgValueCompleter::new(complete::columns)
    )]
    pub maximize: Vec<Aim>,
    /// What is to be as small as possible
    #[arg(
        help_heading = "Optimum",
        long,
        value_name = "RESULT",
        value_parser = aim,
        conflicts_with = "maximize",
        add = ArgValueCompleter::new(complete::columns)
    )]
    pub minimize: Option<Aim>,
    /// What a result must be at least, in the unit of its column or with a unit
    #[arg(
        help_heading = "Optimum",
        long,
        value_name = "RESULT=NUMBER,…",
        value_delimiter = ',',
        allow_hyphen_values = true,
        value_parser = limit
    )]
    pub at_least: Vec<Requirement>,
    /// What a result must be at most
    #[arg(
        help_heading = "Optimum",
        long,
        value_name = "RESULT=NUMBER,…",
        value_delimiter = ',',
        allow_hyphen_values = true,
        value_parser = limit
    )]
    pub at_most: Vec<Requirement>,
    /// So many points from the best of the second result to a millionth below the best of the first one of --maximize,
    /// each with the most of the second one
    #[arg(help_heading = "Optimum", long, value_name = "N", value_parser = at_least::<2>)]
    pub front: Option<u32>,
}

/// What is to be best, by its name.
fn aim(name: &str) -> Result<Aim, String> {
    let name = name.trim();
    match family().parameter(name) {
        Some(parameter) => Ok(Aim::Parameter(parameter)),
        None => of_result(name).map(Aim::Result),
    }
}

impl Aims {
    /// The one goal, and whether it is to be as small as possible.
    pub fn goal(&self) -> Result<(Aim, bool), Failure> {
        match (&self.maximize[..], self.minimize) {
            (_, Some(goal)) => Ok((goal, true)),
            ([goal], _) => Ok((*goal, false)),
            _ => {
                let rule = "one goal alone, or two of them with --front N";
                Err(Failure::Request(format!("--maximize: it takes {rule}")))
            }
        }
    }

    /// The columns of all that is asked.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> {
        let goals = self.maximize.iter().chain(&self.minimize).map(|aim| aim.key());
        let limits = self.at_least.iter().chain(&self.at_most).map(|limit| limit.result.key);
        goals.chain(limits).filter_map(|key| schema().named(key))
    }

    /// What must hold, in these units.
    pub fn bounds(&self, units: Units) -> Result<Vec<Bound>, Failure> {
        let sides = [
            ("--at-least", &self.at_least, Side::AtLeast),
            ("--at-most", &self.at_most, Side::AtMost),
        ];
        let all = sides.into_iter().flat_map(|(flag, limits, side)| {
            limits.iter().map(move |limit| {
                let value = limit.value(units, flag)?;
                Ok(Bound { result: limit.result, side, value })
            })
        });
        all.collect()
    }
}
