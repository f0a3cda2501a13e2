//! What a machine file says, as plain data.

use super::slot::{Slot, Text};
use super::source::{FileError, Source};
use super::tables::Opened;
pub use super::wishes::Wish;
use crate::formula::Formula;
use crate::model::Cost;
use std::ops::Range;

/// A machine as a file describes it. Names are resolved and dimensions are checked; nothing is computed.
#[derive(Clone, Debug)]
pub struct MachineFile {
    /// The file, for messages.
    pub source: Source,
    /// Whether the machine is a built-in one with its own parameters and names.
    pub family: Option<Text>,
    /// What bare numbers are in.
    pub units: BareUnits,
    /// Whether values have units: the file has `units`, or a number in it has one.
    pub is_laboratory: bool,
    /// What multiplies every electron transmission and scatterer without its own.
    pub degeneracy: Option<Slot>,
    /// The reference temperature of Eqs. 11 and 14.
    pub t0: Option<Slot>,
    /// The reference chemical potential of Eqs. 11 and 14.
    pub mu0: Option<Slot>,
    /// Free numbers, in the order of the file.
    pub parameters: Vec<Parameter>,
    /// Reservoirs, in the order of the file.
    pub reservoirs: Vec<Reservoir>,
    /// Entries of transmissions, in the order of the file.
    pub transmissions: Vec<Transmission>,
    /// Scatterers, in the order of the file.
    pub scatterers: Vec<Scatterer>,
    /// Figures of merit, in the order of the file.
    pub results: Vec<Merit>,
    /// What is likely not what was meant, but no error.
    pub warnings: Vec<FileError>,
    /// What the floors of measured occupations are divided by.
    pub(super) floors: f64,
    /// The tables that were read.
    pub(super) opened: Opened,
}

/// The units of bare numbers.
#[derive(Clone, Debug, Default)]
pub struct BareUnits {
    /// That of energies.
    pub energy: Option<Box<str>>,
    /// That of temperatures.
    pub temperature: Option<Box<str>>,
}

/// A free number, which can be an axis.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Box<str>,
    /// The bytes of the name in the file.
    pub at: Range<usize>,
    /// Its value. Its measure is a number, an energy or a temperature.
    pub value: Slot,
    /// The unit in which it is written; none for a formula and for a pure number.
    pub unit: Option<Box<str>>,
    /// Whether it is a multiple of its greatest value, as in `0.3max`; of a built-in machine only.
    pub is_multiple: bool,
    /// The word that stands there instead of a number, or a number with a unit for each unit of something; of a
    /// built-in machine only.
    pub word: Option<Box<str>>,
}

/// Which particles a reservoir or a transmission has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Carriers {
    /// Electrons: an occupation is at most 1.
    #[default]
    Fermi,
    /// Phonons, photons: at energies above 0 only.
    Bose,
}

/// A reservoir.
#[derive(Clone, Debug)]
pub struct Reservoir {
    /// Its name.
    pub name: Box<str>,
    /// The bytes of the name in the file.
    pub at: Range<usize>,
    /// Its particles.
    pub statistics: Carriers,
    /// How its levels are occupied.
    pub state: State,
    /// A spectral current into it, beside what the transmissions give.
    pub current: Option<Curve>,
}

/// How the levels of a reservoir are occupied.
#[derive(Clone, Debug)]
pub enum State {
    /// In equilibrium; a chemical potential that is not given is 0, or that of a probe.
    Equilibrium {
        /// The temperature; nothing where a probe finds it.
        t: Option<Slot>,
        /// The chemical potential.
        mu: Option<Slot>,
        /// What of the two is to be found, if it is a probe.
        probe: Option<ProbeKind>,
    },
    /// As a function of the energy.
    Occupied(Curve),
    /// By Eq. 20.
    Demon {
        /// The strength λ.
        lambda: Slot,
        /// Whether it is a multiple of the greatest one, as in `0.3max`.
        is_multiple: bool,
    },
    /// As they are best.
    Optimal(Box<OptimalDemon>),
    /// Not given: no transmission reaches it.
    Unknown,
}

impl State {
    /// Whether the reservoir is in equilibrium at a temperature and a chemical potential that are given.
    pub fn is_given_equilibrium(&self) -> bool {
        matches!(self, State::Equilibrium { probe: None, .. })
    }
}

/// What a probe finds: the values at which it takes up nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeKind {
    /// μ, at which no particles flow into it.
    Voltage,
    /// T, at which no heat flows into it.
    Temperature,
    /// Both.
    VoltageTemperature,
}

