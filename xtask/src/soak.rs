//! `cargo xtask soak`

use std::process::Command;

use crate::workspace;
use graphwright_cli::Outcome;

/// Sends many requests at once to a server on this machine that fails one in twenty: with 429 and 503, with and
/// without `Retry-After`, 500, 502 and 504, connections that are reset or end within the head or the body, and JSON that is cut.
///
/// Prints what became of them, how many connections, tasks and descriptors are left, memory after each tenth, and how
/// many plain GETs a second there are beside bare hyper's. `cargo test -p graphwright --test soak` is the short form.
///
/// Exits 1 if a request did not end as the rules of retries say, or if something is left or memory grows.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The number of requests, 64 of them at a time.
    #[arg(long, value_name = "NUMBER", default_value_t = 100_000)]
    requests: u32,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    // The program is an example of the runtime, which xtask itself does not depend on.
    let status = Command::new("cargo")
        .current_dir(workspace::root()?)
        .args(["run", "--quiet", "--release", "--package", "graphwright"])
        .args(["--example", "soak", "--", &args.requests.to_string()])
        .status()
        .map_err(|error| format!("cargo could not be started: {error}"))?;
    match status.success() {
        true => Ok(Outcome::Good),
        false => Ok(Outcome::Found),
    }
}
