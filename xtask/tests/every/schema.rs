//! JSON Schema as OpenAPI 3.0 and 3.1 write it: what a schema says in all its parts, and whether a
//! value is what it says.

use regex_automata::meta::Regex;
use serde_json::Value;

use super::document::{Document, members};

/// Keywords that say nothing of a value that could be wrong, or that `make` alone looks at.
const OF_NO_CONSEQUENCE: [&str; 17] = [
    "description",
    "title",
    "example",
    "examples",
    "deprecated",
    "default",
    "readOnly",
    "writeOnly",
    "nullable",
    "discriminator",
    "$defs",
    "contentEncoding",
    "contentMediaType",
    "then",
    "else",
    "externalDocs",
    "xml",
];

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Sent,
    Received,
}

impl Way {
    /// Whether a member with that schema stands in no value that goes this way.
    pub(crate) fn leaves_out(self, document: &Document, schema: &Value) -> bool {
        let keyword = match self {
            Self::Sent => "readOnly",
            Self::Received => "writeOnly",
        };
        parts(document, schema)
            .iter()
            .any(|part| part[keyword] == true)
    }
}

/// What a schema says, with all that it refers to and is made of (`$ref`, `allOf`): every one of these
/// holds. What refers to nothing says nothing.
pub(crate) fn parts<'a>(document: &'a Document, schema: &'a Value) -> Vec<&'a Value> {
    let mut found: Vec<&Value> = Vec::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        if found.iter().any(|known| std::ptr::eq(*known, next)) {
            continue;
        }
        found.push(next);
        if next.get("$ref").is_some() {
            open.extend(document.whole(next));
        }
        open.extend(next["allOf"].as_array().into_iter().flatten());
    }
    found
}

/// The alternatives of a schema, of which one holds.
pub(crate) fn alternatives(part: &Value) -> Option<&Vec<Value>> {
    part["oneOf"].as_array().or(part["anyOf"].as_array())
}

/// The types that a schema allows; empty where it does not say.
pub(crate) fn types<'a>(parts: &[&'a Value]) -> Vec<&'a str> {
    let said = parts.iter().rev().map(|part| match &part["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    });
    said.into_iter()
        .find(|types| !types.is_empty())
        .unwrap_or_default()
}

/// Whether `null` is a value.
pub(crate) fn is_nullable(parts: &[&Value]) -> bool {
    parts.iter().any(|part| part["nullable"] == true) || types(parts).contains(&"null")
}

/// The properties of an object, each with all that is said of it.
pub(crate) fn properties<'a>(parts: &[&'a Value]) -> Vec<(&'a str, Value)> {
    let mut all: Vec<(&str, Vec<Value>)> = Vec::new();
    // The parts stand with the last one of `allOf` first.
    for part in parts.iter().rev() {
        for (name, schema) in members(&part["properties"]) {
            match all.iter_mut().find(|(known, _)| *known == name) {
                Some((_, said)) => said.push(schema.clone()),
                None => all.push((name, vec![schema.clone()])),
            }
        }
    }
    let whole = |mut said: Vec<Value>| match said.len() {
        1 => said.remove(0),
        _ => serde_json::json!({ "allOf": said }),
    };
    all.into_iter()
        .map(|(name, said)| (name, whole(said)))
        .collect()
}

/// Whether the members of an object that are in `required` are these.
pub(crate) fn requires(parts: &[&Value], name: &str) -> bool {
    let lists = parts.iter().filter_map(|part| part["required"].as_array());
    lists.flatten().any(|one| one == name)
}

/// Why `value`, which stands at `at`, is not what `schema` says; nothing where it is.
pub(crate) fn wrong(
    document: &Document,
    schema: &Value,
    value: &Value,
    way: Way,
    at: &str,
) -> Vec<String> {
    if *schema == Value::Bool(false) {
        return vec![format!("{at}: no value may stand here")];
    }
    let parts = parts(document, schema);
    if value.is_null() && is_nullable(&parts) {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    let judge = Judge {
        document,
        way,
        at,
        all: &parts,
    };
    for part in &parts {
        for (keyword, said) in members(part) {
            judge.keyword(part, keyword, said, value, &mut wrong);
        }
    }
    if let Some(object) = value.as_object() {
        for (name, schema) in properties(&parts) {
            match object.get(name) {
                Some(_) if way.leaves_out(document, &schema) => {
                    wrong.push(format!("{at}/{name}: it must not go this way"));
                }
                Some(member) => {
                    wrong.extend(self::wrong(
                        document,
                        &schema,
                        member,
                        way,
                        &format!("{at}/{name}"),
                    ));
                }
                None if requires(&parts, name) && !way.leaves_out(document, &schema) => {
                    wrong.push(format!("{at}: `{name}` is missing"));
                }
                None => {}
            }
        }
    }
    wrong
}

struct Judge<'j> {
    document: &'j Document,
    way: Way,
    at: &'j str,
    /// All parts of the schema.
    all: &'j [&'j Value],
}

