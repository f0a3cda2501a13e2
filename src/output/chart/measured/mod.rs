//! Points that were measured, with error bars, over the curves of a panel.

mod drawing;
mod gnuplot;

pub(super) use drawing::{items, sample};
pub(super) use gnuplot::{data, plots, samples};

use super::{Panel, Role, field};
use crate::output::label::Label;
use crate::output::scene::Colour;

/// Points that belong together.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Their name in the legend.
    pub label: Label,
    /// What they look like.
    pub symbol: Symbol,
    /// The points.
    pub points: Vec<Datum>,
}

/// A point.
#[derive(Clone, Copy, Debug)]
pub struct Datum {
    /// Where it is.
    pub at: (f64, f64),
    /// Its error bars along the two axes, where it has some.
    pub bars: [Option<Bar>; 2],
    /// Its colour.
    pub ink: Ink,
}

/// The ends of an error bar.
pub type Bar = (f64, f64);

/// The colour of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ink {
    /// That of no curve.
    Plain,
    /// That of the curve with this role.
    Curve(Role),
    /// That of a share of the bar of a field.
    Share(f64),
}

/// What points look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A square.
    Square,
    /// A square on its corner.
    Diamond,
    /// A triangle on its side.
    Triangle,
    /// A triangle on its corner.
    Wedge,
}

impl Symbol {
    /// All of them, in the order in which they are taken.
    pub const ALL: [Symbol; 4] = [Symbol::Square, Symbol::Diamond, Symbol::Triangle, Symbol::Wedge];

    /// The character that stands for it.
    pub(super) fn letter(self) -> char {
        match self {
            Symbol::Square => '■',
            Symbol::Diamond => '◆',
            Symbol::Triangle => '▲',
            Symbol::Wedge => '▼',
        }
    }

    /// What many of them are called.
    pub fn plural(self) -> &'static str {
        match self {
            Symbol::Square => "squares",
            Symbol::Diamond => "diamonds",
            Symbol::Triangle => "triangles",
            Symbol::Wedge => "triangles on their corners",
        }
    }
}

/// Of points in the legend.
const GREY: Colour = [90; 3];

impl Ink {
    pub(super) fn colour(self) -> Colour {
        match self {
            Ink::Plain => [0; 3],
            Ink::Curve(role) => role.style().colour,
            Ink::Share(share) => field::colour(share),
        }
    }

    /// The colour of its bars, which on a field have to stand out.
    fn of_bars(self) -> Colour {
        match self {
            Ink::Share(share) => field::ink(share),
            Ink::Plain | Ink::Curve(_) => self.colour(),
        }
    }

    /// The colour around it, which sets it apart from what is below.
    fn rim(self) -> Colour {
        match self {
            Ink::Share(share) => field::ink(share),
            Ink::Plain | Ink::Curve(_) => [255; 3],
        }
    }
}

impl Measured {
    /// The points that are inside the frame of a panel.
    pub fn seen<'a>(&'a self, panel: &'a Panel) -> impl Iterator<Item = &'a Datum> {
        self.points.iter().filter(|point| panel.has(point.at))
    }
}

impl Datum {
    /// The lines of its bars, from end to end, with the axis along which they are.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, [(f64, f64); 2])> {
        let ((x, y), [across, up]) = (self.at, self.bars);
        let across = across.map(|(first, last)| (0, [(first, y), (last, y)]));
        let up = up.map(|(first, last)| (1, [(x, first), (x, last)]));
        across.into_iter().chain(up)
    }
}
