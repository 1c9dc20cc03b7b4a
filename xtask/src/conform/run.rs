//! The crate, the runner that calls it, and what comes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use graphwright_api::TypeName;
use graphwright_emit::names::Names;
use graphwright_emit::output::Plan;
use graphwright_emit::{Files, Options};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::calls::path;
use crate::workspace;

/// A row of the table that the runner reads.
#[derive(Serialize)]
pub(super) struct Input {
    pub(super) row: usize,
    pub(super) function: usize,
    pub(super) arguments: Vec<Box<RawValue>>,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Box<RawValue>>,
    pub(super) content_type: String,
    pub(super) content: String,
    pub(super) answer: Option<Answer>,
    pub(super) objects: Vec<Object>,
}

/// The documented response.
#[derive(Serialize)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

/// An object of a body, and the type that it is of.
#[derive(Serialize)]
pub(super) struct Object {
    #[serde(rename = "type")]
    pub(super) name: String,
    pub(super) json: Box<RawValue>,
}

/// What came of a row.
#[derive(Deserialize)]
pub(super) struct Output {
    pub(super) row: usize,
    pub(super) error: Option<String>,
    pub(super) request: Option<Sent>,
    pub(super) decoded: Option<String>,
    pub(super) refused: Option<Refused>,
    pub(super) unread: Option<String>,
    pub(super) additional: Vec<Option<Vec<String>>>,
}

#[derive(Deserialize)]
pub(super) struct Sent {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Refused {
    pub(super) status: u16,
    pub(super) code: String,
}

/// The folder of a run: a workspace of the generated crate and its runner.
pub(super) struct Work {
    pub(super) folder: PathBuf,
}

impl Work {
    /// The name of the generated package. Cargo tells packages of workspaces apart by their names and
    /// places within the workspace, and the target folder is shared: so it tells the folder too.
    fn package(&self) -> String {
        let path = self.folder.to_string_lossy();
        // FNV-1a.
        let hash = path.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("conform-{hash:016x}")
    }

    fn runner(&self) -> String {
        format!("{}-runner", self.package())
    }

    /// What the description does not say.
    pub(super) fn options(&self, service_root: &str) -> Options {
        Options {
            package: self.package(),
            service_root: service_root.into(),
            runtime_path: runtime(&self.folder.join("crate")),
            own_workspace: false,
            notes: Vec::new(),
        }
    }

    /// Writes the crate, the runner and its table. `functions` are the bodies of the functions by
    /// number, `types` those that objects of the table are of.
    pub(super) fn write(
        &self,
        files: &Files,
        names: &Names,
        functions: &[String],
        types: &BTreeSet<TypeName>,
        table: &[Input],
    ) -> Result<(), String> {
        fs::create_dir_all(&self.folder).map_err(|error| fail(&self.folder, &error))?;
        Plan::new(&self.folder.join("crate"), files)?.apply()?;
        let mut texts: BTreeMap<&str, String> = BTreeMap::new();
        texts.insert("Cargo.toml", manifest());
        texts.insert("runner/Cargo.toml", self.runner_manifest());
        texts.insert(
            "runner/src/main.rs",
            include_str!("runner/main.rs").to_owned(),
        );
        texts.insert(
            "runner/src/support.rs",
            include_str!("runner/support.rs").to_owned(),
        );
        texts.insert("runner/src/functions.rs", functions_file(functions));
        texts.insert("runner/src/types.rs", types_file(names, types));
        texts.insert("rows.jsonl", lines(table)?);
        for (name, text) in texts {
            self.put(name, &text)?;
        }
        // The same versions as this workspace, so that nothing is fetched or built twice.
        let lock = fs::read_to_string(workspace::root().join("Cargo.lock"));
        let lock = lock.map_err(|error| fail(Path::new("Cargo.lock"), &error))?;
        self.put("Cargo.lock", &lock)
    }

    /// Writes a file if it is not the same already, so that cargo builds nothing anew for it.
    fn put(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.folder.join(name);
        if fs::read_to_string(&path).is_ok_and(|known| known == text) {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.folder);
        fs::create_dir_all(folder).map_err(|error| fail(folder, &error))?;
        fs::write(&path, text).map_err(|error| fail(&path, &error))
    }

