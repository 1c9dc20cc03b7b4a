//! What the conversions to and from the types of calendars share.

use std::fmt::Display;

use super::{Kind, NANOSECONDS, length};
use crate::edm::parts::{DateParts, DateTimeParts, TimeParts, fraction_text};
use crate::edm::period::period_text;
use crate::edm::{ConversionError, Date, Duration, TimeOfDay};

/// The date, which a calendar has.
pub(super) fn date_parts(date: &Date) -> Result<DateParts, Kind> {
    let parts = DateParts::of(date.as_str());
    // A `Date` has the text of a date.
    parts.ok_or(Kind::OutOfRange)?.checked()
}

pub(super) fn time_parts(time: &TimeOfDay) -> Result<TimeParts<'_>, Kind> {
    TimeParts::of(time.as_str()).ok_or(Kind::OutOfRange)
}

/// The length of a duration in seconds, and the nanoseconds on top, which have the same sign.
pub(super) fn seconds_and_nanoseconds(duration: &Duration) -> Result<(i64, i32), Kind> {
    let length = length(duration)?;
    let seconds = i64::try_from(length / NANOSECONDS).map_err(|_| Kind::OutOfRange)?;
    let rest = i32::try_from(length % NANOSECONDS).map_err(|_| Kind::OutOfRange)?;
    Ok((seconds, rest))
}

/// The duration of that many seconds and nanoseconds, which have the same sign.
pub(super) fn duration(seconds: i64, nanoseconds: i32) -> Duration {
    let negative = seconds < 0 || nanoseconds < 0;
    let text = period_text(negative, seconds.unsigned_abs(), nanoseconds.unsigned_abs());
    Duration::from_valid(&text)
}

/// Returns the seconds that the clock is ahead of UTC.
pub(super) fn offset_seconds(parts: DateTimeParts<'_>) -> i32 {
    i32::from(parts.offset) * 60
}

/// The text of a time of day.
pub(super) fn time_text(hour: u8, minute: u8, second: u8, nanoseconds: u32) -> String {
    let fraction = fraction_text(nanoseconds);
    format!("{hour:02}:{minute:02}:{second:02}{fraction}")
}

/// The text of an offset in seconds, if OData has it: of whole minutes, and less than a day.
pub(super) fn offset_text(seconds: i32) -> Result<String, Kind> {
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    if seconds % 60 != 0 || minutes >= 24 * 60 {
        return Err(Kind::Offset);
    }
    Ok(match seconds {
        0 => "Z".into(),
        _ => format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60),
    })
}

/// Names the value and the type in the error of a conversion.
pub(super) trait Named<T> {
    fn named(self, value: &dyn Display, target: &'static str) -> Result<T, ConversionError>;
}

impl<T> Named<T> for Result<T, Kind> {
    fn named(self, value: &dyn Display, target: &'static str) -> Result<T, ConversionError> {
        self.map_err(|kind| ConversionError::new(kind, value, target))
    }
}
