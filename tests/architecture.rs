//! The layers of ARCHITECTURE.md, held against the imports.

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer, what it may import of the crate, and of the crates outside.
const LAYERS: [(&str, &[&str], &[&str]); 12] = [
    ("numeric", &[], &["dashu_float", "dashu_int"]),
    ("quantity", &["numeric"], &["thiserror"]),
    ("model", &["quantity", "numeric"], &[]),
    ("refrigerator", &["model", "quantity", "numeric"], &[]),
    ("table", &["model", "quantity", "numeric"], &["strsim", "thiserror"]),
    (
        "sweep",
        &["table", "model", "quantity", "numeric"],
        &["memchr", "parquet", "serde", "serde_json", "thiserror"],
    ),
    ("spread", &["table", "model", "quantity"], &["statrs", "thiserror"]),
    ("optimize", &["refrigerator", "quantity", "numeric"], &[]),
    ("figure", &["table", "model", "quantity", "numeric"], &[]),
    (
        "output",
        &["table", "model", "quantity", "numeric"],
        &["crc32fast", "parquet", "serde", "serde_json", "zmij"],
    ),
    ("verify", &["refrigerator", "model", "quantity", "numeric"], &["statrs"]),
    (
        "cli",
        &[
            "verify",
            "output",
            "figure",
            "optimize",
            "spread",
            "sweep",
            "table",
            "refrigerator",
            "model",
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

const OUTSIDE: [&str; 20] = [
    "clap",
    "clap_complete",
    "clap_mangen",
    "crc32fast",
    "dashu_float",
    "dashu_int",
    "indicatif",
    "libc",
    "memchr",
    "parquet",
    "rustix",
    "serde",
    "serde_json",
    "sha2",
    "signal_hook",
    "statrs",
    "strsim",
    "terminal_size",
    "thiserror",
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

#[test]
fn the_physics_neither_reads_nor_writes() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for layer in ["numeric", "refrigerator", "quantity", "table", "figure", "verify"] {
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
