//! Members that tell the type of their object.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use crate::json::Reader;

/// A value of a member that only some types have.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Tag {
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(&'static str),
}

impl Tag {
    /// Returns whether a member says this.
    pub(super) fn is(self, said: &Said<'_>) -> bool {
        match (self, said) {
            (Self::Text(text), Said::Text(said)) => text == said,
            (Self::Boolean(value), Said::Other(said)) => {
                *said == if value { "true" } else { "false" }
            }
            // JSON has one type of numbers: `1` and `1.0` are the same (JSON Schema 2020-12, 4.2.2).
            (Self::Integer(number), Said::Other(said)) => match said.parse::<i64>() {
                Ok(said) => said == number,
                Err(_) => said.parse() == Ok(number as f64),
            },
            (Self::Number(number), Said::Other(said)) => said.parse() == Ok(number),
            _ => false,
        }
    }
}

impl Serialize for Tag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

/// A literal as a tag, for [`one_of!`](crate::one_of!) alone.
#[doc(hidden)]
pub struct TagOf<T>(pub T);

macro_rules! literals {
    ($($ty:ty = $variant:ident)*) => {$(
        impl TagOf<$ty> {
            /// The tag.
            pub const fn tag(self) -> Tag {
                Tag::$variant(self.0)
            }
        }
    )*};
}

literals!(bool = Boolean i64 = Integer f64 = Number &'static str = Text);

/// The value of a member.
pub(super) enum Said<'a> {
    Text(Cow<'a, str>),
    /// JSON of any other kind.
    Other(&'a str),
}

impl<'a> Said<'a> {
    /// Returns what the next value says, which is passed over.
    pub(super) fn read(reader: &mut Reader<'a>) -> Self {
        match reader.string() {
            Some(text) => Self::Text(text),
            None => Self::Other(reader.raw_noted()),
        }
    }
}
