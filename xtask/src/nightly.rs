//! `cargo xtask nightly`

use std::process::Command;

use crate::workspace;
use graphwright_cli::Outcome;

/// Runs what takes too long for each change: fuzzing, the soak, 1,000 made-up values of each type of Graph.
///
/// Fuzzing needs a nightly toolchain and cargo-fuzz (`cargo install cargo-fuzz`). It begins with the inputs of other
/// tests; what it finds is kept in crates/hostile/fuzz/artifacts, and becomes a seed or a test once it is mended.
/// The short form of each is a test of `cargo xtask ci`.
///
/// Every step runs, also after one has failed; exits 1 if one did.
///
/// Examples:
///   cargo xtask nightly
///   cargo xtask nightly --seconds 60 --only fuzz
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// How long each target is fuzzed.
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    seconds: u32,

    /// One step alone.
    #[arg(long)]
    only: Option<Part>,
}

#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Part {
    /// The targets of crates/hostile, under libFuzzer and AddressSanitizer.
    Fuzz,
    /// 100,000 requests against a server that fails.
    Soak,
    /// Made-up values through every model of Graph, where ../shared is there.
    Roundtrip,
}

const TARGETS: [&str; 6] = [
    "csdl_xml",
    "csdl_json",
    "openapi",
    "emission",
    "json",
    "response",
];

const GRAPH: &str = "../shared/metadata/graph-v1.0.csdl";

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    let asked = |part| args.only.is_none_or(|only| only == part);
    let mut failed = Vec::new();
    let mut step = |name: &str, done: bool| {
        if !done {
            failed.push(name.to_owned());
        }
    };
    if asked(Part::Fuzz) {
        let seeds = "target/seeds";
        let mut write = cargo(&["run", "--quiet", "--package", "graphwright-hostile"]);
        write.args(["--example", "write_seeds", "--", seeds]);
        step("seeds", passes(&mut write)?);
        let root = workspace::root()?;
        for target in TARGETS {
            // cargo-fuzz makes it for a target alone that is given no folder.
            let corpus = root.join("crates/hostile/fuzz/corpus").join(target);
            std::fs::create_dir_all(&corpus)
                .map_err(|error| format!("{}: {error}", corpus.display()))?;
            step(target, passes(&mut fuzz(target, seeds, args.seconds))?);
        }
    }
    if asked(Part::Soak) {
        step("soak", passes(&mut cargo(&["xtask", "soak"]))?);
    }
    if asked(Part::Roundtrip) {
        if workspace::root()?.join(GRAPH).is_file() {
            let arguments = [
                "xtask",
                "roundtrip",
                "--cases",
                "1000",
                "--description",
                GRAPH,
            ];
            step("roundtrip", passes(&mut cargo(&arguments))?);
        } else {
            eprintln!("nightly: roundtrip: SKIPPED, {GRAPH} is not there");
        }
    }
    if failed.is_empty() {
        sayln!("nightly: all steps passed");
        return Ok(Outcome::Good);
    }
    sayln!("nightly: failed: {}", failed.join(", "));
    Ok(Outcome::Found)
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments);
    command
}

/// New inputs go to the folder `corpus` of the target, which nobody keeps.
fn fuzz(target: &str, seeds: &str, seconds: u32) -> Command {
    let mut command = cargo(&["fuzz", "run", "--fuzz-dir", "crates/hostile/fuzz", target]);
    command
        .env("RUSTUP_TOOLCHAIN", "nightly")
        .args([
            format!("crates/hostile/fuzz/corpus/{target}"),
            format!("{seeds}/{target}"),
        ])
        .args([
            "--",
            "-timeout=20",
            "-rss_limit_mb=2048",
            "-print_final_stats=1",
        ])
        .arg(format!("-max_total_time={seconds}"));
    command
}

fn passes(command: &mut Command) -> Result<bool, String> {
    eprintln!("nightly: {command:?}");
    let status = command
        .current_dir(workspace::root()?)
        .status()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    Ok(status.success())
}
