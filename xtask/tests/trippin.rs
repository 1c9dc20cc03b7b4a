//! A client generated from TripPin's description, against an OData server that is not ours.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod downstream;
mod support;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use downstream::{cargo, client_of, put};
use support::{root, shared};

/// The URL of the service, without its port.
const SERVICE: &str = "http://127.0.0.1/TripPin";

/// The file that the server writes its errors to.
const LOG: &str = "target/trippin/server.log";

/// The least number of steps.
const STEPS: usize = 40;

/// Builds a program of the steps with the client of each description, and returns the programs.
fn build(descriptions: &[(&str, PathBuf)]) -> Vec<PathBuf> {
    let place = root().join("target/trippin");
    let steps = root().join("xtask/tests/trippin/steps/main.rs");
    let runtime = root().join("crates/runtime");
    let mut members = String::new();
    for (name, description) in descriptions {
        let package = format!("trippin-{name}");
        client_of(description, &package, SERVICE, &place.join(name));
        members += &format!("\"{name}\", \"{name}-steps\", ");
        let manifest = format!(
            "[package]\nname = \"{package}-steps\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [[bin]]\nname = \"{package}-steps\"\npath = {steps:?}\n\n\
             [dependencies]\ntrippin = {{ path = \"../{name}\", package = \"{package}\" }}\n\
             graphwright = {{ path = {runtime:?} }}\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
        );
        put(&place.join(format!("{name}-steps/Cargo.toml")), &manifest);
    }
    put(
        &place.join("Cargo.toml"),
        &format!("[workspace]\nresolver = \"3\"\nmembers = [{members}]\n"),
    );
    let output = cargo(&place, &["build", "--quiet"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the steps do not compile: {said}");
    let programs = descriptions.iter().map(|(name, _)| {
        let name = format!("trippin-{name}-steps");
        root().join("target/debug").join(name)
    });
    programs.collect()
}

/// The server, which ends with this.
struct Server {
    process: Child,
    origin: String,
}

impl Server {
    fn start(description: &Path) -> Self {
        let log = File::create(root().join(LOG)).unwrap();
        let mut process = Command::new("node")
            .arg(root().join("xtask/tests/trippin/server.js"))
            .arg(description)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut port = String::new();
        let said = process.stdout.take().unwrap();
        BufReader::new(said).read_line(&mut port).unwrap();
        let port: u16 = port
            .trim()
            .parse()
            .unwrap_or_else(|_| panic!("the server does not start: {LOG}"));
        Self {
            process,
            origin: format!("http://127.0.0.1:{port}"),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        self.process.wait().unwrap();
    }
}

#[test]
fn a_client_of_trippin_runs_forty_steps_against_a_server_of_another_vendor() {
    let folder = root().join("xtask/tests/trippin");
    if !folder.join("node_modules").is_dir() {
        eprintln!("skipped: the server is not installed; run `npm ci` in xtask/tests/trippin");
        return;
    }
    let mut descriptions = vec![("told-anew", folder.join("service.csdl.xml"))];
    // The same steps with Microsoft's own description, where it is at hand.
    if let Some(shared) = shared() {
        descriptions.push(("published", shared.join("pairs/TripPin.csdl")));
    }
    for ((name, description), program) in descriptions.iter().zip(build(&descriptions)) {
        let server = Server::start(description);
        let output = Command::new(program).arg(&server.origin).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let wrong = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}: {said}{wrong}");
        let last = said.lines().last().unwrap_or_default();
        let steps = last
            .strip_suffix(" steps")
            .and_then(|steps| steps.parse().ok());
        let steps: usize = steps.expect("the number of steps");
        assert!(steps >= STEPS, "{name}: {steps} steps are too few");
        println!("{name}: {steps} steps");
    }
}
