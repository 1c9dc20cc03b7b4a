//! What becomes of a request when the service or the way to it fails: what the server saw, how long was waited, and
//! what the caller got.

#![cfg(feature = "client")]

mod faulty;
mod token;

use std::time::Duration;

use faulty::rows::{Expected, Got, got, policy, rows};
use faulty::{Act, Faulty, Passing, builder, json, reply};
use graphwright::retry::RetryPolicy;
use graphwright::{Error, ErrorKind, Items, Method, Page, Resource};
use token::{Token, tokens};

fn collection(server: &Faulty, clock: &Passing) -> Resource {
    let client = builder(server.origin(), clock).retry(policy());
    tokens(client.build().expect("a client"))
}

#[tokio::test]
async fn each_fault_has_its_end_and_nothing_is_sent_twice_that_must_not_be() {
    let elsewhere = Faulty::start([]).await;
    for method in [Method::GET, Method::PATCH, Method::POST] {
        for (name, act, of_get, of_others) in rows(elsewhere.origin()) {
            let Expected(sent, waits, wanted) = match method == Method::GET {
                true => of_get,
                false => of_others,
            };
            let (server, clock) = (Faulty::start([act]).await, Passing::default());
            let request = collection(&server, &clock).raw_request(method.clone());
            let request = request.json_body(&Token::named("Oslo"));
            let result = request.send().await;
            assert_eq!(got(&result), wanted, "{name}, {method}: {result:?}");
            let heads = server.heads();
            assert_eq!(heads.len(), sent, "{name}, {method}: {heads:?}");
            let waited: Vec<u128> = clock.waits().iter().map(Duration::as_millis).collect();
            let waits: Vec<u128> = waits.iter().map(|wait| u128::from(*wait)).collect();
            assert_eq!(waited, waits, "{name}, {method}");
            let name_of = |head: &str| {
                let id = head
                    .split("client-request-id: ")
                    .nth(1)
                    .map(|rest| rest[..36].to_owned());
                id.expect("a name of the request")
            };
            let names: Vec<String> = heads.iter().map(|head| name_of(head)).collect();
            assert!(
                names.iter().all(|one| *one == names[0]),
                "{name}: {names:?}"
            );
        }
    }
    for head in elsewhere.heads() {
        assert!(!head.contains("secret-token"), "{head}");
        assert!(!head.contains("client-request-id"), "{head}");
    }
}

/// A row for a fragment of an upload: the requests that are sent, and the outcome for the caller. After what may have been taken the
/// session is asked what it has.
fn of_fragment(name: &str) -> (&'static str, Got) {
    match name {
        "429, seconds" | "429, fraction" | "429, date" | "429" | "503, seconds" => {
            ("PUT PUT", Got::Value)
        }
        "500" | "502" | "503" | "504" | "no head" | "half a head" | "half a body"
        | "a head that stalls" | "a body that stalls" | "broken gzip" | "202" => {
            ("PUT GET PUT", Got::Value)
        }
        "429, too long" => ("PUT", Got::Status(429)),
        "501" => ("PUT", Got::Status(501)),
        "an expired token" => ("PUT", Got::Status(401)),
        "404" => ("PUT", Got::Gone),
        "half of the JSON" | "HTML" => ("PUT", Got::Decode),
        "a redirect" => ("PUT", Got::Redirect),
        other => panic!("`{other}` has no row for fragments"),
    }
}

#[tokio::test]
async fn a_fragment_is_sent_again_where_the_session_still_expects_it() {
    let elsewhere = Faulty::start([]).await;
    for (name, act, of_get, _) in rows(elsewhere.origin()) {
        let (sent, wanted) = of_fragment(name);
        let mut acts = vec![act];
        if sent.contains("GET") {
            acts.push(json(r#"{"nextExpectedRanges":["0-"]}"#));
        }
        let (server, clock) = (Faulty::start(acts).await, Passing::default());
        let url = format!("{}/upload", server.origin());
        let service = collection(&server, &clock).raw_request(Method::GET);
        let session = service.service().pre_authenticated(Method::PUT, &url);
        let mut upload = session.upload(3, graphwright::upload::Rules::ONE_DRIVE);
        let mut told = Vec::new();
        let result = upload
            .send(&mut &b"abc"[..], |progress| told.push(progress.done))
            .await;
        assert_eq!(got(&result), wanted, "{name}: {result:?}");
        let heads = server.heads();
        let methods: Vec<String> = heads
            .iter()
            .filter_map(|head| Some(head.split(' ').next()?.to_uppercase()))
            .collect();
        assert_eq!(methods.join(" "), sent, "{name}");
        assert!(
            heads.iter().all(|head| !head.contains("authorization")),
            "{name}"
        );
        let waits = match name {
            "202" => &[],
            _ => of_get.1,
        };
        let waited: Vec<u128> = clock.waits().iter().map(Duration::as_millis).collect();
        let waits: Vec<u128> = waits.iter().map(|wait| u128::from(*wait)).collect();
        assert_eq!(waited, waits, "{name}");
        let arrived = if wanted == Got::Value { &[3][..] } else { &[] };
        assert!(told == arrived || wanted == Got::Decode, "{name}: {told:?}");
    }
    assert!(elsewhere.heads().is_empty());
}

/// Takes all that there is; the error that ends it.
async fn take(items: &mut Items<Token>, ids: &mut String) -> Option<Error> {
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => ids.push_str(&item.id.expect("an id")),
            Err(error) => return Some(error),
        }
    }
    None
}