impl Judge<'_> {
    fn keyword(
        &self,
        part: &Value,
        keyword: &str,
        said: &Value,
        value: &Value,
        wrong: &mut Vec<String>,
    ) {
        let at = self.at;
        let mut holds = |holds: bool| {
            if !holds {
                wrong.push(format!("{at}: {value} is not of `{keyword}: {said}`"));
            }
        };
        let number = |of: &Value| of.as_f64();
        match keyword {
            // `parts` and `wrong` look at these, and damaged documents have them of other kinds.
            "$ref" | "allOf" | "properties" | "required" => {}
            "type" => match said {
                Value::String(_) | Value::Array(_) => {
                    let types = types(&[part]);
                    holds(types.is_empty() || types.iter().any(|ty| is_of(ty, value)));
                }
                _ => {}
            },
            "enum" => holds(said.as_array().is_some_and(|all| all.contains(value))),
            "const" => holds(said == value),
            "format" => holds(said.as_str().is_none_or(|format| has_format(format, value))),
            "pattern" => holds(value.as_str().is_none_or(|text| matches(said, text))),
            "minLength" | "minItems" | "minProperties" => {
                holds(length(keyword, value).is_none_or(|length| Some(length) >= said.as_u64()));
            }
            "maxLength" | "maxItems" | "maxProperties" => {
                holds(length(keyword, value).is_none_or(|length| Some(length) <= said.as_u64()));
            }
            "uniqueItems" => holds(
                *said != Value::Bool(true)
                    || value.as_array().is_none_or(|all| {
                        (1..all.len()).all(|number| !all[..number].contains(&all[number]))
                    }),
            ),
            "minimum" => holds(number(value).is_none_or(|value| Some(value) >= number(said))),
            "maximum" => holds(number(value).is_none_or(|value| Some(value) <= number(said))),
            "exclusiveMinimum" => {
                holds(
                    number(value).is_none_or(|value| number(said).is_none_or(|than| value > than)),
                );
            }
            "not" => holds(!self::wrong(self.document, said, value, self.way, at).is_empty()),
            "if" => {
                let is_so = self::wrong(self.document, said, value, self.way, at).is_empty();
                if let Some(schema) = part.get(if is_so { "then" } else { "else" }) {
                    wrong.extend(self::wrong(self.document, schema, value, self.way, at));
                }
            }
            "multipleOf" => holds(
                number(value)
                    .zip(number(said))
                    .is_none_or(|(value, of)| (value / of - (value / of).round()).abs() < 1e-9),
            ),
            "items" => {
                let first = part["prefixItems"].as_array().map_or(0, Vec::len);
                self.items(
                    value.as_array().into_iter().flatten().skip(first),
                    |_| said,
                    wrong,
                );
            }
            "prefixItems" => {
                let schemas = said.as_array().map_or(&[][..], Vec::as_slice);
                let items = value.as_array().into_iter().flatten().take(schemas.len());
                self.items(items, |number| &schemas[number], wrong);
            }
            "additionalProperties" | "unevaluatedProperties" => {
                for (name, member) in self.other_members(value) {
                    wrong.extend(self::wrong(
                        self.document,
                        said,
                        member,
                        self.way,
                        &format!("{at}/{name}"),
                    ));
                }
            }
            "patternProperties" => {
                for (name, member) in members(value) {
                    let schemas = members(said).filter(|(pattern, _)| found(pattern, name));
                    for (_, schema) in schemas {
                        wrong.extend(self::wrong(
                            self.document,
                            schema,
                            member,
                            self.way,
                            &format!("{at}/{name}"),
                        ));
                    }
                }
            }
            "oneOf" | "anyOf" => {
                let alternatives = said.as_array().into_iter().flatten();
                let tried =
                    alternatives.map(|one| self::wrong(self.document, one, value, self.way, at));
                let mut tried: Vec<Vec<String>> = tried.collect();
                if let Some(told) = told(part, said, value) {
                    tried = vec![tried.swap_remove(told)];
                }
                let fitting = tried.iter().filter(|one| one.is_empty()).count();
                if fitting == 0 {
                    wrong.push(format!("{at}: {value} is none of `{keyword}`: {tried:?}"));
                } else if fitting > 1 && keyword == "oneOf" && !self.document.overlaps() {
                    wrong.push(format!("{at}: {value} is {fitting} of `oneOf`: {said}"));
                }
            }
            known if OF_NO_CONSEQUENCE.contains(&known) || known.starts_with("x-") => {}
            // A check that looks away would promise too much.
            other => panic!("{at}: the keyword `{other}` is not checked"),
        }
    }

    fn items<'v>(
        &self,
        items: impl Iterator<Item = &'v Value>,
        schema: impl Fn(usize) -> &'v Value,
        wrong: &mut Vec<String>,
    ) {
        for (number, item) in items.enumerate() {
            let at = format!("{}/{number}", self.at);
            wrong.extend(self::wrong(
                self.document,
                schema(number),
                item,
                self.way,
                &at,
            ));
        }
    }

    /// The members that no part of the schema has among its properties.
    fn other_members<'v>(&self, value: &'v Value) -> Vec<(&'v str, &'v Value)> {
        let is_known = |name: &str| {
            self.all.iter().any(|part| {
                let patterns = members(&part["patternProperties"]);
                part["properties"].get(name).is_some()
                    || patterns
                        .into_iter()
                        .any(|(pattern, _)| found(pattern, name))
            })
        };
        members(value).filter(|(name, _)| !is_known(name)).collect()
    }
}

