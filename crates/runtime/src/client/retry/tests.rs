use std::time::SystemTime;

use super::*;

const MONDAY: &str = "Mon, 02 Dec 2024 10:00:00 GMT";

fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        let name = http::HeaderName::try_from(*name).expect("a name");
        headers.append(name, value.parse().expect("a value"));
    }
    headers
}

#[test]
fn retry_after_is_read_in_each_of_its_forms() {
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    let millis = |millis| Some(Duration::from_millis(millis));
    for (pairs, time) in [
        (&[("retry-after", "7")][..], seconds(7)),
        (&[("retry-after", " 0 ")], seconds(0)),
        (&[("retry-after", "1.5")], millis(1500)),
        (&[("retry-after", "0.25")], millis(250)),
        (
            &[("retry-after", "99999999999999999999999")],
            Some(Duration::MAX),
        ),
        (&[("retry-after", "-1")], None),
        (&[("retry-after", "soon")], None),
        (&[("retry-after", "inf")], None),
        (&[("retry-after", "1e3")], None),
        (&[("retry-after", "")], None),
        (
            &[
                ("retry-after", "Mon, 02 Dec 2024 10:00:30 GMT"),
                ("date", MONDAY),
            ],
            seconds(30),
        ),
        (
            &[
                ("retry-after", "Monday, 02-Dec-24 10:00:30 GMT"),
                ("date", MONDAY),
            ],
            seconds(30),
        ),
        (
            &[
                ("retry-after", "Mon Dec  2 10:00:30 2024"),
                ("date", MONDAY),
            ],
            seconds(30),
        ),
        (
            &[
                ("retry-after", "Mon, 02 Dec 2024 09:00:00 GMT"),
                ("date", MONDAY),
            ],
            seconds(0),
        ),
        (
            &[("retry-after", "Mon, 02 Dec 2024 10:00:30 GMT")],
            seconds(0),
        ),
        (&[("retry-after-ms", "250")], millis(250)),
        (
            &[("x-ms-retry-after-ms", "2500"), ("retry-after", "2")],
            millis(2500),
        ),
        (&[("retry-after", "2"), ("retry-after", "5")], seconds(5)),
        (&[("date", MONDAY)], None),
    ] {
        assert_eq!(retry_after(&headers(pairs)), time, "{pairs:?}");
    }
    let later = SystemTime::now() + Duration::from_secs(60);
    let date = httpdate::fmt_http_date(later);
    let time = retry_after(&headers(&[("retry-after", &date)])).expect("a time");
    assert!((50..=60).contains(&time.as_secs()), "{time:?}");
}

/// Returns what is decided after the first attempt, without jitter: the wait in seconds.
fn wait(method: &Method, outcome: &Outcome<'_>) -> Option<u64> {
    let policy = RetryPolicy::default().backoff(Backoff::default().without_jitter());
    match policy.decide(&Attempt::first(method), outcome) {
        Decision::Wait(time) => Some(time.as_secs()),
        Decision::GiveUp => None,
    }
}

