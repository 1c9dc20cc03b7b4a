//! What is sent: method, target, headers and body, byte by byte.

#![cfg(feature = "client")]

mod support;
mod token;

use graphwright::{Body, Method, Parameter, Patch, Request};
use support::{Canned, Loopback, Recorded, client};
use token::{Token, tokens};

/// Sends what `make` makes of the collection and gives what came over the wire.
async fn sent<T: graphwright::Payload>(
    make: impl FnOnce(graphwright::Resource) -> Request<T>,
) -> Recorded {
    let server = Loopback::start(vec![Canned::status(204)]).await;
    let request = make(tokens(client(&server))).optional();
    request.send().await.expect("a success");
    server.request()
}

/// Names and values without `host`, which has the port in it, and without what the request is called.
fn headers(request: &Recorded) -> Vec<(&str, &str)> {
    let mut headers: Vec<_> = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| !matches!(*name, "host" | "client-request-id"))
        .collect();
    headers.sort_unstable();
    headers
}

const AGENT: &str = concat!("graphwright/", env!("CARGO_PKG_VERSION"));
const BEARER: &str = "Bearer secret-token";
const JSON: &str = "application/json";

#[tokio::test]
async fn a_get_has_accept_authorization_and_user_agent_and_nothing_else() {
    let request = sent(|tokens| tokens.key_segment("7").request::<Token>(Method::GET)).await;
    assert_eq!(request.method, "GET");
    assert_eq!(request.target, "/beta/tokens/7");
    assert_eq!(
        headers(&request),
        [
            ("accept", JSON),
            ("accept-encoding", "gzip"),
            ("authorization", BEARER),
            ("user-agent", AGENT)
        ]
    );
    assert_eq!(request.text(), "");
}

#[tokio::test]
async fn a_post_without_a_body_says_that_its_length_is_zero_and_names_no_content_type() {
    let request = sent(|tokens| tokens.segment("sync").request::<()>(Method::POST)).await;
    assert_eq!(request.method, "POST");
    assert_eq!(request.target, "/beta/tokens/sync");
    assert_eq!(
        headers(&request),
        [
            ("accept", JSON),
            ("accept-encoding", "gzip"),
            ("authorization", BEARER),
            ("content-length", "0"),
            ("user-agent", AGENT)
        ]
    );
}

#[tokio::test]
async fn a_post_sends_the_set_members_as_json_with_their_length() {
    let new = Token {
        token: Some("tøken".into()),
        ..Token::named("Oslo")
    };
    let request = sent(|tokens| {
        tokens
            .request::<Token>(Method::POST)
            .json_body(&Body::new(&new))
    })
    .await;
    let json = r#"{"displayName":"Oslo","token":"tøken"}"#;
    assert_eq!(request.method, "POST");
    assert_eq!(request.target, "/beta/tokens");
    assert_eq!(request.text(), json);
    let length = json.len().to_string();
    assert_eq!(
        headers(&request),
        [
            ("accept", JSON),
            ("accept-encoding", "gzip"),
            ("authorization", BEARER),
            ("content-length", length.as_str()),
            ("content-type", JSON),
            ("user-agent", AGENT)
        ]
    );
}

