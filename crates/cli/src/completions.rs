//! `graphwright completions`

use clap_complete::{Shell, generate};

use crate::Outcome;

/// Prints a script that completes the commands and options of graphwright in a shell.
///
/// Examples:
///   graphwright completions bash > ~/.local/share/bash-completion/completions/graphwright
///   graphwright completions zsh > ~/.zfunc/_graphwright
///   graphwright completions fish > ~/.config/fish/completions/graphwright.fish
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The shell.
    shell: Shell,
}

/// Runs the command, for the program that `command` describes.
///
/// # Errors
/// None.
pub fn run(args: &Args, mut command: clap::Command) -> Result<Outcome, String> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(args.shell, &mut command, name, &mut script);
    say!("{}", String::from_utf8_lossy(&script));
    Ok(Outcome::Good)
}
