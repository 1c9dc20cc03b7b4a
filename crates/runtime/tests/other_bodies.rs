//! Bodies that no description has: what is sent, what is refused, and what the response is read as. All of it holds with
//! and without the feature `client`.

mod network;
mod token;

use graphwright::http::header::CONTENT_TYPE;
use graphwright::serde_json::{Value, json};
use graphwright::{Body, Client, ErrorKind, Method, Patch, Request};
use network::{Network, response, run};
use token::{Token, tokens};

const MIME: &[u8] = b"Subject: \xE5\r\n\r\n??>>";

fn request(method: Method) -> Request<Token> {
    tokens(Client::sans_io().build().expect("a client")).request(method)
}

#[test]
fn a_message_is_sent_as_mime_and_read_as_the_operation_says() {
    let created = request(Method::POST).json_body(&Body::new(&Token::default()));
    // Throttled once: the body is the same the second time.
    let mut throttled = response(429, "");
    let wait = "1".parse().expect("a header");
    throttled.headers_mut().insert("retry-after", wait);
    let network = Network::new([throttled, response(201, r#"{"id":"7"}"#)]);
    let message = run(created.mime_body(MIME).send_by(&network)).expect("a success");
    assert_eq!(message.id.as_deref(), Some("7"));
    let asked = network.asked();
    assert_eq!(asked.len(), 2);
    for sent in asked {
        assert_eq!(sent.method(), Method::POST);
        assert_eq!(sent.headers()[CONTENT_TYPE], "text/plain");
        assert_eq!(sent.headers()["accept"], "application/json");
        assert_eq!(sent.headers()["content-length"], "24");
        assert_eq!(&sent.body()[..], b"U3ViamVjdDog5Q0KDQo/Pz4+");
    }
}

#[test]
fn another_body_takes_the_place_of_one_that_says_nothing() {
    let empty = Patch::<Token>::new();
    for (name, request) in [
        ("an action", request(Method::POST)),
        (
            "create",
            request(Method::POST).json_body(&Body::new(&Token::default())),
        ),
        ("update", request(Method::PATCH).patch_body(empty)),
        ("replace", request(Method::PUT).json_body(&json!({}))),
        (
            "parameters",
            request(Method::POST).json_body(&json!({"Message": {}})),
        ),
        (
            "a type",
            request(Method::POST).json_body(&json!({"@odata.type": "#example.token"})),
        ),
        ("no bytes", request(Method::PUT).body_bytes("image/png", "")),
    ] {
        let sent = request.body_as("text/csv", "a;b").to_http().expect(name);
        assert_eq!(sent.headers()[CONTENT_TYPE], "text/csv", "{name}");
        assert_eq!(&sent.body()[..], b"a;b", "{name}");
    }
}

#[test]
fn a_body_that_says_something_is_not_dropped() {
    let change = Patch::<Token>::new().null(Token::DISPLAY_NAME);
    for (name, request) in [
        (
            "create",
            request(Method::POST).json_body(&Body::new(&Token::named("Oslo"))),
        ),
        ("update", request(Method::PATCH).patch_body(change)),
        (
            "parameters",
            request(Method::POST).json_body(&json!({"save": false})),
        ),
        (
            "deep",
            request(Method::POST).json_body(&json!({"Message": {"to": []}})),
        ),
        ("a list", request(Method::POST).json_body(&json!([]))),
        ("text", request(Method::POST).body_bytes("text/plain", "{")),
        ("twice", request(Method::POST).body_as("text/csv", "a;b")),
    ] {
        for request in [
            request.clone().body_as("text/csv", "a;b"),
            request.mime_body(MIME),
        ] {
            let error = request.to_http().expect_err(name);
            assert!(
                matches!(error.kind(), ErrorKind::InvalidRequest(_)),
                "{name}: {error}"
            );
            assert!(
                error.to_string().contains("has a body already"),
                "{name}: {error}"
            );
        }
    }
}

#[test]
fn a_body_can_still_be_replaced_whatever_it_is() {
    let request = request(Method::POST).json_body(&Token::named("Oslo"));
    let sent = request
        .body_bytes("text/csv", "a;b")
        .to_http()
        .expect("a request");
    assert_eq!(&sent.body()[..], b"a;b");
}

#[test]
fn a_raw_request_takes_any_body() {
    let request: Request<Value> = request(Method::POST).returning();
    let network = Network::new([response(200, r#"{"n":1}"#)]);
    let answer = run(request.body_as("text/csv", "a;b").send_by(&network));
    assert_eq!(answer.expect("a success")["n"], 1);
}
