//! Numbers that keep how they were written.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::InvalidText;
use crate::json::{Json, Reader, Wide};
use crate::value::Value;

macro_rules! floats {
    ($($(#[$doc:meta])* $name:ident: $float:ty;)*) => {$(
        $(#[$doc])*
        ///
        /// A number that was read is written back as it was, be it `5`, `5.0` or `5e0`; `INF`,
        /// `-INF` and `NaN` stand as strings (JSON Format 4.01, 7.1). Equality is that of what is
        /// written.
        #[derive(Clone)]
        pub struct $name {
            value: $float,
            /// The text that was read, where it is not how the value is written by itself.
            written: Option<Box<str>>,
        }

        impl $name {
            /// The number.
            pub fn get(&self) -> $float {
                self.value
            }

            fn json(&self) -> String {
                match &self.written {
                    Some(written) => written.to_string(),
                    None if self.value.is_nan() => "\"NaN\"".into(),
                    None if self.value.is_infinite() && self.value > 0.0 => "\"INF\"".into(),
                    None if self.value.is_infinite() => "\"-INF\"".into(),
                    None => format!("{:?}", self.value),
                }
            }
        }

        impl From<$float> for $name {
            fn from(value: $float) -> Self {
                Self { value, written: None }
            }
        }

        impl From<$name> for $float {
            fn from(number: $name) -> Self {
                number.value
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.json() == other.json()
            }
        }

        impl PartialEq<$float> for $name {
            fn eq(&self, other: &$float) -> bool {
                self.value == *other
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.json().trim_matches('"'))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self, f)
            }
        }

        impl Value for $name {
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                if let Some(text) = reader.number() {
                    let value: $float = text.parse().ok().filter(|value: &$float| value.is_finite())?;
                    let written = (format!("{value:?}") != text).then(|| text.into());
                    return Some(Self { value, written });
                }
                let value = match &*reader.string()? {
                    "INF" => <$float>::INFINITY,
                    "-INF" => <$float>::NEG_INFINITY,
                    "NaN" => <$float>::NAN,
                    _ => return None,
                };
                Some(value.into())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Json::from_checked(&self.json()).serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::model::deserialize(deserializer)
            }
        }
    )*};
}

floats! {
    /// `Edm.Double`: a 64-bit floating-point number.
    Double: f64;
    /// `Edm.Single`: a 32-bit floating-point number.
    Single: f32;
}

/// `Edm.Decimal`: a decimal number of any length, as text. It stands on the wire as a number, or as
/// a string where the service writes it so (`IEEE754Compatible`, JSON Format 4.01, 7.1).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal {
    text: Box<str>,
    quoted: bool,
}

impl Decimal {
    /// The digits, as they were read or given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The value of a number that is known to be written as JSON has it.
    pub(super) fn from_valid(text: String) -> Self {
        debug_assert!(text.parse::<Self>().is_ok(), "{text}");
        let text = text.into();
        Self {
            text,
            quoted: false,
        }
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {$(
        impl From<$integer> for Decimal {
            fn from(value: $integer) -> Self {
                Self::from_valid(value.to_string())
            }
        }
    )*};
}

from_integers!(u8 u16 u32 u64 u128 i8 i16 i32 i64 i128);

impl FromStr for Decimal {
    type Err = InvalidText;

    fn from_str(text: &str) -> Result<Self, InvalidText> {
        // By its form and not as an `f64`, which has no room for `1e400`.
        let begins = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        let is_json =
            || serde_json::from_str::<&RawValue>(text).is_ok_and(|number| number.get() == text);
        let number = begins && is_json() || matches!(text, "INF" | "-INF" | "NaN");
        let quoted = text.ends_with(['F', 'N']);
        if number {
            Ok(Self {
                text: text.into(),
                quoted,
            })
        } else {
            Err(InvalidText {
                expected: "Edm.Decimal",
            })
        }
    }
}

impl TryFrom<&str> for Decimal {
    type Error = InvalidText;

    fn try_from(text: &str) -> Result<Self, InvalidText> {
        text.parse()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Value for Decimal {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        match reader.number() {
            Some(text) => Some(Self {
                text: text.into(),
                quoted: false,
            }),
            None => Some(Self {
                quoted: true,
                ..reader.string()?.parse().ok()?
            }),
        }
    }

    fn write_in_body<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wide(self).serialize(serializer)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.quoted {
            serializer.serialize_str(&self.text)
        } else {
            Json::from_checked(&self.text).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::model::deserialize(deserializer)
    }
}
