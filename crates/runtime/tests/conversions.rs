//! Values of `edm` from and to the types of the standard library, their order, and members of enumerations from text.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::time::{Duration as StdDuration, SystemTime, UNIX_EPOCH};

use graphwright::edm::{
    Base64Url, Binary, ConversionErrorKind as Kind, Date, DateTimeOffset, Decimal, Duration,
    TimeOfDay,
};
use graphwright::{Bytes, Flags};
use proptest::prelude::*;

/// Members of the tests.
#[non_exhaustive]
pub enum Day {
    /// One.
    Monday,
    /// Another.
    Tuesday,
    /// Any other.
    Unrecognized(Box<str>),
}

graphwright::enumeration!(Day = "test.day", [Monday "monday", Tuesday "tuesday"]);

fn time(text: &str) -> DateTimeOffset {
    text.parse().unwrap()
}

fn duration(text: &str) -> Duration {
    text.parse().unwrap()
}

#[test]
fn instants_are_written_in_utc_with_the_digits_that_they_need() {
    let second = StdDuration::from_secs(1);
    for (instant, text) in [
        (UNIX_EPOCH, "1970-01-01T00:00:00Z"),
        (
            UNIX_EPOCH + StdDuration::from_nanos(1),
            "1970-01-01T00:00:00.000000001Z",
        ),
        (
            UNIX_EPOCH + StdDuration::from_millis(120),
            "1970-01-01T00:00:00.12Z",
        ),
        (
            UNIX_EPOCH - StdDuration::from_nanos(100),
            "1969-12-31T23:59:59.9999999Z",
        ),
        (UNIX_EPOCH - second, "1969-12-31T23:59:59Z"),
        (UNIX_EPOCH + second * 951_782_400, "2000-02-29T00:00:00Z"),
        (UNIX_EPOCH + second * 951_868_800, "2000-03-01T00:00:00Z"),
        (
            UNIX_EPOCH + StdDuration::from_secs(253_402_300_800),
            "10000-01-01T00:00:00Z",
        ),
    ] {
        assert_eq!(DateTimeOffset::from(instant), text);
        assert_eq!(SystemTime::try_from(time(text)).unwrap(), instant, "{text}");
    }
}

/// The first and the last seconds that 64 bits hold.
#[cfg(target_os = "linux")]
#[test]
fn every_instant_of_the_clock_has_a_text() {
    let far = StdDuration::from_secs(i64::MAX.unsigned_abs());
    for instant in [UNIX_EPOCH + far, UNIX_EPOCH - far] {
        let text = DateTimeOffset::from(instant);
        assert_eq!(text.as_str().parse::<DateTimeOffset>().unwrap(), text);
        assert_eq!(SystemTime::try_from(&text).unwrap(), instant, "{text}");
    }
}

#[cfg(feature = "client")]
#[test]
fn now_is_between_two_looks_at_the_clock() {
    let before = DateTimeOffset::from(SystemTime::now());
    let now = DateTimeOffset::now();
    assert!(before <= now && now <= SystemTime::now().into(), "{now}");
}

#[test]
fn an_instant_that_a_system_time_cannot_hold_says_why() {
    for (text, kind) in [
        ("2026-02-29T00:00:00Z", Kind::NoSuchDay),
        ("2026-04-31T00:00:00Z", Kind::NoSuchDay),
        ("2026-02-28T00:00:00.1234567891Z", Kind::TooPrecise),
        ("2026-02-28T00:00:00.000000000001Z", Kind::TooPrecise),
        ("999999999999-12-31T00:00:00Z", Kind::OutOfRange),
        ("-999999999999-12-31T00:00:00Z", Kind::OutOfRange),
    ] {
        let error = SystemTime::try_from(time(text)).unwrap_err();
        assert_eq!(error.kind(), kind, "{text}");
        assert_eq!(error.target(), "std::time::SystemTime");
        assert!(
            error
                .to_string()
                .starts_with(&format!("`{text}` cannot be")),
            "{error}"
        );
    }
    // Zeros past the ninth digit say nothing.
    assert!(SystemTime::try_from(time("2026-02-28T00:00:00.123456789000Z")).is_ok());
    assert!(
        time("2026-02-28T00:00:00.1234567891Z")
            .to_system_time()
            .is_some()
    );
}

