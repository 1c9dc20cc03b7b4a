//! JSON text from deserializers of any format.

use std::borrow::Cow;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::Reader;
use super::raw;
use super::reader::DEPTH_LIMIT;

/// Returns what a deserializer has, as JSON text: from serde_json the text itself, which need not be JSON if it comes
/// from elsewhere under serde_json's name; from any other the values that it has.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'de, str>, D::Error> {
    let mut json = Vec::new();
    let gather = Gather {
        json: &mut json,
        outermost: true,
        depth: 0,
    };
    match deserializer.deserialize_newtype_struct(raw::raw_value(), gather)? {
        Some(text) => Ok(text),
        None => String::from_utf8(json)
            .map(Cow::Owned)
            .map_err(D::Error::custom),
    }
}

/// Writes what it is shown to the end of `json`, unless it gives the text of it.
struct Gather<'j> {
    json: &'j mut Vec<u8>,
    /// Whether this is the answer to a question for text.
    outermost: bool,
    /// How many values it is inside of.
    depth: u32,
}

impl Gather<'_> {
    fn write<'de, E: Error>(
        self,
        value: &(impl Serialize + ?Sized),
    ) -> Result<Option<Cow<'de, str>>, E> {
        serde_json::to_writer(self.json, value).map_err(E::custom)?;
        Ok(None)
    }
}

impl<'de> DeserializeSeed<'de> for Gather<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self).map(drop)
    }
}

macro_rules! written {
    ($($visit:ident: $ty:ty,)*) => {$(
        fn $visit<E: Error>(self, value: $ty) -> Result<Self::Value, E> {
            self.write(&value)
        }
    )*};
}

impl<'de> Visitor<'de> for Gather<'_> {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    written! {
        visit_bool: bool,
        visit_i64: i64,
        visit_i128: i128,
        visit_u64: u64,
        visit_u128: u128,
        visit_str: &str,
    }

    /// Writes what JSON has no number for as a text, as OData does (JSON Format 4.01, 7.1).
    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        match value {
            f64::INFINITY => self.write("INF"),
            f64::NEG_INFINITY => self.write("-INF"),
            value if value.is_nan() => self.write("NaN"),
            value => self.write(&value),
        }
    }

    /// As short as it is.
    fn visit_f32<E: Error>(self, value: f32) -> Result<Self::Value, E> {
        match value.is_finite() {
            true => self.write(&value),
            false => self.visit_f64(value.into()),
        }
    }

    /// As base64, for JSON has no bytes.
    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<Self::Value, E> {
        self.write(&STANDARD.encode(value))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        self.write(&())
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        self.write(&())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    /// The deserializer is not one of serde_json, or has no text any more.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Self::Value, D::Error> {
        let outermost = false;
        deserializer.deserialize_any(Self { outermost, ..self })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let depth = deeper(self.depth)?;
        let json = self.json;
        json.push(b'[');
        while seq.next_element_seed(inside(json, depth))?.is_some() {
            json.push(b',');
        }
        close(json, b']');
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let depth = deeper(self.depth)?;
        let json = self.json;
        let object = json.len();
        json.push(b'{');
        let mut key = json.len();
        while map.next_key_seed(inside(json, depth))?.is_some() {
            if key == object + 1 {
                let name = json.get(key + 1..json.len() - 1).unwrap_or_default();
                if self.outermost && name == raw::raw_value().as_bytes() {
                    return map.next_value_seed(Verbatim).map(Some);
                }
                if raw::number().is_some_and(|number| name == number.as_bytes()) {
                    let text = map.next_value_seed(Verbatim)?;
                    if Reader::unchecked(&text).number() != Some(&text) {
                        return Err(A::Error::custom("invalid number"));
                    }
                    json.truncate(object);
                    json.extend_from_slice(text.as_bytes());
                    return Ok(None);
                }
            }
            quote(json, key).ok_or_else(|| A::Error::custom("key must be a string"))?;
            json.push(b':');
            map.next_value_seed(inside(json, depth))?;
            json.push(b',');
            key = json.len();
        }
        close(json, b'}');
        Ok(None)
    }
}

/// A text, borrowed where it can be.
struct Verbatim;

impl<'de> DeserializeSeed<'de> for Verbatim {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Verbatim {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}

fn inside(json: &mut Vec<u8>, depth: u32) -> Gather<'_> {
    Gather {
        json,
        outermost: false,
        depth,
    }
}

/// One level deeper, as far as serde_json reads text: other formats go on until the stack is at its end.
fn deeper<E: Error>(depth: u32) -> Result<u32, E> {
    match depth < DEPTH_LIMIT {
        true => Ok(depth + 1),
        false => Err(E::custom(format_args!(
            "the value is nested deeper than {DEPTH_LIMIT} levels"
        ))),
    }
}

/// Closes an array or an object, behind its last comma if it has one.
fn close(json: &mut Vec<u8>, bracket: u8) {
    match json.last_mut() {
        Some(last) if *last == b',' => *last = bracket,
        _ => json.push(bracket),
    }
}

/// Puts the key that begins at `start` between quotes, as serde_json does with numbers and Booleans. `None` if it
/// is something else.
#[inline]
pub(super) fn quote(json: &mut Vec<u8>, start: usize) -> Option<()> {
    match json.get(start) {
        Some(b'"') => {}
        Some(b'-' | b'0'..=b'9' | b't' | b'f') => {
            json.insert(start, b'"');
            json.push(b'"');
        }
        _ => return None,
    }
    Some(())
}
