//! What flows between two equilibrium reservoirs at some energies, computed as a whole.

use super::Spectra;
use crate::formula::{Accumulation, Arithmetic, Known, Value};
use crate::model::Statistics;
use crate::model::density::Density;
use crate::model::machine::{Link, Occupation};
use crate::numeric::Real;

/// A link of which all densities are computed as a whole, over one panel.
pub(super) struct Paired<C> {
    /// The place of the first density.
    pub(super) first: usize,
    /// Energies minus the origin of the panel, and the transmission there times the weight of the node.
    pub(super) rows: Vec<[C; 2]>,
    statistics: Statistics,
    /// The origin of the panel minus μ_a, μ_b and 0; T_a, T_b; slope and shift of x_a − x_b.
    constants: [C; 7],
}

/// The place of the first density of a link, if it joins two equilibrium reservoirs both ways: they have just
/// those that a pair has.
pub(super) fn first_of_pair(
    links: &[Link],
    densities: &[(usize, Density)],
    place: usize,
) -> Option<usize> {
    let link = &links[place];
    let first = densities.iter().position(|(link, _)| *link == place)?;
    let own = densities[first..].iter().take_while(|(link, _)| *link == place);
    let wanted = [
        Density::Particles,
        Density::Energy,
        Density::Heat(link.to),
        Density::Heat(link.from),
        Density::Production,
    ];
    own.map(|(_, density)| *density).eq(wanted).then_some(first)
}

impl<C: Value> Paired<C> {
    /// The sums of all densities; nothing where the arithmetic does no tasks.
    pub(super) fn sums(&self) -> Option<[C; 5]> {
        let [a, b, zero, t_a, t_b, slope, shift] = &self.constants;
        let constants = [a, b, zero, t_a, t_b, slope, shift];
        C::accumulated(Pair { statistics: self.statistics }, constants, &self.rows)
    }
}

impl<S: Arithmetic> Spectra<'_, S> {
    /// The place of the first density of a link between two equilibrium reservoirs both ways.
    pub(super) fn first_of_pair(&self, place: usize) -> Option<usize> {
        self.firsts[place].filter(|_| self.soft[place].is_none())
    }

    /// The densities of such a link at `x` from an origin in doubles, where its transmission is `t`.
    pub(super) fn roughly_paired(
        &self,
        place: usize,
        origin: f64,
        x: f64,
        t: f64,
        values: &mut [f64],
    ) {
        let link = &self.links[place];
        let (Some((slope, shift)), [Some((mu_a, t_a)), Some((mu_b, t_b))]) =
            (&self.rough_forces[place], [link.to, link.from].map(|end| self.level(end)))
        else {
            return;
        };
        let [from_a, from_b] = [mu_a, mu_b].map(|mu| (origin - self.rough[mu].near()) + x);
        let filled = |y: f64| {
            let power = (-y.abs()).exp();
            let (small, large) = match self.machine.reservoirs[link.to].statistics {
                Statistics::Fermi => (power / (1.0 + power), 1.0 / (1.0 + power)),
                // n and 1 + n.
                Statistics::Bose => return (power / (1.0 - power), 1.0 / (1.0 - power)),
            };
            if y > 0.0 { (small, large) } else { (large, small) }
        };
        let (f_a, rest_a) = filled(from_a / self.rough[t_a].near());
        let (f_b, rest_b) = filled(from_b / self.rough[t_b].near());
        let omega = slope.near() * from_a + shift.near();
        let crossed = if omega > 0.0 { f_b * rest_a } else { f_a * rest_b };
        let current = t * crossed * -(-omega.abs()).exp_m1();
        let weights = [1.0, origin + x, from_a, from_b, omega];
        for (value, weight) in values.iter_mut().zip(weights) {
            *value = current * weight;
        }
    }

    fn level(&self, end: usize) -> Option<(usize, usize)> {
        match self.machine.reservoirs[end].occupation {
            Occupation::Equilibrium { mu, t } => Some((mu, t)),
            Occupation::Given { .. } | Occupation::Optimal(_) => None,
        }
    }

    /// Such a link over a panel.
    pub(super) fn paired(&self, place: usize, origin: f64) -> Option<Paired<S::Chunk>> {
        let link = &self.links[place];
        let (slope, shift) = self.forces[place].as_ref()?;
        let first = self.first_of_pair(place).filter(|_| S::Chunk::DOES_TASKS)?;
        let ((mu_a, t_a), (mu_b, t_b)) = (self.level(link.to)?, self.level(link.from)?);
        let [mu_a, t_a, mu_b, t_b] = [mu_a, t_a, mu_b, t_b].map(|place| &self.exact[place]);
        let constant = S::Chunk::constant;
        let origin: Known<S> = Known::double(origin);
        Some(Paired {
            first,
            rows: Vec::new(),
            statistics: self.machine.reservoirs[link.to].statistics,
            constants: [
                constant(&origin.minus(mu_a)),
                constant(&origin.minus(mu_b)),
                constant(&origin),
                constant(t_a),
                constant(t_b),
                constant(slope),
                constant(shift),
            ],
        })
    }
}

