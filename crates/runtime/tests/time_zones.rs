//! `dateTimeTimeZone` of Outlook as a point in time, and the other way.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright::outlook::{TimeZoneError, date_time_time_zone, point_in_time};

/// As the description of Graph has it.
#[repr(C)]
pub struct DateTimeTimeZone {
    /// The time.
    pub date_time: Option<String>,
    /// The time zone.
    pub time_zone: Option<String>,
    /// All else.
    pub additional: graphwright::Additional,
}

graphwright::model!(
    DateTimeTimeZone = "microsoft.graph.dateTimeTimeZone",
    [DATE_TIME date_time "dateTime", TIME_ZONE time_zone "timeZone"]
);

fn read(json: &str) -> Result<String, TimeZoneError> {
    let value: DateTimeTimeZone = serde_json::from_str(json).unwrap();
    point_in_time(&value).map(|time| time.to_string())
}

#[test]
fn a_time_in_utc_is_a_point_in_time_with_all_its_digits() {
    for zone in [
        "UTC",
        "utc",
        "Etc/UTC",
        "Etc/GMT",
        "GMT",
        "tzone://Microsoft/Utc",
    ] {
        let json = format!(r#"{{"dateTime":"2017-08-29T04:00:00.0000000","timeZone":"{zone}"}}"#);
        assert_eq!(read(&json).as_deref(), Ok("2017-08-29T04:00:00.0000000Z"));
    }
    let with_z = r#"{"dateTime":"2017-08-29T04:00Z","timeZone":"UTC"}"#;
    assert_eq!(read(with_z).as_deref(), Ok("2017-08-29T04:00Z"));
}

#[test]
fn what_is_no_time_in_utc_says_why() {
    use TimeZoneError::{Missing, NotATime, OtherZone};

    let zone = "Pacific Standard Time";
    for (json, error) in [
        (
            r#"{"dateTime":"2017-08-29T04:00:00","timeZone":"Pacific Standard Time"}"#,
            OtherZone(zone.into()),
        ),
        (
            r#"{"dateTime":"2017-08-29","timeZone":"UTC"}"#,
            NotATime("2017-08-29".into()),
        ),
        (
            r#"{"dateTime":"2017-08-29T04:00:00+01:00","timeZone":"UTC"}"#,
            NotATime("2017-08-29T04:00:00+01:00".into()),
        ),
        (r#"{"timeZone":"UTC"}"#, Missing("dateTime")),
        (r#"{"dateTime":null,"timeZone":"UTC"}"#, Missing("dateTime")),
        (r#"{"dateTime":"2017-08-29T04:00:00"}"#, Missing("timeZone")),
    ] {
        assert_eq!(read(json), Err(error), "{json}");
    }
}

#[test]
fn a_point_in_time_is_written_as_clocks_in_utc_show_it() {
    for (time, text) in [
        ("2017-08-29T04:00:00Z", "2017-08-29T04:00:00"),
        (
            "2017-08-29T23:30:00.123456789012-08:00",
            "2017-08-30T07:30:00.123456789012",
        ),
        ("2017-01-01T00:00+05:45", "2016-12-31T18:15:00"),
    ] {
        let value: DateTimeTimeZone = date_time_time_zone(&time.parse().unwrap());
        let json = serde_json::to_string(&value).unwrap();
        assert_eq!(json, format!(r#"{{"dateTime":"{text}","timeZone":"UTC"}}"#));
        let back = point_in_time(&value).unwrap();
        assert!(back.cmp_instant(&time.parse().unwrap()).is_eq());
    }
}
