//! A machine drawn over the energy: transmissions and occupations, and below them what flows.

use super::MachineFamily;
use super::shape::potentials;
use crate::model::{Inputs, Pane, Portrait, Seen, Spike, Trace, View};

/// How many parts the axis has at first.
const PARTS: u32 = 256;
/// How far a curve may be from its chords, as a share of the height of its panel.
const TOLERANCE: f64 = 1e-3;
/// How often a part is halved at most.
const DEEPEST: u32 = 16;
/// Windows of a filter are shown that lie within so many temperatures of a chemical potential.
const WINDOWS: f64 = 8.0;
/// What flows with less than this share of the most is not looked for.
const FAINT: f64 = 5e-3;

/// Everything that is drawn, at one energy: curves of the upper panel, and of the lower one.
pub(super) type Heights = [Vec<f64>; 2];

/// What is drawn of a machine at an energy.
pub(super) type Drawn<'a> = &'a dyn Fn(f64) -> Heights;

/// Transmissions and the occupation of each group, and below them what flows.
fn heights(view: &View<'_>, groups: &[(String, Vec<usize>)], seen: Seen) -> Heights {
    let occupation = |(_, places): &(String, Vec<usize>)| {
        view.smooth(places, &seen).map_or(f64::NAN, |place| seen.occupations[place])
    };
    let occupations: Vec<f64> = groups.iter().map(occupation).collect();
    let upper = seen.transmissions.into_iter().chain(occupations).collect();
    let lower = seen.currents.into_iter().chain([seen.production]).collect();
    [upper, lower]
}

impl MachineFamily {
    /// The picture of the machine at a point.
    pub(super) fn drawn(&self, inputs: &Inputs) -> Portrait {
        let view = self.view(inputs);
        let ends = ends(&view);
        let groups = view.groups();
        let samples = samples(&view, ends, &|energy| heights(&view, &groups, view.at(energy)));
        let names = view.reservoirs();
        let trace = |panel: usize, place: usize, symbol: String, spikes: Vec<(f64, f64)>| {
            let points = samples.iter().map(|(energy, heights)| (*energy, heights[panel][place]));
            Trace { symbol, points: points.collect(), spikes }
        };
        let spikes: Vec<Spike> = view.spikes().into_iter().filter(|s| s.area != 0.0).collect();
        let pairs: Vec<String> =
            view.pairs().map(|[a, b]| format!("T_{}{}", names[a], names[b])).collect();
        let mut upper: Vec<Trace> = Vec::new();
        for (place, symbol) in pairs.iter().enumerate() {
            let mine = spikes.iter().filter(|spike| spike.pair == place);
            let mine = mine.map(|spike| (spike.energy, f64::INFINITY));
            upper.push(trace(0, place, symbol.clone(), mine.collect()));
        }
        // Bosons are drawn where something lets them through: towards 0 there are more than any picture
        // shows.
        let is_open =
            |(_, heights): &&(f64, Heights)| heights[0][..pairs.len()].iter().any(|t| *t != 0.0);
        let open = samples.iter().filter(is_open).map(|(energy, _)| *energy);
        let (from, to) = open.fold((f64::INFINITY, 0.0f64), |(lo, hi), energy| {
            (lo.min(energy).max(f64::MIN_POSITIVE), hi.max(energy))
        });
        let bosons: Vec<bool> = view.bosons().collect();
        for (place, (name, group)) in groups.iter().enumerate() {
            // A demon has an occupation at each of its terms alone.
            let narrow = if group.len() > 1 { view.narrow(group) } else { Vec::new() };
            let narrow = narrow
                .into_iter()
                .map(|(spike, at)| (spike.energy, view.at(spike.energy).occupations[at]));
            let mut trace = trace(0, pairs.len() + place, format!("f_{name}"), narrow.collect());
            let is_bose = group.iter().any(|place| bosons[*place]);
            trace.points.retain(|(energy, _)| !is_bose || (from..=to).contains(energy));
            upper.push(trace);
        }
        let strengths: Vec<_> =
            spikes.iter().map(|spike| (spike.energy, view.strength(spike))).collect();
        let lower = names.iter().map(|name| format!("j_{name}")).chain(["σ".to_owned()]);
        let lower = lower.enumerate().map(|(place, symbol)| {
            let mine =
                strengths.iter().filter_map(|(energy, ([to, from], current, production))| {
                    let height = match place {
                        _ if place == names.len() => *production,
                        _ if place == *to => *current,
                        _ if place == *from => -current,
                        _ => return None,
                    };
                    height.is_finite().then_some((*energy, height))
                });
            trace(1, place, symbol, mine.collect())
        });
        let unit = if self.file.is_laboratory { "eV" } else { "E" };
        Portrait {
            title: "the machine over the energy".into(),
            across: ["energy", "E", unit],
            ends,
            panels: [
                Pane { title: "transmission $T$, occupation $f$".into(), traces: merged(upper) },
                Pane { title: "current $j$, entropy $σ$".into(), traces: merged(lower) },
            ],
            places: potentials(&view),
        }
    }
}

/// The same where those with one symbol are one: what is drawn of a demon is the sum over its terms.
fn merged(traces: impl IntoIterator<Item = Trace>) -> Vec<Trace> {
    let mut all: Vec<Trace> = Vec::new();
    for trace in traces {
        let Some(known) = all.iter_mut().find(|known| known.symbol == trace.symbol) else {
            all.push(trace);
            continue;
        };
        known.spikes.extend(trace.spikes);
        for ((_, sum), (_, y)) in known.points.iter_mut().zip(trace.points) {
            *sum += y;
        }
    }
    all
}

