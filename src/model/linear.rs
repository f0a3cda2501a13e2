//! Linear equations of a few unknowns.

use crate::numeric::{Enclosed, Interval, Lanes};

/// The inverse of a symmetric positive matrix whose rows may be of very different sizes; nothing where it may be
/// none. A pivot below `vanishing` is 0, where the diagonal is scaled to 1.
pub fn inverse<S: Enclosed>(matrix: &[Vec<S>], vanishing: f64) -> Option<Vec<Vec<S>>> {
    let count = matrix.len();
    let scale = |k: usize| matrix[k][k].hull().size().sqrt().recip();
    let scale: Vec<f64> = (0..count).map(scale).collect();
    if !scale.iter().all(|of| of.is_finite()) {
        return None;
    }
    let scaled =
        |k: usize, m: usize, entry: S| entry * S::constant(scale[k]) * S::constant(scale[m]);
    // Each row with the unit matrix beside it.
    let mut rows: Vec<Vec<S>> = (0..count)
        .map(|k| {
            let left = (0..count).map(|m| scaled(k, m, matrix[k][m].clone()));
            let unit = (0..count).map(|m| S::constant(f64::from(u8::from(k == m))));
            left.chain(unit).collect()
        })
        .collect();
    for k in 0..count {
        let lo = rows[k][k].hull().lo;
        if lo.is_nan() || lo <= vanishing {
            return None;
        }
        let pivot = rows[k][k].clone();
        let reduced: Vec<S> = rows[k].iter().map(|a| a.clone() / pivot.clone()).collect();
        for (m, row) in rows.iter_mut().enumerate() {
            let factor = row[k].clone();
            match m == k {
                true => row.clone_from(&reduced),
                false => row.iter_mut().zip(&reduced).for_each(|(a, b)| {
                    *a = a.clone().minus(factor.clone() * b.clone());
                }),
            }
        }
    }
    let entry = |k: usize, m: usize| scaled(k, m, rows[k][count + m].clone());
    Some((0..count).map(|k| (0..count).map(|m| entry(k, m)).collect()).collect())
}

/// The product of a matrix and a vector.
pub fn product<S: Enclosed>(matrix: &[Vec<S>], vector: &[S]) -> Vec<S> {
    let row = |row: &Vec<S>| {
        let terms = row.iter().zip(vector).map(|(a, b)| a.clone() * b.clone());
        terms.fold(S::constant(0.0), |sum, term| sum.minus(term.negated()))
    };
    matrix.iter().map(row).collect()
}

/// The solution of linear equations, by elimination with the greatest pivots; nothing where all pivots may be 0.
pub fn eliminated<S: Enclosed>(mut rows: Vec<Vec<S>>, mut right: Vec<S>) -> Option<Vec<S>> {
    let count = rows.len();
    if rows.iter().any(|row| row.len() != count) {
        return None;
    }
    for k in 0..count {
        let size = |row: usize| rows[row][k].hull().size();
        let pivot = (k..count).max_by(|a, b| size(*a).total_cmp(&size(*b)))?;
        rows.swap(k, pivot);
        right.swap(k, pivot);
        let Interval { lo, hi } = rows[k][k].hull();
        if lo <= 0.0 && hi >= 0.0 {
            return None;
        }
        let (own, known) = (rows[k].clone(), right[k].clone());
        for m in k + 1..count {
            let factor = rows[m][k].clone() / own[k].clone();
            for (entry, above) in rows[m].iter_mut().zip(&own).skip(k) {
                *entry = entry.clone().minus(factor.clone() * above.clone());
            }
            right[m] = right[m].clone().minus(factor * known.clone());
        }
    }
    let mut found: Vec<S> = vec![S::constant(0.0); count];
    for k in (0..count).rev() {
        let known = (k + 1..count).map(|m| rows[k][m].clone() * found[m].clone());
        found[k] = known.fold(right[k].clone(), S::minus) / rows[k][k].clone();
    }
    Some(found)
}

/// The same in doubles.
pub fn eliminated_roughly(rows: &[Vec<f64>], right: &[f64]) -> Option<Vec<f64>> {
    let lanes = |row: &[f64]| row.iter().map(|a| Lanes([*a])).collect::<Vec<_>>();
    let found = eliminated(rows.iter().map(|row| lanes(row)).collect(), lanes(right))?;
    Some(found.into_iter().map(|Lanes([a])| a).collect())
}

/// A lower triangular T, without errors of its own, for which T H T^T is nearly 1.
pub fn inverse_root<S: Enclosed>(matrix: &[Vec<S>]) -> Option<Vec<Vec<S>>> {
    let count = matrix.len();
    // By rows of the unit matrix that are made orthogonal in the product a·H·b.
    let mut rows: Vec<Vec<S>> = Vec::with_capacity(count);
    let dot = |a: &[S], b: &[S]| {
        let terms = a.iter().zip(b).map(|(a, b)| a.clone() * b.clone());
        terms.fold(S::constant(0.0), |sum, term| sum.minus(term.negated()))
    };
    for k in 0..count {
        let mut row: Vec<S> =
            (0..count).map(|m| S::constant(f64::from(u8::from(k == m)))).collect();
        for _ in 0..2 {
            for before in &rows {
                let share = dot(before, &product(matrix, &row));
                for (a, b) in row.iter_mut().zip(before) {
                    *a = a.clone().minus(share.clone() * b.clone()).middle();
                }
            }
        }
        let size = dot(&row, &product(matrix, &row)).middle();
        if size.hull().lo <= 0.0 {
            return None;
        }
        let scale = size.sqrt().middle();
        rows.push(row.into_iter().map(|a| (a / scale.clone()).middle()).collect());
    }
    Some(rows)
}

/// By Krawczyk's test, how far numbers can be from those at which a function is 0: `turn` is about the inverse of its
/// derivatives, `matrix` encloses these in a box of the half `widths` around the numbers, and `steps` are the sizes of
/// what `turn` makes of the function at the numbers. Where this lies within the box, the box holds a zero.
pub fn reach<S: Enclosed>(
    turn: &[Vec<S>],
    matrix: &[Vec<S>],
    steps: &[f64],
    widths: &[f64],
) -> Vec<f64> {
    let count = steps.len();
    let column = |m: usize| matrix.iter().map(|row| row[m].clone()).collect::<Vec<S>>();
    let whole: Vec<Vec<S>> = (0..count).map(|m| product(turn, &column(m))).collect();
    let far = |k: usize| {
        let off = |m: usize| {
            let one = S::constant(f64::from(u8::from(k == m)));
            one.minus(whole[m][k].clone()).hull().size()
        };
        let spread: f64 = (0..count).map(|m| off(m) * widths[m]).sum();
        (steps[k] + spread) * (1.0 + 1e-12)
    };
    (0..count).map(far).collect()
}
