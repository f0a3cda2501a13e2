//! Noise of what enters reservoirs: columns that are computed where they are asked for.

use super::requested::Point;
use super::{MachineFamily, Output, unknown};
use crate::machine_file::build::Built;
use crate::machine_file::description::{MachineFile, State};
use crate::model::{
    Channels, Coupling, Fluctuations, Integrable, Machine, Measure, Status, Unproven, Weight,
};
use crate::numeric::Interval;
use crate::quantity::Dimension;

const EQUILIBRIUM: &[Weight] = &[Weight::Particles, Weight::Energy, Weight::Heat];
const FILLED: &[Weight] = &[Weight::Particles, Weight::Energy];
const ENTROPY: &[Weight] = &[Weight::Entropy];

/// What is known of the noise of a reservoir: all of its parts together.
type Found<S> = Result<Fluctuations<S>, Unproven>;

/// What of the noise of reservoirs is known already; whether that of the entropy out of equilibrium.
pub(super) type Noises<S> = std::collections::BTreeMap<(usize, bool), Found<S>>;

/// The ends of couplings of the machine in a reservoir of the file: what is known of the channels, and whether it has one
/// at that end.
fn ends(machine: &Machine, parents: &[usize], reservoir: usize) -> Vec<(Channels, bool)> {
    let ends = machine.couplings.iter().flat_map(|coupling| {
        let Coupling { to, from, channels, .. } = coupling;
        [(*to, channels.is_one[0]), (*from, channels.is_one[1])]
            .map(|(end, is_one)| (end, *channels, is_one))
    });
    let mine = ends.filter(|(end, ..)| parents[*end] == reservoir);
    mine.map(|(_, channels, is_one)| (channels, is_one)).collect()
}

/// Why the noise of a reservoir is not computed.
fn why_none(
    file: &MachineFile,
    machine: &Machine,
    parents: &[usize],
    reservoir: usize,
) -> Option<String> {
    let name = |place: usize| &file.reservoirs[place].name;
    if let Some(probe) = machine.probes.first().and_then(|probe| probe.parts.first()) {
        let probe = name(parents[*probe]);
        return Some(format!(
            "the probe {probe} answers to what fluctuates, which is not computed"
        ));
    }
    let mut all = file.reservoirs.iter();
    if let Some(demon) = all.find(|other| matches!(other.state, State::Optimal(_))) {
        return Some(format!("{} is an optimal demon, of which noise is not computed", demon.name));
    }
    if file.reservoirs.iter().any(|other| other.current.is_some()) {
        return Some("how a pumped current fluctuates does not follow from its mean".into());
    }
    let ends = ends(machine, parents, reservoir);
    let own = name(reservoir);
    let Some((first, _)) = ends.first() else {
        return Some(format!("{own} is not coupled to anything"));
    };
    if ends.iter().any(|(_, is_one)| !is_one) {
        return Some(format!(
            "noise follows from transmissions where a reservoir has one channel, or several that are alike \
             (degeneracy), and {own} has more"
        ));
    }
    let is_mixed = |statistics| {
        let all = machine.couplings.iter();
        let mut mine = all.filter(|coupling| {
            machine.reservoirs[coupling.to].statistics == statistics
                && [coupling.to, coupling.from].iter().any(|end| parents[*end] == reservoir)
        });
        let first = mine.next().map(|coupling| coupling.channels.alike);
        mine.any(|coupling| Some(coupling.channels.alike) != first)
    };
    if first.alike.is_some() || ends.len() > 1 {
        use crate::model::Statistics::{Bose, Fermi};
        if [Fermi, Bose].into_iter().any(is_mixed) {
            return Some(format!("the transmissions of {own} have several degeneracies"));
        }
    }
    let is_narrow = machine.demons.iter().flat_map(|demon| &demon.pairs).all(|pair| {
        let mut mine = pair.levels.iter().filter(|level| parents[level.place] == reservoir);
        mine.all(|level| level.is_narrow)
    });
    (!is_narrow).then(|| format!("the terms of the demon {own} are not narrow"))
}

