//! The occupation of one reservoir over the energy: f, y = ln(1/f ± 1) and T_eff (Eq. A9), as points that a machine
//! file reads back, and as a picture.

use super::MachineFamily;
use super::portrait::{Heights, ends, refined, samples};
use crate::model::{Inputs, Pane, Portrait, Seen, Trace, View};

/// How far f between two points may be from their chord, as a share of f and of 1 − f.
const TOLERANCE: f64 = 1e-5;
/// Below this f or 1 − f need not be within a share of itself.
const NOTHING: f64 = 1e-10;
/// How far from what is special about an energy points are, in its widths.
const STEPS: [f64; 9] = [0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0];
/// How far from an edge points are, in temperatures.
const BESIDE: f64 = 1e-9;
/// How many parts the axis has at first.
const PARTS: u32 = 64;
/// How often a part is halved at most.
const DEEPEST: u32 = 20;
/// How many temperatures beyond all chemical potentials the points reach at most, where a transmission does not end.
const FAR: f64 = 40.0;
/// Up to how many times the hottest temperature a picture shows T_eff.
const POLE: f64 = 4.0;
/// How far beyond the last level or the end of a band the last point is, as a share of their distance.
const BEYOND: f64 = 1e-3;
/// Where a transmission does not end, the points end where less than this is left of f or of 1 − f: of 1 − f a double
/// has few digits there.
const LEAST: f64 = 1e-12;

/// An energy, with f and y.
type Point = (f64, [f64; 2]);
/// f and y at an energy.
type At<'a> = &'a dyn Fn(f64) -> [f64; 2];

/// The occupation of a reservoir at points.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The points, by energy. Straight lines between them are f to within 1e-5 of f and of 1 − f, where both are
    /// above 1e-10.
    pub points: Vec<ShapePoint>,
    /// The same as a picture, beside the reservoirs that it is coupled to: f above, y below.
    pub portrait: Portrait,
    /// The same with T_eff in place of y.
    pub temperatures: Portrait,
}

/// The occupation of a reservoir at an energy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShapePoint {
    /// The energy; in eV where values have units.
    pub energy: f64,
    /// f, or n of bosons.
    pub occupation: f64,
    /// y = ln(1/f + s), with s = −1 of fermions and 1 of bosons (Eq. 6).
    pub logarithm: f64,
    /// T_eff = (E − μ0)/y (Eq. A9), in kelvins where values have units; negative where the occupations are inverted,
    /// and NaN at y = 0, at E = μ0, and where μ0 is not known.
    pub temperature: f64,
}

impl MachineFamily {
    /// The occupation of the reservoir of this name at a point; nothing if there is no such reservoir.
    ///
    /// A reservoir with a smooth transmission has points where that is open, as close as lines between them need; a
    /// demon with terms of zero width, at these terms alone. All numbers are doubles without a bound of their error.
    pub fn shape(&self, inputs: &Inputs, name: &str) -> Option<Shape> {
        let view = self.view(inputs);
        let groups = view.groups();
        let own = groups.iter().position(|(other, _)| other == name)?;
        let group = &groups[own].1;
        let sight = |energy: f64, seen: &Seen| {
            let place = view.open(group, energy, seen);
            place.map_or([f64::NAN; 2], |place| [seen.occupations[place], seen.logarithms[place]])
        };
        let at = |energy: f64| sight(energy, &view.at(energy));
        let is_bose = view.bosons().nth(group[0]) == Some(true);
        let is_bent = |heights: [&[f64; 2]; 3]| is_bent(heights, is_bose);
        let (coarse, is_endless) = coarse(&view, group, &at);
        let mut points = refined(coarse, &at, &is_bent, DEEPEST);
        points.extend(levels(&view, group, &at));
        points.retain(|(_, [f, _])| f.is_finite());
        points.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        points.dedup_by_key(|(energy, _)| *energy);
        widen(&mut points, is_endless);
        let point = |(energy, [occupation, logarithm]): Point| {
            let temperature = self.effective(&view, energy, logarithm);
            ShapePoint { energy, occupation, logarithm, temperature }
        };
        let points = points.into_iter().map(point).collect();
        let [portrait, temperatures] =
            [false, true].map(|is_temperature| self.beside(&view, &groups, own, is_temperature));
        Some(Shape { points, portrait, temperatures })
    }

