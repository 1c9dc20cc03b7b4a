//! Batches: how requests are split and sent, and which result each of them has. All of it holds with and without the
//! feature `client`.

mod batched;
mod network;

use std::time::Duration;

use batched::{answered, batches, get, graph, requests_of, responses, throttled};
use graphwright::batch::{Batch, Key, Results, all};
use graphwright::retry::{Backoff, RetryPolicy};
use graphwright::serde_json::{Value, json};
use graphwright::{ErrorKind, Method, Request, StatusCode};
use network::{Network, response, run};

fn names(results: Vec<graphwright::Result<Value>>) -> Vec<Value> {
    let results = results.into_iter();
    results
        .map(|one| one.expect("a result")["name"].clone())
        .collect()
}

/// A batch of GETs, each after those that are named.
fn batch_of(after: &[&[usize]]) -> (Batch, Vec<Key<Value>>) {
    let (graph, mut batch) = (graph(), Batch::new());
    let mut keys: Vec<Key<Value>> = Vec::new();
    for after in after {
        let after: Vec<_> = after.iter().map(|index| keys[*index].id()).collect();
        let key = batch.add_after(get(&graph, "/me"), after);
        keys.push(key.expect("a key"));
    }
    (batch, keys)
}

fn status(results: &mut Results, key: Key<Value>) -> u16 {
    match results.take_response(key) {
        Ok(response) => response.status.as_u16(),
        Err(error) => error.status().map_or(0, |status| status.as_u16()),
    }
}

#[test]
fn results_have_the_order_of_the_requests_whatever_order_they_come_in() {
    let graph = graph();
    let reply = json!([answered(3, 200), {"id": 1, "status": "200", "body": {"name": 1}}, answered(2, 200)]);
    let network = Network::new([responses(reply)]);
    let requests = (0..3).map(|number| get(&graph, &format!("/users/{number}")));
    let results = run(all(requests).send_by(&network));
    assert_eq!(names(results), [1, 2, 3]);
    assert_eq!(batches(&network), ["1 2 3"]);
    assert_eq!(
        network.asked()[0].uri(),
        "https://graph.microsoft.com/v1.0/$batch"
    );
}

#[test]
fn a_batch_of_nothing_sends_nothing() {
    let network = Network::new([]);
    run(Batch::new().send_by(&network)).expect("no results");
    assert!(run(all::<Value>([]).send_by(&network)).is_empty());
    assert!(network.asked().is_empty());
}

#[test]
fn more_than_twenty_requests_are_several_batches_and_callers_can_set_how_many() {
    for (limit, sizes) in [
        (None, &[20, 20, 5][..]),
        (Some(40), &[40, 5]),
        (Some(0), &[1; 45]),
    ] {
        let graph = graph();
        let mut first = 0;
        let replies = sizes.iter().map(|size| {
            let names = first + 1..=first + size;
            first += size;
            responses(names.map(|name| answered(name, 200)).collect())
        });
        let network = Network::new(replies.collect::<Vec<_>>());
        let requests = all((0..45).map(|_| get(&graph, "/me")));
        let requests = match limit {
            Some(limit) => requests.limit(limit),
            None => requests,
        };
        let results = run(requests.send_by(&network));
        assert_eq!(names(results), (1..=45).collect::<Vec<_>>());
        let sent = network.asked();
        let sent: Vec<usize> = sent.iter().map(|batch| requests_of(batch).len()).collect();
        let sizes: Vec<usize> = sizes.iter().map(|size| *size as usize).collect();
        assert_eq!(sent, sizes);
    }
}

#[test]
fn requests_that_depend_on_each_other_share_a_batch_in_their_order() {
    let (batch, keys) = batch_of(&[&[], &[], &[0], &[2, 0], &[1]]);
    let network = Network::new([
        responses(json!([
            answered(1, 200),
            answered(3, 200),
            answered(4, 200)
        ])),
        responses(json!([answered(2, 200), answered(5, 200)])),
    ]);
    let mut results = run(batch.send_by(&network)).expect("results");
    assert_eq!(batches(&network), ["1 3<1 4<3,1", "2 5<2"]);
    for key in keys {
        assert_eq!(status(&mut results, key), 200);
    }
}