/// The reservoirs that are coupled to something.
fn coupled(file: &MachineFile, machine: &Machine, parents: &[usize]) -> Vec<usize> {
    let is_coupled = |place: &usize| !ends(machine, parents, *place).is_empty();
    (0..file.reservoirs.len()).filter(is_coupled).collect()
}

/// Why no noise of two reservoirs together is computed.
fn why_no_pairs(file: &MachineFile, machine: &Machine, parents: &[usize]) -> Option<String> {
    let all = coupled(file, machine, parents);
    if all.len() > 3 {
        return Some(format!(
            "correlations follow from transmissions among three reservoirs, and {} are coupled here",
            all.len()
        ));
    }
    all.into_iter().find_map(|place| why_none(file, machine, parents, place))
}

/// The columns of noise of a file.
pub(super) fn noises(file: &MachineFile, built: &Built) -> Vec<Output> {
    let mut all = of_reservoirs(file, built);
    let Built { machine, parents, .. } = built;
    if why_no_pairs(file, machine, parents).is_none() {
        let coupled = coupled(file, machine, parents);
        for (a, b) in coupled.iter().flat_map(|a| coupled.iter().map(move |b| (*a, *b))) {
            let of = |weight| Output::NoiseBetween(weight, a, b);
            let pair = (a != b).then(|| [Weight::Particles, Weight::Energy].map(of));
            all.extend(pair.into_iter().flatten());
        }
    }
    all
}

fn of_reservoirs(file: &MachineFile, built: &Built) -> Vec<Output> {
    let has = |place: &usize| why_none(file, &built.machine, &built.parents, *place).is_none();
    let of = |place: usize| {
        let is_in_equilibrium = matches!(file.reservoirs[place].state, State::Equilibrium { .. });
        let heat = is_in_equilibrium.then_some(Output::Noise(Weight::Heat, place));
        let first = [Weight::Particles, Weight::Energy].map(|of| Output::Noise(of, place));
        let last = [Output::Noise(Weight::Entropy, place), Output::Fano(place)];
        first.into_iter().chain(heat).chain(last)
    };
    (0..file.reservoirs.len()).filter(has).flat_map(of).collect()
}

/// Name, symbol, measure, equation and meaning of such a column; nothing for others.
pub(super) fn text(
    output: Output,
    file: &MachineFile,
) -> Option<(String, String, Measure, &'static str, String)> {
    let name = |place: usize| &*file.reservoirs[place].name;
    let unit = |natural, laboratory| match file.is_laboratory {
        true => Measure::Chosen(laboratory),
        false => Measure::Chosen(natural),
    };
    let energies = || unit("E³/h", "W2/Hz");
    let (key, symbol, measure, of, r) = match output {
        Output::Fano(r) => {
            let doc = format!("Fano factor of {}; noise_n over |n|, 1 for rare carriers", name(r));
            let (key, symbol) = (format!("fano_{}", name(r)), format!("F_{}", name(r)));
            return Some((key, symbol, Measure::Of(Dimension::Number), "", doc));
        }
        Output::Noise(Weight::Particles, r) => ("n", "ṅ", Measure::Particles, "particles", r),
        Output::Noise(Weight::Energy, r) => ("energy", "ε̇", energies(), "energy", r),
        Output::Noise(Weight::Heat, r) => ("heat", "J", energies(), "heat", r),
        Output::Noise(Weight::Entropy, r) => {
            ("entropy", "Ṡ", unit("k_B²·E/h", "W2/K2/Hz"), "entropy", r)
        }
        Output::NoiseBetween(weight, a, b) => {
            let (key, symbol, measure, what) = match weight {
                Weight::Particles => ("n", "ṅ", Measure::Particles, "particles"),
                _ => ("energy", "ε̇", energies(), "energies"),
            };
            let (a, b) = (name(a), name(b));
            let doc = format!(
                "correlation of the {what} into {a} and {b}; two-sided, 0 where no energy reaches both"
            );
            let symbol = format!("C_{symbol},{a},{b}");
            return Some((format!("noise_{key}_{a}_{b}"), symbol, measure, "", doc));
        }
        _ => return None,
    };
    let doc = format!(
        "noise of the {of} into {}; two-sided, at zero frequency: a laboratory's one-sided S is 2C",
        name(r)
    );
    Some((format!("noise_{key}_{}", name(r)), format!("C_{symbol},{}", name(r)), measure, "", doc))
}

