//! The crate, the runner that calls it, and what comes of it.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use graphwright_api::TypeName;
use graphwright_emit::Files;
use graphwright_emit::names::Names;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::runner::{Runner, fail, path};
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

/// Beside the generated crate and the runtime.
const DEPENDENCIES: &str = "bytes = \"1\"\n\
                            http = \"1\"\n\
                            serde = { version = \"1\", features = [\"derive\"] }\n\
                            serde_json = { version = \"1\", features = [\"raw_value\"] }\n\
                            tokio = { version = \"1\", default-features = false, features = [\"rt\", \"time\"] }\n";

/// Writes the crate, the runner and its table. `functions` are the bodies of the functions by number,
/// `types` those that objects of the table are of.
pub(super) fn write(
    runner: &Runner,
    files: &Files,
    names: &Names,
    functions: &[String],
    types: &BTreeSet<TypeName>,
    table: &[Input],
) -> Result<(), String> {
    let sources = [
        ("main.rs", include_str!("runner/main.rs").to_owned()),
        ("support.rs", include_str!("runner/support.rs").to_owned()),
        ("functions.rs", functions_file(functions)),
        ("types.rs", types_file(names, types)),
    ];
    runner.write(files, DEPENDENCIES, &sources)?;
    runner.put(ROWS, &lines(table)?)
}

const ROWS: &str = "rows.jsonl";

/// Builds the runner and runs it over the table.
pub(super) fn run(runner: &Runner) -> Result<Vec<Output>, String> {
    let program = runner.build()?;
    let folder = runner.folder();
    let results = folder.join("results.jsonl");
    let status = Command::new(program)
        .args([&folder.join(ROWS), &results])
        .status()
        .map_err(|error| format!("the runner could not be started: {error}"))?;
    if !status.success() {
        return Err(format!(
            "the runner in {} has failed; its messages stand above",
            workspace::shown(folder)
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
