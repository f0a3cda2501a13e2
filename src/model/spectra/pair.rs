//! What flows between two equilibrium reservoirs at some energies, computed as a whole.

use super::Spectra;
use crate::formula::{Arithmetic, Known, Task, Value};
use crate::model::Statistics;
use crate::model::density::Density;
use crate::model::machine::Occupation;
use crate::numeric::Real;

/// A link of which all densities are computed as a whole, over one panel.
pub(super) struct Paired<C> {
    /// The place of the first density.
    pub(super) first: usize,
    /// The sums of the densities.
    pub(super) sums: [C; 5],
    statistics: Statistics,
    /// The origin of the panel minus μ_a, μ_b and 0; T_a, T_b; slope and shift of x_a − x_b.
    constants: [C; 7],
}

impl<C: Value> Paired<C> {
    /// Adds the densities at some energies; nothing where the arithmetic does no tasks.
    pub(super) fn add(&mut self, offset: &C, strength: &C) -> Option<()> {
        let [a, b, zero, t_a, t_b, slope, shift] = &self.constants;
        let [p, q, r, s, t] = &self.sums;
        let inputs = [offset, strength, a, b, zero, t_a, t_b, slope, shift, p, q, r, s, t];
        self.sums = C::together(Pair { statistics: self.statistics }, inputs)?;
        Some(())
    }
}

impl<S: Arithmetic> Spectra<'_, S> {
    /// A link over a panel, if it is one between two equilibrium reservoirs both ways.
    pub(super) fn paired(&self, place: usize, origin: f64) -> Option<Paired<S::Chunk>> {
        let link = &self.links[place];
        let (slope, shift) = self.forces[place].as_ref()?;
        if !link.both_ways || link.is_pump() || self.soft[place].is_some() {
            return None;
        }
        let first = self.densities.iter().position(|(link, _)| *link == place)?;
        let own = self.densities[first..].iter().take_while(|(link, _)| *link == place);
        let wanted = [
            Density::Particles,
            Density::Energy,
            Density::Heat(link.to),
            Density::Heat(link.from),
            Density::Production,
        ];
        if !own.map(|(_, density)| *density).eq(wanted) {
            return None;
        }
        let level = |end: usize| match self.machine.reservoirs[end].occupation {
            Occupation::Equilibrium { mu, t } => Some((&self.exact[mu], &self.exact[t])),
            Occupation::Given { .. } => None,
        };
        let ((mu_a, t_a), (mu_b, t_b)) = (level(link.to)?, level(link.from)?);
        let constant = S::Chunk::constant;
        let origin: Known<S> = Known::double(origin);
        let zero = constant(&Known::double(0.0));
        Some(Paired {
            first,
            sums: [(); 5].map(|()| zero.clone()),
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

/// The inputs: the energy minus the origin of the panel, the transmission times the weight of the node, the
/// origin minus μ_a, μ_b and 0, T_a, T_b, slope and shift of ω = x_a − x_b = slope·(E − μ_a) + shift, and the
/// sums.
impl Task<14, 5> for Pair {
    #[inline(always)]
    fn run<R: Real>(self, inputs: [&R; 14]) -> [R; 5] {
        let [offset, strength, a, b, zero, t_a, t_b, slope, shift, sums @ ..] = inputs;
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
            plus(particles.clone(), current.clone()),
            plus(energies.clone(), current.clone() * energy),
            plus(heat_a.clone(), current.clone() * from_a),
            plus(heat_b.clone(), current.clone() * from_b),
            plus(production.clone(), current * omega),
        ]
    }
}
