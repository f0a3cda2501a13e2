//! All that reaches some reservoirs, whatever its direction.
//!
//! That is ∫ |j| dE, with the sum j of the spectral currents into these reservoirs. Where an enclosure
//! of j over a piece of the axis has one sign, ∫ |j| over it is ±∫ j, of which a bound of the error is proven.
//! A piece around a zero of j is halved until what lies over it is at most a share of the whole; it counts as
//! anything between 0 and that, and changes no faster than the size of the derivative of j allows.

use super::{integrals, sum};
use crate::formula::{Arithmetic, Cut, Known};
use crate::model::spectra::Spectra;
use crate::model::{Integrable, Link, Plan, Unproven};
use crate::numeric::quadrature::{End, Goal, Panel};
use crate::numeric::{Enclosed, Interval, One};

/// What flows between some reservoirs and all others, in whatever direction.
#[derive(Clone, Debug)]
pub struct Traffic<S> {
    /// ∫ |j| dE.
    pub particles: S,
    /// ∫ |E − μ0| |j| dE, if μ0 is known.
    pub energy: Option<S>,
}

/// How many pieces of the axis are looked at to find the zeros of a current.
const MOST: usize = 20_000;
/// What the roundings of a bound in doubles may be off.
const ROUNDED: f64 = 1.0 + 1e-12;

fn apart<S: Arithmetic>(a: f64, b: f64) -> S {
    S::difference(S::Input::of(a), S::Input::of(b))
}

/// Which of two places comes first, and by how much.
fn beyond<S>(a: &End<S>, b: &End<S>) -> f64 {
    (a.origin - b.origin) + (a.rough - b.rough)
}

impl Plan {
    /// What flows between these reservoirs, taken together, and all others.
    ///
    /// # Errors
    /// [`Unproven`] where no bound of the error is known.
    pub fn traffic<S: Integrable>(
        &self,
        group: &[usize],
        parameters: &[Known<S>],
        goal: Goal,
    ) -> Result<Traffic<S>, Unproven> {
        // A derivative is off by the root of it. The zero of an enclosure in doubles is not known any better.
        let share = if goal.terms > 2 || S::HAS_SLOPE { 2f64.powi(-96) } else { 2f64.powi(-80) };
        self.traffic_within(share, group, parameters, goal)
    }

    /// The same, where no more than this share of the whole is to lie over each piece around a zero.
    fn traffic_within<S: Integrable>(
        &self,
        share: f64,
        group: &[usize],
        parameters: &[Known<S>],
        goal: Goal,
    ) -> Result<Traffic<S>, Unproven> {
        let constants = self.constants(parameters, goal)?;
        let reaches =
            |link: &&Link| group.contains(&link.to) || link.both_ways && group.contains(&link.from);
        let part = self.of_links(self.links.iter().filter(reaches).cloned().collect());
        let spectra = Spectra::new(&part.machine, &part.links, &part.densities, constants);
        let (mut places, tails) = part.places(&spectra, goal)?;
        // How large it is, roughly: what is proven does not depend on it.
        let size: f64 = integrals(&spectra, &places, goal)?.sizes.iter().step_by(2).sum();
        let mu0 = self.machine.mu0.map(|place| spectra.constants()[place].clone());
        if let Some(at) = self.machine.mu0 {
            let end = spectra.end(Cut { at, beside: (0, 0.0) });
            let after = places.partition_point(|place| beyond(place, &end) < 0.0);
            let is_inside =
                after > 0 && places.get(after).is_some_and(|next| beyond(next, &end) > 0.0);
            if is_inside {
                places.insert(after, end);
            }
        }
        let directions =
            part.links.iter().map(|link| group.contains(&link.to)).collect::<Vec<bool>>();
        let pieces = pieces(&spectra, &directions, &places, share * size);
        let mut all = [Total::<S>::nothing(), Total::nothing()];
        for run in pieces.chunk_by(|a, b| {
            a.sign == b.sign && a.is_above(mu0.as_ref()) == b.is_above(mu0.as_ref())
        }) {
            let more = match run[0].sign {
                0 => open(&spectra, run, mu0.as_ref()),
                _ => settled(&spectra, &directions, run, mu0.as_ref(), goal)?,
            };
            all = add(all, more);
        }
        let tails = beside(both(&tails), mu0.as_ref());
        all = add(all, tails.map(|off| Total { sum: S::constant(0.0), off }));
        let [particles, energy] =
            all.map(|Total { sum, off: [off, drift] }| sum.within(off, drift));
        let lines = lines(&spectra, &directions);
        let particles = lines.iter().fold(particles, |all, line| sum(all, line.size.clone()));
        let energy = mu0.map(|mu0| {
            lines.iter().fold(energy, |all, line| {
                let away = spectra.constants()[line.at].minus(&mu0).value.abs();
                sum(all, away * line.size.clone())
            })
        });
        Ok(Traffic { particles, energy })
    }
}

