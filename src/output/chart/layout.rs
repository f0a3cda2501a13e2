//! Where the parts of a picture stand, so that none covers another.

use super::heading::Heading;
use super::taken::{Taken, inset_sizes};
use super::{Chart, Field, Mark, Panel};
use crate::output::label::Label;
use crate::output::scene::Rect;

/// The least width of a picture, and the usual one.
const WIDTH: f64 = 1040.0;
/// The same of the height.
const HEIGHT: f64 = 630.0;

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
/// How far they are from the words.
pub const SAMPLE_GAP: f64 = 10.0;

/// How far the baselines of the titles are from the frame, or from the left of the picture.
pub const TITLE_BELOW: f64 = 60.0;
pub const TITLE_LEFT: f64 = 32.0;
/// How far the first line of the heading is below the top.
pub const HEADING_TOP: f64 = 34.0;
/// How far the frame is below the top, or below the heading, and above the bottom.
const ABOVE: f64 = 46.0;
const BELOW: f64 = 76.0;
pub const CAPTION_ABOVE: f64 = 14.0;
pub const INSET_TITLE_BELOW: f64 = 41.0;
pub const INSET_TITLE_ABOVE: f64 = 9.0;

/// A text that stands in one line beside a frame.
#[derive(Clone, Copy, Debug)]
pub enum TextAt {
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
#[derive(Clone, Debug)]
pub struct Layout {
    /// The frame of the curves.
    pub main: Rect,
    /// The legend.
    pub legend: Rect,
    /// The frame of the curves of the inset.
    pub inset: Option<Rect>,
    /// The frame of the panel below, and its legend.
    pub below: Option<[Rect; 2]>,
    /// The lines above everything else.
    pub heading: Heading,
    /// The width of the picture.
    pub width: f64,
    /// The height of the picture.
    pub height: f64,
    /// How many pixels a unit of these is.
    pub scale: f64,
    /// Whether somebody asked for that size.
    pub is_sized: bool,
    /// How much broader letters are than those of the font of pictures.
    breadth: f64,
}

/// The frame of the curves, the legend, and the frame of the inset.
type Places = (Rect, Rect, Option<Rect>);

/// The height of each of two panels below each other, and how far they are apart.
const HALF: f64 = 300.0;
const BETWEEN: f64 = 46.0;

/// The most of the width that a legend takes.
const LEGEND: f64 = 0.4;

impl Layout {
    /// The layout of a chart: legend and inset stand where no curve is, the inset as large as
    /// can be; what finds no place stands beside the curves. The letters of a picture that is larger than usual are
    /// larger by as much; those of a smaller one are less small than it is, so that they can be read.
    pub fn of(chart: &Chart, breadth: f64) -> Layout {
        let usual = match &chart.below {
            Some(_) => ABOVE + HALF + BETWEEN + HALF + BELOW,
            None => HEIGHT,
        };
        let asked = chart.size.unwrap_or((WIDTH, usual));
        let scale = scale((asked.0 / WIDTH).min(asked.1 / usual));
        let (width, height) = (asked.0 / scale, asked.1 / scale);
        let heading = Heading::of(&chart.heading, (width - 2.0 * EDGE) / breadth);
        let room = Room { width, height, top: heading.height() + ABOVE, breadth };
        let ((main, legend, inset), below) = match &chart.below {
            Some(below) => {
                let (main, legend, below) = room.stacked(chart, below);
                ((main, legend, None), Some(below))
            }
            None => match &chart.field {
                Some(field) => (room.with_bar(chart, field), None),
                None => (room.places(chart), None),
            },
        };
        let is_sized = chart.size.is_some();
        Layout { main, legend, inset, below, heading, width, height, scale, is_sized, breadth }
    }

