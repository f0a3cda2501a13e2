//! The keys of machine files: the one register of them. A table of a file is read with its own part of it, and
//! the JSON Schema for editors (docs/machine.schema.json) is written from it.

/// What a key's value is.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// A number, a number with its unit, or a formula.
    Slot,
    /// A text.
    Text,
    /// The path of a file.
    Path,
    /// One of these texts.
    Word(&'static [&'static str]),
    /// This whole number.
    Whole(i64),
    /// Texts in a list.
    Names,
    /// Two texts in a list.
    Pair,
    /// A matrix, row by row.
    Matrix,
    /// A table with these keys.
    Table(&'static Keys),
    /// A table whose keys are names, each with such a value.
    Named(&'static Value),
    /// Several tables, `[[…]]`.
    List(&'static Keys),
    /// One value in a list for each level.
    Levels,
    /// Modes in a list.
    Modes,
    /// One or the other.
    Either(&'static Value, &'static Value),
}

/// A key, its value, and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// How it is written.
    pub name: &'static str,
    /// What its value is.
    pub value: Value,
    /// What it means, in a line.
    pub doc: &'static str,
}

/// The keys of one kind of table.
#[derive(Debug)]
pub struct Keys(pub &'static [Key]);

const fn key(name: &'static str, value: Value, doc: &'static str) -> Key {
    Key { name, value, doc }
}

/// Those of a table whose keys are names.
pub(super) static NAMES: Keys = Keys(&[]);

/// Those of the whole file.
pub static FILE: Keys = Keys(&[
    key("format", Value::Whole(1), "version of the format"),
    key("family", Value::Word(&["refrigerator"]), "a built-in machine instead of reservoirs"),
    key("units", Value::Table(&UNITS), "what bare numbers are in; absent: natural units"),
    key("degeneracy", Value::Slot, "multiplies each transmission of electrons without its own"),
    key("environment", Value::Table(&ENVIRONMENT), "the reference of Eqs. 11 and 14"),
    key("parameters", Value::Named(&Value::Slot), "free numbers: what can be swept has a name"),
    key("reservoirs", Value::Named(&Value::Table(&RESERVOIR)), "the reservoirs by their names"),
    key("transmission", Value::List(&TRANSMISSION), "what joins two reservoirs"),
    key("scatterer", Value::List(&SCATTERER), "levels or an S-matrix that join reservoirs"),
    key(
        "results",
        Value::Named(&Value::Either(&Value::Slot, &Value::Table(&RESULT))),
        "figures of merit: formulas of columns",
    ),
]);

pub(super) static UNITS: Keys = Keys(&[
    key("energy", Value::Text, "the unit of bare energies, such as ueV"),
    key("temperature", Value::Text, "the unit of bare temperatures, such as mK"),
]);

pub(super) static ENVIRONMENT: Keys =
    Keys(&[key("T0", Value::Slot, "temperature"), key("mu0", Value::Slot, "chemical potential")]);

pub(super) static RESERVOIR: Keys = Keys(&[
    key("T", Value::Slot, "temperature of a reservoir in equilibrium"),
    key("mu", Value::Slot, "chemical potential of a reservoir in equilibrium"),
    key("statistics", Value::Word(&["fermi", "bose"]), "its particles"),
    key(
        "f",
        Value::Either(&Value::Slot, &Value::Table(&OCCUPATION)),
        "occupations out of equilibrium: a formula in E, or a table",
    ),
    key(
        "demon",
        Value::Either(&Value::Word(&["optimal"]), &Value::Table(&DEMON)),
        "occupations by Eq. 20, or those of least entropy current",
    ),
    key("power", Value::Slot, "of an optimal demon: the heat that it draws"),
    key(
        "fraction",
        Value::Slot,
        "of an optimal demon: the part of the greatest heat that it draws",
    ),
    key("cop", Value::Slot, "of an optimal demon: its coefficient of performance"),
    key("from", Value::Text, "of an optimal demon: the reservoir from which it draws heat"),
    key(
        "fixed",
        Value::Either(&Value::Names, &Value::Named(&Value::Slot)),
        "of an optimal demon: columns that must be 0, such as n_h; or where a number is not 0, by column",
    ),
    key(
        "probe",
        Value::Word(&["voltage", "temperature", "voltage-temperature"]),
        "a reservoir that finds mu (no particles into it), T (no heat into it), or both",
    ),
    key(
        "current",
        Value::Either(&Value::Slot, &Value::Table(&CURRENT)),
        "a spectral current into the reservoir: a formula in E, or a table",
    ),
]);

pub(super) static DEMON: Keys =
    Keys(&[key("lambda", Value::Slot, "the strength; 0.3max is a share of the greatest one")]);

const TABLE: Key = key("table", Value::Path, "the file; it is linear between its points");
const ENERGY: Key = key("energy", Value::Text, "the column of energies");
const VALUE: Key = key("value", Value::Text, "the column of values");
const ERROR: Key = key("error", Value::Text, "the column of standard deviations");
const UNIT: Key = key("unit", Value::Slot, "what the energies are multiples of, such as 2.5meV");
const SHIFT: Key = key("shift", Value::Slot, "what is added to the energies");
const WHERE: Key =
    key("where", Value::Named(&Value::Slot), "rows in which columns have these values");

pub(super) static TABLED: Keys = Keys(&[
    TABLE,
    ENERGY,
    VALUE,
    ERROR,
    UNIT,
    SHIFT,
    WHERE,
    key("tbtrans", Value::Path, "a file of TBtrans, AVTRANS or AVTEIG; energies in eV"),
    key(
        "eigenvalues",
        Value::Names,
        "the columns of transmission eigenvalues instead of value: T is their sum, and its noise is known",
    ),
]);

pub(super) static OCCUPATION: Keys = Keys(&[
    TABLE,
    ENERGY,
    VALUE,
    ERROR,
    UNIT,
    SHIFT,
    WHERE,
    key("outside", Value::Slot, "what holds outside the table: a formula in E"),
    key("floor", Value::Slot, "how far occupations are kept from 0 and 1"),
]);

pub(super) static CURRENT: Keys = Keys(&[TABLE, ENERGY, VALUE, ERROR, UNIT, SHIFT, WHERE]);

pub(super) static TRANSMISSION: Keys = Keys(&[
    key("between", Value::Pair, "the two reservoirs"),
    key(
        "from",
        Value::Text,
        "where particles come from, if T_ab is not T_ba; of an optimal filter: where it draws",
    ),
    key("to", Value::Text, "where they go, if T_ab is not T_ba"),
    key(
        "T",
        Value::Either(&Value::Slot, &Value::Table(&TABLED)),
        "a formula in E, or a table; \"optimal\": the filter of least cost",
    ),
    key("power", Value::Slot, "of an optimal filter: the heat that it draws"),
    key(
        "fraction",
        Value::Slot,
        "of an optimal filter: the part of the greatest heat that it draws",
    ),
    key(
        "coldest",
        Value::Slot,
        "of an optimal filter: the lowest temperature as which the resource looks where it is open",
    ),
    key(
        "current",
        Value::Slot,
        "of an optimal filter: the current of particles that it draws; in amperes, that of electrons",
    ),
    key(
        "cost",
        Value::Word(&["entropy", "noise"]),
        "of an optimal filter: what is least, the entropy current into the resource or the noise of what is drawn",
    ),
    key("channels", Value::Slot, "how many channels there are; T does not exceed it"),
    key("degeneracy", Value::Slot, "multiplies T"),
    key("carriers", Value::Word(&["fermi", "bose"]), "\"bose\": phonons beside electrons"),
    key("name", Value::Text, "a name for columns of this entry alone"),
]);

pub(super) static SCATTERER: Keys = Keys(&[
    key("levels", Value::Either(&Value::Matrix, &Value::Path), "the Hamiltonian, or its file"),
    key("widths", Value::Named(&Value::Levels), "a width of each level, by reservoir"),
    key("amplitudes", Value::Named(&Value::Matrix), "rows of amplitudes, by reservoir"),
    key("smatrix", Value::Path, "a file with the columns E,to,from,re,im"),
    key("leads", Value::Named(&Value::Modes), "the modes of each reservoir"),
    key("degeneracy", Value::Slot, "multiplies its transmissions"),
]);

pub(super) static RESULT: Keys = Keys(&[
    key("formula", Value::Slot, "a formula of columns and parameters"),
    key("unit", Value::Text, "the unit in which it is shown"),
]);

impl Keys {
    /// Whether it has a key of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|key| key.name == name)
    }
}
