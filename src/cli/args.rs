//! The flags that commands share, and what they mean once read.

use super::complete;
use super::failure::{Failure, warn};
use crate::output::Decimal;
use crate::quantity::Yardstick;
use crate::quantity::{Dimension, Units};
use crate::refrigerator::{Fallback, Parameter, Point, Resonances, Rule};
use crate::sweep::{Axis, AxisError, Mention, units};
use crate::table::{Column, Selection, Shown, columns};
use clap::builder::{EnumValueParser, PossibleValue, ValueParser};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueEnum};
use clap_complete::engine::ArgValueCompleter;
use std::ffi::OsString;
use std::num::NonZero;

/// The parameters that were given, in the order in which they were typed, and what resonances there
/// are.
#[derive(Clone, Debug)]
pub struct Given<V = Axis> {
    typed: Vec<(Parameter, Typed<V>)>,
    resonances: Option<Resonances>,
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
        self.resonances.unwrap_or_default()
    }

    /// The same, if it was said.
    pub fn said_resonances(&self) -> Option<Resonances> {
        self.resonances
    }

    /// Whether the resonances are others than narrow ones.
    pub fn is_wide(&self) -> bool {
        self.resonances() != Resonances::Narrow
    }

    /// The cases that these parameters are, in which a table has more columns by default.
    pub fn cases(&self) -> Vec<Shown> {
        let cases =
            [(self.is_in_headrooms(), Shown::InHeadrooms), (self.is_wide(), Shown::WhereWide)];
        cases.into_iter().filter_map(|(is_so, case)| is_so.then_some(case)).collect()
    }

    /// Refuses columns that are not known of these resonances.
    pub fn allows(
        &self,
        mut columns: impl Iterator<Item = &'static Column>,
    ) -> Result<(), Failure> {
        match columns.find(|column| column.is_of_narrow()) {
            Some(column) if self.is_wide() => {
                let (key, name) = (column.key, self.resonances().name());
                Err(Failure::Request(format!(
                    "--resonances {name}: {key} is known of narrow resonances only"
                )))
            }
            _ => Ok(()),
        }
    }

    /// The values of a parameter, if it was given.
    pub fn axis(&self, parameter: Parameter) -> Option<&V> {
        self.typed.iter().find(|(p, _)| *p == parameter).map(|(_, typed)| &typed.value)
    }

    /// The values of a parameter as they were typed, if it was given.
    pub fn text(&self, parameter: Parameter) -> Option<&str> {
        let typed = self.typed.iter().find(|(p, _)| *p == parameter);
        typed.map(|(_, typed)| typed.text.as_str()).filter(|text| !text.is_empty())
    }

    /// The sentence for a point that is no refrigerator: it quotes what was typed.
    pub fn refused(&self, rule: &Rule, point: &Point) -> Failure {
        let shown = |parameter: Parameter| {
            let value = point.get(parameter);
            let default = || format!("{} (by default)", Decimal::exact(value).plain());
            self.text(parameter).map_or_else(default, str::to_owned)
        };
        let (parameter, name) = (rule.parameter, rule.parameter.name());
        if point.get(parameter).is_nan() {
            return Failure::Request(format!("--{name} is missing: {name} {}", rule.clause));
        }
        let versus = rule
            .versus
            .map_or(String::new(), |other| format!(" {}, which is {}", other.name(), shown(other)));
        let text = shown(parameter);
        // What is too small for a double is 0.
        let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
        let vanishes =
            point.get(parameter) == 0.0 && mantissa.contains(|c| ('1'..='9').contains(&c));
        let vanishes = if vanishes { ", and this is 0 as a double" } else { "" };
        Failure::Request(format!("--{name} {text}: {name} {}{versus}{vanishes}", rule.clause))
    }

    /// Warns where the resonances of a point are too wide for the formulas; whether it did.
    pub fn warn_if_wide(&self, point: &Point) -> bool {
        let [gamma, tc] = [Parameter::Gamma, Parameter::Tc];
        let is_wide = point.get(tc) > 0.0 && point.is_too_wide();
        if is_wide {
            let shown = |parameter: Parameter| self.quoted(parameter, point);
            warn(&format!(
                "{} is more than a tenth of k_B·Tc at {}: the results are those of narrow resonances; \
                 --resonances boxcar has exact ones",
                shown(gamma),
                shown(tc)
            ));
        }
        is_wide
    }

    /// A parameter's value at a point, in the words in which it was given.
    fn quoted(&self, parameter: Parameter, point: &Point) -> String {
        let name = parameter.name();
        let value = Decimal::exact(point.get(parameter));
        let value = value.quantity(parameter.dimension().unit(point.units()));
        match self.text(parameter) {
            None => format!("{name} = {value}"),
            Some(text) if text.contains([',', ':']) => {
                format!("{name} = {value} (of --{name} {text})")
            }
            Some(text) => format!("--{name} {text}"),
        }
    }
}

