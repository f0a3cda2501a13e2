//! Names, dimensions and bare numbers of a machine file, after all tables are read.

use super::circles::circles;
use super::columns::Columns;
use super::demons::demons;
use super::description::{
    Cell, Coupling, Curve, Levels, MachineFile, Scatterer, ScattererKind, State, Table, Wish,
};
use super::filter::suits;
use super::names::{Names, Place, is_free};
use super::optimal::alone;
use super::probes::coupled;
use super::section::Log;
use super::slot::{Slot, error};
use super::used::{has_units, unused};
use crate::formula::{Bare, Fault, Formula, Meaning, Measure, Shape, Term};
use crate::quantity::Dimension;

/// What a formula should measure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// An energy or a temperature; a bare number gets its unit.
    Whole(Dimension),
    /// A pure number.
    Pure,
    /// This power of an energy, as h = 1; what a message says where a bare number has no unit.
    Rate(i64, &'static str),
    /// Anything.
    Any,
}

const ENERGY: Wanted = Wanted::Whole(Dimension::Energy);
// With h = 1 an energy per time is the square of an energy, and a number per time an energy.
const POWER: Wanted =
    Wanted::Rate(2, "a power is wanted, such as 2fW, or a product of two energies (h = 1)");
const CURRENT: Wanted = Wanted::Rate(1, "a current is wanted, such as 2pA, or an energy (h = 1)");
const TEMPERATURE: Wanted = Wanted::Whole(Dimension::Temperature);

/// Resolves all names, checks all dimensions, and gives bare numbers their units.
pub(super) fn settle(log: &mut Log, file: &mut MachineFile) {
    file.is_laboratory |= has_units(file);
    if file.family.is_some() {
        return built_in(log, file);
    }
    taken(log, file);
    let units = file.units.clone();
    let bare = match file.is_laboratory {
        true => Bare::Laboratory(units.energy.as_deref(), units.temperature.as_deref()),
        false => Bare::Natural,
    };
    let mut settler = Settler { names: Names::of(file), bare };
    for index in 0..file.parameters.len() {
        let slot = &mut file.parameters[index].value;
        settler.slot(log, slot, Place::Parameter(index), Wanted::Any);
        settler.names.set_parameter(index, slot.measure);
        if slot.measure.dimension().is_none() {
            let fault = Fault::new(
                slot.formula.root.span.clone(),
                format!("this is {}", slot.measure.words()),
                "a parameter is a number, an energy or a temperature",
            );
            log.found.push(slot.error(log.source, fault));
        }
    }
    settler.machine(log, file);
    for index in 0..file.results.len() {
        let slot = &mut file.results[index].formula;
        settler.slot(log, slot, Place::Result(index), Wanted::Any);
        settler.names.set_result(index, slot.measure);
    }
    circles(log, file);
    reached(log, file);
    // What is wrong may hide windows, and what is used.
    if log.found.is_empty() {
        demons(log, file);
        alone(log, file);
        suits(log, file);
    }
    if log.found.is_empty() {
        unused(log, file);
    }
}

/// A built-in machine has names of its own, and nothing but parameters and results in its file.
fn built_in(log: &mut Log, file: &MachineFile) {
    let Some(family) = &file.family else { return };
    let is_more = !file.reservoirs.is_empty()
        || !file.transmissions.is_empty()
        || !file.scatterers.is_empty()
        || file.degeneracy.is_some()
        || file.t0.is_some()
        || file.mu0.is_some();
    if let Some(result) = file.results.first() {
        let message =
            format!("result `{}`: the built-in device has results of its own", result.name);
        let label = "leave [results] out; --columns chooses them, `ndemon columns` lists them";
        log.error(&result.at, message, label);
    }
    if is_more {
        let message = format!("family `{}` has its own reservoirs", family.text);
        let label = "leave `family` out, or all tables but units and parameters";
        log.error(&family.place, message, label);
    }
}

/// Refuses names of parameters and results that mean something else.
fn taken(log: &mut Log, file: &MachineFile) {
    let columns = Columns::of(file);
    for parameter in &file.parameters {
        if let Err((message, label)) = is_free(&parameter.name, "parameter", file, &columns) {
            log.error(&parameter.at, message, label);
        }
    }
    for result in &file.results {
        if let Err((message, label)) = is_free(&result.name, "result", file, &columns) {
            log.error(&result.at, message, label);
        }
        if file.parameters.iter().any(|parameter| parameter.name == result.name) {
            let message = format!("`{}` is a parameter, too", result.name);
            log.error(&result.at, message, "choose another name");
        }
    }
}

