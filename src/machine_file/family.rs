//! A machine file as a family: its numbers are parameters, its flows and figures of merit results.

mod page;
mod portrait;

use super::build::{Built, Input, electronvolts_per_kelvin};
use super::description::{MachineFile, Merit, State};
use super::source::FileError;
use crate::formula::{Arithmetic, Constant, Known};
use crate::model::{
    Account, Answers, Balance, Block, Carried, Coupling, Fallback, Family, Flows, Inputs, KINDS,
    Limit, Measure, ParameterSpec, Plan, Portrait, ResultSpec, Row, Status, Unproven, UsualFigure,
    View,
};
use crate::numeric::quadrature::Goal;
use crate::numeric::{Ball, Bounded, Enclosed, Interval, Split, Wide};
use crate::quantity::{Dimension, Units};

/// A result of a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Output {
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
    /// A figure of merit.
    Merit(usize),
    /// The bound of the error of another one.
    Error(usize),
}

/// A machine file as a family of machines.
#[derive(Debug)]
pub struct MachineFamily {
    file: MachineFile,
    plan: Plan,
    inputs: Vec<Input>,
    parents: Vec<usize>,
    parameters: &'static [ParameterSpec],
    results: &'static [ResultSpec],
    outputs: Vec<Output>,
    merits: Vec<(Constant, Measure)>,
    infinite: Vec<Status>,
    /// For each reservoir, what its row says where its particles flow without end.
    endless: Vec<Status>,
    /// For each reservoir, what its row says where its temperature is not positive.
    cold: Vec<Status>,
    /// For each reservoir, what its row says where an occupation is no probability.
    outside: Vec<[Status; 2]>,
    /// For each transmission with a limit, what its row says where it is below 0 or exceeds its channels.
    heights: Vec<[Status; 2]>,
    /// For each reservoir, what its row says where not as much leads into it as out of it.
    unbalanced: Vec<Status>,
}

