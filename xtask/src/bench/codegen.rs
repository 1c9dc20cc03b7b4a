//! What generating costs: time and memory by phase, and instructions.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Serialize;

use super::NOWHERE;
use super::instructions::Counter;
use crate::runner::fail;

/// One generation, by a process of its own.
#[derive(Serialize)]
pub(super) struct Generation {
    pub(super) what: &'static str,
    /// Phase, milliseconds, and the most memory until its end in megabytes, where that is known.
    pub(super) phases: Vec<(String, f64, Option<f64>)>,
    /// Of the process, where perf or valgrind can count them.
    pub(super) instructions: Option<u64>,
}

/// The slice that is measured beside the whole, where a description has it: Graph's.
const SLICE: &str = "/deviceAppManagement/vppTokens/**";

/// Generates the whole and a slice, each twice: into an empty folder, and where nothing changes.
pub(super) fn measure(
    description: &Path,
    folder: &Path,
    has_slice: bool,
) -> Result<Vec<Generation>, String> {
    let counter = Counter::of_this_machine("codegen");
    let mut all = Vec::new();
    let slice: &[&str] = &["--include", SLICE];
    let runs = [
        ("slice", "slice, unchanged", slice),
        ("whole", "whole, unchanged", &[]),
    ];
    for (first, second, more) in runs {
        if first == "slice" && !has_slice {
            eprintln!("bench: codegen: slice: SKIPPED, the description has no {SLICE}");
            continue;
        }
        let out = folder.join(first);
        for folder in [&out, &counted(&out)] {
            let _ = fs::remove_dir_all(folder);
        }
        for what in [first, second] {
            eprintln!("bench: codegen: {what}");
            all.push(generation(what, description, &out, more, counter)?);
        }
    }
    Ok(all)
}

/// Returns where a run writes whose instructions are counted: counting takes time, so it is another run.
fn counted(out: &Path) -> PathBuf {
    out.with_extension("counted")
}

fn generation(
    what: &'static str,
    description: &Path,
    out: &Path,
    more: &[&str],
    counter: Option<&Counter>,
) -> Result<Generation, String> {
    let this = env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(&this);
    arguments(&mut command, description, out, more);
    let output = command.output().map_err(|error| fail(&this, &error))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let laps = text.lines().nth(1).unwrap_or_default();
    let instructions = counter.and_then(|counter| {
        counter.count(&this, |command| {
            arguments(command, description, &counted(out), more);
        })
    });
    Ok(Generation {
        what,
        phases: laps.split(", ").filter_map(lap).collect(),
        instructions,
    })
}

/// Those of a process that generates; `more` selects.
pub(super) fn arguments(command: &mut Command, description: &Path, out: &Path, more: &[&str]) {
    command
        .args(["codegen", "--timings", "--name", "bench-codegen"])
        .args(["--service-root", NOWHERE])
        .arg("--description")
        .arg(description)
        .arg("--out")
        .arg(out)
        .args(more);
}

/// `read 12.3 ms (45 MB)`.
fn lap(text: &str) -> Option<(String, f64, Option<f64>)> {
    let mut words = text.split_whitespace();
    let (name, time) = (words.next()?, words.next()?.parse().ok()?);
    let memory = words
        .nth(1)
        .and_then(|word| word.trim_start_matches('(').parse().ok());
    Some((name.to_owned(), time, memory))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laps_are_read_as_they_are_printed() {
        assert_eq!(
            lap("read 12.5 ms (45 MB)"),
            Some(("read".into(), 12.5, Some(45.0)))
        );
        assert_eq!(lap("emit 3.0 ms"), Some(("emit".into(), 3.0, None)));
    }
}
