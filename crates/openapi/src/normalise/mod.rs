//! From what stands in a document of OpenAPI 3.0 or 3.1 to what OpenAPI 3.0 allows and the reader uses.
//!
//! Real documents break the rules, and `openapiv3` refuses a whole document for one word that it
//! does not expect. So only the members that the reader uses are kept, each with a value of the
//! kind that it must have; what cannot be repaired is left out with a warning. The value that comes
//! out has the shape of OpenAPI 3.0 whatever the document was.

mod constants;
pub(crate) mod deep;
mod operations;
mod schemas;
mod shared;

pub(crate) use schemas::CONTENT_MEDIA_TYPE;

use std::collections::{BTreeMap, BTreeSet};

use graphwright_api::diagnostic;
use serde_json::{Map, Value};

use crate::kind::Kind;
use crate::pointer;
use crate::read::bundle::Unresolved;
use crate::report::Report;
use crate::report::unread::{self, Unread};

/// The sections of `components` that the reader uses.
const SECTIONS: [&str; 4] = ["schemas", "responses", "parameters", "requestBodies"];

/// Returns the parts of `value` that the reader uses; `None` where it is no document that is read.
pub(crate) fn normalise(
    value: Value,
    service: Kind,
    unresolved: &Unresolved,
    report: &mut Report,
) -> Option<Value> {
    let Value::Object(mut root) = value else {
        report.error(
            "",
            format!("the document is {}, not an object", kind(&value)),
            "an OpenAPI document begins with `openapi: 3.0.…`, and has `info` and `paths`",
        );
        return None;
    };
    let version = version(&root, report)?;
    let mut components = take_object(&mut root, "components");
    let mut known = BTreeMap::new();
    for (section, entries) in &components {
        let names = entries.as_object().into_iter().flat_map(|map| map.keys());
        known.insert(section.clone(), names.cloned().collect());
    }
    let mut normaliser = Normaliser {
        report,
        unresolved,
        known,
        version,
        service,
        pointer: String::new(),
        depth: 0,
    };
    let mut kept = Map::new();
    for section in SECTIONS {
        let at = format!("/components/{section}");
        let entries = components.remove(section);
        let one = match section {
            "schemas" => Normaliser::schema,
            "responses" => Normaliser::response,
            "parameters" => Normaliser::parameter,
            _ => Normaliser::request_body,
        };
        kept.insert(section.into(), normaliser.entries(&at, entries, one));
    }
    kept.insert(
        "securitySchemes".into(),
        components.remove("securitySchemes").unwrap_or_default(),
    );
    let paths = normaliser.entries("/paths", root.remove("paths"), Normaliser::path_item);
    if let Some(webhooks) = root.get("webhooks") {
        normaliser.pointer.replace_range(.., "/webhooks");
        normaliser.leave_out(Unread::Webhook, webhooks);
    }
    Some(Value::Object(Map::from_iter([
        ("servers".into(), root.remove("servers").unwrap_or_default()),
        (
            "security".into(),
            root.remove("security").unwrap_or_default(),
        ),
        ("components".into(), Value::Object(kept)),
        ("paths".into(), paths),
    ])))
}

/// The versions that are read. Both come out in the shape of the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    /// OpenAPI 3.0.
    Zero,
    /// OpenAPI 3.1, whose schemas are those of JSON Schema 2020-12.
    One,
}

/// Refuses what is no OpenAPI of a version that is read.
fn version(root: &Map<String, Value>, report: &mut Report) -> Option<Version> {
    const READ: &str =
        "OpenAPI 3.0 and 3.1 are read: convert the document, or give the service's CSDL";
    let (pointer, message) = match (root.get("openapi"), root.get("swagger")) {
        (Some(Value::String(version)), _) => {
            let mut parts = version.splitn(3, '.');
            match (parts.next(), parts.next()) {
                (Some("3"), Some("0")) => return Some(Version::Zero),
                (Some("3"), Some("1")) => return Some(Version::One),
                _ => (
                    "/openapi",
                    format!("OpenAPI {} is not read", version.escape_debug()),
                ),
            }
        }
        (Some(other), _) => (
            "/openapi",
            format!("the version of OpenAPI is {}, not a string", kind(other)),
        ),
        (None, Some(_)) => ("/swagger", "OpenAPI 2.0 (Swagger) is not read".to_owned()),
        (None, None) => ("", "the document has no `openapi` member".to_owned()),
    };
    report.error(pointer, message, READ);
    None
}