impl ProbeKind {
    /// How each is written.
    pub const WORDS: [(&'static str, ProbeKind); 3] = [
        ("voltage", ProbeKind::Voltage),
        ("temperature", ProbeKind::Temperature),
        ("voltage-temperature", ProbeKind::VoltageTemperature),
    ];

    /// Whether it finds a chemical potential.
    pub fn finds_mu(self) -> bool {
        self != ProbeKind::Temperature
    }

    /// Whether it finds a temperature.
    pub fn finds_t(self) -> bool {
        self != ProbeKind::Voltage
    }
}

/// A demon that is to be the best one of its power.
#[derive(Clone, Debug)]
pub struct OptimalDemon {
    /// The bytes of the word in the file.
    pub place: Range<usize>,
    /// Which one of the best demons is wanted.
    pub wish: Wish,
    /// The name of the reservoir from which it draws heat.
    pub from: Option<Text>,
    /// The columns that must be 0 beside those of the demon itself; with a formula, where that is not 0.
    pub fixed: Vec<(Text, Option<Slot>)>,
}

/// A transmission that is to be the best one of its power, or of its current.
#[derive(Clone, Debug)]
pub struct OptimalFilter {
    /// The bytes of the word in the file.
    pub place: Range<usize>,
    /// Which one of the best filters is wanted.
    pub wish: Wish,
    /// The name of the reservoir from which it draws.
    pub from: Option<Text>,
    /// What is to be small.
    pub cost: Cost,
}

/// A function of the energy.
#[derive(Clone, Debug)]
pub enum Curve {
    /// As a formula.
    Formula(Slot),
    /// From a file.
    Table(Box<Table>),
}

/// A function of the energy from a file.
#[derive(Clone, Debug)]
pub struct Table {
    /// What messages call it.
    pub what: Box<str>,
    /// The bytes of the description in the machine file.
    pub place: Range<usize>,
    /// The path, relative to the machine file.
    pub path: Text,
    /// Whether it is a table of TBtrans: energies in eV, and a column of values or one for each eigenvalue.
    pub is_tbtrans: bool,
    /// The name of the column of energies; the first column if not given.
    pub energy: Option<Text>,
    /// The name of the column of values; the second column if not given.
    pub value: Option<Text>,
    /// The names of the columns of eigenvalues, whose sum is the value; of a transmission only.
    pub eigenvalues: Vec<Text>,
    /// The name of the column of standard deviations.
    pub error: Option<Text>,
    /// What the energies are multiples of.
    pub unit: Option<Slot>,
    /// What is added to the energies.
    pub shift: Option<Slot>,
    /// Columns, and what is in them in the rows that are meant.
    pub rows: Vec<(Box<str>, Slot)>,
    /// What holds outside the table; occupations only.
    pub outside: Option<Slot>,
    /// How far from 0 and 1 occupations are kept.
    pub floor: Option<Slot>,
}

/// An entry of a transmission; those of one pair add up.
#[derive(Clone, Debug)]
pub struct Transmission {
    /// What messages call it.
    pub what: Box<str>,
    /// The bytes of its header in the file.
    pub place: Range<usize>,
    /// The reservoir that particles come from, as an index.
    pub from: usize,
    /// The reservoir that they go to, as an index.
    pub to: usize,
    /// Whether it holds in both directions.
    pub is_symmetric: bool,
    /// The transmission as a function of the energy; what an optimal filter is within.
    pub value: Curve,
    /// What is said of it where it is an optimal filter.
    pub filter: Option<Box<OptimalFilter>>,
    /// How many channels it has, which it does not exceed.
    pub channels: Option<Slot>,
    /// What multiplies it; the one of the file if not given.
    pub degeneracy: Option<Slot>,
    /// Its particles.
    pub carriers: Carriers,
    /// The name of its own columns.
    pub name: Option<Text>,
}

/// A value of a scatterer, as it is written: a formula in which `phase(x)` is e^(ix).
#[derive(Clone, Debug)]
pub struct Cell {
    /// The digits or the formula.
    pub text: Box<str>,
    /// The bytes of the value in the file, with its quotes.
    pub place: Range<usize>,
    /// Whether it was quoted.
    pub is_string: bool,
    /// What it says, with the units of bare numbers; nothing before names are resolved.
    pub formula: Option<Formula>,
}

/// A scatterer between reservoirs.
#[derive(Clone, Debug)]
pub struct Scatterer {
    /// What messages call it.
    pub what: Box<str>,
    /// The bytes of its header in the file.
    pub place: Range<usize>,
    /// How it scatters.
    pub kind: ScattererKind,
    /// What multiplies its transmissions; the one of the file if not given.
    pub degeneracy: Option<Slot>,
}

/// How a scatterer scatters.
#[derive(Clone, Debug)]
pub enum ScattererKind {
    /// By levels that are coupled to reservoirs in the wide-band limit.
    Levels {
        /// The Hamiltonian.
        levels: Levels,
        /// The couplings, by the index of the reservoir.
        couplings: Vec<(usize, Coupling)>,
    },
    /// By an S-matrix from a file.
    Matrix {
        /// The path, relative to the machine file.
        path: Text,
        /// The modes of each reservoir, by its index.
        leads: Vec<(usize, Vec<usize>)>,
    },
}

/// The Hamiltonian of a scatterer.
#[derive(Clone, Debug)]
pub enum Levels {
    /// Row by row; there are as many columns as rows.
    Cells(Vec<Vec<Cell>>),
    /// From a file, relative to the machine file.
    File(Text),
}

/// How a reservoir is coupled to the levels.
#[derive(Clone, Debug)]
pub enum Coupling {
    /// Γ is diagonal: a width a level.
    Widths(Vec<Cell>),
    /// Γ = Σ w w†: a row of amplitudes a channel.
    Amplitudes(Vec<Vec<Cell>>),
}

/// A figure of merit: a formula of columns.
#[derive(Clone, Debug)]
pub struct Merit {
    /// Its name.
    pub name: Box<str>,
    /// The bytes of the name in the file.
    pub at: Range<usize>,
    /// The formula; its measure is a power of an energy, as k_B = e = h = 1.
    pub formula: Slot,
    /// The unit in which it is shown.
    pub unit: Option<Text>,
}