/// A piece of the axis over which a current has one sign, or none that is known.
struct Piece<S> {
    ends: [End<S>; 2],
    /// 1, −1, or 0 where it is not known.
    sign: i8,
    /// What lies over it at most.
    most: f64,
    /// Between which two cuts it lies.
    window: usize,
}

impl<S: Enclosed> Piece<S> {
    /// Whether it lies above μ0, of which it is on one side.
    fn is_above(&self, mu0: Option<&Known<S>>) -> bool {
        let middle = |mu0: &Known<S>| {
            let from = |end: &End<S>| (end.origin - mu0.near()) + end.rough;
            from(&self.ends[0]) + from(&self.ends[1])
        };
        mu0.is_none_or(|mu0| middle(mu0) > 0.0)
    }

    /// How far μ0 is from its farther end, at most.
    fn away(&self, mu0: &Known<S>) -> f64 {
        let far = |end: &End<S>| (end.near() - mu0.near()).abs();
        let [a, b] = self.ends.each_ref().map(far);
        (a.max(b) + 1e-15 * (mu0.hull.size() + self.ends[1].near().abs())) * ROUNDED
    }
}

/// What lies over some pieces: a number, by how much it may be off, and by how much its derivative.
struct Total<S> {
    sum: S,
    off: [f64; 2],
}

impl<S: Enclosed> Total<S> {
    fn nothing() -> Self {
        Total { sum: S::constant(0.0), off: [0.0; 2] }
    }
}

/// Of particles and of energies.
fn add<S: Enclosed>([a, b]: [Total<S>; 2], [c, d]: [Total<S>; 2]) -> [Total<S>; 2] {
    let both = |a: Total<S>, b: Total<S>| Total {
        sum: sum(a.sum, b.sum),
        off: [0, 1].map(|k| (a.off[k] + b.off[k]) * ROUNDED),
    };
    [both(a, c), both(b, d)]
}

/// The sums of bounds of all particle currents, and of all energy currents, which take turns; each for numbers and for
/// their derivatives.
fn both(all: &[[f64; 2]]) -> [[f64; 2]; 2] {
    let sum = |k: usize, of: usize| {
        all.iter().skip(k).step_by(2).fold(0.0, |sum, bound| (sum + bound[of]) * ROUNDED)
    };
    [0, 1].map(|k| [0, 1].map(|of| sum(k, of)))
}

/// By how much ∫ |j| and ∫ |E − μ0| |j| are off where ∫ j and ∫ E j are, each with its derivative.
fn beside<S: Enclosed>(
    [[n, n_speed], [e, e_speed]]: [[f64; 2]; 2],
    mu0: Option<&Known<S>>,
) -> [[f64; 2]; 2] {
    let [at, speed] = mu0.map_or([0.0; 2], |mu0| [mu0.hull.size(), mu0.value.speed()]);
    // A speed that is not known counts where something moves with it.
    let moved = if n == 0.0 { 0.0 } else { speed * n };
    [[n, n_speed], [(e + at * n) * ROUNDED, (e_speed + at * n_speed + moved) * ROUNDED]]
}

/// What lies over pieces that follow each other, where the current has one sign, on one side of μ0.
fn settled<S: Integrable>(
    spectra: &Spectra<'_, S>,
    directions: &[bool],
    run: &[Piece<S>],
    mu0: Option<&Known<S>>,
    goal: Goal,
) -> Result<[Total<S>; 2], Unproven> {
    let mut ends = vec![run[0].ends[0].clone()];
    ends.extend(run.iter().map(|piece| piece.ends[1].clone()));
    let found = integrals(spectra, &ends, goal)?;
    let flow = |k: usize| {
        let mine = found.sums.iter().skip(k).step_by(2).zip(directions);
        mine.fold(S::constant(0.0), |all, (part, is_into)| match is_into {
            true => sum(all, part.clone()),
            false => all.minus(part.clone()),
        })
    };
    let n = flow(0);
    let away = mu0.map_or(S::constant(0.0), |mu0| flow(1).minus(mu0.value.clone() * n.clone()));
    let signed = |number: S, is_turned: bool| if is_turned { number.negated() } else { number };
    let is_turned = run[0].sign < 0;
    let [n_off, away_off] = beside(both(&found.errors), mu0);
    let away = signed(away, is_turned == run[0].is_above(mu0));
    Ok([Total { sum: signed(n, is_turned), off: n_off }, Total { sum: away, off: away_off }])
}

