//! Linear response: what flows where the reservoirs differ a little from one temperature and one chemical potential.

use super::requested::Point;
use super::{MachineFamily, Output, unknown};
use crate::formula::Known;
use crate::machine_file::build::Built;
use crate::machine_file::description::{MachineFile, State};
use crate::machine_file::filter::filter_of;
use crate::model::{Coupling, Integrable, Link, Measure, Moments, Status};
use crate::numeric::{Enclosed, Interval};
use crate::quantity::Dimension;

/// Moments between two reservoirs, none where nothing joins them; nothing where no bound of their error is known.
pub(super) type Found<S> = Option<Option<Moments<S>>>;

/// A coefficient of linear response between two reservoirs, of the moments L_k = ∫ T_ab (−f′)(E − μ)^k dE.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coefficient {
    /// L0.
    Conductance,
    /// L1/(T L0).
    Seebeck,
    /// L1/L0.
    Peltier,
    /// κ = (L2 − L1²/L0)/T.
    Kappa,
    /// L1²/(L0 L2 − L1²).
    Merit,
    /// κ/(T L0).
    Lorenz,
    /// L1.
    First,
    /// L2.
    Second,
}

impl Coefficient {
    /// Their names begin the names of their columns.
    const ALL: [Coefficient; 8] = [
        Coefficient::Conductance,
        Coefficient::Seebeck,
        Coefficient::Peltier,
        Coefficient::Kappa,
        Coefficient::Merit,
        Coefficient::Lorenz,
        Coefficient::First,
        Coefficient::Second,
    ];
}

/// The pairs of reservoirs that are joined.
pub(super) fn joined(file: &MachineFile, built: &Built) -> Vec<[usize; 2]> {
    let joins = |a: usize, b: usize| {
        built.machine.couplings.iter().any(|coupling| {
            let Coupling { to, from, both_ways, .. } = coupling;
            let ends = [built.parents[*to], built.parents[*from]];
            ends == [a, b] || *both_ways && ends == [b, a]
        })
    };
    let places = || 0..file.reservoirs.len();
    let pairs = places().flat_map(|a| places().map(move |b| [a, b]));
    pairs.filter(|[a, b]| a != b && joins(*a, *b)).collect()
}

/// Why a machine has no coefficients of linear response.
fn why_none(file: &MachineFile) -> Option<String> {
    if filter_of(file).is_some() {
        return Some(
            "an optimal filter follows the reservoirs, of which linear response is not computed"
                .into(),
        );
    }
    let mut all = file.reservoirs.iter();
    let found = all.find_map(|reservoir| match &reservoir.state {
        State::Equilibrium { probe: None, .. } if reservoir.current.is_none() => None,
        State::Equilibrium { probe: None, .. } => {
            Some(format!("a current is pumped into {}", reservoir.name))
        }
        State::Equilibrium { .. } => Some(format!("{} is a probe", reservoir.name)),
        _ => Some(format!("{} is out of equilibrium", reservoir.name)),
    });
    found.map(|found| {
        format!("linear response is that of reservoirs whose T and mu are given, and {found}")
    })
}

/// Why there is no such column, if its name is that of a coefficient.
pub(super) fn lacks(file: &MachineFile, column: &str) -> Option<String> {
    if !is_name(column) {
        return None;
    }
    let [a, b] = match &file.reservoirs[..] {
        [a, b, _, ..] => [&a.name, &b.name],
        _ => return why_none(file).map(|why| format!("`{column}`: {why}")),
    };
    let of_pairs = || {
        format!(
            "of more than two reservoirs each pair that is joined has its own, as in conductance_{a}_{b}"
        )
    };
    Some(format!("`{column}`: {}", why_none(file).unwrap_or_else(of_pairs)))
}

/// Whether a column is named as a coefficient is, whatever the reservoirs are.
fn is_name(column: &str) -> bool {
    let all =
        ["conductance", "seebeck", "peltier", "kappa", "ZT", "lorenz", "onsager_1", "onsager_2"];
    all.iter().any(|name| {
        column.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    })
}

/// Whether a machine has coefficients of linear response.
pub fn responds(file: &MachineFile) -> bool {
    why_none(file).is_none()
}

/// The coefficients of a file: of the two reservoirs, or of each pair of more.
pub(super) fn coefficients(file: &MachineFile, built: &Built) -> Vec<Output> {
    if why_none(file).is_some() {
        return Vec::new();
    }
    let mut pairs = joined(file, built);
    if file.reservoirs.len() == 2 {
        pairs.truncate(1);
    }
    let of = |[a, b]: [usize; 2]| Coefficient::ALL.map(|of| Output::Response(of, a, b));
    pairs.into_iter().flat_map(of).collect()
}

