//! Linear programmes of a few conditions, in doubles: what is found is proven elsewhere.

use crate::model::linear::eliminated_roughly;

/// The greatest Σ p_i f_i under Σ a_ki f_i = b_k and 0 ≤ f_i ≤ `most`.
#[derive(Clone, Debug)]
pub struct Programme {
    /// p.
    pub gains: Vec<f64>,
    /// a, a row a condition.
    pub rows: Vec<Vec<f64>>,
    /// b.
    pub right: Vec<f64>,
    /// The greatest f, which may be infinite.
    pub most: f64,
}

/// Where a programme has its greatest value.
#[derive(Clone, Debug)]
pub struct Vertex {
    /// The variables that need not be at either end of their range, one a condition.
    pub basic: Vec<usize>,
    /// Whether each of the others is `most`; else it is 0.
    pub full: Vec<bool>,
}

/// More changes of the basis than any programme here needs.
const MOST_CHANGES: usize = 2_000;

impl Programme {
    /// The best vertex; nothing where there is no greatest value.
    ///
    /// # Errors
    /// No f meets the conditions.
    pub fn solve(&self) -> Result<Option<Vertex>, ()> {
        let (count, conditions) = (self.gains.len(), self.rows.len());
        // A slack for each condition, which takes up what all empty levels leave of it.
        let size = |row: &[f64]| row.iter().fold(f64::MIN_POSITIVE, |most, a| most.max(a.abs()));
        let column = |place: usize, k: usize| match place.checked_sub(count) {
            None => self.rows[k][place] / size(&self.rows[k]),
            Some(slack) if slack == k => 1f64.copysign(self.right[k]),
            Some(_) => 0.0,
        };
        let right: Vec<f64> =
            (0..conditions).map(|k| self.right[k] / size(&self.rows[k])).collect();
        let mut state = State {
            basic: (count..count + conditions).collect(),
            full: vec![false; count + conditions],
            most: vec![f64::INFINITY; count + conditions],
        };
        state.most[..count].fill(self.most);
        let slacks = |place: usize| if place < count { 0.0 } else { -1.0 };
        state.climb(&column, &right, &slacks).ok_or(())?;
        let values = state.values(&column, &right).ok_or(())?;
        let left = state.basic.iter().zip(&values).filter(|(place, _)| **place >= count);
        if left.map(|(_, value)| value.abs()).sum::<f64>() > 1e-12 {
            return Err(());
        }
        state.most[count..].fill(0.0);
        state.expel(&column, count).ok_or(())?;
        let largest = size(&self.gains);
        let gains = |place: usize| self.gains.get(place).map_or(0.0, |gain| gain / largest);
        let State { basic, full, .. } = match state.climb(&column, &right, &gains) {
            Some(()) => state,
            None => return Ok(None),
        };
        Ok(Some(Vertex { basic, full: full[..count].to_vec() }))
    }
}

struct State {
    /// The variables that solve the conditions.
    basic: Vec<usize>,
    /// Whether each of the others is at the upper end of its range.
    full: Vec<bool>,
    /// The upper ends; the lower ones are 0.
    most: Vec<f64>,
}

impl State {
    fn matrix(&self, column: &impl Fn(usize, usize) -> f64) -> Vec<Vec<f64>> {
        let row = |k: usize| self.basic.iter().map(|place| column(*place, k)).collect();
        (0..self.basic.len()).map(row).collect()
    }

    /// The values of the basic variables.
    fn values(&self, column: &impl Fn(usize, usize) -> f64, right: &[f64]) -> Option<Vec<f64>> {
        let left = right.iter().enumerate().map(|(k, b)| {
            let full = (0..self.full.len())
                .filter(|place| self.full[*place] && !self.basic.contains(place));
            b - full.map(|place| self.most[place] * column(place, k)).sum::<f64>()
        });
        eliminated_roughly(&self.matrix(column), &left.collect::<Vec<f64>>())
    }

    /// Takes variables from `count` on, which are 0, out of the basis where others can take their places.
    fn expel(&mut self, column: &impl Fn(usize, usize) -> f64, count: usize) -> Option<()> {
        let conditions = self.basic.len();
        for k in 0..conditions {
            if self.basic[k] < count {
                continue;
            }
            let matrix = self.matrix(column);
            let along = |place: usize| {
                let entry: Vec<f64> = (0..conditions).map(|k| column(place, k)).collect();
                Some(eliminated_roughly(&matrix, &entry)?[k].abs())
            };
            let others: Vec<usize> =
                (0..count).filter(|place| !self.basic.contains(place)).collect();
            let mut best = (1e-9, None);
            for place in others {
                let size = along(place)?;
                if size > best.0 {
                    best = (size, Some(place));
                }
            }
            if let (_, Some(place)) = best {
                let gone = std::mem::replace(&mut self.basic[k], place);
                self.full[gone] = false;
            }
        }
        Some(())
    }

    /// Changes the basis until no change is a gain; nothing if gains have no end.
    fn climb(
        &mut self,
        column: &impl Fn(usize, usize) -> f64,
        right: &[f64],
        gains: &impl Fn(usize) -> f64,
    ) -> Option<()> {
        let conditions = self.basic.len();
        for change in 0..MOST_CHANGES {
            let values = self.values(column, right)?;
            let matrix = self.matrix(column);
            let turned = |m: usize| (0..conditions).map(|k| matrix[k][m]).collect();
            let turned: Vec<Vec<f64>> = (0..conditions).map(turned).collect();
            let worth: Vec<f64> = self.basic.iter().map(|place| gains(*place)).collect();
            let prices = eliminated_roughly(&turned, &worth)?;
            let gain = |place: usize| {
                let cost: f64 = (0..conditions).map(|k| prices[k] * column(place, k)).sum();
                let gain = gains(place) - cost;
                // What was full may only fall.
                if self.full[place] { -gain } else { gain }
            };
            let can_change = |place: &usize| !self.basic.contains(place) && self.most[*place] > 0.0;
            let mut better = (0..self.full.len()).filter(can_change).filter(|p| gain(*p) > 1e-13);
            // The greatest gain; later the first one, which ends for certain.
            let entering = match change < 100 {
                true => better.max_by(|a, b| gain(*a).total_cmp(&gain(*b))),
                false => better.next(),
            };
            let Some(entering) = entering else { return Some(()) };
            let sign = if self.full[entering] { -1.0 } else { 1.0 };
            let entry: Vec<f64> = (0..conditions).map(|k| column(entering, k)).collect();
            let along = eliminated_roughly(&matrix, &entry)?;
            // How far it can go until a basic variable is at an end of its range, or it is itself.
            let (mut reach, mut leaving) = (self.most[entering], None);
            for (k, place) in self.basic.iter().enumerate() {
                let rate = -sign * along[k];
                let room = match rate {
                    rate if rate < -1e-13 => values[k].max(0.0) / -rate,
                    rate if rate > 1e-13 => (self.most[*place] - values[k]).max(0.0) / rate,
                    _ => continue,
                };
                if room < reach {
                    (reach, leaving) = (room, Some((k, rate > 0.0)));
                }
            }
            match leaving {
                None if reach.is_infinite() => return None,
                None => self.full[entering] = !self.full[entering],
                Some((k, is_full)) => {
                    let place = std::mem::replace(&mut self.basic[k], entering);
                    self.full[place] = is_full;
                }
            }
        }
        Some(())
    }
}
