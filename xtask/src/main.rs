//! The commands of Graphwright: `cargo xtask codegen`, `crosscheck`, `conform`, `roundtrip`,
//! `bench`, `soak` and `ci`.
//!
//! Results go to standard output; diagnostics and progress go to standard error. Exit codes: 0 as
//! asked, 1 the command found something wrong, 2 the command line is wrong.

#[macro_use]
mod say;

mod bench;
mod ci;
mod codegen;
mod config;
mod conform;
mod crosscheck;
mod description;
mod licences;
mod roundtrip;
mod runner;
mod soak;
mod workspace;

use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

/// A description is millions of small values, which several threads make: a big document is read and written in
/// two thirds of the time that the allocator of glibc takes for it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const ERROR: Style = AnsiColor::Red.on_default().bold();

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
    Codegen(codegen::Args),
    Crosscheck(crosscheck::Args),
    Conform(conform::Args),
    Roundtrip(roundtrip::Args),
    Bench(bench::Args),
    Soak(soak::Args),
    Ci(ci::Args),
}

/// How a command that could run has ended.
#[derive(PartialEq, Eq)]
enum Outcome {
    Good,
    /// It found what it looks for; it has said so itself.
    Found,
}

fn main() -> ExitCode {
    if let Some(code) = bench::rustc::wrapped() {
        return code;
    }
    let result = match Cli::parse().command {
        Command::Codegen(args) => codegen::run(&args),
        Command::Crosscheck(args) => crosscheck::run(&args),
        Command::Conform(args) => conform::run(&args),
        Command::Roundtrip(args) => roundtrip::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Soak(args) => soak::run(&args),
        Command::Ci(args) => ci::run(&args),
    };
    match result {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(message) => {
            anstream::eprintln!("{ERROR}error{ERROR:#}: {message}");
            ExitCode::from(1)
        }
    }
}
