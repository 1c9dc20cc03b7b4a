//! What the responses in a batch are read as, and what becomes of those that are none. All of it holds with and without
//! the feature `client`.

mod batched;
mod network;
mod token;

use std::hash::Hasher;

use batched::{answered, get, graph, responses};
use fnv::FnvHasher;
use graphwright::batch::{Batch, all};
use graphwright::serde_json::{Value, json};
use graphwright::{
    Bytes, Count, Error, ErrorKind, Method, Page, PermissionTable, Permissions, Request, Result,
    Scopes, StatusCode, http,
};
use network::{Network, response, run};
use token::Token;

fn one<T: graphwright::Payload>(request: Request<Value>, answer: Value) -> Result<T> {
    let network = Network::new([responses(json!([answer]))]);
    let mut results = run(all([request.returning::<T>()]).send_by(&network));
    results.remove(0)
}

#[test]
fn a_response_in_a_batch_is_read_as_it_is_without_one() {
    let request = || get(&graph(), "/tokens");
    let token: Token = one(
        request(),
        json!({"id": "1", "status": 201, "body": {"id": "7", "n": 1}}),
    )
    .expect("a token");
    assert_eq!(token.id.as_deref(), Some("7"));
    assert_eq!(token.additional.get::<i64>("n"), Some(1));
    one::<()>(request(), json!({"id": "1", "status": 204})).expect("nothing");
    one::<()>(request(), json!({"id": "1", "status": 202, "body": null})).expect("nothing");
    let none: Option<Token> = one(request(), json!({"id": "1", "status": 204})).expect("nothing");
    assert!(none.is_none());
    let image = json!({"id": "1", "status": 200, "headers": {"Content-Type": "image/jpeg"}, "body": "/9j/"});
    let image: Bytes = one(request(), image).expect("an image");
    assert_eq!(&image[..], b"\xff\xd8\xff");
    for body in [json!(1404), json!("1404")] {
        let count = json!({"id": "1", "status": 200, "headers": {"Content-Type": "text/plain"}, "body": body});
        assert_eq!(
            one::<Count>(request(), count).expect("a count"),
            Count(1404)
        );
    }
    let error = one::<Token>(request(), json!({"id": "1", "status": 204})).expect_err("nothing");
    assert!(matches!(error.kind(), ErrorKind::Empty), "{error}");
    let error = one::<Page<Token>>(
        request(),
        json!({"id": "1", "status": 200, "body": {"value": [{}, 5]}}),
    )
    .expect_err("a number");
    assert!(error.to_string().contains("`$.value[1]`"), "{error}");
}

#[test]
fn numbers_in_a_batch_keep_their_digits() {
    let body =
        r#"{"responses":[{"id":"1","status":200,"body":{"id":"7","n":1.123456789012345678901}}]}"#;
    let network = Network::new([response(200, body)]);
    let request = get(&graph(), "/tokens").returning::<Token>();
    let token = run(all([request]).send_by(&network))
        .remove(0)
        .expect("a token");
    let kept = token.additional.get_json("n").expect("a number");
    assert_eq!(kept.as_str(), "1.123456789012345678901");
}

#[test]
fn status_and_headers_come_with_the_value() {
    let mut batch = Batch::new();
    let key = batch
        .add(get(&graph(), "/tokens").returning::<Token>())
        .expect("a key");
    let answer = json!({"id": "1", "status": 201, "headers": {"Location": "there", "ETag": "\"7\""}, "body": {}});
    let network = Network::new([responses(json!([answer]))]);
    let mut results = run(batch.send_by(&network)).expect("results");
    let response = results.take_response(key).expect("a token");
    assert_eq!(response.status, StatusCode::CREATED);
    assert_eq!(response.headers["location"], "there");
    assert_eq!(response.headers["etag"], "\"7\"");
}

#[test]
fn an_error_in_a_batch_is_that_of_the_request_without_one() {
    let headers =
        json!({"request-id": "s-1", "Retry-After": "9", "x-ms-throttle-scope": "User/Read"});
    let body = json!({"error": {"code": "ErrorItemNotFound", "message": "gone token 1"}});
    let answer = json!({"id": "1", "status": 404, "headers": headers, "body": body});
    let request =
        get(&graph(), "/me/messages/7?$filter=secret").header("client-request-id", "mine");
    let error = one::<Token>(request, answer).expect_err("a failure");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.code(), Some("ErrorItemNotFound"));
    assert_eq!(error.request_id(), Some("s-1"));
    assert_eq!(error.client_request_id(), Some("mine"));
    assert_eq!(error.retry_after(), Some(std::time::Duration::from_secs(9)));
    assert_eq!(error.headers()["x-ms-throttle-scope"], "User/Read");
    let url = "https://graph.microsoft.com/v1.0/me/messages/7?$filter=…";
    assert_eq!(error.url(), Some(url));
    // The token of the batch is hidden where the service repeats it.
    for shown in [
        error.to_string(),
        format!("{error:?}"),
        format!("{:?}", error.body()),
    ] {
        assert!(!shown.contains("token 1"), "{shown}");
    }
}

