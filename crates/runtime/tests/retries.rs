//! Repeated requests: what was perhaps done already, how many there are in all, and who is told.

#![cfg(feature = "client")]

mod faulty;
mod token;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use faulty::{Act, Faulty, Passing, builder, reply};
use graphwright::retry::{Backoff, Budget, RetryPolicy};
use graphwright::{ClientBuilder, Error, Method, Request, Step};
use token::tokens;

fn request(client: ClientBuilder, method: Method) -> Request<Bytes> {
    let policy = RetryPolicy::default().backoff(Backoff::default().without_jitter());
    let client = client.retry(policy).build().expect("a client");
    tokens(client).raw_request(method).returning()
}

/// The error of a request whose first attempts end by `acts`.
async fn error(
    acts: Vec<Act>,
    method: Method,
    change: impl Fn(Request<Bytes>) -> Request<Bytes>,
) -> Error {
    let (server, clock) = (Faulty::start(acts).await, Passing::default());
    let request = request(builder(server.origin(), &clock), method);
    change(request).send().await.expect_err("a failure")
}

#[tokio::test]
async fn what_an_earlier_attempt_may_have_done_is_told() {
    let lost = || Act::Break(Vec::new());
    let failed = |status| reply(status, "", "");
    let throttled = || reply(429, "retry-after: 1\r\n", "");
    let same = |request: Request<Bytes>| request;
    let guarded = |request: Request<Bytes>| request.if_match("W/\"1\"").idempotent();
    let declared = |request: Request<Bytes>| request.idempotent();
    type Change<'a> = &'a dyn Fn(Request<Bytes>) -> Request<Bytes>;
    let rows: [(&str, Vec<Act>, Method, Change<'_>, bool); 12] = [
        (
            "gone after a loss",
            vec![lost(), failed(404)],
            Method::DELETE,
            &same,
            true,
        ),
        (
            "410 after 504",
            vec![failed(504), failed(410)],
            Method::DELETE,
            &same,
            true,
        ),
        (
            "two losses",
            vec![lost(), lost(), failed(404)],
            Method::DELETE,
            &same,
            true,
        ),
        (
            "changed after a loss",
            vec![lost(), failed(412)],
            Method::PATCH,
            &guarded,
            true,
        ),
        (
            "412 to PUT",
            vec![failed(500), failed(412)],
            Method::PUT,
            &guarded,
            true,
        ),
        (
            "409 to POST",
            vec![lost(), failed(409)],
            Method::POST,
            &declared,
            true,
        ),
        (
            "gone at first",
            vec![failed(404)],
            Method::DELETE,
            &same,
            false,
        ),
        (
            "gone after throttling",
            vec![throttled(), failed(404)],
            Method::DELETE,
            &same,
            false,
        ),
        (
            "412 after throttling",
            vec![throttled(), failed(412)],
            Method::PATCH,
            &guarded,
            false,
        ),
        (
            "404 to GET",
            vec![lost(), failed(404)],
            Method::GET,
            &same,
            false,
        ),
        (
            "412 without a precondition",
            vec![lost(), failed(412)],
            Method::PUT,
            &same,
            false,
        ),
        (
            "403 after a loss",
            vec![lost(), failed(403)],
            Method::DELETE,
            &same,
            false,
        ),
    ];
    for (name, acts, method, change, perhaps) in rows {
        let error = error(acts, method, change).await;
        assert_eq!(error.is_perhaps_done(), perhaps, "{name}: {error}");
        assert_eq!(
            error.to_string().contains("perhaps already done"),
            perhaps,
            "{name}: {error}"
        );
        assert!(error.client_request_id().is_some(), "{name}");
    }
}

#[tokio::test]
async fn a_budget_is_shared_by_all_requests_of_a_client() {
    let acts = vec![reply(500, "", ""); 20];
    let (server, clock) = (Faulty::start(acts).await, Passing::default());
    let budget = Budget::new(4);
    let client = || builder(server.origin(), &clock).retry_budget(budget.clone());
    for sent in [4, 6, 7] {
        request(client(), Method::GET)
            .send()
            .await
            .expect_err("a failure");
        assert_eq!(server.heads().len(), sent);
    }
}

#[tokio::test]
async fn a_deadline_is_not_waited_for_in_vain() {
    let acts = vec![reply(429, "retry-after: 100\r\n", ""); 9];
    let (server, clock) = (Faulty::start(acts).await, Passing::default());
    // The whole request has real time; nothing of it passes here.
    let request =
        request(builder(server.origin(), &clock), Method::GET).total_timeout(faulty::STALL);
    let error = request.send().await.expect_err("a failure");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!((server.heads().len(), clock.waits()), (1, Vec::new()));
}

#[tokio::test]
async fn each_attempt_is_told_with_what_follows_and_nothing_secret() {
    let acts = [
        reply(503, "retry-after: 2\r\nrequest-id: s-1\r\n", ""),
        Act::Break(Vec::new()),
        reply(302, "location: /beta/tokens/1?token=hidden\r\n", ""),
        reply(404, "", ""),
    ];
    let (server, clock) = (Faulty::start(acts).await, Passing::default());
    let told = Arc::new(Mutex::new(Vec::new()));
    let (texts, steps) = (told.clone(), Arc::new(Mutex::new(Vec::new())));
    let kept = steps.clone();
    let client = builder(server.origin(), &clock).on_attempt(move |report| {
        texts
            .lock()
            .expect("the record")
            .push(format!("{report:?}"));
        let status = report.status.map(|status| status.as_u16());
        let step = (report.number, status, report.error.is_some(), report.next);
        kept.lock().expect("the record").push(step);
    });
    request(client, Method::GET)
        .send()
        .await
        .expect_err("a failure");
    let wait = |seconds| Some(Step::Wait(Duration::from_secs(seconds)));
    assert_eq!(
        *steps.lock().expect("the record"),
        [
            (1, Some(503), false, wait(2)),
            (2, None, true, wait(2)),
            (3, Some(302), false, Some(Step::Again)),
            (3, Some(404), false, Some(Step::Read)),
        ]
    );
    let told = told.lock().expect("the record").join("\n");
    assert!(told.contains("s-1"), "{told}");
    assert!(
        !told.contains("secret-token") && !told.contains("hidden"),
        "{told}"
    );
}

#[tokio::test]
async fn a_request_that_is_dropped_while_it_waits_is_not_sent_again() {
    let server = Faulty::start([reply(429, "retry-after: 1\r\n", "")]).await;
    let client = graphwright::Client::builder(graphwright::StaticToken::new("t"));
    let client = client.endpoint(server.origin());
    let sending = request(client, Method::GET).send();
    let dropped = tokio::time::timeout(Duration::from_millis(300), sending).await;
    assert!(dropped.is_err());
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(server.heads().len(), 1);
}
