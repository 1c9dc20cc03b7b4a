//! `cargo xtask ci`

use std::process::Command;
use std::time::Instant;

use crate::licences;
use crate::workspace;
use graphwright_cli::Outcome;

/// Runs all that CI runs: formatting, lints, tests, documentation, stale output, MSRV, memory checks of
/// the unsafe code (valgrind, AddressSanitizer), made-up values through every model of Graph, licences.
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

const STEPS: [Step; 9] = [
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
    step(
        "clippy without the client",
        &[
            "clippy",
            "--package",
            "graphwright",
            "--package",
            "graphwright-mail",
            "--no-default-features",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ],
    ),
    // What would do I/O, or fail in a browser.
    Step {
        variables: &[("CLIPPY_CONF_DIR", ".ci/core")],
        ..step(
            "clippy of the core",
            &[
                "clippy",
                "--package",
                "graphwright",
                "--no-default-features",
                "--lib",
                "--locked",
                "--",
                "-D",
                "warnings",
            ],
        )
    },
    step(
        "test without the client",
        &[
            "test",
            "--package",
            "graphwright",
            "--package",
            "graphwright-mail",
            "--no-default-features",
            "--locked",
            "--test",
            "sans_io",
            "--test",
            "mail_on_one_thread_without_tokio",
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

/// The one module with unsafe code, under a checker of memory. The tests are those of the table core, and of what
/// models are read from.
/// What a program holds until its end, such as the test harness and an index, is no leak.
const VALGRIND: Step = step(
    "valgrind",
    &[
        "--config",
        "target.'cfg(all())'.runner=['valgrind', '--quiet', '--leak-check=full', '--show-leak-kinds=definite', '--errors-for-leak-kinds=definite', '--error-exitcode=1']",
        "test",
        "--package",
        "graphwright",
        "--all-features",
        "--locked",
        "--test",
        "table",
        "--test",
        "formats",
        "--test",
        "misfits",
        "--test",
        "patches",
    ],
);

/// Leaks are looked for too, which AddressSanitizer does by itself on Linux.
const SANITIZER: Step = Step {
    variables: &[
        ("RUSTUP_TOOLCHAIN", "nightly"),
        ("RUSTFLAGS", "-Zsanitizer=address"),
        ("CARGO_TARGET_DIR", "target/sanitizer"),
    ],
    ..step(
        "sanitizer",
        &[
            "test",
            "--package",
            "graphwright",
            "--no-default-features",
            "--locked",
            "--test",
            "table",
            "--test",
            "formats",
            "--test",
            "misfits",
            "--test",
            "patches",
            // Texts made up and damaged.
            "--test",
            "reading",
            "--test",
            "made_up_formats",
            // Named, so that build scripts and macros are built without the sanitizer.
            "--target",
            "x86_64-unknown-linux-gnu",
        ],
    )
};

/// Every model of all of Graph, where its description is at hand.
const ROUNDTRIP: Step = step(
    "roundtrip",
    &[
        "xtask",
        "roundtrip",
        "--description",
        "../shared/metadata/graph-v1.0.csdl",
    ],
);

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
    for (step, there, missing) in [
        (
            VALGRIND,
            answers("valgrind", &["--version"]),
            "valgrind is not installed",
        ),
        (
            SANITIZER,
            installed("nightly"),
            "rustup has no nightly toolchain",
        ),
        (
            ROUNDTRIP,
            workspace::root()?
                .join("../shared/metadata/graph-v1.0.csdl")
                .is_file(),
            "../shared, which has the description of Graph v1.0, is not there",
        ),
    ] {
        if !there {
            eprintln!("ci: {}: SKIPPED, {missing}", step.name);
        } else if !passes(&step)? {
            failed.push(step.name);
        }
    }
    for problem in licences::check()? {
        eprintln!("ci: licences: {problem}");
        failed.push("licences");
    }
    if failed.is_empty() {
        sayln!("ci: all steps passed");
        return Ok(Outcome::Good);
    }
    sayln!("ci: failed: {}", failed.join(", "));
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
        .current_dir(workspace::root()?)
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

/// Returns whether rustup has the toolchain. Where it has not, the running one stands in: cargo refuses one that is
/// too old, and clippy refuses what is newer than our MSRV.
fn installed(toolchain: &str) -> bool {
    answers("rustup", &["run", toolchain, "rustc", "--version"])
}

fn answers(program: &str, arguments: &[&str]) -> bool {
    let output = Command::new(program).args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}
