//! Media types (OpenAPI 3.0, 4.7.14; RFC 6838).

use graphwright_api::ItemType;
use graphwright_api::plain::{Content, FieldStyle, Form, Nulls};
use openapiv3::{MediaType, QueryStyle};

use super::types::{Types, Wanted, untyped};
use super::{nulls, parameters, parts};
use crate::document::shape::{Shape, Use, primitive};
use crate::document::{Document, component};
use crate::pointer;
use crate::report::unread::{self, Unread};

/// Returns what stands in `content`, the usual media type first.
pub(super) fn lower<'a>(
    types: &mut Types<'a, '_, '_>,
    content: impl Iterator<Item = (&'a String, &'a MediaType)>,
    wanted: &Wanted,
) -> Vec<Content> {
    let mut all: Vec<(&String, &MediaType)> = content.collect();
    all.sort_by_key(|(media_type, _)| (rank(media_type), media_type.as_str()));
    let mut lowered: Vec<Content> = Vec::new();
    for (media_type, media) in all {
        let schema = media.schema.as_ref().map(Use::from);
        if essence(media_type) == "text/plain" && is_said_as_json(types, schema, &lowered, wanted) {
            continue;
        }
        if is_xml(essence(media_type)) && schema.is_some_and(|one| has_parts(types.document, one)) {
            let at = pointer::join(&format!("{}/content", wanted.at), media_type);
            unread::warn(types.report, Unread::Xml, &at);
        }
        let form = form(types, media_type, media, wanted);
        let json = schema.filter(|_| matches!(form, Form::Json(_)));
        let content = Content {
            media_type: media_type.trim().to_owned(),
            form,
            nulls: json.map_or_else(Nulls::default, |one| nulls::of(types.document, one)),
        };
        if !lowered.iter().any(|known| is_the_same(known, &content)) {
            lowered.push(content);
        }
    }
    lowered
}

/// Returns whether `content` is nothing else to a caller than `known`, which comes before it: the same JSON under
/// another name of its media type, or for a range of media types. Other media types that are written as JSON mean
/// something else, whatever their schema is: `application/merge-patch+json`, the second version of a format.
fn is_the_same(known: &Content, content: &Content) -> bool {
    let is_json = matches!(content.form, Form::Json(_));
    let is_range = essence(&content.media_type).contains('*');
    let [known_as, named] = [known, content].map(|one| canonical(&one.media_type));
    is_json && known.form == content.form && (is_range || known_as == named)
}

/// A media type of JSON without what tells nothing apart: case, and the encoding of the text. `text/json` is
/// what some frameworks list beside `application/json`.
fn canonical(media_type: &str) -> String {
    let lower = media_type.to_ascii_lowercase();
    let mut parts = lower.split(';').map(str::trim);
    let essence = match parts.next() {
        Some("text/json") => "application/json",
        other => other.unwrap_or_default(),
    };
    let parameters = parts.filter(|one| !one.is_empty() && !one.starts_with("charset="));
    let all: Vec<&str> = std::iter::once(essence).chain(parameters).collect();
    all.join(";")
}

/// Returns whether text is said to be of the type that JSON is of, and that is no text: some frameworks list both for
/// whatever they answer with.
fn is_said_as_json<'a>(
    types: &mut Types<'a, '_, '_>,
    schema: Option<Use<'a>>,
    known: &[Content],
    wanted: &Wanted,
) -> bool {
    let Some(schema) = schema else {
        return false;
    };
    let ty = types.of(schema, wanted);
    let is_text = !ty.collection && matches!(ty.item, ItemType::Primitive(_) | ItemType::Untyped);
    !is_text && known.iter().any(|one| one.form == Form::Json(ty.clone()))
}

/// A media type without its parameters.
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Returns whether a media type is JSON, or a format that is written as JSON (RFC 6839, 3.1).
pub(super) fn is_json(media_type: &str) -> bool {
    let lower = essence(media_type).to_ascii_lowercase();
    lower.ends_with("/json") || lower.ends_with("+json")
}

/// JSON before forms, forms before text, text before bytes.
fn rank(media_type: &str) -> u8 {
    match essence(media_type).to_ascii_lowercase().as_str() {
        "application/json" => 0,
        one if is_json(one) && !one.contains('*') => 1,
        one if is_json(one) || one == "*/*" => 2,
        "application/x-www-form-urlencoded" => 3,
        one if one.starts_with("multipart/") => 4,
        one if is_text(one) => 5,
        _ => 6,
    }
}

fn is_text(essence: &str) -> bool {
    essence.starts_with("text/")
        || is_xml(essence)
        || essence.ends_with("/yaml")
        || essence.ends_with("/x-yaml")
}

/// Returns whether a media type is XML, or a format that is written as XML (RFC 7303, 9.6).
fn is_xml(essence: &str) -> bool {
    let lower = essence.to_ascii_lowercase();
    lower.ends_with("/xml") || lower.ends_with("+xml")
}

/// Returns whether a schema says of what parts a value is made.
fn has_parts(document: &Document, schema: Use<'_>) -> bool {
    let whole = match schema {
        Use::Reference(reference) => component(reference).and_then(|name| document.schema(&name)),
        Use::Schema(_) => Some(schema),
    };
    match whole {
        Some(Use::Schema(schema)) => {
            let shape = Shape::of(schema);
            let is_made = matches!(shape.ty, Some("object" | "array"));
            is_made || (shape.ty.is_none() && !shape.says_nothing())
        }
        Some(Use::Reference(_)) => true,
        None => false,
    }
}

fn form<'a>(
    types: &mut Types<'a, '_, '_>,
    media_type: &str,
    media: &'a MediaType,
    wanted: &Wanted,
) -> Form {
    let schema = media.schema.as_ref().map(Use::from);
    let typed = |types: &mut Types<'a, '_, '_>| {
        schema.map_or_else(untyped, |schema| types.of(schema, wanted))
    };
    let lower = essence(media_type).to_ascii_lowercase();
    if is_json(&lower) || (lower == "*/*" && schema.is_some_and(|one| !is_binary(one))) {
        return Form::Json(typed(types));
    }
    match lower.as_str() {
        "application/x-www-form-urlencoded" => Form::Fields(typed(types), styles(media)),
        one if one.starts_with("multipart/") => {
            Form::Multipart(parts::lower(types.document, media))
        }
        one if is_text(one) => Form::Text,
        _ => Form::Bytes,
    }
}

/// The fields whose style is said, in the order of their names. Of others, an object is JSON.
fn styles(media: &MediaType) -> Vec<FieldStyle> {
    let said = media
        .encoding
        .iter()
        .filter(|(_, one)| one.style.is_some() || !one.explode || one.allow_reserved);
    let styles = said.map(|(name, one)| {
        let style = parameters::query_style(one.style.as_ref().unwrap_or(&QueryStyle::Form));
        FieldStyle {
            name: name.clone(),
            style,
            explode: one.explode,
            reserved: one.allow_reserved,
        }
    });
    let mut styles: Vec<FieldStyle> = styles.collect();
    styles.sort_by(|a, b| a.name.cmp(&b.name));
    styles
}

pub(super) fn is_binary(schema: Use) -> bool {
    match schema {
        Use::Reference(_) => false,
        Use::Schema(schema) => {
            primitive(&Shape::of(schema)) == Some(graphwright_api::Primitive::Binary)
        }
    }
}
