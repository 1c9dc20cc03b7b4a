//! Documents of services that are not OData's: each is generated, all are built together, and called
//! against a server on this machine.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use graphwright_api::select::{Selection, select};
use graphwright_emit::output::Plan;
use graphwright_emit::{Options, emit};
use support::root;

/// Dependencies are built as this workspace builds them.
const PROFILE: &str = "[profile.dev]\ndebug = 0\n\n[profile.dev.package.\"*\"]\nopt-level = 1\n";

/// A document, and the name of its crate.
struct Fixture {
    name: String,
    path: PathBuf,
}

/// All documents, each of which has one construct.
fn fixtures() -> Vec<Fixture> {
    let folder = root().join("crates/openapi/tests/fixtures/rest");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut all: Vec<Fixture> = files
        .map(|path| Fixture {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            path,
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

fn generate(fixture: &Fixture, out: &Path) {
    let file = fixture.path.display().to_string();
    let text = fs::read_to_string(&fixture.path).unwrap();
    let lowered = graphwright_openapi::read(&file, &text).unwrap();
    let api = select(&lowered.api, &Selection::default()).unwrap();
    let options = Options {
        package: fixture.name.clone(),
        runtime_path: root().join("crates/runtime").display().to_string(),
        ..Options::default()
    };
    let files = emit(&api, &options).unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
    Plan::new(out, &files).unwrap().apply().unwrap();
}

/// Writes a file if it is not the same already, so that cargo builds nothing anew for it.
fn put(path: &Path, text: &str) {
    if !fs::read_to_string(path).is_ok_and(|known| known == text) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn every_document_gives_a_crate_that_compiles_without_a_warning_and_does_what_it_says() {
    let place = root().join("target/rest");
    let fixtures = fixtures();
    let mut dependencies = String::new();
    for fixture in &fixtures {
        let name = &fixture.name;
        generate(fixture, &place.join("crates").join(name));
        dependencies += &format!("{name} = {{ path = \"../crates/{name}\" }}\n");
    }
    let tests = root().join("xtask/tests/rest");
    let server = root().join("crates/runtime/tests/support/mod.rs");
    let mut lib = format!("#![allow(clippy::unwrap_used)]\n#[path = {server:?}]\nmod support;\n");
    let mut modules: Vec<PathBuf> = fs::read_dir(tests)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    modules.sort();
    for module in modules {
        let name = module.file_stem().unwrap().to_str().unwrap();
        lib += &format!("#[path = {module:?}]\nmod {name};\n");
    }
    let members: Vec<String> = fixtures
        .iter()
        .map(|one| format!("\"crates/{}\"", one.name))
        .collect();
    put(
        &place.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"runner\", {}]\n\n{PROFILE}",
            members.join(", ")
        ),
    );
    let runtime = root().join("crates/runtime");
    put(
        &place.join("runner/Cargo.toml"),
        &format!(
            "[package]\nname = \"rest-runner\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\ngraphwright = {{ path = {runtime:?} }}\n\
             tokio = {{ version = \"1\", features = [\"io-util\", \"macros\", \"net\", \"rt\"] }}\n{dependencies}"
        ),
    );
    put(&place.join("runner/tests/rest.rs"), &lib);
    put(&place.join("runner/src/lib.rs"), "");
    // The same versions as this workspace, so that nothing is fetched or built twice.
    put(
        &place.join("Cargo.lock"),
        &fs::read_to_string(root().join("Cargo.lock")).unwrap(),
    );
    let output = Command::new("cargo")
        .current_dir(&place)
        .args(["test", "--offline", "--workspace", "--target-dir"])
        .arg(root().join("target"))
        .output()
        .unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (said(&output.stdout), said(&output.stderr));
    let good = output.status.success() && !err.contains("warning:");
    assert!(good, "{out}{err}");
}