#[test]
fn a_chain_that_is_longer_than_a_batch_is_an_error_before_anything_is_sent() {
    let chain: Vec<Vec<usize>> = (0..21usize)
        .map(|number| number.checked_sub(1).into_iter().collect())
        .collect();
    let chain: Vec<&[usize]> = chain.iter().map(Vec::as_slice).collect();
    let network = Network::new([]);
    let error = run(batch_of(&chain).0.send_by(&network)).expect_err("too long");
    assert!(
        matches!(error.kind(), ErrorKind::InvalidRequest(why) if why.starts_with("21 requests depend")),
        "{error}"
    );
    assert!(network.asked().is_empty());
    assert!(batch_of(&chain[..20]).0.start().is_ok());
    assert!(batch_of(&chain).0.limit(21).start().is_ok());
}

#[test]
fn throttled_requests_go_again_after_the_longest_time_with_those_that_depend_on_them() {
    // 2 depends on what is throttled, 4 on what failed, 6 by way of another on what is throttled.
    let (batch, keys) = batch_of(&[&[], &[0], &[], &[2], &[1], &[], &[]]);
    let network = Network::new([
        responses(json!([
            throttled(1, "2"),
            answered(2, 424),
            answered(5, 424)
        ])),
        responses(json!([
            answered(1, 200),
            answered(2, 200),
            answered(5, 200)
        ])),
        responses(json!([answered(3, 404), answered(4, 424)])),
        responses(json!([throttled(6, "3"), throttled(7, "7.5")])),
        responses(json!([answered(7, 200), answered(6, 200)])),
    ]);
    let mut results = run(batch.send_by(&network)).expect("results");
    assert_eq!(
        batches(&network),
        ["1 2<1 5<2", "1 2<1 5<2", "3 4<3", "6 7", "6 7"]
    );
    assert_eq!(network.waited(), Duration::from_millis(2000 + 7500));
    let statuses: Vec<u16> = keys
        .into_iter()
        .map(|key| status(&mut results, key))
        .collect();
    assert_eq!(statuses, [200, 200, 404, 424, 200, 200, 200]);
}

#[test]
fn what_was_carried_out_is_not_sent_again_with_what_was_throttled() {
    let (batch, keys) = batch_of(&[&[], &[0], &[0, 1]]);
    let network = Network::new([
        responses(json!([
            answered(1, 201),
            throttled(2, "1"),
            answered(3, 424)
        ])),
        responses(json!([answered(2, 200), answered(3, 200)])),
    ]);
    let mut results = run(batch.send_by(&network)).expect("results");
    assert_eq!(batches(&network), ["1 2<1 3<1,2", "2 3<2"]);
    let statuses: Vec<u16> = keys
        .into_iter()
        .map(|key| status(&mut results, key))
        .collect();
    assert_eq!(statuses, [201, 200, 200]);
}

#[test]
fn a_request_goes_again_as_often_as_its_policy_says() {
    let graph = graph();
    let policy = RetryPolicy::default().backoff(Backoff::default().without_jitter());
    for (own, of_batch, sent) in [
        (None, Some(policy), 4),
        (None, Some(policy.attempts(2)), 2),
        (Some(policy.attempts(3)), Some(policy.attempts(2)), 3),
        (Some(RetryPolicy::never()), None, 1),
        (Some(policy.longest_wait(Duration::from_secs(3))), None, 3),
    ] {
        let replies = (0..9).map(|_| responses(json!([{"id": "1", "status": 429}])));
        let network = Network::new(replies);
        let mut request = get(&graph, "/me");
        if let Some(own) = own {
            request = request.retry(own);
        }
        let mut batch = all([request]);
        if let Some(policy) = of_batch {
            batch = batch.retry(policy);
        }
        let results = run(batch.send_by(&network));
        let error = results[0].as_ref().expect_err("throttled");
        assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(network.asked().len(), sent);
    }
}

#[test]
fn a_failure_of_the_service_is_repeated_inside_a_batch_for_idempotent_requests_alone() {
    for (method, declared, sent) in [
        (Method::GET, false, 2),
        (Method::DELETE, false, 2),
        (Method::PATCH, false, 1),
        (Method::POST, false, 1),
        (Method::POST, true, 2),
    ] {
        let network = Network::new([
            responses(json!([answered(1, 504), answered(2, 200)])),
            responses(json!([answered(1, 200)])),
        ]);
        let graph = graph();
        let mut request = graph.request(method.clone(), "/me");
        if declared {
            request = request.idempotent();
        }
        let results = run(all([request, get(&graph, "/me")]).send_by(&network));
        let expected = [&["1 2"][..], &["1"]].concat();
        assert_eq!(batches(&network), expected[..sent], "{method}");
        assert_eq!(results[0].is_ok(), sent == 2, "{method}");
        assert!(results[1].is_ok(), "{method}");
    }
}

