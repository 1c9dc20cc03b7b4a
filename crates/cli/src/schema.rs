//! `graphwright schema`

use crate::{Outcome, project};

/// Prints the JSON schema of graphwright.toml, for editors.
///
/// Example:
///   graphwright schema > graphwright.schema.json
///
/// A first line `#:schema graphwright.schema.json` in graphwright.toml names it to editors that know TOML.
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// None.
pub fn run(_: &Args) -> Result<Outcome, String> {
    say!("{}", project::schema());
    Ok(Outcome::Good)
}