/// All densities of a link between two equilibrium reservoirs a and b by one transmission both ways, added to
/// their sums: particles, energy, heat of a and of b, and production, in this order.
struct Pair {
    statistics: Statistics,
}

/// f and 1 + s f from x = (E − μ)/T. Each formula holds on both sides of x = 0.
#[inline(always)]
fn filled<R: Real>(statistics: Statistics, x: R) -> (R, R) {
    let one = || R::constant(1.0);
    match statistics {
        Statistics::Fermi => {
            let mask = x.is_positive();
            let up = x.clone().negated();
            let power = R::select(mask, up, x).exp();
            let large = one() / one().minus(power.clone().negated());
            let small = power * large.clone();
            let f = R::select(mask, small.clone(), large.clone());
            (f, R::select(mask, large, small))
        }
        Statistics::Bose => {
            let rest = one() / x.clone().one_minus_exp_neg();
            (x.negated().exp() * rest.clone(), rest)
        }
    }
}

#[inline(always)]
fn plus<R: Real>(a: R, b: R) -> R {
    a.minus(b.negated())
}

/// The constants: the origin minus μ_a, μ_b and 0, T_a, T_b, slope and shift of ω = x_a − x_b =
/// slope·(E − μ_a) + shift. A row: the energy minus the origin, the transmission times the weight of the node.
impl Accumulation<7, 2, 5> for Pair {
    #[inline(always)]
    fn add<R: Real>(&self, constants: [&R; 7], row: [&R; 2], sums: [R; 5]) -> [R; 5] {
        let [a, b, zero, t_a, t_b, slope, shift] = constants;
        let [offset, strength] = row;
        let from_a = plus(a.clone(), offset.clone());
        let from_b = plus(b.clone(), offset.clone());
        let energy = plus(zero.clone(), offset.clone());
        let (f_a, rest_a) = filled(self.statistics, from_a.clone() / t_a.clone());
        let (f_b, rest_b) = filled(self.statistics, from_b.clone() / t_b.clone());
        let omega = plus(slope.clone() * from_a.clone(), shift.clone());
        // Δ = f_b (1 + s f_a)(1 − e^−ω) = −f_a (1 + s f_b)(1 − e^ω), in which nothing cancels.
        let mask = omega.is_positive();
        let forth = f_b * rest_a;
        let back = (f_a * rest_b).negated();
        let crossed = R::select(mask, forth, back);
        let size = R::select(mask, omega.clone(), omega.clone().negated());
        let current = strength.clone() * (crossed * size.one_minus_exp_neg());
        let [particles, energies, heat_a, heat_b, production] = sums;
        [
            plus(particles, current.clone()),
            plus(energies, current.clone() * energy),
            plus(heat_a, current.clone() * from_a),
            plus(heat_b, current.clone() * from_b),
            plus(production, current * omega),
        ]
    }
}
