//! Schema objects (OpenAPI 3.0, 4.7.24), and those of OpenAPI 3.1 as if they were of 3.0: a type that
//! is a list, constants, encodings, and schemas that are true or false (JSON Schema 2020-12).

use crate::kind::Kind;
use crate::pointer;
use serde_json::{Map, Value, json};

use super::{Normaliser, Reference, Version, constants};

/// The name of `contentMediaType` after this stage, where OpenAPI 3.0 has no member for it.
pub(crate) const CONTENT_MEDIA_TYPE: &str = "x-contentMediaType";

/// How deep schemas may stand in each other. Real ones stop at six; the typed form recurses.
const DEPTH: usize = 24;

impl Normaliser<'_, '_> {
    /// A schema or a reference to one. Malformed members are left out, so that it says less.
    pub(super) fn schema(&mut self, value: Value) -> Option<Value> {
        if value.is_boolean() && self.version == Version::One {
            return Some(json!({}));
        }
        let mut members = match self.object(value) {
            Some(members) if self.depth < DEPTH => members,
            Some(_) => {
                self.report.warning(
                    self.pointer.as_str(),
                    format!("schemas stand in each other more than {DEPTH} deep here"),
                    "what is deeper is read as untyped",
                );
                Map::new()
            }
            None => Map::new(),
        };
        self.depth += 1;
        if let (Some(Value::String(media_type)), Kind::Plain) =
            (members.get("contentMediaType").cloned(), self.service)
        {
            members.insert(CONTENT_MEDIA_TYPE.into(), media_type.into());
        }
        let reference = self.reference(&members, "schemas");
        if self.service == Kind::Plain {
            constants::split(&mut members);
        }
        if self.version == Version::One {
            as_of_3_0(&mut members);
        }
        let mut kept = Map::new();
        for (name, value) in members {
            let value = self.below(&name, |this| this.schema_member(&name, value));
            kept.extend(value.map(|value| (name, value)));
        }
        self.depth -= 1;
        let Reference::To(reference) = reference else {
            return Some(Value::Object(kept));
        };
        if kept.is_empty() {
            return Some(reference);
        }
        // What stands beside a `$ref` is ignored (4.7.23), but converters write it and mean it.
        match kept.entry("allOf").or_insert_with(|| Value::Array(vec![])) {
            Value::Array(all) => all.insert(0, reference),
            other => *other = Value::Array(vec![reference]),
        }
        Some(Value::Object(kept))
    }

    fn schema_member(&mut self, name: &str, value: Value) -> Option<Value> {
        match name {
            "type" | "format" | "title" | "description" => self.string(value),
            "nullable" | "readOnly" | "deprecated" => self.boolean(value),
            "enum" if value.is_array() => Some(value),
            "enum" => {
                self.malformed(&value, "a list");
                None
            }
            "properties" => Some(self.map(Some(value), Self::schema)),
            "items" => self.schema(value),
            "anyOf" | "oneOf" if self.service == Kind::Plain => {
                let list = self.list(value, Self::schema)?;
                match list {
                    Value::Array(all) => Some(Value::Array(constants::gathered(all))),
                    other => Some(other),
                }
            }
            "allOf" | "anyOf" | "oneOf" => self.list(value, Self::schema),
            "additionalProperties" if value == Value::Bool(true) => Some(value),
            "additionalProperties" if self.service == Kind::Plain => match value {
                Value::Bool(_) => Some(value),
                schema => self.schema(schema),
            },
            "writeOnly" if self.service == Kind::Plain => self.boolean(value),
            "required" if self.service == Kind::Plain => self.required(value),
            "discriminator" => self.discriminator(value),
            _ if name.starts_with("x-") => Some(value),
            _ => None,
        }
    }

    /// The names that are there in any case; in what was converted from Swagger 2.0 or a draft of JSON
    /// Schema a Boolean stands there too.
    fn required(&mut self, value: Value) -> Option<Value> {
        match &value {
            Value::Array(names) if names.iter().all(Value::is_string) => Some(value),
            _ => {
                self.malformed(&value, "a list of names");
                None
            }
        }
    }

