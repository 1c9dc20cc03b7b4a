//! The faults of the matrix, and what becomes of one request by each of them.

use graphwright::retry::{Backoff, RetryPolicy};
use graphwright::{Error, ErrorKind};

use super::{Act, json, reply, response};

/// The default policy, each wait the longest that it may be.
pub(crate) fn policy() -> RetryPolicy {
    RetryPolicy::default().backoff(Backoff::default().without_jitter())
}

/// What the caller is to get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Got {
    Value,
    Status(u16),
    Transport,
    Timeout,
    Decode,
    Redirect,
    Gone,
}

pub(crate) fn got(result: &Result<graphwright::serde_json::Value, Error>) -> Got {
    match result {
        Ok(_) => Got::Value,
        Err(error) => match error.kind() {
            ErrorKind::Service(said) => Got::Status(said.status.as_u16()),
            ErrorKind::Transport => Got::Transport,
            ErrorKind::Timeout(_) => Got::Timeout,
            ErrorKind::Decode { .. } => Got::Decode,
            ErrorKind::Redirect(_) => Got::Redirect,
            ErrorKind::SessionGone => Got::Gone,
            other => panic!("{other:?}"),
        },
    }
}

/// What is sent, what is waited in milliseconds, and what the caller gets.
pub(crate) struct Expected(pub(crate) usize, pub(crate) &'static [u64], pub(crate) Got);

const SENT_TWICE: Expected = Expected(2, &[1000], Got::Value);

/// Each fault once, then an answer: what becomes of a GET, and of a PATCH and a POST.
pub(crate) fn rows(elsewhere: &str) -> Vec<(&'static str, Act, Expected, Expected)> {
    let once = |got| Expected(1, &[], got);
    let after = |waits| Expected(2, waits, Got::Value);
    let dates =
        "date: Mon, 02 Dec 2024 10:00:00 GMT\r\nretry-after: Mon, 02 Dec 2024 10:00:30 GMT\r\n";
    let gzip = "content-encoding: gzip\r\n";
    let throttled = |lines: &str| reply(429, lines, "");
    let half = || response(200, "", r#"{"id":"7"}"#)[..50].to_vec();
    vec![
        (
            "429, seconds",
            throttled("retry-after: 2\r\n"),
            after(&[2000]),
            after(&[2000]),
        ),
        (
            "429, fraction",
            throttled("retry-after: 0.5\r\n"),
            after(&[500]),
            after(&[500]),
        ),
        (
            "429, date",
            throttled(dates),
            after(&[30_000]),
            after(&[30_000]),
        ),
        ("429", throttled(""), SENT_TWICE, SENT_TWICE),
        (
            "429, too long",
            throttled("retry-after: 3600\r\n"),
            once(Got::Status(429)),
            once(Got::Status(429)),
        ),
        (
            "503, seconds",
            reply(503, "retry-after: 2\r\n", ""),
            after(&[2000]),
            after(&[2000]),
        ),
        (
            "500",
            reply(500, "", ""),
            SENT_TWICE,
            once(Got::Status(500)),
        ),
        (
            "502",
            reply(502, "", ""),
            SENT_TWICE,
            once(Got::Status(502)),
        ),
        (
            "503",
            reply(503, "", ""),
            SENT_TWICE,
            once(Got::Status(503)),
        ),
        (
            "504",
            reply(504, "", ""),
            SENT_TWICE,
            once(Got::Status(504)),
        ),
        (
            "501",
            reply(501, "", ""),
            once(Got::Status(501)),
            once(Got::Status(501)),
        ),
        (
            "404",
            reply(404, "retry-after: 2\r\n", ""),
            once(Got::Status(404)),
            once(Got::Status(404)),
        ),
        (
            "202",
            reply(202, "retry-after: 2\r\n", "{}"),
            once(Got::Value),
            once(Got::Value),
        ),
        (
            "no head",
            Act::Break(Vec::new()),
            SENT_TWICE,
            once(Got::Transport),
        ),
        (
            "half a head",
            Act::Break(b"HTTP/1.1 200 OK\r\nconte".to_vec()),
            SENT_TWICE,
            once(Got::Transport),
        ),
        (
            "half a body",
            Act::Break(half()),
            SENT_TWICE,
            once(Got::Transport),
        ),
        (
            "a head that stalls",
            Act::Stall(Vec::new()),
            SENT_TWICE,
            once(Got::Timeout),
        ),
        (
            "a body that stalls",
            Act::Stall(half()),
            SENT_TWICE,
            once(Got::Timeout),
        ),
        (
            "half of the JSON",
            json(r#"{"id":"#),
            once(Got::Decode),
            once(Got::Decode),
        ),
        (
            "HTML",
            reply(200, "content-type: text/html\r\n", "<p>"),
            once(Got::Decode),
            once(Got::Decode),
        ),
        (
            "broken gzip",
            reply(200, gzip, "no gzip"),
            SENT_TWICE,
            once(Got::Transport),
        ),
        (
            "a redirect",
            reply(302, &format!("location: {elsewhere}/x\r\n"), ""),
            once(Got::Value),
            once(Got::Redirect),
        ),
        (
            "an expired token",
            reply(401, "", ""),
            once(Got::Status(401)),
            once(Got::Status(401)),
        ),
    ]
}
