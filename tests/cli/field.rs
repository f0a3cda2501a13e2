//! `ndemon verify --field`, what a person types for each of its numbers, and docs/field.md, which has them all.

use crate::shell::sh;
use expect_test::expect_file;
use ndemon::verify::field::{Answer, answers, works};
use std::collections::BTreeSet;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_published_number_is_shown_beside_ours() {
    let output = sh("COLUMNS=80 ndemon verify --field");
    assert!(output.ends_with("for the reason given.\n[0]\n"), "{output}");
    assert!(output.contains(" published numbers: all hold.\n") && !output.contains("\nNO "));
    assert!(output.lines().all(|line| line.chars().count() <= 80), "{output}");
    let shown = output.lines().filter(|line| line.starts_with("yes  ")).count();
    let numbers: usize = works().iter().map(|work| work.entries.len()).sum();
    assert_eq!(shown, numbers);
    for line in [
        "        0.0321 = 0.03205262323739027\n",
        "        3.50354918978869 ≠ 3.6593687293570794: the public code's probe is open\n",
        "yes  A  1D conductor: η/η_C, “36%”\n",
    ] {
        assert!(output.contains(line), "{line}");
    }
}

#[test]
fn eval_prints_the_same_number() {
    for Answer { entry, value, .. } in answers() {
        let folder = root().join("examples/field");
        let request = format!("ndemon eval {} --format json --quiet", entry.request());
        let output = sh(&format!("cd {} && {request}", folder.display()));
        let number = output.split_once(':').and_then(|(_, rest)| rest.split_once('}'));
        let number: f64 =
            number.unwrap_or_else(|| panic!("{request}: {output}")).0.parse().unwrap();
        assert_eq!(number.to_bits(), value.to_bits(), "{request}: {output}");
    }
}

#[test]
fn every_file_is_used_and_has_nothing_wrong() {
    let used: BTreeSet<String> =
        works().iter().flat_map(|work| work.entries).map(|entry| entry.file.to_owned()).collect();
    let names = std::fs::read_dir(root().join("examples/field")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<String> =
        names.filter_map(|name| name.strip_suffix(".toml").map(str::to_owned)).collect();
    assert_eq!(files, used);
    for file in &files {
        let line =
            format!("ndemon machine check {}/{file}.toml", root().join("examples/field").display());
        let output = sh(&line);
        assert!(output.ends_with("[0]\n") && output.contains(".toml: ok: "), "{output}");
        // The table of Kwant ends within kT of what counts, and the program says so.
        let is_cut = file == "three-terminal";
        assert_eq!(output.contains("warning: ") || output.contains("remark: "), is_cut, "{output}");
    }
}

/// The tables of docs/field.md.
fn tables() -> String {
    let answers = answers();
    let mut rest = &answers[..];
    let mut text = String::new();
    for work in works() {
        let (own, others) = rest.split_at(work.entries.len());
        rest = others;
        text.push_str(&format!(
            "### {}\n\n{}\n\n| number | `ndemon eval` | published | | ours | |\n\
             | --- | --- | --- | --- | --- | --- |\n",
            work.title, work.reference
        ));
        own.iter().for_each(|answer| text.push_str(&row(answer)));
        text.push('\n');
    }
    text
}

fn row(answer: &Answer) -> String {
    let Answer { entry, value, .. } = answer;
    let over = match entry.greatest {
        [] => String::new(),
        all => format!(", over `{}`", all.join("`, `")),
    };
    let agreement = match entry.differs {
        None => "every digit".to_owned(),
        Some(why) => format!("{:+.1e} of ours: {why}", answer.difference() / value),
    };
    let (what, request, letter) = (entry.what, entry.request(), entry.source.letter());
    let published = entry.published;
    format!("| {what}{over} | `{request}` | {published} | {letter} | {value:?} | {agreement} |\n")
}

const BEGIN: &str = "<!-- begin: UPDATE_EXPECT=1 cargo test --test cli field:: -->\n";
const END: &str = "<!-- end -->\n";

#[test]
fn the_page_has_every_number() {
    let page = std::fs::read_to_string(root().join("docs/field.md")).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let fresh = format!("{before}{BEGIN}\n{}{END}{after}", tables());
    expect_file!["../../docs/field.md"].assert_eq(&fresh);
    for work in works() {
        for entry in work.entries {
            let cell = format!("| `{}` | {} | ", entry.request(), entry.published);
            assert!(fresh.contains(&cell), "{cell}");
        }
    }
}
