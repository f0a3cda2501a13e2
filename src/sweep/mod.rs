//! Which points are computed: grids of axes, and tables of points.

mod axis;
mod grid;
mod points;
mod records;

pub use axis::{Axis, AxisError};
pub use grid::{Grid, GridError};
pub use points::{Points, PointsError};
pub use records::TableError;
