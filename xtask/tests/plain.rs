//! Documents of services that are not OData's: each is generated, all are built together, and called
//! against a server on this machine: by the tests in `plain`, and every operation by those that `every`
//! writes. `unions` is a table of all that tells alternatives apart.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod downstream;
mod every;
#[path = "../../crates/runtime/tests/support/mod.rs"]
mod loopback;
mod support;
mod unions;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use downstream::put;
use every::cases::{Case, cases};
use every::document::Document;
use graphwright_api::select::{Selection, select};
use graphwright_api::{Api, Diagnostic};
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

/// All documents: our own, each of which has one construct, and public ones that come with a package of
/// ours, but for those of whole services that would take minutes to compile.
fn fixtures() -> Vec<Fixture> {
    const BIG: u64 = 300_000;
    let files = |folder: PathBuf| {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
        entries.map(|entry| entry.unwrap().path())
    };
    let own = files(root().join("crates/openapi/tests/fixtures/plain"));
    let public = files(package("openapiv3").join("fixtures"));
    let small = public.filter(|path| fs::metadata(path).unwrap().len() < BIG);
    let mut all: Vec<Fixture> = own
        .chain(small)
        .map(|path| Fixture {
            name: path.file_stem().unwrap().to_str().unwrap().to_owned(),
            path,
        })
        .collect();
    all.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    // One of them is there as JSON and as YAML.
    all.dedup_by(|a, b| a.name == b.name);
    all
}

/// Where cargo has unpacked a package that we depend on.
fn package(name: &str) -> PathBuf {
    let output = Command::new("cargo")
        .current_dir(root())
        .args(["metadata", "--format-version", "1", "--locked"])
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let found = packages.iter().find(|one| one["name"] == name).unwrap();
    let manifest = Path::new(found["manifest_path"].as_str().unwrap());
    manifest.parent().unwrap().to_owned()
}

/// A document that was read.
struct Generated {
    name: String,
    document: Document,
    api: Api,
    warnings: Vec<Diagnostic>,
}

fn generate(fixture: &Fixture, out: &Path) -> Generated {
    let file = fixture.path.display().to_string();
    let text = fs::read_to_string(&fixture.path).unwrap();
    let lowered = graphwright_openapi::read(&file, &text).unwrap();
    let api = select(&lowered.api, &Selection::default()).unwrap();
    let options = Options {
        package: fixture.name.clone(),
        runtime: graphwright_emit::Runtime::at(root().join("crates/runtime").display().to_string()),
        ..Options::default()
    };
    let files = emit(&api, &options).unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
    Plan::new(out, &files).unwrap().apply().unwrap();
    Generated {
        name: fixture.name.clone(),
        document: Document::read(&fixture.name, &text),
        api,
        warnings: lowered.warnings,
    }
}

/// The tests of `plain`, as a test of the workspace that is built.
fn written_by_hand() -> String {
    let tests = root().join("xtask/tests/plain");
    let server = root().join("crates/runtime/tests/support/mod.rs");
    let mut text = format!("#![allow(clippy::unwrap_used)]\n#[path = {server:?}]\nmod support;\n");
    let mut modules: Vec<PathBuf> = fs::read_dir(tests)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    modules.sort();
    for module in modules {
        let name = module.file_stem().unwrap().to_str().unwrap();
        text += &format!("#[path = {module:?}]\nmod {name};\n");
    }
    text
}

/// The tests of every operation, another such test.
fn written_by_every(modules: Vec<proc_macro2::TokenStream>) -> String {
    let runner = root()
        .join("xtask/tests/every/runner.rs")
        .display()
        .to_string();
    let file = quote::quote! {
        //! Every operation of every document. Written by `xtask/tests/every`.

        #![allow(deprecated, clippy::unwrap_used)]

        #[path = #runner]
        mod runner;

        #(#modules)*
    };
    prettyplease::unparse(&syn::parse2(file).unwrap())
}

