//! How serde_json passes the text of a value through serde, which has no place for it: what the exact text of a
//! number rests on.
//!
//! It is written as a struct, and asked for as a newtype struct, of a name that serde_json's own serializers and
//! deserializers know. The name is private to serde_json, so it is not written down here: serde_json is asked for a
//! [`RawValue`], and says it. To all other formats the name means nothing, so nothing is written to them under it.

use std::any::type_name;
use std::fmt;
use std::sync::LazyLock;

use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serializer, forward_to_deserialize_any};
use serde_json::value::RawValue;

use super::writer::Writer;

/// Returns the name of the struct whose only field, of the same name, is JSON text.
pub(super) fn raw_value() -> &'static str {
    static NAME: LazyLock<&str> = LazyLock::new(|| {
        let asked = Box::<RawValue>::deserialize(Asked);
        asked
            .err()
            .and_then(|Asking(name)| name)
            .unwrap_or_default()
    });
    &NAME
}

/// The name of the struct that a number is, where some crate of the build has turned on
/// `arbitrary_precision` of serde_json.
pub(super) fn number() -> Option<&'static str> {
    static NAME: LazyLock<Option<String>> = LazyLock::new(|| {
        serde_json::from_str(r"0")
            .ok()
            .and_then(|NumberName(name)| name)
    });
    NAME.as_deref()
}

/// Returns whether what is written as a struct of that name is JSON text.
pub(super) fn is_text(name: &str) -> bool {
    name == raw_value() || number() == Some(name)
}

/// The way in which a serializer takes JSON text that is given as serde_json gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// It is written as it stands.
    Text,
    /// So it is in the end; but on the way stands what must see the members of an object, as the serializers
    /// behind `#[serde(flatten)]` and `#[serde(tag = …)]`.
    TextInside,
    /// It is a struct of one field like any other: the serializer is of another format.
    Values,
}

impl Takes {
    /// By names, for neither the serializers nor their errors need be `'static`.
    #[inline]
    pub(super) fn of<S: Serializer>() -> Self {
        let name = type_name::<S>();
        // The compiler knows these names, and does all this by itself.
        if name == type_name::<&mut Writer>()
            || name.starts_with("&mut serde_json::")
            || name.starts_with("serde_json::")
        {
            Self::Text
        } else if type_name::<S::Error>() == type_name::<serde_json::Error>() {
            Self::TextInside
        } else {
            Self::Values
        }
    }
}

/// Gives JSON text to a serializer that takes it.
pub(super) fn write<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let name = raw_value();
    let mut value = serializer.serialize_struct(name, 1)?;
    value.serialize_field(name, text)?;
    value.end()
}

/// The name that serde_json gives to a number, if any.
struct NumberName(Option<String>);

impl<'de> Deserialize<'de> for NumberName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }
}

struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = NumberName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_u64<E>(self, _: u64) -> Result<NumberName, E> {
        Ok(NumberName(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<NumberName, A::Error> {
        map.next_key().map(NumberName)
    }
}

/// A deserializer that has no value: it fails with the name of the newtype struct that it is asked for.
struct Asked;

/// The name that was asked for, if one was.
#[derive(Debug)]
struct Asking(Option<&'static str>);

impl fmt::Display for Asking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no value")
    }
}

impl std::error::Error for Asking {}

impl de::Error for Asking {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(None)
    }
}

impl<'de> Deserializer<'de> for Asked {
    type Error = Asking;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Asking> {
        Err(Asking(None))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: V,
    ) -> Result<V::Value, Asking> {
        Err(Asking(Some(name)))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[test]
    fn serde_json_writes_text_under_the_name_that_it_reads_it_by() {
        let name = raw_value();
        assert!(!name.is_empty());
        let written = serde_yaml::to_string(RawValue::TRUE).unwrap_or_default();
        assert_eq!(written, format!("{name}: 'true'\n"));
        let text = write("1.50", serde_json::value::Serializer).map(|value| value.to_string());
        assert_eq!(text.ok().as_deref(), Some("1.5"));
    }

    /// Says what is known of the serializer that it is given.
    struct Probe;

    impl Serialize for Probe {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(&format!("{:?}", Takes::of::<S>()))
        }
    }

    #[derive(Serialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        Inside(Entry),
    }

    #[derive(Serialize)]
    struct Entry {
        entry: Probe,
    }

    #[test]
    fn serializers_that_take_text_are_known() {
        let json = r#"{"kind":"Inside","entry":"Text"}"#;
        let value = Tagged::Inside(Entry { entry: Probe });
        assert_eq!(serde_json::to_string(&value).ok().as_deref(), Some(json));
        assert_eq!(
            serde_json::to_vec(&Probe).ok().as_deref(),
            Some(&b"\"Text\""[..])
        );
        assert_eq!(serde_json::to_value(Probe).ok(), Some("Text".into()));
        let pretty = serde_json::to_string_pretty(&Probe);
        assert_eq!(pretty.ok().as_deref(), Some("\"Text\""));
        assert_eq!(
            super::super::to_vec(&Probe).ok().as_deref(),
            Some(&b"\"Text\""[..])
        );
        assert_eq!(
            serde_yaml::to_string(&Probe).ok().as_deref(),
            Some("Values\n")
        );
    }
}
