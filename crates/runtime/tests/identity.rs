//! Signing in users at an identity provider of this machine: what it is sent, and what becomes of what it answers.

#![cfg(all(feature = "client", feature = "oauth2"))]

mod support;
mod token;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use graphwright::identity::{App, Network, Session, SignInError, UserCredential};
use graphwright::{
    BoxError, BoxFuture, Bytes, Carrier, Client, Cloud, Credential, ErrorKind, Method, RequestBody,
    ResponseBody, Secret, SecurityScheme, TokenRequest, Transport, http,
};
use support::{Canned, Loopback};
use token::tokens;

/// The network, on which no time passes while something is waited for.
struct Hasty(Network, Mutex<Vec<u64>>);

impl Hasty {
    fn new() -> Self {
        Self(Network::new().expect("a network"), Mutex::default())
    }

    fn waits(&self) -> Vec<u64> {
        self.1.lock().expect("the waits").clone()
    }
}

impl Carrier for Hasty {
    type Body = ResponseBody;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<ResponseBody>, BoxError> {
        self.0.send(request).await
    }

    async fn secret(&self, _: &SecurityScheme, _: &[String]) -> Result<Option<Secret>, BoxError> {
        panic!("a sign-in is signed by nothing")
    }

    async fn wait(&self, time: Duration) {
        self.1.lock().expect("the waits").push(time.as_secs());
    }
}

const CODE: &str = r#"{"device_code":"s3cret-device","user_code":"ABCD","verification_uri":"https://m.example/d","expires_in":60,"interval":5}"#;
const TOKENS: &str =
    r#"{"access_token":"s3cret-access","expires_in":3600,"refresh_token":"s3cret-refresh"}"#;

fn app(server: &Loopback) -> App {
    let app = App::new("app").tenant("my tenant").login(server.origin());
    app.expect("an origin")
}

fn refusal(error: &str) -> Canned {
    let body = format!(
        r#"{{"error":"{error}","error_description":"no: s3cret-device s3cret-refresh","error_codes":[50076],"claims":"{{}}"}}"#
    );
    Canned::json(400, &body)
}

