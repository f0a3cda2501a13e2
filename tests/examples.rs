//! The programs of examples/, run as they are: what they read is what `ndemon` computes.

use crate::shell;
use std::path::Path;

/// A line of shell in an empty folder, with the examples in `$examples`; none where its tool is
/// missing, which `NDEMON_TOOLS=required`, as in CI, takes for a failure.
fn run(name: &str, probe: &str, line: &str) -> Option<String> {
    if !shell::has(probe, probe) {
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("examples-{name}"));
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let (folder, examples) = (folder.display(), examples.display());
    let setting = format!("rm -rf {folder}; mkdir {folder}; cd {folder}; examples={examples}");
    Some(shell::sh(&format!("{setting}; {line}")))
}

/// The greatest of the COPs of a sweep.
fn greatest_cop(flags: &str) -> f64 {
    let output = shell::sh(&format!("ndemon sweep {flags} --columns cop"));
    let numbers = output.lines().filter_map(|line| line.parse::<f64>().ok());
    numbers.filter(|cop| cop.is_finite()).fold(f64::NAN, f64::max)
}

/// The number behind these words.
fn number(output: &str, words: &str) -> f64 {
    let line = output.lines().find_map(|line| line.trim().strip_prefix(words));
    line.unwrap_or_else(|| panic!("{words}: {output}")).trim().parse().unwrap()
}

const GRID: &str = "--e4 1.3,1.2 --tc 0.05:0.95:19";

/// How many rows the grid has, how many have no COP, and how many are physical.
fn counts() -> [usize; 3] {
    let output = shell::sh(&format!("ndemon sweep {GRID} --no-header --columns cop,status"));
    let count = |part: &str| output.lines().filter(|line| line.contains(part)).count();
    let counts = [count(","), count("NaN,"), count(",ok")];
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    counts
}

/// 15 digits are shown.
fn is_near(shown: f64, value: f64) -> bool {
    (shown / value - 1.0).abs() < 1e-14
}

#[test]
fn gnuplot_draws_from_a_pipe() {
    let line = "\"$examples/fig2.sh\" && grep -c '<path' fig2.svg";
    let Some(output) = run("gnuplot", "gnuplot --version", line) else { return };
    let expected = greatest_cop("--e4 1.3 --tc 0.05:0.95:181");
    assert!(is_near(number(&output, "greatest COP at e4 = 1.3:"), expected), "{output}");
    assert!(output.ends_with("[0]\n") && !output.contains("arning"), "{output}");
}

#[test]
fn pandas_and_matplotlib_draw_it() {
    let probe = "python3 -c 'import pandas, matplotlib'";
    let line = "python3 \"$examples/fig2.py\" && head -c 4 fig2.png | tail -c 3";
    let Some(output) = run("pandas", probe, line) else { return };
    let sweep = "ndemon sweep --e4 1.45,1.4,1.3,1.2 --tc 0.05:0.95:181 --columns status";
    let statuses = shell::sh(sweep);
    let count = |status| statuses.lines().filter(|line| *line == status).count();
    let counts = format!("{{'fl3<0': {}, 'ok': {}}}\n", count("fl3<0"), count("ok"));
    assert!(output.starts_with(&counts), "{output}");
    for e4 in ["1.2", "1.3", "1.4", "1.45"] {
        let cop = greatest_cop(&format!("--e4 {e4} --tc 0.05:0.95:181"));
        assert!(output.contains(&format!("{e4}: {cop:?}")), "{output}");
    }
    assert!(output.ends_with("PNG[0]\n"), "{output}");
}

#[test]
fn polars_reads_shards() {
    let formats = if cfg!(feature = "parquet") { &["csv", "parquet"][..] } else { &["csv"] };
    for format in formats {
        let line = format!(
            "for i in 1 2 3; do ndemon sweep {GRID} --format {format} --shard $i/3 -o part-$i.{format}; done
            python3 \"$examples/shards.py\" 'part-*.{format}'"
        );
        let Some(output) = run("polars", "python3 -c 'import polars'", &line) else { return };
        let ([rows, missing, _], cop) = (counts(), greatest_cop(GRID));
        assert_eq!(output, format!("{rows} {missing}\n1.3 0.95 {cop:?}\n[0]\n"), "{format}");
    }
}

#[test]
fn r_and_octave_read_numbers_texts_and_missing_ones() {
    let r = run("r", "Rscript --version", "Rscript \"$examples/read.R\"");
    let octave = run("octave", "octave --version", "octave --quiet \"$examples/read.m\" 2> said");
    for output in [r, octave].into_iter().flatten() {
        let shown = ["rows", "without a COP", "physical"].map(|words| number(&output, words));
        assert_eq!(shown, counts().map(|count| count as f64), "{output}");
        assert!(is_near(number(&output, "greatest COP"), greatest_cop(GRID)), "{output}");
        assert!(output.ends_with("[0]\n"), "{output}");
    }
}

#[test]
fn a_script_branches_on_the_answer() {
    let line = "for point in '0.5 1.3' '0.2 1.2' '2 1.2' 'x 1.2'; do
        \"$examples/branch.sh\" $point 2> said; echo \"[$?]\"; done; cat said";
    let output = run("branch", "true", line).unwrap();
    let cop = greatest_cop("--tc 0.5 --e4 1.3");
    let cannot =
        "cannot cool: the demon is unphysical (fl3<0)\n[0]\nno refrigerator: tc>=th\n[0]\n";
    let typo = "[2]\nerror: --tc x: `x` is not a finite number";
    let expected = format!("cools with COP {cop:?}\n[0]\n{cannot}{typo}");
    assert!(output.starts_with(&expected), "{output}");
}

#[test]
fn a_script_draws_figures_of_the_field() {
    let line = "sh \"$examples/field/figures.sh\" 2> said; cat said; grep -c '<svg' *.svg";
    let output = run("field", "true", line).unwrap();
    let names = ["contact", "level", "nonthermal", "oscillators", "step"];
    let drawn: String = names.iter().map(|name| format!("{name}.svg:1\n")).collect();
    assert!(output.ends_with(&format!("{drawn}[0]\n")), "{output}");
}
