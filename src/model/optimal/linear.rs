//! Linear equations of a few unknowns.

use crate::numeric::{Enclosed, Interval, Lanes};

/// The solution of A x = b for a symmetric positive matrix, roughly; nothing where a pivot vanishes.
pub fn solved(matrix: &[Vec<f64>], right: &[f64]) -> Option<Vec<f64>> {
    let inverse = inverse(matrix)?;
    let row = |row: &Vec<f64>| row.iter().zip(right).map(|(a, b)| a * b).sum();
    Some(inverse.iter().map(row).collect())
}

/// A pivot that is so small beside the diagonal it began with is none.
const VANISHING: f64 = 1e-14;

/// The inverse of a symmetric positive matrix whose rows may be of very different sizes, roughly; nothing where a
/// pivot vanishes.
pub fn inverse(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let count = matrix.len();
    let scale: Vec<f64> = (0..count).map(|k| matrix[k][k].sqrt().recip()).collect();
    if !scale.iter().all(|of| of.is_finite()) {
        return None;
    }
    // Each row with the unit matrix beside it; the diagonal is 1.
    let mut rows: Vec<Vec<f64>> = (0..count)
        .map(|k| {
            let left = (0..count).map(|m| matrix[k][m] * scale[k] * scale[m]);
            left.chain((0..count).map(|m| f64::from(u8::from(k == m)))).collect()
        })
        .collect();
    for k in 0..count {
        let pivot = rows[k][k];
        if pivot.is_nan() || pivot < VANISHING {
            return None;
        }
        let reduced: Vec<f64> = rows[k].iter().map(|a| a / pivot).collect();
        for (m, row) in rows.iter_mut().enumerate() {
            let factor = row[k];
            match m == k {
                true => row.clone_from(&reduced),
                false => row.iter_mut().zip(&reduced).for_each(|(a, b)| *a -= factor * b),
            }
        }
    }
    let entry = |k: usize, m: usize| rows[k][count + m] * scale[k] * scale[m];
    Some((0..count).map(|k| (0..count).map(|m| entry(k, m)).collect()).collect())
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
