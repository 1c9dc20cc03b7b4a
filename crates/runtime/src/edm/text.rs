//! Types whose values are text of a given form (OData ABNF 4.01, 7).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::parts::{DateParts, DateTimeParts, TimeParts};
use super::period::PeriodParts;
use super::short::Short;
use crate::json::Reader;
use crate::value::Value;

/// The text is not a value of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidText {
    pub(super) expected: &'static str,
}

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the text is not a value of {}", self.expected)
    }
}

impl std::error::Error for InvalidText {}

macro_rules! text_types {
    ($($(#[$doc:meta])* $name:ident: $edm:literal, $valid:ident, $short:literal;)*) => {$(
        $(#[$doc])*
        ///
        /// Equality is that of the text.
        #[derive(Clone, PartialEq, Eq, Hash)]
        pub struct $name(Short<$short>);

        impl $name {
            /// The text, as it was read or given.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// The value of a text that is known to be valid.
            #[inline]
            pub(super) fn from_valid(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl FromStr for $name {
            type Err = InvalidText;

            #[inline]
            fn from_str(text: &str) -> Result<Self, InvalidText> {
                if $valid(text) { Ok(Self::from_valid(text)) } else { Err(InvalidText { expected: $edm }) }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidText;

            fn try_from(text: &str) -> Result<Self, InvalidText> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidText;

            fn try_from(text: String) -> Result<Self, InvalidText> {
                text.parse()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        impl Value for $name {
            fn read(reader: &mut Reader<'_>) -> Option<Self> {
                reader.text(|text| text.parse().ok()).flatten()
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::model::deserialize(deserializer)
            }
        }
    )*};
}

text_types! {
    /// `Edm.DateTimeOffset`: a date, a time with up to twelve fractional digits, and an offset.
    DateTimeOffset: "Edm.DateTimeOffset", is_date_time_offset, 30;
    /// `Edm.Date`: `2016-12-31`.
    Date: "Edm.Date", is_date, 22;
    /// `Edm.TimeOfDay`: `07:59:59.999`.
    TimeOfDay: "Edm.TimeOfDay", is_time, 22;
    /// `Edm.Duration`: `P3DT1H4M`, an ISO 8601 duration.
    Duration: "Edm.Duration", is_duration, 22;
    /// `Edm.Guid`: 32 hexadecimal digits in five groups; their case is kept.
    Guid: "Edm.Guid", is_guid, 38;
}

fn is_date_time_offset(text: &str) -> bool {
    if is_usual_date_time(text.as_bytes()) {
        return true;
    }
    DateTimeParts::of(text).is_some()
}

/// Returns whether it is a time as nearly all services write it, such as `2016-12-31T23:57:57.1200000Z`: told at a
/// glance, for an entity may have several.
fn is_usual_date_time(text: &[u8]) -> bool {
    let Some((head, [rest @ .., b'Z'])) = text.split_first_chunk::<19>() else {
        return false;
    };
    // Sixteen bytes at once, some of them twice.
    head.first_chunk()
        .is_some_and(|text| has_form(text, b"0000-00-00T00:00"))
        && head
            .last_chunk()
            .is_some_and(|text| has_form(text, b"0-00-00T00:00:00"))
        && is_in_year(&head[5..10])
        && is_in_day(&head[11..])
        && is_fraction(rest)
}

/// Returns whether it is a date such as `2016-12-31`.
fn is_usual_date(text: &[u8; 10]) -> bool {
    has_form(text, b"0000-00-00") && is_in_year(&text[5..])
}

/// Returns whether digits of the form `00-00` are a month and a day.
fn is_in_year(text: &[u8]) -> bool {
    (1..=12).contains(&number(text, 0)) && (1..=31).contains(&number(text, 3))
}

/// Returns whether it is a time such as `23:57:57`.
fn is_usual_time(text: &[u8; 8]) -> bool {
    has_form(text, b"00:00:00") && is_in_day(text)
}

/// Returns whether digits of the form `00:00:00` are hours, minutes and seconds.
fn is_in_day(text: &[u8]) -> bool {
    number(text, 0) <= 23 && number(text, 3) <= 59 && number(text, 6) <= 59
}

/// Returns whether nothing is left, or a point and up to twelve digits.
fn is_fraction(rest: &[u8]) -> bool {
    match rest {
        [] => true,
        [b'.', digits @ ..] => {
            (1..=12).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// Returns whether a digit stands where `form` has a zero, and else what `form` has. All are looked at, for that is
/// done for many in one step.
#[inline]
fn has_form<const N: usize>(text: &[u8; N], form: &[u8; N]) -> bool {
    let mut differs = false;
    for (byte, form) in text.iter().zip(form) {
        let most = if *form == b'0' { 9 } else { 0 };
        differs |= byte.wrapping_sub(*form) > most;
    }
    !differs
}

/// The number that the two digits at `at` are.
fn number(text: &[u8], at: usize) -> u8 {
    (text[at] & 0xf) * 10 + (text[at + 1] & 0xf)
}

fn is_date(text: &str) -> bool {
    <&[u8; 10]>::try_from(text.as_bytes()).is_ok_and(is_usual_date) || DateParts::of(text).is_some()
}

fn is_time(text: &str) -> bool {
    let usual = text.as_bytes().split_first_chunk();
    usual.is_some_and(|(time, rest)| is_usual_time(time) && is_fraction(rest))
        || TimeParts::of(text).is_some()
}

fn is_duration(text: &str) -> bool {
    PeriodParts::of(text).is_some()
}

fn is_guid(text: &str) -> bool {
    let Some((text, [])) = text.as_bytes().split_first_chunk::<36>() else {
        return false;
    };
    // All are looked at, for that is done for many in one step.
    let digits = text.iter().fold(0, |digits, byte| {
        digits + u8::from(byte.is_ascii_hexdigit())
    });
    digits == 32 && [8, 13, 18, 23].iter().all(|at| text[*at] == b'-')
}
