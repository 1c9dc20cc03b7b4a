//! Sets of members of a flags enumeration.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Enumeration, Text};
use crate::json::Reader;
use crate::value::Value;

/// The text of a value without members.
const NONE: &str = "0";

/// A value of a flags enumeration: members in the order in which they came, unknown ones kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Flags<E> {
    members: Vec<E>,
    /// The text that was read, where it is not how this type writes it.
    written: Option<Box<str>>,
}

impl<E: Enumeration> Flags<E> {
    /// The members.
    pub fn members(&self) -> &[E] {
        &self.members
    }

    /// Returns whether `member` is one of them.
    pub fn contains(&self, member: &E) -> bool {
        self.members.contains(member)
    }
}

impl<E: Enumeration> Text for Flags<E> {
    const NAME: &'static str = E::NAME;

    fn from_text(text: &str) -> Self {
        let is_none = matches!(text.trim(), "" | NONE);
        let names = text.split(',').filter(|_| !is_none);
        let members = names.map(|name| E::from_name(name.trim())).collect();
        let mut flags = Self {
            members,
            written: None,
        };
        if flags.to_string() != text {
            flags.written = Some(text.into());
        }
        flags
    }

    fn text(&self) -> Cow<'_, str> {
        match &self.written {
            Some(written) => Cow::Borrowed(written),
            None => Cow::Owned(self.to_string()),
        }
    }
}

/// Reads names with commas between, such as `"a,b"`. Names that the description does not list are kept.
impl<E: Enumeration> From<&str> for Flags<E> {
    fn from(text: &str) -> Self {
        Self::from_text(text)
    }
}

/// As of a text by `From`: no text is refused.
impl<E: Enumeration> FromStr for Flags<E> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from_text(text))
    }
}

impl<E: Enumeration> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        Self {
            members: members.into_iter().collect(),
            written: None,
        }
    }
}

/// As on the wire: names with commas between, or the number zero (JSON Format 4.01, 7.1; OData ABNF 4.01,
/// `enumValue`).
impl<E: Enumeration> fmt::Display for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(written) = &self.written {
            return f.write_str(written);
        }
        let names: Vec<&str> = self.members.iter().map(E::as_str).collect();
        f.write_str(if names.is_empty() { NONE } else { "" })?;
        f.write_str(&names.join(","))
    }
}

impl<E: Enumeration> fmt::Debug for Flags<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.members.iter().map(E::as_str))
            .finish()
    }
}

impl<E: Enumeration> Value for Flags<E> {
    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        reader.text(Self::from_text)
    }
}

impl<E: Enumeration> Serialize for Flags<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, E: Enumeration> Deserialize<'de> for Flags<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::deserialize(deserializer)
    }
}
