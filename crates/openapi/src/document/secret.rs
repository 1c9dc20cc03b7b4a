//! Which values a document says are secrets (`format: password`; OpenAPI 3.0, 4.4, and 3.1, 4.4).

use crate::document::shape::{Shape, Use};
use crate::document::{Document, component};

/// How many schemas may stand in each other, or for each other.
const HOPS: usize = 8;

/// Whether a value of that schema is a secret, or has secrets as its items.
pub(crate) fn is_secret(document: &Document, schema: Use<'_>) -> bool {
    within(Some(document), schema, HOPS)
}

/// The same without looking into what is referred to: properties of OData's types that refer to something are of a
/// type with a name.
pub(crate) fn is_secret_here(schema: Use<'_>) -> bool {
    within(None, schema, HOPS)
}

fn within(document: Option<&Document>, schema: Use<'_>, hops: usize) -> bool {
    if hops == 0 {
        return false;
    }
    match schema {
        Use::Reference(reference) => {
            let target = document.zip(component(reference));
            let target = target.and_then(|(document, name)| document.schema(&name));
            target.is_some_and(|schema| within(document, schema, hops - 1))
        }
        Use::Schema(schema) => {
            let shape = Shape::of(schema);
            let parts = shape.all_of.iter().chain(&shape.any_of);
            let mut parts = parts.chain(&shape.items).chain(&shape.additional);
            shape.format == Some("password") || parts.any(|part| within(document, *part, hops - 1))
        }
    }
}
