//! The commands of Graphwright, as a library: what the program `graphwright` and the repository's own `cargo xtask`
//! run.
//!
//! A command is a module with its arguments, `Args`, which are a clap parser, and `run`. Results go to standard
//! output; diagnostics and progress go to standard error.

#[macro_use]
pub mod say;

mod clock;
pub mod codegen;
pub mod completions;
pub mod crosscheck;
pub mod description;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod generate;
mod hash;
mod host;
pub mod init;
mod lock;
pub mod memory;
pub mod place;
pub mod project;
pub mod schema;
pub mod similar;
mod write;

use std::process::ExitCode;

pub use host::Host;

/// How a command that could run has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As asked.
    Good,
    /// It found what it looks for; it has said so itself.
    Found,
}

impl Outcome {
    /// Returns the outcome of both.
    pub fn and(self, other: Self) -> Self {
        match self {
            Self::Good => other,
            Self::Found => self,
        }
    }
}

/// Returns the exit code of a command, once an error is printed: 0 as asked, 1 it found something wrong. Code 2, for a
/// wrong command line, is clap's.
pub fn exit_code(result: Result<Outcome, String>) -> ExitCode {
    match result {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(message) => {
            say::error(&message);
            ExitCode::from(1)
        }
    }
}
