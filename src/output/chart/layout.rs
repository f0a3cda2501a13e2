//! Where the parts of a picture stand, so that none covers another.

use super::clip::clipped;
use super::label::Label;
use super::{Chart, Mark, Panel};

/// The width of a picture.
pub const WIDTH: f64 = 1040.0;
/// The height of a picture.
pub const HEIGHT: f64 = 630.0;

/// Sizes of letters.
pub mod size {
    /// The titles of the axes.
    pub const TITLE: f64 = 23.0;
    /// The numbers along the axes.
    pub const TICK: f64 = 20.0;
    /// The legend.
    pub const LEGEND: f64 = 20.0;
    /// The line above the curves.
    pub const CAPTION: f64 = 18.0;
    /// The titles of the axes of the inset.
    pub const INSET_TITLE: f64 = 18.0;
    /// The numbers along them.
    pub const INSET_TICK: f64 = 16.0;
}

/// From line to line of the legend.
pub const LEADING: f64 = 27.0;
/// How long the curves in the legend are.
pub const SAMPLE: f64 = 46.0;

/// How far the baselines of the titles are from the frame, or from the left of the picture.
pub const TITLE_BELOW: f64 = 60.0;
pub const TITLE_LEFT: f64 = 32.0;
pub const CAPTION_ABOVE: f64 = 14.0;
pub const INSET_TITLE_BELOW: f64 = 41.0;
pub const INSET_TITLE_ABOVE: f64 = 9.0;

/// A rectangle, from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    /// The right side.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// The lower side.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// The place that is so far to the right and up, in shares of this frame.
    pub fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.left + self.width * x, self.bottom() - self.height * y)
    }
}

/// A text that stands in one line beside a frame.
#[derive(Clone, Copy, Debug)]
pub enum Text {
    /// The line above the curves.
    Caption,
    /// The title of the horizontal axis.
    Below,
    /// The title of the vertical axis.
    Beside,
    /// The title of the horizontal axis of the inset.
    InsetBelow,
    /// The title of the vertical axis of the inset.
    InsetAbove,
}

/// How far texts stay from the side of the picture.
const EDGE: f64 = 8.0;

/// Where the parts are.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The frame of the curves.
    pub main: Rect,
    /// The legend.
    pub legend: Rect,
    /// The frame of the curves of the inset.
    pub inset: Option<Rect>,
    /// The frame of the panel below, and its legend.
    pub below: Option<[Rect; 2]>,
    /// The height of the picture.
    pub height: f64,
}

/// Nowhere.
const NOWHERE: Rect = Rect { left: 0.0, top: 0.0, width: 0.0, height: 0.0 };

/// The height of each of two panels below each other, and how far they are apart.
const HALF: f64 = 300.0;
const BETWEEN: f64 = 46.0;

impl Layout {
    /// What most layouts have in common.
    const PLAIN: Layout =
        Layout { main: NOWHERE, legend: NOWHERE, inset: None, below: None, height: HEIGHT };

    /// Two panels below each other, with their legends beside them.
    fn stacked(chart: &Chart, below: &Panel) -> Layout {
        let widest = widest(&chart.main).max(widest(below)) * size::TICK;
        let lower = legend_of(below, &[]);
        let column = legend_size(chart).0.max(lower.0) + 20.0;
        let left = 62.0 + widest;
        let width = WIDTH - left - 26.0 - column;
        let main = Rect { left, top: 46.0, width, height: HALF };
        let second = Rect { top: main.bottom() + BETWEEN, ..main };
        Layout {
            main,
            legend: beside(main, legend_size(chart)),
            inset: None,
            below: Some([second, beside(second, lower)]),
            height: second.bottom() + 76.0,
        }
    }

    /// The size of the letters of a text: the usual one, or less where it would leave the picture.
    pub fn size(&self, text: Text, label: &Label) -> f64 {
        // How far a text in the middle may reach, between 0 and the other side.
        let around = |middle: f64, all: f64| 2.0 * (middle.min(all - middle) - EDGE);
        let inset = self.inset.unwrap_or(self.main);
        let (usual, room) = match text {
            Text::Caption => (size::CAPTION, WIDTH - 2.0 * EDGE),
            Text::Below => (size::TITLE, around(self.main.left + self.main.width / 2.0, WIDTH)),
            Text::Beside => match self.below {
                Some(_) => (size::TITLE, self.main.height + BETWEEN - EDGE),
                None => (size::TITLE, around(self.main.top + self.main.height / 2.0, HEIGHT)),
            },
            Text::InsetBelow => (size::INSET_TITLE, inset.width + 2.0 * EDGE),
            Text::InsetAbove => (size::INSET_TITLE, inset.width + EDGE),
        };
        usual.min(room / label.width())
    }

