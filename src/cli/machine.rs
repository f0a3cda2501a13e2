//! `ndemon machine`: machine files looked at, checked, and made.

use super::args::OfFile;
use super::device;
use super::failure::{Failure, line};
use super::help;
use super::stream::Stream;
use crate::machine_file::{FileError, MachineFamily, MachineFile, Severity};
use crate::model::Inputs;
use crate::output::number;
use crate::quantity::{Dimension, Units};
use crate::sweep::{Axis, Grid};
use std::ffi::OsString;

/// The flags of `machine`.
#[derive(clap::Args)]
#[command(arg_required_else_help = true, after_long_help = help::MACHINE)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Print a machine file that is ready to run; without NAME, list them.
    #[command(after_long_help = help::MACHINE_EXAMPLE)]
    Example {
        /// Which one
        #[arg(value_parser = NAMES)]
        name: Option<String>,
    },
    /// Say everything that is wrong with a machine file, or may not be meant so.
    #[command(after_long_help = help::MACHINE_CHECK)]
    Check {
        /// A machine file, or - for standard input
        #[arg(value_name = "FILE")]
        file: OsString,
    },
    /// Print a machine file with numbers that are set.
    #[command(after_long_help = help::MACHINE_PRINT)]
    Print(Print),
    /// Print occupations, transmissions and currents at energies, as CSV.
    #[command(after_long_help = help::MACHINE_SPECTRA)]
    Spectra(Spectra),
}

#[derive(clap::Args)]
struct Print {
    #[command(flatten)]
    given: OfFile,
}

#[derive(clap::Args)]
struct Spectra {
    #[command(flatten)]
    given: OfFile,
    /// The energies: a value, a list, first:last:count; bare numbers have the unit of the file
    #[arg(long, value_name = "VALUES", required = true, allow_hyphen_values = true)]
    energies: String,
}

/// The machine files of examples/machines, by their names.
const EXAMPLES: [(&str, &str); 12] = [
    ("refrigerator", include_str!("../../examples/machines/refrigerator.toml")),
    ("wire", include_str!("../../examples/machines/wire.toml")),
    ("phonon-valve", include_str!("../../examples/machines/phonon-valve.toml")),
    ("engine", include_str!("../../examples/machines/engine.toml")),
    ("ring", include_str!("../../examples/machines/ring.toml")),
    ("qpc", include_str!("../../examples/machines/qpc.toml")),
    ("pump", include_str!("../../examples/machines/pump.toml")),
    ("motor", include_str!("../../examples/machines/motor.toml")),
    ("makers", include_str!("../../examples/machines/makers.toml")),
    ("best-demon", include_str!("../../examples/machines/best-demon.toml")),
    ("best-filter", include_str!("../../examples/machines/best-filter.toml")),
    ("dephasing", include_str!("../../examples/machines/dephasing.toml")),
];

const NAMES: [&str; EXAMPLES.len()] = {
    let mut names = [""; EXAMPLES.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = EXAMPLES[place].0;
        place += 1;
    }
    names
};

/// Does what is asked of a machine file.
pub fn run(args: Args) -> Result<(), Failure> {
    let text = match args.command {
        Command::Example { name: None } => list(),
        Command::Example { name: Some(name) } => {
            let found = EXAMPLES.iter().find(|(known, _)| *known == name);
            found.map_or(String::new(), |(_, text)| (*text).to_owned())
        }
        Command::Check { file } => return check(&file),
        Command::Print(args) => print(&args)?,
        Command::Spectra(args) => spectra(&args)?,
    };
    Stream::standard()?.write(text.as_bytes())
}

/// The examples, each with what its first line says.
fn list() -> String {
    let line = |(name, text): &(&str, &str)| {
        let about = text.lines().next().unwrap_or_default();
        let about = about.split_once(": ").map_or(about, |(_, about)| about);
        vec![(*name).to_owned(), about.to_owned()]
    };
    crate::output::fitted(&EXAMPLES.iter().map(line).collect::<Vec<_>>(), super::terminal::width())
}

/// Prints all findings; errors end with 2.
fn check(path: &OsString) -> Result<(), Failure> {
    let (name, bytes) = device::bytes(path)?;
    let count = |number: usize, word: &str| match number {
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    };
    let mut found = match MachineFile::read(&name, &bytes) {
        Err(found) => found,
        Ok(file) => {
            let mut found = file.warnings.clone();
            let counts = [
                count(file.reservoirs.len(), "reservoir"),
                count(file.transmissions.len() + file.scatterers.len(), "transmission"),
            ];
            if file.family.is_some() {
                return match super::built_in::parameters(&file) {
                    Ok(own) => {
                        let ok =
                            format!("{}: ok: {}\n", line(&name), count(own.len(), "parameter"));
                        Stream::standard()?.write(ok.as_bytes())
                    }
                    Err(errors) => Err(Failure::Findings(errors)),
                };
            }
            match MachineFamily::of(file) {
                Ok(family) => {
                    found.extend(family.doubts());
                    found.extend(own(family).into_iter().flat_map(|own| family.warnings(&own)));
                    found.sort_by_key(|finding| (finding.line, finding.column));
                    let remarks = family.remarks().into_iter();
                    let remarks: String =
                        remarks.map(|remark| format!("remark: {remark}\n")).collect();
                    let ok = format!("{}: ok: {}\n{remarks}", line(&name), counts.join(", "));
                    let warnings: String =
                        found.iter().map(|warning| format!("{warning}\n\n")).collect();
                    return Stream::standard()?.write(format!("{warnings}{ok}").as_bytes());
                }
                Err(errors) => found.extend(errors),
            }
            found
        }
    };
    found.sort_by_key(|finding| (finding.line, finding.column));
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error).count();
    let texts = found.iter().map(FileError::to_string).collect::<Vec<_>>().join("\n\n");
    let warnings = found.len() - errors;
    let counts = [(errors, "error"), (warnings, "warning")];
    let counts = counts.into_iter().filter(|(number, _)| *number > 0);
    let counts: Vec<String> = counts.map(|(number, word)| count(number, word)).collect();
    let text = format!("{texts}\n\n{}: {}\n", line(&name), counts.join(", "));
    Stream::standard()?.write(text.as_bytes())?;
    Err(Failure::Wrong)
}

