//! The JSON schema of a project file, and the keys that it does not have.

use schemars::{JsonSchema, schema_for};
use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::Project;
use crate::similar::nearest;

/// The kind of service that an OpenAPI document describes.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "it describes a type of another crate")]
pub(super) enum Service {
    /// An OData service.
    OData,
    /// Any other.
    Plain,
}

/// How binary values are written (RFC 4648, 4 and 5).
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "it describes a type of another crate")]
pub(super) enum Binary {
    /// With `+`, `/` and padding: the default.
    Base64,
    /// With `-` and `_`, as SAP's services write them.
    Base64Url,
}

/// How values of enumeration types stand in URLs.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "it describes a type of another crate")]
pub(super) enum EnumLiteral {
    /// With the name of their type, as OData 4.0 wants it: `shop.Size'L'`.
    Qualified,
    /// Without it: `'L'`.
    Short,
}

/// How models hold navigation properties.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "it describes a type of another crate")]
pub(super) enum Navigation {
    /// They are no fields.
    None,
    /// They are fields of untyped JSON.
    Ids,
    /// They are fields of their type, which comes along.
    Typed,
}

/// Which derived types are told apart.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
#[expect(dead_code, reason = "it describes a type of another crate")]
pub(super) enum Derived {
    /// Those that are there anyway: the default.
    Declared,
    /// Those that an `include` names as types.
    Listed,
    /// All, which come along.
    All,
}

/// What one type, or one navigation property, brings along.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[expect(dead_code, reason = "it describes a type of another crate")]
pub(super) struct OfType {
    /// How models hold its navigation properties.
    navigation: Option<Navigation>,
    /// Which types derived from it are told apart.
    derived: Option<Derived>,
}

/// The JSON schema of a project file, as text.
pub fn schema() -> String {
    let schema = schema_for!(Project);
    format!("{:#}\n", Value::from(schema))
}

/// Refuses keys that a project file does not have: all at once, each with its place and what may be meant.
pub(super) fn check_keys(file: &str, text: &str) -> Result<(), String> {
    // What is no TOML is said by the reader that comes next.
    let Ok(table) = DeTable::parse(text) else {
        return Ok(());
    };
    let schema = Value::from(schema_for!(Project));
    let mut found = Vec::new();
    let reader = Keys {
        file,
        text,
        root: &schema,
    };
    reader.table(table.get_ref(), &schema, &mut found);
    match found.is_empty() {
        true => Ok(()),
        false => Err(found.join("\n")),
    }
}

struct Keys<'a> {
    file: &'a str,
    text: &'a str,
    root: &'a Value,
}

impl Keys<'_> {
    fn table(&self, table: &DeTable<'_>, schema: &Value, found: &mut Vec<String>) {
        let known = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties");
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match known.and_then(|known| known.get(name)).or(others) {
                Some(Value::Bool(false)) | None => {
                    let names = known.into_iter().flatten().map(|(name, _)| name.as_str());
                    let names: Vec<&str> = names.collect();
                    found.push(self.unknown(key.span().start, name, &names));
                }
                Some(schema) => self.value(value.get_ref(), schema, found),
            }
        }
    }

    fn value(&self, value: &DeValue<'_>, schema: &Value, found: &mut Vec<String>) {
        let schema = self.resolved(schema);
        match value {
            DeValue::Table(table) if schema.get("properties").is_some() => {
                self.table(table, schema, found);
            }
            DeValue::Table(table) if schema.get("additionalProperties").is_some() => {
                self.table(table, schema, found);
            }
            DeValue::Array(values) => {
                if let Some(items) = schema.get("items") {
                    for value in values {
                        self.value(value.get_ref(), items, found);
                    }
                }
            }
            _ => {}
        }
    }

    /// The schema itself, where a reference or a choice with null stands.
    fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(place) = schema.get("$ref").and_then(Value::as_str) {
            let place = place.trim_start_matches('#');
            return self.root.pointer(place).unwrap_or(schema);
        }
        let choices = schema.get("anyOf").and_then(Value::as_array);
        match choices.and_then(|choices| choices.first()) {
            Some(first) => self.resolved(first),
            None => schema,
        }
    }

    fn unknown(&self, at: usize, name: &str, known: &[&str]) -> String {
        let before = &self.text[..at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        format!(
            "{}:{line}:{column}: `{}` is no key here; {help}",
            self.file,
            name.escape_debug()
        )
    }
}
