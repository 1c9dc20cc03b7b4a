//! Finds the parts of a body that may be null: of an answer, what its caller must be ready for.

use graphwright_api::plain::Nulls;

use super::form::{Form, form};
use super::parts::{HOPS, whole};
use crate::document::shape::{Shape, Use};
use crate::document::{Document, component};

/// Returns what of a value of `schema` may be null.
pub(super) fn of(document: &Document, schema: Use<'_>) -> Nulls {
    let list = whole(document, schema).map(|schema| form(document, schema, ""));
    let items = match list {
        Some(Form::List(Some(item))) => may_be_null(document, item, HOPS),
        _ => false,
    };
    Nulls {
        whole: may_be_null(document, schema, HOPS),
        items,
    }
}

/// Returns whether null is a value of `schema`: all parts of `allOf` must allow it, and one of `anyOf` or `oneOf`.
fn may_be_null(document: &Document, schema: Use<'_>, hops: usize) -> bool {
    let Some(hops) = hops.checked_sub(1) else {
        return false;
    };
    let schema = match schema {
        Use::Reference(reference) => {
            let known = component(reference).and_then(|name| document.schema(&name));
            return known.is_some_and(|known| may_be_null(document, known, hops));
        }
        Use::Schema(schema) => schema,
    };
    let shape = Shape::of(schema);
    let may_be = |part: &Use<'_>| may_be_null(document, *part, hops);
    schema.schema_data.nullable
        || shape.only_null
        || shape.ty == Some("null")
        || shape.any_of.iter().any(may_be)
        || (!shape.all_of.is_empty() && shape.all_of.iter().all(may_be))
}
