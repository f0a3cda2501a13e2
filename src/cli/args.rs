//! The flags that commands share, and what they mean once read.

use super::built_in::file_of;
use super::device::{family, flag, machine, parameters};
use super::failure::{Failure, warn};
use super::setting::{SET, same_machine, same_tables, set};
use super::table_flags::unneeded;
use crate::model::{Choice, Fallback, Inputs, Parameter, Reading, Rule};
use crate::quantity::{Decimal, Dimension, Units, Yardstick};
use crate::sweep::{Axis, AxisError, Mention, units};
use crate::table::{Column, Shown};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser, ValueParser};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::ffi::OsString;

/// The parameters that were given, in the order in which they were typed, and the option that was
/// chosen.
#[derive(Clone, Debug)]
pub struct Given<V = Axis> {
    typed: Vec<(Parameter, Typed<V>)>,
    option: Option<usize>,
}

/// The values of a parameter, and how they were typed.
#[derive(Clone, Debug)]
pub(super) struct Typed<V> {
    pub(super) value: V,
    pub(super) text: String,
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

    /// Whether this parameter was given, in words.
    pub fn has(&self, parameter: Parameter) -> bool {
        self.typed.iter().any(|(p, typed)| *p == parameter && !typed.text.is_empty())
    }

    /// The same without the value of a parameter, if a file has it and it is one.
    pub fn without_number_of_file(
        &self,
        parameter: Parameter,
        has_several: impl Fn(&V) -> bool,
    ) -> Self {
        let is_kept = |(other, typed): &&(Parameter, Typed<V>)| {
            *other != parameter || file_of(parameter.name).is_none() || has_several(&typed.value)
        };
        Given { typed: self.typed.iter().filter(is_kept).cloned().collect(), option: self.option }
    }

    /// The strength that was given as a multiple of its greatest value, if one was.
    fn multiple(&self) -> Option<Parameter> {
        let mut typed = self.typed.iter();
        let multiple = typed.find(|(_, typed)| typed.value.yardstick() == Yardstick::Headroom);
        multiple.map(|(parameter, _)| *parameter)
    }

    /// The parameters, as they were typed.
    pub fn mentions(&self) -> Vec<Mention> {
        let mention = |(parameter, typed): &(Parameter, Typed<V>)| Mention {
            parameter,
            text: flag(parameter.name, &typed.text),
            yardstick: typed.value.yardstick(),
        };
        self.typed.iter().map(mention).collect()
    }

    /// How the values of the points are read that these parameters make.
    pub fn reading(&self) -> Result<Reading, Failure> {
        self.reading_with(&[])
    }

    /// The same where other flags mention parameters, too.
    pub fn reading_with(&self, more: &[Mention]) -> Result<Reading, Failure> {
        let mut mentions = self.mentions();
        mentions.extend(more.iter().cloned());
        let units = units(family(), &mentions);
        let is_multiple = |mention: &Mention| mention.yardstick == Yardstick::Headroom;
        Ok(Reading {
            units: units.map_err(|error| Failure::Request(error.to_string()))?,
            option: self.option.unwrap_or_default(),
            in_multiples: mentions.iter().any(is_multiple),
        })
    }

    /// The option that was chosen, if that was said.
    pub fn said_option(&self) -> Option<usize> {
        self.option
    }

    /// The choice and the option that was chosen, if that is not the default.
    pub fn chosen(&self) -> Option<(&'static Choice, usize)> {
        family().choice().zip(self.option.filter(|option| *option != 0))
    }

    /// The cases that these parameters are, in which a table has more columns by default.
    pub fn cases(&self) -> Vec<Shown> {
        let cases = [
            (self.multiple().is_some(), Shown::InMultiples),
            (self.chosen().is_some(), Shown::WhereChosen),
        ];
        cases.into_iter().filter_map(|(is_so, case)| is_so.then_some(case)).collect()
    }

