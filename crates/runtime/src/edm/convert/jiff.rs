//! Conversions to and from the types of the crate `jiff`.

use jiff::civil::{Date as CivilDate, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime};

use super::calendar::{
    Named, date_parts, duration, offset_seconds, offset_text, seconds_and_nanoseconds, time_parts,
    time_text,
};
use super::{Kind, date_time_parts, from_edm, timestamp};
use crate::edm::parts::{DateParts, fraction_text};
use crate::edm::period::{PeriodParts, units_text};
use crate::edm::{ConversionError, Date, DateTimeOffset, Duration, TimeOfDay};

/// What `jiff` refuses of parts that are in a calendar and on a clock.
fn out_of_range<E>(_: E) -> Kind {
    Kind::OutOfRange
}

fn to_timestamp(value: &DateTimeOffset) -> Result<Timestamp, Kind> {
    let (seconds, nanoseconds) = timestamp(value)?;
    let nanoseconds = i32::try_from(nanoseconds).map_err(out_of_range)?;
    Timestamp::new(seconds, nanoseconds).map_err(out_of_range)
}

fn to_span(value: &Duration) -> Result<Span, Kind> {
    let parts = PeriodParts::of(value.as_str()).ok_or(Kind::OutOfRange)?;
    let ([years, months, weeks, days, hours, minutes, seconds], nanoseconds) = parts.units()?;
    let span = Span::new().try_years(years).map_err(out_of_range)?;
    let span = span.try_months(months).map_err(out_of_range)?;
    let span = span.try_weeks(weeks).map_err(out_of_range)?;
    let span = span.try_days(days).map_err(out_of_range)?;
    let span = span.try_hours(hours).map_err(out_of_range)?;
    let span = span.try_minutes(minutes).map_err(out_of_range)?;
    let span = span.try_seconds(seconds).map_err(out_of_range)?;
    span.try_nanoseconds(nanoseconds).map_err(out_of_range)
}

from_edm! {
    Date => CivilDate, "jiff::civil::Date", |value| {
        let DateParts { year, month, day } = date_parts(value)?;
        let year = i16::try_from(year).map_err(out_of_range)?;
        let [month, day] = [month, day].map(u8::cast_signed);
        CivilDate::new(year, month, day).map_err(out_of_range)
    };
    TimeOfDay => Time, "jiff::civil::Time", |value| {
        let parts = time_parts(value)?;
        let nanoseconds = i32::try_from(parts.nanoseconds()?).map_err(out_of_range)?;
        let [hour, minute, second] = [parts.hour, parts.minute, parts.second].map(u8::cast_signed);
        Time::new(hour, minute, second, nanoseconds).map_err(out_of_range)
    };
    DateTimeOffset => Timestamp, "jiff::Timestamp", to_timestamp;
    DateTimeOffset => ZonedDateTime, "jiff::ZonedDateTime", |value| {
        let offset = offset_seconds(date_time_parts(value)?);
        let offset = Offset::from_seconds(offset).map_err(out_of_range)?;
        Ok(to_timestamp(value)?.to_zoned_datetime(TimeZone::fixed(offset)))
    };
    Duration => SignedDuration, "jiff::SignedDuration", |value| {
        let (seconds, nanoseconds) = seconds_and_nanoseconds(value)?;
        Ok(Self::new(seconds, nanoseconds))
    };
    Duration => Span, "jiff::Span", to_span;
}

fn date(date: CivilDate) -> String {
    let parts = DateParts {
        year: date.year().into(),
        month: date.month().unsigned_abs(),
        day: date.day().unsigned_abs(),
    };
    parts.text()
}

fn time(time: Time) -> String {
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(i8::unsigned_abs);
    time_text(
        hour,
        minute,
        second,
        time.subsec_nanosecond().unsigned_abs(),
    )
}

impl From<CivilDate> for Date {
    fn from(value: CivilDate) -> Self {
        Self::from_valid(&date(value))
    }
}

impl From<Time> for TimeOfDay {
    fn from(value: Time) -> Self {
        Self::from_valid(&time(value))
    }
}

/// The instant in UTC.
impl From<Timestamp> for DateTimeOffset {
    fn from(value: Timestamp) -> Self {
        let nanoseconds = value.as_nanosecond();
        let part = nanoseconds.rem_euclid(super::NANOSECONDS);
        let part = u32::try_from(part).unwrap_or_default();
        Self::of_instant(nanoseconds.div_euclid(super::NANOSECONDS), part)
    }
}

/// Fails where the offset has seconds, or is a day or more. The name of the zone is lost.
impl TryFrom<&ZonedDateTime> for DateTimeOffset {
    type Error = ConversionError;

    fn try_from(value: &ZonedDateTime) -> Result<Self, ConversionError> {
        let offset = offset_text(value.offset().seconds());
        let offset = offset.named(value, "Edm.DateTimeOffset")?;
        let (date, time) = (date(value.date()), time(value.time()));
        Ok(Self::from_valid(&format!("{date}T{time}{offset}")))
    }
}

/// As of a reference.
impl TryFrom<ZonedDateTime> for DateTimeOffset {
    type Error = ConversionError;

    fn try_from(value: ZonedDateTime) -> Result<Self, ConversionError> {
        (&value).try_into()
    }
}

impl From<SignedDuration> for Duration {
    fn from(value: SignedDuration) -> Self {
        duration(value.as_secs(), value.subsec_nanos())
    }
}

/// With the units of the span; parts of a second are a fraction of seconds.
impl From<Span> for Duration {
    fn from(value: Span) -> Self {
        let parts = i128::from(value.get_milliseconds()) * 1_000_000
            + i128::from(value.get_microseconds()) * 1000
            + i128::from(value.get_nanoseconds());
        let seconds = i128::from(value.get_seconds()) + parts / super::NANOSECONDS;
        let nanoseconds = u32::try_from((parts % super::NANOSECONDS).abs()).unwrap_or_default();
        let units = [
            value.get_years().into(),
            value.get_months().into(),
            value.get_weeks().into(),
            value.get_days().into(),
            value.get_hours().into(),
            value.get_minutes(),
            i64::try_from(seconds).unwrap_or(i64::MAX),
        ];
        let text = units_text(
            value.is_negative(),
            units.map(i64::unsigned_abs),
            &fraction_text(nanoseconds),
        );
        Self::from_valid(&text)
    }
}
