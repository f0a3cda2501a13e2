//! The `ndemon` command: hands the arguments to the library and its answer to the shell.

#[cfg(unix)]
mod closed;

use std::process::ExitCode;

fn main() -> ExitCode {
    ndemon::cli::run(std::env::args_os())
}
