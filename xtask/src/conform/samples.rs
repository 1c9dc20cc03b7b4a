//! Reads corpora of samples, and finds where the service is that they are of.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use graphwright_api::Api;
use graphwright_samples::{Resolver, Sample};

use crate::workspace::shown;

/// A sample and where it stands.
pub(super) struct Row {
    /// The file, as it is shown.
    pub(super) file: String,
    /// The line that it stands in, counted among the samples from 1.
    pub(super) line: usize,
    pub(super) sample: Sample,
}

/// All samples in `files`, each JSONL as it is or packed with gzip.
pub(super) fn read(files: &[std::path::PathBuf]) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for path in files {
        let file = shown(path);
        let samples = graphwright_samples::read(&text(path)?);
        let samples = samples.map_err(|error| format!("{file}:{error}"))?;
        let numbered = samples.into_iter().zip(1..);
        rows.extend(numbered.map(|(sample, line)| Row {
            file: file.clone(),
            line,
            sample,
        }));
    }
    Ok(rows)
}

fn text(path: &Path) -> Result<String, String> {
    let fail = |error: std::io::Error| format!("{}: {error}", shown(path));
    let bytes = std::fs::read(path).map_err(fail)?;
    let mut text = String::new();
    // What gzip begins with (RFC 1952, 2.3.1).
    match bytes.starts_with(&[0x1f, 0x8b]) {
        true => GzDecoder::new(&bytes[..]).read_to_string(&mut text),
        false => (&bytes[..]).read_to_string(&mut text),
    }
    .map_err(fail)?;
    Ok(text)
}

/// Returns where the service is, where neither the command line nor the description says it: what most URLs of the
/// samples have before the first segment that the description knows.
pub(super) fn service_root(api: &Api, rows: &[Row]) -> Option<String> {
    let resolver = Resolver::new(api, None);
    let mut roots: BTreeMap<String, usize> = BTreeMap::new();
    for request in rows.iter().filter_map(|row| row.sample.request.as_ref()) {
        if let Some(root) = resolver.root_of(&request.url) {
            *roots.entry(root.to_owned()).or_default() += 1;
        }
    }
    let most = roots
        .into_iter()
        .max_by_key(|(root, count)| (*count, std::cmp::Reverse(root.clone())));
    most.map(|(root, _)| root)
}
