//! docs/theory.md names the tests of each of its results; they must be there.

use crate::shell::program;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What stands between two of these marks.
fn between(text: &str, mark: char) -> impl Iterator<Item = &str> {
    text.split(mark).skip(1).step_by(2)
}

#[test]
fn every_result_names_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let theory = fs::read_to_string(root.join("docs/theory.md")).unwrap();
    let verify = Command::new(program()).arg("verify").output().unwrap();
    let verify = String::from_utf8(verify.stdout).unwrap();
    let sections: Vec<&str> = theory.split("\n## ").skip(1).collect();
    assert!(sections.len() > 8);
    let (mut files, mut functions, mut rows) = (0, 0, 0);
    for section in sections {
        let title = section.lines().next().unwrap();
        let tests: Vec<&str> =
            section.split("\n\n").filter_map(|text| text.trim().strip_prefix("*Tests*:")).collect();
        assert!(!tests.is_empty(), "{title} names no test");
        for list in tests {
            let mut file = String::new();
            for name in between(list, '`').filter(|name| *name != "verify") {
                if name.contains('/') {
                    file = fs::read_to_string(root.join(name)).unwrap_or_else(|_| panic!("{name}"));
                    files += 1;
                } else {
                    assert!(file.contains(&format!("fn {name}(")), "{title}: {name}");
                    functions += 1;
                }
            }
            for row in between(list, '"') {
                assert!(verify.contains(row), "{title}: verify has no row \"{row}\"");
                rows += 1;
            }
        }
    }
    assert!(files >= 8 && functions >= 8 && rows >= 8, "{files} {functions} {rows}");
}