impl MachineFamily {
    /// Why there is no such column of noise, if its name is that of one.
    pub(super) fn lacks_noise(&self, column: &str) -> Option<String> {
        let rest = column.strip_prefix("noise_").or_else(|| column.strip_prefix("fano_"))?;
        let named = |name: &str| rest == name || rest.ends_with(&format!("_{name}"));
        if let Some((_, pair)) = rest.split_once('_') {
            let is_known = |name: &str| self.file.reservoirs.iter().any(|r| &*r.name == name);
            let is_pair = pair.split_once('_').is_some_and(|(a, b)| is_known(a) && is_known(b));
            if is_pair && let Some(why) = why_no_pairs(&self.file, self.machine(), &self.parents) {
                return Some(format!("`{column}`: {why}"));
            }
        }
        let place = self.file.reservoirs.iter().position(|reservoir| named(&reservoir.name))?;
        why_none(&self.file, self.machine(), &self.parents, place)
            .map(|why| format!("`{column}`: {why}"))
    }

    /// The noise of a reservoir with all of its parts, whose carriers know nothing of each other.
    fn noise<S: Integrable>(
        &self,
        point: &Point<'_, S>,
        reservoir: usize,
        is_entropy: bool,
    ) -> Found<S> {
        let machine = point.plan.machine();
        let group = self.group(reservoir);
        let is_in_equilibrium = machine.reservoirs[reservoir].occupation.equilibrium().is_some();
        let weights = match (is_entropy, is_in_equilibrium) {
            (true, _) => ENTROPY,
            (false, true) => EQUILIBRIUM,
            (false, false) => FILLED,
        };
        // Terms of a demon at one energy are two channels.
        let lines = machine.couplings.iter().filter(|coupling| {
            group.len() > 1 && [coupling.to, coupling.from].iter().any(|end| group.contains(end))
        });
        let hulls = lines.flat_map(|coupling| &coupling.lines);
        let hulls: Vec<Interval> = hulls.map(|line| point.constants[line.at].hull).collect();
        let meets = |(place, hull): (usize, &Interval)| {
            hulls[..place].iter().any(|other| other.lo <= hull.hi && hull.lo <= other.hi)
        };
        if hulls.iter().enumerate().any(meets) {
            return Err(Unproven::Channels(reservoir));
        }
        let zero = || S::constant(0.0);
        let mut whole = Fluctuations { of: vec![zero(); weights.len()], is_endless: false };
        let own = machine.reservoirs[reservoir].statistics;
        for part in group {
            let found = point.plan.noise(part, weights, point.leaves, point.goal)?;
            let is_own = machine.reservoirs[part].statistics == own;
            for ((sum, more), weight) in whole.of.iter_mut().zip(found.of).zip(weights) {
                // Phonons beside electrons do not enter n.
                let is_counted =
                    (is_own || *weight != Weight::Particles) && more.hull() != Interval::point(0.0);
                if is_counted {
                    *sum = sum.clone().minus(more.negated());
                }
            }
            whole.is_endless |= is_own && found.is_endless;
        }
        Ok(whole)
    }

