//! Decoding and encoding pages, beside `serde_json::Value` and structs that serde derives.

use std::path::Path;
use std::process::Command;

use graphwright_api::select::{NavigationFields, Pattern, Profile, Selection, select};
use graphwright_api::{Api, TypeName};
use graphwright_emit::emit;
use graphwright_emit::names::Names;
use serde::Serialize;

use super::{NOWHERE, derive, page};
use crate::runner::{Runner, path};

/// The types whose pages are measured, where a description has them: one with few members and one with
/// many; and whether items of a collection say their type, as the reference pages show it.
const TYPES: [(&str, bool); 2] = [
    ("microsoft.graph.vppToken", true),
    ("microsoft.graph.user", false),
];

/// One measurement.
#[derive(Serialize)]
pub(super) struct Speed {
    #[serde(rename = "type")]
    pub(super) ty: String,
    /// `decode` or `encode`.
    pub(super) what: String,
    pub(super) means: String,
    pub(super) megabytes_a_second: f64,
    pub(super) bytes: usize,
}

/// Measures.
pub(super) fn measure(whole: &Api, folder: &Path) -> Result<Vec<Speed>, String> {
    let types: Vec<(TypeName, bool)> = TYPES
        .into_iter()
        .map(|(name, says_type)| (TypeName::new(name), says_type))
        .filter(|(name, _)| whole.types.contains_key(name))
        .collect();
    if types.is_empty() {
        eprintln!(
            "bench: speed: SKIPPED, the description has none of {}",
            TYPES.map(|(name, _)| name).join(", ")
        );
        return Ok(Vec::new());
    }
    let include = types.iter().map(|(ty, _)| Pattern::parse(ty.as_str()));
    let selection = Selection {
        include: include.collect::<Result<_, _>>()?,
        profile: Profile {
            navigation: Some(NavigationFields::None),
            ..Profile::default()
        },
        ..Selection::default()
    };
    let api = select(whole, &selection)?;
    let runner = Runner::new("bench", &folder.join("speed"));
    let files = emit(&api, &runner.options(NOWHERE)?)?;
    let names = Names::new(&api);
    let mut calls = String::from("{\n");
    for (ty, says_type) in &types {
        let file = format!("{}.json", ty.simple());
        runner.put(&format!("pages/{file}"), &page::page(&api, ty, *says_type))?;
        calls.push_str(&format!(
            "    measure::<{}, derived::{}>({ty:?}, &format!(\"{{folder}}/{file}\"));\n",
            path(&names.types[ty]),
            derive::name(&api, ty),
            ty = ty.as_str(),
        ));
    }
    calls.push_str("}\n");
    let sources = [
        ("main.rs", include_str!("runner/speed.rs").to_owned()),
        ("derived.rs", derive::module(&api)),
        ("pages.rs", calls),
    ];
    let dependencies = "serde = { version = \"1\", features = [\"derive\"] }\n\
                        serde_json = { version = \"1\", features = [\"raw_value\"] }\n";
    runner.write(&files, dependencies, &sources)?;
    eprintln!("bench: speed: building with optimization");
    let program = runner.build_optimized()?;
    let output = Command::new(program)
        .arg(runner.folder().join("pages"))
        .output()
        .map_err(|error| format!("the runner could not be started: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().filter_map(line).collect())
}

fn line(line: &str) -> Option<Speed> {
    let mut parts = line.split('\t').map(str::to_owned);
    Some(Speed {
        ty: parts.next()?,
        what: parts.next()?,
        means: parts.next()?,
        megabytes_a_second: parts.next()?.parse().ok()?,
        bytes: parts.next()?.parse().ok()?,
    })
}
