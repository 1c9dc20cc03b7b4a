//! How a service writes what OData lets it write in several ways: what a profile says of it.

use std::str::FromStr;

use serde::Deserialize;

use crate::{Api, graph};

/// How a service writes values on the wire, as a profile states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Conventions {
    /// How binary values are written; where nothing is said, as base64.
    pub binary: Option<Alphabet>,
    /// How literals of enumeration types stand in URLs; where nothing is said, [`EnumLiterals::Short`] in
    /// Microsoft Graph and [`EnumLiterals::Qualified`] elsewhere.
    pub enum_literals: Option<EnumLiterals>,
    /// Whether `Edm.Int64` and `Edm.Decimal` are texts in JSON (OData JSON Format 4.01, 3.2).
    pub ieee754_compatible: bool,
}

impl Conventions {
    /// Returns how literals of enumeration types stand in the URLs of `api`.
    pub fn enum_literals(&self, api: &Api) -> EnumLiterals {
        self.enum_literals.unwrap_or_else(|| {
            let mut namespaces = api.types.keys().map(crate::TypeName::namespace);
            match namespaces.any(graph::has) {
                // Graph documents this form alone.
                true => EnumLiterals::Short,
                // OData 4.0 knows no other form, and every service reads it.
                false => EnumLiterals::Qualified,
            }
        })
    }
}

/// How binary values are written as text (RFC 4648, 4 and 5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Alphabet {
    /// With `+`, `/` and padding: what ODataLib, and with it most services, read.
    #[default]
    Base64,
    /// With `-` and `_`, as OData JSON Format 4.01, 7.1 says.
    Base64Url,
}

/// How the literal of an enumeration type stands in a URL (OData ABNF, `enum`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum EnumLiterals {
    /// With the qualified name of its type.
    Qualified,
    /// Without it.
    Short,
}

fn unknown(text: &str, first: &str, second: &str) -> String {
    format!("`{text}` is neither `{first}` nor `{second}`")
}

impl FromStr for Alphabet {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "base64" => Ok(Self::Base64),
            "base64url" => Ok(Self::Base64Url),
            _ => Err(unknown(text, "base64", "base64url")),
        }
    }
}

impl FromStr for EnumLiterals {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "qualified" => Ok(Self::Qualified),
            "short" => Ok(Self::Short),
            _ => Err(unknown(text, "qualified", "short")),
        }
    }
}

impl TryFrom<String> for Alphabet {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl TryFrom<String> for EnumLiterals {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// The word that [`FromStr`] reads.
impl std::fmt::Display for Alphabet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Base64 => "base64",
            Self::Base64Url => "base64url",
        })
    }
}

/// The word that [`FromStr`] reads.
impl std::fmt::Display for EnumLiterals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Qualified => "qualified",
            Self::Short => "short",
        })
    }
}
