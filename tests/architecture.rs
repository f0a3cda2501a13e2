//! The layers of ARCHITECTURE.md, held against the imports.

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer, what it may import of the crate, and of the crates outside.
const LAYERS: [(&str, &[&str], &[&str]); 15] = [
    ("numeric", &[], &["dashu_float", "dashu_int", "libm"]),
    ("quantity", &["numeric"], &["thiserror"]),
    ("formula", &["quantity", "numeric"], &["strsim"]),
    ("model", &["formula", "quantity", "numeric"], &[]),
    ("machine_file", &["formula", "model", "quantity", "numeric"], &["toml"]),
    ("refrigerator", &["model", "quantity", "numeric"], &[]),
    ("table", &["model", "quantity", "numeric"], &["strsim", "thiserror"]),
    (
        "sweep",
        &["table", "model", "quantity", "numeric"],
        &["memchr", "parquet", "serde", "serde_json", "thiserror"],
    ),
    ("spread", &["table", "model", "quantity"], &["statrs", "thiserror"]),
    ("solve", &["model", "numeric"], &[]),
    ("optimize", &["refrigerator", "model", "quantity", "numeric"], &[]),
    ("figure", &["table", "model", "quantity", "numeric"], &[]),
    (
        "output",
        &["table", "model", "quantity", "numeric"],
        &[
            "crc32fast",
            "miniz_oxide",
            "parquet",
            "pdf_writer",
            "png",
            "serde",
            "serde_json",
            "tiny_skia",
            "zmij",
        ],
    ),
    ("verify", &["machine_file", "refrigerator", "model", "quantity", "numeric"], &["statrs"]),
    (
        "cli",
        &[
            "verify",
            "output",
            "figure",
            "optimize",
            "solve",
            "spread",
            "sweep",
            "table",
            "refrigerator",
            "machine_file",
            "model",
            "formula",
            "quantity",
            "numeric",
        ],
        &[
            "clap",
            "clap_complete",
            "clap_mangen",
            "crc32fast",
            "indicatif",
            "libc",
            "rustix",
            "serde",
            "serde_json",
            "sha2",
            "signal_hook",
            "terminal_size",
        ],
    ),
];