#[test]
fn a_request_that_is_forbidden_in_a_batch_says_who_may_make_it() {
    const WHO: &Permissions = &Permissions {
        delegated_work: Scopes::new(&["Mail.ReadBasic"], &["Mail.Read"]),
        delegated_personal: Scopes::NONE,
        application: Scopes::NONE,
    };
    let mut hasher = FnvHasher::with_key(7);
    hasher.write(b"/tokens GET");
    let rows: &'static [(u64, &'static Permissions)] = vec![(hasher.finish(), WHO)].leak();
    let table = Box::leak(Box::new(PermissionTable::new(7, &[], rows)));
    let tokens = graph()
        .with_permissions(table)
        .root_resource()
        .segment("tokens");
    let forbidden = json!({"id": "1", "status": 403});
    let error = one::<Token>(tokens.raw_request(Method::GET), forbidden).expect_err("forbidden");
    assert_eq!(error.scopes(), Some(WHO));
}

#[test]
fn what_is_no_response_is_the_error_of_its_own_request() {
    let good = || answered(1, 200);
    for (answers, words) in [
        (json!([good()]), "has none to this request"),
        (json!([good(), {"status": 200}]), "has none to this request"),
        (
            json!([good(), answered(9, 200)]),
            "has none to this request",
        ),
        (json!([good(), 5, null]), "has none to this request"),
        (
            json!([answered(2, 200), good(), answered(2, 404)]),
            "more than one",
        ),
        (json!([good(), {"id": 2}]), "has no status"),
        (json!([good(), {"id": 2, "status": 9}]), "has no status"),
        (
            json!([good(), {"id": 2, "status": 200, "headers": 5}]),
            "no response object",
        ),
        (
            json!([good(), {"id": 2, "status": 200, "headers": {"content-type": "image/png"}, "body": "<p>"}]),
            "base64",
        ),
    ] {
        let network = Network::new([responses(answers.clone())]);
        let graph = graph();
        let requests = [Method::GET, Method::POST].map(|method| graph.request(method, "/me"));
        let results = run(all(requests).send_by(&network));
        assert!(results[0].is_ok(), "{answers}");
        let error = results[1].as_ref().expect_err("no response");
        let is_told = matches!(error.kind(), ErrorKind::Decode { why, .. } if why.contains(words));
        assert!(is_told, "{answers}: {error}");
        assert_eq!(error.client_request_id().map(str::len), Some(36));
        assert_eq!(network.asked().len(), 1);
    }
}