#[test]
fn durations_have_days_hours_minutes_and_seconds() {
    for (length, text) in [
        (StdDuration::ZERO, "PT0S"),
        (StdDuration::from_secs(1), "PT1S"),
        (StdDuration::from_millis(500), "PT0.5S"),
        (StdDuration::from_nanos(1), "PT0.000000001S"),
        (StdDuration::from_secs(60), "PT1M"),
        (StdDuration::from_secs(86_400), "P1D"),
        (StdDuration::from_millis(273_845_500), "P3DT4H4M5.5S"),
        (StdDuration::MAX, "P213503982334601DT7H15.999999999S"),
    ] {
        assert_eq!(Duration::from(length).as_str(), text);
        assert_eq!(
            StdDuration::try_from(duration(text)).unwrap(),
            length,
            "{text}"
        );
    }
}

#[test]
fn a_duration_has_a_length_or_says_why_not() {
    for (text, milliseconds) in [
        ("PT36H", 129_600_000),
        ("P1W", 604_800_000),
        ("P0.5D", 43_200_000),
        ("P0Y0M1D", 86_400_000),
        ("+PT1S", 1000),
        ("PT1.500000000000S", 1500),
        ("PT.5S", 500),
        ("PT000000000000000000000001S", 1000),
        ("-PT0S", 0),
    ] {
        let length = StdDuration::try_from(duration(text)).unwrap();
        assert_eq!(length, StdDuration::from_millis(milliseconds), "{text}");
    }
    for (text, kind) in [
        ("P1Y", Kind::CalendarUnits),
        ("P1M", Kind::CalendarUnits),
        ("P0.5M", Kind::CalendarUnits),
        ("-PT1S", Kind::OutOfRange),
        ("PT99999999999999999999S", Kind::OutOfRange),
        ("P9999999999999999D", Kind::OutOfRange),
        ("PT0.0000000001S", Kind::TooPrecise),
        ("P0.0000000000000001D", Kind::TooPrecise),
        (
            "PT0.000000000000000000000000000000000000000000001S",
            Kind::TooPrecise,
        ),
    ] {
        let error = StdDuration::try_from(duration(text)).unwrap_err();
        assert_eq!(error.kind(), kind, "{text}");
    }
}

#[test]
fn points_in_time_are_ordered_by_instant_to_the_last_digit() {
    // Each is before the next.
    let ordered = [
        "-0001-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z",
        "2016-12-31T23:59:59.999999999999Z",
        "2017-01-01T01:00:00+01:00",
        "2017-01-01T00:00:00.000000000001Z",
        "2017-01-01T00:00:00.00000000001Z",
        "2017-01-01T00:00:00.9Z",
        "2016-12-31T23:00:01-01:00",
        "2017-01-01T00:00:01.000000000001Z",
        "10000-01-01T00:00:00Z",
    ];
    let times: Vec<DateTimeOffset> = ordered.iter().map(|text| time(text)).collect();
    for (at, one) in times.iter().enumerate() {
        for (other_at, other) in times.iter().enumerate() {
            assert_eq!(one.cmp(other), at.cmp(&other_at), "{one} {other}");
            assert_eq!(one.cmp_instant(other), at.cmp(&other_at), "{one} {other}");
        }
    }
}

#[test]
fn texts_of_one_instant_are_equal_instants_and_different_values() {
    let texts = [
        "2017-01-01T00:00:00Z",
        "2017-01-01T00:00Z",
        "2017-01-01t00:00:00.000z",
        "2016-12-31T16:00:00-08:00",
        "2017-01-01T00:00:00+00:00",
    ];
    let times: BTreeSet<DateTimeOffset> = texts.iter().map(|text| time(text)).collect();
    assert_eq!(times.len(), texts.len());
    for one in &times {
        for other in &times {
            assert_eq!(one.cmp_instant(other), Ordering::Equal);
            assert_eq!(one.cmp(other) == Ordering::Equal, one == other);
        }
    }
}

