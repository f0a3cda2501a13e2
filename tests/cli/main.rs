//! The command line as shell sessions, with whole output and exit code; a file a verb, as in
//! `src/cli`, and the programs and texts that call the command. After a wanted change: `UPDATE_EXPECT=1 cargo test --test cli`.
#![cfg(unix)]

mod axes;
mod boxcar;
mod columns;
mod damage;
mod device_file;
mod durable;
mod eval;
mod field;
mod figure;
mod folder;
mod front;
mod front_picture;
mod fronts;
mod help;
mod hostile;
mod kept;
mod leaks;
mod machine;
mod machine_columns;
mod machine_page;
mod machine_runs;
mod map;
mod messages;
mod numbers;
mod optimize;
mod optimize_any;
mod optimize_file;
mod overlay;
mod pages;
#[cfg(feature = "parquet")]
mod parquet;
mod picture;
#[cfg(feature = "pictures")]
mod pictures;
mod points;
mod process;
mod provenance;
mod records;
mod shape;
mod shell;
mod solve;
mod solve_tables;
mod spread;
mod sweep;
mod tables;
mod units;
mod verify;
mod widths;

#[path = "../examples.rs"]
mod examples;
#[path = "../readme.rs"]
mod readme;
#[path = "../scaling.rs"]
mod scaling;
#[path = "../theory.rs"]
mod theory;
