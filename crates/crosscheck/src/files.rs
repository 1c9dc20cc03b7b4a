//! Two descriptions of one service must give the same Rust.

use std::collections::BTreeMap;

use graphwright_api::{Api, TypeKind};
use similar::TextDiff;

use graphwright_emit::{Files, Options, emit};

/// The result of comparing two descriptions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Texts that only the CSDL has, because the OpenAPI document has no place for them or leaves it
    /// empty: where they stand, and why. They are set aside before files are compared.
    pub set_aside: Vec<SetAside>,
    /// Files that differ, as a unified diff from CSDL to OpenAPI.
    pub differences: BTreeMap<String, String>,
    /// How many files are the same to the byte.
    pub equal: usize,
}

/// A text that the OpenAPI document cannot say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// The type, or the type and the property.
    pub place: String,
    /// Why the document cannot say it.
    pub reason: &'static str,
}

const NO_TYPE_DESCRIPTION: &str = "the schema has no description";
const BESIDE_REF: &str = "OpenAPI 3.0 allows no description beside the `$ref` of a property";

/// Emits from both and compares.
///
/// # Errors
/// One of them does not make a crate.
pub fn compare(csdl: &Api, openapi: &Api, options: &Options) -> Result<Report, String> {
    let mut csdl = csdl.clone();
    // The root is not a fact of CSDL.
    csdl.service_root.clone_from(&openapi.service_root);
    let mut report = Report {
        set_aside: set_aside(&mut csdl, openapi),
        ..Report::default()
    };
    let (from_csdl, from_openapi) = (emit(&csdl, options)?, emit(openapi, options)?);
    let paths: std::collections::BTreeSet<&String> =
        from_csdl.keys().chain(from_openapi.keys()).collect();
    for path in paths {
        match (from_csdl.get(path), from_openapi.get(path)) {
            (Some(a), Some(b)) if a == b => report.equal += 1,
            _ => {
                report
                    .differences
                    .insert(path.clone(), diff(path, &from_csdl, &from_openapi));
            }
        }
    }
    Ok(report)
}

/// Takes from `csdl` each text for which `openapi` has none, where the document has no place for it.
fn set_aside(csdl: &mut Api, openapi: &Api) -> Vec<SetAside> {
    let mut found = Vec::new();
    for (name, ty) in &mut csdl.types {
        let Some(other) = openapi.types.get(name) else {
            continue;
        };
        if !ty.doc.is_empty() && other.doc.is_empty() {
            ty.doc.clear();
            found.push(SetAside {
                place: name.to_string(),
                reason: NO_TYPE_DESCRIPTION,
            });
        }
        let (TypeKind::Structured(own), TypeKind::Structured(others)) = (&mut ty.kind, &other.kind)
        else {
            continue;
        };
        for property in &mut own.properties {
            let silent = others
                .properties
                .iter()
                .any(|one| one.name == property.name && one.doc.is_empty());
            // Only a single named type stands as a bare `$ref`.
            if silent
                && !property.doc.is_empty()
                && property.ty.named().is_some()
                && !property.ty.collection
            {
                property.doc.clear();
                found.push(SetAside {
                    place: format!("{name}/{}", property.name),
                    reason: BESIDE_REF,
                });
            }
        }
    }
    found
}

fn diff(path: &str, from_csdl: &Files, from_openapi: &Files) -> String {
    let text = |files: &Files| files.get(path).cloned().unwrap_or_default();
    let (a, b) = (text(from_csdl), text(from_openapi));
    TextDiff::from_lines(&a, &b)
        .unified_diff()
        .context_radius(3)
        .header(
            &format!("from CSDL/{path}"),
            &format!("from OpenAPI/{path}"),
        )
        .to_string()
}
