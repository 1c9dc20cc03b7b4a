//! Requests and responses without a client that sends: on one thread, over a network that holds an `Rc`, and step by
//! step. All of it holds with and without the feature `client`.

mod network;
mod token;

use std::time::Duration;

use graphwright::http::header::{AUTHORIZATION, CONTENT_LENGTH, COOKIE, LOCATION, USER_AGENT};
use graphwright::{
    Bytes, Client, ErrorKind, Method, Page, Redirect, Request, Secret, ServiceClient, StatusCode,
    Step, http,
};
use network::{Network, response, run};
use token::{ROOT, Token};

fn service() -> ServiceClient {
    ServiceClient::new(Client::sans_io().build().expect("a client"), ROOT)
}

fn list() -> Request<Page<Token>> {
    let tokens = service().root_resource().segment("tokens");
    tokens.request(Method::GET)
}

fn one() -> Request<Token> {
    list().returning()
}

fn leading_to(location: &str) -> http::Response<String> {
    let mut response = response(302, "");
    let location = location.parse().expect("a header");
    response.headers_mut().insert(LOCATION, location);
    response
}

#[test]
fn a_request_has_all_that_is_sent_but_its_token() {
    let request = service().request(Method::POST, "/me/messages");
    let http = request
        .header("Authorization", "Bearer mine")
        .body_bytes("text/plain", "TUlNRQ==")
        .to_http()
        .expect("a request");
    assert_eq!(http.method(), Method::POST);
    assert_eq!(http.uri(), "https://graph.microsoft.com/beta/me/messages");
    let header = |name: &str| {
        let value = http.headers().get(name);
        value.map(|value| value.to_str().expect("a text").to_owned())
    };
    assert_eq!(header("content-length").as_deref(), Some("8"));
    assert_eq!(header("content-type").as_deref(), Some("text/plain"));
    assert_eq!(header("accept").as_deref(), Some("application/json"));
    assert!(header("user-agent").is_some_and(|name| name.starts_with("graphwright/")));
    assert_eq!(header("authorization"), None);
    assert_eq!(&http.body()[..], b"TUlNRQ==");
}

#[test]
fn a_request_that_cannot_be_sent_says_so_before_anything_is_sent() {
    let climbing = service().request(Method::GET, "/a/../b");
    let error = climbing.to_http().expect_err("an error");
    assert!(
        matches!(error.kind(), ErrorKind::InvalidRequest(_)),
        "{error}"
    );
    let network = Network::new([]);
    let framed = one().header("transfer-encoding", "chunked");
    let error = run(framed.send_by(&network)).expect_err("an error");
    assert!(
        matches!(error.kind(), ErrorKind::InvalidRequest(_)),
        "{error}"
    );
    assert!(network.asked().is_empty());
}

