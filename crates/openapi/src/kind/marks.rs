//! The marks of documents of OData services: what the converters of Microsoft and OASIS write, and what OData defines.
//!
//! Most of it others have as well. Schemas have qualified names wherever they come from protobuf, .NET or Java;
//! query options and links to the next page have been taken over from OData, name and all.

use serde_json::Value;

use super::{ENOUGH, Mark, OPTIONS};
use crate::document::errors_only::METHODS;

/// Finds one mark in a document.
type Find = fn(&Value) -> Option<Mark>;

/// All marks of a document, the heaviest first.
pub(super) fn of(root: &Value) -> Vec<Mark> {
    let all: [Find; 7] = [
        extensions,
        segments,
        parentheses,
        variants,
        options,
        control,
        names,
    ];
    all.iter().filter_map(|find| find(root)).collect()
}

/// The mark of what was found, if anything: how many there are, and the first.
fn mark(
    found: impl Iterator<Item = String>,
    weight: u32,
    [one, several]: [&str; 2],
) -> Option<Mark> {
    let mut found = found;
    let first = found.next()?;
    let count = 1 + found.count();
    let first = first.escape_debug();
    let words = match count {
        1 => format!("{one} (`{first}`)"),
        _ => format!("{count} {several} (the first is `{first}`)"),
    };
    Some(Mark { words, weight })
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

/// A path item and its operations.
fn operations(item: &Value) -> impl Iterator<Item = &Value> {
    METHODS.iter().filter_map(|method| item.get(method))
}

fn properties(root: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let schemas = entries(root, "/components/schemas");
    let parts =
        schemas.flat_map(|(_, schema)| std::iter::once(schema).chain(items(schema, "allOf")));
    parts
        .filter_map(|part| part.get("properties")?.as_object())
        .flatten()
}

/// Extensions that only Microsoft's converter writes.
fn extensions(root: &Value) -> Option<Mark> {
    let items = entries(root, "/paths").map(|(_, item)| item);
    let of_paths = items.flat_map(|item| std::iter::once(item).chain(operations(item)));
    let of_paths = of_paths
        .filter_map(Value::as_object)
        .flat_map(|members| members.keys())
        .filter(|name| name.starts_with("x-ms-docs-"));
    let schemas = entries(root, "/components/schemas").map(|(_, schema)| schema);
    let flags = schemas.filter(|schema| schema.get("x-ms-enum-flags").is_some());
    let navigation = "x-ms-navigationProperty";
    let navigation = properties(root)
        .filter(|(_, property)| property.get("x-ms-navigationProperty").is_some())
        .map(|_| navigation.to_owned());
    let flags = flags.map(|_| "x-ms-enum-flags".to_owned());
    let words = ["an extension for OData", "extensions for OData"];
    mark(
        of_paths.cloned().chain(flags).chain(navigation),
        ENOUGH,
        words,
    )
}

/// Segments that OData defines (URL Conventions 4.01, 4).
fn segments(root: &Value) -> Option<Mark> {
    let system = ["$batch", "$count", "$metadata", "$ref", "$value"];
    let paths = entries(root, "/paths").map(|(path, _)| path);
    let found = paths.filter(|path| path.split('/').any(|one| system.contains(&one)));
    let words = [
        "a path with a segment that OData defines",
        "paths with a segment that OData defines",
    ];
    mark(found.cloned(), 2, words)
}

/// Keys and arguments in parentheses (4.3.1 and 4.5).
fn parentheses(root: &Value) -> Option<Mark> {
    let paths = entries(root, "/paths").map(|(path, _)| path);
    let has = |segment: &str| segment.ends_with(')') && segment.find('(').is_some_and(|at| at > 0);
    let found = paths.filter(|path| path.split('/').any(has));
    let words = [
        "a path with a key or arguments in parentheses",
        "paths with keys or arguments in parentheses",
    ];
    mark(found.cloned(), 2, words)
}

/// Schemas for one verb, as the converter of OASIS writes them.
fn variants(root: &Value) -> Option<Mark> {
    let schemas = entries(root, "/components/schemas");
    let found = schemas.filter(|(name, schema)| {
        let title = schema.get("title").and_then(Value::as_str);
        let is_for = |verb: &str| {
            name.ends_with(&format!("-{verb}"))
                && title.is_some_and(|title| title.ends_with(&format!("(for {verb})")))
        };
        name.contains('.') && (is_for("create") || is_for("update"))
    });
    let words = ["a schema for one verb", "schemas for one verb"];
    mark(found.map(|(name, _)| name.clone()), 2, words)
}

/// System query options. Converters declare them once for all operations.
fn options(root: &Value) -> Option<Mark> {
    let name = |one: &Value| one.get("name")?.as_str().map(str::to_owned);
    let is_option = |name: &String| OPTIONS.contains(&name.as_str());
    let shared = entries(root, "/components/parameters").filter_map(|(_, one)| name(one));
    let shared = shared.filter(is_option);
    let words = [
        "a shared query option of OData",
        "shared query options of OData",
    ];
    if let Some(found) = mark(shared, 2, words) {
        return Some(found);
    }
    let paths = entries(root, "/paths").map(|(_, item)| item);
    let own = paths.flat_map(|item| std::iter::once(item).chain(operations(item)));
    let own = own
        .flat_map(|one| items(one, "parameters"))
        .filter_map(name);
    let words = ["a query option of OData", "query options of OData"];
    mark(own.filter(is_option), 1, words)
}

/// Control information in models (JSON Format 4.01, 4.6).
fn control(root: &Value) -> Option<Mark> {
    let is_control = |name: &&String| {
        name.contains("@odata.") || ["@count", "@nextLink"].contains(&name.as_str())
    };
    let found = properties(root).map(|(name, _)| name).filter(is_control);
    let words = [
        "a property that is control information of OData",
        "properties that are control information of OData",
    ];
    mark(found.cloned(), 1, words)
}

/// Schemas with qualified names, whose titles are the simple ones or of which there are no others.
fn names(root: &Value) -> Option<Mark> {
    let all = || entries(root, "/components/schemas");
    let simple = |name: &str| name.rsplit_once('.').map(|(_, simple)| simple.to_owned());
    let are_all = all().all(|(name, _)| name.contains('.'));
    let found = all().filter(|(name, schema)| {
        let title = schema.get("title").and_then(Value::as_str);
        simple(name).is_some_and(|simple| are_all || Some(simple.as_str()) == title)
    });
    let words = [
        "a schema with a qualified name",
        "schemas with qualified names",
    ];
    mark(found.map(|(name, _)| name.clone()), 1, words)
}
