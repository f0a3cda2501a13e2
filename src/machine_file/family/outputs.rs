//! The results of a machine file: which there are, and what each of them is.

use super::filter::{self, filters};
use super::noise::{self, noises};
use super::requested::{requested, text};
use super::response::{self, Coefficient, coefficients, joined};
use super::scale::chosen;
use super::variants::floor_of;
use super::{leak, symbol_of};
use crate::machine_file::build::{Built, Input};
use crate::machine_file::description::{MachineFile, State};
use crate::model::{KINDS, Measure, ResultSpec, Weight};
use crate::quantity::Dimension;

/// A result of a machine. Numbers are places of reservoirs, of figures of merit, or of other results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// The temperature that a probe finds.
    Temperature(usize),
    /// The chemical potential that a probe finds.
    Potential(usize),
    /// ṅ into a reservoir.
    Particles(usize),
    /// ε̇ into a reservoir.
    Energy(usize),
    /// J into a reservoir.
    Heat(usize),
    /// Ṡ of a reservoir.
    Entropy(usize),
    /// Δℰ of a reservoir.
    Exergy(usize),
    /// The electric current into a reservoir, −e ṅ.
    Charge(usize),
    /// The entropy that is produced.
    Production,
    /// What a driven machine delivers.
    Work,
    /// ṅ into a reservoir from another one.
    ParticlesBetween(usize, usize),
    /// ε̇ into a reservoir from another one.
    EnergyBetween(usize, usize),
    /// The entropy that is produced between two reservoirs.
    ProductionBetween(usize, usize),
    /// The kind of machine.
    Kind,
    /// Outputs over inputs.
    Efficiency,
    /// The same without the reservoirs out of equilibrium.
    Seeming,
    /// The entropy that is produced as it seems without them.
    SeemingProduction,
    /// ṅ by a named transmission, as a place among those of the file.
    EntryParticles(usize),
    /// ε̇ by a named transmission.
    EntryEnergy(usize),
    /// Work in the exergy of a reservoir (Eq. B2).
    ExergyWork(usize),
    /// Heat in it.
    ExergyHeat(usize),
    /// Order in it.
    ExergyOrder(usize),
    /// |ṅ| of a reservoir over what it exchanges.
    DemonParticles(usize),
    /// |ε̇| of a reservoir over what it exchanges.
    DemonEnergy(usize),
    /// A coefficient of linear response of the first reservoir to the second one.
    Response(Coefficient, usize, usize),
    /// The noise of what enters a reservoir.
    Noise(Weight, usize),
    /// How the noises of what enters two reservoirs correlate.
    NoiseBetween(Weight, usize, usize),
    /// The same of their heats, over the noises of both: from −1 to 1.
    Correlation(usize, usize),
    /// The noise of its particles over their mean.
    Fano(usize),
    /// The lowest temperature as which the resource of an optimal filter looks where that is open.
    Coldest,
    /// What one more particle costs that it draws.
    Price,
    /// How many windows it has.
    Windows,
    /// How much more heat another filter draws at most, or how much less it costs.
    Gap,
    /// A figure of merit.
    Merit(usize),
    /// How much a ten times lower floor of measured occupations adds to Ṡ of a reservoir.
    Floor(usize),
    /// The standard deviation of another one by the error bars of tables.
    Deviation(usize),
    /// The bound of the error of another one.
    Error(usize),
    /// The derivative of another one by an input.
    Slope(usize, usize),
}

/// The results of a file, in the order of the columns: those that every row has, then those on request.
pub fn outputs(file: &MachineFile, built: &Built) -> Vec<Output> {
    let has_environment = built.machine.t0.is_some() && built.machine.mu0.is_some();
    let mut all = Vec::new();
    for (place, reservoir) in file.reservoirs.iter().enumerate() {
        let is_in_equilibrium = matches!(reservoir.state, State::Equilibrium { .. });
        if let State::Equilibrium { probe: Some(kind), .. } = reservoir.state {
            all.extend(kind.finds_t().then_some(Output::Temperature(place)));
            all.extend(kind.finds_mu().then_some(Output::Potential(place)));
        }
        all.extend([Output::Particles(place), Output::Energy(place)]);
        all.extend(is_in_equilibrium.then_some(Output::Heat(place)));
        all.push(Output::Entropy(place));
        let has_exergy = !is_in_equilibrium && has_environment;
        all.extend(has_exergy.then_some(Output::Exergy(place)));
    }
    let is_driven = file.reservoirs.iter().any(|reservoir| reservoir.current.is_some());
    all.extend(is_driven.then_some(Output::Work));
    all.push(Output::Production);
    if has_environment {
        all.extend([Output::Kind, Output::Efficiency]);
    }
    all.extend(filters(file));
    all.extend((0..file.results.len()).map(Output::Merit));
    all.extend(has_environment.then_some(Output::Seeming));
    all.push(Output::SeemingProduction);
    for [a, b] in joined(file, built) {
        all.extend([
            Output::ParticlesBetween(a, b),
            Output::EnergyBetween(a, b),
            Output::ProductionBetween(a, b),
        ]);
    }
    if file.is_laboratory {
        all.extend((0..file.reservoirs.len()).map(Output::Charge));
    }
    all.extend(requested(file, built));
    all.extend(noises(file, built));
    all.extend(coefficients(file, built));
    let deviate = (0..all.len()).filter(|place| all[*place].can_deviate());
    let deviations: Vec<_> = deviate.map(Output::Deviation).collect();
    let has_error = |place: &usize| all[*place] != Output::Kind;
    let errors: Vec<_> = (0..all.len()).filter(has_error).map(Output::Error).collect();
    let slopes = slopes(&all, built.inputs.len());
    if !built.uncertain.is_empty() {
        all.extend(deviations);
    }
    let floors = file.reservoirs.iter().enumerate();
    let floors = floors.filter(|(_, reservoir)| floor_of(&reservoir.state).is_some());
    all.extend(floors.map(|(place, _)| Output::Floor(place)));
    all.extend(errors);
    for slope in slopes {
        all.extend([slope, Output::Error(all.len())]);
    }
    all
}

