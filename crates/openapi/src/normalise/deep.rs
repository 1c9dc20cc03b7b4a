//! References to what is no component, such as `#/components/schemas/Pet/properties/name`, a path item
//! of `components`, or the parameter of another path.
//!
//! A schema that is referred to so becomes a component, so that it is one type wherever it stands, and
//! may hold itself. Of anything else a copy stands in the place of the reference.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{SECTIONS, shared};
use crate::pointer;
use crate::read::bundle::values;
use crate::read::words::{is_field, names_members};
use crate::report::Report;

/// How many references to other things than schemas may lead on to each other.
const HOPS: usize = 8;

/// How many values may be copied, counted with all that stand in them.
const MOST_VALUES: usize = 4_000_000;

/// The sections of components of which nothing is made.
const UNREAD: [&str; 4] = ["callbacks", "examples", "headers", "links"];

/// `root` without such references. One that leads nowhere, or to itself, stays.
pub(crate) fn resolve(mut root: Value, report: &mut Report) -> Value {
    let mut found = BTreeSet::new();
    collect(&root, false, &mut found);
    if found.is_empty() {
        return root;
    }
    shared::lift(&mut root, report);
    replaced(&root, found, report)
}

fn replaced(root: &Value, found: BTreeSet<String>, report: &mut Report) -> Value {
    let schemas = found.into_iter().filter(|one| is_schema(one));
    let names = names(root, schemas.filter(|one| root.pointer(one).is_some()));
    let mut resolved = Expansion {
        root,
        names: &names,
        open: Vec::new(),
        report,
        at: String::new(),
        left: MOST_VALUES,
    }
    .value(root, false);
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
pub(super) fn member<'a>(value: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    let members = value.as_object_mut()?;
    Some(members.entry(name).or_insert_with(|| json!({})))
}

/// Returns what each schema is to be called: after what it stands in, as any that stands inline.
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

/// Returns whether a schema stands there, as far as the pointer tells.
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
    let is_component = rest.split_once('/').is_some_and(|(section, name)| {
        !name.contains('/') && (SECTIONS.contains(&section) || UNREAD.contains(&section))
    });
    (pointer.starts_with('/') && !is_component).then(|| pointer::decoded(pointer))
}

fn collect(value: &Value, is_named: bool, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, false, found)),
        Value::Object(members) => {
            found.extend(deep(members));
            for (name, part) in members {
                if !is_field(name, is_named) {
                    collect(part, names_members(name, is_named), found);
                }
            }
        }
        _ => {}
    }
}

struct Expansion<'a, 'r, 't> {
    root: &'a Value,
    /// The schemas that become components.
    names: &'a BTreeMap<String, String>,
    /// The references that are being followed.
    open: Vec<String>,
    report: &'r mut Report<'t>,
    /// The pointer to what is made.
    at: String,
    /// How many values may still be copied.
    left: usize,
}

impl<'a> Expansion<'a, '_, '_> {
    fn value(&mut self, value: &'a Value, is_named: bool) -> Value {
        match value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items
                    .map(|(index, item)| {
                        self.below(&index.to_string(), |walk| walk.value(item, false))
                    })
                    .collect()
            }
            Value::Object(members) => self.object(members, is_named),
            other => other.clone(),
        }
    }

    fn below<T>(&mut self, step: &str, walk: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.at.len();
        pointer::push(&mut self.at, step);
        let made = walk(self);
        self.at.truncate(length);
        made
    }

    fn object(&mut self, members: &'a Map<String, Value>, is_named: bool) -> Value {
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
            if self.is_too_much(target) {
                self.too_much(&pointer);
            } else {
                self.report.moved_within(&self.at, &pointer);
                self.open.push(pointer);
                if let Value::Object(target) = self.object(target, false) {
                    made = target;
                }
                self.open.pop();
            }
        } else if let Some(reference) = members.get("$ref") {
            made.insert("$ref".into(), reference.clone());
        }
        for (name, value) in members.iter().filter(|(name, _)| *name != "$ref") {
            let value = match is_field(name, is_named) {
                true => value.clone(),
                false => {
                    let names = names_members(name, is_named);
                    self.below(name, |walk| walk.value(value, names))
                }
            };
            made.insert(name.clone(), value);
        }
        // A property may be called `$ref`.
        if let Some(property) = members.get("$ref").filter(|one| one.is_object()) {
            let property = self.below("$ref", |walk| walk.value(property, false));
            made.insert("$ref".into(), property);
        }
        Value::Object(made)
    }

    /// Counts what is copied.
    fn is_too_much(&mut self, members: &Map<String, Value>) -> bool {
        let all = members.values();
        let cost: usize = all.map(|value| values(value, self.left)).sum();
        let left = self.left.checked_sub(cost);
        self.left = left.unwrap_or(self.left);
        left.is_none()
    }

    fn too_much(&mut self, pointer: &str) {
        let shown = pointer.escape_debug();
        self.report.warning(
            pointer::join(&self.at, "$ref"),
            format!("`#{shown}` is referred to, which cannot be put in its place"),
            format!("it is left out; it unfolds to more than {MOST_VALUES} values: refer to less"),
        );
    }
}
