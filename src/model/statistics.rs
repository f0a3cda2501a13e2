//! Occupations and entropy of carriers: Eqs. 2 to 6.

use crate::formula::{Known, Task, Value};
use crate::numeric::Real;

/// What kind of particles a reservoir holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Statistics {
    /// Fermions: s = −1, occupations f in [0, 1].
    #[default]
    Fermi,
    /// Bosons: s = +1, occupations n ≥ 0.
    Bose,
}

/// The occupation of one reservoir at one energy.
#[derive(Clone, Debug)]
pub struct Occupied<V> {
    /// f.
    pub f: V,
    /// 1 + s f: what fermions leave, what bosons stimulate.
    pub rest: V,
    /// y = ln(1/f + s), the derivative of the entropy of a level (Eq. 6); (E − μ)/T in equilibrium.
    pub y: V,
}

/// Two reservoirs at one energy, and what flows between them through a transmission of 1.
#[derive(Clone, Debug)]
pub struct Between<V> {
    /// Δ = f_b − f_a, the spectral current into a.
    pub current: V,
    /// y_a − y_b: Δ (y_a − y_b) ≥ 0 is the entropy that is produced.
    pub affinity: V,
}

/// Δ and y_a − y_b of fermions, where no level is as good as empty or full, from f_a, 1 − f_a, f_b and 1 − f_b.
struct AnyFermions;

impl Task<4, 2> for AnyFermions {
    #[inline(always)]
    fn run<R: Real>(self, inputs: [&R; 4]) -> [R; 2] {
        let [f_a, rest_a, f_b, rest_b] = inputs;
        let is_full = f_a.clone().minus(R::constant(0.5)).is_positive();
        let full = rest_a.clone().minus(rest_b.clone());
        let current = R::select(is_full, full, f_b.clone().minus(f_a.clone()));
        let is_forth = current.is_positive();
        let size = R::select(is_forth, current.clone(), current.clone().negated());
        let forth = f_a.clone() * rest_b.clone();
        let under = R::select(is_forth, forth, f_b.clone() * rest_a.clone());
        let log = (size / under).ln_1p();
        [current, R::select(is_forth, log.clone(), log.negated())]
    }
}

impl<V: Value> Occupied<V> {
    /// In equilibrium, from E − μ and T: y = (E − μ)/T.
    pub fn equilibrium(statistics: Statistics, offset: V, t: V) -> Self {
        match statistics {
            Statistics::Fermi => {
                let [y, f, rest] = offset.level(t);
                Occupied { f, rest, y }
            }
            Statistics::Bose => {
                let x = offset.over(t);
                let f = x.clone().bose();
                let rest = V::constant(&Known::double(1.0)).plus(f.clone());
                Occupied { f, rest, y: x }
            }
        }
    }

    /// Out of equilibrium, from f and 1 + s f.
    pub fn given(f: V, rest: V) -> Self {
        let y = rest.clone().over(f.clone()).ln();
        Occupied { f, rest, y }
    }

    /// A mixture far above all of its chemical potentials, where f = e^−x S with x of the hottest component:
    /// y = x + ln((1 − f)/S). `power` is S.
    pub fn far_above(f: V, rest: V, x: V, power: V) -> Self {
        let y = x.plus(rest.clone().over(power).ln());
        Occupied { f, rest, y }
    }

    /// A mixture far below all of its chemical potentials, where 1 − f = e^x S.
    pub fn far_below(f: V, rest: V, x: V, power: V) -> Self {
        let y = x.plus(power.over(f.clone()).ln());
        Occupied { f, rest, y }
    }
}

impl<V: Value> Between<V> {
    /// Two reservoirs in equilibrium, with ω = x_a − x_b:
    /// Δ = f_b (1 + s f_a)(1 − e^−ω) = −f_a (1 + s f_b)(1 − e^ω), in which nothing cancels.
    pub fn equilibria(a: &Occupied<V>, b: &Occupied<V>, omega: V) -> Self {
        let forth = || b.f.clone().times(a.rest.clone()).times(omega.clone().one_minus_exp_neg());
        let back = || {
            let share = omega.clone().negated().one_minus_exp_neg();
            a.f.clone().times(b.rest.clone()).times(share).negated()
        };
        let plain = || b.f.clone().minus(a.f.clone());
        Between { current: omega.clone().either(forth, back, plain), affinity: omega }
    }