/// The numbers of the file itself.
fn own(family: &'static MachineFamily) -> Option<Inputs> {
    let units = crate::model::Family::units(family).unwrap_or_default();
    let reading = crate::model::Reading { units, ..Default::default() };
    Inputs::complete(family, reading, |_| None).ok()
}

/// The text of the file in which the numbers that are set have their values.
fn print(args: &Print) -> Result<String, Failure> {
    let given = &args.given.0;
    given.values("machine print")?;
    let family = family()?;
    let texts = given.all().into_iter().map(|(parameter, _)| {
        let text = given.text(parameter).unwrap_or_default();
        let text = match family.unit(parameter.id) {
            Some(unit) => super::setting::with_units(text, unit),
            None => text.to_owned(),
        };
        (parameter.name, text)
    });
    let texts: Vec<(&str, String)> = texts.collect();
    Ok(family.file().with(&texts))
}

fn family() -> Result<&'static MachineFamily, Failure> {
    let machine = device::machine().map(|machine| machine.family);
    machine.ok_or_else(|| Failure::Request("a machine file must follow".into()))
}

/// A point whose other numbers are those of the file.
fn inputs(args: &OfFile, verb: &str) -> Result<Inputs, Failure> {
    args.0.values(verb)?;
    let grid = Grid::new(device::family(), args.0.all(), args.0.reading()?);
    Ok(grid.map_err(|error| Failure::Request(error.to_string()))?.base().clone())
}

/// Occupations, transmissions and spectral currents at energies.
fn spectra(args: &Spectra) -> Result<String, Failure> {
    let family = family()?;
    let inputs = inputs(&args.given, "machine spectra")?;
    let energies = energies(family, &args.energies)?;
    let view = family.view(&inputs);
    let is_laboratory = crate::model::Family::units(family) == Some(Units::Laboratory);
    let mut header = vec![if is_laboratory { "E_eV" } else { "E" }.to_owned()];
    let names = view.reservoirs();
    let pairs: Vec<[usize; 2]> = view.pairs().collect();
    // A demon has a reservoir for each of its terms: here they are one.
    let reservoirs = Together::of(names.clone());
    let transmissions =
        Together::of(pairs.iter().map(|[a, b]| format!("{}_{}", names[*a], names[*b])).collect());
    header.extend(reservoirs.names.iter().map(|name| format!("f_{name}")));
    header.extend(transmissions.names.iter().map(|pair| format!("T_{pair}")));
    header.extend(reservoirs.names.iter().map(|name| format!("j_{name}")));
    let mut text = header.join(",") + "\n";
    for place in 0..energies.count() {
        let energy = energies.at(place);
        let seen = view.at(energy);
        let occupation = |places: &Vec<usize>| {
            let open = view.open(places, energy, &seen);
            open.map_or(f64::NAN, |place| seen.occupations[place])
        };
        let total = |of: &[f64], places: &Vec<usize>| -> f64 {
            places.iter().map(|place| of[*place]).sum::<f64>() + 0.0
        };
        let numbers = [energy].into_iter().chain(reservoirs.places.iter().map(occupation));
        let open = transmissions.places.iter().map(|places| total(&seen.transmissions, places));
        let currents = reservoirs.places.iter().map(|places| total(&seen.currents, places));
        let numbers: Vec<String> = numbers.chain(open).chain(currents).map(number).collect();
        text.push_str(&(numbers.join(",") + "\n"));
    }
    Ok(text)
}

/// Names, each once, and the places at which each stood.
struct Together {
    names: Vec<String>,
    places: Vec<Vec<usize>>,
}

impl Together {
    fn of(all: Vec<String>) -> Self {
        let mut together = Self { names: Vec::new(), places: Vec::new() };
        for (place, name) in all.into_iter().enumerate() {
            match together.names.iter().position(|known| *known == name) {
                Some(known) => together.places[known].push(place),
                None => {
                    together.names.push(name);
                    together.places.push(vec![place]);
                }
            }
        }
        together
    }
}

fn energies(family: &MachineFamily, text: &str) -> Result<Axis, Failure> {
    let refuse = |rule: &str| Failure::Request(format!("--energies {text}: {rule}"));
    let unit = family.file().units.energy.as_deref();
    let with_units =
        unit.map_or_else(|| text.into(), |unit| super::setting::with_units(text, unit));
    let axis = Axis::parse(&with_units, Dimension::Energy);
    let axis = axis.map_err(|error| refuse(&error.to_string()))?;
    let is_laboratory = crate::model::Family::units(family) == Some(Units::Laboratory);
    match (axis.yardstick(), is_laboratory) {
        (crate::quantity::Yardstick::Laboratory, true)
        | (crate::quantity::Yardstick::Natural, false) => Ok(axis),
        (_, true) => Err(refuse("it has no unit, but the numbers of the machine have")),
        (_, false) => Err(refuse("it has a unit, but the numbers of the machine have none")),
    }
}
