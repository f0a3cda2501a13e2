//! What of a picture curves take, and where room is left.

use super::Panel;
use super::clip::clipped;
use crate::output::scene::Rect;

/// The sizes that an inset may have, the largest first.
pub fn inset_sizes(main: Rect) -> Vec<(f64, f64)> {
    let shares = |most: u32| (0..=12).map(move |i| f64::from(most - 2 * i) / 100.0);
    let mut sizes: Vec<(f64, f64)> = shares(48)
        .flat_map(|w| shares(46).map(move |h| (main.width * w, main.height * h)))
        .filter(|(width, height)| (1.2..2.3).contains(&(width / height)))
        .collect();
    sizes.sort_by(|a, b| (b.0 * b.1).total_cmp(&(a.0 * a.1)));
    sizes
}

/// What is taken of a picture, in squares.
#[derive(Clone)]
pub struct Taken {
    columns: usize,
    rows: usize,
    /// How many squares above and to the left of a corner are taken.
    sums: Vec<u32>,
    squares: Vec<bool>,
}

/// The side of a square.
const SQUARE: f64 = 6.0;
/// How far apart parts stand.
const MARGIN: f64 = 8.0;

impl Taken {
    /// What curves and measured points of a panel in this frame take of a picture of this size.
    pub fn by(panel: &Panel, frame: Rect, (width, height): (f64, f64)) -> Taken {
        let [columns, rows] = [width, height].map(|length| (length / SQUARE) as usize);
        let mut squares = vec![false; columns * rows];
        let strokes = panel.lines.iter().flat_map(|line| line.strokes.clone());
        let points = panel.measured.iter().flat_map(|measured| measured.seen(panel));
        let bars = points.flat_map(|point| {
            point.lines().map(|(_, ends)| ends.to_vec()).chain([vec![point.at; 2]])
        });
        for stroke in strokes.chain(bars) {
            for pair in stroke.windows(2) {
                // Beyond the frame nothing is drawn.
                let [a, b] = [pair[0], pair[1]].map(|point| panel.share(point));
                let Some((a, b)) = clipped(a, b, 0.0) else { continue };
                let [a, b] = [a, b].map(|place| frame.at(place));
                let length = (b.0 - a.0).abs() + (b.1 - a.1).abs();
                let steps = (length / (SQUARE / 2.0)).ceil().clamp(1.0, 1e4) as u32;
                for step in 0..=steps {
                    let share = f64::from(step) / f64::from(steps);
                    let place = |a: f64, b: f64| ((a + (b - a) * share) / SQUARE) as usize;
                    let (column, row) = (place(a.0, b.0), place(a.1, b.1));
                    if let Some(square) = squares.get_mut(row * columns + column) {
                        *square = true;
                    }
                }
            }
        }
        Taken::of(squares, columns, rows)
    }

    fn of(squares: Vec<bool>, columns: usize, rows: usize) -> Taken {
        let mut sums = vec![0; (columns + 1) * (rows + 1)];
        for row in 0..rows {
            for column in 0..columns {
                let at = |row: usize, column: usize| row * (columns + 1) + column;
                sums[at(row + 1, column + 1)] = u32::from(squares[row * columns + column])
                    + sums[at(row, column + 1)]
                    + sums[at(row + 1, column)]
                    - sums[at(row, column)];
            }
        }
        Taken { columns, rows, sums, squares }
    }

    /// The same, and a rectangle.
    pub fn and(&self, rect: Rect) -> Taken {
        let mut squares = self.squares.clone();
        let [top, bottom] =
            [rect.top, rect.bottom()].map(|y| ((y / SQUARE) as usize).min(self.rows - 1));
        let [left, right] =
            [rect.left, rect.right()].map(|x| ((x / SQUARE) as usize).min(self.columns - 1));
        for row in top..=bottom {
            squares[row * self.columns + left..=row * self.columns + right].fill(true);
        }
        Taken::of(squares, self.columns, self.rows)
    }

    /// Whether nothing is in a rectangle or close to it.
    fn is_free(&self, rect: Rect) -> bool {
        let line = |at: f64, most: usize| ((at.max(0.0) / SQUARE) as usize).min(most);
        let (left, right) = (
            line(rect.left - MARGIN, self.columns),
            line(rect.right() + MARGIN, self.columns - 1) + 1,
        );
        let (top, bottom) =
            (line(rect.top - MARGIN, self.rows), line(rect.bottom() + MARGIN, self.rows - 1) + 1);
        let sum = |row: usize, column: usize| self.sums[row * (self.columns + 1) + column];
        sum(bottom, right) + sum(top, left) == sum(top, right) + sum(bottom, left)
    }

    /// The free place for a rectangle of this size that is closest to a corner of the frame.
    pub fn free(&self, (width, height): (f64, f64), frame: Rect) -> Option<Rect> {
        let (spare_x, spare_y) = (frame.width - width, frame.height - height);
        let steps = |spare: f64| {
            let count = (spare - 2.0 * MARGIN) / SQUARE;
            (0..=count.max(-1.0) as i64).map(|step| MARGIN + step as f64 * SQUARE)
        };
        let mut best: Option<(f64, Rect)> = None;
        for y in steps(spare_y).filter(|_| spare_x > 2.0 * MARGIN && spare_y > 2.0 * MARGIN) {
            for x in steps(spare_x) {
                let rect = Rect { left: frame.left + x, top: frame.top + y, width, height };
                let far = x.min(spare_x - x).powi(2) + y.min(spare_y - y).powi(2);
                if best.is_none_or(|(least, _)| far < least) && self.is_free(rect) {
                    best = Some((far, rect));
                }
            }
        }
        best.map(|(_, rect)| rect)
    }
}