    fn runner_manifest(&self) -> String {
        let runtime = runtime(&self.folder.join("runner"));
        format!(
            "[package]\n\
             name = \"{}\"\n\
             version = \"0.0.0\"\n\
             edition = \"2024\"\n\
             publish = false\n\n\
             [dependencies]\n\
             bytes = \"1\"\n\
             graph = {{ package = \"{}\", path = \"../crate\" }}\n\
             graphwright = {{ path = \"{runtime}\" }}\n\
             http = \"1\"\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\n\
             serde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n\
             tokio = {{ version = \"1\", default-features = false, features = [\"rt\", \"time\"] }}\n",
            self.runner(),
            self.package(),
        )
    }

    /// Builds the runner and runs it over the table.
    pub(super) fn run(&self) -> Result<Vec<Output>, String> {
        let target = workspace::root().join("target");
        let (rows, results) = (
            self.folder.join("rows.jsonl"),
            self.folder.join("results.jsonl"),
        );
        let mut command = Command::new("cargo");
        command
            .current_dir(&self.folder)
            .args(["run", "--quiet", "--offline", "--package", &self.runner()])
            .arg("--target-dir")
            .arg(target)
            .arg("--")
            .args([&rows, &results]);
        let status = command
            .status()
            .map_err(|error| format!("cargo could not be started: {error}"))?;
        if !status.success() {
            return Err(format!(
                "the runner in {} does not build or run; its messages stand above",
                workspace::shown(&self.folder)
            ));
        }
        let text = fs::read_to_string(&results).map_err(|error| fail(&results, &error))?;
        text.lines()
            .map(|line| {
                serde_json::from_str(line)
                    .map_err(|error| format!("{}: {error}", workspace::shown(&results)))
            })
            .collect()
    }
}

fn fail(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", workspace::shown(path))
}

fn runtime(from: &Path) -> String {
    let runtime = workspace::root().join("crates").join("runtime");
    workspace::relative(from, &runtime)
}

/// Dependencies are built as this workspace builds them; the crate without debug information, which
/// nobody looks at.
fn manifest() -> String {
    "[workspace]\n\
     resolver = \"3\"\n\
     members = [\"crate\", \"runner\"]\n\n\
     [profile.dev]\n\
     debug = 0\n\
     incremental = true\n\n\
     [profile.dev.package.\"*\"]\n\
     opt-level = 1\n"
        .into()
}

fn functions_file(functions: &[String]) -> String {
    let mut text = String::from(
        "#![allow(warnings)]\n\n\
         use crate::support::{Outcome, Row, call};\n\
         use graph::Client;\n\n\
         type Function = fn(&Client, &Row) -> Result<Outcome, String>;\n\n",
    );
    let names: Vec<String> = (0..functions.len())
        .map(|number| format!("f{number}"))
        .collect();
    text.push_str(&format!(
        "pub const ALL: &[Function] = &[{}];\n",
        names.join(", ")
    ));
    for (number, code) in functions.iter().enumerate() {
        text.push_str(&format!(
            "\nfn f{number}(client: &Client, row: &Row) -> Result<Outcome, String> {{\n    \
             call!(row, {code})\n}}\n"
        ));
    }
    text
}

fn types_file(names: &Names, types: &BTreeSet<TypeName>) -> String {
    let arms = types.iter().filter_map(|ty| {
        let item = names.types.get(ty)?;
        let name = ty.as_str().escape_debug();
        Some(format!(
            "        \"{name}\" => additional::<{}>(json),\n",
            path(item)
        ))
    });
    let arms: String = arms.collect();
    format!(
        "#![allow(warnings)]\n\n\
         use serde_json::value::RawValue;\n\n\
         pub fn additional(name: &str, json: &RawValue) -> Option<Vec<String>> {{\n    \
         use crate::support::additional;\n    \
         match name {{\n{arms}        _ => None,\n    }}\n}}\n"
    )
}

fn lines(table: &[Input]) -> Result<String, String> {
    let mut text = String::new();
    for row in table {
        let line = serde_json::to_string(row).map_err(|error| error.to_string())?;
        text.push_str(&line);
        text.push('\n');
    }
    Ok(text)
}