/// Refuses transmissions to reservoirs of which nothing is known, and machines without any.
fn reached(log: &mut Log, file: &MachineFile) {
    if file.reservoirs.is_empty() {
        if !log.found.is_empty() {
            return;
        }
        let label = "write [reservoirs.h] with T = … and mu = …, or f = \"…\"";
        return log.error(&(0..0), "the file has no reservoirs", label);
    }
    let has_current = file.reservoirs.iter().any(|reservoir| reservoir.current.is_some());
    if file.transmissions.is_empty() && file.scatterers.is_empty() && !has_current {
        let is_lost = log.found.iter().any(|error| error.message.contains("transmission"));
        if !is_lost {
            let label = "write [[transmission]] with between = [\"h\", \"c\"] and T = \"…\"";
            log.error(&file.reservoirs[0].at, "no transmission joins the reservoirs", label);
        }
    }
    for (index, reservoir) in file.reservoirs.iter().enumerate() {
        let is_unknown = matches!(reservoir.state, State::Unknown);
        let reaches = file.transmissions.iter().find(|t| t.from == index || t.to == index);
        if let (true, Some(transmission)) = (is_unknown, reaches) {
            let name = &reservoir.name;
            let message = format!("reservoir `{name}` has neither T and mu nor f");
            let label = format!("the {} needs its occupations", transmission.what);
            log.error(&reservoir.at, message, label);
        }
    }
    coupled(log, file);
}

struct Settler<'a> {
    names: Names,
    bare: Bare<'a>,
}