    /// The noise of a reservoir, computed once a point; nothing where it is not known.
    fn known_noise<S: Integrable>(
        &self,
        point: &mut Point<'_, S>,
        reservoir: usize,
        is_entropy: bool,
    ) -> Result<Option<Fluctuations<S>>, f64> {
        let key = (reservoir, is_entropy);
        if !point.noises.contains_key(&key) {
            let found = self.noise(point, reservoir, is_entropy);
            point.noises.insert(key, found);
        }
        match point.noises.get(&key) {
            Some(Ok(found)) => Ok(Some(found.clone())),
            Some(Err(Unproven::Channels(place))) => {
                let status = self.words.channels[self.parents[*place]];
                point.lacks.get_or_insert(status);
                Err(f64::NAN)
            }
            _ => Ok(None),
        }
    }

    /// How what enters two reservoirs correlates: Σ_b C_ab = 0 at every energy.
    fn correlated<S: Integrable>(
        &self,
        weight: Weight,
        [a, b]: [usize; 2],
        point: &mut Point<'_, S>,
    ) -> Result<S, f64> {
        let which = usize::from(weight != Weight::Particles);
        let all = coupled(&self.file, point.plan.machine(), &self.parents);
        let mut of = |r: usize| -> Result<Option<S>, f64> {
            match self.known_noise(point, r, false)? {
                Some(found) if found.is_endless && which == 0 => Err(f64::NAN),
                found => Ok(found.and_then(|found| found.of.get(which).cloned())),
            }
        };
        let third = all.iter().find(|r| **r != a && **r != b);
        let Some(third) = third else {
            return Ok(of(a)?.map_or_else(unknown, S::negated));
        };
        let (Some(one), Some(two), Some(whole)) = (of(a)?, of(b)?, of(*third)?) else {
            return Ok(unknown());
        };
        let groups = [a, b].map(|r| self.group(r));
        let groups = [&*groups[0], &*groups[1]];
        if point.plan.meets(groups, point.leaves, point.goal) == Ok(false) {
            return Ok(S::constant(0.0));
        }
        Ok(S::constant(0.5) * whole.minus(one).minus(two))
    }

    /// A column of noise, or its limit where it is not finite.
    pub(super) fn fluctuation<S: Integrable>(
        &self,
        output: Output,
        point: &mut Point<'_, S>,
        particles: impl Fn(usize) -> S,
    ) -> Result<S, f64> {
        let (weight, r) = match output {
            Output::Noise(weight, r) => (weight, r),
            Output::Fano(r) => (Weight::Particles, r),
            Output::NoiseBetween(weight, a, b) if !S::HAS_SLOPE => {
                return self.correlated(weight, [a, b], point);
            }
            _ => return Ok(unknown()),
        };
        if S::HAS_SLOPE {
            return Ok(unknown());
        }
        let equilibrium = point.plan.machine().reservoirs[r].occupation.equilibrium();
        let is_entropy = weight == Weight::Entropy && equilibrium.is_none();
        let Some(found) = self.known_noise(point, r, is_entropy)? else { return Ok(unknown()) };
        if weight == Weight::Particles && found.is_endless {
            return Err(f64::INFINITY);
        }
        let of = |place: usize| found.of.get(place).cloned().unwrap_or_else(unknown);
        Ok(match (output, weight, equilibrium) {
            (Output::Fano(_), ..) => {
                let (noise, mean) = (of(0), particles(r));
                let is_nothing = |number: &S| number.hull() == Interval::point(0.0);
                match (is_nothing(&noise), is_nothing(&mean)) {
                    (true, true) => return Err(f64::NAN),
                    (false, true) => return Err(f64::INFINITY),
                    _ => noise / mean.abs(),
                }
            }
            (_, Weight::Particles, _) => of(0),
            (_, Weight::Energy, _) => of(1),
            (_, Weight::Heat, _) => of(2),
            (_, Weight::Entropy, Some([_, t])) => {
                let t = point.constants[t].value.clone();
                of(2) / (t.clone() * t)
            }
            (_, Weight::Entropy, None) => of(0),
        })
    }
}

/// What a row says where more passes into a reservoir than through one channel.
pub(super) fn crowded(name: &str) -> Status {
    Status::Lacking(super::leak(format!("T into {name}>channels")))
}
