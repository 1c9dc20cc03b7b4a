//! Values of `edm` from and to the types of `time`, `chrono`, `jiff`, `uuid` and `rust_decimal`: what fits is the same
//! value, and what does not is an error that says why.

#![cfg(all(
    feature = "chrono",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "time",
    feature = "uuid"
))]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Debug;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};
use graphwright::edm::{
    ConversionError, ConversionErrorKind as Kind, Date, DateTimeOffset, Decimal, Duration, Guid,
    TimeOfDay,
};
use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime};
use proptest::prelude::*;
use time::{OffsetDateTime, UtcDateTime, UtcOffset};

/// Returns the text of what comes back, or why the value does not fit.
fn there_and_back<E, T>(text: &str) -> Result<String, Kind>
where
    E: std::str::FromStr<Err: Debug> + ToString,
    for<'e> T: TryFrom<&'e E, Error = ConversionError>,
    T: TryInto<E, Error: Debug>,
{
    let value: E = text.parse().unwrap();
    let converted = T::try_from(&value).map_err(|error| error.kind())?;
    let back: E = converted.try_into().unwrap();
    Ok(back.to_string())
}

/// Asserts of each text what comes back of it.
macro_rules! table {
    ($edm:ty, $target:ty, [$($text:literal => $expected:expr),* $(,)?]) => {$(
        let expected: Result<&str, Kind> = $expected;
        assert_eq!(
            there_and_back::<$edm, $target>($text),
            expected.map(str::to_owned),
            "{} as {}", $text, stringify!($target)
        );
    )*};
}

#[test]
fn points_in_time_keep_their_offset_and_digits_or_do_not_fit() {
    table!(DateTimeOffset, OffsetDateTime, [
        "2016-12-31T23:57:57.2481234-08:00" => Ok("2016-12-31T23:57:57.2481234-08:00"),
        "2016-12-31T23:57Z" => Ok("2016-12-31T23:57:00Z"),
        "2016-12-31T23:57:57.1200000+23:59" => Ok("2016-12-31T23:57:57.12+23:59"),
        "-0044-03-15T12:00:00z" => Ok("-0044-03-15T12:00:00Z"),
        "9999-12-31T23:59:59.9999999Z" => Ok("9999-12-31T23:59:59.9999999Z"),
        "2026-02-28T00:00:00.123456789012Z" => Err(Kind::TooPrecise),
        "2026-02-30T00:00:00Z" => Err(Kind::NoSuchDay),
        "10000-01-01T00:00:00Z" => Err(Kind::OutOfRange),
        "9999-12-31T23:59:59-00:01" => Err(Kind::OutOfRange),
        "999999999999-01-01T00:00:00Z" => Err(Kind::OutOfRange),
    ]);
    table!(DateTimeOffset, UtcDateTime, [
        "2016-12-31T16:00:00.5-08:00" => Ok("2017-01-01T00:00:00.5Z"),
        "9999-12-31T23:59:59-00:01" => Err(Kind::OutOfRange),
    ]);
    table!(DateTimeOffset, DateTime<FixedOffset>, [
        "2016-12-31T23:57:57.2481234-08:00" => Ok("2016-12-31T23:57:57.2481234-08:00"),
        "9999-12-31T23:59:59.9999999Z" => Ok("9999-12-31T23:59:59.9999999Z"),
        "10000-01-01T00:00:00Z" => Ok("10000-01-01T00:00:00Z"),
        "-0044-03-15T12:00:00-23:59" => Ok("-0044-03-15T12:00:00-23:59"),
        "2026-02-30T00:00:00Z" => Err(Kind::NoSuchDay),
        "2026-02-28T00:00:00.0000000001Z" => Err(Kind::TooPrecise),
        "300000-01-01T00:00:00Z" => Err(Kind::OutOfRange),
    ]);
    table!(DateTimeOffset, DateTime<Utc>, [
        "2016-12-31T16:00:00.5-08:00" => Ok("2017-01-01T00:00:00.5Z"),
    ]);
    table!(DateTimeOffset, Timestamp, [
        "2016-12-31T16:00:00.5-08:00" => Ok("2017-01-01T00:00:00.5Z"),
        "1969-12-31T23:59:59.9999999Z" => Ok("1969-12-31T23:59:59.9999999Z"),
        // The last day of .NET is past jiff's last instant.
        "9999-12-31T23:59:59.9999999Z" => Err(Kind::OutOfRange),
        "2026-04-31T00:00:00Z" => Err(Kind::NoSuchDay),
        "2026-02-28T00:00:00.0000000001Z" => Err(Kind::TooPrecise),
    ]);
    table!(DateTimeOffset, ZonedDateTime, [
        "2016-12-31T23:57:57.2481234-08:00" => Ok("2016-12-31T23:57:57.2481234-08:00"),
        "-0044-03-15T12:00:00+05:45" => Ok("-0044-03-15T12:00:00+05:45"),
        "9999-12-31T23:59:59.9999999Z" => Err(Kind::OutOfRange),
    ]);
}

