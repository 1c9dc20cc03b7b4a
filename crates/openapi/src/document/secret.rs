//! Which values a document says are secrets (`format: password`; OpenAPI 3.0, 4.4, and 3.1, 4.4).

use crate::document::shape::{Shape, Use};
use crate::document::{Document, component};

/// How many schemas are looked at for one value, so that a union of unions is not unfolded.
const MOST: usize = 256;

/// Whether a value of that schema is a secret, or has secrets as its items.
pub(crate) fn is_secret(document: &Document, schema: Use<'_>) -> bool {
    any(Some(document), schema)
}

/// Like [`is_secret`], without following references: properties of OData's types that refer to something are of a
/// type with a name.
pub(crate) fn is_secret_here(schema: Use<'_>) -> bool {
    any(None, schema)
}

fn any<'a>(document: Option<&'a Document>, schema: Use<'a>) -> bool {
    let mut open = vec![schema];
    for _ in 0..MOST {
        match open.pop() {
            None => return false,
            Some(Use::Reference(reference)) => {
                let target = document.zip(component(reference));
                open.extend(target.and_then(|(document, name)| document.schema(&name)));
            }
            Some(Use::Schema(schema)) => {
                let shape = Shape::of(schema);
                if shape.format == Some("password") {
                    return true;
                }
                open.extend(shape.all_of);
                open.extend(shape.any_of);
                open.extend(shape.items);
                open.extend(shape.additional);
            }
        }
    }
    false
}
