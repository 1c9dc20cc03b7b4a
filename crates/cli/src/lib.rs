//! The commands of Graphwright, as a library: for a program of your own that generates crates, such as the xtask of a
//! repository. The program `graphwright` and this repository's `cargo xtask` run the same.
//!
//! [`generate`](generate::generate) makes one crate and prints nothing:
//!
//! ```no_run
//! use graphwright_cli::generate::generate;
//! use graphwright_cli::project::{Job, RuntimeKeys};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let job = Job {
//!     name: "graph-mail".into(),
//!     description: "metadata.xml".into(),
//!     out: "graph-mail".into(),
//!     service_root: "https://graph.microsoft.com/v1.0".into(),
//!     include: vec!["/users/{id}/messages/**".into(), "/me/sendMail".into()],
//!     runtime: Some(RuntimeKeys::at("../graphwright/crates/runtime".into())),
//!     ..Job::default()
//! };
//! let (slice, generated) = generate(&job)?;
//! eprint!("{}", slice.findings);
//! // What would change, and then the changes.
//! print!("{}", generated.plan.diff());
//! generated.plan.apply()?;
//! # Ok(())
//! # }
//! ```
//!
//! [`Project::read`](project::Project::read) reads the jobs of a `graphwright.toml`. A whole command is a module with its
//! arguments, `Args`, which are a clap parser to put into one of your own, and `run`:
//!
//! ```no_run
//! use clap::Parser;
//! use graphwright_cli::{Host, codegen, exit_code};
//!
//! #[derive(Parser)]
//! enum Command {
//!     Codegen(codegen::Args),
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     let Command::Codegen(args) = Command::parse();
//!     let host = Host {
//!         name: "cargo xtask",
//!         ..Host::default()
//!     };
//!     exit_code(codegen::run(&args, &host))
//! }
//! ```
//!
//! Commands print results on standard output, diagnostics and progress on standard error. Without the feature `fetch`
//! there is no network stack in the tree, and no command that downloads.

#[macro_use]
pub mod say;

mod clock;
pub mod codegen;
pub mod completions;
pub mod crosscheck;
pub mod description;
pub mod diff;
#[cfg(feature = "fetch")]
pub mod fetch;
pub mod generate;
mod host;
pub mod init;
mod lock;
pub mod memory;
pub mod place;
mod progress;
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