    /// The size of the letters of a text: the usual one, or less where it would leave the picture.
    pub fn size(&self, text: TextAt, label: &Label) -> f64 {
        // How far a text in the middle may reach, between 0 and the other side.
        let around = |middle: f64, all: f64| 2.0 * (middle.min(all - middle) - EDGE);
        let inset = self.inset.unwrap_or(self.main);
        let (usual, room) = match text {
            TextAt::Caption => (size::CAPTION, self.width - 2.0 * EDGE),
            TextAt::Below => {
                (size::TITLE, around(self.main.left + self.main.width / 2.0, self.width))
            }
            // Between the line above the curves and the numbers below them.
            TextAt::Beside => (size::TITLE, self.main.height + 12.0),
            TextAt::InsetBelow => (size::INSET_TITLE, inset.width + 2.0 * EDGE),
            TextAt::InsetAbove => (size::INSET_TITLE, inset.width + EDGE),
        };
        usual.min(room / (label.width() * self.breadth))
    }

    /// Where the line above the curves ends: where the frame does, or further to the right where it
    /// is long.
    pub fn caption_end(&self, caption: &Label) -> f64 {
        let needed = EDGE + caption.width() * self.breadth * size::CAPTION;
        self.main.right().max(needed).min(self.width - EDGE)
    }

    /// How much smaller than usual the legend of a panel is in its place.
    pub fn shrunk(&self, place: Rect, panel: &Panel, marks: &[(Mark, Label)]) -> f64 {
        let (width, height) = legend_of(panel, marks, self.breadth);
        let beside = SAMPLE + SAMPLE_GAP;
        (place.height / height).min((place.width - beside) / (width - beside)).min(1.0)
    }
}

/// How much larger or smaller letters and lines are in a picture that is so much larger or smaller.
fn scale(size: f64) -> f64 {
    // No less room than for an inset beside the curves.
    const LEAST_ROOM: f64 = 0.85;
    if size < 1.0 { size.sqrt().min(size / LEAST_ROOM) } else { size }
}

/// The room that a picture has, below its heading.
struct Room {
    width: f64,
    height: f64,
    top: f64,
    breadth: f64,
}

impl Room {
    /// Two panels below each other, with their legends beside them.
    fn stacked(&self, chart: &Chart, below: &Panel) -> (Rect, Rect, [Rect; 2]) {
        let letters = size::TICK * self.breadth;
        let widest = widest(&chart.main).max(widest(below)) * letters;
        let [upper, lower] = [self.legend(chart), legend_of(below, &[], self.breadth)];
        let column = self.least_legend(upper.0.max(lower.0)) + 20.0;
        let left = 62.0 + widest;
        let width = self.width - left - 26.0 - column;
        let height = (self.height - self.top - BETWEEN - BELOW) / 2.0;
        let main = Rect { left, top: self.top, width, height };
        let second = Rect { top: main.bottom() + BETWEEN, ..main };
        (main, self.beside(main, upper), [second, self.beside(second, lower)])
    }

    /// Colours with their bar, which takes the place of a legend.
    fn with_bar(&self, chart: &Chart, field: &Field) -> Places {
        const GAP: f64 = 24.0;
        const BAR: f64 = 24.0;
        let letters = size::TICK * self.breadth;
        let numbers = field.colours.ticks.iter().map(|(_, label)| label.width());
        let numbers = numbers.fold(0.0, f64::max) * letters;
        let column = GAP + BAR + 11.0 + numbers + size::TITLE * 1.6;
        let half = half_of_ends(&chart.main).map(|half| half * letters);
        let left = (62.0 + widest(&chart.main) * letters).max(half[0] + EDGE);
        let width = self.width - left - column;
        let main = Rect { left, top: self.top, width, height: self.height - self.top - BELOW };
        (main, Rect { left: main.right() + GAP, width: BAR, ..main }, None)
    }