/// The symbol of a number of the machine: `mu_h` is μ_h.
fn symbol_of(name: &str) -> String {
    match name.strip_prefix("mu").filter(|rest| rest.starts_with('_') || *rest == "0") {
        Some(rest) => format!("μ{rest}"),
        None => name.to_owned(),
    }
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

impl MachineFamily {
    /// The family of a file; it lives as long as the program.
    ///
    /// # Errors
    /// What of the file cannot be computed, with its place.
    pub fn of(file: MachineFile) -> Result<&'static MachineFamily, Vec<FileError>> {
        let built = file.build()?;
        let mut errors: Vec<FileError> = Vec::new();
        let mut results: Vec<(ResultSpec, Output)> = Vec::new();
        let has_environment = built.machine.t0.is_some() && built.machine.mu0.is_some();
        let mut add = |key: String, symbol: String, measure, equation, doc: String, output| {
            let spec = ResultSpec {
                key: leak(key),
                symbol: leak(symbol),
                measure,
                equation,
                doc: leak(doc),
                ..ResultSpec::PLAIN
            };
            results.push((spec, output));
        };
        for (place, reservoir) in file.reservoirs.iter().enumerate() {
            let name = &reservoir.name;
            let is_in_equilibrium = matches!(reservoir.state, State::Equilibrium { .. });
            add(
                format!("n_{name}"),
                format!("ṅ_{name}"),
                Measure::Particles,
                "Eq. 17",
                format!("particles into {name}"),
                Output::Particles(place),
            );
            add(
                format!("energy_{name}"),
                format!("ε̇_{name}"),
                Measure::Energy,
                "Eq. 19",
                format!("energy into {name}"),
                Output::Energy(place),
            );
            if is_in_equilibrium {
                add(
                    format!("heat_{name}"),
                    format!("J_{name}"),
                    Measure::Energy,
                    "Eq. 7",
                    format!("heat into {name}"),
                    Output::Heat(place),
                );
            }
            add(
                format!("entropy_{name}"),
                format!("Ṡ_{name}"),
                Measure::Entropy,
                "Eqs. 6, 18",
                format!("entropy that {name} gains"),
                Output::Entropy(place),
            );
            if !is_in_equilibrium && has_environment {
                add(
                    format!("exergy_{name}"),
                    format!("Δℰ_{name}"),
                    Measure::Energy,
                    "Eq. 14",
                    format!("exergy that {name} gains"),
                    Output::Exergy(place),
                );
            }
        }
        let plain = Measure::Of(Dimension::Number);
        if file.reservoirs.iter().any(|reservoir| reservoir.current.is_some()) {
            let doc = "work that the machine delivers to what drives it".to_owned();
            add("work".into(), "W".into(), Measure::Energy, "Eq. 9", doc, Output::Work);
        }
        let sum = "entropy that is produced".to_owned();
        let symbol = "Ṡ_irr".to_owned();
        let key = "entropy_production".to_owned();
        add(key, symbol, Measure::Entropy, "Eq. 11", sum, Output::Production);
        if has_environment {
            let doc = "kind of machine, by what is gained and what pays for it".to_owned();
            add("kind".into(), String::new(), plain, "", doc, Output::Kind);
            let doc = "what is gained over what pays for it; at most 1".to_owned();
            let key = "efficiency".to_owned();
            add(key, "η".into(), plain, "Eqs. 15, 16", doc, Output::Efficiency);
        }
        for (place, merit) in file.results.iter().enumerate() {
            let doc = format!("{} = {}", merit.name, merit.formula.formula.text);
            let measure = match measure(&file, merit) {
                Ok(measure) => measure,
                Err(error) => {
                    errors.push(*error);
                    continue;
                }
            };
            add(
                merit.name.to_string(),
                merit.name.to_string(),
                measure,
                "",
                doc,
                Output::Merit(place),
            );
        }
        let mut add = |key: String, symbol: String, measure, equation, doc: String, output| {
            let spec = ResultSpec {
                key: leak(key),
                symbol: leak(symbol),
                measure,
                equation,
                doc: leak(doc),
                on_request: true,
                ..ResultSpec::PLAIN
            };
            results.push((spec, output));
        };
        if has_environment {
            let doc = "efficiency as it seems without reservoirs out of equilibrium".to_owned();
            let key = "seeming_efficiency".to_owned();
            add(key, "η*".into(), plain, "Eqs. 15, 16", doc, Output::Seeming);
        }
        let doc = "entropy production as it seems without reservoirs out of equilibrium".to_owned();
        let key = "seeming_entropy_production".to_owned();
        add(key, "Ṡ*".into(), Measure::Entropy, "Eq. 11", doc, Output::SeemingProduction);
        for (a, into) in file.reservoirs.iter().enumerate() {
            for (b, from) in file.reservoirs.iter().enumerate() {
                let joins = |coupling: &Coupling| {
                    let Coupling { to, from, both_ways, .. } = coupling;
                    let ends = [built.parents[*to], built.parents[*from]];
                    ends == [a, b] || *both_ways && ends == [b, a]
                };
                if a == b || !built.machine.couplings.iter().any(joins) {
                    continue;
                }
                let (a_name, b_name) = (&into.name, &from.name);
                add(
                    format!("n_{a_name}_{b_name}"),
                    format!("ṅ_{a_name},{b_name}"),
                    Measure::Particles,
                    "Eq. 17",
                    format!("particles that enter reservoir {a_name} from {b_name}"),
                    Output::ParticlesBetween(a, b),
                );
                add(
                    format!("energy_{a_name}_{b_name}"),
                    format!("ε̇_{a_name},{b_name}"),
                    Measure::Energy,
                    "Eq. 19",
                    format!("energy that enters reservoir {a_name} from {b_name}"),
                    Output::EnergyBetween(a, b),
                );
                add(
                    format!("entropy_production_{a_name}_{b_name}"),
                    format!("Ṡ_{a_name},{b_name}"),
                    Measure::Entropy,
                    "",
                    format!("entropy produced by what enters {a_name} from {b_name}"),
                    Output::ProductionBetween(a, b),
                );
            }
        }
        if file.is_laboratory {
            for (place, reservoir) in file.reservoirs.iter().enumerate() {
                let name = &reservoir.name;
                let doc = format!("electric current into reservoir {name}, −e ṅ");
                let symbol = format!("I_{name}");
                add(
                    format!("current_{name}"),
                    symbol,
                    Measure::Charge,
                    "",
                    doc,
                    Output::Charge(place),
                );
            }
        }
        for place in 0..results.len() {
            let (ResultSpec { key, symbol, measure, .. }, output) = results[place].clone();
            if output == Output::Kind {
                continue;
            }
            let spec = ResultSpec {
                key: leak(format!("{key}_error")),
                symbol: leak(format!("δ{symbol}")),
                measure,
                doc: leak(format!("bound of the error of {key}")),
                on_request: true,
                ..ResultSpec::PLAIN
            };
            results.push((spec, Output::Error(place)));
        }
        let (mut results, outputs): (Vec<_>, Vec<_>) = results.into_iter().unzip();
        for (id, (result, output)) in results.iter_mut().zip(&outputs).enumerate() {
            result.id = id;
            if *output == Output::Kind {
                result.words_of = &KINDS;
                result.measure = Measure::Text;
            }
        }
        let count = built.inputs.len();
        let column = |name: &str| {
            results.iter().position(|result| result.key == name).map(|place| count + place)
        };
        let mut merits = Vec::new();
        for merit in &file.results {
            match file.merit(&built, &merit.formula, &column) {
                Ok(constant) => merits.push((constant, measure(&file, merit).unwrap_or(plain))),
                Err(error) => errors.push(*error),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let parameter = |(id, input): (usize, &Input)| ParameterSpec {
            id,
            name: leak(input.name.clone()),
            symbol: leak(symbol_of(&input.name)),
            dimension: input.dimension,
            fallback: match input.value {
                Some(value) => Fallback::Value(value),
                None => Fallback::Absent,
            },
            doc: leak(input.doc.clone()),
            needed_with_units: None,
            multiple: None,
        };
        let parameters: Vec<_> = built.inputs.iter().enumerate().map(parameter).collect();
        let word = |text: String| leak(text);
        let names = || file.reservoirs.iter().map(|reservoir| reservoir.name.to_string());
        let infinite =
            names().map(|name| Status::Infinite(word(format!("entropy_{name}=inf")))).collect();
        let endless = names().map(|name| Status::Infinite(word(format!("n_{name}=inf")))).collect();
        let cold = names().map(|name| Status::Unphysical(word(format!("T_{name}<=0")))).collect();
        let outside = names()
            .map(|name| {
                [format!("f_{name}<0"), format!("f_{name}>1")]
                    .map(|text| Status::Unphysical(word(text)))
            })
            .collect();
        let height = |limit: &Limit| {
            let [a, b] = limit.ends.map(|end| &file.reservoirs[end].name);
            [format!("T_{a}_{b}<0"), format!("T_{a}_{b}>channels")]
                .map(|text| Status::Unphysical(word(text)))
        };
        let heights = built.machine.limits.iter().map(height).collect();
        let unbalanced = names()
            .map(|name| Status::Unphysical(word(format!("T into {name} is not T out of it"))))
            .collect();
        let Built { machine, inputs, parents } = built;
        Ok(Box::leak(Box::new(MachineFamily {
            file,
            plan: Plan::new(machine),
            inputs,
            parents,
            parameters: parameters.leak(),
            results: results.leak(),
            outputs,
            merits,
            infinite,
            cold,
            endless,
            outside,
            heights,
            unbalanced,
        })))
    }

    /// The unit of bare numbers that a parameter is set to, where it has one.
    pub fn unit(&self, id: usize) -> Option<&str> {
        self.inputs.get(id)?.unit.as_deref()
    }

    /// The file.
    pub fn file(&self) -> &MachineFile {
        &self.file
    }

    /// The machine at a point, to be looked at energy by energy: energies are in eV where values have units.
    pub fn view(&self, inputs: &Inputs) -> View<'_> {
        self.plan.view(&self.leaves(inputs.raw()))
    }

    /// The inputs in the unit in which the machine is computed, k_B = 1.
    fn leaves<S: Enclosed>(&self, values: &[f64]) -> Vec<Known<S>> {
        let kelvin: Known<S> = electronvolts_per_kelvin().value(&[]);
        let mut leaves: Vec<Known<S>> = Vec::with_capacity(values.len());
        for (input, value) in self.inputs.iter().zip(values) {
            let is_kelvin = self.file.is_laboratory && input.dimension == Dimension::Temperature;
            leaves.push(match &input.formula {
                // A parameter may be a formula of earlier ones.
                Some(formula) if value.is_nan() => formula.value(&leaves),
                _ if is_kelvin => Known::double(*value).times(&kelvin),
                _ => Known::double(*value),
            });
        }
        leaves
    }

    /// All results of a point in some arithmetic, in the order of the results; a kind is a place in a list.
    fn answer<S: Arithmetic>(&self, values: &[f64], goal: Goal) -> Result<Answer<S>, Unproven> {
        let leaves = self.leaves::<S>(values);
        let flows = self.plan.flows(&leaves, goal)?;
        let machine = self.plan.machine();
        let constants: Vec<Known<S>> =
            machine.constants.iter().map(|constant| constant.value(&leaves)).collect();
        let balance = Balance::of(machine, &constants, &flows);
        let sum = |a: S, b: S| a.minus(b.negated());
        let total = |reservoir: usize, of: &dyn Fn(usize) -> Option<S>| {
            let mine = (0..self.parents.len()).filter(|place| self.parents[*place] == reservoir);
            mine.filter_map(of).reduce(sum).unwrap_or_else(|| S::constant(0.0))
        };
        let nothing = || S::constant(f64::NAN);
        let mut kind = f64::NAN;
        let mut all: Vec<S> = Vec::with_capacity(self.outputs.len());
        for output in &self.outputs {
            let flow = |place: usize| &flows.reservoirs[place];
            let number = match output {
                Output::Particles(r) | Output::Charge(r) => flow(*r).particles.clone(),
                Output::Energy(r) => total(*r, &|place| Some(flow(place).energy.clone())),
                Output::Heat(r) => total(*r, &|place| flow(place).heat.clone()),
                Output::Entropy(r) => total(*r, &|place| Some(flow(place).entropy.clone())),
                Output::Exergy(r) => total(*r, &|place| flow(place).exergy.clone()),
                Output::Production => flows.production.clone(),
                Output::Work => flows.delivered.clone().unwrap_or_else(|| S::constant(0.0)),
                Output::ParticlesBetween(a, b) => {
                    // Phonons beside electrons do not enter n.
                    let kind = |place: usize| machine.reservoirs[place].statistics;
                    let is_own = |place: usize| kind(place) == kind(self.parents[place]);
                    self.between(&flows, [*a, *b], |carried| {
                        carried.ends.into_iter().all(is_own).then(|| carried.particles.clone())
                    })
                }
                Output::EnergyBetween(a, b) => {
                    self.between(&flows, [*a, *b], |carried| Some(carried.energy.clone()))
                }
                Output::ProductionBetween(a, b) => self.produced(&flows, [*a, *b]),
                Output::Kind => {
                    kind = balance.as_ref().map_or(f64::NAN, |balance| {
                        let exchanges = self.exchanges(&flows);
                        f64::from(balance.kind(exchanges) as u8)
                    });
                    S::constant(0.0)
                }
                Output::Efficiency => {
                    balance.as_ref().map_or_else(nothing, |balance| balance.efficiency(true))
                }
                Output::Seeming => {
                    balance.as_ref().map_or_else(nothing, |balance| balance.efficiency(false))
                }
                Output::SeemingProduction => {
                    let of_equilibria = machine.reservoirs.iter().zip(&flows.reservoirs);
                    let heats = of_equilibria.filter(|(_, flow)| flow.heat.is_some());
                    let entropies = heats.map(|(_, flow)| flow.entropy.clone());
                    entropies.reduce(sum).unwrap_or_else(|| S::constant(0.0))
                }
                Output::Merit(merit) => {
                    let (formula, _) = &self.merits[*merit];
                    let known = all.iter().map(|number| Known::of(number.clone()));
                    let leaves: Vec<Known<S>> = leaves.iter().cloned().chain(known).collect();
                    formula.value(&leaves).value
                }
                Output::Error(_) => S::constant(0.0),
            };
            all.push(number);
        }
        let of = |reservoir: usize| {
            (0..self.parents.len())
                .any(|place| self.parents[place] == reservoir && flows.infinite[place])
        };
        let infinite = (0..self.file.reservoirs.len()).find(|reservoir| of(*reservoir));
        let mut endless = vec![[0.0; 2]; self.file.reservoirs.len()];
        for (place, limits) in flows.endless.iter().enumerate() {
            let parent = self.parents[place];
            let is_own =
                machine.reservoirs[place].statistics == machine.reservoirs[parent].statistics;
            // Phonons beside electrons do not enter n.
            endless[parent][0] += if is_own { limits[0] } else { 0.0 };
            endless[parent][1] += limits[1];
        }
        // Their work is none only where μ0 is 0, too.
        let has_work = machine.mu0.is_some_and(|mu0| constants[mu0].double != Some(0.0));
        Ok(Answer { numbers: all, kind, infinite, endless, has_work })
    }

    /// The sum over all that is carried into the reservoir `a` of the file from `b`.
    fn between<S: Enclosed>(
        &self,
        flows: &Flows<S>,
        [a, b]: [usize; 2],
        of: impl Fn(&Carried<S>) -> Option<S>,
    ) -> S {
        let mine = flows.carried.iter().filter_map(|carried| {
            let ends = carried.ends.map(|end| self.parents[end]);
            match ends {
                ends if ends == [a, b] => of(carried),
                ends if carried.both_ways && ends == [b, a] => of(carried).map(S::negated),
                _ => None,
            }
        });
        mine.reduce(|a, b| a.minus(b.negated())).unwrap_or_else(|| S::constant(0.0))
    }

    /// The entropy that is produced by what is carried into the reservoir `a` of the file from `b`.
    fn produced<S: Enclosed>(&self, flows: &Flows<S>, [a, b]: [usize; 2]) -> S {
        let mine = flows.carried.iter().filter(|carried| {
            let ends = carried.ends.map(|end| self.parents[end]);
            ends == [a, b] || carried.both_ways && ends == [b, a]
        });
        let all = mine.map(|carried| carried.production.clone());
        all.reduce(|a, b| a.minus(b.negated())).unwrap_or_else(|| S::constant(0.0))
    }

    /// Whether a reservoir out of equilibrium exchanges particles or energy.
    fn exchanges<S: Enclosed>(&self, flows: &Flows<S>) -> bool {
        let machine = self.plan.machine();
        let flows = machine.reservoirs.iter().zip(&flows.reservoirs);
        let mut given = flows.filter(|(_, flow)| flow.heat.is_none());
        let is_apart = |number: &S| {
            let Interval { lo, hi } = number.hull();
            lo > 1e-12 || hi < -1e-12
        };
        given.any(|(_, flow)| is_apart(&flow.particles) || is_apart(&flow.energy))
    }

    /// What a result in natural units is multiplied by in those of the laboratory: E = 1 eV.
    fn scaled<S: Enclosed>(&self, output: Output, number: S) -> S {
        if !self.file.is_laboratory {
            return number;
        }
        let output = match output {
            Output::Error(of) => self.outputs[of],
            output => output,
        };
        let constant = S::constant;
        // e, h and k_B without their powers of ten.
        let (e, h, k) = (1_602_176_634.0, 662_607_015.0, 1_380_649.0);
        let rate = constant(e) / constant(h);
        match output {
            Output::Particles(_) | Output::ParticlesBetween(..) => number * rate * constant(1e14),
            Output::Energy(_)
            | Output::Heat(_)
            | Output::Exergy(_)
            | Output::Work
            | Output::EnergyBetween(..) => number * rate * constant(e) / constant(1e14),
            Output::Entropy(_)
            | Output::Production
            | Output::ProductionBetween(..)
            | Output::SeemingProduction => number * rate * constant(k) / constant(1e15),
            Output::Charge(_) => (number * rate * constant(e)).negated() / constant(1e14),
            Output::Merit(merit) => match self.merits[merit].1 {
                Measure::Particles => number * rate * constant(1e14),
                Measure::Energy => number * rate * constant(e) / constant(1e14),
                Measure::Entropy => number * rate * constant(k) / constant(1e15),
                Measure::Of(Dimension::Temperature) => {
                    number * crate::quantity::kelvin_per_electronvolt()
                }
                _ => number,
            },
            _ => number,
        }
    }

    /// The status of a row without results.
    fn refused(&self, why: &Unproven) -> Status {
        match why {
            Unproven::Occupation(place, is_above, _) => {
                self.outside[self.parents[*place]][usize::from(*is_above)]
            }
            Unproven::Height(limit, is_above, _) => self.heights[*limit][usize::from(*is_above)],
            Unproven::Unbalanced(place, _) => self.unbalanced[self.parents[*place]],
            Unproven::Pumped => Status::Unphysical("currents are pumped and do not add to 0"),
            Unproven::Sign(word) => Status::Unphysical(word),
            Unproven::Cold(place) => self.cold[self.parents[*place]],
            Unproven::At(_) | Unproven::Tail => Status::Unproven,
        }
    }

    /// Puts what one arithmetic knows of a point into a row; whether all wanted results are certain.
    fn put<S: Enclosed>(
        &self,
        answer: &Answer<S>,
        row: usize,
        answers: &mut Answers<'_>,
        is_last: bool,
    ) -> bool {
        let mut is_certain = true;
        for (place, output) in self.outputs.iter().enumerate() {
            let Some(cell) = answers.results[place].get_mut(row) else { continue };
            if let Some(limit) = answer.infinite.and_then(|r| infinite(*output, r)) {
                *cell = limit;
                continue;
            }
            if let Some(limit) = answer.endless(self, *output) {
                *cell = limit;
                continue;
            }
            *cell = match output {
                Output::Kind => answer.kind,
                Output::Error(of) => self.scaled(*output, answer.numbers[*of].clone()).error(),
                _ => {
                    let number = self.scaled(*output, answer.numbers[place].clone());
                    match number.nearest() {
                        Some(value) => value + 0.0,
                        None => {
                            is_certain = false;
                            let Interval { lo, hi } = number.hull();
                            let middle = lo + 0.5 * (hi - lo);
                            if middle.is_finite() { middle } else { f64::NAN }
                        }
                    }
                }
            };
        }
        if !is_certain && is_last {
            answers.statuses[row] = Status::Uncertain;
        }
        if let Some(reservoir) = answer.first_endless() {
            answers.statuses[row] = self.endless[reservoir];
        }
        if let Some(reservoir) = answer.infinite {
            answers.statuses[row] = self.infinite[reservoir];
        }
        is_certain
    }
}

/// What a figure of merit measures: a pure number, or a power of an energy as h = e = k_B = 1, of which its unit
/// says what it is. An energy current need not say so.
fn measure(file: &MachineFile, merit: &Merit) -> Result<Measure, Box<FileError>> {
    let plain = Measure::Of(Dimension::Number);
    if !file.is_laboratory {
        return Ok(plain);
    }
    let unit = merit.unit.as_ref().map(|unit| &*unit.text);
    let power = merit.formula.measure.energies();
    Ok(match (unit, power) {
        (None | Some("1"), Some(0)) => plain,
        (None | Some("W"), Some(2)) => Measure::Energy,
        (Some("1/s"), Some(1)) => Measure::Particles,
        (Some("W/K"), Some(1)) => Measure::Entropy,
        (Some("eV"), Some(1)) => Measure::Of(Dimension::Energy),
        (Some("K"), Some(1)) => Measure::Of(Dimension::Temperature),
        _ => {
            let (place, known) = match (&merit.unit, power) {
                (Some(unit), Some(1)) => (&unit.place, "units are 1/s, W/K, eV and K"),
                (Some(unit), Some(2)) => (&unit.place, "the unit is W"),
                (None, Some(1)) => {
                    (&merit.formula.place, "write unit = 1/s, W/K, eV or K beside it")
                }
                _ => (
                    &merit.formula.place,
                    "a pure number, an energy, a current or a power is wanted",
                ),
            };
            let message = format!("result `{}`: there is no such unit of it", merit.name);
            return Err(Box::new(file.source.error(place.clone(), message, known)));
        }
    })
}

/// What a result is where the entropy of a reservoir grows infinitely fast: it pays an infinite price. NaN
/// where that is not known.
fn infinite(output: Output, reservoir: usize) -> Option<f64> {
    match output {
        Output::Entropy(r) => (r == reservoir).then_some(f64::INFINITY),
        Output::Exergy(r) => (r == reservoir).then_some(f64::NEG_INFINITY),
        Output::Production => Some(f64::INFINITY),
        Output::Efficiency => Some(0.0),
        Output::Kind | Output::Merit(_) | Output::ProductionBetween(..) => Some(f64::NAN),
        _ => None,
    }
}

/// What one arithmetic knows of a point.
struct Answer<S> {
    numbers: Vec<S>,
    kind: f64,
    /// A reservoir whose entropy grows infinitely fast.
    infinite: Option<usize>,
    /// The limits of n and of the heat of each reservoir that are not finite, else 0.
    endless: Vec<[f64; 2]>,
    /// Whether particles that flow without end do work.
    has_work: bool,
}

impl<S> Answer<S> {
    /// What a result is that has no finite value; NaN where it depends on such a one.
    fn endless(&self, family: &MachineFamily, output: Output) -> Option<f64> {
        let limit = |limit: f64| (limit != 0.0).then_some(limit);
        let has = |which: usize| self.endless.iter().any(|limits| limits[which] != 0.0);
        match output {
            Output::Particles(r) | Output::Charge(r) => limit(self.endless[r][0]),
            Output::Heat(r) | Output::Entropy(r) => limit(self.endless[r][1]),
            Output::ParticlesBetween(a, b) => {
                let is_endless = [a, b].iter().any(|r| self.endless[*r][0] != 0.0);
                is_endless.then_some(f64::NAN)
            }
            Output::Production => has(1).then_some(f64::INFINITY),
            Output::ProductionBetween(..) | Output::SeemingProduction => has(1).then_some(f64::NAN),
            Output::Kind | Output::Efficiency | Output::Seeming => {
                (has(1) || has(0) && self.has_work).then_some(f64::NAN)
            }
            Output::Error(of) => self.endless(family, family.outputs[of]).map(|_| f64::NAN),
            Output::Merit(merit) => {
                let mut is_endless = false;
                family.merits[merit].0.visit(&mut |place| {
                    let column = place.checked_sub(family.inputs.len());
                    let output = column.map(|column| family.outputs[column]);
                    is_endless |= output.is_some_and(|of| self.endless(family, of).is_some());
                });
                is_endless.then_some(f64::NAN)
            }
            Output::Energy(_) | Output::Exergy(_) | Output::EnergyBetween(..) | Output::Work => {
                None
            }
        }
    }

    /// The reservoir and the result that a row is said to have no finite value of.
    fn first_endless(&self) -> Option<usize> {
        self.endless.iter().position(|limits| *limits != [0.0; 2])
    }
}

impl Family for MachineFamily {
    fn parameters(&self) -> &'static [ParameterSpec] {
        self.parameters
    }

    fn results(&self) -> &'static [ResultSpec] {
        self.results
    }

    fn units(&self) -> Option<Units> {
        Some(if self.file.is_laboratory { Units::Laboratory } else { Units::Natural })
    }

    fn status_doc(&self) -> &'static str {
        "ok; uncertain, not proven, entropy_l=inf, f_l>1 or another reason why results are missing"
    }

    fn solve(&self, block: &mut Block) {
        let rows = block.rows();
        let values: Vec<Vec<f64>> = (0..rows)
            .map(|row| (0..self.inputs.len()).map(|id| block.raw(id).at(row)).collect())
            .collect();
        let mut answers = block.answers();
        for (row, values) in values.iter().enumerate() {
            let light = self.answer::<Bounded<Split, 1>>(values, Goal::LIGHT);
            match &light {
                Ok(answer) => {
                    if self.put(answer, row, &mut answers, false) {
                        continue;
                    }
                }
                // More digits make no probability of it, nor does somebody vouch for it.
                Err(why) => {
                    answers.statuses[row] = self.refused(why);
                    continue;
                }
            }
            match (self.answer::<Ball<Wide<256>>>(values, Goal::WIDE), &light) {
                (Ok(answer), _) => {
                    self.put(&answer, row, &mut answers, true);
                }
                (Err(_), Ok(answer)) => {
                    self.put(answer, row, &mut answers, true);
                }
                (Err(_), Err(_)) => {}
            }
        }
    }

    fn usual_figure(&self) -> UsualFigure {
        UsualFigure { x: "", curves: "", y: "", inset: "none" }
    }

    fn description(&self, row: &Row) -> Vec<Vec<String>> {
        self.described(row)
    }

    fn portrait(&self, inputs: &Inputs) -> Option<Portrait> {
        Some(self.drawn(inputs))
    }

    fn account(&self, row: &Row) -> Option<Account> {
        self.balanced(row)
    }

    fn sentences(&self, row: &Row) -> Vec<String> {
        self.told(row)
    }
}