#[test]
fn dates_and_times_of_day_fit_or_say_why_not() {
    table!(Date, time::Date, [
        "2024-02-29" => Ok("2024-02-29"),
        "-0044-03-15" => Ok("-0044-03-15"),
        "2023-02-29" => Err(Kind::NoSuchDay),
        "10000-01-01" => Err(Kind::OutOfRange),
    ]);
    table!(Date, NaiveDate, [
        "2024-02-29" => Ok("2024-02-29"),
        "10000-01-01" => Ok("10000-01-01"),
        "0000-01-01" => Ok("0000-01-01"),
        "2023-02-29" => Err(Kind::NoSuchDay),
        "999999999-01-01" => Err(Kind::OutOfRange),
    ]);
    table!(Date, jiff::civil::Date, [
        "2024-02-29" => Ok("2024-02-29"),
        "-9999-01-01" => Ok("-9999-01-01"),
        "2023-02-29" => Err(Kind::NoSuchDay),
        "10000-01-01" => Err(Kind::OutOfRange),
    ]);
    table!(TimeOfDay, time::Time, [
        "07:59:59.999" => Ok("07:59:59.999"),
        "23:59" => Ok("23:59:00"),
        "07:59:59.0000000001" => Err(Kind::TooPrecise),
    ]);
    table!(TimeOfDay, NaiveTime, [
        "07:59:59.9990" => Ok("07:59:59.999"),
        "07:59:59.0000000001" => Err(Kind::TooPrecise),
    ]);
    table!(TimeOfDay, jiff::civil::Time, [
        "00:00:00.000000001" => Ok("00:00:00.000000001"),
        "07:59:59.0000000001" => Err(Kind::TooPrecise),
    ]);
}

#[test]
fn durations_keep_their_length_or_their_units() {
    table!(Duration, time::Duration, [
        "P3DT1H4M5.5S" => Ok("P3DT1H4M5.5S"),
        "-PT0.5S" => Ok("-PT0.5S"),
        "P1W" => Ok("P7D"),
        "P1M" => Err(Kind::CalendarUnits),
        "PT9223372036854775808S" => Err(Kind::OutOfRange),
        "PT0.0000000001S" => Err(Kind::TooPrecise),
    ]);
    table!(Duration, TimeDelta, [
        "-P1DT0.000000001S" => Ok("-P1DT0.000000001S"),
        "P1Y" => Err(Kind::CalendarUnits),
        "PT9223372036854775807S" => Err(Kind::OutOfRange),
    ]);
    table!(Duration, SignedDuration, [
        "-P1DT0.000000001S" => Ok("-P1DT0.000000001S"),
        "PT9223372036854775807.999999999S" => Ok("P106751991167300DT15H30M7.999999999S"),
        "P1Y" => Err(Kind::CalendarUnits),
    ]);
    table!(Duration, Span, [
        "P1Y2M3W4DT5H6M7.008S" => Ok("P1Y2M3W4DT5H6M7.008S"),
        "-P1YT36H" => Ok("-P1YT36H"),
        "PT90S" => Ok("PT90S"),
        "PT0S" => Ok("PT0S"),
        "P0.5D" => Err(Kind::TooPrecise),
        "P20000Y" => Err(Kind::OutOfRange),
    ]);
    let parts = Span::new().seconds(1).milliseconds(1500).nanoseconds(2);
    assert_eq!(Duration::from(parts).as_str(), "PT2.500000002S");
    assert_eq!(Duration::from(-parts).as_str(), "-PT2.500000002S");
}