/// What lies over pieces where the sign of the current is not known: anything between 0 and the most.
fn open<S: Integrable>(
    spectra: &Spectra<'_, S>,
    run: &[Piece<S>],
    mu0: Option<&Known<S>>,
) -> [Total<S>; 2] {
    let mut all = [Total::nothing(), Total::nothing()];
    for piece in run {
        let speeds = S::speeds(spectra, &piece.ends);
        let speed = |k: usize| speeds.iter().skip(k).step_by(2).sum::<f64>() * ROUNDED;
        let [particles, energy] = beside([[piece.most, speed(0)], [0.0, speed(1)]], mu0);
        let away = mu0.map_or(0.0, |mu0| piece.away(mu0)) * piece.most;
        let between = |most: f64, speed: f64| Total {
            sum: S::constant(0.5 * most),
            off: [0.5 * most * ROUNDED, speed],
        };
        all = add(all, [between(piece.most, particles[1]), between(away, energy[1])]);
    }
    all
}

/// The axis in pieces over which the current into the reservoirs has one sign; over others lies no more than
/// `allowed`, as far as so many can be found. `directions` says of which links it is counted as it is.
fn pieces<S: Arithmetic>(
    spectra: &Spectra<'_, S>,
    directions: &[bool],
    places: &[End<S>],
    allowed: f64,
) -> Vec<Piece<S>> {
    let mut found: Vec<Piece<S>> = Vec::new();
    let mut looked = 0;
    for (window, pair) in places.windows(2).enumerate() {
        let mut rest = vec![Panel::between(&pair[0], &pair[1], apart::<S>)];
        while let Some(panel) = rest.pop() {
            if panel.half() <= 0.0 {
                continue;
            }
            looked += 1;
            let Interval { lo, hi } = spectra.range(directions, &panel.axis(1));
            let sign = i8::from(lo >= 0.0) - i8::from(hi <= 0.0);
            let most = lo.abs().max(hi.abs()) * 2.0 * panel.half() * ROUNDED;
            let is_open = !(lo >= 0.0 || hi <= 0.0);
            if is_open
                && (most > allowed || most.is_nan())
                && looked < MOST
                && let Some([left, right]) = halves(&panel)
            {
                rest.extend([right, left]);
                continue;
            }
            match found.last_mut() {
                Some(last) if last.window == window && last.sign == sign => {
                    last.ends[1] = panel.places[1].clone();
                    last.most += most;
                }
                _ => found.push(Piece { ends: panel.places.clone(), sign, most, window }),
            }
        }
    }
    found
}

fn halves<S: Arithmetic>(panel: &Panel<S>) -> Option<[Panel<S>; 2]> {
    let ([a, b], middle) = (panel.rough, panel.middle());
    if !(middle > a && middle < b) || panel.half() < 1e-290 {
        return None;
    }
    let (cut, [left, right]) = (panel.cut(middle), &panel.places);
    Some([Panel::between(left, &cut, apart::<S>), Panel::between(&cut, right, apart::<S>)])
}

/// All that flows through terms of zero width at one energy.
struct Spike<S> {
    at: usize,
    size: S,
}

fn lines<S: Arithmetic>(spectra: &Spectra<'_, S>, directions: &[bool]) -> Vec<Spike<S>> {
    let mut spikes: Vec<Spike<S>> = Vec::new();
    let known = spectra.constants();
    let is_same = |a: usize, b: usize| {
        a == b || known[a].double.is_some() && known[a].double == known[b].double
    };
    spectra.each_line(|at, channel, value| {
        if channel % 2 != 0 {
            return;
        }
        let value = if directions[channel / 2] { value } else { value.negated() };
        match spikes.iter_mut().find(|spike| is_same(spike.at, at)) {
            Some(spike) => spike.size = sum(spike.size.clone(), value),
            None => spikes.push(Spike { at, size: value }),
        }
    });
    for place in 0..spikes.len() {
        // Where two energies may be one, what cancels there is not counted for certain.
        let meets = |a: &Interval, b: &Interval| a.lo <= b.hi && b.lo <= a.hi;
        let mine = known[spikes[place].at].hull;
        let near = spikes.iter().enumerate().filter(|(other, spike)| {
            *other != place
                && !is_same(spike.at, spikes[place].at)
                && meets(&known[spike.at].hull, &mine)
        });
        let unsure: f64 = near.map(|(_, spike)| spike.size.hull().size()).sum();
        let size = spikes[place].size.clone().abs();
        spikes[place].size = if unsure > 0.0 { size.widened(unsure * ROUNDED) } else { size };
    }
    spikes
}

#[cfg(test)]
mod soundness;
