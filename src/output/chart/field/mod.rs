//! A result over two parameters, in colours.

mod colours;
mod drawing;
mod gnuplot;
mod terminal;

pub(super) use colours::{colour, ink};
pub(super) use drawing::{bar, items};
pub(super) use gnuplot::{bar as gnuplot_bar, plot as gnuplot_plot};
pub(super) use terminal::cells as terminal_cells;

use super::Scale;
use crate::output::label::Label;

/// A place in a frame: shares of its width and height, from its lower left corner.
pub type Share = (f64, f64);

/// Colours in a frame.
#[derive(Clone, Debug)]
pub struct Field {
    /// What the colours mean, and the numbers along their bar.
    pub colours: Scale,
    /// The title of the bar.
    pub title: Label,
    /// Areas, each drawn over those before: in the colour at this share of the bar, with rings around them, those of
    /// holes the other way round.
    pub bands: Vec<(f64, Vec<Vec<Share>>)>,
    /// Lines on which the result has one value: which, as a share of the bar, what it is called, and the lines.
    pub contours: Vec<(f64, Label, Vec<Vec<Share>>)>,
    /// Lines between regions.
    pub borders: Vec<Vec<Share>>,
    /// The names of the regions in which there is no result, where they stand, and how far there is room from there to
    /// both sides, and up and down.
    pub regions: Vec<(Label, Share, Share)>,
    /// The shares of the bar at evenly spaced places, in rows from below; NaN where there is no result.
    pub raster: Vec<Vec<f64>>,
}
