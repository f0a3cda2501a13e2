//! What a machine is to the rest of the program: a family of points with parameters, results and a
//! status, all of which are data.
//!
//! A [`Family`] says which [`ParameterSpec`]s and [`ResultSpec`]s there are and solves a [`Block`] of
//! points at once. Grids, tables of points, spreads, figures and writers work on any family; the
//! paper's refrigerator ([`crate::refrigerator`]) is one of them.

mod account;
mod balance;
mod block;
mod bound;
mod demon;
mod density;
mod enclosure;
mod faint;
mod family;
mod filter;
mod flat_band;
mod flows;
mod inputs;
mod integral;
mod linear;
mod machine;
mod mixture;
mod optimal;
mod parameter;
mod portrait;
mod probe;
mod result;
mod row;
mod spectra;
mod statistics;
mod status;
mod tail;
mod terms;
mod vanishing;
mod view;

pub use account::Account;
pub use balance::{Balance, KINDS, Kind};
pub use block::{Answers, Block, Values};
pub use bound::{Bound, Side};
pub use demon::{Demon, Level, Pair};
pub use density::Density;
pub use enclosure::{Enclosed, Enclosure, Region};
pub use family::{Choice, ChoiceOption, Companion, Family, Front, Quote, UsualFigure};
pub use filter::{Cost, Drawn, Filter, FilterWish, MOST_WINDOWS};
pub use flat_band::{flat_band, has_flat_band};
pub use flows::{
    Alone, Carried, Flow, Flows, Fluctuations, Looks, Moments, Plan, Traffic, Unproven,
};
pub use inputs::{Inputs, Reading};
pub use integral::Integrable;
pub use machine::{Channels, Coupling, Limit, Link, Machine, Occupation, Reservoir, Slack};
pub use mixture::unsound_weights;
pub use optimal::{
    Broad, Condition, Greatest, Local, Neighbour, Optimal, OptimalLevel, Optimum, Problem, Site,
    Target,
};
pub use parameter::{Fallback, Multiple, Parameter, ParameterSpec, Rule};
pub use portrait::{Pane, Portrait, Trace};
pub use probe::Probe;
pub use result::{Measure, ResultRef, ResultSpec};
pub use row::Row;
pub use spectra::{Spectra, Weight};
pub use statistics::{Between, Occupied, Statistics};
pub use status::Status;
pub use view::{Seen, Spike, View};