    /// Curves with a legend, and with an inset if there is one.
    fn places(&self, chart: &Chart) -> Places {
        let legend = self.legend(chart);
        let letters = size::TICK * self.breadth;
        let frame = |column: f64| {
            // The numbers at the ends of the horizontal axis stick out by half.
            let half = half_of_ends(&chart.main).map(|half| half * letters);
            let left = (62.0 + widest(&chart.main) * letters).max(half[0] + EDGE);
            let width = self.width - left - (half[1] + EDGE).max(26.0) - column;
            Rect { left, top: self.top, width, height: self.height - self.top - BELOW }
        };
        let column = self.least_legend(legend.0) + 20.0;
        let inside = self.within(chart, frame(0.0), Some(legend));
        inside.or_else(|| self.within(chart, frame(column), None)).unwrap_or_else(|| {
            let column = column.max(290.0);
            let main = frame(column);
            let left = main.right() + 20.0;
            let pads =
                chart.inset.as_ref().map_or(Pads::NONE, |panel| Pads::of(panel, self.breadth));
            let height = (0.4 * main.height).min(190.0);
            let top = main.bottom() - height - pads.bottom;
            let width = self.width - 12.0 - left - pads.left - pads.right;
            let inset = Rect { left: left + pads.left, top, width, height };
            let mut legend = self.beside(main, legend);
            legend.height = legend.height.min(top - pads.top - main.top);
            (main, legend, Some(inset))
        })
    }

    /// The layout with the inset among the curves, and the legend, if there has to be room for it.
    fn within(&self, chart: &Chart, main: Rect, legend: Option<(f64, f64)>) -> Option<Places> {
        let taken = Taken::by(&chart.main, main, (self.width, self.height));
        let at = |taken: &Taken| match legend {
            Some(size) => taken.free(size, main),
            None => Some(self.beside(main, self.legend(chart))),
        };
        let Some(panel) = &chart.inset else { return Some((main, at(&taken)?, None)) };
        let pads = Pads::of(panel, self.breadth);
        inset_sizes(main).into_iter().find_map(|(width, height)| {
            let outer = (width + pads.left + pads.right, height + pads.top + pads.bottom);
            let place = taken.free(outer, main)?;
            let legend = at(&taken.and(place))?;
            let (left, top) = (place.left + pads.left, place.top + pads.top);
            Some((main, legend, Some(Rect { left, top, width, height })))
        })
    }

    /// The place beside the curves, no higher than they are.
    fn beside(&self, main: Rect, (width, height): (f64, f64)) -> Rect {
        let (width, height) = (self.least_legend(width), height.min(main.height));
        Rect { left: main.right() + 16.0, top: main.top, width, height }
    }

    /// The size of the legend of the upper panel.
    fn legend(&self, chart: &Chart) -> (f64, f64) {
        legend_of(&chart.main, &chart.marks, self.breadth)
    }

    /// The width of a legend beside curves, which is to leave them room.
    fn least_legend(&self, width: f64) -> f64 {
        width.min(LEGEND * self.width)
    }
}

/// The width and the height of a legend.
fn legend_of(panel: &Panel, marks: &[(Mark, Label)], breadth: f64) -> (f64, f64) {
    let points = panel.measured.iter().map(|points| &points.label);
    let labels = panel.lines.iter().map(|line| &line.label).chain(points);
    let marks = marks.iter().map(|(_, label)| label);
    let widths: Vec<f64> =
        labels.chain(marks).map(|label| label.width() * size::LEGEND * breadth).collect();
    let width = widths.iter().copied().fold(0.0, f64::max);
    (SAMPLE + SAMPLE_GAP + width + 4.0, widths.len() as f64 * LEADING)
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

    fn of(panel: &Panel, breadth: f64) -> Pads {
        let letters = size::INSET_TICK * breadth;
        let [first, last] = half_of_ends(panel).map(|half| half * letters);
        let left = (widest(panel) * letters + 14.0).max(first);
        Pads { left, right: last.max(12.0), top: 28.0, bottom: 46.0 }
    }
}
