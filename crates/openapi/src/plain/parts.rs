//! Forms of several parts (OpenAPI 3.0, 4.7.14.3 and 4.7.15; OpenAPI 3.1, 4.8.14.3).

use graphwright_api::plain::{FormPart, PartKind};
use openapiv3::{Encoding, MediaType, Schema};

use super::content::is_binary;
use super::form::{Form, Member, form};
use crate::document::shape::{Shape, Use};
use crate::document::{Document, component};
use crate::normalise::CONTENT_MEDIA_TYPE;

/// How many schemas may stand for each other.
pub(super) const HOPS: usize = 8;

/// The parts of a form: what stands in each, and its media type, which `encoding` says before the schema does.
pub(super) fn lower(document: &Document, media: &MediaType) -> Vec<FormPart> {
    let schema = media.schema.as_ref().map(Use::from);
    let Some(schema) = schema.and_then(|schema| whole(document, schema)) else {
        return Vec::new();
    };
    let Form::Object(members) = form(document, schema, "") else {
        return Vec::new();
    };
    let parts = members.iter();
    parts
        .map(|member| part(document, member, media.encoding.get(member.name)))
        .collect()
}

fn part(document: &Document, member: &Member<'_>, encoding: Option<&Encoding>) -> FormPart {
    let own = match member.schema {
        Use::Schema(schema) => Some(schema),
        Use::Reference(_) => None,
    };
    let said = own.and_then(|schema| schema.schema_data.description.as_deref());
    let (item, several) = item(document, member.schema);
    let kind = match item {
        Some(item) if is_binary(Use::Schema(item)) => PartKind::File,
        Some(item) if is_json(document, item) => PartKind::Json,
        _ => PartKind::Text,
    };
    let schemas = [own, item].into_iter().flatten();
    let declared = schemas.filter_map(|schema| {
        let media_type = schema.schema_data.extensions.get(CONTENT_MEDIA_TYPE)?;
        media_type.as_str().and_then(first)
    });
    let encoded = encoding.and_then(|one| first(one.content_type.as_deref()?));
    let usual = (kind == PartKind::Json).then(|| "application/json".to_owned());
    FormPart {
        name: member.name.to_owned(),
        doc: said.unwrap_or_default().trim().to_owned(),
        kind,
        several,
        required: member.required,
        media_type: encoded.or_else(|| declared.into_iter().next()).or(usual),
    }
}

/// The first media type of a list, if any in it is one and no range.
fn first(list: &str) -> Option<String> {
    let mut all = list.split(',').map(str::trim);
    let found = all.find(|one| one.contains('/') && !one.contains('*'));
    found.map(str::to_owned)
}

/// Returns what a part has in it: of a list, each item is a part. `None` where that is untyped.
fn item<'a>(document: &'a Document, schema: Use<'a>) -> (Option<&'a Schema>, bool) {
    let Some(schema) = whole(document, schema) else {
        return (None, false);
    };
    match form(document, schema, "") {
        Form::List(item) => (item.and_then(|item| whole(document, item)), true),
        _ => (Some(schema), false),
    }
}

/// Returns whether a value is an object, or a list in a list: what has no text of its own.
fn is_json(document: &Document, schema: &Schema) -> bool {
    match form(document, schema, "") {
        Form::Object(_) | Form::Map(_) | Form::List(_) => true,
        Form::OneOf(parts) => {
            let mut parts = parts.into_iter().filter_map(|part| whole(document, part));
            parts.any(|part| matches!(form(document, part, ""), Form::Object(_) | Form::Map(_)))
        }
        Form::Untyped => Shape::of(schema).ty == Some("object"),
        Form::Same(_) | Form::Enum(_) | Form::IntegerEnum(_) | Form::Primitive(_) => false,
    }
}

/// The schema that `schema` stands for.
pub(super) fn whole<'a>(document: &'a Document, schema: Use<'a>) -> Option<&'a Schema> {
    let mut at = schema;
    for _ in 0..HOPS {
        let schema = match at {
            Use::Reference(reference) => {
                at = document.schema(&component(reference)?)?;
                continue;
            }
            Use::Schema(schema) => schema,
        };
        match form(document, schema, "") {
            Form::Same(other) => at = other,
            _ => return Some(schema),
        }
    }
    None
}
