//! Pictures as lists of shapes and texts, which look the same in every format. What they show is for whoever makes the
//! [`Scene`].

#[cfg(feature = "pictures")]
mod compact_font;
mod path;
#[cfg(feature = "pictures")]
mod pdf;
#[cfg(feature = "pictures")]
mod png;
mod svg;

pub use path::{Path, Segment};
#[cfg(feature = "pictures")]
pub use pdf::pdf;
#[cfg(feature = "pictures")]
pub use png::png;
pub use svg::svg;

use super::font::Typeset;
use super::label::Label;

/// Red, green and blue.
pub type Colour = [u8; 3];

/// A place: to the right and down from the upper left corner.
pub type Place = (f64, f64);

/// A picture.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The room that the shapes have.
    pub width: f64,
    /// The same downwards.
    pub height: f64,
    /// How large a unit of that is, in pixels of which 96 are an inch.
    pub scale: f64,
    /// What it shows, in a line.
    pub title: String,
    /// How it was made, a fact a line; not drawn.
    pub about: Vec<String>,
    /// What is drawn, each over those before.
    pub items: Vec<Item>,
}

/// A part of a picture.
#[derive(Clone, Debug)]
pub enum Item {
    /// A shape.
    Shape(Shape),
    /// A line of text.
    Text(Text),
    /// Items that belong together.
    Group {
        /// Its name; the name of no other one.
        name: String,
        /// The rectangle outside which nothing of it is drawn.
        clip: Option<Rect>,
        /// What it is made of.
        items: Vec<Item>,
    },
}

/// An area, a line, or both.
#[derive(Clone, Debug)]
pub struct Shape {
    /// What is drawn.
    pub outline: Outline,
    /// The colour inside, where the outline winds around.
    pub fill: Option<Colour>,
    /// The line along it, drawn over that.
    pub stroke: Option<Stroke>,
    /// What it is, in words.
    pub title: Option<String>,
}

/// What a shape is bounded by.
#[derive(Clone, Debug)]
pub enum Outline {
    /// A rectangle.
    Rect(Rect),
    /// A circle, by its middle and radius.
    Circle(Place, f64),
    /// Any other.
    Path(Path),
}

/// A line along an outline, whose corners are round where it has dashes or many of them.
#[derive(Clone, Debug)]
pub struct Stroke {
    /// Its colour.
    pub colour: Colour,
    /// How broad it is.
    pub width: f64,
    /// Lengths of dashes and gaps; none for a solid line.
    pub dashes: Vec<f64>,
    /// Whether its corners are round.
    pub is_round: bool,
}

/// A line of text.
#[derive(Clone, Debug)]
pub struct Text {
    /// What it says.
    pub label: Label,
    /// Where it begins, has its middle, or ends, on the line that the letters stand on.
    pub at: Place,
    /// Which of these.
    pub anchor: Anchor,
    /// The size of its letters.
    pub size: f64,
    /// How far it is turned around that place, clockwise, in degrees.
    pub turned: f64,
    /// Its colour.
    pub colour: Colour,
}

/// Which part of a text is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// A rectangle, from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// The left side.
    pub left: f64,
    /// The upper side.
    pub top: f64,
    /// How wide it is.
    pub width: f64,
    /// How high it is.
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

    /// The place that is so far to the right and up, in shares of this rectangle.
    pub fn at(&self, (x, y): (f64, f64)) -> Place {
        (self.left + self.width * x, self.bottom() - self.height * y)
    }
}

/// A map of the plane: (x, y) goes to (a x + c y + e, b x + d y + f).
type Matrix = [f64; 6];

impl Text {
    /// The text in the font, and what takes its places, y upwards in units of the size, into the picture.
    fn set(&self) -> (Typeset, Matrix) {
        let set = Typeset::of(&self.label);
        let before = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => set.width / 2.0,
            Anchor::End => set.width,
        };
        let (sin, cos) = match self.turned {
            -90.0 => (-1.0, 0.0),
            0.0 => (0.0, 1.0),
            degrees => degrees.to_radians().sin_cos(),
        };
        let [a, b] = [self.size * cos, self.size * sin];
        let (x, y) = self.at;
        (set, [a, b, b, -a, x - before * a, y - before * b])
    }

    /// The least upright rectangle around its letters.
    pub fn bounds(&self) -> Rect {
        let (set, matrix) = self.set();
        let [left, below, right, above] = set.extent();
        let corners = [(left, below), (right, below), (left, above), (right, above)];
        let corners = corners.map(|corner| moved(&matrix, corner));
        let ends = |of: fn(&Place) -> f64| {
            let all = corners.iter().map(of);
            (all.clone().fold(f64::MAX, f64::min), all.fold(f64::MIN, f64::max))
        };
        let ((left, right), (top, bottom)) = (ends(|at| at.0), ends(|at| at.1));
        Rect { left, top, width: right - left, height: bottom - top }
    }
}

fn moved([a, b, c, d, e, f]: &Matrix, (x, y): (f64, f64)) -> Place {
    (a * x + c * y + e, b * x + d * y + f)
}

impl Scene {
    /// All texts, in order.
    pub fn texts(&self) -> Vec<&Text> {
        fn collect<'a>(items: &'a [Item], texts: &mut Vec<&'a Text>) {
            for item in items {
                match item {
                    Item::Text(text) => texts.push(text),
                    Item::Group { items, .. } => collect(items, texts),
                    Item::Shape(_) => {}
                }
            }
        }
        let mut texts = Vec::new();
        collect(&self.items, &mut texts);
        texts
    }
}
