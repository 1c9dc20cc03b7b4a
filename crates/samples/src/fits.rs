//! Whether a JSON value is one of a primitive type (OData ABNF 4.01, 7; JSON Format 4.01, 7.1).
//!
//! Written for itself and not taken from the runtime, which it is there to check.

use graphwright_api::Primitive;

/// Returns whether the JSON in `raw` is a value of the type.
pub(crate) fn fits(primitive: Primitive, raw: &str) -> bool {
    use Primitive as P;
    match primitive {
        P::Boolean => matches!(raw, "true" | "false"),
        P::Byte => in_range(raw, 0, i128::from(u8::MAX)),
        P::SByte => in_range(raw, i128::from(i8::MIN), i128::from(i8::MAX)),
        P::Int16 => in_range(raw, i128::from(i16::MIN), i128::from(i16::MAX)),
        P::Int32 => in_range(raw, i128::from(i32::MIN), i128::from(i32::MAX)),
        P::Int64 => in_range(raw, i128::from(i64::MIN), i128::from(i64::MAX)),
        P::UInt16 => in_range(raw, 0, i128::from(u16::MAX)),
        P::UInt32 => in_range(raw, 0, i128::from(u32::MAX)),
        P::UInt64 => in_range(raw, 0, i128::from(u64::MAX)),
        P::Double | P::Single => {
            let most = match primitive {
                P::Single => f64::from(f32::MAX),
                _ => f64::MAX,
            };
            is_special(raw) || (is_number(raw) && raw.parse().is_ok_and(|n: f64| n.abs() <= most))
        }
        P::Decimal => {
            is_number(raw) || is_special(raw) || text(raw).is_some_and(|text| is_number(&text))
        }
        _ => text(raw).is_some_and(|text| text_fits(primitive, &text)),
    }
}

/// Returns whether `text` is a value of a primitive type that stands in JSON as a string.
pub(crate) fn text_fits(primitive: Primitive, text: &str) -> bool {
    match primitive {
        Primitive::String => true,
        Primitive::Base64Url | Primitive::Binary | Primitive::Stream => is_binary(text),
        Primitive::Date => is_date(text),
        Primitive::DateTimeOffset => is_date_time(text),
        Primitive::TimeOfDay => is_time(text),
        Primitive::Duration => is_duration(text),
        Primitive::Guid => is_guid(text),
        _ => false,
    }
}

fn text(raw: &str) -> Option<String> {
    serde_json::from_str(raw).ok()
}

/// Returns whether it is a number as JSON writes it.
pub(crate) fn is_number(raw: &str) -> bool {
    let begins = raw.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    begins && serde_json::from_str::<&serde_json::value::RawValue>(raw).is_ok()
}

fn is_special(raw: &str) -> bool {
    matches!(raw, "\"INF\"" | "\"-INF\"" | "\"NaN\"")
}

/// A whole number is written without a fraction, an exponent or a needless sign.
fn in_range(raw: &str, least: i128, most: i128) -> bool {
    let plain = is_number(raw) && raw != "-0" && !raw.contains(['.', 'e', 'E']);
    plain
        && raw
            .parse()
            .is_ok_and(|number: i128| (least..=most).contains(&number))
}

fn is_binary(text: &str) -> bool {
    let data = text.trim_end_matches('=');
    let padding = text.len() - data.len();
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '/');
    data.chars().all(letters)
        && data.len() % 4 != 1
        && (padding == 0 || (padding < 3 && text.len().is_multiple_of(4)))
}

/// Returns whether `text` is digits and nothing else, `least` to `most` of them.
fn digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Two digits that are a number of the range.
fn two(text: &str, least: u32, most: u32) -> bool {
    digits(text, 2, 2)
        && text
            .parse()
            .is_ok_and(|number: u32| (least..=most).contains(&number))
}

fn is_date(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let mut parts = text.splitn(3, '-');
    let mut next = || parts.next().unwrap_or_default();
    digits(next(), 4, 9) && two(next(), 1, 12) && two(next(), 1, 31)
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let parts: Vec<&str> = whole.split(':').collect();
    let (clock, seconds) = match &parts[..] {
        [hour, minute] => (two(hour, 0, 23) && two(minute, 0, 59), false),
        [hour, minute, second] => (
            two(hour, 0, 23) && two(minute, 0, 59) && two(second, 0, 59),
            true,
        ),
        _ => (false, false),
    };
    clock && fraction.is_none_or(|fraction| seconds && digits(fraction, 1, 12))
}