impl Settler<'_> {
    /// Everything but parameters and results.
    fn machine(&self, log: &mut Log, file: &mut MachineFile) {
        let number = Place::Number;
        let one = |log: &mut Log, slot: &mut Option<Slot>, wanted| {
            if let Some(slot) = slot {
                self.slot(log, slot, number, wanted);
            }
        };
        one(log, &mut file.t0, TEMPERATURE);
        one(log, &mut file.mu0, ENERGY);
        one(log, &mut file.degeneracy, Wanted::Pure);
        for reservoir in &mut file.reservoirs {
            match &mut reservoir.state {
                State::Equilibrium { t, mu, .. } => {
                    one(log, t, TEMPERATURE);
                    one(log, mu, ENERGY);
                }
                State::Occupied(curve) => self.curve(log, curve, false),
                State::Demon { lambda, .. } => self.slot(log, lambda, number, Wanted::Pure),
                State::Optimal(demon) => {
                    self.wish(log, &mut demon.wish);
                    for slot in demon.fixed.iter_mut().filter_map(|(_, slot)| slot.as_mut()) {
                        self.slot(log, slot, number, Wanted::Pure);
                    }
                }
                State::Unknown => {}
            }
            if let Some(curve) = &mut reservoir.current {
                self.curve(log, curve, false);
            }
        }
        for transmission in &mut file.transmissions {
            if let Some(filter) = &mut transmission.filter {
                self.wish(log, &mut filter.wish);
            }
            self.curve(log, &mut transmission.value, true);
            one(log, &mut transmission.channels, Wanted::Pure);
            one(log, &mut transmission.degeneracy, Wanted::Pure);
        }
        for scatterer in &mut file.scatterers {
            one(log, &mut scatterer.degeneracy, Wanted::Pure);
            self.scatterer(log, scatterer);
        }
    }

    fn wish(&self, log: &mut Log, wish: &mut Wish) {
        let mut slot = |slot, wanted| self.slot(log, slot, Place::Number, wanted);
        match wish {
            Wish::Watts(_) | Wish::Amperes(_) => {}
            Wish::Power(power) => slot(power, POWER),
            Wish::Current(current) => slot(current, CURRENT),
            Wish::Fraction(number) | Wish::Cop(number) => slot(number, Wanted::Pure),
            Wish::Coldest(coldest) => slot(coldest, TEMPERATURE),
        }
    }

    /// Reads the values of a scatterer: energies, or roots of them where they are amplitudes.
    fn scatterer(&self, log: &mut Log, scatterer: &mut Scatterer) {
        let ScattererKind::Levels { levels, couplings } = &mut scatterer.kind else { return };
        if let Levels::Cells(rows) = levels {
            for cell in rows.iter_mut().flatten() {
                self.cell(log, "`levels` of scatterer", cell, false);
            }
        }
        for (_, coupling) in couplings {
            match coupling {
                Coupling::Widths(widths) => {
                    for cell in widths {
                        self.cell(log, "widths of scatterer", cell, false);
                    }
                }
                Coupling::Amplitudes(rows) => {
                    for cell in rows.iter_mut().flatten() {
                        self.cell(log, "amplitudes of scatterer", cell, true);
                    }
                }
            }
        }
    }

    fn cell(&self, log: &mut Log, what: &str, cell: &mut Cell, is_amplitude: bool) {
        let meaning = Meaning {
            name: &|name| self.names.find(name, Place::Number),
            property: &|name| self.names.property(name, Place::Number),
            bare: self.bare,
        };
        let settled = Formula::parse(&cell.text).and_then(|mut formula| {
            match is_amplitude {
                true => meaning.settle_root(&mut formula)?,
                false => meaning.settle_whole(&mut formula, Dimension::Energy)?,
            }
            Ok(formula)
        });
        match settled {
            Ok(formula) => cell.formula = Some(formula),
            Err(fault) => log.found.push(error(log.source, what, &cell.place, &cell.text, fault)),
        }
    }

    fn curve(&self, log: &mut Log, curve: &mut Curve, is_transmission: bool) {
        match curve {
            Curve::Formula(slot) => {
                self.slot(log, slot, Place::Function, Wanted::Pure);
                if !is_transmission {
                    broad(log, slot);
                }
            }
            Curve::Table(table) => self.table(log, table),
        }
    }

    fn table(&self, log: &mut Log, table: &mut Table) {
        for slot in [&mut table.unit, &mut table.shift].into_iter().flatten() {
            self.slot(log, slot, Place::Number, ENERGY);
        }
        for (_, slot) in &mut table.rows {
            self.slot(log, slot, Place::Number, Wanted::Any);
        }
        if let Some(floor) = &mut table.floor {
            self.slot(log, floor, Place::Number, Wanted::Pure);
        }
        if let Some(outside) = &mut table.outside {
            self.slot(log, outside, Place::Function, Wanted::Pure);
            broad(log, outside);
        }
    }

    /// Resolves the names of a formula, checks its dimension and notes what it measures.
    fn slot(&self, log: &mut Log, slot: &mut Slot, place: Place, wanted: Wanted) {
        let meaning = Meaning {
            name: &|name| self.names.find(name, place),
            property: &|name| self.names.property(name, place),
            bare: self.bare,
        };
        let formula = &mut slot.formula;
        let settled = match wanted {
            Wanted::Whole(dimension) => {
                let measure = match dimension {
                    Dimension::Temperature => Measure::TEMPERATURE,
                    _ => Measure::ENERGY,
                };
                meaning.settle_whole(formula, dimension).map(|()| measure)
            }
            _ => meaning.settle(formula).and_then(|measure| match (measure.energies(), wanted) {
                (Some(found), Wanted::Rate(energies, _)) if found == energies => Ok(measure),
                (_, Wanted::Rate(_, label)) if matches!(self.bare, Bare::Laboratory(..)) => {
                    let message = format!("this is {}", measure.words());
                    Err(Fault::new(formula.root.span.clone(), message, label))
                }
                (Some(0), _) | (_, Wanted::Any) => Ok(measure),
                _ => Err(Fault::new(
                    formula.root.span.clone(),
                    format!("this is {}", measure.words()),
                    "a pure number is wanted",
                )),
            }),
        };
        match settled {
            Ok(measure) => slot.measure = measure,
            Err(fault) => {
                slot.measure = Measure::ANY;
                log.found.push(slot.error(log.source, fault));
            }
        }
    }
}

/// Refuses windows of zero width in what is no transmission.
fn broad(log: &mut Log, slot: &Slot) {
    let mut narrow = None;
    slot.formula.root.walk(&mut |part| {
        if matches!(part.term, Term::Shape(Shape::Narrow, _)) && narrow.is_none() {
            narrow = Some(part.span.clone());
        }
    });
    if let Some(span) = narrow {
        let fault =
            Fault::new(span, "narrow stands in transmissions only", "it has no finite height");
        log.found.push(slot.error(log.source, fault));
    }
}
