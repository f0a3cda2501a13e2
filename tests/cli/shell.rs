//! Runs a line of shell with `ndemon` on the PATH.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The program that is tested: the one that Cargo built with the tests, or that of `NDEMON_TESTED`, as in CI, where
/// it is the one of the release.
pub fn program() -> PathBuf {
    let built = || env!("CARGO_BIN_EXE_ndemon").into();
    std::env::var_os("NDEMON_TESTED").map_or_else(built, PathBuf::from)
}

/// What a person sees who types this line: standard output, standard error, `[exit code]`.
pub fn sh(line: &str) -> String {
    let program = program();
    let folder = program.parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", line])
        .env("PATH", path)
        .stdin(Stdio::null())
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    let code = output.status.code().expect("no signal ended it");
    format!("{}{}[{code}]\n", text(output.stdout), text(output.stderr))
}

/// A session of several lines, each with its prompt.
pub fn session(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("$ {line}\n{}", sh(line))).collect()
}

/// Whether a tool is there. `NDEMON_TOOLS=required`, as in CI, takes no for a failure.
pub fn has(tool: &str, probe: &str) -> bool {
    let there = sh(&format!("{probe} > /dev/null 2>&1")).ends_with("[0]\n");
    let required = std::env::var("NDEMON_TOOLS").as_deref() == Ok("required");
    assert!(there || !required, "{tool} is missing");
    if !there {
        println!("not run for lack of {tool}");
    }
    there
}