/// Names the kind of a value.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn take_object(map: &mut Map<String, Value>, name: &str) -> Map<String, Value> {
    match map.remove(name) {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

struct Normaliser<'r, 't> {
    report: &'r mut Report<'t>,
    unresolved: &'r Unresolved,
    /// The declarations of `components`, by section.
    known: BTreeMap<String, BTreeSet<String>>,
    version: Version,
    service: Kind,
    /// The pointer to what is being repaired.
    pointer: String,
    /// How many schemas that is in.
    depth: usize,
}

/// Repairs one thing; `None` leaves it out.
type Repair<'r, 't> = fn(&mut Normaliser<'r, 't>, Value) -> Option<Value>;

impl<'r, 't> Normaliser<'r, 't> {
    /// Does `repair` for what stands at `step`.
    fn below<T>(&mut self, step: &str, repair: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.pointer.len();
        pointer::push(&mut self.pointer, step);
        let repaired = repair(self);
        self.pointer.truncate(length);
        repaired
    }

    /// Says of the entries of a mapping that no code is made of them. In a document of an OData service, where
    /// converters write links, they are what the resources lead to anyway.
    fn leave_out(&mut self, what: Unread, entries: &Value) {
        let names = entries.as_object().into_iter().flat_map(Map::keys);
        for name in names.filter(|_| self.service == Kind::Plain) {
            let pointer = pointer::join(&self.pointer, name);
            unread::warn(self.report, what, &pointer);
        }
    }

    /// Repairs each entry of the mapping at `pointer`.
    fn entries(&mut self, pointer: &str, entries: Option<Value>, one: Repair<'r, 't>) -> Value {
        self.pointer.replace_range(.., pointer);
        self.map(entries, one)
    }

    /// Repairs each entry of a mapping.
    fn map(&mut self, entries: Option<Value>, one: Repair<'r, 't>) -> Value {
        let entries = match entries {
            Some(Value::Object(entries)) => entries,
            None => Map::new(),
            Some(other) => {
                self.malformed(&other, "an object");
                Map::new()
            }
        };
        let repaired = entries.into_iter().filter_map(|(name, value)| {
            if name == "$ref" && value.is_string() {
                self.below(&name, |this| this.unfollowed(&value));
                return None;
            }
            let value = self.below(&name, |this| one(this, value))?;
            Some((name, value))
        });
        Value::Object(repaired.collect())
    }

    /// Repairs each item of a list.
    fn list(&mut self, items: Value, one: Repair<'r, 't>) -> Option<Value> {
        let Value::Array(items) = items else {
            self.malformed(&items, "a list");
            return None;
        };
        let repaired = items.into_iter().enumerate();
        let repaired = repaired
            .filter_map(|(index, item)| self.below(&index.to_string(), |this| one(this, item)));
        Some(Value::Array(repaired.collect()))
    }

    /// The members of the object that `value` must be.
    fn object(&mut self, value: Value) -> Option<Map<String, Value>> {
        match value {
            Value::Object(members) => Some(members),
            other => {
                self.malformed(&other, "an object");
                None
            }
        }
    }

    fn string(&mut self, value: Value) -> Option<Value> {
        if !value.is_string() {
            self.malformed(&value, "a string");
            return None;
        }
        Some(value)
    }

    fn boolean(&mut self, value: Value) -> Option<Value> {
        if !value.is_boolean() {
            self.malformed(&value, "true or false");
            return None;
        }
        Some(value)
    }

    fn malformed(&mut self, value: &Value, wanted: &'static str) {
        let what = self.pointer.rsplit('/').next().unwrap_or_default();
        let what = pointer::unescape(what);
        self.report.warning_of(
            diagnostic::Kind::of_caller().about(wanted),
            self.pointer.as_str(),
            format!(
                "`{}` is {}, where {wanted} must stand; it is left out",
                what.escape_debug(),
                kind(value)
            ),
            "correct the document",
        );
    }

    /// Returns the target of `members`, if they are a reference: nothing but the `$ref`. What the document does
    /// not have is told, and left out.
    fn reference(&mut self, members: &Map<String, Value>, section: &str) -> Reference {
        let Some(reference) = members.get("$ref").and_then(Value::as_str) else {
            return Reference::None;
        };
        if let Some(reference) = self.component(reference, section) {
            return Reference::To(Value::Object(Map::from_iter([(
                "$ref".to_owned(),
                Value::String(reference),
            )])));
        }
        self.below("$ref", |this| {
            let what = this.missing(reference, section);
            let help = match this.unresolved.get(reference) {
                Some(help) => help.clone(),
                None => {
                    format!("declare it in `components/{section}`, or correct the reference")
                }
            };
            let shown = reference.escape_debug();
            this.report.warning(
                this.pointer.as_str(),
                format!("`{shown}` is referred to, {what}"),
                format!("it is left out; {help}"),
            );
        });
        Reference::Broken
    }

    /// The reference to the component that `reference` leads to. In a URL its name may be percent-encoded
    /// (RFC 6901, 6).
    fn component(&self, reference: &str, section: &str) -> Option<String> {
        let all = format!("#/components/{section}");
        let name = reference.strip_prefix(&all)?.strip_prefix('/')?;
        let decoded = pointer::decoded(name);
        let names = [pointer::unescape(name), pointer::unescape(&decoded)];
        let name = names.into_iter().find(|name| self.knows(section, name))?;
        Some(pointer::join(&all, &name))
    }

    fn knows(&self, section: &str, name: &str) -> bool {
        let known = self.known.get(section);
        known.is_some_and(|all| all.contains(name))
    }

    /// Why `reference` cannot stand for what is declared in `section`.
    fn missing(&self, reference: &str, section: &str) -> String {
        const NOT_THERE: &str = "which the document does not have";
        let Some(rest) = reference.strip_prefix('#') else {
            return NOT_THERE.to_owned();
        };
        let component = rest.strip_prefix("/components/");
        match component.and_then(|rest| rest.split_once('/')) {
            Some((other, name)) if !name.contains('/') => {
                match other != section && self.knows(other, &pointer::unescape(name)) {
                    true => {
                        format!(
                            "which is one of `components/{other}`, not of `components/{section}`"
                        )
                    }
                    false => NOT_THERE.to_owned(),
                }
            }
            _ => format!("which is no component of `components/{section}`"),
        }
    }

    /// Says that a reference stands where none is followed.
    fn unfollowed(&mut self, reference: &Value) {
        let Value::String(reference) = reference else {
            return;
        };
        let shown = reference.escape_debug();
        let (message, help) = match self.unresolved.get(reference) {
            Some(help) => ("which the document does not have", help.as_str()),
            None => (
                "where no reference is followed",
                "put what it refers to in its place",
            ),
        };
        self.report.warning(
            self.pointer.as_str(),
            format!("`{shown}` is referred to, {message}"),
            format!("it is left out; {help}"),
        );
    }
}

/// An object that may be a reference.
enum Reference {
    /// No reference.
    None,
    /// A reference to what the document has.
    To(Value),
    /// A reference to nothing.
    Broken,
}
