//! When a service wants to be asked again.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// Returns how long a service wants to be left alone: `Retry-After` in seconds, whole or with a fraction, or as a
/// date (RFC 9110, 10.2.3), and `retry-after-ms` and `x-ms-retry-after-ms` in milliseconds, as services of Azure have
/// it. The longest counts, if there are several.
///
/// A date is compared with the response's own `Date`, so that it does not matter how the clocks of the service and of
/// this machine differ; without one, with the clock of this machine. A date that has passed is no time at all. `None` if
/// there is no such header, or none that can be read.
pub fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = texts(headers, RETRY_AFTER.as_str()).filter_map(|text| {
        let seconds = number(text).map(in_seconds);
        seconds.or_else(|| until(headers, text))
    });
    let names = ["retry-after-ms", "x-ms-retry-after-ms"];
    let short = names.iter().flat_map(|name| texts(headers, name));
    let short = short.filter_map(|text| Some(in_seconds(number(text)? / 1000.0)));
    seconds.chain(short).max()
}

fn texts<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).into_iter();
    values.filter_map(|value| value.to_str().ok().map(str::trim))
}

/// A decimal number without a sign.
fn number(text: &str) -> Option<f64> {
    let is_number = text.starts_with(|first: char| first.is_ascii_digit())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number.then(|| text.parse().ok()).flatten()
}

/// More than there is room for is for ever.
fn in_seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// The time until a date.
fn until(headers: &HeaderMap, text: &str) -> Option<Duration> {
    let at = httpdate::parse_http_date(text).ok()?;
    let said = texts(headers, DATE.as_str()).find_map(|text| httpdate::parse_http_date(text).ok());
    let now = said.or_else(now)?;
    Some(at.duration_since(now).unwrap_or_default())
}

/// The clock of this machine, where it has one.
#[allow(
    clippy::disallowed_methods,
    reason = "it is asked only where there is one"
)]
fn now() -> Option<SystemTime> {
    match cfg!(all(target_family = "wasm", target_os = "unknown")) {
        true => None,
        false => Some(SystemTime::now()),
    }
}
