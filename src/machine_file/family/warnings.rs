//! What of a machine is likely not what was meant: windows that tables cut off, grids that are too coarse, and
//! spin that nobody said anything of.

use super::MachineFamily;
use crate::formula::{Known, Spectrum};
use crate::machine_file::description::{Carriers, Curve, MachineFile, ScattererKind};
use crate::machine_file::section::Log;
use crate::machine_file::source::FileError;
use crate::model::{Inputs, View};
use crate::numeric::Lanes;
use crate::quantity::Decimal;
use std::ops::Range;
use std::sync::Arc;

type Points = Arc<[(f64, f64)]>;

/// How many kT from μ a window reaches: beyond it are 2e-4 of the particles' window −f′ and 2e-3 of that of heat.
const REACH: f64 = 10.0;
/// So little of the greatest value at the end of a table is nothing that is cut off.
const LITTLE: f64 = 1e-6;

/// A table of a transmission, with its place in the file.
struct Placed {
    what: String,
    place: Range<usize>,
    pair: usize,
    /// Points in the unit in which the machine is computed.
    points: Vec<(f64, f64)>,
}

impl MachineFamily {
    /// What is likely not what was meant, where the inputs have these values.
    pub fn warnings(&self, inputs: &Inputs) -> Vec<FileError> {
        let mut log = Log { source: &self.file.source, found: Vec::new() };
        let view = self.view(inputs);
        for table in self.placed(inputs) {
            self.cut_off(&mut log, &view, &table);
            self.coarse(&mut log, &view, &table);
        }
        log.found
    }

    /// What may be meant, but is often forgotten.
    pub fn remarks(&self) -> Vec<String> {
        let text = "degeneracy is nowhere given, so that each transmission counts once; \
                    write degeneracy = 2 at the top for spin, or degeneracy = 1 to say so";
        let spinless = is_spinless(&self.file).then(|| text.to_owned());
        spinless.into_iter().chain(self.tried()).collect()
    }

    /// The tables of transmissions.
    fn placed(&self, inputs: &Inputs) -> Vec<Placed> {
        let Ok(variant) = self.variant(inputs.raw()) else { return Vec::new() };
        let machine = variant.plan.machine();
        let leaves = self.leaves::<Lanes<1>>(inputs.raw());
        let constants: Vec<Known<Lanes<1>>> =
            machine.constants.iter().map(|constant| constant.value(&leaves)).collect();
        let view = self.view(inputs);
        let pairs: Vec<[usize; 2]> = view.pairs().collect();
        let mut found: Vec<Placed> = Vec::new();
        // Of which transmission the last table is an eigenvalue.
        let mut eigenvalue = None;
        for coupling in machine.couplings.iter().filter(|coupling| coupling.to != coupling.from) {
            let parents = [coupling.to, coupling.from].map(|end| self.parents[end]);
            let Some((what, place)) = described(&self.file, parents, &coupling.transmission) else {
                continue;
            };
            let ends = [coupling.to, coupling.from];
            let same = |pair: &[usize; 2]| *pair == ends || *pair == [ends[1], ends[0]];
            let Some(pair) = pairs.iter().position(same) else { continue };
            coupling.transmission.tables(&mut |points: &Points, unit, shift| {
                let [unit, shift] = [unit, shift].map(|place| constants[place].near());
                let of = coupling.channels.eigenvalue;
                if of.is_some() && std::mem::replace(&mut eigenvalue, of) == of {
                    // Eigenvalues of one transmission have the same energies.
                    let sum = found.last_mut().into_iter().flat_map(|table| &mut table.points);
                    sum.zip(points.iter()).for_each(|((_, sum), (_, y))| *sum += y);
                    return;
                }
                let scaled = points.iter().map(|(x, y)| (shift + unit * x, *y)).collect();
                let (what, place) = (what.clone(), place.clone());
                found.push(Placed { what, place, pair, points: scaled });
            });
        }
        found
    }

    /// Warns where a table ends within the window of a reservoir.
    fn cut_off(&self, log: &mut Log, view: &View<'_>, table: &Placed) {
        let (Some(first), Some(last)) = (table.points.first(), table.points.last()) else { return };
        let most = table.points.iter().fold(0.0, |most: f64, (_, y)| most.max(y.abs()));
        let Some([a, b]) = view.pairs().nth(table.pair) else { return };
        let equilibria: Vec<_> = view.equilibria().collect();
        for ((at, value), side) in [(first, -1.0), (last, 1.0)] {
            if value.abs() <= LITTLE * most {
                continue;
            }
            let distance = |end: usize| {
                let (mu, t) = equilibria[end]?;
                Some((side * (at - mu) / t, end))
            };
            let near = [a, b].into_iter().filter_map(distance).min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((distance, end)) = near.filter(|(distance, _)| *distance < REACH) else {
                continue;
            };
            let name = &view.reservoirs()[end];
            let message = format!(
                "{}: the table ends at {}, where T is still {} and kT of `{name}` reaches: μ is {} kT away",
                table.what,
                self.energy(*at),
                Decimal::short(*value).plain(),
                Decimal::short(distance).plain(),
            );
            log.warn(
                &table.place,
                message,
                "T = 0 outside: the window is cut off; add rows to the table",
            );
        }
    }

