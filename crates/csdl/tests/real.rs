//! Real metadata, where it is.

use std::fs;
use std::path::{Path, PathBuf};

use graphwright_api::{ItemType, OwnKind, Target, TypeKind, TypeName};

fn shared(folder: &str) -> Vec<PathBuf> {
    let place = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(folder);
    let Ok(entries) = fs::read_dir(place) else {
        eprintln!("skipped: ../shared is absent");
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "csdl"));
    files.sort();
    files
}

#[test]
fn every_published_document_is_read_and_undeclared_types_are_told() {
    let mut refused = Vec::new();
    for path in shared("metadata").into_iter().chain(shared("pairs")) {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).expect("text");
        if let Err(errors) = graphwright_csdl::read(&name, &text) {
            refused.extend(
                errors
                    .iter()
                    .map(|error| error.to_string().lines().next().map(str::to_owned)),
            );
        }
    }
    let undeclared = |what: &str| Some(format!("{what}, which is not declared"));
    let expected = [
        undeclared(
            "graph-v1.0-security.csdl:2875:9: error: property `assignments` of `microsoft.graph.educationUser` has the type `microsoft.graph.educationAssignment`",
        ),
        undeclared(
            "graph-v1.0-security.csdl:31651:9: error: property `SecuritySchemes` of `Org.OData.Core.V1.HttpRequest` has the type `Auth.SecurityScheme`",
        ),
        undeclared(
            "Contract.csdl:13:7: error: `Microsoft.OData.Service.Sample.Contract.AttachmentApiModel` extends `System.Object`",
        ),
    ];
    if !shared("metadata").is_empty() {
        assert_eq!(refused, expected);
    }
}

#[test]
fn graph_is_lowered_whole() {
    let Some(path) = shared("metadata")
        .into_iter()
        .find(|path| path.ends_with("graph-v1.0.csdl"))
    else {
        return;
    };
    let text = fs::read_to_string(path).expect("text");
    let api = graphwright_csdl::read("graph-v1.0.csdl", &text)
        .expect("no error")
        .api;
    let enums = api
        .types
        .values()
        .filter(|ty| matches!(ty.kind, TypeKind::Enum(_)))
        .count();
    // All but `microsoft.graph.Json`, which is any JSON.
    assert_eq!((api.types.len(), enums), (1_182 + 1_779 - 1 + 861, 861));
    let token = TypeName::new("microsoft.graph.vppToken");
    let all = &api.resources[&Target::many(token.clone())];
    assert_eq!(
        all.own.keys().copied().collect::<Vec<_>>(),
        [OwnKind::List, OwnKind::Create, OwnKind::Count]
    );
    let one = &api.resources[&Target::one(token.clone())];
    assert_eq!(one.operations.keys().collect::<Vec<_>>(), ["syncLicenses"]);
    let returns = one.operations["syncLicenses"][0]
        .returns
        .as_ref()
        .expect("a result");
    assert_eq!(returns.ty.item, ItemType::Named(token));
}
