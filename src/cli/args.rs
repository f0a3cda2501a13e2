//! The flags that commands share, and what they mean once read.

use super::failure::{Failure, warn};
use crate::model::{Dimension, Fallback, Parameter, Point, Resonances, Units};
use crate::sweep::{Axis, AxisError, Mention, Yardstick, units};
use crate::table::{Column, Selection, Shown};
use clap::builder::{EnumValueParser, PossibleValue, ValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command, ValueEnum};
use std::ffi::OsString;
use std::num::NonZero;

/// The parameters that were given, in the order in which they were typed, and what resonances there
/// are.
#[derive(Clone, Debug)]
pub struct Given<V = Axis> {
    typed: Vec<(Parameter, Typed<V>)>,
    resonances: Resonances,
}

/// The values of a parameter, and how they were typed.
#[derive(Clone, Debug)]
struct Typed<V> {
    value: V,
    text: String,
}

/// What the text of a parameter's flag can be.
pub trait Readable: Clone + Send + Sync + Sized + 'static {
    /// Why a text is none.
    type Error: std::error::Error + Send + Sync + 'static;

    /// Reads the text.
    fn read(text: &str, dimension: Dimension) -> Result<Self, Self::Error>;
    /// What its values are measured in.
    fn yardstick(&self) -> Yardstick;
}

impl Readable for Axis {
    type Error = AxisError;

    fn read(text: &str, dimension: Dimension) -> Result<Self, AxisError> {
        Axis::parse(text, dimension)
    }

    fn yardstick(&self) -> Yardstick {
        self.yardstick()
    }
}

impl<V: Readable> Given<V> {
    /// The values, in order.
    pub fn all(&self) -> Vec<(Parameter, V)> {
        self.typed.iter().map(|(parameter, typed)| (*parameter, typed.value.clone())).collect()
    }

    /// Whether this parameter was given.
    pub fn has(&self, parameter: Parameter) -> bool {
        self.typed.iter().any(|(p, _)| *p == parameter)
    }

    /// Whether λ was given as a multiple of the headroom.
    pub fn is_in_headrooms(&self) -> bool {
        let lambda = self.typed.iter().find(|(p, _)| *p == Parameter::Lambda);
        lambda.is_some_and(|(_, typed)| typed.value.yardstick() == Yardstick::Headroom)
    }

    /// The parameters, as they were typed.
    pub fn mentions(&self) -> Vec<Mention> {
        let mention = |(parameter, typed): &(Parameter, Typed<V>)| Mention {
            parameter: *parameter,
            text: format!("--{} {}", parameter.name(), typed.text),
            yardstick: typed.value.yardstick(),
        };
        self.typed.iter().map(mention).collect()
    }

    /// The units of the points that these parameters make.
    pub fn units(&self) -> Result<Units, Failure> {
        units(&self.mentions()).map_err(|error| Failure::Request(error.to_string()))
    }

    /// How wide the resonances are taken to be.
    pub fn resonances(&self) -> Resonances {
        self.resonances
    }

    /// Refuses columns that are not known of these resonances.
    pub fn allows(
        &self,
        mut columns: impl Iterator<Item = &'static Column>,
    ) -> Result<(), Failure> {
        match columns.find(|column| column.is_of_narrow()) {
            Some(column) if self.resonances != Resonances::Narrow => {
                let (key, name) = (column.key, self.resonances.name());
                Err(Failure::Request(format!(
                    "--resonances {name}: {key} is known of narrow resonances only"
                )))
            }
            _ => Ok(()),
        }
    }

    /// The flags as they were typed, each name followed by its value.
    pub fn flags(&self) -> impl Iterator<Item = [String; 2]> {
        let flag = |(parameter, typed): &(Parameter, Typed<V>)| {
            [format!("--{}", parameter.name()), typed.text.clone()]
        };
        let resonances = ["--resonances", self.resonances.name()].map(str::to_owned);
        let resonances = (self.resonances != Resonances::default()).then_some(resonances);
        self.typed.iter().map(flag).chain(resonances)
    }

    /// The values of a parameter as they were typed, if it was given.
    pub fn text(&self, parameter: Parameter) -> Option<&str> {
        self.typed.iter().find(|(p, _)| *p == parameter).map(|(_, typed)| typed.text.as_str())
    }
}

impl Given {
    /// Warns where the widest resonance is too wide for the coldest temperature.
    pub fn warn_if_wide(&self, units: Units) {
        let ends = |parameter| Some(self.axis(parameter)?.ends());
        if let (Some([_, gamma]), Some([tc, _])) = (ends(Parameter::Gamma), ends(Parameter::Tc)) {
            let point = Point::paper(tc, 0.0).with(Parameter::Gamma, gamma).in_units(units);
            warn_if_wide(&point.with_resonances(self.resonances));
        }
    }

    /// The values of a parameter, if it was given.
    pub fn axis(&self, parameter: Parameter) -> Option<&Axis> {
        self.typed.iter().find(|(p, _)| *p == parameter).map(|(_, typed)| &typed.value)
    }

