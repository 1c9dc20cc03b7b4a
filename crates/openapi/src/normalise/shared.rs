//! Path items that several paths share: what is inline in them becomes components, so that it has one type and one
//! name wherever a copy of the path item stands.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::pointer;
use crate::report::Report;

/// How many references may lead from a path item to another.
const HOPS: usize = 8;

const METHODS: [&str; 8] = [
    "delete", "get", "head", "options", "patch", "post", "put", "trace",
];

/// Makes components of what is inline in path items that more than one path stands for.
pub(super) fn lift(root: &mut Value, report: &mut Report) {
    for pointer in shared(root) {
        let Some(mut item) = root.pointer_mut(&pointer).map(Value::take) else {
            continue;
        };
        let name = pointer.rsplit('/').next().unwrap_or_default();
        let mut shared = SharedItems {
            root,
            report,
            item: pointer::unescape(name),
        };
        shared.item(&mut item, &pointer);
        if let Some(place) = root.pointer_mut(&pointer) {
            *place = item;
        }
    }
}

/// The pointers to the path items that several paths stand for.
fn shared(root: &Value) -> BTreeSet<String> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    let paths = root.get("paths").and_then(Value::as_object);
    for path in paths.into_iter().flat_map(Map::keys) {
        let mut at = pointer::join("/paths", path);
        for _ in 0..HOPS {
            match root.pointer(&at).and_then(referred) {
                Some(next) => at = next,
                None => break,
            }
        }
        *uses.entry(at).or_default() += 1;
    }
    let several = uses.into_iter().filter(|(_, uses)| *uses > 1);
    several.map(|(pointer, _)| pointer).collect()
}

/// The pointer to what a value refers to within the document.
fn referred(value: &Value) -> Option<String> {
    let reference = value.get("$ref")?.as_str()?;
    Some(pointer::decoded(reference.strip_prefix('#')?))
}

struct SharedItems<'l, 'r, 't> {
    root: &'l mut Value,
    report: &'r mut Report<'t>,
    /// The name of the path item.
    item: String,
}

impl SharedItems<'_, '_, '_> {
    fn item(&mut self, item: &mut Value, at: &str) {
        let owner = self.item.clone();
        self.parameters(item, &owner, at);
        for method in METHODS {
            let Some(operation) = item.get_mut(method) else {
                continue;
            };
            let id = operation.get("operationId").and_then(Value::as_str);
            let owner = match id {
                Some(id) => id.to_owned(),
                None => format!("{method}_{}", self.item),
            };
            let at = pointer::join(at, method);
            self.parameters(operation, &owner, &at);
            if let Some(body) = operation.get_mut("requestBody") {
                self.component(body, "requestBodies", &owner, &format!("{at}/requestBody"));
            }
            let responses = operation
                .get_mut("responses")
                .and_then(Value::as_object_mut);
            for (status, response) in responses.into_iter().flatten() {
                let name = format!("{owner}_{status}");
                let at = pointer::join(&format!("{at}/responses"), status);
                self.component(response, "responses", &name, &at);
            }
        }
    }

    fn parameters(&mut self, of: &mut Value, owner: &str, at: &str) {
        let parameters = of.get_mut("parameters").and_then(Value::as_array_mut);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            let Some(name) = parameter.get("name").and_then(Value::as_str) else {
                continue;
            };
            let name = format!("{owner}_{name}");
            let at = format!("{at}/parameters/{index}");
            self.component(parameter, "parameters", &name, &at);
        }
    }

    /// Makes a component of `value`, which stands at `at`, unless it is a reference, and a reference to that of it.
    fn component(&mut self, value: &mut Value, section: &str, wanted: &str, at: &str) {
        if !value.is_object() || value.get("$ref").is_some() {
            return;
        }
        let components = super::deep::member(self.root, "components");
        let components = components.and_then(|components| super::deep::member(components, section));
        let Some(Value::Object(known)) = components else {
            return;
        };
        let numbered = (2..).map(|number| format!("{wanted}_{number}"));
        let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
        let Some(name) = names.find(|name| !known.contains_key(name)) else {
            return;
        };
        let pointer = pointer::join(&format!("/components/{section}"), &name);
        let reference = json!({"$ref": format!("#{pointer}")});
        known.insert(name, std::mem::replace(value, reference));
        self.report.moved_within(&pointer, at);
    }
}
