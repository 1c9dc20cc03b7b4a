//! What becomes of a request in a batch when the service or the way to it fails: the same faults as without one, once of
//! the request alone and once of the batch as a whole.

#![cfg(feature = "client")]

mod faulty;
mod token;

use std::time::Duration;

use faulty::rows::{Expected, Got, got, policy, rows};
use faulty::{Act, Faulty, Passing, builder, json};
use graphwright::batch::Batch;
use graphwright::serde_json::{self, Value};
use graphwright::{Client, Method, Request, Resource, StaticToken};
use token::tokens;

fn collection(server: &Faulty, clock: &Passing) -> Resource {
    let client = builder(server.origin(), clock).retry(policy());
    tokens(client.build().expect("a client"))
}

/// The response object of what a server says in bytes; `None` if that is no whole response.
fn object_of(act: &Act) -> Option<Value> {
    let Act::Reply(bytes) = act else {
        return None;
    };
    let text = String::from_utf8(bytes.clone()).expect("text");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let status: u16 = status.and_then(|word| word.parse().ok()).expect("a status");
    let headers = lines.map(|line| line.split_once(": ").expect("a header"));
    let headers: serde_json::Map<String, Value> = headers
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let body = match serde_json::from_str(body) {
        Ok(json) => json,
        Err(_) if body.is_empty() => Value::Null,
        Err(_) => body.into(),
    };
    Some(serde_json::json!({"id": "1", "status": status, "headers": headers, "body": body}))
}

fn batch_of(responses: &[Value]) -> Act {
    json(&serde_json::json!({ "responses": responses }).to_string())
}

fn done(name: &str) -> Value {
    serde_json::json!({"id": name, "status": 200, "body": {}})
}

/// The names of the requests in each batch.
fn batches(server: &Faulty) -> Vec<String> {
    let of = |body: &Vec<u8>| {
        let body: Value = serde_json::from_slice(body).ok()?;
        let names = body["requests"].as_array()?.iter();
        Some(
            names
                .filter_map(|one| one["id"].as_str())
                .collect::<Vec<_>>()
                .join(" "),
        )
    };
    server.bodies().iter().filter_map(of).collect()
}

fn of_method(tokens: &Resource, method: &Method) -> Request<Value> {
    let request = tokens.raw_request(method.clone());
    match *method {
        Method::GET => request,
        _ => request.json_body(&token::Token::named("Oslo")),
    }
}

fn in_milliseconds(waits: &[Duration]) -> Vec<u128> {
    waits.iter().map(Duration::as_millis).collect()
}

#[tokio::test]
async fn a_fault_of_one_request_in_a_batch_ends_as_it_does_without_one() {
    let elsewhere = Faulty::start([]).await;
    for method in [Method::GET, Method::PATCH, Method::POST] {
        for (name, act, of_get, of_others) in rows(elsewhere.origin()) {
            let Some(object) = object_of(&act) else {
                continue;
            };
            let Expected(sent, waits, wanted) = match (name, &method) {
                // A body inside a batch is not compressed, and what is no JSON is a text.
                ("broken gzip" | "half of the JSON", _) => Expected(1, &[], Got::Value),
                (_, &Method::GET) => of_get,
                _ => of_others,
            };
            let first = batch_of(&[done("2"), object]);
            let (server, clock) = (Faulty::start([first]).await, Passing::default());
            let is_moved = name == "a redirect" && method == Method::GET;
            server.then(match is_moved {
                true => act,
                false => batch_of(&[done("1")]),
            });
            let tokens = collection(&server, &clock);
            let mut batch = Batch::new();
            let one = batch.add(of_method(&tokens, &method)).expect("a key");
            let other = batch.add(of_method(&tokens, &Method::POST)).expect("a key");
            let mut results = batch.send().await.expect("results");
            let result = results.take(one);
            assert_eq!(got(&result), wanted, "{name}, {method}: {result:?}");
            results.take(other).expect("its own result");
            let expected = [&["1 2"][..], &["1"]].concat();
            assert_eq!(batches(&server), expected[..sent], "{name}, {method}");
            assert_eq!(
                server.heads().len(),
                sent + usize::from(is_moved),
                "{name}, {method}"
            );
            let waits: Vec<u128> = waits.iter().map(|wait| u128::from(*wait)).collect();
            assert_eq!(in_milliseconds(&clock.waits()), waits, "{name}, {method}");
        }
    }
    assert_eq!(elsewhere.heads().len(), 1);
    for head in elsewhere.heads() {
        assert!(!head.contains("secret-token"), "{head}");
        assert!(!head.contains("client-request-id"), "{head}");
    }
}

#[tokio::test]
async fn a_fault_of_a_batch_as_a_whole_repeats_nothing_that_must_not_be_sent_twice() {
    let elsewhere = Faulty::start([]).await;
    for method in [Method::GET, Method::PATCH, Method::POST] {
        for (name, act, of_get, of_others) in rows(elsewhere.origin()) {
            let Expected(sent, waits, wanted) = match (name, &method) {
                // An empty object has no responses.
                ("202", _) => Expected(1, &[], Got::Decode),
                // A batch is a POST, whatever is in it.
                ("a redirect", _) => of_others,
                (_, &Method::GET) => of_get,
                _ => of_others,
            };
            let good = batch_of(&[done("2"), done("1")]);
            let (server, clock) = (Faulty::start([act, good]).await, Passing::default());
            let tokens = collection(&server, &clock);
            let mut batch = Batch::new();
            let get = batch.add(of_method(&tokens, &Method::GET)).expect("a key");
            let one = batch.add(of_method(&tokens, &method)).expect("a key");
            let mut results = batch.send().await.expect("results");
            for key in [get, one] {
                let result = results.take(key);
                assert_eq!(got(&result), wanted, "{name}, {method}: {result:?}");
            }
            assert_eq!(batches(&server), vec!["1 2"; sent], "{name}, {method}");
            let waits: Vec<u128> = waits.iter().map(|wait| u128::from(*wait)).collect();
            assert_eq!(in_milliseconds(&clock.waits()), waits, "{name}, {method}");
            let bodies = server.bodies();
            assert!(
                bodies.iter().all(|body| *body == bodies[0]),
                "{name}, {method}"
            );
        }
    }
    assert!(elsewhere.heads().is_empty());
}

#[tokio::test]
async fn a_batch_that_has_no_time_to_wait_ends_with_the_answers_that_it_has() {
    let throttled = |seconds: &str| serde_json::json!({"id": "2", "status": 429, "headers": {"retry-after": seconds}});
    for (first, sent) in [("0.01", vec!["1 2", "2"]), ("60", vec!["1 2"])] {
        let acts = [
            batch_of(&[done("1"), throttled(first)]),
            batch_of(&[throttled("60")]),
        ];
        let server = Faulty::start(acts).await;
        let client = Client::builder(StaticToken::new("secret-token"));
        let client = client.endpoint(server.origin()).build();
        let tokens = tokens(client.expect("a client"));
        let total = Duration::from_secs(20);
        let requests = [1, 2].map(|_| of_method(&tokens, &Method::POST).total_timeout(total));
        let results = graphwright::batch::all(requests).send().await;
        assert!(results[0].is_ok(), "{results:?}");
        assert_eq!(got(&results[1]), Got::Status(429));
        assert_eq!(batches(&server), sent);
    }
}
