//! Scatterers: levels with a Hamiltonian H that are coupled to leads in the wide-band limit.
//!
//! With M(E) = E − H + iΓ/2, Γ = Σ_a Γ_a and Γ_a = Σ w w† over the channels of a lead, the transmission is
//! T_ab = Tr Γ_a G Γ_b G† = Σ |w_a† G w_b|², G = M⁻¹. By Cramer's rule w_a† G w_b is, up to its sign, the
//! determinant of M bordered by w_b and w_a†, over that of M.
//!
//! A determinant is a pair X + iY of functions that are real and analytic on the axis, and |X + iY|² = X² + Y²
//! is what continues its square from there. Its zeros are the poles of T_ab and their mirror images.

use super::{Constant, Known, Site, Spectrum, Value};
use crate::numeric::Enclosed;
use std::collections::BTreeMap;

/// A scatterer. Its numbers are constants, named by their places in a list.
#[derive(Clone, Debug)]
pub struct Scatterer {
    /// M(E) − E, row by row: real and imaginary part.
    pub matrix: Vec<Vec<[usize; 2]>>,
    /// The energies of the levels, H_ii.
    pub levels: Vec<usize>,
    /// The channels of each lead.
    pub leads: Vec<Vec<Channel>>,
}

impl Scatterer {
    /// Whether a lead is written to be coupled to no level.
    pub fn is_cut_off<S>(&self, lead: usize, constants: &[Known<S>]) -> bool {
        let is_zero = |place: usize| constants[place].double == Some(0.0);
        self.leads[lead].iter().all(|channel| {
            let mut amplitudes = channel.amplitudes.iter().flatten();
            is_zero(channel.weight) || amplitudes.all(|amplitude| is_zero(*amplitude))
        })
    }
}

/// A channel of a lead.
#[derive(Clone, Debug)]
pub struct Channel {
    /// What multiplies its transmissions.
    pub weight: usize,
    /// Its amplitudes w, a level: real and imaginary part.
    pub amplitudes: Vec<[usize; 2]>,
}

/// X + iY. A part that is not there is 0.
#[derive(Clone, Debug)]
struct Pair<V> {
    re: Option<V>,
    im: Option<V>,
}

fn sum<V: Value>(a: Option<V>, b: Option<V>) -> Option<V> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.plus(b)),
        (a, b) => a.or(b),
    }
}

fn product<V: Value>(a: &Option<V>, b: &Option<V>) -> Option<V> {
    Some(a.clone()?.times(b.clone()?))
}

impl<V: Value> Pair<V> {
    fn negated(self) -> Self {
        Self { re: self.re.map(V::negated), im: self.im.map(V::negated) }
    }

    fn plus(self, other: Self) -> Self {
        Self { re: sum(self.re, other.re), im: sum(self.im, other.im) }
    }

    fn times(&self, other: &Self) -> Self {
        let crossed = product(&self.im, &other.im).map(V::negated);
        Self {
            re: sum(product(&self.re, &other.re), crossed),
            im: sum(product(&self.re, &other.im), product(&self.im, &other.re)),
        }
    }

    /// X² + Y².
    fn squared(self) -> Option<V> {
        sum(self.re.map(V::square), self.im.map(V::square))
    }

    fn is_nothing(&self) -> bool {
        self.re.is_none() && self.im.is_none()
    }
}

/// The determinant of a matrix by rows: for each set of columns, the sum over all ways to choose one of them a
/// row. Entries that are not there are 0, so that chains and rings have few sets.
fn determinant<V: Value>(rows: &[Vec<Option<Pair<V>>>]) -> Option<Pair<V>> {
    let mut sets: BTreeMap<u64, Option<Pair<V>>> = BTreeMap::from([(0, None)]);
    for row in rows {
        let mut next: BTreeMap<u64, Option<Pair<V>>> = BTreeMap::new();
        for (set, minor) in &sets {
            for (column, entry) in row.iter().enumerate() {
                let (Some(entry), false) = (entry, set >> column & 1 == 1) else { continue };
                // Each column of the set behind this one is a transposition.
                let is_odd = (set >> column).count_ones() % 2 == 1;
                let term = minor.as_ref().map_or_else(|| entry.clone(), |m| m.times(entry));
                let term = if is_odd { term.negated() } else { term };
                if term.is_nothing() {
                    continue;
                }
                let place = next.entry(set | 1 << column).or_insert(None);
                *place = Some(match place.take() {
                    Some(sum) => sum.plus(term),
                    None => term,
                });
            }
        }
        sets = next;
    }
    sets.into_values().next().flatten()
}

impl Scatterer {
    /// The most levels: sets of columns are the bits of a number.
    pub const MOST: usize = 24;

    /// T_ab at a site.
    pub fn transmission<P: Site>(
        &self,
        to: usize,
        from: usize,
        constants: &[Known<<P::Value as Value>::Number>],
        site: &P,
    ) -> P::Value {
        let nothing = || P::Value::constant(&Known::double(0.0));
        let value = |place: usize| match constants[place].double {
            Some(0.0) => None,
            _ => Some(P::Value::constant(&constants[place])),
        };
        let number = |[re, im]: [usize; 2]| {
            let pair = Pair { re: value(re), im: value(im) };
            (!pair.is_nothing()).then_some(pair)
        };
        let mut rows: Vec<Vec<Option<Pair<P::Value>>>> =
            self.matrix.iter().map(|row| row.iter().map(|cell| number(*cell)).collect()).collect();
        for (place, level) in self.levels.iter().enumerate() {
            let [_, im] = self.matrix[place][place];
            rows[place][place] =
                Some(Pair { re: Some(site.offset_of(constants, *level)), im: value(im) });
        }
        let mut total: Option<P::Value> = None;
        for out in &self.leads[to] {
            for into in &self.leads[from] {
                let (Some(weight), Some(other)) = (value(out.weight), value(into.weight)) else {
                    continue;
                };
                let mut bordered = rows.clone();
                for (row, amplitude) in bordered.iter_mut().zip(&into.amplitudes) {
                    row.push(number(*amplitude));
                }
                let conjugate =
                    |pair: Pair<P::Value>| Pair { re: pair.re, im: pair.im.map(P::Value::negated) };
                let mut last: Vec<_> =
                    out.amplitudes.iter().map(|a| number(*a).map(conjugate)).collect();
                last.push(None);
                bordered.push(last);
                let squared = determinant(&bordered).and_then(Pair::squared);
                let term = squared.map(|squared| weight.times(other).times(squared));
                total = sum(total, term);
            }
        }
        let whole = determinant(&rows).and_then(Pair::squared);
        match (total, whole) {
            (Some(total), Some(whole)) => total.over(whole),
            _ => nothing(),
        }
    }