/// Energies around everything that is special about a machine: coarse far away, fine close by.
fn candidates(view: &View<'_>) -> Vec<f64> {
    let mut all: Vec<f64> = Vec::new();
    for (middle, width) in view.landmarks() {
        for step in [0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0] {
            all.extend([middle - step * width, middle + step * width]);
        }
        if width == 0.0 {
            all.extend([middle.next_down(), middle.next_up()]);
        }
    }
    all.extend(view.spikes().iter().map(|spike| spike.energy));
    all.retain(|energy| energy.is_finite());
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// The ends of the axis: what flows is between them, as are chemical potentials and terms of zero width.
pub(super) fn ends(view: &View<'_>) -> [f64; 2] {
    let mut energies = candidates(view);
    let middles: Vec<f64> =
        energies.windows(2).map(|pair| pair[0] + 0.5 * (pair[1] - pair[0])).collect();
    energies.extend(middles);
    energies.sort_by(f64::total_cmp);
    let seen: Vec<(f64, Vec<f64>)> =
        energies.iter().map(|energy| (*energy, view.at(*energy).currents)).collect();
    let size = |currents: &Vec<f64>| currents.iter().map(|j| j.abs()).fold(0.0, f64::max);
    let most = seen.iter().map(|(_, currents)| size(currents)).fold(0.0, f64::max);
    let flowing = seen.iter().filter(|(_, currents)| most > 0.0 && size(currents) >= FAINT * most);
    let kept = flowing.map(|(energy, _)| *energy);
    let potentials = view.equilibria().flatten().map(|(mu, _)| mu);
    // Edges of a filter at which nothing flows, but where none stands for a window without an end.
    let is_near =
        |edge: &f64| view.equilibria().flatten().any(|(mu, t)| (edge - mu).abs() <= WINDOWS * t);
    let edges = view.windows().into_iter().flatten().flatten().filter(is_near);
    let spikes = view.spikes();
    let spikes = spikes.iter().map(|spike| spike.energy);
    let all: Vec<f64> = kept.chain(potentials).chain(edges).chain(spikes).collect();
    let (least, most) = all.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), energy| {
        (lo.min(*energy), hi.max(*energy))
    });
    let widths = view.equilibria().flatten().map(|(_, t)| t);
    let room = match most > least {
        true => 0.06 * (most - least),
        false => widths.fold(0.0, f64::max).max(f64::MIN_POSITIVE),
    };
    match least.is_finite() {
        true => [least - room, most + room],
        false => [-1.0, 1.0],
    }
}

/// All curves at energies that are as close as a picture needs.
pub(super) fn samples(
    view: &View<'_>,
    [first, last]: [f64; 2],
    drawn: Drawn<'_>,
) -> Vec<(f64, Heights)> {
    let even = (0..=PARTS).map(|part| first + (last - first) * f64::from(part) / f64::from(PARTS));
    let special = candidates(view).into_iter().filter(|energy| (first..=last).contains(energy));
    let mut energies: Vec<f64> = even.chain(special).collect();
    energies.sort_by(f64::total_cmp);
    energies.dedup();
    let coarse: Vec<(f64, Heights)> =
        energies.iter().map(|energy| (*energy, drawn(*energy))).collect();
    let tops = [0, 1].map(|panel| {
        let finite = coarse.iter().flat_map(|(_, heights)| &heights[panel]);
        let finite = finite.copied().filter(|height| height.is_finite());
        let (lo, hi) = finite.fold((0.0f64, 0.0f64), |(lo, hi), y| (lo.min(y), hi.max(y)));
        (hi - lo).max(f64::MIN_POSITIVE)
    });
    let is_bent = |[a, at, b]: [&Heights; 3]| {
        (0..2).any(|panel| {
            a[panel].iter().zip(&b[panel]).zip(&at[panel]).any(|((a, b), y)| {
                let known = [a, y, b].map(|height| height.is_finite());
                match known {
                    [true, true, true] => (y - 0.5 * (a + b)).abs() > TOLERANCE * tops[panel],
                    // An end of a curve.
                    _ => known.contains(&true),
                }
            })
        })
    };
    refined(coarse, drawn, &is_bent, DEEPEST)
}

/// These points with more between them, where a curve at the middle of two of them is off their chord.
pub(super) fn refined<H: Clone>(
    coarse: Vec<(f64, H)>,
    at: &dyn Fn(f64) -> H,
    is_bent: &dyn Fn([&H; 3]) -> bool,
    deepest: u32,
) -> Vec<(f64, H)> {
    let mut coarse = coarse.into_iter();
    let mut fine: Vec<(f64, H)> = coarse.next().into_iter().collect();
    for next in coarse {
        // The points to reach, the nearest one last.
        let mut open = vec![(next, deepest)];
        while let Some((to, depth)) = open.pop() {
            let Some(from) = fine.last() else { break };
            let middle = from.0 + 0.5 * (to.0 - from.0);
            let is_between = depth > 0 && middle > from.0 && middle < to.0;
            let between = is_between.then(|| (middle, at(middle)));
            match between.filter(|(_, height)| is_bent([&from.1, height, &to.1])) {
                Some(between) => open.extend([(to, depth - 1), (between, depth - 1)]),
                None => fine.push(to),
            }
        }
    }
    fine
}