    /// Refuses columns that are not known of the option that was chosen.
    pub fn allows(
        &self,
        mut columns: impl Iterator<Item = &'static Column>,
    ) -> Result<(), Failure> {
        let Some((choice, option)) = self.chosen() else { return Ok(()) };
        let chosen = choice.options[option].name;
        let only_of = |column: &'static Column| {
            let only_of = column.result()?.only_of.filter(|only_of| *only_of != chosen)?;
            Some((column.key, only_of))
        };
        match columns.find_map(only_of) {
            Some((key, only_of)) => {
                let name = choice.name;
                Err(Failure::Request(format!(
                    "--{name} {chosen}: {key} is known of {only_of} {name} only"
                )))
            }
            None => Ok(()),
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
    pub fn refused(&self, rule: &Rule, inputs: &Inputs) -> Failure {
        let shown = |parameter: Parameter| {
            let value = inputs.get(parameter);
            let default = || format!("{} (by default)", Decimal::exact(value).plain());
            self.text(parameter).map_or_else(default, str::to_owned)
        };
        let name = rule.parameter;
        let value = |name| family().parameter(name).map(|parameter| inputs.get(parameter));
        let value = value(name).unwrap_or(f64::NAN);
        if value.is_nan() {
            return Failure::Request(format!("--{name} is missing: {name} {}", rule.clause));
        }
        let shown = |name| family().parameter(name).map_or(String::new(), shown);
        let versus = rule
            .versus
            .map_or(String::new(), |other| format!(" {other}, which is {}", shown(other)));
        let text = shown(name);
        // What is too small for a double is 0.
        let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
        let vanishes = value == 0.0 && mantissa.contains(|c| ('1'..='9').contains(&c));
        let vanishes = if vanishes { ", and this is 0 as a double" } else { "" };
        let given = flag(name, &text);
        Failure::Request(format!("{given}: {name} {}{versus}{vanishes}", rule.clause))
    }

    /// Warns where the formulas may not hold at these inputs; whether it did.
    pub fn warn_if_invalid(&self, inputs: &Inputs) -> bool {
        let warning = family().warning(inputs, &|parameter, inputs| self.quoted(parameter, inputs));
        warning.as_deref().inspect(|warning| warn(warning)).is_some()
    }

    /// Warns where something else about this one point may not be meant so.
    pub fn warn_of_point(&self, inputs: &Inputs) {
        let remark = family().remark(inputs, &|parameter, inputs| self.quoted(parameter, inputs));
        remark.iter().for_each(|remark| warn(remark));
    }

    /// A parameter's value at a point, in the words in which it was given.
    fn quoted(&self, parameter: Parameter, inputs: &Inputs) -> String {
        let name = parameter.name;
        let value = Decimal::exact(inputs.get(parameter));
        let value = value.quantity(parameter.dimension.unit(inputs.units()));
        match self.text(parameter) {
            None => format!("{name} = {value}"),
            Some(text) if text.contains([',', ':']) => {
                format!("{name} = {value} (of {})", flag(name, text))
            }
            Some(text) => flag(name, text),
        }
    }
}

impl<V: Readable> Given<V> {
    /// Where values have units and a parameter is not given that results have as a factor, such as Γ: gives it
    /// some value, if nothing that is shown has it. Ranges of other flags have units, too.
    pub fn without_factor(
        &mut self,
        mut shown: impl Iterator<Item = &'static Column>,
        ranges: &[Mention],
    ) {
        let yardsticks = self.typed.iter().map(|(_, typed)| typed.value.yardstick());
        let mut yardsticks = yardsticks.chain(ranges.iter().map(|range| range.yardstick));
        let has_units = yardsticks.any(|yardstick| yardstick == Yardstick::Laboratory);
        let has_range = |p: &Parameter| ranges.iter().any(|range| range.parameter == *p);
        // What others have as their own is no common factor.
        let is_replaced = |p: &Parameter| {
            parameters()
                .filter(|other| other.follows(p))
                .any(|other| self.has(other) || has_range(&other))
        };
        let is_factor = |p: &Parameter| {
            p.needed_with_units.is_some() && !self.has(p) && !has_range(p) && !is_replaced(p)
        };
        let Some(factor) = parameters().find(is_factor) else { return };
        let has_it = |column: &Column| match column.result() {
            Some(result) => result.measure.unit(Units::Natural).contains(factor.symbol),
            None => column.parameter() == Some(factor),
        };
        if !has_units || self.chosen().is_some() || shown.any(has_it) {
            return;
        }
        // So little that no remark is made of it.
        if let Ok(value) = V::read("1e-30eV", factor.dimension) {
            self.typed.push((factor, Typed { value, text: String::new() }));
        }
    }
}

impl Given {
    /// Warns where the formulas may not hold at some point of a grid.
    pub fn warn_of_grid(&self, reading: Reading) {
        let ends = |parameter| Some(self.axis(parameter)?.ends());
        if let Some(extreme) = family().extreme(reading, &ends) {
            self.warn_if_invalid(&extreme);
        }
    }

