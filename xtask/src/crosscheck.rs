//! `cargo xtask crosscheck`

use std::path::PathBuf;

use graphwright_api::select::{Profile, select};
use graphwright_emit::Options;
use graphwright_emit::crosscheck::{Report, crosscheck};
use serde_json::json;

use crate::{Outcome, description};

/// Emits from two descriptions of one service and compares.
///
/// Exits 0 if both give the same Rust to the byte, 1 with the differences if they do not. Texts that
/// an OpenAPI document has no place for are listed and set aside.
///
/// Example:
///   cargo xtask crosscheck specs/vpp-beta.csdl.xml specs/vpp-beta.openapi.yaml
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The CSDL (XML).
    csdl: PathBuf,
    /// The OpenAPI document (YAML or JSON).
    openapi: PathBuf,
    /// A path or type to compare; without it, all types and all that `/**` stands for. May be
    /// repeated.
    #[arg(long, value_name = "PATTERN")]
    include: Vec<String>,
    /// Also write the result as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    // All that the stars of a pattern stand for: a document need not have a path for each property.
    let everything = ["/**".to_owned(), "*".to_owned()];
    let include = match args.include.as_slice() {
        [] => &everything,
        asked => asked,
    };
    let selection = description::selection(include, &[], Profile::default())?;
    let read = |path| select(&description::read(path)?, &selection);
    let (csdl, openapi) = (read(&args.csdl)?, read(&args.openapi)?);
    let stated = openapi.service_root.clone();
    let options = Options {
        package: "crosscheck".into(),
        service_root: stated.unwrap_or_else(|| "https://service.example".into()),
        runtime_path: "runtime".into(),
        ..Options::default()
    };
    let report = crosscheck(&csdl, &openapi, &options)?;
    if let Some(path) = &args.json {
        std::fs::write(path, format!("{:#}\n", to_json(&report)))
            .map_err(|error| format!("{}: {error}", path.display()))?;
    }
    for one in &report.set_aside {
        println!("set aside: {}: {}", one.place, one.reason);
    }
    for diff in report.differences.values() {
        print!("{diff}");
    }
    println!(
        "{} types, {} files equal, {} different, {} texts set aside",
        csdl.types.len(),
        report.equal,
        report.differences.len(),
        report.set_aside.len()
    );
    Ok(if report.differences.is_empty() {
        Outcome::Good
    } else {
        Outcome::Found
    })
}

fn to_json(report: &Report) -> serde_json::Value {
    let set_aside = report
        .set_aside
        .iter()
        .map(|one| json!({ "place": one.place, "reason": one.reason }));
    json!({
        "equal": report.equal,
        "differences": report.differences,
        "set_aside": set_aside.collect::<Vec<_>>(),
    })
}