    /// Warns where kT is below the step of a table, with what different interpolations give.
    fn coarse(&self, log: &mut Log, view: &View<'_>, table: &Placed) {
        let Some([a, b]) = view.pairs().nth(table.pair) else { return };
        let equilibria: Vec<_> = view.equilibria().collect();
        for end in [a, b] {
            let Some((mu, t)) = equilibria[end] else { continue };
            let is_near = |at: f64| (at - mu).abs() < REACH * t;
            let steps = table.points.windows(2).filter_map(|pair| {
                let [(x, _), (u, _)] = [pair[0], pair[1]];
                let reaches = is_near(x) || is_near(u) || (x < mu && mu < u);
                reaches.then_some(u - x)
            });
            let Some(step) = steps.reduce(f64::max).filter(|step| *step > t) else { continue };
            let name = &view.reservoirs()[end];
            let currents = spread(view, [a, b], &table.points);
            let unit = if self.file.is_laboratory { "/s" } else { "" };
            // e/h in 1/(eV s), of the SI (2019).
            let factor = if self.file.is_laboratory { 2.417_989_242_084_9e14 } else { 1.0 };
            let [midpoint, linear, cubic] = currents
                .map(|current| format!("{}{unit}", Decimal::short(factor * current).plain()));
            let message = format!(
                "{}: kT of `{name}` is {}, below the table's step {}",
                table.what,
                self.energy(t),
                self.energy(step)
            );
            let label = format!(
                "particles by it: {midpoint} midpoint, {linear} linear (used), {cubic} cubic; a finer table is wanted"
            );
            log.warn(&table.place, message, label);
            return;
        }
    }

    fn energy(&self, energy: f64) -> String {
        let unit = if self.file.is_laboratory { "eV" } else { "" };
        format!("{} {unit}", Decimal::short(energy).plain()).trim_end().to_owned()
    }
}

/// The entry of the file that has this table between these reservoirs: what messages call it, and its place.
fn described(
    file: &MachineFile,
    ends: [usize; 2],
    spectrum: &Spectrum,
) -> Option<(String, Range<usize>)> {
    let joins = |a: usize, b: usize| [a, b] == ends || [b, a] == ends;
    let mut is_table = false;
    spectrum.tables(&mut |_, _, _| is_table = true);
    if !is_table {
        return None;
    }
    let tables = file.transmissions.iter().filter(|entry| joins(entry.from, entry.to));
    let place = |curve: &Curve| match curve {
        Curve::Table(table) => Some(table.path.place.clone()),
        Curve::Formula(slot) if slot.formula.text.contains("table(") => Some(slot.place.clone()),
        Curve::Formula(_) => None,
    };
    let mut entries =
        tables.filter_map(|entry| Some((entry.what.to_string(), place(&entry.value)?)));
    let of_matrix = || {
        file.scatterers.iter().find_map(|scatterer| match &scatterer.kind {
            ScattererKind::Matrix { path, leads } => {
                let is_lead = |end: usize| leads.iter().any(|(lead, _)| *lead == end);
                let [a, b] = ends.map(|end| &file.reservoirs[end].name);
                let what = format!("{} between `{a}` and `{b}`", scatterer.what);
                (is_lead(ends[0]) && is_lead(ends[1])).then(|| (what, path.place.clone()))
            }
            ScattererKind::Levels { .. } => None,
        })
    };
    entries.next().or_else(of_matrix)
}

/// Whether values have units and nobody says how many times each transmission of electrons counts.
fn is_spinless(file: &MachineFile) -> bool {
    let entries = file.transmissions.iter();
    let entries = entries.filter(|entry| entry.carriers == Carriers::Fermi);
    let mut all = entries
        .map(|entry| entry.degeneracy.is_some())
        .chain(file.scatterers.iter().map(|of| of.degeneracy.is_some()))
        .peekable();
    let is_there = all.peek().is_some();
    file.is_laboratory && file.degeneracy.is_none() && is_there && !all.any(|has| has)
}

/// ∫ T (f_b − f_a) dE by a table whose values hold around their energies, are linear between them, or are joined
/// by cubics with the slopes of parabolas through neighbours; in doubles.
fn spread(view: &View<'_>, [a, b]: [usize; 2], points: &[(f64, f64)]) -> [f64; 3] {
    const PARTS: usize = 32;
    let slope = |at: usize| {
        let from = at.saturating_sub(1);
        let to = (at + 1).min(points.len() - 1);
        (points[to].1 - points[from].1) / (points[to].0 - points[from].0)
    };
    let mut sums = [0.0; 3];
    for (place, pair) in points.windows(2).enumerate() {
        let [(x, y), (u, v)] = [pair[0], pair[1]];
        let step = u - x;
        let [left, right] = [slope(place) * step, slope(place + 1) * step];
        for part in 0..PARTS {
            let s = (part as f64 + 0.5) / PARTS as f64;
            let f = view.at(x + s * step).occupations;
            let weight = (f[b] - f[a]) * step / PARTS as f64;
            let midpoint = if s < 0.5 { y } else { v };
            let linear = y + s * (v - y);
            // Hermite's cubic.
            let cubic = y * (1.0 + 2.0 * s) * (1.0 - s) * (1.0 - s)
                + left * s * (1.0 - s) * (1.0 - s)
                + v * s * s * (3.0 - 2.0 * s)
                + right * s * s * (s - 1.0);
            for (sum, value) in sums.iter_mut().zip([midpoint, linear, cubic]) {
                *sum += weight * value;
            }
        }
    }
    sums
}