impl Given {
    /// Warns where the widest resonance of a grid is too wide for the coldest temperature.
    pub fn warn_if_widest(&self, units: Units) {
        let ends = |parameter| Some(self.axis(parameter)?.ends());
        if let (Some([_, gamma]), Some([tc, _])) = (ends(Parameter::Gamma), ends(Parameter::Tc)) {
            let point = Point::paper(tc, 0.0).with(Parameter::Gamma, gamma).in_units(units);
            self.warn_if_wide(&point.with_resonances(self.resonances()));
        }
    }

    /// Where only the minimum temperature is asked for, beside parameters and the status, and Tc is not
    /// given: lets each point have the greatest Tc below its Th, and says so.
    pub fn free_tc(&mut self, columns: &Columns) -> Result<bool, Failure> {
        if self.has(Parameter::Tc) || !columns.need_no_tc() {
            return Ok(false);
        }
        if self.is_in_headrooms() {
            let text = self.text(Parameter::Lambda).unwrap_or_default();
            let rule = "the headroom depends on tc: give --tc, or lambda as a number";
            return Err(Failure::Request(format!("--lambda {text}: {rule}")));
        }
        let yardsticks = self.typed.iter().map(|(_, typed)| typed.value.yardstick());
        let has_units = yardsticks.into_iter().any(|yardstick| yardstick == Yardstick::Laboratory);
        let yardstick = if has_units { Yardstick::Laboratory } else { Yardstick::Natural };
        let value = Axis::free(yardstick);
        self.typed.insert(0, (Parameter::Tc, Typed { value, text: String::new() }));
        Ok(true)
    }

    /// The parameters as single values, for a place where lists and ranges mean nothing.
    pub fn values(&self, place: &str) -> Result<Vec<(Parameter, f64)>, Failure> {
        let value = |(parameter, typed): &(Parameter, Typed<Axis>)| match typed.value.count() {
            1 => Ok((*parameter, typed.value.at(0))),
            count => {
                let is_decimal = count == 2 && typed.text.contains(',');
                let hint = if is_decimal { "; a decimal has a point, not a comma" } else { "" };
                Err(Failure::Request(format!(
                    "--{} has {count} values, but {place} takes one{hint}",
                    parameter.name()
                )))
            }
        };
        self.typed.iter().map(value).collect()
    }
}

const RESONANCES: &str = "resonances";
const TC_MIN: &str = "tc_min";

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

/// Warns where two resonances of a point overlap that are taken for narrow ones; `gamma` is what was
/// typed.
pub fn warn_if_close(point: &Point, gamma: Option<&str>) {
    const LEVELS: [Parameter; 4] = [Parameter::E1, Parameter::E2, Parameter::E3, Parameter::E4];
    let Some(gamma) = gamma.filter(|_| point.resonances() == Resonances::Narrow) else { return };
    let pairs = (0..4).flat_map(|i| (i + 1..4).map(move |j| [LEVELS[i], LEVELS[j]]));
    // Where they coincide that is a limit, or refused.
    let is_close = |[a, b]: &[Parameter; 2]| {
        let gap = (point.get(*a) - point.get(*b)).abs();
        gap > 0.0 && gap < point.get(Parameter::Gamma)
    };
    let close = pairs.filter(is_close).map(|[a, b]| format!("{} and {}", a.name(), b.name()));
    let close: Vec<String> = close.collect();
    if !close.is_empty() {
        warn(&format!(
            "--gamma {gamma} is more than what lies between {}: their resonances overlap, and the results \
             are those of narrow ones; take a smaller gamma, or levels farther apart",
            close.join(", ")
        ));
    }
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
        let said = matches.value_source(RESONANCES) == Some(ValueSource::CommandLine);
        let resonances = matches.get_one(RESONANCES).copied().filter(|_| said);
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
}

/// The name of a column, without the white space around it.
fn name(text: &str) -> Result<String, std::convert::Infallible> {
    Ok(text.trim().into())
}

impl Columns {
    /// Whether the minimum temperature is asked for, and nothing else that depends on Tc.
    fn need_no_tc(&self) -> bool {
        let named = |name: &String| {
            let all = columns(Units::Natural).chain(columns(Units::Laboratory));
            all.into_iter().find(|column| column.key == name || column.name == *name)
        };
        let asked: Option<Vec<&Column>> = self.columns.iter().map(named).collect();
        let asked = asked.unwrap_or_default();
        let is_free = |column: &&Column| match column.parameter() {
            Some(parameter) => parameter != Parameter::Tc,
            None => column.is_text() || column.key == TC_MIN,
        };
        asked.iter().any(|column| column.key == TC_MIN) && asked.iter().all(is_free)
    }

    /// Whether there are names, and none that is added to the default columns.
    pub fn picks(&self) -> bool {
        !self.columns.is_empty() && !self.columns.iter().any(|name| name.starts_with('+'))
    }

    /// The columns asked for, or the default ones where these parameters are given, and in these
    /// cases.
    pub fn select(
        &self,
        units: Units,
        given: impl Fn(Parameter) -> bool,
        cases: &[Shown],
    ) -> Result<Selection, Failure> {
        let default = Selection::default_for(units, given);
        let default = cases.iter().fold(default, |default, case| default.with(*case));
        if self.columns.is_empty() {
            return Ok(default);
        }
        default.pick(&self.columns).map_err(|error| Failure::Request(format!("--columns: {error}")))
    }
}
