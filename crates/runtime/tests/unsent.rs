//! What is not sent, not followed and not finished, and why.

#![cfg(feature = "client")]

mod support;
mod token;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use graphwright::{
    BoxError, BoxFuture, Client, Error, ErrorKind, Method, Multipart, Page, Patch, Payload,
    Request, RequestBody, ResponseBody, ServiceClient, StaticToken, Transport,
};
use support::{Loopback, TOKEN, client};
use token::{ROOT, Token, tokens};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn why(error: &Error) -> &str {
    match error.kind() {
        ErrorKind::InvalidRequest(why) | ErrorKind::Redirect(why) => why,
        other => panic!("neither invalid nor a redirect: {other:?}"),
    }
}

/// Why the request that `change` makes is not sent.
async fn refusal<T: Payload>(
    change: impl FnOnce(Request<serde_json::Value>) -> Request<T>,
) -> String {
    let server = Loopback::start(Vec::new()).await;
    let request = change(tokens(client(&server)).raw_request(Method::PATCH));
    let error = request.send().await.err().expect("a refusal");
    assert!(server.requests().is_empty());
    assert!(error.to_string().contains("cannot be sent"), "{error}");
    why(&error).to_owned()
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_is_refused_by_its_name_and_without_its_value() {
    let name = refusal(|request| request.header("x\r\ny", "Ada")).await;
    assert!(name.contains("x\\r\\ny") && !name.contains("Ada"), "{name}");
    let value = refusal(|request| request.if_match("Ada\r\nx: 1")).await;
    assert!(
        value.contains("If-Match") && !value.contains("Ada"),
        "{value}"
    );
}

#[tokio::test]
async fn a_change_that_is_not_of_the_type_of_its_property_is_refused() {
    let change = Patch::<Token>::new().set(Token::DISPLAY_NAME, 5);
    let wrong = refusal(|request| request.json_body(&change)).await;
    assert!(wrong.contains("example.token/displayName"), "{wrong}");
}

#[tokio::test]
async fn what_went_wrong_first_is_what_is_said() {
    let both = refusal(|request| request.header("a b", "c").header("d e", "f")).await;
    assert!(both.contains("a b"), "{both}");
}

#[tokio::test]
async fn a_path_that_is_no_part_of_a_url_is_refused() {
    let server = Loopback::start(Vec::new()).await;
    let service = ServiceClient::new(client(&server), ROOT);
    let error = service.request(Method::GET, "a b").send().await;
    assert!(why(&error.expect_err("a refusal")).contains("URL"));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_fragment_is_refused_wherever_a_caller_can_give_one() {
    const GUEST: &str = "/users/ada_example.org#EXT#@contoso.com";
    let server = Loopback::start(Vec::new()).await;
    let service = ServiceClient::new(client(&server), ROOT);
    let whole = format!("{}/beta{GUEST}", server.origin());
    let body = || {
        service
            .request(Method::POST, "/x")
            .json_body(&Token::default())
    };
    let requests = [
        service.request(Method::DELETE, GUEST),
        service.request(Method::DELETE, &whole),
        service.request(Method::GET, "/users?$filter=name+eq+'C#'"),
        service.pre_authenticated(Method::PUT, &whole),
        body().reference_body(GUEST),
        body().reference_query(&whole),
        body().bind("manager", GUEST),
        body().bind_all("members", ["/users/1", GUEST]),
        body().patch_body(Patch::<Token>::new().bind("manager", &whole)),
    ];
    for (number, request) in requests.into_iter().enumerate() {
        let error = request.send().await.expect_err("a refusal");
        assert!(error.to_string().contains("`%23`"), "{number}: {error}");
    }
    assert_eq!(server.requests(), []);
}

#[tokio::test]
async fn a_part_of_a_form_that_is_no_json_is_refused() {
    let keys = std::collections::HashMap::from([((1, 2), 3)]);
    let form = Multipart::new().json("keys", &keys).text("a", "b");
    let why = refusal(|request| request.multipart_body(&form)).await;
    assert!(why.contains("`keys`"), "{why}");
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_refused_and_not_shown() {
    let server = Loopback::start(Vec::new()).await;
    let core = Client::builder(StaticToken::new("secret\n-token")).endpoint(server.origin());
    let request = tokens(core.build().expect("a client")).raw_request(Method::GET);
    let error = request.send().await.expect_err("a refusal");
    assert!(why(&error).contains("token"), "{error}");
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("secret"), "{shown}");
    assert!(server.requests().is_empty());
}

/// Redirects everything to one place.
struct Redirecting(&'static str);

impl Transport for Redirecting {
    fn send(
        &self,
        _: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
        let response = http::Response::builder()
            .status(302)
            .header("location", self.0)
            .body(ResponseBody::default());
        Box::pin(async { Ok(response?) })
    }
}

#[tokio::test]
async fn a_redirect_from_https_to_http_is_not_followed() {
    for to in ["http://graph.microsoft.com/x", "http://127.0.0.1:1/x"] {
        let core = Client::builder(StaticToken::new(TOKEN)).transport(Redirecting(to));
        let request = tokens(core.build().expect("a client")).raw_request(Method::GET);
        let error = request.send().await.expect_err("it is not followed");
        assert!(why(&error).contains("from https to http"), "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    }
}

#[tokio::test]
async fn user_information_of_a_service_root_is_not_in_its_errors() {
    let core = Client::builder(StaticToken::new(TOKEN)).transport(Redirecting("ftp://x"));
    let core = core.build().expect("a client");
    let service = ServiceClient::new(core, "https://ada:secret@graph.example/v1");
    let error = service.request(Method::GET, "x").send().await;
    let error = error.expect_err("it is not followed");
    assert_eq!(error.url(), Some("https://graph.example/v1/x"));
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("secret"), "{shown}");
}

#[tokio::test]
async fn a_response_that_breaks_off_is_none() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let origin = format!("http://{}", listener.local_addr().expect("its address"));
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        let _ = stream.read(&mut [0; 4096]).await.expect("a request");
        let part = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":\"7\"}";
        stream.write_all(part).await.expect("a part");
    });
    let core = Client::builder(StaticToken::new(TOKEN))
        .endpoint(origin)
        .retry(graphwright::retry::RetryPolicy::never());
    let request = tokens(core.build().expect("a client")).raw_request(Method::GET);
    let error = request.send().await.expect_err("a part of a response");
    assert!(matches!(error.kind(), ErrorKind::Transport), "{error:?}");
}

#[test]
fn outside_of_tokio_it_is_said_where_to_send_and_nothing_panics() {
    let core = Client::builder(StaticToken::new(TOKEN))
        .endpoint("http://127.0.0.1:9")
        .build()
        .expect("a client");
    let mut context = Context::from_waker(Waker::noop());
    let mut sent = pin!(tokens(core.clone()).raw_request(Method::GET).send());
    let Poll::Ready(Err(error)) = sent.as_mut().poll(&mut context) else {
        panic!("it is an error at once");
    };
    let request = tokens(core.clone()).request::<Page<Token>>(Method::GET);
    let mut items = request.items();
    let mut next = pin!(items.next());
    let Poll::Ready(Some(Err(of_page))) = next.as_mut().poll(&mut context) else {
        panic!("it is an error at once");
    };
    let request = tokens(core).request::<Bytes>(Method::GET);
    let mut stream = pin!(request.stream());
    let Poll::Ready(Err(of_stream)) = stream.as_mut().poll(&mut context) else {
        panic!("it is an error at once");
    };
    for error in [error, of_page, of_stream] {
        assert!(matches!(error.kind(), ErrorKind::NoRuntime), "{error:?}");
        assert!(error.to_string().contains("#[tokio::main]"), "{error}");
    }
}
