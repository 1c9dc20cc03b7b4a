//! Which members of a document are the writer's own, and no part of the description.

/// Members whose values are the writer's own.
const OWN: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Members whose values have members that are called as the writer likes.
const NAMED: [&str; 16] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "encoding",
    "headers",
    "links",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "variables",
];

/// Returns whether the value of the member `name` is the writer's own; `is_named` says whether members are called as
/// the writer likes there.
pub(crate) fn is_field(name: &str, is_named: bool) -> bool {
    !is_named && OWN.contains(&name)
}

/// Returns whether members are called as the writer likes in the member `name`.
pub(crate) fn names_members(name: &str, is_named: bool) -> bool {
    !is_named && NAMED.contains(&name)
}
