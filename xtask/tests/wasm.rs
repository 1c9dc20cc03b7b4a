//! A generated crate without the client, in a program without an operating system: built for wasm32-unknown-unknown, and
//! run by node.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod downstream;
mod support;

use std::path::Path;
use std::process::Command;

use downstream::{cargo, put};
use support::root;

const TARGET: &str = "wasm32-unknown-unknown";

/// Returns whether the toolchain has the standard library of the target.
fn installed() -> bool {
    let output = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .output()
        .unwrap();
    let folder = String::from_utf8(output.stdout).unwrap();
    Path::new(folder.trim()).is_dir()
}

#[test]
fn a_generated_crate_runs_without_an_operating_system() {
    if !installed() {
        eprintln!("skipped: run `rustup target add {TARGET}`");
        return;
    }
    let place = root().join("target/wasm");
    let program = root().join("xtask/tests/wasm/program.rs");
    let (runtime, generated) = (
        root().join("crates/runtime"),
        root().join("generated/vpp-beta"),
    );
    let manifest = format!(
        "[package]\nname = \"wasm-program\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [[bin]]\nname = \"wasm-program\"\npath = {program:?}\n\n[dependencies]\n\
         graphwright = {{ path = {runtime:?}, default-features = false }}\n\
         vpp-beta = {{ path = {generated:?}, default-features = false }}\n\n[workspace]\n"
    );
    put(&place.join("Cargo.toml"), &manifest);
    let output = cargo(&place, &["build", "--quiet", "--target", TARGET]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "the program does not compile: {said}"
    );
    let built = root()
        .join("target")
        .join(TARGET)
        .join("debug/wasm-program.wasm");
    let node = Command::new("node")
        .arg(root().join("xtask/tests/wasm/run.js"))
        .arg(built)
        .output();
    let Ok(node) = node else {
        eprintln!("skipped: there is no node to run what was built");
        return;
    };
    let wrong = String::from_utf8_lossy(&node.stderr);
    assert!(node.status.success(), "{wrong}");
}