#[tokio::test]
async fn a_patch_sends_what_changes_and_nothing_else() {
    let change = Patch::new()
        .set(Token::DISPLAY_NAME, "Bergen")
        .null(Token::TOKEN);
    let request = sent(|tokens| {
        tokens
            .key_segment("7")
            .request::<Option<Token>>(Method::PATCH)
            .json_body(&change)
    })
    .await;
    assert_eq!(request.method, "PATCH");
    assert_eq!(request.target, "/beta/tokens/7");
    assert_eq!(request.header("content-type"), Some(JSON));
    assert_eq!(request.text(), r#"{"displayName":"Bergen","token":null}"#);
}

#[tokio::test]
async fn a_patch_that_changes_nothing_is_an_empty_object() {
    let request = sent(|tokens| {
        tokens
            .key_segment("7")
            .request::<Option<Token>>(Method::PATCH)
            .json_body(&Patch::<Token>::new())
    })
    .await;
    assert_eq!(request.text(), "{}");
    assert_eq!(request.header("content-length"), Some("2"));
}

#[tokio::test]
async fn a_delete_has_no_body_and_no_content_type() {
    let request = sent(|tokens| tokens.key_segment("7").request::<()>(Method::DELETE)).await;
    assert_eq!(request.method, "DELETE");
    assert_eq!(
        headers(&request),
        [
            ("accept", JSON),
            ("accept-encoding", "gzip"),
            ("authorization", BEARER),
            ("user-agent", AGENT)
        ]
    );
    assert_eq!(request.text(), "");
}

#[tokio::test]
async fn if_match_and_all_preferences_are_sent_once_each() {
    let request = sent(|tokens| {
        tokens
            .key_segment("7")
            .request::<Option<Token>>(Method::PATCH)
            .if_match("W/\"1\"")
            .prefer("return=representation")
            .prefer("odata.maxpagesize=2")
            .json_body(&Patch::<Token>::new())
    })
    .await;
    assert_eq!(request.header("if-match"), Some("W/\"1\""));
    assert_eq!(
        request.header("prefer"),
        Some("return=representation, odata.maxpagesize=2")
    );
}

#[tokio::test]
async fn what_was_added_first_stays_whatever_its_letters() {
    let request = sent(|tokens| {
        tokens
            .request::<()>(Method::GET)
            .prefer("name=Größe")
            .prefer("a")
            .header("Cookie", "town=Tromsø")
            .parameter(Parameter::cookie("b"), Some("c"))
    })
    .await;
    assert_eq!(request.header("prefer"), Some("name=Größe, a"));
    assert_eq!(request.header("cookie"), Some("town=Tromsø; b=c"));
}

#[tokio::test]
async fn what_the_caller_accepts_and_is_called_goes_before_what_is_added() {
    let request = sent(|tokens| {
        tokens
            .raw_request(Method::GET)
            .header("accept", "text/plain")
            .header("User-Agent", "mine/1")
    })
    .await;
    assert_eq!(request.header("accept"), Some("text/plain"));
    assert_eq!(request.header("user-agent"), Some("mine/1"));
}

#[tokio::test]
async fn the_token_of_the_credential_goes_before_one_that_the_caller_sets() {
    let request = sent(|tokens| {
        tokens
            .raw_request(Method::GET)
            .header("authorization", "Bearer of-the-caller")
    })
    .await;
    assert_eq!(request.header("authorization"), Some(BEARER));
}

#[tokio::test]
async fn a_request_that_no_description_has_sends_its_path_as_it_is() {
    let server = Loopback::start(vec![Canned::json(200, r#"{"a":[1,1.50]}"#)]).await;
    let service = graphwright::ServiceClient::new(client(&server), token::ROOT);
    let value = service
        .request(Method::PUT, "me/photos('48x48')/$value?x=a%20b")
        .body_bytes("image/png", vec![0, 159, 146, 150])
        .send()
        .await
        .expect("a success");
    assert_eq!(value["a"][0], 1);
    let request = server.request();
    assert_eq!(request.method, "PUT");
    assert_eq!(request.target, "/beta/me/photos('48x48')/$value?x=a%20b");
    assert_eq!(request.header("content-type"), Some("image/png"));
    assert_eq!(request.body, [0, 159, 146, 150]);
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request() {
    let server = Loopback::start(vec![Canned::status(204), Canned::status(204)]).await;
    let tokens = tokens(client(&server));
    for _ in 0..2 {
        let request = tokens.request::<()>(Method::DELETE);
        request.send().await.expect("a success");
    }
    assert_eq!(server.requests().len(), 2);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_request_is_called_by_a_guid_of_its_own_unless_the_caller_names_it() {
    let name = |own: Option<&'static str>| async move {
        let request = sent(|tokens| match own {
            Some(own) => tokens
                .raw_request(Method::GET)
                .header("client-request-id", own),
            None => tokens.raw_request(Method::GET),
        });
        let request = request.await;
        request
            .header("client-request-id")
            .expect("a name")
            .to_owned()
    };
    let (first, second) = (name(None).await, name(None).await);
    assert_ne!(first, second);
    for guid in [first, second] {
        let parts: Vec<usize> = guid.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12], "{guid}");
        assert_eq!(
            (&guid[14..15], guid[19..20].find(['8', '9', 'a', 'b'])),
            ("4", Some(0)),
            "{guid}"
        );
    }
    assert_eq!(name(Some("mine")).await, "mine");
}
