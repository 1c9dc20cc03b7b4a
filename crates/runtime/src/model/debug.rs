//! Showing: what is set, and no secret.

use std::fmt;

use crate::escaped::Escaped;

use super::{FieldRef, ObjectRef, Structured};

/// Shows the fields that are set and the names of additional members; a secret shows as `…`: what
/// `Debug` of every model and polymorphic type is.
///
/// # Errors
/// The formatter's own.
pub fn debug_structured<T: Structured>(value: &T, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    debug_object(value.object(), f)
}

fn debug_object(object: ObjectRef<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let name = object.schema().name;
    let mut shown = f.debug_struct(name.rsplit('.').next().unwrap_or(name));
    for (field, value) in object.fields() {
        if field.secret {
            shown.field(field.name, &format_args!("…"));
        } else {
            shown.field(field.name, &value);
        }
    }
    if !object.additional().is_empty() {
        shown.field("additional", object.additional());
    }
    shown.finish()
}

impl fmt::Debug for ObjectRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_object(*self, f)
    }
}

impl fmt::Debug for FieldRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(value) => value.fmt(f),
            Self::Primitives(value) => value.fmt(f),
            Self::Text(text) => Escaped(text).fmt(f),
            Self::Texts(texts) => f
                .debug_list()
                .entries(texts.iter().map(|text| DebugText(text.into_owned())))
                .finish(),
            Self::Object(object, _) => object.fmt(f),
            Self::Objects(objects, _) => f.debug_list().entries(objects.iter()).finish(),
            Self::Opaque(value) => value.fmt(f),
        }
    }
}

/// The name of a member, without quotes.
struct DebugText(String);

impl fmt::Debug for DebugText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Escaped(&self.0).fmt(f)
    }
}
