//! Binary values as text.

use std::fmt;

use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::Reader;
use crate::value::Value;

/// Padding may be there or not (OData ABNF 4.01, `binaryValue`).
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

/// `Edm.Binary` and inline `Edm.Stream`: bytes, written as base64url; standard base64 is accepted
/// and written back as it was.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Binary(Box<str>);

impl Binary {
    /// The text, as it was read.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        decode(&self.0).unwrap_or_default()
    }
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let standard: String = text
        .chars()
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            c => c,
        })
        .collect();
    GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT)
        .decode(standard)
        .ok()
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        Self(URL_SAFE.encode(bytes).into())
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} characters)", self.0.len())
    }
}

impl Value for Binary {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let text = reader.string()?;
        decode(&text).map(|_| Self(text.into()))
    }
}

impl Serialize for Binary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Binary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::model::deserialize(deserializer)
    }
}
