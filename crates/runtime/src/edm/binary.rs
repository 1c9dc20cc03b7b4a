//! Binary values as text, in either alphabet of RFC 4648.

use std::fmt;

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD, URL_SAFE};
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::Reader;
use crate::value::Value;

/// Padding may be there or not (OData ABNF 4.01, `binaryValue`).
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let standard: String = text
        .chars()
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            c => c,
        })
        .collect();
    GeneralPurpose::new(&alphabet::STANDARD, LENIENT)
        .decode(standard)
        .ok()
}

macro_rules! binary {
    ($($(#[$doc:meta])* $name:ident: $engine:ident, $other:ident;)*) => {$(
        $(#[$doc])*
        ///
        /// Either alphabet is read, and what was read is written as it was.
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The text, as it was read.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The bytes.
            pub fn to_bytes(&self) -> Vec<u8> {
                decode(&self.0).unwrap_or_default()
            }
        }

        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                Self($engine.encode(bytes).into())
            }
        }

        impl<const N: usize> From<&[u8; N]> for $name {
            fn from(bytes: &[u8; N]) -> Self {
                bytes.as_slice().into()
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                bytes.as_slice().into()
            }
        }

        impl From<Bytes> for $name {
            fn from(bytes: Bytes) -> Self {
                (&*bytes).into()
            }
        }

        impl From<&$name> for Vec<u8> {
            fn from(binary: &$name) -> Self {
                binary.to_bytes()
            }
        }

        impl From<$name> for Vec<u8> {
            fn from(binary: $name) -> Self {
                binary.to_bytes()
            }
        }

        impl From<&$name> for Bytes {
            fn from(binary: &$name) -> Self {
                binary.to_bytes().into()
            }
        }

        impl From<$name> for Bytes {
            fn from(binary: $name) -> Self {
                binary.to_bytes().into()
            }
        }

        /// Copies the bytes, to be written in this type's own alphabet.
        impl From<&$other> for $name {
            fn from(other: &$other) -> Self {
                other.to_bytes().as_slice().into()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} characters)"), self.0.len())
            }
        }

        impl Value for $name {
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                let text = reader.string()?;
                decode(&text).map(|_| Self(text.into()))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::model::deserialize(deserializer)
            }
        }
    )*};
}

binary! {
    /// `Edm.Binary` and inline `Edm.Stream`: bytes, written as standard base64 with padding (RFC 4648, 4).
    /// OData says base64url (JSON Format 4.01, 7.1), but ODataLib reads bodies with a decoder that knows
    /// nothing but this; a service that wants base64url has [`Base64Url`] in its place.
    Binary: STANDARD, Base64Url;
    /// The same, written as base64url with padding (RFC 4648, 5).
    Base64Url: URL_SAFE, Binary;
}
