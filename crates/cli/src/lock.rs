//! The lock file, `graphwright.lock`, beside the project file: what the crates were generated from, by which program, and
//! what came out.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use graphwright_emit::output::{MANIFEST, hash};
use serde::{Deserialize, Serialize};

use crate::generate::{Generated, Slice};
use crate::place::{normal, relative, shown};
use crate::write::write;

const HEADER: &str =
    "# Written by `graphwright codegen`, for `--check`; keep it under version control.\n\n";

/// The form of the file. Another one is read by another program.
const VERSION: u32 = 1;

/// The file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Lock {
    version: u32,
    /// The version of the program.
    graphwright: String,
    /// By name.
    #[serde(rename = "crate", default)]
    crates: BTreeMap<String, Locked>,
    /// Where the file stands.
    #[serde(skip)]
    folder: PathBuf,
}

/// One crate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Locked {
    /// The SHA-256 of the list of its files, which has that of each.
    output: String,
    /// The files that were read, with their SHA-256, by path from the lock file.
    inputs: BTreeMap<String, String>,
    /// The keys of the project file.
    options: toml::Table,
}

impl Lock {
    /// Begins the lock file of a run, which will stand at `path`.
    pub(crate) fn new(path: Option<&Path>) -> Self {
        Self {
            version: VERSION,
            graphwright: env!("CARGO_PKG_VERSION").into(),
            crates: BTreeMap::new(),
            folder: normal(path.and_then(Path::parent).unwrap_or(Path::new(""))),
        }
    }

    /// Adds the crate `name`, of which the project file says `options`.
    pub(crate) fn add(
        &mut self,
        name: &str,
        options: &toml::Table,
        slice: &Slice,
        generated: &Generated,
    ) {
        let inputs = slice.inputs.iter();
        let inputs = inputs.map(|input| (relative(&self.folder, &input.path), input.hash.clone()));
        let locked = Locked {
            output: hash(generated.plan.list().as_bytes()),
            inputs: inputs.collect(),
            options: options.clone(),
        };
        self.crates.insert(name.to_owned(), locked);
    }

    /// Reads the file at `path`; `None` where there is none.
    ///
    /// # Errors
    /// It cannot be read.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>, String> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("{}: {error}", shown(path))),
        };
        toml::from_str(&text).map(Some).map_err(|error| {
            format!(
                "{}: {error}\n  help: delete the file and generate anew; it is not written by hand",
                shown(path)
            )
        })
    }

    /// Writes the file, unless it is there as it must be.
    ///
    /// # Errors
    /// The file system's own.
    pub(crate) fn write(&self, path: &Path) -> Result<(), String> {
        let text = toml::to_string(self).map_err(|error| error.to_string())?;
        let text = format!("{HEADER}{text}");
        match std::fs::read_to_string(path) {
            Ok(old) if old == text => Ok(()),
            _ => write(path, text.as_bytes()),
        }
    }

    /// What has changed since `old` was written, a line each.
    pub(crate) fn changes(&self, old: &Self) -> Vec<String> {
        let mut changes = Vec::new();
        if old.graphwright != self.graphwright {
            changes.push(format!(
                "graphwright {} wrote it, and this is {}",
                old.graphwright, self.graphwright
            ));
        }
        for (name, new) in &self.crates {
            match old.crates.get(name) {
                Some(old) => new.changes(name, old, &mut changes),
                None => changes.push(format!("{name}: the crate is new")),
            }
        }
        let gone = old
            .crates
            .keys()
            .filter(|name| !self.crates.contains_key(*name));
        changes.extend(gone.map(|name| format!("{name}: the project has no such crate any more")));
        changes
    }
}

impl Locked {
    fn changes(&self, name: &str, old: &Self, changes: &mut Vec<String>) {
        let inputs = self.inputs.iter();
        let changed = inputs.filter(|(path, hash)| old.inputs.get(*path) != Some(hash));
        changes.extend(changed.map(|(path, _)| format!("{name}: {path} has changed")));
        let gone = old
            .inputs
            .keys()
            .filter(|path| !self.inputs.contains_key(*path));
        changes.extend(gone.map(|path| format!("{name}: {path} is not read any more")));
        let mut keys: Vec<&String> = self.options.keys().chain(old.options.keys()).collect();
        keys.sort();
        keys.dedup();
        let differ = keys
            .into_iter()
            .filter(|key| self.options.get(*key) != old.options.get(*key));
        changes
            .extend(differ.map(|key| format!("{name}: `{key}` of the project file has changed")));
        if self.output != old.output {
            changes.push(format!(
                "{name}: the files of the crate ({MANIFEST}) are others"
            ));
        }
    }
}

/// Returns where the lock file of a project file stands.
pub(crate) fn path(project: &Path) -> PathBuf {
    project.with_extension("lock")
}