    /// T_eff = (E − μ0)/y (Eq. A9), in kelvins where values have units; NaN where it is none.
    fn effective(&self, view: &View<'_>, energy: f64, logarithm: f64) -> f64 {
        let [_, Some(mu0)] = view.environment() else { return f64::NAN };
        let is_nothing = logarithm == 0.0 || energy == mu0;
        if is_nothing { f64::NAN } else { (energy - mu0) / logarithm / self.kelvin() }
    }

    /// The picture of a reservoir beside those that it is coupled to: f above, y or T_eff below.
    fn beside(
        &self,
        view: &View<'_>,
        groups: &[(String, Vec<usize>)],
        own: usize,
        is_temperature: bool,
    ) -> Portrait {
        let is_own = |place: &usize| groups[own].1.contains(place);
        let is_coupled = |group: &[usize]| {
            view.pairs()
                .any(|ends| ends.iter().any(is_own) && ends.iter().any(|p| group.contains(p)))
        };
        let mut shown: Vec<&(String, Vec<usize>)> =
            groups.iter().filter(|(_, group)| is_coupled(group)).collect();
        shown.retain(|(name, _)| *name != groups[own].0);
        shown.insert(0, &groups[own]);
        let hottest =
            view.equilibria().flatten().map(|(_, t)| t).fold(0.0, f64::max) / self.kelvin();
        let below = |energy: f64, y: f64| {
            let temperature = self.effective(view, energy, y);
            match is_temperature {
                false => y,
                true if temperature.abs() <= POLE * hottest => temperature,
                // T_eff has a pole where y changes its sign.
                true => f64::NAN,
            }
        };
        let heights = |energy: f64| -> Heights {
            let seen = view.at(energy);
            let of = |numbers: &[f64]| -> Vec<f64> {
                let place = |group: &[usize]| view.smooth(group, &seen);
                shown.iter().map(|(_, g)| place(g).map_or(f64::NAN, |p| numbers[p])).collect()
            };
            let lower = of(&seen.logarithms).into_iter().map(|y| below(energy, y));
            [of(&seen.occupations), lower.collect()]
        };
        let ends = ends(view);
        let samples = samples(view, ends, &heights);
        let is_bose = groups[own].1.iter().any(|place| view.bosons().nth(*place) == Some(true));
        let (symbol, title) = match (is_temperature, is_bose, self.file.is_laboratory) {
            (true, _, true) => ("T_", "temperature $T_eff$ (K)"),
            (true, _, false) => ("T_", "temperature $T_eff$ ($E$)"),
            (_, true, _) => ("y_", "logarithm $y$ = ln(1/$f$ + 1)"),
            (_, false, _) => ("y_", "logarithm $y$ = ln(1/$f$ − 1)"),
        };
        let trace = |panel: usize, symbol: &str| {
            let trace = |(place, (name, group)): (usize, &&(String, Vec<usize>))| {
                let points =
                    samples.iter().map(|(energy, heights)| (*energy, heights[panel][place]));
                let narrow = if group.len() > 1 { view.narrow(group) } else { Vec::new() };
                let spike = |energy: f64, at: usize| {
                    let seen = view.at(energy);
                    match panel {
                        0 => (energy, seen.occupations[at]),
                        _ => (energy, below(energy, seen.logarithms[at])),
                    }
                };
                let spikes = narrow.into_iter().map(|(narrow, at)| spike(narrow.energy, at));
                let spikes = spikes.filter(|(_, height)| height.is_finite()).collect();
                Trace { symbol: format!("{symbol}{name}"), points: points.collect(), spikes }
            };
            shown.iter().enumerate().map(trace).collect()
        };
        Portrait {
            title: format!("the occupation of {}", groups[own].0),
            across: ["energy", "E", if self.file.is_laboratory { "eV" } else { "E" }],
            ends,
            panels: [
                Pane { title: "occupation $f$".into(), traces: trace(0, "f_") },
                Pane { title: title.into(), traces: trace(1, symbol) },
            ],
            places: potentials(view),
        }
    }
}

/// The chemical potentials, each with the reservoirs that have it.
pub(super) fn potentials(view: &View<'_>) -> Vec<(String, f64)> {
    let mut places: Vec<(String, f64)> = Vec::new();
    for (name, equilibrium) in view.reservoirs().iter().zip(view.equilibria()) {
        let Some((mu, _)) = equilibrium else { continue };
        match places.iter_mut().find(|(_, place)| *place == mu) {
            Some((symbol, _)) => symbol.push_str(&format!(" = μ_{name}")),
            None => places.push((format!("μ_{name}"), mu)),
        }
    }
    places
}

