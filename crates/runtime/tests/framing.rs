//! Where a message ends on its connection is for the client to say.

#![cfg(feature = "client")]

mod support;
mod token;

use graphwright::{
    Client, Error, ErrorKind, Method, SecurityScheme, ServiceClient, SignIn, StaticToken,
};
use support::{Canned, Loopback, TOKEN, client};
use token::tokens;

fn why(error: &Error) -> &str {
    match error.kind() {
        ErrorKind::InvalidRequest(why) => why,
        other => panic!("not invalid: {other:?}"),
    }
}

#[tokio::test]
async fn headers_of_the_connection_are_refused() {
    let table = [
        ("Content-Length", "5"),
        ("content-length", "-1"),
        ("Content-Length", "0, 0"),
        ("Transfer-Encoding", "chunked"),
        ("transfer-encoding", "identity"),
        ("Connection", "close"),
        ("Connection", "upgrade"),
        ("Keep-Alive", "timeout=5"),
        ("Proxy-Connection", "close"),
        ("TE", "trailers"),
        ("Trailer", "Expires"),
        ("Upgrade", "h2c"),
        ("HTTP2-Settings", "AAMAAABkAAQAAP__"),
        ("Host", "a b"),
        ("Host", "ada@elsewhere.example"),
        ("Host", "https://elsewhere.example"),
    ];
    let server = Loopback::start(Vec::new()).await;
    let tokens = tokens(client(&server));
    for (name, value) in table {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let request = tokens.raw_request(method).header(name, value);
            let error = request.send().await.expect_err(name);
            assert!(why(&error).contains(&name.to_lowercase()), "{error}");
            assert!(why(&error).contains("leave it out"), "{error}");
        }
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn the_length_of_the_body_may_be_said_where_it_is_true() {
    let server = Loopback::start(vec![Canned::status(204); 4]).await;
    let tokens = tokens(client(&server));
    let raw = |method| tokens.raw_request(method);
    let requests = [
        raw(Method::GET).header("Content-Length", "0"),
        raw(Method::POST).header("Content-Length", "0"),
        raw(Method::PUT)
            .header("Content-Length", "3")
            .body_bytes("text/plain", "abc"),
        raw(Method::GET).body_bytes("text/plain", "abc"),
    ];
    for request in requests {
        request.send().await.expect("a success");
    }
    let lengths: Vec<_> = server.requests();
    let lengths: Vec<_> = lengths
        .iter()
        .map(|one| one.header("content-length"))
        .collect();
    assert_eq!(lengths, [None, Some("0"), Some("3"), Some("3")]);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn another_host_may_be_named_to_the_service_itself() {
    let server = Loopback::start(vec![Canned::status(204)]).await;
    let request = tokens(client(&server)).raw_request(Method::GET);
    let sent = request.header("Host", "graph.example:8080").send().await;
    sent.expect("a success");
    assert_eq!(server.request().header("host"), Some("graph.example:8080"));
}

#[tokio::test]
async fn a_connection_is_no_tunnel() {
    let server = Loopback::start(Vec::new()).await;
    let request = tokens(client(&server)).raw_request(Method::CONNECT);
    let error = request.send().await.expect_err("a refusal");
    assert!(why(&error).contains("CONNECT"), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_description_cannot_sign_in_by_a_header_of_the_connection() {
    const BY: [&[SecurityScheme]; 3] = [
        &[SecurityScheme("key", SignIn::Header("Transfer-Encoding"))],
        &[SecurityScheme("key", SignIn::Header("content-length"))],
        &[SecurityScheme("key", SignIn::Header("Connection"))],
    ];
    for schemes in BY {
        let server = Loopback::start(Vec::new()).await;
        let service = ServiceClient::plain(client(&server), "https://shop.example", schemes);
        let error = service.request(Method::GET, "x").send().await;
        let error = error.expect_err("a refusal");
        assert!(!why(&error).contains(TOKEN), "{error}");
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn a_port_that_no_connection_has_is_none_and_nothing_is_sent() {
    for root in [
        "https://shop.example:99999/v1",
        "http://127.0.0.1:65536",
        "http://[::1]:+80/v1",
        "https://shop.example:-1/v1",
    ] {
        let core = Client::builder(StaticToken::new(TOKEN));
        let service = ServiceClient::new(core.build().expect("a client"), root);
        let error = service.request(Method::GET, "x").send().await;
        let error = error.expect_err("a refusal");
        assert!(why(&error).contains("URL"), "{error}");
    }
}
