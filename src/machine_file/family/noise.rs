//! Noise of what enters reservoirs: which columns there are, and why there are no others. They are computed where they are
//! asked for, in `fluctuation.rs`.

use super::{MachineFamily, Output};
use crate::machine_file::build::Built;
use crate::machine_file::description::{MachineFile, State};
use crate::model::{Channels, Coupling, Machine, Measure, Status, Weight};
use crate::quantity::Dimension;

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
        let remedy = match ends.iter().all(|(channels, _)| channels.scatterer.is_some()) {
            true => "",
            false => {
                ": a table of eigenvalues knows it, T = { table = \"t.csv\", eigenvalues = [\"T1\", \"T2\"] } or \
                 { tbtrans = \"X.TBT.AVTEIG_L-R\" }"
            }
        };
        return Some(format!(
            "noise follows from transmissions where a reservoir has one channel, or several that are alike \
             (degeneracy), and {own} has more{remedy}"
        ));
    }
    let is_beside = |part: &usize| {
        let all = machine.couplings.iter().filter(|c| [c.to, c.from].contains(part));
        let mut mine = all.map(|coupling| coupling.channels.eigenvalue);
        let first = mine.next();
        mine.any(|other| Some(other) != first)
    };
    let mut parts = (0..parents.len()).filter(|part| parents[*part] == reservoir);
    if parts.any(|part| is_beside(&part)) {
        return Some(format!(
            "transmission eigenvalues tell the noise of a reservoir to which nothing else is coupled, and {own} has \
             more transmissions"
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
pub(super) fn coupled(file: &MachineFile, machine: &Machine, parents: &[usize]) -> Vec<usize> {
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
        let pairs = coupled.iter().flat_map(|a| coupled.iter().map(move |b| (*a, *b)));
        for (a, b) in pairs.filter(|(a, b)| a != b) {
            let of = |weight| Output::NoiseBetween(weight, a, b);
            all.extend([Weight::Particles, Weight::Energy].map(of));
            if [a, b].iter().all(|place| has_heat(file, *place)) {
                all.extend([of(Weight::Heat), Output::Correlation(a, b)]);
            }
        }
    }
    all
}

/// Whether a reservoir has heat: it is in equilibrium.
fn has_heat(file: &MachineFile, place: usize) -> bool {
    matches!(file.reservoirs[place].state, State::Equilibrium { .. })
}

fn of_reservoirs(file: &MachineFile, built: &Built) -> Vec<Output> {
    let has = |place: &usize| why_none(file, &built.machine, &built.parents, *place).is_none();
    let of = |place: usize| {
        let heat = has_heat(file, place).then_some(Output::Noise(Weight::Heat, place));
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
        Output::Noise(_, r) => ("entropy", "Ṡ", unit("k_B²·E/h", "W2/K2/Hz"), "entropy", r),
        Output::NoiseBetween(weight, a, b) => {
            let (key, symbol, measure, what) = match weight {
                Weight::Particles => ("n", "ṅ", Measure::Particles, "particles"),
                Weight::Heat => ("heat", "J", energies(), "heats"),
                _ => ("energy", "ε̇", energies(), "energies"),
            };
            let (a, b) = (name(a), name(b));
            let doc = format!(
                "correlation of the {what} into {a} and {b}; two-sided, 0 where no energy reaches both"
            );
            let symbol = format!("C_{symbol},{a},{b}");
            return Some((format!("noise_{key}_{a}_{b}"), symbol, measure, "", doc));
        }
        Output::Correlation(a, b) => {
            let (a, b) = (name(a), name(b));
            let doc = format!(
                "correlation of the heats, from -1 to 1; noise_heat_{a}_{b} over the root of noise_heat_{a} and \
                 noise_heat_{b}"
            );
            let (key, symbol) = (format!("noise_correlation_{a}_{b}"), format!("ρ_{a},{b}"));
            return Some((key, symbol, Measure::Of(Dimension::Number), "", doc));
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
            let find = |name| self.file.reservoirs.iter().position(|r| &*r.name == name);
            if let Some((a, b)) = pair.split_once('_')
                && let (Some(a), Some(b)) = (find(a), find(b))
            {
                let of_heat = rest.starts_with("heat_") || rest.starts_with("correlation_");
                let cold = [a, b].into_iter().find(|place| !has_heat(&self.file, *place));
                let no_heat = cold.filter(|_| of_heat).map(|place| {
                    let name = &self.file.reservoirs[place].name;
                    format!("{name} is not in equilibrium, so that no heat is defined")
                });
                let why = why_no_pairs(&self.file, self.machine(), &self.parents).or(no_heat);
                if let Some(why) = why {
                    return Some(format!("`{column}`: {why}"));
                }
            }
        }
        let place = self.file.reservoirs.iter().position(|reservoir| named(&reservoir.name))?;
        why_none(&self.file, self.machine(), &self.parents, place)
            .map(|why| format!("`{column}`: {why}"))
    }
}

/// What a row says where more passes into a reservoir than through one channel.
pub(super) fn crowded(name: &str) -> Status {
    Status::Lacking(super::leak(format!("T into {name}>channels")))
}
