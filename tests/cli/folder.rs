//! Folders that a test has for itself.

use crate::shell::sh;
use std::fs;
use std::path::{Path, PathBuf};

/// An empty folder of this name.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// What a person sees who types this line in a folder.
pub fn run(folder: &Path, line: &str) -> String {
    sh(&format!("cd {}; {line}", folder.display()))
}
