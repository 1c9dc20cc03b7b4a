//! The compiler agrees with the verdict of each rule: a program that compiles with the old crate, and with the new one or
//! not.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use graphwright_diff::compare;
use graphwright_diff::rules::{RULES, Verdict};
use support::{PAIRS, Pair, read, write};

/// The packages that do not compile.
fn failed(workspace: &Path) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    // The same versions as this workspace, so that nothing is fetched or built twice.
    fs::copy(root.join("Cargo.lock"), workspace.join("Cargo.lock")).unwrap();
    let arguments = "check --workspace --keep-going --offline --message-format json --target-dir";
    let output = Command::new("cargo")
        .args(arguments.split(' '))
        .arg(root.join("target"))
        .current_dir(workspace)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let rows = said.lines().map(|line| serde_json::from_str(line).unwrap());
    let rows: Vec<serde_json::Value> = rows.collect();
    let finished = rows.iter().any(|row| row["reason"] == "build-finished");
    assert!(finished, "{}", String::from_utf8_lossy(&output.stderr));
    let errors = rows.iter().filter(|row| row["message"]["level"] == "error");
    let names = errors.map(|row| row["target"]["name"].as_str().unwrap().to_owned());
    names.collect()
}

/// What a pair's rule says of it, and nothing of the others is missing.
fn rule_is_found(pair: &Pair) {
    let (old, new) = (read(pair, pair.old), read(pair, pair.new));
    let changes = compare(&old, &new).unwrap();
    let found: Vec<&str> = changes.iter().map(|one| one.rule.code).collect();
    assert!(found.contains(&pair.rule), "{}: {changes:#?}", pair.rule);
    let other = changes.iter().find(|one| {
        let is_worse = one.rule.verdict == Verdict::Breaking;
        is_worse && pair.verdict() != Verdict::Breaking
    });
    assert!(other.is_none(), "{}: {other:?}", pair.rule);
}

#[test]
fn each_rule_has_a_pair_of_descriptions_and_is_found_in_it() {
    let tried: BTreeSet<&str> = PAIRS.iter().map(|one| one.rule).collect();
    let all: BTreeSet<&str> = RULES.iter().map(|one| one.code).collect();
    assert_eq!(tried, all);
    PAIRS.iter().for_each(rule_is_found);
}

#[test]
fn the_compiler_agrees_with_each_verdict() {
    let folder = tempfile::tempdir().unwrap();
    for pair in PAIRS {
        write(folder.path(), pair);
    }
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"*/old\", \"*/new\", \"*/before\", \"*/after\"]\n";
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    let failed = failed(folder.path());
    let breaking = PAIRS
        .iter()
        .filter(|one| one.verdict() == Verdict::Breaking);
    let expected = breaking.map(|one| format!("{}_after", one.rule.replace('-', "_")));
    assert_eq!(failed, expected.collect());
}