const OUTSIDE: [&str; 26] = [
    "clap",
    "clap_complete",
    "clap_mangen",
    "crc32fast",
    "dashu_float",
    "dashu_int",
    "indicatif",
    "libc",
    "libm",
    "memchr",
    "miniz_oxide",
    "parquet",
    "pdf_writer",
    "png",
    "rustix",
    "serde",
    "serde_json",
    "sha2",
    "signal_hook",
    "statrs",
    "strsim",
    "terminal_size",
    "thiserror",
    "tiny_skia",
    "toml",
    "zmij",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Whether a file is a module of tests: the one above it declares it so.
fn is_of_tests(path: &Path) -> bool {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let above = [path.with_file_name("mod.rs"), path.parent().unwrap().with_extension("rs")];
    let declared = format!("#[cfg(test)]\nmod {name};");
    above.iter().any(|above| fs::read_to_string(above).is_ok_and(|text| text.contains(&declared)))
}

/// The code of a file without its tests and comments.
fn code(path: &Path) -> String {
    if is_of_tests(path) {
        return String::new();
    }
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Whether a path in the code begins with this crate or module.
fn names(code: &str, path: &str) -> bool {
    code.match_indices(&format!("{path}::")).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

#[test]
fn a_layer_imports_only_from_those_below_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (layer, below, outside) in LAYERS {
        let files = files(&source.join(layer));
        assert!(!files.is_empty(), "{layer}");
        for file in files {
            let code = code(&file);
            for (other, ..) in LAYERS {
                let uses = code.contains(&format!("crate::{other}"));
                let may = other == layer || below.contains(&other);
                assert!(!uses || may, "{} looks up at {other}", file.display());
            }
            assert!(!code.contains("use crate::{") || layer == "cli", "{}", file.display());
            for other in OUTSIDE {
                assert!(
                    !names(&code, other) || outside.contains(&other),
                    "{} uses {other}",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn the_table_of_imports_is_this_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let table = text.split("\n## Imports\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let list = |names: &[&str]| match names {
        [] => "–".to_string(),
        names => names.join(", "),
    };
    let expected = LAYERS.map(|(layer, below, outside)| {
        format!("| `{layer}` | {} | {} |", list(below), list(outside))
    });
    assert!(rows.eq(expected.iter()), "expected:\n{}", expected.join("\n"));
}

#[test]
fn every_folder_of_the_source_is_a_layer() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let folders = fs::read_dir(source).unwrap().map(|entry| entry.unwrap().path());
    for folder in folders.filter(|path| path.is_dir()) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert!(LAYERS.iter().any(|(layer, ..)| *layer == name), "{name}");
    }
}

#[test]
fn every_crate_is_listed_here() {
    let manifest =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dev-dependencies]").next().unwrap();
    let dependencies = dependencies.split("[dependencies]").nth(1).unwrap();
    for line in dependencies.lines().filter(|line| line.contains(" = ")) {
        let name = line.split(' ').next().unwrap().replace('-', "_");
        assert!(OUTSIDE.contains(&name.as_str()), "{name}");
    }
}

/// `default-features = false` is the physics: the command and its crates are behind one word.
#[test]
fn the_command_line_alone_needs_the_feature_cli() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in files(&root.join("src")) {
        let text = fs::read_to_string(&file).unwrap();
        let places = text.matches("feature = \"cli\"").count();
        assert_eq!(places, usize::from(file.ends_with("src/lib.rs")), "{}", file.display());
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let brought = manifest.split("\ncli = [").nth(1).unwrap().split(']').next().unwrap();
    let needed = manifest.split("\n[dependencies]\n").nth(1).unwrap();
    let needed = needed.split("\n[dev-dependencies]").next().unwrap();
    let of = |layer: &str| LAYERS.iter().find(|(name, ..)| *name == layer).unwrap().2;
    for (name, rest) in needed.lines().filter_map(|line| line.split_once(" = ")) {
        let below = LAYERS.iter().filter(|(layer, ..)| *layer != "cli");
        let is_below =
            below.flat_map(|(layer, ..)| of(layer)).any(|c| *c == name.replace('-', "_"));
        let is_brought = brought.contains(&format!("\"dep:{name}\""));
        assert!(is_below || is_brought, "{name} is of the command line alone");
        let has_its_own =
            ["miniz_oxide", "parquet", "pdf-writer", "png", "tiny-skia"].contains(&name);
        assert_eq!(is_brought, rest.contains("optional = true") && !has_its_own, "{name}");
    }
}

/// Cargo does not look for files of tests itself (`autotests = false`).
#[test]
fn every_file_of_tests_is_run() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    let manifest = read(&tests.with_file_name("Cargo.toml"));
    let programs = [read(&tests.join("library.rs")), read(&tests.join("cli/main.rs"))].concat();
    for folder in [tests.clone(), tests.join("cli")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            let is_program = manifest.contains(&format!("[[test]]\nname = \"{name}\"\n"));
            let is_module = programs.contains(&format!("mod {name};\n"));
            assert!(path.is_dir() || name == "main" || is_program || is_module, "{name}");
        }
    }
}

#[test]
fn the_physics_neither_reads_nor_writes() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for layer in ["numeric", "refrigerator", "quantity", "formula", "table", "figure", "verify"] {
        for file in files(&source.join(layer)) {
            let code = code(&file);
            for word in ["std::io", "std::fs", "std::env", "println!", "eprint", "process::"] {
                assert!(!code.contains(word), "{} has {word}", file.display());
            }
        }
    }
}

#[test]
fn no_panic_shortcuts_outside_tests() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in files(&source) {
        let code = code(&file);
        for word in [".unwrap()", ".expect(", "todo!", "unimplemented!", "dbg!", "::*;"] {
            assert!(!code.contains(word), "{} has {word}", file.display());
        }
    }
}
