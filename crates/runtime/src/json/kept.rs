//! A JSON value kept as it was written.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

/// Any JSON value, kept to the digit: `1.50`, `12345678901234567890123` and `1e400` stay what they
/// are. Only the white space between tokens is dropped. This is `Edm.Untyped`, `graph.Json`, and
/// each member that a model does not declare.
///
/// Equality is that of the text, so `1.0` and `1.00` differ.
#[derive(Clone)]
pub struct Json(Option<Box<RawValue>>);

// `null` is kept as `None`: it is what services send most where nothing is, and costs nothing so.

impl Json {
    /// JSON's `null`.
    pub fn null() -> Self {
        Self(None)
    }

    /// The JSON of `value`.
    ///
    /// # Errors
    /// `value` cannot be written as JSON, such as a map whose keys are not strings.
    pub fn new(value: &(impl Serialize + ?Sized)) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self::from_raw)
    }

    /// Reads it as a `T`.
    ///
    /// # Errors
    /// It is not the JSON of a `T`.
    pub fn to<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.as_str())
    }

    /// Its text, without white space between tokens.
    pub fn as_str(&self) -> &str {
        self.raw().get()
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        self.0.is_none()
    }

    /// The value in `text`, which a reader or serde_json has found to be valid JSON.
    pub(crate) fn from_checked(text: &str) -> Self {
        if text == "null" {
            return Self(None);
        }
        let compact = compact(text);
        Self(RawValue::from_string(compact).ok())
    }

    fn from_raw(raw: Box<RawValue>) -> Self {
        Self((raw.get() != "null").then_some(raw))
    }

    pub(crate) fn raw(&self) -> &RawValue {
        self.0.as_deref().unwrap_or(RawValue::NULL)
    }
}

/// Without white space between tokens.
fn compact(text: &str) -> String {
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    // A scalar has none, and what a service sends mostly has none either.
    if !text.starts_with(['{', '[']) || !text.bytes().any(is_space) {
        return text.to_owned();
    }
    let mut compact = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        if quoted || !matches!(c, ' ' | '\t' | '\n' | '\r') {
            compact.push(c);
        }
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
    }
    compact
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Json {}

impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        Self::from_checked(&value.to_string())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(raw) => raw.serialize(serializer),
            None => serializer.serialize_unit(),
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Self::from_checked(raw.get().trim()))
    }
}