    /// Where the line above the curves ends: where the frame does, or further to the right where it
    /// is long.
    pub fn caption_end(&self, caption: &Label) -> f64 {
        let needed = EDGE + caption.width() * size::CAPTION;
        self.main.right().max(needed).min(WIDTH - EDGE)
    }

    /// The layout of a chart: legend and inset stand where no curve is, the inset as large as
    /// can be; what finds no place stands beside the curves.
    pub fn of(chart: &Chart) -> Layout {
        if let Some(below) = &chart.below {
            return Layout::stacked(chart, below);
        }
        let legend = legend_size(chart);
        let frame = |column: f64| {
            // The numbers at the ends of the horizontal axis stick out by half.
            let half = half_of_ends(&chart.main).map(|half| half * size::TICK);
            let left = (62.0 + widest(&chart.main) * size::TICK).max(half[0] + EDGE);
            let width = WIDTH - left - (half[1] + EDGE).max(26.0) - column;
            Rect { left, top: 46.0, width, height: HEIGHT - 46.0 - 76.0 }
        };
        let column = legend.0 + 20.0;
        let inside = Self::within(chart, frame(0.0), Some(legend));
        inside.or_else(|| Self::within(chart, frame(column), None)).unwrap_or_else(|| {
            let column = column.max(290.0);
            let main = frame(column);
            let left = main.right() + 20.0;
            let pads = chart.inset.as_ref().map_or(Pads::NONE, Pads::of);
            let top = main.bottom() - 190.0 - pads.bottom;
            let width = WIDTH - 12.0 - left - pads.left - pads.right;
            let inset = Rect { left: left + pads.left, top, width, height: 190.0 };
            Layout { main, legend: beside(main, legend), inset: Some(inset), ..Layout::PLAIN }
        })
    }

    /// The layout with the inset among the curves, and the legend, if there has to be room for it.
    fn within(chart: &Chart, main: Rect, legend: Option<(f64, f64)>) -> Option<Layout> {
        let taken = Taken::by(&chart.main, main);
        let at = |taken: &Taken| match legend {
            Some(size) => taken.free(size, main),
            None => Some(beside(main, legend_size(chart))),
        };
        let Some(panel) = &chart.inset else {
            return Some(Layout { main, legend: at(&taken)?, ..Layout::PLAIN });
        };
        let pads = Pads::of(panel);
        inset_sizes(main).into_iter().find_map(|(width, height)| {
            let outer = (width + pads.left + pads.right, height + pads.top + pads.bottom);
            let place = taken.free(outer, main)?;
            let legend = at(&taken.and(place))?;
            let (left, top) = (place.left + pads.left, place.top + pads.top);
            Some(Layout {
                main,
                legend,
                inset: Some(Rect { left, top, width, height }),
                ..Layout::PLAIN
            })
        })
    }
}

/// The place beside the curves, no higher than they are.
fn beside(main: Rect, (width, height): (f64, f64)) -> Rect {
    Rect { left: main.right() + 16.0, top: main.top, width, height: height.min(main.height) }
}

/// How much smaller than usual a legend of so many lines is in its place.
pub fn shrunk(place: Rect, lines: usize) -> f64 {
    (place.height / (lines.max(1) as f64 * LEADING)).min(1.0)
}

fn legend_size(chart: &Chart) -> (f64, f64) {
    legend_of(&chart.main, &chart.marks)
}

fn legend_of(panel: &Panel, marks: &[(Mark, Label)]) -> (f64, f64) {
    let labels = panel.lines.iter().map(|line| &line.label);
    let marks = marks.iter().map(|(_, label)| label);
    let widths: Vec<f64> = labels.chain(marks).map(|label| label.width() * size::LEGEND).collect();
    let width = widths.iter().copied().fold(0.0, f64::max);
    (SAMPLE + 10.0 + width + 4.0, widths.len() as f64 * LEADING)
}

