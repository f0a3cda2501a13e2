//! Occupations and entropy of carriers: Eqs. 2 to 6.

use crate::formula::{Known, Value};

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

impl<V: Value> Occupied<V> {
    /// In equilibrium, with x = (E − μ)/T.
    pub fn equilibrium(statistics: Statistics, x: V) -> Self {
        match statistics {
            Statistics::Fermi => {
                Occupied { f: x.clone().fermi(), rest: x.clone().negated().fermi(), y: x }
            }
            Statistics::Bose => {
                let f = x.clone().bose();
                // 1 + n = 1/(1 − e^−x) = n e^x, as −n(−x).
                let rest = f.clone().times(x.clone().exp());
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
}