/// Whether f in the middle of two points is too far from their chord.
fn is_bent([a, middle, b]: [&[f64; 2]; 3], is_bose: bool) -> bool {
    let [a, f, b] = [a[0], middle[0], b[0]];
    let off = (0.5 * (a + b) - f).abs();
    let room = if is_bose { f } else { f.min(1.0 - f) };
    off > TOLERANCE * room.max(NOTHING)
}

/// The occupation of a group at energies where a smooth transmission to it is open: parts of the axis, and all
/// energies that are special. No point is at an edge, because that may be no double: points lie on both sides. And
/// whether transmissions go on without an end below and above.
fn coarse(view: &View<'_>, group: &[usize], at: At<'_>) -> (Vec<Point>, [bool; 2]) {
    let known: Vec<(f64, f64)> = view.equilibria().flatten().collect();
    let hottest = known.iter().map(|(_, t)| *t).fold(0.0, f64::max);
    let (edges, peaks): (Vec<_>, Vec<_>) =
        view.landmarks().into_iter().partition(|(_, width)| *width == 0.0);
    let beside = |edge: f64| (BESIDE * hottest).max(1e-14 * edge.abs());
    let mut special: Vec<f64> = Vec::new();
    for (middle, width) in peaks {
        special.extend(STEPS.iter().flat_map(|s| [middle - s * width, middle + s * width]));
    }
    special.extend(edges.iter().flat_map(|(edge, _)| [edge - beside(*edge), edge + beside(*edge)]));
    special.extend(known.iter().flat_map(|(mu, _)| [mu - FAR * hottest, mu + FAR * hottest]));
    special.retain(|energy| energy.is_finite());
    special.sort_by(f64::total_cmp);
    let is_open = |energy: &f64| {
        let seen = view.at(*energy);
        let mut all = view.pairs().zip(&seen.transmissions);
        let is_coupled =
            all.any(|(ends, t)| *t != 0.0 && ends.iter().any(|place| group.contains(place)));
        is_coupled && at(*energy)[0].is_finite()
    };
    let open: Vec<bool> = special.iter().map(is_open).collect();
    let narrow = view.narrow(group).into_iter().map(|(spike, _)| spike.energy);
    let [first, last] = match (open.iter().position(|o| *o), open.iter().rposition(|o| *o)) {
        (Some(first), Some(last)) => {
            let ends = (special[first], special[last]);
            narrow.fold(ends, |(lo, hi), energy| (lo.min(energy), hi.max(energy))).into()
        }
        _ if group.len() > 1 => return (Vec::new(), [false; 2]),
        _ => ends(view),
    };
    let share = |part| f64::from(part) / f64::from(PARTS);
    let even = (0..=PARTS).map(|part| first * (1.0 - share(part)) + last * share(part));
    let mut energies: Vec<f64> = even.chain(special).collect();
    let is_edge = |energy: f64| edges.iter().any(|(at, _)| (energy - at).abs() < 0.5 * beside(*at));
    energies.retain(|energy| (first..=last).contains(energy) && !is_edge(*energy));
    energies.sort_by(f64::total_cmp);
    energies.dedup();
    let mut points: Vec<Point> = energies.into_iter().map(|energy| (energy, at(energy))).collect();
    let is_settled = |(_, [f, _]): &Point| f.min((1.0 - f).abs()) < LEAST;
    let is_endless = [open.first(), open.last()].map(|is_open| is_open == Some(&true));
    if is_endless[1] {
        let kept = points.iter().rposition(|point| !is_settled(point));
        points.truncate(kept.map_or(0, |place| place + 1));
    }
    if is_endless[0] {
        let settled = points.iter().take_while(|point| is_settled(point)).count();
        points.drain(..settled);
    }
    (points, is_endless)
}

/// The occupations of a demon at its terms of zero width.
fn levels(view: &View<'_>, group: &[usize], at: At<'_>) -> Vec<Point> {
    view.narrow(group).into_iter().map(|(spike, _)| (spike.energy, at(spike.energy))).collect()
}

/// Adds a point beyond each end: the last level or the end of a band may be no double, and a table has no value at
/// its very end. Nothing flows there, unless transmissions are endless.
fn widen(points: &mut Vec<Point>, is_endless: [bool; 2]) {
    let ends = [points.first(), points.last()].map(|point| point.copied());
    let [Some((first, lower)), Some((last, upper))] = ends else { return };
    let size = if last > first { last - first } else { first.abs().max(1.0) };
    if !is_endless[0] {
        points.insert(0, (first - BEYOND * size, lower));
    }
    if !is_endless[1] {
        points.push((last + BEYOND * size, upper));
    }
}
