//! `cargo xtask ci`

use std::process::Command;
use std::time::Instant;

use crate::{Outcome, licences, workspace};

/// Runs all that CI runs: formatting, lints, tests, documentation, stale output, MSRV, licences.
///
/// Every step runs, also after one has failed; exits 1 if one did.
#[derive(clap::Args)]
pub(crate) struct Args {}

/// A call of cargo.
struct Step {
    name: &'static str,
    variables: &'static [(&'static str, &'static str)],
    arguments: &'static [&'static str],
}

const fn step(name: &'static str, arguments: &'static [&'static str]) -> Step {
    Step {
        name,
        variables: &[],
        arguments,
    }
}

const STEPS: [Step; 6] = [
    step("format", &["fmt", "--all", "--check"]),
    step(
        "clippy",
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
    step(
        "test",
        &[
            "test",
            "--workspace",
            "--all-features",
            "--locked",
            "--no-fail-fast",
        ],
    ),
    Step {
        variables: &[("RUSTDOCFLAGS", "-D warnings")],
        ..step(
            "doc",
            &[
                "doc",
                "--workspace",
                "--all-features",
                "--no-deps",
                "--locked",
            ],
        )
    },
    step("codegen", &["xtask", "codegen", "--check"]),
    step(
        "crosscheck",
        &[
            "xtask",
            "crosscheck",
            "specs/vpp-beta.csdl.xml",
            "specs/vpp-beta.openapi.yaml",
        ],
    ),
];

const MSRV: &str = env!("CARGO_PKG_RUST_VERSION");

/// Runs the command.
pub(crate) fn run(_: &Args) -> Result<Outcome, String> {
    let mut failed = Vec::new();
    for step in &STEPS {
        if !passes(step)? {
            failed.push(step.name);
        }
    }
    let mut msrv = step(
        "msrv",
        &["check", "--workspace", "--all-features", "--locked"],
    );
    if installed(MSRV) {
        msrv.variables = &[("RUSTUP_TOOLCHAIN", MSRV)];
    }
    if !passes(&msrv)? {
        failed.push(msrv.name);
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

fn passes(step: &Step) -> Result<bool, String> {
    let Step {
        name,
        variables,
        arguments,
    } = step;
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
        .args(*arguments);
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
