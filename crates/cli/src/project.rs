//! The project file, `graphwright.toml`: what is generated from what.

mod job;
mod keys;
mod schema;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::place::shown;

pub use job::Job;
pub use keys::{PackageKeys, PublishKey, RuntimeKeys};
pub use schema::schema;

/// The name of a project file.
pub const FILE: &str = "graphwright.toml";

/// The project file of Graphwright: which crates are generated, from what and into which folders. Paths are relative to
/// this file.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "graphwright.toml")]
pub struct Project {
    /// The JSON schema of this file, for editors.
    #[serde(rename = "$schema")]
    pub schema: Option<String>,
    /// Where the crates have the runtime from, unless one says it itself.
    pub runtime: Option<RuntimeKeys>,
    /// The features of the runtime that the crates turn on by default, unless one says it itself, such as `oauth2`.
    /// Without this, `client` alone.
    pub features: Option<Vec<String>>,
    /// What the manifests of the crates say, unless one says it itself.
    #[serde(default)]
    pub package: PackageKeys,
    /// The crates to generate.
    #[serde(rename = "crate", default)]
    pub crates: Vec<Job>,
    /// What is written of each, with what is written of all.
    #[serde(skip)]
    pub(crate) written: Vec<toml::Table>,
}

impl Project {
    /// Reads the project file at `path`, with paths made relative to the current folder and each crate completed with
    /// what is said for all.
    ///
    /// # Errors
    /// The file cannot be read, or what it says is no project; the message names file and line.
    pub fn read(path: &Path) -> Result<Self, String> {
        let file = shown(path);
        let text = std::fs::read_to_string(path).map_err(|error| format!("{file}: {error}"))?;
        let mut project = Self::parse(&file, &text)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        if let Some(runtime) = &mut project.runtime {
            runtime.place(folder);
        }
        let written: toml::Table =
            toml::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
        let numbers = 0..project.crates.len();
        project.written = numbers.map(|number| written_of(&written, number)).collect();
        for job in &mut project.crates {
            job.place(folder);
            if job.runtime.is_none() {
                job.runtime.clone_from(&project.runtime);
            }
            if job.features.is_none() {
                job.features.clone_from(&project.features);
            }
            job.package.complete(&project.package);
        }
        project.check(&file)?;
        Ok(project)
    }

    /// Reads `text`, which is shown as `file` in messages.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    pub fn parse(file: &str, text: &str) -> Result<Self, String> {
        schema::check_keys(file, text)?;
        toml::from_str(text).map_err(|error| format!("{file}: {error}"))
    }

    fn check(&self, file: &str) -> Result<(), String> {
        if self.crates.is_empty() {
            return Err(format!(
                "{file}: no crate is asked for: add a table `[[crate]]` with `name`, `description` and `out`"
            ));
        }
        let (mut folders, mut names) = (BTreeMap::new(), BTreeSet::new());
        for job in &self.crates {
            if !names.insert(&job.name) {
                return Err(format!(
                    "{file}: two crates have the name `{}`: give each a name of its own",
                    job.name
                ));
            }
            if let Some(other) = folders.insert(&job.out, &job.name) {
                return Err(format!(
                    "{file}: `{other}` and `{}` have the same `out`, {}: give each a folder of its own",
                    job.name,
                    job.out.display()
                ));
            }
        }
        Ok(())
    }
}

/// What a project file says of one of its crates, with what it says of all.
fn written_of(project: &toml::Table, number: usize) -> toml::Table {
    let crates = project.get("crate").and_then(toml::Value::as_array);
    let own = crates.and_then(|crates| crates.get(number)?.as_table());
    let mut all = project.clone();
    all.remove("crate");
    all.remove("$schema");
    let package = all.remove("package");
    all.extend(own.cloned().unwrap_or_default());
    if let Some(mut package) = package.and_then(|package| package.as_table().cloned()) {
        let own = all.get("package").and_then(toml::Value::as_table);
        package.extend(own.cloned().unwrap_or_default());
        all.insert("package".into(), package.into());
    }
    all
}

/// Returns the project file of `folder`: the nearest there or above.
///
/// # Errors
/// There is none; the message says what to do.
pub fn find(folder: &Path) -> Result<PathBuf, String> {
    let mut places = folder.ancestors().map(|folder| folder.join(FILE));
    places.find(|path| path.is_file()).ok_or_else(|| {
        format!(
            "no {FILE} is here or above: `graphwright init` writes one, or give --description, --out and --name"
        )
    })
}
