//! A machine drawn over the energy: transmissions and occupations, and below them what flows.

use super::MachineFamily;
use crate::model::{Inputs, Pane, Portrait, Seen, Trace, View};

/// How many parts the axis has at first.
const PARTS: u32 = 256;
/// How far a curve may be from its chords, as a share of the height of its panel.
const TOLERANCE: f64 = 1e-3;
/// How often a part is halved at most.
const DEEPEST: u32 = 16;
/// What flows with less than this share of the most is not looked for.
const FAINT: f64 = 5e-3;

/// Everything that is drawn, at one energy: curves of the upper panel, and of the lower one.
type Heights = [Vec<f64>; 2];

fn heights(seen: Seen) -> Heights {
    let upper = seen.transmissions.into_iter().chain(seen.occupations).collect();
    let lower = seen.currents.into_iter().chain([seen.production]).collect();
    [upper, lower]
}

impl MachineFamily {
    /// The picture of the machine at a point.
    pub(super) fn drawn(&self, inputs: &Inputs) -> Portrait {
        let view = self.view(inputs);
        let ends = ends(&view);
        let samples = samples(&view, ends);
        let names = view.reservoirs();
        let trace = |panel: usize, place: usize, symbol: String, spikes: Vec<(f64, f64)>| {
            let points = samples.iter().map(|(energy, heights)| (*energy, heights[panel][place]));
            Trace { symbol, points: points.filter(|(_, y)| y.is_finite()).collect(), spikes }
        };
        let spikes = view.spikes();
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
        // A demon has an occupation at each of its terms alone.
        let is_demon = |name: &&String| names.iter().filter(|other| other == name).count() > 1;
        let shown = names.iter().enumerate().zip(view.bosons());
        for ((place, name), is_bose) in shown.filter(|((_, name), _)| !is_demon(name)) {
            let mut trace = trace(0, pairs.len() + place, format!("f_{name}"), Vec::new());
            trace.points.retain(|(energy, _)| !is_bose || (from..=to).contains(energy));
            upper.push(trace);
        }
        for spike in &spikes {
            let Some(ends) = view.pairs().nth(spike.pair) else { continue };
            for place in ends.into_iter().filter(|place| is_demon(&&names[*place])) {
                let height = view.at(spike.energy).occupations[place];
                let spikes = vec![(spike.energy, height)];
                upper.push(Trace {
                    symbol: format!("f_{}", names[place]),
                    points: Vec::new(),
                    spikes,
                });
            }
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
        let mut places: Vec<(String, f64)> = Vec::new();
        for (name, equilibrium) in names.iter().zip(view.equilibria()) {
            let Some((mu, _)) = equilibrium else { continue };
            match places.iter_mut().find(|(_, place)| *place == mu) {
                Some((symbol, _)) => symbol.push_str(&format!(" = μ_{name}")),
                None => places.push((format!("μ_{name}"), mu)),
            }
        }
        let unit = if self.file.is_laboratory { "eV" } else { "E" };
        Portrait {
            title: "the machine over the energy".into(),
            across: ["energy", "E", unit],
            ends,
            panels: [
                Pane { title: "transmission $T$, occupation $f$".into(), traces: merged(upper) },
                Pane { title: "current $j$, entropy $σ$".into(), traces: merged(lower) },
            ],
            places,
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
fn ends(view: &View<'_>) -> [f64; 2] {
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
    let all: Vec<f64> =
        kept.chain(potentials).chain(view.spikes().iter().map(|spike| spike.energy)).collect();
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
fn samples(view: &View<'_>, [first, last]: [f64; 2]) -> Vec<(f64, Heights)> {
    let even = (0..=PARTS).map(|part| first + (last - first) * f64::from(part) / f64::from(PARTS));
    let special = candidates(view).into_iter().filter(|energy| (first..=last).contains(energy));
    let mut energies: Vec<f64> = even.chain(special).collect();
    energies.sort_by(f64::total_cmp);
    energies.dedup();
    let coarse: Vec<(f64, Heights)> =
        energies.iter().map(|energy| (*energy, heights(view.at(*energy)))).collect();
    let tops = [0, 1].map(|panel| {
        let finite = coarse.iter().flat_map(|(_, heights)| &heights[panel]);
        let finite = finite.copied().filter(|height| height.is_finite());
        let (lo, hi) = finite.fold((0.0f64, 0.0f64), |(lo, hi), y| (lo.min(y), hi.max(y)));
        (hi - lo).max(f64::MIN_POSITIVE)
    });
    let mut fine: Vec<(f64, Heights)> = Vec::new();
    for pair in coarse.windows(2) {
        fine.push(pair[0].clone());
        halve(view, &pair[0], &pair[1], tops, DEEPEST, &mut fine);
    }
    fine.extend(coarse.last().cloned());
    fine
}

/// Adds points between two others until no curve is off its chord.
fn halve(
    view: &View<'_>,
    a: &(f64, Heights),
    b: &(f64, Heights),
    tops: [f64; 2],
    depth: u32,
    fine: &mut Vec<(f64, Heights)>,
) {
    let middle = a.0 + 0.5 * (b.0 - a.0);
    if depth == 0 || middle <= a.0 || middle >= b.0 {
        return;
    }
    let at = (middle, heights(view.at(middle)));
    let is_bent = (0..2).any(|panel| {
        let ends = a.1[panel].iter().zip(&b.1[panel]);
        ends.zip(&at.1[panel]).any(|((a, b), y)| {
            let known = [a, y, b].map(|height| height.is_finite());
            match known {
                [true, true, true] => (y - 0.5 * (a + b)).abs() > TOLERANCE * tops[panel],
                // An end of a curve.
                _ => known.contains(&true),
            }
        })
    });
    if !is_bent {
        return;
    }
    halve(view, a, &at, tops, depth - 1, fine);
    fine.push(at.clone());
    halve(view, &at, b, tops, depth - 1, fine);
}
