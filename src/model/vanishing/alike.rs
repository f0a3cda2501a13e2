//! Proofs that two functions of the energy are the same, or mirror images of each other, whatever the digits of
//! an arithmetic: by their normal forms, and by constants that are the same or exactly known doubles.

use crate::formula::{Known, Line, Spectrum};
use crate::model::{Machine, Occupation, Reservoir, Statistics};
use crate::numeric::{Enclosed, two_sum};

/// A map of the energies: E → E, or E → s − E, whose fixed point is s/2. s is the exact sum of two doubles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Map {
    /// E → E.
    Identity,
    /// E → s − E.
    Mirror((f64, f64)),
}

/// What is asked of two functions, f and g.
pub struct Alike<'a, S> {
    /// The machine.
    pub machine: &'a Machine,
    /// Its constants.
    pub constants: &'a [Known<S>],
    /// For each constant one that is certainly the same number.
    pub twins: &'a [usize],
    /// g(E) = f(map E) is to be proven.
    pub map: Map,
}

impl<S: Enclosed> Alike<'_, S> {
    /// Whether two constants are certainly the same number.
    pub fn same(&self, a: usize, b: usize) -> bool {
        let double = |place: usize| self.constants[place].double;
        self.twins[a] == self.twins[b] || double(a).is_some_and(|a| double(b) == Some(a))
    }

    /// Whether the sum of two constants is certainly 0.
    fn opposite(&self, a: usize, b: usize) -> bool {
        let double = |place: usize| self.constants[place].double;
        double(a).is_some_and(|a| double(b) == Some(-a))
    }

    /// Whether the energy `b` is certainly the image of the energy `a`.
    fn image(&self, a: usize, b: usize) -> bool {
        match (self.map, self.constants[a].double, self.constants[b].double) {
            (Map::Identity, ..) => self.same(a, b),
            (Map::Mirror(sum), Some(a), Some(b)) => {
                let found = two_sum(a, b);
                found == sum && found.0.is_finite()
            }
            (Map::Mirror(_), ..) => false,
        }
    }

    fn turns(&self) -> bool {
        self.map != Map::Identity
    }

    /// Whether g(E) = f(map E) at every energy.
    pub fn functions(&self, f: &Spectrum, g: &Spectrum) -> bool {
        let [same, opposite] = [Self::same, Self::opposite].map(|of| move |a, b| of(self, a, b));
        let slopes = |a: usize, b: usize| if self.turns() { opposite(a, b) } else { same(a, b) };
        match (f, g) {
            (Spectrum::Constant(a), Spectrum::Constant(b)) => same(*a, *b),
            (Spectrum::Affine { slope: a, zero: x }, Spectrum::Affine { slope: b, zero: y })
            | (Spectrum::Planck { slope: a, zero: x }, Spectrum::Planck { slope: b, zero: y })
            | (Spectrum::Step { slope: a, zero: x }, Spectrum::Step { slope: b, zero: y }) => {
                slopes(*a, *b) && self.image(*x, *y)
            }
            (Spectrum::Abs { slope: a, zero: x }, Spectrum::Abs { slope: b, zero: y }) => {
                (same(*a, *b) || opposite(*a, *b)) && self.image(*x, *y)
            }
            (Spectrum::Negated(a), Spectrum::Negated(b)) => self.functions(a, b),
            (Spectrum::Power(a, n), Spectrum::Power(b, m)) => {
                let is_alike = match (&**a, &**b) {
                    // Even powers are even.
                    (
                        Spectrum::Affine { slope: a, zero: x },
                        Spectrum::Affine { slope: b, zero: y },
                    ) if n % 2 == 0 => (same(*a, *b) || opposite(*a, *b)) && self.image(*x, *y),
                    (a, b) => self.functions(a, b),
                };
                n == m && is_alike
            }
            (Spectrum::Sum(a), Spectrum::Sum(b)) => {
                let (a, b): (Vec<_>, Vec<_>) = (a.iter().collect(), b.iter().collect());
                self.sums(&a, &b)
            }
            (Spectrum::Product(a, b), Spectrum::Product(c, d)) => {
                self.functions(a, c) && self.functions(b, d)
                    || self.functions(a, d) && self.functions(b, c)
            }
            (Spectrum::Quotient(a, b), Spectrum::Quotient(c, d)) => {
                self.functions(a, c) && self.functions(b, d)
            }
            (Spectrum::Call(one, a), Spectrum::Call(other, b)) => {
                one == other
                    && a.len() == b.len()
                    && a.iter().zip(b).all(|(a, b)| self.functions(a, b))
            }
            (
                Spectrum::Fermi { mu: a, t: x, holes: p },
                Spectrum::Fermi { mu: b, t: y, holes: q },
            ) => self.image(*a, *b) && same(*x, *y) && (p != q) == self.turns(),
            (Spectrum::Bose { mu: a, t: x }, Spectrum::Bose { mu: b, t: y }) => {
                !self.turns() && same(*a, *b) && same(*x, *y)
            }
            (Spectrum::Boxcar { at: a, width: x }, Spectrum::Boxcar { at: b, width: y })
            | (Spectrum::Lorentzian { at: a, fwhm: x }, Spectrum::Lorentzian { at: b, fwhm: y })
            | (Spectrum::Gaussian { at: a, fwhm: x }, Spectrum::Gaussian { at: b, fwhm: y }) => {
                self.image(*a, *b) && same(*x, *y)
            }
            (
                Spectrum::Scattered { scatterer: a, to: i, from: j },
                Spectrum::Scattered { scatterer: b, to: k, from: l },
            ) => !self.turns() && std::sync::Arc::ptr_eq(a, b) && (i, j) == (k, l),
            (
                Spectrum::Table { points: a, unit: x, shift: c },
                Spectrum::Table { points: b, unit: y, shift: d },
            ) => {
                let is_image = |((e, v), (u, w)): (&(f64, f64), &(f64, f64))| {
                    v == w && if self.turns() { *e == -*u } else { e == u }
                };
                let is_alike = a.len() == b.len()
                    && match self.turns() {
                        true => a.iter().zip(b.iter().rev()).all(is_image),
                        false => a.iter().zip(b.iter()).all(is_image),
                    };
                same(*x, *y) && self.image(*c, *d) && is_alike
            }
            _ => false,
        }
    }

    /// Whether two sums have the same terms, in whatever order.
    pub fn sums(&self, f: &[&Spectrum], g: &[&Spectrum]) -> bool {
        matched(f, g, |f, g| self.functions(f, g))
    }

    /// Whether two lists of terms of zero width are the same, in whatever order.
    pub fn lines(&self, f: &[&Line], g: &[&Line]) -> bool {
        matched(f, g, |f, g| {
            self.image(f.at, g.at)
                && self.same(f.area, g.area)
                && self.functions(&f.factor, &g.factor)
        })
    }

    /// Whether one reservoir is occupied as another one: g(E) = f(E), or, of fermions in the mirror,
    /// g(E) = 1 − f(s − E).
    pub fn reservoirs(&self, f: usize, g: usize) -> bool {
        let [f, g] = [f, g].map(|place| &self.machine.reservoirs[place]);
        if f.statistics != g.statistics || self.turns() && f.statistics == Statistics::Bose {
            return false;
        }
        match (&f.occupation, &g.occupation) {
            (Occupation::Equilibrium { mu: a, t: x }, Occupation::Equilibrium { mu: b, t: y }) => {
                self.image(*a, *b) && self.same(*x, *y)
            }
            (Occupation::Given { f, rest }, Occupation::Given { f: g, .. }) => {
                self.functions(if self.turns() { rest } else { f }, g)
            }
            (
                Occupation::Equilibrium { mu: a, t: x },
                Occupation::Given { f: Spectrum::Fermi { mu: b, t: y, holes: false }, .. },
            )
            | (
                Occupation::Given { f: Spectrum::Fermi { mu: a, t: x, holes: false }, .. },
                Occupation::Equilibrium { mu: b, t: y },
            ) => f.statistics == Statistics::Fermi && self.image(*a, *b) && self.same(*x, *y),
            _ => false,
        }
    }

    /// Whether a reservoir of fermions has f = ½ at every energy: f = 1 − f.
    pub fn is_half(&self, reservoir: &Reservoir) -> bool {
        match &reservoir.occupation {
            Occupation::Given { f, rest } => {
                reservoir.statistics == Statistics::Fermi && self.functions(f, rest)
            }
            Occupation::Equilibrium { .. } | Occupation::Optimal(_) => false,
        }
    }
}

/// Whether each of some things has a partner of its own among others.
fn matched<T: Copy>(all: &[T], others: &[T], is: impl Fn(T, T) -> bool) -> bool {
    if all.len() != others.len() {
        return false;
    }
    let mut left = others.to_vec();
    all.iter().all(|one| match left.iter().position(|other| is(*one, *other)) {
        Some(place) => {
            left.swap_remove(place);
            true
        }
        None => false,
    })
}
