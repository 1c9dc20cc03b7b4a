//! What is published, as `cargo package` makes it: the runtime, the generator and a generated crate, which has the
//! runtime from a registry. Nothing is downloaded.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Place, checkout, project};

/// The runtime, and the generator with the packages of this repository that it is made of.
const PUBLISHED: [&str; 8] = [
    "graphwright",
    "graphwright-api",
    "graphwright-csdl",
    "graphwright-openapi",
    "graphwright-emit",
    "graphwright-crosscheck",
    "graphwright-diff",
    "graphwright-cli",
];

/// Runs cargo in `folder`, and returns what it said.
fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("cargo")
        .args(arguments)
        .arg("--offline")
        .current_dir(folder)
        .env_remove("CARGO_TARGET_DIR")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "cargo {arguments:?}\n{said}");
    format!("{said}{printed}")
}

/// Packages crates of this repository into `target`, and returns the folder of the packages.
fn packaged(names: &[&str], target: &Path) -> PathBuf {
    let names = names.iter().flat_map(|name| ["--package", name]);
    let fixed = ["package", "--no-verify", "--allow-dirty", "--target-dir"];
    let arguments: Vec<&str> = fixed
        .into_iter()
        .chain([target.to_str().unwrap()])
        .chain(names)
        .collect();
    let said = cargo(&checkout(), &arguments);
    assert!(!said.contains("warning: manifest has no"), "{said}");
    target.join("package")
}

#[test]
fn the_runtime_and_the_generator_can_be_packaged() {
    let folder = tempfile::tempdir().unwrap();
    let packages = packaged(&PUBLISHED, folder.path());
    for name in PUBLISHED {
        let file = format!("{name}-{}.crate", env!("CARGO_PKG_VERSION"));
        assert!(packages.join(&file).is_file(), "{file}");
    }
}

/// Makes a registry, called `ours`, of the packaged runtime for crates in `place`.
fn registry(place: &Place, target: &Path) {
    let packages = packaged(&["graphwright"], target);
    let name = format!("graphwright-{}", env!("CARGO_PKG_VERSION"));
    let vendor = place.path("vendor");
    fs::create_dir_all(&vendor).unwrap();
    let unpacked = Command::new("tar")
        .arg("-xzf")
        .arg(packages.join(format!("{name}.crate")))
        .current_dir(&vendor)
        .status();
    assert!(unpacked.unwrap().success());
    place.write(
        &format!("vendor/{name}/.cargo-checksum.json"),
        "{\"files\":{},\"package\":null}",
    );
    place.write(
        ".cargo/config.toml",
        &format!(
            "[registries.ours]\nindex = \"sparse+https://ours.example/\"\n\
             [source.ours]\nregistry = \"sparse+https://ours.example/\"\nreplace-with = \"vendored\"\n\
             [source.vendored]\ndirectory = {:?}\n",
            vendor.to_str().unwrap()
        ),
    );
}

#[test]
fn a_generated_crate_with_the_runtime_of_a_registry_is_packaged_and_compiles() {
    let place = Place::with(&project(
        "runtime = { registry = \"ours\", version = \"0.1\" }\n\
         include = [\"/deviceAppManagement/vppTokens/**\"]\n\
         [crate.package]\nversion = \"3.1.4\"\ndescription = \"Tokens.\"\nlicense = \"MIT\"\n\
         keywords = [\"tokens\"]\nrepository = \"https://git.example/tokens\"\npublish = [\"ours\"]",
    ));
    let ran = place.run(&["codegen"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    // What the runtime depends on is built once, and stays.
    let target = checkout().join("target/packaged");
    registry(&place, &target);
    // The versions that this repository was built with, which are at hand.
    fs::copy(
        checkout().join("Cargo.lock"),
        place.path("things/Cargo.lock"),
    )
    .unwrap();
    let crate_folder = place.path("things");
    let said = cargo(
        &crate_folder,
        &["package", "--target-dir", target.to_str().unwrap()],
    );
    assert!(said.contains("Verifying things v3.1.4"), "{said}");
    assert!(!said.contains("warning: manifest has no"), "{said}");
    let listed = cargo(&crate_folder, &["package", "--list", "--allow-dirty"]);
    for file in ["Cargo.toml", "src/lib.rs", "src/models/vpp_token.rs"] {
        assert!(listed.lines().any(|line| line == file), "{listed}");
    }
}
