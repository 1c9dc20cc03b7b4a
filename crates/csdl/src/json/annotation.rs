//! Annotations in JSON (CSDL JSON 4.01, 14.2), as the elements of XML.

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;

use super::{Element, scalar};

/// The annotation that the member `@term` is, or `@term#qualifier`. Of what annotates an annotation,
/// which nothing is made of, there is none.
pub(super) fn annotation(term: &str, value: &Value<'_>, start: usize) -> Option<Element> {
    if term.contains('@') {
        return None;
    }
    let mut element = Element::new("Annotation", start);
    let (term, qualifier) = match term.split_once('#') {
        Some((term, qualifier)) => (term, Some(qualifier)),
        None => (term, None),
    };
    element.set("Term", term, start);
    if let Some(qualifier) = qualifier {
        element.set("Qualifier", qualifier, start);
    }
    expression(&mut element, value);
    Some(element)
}

/// Puts `value` into an `Annotation` or a `PropertyValue`.
fn expression(element: &mut Element, value: &Value<'_>) {
    match value {
        Value::StringLit(text) => element.set("String", text.value.as_ref(), value.start()),
        _ => element.children.push(constant(value)),
    }
}

fn constant(value: &Value<'_>) -> Element {
    let name = match value {
        Value::StringLit(_) => "String",
        Value::NumberLit(_) => "Decimal",
        Value::BooleanLit(_) => "Bool",
        Value::NullKeyword(_) => "Null",
        Value::Array(_) => "Collection",
        Value::Object(object) if is_dynamic(object) => "Path",
        Value::Object(_) => "Record",
    };
    let mut element = Element::new(name, value.start());
    match value {
        Value::Array(array) => element.children.extend(array.elements.iter().map(constant)),
        Value::Object(object) if name == "Record" => {
            // A name with `@` is that of an annotation or of control information.
            let members = object.properties.iter();
            let members = members.filter(|one| !one.name.as_str().contains('@'));
            for member in members {
                let mut property = Element::new("PropertyValue", member.start());
                property.set("Property", member.name.as_str(), member.start());
                expression(&mut property, &member.value);
                element.children.push(property);
            }
        }
        _ => element.text = scalar(value).unwrap_or_default(),
    }
    element
}

/// Returns whether the value of it depends on data (CSDL JSON 4.01, 14.4): it says how by members with `$`.
fn is_dynamic(object: &Object<'_>) -> bool {
    let mut names = object.properties.iter().map(|one| one.name.as_str());
    names.any(|name| name.starts_with('$'))
}
