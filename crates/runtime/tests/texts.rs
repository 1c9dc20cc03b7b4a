//! What is a date, a time or a GUID, by rules that are written here once more.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use graphwright::edm::{Date, DateTimeOffset, Guid, TimeOfDay};

#[test]
fn texts_of_every_length_and_form_are_told_apart() {
    let guid = "21EC2020-3aea-1069-A2DD-08002B30309D";
    assert_eq!(guid.parse::<Guid>().unwrap().as_str(), guid);
    for at in 0..guid.len() {
        for byte in ["g", "-", "", "0-", "\u{e9}", "/", ":", "@", "G", "`"] {
            let text = format!("{}{byte}{}", &guid[..at], &guid[at + 1..]);
            let groups: Vec<&str> = text.split('-').collect();
            let hexadecimal = |group: &&str| group.bytes().all(|byte| byte.is_ascii_hexdigit());
            let is_guid = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
                && groups.iter().all(hexadecimal);
            assert_eq!(text.parse::<Guid>().is_ok(), is_guid, "{text}");
        }
    }
    let years = ["0000", "12345678", "-0044", "999999999999"];
    for year in years {
        let date: Date = format!("{year}-02-28").parse().unwrap();
        assert_eq!(date.as_str(), format!("{year}-02-28"));
        assert_eq!(date, date.clone());
    }
    for text in [
        "2016-1-31",
        "2016-00-31",
        "2016-13-01",
        "2016-12-32",
        "2016-12-00",
        "2016/12/31",
        "20161231",
    ] {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
}

fn is_number(text: &str, least: u8, most: u8) -> bool {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && (least..=most).contains(&text.parse().unwrap())
}

/// Hours, minutes, seconds with a fraction, as the ABNF of OData has them.
fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<&str> = whole.split(':').collect();
    let most = [23, 59, 59];
    (2..=3).contains(&parts.len())
        && parts
            .iter()
            .zip(most)
            .all(|(part, most)| is_number(part, 0, most))
        && (1..=12).contains(&fraction.len())
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && (parts.len() == 3 || !text.contains('.'))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(3, '-').collect();
    let [year, month, day] = parts[..] else {
        return false;
    };
    (4..=12).contains(&year.len())
        && year.bytes().all(|byte| byte.is_ascii_digit())
        && is_number(month, 1, 12)
        && is_number(day, 1, 31)
}

#[test]
fn a_damaged_time_is_told_from_a_time() {
    let times = [
        "2016-12-31T23:57:57Z",
        "2016-12-31T23:57:57.1200000Z",
        "2016-02-01T00:00:00.123456789012Z",
    ];
    for text in times {
        for at in 0..text.len() {
            for byte in [
                "", "0", "1", "2", "3", "4", "6", "9", "-", ":", ".", "T", "Z", "/", "\u{e9}", "00",
            ] {
                let text = format!("{}{byte}{}", &text[..at], &text[at + 1..]);
                let parts = text.split_once('T').and_then(|(date, rest)| {
                    Some((
                        date,
                        rest.split_once('Z').filter(|(_, rest)| rest.is_empty())?.0,
                    ))
                });
                let expected = parts.is_some_and(|(date, time)| is_date(date) && is_time(time));
                assert_eq!(text.parse::<DateTimeOffset>().is_ok(), expected, "{text}");
                if let Some((date, time)) = parts {
                    assert_eq!(date.parse::<Date>().is_ok(), is_date(date), "{date}");
                    assert_eq!(time.parse::<TimeOfDay>().is_ok(), is_time(time), "{time}");
                }
            }
        }
    }
}
