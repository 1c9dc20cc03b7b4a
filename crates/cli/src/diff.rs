//! `graphwright diff`

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;
use graphwright_api::Api;
use graphwright_api::select::{Profile, select};
use graphwright_diff::rules::RULES;
use graphwright_diff::{compare, print};

use crate::description::{self, Source};
use crate::{Outcome, similar};

/// Judges what a change of a description means to callers of the generated Rust.
///
/// OLD and NEW are descriptions, CSDL or OpenAPI: files, or files of git revisions, written REVISION:PATH with the path
/// from the root of the repository. Each change is breaking (some caller stops compiling), additive or neutral, by a rule
/// that says why. Fields that are added are breaking only to struct literals without `..Default::default()`: allow them
/// by `--allow field-added` where your callers write that.
///
/// Exits 1 if a change is denied, 0 otherwise.
///
/// Examples:
///   graphwright diff old.xml metadata.xml --include '/users/{id}/messages/**'
///   graphwright diff HEAD:specs/metadata.xml specs/metadata.xml --deny breaking --allow field-added
///   graphwright diff v1.2.0:metadata.xml metadata.xml --format markdown
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The description that callers were compiled with: PATH or REVISION:PATH.
    old: String,
    /// The description of now: PATH or REVISION:PATH.
    new: String,
    /// A path or type to compare; without it, everything. May be repeated.
    #[arg(long, value_name = "PATTERN")]
    include: Vec<String>,
    /// Correct both by these rules first, as `codegen` does.
    #[arg(long, value_name = "FILE")]
    fixups: Option<PathBuf>,
    /// Files of permissions for both, old and new; may be the same file. Without them, permissions are not compared.
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"])]
    permissions: Vec<PathBuf>,
    /// How the changes are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 1 if there is such a change: a verdict (`breaking`) or the code of a rule. May be repeated.
    #[arg(long, value_name = "VERDICT|RULE")]
    deny: Vec<String>,
    /// Let changes of this rule pass, whatever is denied. May be repeated.
    #[arg(long, value_name = "RULE")]
    allow: Vec<String>,
}

/// How changes are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line for each change, and a summary.
    Text,
    /// A part of a release note.
    Markdown,
    /// A list of objects with `rule`, `verdict`, `item`, `detail` and `why`.
    Json,
}

/// Runs the command.
pub fn run(args: &Args) -> Result<Outcome, String> {
    let codes = || RULES.iter().map(|rule| rule.code);
    let verdicts = ["breaking", "additive", "neutral"];
    for one in &args.deny {
        known(one, codes().chain(verdicts))?;
    }
    for one in &args.allow {
        known(one, codes())?;
    }
    let old = read(&args.old, args, args.permissions.first())?;
    let new = read(&args.new, args, args.permissions.last())?;
    let changes = compare(&old, &new)?;
    match args.format {
        Format::Text => say!("{}", print::text(&changes)),
        Format::Markdown => say!("{}", print::markdown(&changes)),
        Format::Json => {
            let json = print::json(&changes).map_err(|error| error.to_string())?;
            say!("{json}");
        }
    }
    let denied = changes.iter().any(|change| {
        let is = |one: &String| one == change.rule.code || one == change.rule.verdict.name();
        args.deny.iter().any(is) && !args.allow.iter().any(is)
    });
    Ok(match denied {
        true => Outcome::Found,
        false => Outcome::Good,
    })
}

/// Refuses what is no name of a rule or verdict.
fn known<'a>(word: &str, all: impl Iterator<Item = &'a str> + Clone) -> Result<(), String> {
    if all.clone().any(|one| one == word) {
        return Ok(());
    }
    let meant = similar::nearest(word, all.clone());
    Err(match meant {
        Some(meant) => format!("there is no rule `{word}`; `{meant}` is near"),
        None => {
            let all: Vec<&str> = all.collect();
            format!(
                "there is no rule `{word}`; the rules are {}",
                all.join(", ")
            )
        }
    })
}

/// The part of a description that is compared.
fn read(given: &str, args: &Args, permissions: Option<&PathBuf>) -> Result<Api, String> {
    let mut api = match given.split_once(':') {
        Some((revision, path)) if !Path::new(given).exists() && !revision.is_empty() => {
            let folder =
                tempfile::tempdir().map_err(|error| format!("a folder for {given}: {error}"))?;
            let file = folder
                .path()
                .join(Path::new(path).file_name().unwrap_or_default());
            std::fs::write(&file, shown(given)?).map_err(|error| format!("{given}: {error}"))?;
            description::read(&file)?
        }
        _ => description::read(Path::new(given))?,
    };
    if let Some(path) = &args.fixups {
        description::correct(&mut api, &Source::read(path)?)?;
    }
    // All that stars stand for, as `crosscheck` compares.
    let everything = ["/**".to_owned(), "*".to_owned()];
    let include = match args.include.as_slice() {
        [] => &everything,
        asked => asked,
    };
    let selection = description::selection(include, &[], Profile::default())?;
    let mut part = select(&api, &selection)?;
    if let Some(path) = permissions {
        description::permit(&mut part, &api, &Source::read(path)?)?;
    }
    Ok(part)
}

/// What git has of a file at a revision.
fn shown(given: &str) -> Result<Vec<u8>, String> {
    // A word that begins with a dash would be an option of git.
    let output = Command::new("git")
        .args(["show", "--no-textconv", "--end-of-options", given])
        .output()
        .map_err(|error| format!("{given} is no file, and git cannot be run: {error}"))?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = said.trim();
            Err(format!(
                "{given} is neither a file nor one of a git revision: {said}"
            ))
        }
    }
}
