//! Schema objects (OpenAPI 3.0, 4.7.24).

use serde_json::{Map, Value};

use super::Normaliser;

/// How deep schemas may stand in each other. Real ones stop at six; the typed form recurses.
const DEPTH: usize = 24;

impl Normaliser<'_, '_> {
    /// A schema or a reference to one. Malformed members are left out, so that it says less.
    pub(super) fn schema(&mut self, value: Value) -> Option<Value> {
        let members = match self.object(value) {
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
        let reference = self.reference(&members, "schemas");
        let mut kept = Map::new();
        for (name, value) in members {
            let value = self.below(&name, |this| this.schema_member(&name, value));
            kept.extend(value.map(|value| (name, value)));
        }
        self.depth -= 1;
        let Some(reference) = reference else {
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
            "nullable" | "readOnly" => self.boolean(value),
            "enum" if value.is_array() => Some(value),
            "enum" => {
                self.malformed(&value, "a list");
                None
            }
            "properties" => Some(self.map(Some(value), Self::schema)),
            "items" => self.schema(value),
            "allOf" | "anyOf" | "oneOf" => self.list(value, Self::schema),
            _ if name.starts_with("x-") => Some(value),
            _ => None,
        }
    }
}