#[tokio::test]
async fn a_fault_at_page_three_of_five_loses_no_item_and_repeats_none() {
    let elsewhere = Faulty::start([]).await;
    for (name, act, expected, _) in rows(elsewhere.origin()) {
        let (server, clock) = (Faulty::start([]).await, Passing::default());
        let page = |number: u32| {
            let link = format!("{}/beta/tokens?page={}", server.origin(), number + 1);
            let next = format!(r#","@odata.nextLink":"{link}""#);
            let next = if number < 5 { next } else { String::new() };
            json(&format!(r#"{{"value":[{{"id":"{number}"}}]{next}}}"#))
        };
        // Page 3 of another host leads back.
        let third = if name == "a redirect" {
            &elsewhere
        } else {
            &server
        };
        for act in [page(1), page(2), act] {
            server.then(act);
        }
        third.then(page(3));
        server.then(page(4));
        server.then(page(5));
        let list = || collection(&server, &clock).request::<Page<Token>>(Method::GET);
        let (mut items, mut ids) = (list().items(), String::new());
        let error = take(&mut items, &mut ids).await;
        // An empty object is no page.
        let has_page = expected.2 == Got::Value && name != "202";
        assert_eq!(error.is_none(), has_page, "{name}: {error:?}");
        if error.is_some() {
            assert_eq!(ids, "12", "{name}");
            let link = items.link().expect("a link to go on from").to_owned();
            assert!(link.ends_with("/beta/tokens?page=3"), "{name}: {link}");
            let error = take(&mut list().resume(&link).items(), &mut ids).await;
            assert!(error.is_none(), "{name}: {error:?}");
        }
        assert_eq!(ids, "12345", "{name}");
        let waited: Vec<u128> = clock.waits().iter().map(Duration::as_millis).collect();
        let waits: Vec<u128> = expected.1.iter().map(|wait| u128::from(*wait)).collect();
        assert_eq!(waited, waits, "{name}");
    }
    for head in elsewhere.heads() {
        assert!(!head.contains("secret-token"), "{head}");
    }
}

/// Each poll of an operation is a GET like any other; what it brings is a status or the result.
#[tokio::test]
async fn a_fault_at_a_poll_starts_nothing_again_and_loses_no_operation() {
    let elsewhere = Faulty::start([]).await;
    let interval = Duration::from_secs(10);
    for (name, act, Expected(sent, waits, wanted), _) in rows(elsewhere.origin()) {
        let acts = [reply(202, "location: /operations/8\r\n", ""), act];
        let (server, clock) = (Faulty::start(acts).await, Passing::default());
        let request = collection(&server, &clock).raw_request(Method::POST);
        let mut operation = request.start().await.expect("a start");
        let link = operation.link().expect("a link").to_owned();
        let result = operation.wait().await;
        let value = result.map(|completed| completed.value.unwrap_or_default());
        assert_eq!(got(&value), wanted, "{name}: {value:?}");
        // An operation that is still accepted is asked again, when the service says it.
        let again: &[u64] = if name == "202" { &[2000] } else { &[] };
        let waits = [waits, again].concat();
        let waits = waits.into_iter().map(Duration::from_millis);
        let waits: Vec<Duration> = std::iter::once(interval).chain(waits).collect();
        assert_eq!(clock.waits(), waits, "{name}");
        assert_eq!(server.heads().len(), 1 + sent + again.len(), "{name}");
        if value.is_err() {
            assert_eq!(operation.link(), Some(&*link), "{name}");
            operation.wait().await.expect("the operation goes on");
        }
        let heads = server.heads();
        let posts = heads.iter().filter(|head| head.starts_with("post "));
        assert_eq!(posts.count(), 1, "{name}: {heads:?}");
    }
    for head in elsewhere.heads() {
        assert!(!head.contains("secret-token"), "{head}");
    }
}

#[tokio::test]
async fn what_the_caller_declares_to_be_idempotent_is_repeated_as_a_get_is() {
    for method in [Method::PATCH, Method::POST] {
        for act in [reply(504, "", ""), Act::Break(Vec::new())] {
            let (server, clock) = (Faulty::start([act]).await, Passing::default());
            let request = collection(&server, &clock).raw_request(method.clone());
            request.idempotent().send().await.expect("a success");
            assert_eq!(server.heads().len(), 2);
        }
    }
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_asked_for_four_times_whatever_the_method() {
    for method in [Method::GET, Method::POST] {
        let clock = Passing::default();
        let client = builder("https://host.invalid", &clock)
            .retry(policy())
            .timeout(Duration::MAX);
        let request = tokens(client.build().expect("a client")).raw_request(method);
        // The resolver may take its time.
        let error = request
            .read_timeout(Duration::MAX)
            .send()
            .await
            .expect_err("no such host");
        assert!(matches!(error.kind(), ErrorKind::Transport), "{error:?}");
        assert_eq!(clock.waits(), [1, 2, 4].map(Duration::from_secs));
    }
}

#[tokio::test]
async fn a_service_that_fails_for_good_is_asked_as_often_as_the_policy_says() {
    for (policy, sent) in [
        (policy(), 4),
        (policy().attempts(2), 2),
        (RetryPolicy::never(), 1),
        (policy().longest_wait(Duration::from_secs(3)), 3),
    ] {
        let acts = vec![reply(500, "", ""); 9];
        let (server, clock) = (Faulty::start(acts).await, Passing::default());
        let request = collection(&server, &clock).raw_request(Method::GET);
        let error = request.retry(policy).send().await.expect_err("a failure");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
        assert_eq!(server.heads().len(), sent);
    }
}
