//! Requests that change something and are answered by 303 (RFC 9110, 15.4.4): the answer is asked for, and nothing is
//! carried out twice.

mod network;
#[cfg(feature = "client")]
mod support;
mod token;

use graphwright::http::header::{AUTHORIZATION, LOCATION};
use graphwright::{Bytes, Client, Error, ErrorKind, Method, Request, ServiceClient, http};
use network::{Network, response, run};
use token::{ROOT, Token};

/// Headers that the answer has nothing to do with.
const GONE: [&str; 4] = [
    "content-type",
    "content-length",
    "if-match",
    "if-none-match",
];

fn changing(service: &ServiceClient, method: Method) -> Request<Token> {
    let request = service.request(method, "/tokens").returning();
    request
        .body_bytes("application/json", "{}")
        .header("If-Match", "1")
        .header("If-None-Match", "2")
        .header("X-Mine", "3")
}

fn see(location: &str) -> http::Response<String> {
    let mut response = response(303, "");
    let location = location.parse().expect("a header");
    response.headers_mut().insert(LOCATION, location);
    response
}

/// Sends it over a network of these responses, and returns what was asked.
fn sent(
    method: Method,
    replies: impl IntoIterator<Item = http::Response<String>>,
) -> (Result<Token, Error>, Vec<http::Request<Bytes>>) {
    let client = Client::sans_io().build().expect("a client");
    let network = Network::new(replies);
    let request = changing(&ServiceClient::new(client, ROOT), method);
    (run(request.send_by(&network)), network.asked())
}

#[test]
fn the_answer_to_what_was_carried_out_is_asked_for_by_get_without_the_body() {
    for method in [Method::POST, Method::PATCH, Method::PUT, Method::DELETE] {
        let answer = response(200, r#"{"id":"7"}"#);
        let (token, asked) = sent(method.clone(), [see("/beta/tokens/7"), answer]);
        assert_eq!(token.expect("the answer").id.as_deref(), Some("7"));
        assert_eq!(asked.len(), 2);
        assert_eq!(
            (asked[0].method(), &asked[0].body()[..]),
            (&method, &b"{}"[..])
        );
        assert_eq!(asked[1].method(), Method::GET);
        assert_eq!(asked[1].uri(), "https://graph.microsoft.com/beta/tokens/7");
        assert!(asked[1].body().is_empty());
        for name in GONE {
            assert!(!asked[1].headers().contains_key(name), "{name}");
        }
        for name in ["x-mine", "authorization", "accept"] {
            assert!(asked[1].headers().contains_key(name), "{name}");
        }
    }
}

#[test]
fn an_answer_elsewhere_is_asked_for_without_token_and_headers_of_the_caller() {
    let answer = response(200, r#"{"id":"7"}"#);
    let (token, asked) = sent(Method::POST, [see("https://elsewhere.example/7"), answer]);
    assert_eq!(token.expect("the answer").id.as_deref(), Some("7"));
    for name in [AUTHORIZATION.as_str(), "x-mine"] {
        assert!(!asked[1].headers().contains_key(name), "{name}");
    }
}

#[test]
fn an_answer_that_fails_for_now_is_asked_for_again_and_nothing_is_carried_out_twice() {
    let replies = [
        see("/beta/tokens/7"),
        response(502, ""),
        response(200, r#"{"id":"7"}"#),
    ];
    let (token, asked) = sent(Method::POST, replies);
    assert_eq!(token.expect("the answer").id.as_deref(), Some("7"));
    let methods: Vec<&str> = asked.iter().map(|one| one.method().as_str()).collect();
    assert_eq!(methods, ["POST", "GET", "GET"]);
}

#[test]
fn an_answer_that_leads_on_is_followed_and_a_circle_ends() {
    let answer = response(200, r#"{"id":"7"}"#);
    let (token, asked) = sent(Method::POST, [see("/beta/a"), see("/beta/b"), answer]);
    assert_eq!(token.expect("the answer").id.as_deref(), Some("7"));
    assert_eq!(asked[2].uri().path(), "/beta/b");
    let (circle, asked) = sent(Method::POST, std::iter::repeat_n(see("/beta/a"), 20));
    let error = circle.expect_err("a circle");
    assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error}");
    assert_eq!(asked.len(), 11);
}

#[test]
fn an_answer_is_not_asked_for_over_http_after_https() {
    let (refused, asked) = sent(
        Method::POST,
        [see("http://graph.microsoft.com/beta/tokens/7")],
    );
    let error = refused.expect_err("a refusal");
    assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error}");
    assert_eq!(asked.len(), 1);
}

#[cfg(feature = "client")]
mod by_the_client {
    use graphwright::RequestBody;

    use super::support::{Canned, Loopback, client};
    use super::*;

    #[tokio::test]
    async fn a_server_that_answers_elsewhere_is_asked_there_also_after_a_streamed_body() {
        for is_streamed in [false, true] {
            let server = Loopback::start(vec![
                Canned::new(303).header("location", "/beta/tokens/7"),
                Canned::json(200, r#"{"id":"7"}"#),
            ])
            .await;
            let service = ServiceClient::new(client(&server), ROOT);
            let token = match is_streamed {
                false => changing(&service, Method::POST).send().await,
                true => {
                    let request = service
                        .request(Method::POST, "/tokens")
                        .returning::<Token>();
                    let body = RequestBody::from(Bytes::from_static(b"{}"));
                    request.body_stream("application/json", body).send().await
                }
            };
            assert_eq!(token.expect("the answer").id.as_deref(), Some("7"));
            let asked = server.requests();
            assert_eq!((&*asked[0].method, &*asked[0].body), ("POST", &b"{}"[..]));
            assert_eq!(
                (&*asked[1].method, &*asked[1].target),
                ("GET", "/beta/tokens/7")
            );
            assert!(asked[1].body.is_empty());
            for name in GONE {
                assert_eq!(asked[1].header(name), None, "{name}");
            }
        }
    }
}
