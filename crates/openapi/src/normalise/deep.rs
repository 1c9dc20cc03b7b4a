//! References to what is no component, such as `#/components/schemas/Pet/properties/name`, a path item
//! of `components`, or the parameter of another path.
//!
//! A schema that is referred to so becomes a component, so that it is one type wherever it stands, and
//! may hold itself. Of anything else a copy stands in the place of the reference.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::SECTIONS;
use crate::pointer;

/// How many references to other things than schemas may lead on to each other.
const HOPS: usize = 8;

/// Members whose values are the writer's own, and not a part of the description.
const OWN: [&str; 4] = ["default", "example", "examples", "enum"];

/// `root` without such references. One that leads nowhere, or to itself, stays.
pub(super) fn resolve(root: Map<String, Value>) -> Map<String, Value> {
    let root = Value::Object(root);
    let mut found = BTreeSet::new();
    collect(&root, &mut found);
    let resolved = match found.is_empty() {
        true => root,
        false => replaced(&root, found),
    };
    match resolved {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn replaced(root: &Value, found: BTreeSet<String>) -> Value {
    let schemas = found.into_iter().filter(|one| is_schema(one));
    let names = names(root, schemas.filter(|one| root.pointer(one).is_some()));
    let open = Vec::new();
    let mut resolved = Walk {
        root,
        names: &names,
        open,
    }
    .value(root);
    // What stands in another comes first, so that both are moved.
    for (pointer, name) in names.iter().rev() {
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        let Some(place) = resolved.pointer_mut(pointer) else {
            continue;
        };
        let schema = std::mem::replace(place, reference);
        let components = member(&mut resolved, "components");
        let schemas = components.and_then(|components| member(components, "schemas"));
        if let Some(Value::Object(schemas)) = schemas {
            schemas.insert(name.clone(), schema);
        }
    }
    resolved
}

/// The object under that name, made where there is none.
fn member<'a>(value: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    let members = value.as_object_mut()?;
    Some(members.entry(name).or_insert_with(|| json!({})))
}

/// What each schema is to be called: after what it stands in, as any that stands inline.
fn names(root: &Value, pointers: impl Iterator<Item = String>) -> BTreeMap<String, String> {
    let known = root
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let known = known.into_iter().flat_map(|schemas| schemas.keys());
    let mut taken: BTreeSet<String> = known.cloned().collect();
    let mut names = BTreeMap::new();
    for pointer in pointers {
        let skipped = [
            "components",
            "schemas",
            "paths",
            "properties",
            "$defs",
            "content",
        ];
        let steps = pointer.split('/').map(pointer::unescape);
        let steps: Vec<String> = steps
            .filter(|step| !step.is_empty() && !skipped.contains(&step.as_str()))
            .map(|step| step.replace(|c: char| !c.is_alphanumeric(), "_"))
            .collect();
        let wanted = steps.join("_");
        let mut name = wanted.clone();
        let mut number = 2_u32;
        while !taken.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        names.insert(pointer, name);
    }
    names
}

/// Whether a schema stands there, as far as the pointer tells.
fn is_schema(pointer: &str) -> bool {
    let mut steps = pointer.rsplit('/');
    let (last, before) = (
        steps.next().unwrap_or_default(),
        steps.next().unwrap_or_default(),
    );
    let holds_schemas = [
        "$defs",
        "allOf",
        "anyOf",
        "definitions",
        "oneOf",
        "patternProperties",
        "prefixItems",
        "properties",
    ];
    ["additionalProperties", "items", "schema"].contains(&last) || holds_schemas.contains(&before)
}

/// The pointer of a reference within the document, if it leads to no component. In a URL it may be
/// encoded (RFC 6901, 6).
fn deep(members: &Map<String, Value>) -> Option<String> {
    let pointer = members.get("$ref")?.as_str()?.strip_prefix('#')?;
    let rest = pointer.strip_prefix("/components/").unwrap_or_default();
    let is_component = rest
        .split_once('/')
        .is_some_and(|(section, name)| SECTIONS.contains(&section) && !name.contains('/'));
    (pointer.starts_with('/') && !is_component).then(|| pointer::decoded(pointer))
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => {
            found.extend(deep(members));
            let parts = members
                .iter()
                .filter(|(name, _)| !OWN.contains(&name.as_str()));
            parts.for_each(|(_, part)| collect(part, found));
        }
        _ => {}
    }
}

struct Walk<'a> {
    root: &'a Value,
    /// The schemas that become components.
    names: &'a BTreeMap<String, String>,
    /// The references that are being followed.
    open: Vec<String>,
}

impl<'a> Walk<'a> {
    fn value(&mut self, value: &'a Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(members) => self.object(members),
            other => other.clone(),
        }
    }

    fn object(&mut self, members: &'a Map<String, Value>) -> Value {
        let mut made = Map::new();
        let target = deep(members);
        let named = target.as_ref().and_then(|pointer| self.names.get(pointer));
        if let Some(name) = named {
            made.insert("$ref".into(), json!(format!("#/components/schemas/{name}")));
        } else if let Some(pointer) = target
            && self.open.len() < HOPS
            && !self.open.contains(&pointer)
            && let Some(Value::Object(target)) = self.root.pointer(&pointer)
        {
            self.open.push(pointer);
            if let Value::Object(target) = self.object(target) {
                made = target;
            }
            self.open.pop();
        } else if let Some(reference) = members.get("$ref") {
            made.insert("$ref".into(), reference.clone());
        }
        for (name, value) in members.iter().filter(|(name, _)| *name != "$ref") {
            let value = match OWN.contains(&name.as_str()) {
                true => value.clone(),
                false => self.value(value),
            };
            made.insert(name.clone(), value);
        }
        // A property may be called `$ref`.
        if let Some(property) = members.get("$ref").filter(|one| one.is_object()) {
            let property = self.value(property);
            made.insert("$ref".into(), property);
        }
        Value::Object(made)
    }
}
