//! Members of enumerations, with what is said of each: by the title and description of an alternative that is one
//! member (JSON Schema 2020-12, 9.1), or by extensions. `x-enum-varnames`, `x-enumNames` and `x-enum-descriptions`
//! stand in the order of `enum`, and `x-ms-enum` names the values.

use graphwright_api::{Constant, Deprecation, EnumMember, EnumType, NumberMember, Primitive};
use openapiv3::SchemaData;
use serde_json::Value;

use super::constants::listed;
use super::form::Form;
use crate::document::shape::{Shape, Use};

const NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];
const DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// Members of an enumeration, and where they are said.
pub(super) struct List<'a, T> {
    members: Vec<T>,
    /// The schema, if it is an alternative of the one that is an enumeration.
    alternative: Option<&'a SchemaData>,
}

impl<'a, T> List<'a, T> {
    /// The members that the enumeration itself lists.
    pub(super) fn own(members: Vec<T>) -> Vec<Self> {
        let alternative = None;
        vec![Self {
            members,
            alternative,
        }]
    }
}

/// The enumeration that alternatives are together, each of which lists members. An enumeration keeps any other text
/// or integer, so that `string` or `integer` beside them says nothing more.
pub(super) fn of_alternatives<'a>(parts: &[Use<'a>]) -> Option<Form<'a>> {
    let (mut texts, mut numbers) = (Vec::new(), Vec::new());
    let (mut others, mut every) = (Vec::new(), Vec::new());
    let mut open = Vec::new();
    for part in parts {
        let Use::Schema(schema) = part else {
            return None;
        };
        let alternative = Some(&schema.schema_data);
        let shape = Shape::of(schema);
        let Some(all) = listed(schema) else {
            let says_more = shape
                .format
                .is_some_and(|format| shape.ty == Some("string") || !format.starts_with("int"));
            open.push(shape.ty.filter(|_| !says_more)?);
            continue;
        };
        every.extend(all.iter().cloned());
        if !shape.members.is_empty() && !shape.other_members {
            texts.push(List {
                members: shape.members,
                alternative,
            });
        } else if all.iter().all(|one| matches!(one, Constant::Integer(_)))
            && !shape.numbers.is_empty()
        {
            numbers.push(List {
                members: shape.numbers,
                alternative,
            });
        } else {
            others.extend(all);
        }
    }
    let is_open = |ty: &str| open.iter().all(|one| *one == ty);
    match (texts.is_empty(), numbers.is_empty(), others.as_slice()) {
        (false, true, []) if is_open("string") => Some(Form::Enum(texts)),
        (true, false, []) if is_open("integer") => Some(Form::IntegerEnum(numbers)),
        (true, _, [_, ..]) if open.is_empty() => primitive(&every).map(Form::Primitive),
        _ => None,
    }
}

/// The type of constants that have no names.
pub(super) fn primitive(all: &[Constant]) -> Option<Primitive> {
    let is_boolean = |one: &Constant| matches!(one, Constant::Boolean(_));
    let is_number = |one: &Constant| matches!(one, Constant::Integer(_) | Constant::Number(_));
    match all {
        [] => None,
        all if all.iter().all(is_boolean) => Some(Primitive::Boolean),
        all if all.iter().all(is_number) => Some(Primitive::Double),
        _ => None,
    }
}

/// Texts, which are their own names unless they are called otherwise.
pub(super) fn texts(lists: &[List<'_, &str>], data: &SchemaData) -> EnumType {
    let members = each(lists, data, |text| Value::from(*text));
    let members = members.map(|(name, said)| EnumMember {
        label: Some(said.name)
            .filter(|label| label != name)
            .unwrap_or_default(),
        name: (*name).to_owned(),
        doc: said.doc,
        deprecation: said.deprecated.then(Deprecation::default),
    });
    EnumType {
        flags: false,
        members: members.collect(),
    }
}

/// Integers, which may have names.
pub(super) fn numbers(lists: &[List<'_, i64>], data: &SchemaData) -> Vec<NumberMember> {
    let members = each(lists, data, |number| Value::from(*number));
    let members = members.map(|(number, said)| NumberMember {
        number: *number,
        name: said.name,
        doc: said.doc,
    });
    members.collect()
}

/// The name and documentation of a member.
#[derive(Default)]
struct Said {
    name: String,
    doc: String,
    deprecated: bool,
}

/// Each member, the first time that it is listed, with what is said of it: where it stands, else by the enumeration.
fn each<'l, T>(
    lists: &'l [List<'_, T>],
    data: &'l SchemaData,
    value: fn(&T) -> Value,
) -> impl Iterator<Item = (&'l T, Said)> {
    let length = lists.iter().map(|list| list.members.len()).sum();
    let mut index = 0;
    let mut known: Vec<Value> = Vec::new();
    let all = lists.iter().flat_map(|list| {
        let members = list.members.iter().enumerate();
        members.map(move |(own, member)| (list, own, member))
    });
    all.filter_map(move |(list, own, member)| {
        let place = index;
        index += 1;
        let value = value(member);
        if known.contains(&value) {
            return None;
        }
        let mut said = of_lists(data, place, length, &value);
        if let Some(data) = list.alternative {
            said = alternative(data, own, list.members.len(), &value).or(said);
        }
        known.push(value);
        Some((member, said))
    })
}

impl Said {
    fn or(self, other: Self) -> Self {
        let either = |own: String, other: String| if own.is_empty() { other } else { own };
        Self {
            name: either(self.name, other.name),
            doc: either(self.doc, other.doc),
            deprecated: self.deprecated || other.deprecated,
        }
    }
}

/// Returns the name and documentation that an alternative gives one of its members: of the only one, by what it says
/// of itself.
fn alternative(data: &SchemaData, index: usize, length: usize, value: &Value) -> Said {
    let by_lists = of_lists(data, index, length, value);
    if length > 1 {
        return by_lists;
    }
    let trimmed = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    by_lists.or(Said {
        name: trimmed(&data.title),
        doc: trimmed(&data.description),
        deprecated: data.deprecated,
    })
}

/// Returns the name and documentation that extensions give a member. A list of names that is not as long as `enum`
/// names none.
fn of_lists(data: &SchemaData, index: usize, length: usize, value: &Value) -> Said {
    let key = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let named = data.extensions.get("x-ms-enum");
    let named = named.and_then(|one| one.get("values")?.as_array());
    let is_it = |one: &&Value| match &one["value"] {
        Value::String(text) => *text == key,
        other => other == value,
    };
    let one = named.and_then(|all| all.iter().find(is_it));
    let own = |member: &str| text(one.map(|one| &one[member]));
    let is_list = |name: &str| data.extensions.get(name).and_then(Value::as_array);
    let fits = |name: &&&str| is_list(name).is_none_or(|all| all.len() == length);
    let names: Vec<&str> = NAMES.iter().filter(fits).copied().collect();
    Said {
        name: own("name"),
        doc: own("description"),
        deprecated: false,
    }
    .or(Said {
        name: said(data, &names, index, &key),
        doc: said(data, &DESCRIPTIONS, index, &key),
        deprecated: false,
    })
}

/// Returns the entry of the first of these extensions for a member: a list by index, an object by name.
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
