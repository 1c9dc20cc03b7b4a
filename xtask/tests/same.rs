//! The same description gives the same bytes, and a run that would change nothing finds that out.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Ran, contents, root};

/// One place to generate in: as a checkout has it, with the description in it, as deep as any other,
/// for the path from the crate to the runtime is part of the crate.
struct Checkout {
    folder: tempfile::TempDir,
    name: &'static str,
}

impl Checkout {
    fn new(name: &'static str, description: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(name)).unwrap();
        let checkout = Self { folder, name };
        checkout.describe(description);
        checkout
    }

    fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(self.name).join(inside)
    }

    fn describe(&self, description: &str) {
        fs::write(self.path("metadata.xml"), description).unwrap();
    }

    fn output(&self) -> BTreeMap<PathBuf, String> {
        contents(&self.path("out"))
    }

    /// Generates, in the checkout.
    fn generate(&self, variables: &[(&str, &str)], more: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "--name", "same"])
            .args(["--description", "metadata.xml", "--out", "out"])
            .args(["--service-root", "https://graph.microsoft.com/v1.0"])
            .args(more)
            .current_dir(self.path(""))
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn slice() -> String {
    fs::read_to_string(root().join("specs/vpp-beta.csdl.xml")).unwrap()
}

/// Two checkouts under all that must not show.
fn assert_same(description: &str) {
    let one = Checkout::new("one", description);
    let another = Checkout::new("an other, ünd longer", description);
    let here = one.generate(&[("LC_ALL", "C"), ("TZ", "UTC")], &["--threads", "1"]);
    let there = another.generate(
        &[("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Asia/Tokyo")],
        &["--threads", "2"],
    );
    assert_eq!((here.code, there.code), (Some(0), Some(0)), "{}", there.err);
    let (here, there) = (one.output(), another.output());
    assert!(here.keys().eq(there.keys()));
    for (path, text) in &here {
        assert_eq!(text, &there[path], "{}", path.display());
    }
}

#[test]
fn the_same_bytes_with_one_and_two_threads_in_two_checkouts_under_any_locale_and_time_zone() {
    assert_same(&slice());
    assert_same(&fs::read_to_string(root().join("specs/vpp-beta.openapi.yaml")).unwrap());
}

#[test]
fn the_same_bytes_of_thousands_of_types_too() {
    let Ok(text) = fs::read_to_string(root().join("../shared/metadata/graph-v1.0-security.csdl"))
    else {
        eprintln!("skipped: ../shared is absent");
        return;
    };
    assert_same(&text);
}

#[test]
fn a_number_of_threads_is_at_least_one() {
    let checkout = Checkout::new("one", &slice());
    for wrong in ["0", "-1", "two"] {
        assert_eq!(checkout.generate(&[], &["--threads", wrong]).code, Some(2));
    }
}

#[test]
fn a_second_run_says_what_the_first_one_said_and_writes_nothing_but_the_crate() {
    // A warning must not go away because nothing changed.
    let warned = slice().replace(
        "</Schema>",
        "<EntityType Name=\"lost\" BaseType=\"elsewhere.base\"/></Schema>",
    );
    let checkout = Checkout::new("one", &warned);
    let first = checkout.generate(&[], &[]);
    let second = checkout.generate(&[], &[]);
    assert_eq!((first.code, second.code), (Some(0), Some(0)));
    assert!(first.err.contains("warning"), "{}", first.err);
    assert_eq!(first.err, second.err);
    let counts = |ran: &Ran| ran.out.split(" lines, ").next().unwrap().to_owned();
    assert_eq!(counts(&first), counts(&second));
    assert!(second.out.contains("up to date"), "{}", second.out);
    let mut left = contents(&checkout.path(""));
    left.retain(|path, _| !path.starts_with("out"));
    assert!(left.into_keys().eq([PathBuf::from("metadata.xml")]));
}

#[test]
fn a_file_changed_by_hand_is_found_and_restored_by_force() {
    let checkout = Checkout::new("one", &slice());
    checkout.generate(&[], &[]);
    let before = checkout.output();
    let file = checkout.path("out/src/models/vpp_token.rs");
    for harm in [changed as fn(&Path), removed] {
        harm(&file);
        let ran = checkout.generate(&[], &["--check"]);
        assert_eq!(ran.code, Some(1), "{}", ran.out);
        assert!(ran.out.contains("1 to write"), "{}", ran.out);
        let ran = checkout.generate(&[], &["--force"]);
        assert!(ran.out.contains("1 written"), "{}", ran.out);
        assert_eq!(checkout.output(), before);
        assert_eq!(checkout.generate(&[], &["--check"]).code, Some(0));
    }
}

/// Changes one letter, and keeps length and time.
fn changed(file: &Path) {
    let time = fs::metadata(file).unwrap().modified().unwrap();
    let text = fs::read_to_string(file).unwrap();
    fs::write(file, text.replacen("apple", "Apple", 1)).unwrap();
    let file = fs::File::options().write(true).open(file).unwrap();
    file.set_modified(time).unwrap();
}

fn removed(file: &Path) {
    fs::remove_file(file).unwrap();
}
