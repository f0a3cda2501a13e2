//! Machines: reservoirs, and the transmissions between them (Eq. 17).

use super::{Broad, Demon, Filter, Optimal, Probe, Statistics};
use crate::formula::{Constant, Known, Line, Spectrum};

/// A machine in normal form. Its numbers are constants, named by their places in one list.
#[derive(Clone, Debug, Default)]
pub struct Machine {
    /// The reservoirs.
    pub reservoirs: Vec<Reservoir>,
    /// What they are coupled by.
    pub couplings: Vec<Coupling>,
    /// The constants, as formulas of the parameters. Energies and temperatures are in one unit, k_B = 1.
    pub constants: Vec<Constant>,
    /// The temperature T0 of the environment (Eqs. 11 and 14), if it is known.
    pub t0: Option<usize>,
    /// Its chemical potential μ0.
    pub mu0: Option<usize>,
    /// The demons of Eq. 20, whose occupations follow from the rest.
    pub demons: Vec<Demon>,
    /// The demon whose occupations are the best ones, of which there is one at most.
    pub optimal: Option<Optimal>,
    /// The transmission that is the best one, of which there is one at most.
    pub filter: Option<Filter>,
    /// The reservoirs whose temperature or chemical potential is to be found.
    pub probes: Vec<Probe>,
    /// What transmissions must not exceed.
    pub limits: Vec<Limit>,
    /// How far what comes from tables may break a sum rule.
    pub slacks: Vec<Slack>,
    /// Whether it is a part of a machine, for which sum rules need not hold.
    pub is_part: bool,
}

/// How far a transmission, or a spectral current where both ends are the same, may be off by the digits in
/// which a table prints it.
#[derive(Clone, Debug)]
pub struct Slack {
    /// The reservoir into which carriers go.
    pub to: usize,
    /// The one from which they come.
    pub from: usize,
    /// How far it may be off, as a function of the energy that is linear between the points of tables.
    pub size: Spectrum,
}

/// A transmission before its degeneracy, which lies between 0 and its number of channels.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The transmission.
    pub transmission: Spectrum,
    /// The number of channels.
    pub channels: usize,
    /// The reservoirs that it joins.
    pub ends: [usize; 2],
}

/// A reservoir.
#[derive(Clone, Debug)]
pub struct Reservoir {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub statistics: Statistics,
    /// How its levels are occupied.
    pub occupation: Occupation,
}

/// How the levels of a reservoir are occupied.
#[derive(Clone, Debug)]
pub enum Occupation {
    /// In equilibrium.
    Equilibrium {
        /// The chemical potential.
        mu: usize,
        /// The temperature.
        t: usize,
    },
    /// Out of equilibrium.
    Given {
        /// f, or n for bosons.
        f: Spectrum,
        /// 1 − f, or 1 + n.
        rest: Spectrum,
    },
    /// As well as a demon can be, at all energies at which it is coupled.
    Optimal(Box<Broad>),
}

impl Occupation {
    /// The constants μ and T of equilibrium.
    pub fn equilibrium(&self) -> Option<[usize; 2]> {
        match self {
            Occupation::Equilibrium { mu, t } => Some([*mu, *t]),
            Occupation::Given { .. } | Occupation::Optimal(_) => None,
        }
    }
}

/// A transmission, or a current that is pumped into a reservoir.
#[derive(Clone, Debug)]
pub struct Coupling {
    /// The reservoir into which carriers go.
    pub to: usize,
    /// The one from which they come; the same one where `transmission` is a spectral current into it, beside
    /// those of the transmissions.
    pub from: usize,
    /// Whether the same transmission leads back.
    pub both_ways: bool,
    /// T_ab, with its degeneracy.
    pub transmission: Spectrum,
    /// Its terms of zero width.
    pub lines: Vec<Line>,
    /// What is known of the channels over which it is summed.
    pub channels: Channels,
}

/// What is known of the channels over which a transmission is summed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Channels {
    /// Whether the reservoir to which it leads, and the one from which it comes, have one channel, or several that are
    /// alike.
    pub is_one: [bool; 2],
    /// The constant that says how many are alike, where it is a factor of the transmission.
    pub alike: Option<usize>,
    /// Of which scatterer it is, as a place among those of a file.
    pub scatterer: Option<usize>,
    /// Of which transmission it is one eigenvalue, as the place of the coupling that is the first one of them: a channel
    /// of its own, which mixes with none of the others.
    pub eigenvalue: Option<usize>,
}

impl Channels {
    /// One channel at both ends.
    pub fn one(alike: Option<usize>) -> Self {
        Self { is_one: [true; 2], alike, scatterer: None, eigenvalue: None }
    }
}

/// Two reservoirs and all transmissions of one kind between them.
#[derive(Clone, Debug)]
pub struct Link {
    /// The reservoir into which currents are counted.
    pub to: usize,
    /// The other one.
    pub from: usize,
    /// Whether the transmission leads back, too.
    pub both_ways: bool,
    /// The places of the couplings.
    pub couplings: Vec<usize>,
}

impl Link {
    /// Whether it is a spectral current of its own into one reservoir.
    pub fn is_pump(&self) -> bool {
        self.to == self.from
    }
}

impl Machine {
    /// The couplings by the reservoirs that they join.
    pub fn links(&self) -> Vec<Link> {
        let mut links: Vec<Link> = Vec::new();
        for (place, coupling) in self.couplings.iter().enumerate() {
            let Coupling { to, from, both_ways, .. } = *coupling;
            let same =
                |link: &&mut Link| (link.to, link.from, link.both_ways) == (to, from, both_ways);
            let turned = |link: &&mut Link| {
                both_ways && (link.to, link.from) == (from, to) && link.both_ways
            };
            match links.iter_mut().find(|link| same(link) || turned(link)) {
                Some(link) => link.couplings.push(place),
                None => links.push(Link { to, from, both_ways, couplings: vec![place] }),
            }
        }
        links
    }

    /// Whether something may flow over a link: its transmissions are not written as 0.
    pub fn carries<S>(&self, link: &Link, constants: &[Known<S>]) -> bool {
        let mut couplings = link.couplings.iter().map(|place| &self.couplings[*place]);
        couplings.any(|coupling| {
            !coupling.lines.is_empty() || !coupling.transmission.is_nothing(constants)
        })
    }

    /// For each constant, the first one that is certainly the same number; `parameters` has the same for each
    /// parameter, or nothing where all differ. Those that are known to be doubles are not compared.
    pub fn twins(&self, parameters: &[usize], is_double: impl Fn(usize) -> bool) -> Vec<usize> {
        let twin = |place: usize| {
            // Without twins among the parameters each formula is in the list once.
            if parameters.is_empty() || is_double(place) {
                return place;
            }
            let mut before = self.constants[..place].iter();
            before
                .position(|other| other.is_twin(&self.constants[place], parameters))
                .unwrap_or(place)
        };
        (0..self.constants.len()).map(twin).collect()
    }
}