/// Asserts that nothing secret is shown.
fn is_shown_without_secrets(shown: &impl std::fmt::Debug) {
    let shown = format!("{shown:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

fn stored(app: &App, refresh: &str) -> Session {
    let text = format!(r#"{{"version":1,"client_id":"app","refresh_token":"{refresh}"}}"#);
    Session::from_text(app, &Secret::new(text)).expect("a session")
}

async fn by_device(polls: Vec<Canned>) -> (Result<Session, SignInError>, Vec<u64>, Loopback) {
    let mut replies = vec![Canned::json(200, CODE)];
    replies.extend(polls);
    let server = Loopback::start(replies).await;
    let network = Hasty::new();
    let code = app(&server).device_code(&["User.Read"], &network).await;
    let code = code.expect("a code");
    assert!(code.message().contains("https://m.example/d") && code.message().contains("ABCD"));
    is_shown_without_secrets(&code);
    let session = code.wait(&network).await;
    (session, network.waits(), server)
}

#[tokio::test]
async fn a_device_code_is_waited_for_as_the_provider_says() {
    let polls = vec![
        refusal("authorization_pending"),
        refusal("slow_down"),
        Canned::status(500),
        Canned::json(200, TOKENS),
    ];
    let (session, waits, server) = by_device(polls).await;
    is_shown_without_secrets(&session);
    let text = session.expect("a session").to_text();
    assert!(text.reveal().contains("s3cret-refresh"));
    assert_eq!(waits, [5, 5, 10, 15]);
    let requests = server.requests();
    assert!(
        requests[0]
            .text()
            .contains("scope=User.Read%20offline_access")
    );
    assert!(requests[1].text().contains("device_code=s3cret-device"));
    for request in requests {
        assert_eq!(request.header("authorization"), None);
    }
}

#[tokio::test]
async fn a_device_code_ends_in_an_error_that_says_why() {
    let says = |error: &SignInError| error.to_string();
    for (reply, said) in [
        (refusal("authorization_declined"), "declined"),
        (refusal("access_denied"), "declined"),
        (refusal("expired_token"), "expired"),
        (refusal("invalid_grant"), "sign in again"),
        (refusal("invalid_client"), "invalid_client: no: … "),
        (
            Canned::json(200, "s3cret garbage"),
            "no answer to a sign-in",
        ),
        (
            Canned::json(400, "s3cret garbage"),
            "no answer to a sign-in",
        ),
    ] {
        let (session, _, _server) = by_device(vec![reply]).await;
        let error = session.expect_err("no session");
        assert!(says(&error).contains(said), "{error}");
        assert!(!says(&error).contains("s3cret-device"), "{error}");
        assert!(!format!("{error:?}").contains("s3cret-device"), "{error:?}");
    }
    let pending = (0..20).map(|_| refusal("authorization_pending")).collect();
    let (session, waits, _server) = by_device(pending).await;
    assert!(matches!(session, Err(SignInError::Expired)), "{session:?}");
    assert_eq!(waits.iter().sum::<u64>(), 60);
}

fn parameter(url: &str, name: &str) -> String {
    let found = url.split(['?', '&']).find_map(|pair| {
        let (found, value) = pair.split_once('=')?;
        (found == name).then(|| value.to_owned())
    });
    found.unwrap_or_else(|| panic!("{name} is in {url}"))
}

#[tokio::test]
async fn a_browser_brings_a_code_that_is_exchanged_with_its_verifier() {
    let server = Loopback::start(vec![Canned::json(200, TOKENS)]).await;
    let app = app(&server).handles_claims();
    let sign_in = app.authorization(&["User.Read"], "http://localhost:8400");
    let url = sign_in.url().to_owned();
    assert!(url.contains("/my%20tenant/oauth2/v2.0/authorize?"), "{url}");
    assert_eq!(parameter(&url, "code_challenge_method"), "S256");
    assert!(parameter(&url, "claims").contains("cp1"));
    let back = format!(
        "http://localhost:8400/?code=s3cret%2Bcode&state={}#_",
        parameter(&url, "state")
    );
    let session = sign_in.finish(&back, &Hasty::new()).await;
    is_shown_without_secrets(&session.expect("a session"));
    let sent = server.request();
    assert!(
        sent.text().contains("code=s3cret%2Bcode"),
        "{}",
        sent.text()
    );
    let verifier = parameter(&format!("?{}", sent.text()), "code_verifier");
    assert!(verifier.len() >= 43);
    assert!(!url.contains(&verifier));
}

#[tokio::test]
async fn what_a_browser_brings_of_another_sign_in_is_refused() {
    let server = Loopback::start(vec![]).await;
    for answer in [
        "?code=c",
        "?code=c&state=x",
        "?code=c&state=S&state=S",
        "?state=S",
        "",
        "?error=access_denied",
    ] {
        let sign_in = app(&server).authorization(&["User.Read"], "http://localhost:8400");
        let state = parameter(sign_in.url(), "state");
        let result = sign_in
            .finish(&answer.replace('S', &state), &Hasty::new())
            .await;
        assert!(matches!(result, Err(SignInError::NotOurs)), "{answer}");
    }
    let sign_in = app(&server).authorization(&["User.Read"], "http://localhost:8400");
    let declined = format!(
        "?error=access_denied&state={}",
        parameter(sign_in.url(), "state")
    );
    let result = sign_in.finish(&declined, &Hasty::new()).await;
    assert!(matches!(result, Err(SignInError::Declined)));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_client_keeps_a_rotated_refresh_token_over_a_restart() {
    let provider = Loopback::bind().await.answer(|asked| match asked.text() {
        text if text.contains("refresh_token=s3cret-1") => Canned::json(
            200,
            r#"{"access_token":"s3cret-a","expires_in":3600,"refresh_token":"s3cret-2"}"#,
        ),
        text if text.contains("refresh_token=s3cret-2") => {
            Canned::json(200, r#"{"access_token":"s3cret-b","expires_in":3600}"#)
        }
        _ => refusal("invalid_grant"),
    });
    let service = Loopback::bind().await.answer(|_| Canned::status(204));
    let folder = tempfile::tempdir().expect("a folder");
    let file = Arc::new(folder.path().join("session"));
    let app = app(&provider);
    std::fs::write(&*file, stored(&app, "s3cret-1").to_text().reveal()).expect("written");
    for token in ["Bearer s3cret-a", "Bearer s3cret-b"] {
        let text = std::fs::read_to_string(&*file).expect("read");
        let session = Session::from_text(&app, &Secret::new(text)).expect("a session");
        let network = Network::new().expect("a network");
        let kept = file.clone();
        let credential = UserCredential::new(app.clone(), session, network)
            .on_change(move |session| Ok(std::fs::write(&*kept, session.to_text().reveal())?));
        is_shown_without_secrets(&credential);
        let client = Client::builder(credential).endpoint(service.origin());
        let tokens = tokens(client.build().expect("a client"));
        token::succeed(&tokens).await;
        let last = service.requests().pop().expect("a request");
        assert_eq!(last.header("authorization"), Some(token));
    }
}

#[tokio::test]
async fn a_session_that_could_not_be_stored_is_stored_with_the_next_token() {
    let first = r#"{"access_token":"s3cret-a","expires_in":3600,"refresh_token":"s3cret-2"}"#;
    let second = r#"{"access_token":"s3cret-b","expires_in":3600}"#;
    let replies = [first, second, second].map(|body| Canned::json(200, body));
    let provider = Loopback::start(replies.to_vec()).await;
    let app = app(&provider);
    let session = stored(&app, "s3cret-1");
    let attempts: Arc<Mutex<Vec<Secret>>> = Arc::default();
    let seen = attempts.clone();
    let network = Network::new().expect("a network");
    let credential = UserCredential::new(app, session, network).on_change(move |session| {
        let mut seen = seen.lock().expect("the attempts");
        seen.push(session.to_text());
        match seen.len() {
            1 => Err("the disk is full".into()),
            _ => Ok(()),
        }
    });
    for is_given in [false, true, true] {
        let token = credential.token(TokenRequest::new(&["User.Read"])).await;
        assert_eq!(token.is_ok(), is_given, "{token:?}");
    }
    let attempts = attempts.lock().expect("the attempts");
    assert_eq!(attempts.len(), 2);
    for text in attempts.iter() {
        assert!(text.reveal().contains("s3cret-2"));
    }
}

/// Answers with a head, and with a body that never ends.
struct Stalled;

impl Transport for Stalled {
    fn send(
        &self,
        _: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, BoxError>> {
        let body = ResponseBody::new(futures_util::stream::pending());
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_whose_body_does_not_end_is_given_up() {
    let network = Network::over(Stalled);
    let code = App::new("app").device_code(&["User.Read"], &network).await;
    let error = code.expect_err("no answer");
    let source = std::error::Error::source(&error).expect("a source");
    assert!(source.to_string().contains("within 30s"), "{source}");
}

#[tokio::test]
async fn a_refused_refresh_is_an_error_of_the_credential_that_says_to_sign_in_again() {
    let provider = Loopback::start(vec![refusal("invalid_grant")]).await;
    let app = app(&provider);
    let session = stored(&app, "s3cret-refresh");
    let credential = UserCredential::new(app, session, Network::new().expect("a network"));
    let tokens = tokens(Client::builder(credential).build().expect("a client"));
    let error = tokens.raw_request(Method::GET).send().await;
    let error = error.expect_err("no token");
    assert!(matches!(error.kind(), ErrorKind::Credential), "{error:?}");
    let source = std::error::Error::source(&error).expect("a source");
    let why = source.downcast_ref::<SignInError>().expect("of that type");
    let SignInError::SignInAgain(refusal) = why else {
        panic!("{why:?}");
    };
    assert_eq!(
        (refusal.codes.as_slice(), refusal.claims.as_deref()),
        (&[50076][..], Some("{}"))
    );
    assert!(why.to_string().contains("sign in again"), "{why}");
    assert!(
        !format!("{error:?}").contains("s3cret-refresh"),
        "{error:?}"
    );
}

#[tokio::test]
async fn claims_that_a_service_asks_for_go_along_with_what_the_program_can_do() {
    let server = Loopback::start(vec![Canned::json(200, TOKENS)]).await;
    let app = app(&server).handles_claims();
    let mut session = stored(&app, "s3cret-0");
    let asked = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
    let token = session
        .token(&app, &["a"], Some(asked), &Hasty::new())
        .await;
    let token = token.expect("a token");
    is_shown_without_secrets(&token);
    assert_eq!(token.life, Duration::from_secs(3600));
    let claims = parameter(&format!("?{}", server.request().text()), "claims");
    assert!(claims.contains("nbf") && claims.contains("cp1"), "{claims}");
}

#[test]
fn each_cloud_has_its_login_host() {
    for (cloud, host) in [
        (Cloud::Global, "https://login.microsoftonline.com/"),
        (Cloud::UsGov, "https://login.microsoftonline.us/"),
        (Cloud::UsGovDod, "https://login.microsoftonline.us/"),
        (Cloud::China, "https://login.partner.microsoftonline.cn/"),
    ] {
        let sign_in = App::new("app")
            .cloud(cloud)
            .authorization(&[], "http://localhost");
        assert!(sign_in.url().starts_with(host), "{}", sign_in.url());
    }
}

#[test]
fn what_is_stored_of_another_program_or_of_none_is_refused() {
    for text in [
        "",
        "{}",
        r#"{"version":2,"client_id":"app","refresh_token":"s3cret"}"#,
        r#"{"version":1,"client_id":"b","refresh_token":"s3cret"}"#,
    ] {
        let read = Session::from_text(&App::new("app"), &Secret::new(text));
        assert!(matches!(read, Err(SignInError::Stored)), "{text}");
    }
    for origin in [
        "http://login.example",
        "login.example",
        "https://a.example/path",
    ] {
        assert!(App::new("app").login(origin).is_err(), "{origin}");
    }
}

#[tokio::test]
async fn a_provider_that_fails_is_an_error_of_the_credential_in_which_nothing_secret_is() {
    let gone = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
    let gone = gone.expect("a port");
    let reset = format!("http://{}", gone.local_addr().expect("its address"));
    tokio::spawn(async move { while gone.accept().await.is_ok() {} });
    let failing = [
        (Canned::status(500), "500 Internal Server Error"),
        (Canned::json(200, "s3cret-refresh {"), "200 OK"),
        (
            Canned::json(400, r#"["s3cret-refresh"]"#),
            "400 Bad Request",
        ),
        (
            refusal("temporarily_unavailable"),
            "temporarily_unavailable",
        ),
    ];
    let mut rows = Vec::new();
    for (reply, said) in failing {
        let server = Loopback::start(vec![reply]).await;
        rows.push((server.origin().to_owned(), said, Some(server)));
    }
    rows.push((reset, "gave no answer", None));
    for (origin, said, _server) in rows {
        let app = App::new("app").login(&origin).expect("an origin");
        let session = stored(&app, "s3cret-refresh");
        let credential = UserCredential::new(app, session, Network::new().expect("a network"));
        let tokens = tokens(Client::builder(credential).build().expect("a client"));
        let error = tokens.raw_request(Method::GET).send().await;
        let error = error.expect_err("no token");
        assert!(matches!(error.kind(), ErrorKind::Credential), "{error:?}");
        let source = std::error::Error::source(&error).expect("a source");
        assert!(source.to_string().contains(said), "{source}");
        let shown = format!("{error:?} {error} {source}");
        assert!(!shown.contains("s3cret-refresh"), "{shown}");
    }
}

#[tokio::test]
async fn a_token_that_is_said_to_live_for_ever_is_kept_and_overflows_no_clock() {
    let body = format!(r#"{{"access_token":"s3cret-a","expires_in":{}}}"#, u64::MAX);
    let provider = Loopback::start(vec![Canned::json(200, &body)]).await;
    let service = Loopback::start(vec![Canned::status(204)]).await;
    let app = app(&provider);
    let session = stored(&app, "s3cret-0");
    let credential = UserCredential::new(app, session, Network::new().expect("a network"));
    let client = Client::builder(credential).endpoint(service.origin());
    let tokens = tokens(client.build().expect("a client"));
    token::succeed(&tokens).await;
    let code = format!(
        r#"{{"device_code":"d","user_code":"u","verification_uri":"v","expires_in":60,"interval":{}}}"#,
        u64::MAX
    );
    let provider = Loopback::start(vec![Canned::json(200, &code)]).await;
    let network = Hasty::new();
    let code = App::new("app").login(provider.origin()).expect("an origin");
    let code = code.device_code(&[], &network).await.expect("a code");
    let session = code.wait(&network).await;
    assert!(matches!(session, Err(SignInError::Expired)), "{session:?}");
}
