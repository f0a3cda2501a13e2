//! What the help shows works; who mistypes is told what to type.

use crate::shell::{has, session, sh};
use expect_test::expect;
use std::fs;
use std::path::Path;

#[test]
fn every_example_of_the_help_runs() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("help");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for verb in std::iter::once("".into()).chain(verbs()) {
        let help = sh(&format!("ndemon help {verb}"));
        let examples: Vec<&str> = help.lines().filter(|l| l.starts_with("  ndemon ")).collect();
        assert!(!examples.is_empty(), "{verb}: {help}");
        let can_run = |line: &str| cfg!(feature = "parquet") || !line.contains("parquet");
        for example in examples.into_iter().filter(|line| can_run(line)) {
            // A build for tests takes a minute for a million devices; a thousand show as much.
            let short = example.replace("--samples 1000000", "--samples 1000");
            let output = sh(&format!("cd {}; ({short}) > /dev/null", folder.display()));
            assert_eq!(output, "[0]\n", "{example}");
        }
    }
}

/// The commands that the help lists, without `help` itself.
fn verbs() -> Vec<String> {
    let help = sh("ndemon --help");
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let words = commands.map_while(|line| line.split_whitespace().next());
    let verbs: Vec<String> = words.filter(|word| *word != "help").map(str::to_owned).collect();
    assert!(verbs.len() >= 8, "{verbs:?}");
    verbs
}

#[test]
fn the_short_help_is_shorter_and_the_long_one_shows_the_device() {
    for verb in verbs() {
        let [short, long] = ["-h", "--help"].map(|flag| sh(&format!("ndemon {verb} {flag}")));
        assert!(short.lines().count() < long.lines().count(), "{verb}: {short}");
        assert!(!short.contains("Examples:"), "{verb}: {short}");
    }
    for verb in ["eval", "sweep", "figure"] {
        let long = sh(&format!("ndemon help {verb}"));
        assert!(long.contains("│ N-demon l") && long.contains("\nParameters:\n"), "{long}");
        // No flag but that of the help is without a heading.
        let short = sh(&format!("ndemon {verb} -h"));
        let options = short.lines().skip_while(|line| *line != "Options:").skip(1);
        assert_eq!(options.take_while(|line| !line.is_empty()).count(), 1, "{short}");
    }
}

#[test]
fn no_color_is_obeyed() {
    let escapes = |variables: &str, line: &str| {
        sh(&format!("{variables} ndemon {line} 2>&1")).contains('\u{1b}')
    };
    for line in ["", "--help", "sweep --help"] {
        // As on a terminal.
        assert!(escapes("CLICOLOR_FORCE=1", line), "{line}");
        assert!(!escapes("CLICOLOR_FORCE=1 NO_COLOR=1", line), "{line}");
        assert!(!escapes("", line), "{line}");
    }
}

#[test]
fn without_a_word_it_shows_what_there_is() {
    let output = sh("ndemon");
    assert!(output.ends_with("[2]\n"), "{output}");
    for piece in
        ["│ N-demon l", "Usage: ndemon [OPTIONS] <COMMAND>", "ndemon eval --tc 0.5 --e4 1.3"]
    {
        assert!(output.contains(piece), "{piece}: {output}");
    }
}

#[test]
fn the_version_says_of_which_commit_it_is() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(sh("ndemon -V"), format!("ndemon {version}\n[0]\n"));
    let long = sh("ndemon --version");
    let lines: Vec<&str> = long.lines().collect();
    assert_eq!(lines[0], format!("ndemon {version}"));
    // Outside a repository there is no commit, and nothing is said of one.
    match option_env!("NDEMON_COMMIT") {
        Some(commit) => assert_eq!(lines[1], format!("commit: {commit}")),
        None => assert!(!long.contains("commit"), "{long}"),
    }
    assert!(long.contains("\ntarget: ") && long.contains("\nfeatures: "), "{long}");
}

#[test]
fn what_is_mistyped_is_told_what_to_type() {
    expect![[r#"
        $ ndemon swep
        error: unrecognized subcommand 'swep'; tip: a similar subcommand exists: 'sweep'
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --lamda 1
        error: unexpected argument '--lamda' found; tip: a similar argument exists: '--lambda'
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --columns powr
        error: --columns: `powr` is no column; is `power` meant? `ndemon columns` lists them
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --columns COP
        error: --columns: `COP` is no column; is `cop` meant? `ndemon columns` lists them
        [2]
        $ ndemon eval --tc 0.5 --e4 1.3 --columns xyz
        error: --columns: `xyz` is no column; `ndemon columns` lists them
        [2]
        $ printf 'Tc
        0.5
        ' | ndemon sweep --points - --e4 1.3
        error: standard input: the column `Tc` is neither a parameter nor a result; is `tc` meant? `ndemon columns` lists them; --keep-extra passes it through
        [2]
        $ ndemon sweep --tc 0.5 --e4 1.3 --format cvs
        error: invalid value 'cvs' for '--format <FORMAT>' [possible values: csv, json, jsonl, parquet]
        [2]
    "#]]
    .assert_eq(&session(&[
        "ndemon swep",
        "ndemon eval --tc 0.5 --e4 1.3 --lamda 1",
        "ndemon eval --tc 0.5 --e4 1.3 --columns powr",
        "ndemon eval --tc 0.5 --e4 1.3 --columns COP",
        "ndemon eval --tc 0.5 --e4 1.3 --columns xyz",
        "printf 'Tc\n0.5\n' | ndemon sweep --points - --e4 1.3",
        "ndemon sweep --tc 0.5 --e4 1.3 --format cvs",
    ]));
}

#[test]
fn completions_and_manual_pages_are_made() {
    let bash = sh("ndemon completions bash > c.bash && bash -n c.bash");
    assert_eq!(bash, "[0]\n");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = sh(&format!("ndemon completions {shell}"));
        assert!(script.contains("NDEMON_COMPLETE") && script.ends_with("[0]\n"), "{shell}");
    }
    let page = sh("ndemon man");
    assert!(page.contains(".TH ndemon 1") && page.ends_with("[0]\n"), "{page}");
    let pages =
        sh("rm -rf man; mkdir man; ndemon man man; ls man; grep -c lambda man/ndemon-sweep.1");
    assert!(pages.starts_with("ndemon") && pages.contains("ndemon-sweep.1"), "{pages}");
    assert!(sh("ndemon man /nowhere").contains("/nowhere"));
}

#[test]
fn groff_accepts_the_manual_pages() {
    if !has("groff", "groff --version") {
        return;
    }
    let pages = "rm -rf pages; mkdir pages; ndemon man pages; ndemon man > pages/standard";
    let checked = sh(&format!("{pages}; groff -man -Kutf8 -Tutf8 -ww -z pages/*"));
    assert_eq!(checked, "[0]\n");
    let shown = sh("groff -man -Kutf8 -Tutf8 pages/ndemon-sweep.1");
    assert!(shown.contains("--lambda") && shown.contains("ε4"), "{shown}");
}
