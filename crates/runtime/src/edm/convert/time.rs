//! Conversions to and from the types of the crate `time`.

use time::{Date as TimeDate, Duration as TimeDuration, Month, OffsetDateTime, PrimitiveDateTime};
use time::{Time, UtcDateTime, UtcOffset};

use super::calendar::{
    Named, date_parts, duration, offset_seconds, offset_text, seconds_and_nanoseconds, time_parts,
    time_text,
};
use super::{Kind, date_time_parts, from_edm};
use crate::edm::parts::{DateParts, TimeParts};
use crate::edm::{ConversionError, Date, DateTimeOffset, Duration, TimeOfDay};

fn to_date(parts: DateParts) -> Result<TimeDate, Kind> {
    let year = i32::try_from(parts.year).map_err(|_| Kind::OutOfRange)?;
    let month = Month::try_from(parts.month).map_err(|_| Kind::OutOfRange)?;
    TimeDate::from_calendar_date(year, month, parts.day).map_err(|_| Kind::OutOfRange)
}

fn to_time(parts: TimeParts<'_>) -> Result<Time, Kind> {
    let TimeParts {
        hour,
        minute,
        second,
        ..
    } = parts;
    Time::from_hms_nano(hour, minute, second, parts.nanoseconds()?).map_err(|_| Kind::OutOfRange)
}

fn to_date_time(value: &DateTimeOffset) -> Result<OffsetDateTime, Kind> {
    let parts = date_time_parts(value)?;
    let offset = UtcOffset::from_whole_seconds(offset_seconds(parts));
    let offset = offset.map_err(|_| Kind::OutOfRange)?;
    let local = PrimitiveDateTime::new(to_date(parts.date)?, to_time(parts.time)?);
    let time = local.assume_offset(offset);
    // The instant of the first and the last days may be out of the range, at which later calls would panic.
    match time.checked_to_offset(UtcOffset::UTC) {
        Some(_) => Ok(time),
        None => Err(Kind::OutOfRange),
    }
}

from_edm! {
    Date => TimeDate, "time::Date", |value| to_date(date_parts(value)?);
    TimeOfDay => Time, "time::Time", |value| to_time(time_parts(value)?);
    DateTimeOffset => OffsetDateTime, "time::OffsetDateTime", to_date_time;
    DateTimeOffset => UtcDateTime, "time::UtcDateTime", |value| {
        to_date_time(value)?.checked_to_utc().ok_or(Kind::OutOfRange)
    };
    Duration => TimeDuration, "time::Duration", |value| {
        let (seconds, nanoseconds) = seconds_and_nanoseconds(value)?;
        Ok(Self::new(seconds, nanoseconds))
    };
}

fn date(date: TimeDate) -> DateParts {
    DateParts {
        year: date.year().into(),
        month: date.month().into(),
        day: date.day(),
    }
}

fn time(time: Time) -> String {
    let (hour, minute, second, nanosecond) = time.as_hms_nano();
    time_text(hour, minute, second, nanosecond)
}

impl From<TimeDate> for Date {
    fn from(value: TimeDate) -> Self {
        Self::from_valid(&date(value).text())
    }
}

impl From<Time> for TimeOfDay {
    fn from(value: Time) -> Self {
        Self::from_valid(&time(value))
    }
}

/// Fails where the offset has seconds, or is a day or more.
impl TryFrom<OffsetDateTime> for DateTimeOffset {
    type Error = ConversionError;

    fn try_from(value: OffsetDateTime) -> Result<Self, ConversionError> {
        let offset = offset_text(value.offset().whole_seconds());
        let offset = offset.named(&value, "Edm.DateTimeOffset")?;
        let (date, time) = (date(value.date()).text(), time(value.time()));
        Ok(Self::from_valid(&format!("{date}T{time}{offset}")))
    }
}

impl From<UtcDateTime> for DateTimeOffset {
    fn from(value: UtcDateTime) -> Self {
        Self::of_instant(value.unix_timestamp().into(), value.nanosecond())
    }
}

impl From<TimeDuration> for Duration {
    fn from(value: TimeDuration) -> Self {
        duration(value.whole_seconds(), value.subsec_nanoseconds())
    }
}
