//! A JSON value kept as it was written.

use std::fmt;

use serde::de::{self, DeserializeOwned};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::scan::has_escape;
use super::{Reader, gather, stream};
use crate::escaped::Escaped;

/// Any JSON value, kept to the digit: `1.50`, `12345678901234567890123` and `1e400` stay what they
/// are. Only the white space between tokens is dropped. This is `Edm.Untyped`, `graph.Json`, and
/// each member that a model does not declare.
///
/// Equality is that of the text, so `1.0` and `1.00` differ.
///
/// To serde it is a value like any other. But serde has no place for the text of a number: that goes through
/// serde_json and [`json`](crate::json) to the digit, and through other formats as the nearest `i64`, `u64` or `f64`.
#[derive(Clone)]
pub struct Json(Kept);

#[derive(Clone)]
enum Kept {
    /// It is what services send most where nothing is, and costs nothing so.
    Null,
    /// A string in which nothing is escaped, with its quotes: every serializer writes it as it was.
    Plain(Box<str>),
    Other(Box<RawValue>),
}

impl Json {
    /// JSON's `null`.
    pub fn null() -> Self {
        Self(Kept::Null)
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
        match &self.0 {
            Kept::Null => RawValue::NULL.get(),
            Kept::Plain(text) => text,
            Kept::Other(raw) => raw.get(),
        }
    }

    /// Returns whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.0, Kept::Null)
    }

    /// The value in `text`, which a reader or serde_json has found to be valid JSON.
    pub(crate) fn from_checked(text: &str) -> Self {
        if text == "null" {
            return Self::null();
        }
        if plain(text).is_some_and(|inside| !has_escape(inside.as_bytes())) {
            return Self(Kept::Plain(text.into()));
        }
        RawValue::from_string(compact(text)).map_or(Self::null(), |raw| Self(Kept::Other(raw)))
    }

    fn from_raw(raw: Box<RawValue>) -> Self {
        match raw.get() {
            "null" => Self::null(),
            _ => Self(Kept::Other(raw)),
        }
    }
}

/// Returns what is between the quotes of a string.
fn plain(text: &str) -> Option<&str> {
    text.strip_prefix('"')?.strip_suffix('"')
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
        fmt::Display::fmt(&Escaped(self.as_str()), f)
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
            Kept::Null => serializer.serialize_unit(),
            Kept::Plain(text) => serializer.serialize_str(plain(text).unwrap_or_default()),
            Kept::Other(raw) => stream::serialize(raw.get(), serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = gather::text(deserializer)?;
        let mut reader = Reader::unchecked(&text);
        let value = Self::from_checked(reader.raw());
        match reader.ended() {
            true => Ok(value),
            false => Err(de::Error::custom("this text is not JSON")),
        }
    }
}
