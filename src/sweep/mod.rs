//! Which points are computed: grids of axes, and tables of points; and how the work is shared.

mod axis;
mod content;
mod csv_rows;
mod grid;
mod header;
mod json_rows;
mod lines;
mod mention;
mod number;
mod observed;
#[cfg(feature = "parquet")]
mod parquet_rows;
mod plain_row;
mod points;
mod points_error;
mod records;
mod run;
mod shard;

pub use axis::{Axis, AxisError};
pub use grid::{Grid, GridError};
pub use header::Fixed;
pub use mention::{Mention, UnitsError, units};
pub use observed::{Observation, Observed, ObservedError, Sought};
pub use points::Points;
pub use points_error::PointsError;
pub use records::{Place, TableError};
pub use run::ordered;
pub use shard::{Shard, ShardError};
