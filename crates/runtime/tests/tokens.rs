//! Where bearer tokens go, and that they show nowhere.

#![cfg(feature = "client")]

mod support;
mod token;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use graphwright::{
    AccessToken, BoxError, BoxFuture, Client, Cloud, Credential, ErrorKind, Method, Page, Patch,
    RequestBody, ResponseBody, Secret, ServiceClient, StaticToken, StatusCode, TokenRequest,
    Transport,
};
use support::{Canned, Loopback, TOKEN, client};
use token::{Token, tokens};

const BEARER: &str = "Bearer secret-token";

fn redirect(status: u16, to: &str) -> Canned {
    Canned::new(status).header("location", to)
}

#[tokio::test]
async fn a_redirect_to_another_origin_is_followed_without_the_token() {
    for status in [301, 302, 303, 307, 308] {
        let other = Loopback::start(vec![Canned::json(200, r#"{"id":"1"}"#)]).await;
        let server =
            Loopback::start(vec![redirect(status, &format!("{}/x", other.origin()))]).await;
        let request = tokens(client(&server)).request::<Token>(Method::GET);
        let token = request
            .header("Authorization", "Bearer mine")
            .send()
            .await
            .expect("a success");
        assert_eq!(token.id.as_deref(), Some("1"));
        assert_eq!(server.request().header("authorization"), Some(BEARER));
        assert_eq!(other.request().header("authorization"), None, "{status}");
    }
}

#[tokio::test]
async fn a_redirect_on_the_same_origin_keeps_the_token() {
    let server = Loopback::start(vec![
        redirect(302, "/beta/moved?a=1"),
        Canned::json(200, "{}"),
    ])
    .await;
    tokens(client(&server))
        .raw_request(Method::GET)
        .send()
        .await
        .expect("a success");
    let second = &server.requests()[1];
    assert_eq!(
        (second.target.as_str(), second.header("authorization")),
        ("/beta/moved?a=1", Some(BEARER))
    );
}

#[tokio::test]
async fn a_redirect_that_must_not_be_followed_is_an_error() {
    let other = Loopback::start(Vec::new()).await;
    let away = format!("{}/x", other.origin());
    for (method, to) in [
        (Method::POST, away.as_str()),
        (Method::PATCH, &away),
        (Method::GET, "ftp://elsewhere/x"),
        (Method::GET, "mailto:x"),
    ] {
        let server = Loopback::start(vec![redirect(307, to)]).await;
        let error = tokens(client(&server))
            .raw_request(method)
            .send()
            .await
            .expect_err("it is not followed");
        assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error:?}");
    }
    assert!(other.requests().is_empty());
    let server = Loopback::start(vec![redirect(302, "/loop"); 20]).await;
    let error = tokens(client(&server))
        .raw_request(Method::GET)
        .send()
        .await
        .expect_err("a loop");
    assert!(matches!(error.kind(), ErrorKind::Redirect(_)), "{error:?}");
    assert_eq!(server.requests().len(), 11);
}

#[tokio::test]
async fn a_page_elsewhere_is_asked_for_without_the_token() {
    let other = Loopback::start(vec![Canned::json(200, r#"{"value":[]}"#)]).await;
    let first = format!(
        r#"{{"value":[],"@odata.nextLink":"{}/next"}}"#,
        other.origin()
    );
    let server = Loopback::start(vec![Canned::json(200, &first)]).await;
    let mut items = tokens(client(&server))
        .request::<Page<Token>>(Method::GET)
        .items();
    assert!(items.next().await.is_none());
    assert_eq!(other.request().header("authorization"), None);
}

/// Gives tokens that live so long, and counts.
struct Counting {
    lives: Duration,
    given: AtomicUsize,
}

impl Credential for Counting {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let number = self.given.fetch_add(1, Ordering::SeqCst);
            Ok(AccessToken {
                secret: Secret::new(format!("t{number}")),
                expires_on: SystemTime::now() + self.lives,
            })
        })
    }
}

/// What the service answers a change that was refused once, and the tokens that it was asked with.
async fn after_a_refusal(
    credential: impl Credential + 'static,
    replies: &[u16],
) -> (Result<(), graphwright::Error>, Vec<String>) {
    let replies = replies.iter().map(|status| Canned::status(*status));
    let server = Loopback::start(replies.collect()).await;
    let core = Client::builder(credential).endpoint(server.origin());
    let request = tokens(core.build().expect("a client"))
        .request::<()>(Method::POST)
        .body_bytes("text/plain", "7");
    let result = request.send().await;
    let asked = server.requests();
    assert!(asked.iter().all(|one| one.text() == "7"));
    let used = asked.iter().filter_map(|one| one.header("authorization"));
    (result, used.map(str::to_owned).collect())
}

#[tokio::test]
async fn a_token_that_is_refused_is_fetched_anew_once() {
    let counting = || Counting {
        lives: Duration::from_secs(3600),
        given: AtomicUsize::new(0),
    };
    let (result, used) = after_a_refusal(counting(), &[401, 204]).await;
    assert!(result.is_ok(), "{result:?}");
    assert_eq!(used, ["Bearer t0", "Bearer t1"]);
    let (result, used) = after_a_refusal(counting(), &[401, 401, 204]).await;
    assert_eq!(
        result.expect_err("a refusal").status(),
        Some(StatusCode::UNAUTHORIZED)
    );
    assert_eq!(used, ["Bearer t0", "Bearer t1"]);
}

#[tokio::test]
async fn a_request_is_not_repeated_with_the_token_that_was_refused() {
    let (result, used) = after_a_refusal(StaticToken::new("t"), &[401, 204]).await;
    assert_eq!(
        result.expect_err("a refusal").status(),
        Some(StatusCode::UNAUTHORIZED)
    );
    assert_eq!(used, ["Bearer t"]);
}

/// Keeps what is asked of it and of the credential.
#[derive(Clone, Default)]
struct Recording(Arc<Mutex<Vec<String>>>);

impl Transport for Recording {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
        let mut said = self.0.lock().expect("the record");
        said.push(format!(
            "{} {:?}",
            request.uri(),
            request
                .headers()
                .get("authorization")
                .map(|value| value.is_sensitive())
        ));
        Box::pin(async { Ok(http::Response::new(ResponseBody::default())) })
    }
}

impl Credential for Recording {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        self.0
            .lock()
            .expect("the record")
            .push(request.scopes.join(" "));
        Box::pin(async {
            Ok(AccessToken {
                secret: Secret::new("t"),
                expires_on: SystemTime::now(),
            })
        })
    }
}