    /// The poles of T_ab, roughly: real part and distance from the axis. They are the eigenvalues of H − iΓ/2,
    /// by the iteration of Weierstrass on the determinant.
    pub fn poles<S: Enclosed>(&self, constants: &[Known<S>]) -> Vec<(f64, f64)> {
        let near = |place: usize| constants[place].near();
        let size = self.matrix.len();
        let mut rows: Vec<Vec<(f64, f64)>> = self
            .matrix
            .iter()
            .map(|row| row.iter().map(|[re, im]| (-near(*re), -near(*im))).collect())
            .collect();
        for (place, level) in self.levels.iter().enumerate() {
            rows[place][place].0 = near(*level);
        }
        let middle = (0..size).map(|k| rows[k][k].0).sum::<f64>() / size as f64;
        let length = |row: &Vec<(f64, f64)>| row.iter().map(|(x, y)| x.hypot(*y)).sum::<f64>();
        for (k, row) in rows.iter_mut().enumerate() {
            row[k].0 -= middle;
        }
        let reach = rows.iter().map(length).fold(f64::MIN_POSITIVE, f64::max);
        let mut poles: Vec<(f64, f64)> = (0..size)
            .map(|k| {
                let angle = -0.4 - 6.0 * k as f64 / size as f64;
                (reach * angle.cos(), reach * angle.sin())
            })
            .collect();
        for _ in 0..200 {
            let mut moved: f64 = 0.0;
            for k in 0..size {
                let z = poles[k];
                let mut step = characteristic(&rows, z);
                for (j, other) in poles.iter().enumerate() {
                    if j != k {
                        step = divided(step, (z.0 - other.0, z.1 - other.1));
                    }
                }
                if !(step.0.is_finite() && step.1.is_finite()) {
                    continue;
                }
                poles[k] = (z.0 - step.0, z.1 - step.1);
                moved = moved.max(step.0.hypot(step.1) / poles[k].1.abs().max(1e-14 * reach));
            }
            if moved < 1e-6 {
                break;
            }
        }
        poles.into_iter().map(|(x, y)| (middle + x, y.abs())).collect()
    }

    /// How many products of pairs a determinant takes, as a guess of the work.
    pub fn work(&self, list: &[Constant]) -> usize {
        let is_there = |[re, im]: [usize; 2]| !(list[re].is_nothing() && list[im].is_nothing());
        let mut sets: std::collections::BTreeSet<u64> = [0].into();
        let mut work = 0;
        for (place, row) in self.matrix.iter().enumerate() {
            let mut next = std::collections::BTreeSet::new();
            for set in &sets {
                for (column, cell) in row.iter().enumerate() {
                    if set >> column & 1 == 0 && (column == place || is_there(*cell)) {
                        next.insert(set | 1 << column);
                        work += 1;
                    }
                }
            }
            sets = next;
            if work > 1_000_000 {
                break;
            }
        }
        work
    }

    /// The transmission between two leads as a function of the energy.
    pub fn spectrum(scatterer: &std::sync::Arc<Self>, to: usize, from: usize) -> Spectrum {
        Spectrum::Scattered { scatterer: scatterer.clone(), to, from }
    }
}

fn divided((x, y): (f64, f64), (u, v): (f64, f64)) -> (f64, f64) {
    let over = u * u + v * v;
    ((x * u + y * v) / over, (y * u - x * v) / over)
}

/// The determinant of z − A, by elimination.
fn characteristic(rows: &[Vec<(f64, f64)>], z: (f64, f64)) -> (f64, f64) {
    let mut rows: Vec<Vec<(f64, f64)>> =
        rows.iter().map(|row| row.iter().map(|(x, y)| (-x, -y)).collect()).collect();
    for (k, row) in rows.iter_mut().enumerate() {
        row[k].0 += z.0;
        row[k].1 += z.1;
    }
    let times = |(x, y): (f64, f64), (u, v): (f64, f64)| (x * u - y * v, x * v + y * u);
    let mut result = (1.0, 0.0);
    for k in 0..rows.len() {
        let size = |row: usize| rows[row][k].0.hypot(rows[row][k].1);
        let best = (k..rows.len()).max_by(|a, b| size(*a).total_cmp(&size(*b))).unwrap_or(k);
        if best != k {
            rows.swap(best, k);
            result = (-result.0, -result.1);
        }
        let pivot = rows[k][k];
        result = times(result, pivot);
        if pivot == (0.0, 0.0) {
            return (0.0, 0.0);
        }
        let (above, below) = rows.split_at_mut(k + 1);
        for row in below {
            let factor = divided(row[k], pivot);
            for (own, over) in row.iter_mut().zip(&above[k]).skip(k) {
                let (x, y) = times(factor, *over);
                own.0 -= x;
                own.1 -= y;
            }
        }
    }
    result
}
