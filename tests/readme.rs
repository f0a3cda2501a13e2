//! The commands of the README, of docs/scaling.md and docs/peers.md are run, and their output is what is shown.
//! After a wanted change: `UPDATE_EXPECT=1 cargo test --test cli readme`.

use crate::shell::program;
use ndemon::refrigerator::{IfMissing, Parameter};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sh(line: &str) -> (String, bool) {
    sh_in(Path::new(env!("CARGO_TARGET_TMPDIR")), line)
}

fn sh_in(folder: &Path, line: &str) -> (String, bool) {
    let program = program();
    let bin = program.parent().unwrap();
    let scripts = root().join("examples/scaling");
    let rest = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{}:{rest}", bin.display(), scripts.display());
    let mut command = Command::new("sh");
    command.args(["-c", line]).env("PATH", path).stdin(Stdio::null());
    let output = command.current_dir(folder).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (String::from_utf8(text).unwrap(), output.status.success())
}

/// Whether the tools of a line are there. `NDEMON_TOOLS=required`, as in CI, takes no for a
/// failure.
fn has_tools(line: &str) -> bool {
    let needs = [
        ("gnuplot", "gnuplot --version"),
        ("pandas", "python3 -c 'import pandas'"),
        ("polars", "python3 -c 'import polars'"),
        ("parallel", "parallel --version | grep -q GNU"),
    ];
    let missing = needs.into_iter().find(|(tool, probe)| line.contains(tool) && !sh(probe).1);
    let Some((tool, _)) = missing else { return true };
    assert_ne!(std::env::var("NDEMON_TOOLS").as_deref(), Ok("required"), "{tool} is missing");
    println!("not run for lack of {tool}: {line}");
    false
}

/// A text with the output that its console lines have, run in a folder with nothing but the examples, and how many ran.
fn fresh(text: &str, name: &str) -> (String, usize) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    std::os::unix::fs::symlink(root().join("examples"), folder.join("examples")).unwrap();
    let mut fresh = String::new();
    let (mut console, mut replaced, mut run) = (false, false, 0);
    for line in text.lines() {
        if line.starts_with("```") {
            (console, replaced) = (line == "```console", false);
        }
        let command = line.strip_prefix("$ ").filter(|_| console);
        if let Some(command) = command {
            replaced = has_tools(command);
            fresh.push_str(&format!("{line}\n"));
            if replaced {
                run += 1;
                fresh.push_str(&sh_in(&folder, command).0);
            }
        } else if !(console && replaced) {
            fresh.push_str(&format!("{line}\n"));
        }
    }
    (fresh, run)
}

#[test]
fn every_console_line_prints_what_is_shown() {
    let (fresh, run) = fresh(&fs::read_to_string(root().join("README.md")).unwrap(), "readme");
    assert!(run >= 7, "{run}");
    expect_test::expect_file!["../README.md"].assert_eq(&fresh);
}

#[test]
fn every_console_line_on_scaling_prints_what_is_shown() {
    // The lines build on each other.
    if !has_tools("parallel") {
        return;
    }
    let text = fs::read_to_string(root().join("docs/scaling.md")).unwrap();
    let (fresh, run) = fresh(&text, "scaling");
    assert!(run >= 6, "{run}");
    expect_test::expect_file!["../docs/scaling.md"].assert_eq(&fresh);
}

#[test]
fn every_console_line_for_users_of_other_programs_prints_what_is_shown() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
    let text = fs::read_to_string(root().join("docs/peers.md")).unwrap();
    let (fresh, run) = fresh(&text, "peers");
    assert!(run >= 12, "{run}");
    assert!(fs::read_to_string(folder.join("measured.svg")).unwrap().ends_with("</svg>\n"));
    expect_test::expect_file!["../docs/peers.md"].assert_eq(&fresh);
}

#[test]
fn the_set_up_commands_are_those_that_ci_runs() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
    let blocks: Vec<_> = readme.split("```sh\n").skip(1).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let command = block.split("\n```").next().unwrap();
        assert!(ci.lines().any(|line| line.trim() == command), "{command}");
    }
}

#[test]
fn the_picture_that_gnuplot_draws_has_its_points() {
    let line = "ndemon sweep --e4 1.45,1.4,1.3,1.2 --tc 0.05:0.95:181 | gnuplot -e \"set datafile \
        separator ','; set table 'readme.dat'; plot '<cat' using 'tc':'cop' with points\"; \
        grep -c ' i$' readme.dat";
    if has_tools(line) {
        // The physical points of the four curves, from the first step of Tc above each minimum
        // temperature of fixtures/fig2_tc_min.csv: 176 + 163 + 142 + 126.
        assert_eq!(sh(line).0, "607\n");
    }
}

#[test]
fn pandas_sees_numbers_and_missing_ones() {
    let line = "ndemon sweep --tc 0.2,0.5 --e4 1.2 | python3 -c \"import pandas, sys
t = pandas.read_csv(sys.stdin)
assert all(t[c].dtype == 'float64' for c in t.columns if c != 'status'), t.dtypes
assert list(t.power.isna()) == [True, False]
print(repr(float(t.cop[1])))\"";
    if has_tools(line) {
        // fixtures/fig2.csv, e4 = 1.2, Tc = 0.5.
        let cop: f64 = sh(line).0.trim().parse().unwrap();
        assert!((cop - 0.1680827552345873).abs() < 1e-15, "{cop}");
    }
}

#[test]
fn the_parameters_are_those_of_the_register() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for parameter in Parameter::ALL {
        let fallback = match parameter.fallback() {
            IfMissing::Required => "required".into(),
            IfMissing::Value(value) => value.to_string(),
            IfMissing::Same(other) => other.symbol().into(),
            IfMissing::Absent => "none".into(),
            IfMissing::Silent(value) => value.to_string(),
        };
        let row = format!("| `--{}` | {} | {fallback} |", parameter.name(), parameter.symbol());
        assert!(readme.contains(&row), "{row}");
    }
}
