//! `cargo xtask ci`

use std::process::Command;
use std::time::Instant;

use crate::{Outcome, licences, workspace};

/// Runs all that CI runs: formatting, lints, tests, documentation, stale output, MSRV, licences.
///
/// Every step runs, also after one has failed; exits 1 if one did.
#[derive(clap::Args)]
pub(crate) struct Args {}

/// Each step: a name, variables of the environment, and arguments for cargo.
const STEPS: [(&str, &[(&str, &str)], &[&str]); 6] = [
    ("format", &[], &["fmt", "--all", "--check"]),
    (
        "clippy",
        &[],
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
    ),
    (
        "test",
        &[],
        &["test", "--workspace", "--all-features", "--locked"],
    ),
    (
        "doc",
        &[("RUSTDOCFLAGS", "-D warnings")],
        &[
            "doc",
            "--workspace",
            "--all-features",
            "--no-deps",
            "--locked",
        ],
    ),
    ("codegen", &[], &["xtask", "codegen", "--check"]),
    (
        "crosscheck",
        &[],
        &[
            "xtask",
            "crosscheck",
            "specs/vpp-beta.csdl.xml",
            "specs/vpp-beta.openapi.yaml",
        ],
    ),
];

/// Runs the command.
pub(crate) fn run(_: &Args) -> Result<Outcome, String> {
    let mut failed = Vec::new();
    for (name, variables, arguments) in STEPS {
        if !step(name, variables, arguments)? {
            failed.push(name);
        }
    }
    let msrv = env!("CARGO_PKG_RUST_VERSION");
    let variables = [("RUSTUP_TOOLCHAIN", msrv)];
    if !step(
        "msrv",
        if installed(msrv) { &variables } else { &[] },
        &["check", "--workspace", "--all-features", "--locked"],
    )? {
        failed.push("msrv");
    }
    for problem in licences::check()? {
        eprintln!("ci: licences: {problem}");
        failed.push("licences");
    }
    if failed.is_empty() {
        println!("ci: all steps passed");
        return Ok(Outcome::Good);
    }
    println!("ci: failed: {}", failed.join(", "));
    Ok(Outcome::Found)
}

fn step(name: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Result<bool, String> {
    let start = Instant::now();
    let shown: Vec<String> = variables
        .iter()
        .map(|(name, value)| format!("{name}='{value}' "))
        .collect();
    eprintln!(
        "ci: {name}: {}cargo {}",
        shown.concat(),
        arguments.join(" ")
    );
    // By name and not by $CARGO, which is one toolchain's: a variable may choose another.
    let mut command = Command::new("cargo");
    command
        .current_dir(workspace::root())
        .envs(variables.iter().copied())
        .args(arguments);
    let status = command
        .status()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    let ended = if status.success() { "passed" } else { "FAILED" };
    eprintln!(
        "ci: {name}: {ended} in {:.1} s",
        start.elapsed().as_secs_f64()
    );
    Ok(status.success())
}

/// Whether rustup has the toolchain. Where it has not, the running one stands in: cargo refuses one
/// that is too old, and clippy refuses what is newer than our MSRV.
fn installed(toolchain: &str) -> bool {
    let output = Command::new("rustup")
        .args(["run", toolchain, "rustc", "--version"])
        .output();
    output.is_ok_and(|output| output.status.success())
}
