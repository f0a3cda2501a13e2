//! The `ndemon` command: hands the arguments to the library and its answer to the shell.
//TMP
#[cfg(unix)]
mod closed;
//TMP
use std::process::ExitCode;
//TMP
fn main() -> ExitCode {
    ndemon::cli::run(std::env::args_os())
}
