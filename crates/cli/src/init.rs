//! `graphwright init`

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::codegen::JobOptions;
use crate::place::{normal, relative, shown};
use crate::project::{self, Project};
use crate::write::write;
use crate::{Host, Outcome};

/// Writes a project file, graphwright.toml, from the options of codegen.
///
/// Without --project it stands in the current folder. A project file that is there is not overwritten without --force.
/// Nothing else is written, and the description need not be there yet: `graphwright fetch` downloads one.
///
/// Example:
///   graphwright init --description metadata.xml --out graph-mail --name graph-mail \
///       --service-root https://graph.microsoft.com/v1.0 --include '/users/{id}/messages/**'
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment, mut_arg("description", |argument| argument.required(true)))]
#[allow(rustdoc::bare_urls, reason = "this is what --help prints")]
pub struct Args {
    /// The project file to write.
    #[arg(long, value_name = "FILE", default_value = project::FILE)]
    project: PathBuf,
    /// Overwrite a project file that is there.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    job: JobOptions,
}

/// Where the schema of project files is published.
const SCHEMA: &str = concat!(
    env!("CARGO_PKG_REPOSITORY"),
    "/raw/main/crates/cli/graphwright.schema.json"
);

/// Runs the command, as a part of `host`.
///
/// # Errors
/// The file is there already, or cannot be written.
pub fn run(args: &Args, host: &Host) -> Result<Outcome, String> {
    let file = shown(&args.project);
    if args.project.exists() && !args.force {
        return Err(format!(
            "{file} is there already, so it is not written: edit it, or overwrite it with --force"
        ));
    }
    let project = normal(&args.project);
    let folder = project.parent().unwrap_or(Path::new(""));
    let text = text(&args.job, folder);
    Project::parse(&file, &text)?;
    write(&args.project, text.as_bytes())?;
    sayln!(
        "{file} written; `{} codegen` generates the crate",
        host.name
    );
    Ok(Outcome::Good)
}

/// The text of a project file in `folder`.
fn text(job: &JobOptions, folder: &Path) -> String {
    let mut text = format!(
        "#:schema {SCHEMA}\n# What `graphwright codegen` generates from what. Paths are relative to this file; \
         `graphwright schema` explains each key.\n\n[[crate]]\n"
    );
    let from_here = |path: &Path| {
        let path = normal(path);
        toml::Value::from(relative(folder, &path))
    };
    let mut tables = String::new();
    for (key, value) in job.keys(&from_here) {
        match value {
            toml::Value::Table(table) if key == "package" => {
                tables = format!("\n[crate.{key}]\n{table}");
            }
            // Infallible: a text grows.
            value => {
                let _ = writeln!(text, "{key} = {value}");
            }
        }
    }
    text.push_str(&tables);
    text
}