fn widest(panel: &Panel) -> f64 {
    panel.y.ticks.iter().map(|(_, label)| label.width()).fold(0.0, f64::max)
}

/// How far the numbers at the ends of the horizontal axis stick out to the left and to the right.
fn half_of_ends(panel: &Panel) -> [f64; 2] {
    let ends = [(panel.x.ticks.first(), 0.0), (panel.x.ticks.last(), 1.0)];
    ends.map(|(tick, side)| {
        // A number that is far from the side sticks out less.
        tick.map_or(0.0, |(at, label)| {
            let away = (panel.x.share(*at) - side).abs();
            if away < 0.05 { label.width() / 2.0 } else { 0.0 }
        })
    })
}

/// The room around the frame of an inset for its numbers and titles.
struct Pads {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Pads {
    const NONE: Pads = Pads { left: 0.0, right: 0.0, top: 0.0, bottom: 0.0 };

    fn of(panel: &Panel) -> Pads {
        let [first, last] = half_of_ends(panel).map(|half| half * size::INSET_TICK);
        let left = (widest(panel) * size::INSET_TICK + 14.0).max(first);
        Pads { left, right: last.max(12.0), top: 28.0, bottom: 46.0 }
    }
}

/// The sizes that an inset may have, the largest first.
fn inset_sizes(main: Rect) -> Vec<(f64, f64)> {
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
struct Taken {
    /// How many squares above and to the left of a corner are taken.
    sums: Vec<u32>,
    squares: Vec<bool>,
}

/// The side of a square.
const SQUARE: f64 = 6.0;
const COLUMNS: usize = (WIDTH / SQUARE) as usize;
const ROWS: usize = (HEIGHT / SQUARE) as usize;
/// How far apart parts stand.
const MARGIN: f64 = 8.0;

impl Taken {
    /// What the curves of a panel in this frame take.
    fn by(panel: &Panel, frame: Rect) -> Taken {
        let mut squares = vec![false; COLUMNS * ROWS];
        for stroke in panel.lines.iter().flat_map(|line| &line.strokes) {
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
                    if let Some(square) = squares.get_mut(row * COLUMNS + column) {
                        *square = true;
                    }
                }
            }
        }
        Taken::of(squares)
    }

    fn of(squares: Vec<bool>) -> Taken {
        let mut sums = vec![0; (COLUMNS + 1) * (ROWS + 1)];
        for row in 0..ROWS {
            for column in 0..COLUMNS {
                let at = |row: usize, column: usize| row * (COLUMNS + 1) + column;
                sums[at(row + 1, column + 1)] = u32::from(squares[row * COLUMNS + column])
                    + sums[at(row, column + 1)]
                    + sums[at(row + 1, column)]
                    - sums[at(row, column)];
            }
        }
        Taken { sums, squares }
    }

    /// The same, and a rectangle.
    fn and(&self, rect: Rect) -> Taken {
        let mut squares = self.squares.clone();
        let [top, bottom] =
            [rect.top, rect.bottom()].map(|y| ((y / SQUARE) as usize).min(ROWS - 1));
        let [left, right] =
            [rect.left, rect.right()].map(|x| ((x / SQUARE) as usize).min(COLUMNS - 1));
        for row in top..=bottom {
            squares[row * COLUMNS + left..=row * COLUMNS + right].fill(true);
        }
        Taken::of(squares)
    }

    /// Whether nothing is in a rectangle or close to it.
    fn is_free(&self, rect: Rect) -> bool {
        let line = |at: f64, most: usize| ((at.max(0.0) / SQUARE) as usize).min(most);
        let (left, right) =
            (line(rect.left - MARGIN, COLUMNS), line(rect.right() + MARGIN, COLUMNS - 1) + 1);
        let (top, bottom) =
            (line(rect.top - MARGIN, ROWS), line(rect.bottom() + MARGIN, ROWS - 1) + 1);
        let sum = |row: usize, column: usize| self.sums[row * (COLUMNS + 1) + column];
        sum(bottom, right) + sum(top, left) == sum(top, right) + sum(bottom, left)
    }

    /// The free place for a rectangle of this size that is closest to a corner of the frame.
    fn free(&self, (width, height): (f64, f64), frame: Rect) -> Option<Rect> {
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
