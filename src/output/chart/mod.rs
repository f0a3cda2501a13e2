//! Charts of curves: as a scene, as a script for gnuplot, and in characters. What the curves mean is
//! for whoever makes the [`Chart`].

mod clip;
mod drawing;
mod field;
mod gnuplot;
mod heading;
mod layout;
mod measured;
mod style;
mod taken;
mod terminal;
mod ticks;

pub use drawing::drawing;
pub use field::Field;
pub use gnuplot::gnuplot;
pub use measured::{Bar, Datum, Ink, Measured, Symbol};
pub use terminal::{Colours, terminal};
pub use ticks::Scale;

use super::label::Label;

/// A picture of curves.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows, in a line.
    pub title: String,
    /// How it was made, a fact a line; not drawn.
    pub about: Vec<String>,
    /// Words above everything else.
    pub heading: Label,
    /// Its width and height in pixels; as is usual if they are not given.
    pub size: Option<(f64, f64)>,
    /// A line above the curves.
    pub caption: Label,
    /// The curves.
    pub main: Panel,
    /// Colours behind the curves, with their bar beside the frame; there is no legend then.
    pub field: Option<Field>,
    /// The same curves in another quantity, drawn small.
    pub inset: Option<Panel>,
    /// Other curves over the same axis, drawn below; there is no inset then.
    pub below: Option<Panel>,
    /// What the marks of each kind mean; only kinds that occur.
    pub marks: Vec<(Mark, Label)>,
}

/// Curves in a frame.
#[derive(Clone, Debug)]
pub struct Panel {
    /// The horizontal axis.
    pub x: Scale,
    /// The vertical axis.
    pub y: Scale,
    /// What the axes show.
    pub titles: [Label; 2],
    /// The curves.
    pub lines: Vec<Line>,
    /// Points that were measured, drawn over the curves.
    pub measured: Vec<Measured>,
}

/// A curve.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name in the legend.
    pub label: Label,
    /// What it looks like.
    pub role: Role,
    /// Its pieces, each without gaps: their points, in order.
    pub strokes: Vec<Vec<(f64, f64)>>,
    /// The places on it that are marked.
    pub marks: Vec<(Mark, (f64, f64))>,
}

/// What a mark looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A disc.
    Disc,
    /// A ring.
    Ring,
}

/// What a curve is to the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A bound that others stay below.
    Bound,
    /// A limit that others tend to.
    Limit,
    /// One of so many that belong together, in their order.
    Member(usize, usize),
    /// What that one could be at best.
    Best(usize, usize),
}
