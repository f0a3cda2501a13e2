//! Names in machine files: which there are, what they measure, and which are taken.

use super::columns::{Columns, TEXTS};
use super::description::{MachineFile, Merit, Parameter};
use crate::formula::{Measure, Unknown, functions, nearest};

/// Where a formula stands, which decides the names it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the value of the parameter of this index.
    Parameter(usize),
    /// It is a number of the machine.
    Number,
    /// It is a function of the energy.
    Function,
    /// It is the result of this index.
    Result(usize),
}

/// All names of a machine.
#[derive(Debug)]
pub(super) struct Names {
    parameters: Vec<(Box<str>, Measure)>,
    columns: Columns,
    results: Vec<(Box<str>, Measure)>,
    is_laboratory: bool,
}

impl Names {
    /// The names of a machine. What parameters and results measure is not yet known.
    pub fn of(file: &MachineFile) -> Names {
        let of_parameter = |parameter: &Parameter| (parameter.name.clone(), Measure::ANY);
        let of_result = |merit: &Merit| (merit.name.clone(), Measure::ANY);
        Names {
            parameters: file.parameters.iter().map(of_parameter).collect(),
            columns: Columns::of(file),
            results: file.results.iter().map(of_result).collect(),
            is_laboratory: file.is_laboratory,
        }
    }

    /// Says what a parameter measures.
    pub fn set_parameter(&mut self, index: usize, measure: Measure) {
        self.parameters[index].1 = measure;
    }

    /// Says what a result measures.
    pub fn set_result(&mut self, index: usize, measure: Measure) {
        self.results[index].1 = measure;
    }

    /// What a name measures in a formula at this place.
    pub fn find(&self, name: &str, place: Place) -> Result<Measure, Unknown> {
        let found = self.measure(name, place);
        found.map(|measure| if self.is_laboratory { measure } else { Measure::NUMBER })
    }

    fn measure(&self, name: &str, place: Place) -> Result<Measure, Unknown> {
        match name {
            "pi" => return Ok(Measure::NUMBER),
            "E" if place == Place::Function => return Ok(Measure::ENERGY),
            "E" => {
                let label = "only T, f and current are functions of it";
                return Err(unknown("`E` is the energy, which has no value here", label));
            }
            "inf" | "nan" | "infinity" => {
                return Err(unknown(format!("`{name}` is not a finite number"), ""));
            }
            _ => {}
        }
        let given = self.parameters.iter().position(|(parameter, _)| &**parameter == name);
        match (given, place) {
            (Some(index), Place::Parameter(own)) if index >= own => {
                let message = match index == own {
                    true => format!("`{name}` is given by itself"),
                    false => format!("`{name}` is given below"),
                };
                return Err(unknown(message, "parameters are formulas of earlier ones"));
            }
            (Some(index), _) => return Ok(self.parameters[index].1),
            (None, Place::Parameter(_)) => {
                let label = "parameters are formulas of earlier parameters alone";
                return Err(match self.measure(name, Place::Number) {
                    Ok(_) => unknown(format!("`{name}` is no parameter"), label),
                    Err(unknown) => unknown,
                });
            }
            _ => {}
        }
        match name {
            "T0" => return Ok(Measure::TEMPERATURE),
            "mu0" => return Ok(Measure::ENERGY),
            _ => {}
        }
        for (prefix, measure) in [("T_", Measure::TEMPERATURE), ("mu_", Measure::ENERGY)] {
            let Some(reservoir) = name.strip_prefix(prefix) else { continue };
            match self.columns.reservoir(reservoir) {
                Some(true) if self.columns.is_found(name) && !matches!(place, Place::Result(_)) => {
                    let message = format!("`{name}` is found by the probe `{reservoir}`");
                    return Err(unknown(message, "it is a column and stands in [results] only"));
                }
                Some(true) => return Ok(measure),
                Some(false) => {
                    let message = format!("there is no `{name}`");
                    let label = format!("reservoir `{reservoir}` is not in equilibrium");
                    return Err(unknown(message, label));
                }
                None => {}
            }
        }
        if let Place::Result(own) = place {
            if let Some(measure) = self.column(name, own) {
                return Ok(measure);
            }
            if TEXTS.contains(&name) {
                return Err(unknown(format!("`{name}` is a text, no number"), ""));
            }
            if self.results.iter().any(|(result, _)| &**result == name) {
                let label = "results are formulas of earlier ones";
                return Err(unknown(format!("`{name}` is given below"), label));
            }
            if self.property(name, place).is_ok() {
                let label = format!("write {name}(at=…)");
                return Err(unknown(format!("`{name}` is a function of the energy"), label));
            }
        } else if self.column(name, 0).is_some() {
            let label = "columns are computed from the machine and stand in [results] only";
            return Err(unknown(format!("`{name}` is a column"), label));
        }
        Err(self.none(name, place))
    }

    /// What a function of the energy measures, such as `f_h` or `T_h_c`.
    pub fn property(&self, name: &str, place: Place) -> Result<Measure, Unknown> {
        let parts: Vec<&str> = name.split('_').collect();
        let reservoirs = match *parts {
            ["f" | "y" | "beta", _] | ["T", _, _] => &parts[1..],
            _ => {
                let label = "functions of the energy are f_r, y_r, beta_r and T_a_b, with (at=…)";
                return Err(unknown(format!("there is no function `{name}`"), label));
            }
        };
        if let Some(other) = reservoirs.iter().find(|name| self.columns.reservoir(name).is_none()) {
            let label = format!("reservoirs are {}", self.reservoirs());
            return Err(unknown(format!("there is no reservoir `{other}`"), label));
        }
        match place {
            Place::Result(_) if parts[0] == "beta" && self.is_laboratory => Ok(Measure::power(-1)),
            Place::Result(_) => Ok(Measure::NUMBER),
            _ => Err(unknown(format!("`{name}(at=…)` stands in [results] only"), "")),
        }
    }

