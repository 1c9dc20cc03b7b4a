//! Schemas that are referred to by a name of their own instead of the place where they stand: `$id`, `$anchor` and
//! `$dynamicAnchor` (JSON Schema 2020-12, 8.2), which OpenAPI 3.1 takes over. Their references become pointers, so
//! that no later stage knows of such names.

use std::collections::{BTreeMap, HashMap};

use iri_string::types::{UriAbsoluteString, UriReferenceStr};
use serde_json::{Map, Value};

use crate::pointer;
use crate::read::words::{is_field, names_members};
use crate::report::Report;

/// The base URL of the file itself: no URL that a schema could have.
const FILE: &str = "graphwright-file:///";

/// Whether a text may have such names at all.
pub(crate) fn has_names(text: &str) -> bool {
    ["$id", "$anchor", "$dynamicAnchor"]
        .iter()
        .any(|word| text.contains(word))
}

/// Makes the references in `root`, the value of one file, pointers where they name a schema of that file.
pub(crate) fn resolve(root: &mut Value, report: &mut Report<'_>) {
    let mut named = Named::default();
    let Some(base) = absolute(FILE) else { return };
    named.resources.insert(FILE.to_owned(), String::new());
    named.collect(root, false, &base, &mut String::new());
    for (name, places) in &named.dynamic {
        if let [_, again, ..] = places.as_slice() {
            report.warning(
                pointer::join(again, "$dynamicAnchor"),
                format!(
                    "`{}` is the name of several schemas, of which `$dynamicRef` chooses by the value",
                    name.escape_debug()
                ),
                "each reference is read as one to the schema that it names where it stands",
            );
        }
    }
    // What is read of the file stands in it twice, for pointers are looked up in the one that is not changed.
    let mut changed = root.clone();
    named.rewrite(&mut changed, false, root, &base);
    *root = changed;
}

/// The pointers to the schemas of a file that have anchors, by these, whatever schemas they stand in.
pub(crate) fn anchors(root: &Value) -> HashMap<String, String> {
    let mut named = Named::default();
    if let Some(base) = absolute(FILE) {
        named.collect(root, false, &base, &mut String::new());
    }
    let mut anchors = HashMap::new();
    for ((_, name), pointer) in named.anchors {
        anchors.entry(name).or_insert(pointer);
    }
    anchors
}

/// The schemas of a file that have names.
#[derive(Default)]
struct Named {
    /// The pointers to schemas with an `$id`, by that as a URL without a fragment.
    resources: BTreeMap<String, String>,
    /// The pointers to schemas with an anchor, by the URL of the schema that they stand in and that name.
    anchors: BTreeMap<(String, String), String>,
    /// The pointers to schemas with a `$dynamicAnchor`, by that.
    dynamic: BTreeMap<String, Vec<String>>,
}

impl Named {
    fn collect(
        &mut self,
        value: &Value,
        is_named: bool,
        base: &UriAbsoluteString,
        at: &mut String,
    ) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.collect_below(item, false, base, at, &index.to_string());
                }
            }
            Value::Object(members) => {
                let own = id(members, base);
                let here = own.as_ref().unwrap_or(base);
                if own.is_some() {
                    let known = self.resources.entry(here.to_string());
                    known.or_insert_with(|| at.clone());
                }
                for word in ["$anchor", "$dynamicAnchor"] {
                    let Some(name) = members.get(word).and_then(Value::as_str) else {
                        continue;
                    };
                    let known = self.anchors.entry((here.to_string(), name.to_owned()));
                    known.or_insert_with(|| at.clone());
                    if word == "$dynamicAnchor" {
                        let all = self.dynamic.entry(name.to_owned()).or_default();
                        all.push(at.clone());
                    }
                }
                for (name, part) in members {
                    if !is_field(name, is_named) {
                        let names = names_members(name, is_named);
                        self.collect_below(part, names, here, at, name);
                    }
                }
            }
            _ => {}
        }
    }

    fn collect_below(
        &mut self,
        part: &Value,
        is_named: bool,
        base: &UriAbsoluteString,
        at: &mut String,
        step: &str,
    ) {
        let length = at.len();
        pointer::push(at, step);
        self.collect(part, is_named, base, at);
        at.truncate(length);
    }

    fn rewrite(&self, value: &mut Value, is_named: bool, root: &Value, base: &UriAbsoluteString) {
        match value {
            Value::Array(items) => {
                for item in items {
                    self.rewrite(item, false, root, base);
                }
            }
            Value::Object(members) => {
                let own = id(members, base);
                let here = own.as_ref().unwrap_or(base);
                if let Some(Value::String(reference)) = members.get("$dynamicRef").cloned() {
                    members.remove("$dynamicRef");
                    members.entry("$ref").or_insert(Value::String(reference));
                }
                if let Some(Value::String(reference)) = members.get_mut("$ref") {
                    self.redirect(reference, root, here);
                }
                let mapping = members.get_mut("discriminator");
                let mapping = mapping.and_then(|one| one.get_mut("mapping")?.as_object_mut());
                for to in mapping.into_iter().flatten().map(|(_, to)| to) {
                    // Else it is the name of a component.
                    if let Value::String(to) = to
                        && to.contains(['#', '/', ':'])
                    {
                        self.redirect(to, root, here);
                    }
                }
                for (name, part) in members {
                    if !is_field(name, is_named) {
                        self.rewrite(part, names_members(name, is_named), root, here);
                    }
                }
            }
            _ => {}
        }
    }

    /// Makes `reference` a pointer, if it names a schema of this file.
    fn redirect(&self, reference: &mut String, root: &Value, base: &UriAbsoluteString) {
        if let Some(pointer) = self.pointer(reference, root, base) {
            *reference = format!("#{pointer}");
        }
    }

    /// The pointer to what `reference` names in a schema whose URL is `base`, if that is a schema of this file.
    fn pointer(&self, reference: &str, root: &Value, base: &UriAbsoluteString) -> Option<String> {
        let (_, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = pointer::decoded(fragment);
        // Documents write pointers from their root even in a schema with an `$id`.
        if reference.starts_with("#/") && root.pointer(&fragment).is_some() {
            return None;
        }
        let url = UriReferenceStr::new(reference).ok()?;
        let url = url.resolve_against(base).to_string();
        let url = url.split('#').next().unwrap_or_default();
        let pointer = self.resources.get(url)?;
        match fragment.as_str() {
            "" => Some(pointer.clone()).filter(|_| reference != "#" || !pointer.is_empty()),
            within if within.starts_with('/') => Some(format!("{pointer}{within}")),
            name => {
                let own = self.anchors.get(&(url.to_owned(), name.to_owned()));
                own.or_else(|| self.dynamic.get(name)?.first()).cloned()
            }
        }
    }
}

/// The URL of a schema with an `$id`, which is relative to that of what it stands in.
fn id(members: &Map<String, Value>, base: &UriAbsoluteString) -> Option<UriAbsoluteString> {
    let id = members.get("$id")?.as_str()?;
    let id = id.split('#').next().filter(|id| !id.is_empty())?;
    let id = UriReferenceStr::new(id).ok()?;
    absolute(&id.resolve_against(base).to_string())
}

fn absolute(url: &str) -> Option<UriAbsoluteString> {
    UriAbsoluteString::try_from(url.to_owned()).ok()
}