#[test]
fn a_response_reads_alike_whole_and_in_pieces() {
    let request = one();
    let whole = request.decode(response(200, r#"{"id":"7"}"#));
    assert_eq!(whole.expect("a success").value.id.as_deref(), Some("7"));
    let exchange = request.exchange().expect("an exchange");
    let (head, ()) = response(200, "").map(drop).into_parts();
    let mut receiver = exchange.receive(head);
    for piece in [r#"{"id""#, "", r#":"7"}"#] {
        receiver.push(piece.as_bytes()).expect("room");
    }
    let read = receiver.finish().expect("a success");
    assert_eq!(read.value.id.as_deref(), Some("7"));
}

#[test]
fn errors_are_typed_as_those_of_the_client() {
    let request = one().response_limit(60);
    let refusal = r#"{"error":{"code":"ErrorItemNotFound","message":"gone"}}"#;
    let error = request
        .decode(response(404, refusal))
        .expect_err("a failure");
    assert!(matches!(error.kind(), ErrorKind::Service(said) if said.code == "ErrorItemNotFound"));
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    let error = request.decode(response(200, "[]")).expect_err("a misfit");
    assert!(matches!(error.kind(), ErrorKind::Decode { .. }), "{error}");
    let error = request.decode(response(204, "")).expect_err("nothing");
    assert!(matches!(error.kind(), ErrorKind::Empty), "{error}");
    let long = format!(r#"{{"id":"{}"}}"#, "x".repeat(60));
    let error = request.decode(response(200, &long)).expect_err("too long");
    assert!(matches!(error.kind(), ErrorKind::TooLarge(60)), "{error}");
    let error = request.decode(response(500, &long)).expect_err("a failure");
    assert!(matches!(error.kind(), ErrorKind::Service(_)), "{error}");
}

#[test]
fn a_carrier_waits_and_repeats_as_the_client_does() {
    let mut throttled = response(429, "");
    let headers = throttled.headers_mut();
    headers.insert("retry-after", "7".parse().expect("a header"));
    let network = Network::new([throttled, response(200, r#"{"id":"7"}"#)]);
    let request = service()
        .request(Method::POST, "/tokens")
        .body_bytes("text/plain", "text");
    run(request.send_by(&network)).expect("a success");
    assert_eq!(network.waited(), Duration::from_secs(7));
    let asked = network.asked();
    assert_eq!(asked[0].body(), asked[1].body());
    assert_eq!(asked[0].headers(), asked[1].headers());
    // Nothing more comes: the connection is closed, and a POST may have arrived.
    let request = service().request(Method::POST, "/tokens");
    let error = run(request.send_by(&network)).expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Transport), "{error}");
    assert_eq!(network.asked().len(), 3);
}

#[test]
fn an_exchange_by_hand_is_told_of_lost_responses() {
    let mut exchange = one().exchange().expect("an exchange");
    for _ in 0..3 {
        let step = exchange
            .failed("the connection was closed")
            .expect("a step");
        assert!(
            matches!(step, Step::Wait(time) if time <= Duration::from_secs(4)),
            "{step:?}"
        );
    }
    let error = exchange
        .failed("the connection was closed")
        .expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Transport), "{error}");
    let mut exchange = service()
        .request(Method::POST, "/x")
        .exchange()
        .expect("an exchange");
    exchange
        .failed("the connection was closed")
        .expect_err("a POST may have arrived");
    let mut exchange = service()
        .request(Method::POST, "/x")
        .exchange()
        .expect("an exchange");
    let step = exchange
        .failed(graphwright::NotSent::new("no such host"))
        .expect("a step");
    assert!(matches!(step, Step::Wait(_)), "{step:?}");
}

#[test]
fn a_refused_token_is_replaced_once() {
    let network = Network::new([response(401, ""), response(200, r#"{"id":"7"}"#)]);
    let token = run(one().send_by(&network)).expect("a success");
    assert_eq!(token.id.as_deref(), Some("7"));
    let network = Network::new([response(401, ""), response(401, "")]);
    let error = run(one().send_by(&network)).expect_err("an error");
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    let asked = network.asked();
    let tokens: Vec<_> = asked
        .iter()
        .map(|one| &one.headers()[AUTHORIZATION])
        .collect();
    assert_eq!(tokens, ["Bearer token 1", "Bearer token 2"]);
}

#[test]
fn another_origin_gets_neither_token_nor_headers_of_the_caller() {
    let network = Network::new([
        leading_to("https://elsewhere.example/x"),
        response(200, r#"{"id":"7"}"#),
    ]);
    let request = one().header("Cookie", "a=b").header("X-Mine", "1");
    run(request.send_by(&network)).expect("a success");
    let asked = network.asked();
    assert_eq!(asked[1].uri(), "https://elsewhere.example/x");
    for name in ["authorization", "cookie", "x-mine"] {
        assert!(asked[0].headers().contains_key(name), "{name}");
        assert!(!asked[1].headers().contains_key(name), "{name}");
    }
    assert!(asked[1].headers().contains_key(USER_AGENT));
    assert!(!asked[1].headers().contains_key(CONTENT_LENGTH));
}

#[test]
fn where_a_response_leads_is_one_decision() {
    let service = service();
    let from = "https://graph.microsoft.com/beta/tokens";
    let decide = |method: &Method, status: u16, to: &str| {
        let mut headers = http::HeaderMap::new();
        headers.insert(LOCATION, to.parse().expect("a header"));
        let status = StatusCode::from_u16(status).expect("a status");
        service.redirect(method, from, status, &headers)
    };
    let moved = "https://graph.microsoft.com/beta/moved";
    for status in [301, 302, 303, 307, 308] {
        let decided = decide(&Method::GET, status, "moved");
        assert_eq!(decided, Redirect::Follow(moved.into()), "{status}");
        for method in [Method::POST, Method::PATCH, Method::PUT, Method::DELETE] {
            let decided = decide(&method, status, moved);
            if status == 303 {
                assert_eq!(decided, Redirect::See(moved.into()), "{method}");
                continue;
            }
            assert!(
                matches!(decided, Redirect::Refuse(_)),
                "{method} {decided:?}"
            );
        }
    }
    for status in [200, 201, 202, 300, 304, 401, 404, 503] {
        assert_eq!(
            decide(&Method::GET, status, moved),
            Redirect::Done,
            "{status}"
        );
    }
    for to in [
        "http://graph.microsoft.com/x",
        "ftp://graph.microsoft.com/x",
        "mailto:a@b.c",
    ] {
        let decided = decide(&Method::HEAD, 302, to);
        assert!(matches!(decided, Redirect::Refuse(_)), "{to} {decided:?}");
    }
}

#[test]
fn a_token_may_go_to_the_service_alone() {
    let service = service();
    assert_eq!(
        service.token_scopes(),
        ["https://graph.microsoft.com/.default"]
    );
    for (url, may) in [
        ("https://graph.microsoft.com/beta/x", true),
        ("https://GRAPH.microsoft.com:443/x", true),
        ("http://graph.microsoft.com/x", false),
        ("https://graph.microsoft.com:8443/x", false),
        ("https://graph.microsoft.com.evil.example/x", false),
        ("https://graph.microsoft.com@evil.example/x", false),
        ("/x", false),
    ] {
        assert_eq!(service.may_have_token(url), may, "{url}");
    }
}

const SECOND: &str = "https://graph.microsoft.com/beta/tokens?page=2";
const DELTA: &str = "https://graph.microsoft.com/beta/tokens?delta=3";

fn first_page() -> http::Response<String> {
    response(
        200,
        &format!(
            r#"{{"@odata.count":3,"@odata.nextLink":"{SECOND}","value":[{{"id":"1"}},{{"id":"2"}}]}}"#
        ),
    )
}

fn last_page() -> http::Response<String> {
    response(
        200,
        &format!(r#"{{"@odata.deltaLink":"{DELTA}","value":[]}}"#),
    )
}

#[test]
fn pages_are_read_on_one_thread_with_the_headers_of_the_first() {
    let network = Network::new([first_page(), last_page()]);
    let mut pages = list().prefer("odata.maxpagesize=2").pages();
    let ids = run(async {
        let mut ids = Vec::new();
        while let Some(item) = pages.next_by(&network).await {
            ids.extend(item.expect("an item").id);
        }
        ids
    });
    assert_eq!(ids, ["1", "2"]);
    assert_eq!((pages.delta_link(), pages.count()), (Some(DELTA), Some(3)));
    let asked = network.asked();
    assert_eq!(asked[1].uri(), SECOND);
    for request in asked {
        assert_eq!(request.headers()["prefer"], "odata.maxpagesize=2");
        assert!(request.headers().contains_key(AUTHORIZATION));
    }
}

#[test]
fn pages_without_io_ask_for_the_same_page_until_they_have_it() {
    let mut pages = list().pages();
    let first = pages.request().expect("a page").expect("a request");
    let again = pages.request().expect("a page").expect("a request");
    assert_eq!(first.url(), again.url());
    assert_eq!(pages.link(), Some(first.url()));
    let page = first.decode(first_page()).expect("a page").value;
    pages.accept(page, first.url());
    assert_eq!((pages.ready(), pages.link()), (2, Some(SECOND)));
    let second = pages.request().expect("a page").expect("a request");
    let page = second.decode(last_page()).expect("a page").value;
    pages.accept(page, second.url());
    assert!(pages.request().is_none());
    assert_eq!((pages.link(), pages.delta_link()), (None, Some(DELTA)));
}

#[test]
fn pages_without_io_have_the_limits_of_the_client() {
    let mut pages = list().pages();
    let first = pages.request().expect("a page").expect("a request");
    let back = format!(r#"{{"@odata.nextLink":"{}","value":[]}}"#, first.url());
    let page = first.decode(response(200, &back)).expect("a page").value;
    pages.accept(page, first.url());
    let error = pages.request().expect("an end").expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error}");
    assert!(pages.request().is_none());

    let mut pages = list().pages();
    for number in 0.. {
        let request = match pages.request().expect("a page") {
            Ok(request) => request,
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error}");
                assert_eq!(number, 1001);
                break;
            }
        };
        let page = Page {
            next_link: Some(format!("/beta/tokens?page={number}")),
            ..Page::default()
        };
        pages.accept(page, request.url());
    }
}

#[test]
fn an_exchange_by_hand_redirects_renews_and_reads() {
    let mut exchange = one().exchange().expect("an exchange");
    let replies = [
        leading_to("/beta/moved"),
        response(401, ""),
        response(200, r#"{"id":"7"}"#),
    ];
    let mut steps = Vec::new();
    let mut sent = Vec::new();
    let mut token = Secret::new("old");
    for reply in replies {
        let request = exchange.signed(&token).expect("a request");
        sent.push((
            request.uri().path().to_owned(),
            request.headers()[AUTHORIZATION].clone(),
        ));
        let step = exchange
            .answered(reply.status(), reply.headers())
            .expect("a step");
        steps.push(step);
        match step {
            Step::Renew => token = Secret::new("new"),
            Step::Read => {
                let read = exchange.decode(reply).expect("a success");
                assert_eq!(read.value.id.as_deref(), Some("7"));
            }
            Step::Again | Step::Wait(_) => {}
        }
    }
    assert_eq!(steps, [Step::Again, Step::Renew, Step::Read]);
    let sent: Vec<_> = sent
        .iter()
        .map(|(path, token)| (path.as_str(), token))
        .collect();
    assert_eq!(
        sent[0],
        ("/beta/tokens", &"Bearer old".parse().expect("a header"))
    );
    assert_eq!(
        sent[1],
        ("/beta/moved", &"Bearer old".parse().expect("a header"))
    );
    assert_eq!(
        sent[2],
        ("/beta/moved", &"Bearer new".parse().expect("a header"))
    );
}

#[test]
fn an_exchange_that_leads_in_a_circle_ends() {
    let mut exchange = one().exchange().expect("an exchange");
    let circle = leading_to("/beta/tokens");
    for _ in 0..10 {
        let step = exchange.answered(circle.status(), circle.headers());
        assert_eq!(step.expect("a step"), Step::Again);
    }
    let error = exchange.answered(circle.status(), circle.headers());
    let error = error.expect_err("an error");
    assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error}");
}

#[test]
fn a_token_that_the_service_repeats_is_shown_by_no_error() {
    let mut exchange = one().exchange().expect("an exchange");
    exchange.signed(&Secret::new("s3cret")).expect("a request");
    let refusal = r#"{"error":{"code":"x","message":"bad token s3cret"}}"#;
    let error = exchange
        .decode(response(403, refusal))
        .expect_err("a failure");
    assert!(!format!("{error} {error:?}").contains("s3cret"));
    assert!(!error.body().windows(6).any(|bytes| bytes == b"s3cret"));
}

#[test]
fn a_request_is_cloned_with_its_body() {
    let request = one().body_bytes("text/plain", "text");
    let (first, second) = (request.clone().to_http(), request.to_http());
    let (first, second) = (first.expect("a request"), second.expect("a request"));
    assert_eq!(first.body(), second.body());
    let named = |request: &http::Request<Bytes>| {
        let mut headers = request.headers().clone();
        (headers.remove("client-request-id"), headers)
    };
    assert_eq!(named(&first).1, named(&second).1);
    // They are two requests.
    assert_ne!(named(&first).0, named(&second).0);
    assert!(!first.headers().contains_key(COOKIE));
}
