//! The size of a current as a function that is integrated.

use super::{Piece, ROUNDED, sum};
use crate::formula::{Arithmetic, Known};
use crate::model::spectra::Spectra;
use crate::numeric::quadrature::{End, Integrands, Panel, Region, Rule};

/// |j| and |E − μ0| |j|, by the signs of both over each piece.
pub(super) struct Sized<'a, S> {
    pub(super) spectra: &'a Spectra<'a, S>,
    pub(super) directions: &'a [bool],
    pub(super) pieces: &'a [Piece<S>],
    pub(super) mu0: Option<Known<S>>,
}

impl<S: Arithmetic> Sized<'_, S> {
    /// The signs of j and of E − μ0 around a place.
    fn signs(&self, origin: f64, middle: f64) -> [i8; 2] {
        let from = |end: &End<S>| (origin - end.origin) + (middle - end.rough);
        let after = self.pieces.partition_point(|piece| from(&piece.ends[1]) >= 0.0);
        let sign = self.pieces.get(after).map_or(0, |piece| piece.sign);
        let above = self.mu0.as_ref().map_or(0.0, |mu0| {
            let away = (origin - mu0.near()) + middle;
            if away < 0.0 { -1.0 } else { 1.0 }
        });
        [sign, sign * above as i8]
    }

    /// Sums of the particles and of the energies of all links, by how much each counts.
    fn both<T: Clone>(&self, all: &[T], zero: T, add: impl Fn(T, T, bool) -> T) -> [T; 2] {
        [0, 1].map(|k| {
            let mine = all.iter().skip(k).step_by(2).zip(self.directions);
            mine.fold(zero.clone(), |total, (part, is_into)| add(total, part.clone(), *is_into))
        })
    }
}

impl<S: Arithmetic> Integrands<S> for Sized<'_, S> {
    fn count(&self) -> usize {
        2
    }

    fn add(&self, panel: &Panel<S>, rule: Rule, sums: &mut [S]) {
        let signs = self.signs(panel.origin, panel.middle());
        if signs[0] == 0 {
            return;
        }
        let mut all = vec![S::constant(0.0); self.spectra.count()];
        self.spectra.add(panel, rule, &mut all);
        let [n, e] = self.both(&all, S::constant(0.0), |total: S, part: S, is_into| {
            if is_into { sum(total, part) } else { total.minus(part) }
        });
        let away = match &self.mu0 {
            Some(mu0) => e.minus(mu0.value.clone() * n.clone()),
            None => S::constant(0.0),
        };
        for ((total, part), sign) in sums.iter_mut().zip([n, away]).zip(signs) {
            let part = if sign < 0 { part.negated() } else { part };
            *total = sum(total.clone(), part);
        }
    }

    fn rough(&self, panel: &Panel<S>, offset: f64, values: &mut [f64]) {
        let mut all = vec![0.0; self.spectra.count()];
        self.spectra.rough(panel, offset, &mut all);
        let [n, e] = self.both(
            &all,
            0.0,
            |total, part, is_into| {
                if is_into { total + part } else { total - part }
            },
        );
        let is_counted = self.signs(panel.origin, panel.middle())[0] != 0;
        let sized = |value: f64| if is_counted { value.abs() } else { 0.0 };
        values[0] = sized(n);
        values[1] = self.mu0.as_ref().map_or(0.0, |mu0| sized(e - mu0.near() * n));
    }

    fn bounds(&self, region: &Region, bounds: &mut [f64]) {
        if self.signs(region.origin, region.middle)[0] == 0 {
            return bounds.fill(0.0);
        }
        let mut all = vec![0.0; self.spectra.count()];
        self.spectra.bounds(region, &mut all);
        let [n, e] = self.both(&all, 0.0, |total, part, _| total + part * ROUNDED);
        bounds[0] = n;
        bounds[1] = self.mu0.as_ref().map_or(0.0, |mu0| (e + mu0.hull.size() * n) * ROUNDED);
    }

    fn poles(&self) -> &[(f64, f64)] {
        self.spectra.poles()
    }
}