    /// Normalises a discriminator (4.7.25): a name, and texts by which types are called. Those come out as
    /// references, however the document names them.
    fn discriminator(&mut self, value: Value) -> Option<Value> {
        let mut members = self.object(value)?;
        if !members.get("propertyName").is_some_and(Value::is_string) {
            self.malformed(&Value::Object(members), "an object with `propertyName`");
            return None;
        }
        let mapping = members.remove("mapping");
        let mapping = self.below("mapping", |this| this.map(mapping, Self::mapped));
        Some(json!({"propertyName": members.remove("propertyName"), "mapping": mapping}))
    }

    /// The schema that a mapping leads to: by a reference, or by the name of a component.
    fn mapped(&mut self, value: Value) -> Option<Value> {
        let Value::String(to) = value else {
            self.malformed(&value, "a name or a reference");
            return None;
        };
        if self.knows("schemas", &to) {
            return Some(pointer::join("#/components/schemas", &to).into());
        }
        if let Some(to) = self.component(&to, "schemas") {
            return Some(to.into());
        }
        let what = self.missing(&to, "schemas");
        let shown = to.escape_debug();
        self.report.warning(
            self.pointer.as_str(),
            format!("the discriminator leads to `{shown}`, {what}"),
            match self.unresolved.get(&to) {
                Some(help) => format!("it is left out; {help}"),
                None => {
                    "it is left out; declare it in `components/schemas`, or correct the mapping"
                        .into()
                }
            },
        );
        None
    }
}

/// The members of a schema of OpenAPI 3.1 as OpenAPI 3.0 writes them.
fn as_of_3_0(members: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = members.get("type").cloned() {
        several_types(members, &types);
    } else if members.get("type") == Some(&json!("null")) {
        members.remove("type");
        members.insert("enum".into(), json!([null]));
        members.insert("nullable".into(), json!(true));
    }
    if let Some(value) = members.remove("const") {
        members.entry("enum").or_insert_with(|| json!([value]));
    }
    if let Some(Value::String(encoding)) = members.remove("contentEncoding") {
        // Names of encodings have no case (RFC 2045, 6.1).
        let encoding = encoding.to_ascii_lowercase();
        let format = match encoding.as_str() {
            "base64" => "byte",
            _ => encoding.as_str(),
        };
        let stated = members.get("format").and_then(Value::as_str);
        let says_less = matches!(stated, Some("base64url" | "binary" | "byte"))
            && matches!(format, "base64url" | "byte");
        if stated.is_none() || says_less {
            members.insert("format".into(), json!(format));
        }
        let elsewhere = ["type", "$ref", "allOf", "anyOf", "oneOf", "enum"];
        if elsewhere.iter().all(|one| !members.contains_key(*one)) {
            members.insert("type".into(), json!("string"));
        }
    }
    if members.contains_key("contentMediaType") && members.get("type").is_none() {
        members.insert("type".into(), json!("string"));
        members.entry("format").or_insert_with(|| json!("binary"));
    }
}

/// A list of types: null among them is `nullable`, one other is the type, and several others are a
/// choice.
fn several_types(members: &mut Map<String, Value>, types: &[Value]) {
    let others: Vec<&Value> = types.iter().filter(|ty| **ty != "null").collect();
    members.remove("type");
    if others.len() < types.len() {
        members.insert("nullable".into(), json!(true));
    }
    match others.as_slice() {
        [] => {
            members.insert("enum".into(), json!([null]));
        }
        [one] => {
            members.insert("type".into(), (*one).clone());
        }
        several => {
            let format = members.remove("format");
            let mut said_of = |ty: &Value| {
                let mut one = Map::from_iter([("type".to_owned(), ty.clone())]);
                for name in own_members(ty) {
                    one.extend(
                        members
                            .remove(*name)
                            .map(|value| ((*name).to_owned(), value)),
                    );
                }
                let is_scalar = own_members(ty).is_empty() && *ty != "boolean";
                if let Some(format) = format.as_ref().filter(|_| is_scalar) {
                    one.insert("format".into(), format.clone());
                }
                Value::Object(one)
            };
            let choice: Vec<Value> = several.iter().map(|ty| said_of(ty)).collect();
            let choice = Value::Array(choice);
            members.entry("anyOf").or_insert(choice);
        }
    }
}

/// The members of a schema that speak of values of that type alone.
fn own_members(ty: &Value) -> &'static [&'static str] {
    match ty.as_str() {
        Some("array") => &["items", "prefixItems"],
        Some("object") => &[
            "additionalProperties",
            "patternProperties",
            "properties",
            "required",
        ],
        _ => &[],
    }
}
