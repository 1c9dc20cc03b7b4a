//! Conversions between the types of `edm` and the types that programs use, both ways. Each crate has its file, and its
//! feature.
//!
//! A conversion that can fail is `TryFrom` and names the value in a [`ConversionError`](super::ConversionError); all
//! others are `From`.

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod calendar;
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

use super::parts::DateTimeParts;
use super::period::PeriodParts;
use super::{ConversionErrorKind as Kind, DateTimeOffset, Duration};

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
