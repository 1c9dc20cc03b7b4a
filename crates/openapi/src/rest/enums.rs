//! Members of enumerations, with what extensions say of them: `x-enum-varnames`, `x-enumNames` and
//! `x-enum-descriptions` in the order of `enum`, and `x-ms-enum`, which names the values.

use std::collections::BTreeSet;

use graphwright_api::{EnumMember, EnumType, NumberMember};
use openapiv3::SchemaData;
use serde_json::Value;

const NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// Texts, which are their own names.
pub(super) fn texts(members: &[&str], data: &SchemaData) -> EnumType {
    let mut known = BTreeSet::new();
    let members = members.iter().enumerate();
    EnumType {
        flags: false,
        members: members
            .filter(|(_, name)| known.insert(**name))
            .map(|(index, name)| EnumMember {
                name: (*name).to_owned(),
                doc: said(data, &DESCRIPTIONS, index, name),
                deprecation: None,
            })
            .collect(),
    }
}

/// Integers, which extensions name. A list of names that is not as long as `enum` names none.
pub(super) fn numbers(members: &[i64], data: &SchemaData) -> Vec<NumberMember> {
    let named = data.extensions.get("x-ms-enum");
    let named = named.and_then(|one| one.get("values")?.as_array());
    let is_list = |name: &str| data.extensions.get(name).and_then(Value::as_array);
    let fits = |name: &&&str| is_list(name).is_none_or(|all| all.len() == members.len());
    let names: Vec<&str> = NAMES.iter().filter(fits).copied().collect();
    let mut known = BTreeSet::new();
    let members = members.iter().enumerate();
    let members = members.filter(|(_, number)| known.insert(**number));
    members
        .map(|(index, number)| {
            let is_it = |one: &&Value| match &one["value"] {
                Value::String(text) => *text == number.to_string(),
                value => value.as_i64() == Some(*number),
            };
            let one = named.and_then(|all| all.iter().find(is_it));
            let own = |member: &str| text(one.map(|one| &one[member]));
            let key = number.to_string();
            let either = |own: String, said: String| if own.is_empty() { said } else { own };
            NumberMember {
                number: *number,
                name: either(own("name"), said(data, &names, index, &key)),
                doc: either(own("description"), said(data, &DESCRIPTIONS, index, &key)),
            }
        })
        .collect()
}

/// What the first of these extensions that is there has for a member: a list by index, an object by name.
fn said(data: &SchemaData, extensions: &[&str], index: usize, name: &str) -> String {
    let found = extensions.iter().find_map(|one| data.extensions.get(*one));
    text(match found {
        Some(Value::Array(all)) => all.get(index),
        Some(Value::Object(all)) => all.get(name),
        _ => None,
    })
}

fn text(value: Option<&Value>) -> String {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    text.trim().to_owned()
}
