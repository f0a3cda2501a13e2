//! Ways of a pen.

use super::{Matrix, Outline, Place, Rect, Text, moved};
use crate::output::font::{Placed, Step};

/// A step of a path, to a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Without drawing.
    Move(Place),
    /// Along a line.
    Line(Place),
    /// Along a parabola, by its control.
    Quad(Place, Place),
    /// Along a cubic, by its controls.
    Cubic(Place, Place, Place),
    /// Back to where the pen was put down.
    Close,
}

/// A way of a pen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path(pub Vec<Segment>);

impl Outline {
    /// The outline as a path.
    pub fn path(&self) -> Path {
        match self {
            Outline::Path(path) => path.clone(),
            Outline::Rect(rect) => Path::rectangle(rect),
            Outline::Circle(middle, radius) => Path::circle(*middle, *radius),
        }
    }
}

impl Path {
    /// Around a rectangle.
    pub fn rectangle(rect: &Rect) -> Path {
        use Segment::{Close, Line, Move};
        let Rect { left, top, .. } = *rect;
        let (right, bottom) = (rect.right(), rect.bottom());
        let corners = [Move((left, top)), Line((right, top)), Line((right, bottom))];
        Path(corners.into_iter().chain([Line((left, bottom)), Close]).collect())
    }

    /// Around a circle, to within 3e-4 of its radius.
    pub fn circle((x, y): Place, radius: f64) -> Path {
        // 4/3 (√2 − 1): the middle of each quarter is on the circle.
        let (r, k) = (radius, radius * 0.552_284_749_830_793_4);
        let quarter = |a: (f64, f64), b: (f64, f64), c: (f64, f64)| {
            let at = |(dx, dy): (f64, f64)| (x + dx, y + dy);
            Segment::Cubic(at(a), at(b), at(c))
        };
        Path(vec![
            Segment::Move((x + r, y)),
            quarter((r, k), (k, r), (0.0, r)),
            quarter((-k, r), (-r, k), (-r, 0.0)),
            quarter((-r, -k), (-k, -r), (0.0, -r)),
            quarter((k, -r), (r, -k), (r, 0.0)),
            Segment::Close,
        ])
    }

    /// Around the letters of a text.
    pub fn letters(text: &Text) -> Path {
        let (set, matrix) = text.set();
        let mut path = Path::default();
        set.glyphs.iter().for_each(|placed| path.add(placed, &matrix));
        path
    }

    /// Adds a glyph, in a map of places in units of the size of the letters.
    pub(super) fn add(&mut self, placed: &Placed, matrix: &Matrix) {
        let at = |(x, y): (f64, f64)| {
            let place = |origin: f64, step: f64| origin + step * placed.size / 1000.0;
            moved(matrix, (place(placed.at.0, x), place(placed.at.1, y)))
        };
        self.0.extend(placed.glyph.outline().into_iter().map(|step| match step {
            Step::Move(to) => Segment::Move(at(to)),
            Step::Line(to) => Segment::Line(at(to)),
            Step::Curve(control, to) => Segment::Quad(at(control), at(to)),
            Step::Close => Segment::Close,
        }));
    }
}
