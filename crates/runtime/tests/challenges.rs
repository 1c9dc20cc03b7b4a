//! A service refuses a token, and another one is asked for once, with the claims that the service asks for.

#![cfg(feature = "client")]

mod support;
mod token;

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use graphwright::{
    AccessToken, BoxError, BoxFuture, Bytes, Carrier, Client, Credential, Error, Method,
    ResponseBody, Secret, SecurityScheme, TokenRequest, http,
};
use support::{Canned, Loopback};
use token::{Token, tokens};

const CLAIMS: &str = r#"{"access_token":{"nbf":{"essential":true}}}"#;
const CHALLENGE: &str = r#"Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==""#;

/// Keeps the claims that it is asked for, and gives them only if it can.
#[derive(Clone)]
struct Asked(Arc<Mutex<Vec<Option<String>>>>, bool);

impl Asked {
    fn new(can: bool) -> Self {
        Self(Arc::default(), can)
    }

    fn all(&self) -> Vec<Option<String>> {
        self.0.lock().expect("the claims").clone()
    }
}

impl Credential for Asked {
    fn token<'a>(
        &'a self,
        request: TokenRequest<'a>,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        let mut asked = self.0.lock().expect("the claims");
        asked.push(request.claims.map(str::to_owned));
        let number = asked.len();
        let refuses = request.claims.is_some() && !self.1;
        Box::pin(async move {
            match refuses {
                true => Err("it cannot pass on claims".into()),
                false => Ok(AccessToken {
                    secret: Secret::new(format!("s3cret-{number}")),
                    expires_on: SystemTime::now() + Duration::from_secs(3600),
                }),
            }
        })
    }
}

/// A server that refuses the first token, with a challenge or without, from the page `from` on.
async fn server(challenge: Option<&'static str>, from: usize) -> Loopback {
    let bound = Loopback::bind().await;
    let origin = bound.origin().to_owned();
    bound.answer(move |asked| {
        let page: usize = match asked.target.split_once("page=") {
            Some((_, page)) => page.parse().expect("a number"),
            None => 1,
        };
        if page >= from && asked.header("authorization") == Some("Bearer s3cret-1") {
            let refused = Canned::status(401);
            return match challenge {
                Some(challenge) => refused.header("www-authenticate", challenge),
                None => refused,
            };
        }
        let next = match page {
            5 => String::new(),
            _ => format!(
                r#","@odata.nextLink":"{origin}/beta/tokens?page={}""#,
                page + 1
            ),
        };
        Canned::json(200, &format!(r#"{{"value":[{{"id":"{page}"}}]{next}}}"#))
    })
}

async fn send(server: &Loopback, credential: &Asked, method: Method) -> Result<(), Error> {
    let core = Client::builder(credential.clone()).endpoint(server.origin());
    let tokens = tokens(core.build().expect("a client"));
    tokens.raw_request(method).send().await.map(drop)
}

#[tokio::test]
async fn an_expired_token_and_a_claims_challenge_are_answered_once_whatever_the_method_is() {
    let rows = [
        (None, None),
        (Some(CHALLENGE), Some(CLAIMS)),
        (Some(r#"Bearer claims="garbage""#), None),
    ];
    for (challenge, claims) in rows {
        for method in [Method::GET, Method::PATCH, Method::POST] {
            let (server, credential) = (server(challenge, 1).await, Asked::new(true));
            send(&server, &credential, method).await.expect("a success");
            assert_eq!(server.requests().len(), 2);
            assert_eq!(credential.all(), [None, claims.map(str::to_owned)]);
        }
    }
}

#[tokio::test]
async fn an_expired_token_and_a_claims_challenge_at_page_three_of_five_lose_no_page() {
    for (challenge, claims) in [(None, None), (Some(CHALLENGE), Some(CLAIMS))] {
        let (server, credential) = (server(challenge, 3).await, Asked::new(true));
        let core = Client::builder(credential.clone()).endpoint(server.origin());
        let tokens = tokens(core.build().expect("a client"));
        let mut items = tokens
            .request::<graphwright::Page<Token>>(Method::GET)
            .items();
        let mut ids = Vec::new();
        while let Some(item) = items.next().await {
            ids.push(item.expect("an item").id.expect("an id"));
        }
        assert_eq!(ids, ["1", "2", "3", "4", "5"]);
        assert_eq!(server.requests().len(), 6);
        assert_eq!(credential.all(), [None, claims.map(str::to_owned)]);
    }
}

#[tokio::test]
async fn claims_that_a_credential_cannot_pass_on_are_told_to_the_caller() {
    let (server, credential) = (server(Some(CHALLENGE), 1).await, Asked::new(false));
    let error = send(&server, &credential, Method::GET).await;
    let error = error.expect_err("claims");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(error.claims().as_deref(), Some(CLAIMS));
    assert!(
        !format!("{error:?} {error}").contains("s3cret"),
        "{error:?}"
    );
    assert_eq!(server.requests().len(), 1);
}

/// A network of one thread that refuses the first token with a challenge.
#[derive(Default)]
struct Own(std::cell::RefCell<Vec<String>>);

impl Carrier for Own {
    type Body = ResponseBody;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<ResponseBody>, BoxError> {
        let answer = match request.headers()["authorization"] == "Bearer s3cret-0" {
            true => http::Response::builder()
                .status(401)
                .header("www-authenticate", CHALLENGE),
            false => http::Response::builder().status(204),
        };
        Ok(answer.body(ResponseBody::from(Vec::new()))?)
    }

    async fn secret(&self, _: &SecurityScheme, _: &[String]) -> Result<Option<Secret>, BoxError> {
        let number = self.0.borrow().len();
        Ok(Some(Secret::new(format!("s3cret-{number}"))))
    }

    fn challenged(&self, claims: &str) {
        self.0.borrow_mut().push(claims.to_owned());
    }

    async fn wait(&self, _: Duration) {}
}

#[tokio::test]
async fn a_network_stack_of_the_program_is_told_the_claims_before_it_is_asked_for_another_token() {
    let own = Own::default();
    let tokens = tokens(Client::sans_io().build().expect("a client"));
    let sent = tokens.raw_request(Method::PATCH).send_by(&own).await;
    sent.expect("a success");
    assert_eq!(*own.0.borrow(), [CLAIMS]);
}
