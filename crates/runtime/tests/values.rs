//! The primitive types of OData: what is read is written back to the digit, and what is no value of a
//! type does not parse.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::{Duration as StdDuration, UNIX_EPOCH};

use graphwright::edm::{
    Binary, Date, DateTimeOffset, Decimal, Double, Duration, Guid, Single, TimeOfDay,
};
use graphwright::{Conventions, Flags, Json, Literal};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Asserts that each text of JSON is read as a `T` and written back as it was.
fn keeps<T: DeserializeOwned + Serialize>(texts: &[&str]) {
    for text in texts {
        let value: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(serde_json::to_string(&value).unwrap(), *text);
    }
}

/// Asserts that no text of JSON is read as a `T`.
fn refuses<T: DeserializeOwned>(texts: &[&str]) {
    for text in texts {
        assert!(serde_json::from_str::<T>(text).is_err(), "{text}");
    }
}

#[test]
fn times_keep_offset_and_digits() {
    keeps::<DateTimeOffset>(&[
        r#""2016-12-31T23:57:57.2481234-08:00""#,
        r#""2016-12-31T23:57:57.123456789012Z""#,
        r#""2016-12-31T23:57:57.1200000+00:00""#,
        r#""2016-12-31T23:57Z""#,
        r#""9999-12-31T23:59:59.9999999Z""#,
        r#""0001-01-01T00:00:00Z""#,
        r#""-0044-03-15T12:00:00z""#,
    ]);
    refuses::<DateTimeOffset>(&[
        r#""String (timestamp)""#,
        r#""""#,
        r#""2016-12-31""#,
        r#""2016-13-01T00:00:00Z""#,
        r#""2016-12-32T00:00:00Z""#,
        r#""2016-12-31T24:00:00Z""#,
        r#""2016-12-31T23:57:57""#,
        r#""2016-12-31T23:57:57.Z""#,
        r#""2016-12-31T23:57:57.1234567890123Z""#,
        r#""2016-12-31T23:57:57-8:00""#,
        "5",
        "null",
    ]);
}

#[test]
fn a_time_is_converted_to_the_instant_that_it_names() {
    let instant = |text: &str| {
        text.parse::<DateTimeOffset>()
            .unwrap()
            .to_system_time()
            .unwrap()
    };
    assert_eq!(instant("1970-01-01T00:00:00Z"), UNIX_EPOCH);
    assert_eq!(
        instant("2000-03-01T00:00:00Z"),
        UNIX_EPOCH + StdDuration::from_secs(951_868_800)
    );
    assert_eq!(
        instant("1969-12-31T16:00:00.25-08:00"),
        UNIX_EPOCH + StdDuration::from_millis(250)
    );
    assert_eq!(
        instant("1969-12-31T23:59:59.5Z"),
        UNIX_EPOCH - StdDuration::from_millis(500)
    );
    assert_eq!(
        instant("2016-12-31T23:57:57.2481234-08:00")
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_nanos(),
        1_483_257_477_248_123_400
    );
}

#[test]
fn a_day_that_no_calendar_has_is_kept_as_text_and_is_no_instant() {
    for (day, is_a_day) in [
        ("2026-02-28", true),
        ("2026-02-29", false),
        ("2024-02-29", true),
        ("2000-02-29", true),
        ("1900-02-29", false),
        ("2024-02-30", false),
        ("2026-04-30", true),
        ("2026-04-31", false),
        ("2026-12-31", true),
        ("-0004-02-29", true),
    ] {
        let text = format!("{day}T00:00:00Z");
        let time: DateTimeOffset = text.parse().unwrap();
        assert_eq!(time.as_str(), text);
        assert_eq!(time.to_system_time().is_some(), is_a_day, "{day}");
    }
}

