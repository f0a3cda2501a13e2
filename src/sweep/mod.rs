//! Which points are computed: grids of axes, and tables of points; and how the work is shared.

mod axis;
mod grid;
mod measured;
mod points;
mod records;
mod run;
mod shard;

pub use axis::{Axis, AxisError};
pub use grid::{Grid, GridError};
pub use measured::{MeasuredError, Mention, UnitsError, Yardstick, measured, units};
pub use points::{Points, PointsError};
pub use records::TableError;
pub use run::ordered;
pub use shard::{Shard, ShardError};
