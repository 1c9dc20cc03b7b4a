//! Conversions to and from the types of the crate `chrono`.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono::{Timelike, Utc};

use super::calendar::{
    Named, date_parts, duration, offset_seconds, offset_text, seconds_and_nanoseconds, time_parts,
    time_text,
};
use super::{Kind, date_time_parts, from_edm};
use crate::edm::parts::{DateParts, TimeParts};
use crate::edm::{ConversionError, Date, DateTimeOffset, Duration, TimeOfDay};

/// Nanoseconds from which on `chrono` means a leap second.
const LEAP: u32 = 1_000_000_000;

fn to_date(parts: DateParts) -> Result<NaiveDate, Kind> {
    let year = i32::try_from(parts.year).map_err(|_| Kind::OutOfRange)?;
    let date = NaiveDate::from_ymd_opt(year, parts.month.into(), parts.day.into());
    date.ok_or(Kind::OutOfRange)
}

fn to_time(parts: TimeParts<'_>) -> Result<NaiveTime, Kind> {
    let [hour, minute, second] = [parts.hour, parts.minute, parts.second].map(u32::from);
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second, parts.nanoseconds()?);
    time.ok_or(Kind::OutOfRange)
}

fn to_date_time(value: &DateTimeOffset) -> Result<DateTime<FixedOffset>, Kind> {
    let parts = date_time_parts(value)?;
    let offset = FixedOffset::east_opt(offset_seconds(parts)).ok_or(Kind::OutOfRange)?;
    let local = to_date(parts.date)?.and_time(to_time(parts.time)?);
    local
        .and_local_timezone(offset)
        .single()
        .ok_or(Kind::OutOfRange)
}

from_edm! {
    Date => NaiveDate, "chrono::NaiveDate", |value| to_date(date_parts(value)?);
    TimeOfDay => NaiveTime, "chrono::NaiveTime", |value| to_time(time_parts(value)?);
    DateTimeOffset => DateTime<FixedOffset>, "chrono::DateTime<FixedOffset>", to_date_time;
    DateTimeOffset => DateTime<Utc>, "chrono::DateTime<Utc>", |value| {
        to_date_time(value).map(|time| time.to_utc())
    };
    Duration => TimeDelta, "chrono::TimeDelta", |value| {
        let (seconds, nanoseconds) = seconds_and_nanoseconds(value)?;
        let whole = TimeDelta::try_seconds(seconds).ok_or(Kind::OutOfRange)?;
        whole.checked_add(&TimeDelta::nanoseconds(nanoseconds.into())).ok_or(Kind::OutOfRange)
    };
}

fn date(date: &impl Datelike) -> String {
    let number = |number| u8::try_from(number).unwrap_or(1);
    let parts = DateParts {
        year: date.year().into(),
        month: number(date.month()),
        day: number(date.day()),
    };
    parts.text()
}

fn time(time: &impl Timelike) -> Result<String, Kind> {
    let number = |number| u8::try_from(number).unwrap_or_default();
    let (hour, minute, second) = (
        number(time.hour()),
        number(time.minute()),
        number(time.second()),
    );
    match time.nanosecond() {
        LEAP.. => Err(Kind::LeapSecond),
        nanosecond => Ok(time_text(hour, minute, second, nanosecond)),
    }
}

impl From<NaiveDate> for Date {
    fn from(value: NaiveDate) -> Self {
        Self::from_valid(&date(&value))
    }
}

/// Fails in a leap second.
impl TryFrom<NaiveTime> for TimeOfDay {
    type Error = ConversionError;

    fn try_from(value: NaiveTime) -> Result<Self, ConversionError> {
        let time = time(&value).named(&value, "Edm.TimeOfDay")?;
        Ok(Self::from_valid(&time))
    }
}

/// Fails in a leap second, and where the offset has seconds.
impl<Z: TimeZone> TryFrom<DateTime<Z>> for DateTimeOffset {
    type Error = ConversionError;

    fn try_from(value: DateTime<Z>) -> Result<Self, ConversionError> {
        let value = value.fixed_offset();
        let text = || {
            let offset = offset_text(value.offset().fix().local_minus_utc())?;
            // Of the first and the last days `DateTime` cannot say the local date.
            let local = value.naive_utc().checked_add_offset(*value.offset());
            let local = local.ok_or(Kind::OutOfRange)?;
            Ok(format!("{}T{}{offset}", date(&local), time(&local)?))
        };
        let text = text().named(&value.naive_utc(), "Edm.DateTimeOffset")?;
        Ok(Self::from_valid(&text))
    }
}

impl From<TimeDelta> for Duration {
    fn from(value: TimeDelta) -> Self {
        duration(value.num_seconds(), value.subsec_nanos())
    }
}
