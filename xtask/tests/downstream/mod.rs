//! Programs that depend on a generated crate: written and built below `target`, each in a workspace of its own.

// Each test uses a part of it.
#![allow(dead_code)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use graphwright_api::select::{Selection, select};
use graphwright_emit::output::Plan;
use graphwright_emit::{Options, emit};

use crate::support::root;

/// Writes a file if it is not the same already, so that cargo builds nothing anew for it.
pub(crate) fn put(path: &Path, text: &str) {
    if !fs::read_to_string(path).is_ok_and(|known| known == text) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Writes the client of all that the CSDL describes.
pub(crate) fn client_of(description: &Path, package: &str, service_root: &str, out: &Path) {
    let text = fs::read_to_string(description).unwrap();
    let lowered = graphwright_csdl::read(&description.display().to_string(), &text).unwrap();
    let api = select(&lowered.api, &Selection::default()).unwrap();
    let options = Options {
        package: package.into(),
        service_root: service_root.into(),
        runtime: graphwright_emit::Runtime::at(root().join("crates/runtime").display().to_string()),
        ..Options::default()
    };
    let files = emit(&api, &options).unwrap();
    Plan::new(out, &files).unwrap().apply().unwrap();
}

/// Runs cargo in `place`: with the versions of this workspace, so that nothing is fetched, and into its target folder.
pub(crate) fn cargo(place: &Path, arguments: &[&str]) -> Output {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    put(&place.join("Cargo.lock"), &lock);
    Command::new("cargo")
        .current_dir(place)
        .args(arguments)
        .args(["--offline", "--target-dir"])
        .arg(root().join("target"))
        .output()
        .unwrap()
}
