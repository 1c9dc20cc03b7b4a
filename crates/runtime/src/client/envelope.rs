//! The envelope `{"value": …}` around a single value.
//!
//! The service sends a single entity bare, with `@odata.context` in it; some documented samples wrap
//! it. Both are read, and here is the only place that decides which it is.

use serde_json::value::RawValue;

use crate::json::Reader;
use crate::model::{Model, Structured};
use crate::value::Value;

/// Reads a structured value. It is in an envelope if the body's member `value` is an object and
/// everything beside it is an annotation, unless the type declares a member of that name. `None` if
/// that member is a list: this is a collection (JSON Format 4.01, 12), also if it is one of one.
pub(super) fn read_structured<T: Structured>(reader: &mut Reader<'_>) -> Option<T> {
    let may_be_wrapped = T::Declared::schema().find("value", 0).is_none();
    let start = reader.mark();
    if says_null(reader) {
        return None;
    }
    reader.rewind(start);
    let Some(envelope) = may_be_wrapped.then(|| value_of(reader)).flatten() else {
        return T::read(reader);
    };
    reader.rewind(envelope.value);
    if reader.at_object() {
        return envelope.read(reader);
    }
    let value = reader.raw();
    if value.starts_with('[') || value == "null" {
        return None;
    }
    reader.rewind(start);
    T::read(reader)
}

/// Reads a value of any type, in an envelope or not.
pub(super) fn read_value<T: Value>(reader: &mut Reader<'_>) -> Option<T> {
    let start = reader.mark();
    if says_null(reader) {
        return T::read(&mut Reader::unchecked("null"));
    }
    reader.rewind(start);
    match value_of(reader) {
        Some(envelope) => envelope.read(reader),
        None => T::read(reader),
    }
}

/// Returns whether a body is a null in place of a value: bare, in an envelope, or said by an annotation (JSON Format
/// 4.0, 11; `@odata.null` is of its first version).
pub(super) fn is_null(raw: &RawValue) -> bool {
    let mut reader = Reader::new(raw);
    if raw.get() == "null" || says_null(&mut reader) {
        return true;
    }
    reader = Reader::new(raw);
    value_of(&mut reader).is_some_and(|envelope| {
        reader.rewind(envelope.value);
        reader.raw() == "null"
    })
}

/// A value in a body.
pub(super) struct Found {
    /// Its JSON path.
    pub(super) path: &'static str,
    /// What it is, for people.
    pub(super) kind: &'static str,
}

/// Returns the value that a body has, in an envelope or not; that of a `plain` service has none.
pub(super) fn found(raw: &RawValue, plain: bool) -> Found {
    let mut reader = Reader::new(raw);
    let envelope = match plain {
        true => None,
        false => value_of(&mut reader),
    };
    let path = match envelope {
        Some(envelope) => {
            reader.rewind(envelope.value);
            "$.value"
        }
        None => "$",
    };
    let kind = match reader.raw().bytes().next() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    };
    Found { path, kind }
}

/// Returns whether the next value is an object of annotations of which one says that it stands for null.
fn says_null(reader: &mut Reader<'_>) -> bool {
    let mut says = false;
    let object = reader.object(|reader, name| {
        if !name.contains('@') {
            return false;
        }
        says |= reader.raw() == "true" && matches!(&*name, "@odata.null" | "@null");
        true
    });
    object.is_some() && says
}

/// Places in an object that has a member `value`, and no other members than annotations.
struct Envelope {
    /// That value.
    value: usize,
    /// Behind the object.
    end: usize,
}

impl Envelope {
    /// Reads the value, and passes over the envelope.
    fn read<T: Value>(&self, reader: &mut Reader<'_>) -> Option<T> {
        reader.rewind(self.value);
        let value = T::read(reader)?;
        reader.rewind(self.end);
        Some(value)
    }
}

/// The envelope that the next value is. If it is none, it is not passed over.
fn value_of(reader: &mut Reader<'_>) -> Option<Envelope> {
    let start = reader.mark();
    let mut found = None;
    let object = reader.object(|reader, name| {
        if name == "value" {
            found = Some(reader.mark());
        }
        reader.raw();
        name == "value" || name.contains('@')
    });
    let end = reader.mark();
    let envelope = object.and(found).map(|value| Envelope { value, end });
    if envelope.is_none() {
        reader.rewind(start);
    }
    envelope
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::odata_error::{InnerError, ODataError};
    use crate::json;

    #[test]
    fn what_is_in_an_envelope_is_read_in_one_pass_too() {
        let bodies = [
            r#"{"value":5}"#,
            r#" {"@odata.context":"c", "value" : 5, "value@x": {"y":[]} } "#,
            "5",
        ];
        for body in bodies {
            let read = json::read(body.as_bytes(), read_value::<i32>);
            assert_eq!(read, Some(5), "{body}");
        }
        for body in [r#"{"value":5}}"#, r#"{"value":5,}"#, r#"{"value":5"#] {
            assert_eq!(json::read(body.as_bytes(), read_value::<i32>), None);
        }
        let id =
            |body: &str| json::read(body.as_bytes(), read_structured::<InnerError>)?.request_id;
        let bodies = [
            r#"{"request-id":"x"}"#,
            r#"{"@odata.context":"c","value":{"request-id":"x"},"@a":1}"#,
            r#"{"request-id":"x","value":{"request-id":"y"}}"#,
        ];
        for body in bodies {
            assert_eq!(id(body).as_deref(), Some("x"), "{body}");
        }
        let list = br#"{"value":[{}]}"#;
        assert!(json::read(list, read_structured::<ODataError>).is_none());
    }
}
