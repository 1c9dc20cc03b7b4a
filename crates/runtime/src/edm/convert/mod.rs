//! Conversions between the types of `edm` and the types that programs use, both ways. Each crate has its file, and its
//! feature.
//!
//! A conversion that can fail is `TryFrom` and names the value in a [`ConversionError`](super::ConversionError); all
//! others are `From`.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
mod std_time;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

use super::parts::{DateParts, DateTimeParts, TimeParts};
use super::period::{PeriodParts, period_text};
use super::{ConversionErrorKind as Kind, Date, DateTimeOffset, Duration, TimeOfDay};

/// Makes conversions of values from those of references, and names the value in their errors:
/// `from_edm!(Type => time::Date, function)`, where the function says why a value does not fit.
macro_rules! from_edm {
    ($($edm:ident => $target:ty, $name:literal, $convert:expr;)*) => {$(
        impl TryFrom<&$edm> for $target {
            type Error = $crate::edm::ConversionError;

            fn try_from(value: &$edm) -> Result<Self, Self::Error> {
                let convert: fn(&$edm) -> Result<Self, $crate::edm::ConversionErrorKind> = $convert;
                convert(value).map_err(|kind| $crate::edm::ConversionError::new(kind, value, $name))
            }
        }

        impl TryFrom<$edm> for $target {
            type Error = $crate::edm::ConversionError;

            fn try_from(value: $edm) -> Result<Self, Self::Error> {
                (&value).try_into()
            }
        }
    )*};
}
use from_edm;

const NANOSECONDS: i128 = 1_000_000_000;

/// The date, which a calendar has.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn date_parts(date: &Date) -> Result<DateParts, Kind> {
    let parts = DateParts::of(date.as_str());
    // A `Date` has the text of a date.
    parts.ok_or(Kind::OutOfRange)?.checked()
}

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn time_parts(time: &TimeOfDay) -> Result<TimeParts<'_>, Kind> {
    TimeParts::of(time.as_str()).ok_or(Kind::OutOfRange)
}

/// The point in time, on a day that a calendar has.
fn date_time_parts(time: &DateTimeOffset) -> Result<DateTimeParts<'_>, Kind> {
    let parts = DateTimeParts::of(time.as_str()).ok_or(Kind::OutOfRange)?;
    parts.date.checked()?;
    Ok(parts)
}

/// The seconds since 1970-01-01T00:00:00Z and the nanoseconds on top.
fn timestamp(time: &DateTimeOffset) -> Result<(i64, u32), Kind> {
    let parts = date_time_parts(time)?;
    let seconds = i64::try_from(parts.seconds()).map_err(|_| Kind::OutOfRange)?;
    Ok((seconds, parts.time.nanoseconds()?))
}

/// The length of a duration in nanoseconds.
fn length(duration: &Duration) -> Result<i128, Kind> {
    let parts = PeriodParts::of(duration.as_str()).ok_or(Kind::OutOfRange)?;
    parts.nanoseconds()
}

/// The length of a duration in seconds, and the nanoseconds on top, which have the same sign.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn seconds_and_nanoseconds(duration: &Duration) -> Result<(i64, i32), Kind> {
    let length = length(duration)?;
    let seconds = i64::try_from(length / NANOSECONDS).map_err(|_| Kind::OutOfRange)?;
    let rest = i32::try_from(length % NANOSECONDS).map_err(|_| Kind::OutOfRange)?;
    Ok((seconds, rest))
}

/// The duration of that many seconds and nanoseconds, which have the same sign.
#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
fn duration(seconds: i64, nanoseconds: i32) -> Duration {
    let negative = seconds < 0 || nanoseconds < 0;
    let text = period_text(negative, seconds.unsigned_abs(), nanoseconds.unsigned_abs());
    Duration::from_valid(&text)
}