#[test]
fn what_is_repeated_depends_on_the_outcome_and_the_method() {
    let idempotent = [
        Method::GET,
        Method::HEAD,
        Method::OPTIONS,
        Method::PUT,
        Method::DELETE,
    ];
    let others = [Method::POST, Method::PATCH];
    let none = HeaderMap::new();
    let seven = headers(&[("retry-after", "7")]);
    let answered = |status: u16, headers| Outcome::Answered {
        status: StatusCode::from_u16(status).expect("a status"),
        headers,
    };
    for (outcome, of_idempotent, of_others) in [
        (answered(429, &seven), Some(7), Some(7)),
        (answered(429, &none), Some(1), Some(1)),
        (answered(503, &seven), Some(7), Some(7)),
        (answered(503, &none), Some(1), None),
        (answered(500, &none), Some(1), None),
        (answered(502, &none), Some(1), None),
        (answered(504, &none), Some(1), None),
        (answered(504, &seven), Some(7), None),
        (answered(509, &none), Some(1), None),
        (answered(501, &none), None, None),
        (answered(505, &none), None, None),
        (answered(507, &none), None, None),
        (answered(202, &seven), None, None),
        (answered(200, &none), None, None),
        (answered(400, &seven), None, None),
        (answered(401, &none), None, None),
        (answered(404, &none), None, None),
        (answered(412, &none), None, None),
        (Outcome::NotSent, Some(1), Some(1)),
        (Outcome::Lost, Some(1), None),
    ] {
        for method in &idempotent {
            assert_eq!(
                wait(method, &outcome),
                of_idempotent,
                "{method} {outcome:?}"
            );
        }
        for method in &others {
            assert_eq!(wait(method, &outcome), of_others, "{method} {outcome:?}");
            let declared = Attempt {
                is_idempotent: true,
                ..Attempt::first(method)
            };
            let is_repeated = decide(&declared, &outcome) != Decision::GiveUp;
            assert_eq!(is_repeated, of_idempotent.is_some(), "{method} {outcome:?}");
        }
        let once = Attempt {
            is_replayable: false,
            ..Attempt::first(&Method::GET)
        };
        assert_eq!(decide(&once, &outcome), Decision::GiveUp, "{outcome:?}");
    }
}

#[test]
fn attempts_and_waits_have_their_limits() {
    let policy = RetryPolicy::default().backoff(Backoff::default().without_jitter());
    let mut attempt = Attempt::first(&Method::GET);
    let mut waits = Vec::new();
    while let Decision::Wait(time) = policy.decide(&attempt, &Outcome::Lost) {
        waits.push(time.as_secs());
        attempt = attempt.next(time);
    }
    assert_eq!((waits, attempt.number), (vec![1, 2, 4], 4));
    let first = Attempt::first(&Method::GET);
    assert_eq!(
        RetryPolicy::never().decide(&first, &Outcome::Lost),
        Decision::GiveUp
    );
    for (said, decision) in [
        ("300", Decision::Wait(Duration::from_secs(300))),
        ("301", Decision::GiveUp),
        ("0", Decision::Wait(Duration::from_secs(1))),
    ] {
        let headers = headers(&[("retry-after", said)]);
        let throttled = Outcome::Answered {
            status: StatusCode::TOO_MANY_REQUESTS,
            headers: &headers,
        };
        assert_eq!(policy.decide(&first, &throttled), decision, "{said}");
    }
    let headers = headers(&[("retry-after", "200")]);
    let throttled = Outcome::Answered {
        status: StatusCode::TOO_MANY_REQUESTS,
        headers: &headers,
    };
    let second = first.next(Duration::from_secs(200));
    assert_eq!(policy.decide(&second, &throttled), Decision::GiveUp);
}

#[test]
fn a_backoff_doubles_up_to_its_longest_and_is_random_below() {
    let backoff = Backoff::default();
    let longest: Vec<u64> = (1..8)
        .map(|number| backoff.at_most(number).as_secs())
        .collect();
    assert_eq!(longest, [1, 2, 4, 8, 16, 30, 30]);
    assert_eq!(backoff.at_most(u32::MAX), Duration::from_secs(30));
    let waits: Vec<Duration> = (0..100).map(|_| backoff.after(3)).collect();
    assert!(waits.iter().all(|wait| *wait <= Duration::from_secs(4)));
    assert!(waits.iter().any(|wait| *wait < Duration::from_secs(1)));
    assert!(waits.iter().any(|wait| *wait > Duration::from_secs(3)));
}

#[test]
fn ten_successes_make_up_for_one_repetition() {
    let budget = Budget::new(2);
    let shared = budget.clone();
    assert!(budget.take() && shared.take());
    assert!(!budget.take());
    (0..9).for_each(|_| budget.succeeded());
    assert!(!budget.take());
    budget.succeeded();
    assert!(budget.take());
    (0..1000).for_each(|_| budget.succeeded());
    assert_eq!(shared.left(), 2);
}