#[test]
fn a_response_that_is_no_batch_is_the_error_of_each_request() {
    for (reply, words) in [
        (
            response(200, r#"{"responses":"#),
            "the responses of a batch",
        ),
        (response(200, "{}"), "the responses of a batch"),
        (response(200, "<p>"), "the responses of a batch"),
        (response(204, ""), "the responses of a batch"),
        (response(202, ""), "carries it out later"),
    ] {
        let network = Network::new([reply]);
        let graph = graph();
        let results = run(all((0..2).map(|_| get(&graph, "/me"))).send_by(&network));
        for result in results {
            let error = result.expect_err("no batch");
            let is_told =
                matches!(error.kind(), ErrorKind::Decode { why, .. } if why.contains(words));
            assert!(is_told, "{error}");
        }
        assert_eq!(network.asked().len(), 1);
    }
}

fn part(answers: Value, link: &str) -> http::Response<String> {
    response(
        200,
        &json!({"responses": answers, "@odata.nextLink": link}).to_string(),
    )
}

#[test]
fn the_rest_of_the_responses_is_asked_for_where_the_service_says() {
    let graph = graph();
    let requests = || (0..3).map(|_| graph.request(Method::POST, "/me"));
    let network = Network::new([
        part(json!([answered(2, 200)]), "$batch?$skiptoken=1"),
        part(
            json!([answered(3, 200)]),
            "https://graph.microsoft.com/v1.0/$batch?$skiptoken=2",
        ),
        responses(json!([answered(1, 200)])),
    ]);
    let results = run(all(requests()).send_by(&network));
    let names: Vec<Value> = results
        .into_iter()
        .map(|one| one.expect("a result")["name"].clone())
        .collect();
    assert_eq!(names, [1, 2, 3]);
    let asked = network.asked();
    let lines: Vec<String> = asked
        .iter()
        .map(|one| format!("{} {}", one.method(), one.uri()))
        .collect();
    assert_eq!(
        lines[1..],
        [
            "GET https://graph.microsoft.com/v1.0/$batch?$skiptoken=1",
            "GET https://graph.microsoft.com/v1.0/$batch?$skiptoken=2",
        ]
    );
    assert!(asked[1].body().is_empty());
    // A link that leads elsewhere is not followed, and what has come is there.
    let network = Network::new([part(
        json!([answered(2, 200)]),
        "https://other.example/rest",
    )]);
    let results = run(all(requests()).send_by(&network));
    assert!(results[1].is_ok());
    let is_refused = |error: &Error| matches!(error.kind(), ErrorKind::Redirect(why) if why.contains("other.example"));
    assert!(results[0].as_ref().is_err_and(is_refused));
    // Nor is one that brings nothing.
    let again = || part(json!([answered(2, 200)]), "$batch?$skiptoken=1");
    let network = Network::new([again(), part(json!([]), "$batch?$skiptoken=1"), again()]);
    let results = run(all(requests()).send_by(&network));
    assert!(results[1].is_ok() && results[0].is_err());
    assert_eq!(network.asked().len(), 2);
    // Where the rest fails, what has come is there.
    let network = Network::new([again(), response(404, "")]);
    let results = run(all(requests()).send_by(&network));
    assert!(results[1].is_ok());
    let error = results[2].as_ref().expect_err("a failure");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
}

#[test]
fn pages_go_on_from_a_batch_with_the_headers_of_their_request() {
    let graph = graph();
    let mut batch = Batch::new();
    let list = get(&graph, "/tokens").returning::<Page<Token>>();
    let key = batch
        .add(list.prefer("odata.maxpagesize=1"))
        .expect("a key");
    let body = json!({"value": [{"id": "1"}], "@odata.nextLink": "tokens?page=2"});
    let network = Network::new([
        responses(json!([{"id": "1", "status": 200, "body": body}])),
        response(
            200,
            r#"{"value":[{"id":"2"}],"@odata.deltaLink":"https://graph.microsoft.com/v1.0/tokens?d"}"#,
        ),
    ]);
    let mut results = run(batch.send_by(&network)).expect("results");
    let mut pages = results.take_pages(key).expect("pages");
    assert_eq!(
        pages.link(),
        Some("https://graph.microsoft.com/v1.0/tokens?page=2")
    );
    let mut ids = String::new();
    while let Some(token) = run(pages.next_by(&network)) {
        ids += &token.expect("a token").id.expect("an id");
    }
    assert_eq!(ids, "12");
    assert!(pages.delta_link().is_some());
    let second = &network.asked()[1];
    assert_eq!(second.headers()["prefer"], "odata.maxpagesize=1");
    assert_eq!(
        second.uri(),
        "https://graph.microsoft.com/v1.0/tokens?page=2"
    );
}

#[test]
fn a_round_of_changes_goes_on_from_a_batch() {
    let graph = graph();
    let mut batch = Batch::new();
    let delta = get(&graph, "/tokens/delta()").returning::<Page<Token>>();
    let key = batch
        .add(delta.prefer("odata.maxpagesize=2"))
        .expect("a key");
    let gone = json!({"id": "2", "@removed": {"reason": "deleted"}});
    let body = json!({"value": [{"id": "1"}, gone], "@odata.nextLink": "https://graph.microsoft.com/v1.0/tokens?page=2"});
    let network = Network::new([
        responses(json!([{"id": "1", "status": 200, "body": body}])),
        response(
            200,
            r#"{"value":[{"id":"3"}],"@odata.deltaLink":"https://graph.microsoft.com/v1.0/tokens?d"}"#,
        ),
    ]);
    let mut results = run(batch.send_by(&network)).expect("results");
    let mut round = results.take_round(key).expect("a round");
    let mut changes = Vec::new();
    while let Some(change) = run(round.next_by(&network)) {
        changes.push(token::line(&change.expect("a change")));
    }
    assert_eq!(changes, ["+1", "-2", "+3"]);
    assert_eq!(
        round.link(),
        Some("https://graph.microsoft.com/v1.0/tokens?d")
    );
    assert_eq!(
        network.asked()[1].headers()["prefer"],
        "odata.maxpagesize=2"
    );
}
