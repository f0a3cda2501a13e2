//! The greatest power of any demon: a linear programme.
//!
//! The heat that is drawn is Σ p_i f_i and a number that does not depend on the demon, under conditions
//! Σ a_ki f_i = b_k and 0 ≤ f_i ≤ 1 (f_i ≥ 0 of bosons). At the greatest power all levels are empty or full but
//! for as many as there are conditions. For any ν, ν·b + Σ max(0, p_i − Σ ν_k a_ki) is no smaller than what any
//! demon reaches, which proves the vertex that doubles have found.

use super::linear::eliminated;
use super::problem::Problem;
use super::simplex::{Programme, Vertex};
use crate::model::Statistics;
use crate::numeric::{Enclosed, Interval};

/// What a demon can reach at most.
#[derive(Clone, Debug)]
pub enum Greatest<S> {
    /// So much, and f and 1 + s f of each level of the demon that reaches it.
    Power(S, Vec<[S; 2]>),
    /// Any power, of bosons.
    Endless,
    /// No demon meets the conditions.
    Infeasible,
    /// It is not certain which demon reaches most.
    Unknown,
}

impl<S: Enclosed> Problem<S> {
    /// The greatest −Σ D c (f − F) of the last condition under the other ones.
    pub fn greatest(&self) -> Greatest<S> {
        let Some(last) = self.wanted.len().checked_sub(1) else { return Greatest::Unknown };
        let weighted = |k: usize| -> Vec<S> {
            self.sites.iter().map(|site| site.weight.clone() * site.costs[k].clone()).collect()
        };
        let gains: Vec<S> = weighted(last).into_iter().map(S::negated).collect();
        let rows: Vec<Vec<S>> = (0..last).map(weighted).collect();
        let with_means = |row: &[S], start: S| {
            let terms = row.iter().zip(&self.sites).map(|(a, site)| a.clone() * site.f.clone());
            terms.fold(start, |sum, term| sum.minus(term.negated()))
        };
        let right: Vec<S> =
            rows.iter().zip(&self.wanted).map(|(row, b)| with_means(row, b.clone())).collect();
        let near = |number: &S| {
            let Interval { lo, hi } = number.hull();
            lo + 0.5 * (hi - lo)
        };
        let most = match self.statistics {
            Statistics::Fermi => 1.0,
            Statistics::Bose => f64::INFINITY,
        };
        let programme = Programme {
            gains: gains.iter().map(near).collect(),
            rows: rows.iter().map(|row| row.iter().map(near).collect()).collect(),
            right: right.iter().map(near).collect(),
            most,
        };
        let vertex = match programme.solve() {
            Ok(Some(vertex)) => vertex,
            Ok(None) => return Greatest::Endless,
            Err(()) => return Greatest::Infeasible,
        };
        match self.proven(&vertex, &gains, &rows, &right, most) {
            // It is of the occupations themselves; the demon moves them from F.
            Some((power, occupied)) => {
                Greatest::Power(power.minus(with_means(&gains, S::constant(0.0))), occupied)
            }
            None => Greatest::Unknown,
        }
    }

    /// Σ p f at the vertex and its occupations, if it is certain that it is one and that none is better.
    fn proven(
        &self,
        vertex: &Vertex,
        gains: &[S],
        rows: &[Vec<S>],
        right: &[S],
        most: f64,
    ) -> Option<(S, Vec<[S; 2]>)> {
        let basic = &vertex.basic;
        // A condition that depends on others has no level of its own.
        if basic.iter().any(|place| *place >= gains.len()) {
            return None;
        }
        let sum = |a: S, b: S| a.minus(b.negated());
        let is_full = |place: usize| vertex.full[place] && !basic.contains(&place);
        // The levels in between.
        let matrix = rows.iter().map(|row| basic.iter().map(|i| row[*i].clone()).collect());
        let left = rows.iter().zip(right).map(|(row, b)| {
            let full = (0..gains.len()).filter(|place| is_full(*place));
            full.fold(b.clone(), |left, place| left.minus(row[place].clone()))
        });
        let between = eliminated(matrix.collect(), left.collect())?;
        let is_inside = |f: &S| {
            let Interval { lo, hi } = f.hull();
            lo >= 0.0 && hi <= most
        };
        if !between.iter().all(is_inside) {
            return None;
        }
        let full = (0..gains.len()).filter(|place| is_full(*place));
        let full = full.map(|place| gains[place].clone());
        let parts = basic.iter().zip(&between).map(|(i, f)| gains[*i].clone() * f.clone());
        let reached = full.chain(parts).reduce(sum).unwrap_or_else(|| S::constant(0.0));
        // The dual bound: no level would better be the other way.
        let columns =
            basic.iter().map(|i| rows.iter().map(|row| row[*i].clone()).collect()).collect();
        let prices = eliminated(columns, basic.iter().map(|i| gains[*i].clone()).collect())?;
        let others = (0..gains.len()).filter(|place| !basic.contains(place));
        // Where a condition adds up all levels, as that of particles does, it bounds each of them.
        let bound = |place: usize| {
            let rows = rows.iter().zip(right);
            let rows = rows.filter(|(row, _)| row.iter().all(|a| a.hull().lo > 0.0));
            let bounds = rows.map(|(row, b)| b.hull().hi / row[place].hull().lo);
            bounds.fold(most, |least, bound| least.min(bound.max(0.0)))
        };
        // What it would gain at most; where several vertices are as good, that is 0 to the roundings.
        let missed = others.map(|place| {
            let terms = rows.iter().zip(&prices).map(|(row, v)| row[place].clone() * v.clone());
            let Interval { lo, hi } = terms.fold(gains[place].clone(), S::minus).hull();
            let gain = if is_full(place) { -lo } else { hi };
            if gain > 0.0 { gain * bound(place) } else { 0.0 }
        });
        let missed: f64 = missed.sum();
        let occupied = |place: usize| {
            let part = basic.iter().position(|own| *own == place);
            let f = match part {
                Some(part) => between[part].clone(),
                None => S::constant(f64::from(u8::from(is_full(place)))),
            };
            let rest = match self.statistics {
                Statistics::Fermi => S::constant(1.0).minus(f.clone()),
                Statistics::Bose => sum(S::constant(1.0), f.clone()),
            };
            [f, rest]
        };
        missed.is_finite().then(|| {
            let occupied = (0..gains.len()).map(occupied).collect();
            (reached.widened(missed * (1.0 + 1e-12)), occupied)
        })
    }
}