fn is_date_time(text: &str) -> bool {
    let Some((date, rest)) = text.split_once(['T', 't']) else {
        return false;
    };
    let Some(at) = rest.find(['Z', 'z', '+', '-']) else {
        return false;
    };
    let (time, offset) = rest.split_at(at);
    let offset_fits = matches!(offset, "Z" | "z")
        || offset
            .get(1..)
            .and_then(|offset| offset.split_once(':'))
            .is_some_and(|(hours, minutes)| two(hours, 0, 23) && two(minutes, 0, 59));
    is_date(date) && is_time(time) && offset_fits
}

fn is_duration(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let Some(parts) = text.strip_prefix('P').filter(|parts| !parts.is_empty()) else {
        return false;
    };
    let (days, time) = match parts.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (parts, None),
    };
    // Years, months and weeks are those of ISO 8601, which services use.
    units(days, "YMWD") && time.is_none_or(|time| !time.is_empty() && units(time, "HMS"))
}

/// Numbers, each with one of `order` behind it, in that order.
fn units(text: &str, order: &str) -> bool {
    let mut order = order.chars();
    let mut number = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() || c == '.' {
            number.push(c);
        } else if number.parse::<f64>().is_err() || !order.any(|unit| unit == c) {
            return false;
        } else {
            number.clear();
        }
    }
    number.is_empty()
}

fn is_guid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12])
        && text
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_each_type_are_told() {
        use Primitive as P;
        for (ty, good, bad) in [
            (P::Boolean, "true false", r#""true" 1 null"#),
            (P::Byte, "0 255", "256 -1 1.0 -0 1e2"),
            (P::SByte, "-128 127", "128"),
            (P::Int16, "-32768", "32768"),
            (P::Int32, "2147483647", r#"2147483648 "1""#),
            (P::Int64, "-9223372036854775808", "9223372036854775808"),
            (P::UInt16, "0 65535", "65536 -1"),
            (P::UInt32, "0 4294967295", "4294967296 -1"),
            (
                P::UInt64,
                "0 18446744073709551615",
                "18446744073709551616 -1",
            ),
            (
                P::Double,
                r#"1 1.5e300 "INF" "-INF" "NaN""#,
                r#"1e400 "1" "inf""#,
            ),
            (P::Single, "3.4e38", "3.5e38"),
            (P::Decimal, r#"1.10 "1.10" "INF""#, r#""x" true"#),
            (P::String, r#""" "x""#, "1 null {}"),
            (P::Binary, r#""" "TQ==" "TQ" "-_+/""#, r#""T" "T$==" "TQ=""#),
            (
                P::Date,
                r#""2020-02-31" "-0001-01-01""#,
                r#""2020-13-01" "20-01-01" "2020-1-1""#,
            ),
            (
                P::TimeOfDay,
                r#""07:59" "07:59:59.999""#,
                r#""24:00" "7:00" "07:59.9""#,
            ),
            (
                P::DateTimeOffset,
                r#""2020-01-01T00:00Z" "2020-01-01T00:00:00.1234567-08:00""#,
                r#""2020-01-01" "2020-01-01T00:00:00" "2020-01-01T00:00:00+0100" "String""#,
            ),
            (
                P::Duration,
                r#""P1D" "-PT1.5S" "P1Y2M3W4DT5H6M7S""#,
                r#""P" "PT" "P1H" "P1DT" "1D" "P1""#,
            ),
            (
                P::Guid,
                r#""a1a1a1a1-b2b2-c3c3-d4d4-e5e5e5e5e5e5""#,
                r#""a1a1a1a1b2b2c3c3d4d4e5e5e5e5e5e5" "g1a1a1a1-b2b2-c3c3-d4d4-e5e5e5e5e5e5""#,
            ),
        ] {
            for raw in good.split(' ') {
                assert!(fits(ty, raw), "{ty:?} {raw}");
            }
            for raw in bad.split(' ') {
                assert!(!fits(ty, raw), "{ty:?} {raw}");
            }
        }
    }
}
