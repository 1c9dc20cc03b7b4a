//! Constants of several types in one list, which no type of ours has: they become alternatives, one for each type.

use serde_json::{Map, Value, json};

/// The types of constants, in the order of alternatives.
const TYPES: [&str; 3] = ["string", "number", "boolean"];

/// Extensions beside `enum` with a text for each constant.
const SAID_OF_EACH: [&str; 4] = [
    "x-enum-descriptions",
    "x-enum-varnames",
    "x-enumDescriptions",
    "x-enumNames",
];

/// The members of a schema whose `enum` fits its `type`: constants written as another type become of that, and a
/// list of several types becomes a choice.
pub(super) fn split(members: &mut Map<String, Value>) {
    let Some(Value::Array(all)) = members.get_mut("enum") else {
        return;
    };
    let has_null = all.contains(&Value::Null);
    match members.get("type") {
        Some(Value::String(ty)) => {
            let ty = ty.clone();
            if let Some(Value::Array(all)) = members.get_mut("enum") {
                all.iter_mut().for_each(|one| as_type(one, &ty));
            }
        }
        Some(Value::Array(types)) if types.iter().filter(|one| **one != "null").count() < 2 => {}
        _ => alternatives(members),
    }
    if has_null {
        members.entry("nullable").or_insert(json!(true));
    }
}

/// YAML reads `1.10`, `true` and `2024-01-01` as what they look like, where a text is meant; and texts stand where
/// numbers are meant.
fn as_type(constant: &mut Value, ty: &str) {
    let typed = match (ty, &*constant) {
        ("string", Value::Number(_) | Value::Bool(_)) => Some(json!(constant.to_string())),
        ("integer" | "number" | "boolean", Value::String(text)) => {
            let typed = serde_json::from_str::<Value>(text).ok();
            typed.filter(|typed| match ty {
                "integer" => typed.is_i64(),
                "number" => typed.is_number(),
                _ => typed.is_boolean(),
            })
        }
        _ => None,
    };
    if let Some(typed) = typed {
        *constant = typed;
    }
}

/// A choice in place of constants of several types, if all are scalars and nothing else is said of the value.
fn alternatives(members: &mut Map<String, Value>) {
    let elsewhere = ["allOf", "anyOf", "oneOf", "$ref", "properties", "items"];
    if elsewhere.iter().any(|one| members.contains_key(*one)) {
        return;
    }
    let Some(Value::Array(all)) = members.get("enum") else {
        return;
    };
    let of_type = |ty: &str| {
        let own = all.iter().filter(|one| scalar(one) == Some(ty));
        own.cloned().collect::<Vec<_>>()
    };
    let lists: Vec<(&str, Vec<Value>)> = TYPES.iter().map(|ty| (*ty, of_type(ty))).collect();
    let count: usize = lists.iter().map(|(_, list)| list.len()).sum();
    let nulls = all.iter().filter(|one| one.is_null()).count();
    let lists = lists.into_iter().filter(|(_, list)| !list.is_empty());
    let lists: Vec<(&str, Vec<Value>)> = lists.collect();
    if lists.len() < 2 || count + nulls < all.len() {
        return;
    }
    let choice = lists.into_iter().map(|(ty, list)| {
        let shown = match ty {
            "number" if list.iter().all(Value::is_i64) => "integer",
            other => other,
        };
        let mut one = Map::from_iter([
            ("type".to_owned(), json!(shown)),
            ("enum".to_owned(), Value::Array(list)),
        ]);
        for said in SAID_OF_EACH {
            let texts = members.get(said).and_then(Value::as_array);
            if let Some(texts) = texts.filter(|texts| texts.len() == all.len()) {
                let own = all
                    .iter()
                    .zip(texts)
                    .filter(|(one, _)| scalar(one) == Some(ty));
                let own = own.map(|(_, text)| text.clone());
                one.insert(said.into(), own.collect());
            }
        }
        Value::Object(one)
    });
    let choice = choice.collect();
    for gone in SAID_OF_EACH.into_iter().chain(["enum", "type"]) {
        members.remove(gone);
    }
    members.insert("oneOf".into(), Value::Array(choice));
}

fn scalar(value: &Value) -> Option<&'static str> {
    match value {
        Value::String(_) => Some("string"),
        Value::Number(_) => Some("number"),
        Value::Bool(_) => Some("boolean"),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `alternatives` with those that are constants of one type as one, where there are several and others beside
/// them: so that they are one enumeration, of which a value is read once.
pub(super) fn gathered(alternatives: Vec<Value>) -> Vec<Value> {
    let alternatives: Vec<Value> = alternatives.into_iter().flat_map(unfolded).collect();
    let types: Vec<Option<&str>> = alternatives.iter().map(constants).collect();
    let said = alternatives.iter().zip(&types);
    let mut said = said.filter(|(one, _)| !adds_nothing(one)).map(|(_, ty)| ty);
    let first = said.next();
    if said.all(|ty| Some(ty) == first) {
        return alternatives;
    }
    let several = |ty: &str| types.iter().filter(|one| **one == Some(ty)).count() > 1;
    let several: Vec<&str> = TYPES.into_iter().filter(|ty| several(ty)).collect();
    let mut gathered: Vec<Value> = Vec::new();
    let mut places: Vec<(&str, usize)> = Vec::new();
    for (alternative, ty) in alternatives.iter().zip(&types) {
        let Some(ty) = ty.filter(|ty| several.contains(ty)) else {
            gathered.push(alternative.clone());
            continue;
        };
        let known = places.iter().find(|(known, _)| *known == ty);
        let at = known.map(|(_, at)| *at);
        match at.and_then(|at| gathered.get_mut(at)?.get_mut("oneOf")?.as_array_mut()) {
            Some(list) => list.push(alternative.clone()),
            None => {
                places.push((ty, gathered.len()));
                gathered.push(json!({"oneOf": [alternative]}));
            }
        }
    }
    gathered
}

/// An alternative that is a choice of constants and nothing else, as these.
fn unfolded(alternative: Value) -> Vec<Value> {
    let is_bare = |members: &Map<String, Value>| {
        members
            .keys()
            .all(|name| name == "oneOf" || name == "nullable")
    };
    let choice = alternative.as_object().filter(|members| is_bare(members));
    let choice = choice.and_then(|members| members.get("oneOf")?.as_array());
    match choice {
        Some(all) if all.iter().all(|one| constants(one).is_some()) => all.clone(),
        _ => vec![alternative],
    }
}

/// Whether an alternative says nothing that an enumeration does not: it is null, or any text or any integer.
fn adds_nothing(alternative: &Value) -> bool {
    let is_open = |ty: &Value| ty == "string" || ty == "integer";
    match alternative.get("enum").and_then(Value::as_array) {
        Some(all) => all.iter().all(Value::is_null),
        None => alternative.get("type").is_some_and(is_open) && alternative.get("format").is_none(),
    }
}

/// The type of the constants that an alternative is and nothing else.
fn constants(alternative: &Value) -> Option<&'static str> {
    let all = alternative.get("enum")?.as_array()?;
    let first = scalar(all.first()?)?;
    all.iter()
        .all(|one| scalar(one) == Some(first))
        .then_some(first)
}