/// More derivatives than these are too many for a list: those of results on request are left out then.
const MANY: usize = 5_000;

/// The derivatives of these results by so many inputs.
fn slopes(all: &[Output], inputs: usize) -> Vec<Output> {
    let is_few = all.iter().filter(|output| output.has_slopes()).count() * inputs <= MANY;
    let has_slopes = |place: &usize| {
        let output = all[*place];
        output.has_slopes() && (is_few || !output.is_on_request())
    };
    let of = (0..all.len()).filter(has_slopes);
    of.flat_map(|of| (0..inputs).map(move |by| Output::Slope(of, by))).collect()
}

impl Output {
    /// Whether it is computed only where it is asked for.
    fn is_on_request(self) -> bool {
        matches!(
            self,
            Output::Seeming
                | Output::SeemingProduction
                | Output::ParticlesBetween(..)
                | Output::EnergyBetween(..)
                | Output::ProductionBetween(..)
                | Output::Charge(_)
                | Output::EntryParticles(_)
                | Output::EntryEnergy(_)
                | Output::ExergyWork(_)
                | Output::ExergyHeat(_)
                | Output::ExergyOrder(_)
                | Output::DemonParticles(_)
                | Output::DemonEnergy(_)
                | Output::Response(..)
                | Output::Noise(..)
                | Output::NoiseBetween(..)
                | Output::Correlation(..)
                | Output::Fano(_)
                | Output::Gap
                | Output::Floor(_)
                | Output::Deviation(_)
                | Output::Error(_)
                | Output::Slope(..)
        )
    }

    /// Whether it has derivatives that are known: not so noise, nor linear response, which is that of equal temperatures.
    fn has_slopes(self) -> bool {
        !matches!(
            self,
            Output::Kind
                | Output::Response(..)
                | Output::Noise(..)
                | Output::NoiseBetween(..)
                | Output::Correlation(..)
                | Output::Fano(_)
                | Output::Coldest
                | Output::Price
                | Output::Windows
                | Output::Gap
        )
    }

    /// Whether it is what a probe finds.
    pub fn is_found(self) -> bool {
        matches!(self, Output::Temperature(_) | Output::Potential(_))
    }

