//! The program `graphwright`.

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
#[cfg(feature = "fetch")]
use graphwright_cli::fetch;
use graphwright_cli::{Host, codegen, completions, crosscheck, diff, exit_code, init, schema};
use mimalloc::MiMalloc;

/// A description is millions of small values, which several threads make: a big document is read and written in
/// two thirds of the time that the allocator of glibc takes for it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Reads the published description of a web service and generates a typed Rust crate.
///
/// Exit codes: 0 as asked, 1 the command found something wrong, 2 the command line is wrong.
#[derive(Parser)]
#[command(
    name = "graphwright",
    version,
    after_help = "Each command explains itself: graphwright COMMAND --help"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Init(Box<init::Args>),
    #[cfg(feature = "fetch")]
    Fetch(fetch::Args),
    Codegen(Box<codegen::Args>),
    Crosscheck(crosscheck::Args),
    Diff(diff::Args),
    Schema(schema::Args),
    Completions(completions::Args),
}

fn main() -> ExitCode {
    let host = Host::default();
    exit_code(match Cli::parse().command {
        Command::Init(args) => init::run(&args, &host),
        #[cfg(feature = "fetch")]
        Command::Fetch(args) => fetch::run(&args, &host),
        Command::Codegen(args) => codegen::run(&args, &host),
        Command::Crosscheck(args) => crosscheck::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args, Cli::command()),
    })
}
