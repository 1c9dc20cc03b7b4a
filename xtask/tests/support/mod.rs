//! Runs the command as a script would.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The folder of real descriptions beside the checkout.
#[allow(dead_code, reason = "not every test reads real descriptions")]
pub(crate) fn shared() -> Option<PathBuf> {
    let folder = root().parent()?.join("shared");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared is absent");
        return None;
    }
    Some(folder)
}

/// The file at `path`; one that is packed (`.gz`) unpacked into `folder`.
#[allow(dead_code, reason = "not every test reads real descriptions")]
pub(crate) fn unpacked(path: &Path, folder: &Path) -> PathBuf {
    if path.extension().is_none_or(|extension| extension != "gz") {
        return path.to_owned();
    }
    let out = folder.join(path.file_stem().unwrap());
    let mut text = Vec::new();
    let file = std::fs::File::open(path).unwrap();
    let mut decoder = flate2::read::GzDecoder::new(file);
    decoder.read_to_end(&mut text).unwrap();
    std::fs::write(&out, text).unwrap();
    out
}

/// What the command printed and how it ended.
#[allow(dead_code, reason = "not every test looks at all of it")]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `xtask` in the workspace.
#[allow(dead_code, reason = "not every test runs it there")]
pub(crate) fn xtask(arguments: &[&str]) -> Ran {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Every file below `folder` with its content, by path.
#[allow(dead_code, reason = "not every test looks at folders")]
pub(crate) fn contents(folder: &Path) -> std::collections::BTreeMap<PathBuf, String> {
    let mut found = std::collections::BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(place) = open.pop() {
        for entry in std::fs::read_dir(&place).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), text);
            }
        }
    }
    found
}
