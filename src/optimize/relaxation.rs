//! Linear programs, solved by the simplex method, with bounds that hold whatever the roundings are.

use crate::numeric::{Interval, Real};

/// A linear program: the last of the numbers z_i is to be as large as possible, while |z_i| ≤ reach_i for all i
/// and constants_j + Σ_i slopes_ji z_i ≥ 0 for all j. A z that obeys these constraints is feasible.
pub struct Relaxation {
    /// How far each z_i may go.
    pub reach: Vec<f64>,
    /// The constants of the constraints.
    pub constants: Vec<f64>,
    /// Their slopes, a row for each constraint.
    pub slopes: Vec<Vec<f64>>,
    /// The number by which the caller knows each constraint.
    pub of: Vec<usize>,
    /// The part of each constant that was added because the slope along each z_i is uncertain: a row for each
    /// constraint.
    pub open: Vec<Vec<f64>>,
}

/// The solution of a [`Relaxation`].
pub struct Optimum {
    /// An upper bound of the last number of every feasible z. If none is feasible, it is far below what any z
    /// within reach has.
    pub bound: f64,
    /// A z that is the best one but for roundings.
    pub place: Vec<f64>,
    /// The part of the bound that is due to uncertain slopes along each z_i.
    pub open: Vec<f64>,
}

/// The most steps of the simplex method. The bound holds after any number of steps.
const STEPS: usize = 60;

impl Relaxation {
    /// A relaxation without constraints.
    pub fn new(reach: Vec<f64>) -> Self {
        Self { reach, constants: Vec::new(), slopes: Vec::new(), of: Vec::new(), open: Vec::new() }
    }

    /// Adds the constraint with the number `of`, whose value at z = 0 is at most `constant` and whose slopes lie
    /// in these intervals. The middles of the intervals become its slopes, and its constant grows by as much
    /// as these may be wrong within reach. A constraint that is not finite then is left out.
    pub fn push(&mut self, of: usize, constant: f64, slopes: &[Interval]) {
        let row: Vec<f64> = slopes.iter().map(|slope| 0.5 * slope.lo + 0.5 * slope.hi).collect();
        let uncertain = slopes.iter().zip(&row).zip(&self.reach).map(|((slope, at), reach)| {
            Interval::point(slope.minus(Interval::point(*at)).size()) * Interval::point(*reach)
        });
        let uncertain: Vec<Interval> = uncertain.collect();
        let sum = uncertain.iter().fold(Interval::point(constant), |sum, part| sum + *part);
        if sum.hi.is_finite() && row.iter().all(|slope| slope.is_finite()) {
            self.constants.push(sum.hi);
            self.slopes.push(row);
            self.of.push(of);
            self.open.push(uncertain.iter().map(|part| part.hi).collect());
        }
    }