#[tokio::test]
async fn each_cloud_has_its_host_and_its_scope() {
    let table = [
        (Cloud::Global, "https://graph.microsoft.com"),
        (Cloud::UsGov, "https://graph.microsoft.us"),
        (Cloud::UsGovDod, "https://dod-graph.microsoft.us"),
        (Cloud::China, "https://microsoftgraph.chinacloudapi.cn"),
    ];
    for (cloud, origin) in table {
        let record = Recording::default();
        let core = Client::builder(record.clone())
            .transport(record.clone())
            .cloud(cloud)
            .build()
            .expect("a client");
        tokens(core)
            .raw_request(Method::GET)
            .send()
            .await
            .expect("a success");
        let said = record.0.lock().expect("the record").clone();
        assert_eq!(
            said,
            [
                format!("{origin}/.default"),
                format!("{origin}/beta/tokens Some(true)")
            ]
        );
    }
}

#[tokio::test]
async fn another_service_keeps_its_host_and_scopes_can_be_chosen() {
    let record = Recording::default();
    let core = Client::builder(record.clone())
        .transport(record.clone())
        .cloud(Cloud::China)
        .token_scopes(["a", "b"]);
    let core = core.build().expect("a client");
    for root in [
        "https://services.example/v4",
        "https://graph.microsoft.com.evil.example/v1",
    ] {
        ServiceClient::new(core.clone(), root)
            .request(Method::GET, "x")
            .send()
            .await
            .expect("a success");
    }
    let said = record.0.lock().expect("the record").clone();
    assert_eq!(
        said[..2],
        [
            "a b".to_owned(),
            "https://services.example/v4/x Some(true)".to_owned()
        ]
    );
    assert!(
        said[3].starts_with("https://graph.microsoft.com.evil.example/v1/x"),
        "{said:?}"
    );
}

#[tokio::test]
async fn no_token_goes_over_plain_http_to_another_machine() {
    let record = Recording::default();
    let core = Client::builder(record.clone())
        .transport(record.clone())
        .build()
        .expect("a client");
    ServiceClient::new(core, "http://services.example/v4")
        .request(Method::GET, "x")
        .send()
        .await
        .expect("a success");
    assert_eq!(
        *record.0.lock().expect("the record"),
        ["http://services.example/v4/x None"]
    );
}

#[test]
fn an_endpoint_that_would_show_tokens_is_refused() {
    let build = |endpoint: &str| {
        Client::builder(StaticToken::new(TOKEN))
            .endpoint(endpoint)
            .build()
    };
    for good in [
        "https://proxy.example",
        "http://127.0.0.1:8080/",
        "http://localhost",
        "http://[::1]:1",
        "https://proxy.example:65535",
        "https://proxy.example:",
    ] {
        assert!(build(good).is_ok(), "{good}");
    }
    for bad in [
        "http://proxy.example",
        "proxy.example",
        "https://a@proxy.example",
        "https://proxy.example/path",
        "ftp://x",
        "http://127.0.0.1.evil.example",
        "https://proxy.example:99999",
        "https://proxy.example:+443",
        "http://[::1]:65536",
    ] {
        let error = build(bad).expect_err(bad);
        assert!(
            matches!(error.kind(), ErrorKind::Configuration(_)),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn nothing_that_is_shown_holds_a_secret() {
    let reply = Canned::json(200, r#"{"id":"1","token":"secret-property"}"#);
    let server = Loopback::start(vec![reply.header("set-cookie", "secret-cookie")]).await;
    let core = client(&server);
    let service = ServiceClient::new(
        core.clone(),
        "https://user:secret-word@graph.example/v1?sig=secret-sig",
    );
    let resource = tokens(core.clone());
    let request = resource
        .request::<Token>(Method::GET)
        .filter("name eq 'secret-filter'");
    let request = request
        .header("X-Key", "secret-header")
        .body_bytes("text/plain", "secret-body");
    let patch = Patch::<Token>::new().set(Token::TOKEN, "secret-property");
    let static_token = StaticToken::new(TOKEN);
    let given = static_token.token(probe()).await.expect("a token");
    let shown = format!(
        "{core:?} {service:?} {resource:?} {request:?} {patch:?} {static_token:?} {given:?}"
    );
    let response = resource
        .request::<Token>(Method::GET)
        .send_with_response()
        .await
        .expect("a token");
    let shown = format!("{shown} {response:?}");
    let token = response.value;
    let shown = format!("{shown} {token:?} {token:#?}");
    assert!(!shown.contains("secret-"), "{shown}");
    assert_eq!(token.token.as_deref(), Some("secret-property"));
}

/// A request for a token, which only the client can make.
fn probe() -> TokenRequest<'static> {
    TokenRequest::new(&["scope"])
}