#[test]
fn a_batch_that_fails_as_a_whole_is_repeated_if_all_its_requests_may_be() {
    for (methods, sent) in [
        (["GET", "DELETE"], 2),
        (["GET", "POST"], 1),
        (["PATCH", "PUT"], 1),
    ] {
        let done = json!([answered(1, 200), answered(2, 200)]);
        let network = Network::new([response(504, ""), responses(done)]);
        let graph = graph();
        let request = |name: &str| graph.request(name.parse().expect("a method"), "/me");
        let results = run(all(methods.map(request)).send_by(&network));
        assert_eq!(network.asked().len(), sent, "{methods:?}");
        for result in &results {
            let status = result.as_ref().err().and_then(graphwright::Error::status);
            let expected = (sent == 1).then_some(StatusCode::GATEWAY_TIMEOUT);
            assert_eq!(status, expected, "{methods:?}");
        }
    }
}

#[test]
fn a_batch_that_fails_costs_the_others_nothing() {
    let graph = graph();
    let network = Network::new([
        responses(json!([answered(1, 200)])),
        response(400, r#"{"error":{"code":"BadRequest","message":"no"}}"#),
        responses(json!([answered(3, 200)])),
    ]);
    let requests = (0..3).map(|_| graph.request(Method::POST, "/me"));
    let results = run(all(requests).limit(1).send_by(&network));
    let codes: Vec<Option<&str>> = results
        .iter()
        .map(|one| one.as_ref().err()?.code())
        .collect();
    assert_eq!(codes, [None, Some("BadRequest"), None]);
    assert!(results[0].is_ok() && results[2].is_ok());
}

#[test]
fn a_deleted_item_that_a_repeated_batch_does_not_find_is_perhaps_done() {
    let graph = graph();
    let network = Network::new([
        response(504, ""),
        responses(json!([answered(1, 404), answered(2, 404)])),
    ]);
    let requests = [Method::DELETE, Method::GET];
    let requests = requests.map(|method| graph.request(method, "/me/messages/7"));
    let results = run(all(requests).send_by(&network));
    let done: Vec<bool> = results
        .iter()
        .map(|one| one.as_ref().expect_err("a failure").is_perhaps_done())
        .collect();
    assert_eq!(done, [true, false]);
}

#[test]
fn each_key_takes_its_result_once_from_its_own_batch() {
    let (batch, keys) = batch_of(&[&[]]);
    let network = Network::new([responses(json!([answered(1, 200)]))]);
    let mut results = run(batch.send_by(&network)).expect("results");
    let (_, of_another) = batch_of(&[&[]]);
    let refused = |result: graphwright::Result<Value>, words: &str| {
        let error = result.expect_err("no result");
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(why) if why.contains(words)),
            "{error}"
        );
    };
    refused(results.take(of_another[0]), "another batch");
    results.take(keys[0]).expect("a result");
    refused(results.take(keys[0]), "taken already");
    let (mut batch, _) = batch_of(&[&[]]);
    let error = batch.add_after(get(&graph(), "/me"), [keys[0]]);
    assert!(
        error
            .expect_err("another batch")
            .to_string()
            .contains("another batch")
    );
}

#[test]
fn a_request_that_is_redirected_goes_by_itself_with_its_own_name() {
    let graph = graph();
    let content: Request<graphwright::Bytes> = get(&graph, "/me/drive/items/7/content").returning();
    let mut moved = response(302, "");
    let location = "https://files.example/7?secret".parse().expect("a header");
    moved.headers_mut().insert("location", location);
    let found = json!({"id": "1", "status": 302, "headers": {"Location": "https://files.example/7?secret"}});
    let network = Network::new([responses(json!([found])), moved, response(200, "the file")]);
    let results = run(all([content]).send_by(&network));
    assert_eq!(results[0].as_ref().expect("a file"), "the file");
    let asked = network.asked();
    let urls: Vec<String> = asked
        .iter()
        .map(|request| request.uri().to_string())
        .collect();
    assert_eq!(
        urls[1..],
        [
            "https://graph.microsoft.com/v1.0/me/drive/items/7/content",
            "https://files.example/7?secret"
        ]
    );
    assert_eq!(
        asked[1].headers()["client-request-id"],
        *requests_of(&asked[0])[0]["headers"]["client-request-id"]
            .as_str()
            .expect("a name")
    );
    assert!(!asked[2].headers().contains_key("authorization"));
    // What changes something is not sent to another place.
    let network = Network::new([responses(json!([found]))]);
    let results = run(all([graph.request(Method::POST, "/me")]).send_by(&network));
    let error = results[0].as_ref().expect_err("a redirect");
    assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error}");
    assert_eq!(network.asked().len(), 1);
}
