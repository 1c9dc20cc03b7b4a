//! A plain document and the files beside it, read.

use graphwright_api::{Api, Diagnostic};
use graphwright_openapi::Kind;
use serde_json::Value;

/// Reads a document, and what it refers to from `files`, which are named by their paths.
pub(crate) fn read(document: &Value, files: &[(&str, Value)]) -> (Api, Vec<Diagnostic>) {
    let beside = |path: &str| {
        let file = files.iter().find(|(name, _)| *name == path);
        let file = file.map(|(_, value)| value.to_string());
        file.ok_or_else(|| "it is not there".to_owned())
    };
    let text = document.to_string();
    let read = graphwright_openapi::read_with("x.json", &text, &beside, Some(Kind::Plain));
    let (lowered, _) = read.unwrap_or_else(|errors| panic!("{document}: {errors:#?}"));
    (lowered.api, lowered.warnings)
}
