//! `cargo xtask crosscheck`: two descriptions of one service give the same Rust.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{root, shared, unpacked, xtask};

const CSDL: &str = "specs/vpp-beta.csdl.xml";
const OPENAPI: &str = "specs/vpp-beta.openapi.yaml";

#[test]
fn our_two_descriptions_give_the_same_bytes() {
    let ran = xtask(&["crosscheck", CSDL, OPENAPI]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(
        ran.out.ends_with(" 0 different, 0 texts set aside\n"),
        "{}",
        ran.out
    );
}

#[test]
fn a_difference_is_shown_and_exits_1() {
    let folder = tempfile::tempdir().unwrap();
    let changed = folder.path().join("changed.xml");
    let text = fs::read_to_string(root().join(CSDL)).unwrap();
    fs::write(
        &changed,
        text.replacen("Name=\"appleId\"", "Name=\"appleIb\"", 1),
    )
    .unwrap();
    let json = folder.path().join("report.json");
    let ran = xtask(&[
        "crosscheck",
        changed.to_str().unwrap(),
        OPENAPI,
        "--json",
        json.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, Some(1));
    for line in [
        "-    pub apple_ib: Option<String>,\n",
        "+    pub apple_id: Option<String>,\n",
    ] {
        assert!(ran.out.contains(line), "{}", ran.out);
    }
    assert!(fs::read_to_string(json).unwrap().contains("apple_ib"));
}

/// The real beta: Microsoft's corrected metadata, and the official document made of it, unpacked.
fn real(folder: &Path) -> Option<(PathBuf, PathBuf)> {
    let shared = shared()?;
    let packed = shared.join("openapi/graph-beta-older-official.openapi30.yaml.gz");
    let csdl = shared.join("metadata/graph-beta-older-clean.csdl");
    Some((csdl, unpacked(&packed, folder)))
}

#[test]
fn the_slice_cut_out_of_the_real_descriptions_gives_the_same_rust_from_both() {
    let folder = tempfile::tempdir().unwrap();
    let Some((csdl, openapi)) = real(folder.path()) else {
        return;
    };
    let (csdl, openapi) = (csdl.to_str().unwrap(), openapi.to_str().unwrap());
    let ran = xtask(&[
        "crosscheck",
        csdl,
        openapi,
        "--include",
        "/deviceAppManagement/vppTokens/**",
    ]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(" 0 different"), "{}", ran.out);
    // Only descriptions that stand beside a `$ref`, or on a schema, are what the document cannot say.
    let aside: Vec<&str> = ran
        .out
        .lines()
        .filter(|line| line.starts_with("set aside: "))
        .collect();
    assert!(
        aside
            .iter()
            .all(|line| line.contains("`$ref`") || line.contains("schema has no description")),
        "{aside:?}"
    );
}
