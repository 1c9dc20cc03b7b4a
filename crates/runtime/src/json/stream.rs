//! JSON text to serializers of any format.

use std::borrow::Cow;
use std::cell::RefCell;

use serde::ser::{Error, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::Reader;
use super::raw::{self, Takes};

/// Why a value cannot be written in another format.
const ONLY_JSON: &str = "a text with half of a surrogate pair, a number too large for 64 bits, or a value \
    nested deeper than 128 levels can be written as JSON only";

/// Writes the value in `text`, which is JSON: as it stands where serde_json writes it, else value by value.
pub(super) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if Takes::of::<S>() == Takes::Text {
        return raw::write(text, serializer);
    }
    next(&mut Reader::unchecked(text), serializer)
}

/// Writes the next value of a reader.
fn next<S: Serializer>(reader: &mut Reader<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let takes = Takes::of::<S>();
    if takes == Takes::Text {
        return raw::write(reader.raw(), serializer);
    }
    if reader.at_object() {
        let mut map = serializer.serialize_map(None)?;
        entries(|failed| {
            reader.object(|reader, name| {
                note(failed, reader, |next| map.serialize_entry(&*name, next))
            })
        })?;
        return map.end();
    }
    if reader.at_array() {
        let mut seq = serializer.serialize_seq(None)?;
        entries(|failed| {
            reader.array(|reader| note(failed, reader, |next| seq.serialize_element(next)))
        })?;
        return seq.end();
    }
    if let Some(value) = reader.boolean() {
        return serializer.serialize_bool(value);
    }
    let exact = |text: &str, serializer: S| match takes {
        Takes::Values => Err(S::Error::custom(ONLY_JSON)),
        _ => raw::write(text, serializer),
    };
    match reader.number() {
        Some(text) => number(text, takes, serializer, exact),
        None => match reader.string() {
            Some(text) => serializer.serialize_str(&text),
            None => match reader.raw() {
                "null" => serializer.serialize_unit(),
                text => exact(text, serializer),
            },
        },
    }
}

/// Writes a number: by its value, unless the serializer takes the text and that says more.
fn number<S: Serializer>(
    text: &str,
    takes: Takes,
    serializer: S,
    exact: impl FnOnce(&str, S) -> Result<S::Ok, S::Error>,
) -> Result<S::Ok, S::Error> {
    if text != "-0" {
        if let Ok(whole) = text.parse() {
            return serializer.serialize_i64(whole);
        }
        if let Ok(whole) = text.parse() {
            return serializer.serialize_u64(whole);
        }
    }
    match text.parse() {
        Ok(value) if f64::is_finite(value) && (takes == Takes::Values || shown(value) == text) => {
            serializer.serialize_f64(value)
        }
        _ => exact(text, serializer),
    }
}

/// Returns how serde_json writes it.
fn shown(value: f64) -> Cow<'static, str> {
    serde_json::to_string(&value).map_or(Cow::Borrowed(""), Cow::Owned)
}

/// Goes over entries. What a serializer says comes first, then that there is something that it cannot be given.
fn entries<E: Error>(walk: impl FnOnce(&mut Option<E>) -> Option<()>) -> Result<(), E> {
    let mut failed = None;
    let walked = walk(&mut failed);
    match failed {
        Some(error) => Err(error),
        None => walked.ok_or_else(|| E::custom(ONLY_JSON)),
    }
}

/// Writes an entry, and says whether to go on.
fn note<E>(
    failed: &mut Option<E>,
    reader: &mut Reader<'_>,
    write: impl FnOnce(&Next<'_, '_>) -> Result<(), E>,
) -> bool {
    let start = reader.mark();
    let next = Next {
        start,
        reader: RefCell::new(reader),
    };
    *failed = write(&next).err();
    let reader = next.reader.into_inner();
    if reader.mark() == start {
        reader.raw();
    }
    failed.is_none()
}

/// The value at a place of a reader: passed over when it is written, so that no text is looked at twice.
struct Next<'r, 'a> {
    start: usize,
    reader: RefCell<&'r mut Reader<'a>>,
}

impl Serialize for Next<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut reader = self.reader.borrow_mut();
        reader.rewind(self.start);
        next(&mut reader, serializer)
    }
}
