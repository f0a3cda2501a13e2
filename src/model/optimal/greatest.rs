//! The greatest power of any demon: a linear programme.
//!
//! The heat that is drawn is Σ p_i f_i and a number that does not depend on the demon, under conditions
//! Σ a_ki f_i = b_k and 0 ≤ f_i ≤ 1 (f_i ≥ 0 of bosons). At the greatest power all levels are empty or full but
//! for as many as there are conditions. For any ν, ν·b + Σ max(0, p_i − Σ ν_k a_ki) is no smaller than what any
//! demon reaches, which proves the vertex that doubles have found.

use super::problem::Problem;
use super::simplex::{Programme, Vertex};
use crate::model::Statistics;
use crate::model::linear::eliminated;
use crate::numeric::{Enclosed, Interval};

/// What a demon can reach at most.
#[derive(Clone, Debug)]
pub enum Greatest<S> {
    /// So much, and f and 1 + s f of each level of the demon that reaches it where it is certain that no other
    /// demon does.
    Power(S, Option<Vec<[S; 2]>>),
    /// Any power, of bosons.
    Endless,
    /// No demon meets the conditions.
    Infeasible,
    /// It is not certain which demon reaches most.
    Unknown,
}

/// The linear programme: the greatest Σ p f under Σ a f = b and 0 ≤ f ≤ `most`.
struct Posed<S> {
    gains: Vec<S>,
    rows: Vec<Vec<S>>,
    right: Vec<S>,
    most: f64,
}

impl<S: Enclosed> Posed<S> {
    fn near(&self) -> Programme {
        let near = |number: &S| {
            let Interval { lo, hi } = number.hull();
            lo + 0.5 * (hi - lo)
        };
        Programme {
            gains: self.gains.iter().map(near).collect(),
            rows: self.rows.iter().map(|row| row.iter().map(near).collect()).collect(),
            right: self.right.iter().map(near).collect(),
            most: self.most,
        }
    }
}

impl<S: Enclosed> Problem<S> {
    /// The greatest −Σ D c (f − F) of the last condition under the other ones.
    pub fn greatest(&self) -> Greatest<S> {
        let Some(posed) = self.posed() else { return Greatest::Unknown };
        let vertex = match posed.near().solve() {
            Ok(Some(vertex)) => vertex,
            Ok(None) => return Greatest::Endless,
            Err(()) => return Greatest::Infeasible,
        };
        match self.proven(&vertex, &posed) {
            Some((power, occupied)) => Greatest::Power(power, occupied),
            None => Greatest::Unknown,
        }
    }

    fn posed(&self) -> Option<Posed<S>> {
        let last = self.wanted.len().checked_sub(1)?;
        let weighted = |k: usize| -> Vec<S> {
            self.sites.iter().map(|site| site.weight.clone() * site.costs[k].clone()).collect()
        };
        let rows: Vec<Vec<S>> = (0..last).map(weighted).collect();
        let right = rows.iter().zip(&self.wanted);
        let right = right.map(|(row, b)| self.with_means(row, b.clone())).collect();
        let most = match self.statistics {
            Statistics::Fermi => 1.0,
            Statistics::Bose => f64::INFINITY,
        };
        Some(Posed {
            gains: weighted(last).into_iter().map(S::negated).collect(),
            rows,
            right,
            most,
        })
    }

    /// A number and Σ a F.
    fn with_means(&self, row: &[S], start: S) -> S {
        let terms = row.iter().zip(&self.sites).map(|(a, site)| a.clone() * site.f.clone());
        terms.fold(start, |sum, term| sum.minus(term.negated()))
    }

    /// What a demon draws at most, enclosed from the vertex on to where it is certain that none draws more, if it is
    /// certain that it is a vertex; and its occupations where all others draw less for certain.
    fn proven(&self, vertex: &Vertex, posed: &Posed<S>) -> Option<(S, Option<Vec<[S; 2]>>)> {
        let Posed { gains, rows, right, most } = posed;
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
            lo >= 0.0 && hi <= *most
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
            bounds.fold(*most, |least, bound| least.min(bound.max(0.0)))
        };
        // What each would gain at most; where several vertices are as good, that is 0 to the roundings.
        let gain = |place: usize| {
            let terms = rows.iter().zip(&prices).map(|(row, v)| row[place].clone() * v.clone());
            let Interval { lo, hi } = terms.fold(gains[place].clone(), S::minus).hull();
            if is_full(place) { -lo } else { hi }
        };
        let others: Vec<(usize, f64)> = others.map(|place| (place, gain(place))).collect();
        let is_only = others.iter().all(|(_, gain)| *gain < 0.0);
        let missed = others.iter().filter(|(_, gain)| *gain > 0.0);
        let missed: f64 = missed.map(|(place, gain)| gain * bound(*place)).sum();
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
            let occupied = is_only.then(|| (0..gains.len()).map(occupied).collect());
            // Σ p f is of the occupations themselves; the demon moves them from F.
            let power = reached.minus(self.with_means(gains, S::constant(0.0)));
            (power.widened(missed * (1.0 + 1e-12)), occupied)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::problem::Site;
    use super::*;
    use crate::numeric::{Bounded, Real, Split};

    type Number = Bounded<Split, 1>;

    /// Five levels, of which the second and the fourth are coupled to c. The occupations F are any numbers.
    fn problem(statistics: Statistics) -> Problem<Number> {
        let levels = [
            (0.3, 1.0, 0.6),
            (0.7, 0.5, 0.45),
            (1.1, 1.5, 0.35),
            (1.6, 0.75, 0.2),
            (2.2, 1.25, 0.15),
        ];
        let number = Number::constant;
        let site = |(place, (energy, weight, f)): (usize, (f64, f64, f64))| Site {
            weight: number(weight),
            x: number(0.0),
            f: number(f),
            rest: number(0.0),
            costs: vec![
                number(1.0),
                number(energy),
                number(if place % 2 == 1 { energy } else { 0.0 }),
            ],
        };
        let sites = levels.into_iter().enumerate().map(site).collect();
        Problem { statistics, sites, wanted: vec![number(0.0); 3] }
    }

    /// From any vertex, the bound is one: what it misses is in it.
    #[test]
    fn any_vertex_bounds_the_greatest_power() {
        for statistics in [Statistics::Fermi, Statistics::Bose] {
            let problem = problem(statistics);
            let Greatest::Power(most, _) = problem.greatest() else { panic!("{statistics:?}") };
            let posed = problem.posed().unwrap();
            let (mut vertices, mut worse) = (0, 0);
            for a in 0..5 {
                for b in a + 1..5 {
                    for full in 0..32 {
                        let full: Vec<bool> = (0..5).map(|place| full >> place & 1 == 1).collect();
                        let is_twice = full[a] || full[b];
                        if is_twice || statistics == Statistics::Bose && full.contains(&true) {
                            continue;
                        }
                        let vertex = Vertex { basic: vec![a, b], full };
                        let Some((power, _)) = problem.proven(&vertex, &posed) else { continue };
                        vertices += 1;
                        worse += usize::from(power.error() > 1e-3);
                        assert!(power.hull().hi >= most.hull().lo, "{vertex:?} {power:?} {most:?}");
                    }
                }
            }
            assert!(vertices > worse && worse > 0, "{vertices} {worse}");
        }
    }
}
