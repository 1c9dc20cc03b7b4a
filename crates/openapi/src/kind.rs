//! What kind of service a document describes.

use serde_json::Value;

use crate::errors_only::METHODS;

/// The system query options (OData URL Conventions 4.01, 5.1), which no other service has.
pub(crate) const OPTIONS: [&str; 8] = [
    "$count", "$expand", "$filter", "$orderby", "$search", "$select", "$skip", "$top",
];

/// What kind of service a document describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An OData service, whose rules say most of what its document says.
    OData,
    /// Any other.
    Plain,
}

impl std::str::FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "odata" => Ok(Self::OData),
            "plain" => Ok(Self::Plain),
            _ => Err("a service is `odata` or `plain`".into()),
        }
    }
}

/// The kind of service that the document `root` describes.
pub(crate) fn of(root: &Value) -> Kind {
    match is_odata(root) {
        true => Kind::OData,
        false => Kind::Plain,
    }
}

/// Whether the document describes an OData service: one mark is enough that only the converters of
/// Microsoft and OASIS write, or that OData alone defines. A document without any is OData's if its
/// schemas are qualified names and no operation is named as a person would name it. Query options
/// alone are no mark: others have taken them over from OData.
fn is_odata(root: &Value) -> bool {
    marks_paths(root) || marks_schemas(root) || marks_parameters(root) || only_qualified(root)
}

fn entries<'a>(root: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    root.pointer(pointer)
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
}

fn items<'a>(value: &'a Value, member: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(member)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn operations(root: &Value) -> impl Iterator<Item = &Value> {
    let paths = entries(root, "/paths");
    paths.flat_map(|(_, item)| METHODS.iter().filter_map(|method| item.get(method)))
}

/// A path to what OData alone has, or an extension of a converter.
fn marks_paths(root: &Value) -> bool {
    let system = ["$batch", "$count", "$metadata", "$ref", "$value"];
    entries(root, "/paths").any(|(path, item)| {
        let with_operations = METHODS.iter().filter_map(|method| item.get(method));
        path.split('/').any(|segment| system.contains(&segment))
            || std::iter::once(item)
                .chain(with_operations)
                .filter_map(Value::as_object)
                .flat_map(|members| members.keys())
                .any(|name| name.starts_with("x-ms-docs-"))
    })
}

/// A system query option, in a document with qualified names.
fn marks_parameters(root: &Value) -> bool {
    if !is_qualified(root) {
        return false;
    }
    let components = entries(root, "/components/parameters").map(|(_, one)| one);
    let of_items = entries(root, "/paths").flat_map(|(_, item)| items(item, "parameters"));
    let of_operations = operations(root).flat_map(|one| items(one, "parameters"));
    components
        .chain(of_items)
        .chain(of_operations)
        .filter_map(|one| one.get("name")?.as_str())
        .any(|name| OPTIONS.contains(&name))
}

/// Control information, a navigation property, flags, or a type whose title is its simple name.
fn marks_schemas(root: &Value) -> bool {
    entries(root, "/components/schemas").any(|(name, schema)| {
        let title = schema.get("title").and_then(Value::as_str);
        let simple = name.rsplit_once('.').map(|(_, simple)| simple);
        let titled = simple.is_some() && simple == title;
        let own = std::iter::once(schema).chain(items(schema, "allOf"));
        let mut properties = own
            .filter_map(|part| part.get("properties")?.as_object())
            .flatten();
        titled
            || schema.get("x-ms-enum-flags").is_some()
            || properties.any(|(name, property)| {
                name.contains("@odata.") || property.get("x-ms-navigationProperty").is_some()
            })
    })
}

fn is_qualified(root: &Value) -> bool {
    entries(root, "/components/schemas").any(|(name, _)| name.contains('.'))
}

fn only_qualified(root: &Value) -> bool {
    let mut names = entries(root, "/components/schemas")
        .map(|(name, _)| name)
        .peekable();
    let mut named = operations(root).filter_map(|one| one.get("operationId")?.as_str());
    names.peek().is_some()
        && names.all(|name| name.contains('.'))
        && named.all(|name| name.contains('.'))
}
