//! Which requests of a batch are sent once more, and which batch is. All of it holds with and without the feature `client`.

mod batched;
mod network;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use batched::{answered, batch_of, batches, get, graph, requests_of, responses, status, throttled};
use graphwright::batch::all;
use graphwright::retry::{Backoff, RetryPolicy};
use graphwright::serde_json::json;
use graphwright::{Client, ErrorKind, Method, Request, ServiceClient, StatusCode, Step};
use network::{Network, response, run};

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

#[test]
fn a_request_that_goes_by_itself_keeps_the_policy_of_its_batch() {
    let graph = graph();
    let found =
        json!({"id": "1", "status": 302, "headers": {"Location": "https://files.example/7"}});
    let network = Network::new([
        responses(json!([found])),
        response(503, ""),
        response(200, "{}"),
    ]);
    let requests = all([get(&graph, "/me/photo/$value")]).retry(RetryPolicy::never());
    let results = run(requests.send_by(&network));
    let error = results[0].as_ref().expect_err("a failure");
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(network.asked().len(), 2);
}

#[test]
fn each_attempt_of_a_request_in_a_batch_is_told_beside_that_of_the_batch() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = told.clone();
    let client = Client::sans_io().on_attempt(move |attempt| {
        let path = attempt.url.trim_start_matches(batched::ROOT).to_owned();
        let status = attempt.status.map(|status| status.as_u16());
        telling
            .lock()
            .expect("a list")
            .push((path, attempt.number, status, attempt.next));
    });
    let graph = ServiceClient::new(client.build().expect("a client"), batched::ROOT);
    let network = Network::new([
        responses(json!([throttled(1, "7"), answered(2, 404)])),
        responses(json!([answered(1, 200)])),
    ]);
    run(all(["/a", "/b"].map(|path| get(&graph, path))).send_by(&network));
    let waits = Some(Step::Wait(Duration::from_secs(7)));
    let reads = Some(Step::Read);
    let line = |path: &str, number, status, next| (path.to_owned(), number, Some(status), next);
    assert_eq!(
        *told.lock().expect("a list"),
        [
            line("/$batch", 1, 200, reads),
            line("/a", 1, 429, waits),
            line("/b", 1, 404, reads),
            line("/$batch", 1, 200, reads),
            line("/a", 2, 200, reads),
        ]
    );
}