#[test]
fn other_texts_keep_their_form() {
    keeps::<Date>(&[r#""2016-12-31""#, r#""0000-01-01""#]);
    refuses::<Date>(&[r#""2016-1-1""#, r#""2016-12-31T00:00:00Z""#]);
    keeps::<TimeOfDay>(&[r#""07:59:59.999000""#, r#""07:59""#]);
    refuses::<TimeOfDay>(&[r#""7:59""#, r#""07:60""#, r#""07:59:59:59""#]);
    keeps::<Duration>(&[r#""P3DT1H4M""#, r#""-PT0.5S""#, r#""P1Y2M""#, r#""PT0S""#]);
    refuses::<Duration>(&[
        r#""P""#,
        r#""PT""#,
        r#""P1""#,
        r#""1D""#,
        r#""P1S""#,
        r#""PT1M1H""#,
    ]);
    keeps::<Guid>(&[r#""9CEB2F92-2f92-9ceb-922f-eb9c922feb9c""#]);
    refuses::<Guid>(&[r#""9ceb2f92""#, r#""9ceb2f92-2f92-9ceb-922f-eb9c922feb9g""#]);
    keeps::<Binary>(&[
        r#""T0RhdGE""#,
        r#""T0RhdGE=""#,
        r#""_-8""#,
        r#""/+8=""#,
        r#""""#,
    ]);
    refuses::<Binary>(&[r#""*""#, "1"]);
    assert_eq!(Binary::from(&b"OData"[..]).to_bytes(), b"OData");
}

#[test]
fn numbers_are_written_as_they_were_read() {
    keeps::<Double>(&[
        "5",
        "5.0",
        "5e0",
        "-0",
        "0.10000000000000000000001",
        "1E+3",
        r#""INF""#,
        r#""-INF""#,
        r#""NaN""#,
    ]);
    keeps::<Single>(&["5", "1.50", "16777217", r#""NaN""#]);
    keeps::<Decimal>(&[
        "12.50",
        "123456789012345678901234567890.10",
        r#""12.50""#,
        "-0",
        "1e400",
    ]);
    keeps::<i64>(&["9223372036854775807", "-9223372036854775808"]);
    refuses::<Double>(&["1e400", r#""5""#, "true"]);
    refuses::<Decimal>(&[r#""twelve""#, "true"]);
    assert_eq!(serde_json::to_string(&Double::from(5.0)).unwrap(), "5.0");
    assert_eq!(
        serde_json::to_string(&Double::from(f64::NEG_INFINITY)).unwrap(),
        r#""-INF""#
    );
    assert_eq!(serde_json::from_str::<Double>("2.50").unwrap().get(), 2.5);
    assert_eq!(
        serde_json::to_string(&"12.50".parse::<Decimal>().unwrap()).unwrap(),
        "12.50"
    );
}

#[test]
fn any_json_keeps_its_digits_and_drops_white_space() {
    let json: Json =
        serde_json::from_str(" { \"a b\" : [ 1.50 , \"x \\\" y\" , 1e400 ] } ").unwrap();
    assert_eq!(json.as_str(), r#"{"a b":[1.50,"x \" y",1e400]}"#);
    assert_eq!(
        Json::from(serde_json::json!({ "a": 1 })).as_str(),
        r#"{"a":1}"#
    );
}

/// A flags enumeration, as it is generated.
enum Day {
    Monday,
    Tuesday,
    Unrecognized(Box<str>),
}

graphwright::enumeration!(Day = "ns.day", [Monday "monday", Tuesday "tuesday"]);

/// An enumeration without members, as Graph has some.
enum Nothing {
    Unrecognized(Box<str>),
}

graphwright::enumeration!(Nothing = "ns.nothing", []);

#[test]
fn a_member_is_its_name_and_an_unknown_one_its_text() {
    use graphwright::Enumeration;

    assert_eq!(Day::from("tuesday"), Day::Tuesday);
    assert_eq!(Day::Tuesday.as_str(), "tuesday");
    assert_eq!(
        format!("{:?} {}", Day::Monday, Day::Monday),
        "monday monday"
    );
    let unknown = Day::from("friday");
    assert_eq!(unknown, Day::Unrecognized("friday".into()));
    assert_eq!(unknown.unrecognized(), Some("friday"));
    assert_eq!(unknown.clone(), unknown);
    assert_eq!(Day::Monday.clone(), Day::Monday);
    assert_ne!(Day::Monday, Day::Tuesday);
    assert_ne!(unknown, Day::Unrecognized("saturday".into()));
    // A text that is a member's name and is kept all the same is not that member.
    assert_ne!(Day::Monday, Day::Unrecognized("monday".into()));
    assert_eq!(Day::MEMBERS.len(), Day::VARIANTS.len());
    let days =
        std::collections::HashSet::from([Day::Monday, Day::Monday, unknown.clone(), unknown]);
    assert_eq!(days.len(), 2);
    assert_eq!(Nothing::from("a").as_str(), "a");
}

#[test]
fn flags_keep_unknown_members_their_order_and_their_spaces() {
    keeps::<Flags<Day>>(&[
        r#""tuesday,monday""#,
        r#""tuesday, monday""#,
        r#""friday,monday""#,
        r#""""#,
        r#""monday,monday""#,
    ]);
    let flags: Flags<Day> = serde_json::from_str(r#""friday, monday""#).unwrap();
    assert!(flags.contains(&Day::Monday) && !flags.contains(&Day::Tuesday));
    assert_eq!(flags.members()[0], Day::Unrecognized("friday".into()));
    let made: Flags<Day> = [Day::Monday, Day::Tuesday].into_iter().collect();
    assert_eq!(made.to_string(), "monday,tuesday");
}

#[test]
fn flags_without_a_member_are_the_number_zero() {
    keeps::<Flags<Day>>(&["\"0\"", "\" \"", "\" 0\""]);
    let none = Flags::<Day>::from_iter([]);
    assert_eq!(serde_json::to_string(&none).unwrap(), "\"0\"");
    assert_eq!(none.to_literal(Conventions::ODATA), "ns.day'0'");
    for json in ["\"0\"", "\"\""] {
        let read: Flags<Day> = serde_json::from_str(json).unwrap();
        assert_eq!(read.members(), [], "{json}");
        assert_eq!(read.to_literal(Conventions::ODATA), "ns.day'0'");
    }
}

#[test]
fn a_decimal_may_be_of_any_size_also_as_text() {
    use graphwright::edm::Decimal;
    for json in [r#""1e400""#, "1e400", r#""-0.10""#, r#""INF""#] {
        let decimal: Decimal = graphwright::serde_json::from_str(json).unwrap();
        assert_eq!(graphwright::serde_json::to_string(&decimal).unwrap(), json);
    }
    for text in ["", "x", "1 ", "01", "true", "\"1\"", "-"] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
}

#[test]
fn binary_values_are_written_in_the_alphabet_of_their_type_and_kept_as_they_were_read() {
    use graphwright::edm::Base64Url;
    let bytes = &b"\xfb\xff\xff\x01"[..];
    assert_eq!(
        serde_json::to_string(&Binary::from(bytes)).unwrap(),
        r#""+///AQ==""#
    );
    assert_eq!(
        serde_json::to_string(&Base64Url::from(bytes)).unwrap(),
        r#""-___AQ==""#
    );
    let texts = [
        r#""+///AQ==""#,
        r#""-___AQ==""#,
        r#""-___AQ""#,
        r#""+///AQ""#,
    ];
    keeps::<Binary>(&texts);
    keeps::<Base64Url>(&texts);
    for text in texts {
        let plain: Binary = serde_json::from_str(text).unwrap();
        let url: Base64Url = serde_json::from_str(text).unwrap();
        assert_eq!(
            (plain.to_bytes(), url.to_bytes()),
            (bytes.to_vec(), bytes.to_vec())
        );
        assert_eq!(Base64Url::from(&plain), Base64Url::from(bytes));
        assert_eq!(Binary::from(&url), Binary::from(bytes));
    }
    let many: Vec<Binary> = vec![bytes.into()];
    assert_eq!(Json::new(&many).unwrap().as_str(), r#"["+///AQ=="]"#);
}