/// The operations that no case calls, each with what the reader said of it, if anything.
fn left_out(one: &Generated, cases: &[Case<'_>]) -> Vec<(String, Option<String>)> {
    let all = one.document.operations();
    let other = all.iter().filter(|operation| {
        let key = operation.key();
        !cases.iter().any(|case| case.operation.key() == key)
    });
    let said = other.map(|operation| {
        let named = format!("`{}`", operation.path);
        let warning = one
            .warnings
            .iter()
            .find(|said| said.message.contains(&named));
        let name = format!("{}: {}", one.name, operation.key());
        (name, warning.map(|said| said.message.clone()))
    });
    said.collect()
}

#[test]
fn every_document_gives_a_crate_that_compiles_without_a_warning_and_does_what_it_says() {
    let place = root().join("target/plain");
    let mut fixtures = fixtures();
    fixtures.extend(unions::documents(&place.join("documents")));
    let generated = fixtures
        .iter()
        .map(|fixture| generate(fixture, &place.join("crates").join(&fixture.name)));
    // The server looks at documents and cases as long as the process runs.
    let generated: &'static [Generated] = generated.collect::<Vec<_>>().leak();
    let mut all: Vec<Case<'static>> = Vec::new();
    let (mut modules, mut operations) = (Vec::new(), 0);
    let mut unsaid = Vec::new();
    for one in generated {
        let calls = cases(&one.document, &one.api);
        if !calls.is_empty() {
            modules.push(every::write::module(&one.name, &calls, all.len()));
        }
        let cases: Vec<Case<'static>> = calls.into_iter().flat_map(|(_, cases)| cases).collect();
        let left_out = left_out(one, &cases);
        operations += one.document.operations().len() - left_out.len();
        for (operation, said) in left_out {
            match said {
                Some(said) => println!("not generated: {operation}: {said}"),
                None => unsaid.push(operation),
            }
        }
        all.extend(cases);
    }
    assert!(
        unsaid.is_empty(),
        "no call is made of these, and no warning says why: {unsaid:#?}"
    );
    put(&place.join("runner/tests/plain.rs"), &written_by_hand());
    put(&place.join("runner/tests/unions.rs"), &unions::tests());
    put(
        &place.join("runner/tests/every.rs"),
        &written_by_every(modules),
    );
    manifests(&place, &fixtures);
    let cases: &'static [Case<'static>] = all.leak();
    let (server, found) = every::server::start(cases);
    let output = Command::new("cargo")
        .current_dir(&place)
        .env("PLAIN_SERVER", server)
        .args([
            "test",
            "--offline",
            "--workspace",
            "--no-fail-fast",
            "--target-dir",
        ])
        .arg(root().join("target"))
        .output()
        .unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (out, err) = (said(&output.stdout), said(&output.stderr));
    let mut wrong = String::new();
    let found = found.lock().unwrap();
    for (number, (case, found)) in cases.iter().zip(found.iter()).enumerate() {
        let what = match found.as_deref() {
            None => "it was not called".to_owned(),
            Some([]) => continue,
            Some(wrong) => wrong.join("\n    "),
        };
        wrong += &format!("case {number}, {}:\n    {what}\n", case.operation.key());
    }
    let good = output.status.success() && !err.contains("warning:") && wrong.is_empty();
    assert!(good, "{out}{err}{wrong}");
    let (documents, calls) = (generated.len(), cases.len());
    println!("{operations} operations of {documents} documents in {calls} calls");
    assert!(documents > 50 && operations > 500, "documents are missing");
}

/// One workspace of all crates and of what calls them.
fn manifests(place: &Path, fixtures: &[Fixture]) {
    let names = || fixtures.iter().map(|fixture| &fixture.name);
    let members: Vec<String> = names().map(|name| format!("\"crates/{name}\"")).collect();
    put(
        &place.join("Cargo.toml"),
        &format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"runner\", {}]\n\n{PROFILE}",
            members.join(", ")
        ),
    );
    let runtime = root().join("crates/runtime");
    let dependencies: String = names()
        .map(|name| format!("{name} = {{ path = \"../crates/{name}\" }}\n"))
        .collect();
    put(
        &place.join("runner/Cargo.toml"),
        &format!(
            "[package]\nname = \"plain-runner\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\ngraphwright = {{ path = {runtime:?} }}\n\
             tokio = {{ version = \"1\", features = [\"io-util\", \"macros\", \"net\", \"rt\"] }}\n{dependencies}"
        ),
    );
    put(&place.join("runner/src/lib.rs"), "");
    // The same versions as this workspace, so that nothing is fetched or built twice.
    put(
        &place.join("Cargo.lock"),
        &fs::read_to_string(root().join("Cargo.lock")).unwrap(),
    );
}