#[test]
fn dates_and_times_of_day_are_ordered_by_what_they_say() {
    let dates: [Date; 4] = ["-0002-01-01", "-0001-12-31", "9999-01-01", "10000-01-01"]
        .map(|text| text.parse().unwrap());
    assert!(dates.is_sorted());
    let times: [TimeOfDay; 5] = ["07:00", "07:00:00", "07:00:00.01", "07:00:00.1", "12:00"]
        .map(|text| text.parse().unwrap());
    assert!(times.is_sorted());
}

#[test]
fn bytes_come_from_and_go_to_the_types_that_hold_bytes() {
    let bytes = [0xfb, 0xff, 0x00];
    let own: [Binary; 4] = [
        bytes.as_slice().into(),
        (&bytes).into(),
        bytes.to_vec().into(),
        Bytes::copy_from_slice(&bytes).into(),
    ];
    for binary in own {
        assert_eq!(binary.as_str(), "+/8A");
        assert_eq!(Vec::<u8>::from(&binary), bytes);
        assert_eq!(Bytes::from(&binary), bytes.as_slice());
        assert_eq!(Bytes::from(binary.clone()), bytes.as_slice());
        assert_eq!(Vec::from(binary), bytes);
    }
    assert_eq!(Base64Url::from(bytes.to_vec()).as_str(), "-_8A");
}

#[test]
fn whole_numbers_are_decimals() {
    assert_eq!(Decimal::from(u128::MAX).as_str(), u128::MAX.to_string());
    assert_eq!(Decimal::from(-5_i8).as_str(), "-5");
    assert!(Decimal::try_from("five").is_err());
}

#[test]
fn members_of_enumerations_come_from_text() {
    let parsed: Day = "tuesday".parse().unwrap();
    assert_eq!(parsed, Day::Tuesday);
    assert_eq!(
        "wednesday".parse::<Day>().unwrap(),
        Day::Unrecognized("wednesday".into())
    );
    let days = Flags::<Day>::from("monday, wednesday");
    assert_eq!(
        days.members(),
        [Day::Monday, Day::Unrecognized("wednesday".into())]
    );
    assert_eq!(
        "monday,tuesday".parse::<Flags<Day>>().unwrap(),
        Flags::from_iter([Day::Monday, Day::Tuesday])
    );
    assert!("0".parse::<Flags<Day>>().unwrap().members().is_empty());
}

proptest! {
    #[test]
    fn instants_of_the_clock_go_and_come_back(seconds in -1_000_000_000_000_i64..1_000_000_000_000, nanoseconds in 0_u32..1_000_000_000) {
        let whole = StdDuration::from_secs(seconds.unsigned_abs());
        let part = StdDuration::from_nanos(u64::from(nanoseconds));
        let second = if seconds < 0 { UNIX_EPOCH - whole } else { UNIX_EPOCH + whole };
        let instant = second + part;
        let text = DateTimeOffset::from(instant);
        prop_assert_eq!(text.as_str().parse::<DateTimeOffset>().unwrap(), text.clone());
        prop_assert_eq!(SystemTime::try_from(&text).unwrap(), instant);
    }

    #[test]
    fn the_order_is_that_of_the_clock(one in 0_u64..2_000_000_000, other in 0_u64..2_000_000_000) {
        let at = |nanoseconds| UNIX_EPOCH + StdDuration::from_nanos(nanoseconds);
        let order = DateTimeOffset::from(at(one)).cmp(&at(other).into());
        prop_assert_eq!(order, one.cmp(&other));
    }

    #[test]
    fn lengths_go_and_come_back(seconds: u64, nanoseconds in 0_u32..1_000_000_000) {
        let length = StdDuration::new(seconds, nanoseconds);
        let text = Duration::from(length);
        prop_assert_eq!(text.as_str().parse::<Duration>().unwrap(), text.clone());
        prop_assert_eq!(StdDuration::try_from(text).unwrap(), length);
    }

    #[test]
    fn bytes_go_and_come_back(bytes: Vec<u8>) {
        prop_assert_eq!(Vec::from(Binary::from(bytes.clone())), &*bytes);
        prop_assert_eq!(Vec::from(Base64Url::from(bytes.clone())), bytes);
    }
}
