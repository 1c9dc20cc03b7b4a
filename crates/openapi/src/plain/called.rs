//! Names the alternatives of a choice that are not components.

use graphwright_api::{Constant, Tag};
use openapiv3::Schema;

use super::constants::{listed, name};
use super::form::{Form, form};
use crate::document::Document;
use crate::document::shape::{Shape, Use};

/// The longest title that is taken for a name.
const LONGEST_TITLE: usize = 60;

/// How many schemas may stand for each other, or be lists of each other.
const HOPS: usize = 8;

/// Returns what an alternative is called: by its title, by the component that it is, by what tells it apart from the
/// others, by the constant that it is, by its items, or by what it is at all. Objects of which nothing is said have
/// no name.
pub(super) fn alternative(document: &Document, part: &Use<'_>, tags: &[Tag]) -> Option<String> {
    named(document, part, tags, HOPS)
}

fn named(document: &Document, part: &Use<'_>, tags: &[Tag], hops: usize) -> Option<String> {
    let Use::Schema(schema) = part else {
        return name(part);
    };
    title(schema)
        .or_else(|| same(document, schema, hops))
        .or_else(|| tag(tags))
        .or_else(|| constant(schema))
        .or_else(|| kind(document, schema, hops))
}

fn title(schema: &Schema) -> Option<String> {
    let title = schema.schema_data.title.as_deref().unwrap_or_default();
    let title = title.trim();
    let is_name = title.len() <= LONGEST_TITLE && title.contains(char::is_alphabetic);
    is_name.then(|| title.to_owned())
}

/// The name of the schema that this one is and nothing more: `allOf` is written around a reference so that a
/// description can stand beside it.
fn same(document: &Document, schema: &Schema, hops: usize) -> Option<String> {
    match Shape::of(schema).all_of.as_slice() {
        [_] if hops > 0 => match form(document, schema, "") {
            Form::Same(part) => named(document, &part, &[], hops - 1),
            _ => None,
        },
        _ => None,
    }
}

fn tag(tags: &[Tag]) -> Option<String> {
    let tag = tags.first()?;
    Some(match tag.values.first()? {
        Constant::Text(text) if text.contains(char::is_alphabetic) => text.clone(),
        Constant::Text(text) => format!("{} {text}", tag.member),
        other => format!("{} {other}", tag.member),
    })
}

/// The constant that is all that a schema lists, if an enumeration is made of it.
fn constant(schema: &Schema) -> Option<String> {
    match listed(schema)?.as_slice() {
        [Constant::Text(text)] => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        [Constant::Integer(number)] => Some(format!("number {number}")),
        _ => None,
    }
}

/// Returns what kind of value a schema describes, as far as that has no name of its own.
fn kind(document: &Document, schema: &Schema, hops: usize) -> Option<String> {
    Some(match form(document, schema, "") {
        Form::Enum(_) => "string".to_owned(),
        Form::IntegerEnum(_) => "integer".to_owned(),
        Form::Map(_) => "map".to_owned(),
        Form::List(Some(Use::Schema(items))) if hops > 0 => {
            let items = Use::Schema(items);
            match named(document, &items, &[], hops - 1) {
                Some(name) => format!("{name} list"),
                None if is_primitive(document, &items) => return None,
                None => "list".to_owned(),
            }
        }
        _ => return None,
    })
}

/// Returns whether a list of such items is called after their type.
fn is_primitive(document: &Document, part: &Use<'_>) -> bool {
    match part {
        Use::Schema(schema) => {
            matches!(
                form(document, schema, ""),
                Form::Primitive(_) | Form::Untyped
            )
        }
        Use::Reference(_) => true,
    }
}