/// Which of the alternatives a value says that it is of, by the discriminator of `part` (OpenAPI 3.0, 4.7.25).
fn told(part: &Value, alternatives: &Value, value: &Value) -> Option<usize> {
    let discriminator = part.get("discriminator")?;
    let tag = value
        .get(discriminator["propertyName"].as_str()?)?
        .as_str()?;
    let component = discriminator["mapping"][tag].as_str().unwrap_or(tag);
    let name = component.rsplit('/').next();
    alternatives.as_array()?.iter().position(|one| {
        let reference = one["$ref"].as_str();
        reference.and_then(|reference| reference.rsplit('/').next()) == name
    })
}

/// Whether a pattern is found in a text.
fn matches(pattern: &Value, text: &str) -> bool {
    pattern.as_str().is_some_and(|pattern| found(pattern, text))
}

fn found(pattern: &str, text: &str) -> bool {
    let pattern = Regex::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    pattern.is_match(text)
}

/// What a keyword of lengths counts of a value; of a value of another kind, nothing.
fn length(keyword: &str, value: &Value) -> Option<u64> {
    let length = match (&keyword[3..], value) {
        ("Length", Value::String(text)) => text.chars().count(),
        ("Items", Value::Array(items)) => items.len(),
        ("Properties", Value::Object(members)) => members.len(),
        _ => return None,
    };
    u64::try_from(length).ok()
}

fn is_of(ty: &str, value: &Value) -> bool {
    match ty {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

/// Whether a value has a format; those of no consequence for how values are written are not looked at.
fn has_format(format: &str, value: &Value) -> bool {
    let shape = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text
                .bytes()
                .zip(shape.bytes())
                .all(|(byte, form)| match form {
                    b'0' => byte.is_ascii_digit(),
                    b'x' => byte.is_ascii_hexdigit(),
                    form => byte == form,
                })
    };
    match (format, value) {
        ("int32", value) => value.as_i64().is_some_and(|one| i32::try_from(one).is_ok()),
        ("int64", value) => value.is_i64(),
        ("uint8", value) => value.as_u64().is_some_and(|one| one <= 255),
        ("date", Value::String(text)) => shape(text, "0000-00-00"),
        ("date-time", Value::String(text)) => {
            text.len() > 19 && shape(&text[..19], "0000-00-00T00:00:00")
        }
        ("uuid", Value::String(text)) => shape(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
        _ => true,
    }
}

#[test]
fn a_value_is_of_one_alternative_alone_unless_a_discriminator_says_of_which() {
    let text = |discriminator: &str| {
        format!(
            "components:\n  schemas:\n    A: {{type: object, required: [kind], properties: {{kind: {{type: string}}}}}}\n    \
             B: {{type: object, properties: {{kind: {{type: string}}, size: {{type: integer}}}}}}\n    \
             Any: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{$ref: '#/components/schemas/B'}}]{discriminator}}}\n"
        )
    };
    let found = |name: &str, discriminator: &str, value: Value| {
        let document = Document::read(name, &text(discriminator));
        let any = serde_json::json!({"$ref": "#/components/schemas/Any"});
        wrong(&document, &any, &value, Way::Received, "it").len()
    };
    let both = serde_json::json!({"kind": "A"});
    assert_eq!(found("any", "", both.clone()), 1);
    assert_eq!(found("any", "", serde_json::json!({"size": 1})), 0);
    assert_eq!(found("any", "", serde_json::json!({"size": "1"})), 1);
    let (overlapping, _) = super::document::OVERLAPPING[0];
    assert_eq!(found(overlapping, "", both.clone()), 0);
    let told = ", discriminator: {propertyName: kind, mapping: {b: '#/components/schemas/B'}}";
    assert_eq!(found("any", told, both), 0);
    let said = |kind: &str| serde_json::json!({"kind": kind, "size": "1"});
    assert_eq!(found("any", told, said("A")), 0);
    assert_eq!(found("any", told, said("b")), 1);
}