    /// Where only results are asked for that do not need a certain parameter, beside parameters and the
    /// status, and that parameter is not given: leaves it without a value, and says so.
    pub fn without_unneeded(
        &mut self,
        shown: &[&'static Column],
        ranges: &[Mention],
    ) -> Result<bool, Failure> {
        if shown.is_empty() {
            return Ok(false);
        }
        self.without_factor(shown.iter().copied(), ranges);
        let has_range = |parameter: &Parameter| ranges.iter().any(|r| r.parameter == *parameter);
        let free = unneeded(shown).filter(|free| !self.has(free) && !has_range(free));
        let Some(free) = free else { return Ok(false) };
        if let Some(strength) = self.multiple() {
            let (text, name) = (self.text(strength).unwrap_or_default(), strength.name);
            let free = free.name;
            let rule =
                format!("the headroom depends on {free}: give --{free}, or {name} as a number");
            return Err(Failure::Request(format!("--{name} {text}: {rule}")));
        }
        let yardsticks = self.typed.iter().map(|(_, typed)| typed.value.yardstick());
        let has_units = yardsticks.into_iter().any(|yardstick| yardstick == Yardstick::Laboratory);
        let yardstick = if has_units { Yardstick::Laboratory } else { Yardstick::Natural };
        let value = Axis::free(yardstick);
        self.typed.insert(0, (free, Typed { value, text: String::new() }));
        Ok(true)
    }

    /// The parameters as single values, for a place where lists and ranges mean nothing.
    pub fn values(&self, place: &str) -> Result<Vec<(Parameter, f64)>, Failure> {
        let value = |(parameter, typed): &(Parameter, Typed<Axis>)| match typed.value.count() {
            1 => Ok((*parameter, typed.value.at(0))),
            count => {
                let is_decimal = count == 2 && typed.text.contains(',');
                let hint = if is_decimal { "; a decimal has a point, not a comma" } else { "" };
                let name = match machine() {
                    Some(_) => format!("--set {}", parameter.name),
                    None => format!("--{}", parameter.name),
                };
                Err(Failure::Request(format!(
                    "{name} has {count} values, but {place} takes one{hint}"
                )))
            }
        };
        self.typed.iter().map(value).collect()
    }
}

/// The positional argument that is a machine file.
const FILE: &str = "machine";

/// A machine file that must be there, and the values of its numbers.
#[derive(Clone, Debug)]
pub struct OfFile(pub Given);

impl clap::Args for OfFile {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new(FILE)
            .value_name("FILE")
            .help("A machine file, or - for standard input")
            .required(true)
            .value_parser(ValueParser::os_string());
        command.args([file, set::<Axis>()])
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for OfFile {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(OfFile(Given { typed: typed(matches), option: None }))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The values of numbers of a machine file, in the order in which they were given.
fn typed<V: Readable>(matches: &ArgMatches) -> Vec<(Parameter, Typed<V>)> {
    let mut typed: Vec<(Parameter, Typed<V>)> = Vec::new();
    for (parameter, value) in matches.get_many::<(Parameter, Typed<V>)>(SET).into_iter().flatten() {
        // The last one counts, in the place of the first.
        match typed.iter_mut().find(|(known, _)| known == parameter) {
            Some((_, known)) => *known = value.clone(),
            None => typed.push((parameter, value.clone())),
        }
    }
    typed
}

/// One flag for each parameter of the family, and that for its choice.
impl<V: Readable> clap::Args for Given<V> {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new(FILE)
            .value_name("FILE")
            .help("A machine file, or - for standard input [default: the paper's refrigerator]")
            .value_parser(ValueParser::os_string());
        let command = command.arg(file);
        if machine().is_some() {
            let digest = Arg::new("machine-sha256")
                .long("machine-sha256")
                .value_name("HEX")
                .help("Refuse a machine file whose content has another digest than this one")
                .value_parser(same_machine);
            let tables = Arg::new("tables-sha256")
                .long("tables-sha256")
                .value_name("HEX,…")
                .help("Refuse tables of the machine file whose contents have other digests than these, in their order")
                .value_parser(same_tables);
            return command.args([set::<V>(), digest, tables]);
        }
        let command = parameters().fold(command, |command, parameter| {
            let fallback = match parameter.fallback {
                Fallback::Required => " (required)".into(),
                Fallback::Value(value) => format!(" [default: {value}]"),
                Fallback::Same(other) => {
                    format!(" [default: {}]", family().parameters()[other].name)
                }
                Fallback::Silent(value) => format!(" [default: {value}]"),
                Fallback::Absent => String::new(),
            };
            command.arg(
                Arg::new(parameter.name)
                    .long(parameter.name)
                    .value_name(parameter.symbol)
                    .help(format!("{}{fallback}", parameter.doc))
                    .help_heading("Parameters")
                    .allow_hyphen_values(true)
                    .action(ArgAction::Set)
                    .value_parser(ValueParser::new(move |text: &str| {
                        let value = V::read(text, parameter.dimension)?;
                        Ok::<_, V::Error>(Typed { value, text: text.into() })
                    })),
            )
        });
        let choice = |choice: &'static Choice| {
            let options = choice.options.iter();
            let values = options.map(|option| PossibleValue::new(option.name).help(option.help));
            let place = |name: String| choice.option(&name).unwrap_or_default();
            Arg::new(choice.name)
                .long(choice.name)
                .help(choice.help)
                .help_heading("Parameters")
                .default_value(choice.options[0].name)
                .value_parser(PossibleValuesParser::new(values).map(place))
        };
        command.args(family().choice().map(choice))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The name of a parameter that another flag follows instead of a value. Values may begin with one
/// hyphen, so clap would take the flag for one.
pub fn without_value(arguments: &[OsString]) -> Option<&str> {
    arguments.windows(2).find_map(|pair| {
        let [flag, value] = [&pair[0], &pair[1]].map(|text| text.to_str());
        let name = flag?.strip_prefix("--")?;
        (family().parameter(name).is_some() && value?.starts_with("--")).then_some(name)
    })
}

impl<V: Readable> clap::FromArgMatches for Given<V> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        if machine().is_some() {
            return Ok(Given { typed: typed(matches), option: None });
        }
        if let Some(path) = matches.get_one::<OsString>(FILE) {
            let shown = path.to_string_lossy();
            let is_file = shown == "-" || shown.ends_with(".toml");
            let verbs = super::device::VERBS.join(", ");
            let message = match is_file {
                true => format!("{shown}: a machine file stands directly after {verbs}"),
                false => format!("unexpected argument '{shown}' found"),
            };
            return Err(clap::Error::raw(clap::error::ErrorKind::ArgumentConflict, message));
        }
        let mut given: Vec<(usize, Parameter, Typed<V>)> = parameters()
            .filter_map(|parameter| {
                let name = parameter.name;
                Some((
                    matches.index_of(name)?,
                    parameter,
                    matches.get_one::<Typed<V>>(name)?.clone(),
                ))
            })
            .collect();
        given.sort_by_key(|(position, ..)| *position);
        let typed = given.into_iter().map(|(_, parameter, typed)| (parameter, typed)).collect();
        let is_said = |choice: &&'static Choice| {
            matches.value_source(choice.name) == Some(ValueSource::CommandLine)
        };
        let said = family().choice().filter(is_said);
        let option = said.and_then(|choice| matches.get_one(choice.name).copied());
        Ok(Given { typed, option })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
