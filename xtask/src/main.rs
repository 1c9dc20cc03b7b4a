//! The commands of Graphwright: `cargo xtask codegen`, `crosscheck`, `conform`, `roundtrip`,
//! `bench`, `soak`, `nightly` and `ci`.
//!
//! Results go to standard output; diagnostics and progress go to standard error. Exit codes: 0 as
//! asked, 1 the command found something wrong, 2 the command line is wrong.

#[macro_use]
extern crate graphwright_cli;

mod bench;
mod ci;
mod conform;
mod licences;
mod nightly;
mod roundtrip;
mod runner;
mod soak;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use graphwright_cli::{codegen, crosscheck, exit_code};
use mimalloc::MiMalloc;

/// A description is millions of small values, which several threads make: a big document is read and written in
/// two thirds of the time that the allocator of glibc takes for it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Reads the published description of an OData service and generates a typed Rust crate.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    version,
    after_help = "Each command explains itself: cargo xtask COMMAND --help"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Codegen(Box<codegen::Args>),
    Crosscheck(crosscheck::Args),
    Conform(conform::Args),
    Roundtrip(roundtrip::Args),
    Bench(bench::Args),
    Soak(soak::Args),
    Nightly(nightly::Args),
    Ci(ci::Args),
}

fn main() -> ExitCode {
    if let Some(code) = bench::rustc::wrapped() {
        return code;
    }
    exit_code(match Cli::parse().command {
        Command::Codegen(args) => workspace::host().and_then(|host| codegen::run(&args, &host)),
        Command::Crosscheck(args) => crosscheck::run(&args),
        Command::Conform(args) => conform::run(&args),
        Command::Roundtrip(args) => roundtrip::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Soak(args) => soak::run(&args),
        Command::Nightly(args) => nightly::run(&args),
        Command::Ci(args) => ci::run(&args),
    })
}