    /// Any two reservoirs. y_a − y_b = ln(1 + Δ/(f_a (1 + s f_b))).
    pub fn any(statistics: Statistics, a: &Occupied<V>, b: &Occupied<V>) -> Self {
        if statistics == Statistics::Fermi
            && let Some([current, affinity]) =
                V::together(AnyFermions, [&a.f, &a.rest, &b.f, &b.rest])
            && affinity.is_known()
        {
            return Between { current, affinity };
        }
        let empty = || b.f.clone().minus(a.f.clone());
        let current = match statistics {
            // Of two full levels, the difference of what is left.
            Statistics::Fermi => {
                let full = || a.rest.clone().minus(b.rest.clone());
                let half = V::constant(&Known::double(0.5));
                a.f.clone().minus(half).either(full, empty, empty)
            }
            Statistics::Bose => empty(),
        };
        let plain = || a.y.clone().minus(b.y.clone());
        // Where a level is as good as empty or full, y is known and the quotient is not.
        let quotient = |current: V, under: V| match under.is_apart_from_zero() {
            true => Some(current.over(under).ln_1p()),
            false => None,
        };
        let up = || {
            let under = a.f.clone().times(b.rest.clone());
            quotient(current.clone(), under).unwrap_or_else(plain)
        };
        let down = || {
            let under = b.f.clone().times(a.rest.clone());
            let back = quotient(current.clone().negated(), under);
            back.map_or_else(plain, V::negated)
        };
        let affinity = current.clone().either(up, down, plain);
        Between { current, affinity }
    }

    /// D(f_b‖f_a) = f_b ln(f_b/f_a) − s (1 + s f_b) ln((1 + s f_b)/(1 + s f_a)) ≥ 0, the relative entropy of
    /// two occupations.
    ///
    /// With Δ = f_b − f_a and g(u) = (1 + u) ln(1 + u) − u it is f_a g(Δ/f_a) + (1 − f_a) g(−Δ/(1 − f_a)) of
    /// fermions, whose terms are both positive, and n_a g(Δ/n_a) − (1 + n_a) g(Δ/(1 + n_a)) of bosons. Where
    /// a level is as good as empty or full, it is f_b (y_a − y_b) − s ln((1 + s f_b)/(1 + s f_a)).
    pub fn divergence(&self, statistics: Statistics, a: &Occupied<V>, b: &Occupied<V>) -> V {
        let plain = || {
            let log = b.rest.clone().over(a.rest.clone()).ln();
            let along = b.f.clone().times(self.affinity.clone());
            match statistics {
                Statistics::Fermi => along.plus(log),
                Statistics::Bose => along.minus(log),
            }
        };
        // The same of holes.
        let mirrored = || {
            let log = b.f.clone().over(a.f.clone()).ln();
            log.minus(b.rest.clone().times(self.affinity.clone()))
        };
        let exact = || {
            let part = |own: &V, other: &V, change: V| {
                let ratio = other.clone().over(own.clone());
                own.clone().times(change.over(own.clone()).excess(ratio))
            };
            let change = self.current.clone();
            match statistics {
                Statistics::Fermi => {
                    part(&a.f, &b.f, change.clone()).plus(part(&a.rest, &b.rest, change.negated()))
                }
                Statistics::Bose => {
                    part(&a.f, &b.f, change.clone()).minus(part(&a.rest, &b.rest, change))
                }
            }
        };
        let is_apart = [&a.f, &a.rest, &b.f, &b.rest].iter().all(|v| v.is_apart_from_zero());
        match statistics {
            Statistics::Fermi => {
                let half = V::constant(&Known::double(0.5));
                let full = || if is_apart { exact() } else { mirrored() };
                let empty = || if is_apart { exact() } else { plain() };
                a.f.clone().minus(half).either(full, empty, plain)
            }
            Statistics::Bose => {
                let best = || if is_apart { exact() } else { plain() };
                a.y.clone().either(best, best, plain)
            }
        }
    }
}
