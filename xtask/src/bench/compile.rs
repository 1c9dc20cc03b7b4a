//! What compiling a generated crate costs, beside the same types as serde derives them.

use std::fs;
use std::path::{Path, PathBuf};

use graphwright_api::Api;
use graphwright_emit::output::Plan;
use graphwright_emit::{Files, Options, emit};
use serde::Serialize;

use super::rustc::{Compiled, Cost};
use super::{NOWHERE, derive};
use crate::runner::fail;
use crate::workspace;

/// One compilation.
#[derive(Serialize)]
pub(super) struct Compilation {
    /// What is compiled.
    pub(super) what: &'static str,
    /// `check`, `debug` or `release`.
    pub(super) how: &'static str,
    #[serde(flatten)]
    pub(super) cost: Cost,
    /// The size of the library in megabytes.
    pub(super) library: Option<f64>,
}

/// What cargo is asked for, and the folder of its output.
const HOW: [(&str, &[&str]); 3] = [
    ("check", &["check"]),
    ("debug", &["build"]),
    ("release", &["build", "--release"]),
];

/// Compiles all of `api`, its models alone, and what serde derives.
pub(super) fn measure(api: &Api, folder: &Path) -> Result<Vec<Compilation>, String> {
    let crates = [
        (
            "models and requests",
            own(api, &folder.join("whole"), "bench-whole")?,
        ),
        (
            "models",
            own(&models(api), &folder.join("models"), "bench-models")?,
        ),
        (
            "models that serde derives",
            derived(api, &folder.join("derived"))?,
        ),
    ];
    let mut all = Vec::new();
    for (what, compiled) in &crates {
        for (how, command) in HOW {
            eprintln!("bench: compile: {what}: {how}");
            all.push(Compilation {
                what,
                how,
                cost: compiled.compile(command)?,
                library: (how != "check").then(|| compiled.size(how)).flatten(),
            });
        }
    }
    Ok(all)
}

/// The types alone: no request functions.
pub(super) fn models(api: &Api) -> Api {
    Api {
        resources: Default::default(),
        roots: Default::default(),
        operations: Default::default(),
        ..api.clone()
    }
}

/// Writes the generated crate of `api`.
pub(super) fn own(api: &Api, folder: &Path, name: &str) -> Result<Compiled, String> {
    let options = Options {
        package: name.into(),
        service_root: NOWHERE.into(),
        runtime: graphwright_emit::Runtime::at(workspace::relative(
            folder,
            &workspace::root()?.join(workspace::RUNTIME),
        )),
        own_workspace: true,
        ..Options::default()
    };
    write(folder, &emit(api, &options)?, name)
}

fn derived(api: &Api, folder: &Path) -> Result<Compiled, String> {
    let name = "bench-derived";
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\n[workspace]\n"
    );
    let mut files = Files::new();
    files.insert("Cargo.toml".into(), manifest);
    files.insert("src/lib.rs".into(), derive::module(api));
    write(folder, &files, name)
}

fn write(folder: &Path, files: &Files, name: &str) -> Result<Compiled, String> {
    fs::create_dir_all(folder).map_err(|error| fail(folder, &error))?;
    Plan::replacing(folder, files)?.apply()?;
    let lock = workspace::root()?.join("Cargo.lock");
    fs::copy(&lock, folder.join("Cargo.lock")).map_err(|error| fail(&lock, &error))?;
    Ok(Compiled {
        folder: folder.to_owned(),
        name: name.into(),
        target: target()?,
    })
}

/// Shared by all, so that what they depend on is built once.
fn target() -> Result<PathBuf, String> {
    Ok(workspace::root()?.join("target/bench/build"))
}