#[test]
fn what_odata_has_no_text_for_is_an_error() {
    let whole = OffsetDateTime::UNIX_EPOCH;
    let with_seconds = whole.to_offset(UtcOffset::from_hms(1, 2, 3).unwrap());
    let day_or_more = whole.to_offset(UtcOffset::from_hms(24, 0, 0).unwrap());
    for time in [with_seconds, day_or_more] {
        let error = DateTimeOffset::try_from(time).unwrap_err();
        assert_eq!(
            (error.kind(), error.target()),
            (Kind::Offset, "Edm.DateTimeOffset")
        );
    }
    let offset = FixedOffset::east_opt(61).unwrap();
    let time = DateTime::UNIX_EPOCH.with_timezone(&offset);
    assert_eq!(
        DateTimeOffset::try_from(time).unwrap_err().kind(),
        Kind::Offset
    );
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::Offset::from_seconds(-61).unwrap());
    let time = Timestamp::UNIX_EPOCH.to_zoned_datetime(zone);
    assert_eq!(
        DateTimeOffset::try_from(time).unwrap_err().kind(),
        Kind::Offset
    );

    let leap = NaiveTime::from_hms_nano_opt(23, 59, 59, 1_500_000_000).unwrap();
    assert_eq!(
        TimeOfDay::try_from(leap).unwrap_err().kind(),
        Kind::LeapSecond
    );
    let leap = NaiveDate::MIN.and_time(leap).and_utc();
    assert_eq!(
        DateTimeOffset::try_from(leap).unwrap_err().kind(),
        Kind::LeapSecond
    );
}

#[test]
fn the_first_and_last_instants_of_each_type_have_a_text_or_an_error() {
    for time in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        let text = DateTimeOffset::try_from(time).unwrap();
        assert_eq!(DateTime::<Utc>::try_from(text).unwrap(), time);
        for hours in [-1, 1] {
            // In some of these the local date is out of range.
            let offset = FixedOffset::east_opt(hours * 3600).unwrap();
            let _: Result<DateTimeOffset, _> = time.with_timezone(&offset).try_into();
        }
    }
    for time in [Timestamp::MIN, Timestamp::MAX] {
        let text = DateTimeOffset::from(time);
        assert_eq!(Timestamp::try_from(text).unwrap(), time);
    }
    for length in [TimeDelta::MIN, TimeDelta::MAX] {
        assert_eq!(TimeDelta::try_from(Duration::from(length)).unwrap(), length);
    }
    for length in [SignedDuration::MIN, SignedDuration::MAX] {
        assert_eq!(
            SignedDuration::try_from(Duration::from(length)).unwrap(),
            length
        );
    }
    for length in [time::Duration::MIN, time::Duration::MAX] {
        assert_eq!(
            time::Duration::try_from(Duration::from(length)).unwrap(),
            length
        );
    }
}

#[test]
fn guids_and_uuids_are_each_other() {
    let text = "21EC2020-3AEA-1069-A2DD-08002B30309D";
    let guid: Guid = text.parse().unwrap();
    let uuid = uuid::Uuid::from(&guid);
    assert_eq!(uuid, uuid::Uuid::parse_str(text).unwrap());
    assert_eq!(Guid::from(uuid).as_str(), text.to_lowercase());
    assert_eq!(guid.as_str(), text);
}