    fn reservoirs(&self) -> String {
        self.columns.reservoirs().iter().map(|(name, _)| &**name).collect::<Vec<_>>().join(", ")
    }

    /// What a column measures, or one of the results before the one of the index `own`.
    fn column(&self, name: &str, own: usize) -> Option<Measure> {
        let known = |name: &str| {
            let mut results = self.results[..own].iter();
            let result = results.find(|(result, _)| &**result == name);
            result.map(|(_, measure)| *measure).or_else(|| self.columns.measure(name))
        };
        if let Some(measure) = known(name) {
            return Some(measure);
        }
        let stem = name.strip_suffix("_error").or_else(|| name.strip_suffix("_sd"));
        if let Some(measure) = stem.and_then(known) {
            return Some(measure);
        }
        // A derivative: dNAME_dPARAMETER.
        let rest = name.strip_prefix('d')?;
        rest.match_indices("_d").find_map(|(at, _)| {
            let column = known(&rest[..at])?;
            let (_, parameter) =
                self.parameters.iter().find(|(name, _)| **name == rest[at + 2..])?;
            Some(match (column.energies(), parameter.energies()) {
                (Some(over), Some(under)) => Measure::power(over - under),
                _ => Measure::ANY,
            })
        })
    }

    /// Why a name is unknown.
    fn none(&self, name: &str, place: Place) -> Unknown {
        let mut known: Vec<&str> = self.parameters.iter().map(|(name, _)| &**name).collect();
        let own: Vec<String> = self
            .columns
            .reservoirs()
            .iter()
            .filter(|(_, is_in_equilibrium)| *is_in_equilibrium)
            .flat_map(|(name, _)| [format!("T_{name}"), format!("mu_{name}")])
            .filter(|name| !self.columns.is_found(name) || matches!(place, Place::Result(_)))
            .collect();
        known.extend(own.iter().map(String::as_str));
        known.extend(["T0", "mu0", "pi"]);
        if place == Place::Function {
            known.push("E");
        }
        let shown = known.clone();
        let columns = self.columns.names();
        if let Place::Result(own) = place {
            known.extend(columns.iter().map(String::as_str));
            known.extend(self.results[..own].iter().map(|(name, _)| &**name));
        }
        // A column of which the unit was written, too.
        let units = ["_W_per_K", "_per_s", "_W", "_A", "_eV", "_K", "_J"];
        let bare = units.iter().find_map(|unit| name.strip_suffix(unit));
        let label = match (bare.filter(|bare| known.contains(bare)), nearest(name, known)) {
            (Some(bare), _) => format!("names stand without their unit: {bare}"),
            (None, Some(near)) => format!("is {near} meant?"),
            _ if matches!(place, Place::Result(_)) => {
                "names are those of parameters and columns".into()
            }
            _ => format!("names are {}", shown.join(", ")),
        };
        unknown(format!("there is no `{name}`"), label)
    }
}

fn unknown(message: impl Into<String>, label: impl Into<String>) -> Unknown {
    Unknown { message: message.into(), label: label.into() }
}

/// Refuses what is no name of a reservoir or of an entry of a transmission.
pub(super) fn is_reservoir(name: &str) -> Result<(), String> {
    let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric());
    match name {
        "production" | "error" | "sd" => Err("columns have this word for something else".into()),
        _ if is_word => Ok(()),
        _ if name.contains('_') => {
            Err("no _, because columns such as n_h_c are taken apart at it".into())
        }
        _ => Err("a letter is wanted, then letters and digits (ASCII)".into()),
    }
}

/// Refuses what cannot be the name of a parameter or of a result: `what` it should be.
pub(super) fn is_free(
    name: &str,
    what: &str,
    file: &MachineFile,
    columns: &Columns,
) -> Result<(), (String, String)> {
    let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !is_word {
        let label = "a letter is wanted, then letters, digits and _ (ASCII)";
        return Err((format!("`{name}` is no name of a {what}"), label.into()));
    }
    let meaning =
        |meaning: &str| Err((format!("`{name}` is {meaning}"), "choose another name".into()));
    match name {
        "E" => return meaning("the energy"),
        "pi" => return meaning("the number π"),
        "T0" | "mu0" => return meaning("a number of the environment"),
        "inf" | "nan" | "infinity" => return meaning("no finite number"),
        _ if functions().any(|function| function == name) => return meaning("a function"),
        _ if TEXTS.contains(&name) => return meaning("a column"),
        _ => {}
    }
    let is_one = |part: &str| columns.reservoir(part).is_some();
    let parts: Vec<&str> = name.split('_').collect();
    match *parts {
        ["T" | "mu" | "f", a] if is_one(a) => return meaning("a number of a reservoir"),
        ["T", a, b] if is_one(a) && is_one(b) => return meaning("a transmission"),
        _ => {}
    }
    let stem = ["_error", "_sd"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let of_others = |other: &str| other == stem && stem != name;
    let is_taken = columns.reserved(stem).is_some()
        || file.parameters.iter().any(|parameter| of_others(&parameter.name))
        || file.results.iter().any(|result| of_others(&result.name));
    if is_taken {
        return meaning("a column");
    }
    Ok(())
}
