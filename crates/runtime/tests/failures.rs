//! What an error carries, and what it never shows.

#![cfg(feature = "client")]

mod support;
mod token;

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use graphwright::{
    AccessToken, BoxError, BoxFuture, Client, Credential, Error, ErrorKind, Method, ServiceError,
    TokenRequest,
};
use support::{Canned, Loopback, TOKEN, builder, client};
use token::{Token, tokens};

async fn failure(reply: Canned) -> Error {
    let server = Loopback::start(vec![reply]).await;
    let request = tokens(client(&server))
        .key_segment("7")
        .request::<Token>(Method::GET);
    let error = request
        .filter("secret eq 1")
        .send()
        .await
        .expect_err("a failure");
    assert!(
        !format!("{error} {error:?}").contains("secret"),
        "{error:?}"
    );
    error
}

fn service(error: &Error) -> &ServiceError {
    match error.kind() {
        ErrorKind::Service(said) => said,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_error_is_one_pointer_wide_and_goes_anywhere() {
    fn goes_anywhere<T: std::error::Error + Send + Sync + 'static>() {}
    goes_anywhere::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

#[tokio::test]
async fn an_odata_error_is_read_whole() {
    let body = r#"{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges.","target":"id",
        "details":[{"code":"d1","message":"more","target":"x"}],
        "innerError":{"date":"2026-11-25T00:00:00Z","request-id":"r-body","client-request-id":"c-1","new":1.50}}}"#;
    let reply = Canned::json(403, body)
        .header("request-id", "r-header")
        .header("retry-after", "120");
    let error = failure(reply).await;
    let said = service(&error);
    assert_eq!(
        (
            said.status.as_u16(),
            error.status().map(|status| status.as_u16())
        ),
        (403, Some(403))
    );
    assert_eq!(
        (said.code.as_str(), said.message.as_str()),
        ("Authorization_RequestDenied", "Insufficient privileges.")
    );
    assert_eq!(
        (said.target.as_deref(), said.retry_after.as_deref()),
        (Some("id"), Some("120"))
    );
    assert_eq!(said.details[0].message.as_deref(), Some("more"));
    let inner = said.inner_error.as_ref().expect("an inner error");
    assert_eq!(inner.client_request_id.as_deref(), Some("c-1"));
    assert_eq!(
        inner
            .additional
            .get_json("new")
            .map(graphwright::Json::as_str),
        Some("1.50")
    );
    assert_eq!(error.request_id(), Some("r-header"));
    let shown = error.to_string();
    for part in [
        "403 Forbidden",
        "Authorization_RequestDenied",
        "Insufficient privileges.",
        "/beta/tokens/7?$filter=…",
        "r-header",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[tokio::test]
async fn the_inner_error_is_read_under_both_of_its_names() {
    for name in ["innerError", "innererror"] {
        let body =
            format!(r#"{{"error":{{"code":"c","message":"m","{name}":{{"request-id":"r-1"}}}}}}"#);
        assert_eq!(
            failure(Canned::json(400, &body)).await.request_id(),
            Some("r-1"),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_failure_without_an_odata_error_says_what_came_instead() {
    for status in [401, 404] {
        let error = failure(Canned::status(status)).await;
        assert_eq!(
            (
                service(&error).status.as_u16(),
                service(&error).code.as_str()
            ),
            (status, "")
        );
        assert!(error.to_string().contains(&status.to_string()), "{error}");
    }
    let html = Canned::new(502)
        .header("content-type", "text/html")
        .body("<html>secret</html>");
    let error = failure(html).await;
    assert!(
        error
            .to_string()
            .contains("502 Bad Gateway with text/html instead of an OData error"),
        "{error}"
    );
    let odd = failure(Canned::json(500, r#"{"error":"secret"}"#)).await;
    assert_eq!(
        service(&odd).content_type.as_deref(),
        Some("application/json")
    );
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_told_by_its_place_and_not_shown() {
    let table = [
        (
            Canned::json(200, "{\n  \"id\": \"secret"),
            "ends too early (line 2",
        ),
        (
            Canned::json(200, "{\"id\": secret}"),
            "is not JSON (line 1, column 8",
        ),
        (
            Canned::new(200)
                .header("content-type", "text/html")
                .body("<html>secret</html>"),
            "(text/html) cannot be read",
        ),
        (Canned::json(200, "[\"secret\"]"), "expected example.token"),
    ];
    for (reply, part) in table {
        let error = failure(reply).await;
        assert!(
            matches!(error.kind(), ErrorKind::Decode { .. }),
            "{error:?}"
        );
        assert!(error.to_string().contains(part), "{part}: {error}");
    }
}

#[tokio::test]
async fn a_service_that_repeats_the_token_is_not_quoted() {
    let body = format!(
        r#"{{"error":{{"code":"{TOKEN}","message":"bad token {TOKEN}","target":"{TOKEN}",
        "details":[{{"code":"{TOKEN}","message":"{TOKEN}","target":"{TOKEN}","new":"{TOKEN}"}}],
        "innerError":{{"request-id":"{TOKEN}","client-request-id":"{TOKEN}","new":"{TOKEN}"}}}}}}"#
    );
    let error = failure(Canned::json(401, &body).header("retry-after", TOKEN)).await;
    assert_eq!(service(&error).message, "bad token …");
}

#[tokio::test]
async fn no_response_is_a_transport_error_and_a_late_one_a_timeout() {
    let gone = Loopback::bind().await.origin().to_owned();
    let core = Client::builder(graphwright::StaticToken::new(TOKEN))
        .endpoint(gone)
        .retry(graphwright::retry::RetryPolicy::never())
        .build()
        .expect("a client");
    let error = tokens(core)
        .raw_request(Method::GET)
        .send()
        .await
        .expect_err("nobody listens");
    assert!(
        matches!(error.kind(), ErrorKind::Transport) && error.source().is_some(),
        "{error:?}"
    );

    let server = Loopback::start(vec![Canned::status(204).after(Duration::from_secs(5))]).await;
    let core = builder(&server)
        .timeout(Duration::from_millis(50))
        .build()
        .expect("a client");
    let error = tokens(core)
        .raw_request(Method::GET)
        .send()
        .await
        .expect_err("it is late");
    assert!(matches!(error.kind(), ErrorKind::Timeout(_)), "{error:?}");
}

struct NoSignIn;

impl Credential for NoSignIn {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async { Err("nobody signed in".into()) })
    }
}

#[tokio::test]
async fn a_credential_that_fails_is_the_source_and_nothing_is_sent() {
    let server = Loopback::start(Vec::new()).await;
    let credential: Arc<dyn Credential> = Arc::new(NoSignIn);
    let core = Client::builder(credential)
        .endpoint(server.origin())
        .build()
        .expect("a client");
    let error = tokens(core)
        .raw_request(Method::GET)
        .send()
        .await
        .expect_err("no token");
    assert!(matches!(error.kind(), ErrorKind::Credential), "{error:?}");
    assert_eq!(
        error.source().map(ToString::to_string).as_deref(),
        Some("nobody signed in")
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_when_it_is_sent() {
    let server = Loopback::start(Vec::new()).await;
    let tokens = tokens(client(&server));
    let raw = || tokens.raw_request(Method::GET);
    let wrong: std::collections::BTreeMap<(u8, u8), u8> = [((1, 2), 3)].into();
    for request in [
        raw().header("a b", "c"),
        raw().header("a", "b\nc"),
        raw().json_body(&wrong),
    ] {
        let error = request.send().await.expect_err("it cannot be sent");
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(_)),
            "{error:?}"
        );
    }
    assert!(server.requests().is_empty());
}