#[test]
fn decimals_keep_their_digits_or_do_not_fit() {
    table!(Decimal, rust_decimal::Decimal, [
        "0" => Ok("0"),
        "1.50" => Ok("1.50"),
        "-0.5" => Ok("-0.5"),
        "1e3" => Ok("1000"),
        "1.5E-3" => Ok("0.0015"),
        "12.5e1" => Ok("125"),
        "0e400" => Ok("0"),
        "0e-99999999999999999999" => Ok("0.0000000000000000000000000000"),
        "79228162514264337593543950335" => Ok("79228162514264337593543950335"),
        "-79228162514264337593543950335" => Ok("-79228162514264337593543950335"),
        "7.9228162514264337593543950335" => Ok("7.9228162514264337593543950335"),
        "1.00000000000000000000000000000000000000" => Ok("1.0000000000000000000000000000"),
        "79228162514264337593543950336" => Err(Kind::OutOfRange),
        "79228162514264337593543950336.5" => Err(Kind::OutOfRange),
        "1e29" => Err(Kind::OutOfRange),
        "1e99999999999999999999" => Err(Kind::OutOfRange),
        "1e-29" => Err(Kind::TooPrecise),
        "1e-99999999999999999999" => Err(Kind::TooPrecise),
        "7.9228162514264337593543950336" => Err(Kind::TooPrecise),
        "0.12345678901234567890123456789" => Err(Kind::TooPrecise),
        "INF" => Err(Kind::NotFinite),
        "-INF" => Err(Kind::NotFinite),
        "NaN" => Err(Kind::NotFinite),
    ]);
}

proptest! {
    #[test]
    fn points_in_time_go_and_come_back(
        seconds in -62_000_000_000_i64..250_000_000_000,
        nanoseconds in 0_u32..1_000_000_000,
        minutes in -1439_i32..1440,
    ) {
        let instant = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
        let offset = UtcOffset::from_whole_seconds(minutes * 60).unwrap();
        let time = OffsetDateTime::from_unix_timestamp_nanos(instant).unwrap().to_offset(offset);
        let text = DateTimeOffset::try_from(time).unwrap();
        prop_assert_eq!(text.as_str().parse::<DateTimeOffset>().unwrap(), text.clone());
        let back = OffsetDateTime::try_from(&text).unwrap();
        prop_assert_eq!((back, back.offset()), (time, offset));

        let of_chrono = DateTime::<FixedOffset>::try_from(&text).unwrap();
        prop_assert_eq!(of_chrono.timestamp(), seconds);
        prop_assert_eq!(of_chrono.nanosecond(), nanoseconds);
        prop_assert_eq!(&DateTimeOffset::try_from(of_chrono).unwrap(), &text);

        let of_jiff = ZonedDateTime::try_from(&text).unwrap();
        prop_assert_eq!(of_jiff.timestamp().as_nanosecond(), instant);
        prop_assert_eq!(&DateTimeOffset::try_from(&of_jiff).unwrap(), &text);
        prop_assert_eq!(Timestamp::try_from(&text).unwrap().as_nanosecond(), instant);
    }

    #[test]
    fn durations_go_and_come_back(seconds in -9_000_000_000_000_i64..9_000_000_000_000, nanoseconds in 0_i32..1_000_000_000) {
        let length = time::Duration::seconds(seconds) + time::Duration::nanoseconds(nanoseconds.into());
        let text = Duration::from(length);
        prop_assert_eq!(text.as_str().parse::<Duration>().unwrap(), text.clone());
        prop_assert_eq!(time::Duration::try_from(&text).unwrap(), length);
        prop_assert_eq!(SignedDuration::try_from(&text).unwrap().as_nanos(), length.whole_nanoseconds());
        prop_assert_eq!(&Duration::from(SignedDuration::try_from(&text).unwrap()), &text);
        prop_assert_eq!(&Duration::from(TimeDelta::try_from(&text).unwrap()), &text);
    }

    #[test]
    fn uuids_go_and_come_back(number: u128) {
        let uuid = uuid::Uuid::from_u128(number);
        prop_assert_eq!(uuid::Uuid::from(Guid::from(uuid)), uuid);
    }

    #[test]
    fn decimals_go_and_come_back(mantissa in -(1_i128 << 96) + 1..1_i128 << 96, scale in 0_u32..=28) {
        let number = rust_decimal::Decimal::from_i128_with_scale(mantissa, scale);
        let text = Decimal::from(number);
        prop_assert_eq!(text.as_str().parse::<Decimal>().unwrap(), text.clone());
        let back = rust_decimal::Decimal::try_from(&text).unwrap();
        prop_assert_eq!((back, back.scale()), (number, scale));
    }
}