    /// The parameters as single values, for a place where lists and ranges mean nothing.
    pub fn values(&self, place: &str) -> Result<Vec<(Parameter, f64)>, Failure> {
        let value = |(parameter, typed): &(Parameter, Typed<Axis>)| match typed.value.count() {
            1 => Ok((*parameter, typed.value.at(0))),
            count => Err(Failure::Request(format!(
                "--{} has {count} values, but {place} takes one",
                parameter.name()
            ))),
        };
        self.typed.iter().map(value).collect()
    }
}

const RESONANCES: &str = "resonances";

impl ValueEnum for Resonances {
    fn value_variants<'a>() -> &'a [Self] {
        &[Resonances::Narrow, Resonances::Boxcar]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(match self {
            Resonances::Narrow => "the paper's limit of narrow ones, whatever gamma is",
            Resonances::Boxcar => "boxcars of the width gamma (Eq. C2), exactly",
        }))
    }
}

/// One flag for each parameter of the register, and that for the resonances.
impl<V: Readable> clap::Args for Given<V> {
    fn augment_args(command: Command) -> Command {
        let resonances = Arg::new(RESONANCES)
            .long(RESONANCES)
            .help("How wide the resonances are taken to be")
            .help_heading("Parameters")
            .default_value(Resonances::default().name())
            .value_parser(EnumValueParser::<Resonances>::new());
        let command = Parameter::ALL.into_iter().fold(command, |command, parameter| {
            let fallback = match parameter.fallback() {
                Fallback::Required => " (required)".into(),
                Fallback::Value(value) => format!(" [default: {value}]"),
                Fallback::Same(other) => format!(" [default: {}]", other.name()),
                Fallback::Absent => String::new(),
            };
            command.arg(
                Arg::new(parameter.name())
                    .long(parameter.name())
                    .value_name(parameter.symbol())
                    .help(format!("{}{fallback}", parameter.doc()))
                    .help_heading("Parameters")
                    .allow_hyphen_values(true)
                    .action(ArgAction::Set)
                    .value_parser(ValueParser::new(move |text: &str| {
                        let value = V::read(text, parameter.dimension())?;
                        Ok::<_, V::Error>(Typed { value, text: text.into() })
                    })),
            )
        });
        command.arg(resonances)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// Warns where the resonances are too wide for the formulas; whether it did.
pub fn warn_if_wide(point: &Point) -> bool {
    let (gamma, tc) = (point.get(Parameter::Gamma), point.get(Parameter::Tc));
    let is_wide = tc > 0.0 && point.is_too_wide();
    if is_wide {
        let [energy, temperature] = match point.units() {
            Units::Natural => ["", ""],
            Units::Laboratory => ["eV", "K"],
        };
        warn(&format!(
            "--gamma {gamma:?}{energy} is more than a tenth of k_B·Tc at --tc {tc:?}{temperature}: the \
             results are those of narrow resonances; --resonances boxcar has exact ones"
        ));
    }
    is_wide
}

/// The name of a parameter that another flag follows instead of a value. Values may begin with one
/// hyphen, so clap would take the flag for one.
pub fn without_value(arguments: &[OsString]) -> Option<&str> {
    arguments.windows(2).find_map(|pair| {
        let [flag, value] = [&pair[0], &pair[1]].map(|text| text.to_str());
        let name = flag?.strip_prefix("--")?;
        (Parameter::named(name).is_some() && value?.starts_with("--")).then_some(name)
    })
}

impl<V: Readable> clap::FromArgMatches for Given<V> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut given: Vec<(usize, Parameter, Typed<V>)> = Parameter::ALL
            .into_iter()
            .filter_map(|parameter| {
                let name = parameter.name();
                Some((
                    matches.index_of(name)?,
                    parameter,
                    matches.get_one::<Typed<V>>(name)?.clone(),
                ))
            })
            .collect();
        given.sort_by_key(|(position, ..)| *position);
        let typed = given.into_iter().map(|(_, parameter, typed)| (parameter, typed)).collect();
        let resonances = matches.get_one(RESONANCES).copied().unwrap_or_default();
        Ok(Given { typed, resonances })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// How many threads are wanted.
#[derive(clap::Args)]
pub struct Jobs {
    /// How many threads compute [default: all processors]
    #[arg(long, value_name = "N", help_heading = "Output")]
    jobs: Option<NonZero<usize>>,
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
        allow_hyphen_values = true
    )]
    columns: Vec<String>,
}

impl Columns {
    /// The flag as it was typed, if it was.
    pub fn flag(&self) -> Option<[String; 2]> {
        let columns = self.columns.join(",");
        (!columns.is_empty()).then(|| ["--columns".into(), columns])
    }

    /// The columns asked for, or the default ones where these parameters are given and λ is, or is
    /// not, a multiple of the headroom.
    pub fn select(
        &self,
        units: Units,
        given: impl Fn(Parameter) -> bool,
        in_headrooms: bool,
    ) -> Result<Selection, Failure> {
        let default = Selection::default_for(units, given);
        let default = if in_headrooms { default.with(Shown::InHeadrooms) } else { default };
        if self.columns.is_empty() {
            return Ok(default);
        }
        default.pick(&self.columns).map_err(|error| Failure::Request(format!("--columns: {error}")))
    }
}
