//! Reads the standard operation that one operation of a path item shows.

use graphwright_api::declare::Words;
use graphwright_api::{Addressed, StandardOperationKind};
use openapiv3::{Operation, PathItem};

use crate::document::Document;
use crate::document::deprecation::deprecation;

/// Returns what the operations of a path item ask of what its path addresses, or of `segment` behind that.
pub(crate) fn of_path<'a>(
    item: &'a PathItem,
    segment: Option<&str>,
    addressed: Addressed,
) -> Vec<(StandardOperationKind, &'a Operation)> {
    let operations = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
        ("PUT", &item.put),
    ];
    let asked = operations.into_iter().filter_map(|(method, operation)| {
        let kind = StandardOperationKind::asked(method, segment, addressed)?;
        Some((kind, operation.as_ref()?))
    });
    asked.collect()
}

/// Returns what an operation says of itself.
pub(crate) fn words(
    document: &Document,
    item: &PathItem,
    operation: &Operation,
    kind: StandardOperationKind,
) -> Words {
    Words {
        doc: text(operation.description.as_deref()),
        unsupported: unsupported(document, item, operation, kind),
        options: Vec::new(),
        deprecation: deprecation(operation),
    }
}

/// A description, trimmed.
pub(crate) fn text(description: Option<&str>) -> String {
    description.unwrap_or_default().trim().to_owned()
}

/// The system query options that an operation does not take although OData defines them for it, sorted
/// (OData to OpenAPI Mapping 1.0, 4.4.1). A document that speaks of none at all says nothing by that.
fn unsupported(
    document: &Document,
    item: &PathItem,
    operation: &Operation,
    kind: StandardOperationKind,
) -> Vec<String> {
    let options: &[&str] = match kind {
        StandardOperationKind::List => &[
            "$count", "$expand", "$filter", "$orderby", "$search", "$select", "$skip", "$top",
        ],
        StandardOperationKind::Count => &["$filter", "$search"],
        StandardOperationKind::Get => &["$expand", "$select"],
        _ => &[],
    };
    let declared = operation.parameters.iter().chain(&item.parameters);
    let declared: Vec<&str> = declared
        .filter_map(|one| document.parameter(one))
        .map(|data| data.name.as_str())
        .collect();
    let absent = |option: &&&str| {
        let bare = option.trim_start_matches('$');
        !declared
            .iter()
            .any(|name| *name == **option || *name == bare)
    };
    let said = options.iter().filter(|one| document.has_option(one));
    said.filter(absent).map(|one| (*one).to_owned()).collect()
}