    /// The result as data, at this place among all results.
    pub fn spec(
        self,
        id: usize,
        file: &MachineFile,
        all: &[Output],
        inputs: &[Input],
    ) -> ResultSpec {
        let name = |place: usize| &*file.reservoirs[place].name;
        let plain = Measure::Of(Dimension::Number);
        let (key, symbol, measure, equation, doc) = match self {
            Output::Temperature(r) => (
                format!("T_{}", name(r)),
                format!("T_{}", name(r)),
                Measure::Of(Dimension::Temperature),
                "Eq. 7",
                format!("temperature of the probe {}", name(r)),
            ),
            Output::Potential(r) => (
                format!("mu_{}", name(r)),
                format!("μ_{}", name(r)),
                Measure::Of(Dimension::Energy),
                "Eq. 17",
                format!("chemical potential of the probe {}", name(r)),
            ),
            Output::Particles(r) => (
                format!("n_{}", name(r)),
                format!("ṅ_{}", name(r)),
                Measure::Particles,
                "Eq. 17",
                format!("particles into {}", name(r)),
            ),
            Output::Energy(r) => (
                format!("energy_{}", name(r)),
                format!("ε̇_{}", name(r)),
                Measure::Energy,
                "Eq. 19",
                format!("energy into {}", name(r)),
            ),
            Output::Heat(r) => (
                format!("heat_{}", name(r)),
                format!("J_{}", name(r)),
                Measure::Energy,
                "Eq. 7",
                format!("heat into {}", name(r)),
            ),
            Output::Entropy(r) => (
                format!("entropy_{}", name(r)),
                format!("Ṡ_{}", name(r)),
                Measure::Entropy,
                "Eqs. 6, 18",
                format!("entropy that {} gains", name(r)),
            ),
            Output::Exergy(r) => (
                format!("exergy_{}", name(r)),
                format!("Δℰ_{}", name(r)),
                Measure::Energy,
                "Eq. 14",
                format!("exergy that {} gains", name(r)),
            ),
            Output::Charge(r) => (
                format!("current_{}", name(r)),
                format!("I_{}", name(r)),
                Measure::Charge,
                "",
                format!("electric current into reservoir {}, −e ṅ", name(r)),
            ),
            Output::Production => (
                "entropy_production".into(),
                "Ṡ_irr".into(),
                Measure::Entropy,
                "Eq. 11",
                "entropy that is produced".into(),
            ),
            Output::Work => (
                "work".into(),
                "W".into(),
                Measure::Energy,
                "Eq. 9",
                "work that the machine delivers to what drives it".into(),
            ),
            Output::ParticlesBetween(a, b) => (
                format!("n_{}_{}", name(a), name(b)),
                format!("ṅ_{},{}", name(a), name(b)),
                Measure::Particles,
                "Eq. 17",
                format!("particles that enter reservoir {} from {}", name(a), name(b)),
            ),
            Output::EnergyBetween(a, b) => (
                format!("energy_{}_{}", name(a), name(b)),
                format!("ε̇_{},{}", name(a), name(b)),
                Measure::Energy,
                "Eq. 19",
                format!("energy that enters reservoir {} from {}", name(a), name(b)),
            ),
            Output::ProductionBetween(a, b) => (
                format!("entropy_production_{}_{}", name(a), name(b)),
                format!("Ṡ_{},{}", name(a), name(b)),
                Measure::Entropy,
                "",
                format!("entropy produced by what enters {} from {}", name(a), name(b)),
            ),
            Output::Kind => (
                "kind".into(),
                String::new(),
                Measure::Text,
                "",
                "kind of machine, by what is gained and what pays for it".into(),
            ),
            Output::Efficiency => (
                "efficiency".into(),
                "η".into(),
                plain,
                "Eqs. 15, 16",
                "what is gained over what pays for it; at most 1".into(),
            ),
            Output::Seeming => (
                "seeming_efficiency".into(),
                "η*".into(),
                plain,
                "Eqs. 15, 16",
                "efficiency as it seems without reservoirs out of equilibrium".into(),
            ),
            Output::SeemingProduction => (
                "seeming_entropy_production".into(),
                "Ṡ*".into(),
                Measure::Entropy,
                "Eq. 11",
                "entropy production as it seems without reservoirs out of equilibrium".into(),
            ),
            Output::Merit(place) => {
                let merit = &file.results[place];
                let doc = format!("{} = {}", merit.name, merit.formula.formula.text);
                let (key, symbol) = (merit.name.to_string(), merit.name.to_string());
                let measure = chosen(file, merit).map_or(plain, |chosen| chosen.measure);
                (key, symbol, measure, "", doc)
            }
            Output::Floor(r) => (
                format!("entropy_{}_floor", name(r)),
                format!("ΔṠ_{}", name(r)),
                Measure::Entropy,
                "Eqs. 6, 18",
                format!("what a ten times lower floor adds to entropy_{}", name(r)),
            ),
            Output::Deviation(of) => {
                let ResultSpec { key, symbol, measure, .. } = all[of].spec(of, file, all, inputs);
                let doc = format!("standard deviation of {key} by the error bars of tables");
                (format!("{key}_sd"), format!("σ{symbol}"), measure, "", doc)
            }
            Output::Error(of) => {
                let ResultSpec { key, symbol, measure, .. } = all[of].spec(of, file, all, inputs);
                let doc = format!("bound of the error of {key}");
                (format!("{key}_error"), format!("δ{symbol}"), measure, "", doc)
            }
            Output::Slope(of, by) => {
                let ResultSpec { key, symbol, measure, .. } = all[of].spec(of, file, all, inputs);
                let Input { name, dimension, .. } = &inputs[by];
                let doc = format!("derivative of {key} by {name}");
                let symbol = format!("∂{symbol}/∂{}", symbol_of(name));
                (format!("d{key}_d{name}"), symbol, measure.per(*dimension), "", doc)
            }
            Output::Response(of, a, b) => response::text(of, [a, b], file),
            other => {
                let found = text(other, file).or_else(|| noise::text(other, file));
                let nothing = || (String::new(), String::new(), plain, "", String::new());
                found.or_else(|| filter::text(other, file)).unwrap_or_else(nothing)
            }
        };
        ResultSpec {
            id,
            key: leak(key),
            symbol: leak(symbol),
            measure,
            equation,
            doc: leak(doc),
            on_request: self.is_on_request(),
            words_of: if self == Output::Kind { &KINDS } else { &[] },
            ..ResultSpec::PLAIN
        }
    }
}
