//! The network of a program that has its own: sign-in, retries and log are its own, and all of it lives on one thread.
//! What to do about a response follows from plain functions of Graphwright.

// Each test binary uses a part of it.
#![allow(dead_code)]

mod event_loop;
mod wire;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use graphwright::http::header::AUTHORIZATION;
use graphwright::http::{HeaderValue, Response};
use graphwright::retry::{Attempt, Decision, Outcome, decide};
use graphwright::{Bytes, Error, Payload, Request, Result, StatusCode};
use graphwright_mail::Network;
use graphwright_mail::service::{EXPIRED_TOKEN, TOKEN};

pub(crate) use event_loop::run;
use event_loop::sleep;
use wire::Body;

/// The network stack of the program. It cannot leave its thread.
#[derive(Clone, Default)]
pub(crate) struct OwnStack(Rc<Shared>);

#[derive(Default)]
struct Shared {
    /// How many tokens the sign-in has given.
    tokens: Cell<usize>,
    /// The name and the outcome of each request.
    log: RefCell<Vec<(String, Option<StatusCode>)>>,
}

impl OwnStack {
    pub(crate) fn tokens_taken(&self) -> usize {
        self.0.tokens.get()
    }

    pub(crate) fn log(&self) -> Vec<(String, Option<StatusCode>)> {
        self.0.log.borrow().clone()
    }

    /// The token that the program has; with the first one it does not know that it has expired.
    fn token(&self) -> &'static str {
        if self.0.tokens.get() == 0 {
            self.renew();
        }
        match self.0.tokens.get() {
            1 => EXPIRED_TOKEN,
            _ => TOKEN,
        }
    }

    fn renew(&self) {
        self.0.tokens.set(self.0.tokens.get() + 1);
    }

    /// Carries a request until there is an answer to go by, whatever it says.
    async fn carry<T: Payload>(&self, request: &Request<T>) -> Result<Response<Body>> {
        let unsigned = request.to_http()?;
        let mut attempt = Attempt::of(request);
        let mut has_renewed = false;
        loop {
            let mut http = unsigned.clone();
            if request.service().may_have_token(request.url()) {
                let token = HeaderValue::try_from(format!("Bearer {}", self.token()));
                let token = token.map_err(Error::credential)?;
                http.headers_mut().insert(AUTHORIZATION, token);
            }
            let sent = wire::send(http).await;
            let status = sent.as_ref().ok().map(|response| response.status());
            self.0.log.borrow_mut().push((name_of(request), status));
            let decision = match &sent {
                Ok(response) if response.status() == StatusCode::UNAUTHORIZED && !has_renewed => {
                    has_renewed = true;
                    self.renew();
                    continue;
                }
                Ok(response) => {
                    let (status, headers) = (response.status(), response.headers());
                    decide(&attempt, &Outcome::Answered { status, headers })
                }
                Err(_) => decide(&attempt, &Outcome::Lost),
            };
            match decision {
                Decision::Wait(time) => {
                    sleep(time).await;
                    attempt = attempt.next(time);
                }
                Decision::GiveUp => return sent.map_err(Error::transport),
            }
        }
    }
}

impl Network for OwnStack {
    async fn send<T: Payload>(&self, request: Request<T>) -> Result<T> {
        let request = named(request)?;
        let (head, body) = self.carry(&request).await?.into_parts();
        let body = body.whole().await.map_err(Error::transport)?;
        Ok(request.decode(Response::from_parts(head, body))?.value)
    }

    async fn stream(&self, request: Request<Bytes>, mut take: impl FnMut(&[u8])) -> Result<()> {
        let request = named(request)?;
        let (head, mut body) = self.carry(&request).await?.into_parts();
        if !head.status.is_success() {
            let body = body.whole().await.map_err(Error::transport)?;
            return request.decode(Response::from_parts(head, body)).map(drop);
        }
        while let Some(piece) = body.piece().await.map_err(Error::transport)? {
            take(&piece);
        }
        Ok(())
    }

    async fn wait(&self, time: Duration) {
        sleep(time).await;
    }
}

/// The header by which program and service name a request.
const NAME: &str = "client-request-id";

/// Gives a request the name that it keeps however often it is sent, and that its errors have.
fn named<T: Payload>(request: Request<T>) -> Result<Request<T>> {
    let http = request.to_http()?;
    let name = http.headers().get(NAME).and_then(|name| name.to_str().ok());
    Ok(request.header(NAME, name.unwrap_or_default()))
}

fn name_of<T>(request: &Request<T>) -> String {
    let name = request.headers().get(NAME);
    let name = name.and_then(|name| name.to_str().ok());
    name.unwrap_or_default().to_owned()
}