    /// Solves the program.
    ///
    /// Let c be the last unit vector. For any y_j ≥ 0, the last number of every feasible z is at most
    /// Σ_j y_j constants_j + Σ_i reach_i |c_i + Σ_j y_j slopes_ji|. The dual problem asks for the y for which this sum
    /// is least, and the simplex method, which begins at y = 0, answers it in doubles. The bound is the same
    /// sum in interval arithmetic, so that it holds however well y was found.
    pub fn solve(&self) -> Optimum {
        let (n, count) = (self.reach.len(), self.constants.len());
        // Columns: the y_j, then the positive and the negative part of each sum; the right side last.
        let width = count + 2 * n + 1;
        let mut rows: Vec<Vec<f64>> = (0..n)
            .map(|i| {
                let mut row = vec![0.0; width];
                for (entry, slopes) in row.iter_mut().zip(&self.slopes) {
                    *entry = -slopes[i];
                }
                (row[count + i], row[count + n + i]) = (1.0, -1.0);
                row[width - 1] = f64::from(u8::from(i == n - 1));
                row
            })
            .collect();
        let cost = |column: usize| match column.checked_sub(count) {
            None => self.constants[column],
            Some(part) => self.reach[part % n],
        };
        let mut basis: Vec<usize> = (0..n).map(|i| count + i).collect();
        let mut ray = None;
        for _ in 0..STEPS {
            let reduced = |column: usize| {
                let covered = rows.iter().zip(&basis).map(|(row, b)| cost(*b) * row[column]);
                cost(column) - covered.sum::<f64>()
            };
            let scale = self.reach.iter().sum::<f64>().abs();
            let columns = (0..width - 1).filter(|column| !basis.contains(column));
            let entering = columns.map(|column| (reduced(column), column));
            let Some((_, entering)) = entering
                .filter(|(gain, _)| *gain < -1e-13 * scale)
                .min_by(|a, b| a.0.total_cmp(&b.0))
            else {
                break;
            };
            let ratio = |(i, row): (usize, &Vec<f64>)| {
                (row[entering] > 1e-12).then(|| (row[width - 1] / row[entering], i))
            };
            let leaving =
                rows.iter().enumerate().filter_map(ratio).min_by(|a, b| a.0.total_cmp(&b.0));
            let Some((_, leaving)) = leaving else {
                ray = Some(entering);
                break;
            };
            let pivot = rows[leaving][entering];
            rows[leaving].iter_mut().for_each(|entry| *entry /= pivot);
            let pivot_row = rows[leaving].clone();
            for (i, row) in rows.iter_mut().enumerate().filter(|(i, _)| *i != leaving) {
                let factor = row[entering];
                if factor != 0.0 {
                    row.iter_mut().zip(&pivot_row).for_each(|(a, b)| *a -= factor * b);
                }
                debug_assert!(i < n);
            }
            basis[leaving] = entering;
        }
        let mut y = vec![0.0; count];
        for (row, b) in rows.iter().zip(&basis).filter(|(_, b)| **b < count) {
            y[*b] = row[width - 1].max(0.0);
        }
        // Along a ray the bound falls without end: no z is feasible, and y a long way along it shows that.
        if let Some(entering) = ray.filter(|entering| *entering < count) {
            let far = 1e6;
            for (row, b) in rows.iter().zip(&basis).filter(|(_, b)| **b < count) {
                y[*b] = (y[*b] - far * row[entering]).max(0.0);
            }
            y[entering] += far;
        }
        // The multipliers of the dual problem's equations are the z_i.
        let place = (0..n)
            .map(|i| {
                let covered: f64 =
                    rows.iter().zip(&basis).map(|(row, b)| cost(*b) * row[count + i]).sum();
                covered.clamp(-self.reach[i], self.reach[i])
            })
            .collect();
        let open = |i: usize| y.iter().zip(&self.open).map(|(y, open)| y * open[i]).sum();
        Optimum { bound: self.bound(&y), place, open: (0..n).map(open).collect() }
    }

    /// The bound for these y_j, in interval arithmetic.
    fn bound(&self, y: &[f64]) -> f64 {
        let point = Interval::point;
        let mut bound = Interval::constant(0.0);
        for (y, constant) in y.iter().zip(&self.constants) {
            bound = bound + point(*y) * point(*constant);
        }
        for (i, reach) in self.reach.iter().enumerate() {
            let mut sum = point(f64::from(u8::from(i == self.reach.len() - 1)));
            for (y, slopes) in y.iter().zip(&self.slopes) {
                sum = sum + point(*y) * point(slopes[i]);
            }
            bound = bound + point(*reach) * sum.abs();
        }
        bound.hi
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_problem_has_its_known_optimum() {
        // x, y, t in [−1, 1], t ≤ x/2 + 1/4, t ≤ 1/2 − y, y ≥ x − 1/4: by hand t = 1/2 at
        // x = 1/2 and any y from 1/4, of which t ≤ 1/2 − y leaves less: x = y + 1/4, x/2 + 1/4 = 3/4 − x
        // gives x = 1/3, y = 1/12, t = 5/12.
        let relaxation = Relaxation {
            reach: vec![1.0; 3],
            constants: vec![0.25, 0.5, 0.25],
            slopes: vec![vec![0.5, 0.0, -1.0], vec![0.0, -1.0, -1.0], vec![-1.0, 1.0, 0.0]],
            of: vec![0, 1, 2],
            open: vec![vec![0.0; 3]; 3],
        };
        let Optimum { bound, place, .. } = relaxation.solve();
        assert!((bound - 5.0 / 12.0).abs() < 1e-14, "{bound}");
        for (z, reference) in place.iter().zip([1.0 / 3.0, 1.0 / 12.0, 5.0 / 12.0]) {
            assert!((z - reference).abs() < 1e-12, "{place:?}");
        }
    }

    #[test]
    fn what_cannot_be_is_found_out() {
        let relaxation = Relaxation {
            reach: vec![1.0; 2],
            constants: vec![-1.5, 0.0],
            slopes: vec![vec![1.0, 0.0], vec![0.0, -1.0]],
            of: vec![0, 1],
            open: vec![vec![0.0; 2]; 2],
        };
        assert!(relaxation.solve().bound < -1e3);
    }
}
