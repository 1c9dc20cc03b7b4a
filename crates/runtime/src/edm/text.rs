//! Types whose values are text of a given form (OData ABNF 4.01, 7).

use std::fmt;
use std::str::FromStr;
use std::time::{Duration as StdDuration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
        }

        impl FromStr for $name {
            type Err = InvalidText;

            #[inline]
            fn from_str(text: &str) -> Result<Self, InvalidText> {
                if $valid(text) { Ok(Self(text.into())) } else { Err(InvalidText { expected: $edm }) }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidText;

            fn try_from(text: &str) -> Result<Self, InvalidText> {
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

impl DateTimeOffset {
    /// Returns the instant, to the nanosecond; digits past the ninth are dropped. `None` for a day that no calendar has,
    /// such as 30 February, which OData's grammar allows, and for a year that `SystemTime` cannot hold.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let (date, rest) = self.as_str().split_once(['T', 't'])?;
        let (time, offset) = split_offset(rest)?;
        let seconds = days_from_civil(date)?.checked_mul(86_400)? + seconds_of_day(time)?
            - offset_seconds(offset)?;
        let nanoseconds = nanoseconds(time)?;
        let whole = StdDuration::from_secs(seconds.unsigned_abs());
        let base = if seconds < 0 {
            UNIX_EPOCH.checked_sub(whole)
        } else {
            UNIX_EPOCH.checked_add(whole)
        };
        base?.checked_add(StdDuration::from_nanos(nanoseconds))
    }
}

fn is_date_time_offset(text: &str) -> bool {
    if is_usual_date_time(text.as_bytes()) {
        return true;
    }
    let Some((date, rest)) = text.split_once(['T', 't']) else {
        return false;
    };
    let Some((time, offset)) = split_offset(rest) else {
        return false;
    };
    is_date(date) && is_time(time) && offset_seconds(offset).is_some()
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

/// Time and offset of what follows the `T`.
fn split_offset(rest: &str) -> Option<(&str, &str)> {
    let at = rest.find(['Z', 'z', '+', '-'])?;
    Some(rest.split_at(at))
}

fn offset_seconds(offset: &str) -> Option<i64> {
    if offset == "Z" || offset == "z" {
        return Some(0);
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    Some(
        sign * (i64::from(two_digits(hours, 23)?) * 3600
            + i64::from(two_digits(minutes, 59)?) * 60),
    )
}

fn is_date(text: &str) -> bool {
    <&[u8; 10]>::try_from(text.as_bytes()).is_ok_and(is_usual_date) || civil(text).is_some()
}

/// Year, month and day; a year has four digits or more and may be negative.
fn civil(text: &str) -> Option<(i64, u32, u32)> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut parts = digits.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() < 4 || year.len() > 9 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let month = two_digits(month, 12).filter(|month| *month > 0)?;
    let day = two_digits(day, 31).filter(|day| *day > 0)?;
    Some((sign * year.parse::<i64>().ok()?, month, day))
}

fn days_of_month(year: i64, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
fn days_from_civil(text: &str) -> Option<i64> {
    let (year, month, day) = civil(text)?;
    if day > days_of_month(year, month) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    Some(
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
            - 719_468,
    )
}

fn is_time(text: &str) -> bool {
    let usual = text.as_bytes().split_first_chunk();
    usual.is_some_and(|(time, rest)| is_usual_time(time) && is_fraction(rest))
        || seconds_of_day(text).is_some() && nanoseconds(text).is_some()
}

fn seconds_of_day(text: &str) -> Option<i64> {
    let whole = text.split('.').next()?;
    let mut parts = whole.split(':');
    let (hour, minute) = (
        two_digits(parts.next()?, 23)?,
        two_digits(parts.next()?, 59)?,
    );
    let second = parts
        .next()
        .map_or(Some(0), |second| two_digits(second, 59))?;
    parts
        .next()
        .is_none()
        .then(|| i64::from(hour * 3600 + minute * 60 + second))
}

fn nanoseconds(text: &str) -> Option<u64> {
    let Some((whole, fraction)) = text.split_once('.') else {
        return Some(0);
    };
    let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 8 || !digits || fraction.is_empty() || fraction.len() > 12 {
        return None;
    }
    format!("{fraction:0<9}").get(..9)?.parse().ok()
}

fn two_digits(text: &str, most: u32) -> Option<u32> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| text.parse().ok())
        .flatten()
        .filter(|number| *number <= most)
}

/// Days, hours, minutes, seconds; years, months and weeks are ISO 8601's and Graph uses them.
fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let Some(parts) = text.strip_prefix('P') else {
        return false;
    };
    let (date, time) = parts
        .split_once('T')
        .map_or((parts, None), |(date, time)| (date, Some(time)));
    !parts.is_empty()
        && has_units(date, "YMWD")
        && time.is_none_or(|time| !time.is_empty() && has_units(time, "HMS"))
}

/// Returns whether `text` is numbers, each followed by one of `units`, which come in that order.
fn has_units(mut text: &str, units: &str) -> bool {
    let mut left = units;
    while !text.is_empty() {
        let number = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let (digits, rest) = text.split_at(number);
        let Some(unit) = rest.chars().next() else {
            return false;
        };
        let Some(at) = left.find(unit) else {
            return false;
        };
        if digits.parse::<f64>().is_err() {
            return false;
        }
        left = &left[at + 1..];
        text = &rest[1..];
    }
    true
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