/// Name, symbol, measure, equation and meaning of a coefficient.
pub(super) fn text(
    of: Coefficient,
    [a, b]: [usize; 2],
    file: &MachineFile,
) -> (String, String, Measure, &'static str, String) {
    let (energy, temperature) = (Dimension::Energy, Dimension::Temperature);
    let plain = Measure::Of(Dimension::Number);
    let conductance = match file.is_laboratory {
        true => Measure::Chosen("S"),
        false => Measure::ParticlesPer(energy),
    };
    let (name, symbol, measure, doc) = match of {
        Coefficient::Conductance => ("conductance", "G", conductance, "conductance, L0"),
        Coefficient::Seebeck => (
            "seebeck",
            "S",
            Measure::OfPer(energy, temperature),
            "−δμ/δT where no particles flow, L1/(T L0)",
        ),
        Coefficient::Peltier => {
            ("peltier", "Π", Measure::Of(energy), "heat that a particle carries, L1/L0")
        }
        Coefficient::Kappa => {
            ("kappa", "κ", Measure::Entropy, "thermal conductance, (L2 − L1²/L0)/T")
        }
        Coefficient::Merit => ("ZT", "ZT", plain, "figure of merit, L1²/(L0 L2 − L1²)"),
        Coefficient::Lorenz => ("lorenz", "κ/TG", plain, "Lorenz ratio κ/(T L0); π²/3 in metals"),
        Coefficient::First => ("onsager_1", "L1", Measure::Particles, "Onsager coefficient L1"),
        Coefficient::Second => ("onsager_2", "L2", Measure::Energy, "Onsager coefficient L2"),
    };
    if file.reservoirs.len() == 2 {
        return (name.into(), symbol.into(), measure, "", format!("{doc}; at equal T and mu"));
    }
    let [a, b] = [a, b].map(|place| &file.reservoirs[place].name);
    let doc = format!("{doc}; of {a} from {b}, at equal T and mu");
    (format!("{name}_{a}_{b}"), format!("{symbol}_{a},{b}"), measure, "", doc)
}

impl MachineFamily {
    /// Whether all reservoirs have one T and one μ, as far as can be told, and keep it where a parameter changes.
    fn is_uniform<S: Integrable>(&self, constants: &[Known<S>]) -> bool {
        let reservoirs = &self.machine().reservoirs[..self.file.reservoirs.len()];
        let mut all = reservoirs.iter().filter_map(|r| r.occupation.equilibrium());
        let Some(first) = all.next() else { return false };
        let hull = |place: usize| {
            let known = &constants[place];
            (known.hull, known.value.clone().derivative().hull())
        };
        all.all(|other| first.map(hull) == other.map(hull))
    }

    /// A coefficient of linear response, and its limit where it is not finite.
    pub(super) fn response<S: Integrable>(
        &self,
        of: Coefficient,
        [a, b]: [usize; 2],
        point: &mut Point<'_, S>,
    ) -> Result<S, f64> {
        if !self.is_uniform(point.constants) {
            point.lacks.get_or_insert(Status::Lacking("unequal T or mu"));
            return Err(f64::NAN);
        }
        let [electrons, phonons] = point
            .moments
            .entry([a, b])
            .or_insert_with(|| {
                let machine = point.plan.machine();
                let statistics = |place: usize| machine.reservoirs[place].statistics;
                let own = |link: &Link| statistics(link.to) == statistics(self.parents[link.to]);
                [true, false].map(|is_own| {
                    let is_asked = |link: &Link| {
                        let ends = [link.to, link.from].map(|end| self.parents[end]);
                        own(link) == is_own && (ends == [a, b] || link.both_ways && ends == [b, a])
                    };
                    point.plan.moments(is_asked, point.constants, point.goal).ok()
                })
            })
            .clone();
        let (Some(own), Some(phonons)) = (electrons, phonons) else { return Ok(unknown()) };
        let zero = || S::constant(0.0);
        let heat = phonons.map_or_else(zero, |phonons| phonons.of[2].clone());
        let is_endless = own.as_ref().is_some_and(|own| own.is_endless);
        let Some(Moments { of: [l0, l1, l2], is_sharp, .. }) = own.clone().filter(|_| !is_endless)
        else {
            // Phonons carry heat and nothing else that lasts; L1²/L0 is 0 as both grow without bound.
            let second = own.map_or(heat, |own| own.of[2].clone());
            return match of {
                Coefficient::Second => Ok(second),
                Coefficient::Kappa => Ok(second / self.temperature(point, a)),
                Coefficient::Conductance | Coefficient::First if is_endless => Err(f64::INFINITY),
                Coefficient::Conductance | Coefficient::First => Ok(zero()),
                _ => Err(f64::NAN),
            };
        };
        let is_nothing = |number: &S| number.hull() == Interval::point(0.0);
        if is_nothing(&l0) && !matches!(of, Coefficient::First | Coefficient::Second) {
            return if of == Coefficient::Conductance { Ok(zero()) } else { Err(f64::NAN) };
        }
        let per = |number: S, by: S| if is_nothing(&number) { zero() } else { number / by };
        let t = self.temperature(point, a);
        let sum = |a: S, b: S| if is_nothing(&b) { a } else { a.minus(b.negated()) };
        // What the energies of carriers differ by makes L2 − L1²/L0.
        let spread = || match is_sharp {
            true => zero(),
            false if is_nothing(&l1) => l2.clone(),
            false => l2.clone().minus(l1.clone() * l1.clone() / l0.clone()),
        };
        let kappa = || per(sum(spread(), heat.clone()), t.clone());
        Ok(match of {
            Coefficient::Conductance => l0,
            Coefficient::Seebeck => per(l1, t * l0),
            Coefficient::Peltier => per(l1, l0),
            Coefficient::Kappa => kappa(),
            Coefficient::Lorenz => per(kappa(), t.clone() * l0.clone()),
            Coefficient::Merit if is_nothing(&l1) => zero(),
            Coefficient::Merit => {
                let lost = sum(spread(), heat);
                if is_nothing(&lost) {
                    return Err(f64::INFINITY);
                }
                l1.clone() * l1.clone() / (l0 * lost)
            }
            Coefficient::First => l1,
            Coefficient::Second => sum(l2, heat),
        })
    }

    fn temperature<S: Integrable>(&self, point: &Point<'_, S>, reservoir: usize) -> S {
        let found = point.plan.machine().reservoirs[reservoir].occupation.equilibrium();
        found.map_or_else(unknown, |[_, t]| point.constants[t].value.clone())
    }
}
