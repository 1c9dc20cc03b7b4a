//! The envelope `{"value": …}` around a single value.
//!
//! The service sends a single entity bare, with `@odata.context` in it; some documented samples wrap
//! it. Both are read, and here is the only place that decides which it is.

use serde_json::value::RawValue;

use crate::json::Reader;
use crate::model::Schema;

/// A reader at the value itself. It is in an envelope if the body's member `value` is an object and
/// everything beside it is an annotation, unless the type declares a member of that name. `None` if
/// that member is a list: this is a collection (JSON Format 4.01, 12), also if it is one of one.
pub(super) fn open<'a>(raw: &'a RawValue, schema: &Schema) -> Option<Reader<'a>> {
    let bare = Reader::new(raw);
    if schema.find("value", 0).is_some() {
        return Some(bare);
    }
    let Some(mut reader) = value_of(raw) else {
        return Some(bare);
    };
    let start = reader.mark();
    let value = reader.raw();
    reader.rewind(start);
    match value.as_bytes().first() {
        Some(b'{') => Some(reader),
        Some(b'[') => None,
        _ => Some(bare),
    }
}

/// A reader at the member `value` of an object that has no other members than annotations.
pub(super) fn value_of(raw: &RawValue) -> Option<Reader<'_>> {
    let mut reader = Reader::new(raw);
    let mut found = None;
    reader.object(|reader, name| {
        if name == "value" {
            found = Some(reader.mark());
        }
        reader.raw();
        name == "value" || name.contains('@')
    })?;
    reader.rewind(found?);
    Some(reader)
}
