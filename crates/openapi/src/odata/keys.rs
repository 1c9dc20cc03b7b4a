//! How items are addressed. OpenAPI has no keys: they show in the paths (OData to OpenAPI Mapping 1.0,
//! 4.3.3).

use graphwright_api::{ItemType, KeyPart, Primitive, TypeName};
use openapiv3::ParameterData;
use serde_json::Value;

use crate::document::Document;
use crate::document::errors_only::operations;
use crate::odata::paths::Part;
use crate::odata::tree::Template;
use crate::odata::types::Types;
use crate::odata::uses::{Declares, Uses};

/// The parts of a key that addresses an item of type `ty`.
pub(crate) fn read<'a>(
    document: &'a Document,
    uses: &Uses<'a>,
    types: &Types,
    ty: &TypeName,
    template: Template<'a>,
    parts: &[Part],
) -> Vec<KeyPart> {
    let read = |part: &Part| {
        let parameter = parameter(document, template, &part.placeholder);
        let name = name(part, parameter, types, ty);
        let schema = parameter.and_then(|one| document.parameter_schema(one));
        let stated = schema.map(|schema| uses.of(schema).ty.item);
        let declared = types.member(ty, &name).map(|(_, one)| one.ty.item.clone());
        // Of named types only those of enumerations stand in keys.
        let fits = |item: &ItemType| match item {
            ItemType::Primitive(_) => true,
            ItemType::Named(name) => uses.declared.get(name.as_str()) == Some(&Declares::Enum),
            ItemType::Untyped => false,
        };
        let declared = declared.filter(fits);
        // The text of a URL is all that a parameter says of the value of an enumeration type.
        let named = declared
            .clone()
            .filter(|item| matches!(item, ItemType::Named(_)));
        let known = named.or_else(|| stated.filter(fits)).or(declared);
        KeyPart {
            name,
            ty: known.unwrap_or(ItemType::Primitive(Primitive::String)),
        }
    };
    parts.iter().map(read).collect()
}

/// The name of the key property that a placeholder stands for: what follows the name of the type in
/// `vppToken-id`, whose parameter says `x-ms-docs-key-type: vppToken`; else the placeholder's own. Two
/// of one name in a path are told apart by a number at the end: `vppToken-id1`, `Name_1`.
fn name<'p>(
    part: &'p Part,
    parameter: Option<&ParameterData>,
    types: &Types,
    ty: &TypeName,
) -> String {
    if !part.name.is_empty() {
        return part.name.clone();
    }
    let marked = parameter.and_then(|one| one.extensions.get("x-ms-docs-key-type"));
    let prefix = marked.and_then(Value::as_str);
    let whole = part.placeholder.as_str();
    let rest = prefix.and_then(|prefix| whole.strip_prefix(prefix)?.strip_prefix('-'));
    let rest = rest.unwrap_or(whole);
    let bare = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let known = |name: &&str| types.member(ty, name).is_some();
    // The same where nothing says which part is the name of the type.
    let behind = |name: &'p str| name.split_once('-').map_or(name, |(_, rest)| rest);
    let candidates = [rest, bare, bare.strip_suffix('_').unwrap_or(bare)];
    let unmarked = candidates.map(behind);
    let found = candidates.into_iter().chain(unmarked).find(known);
    let numbered = if bare.is_empty() { rest } else { bare };
    let fallback = if prefix.is_some() { numbered } else { rest };
    found.unwrap_or(fallback).to_owned()
}

/// Returns whether the parameters of a key say that it is an alternate one.
pub(crate) fn are_alternate(document: &Document, template: Template<'_>, parts: &[Part]) -> bool {
    parts.iter().all(|part| {
        let parameter = parameter(document, template, &part.placeholder);
        let text = parameter.and_then(|one| one.description.as_deref());
        text.is_some_and(|text| text.starts_with("Alternate key"))
    })
}

/// The path parameter of that name, of the path or of one of its operations.
pub(crate) fn parameter<'a>(
    document: &'a Document,
    template: Template<'a>,
    name: &str,
) -> Option<&'a ParameterData> {
    let own = operations(template.item).flat_map(|operation| &operation.parameters);
    let all = template.item.parameters.iter().chain(own);
    let mut all = all.filter_map(|one| document.parameter(one));
    all.find(|data| data.name == name)
}
