//! An executor of one thread, and a network that cannot leave it.

// Each test binary uses a part of it.
#![allow(dead_code)]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use graphwright::{BoxError, Bytes, Carrier, ResponseBody, Secret, SecurityScheme, http};

/// A response in JSON.
pub(crate) fn response(status: u16, body: &str) -> http::Response<String> {
    let response = http::Response::builder().status(status);
    let response = response.header("content-type", "application/json");
    response.body(body.to_owned()).expect("a response")
}

/// The executor of this thread.
pub(crate) fn run<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return done;
        }
    }
}

/// A network that plays its service. It cannot leave its thread.
#[derive(Clone)]
pub(crate) struct Network(Rc<Inner>);

struct Inner {
    replies: RefCell<VecDeque<http::Response<String>>>,
    asked: RefCell<Vec<http::Request<Bytes>>>,
    tokens: Cell<u32>,
    waited: Cell<Duration>,
}

impl Network {
    pub(crate) fn new(replies: impl IntoIterator<Item = http::Response<String>>) -> Self {
        Self(Rc::new(Inner {
            replies: RefCell::new(replies.into_iter().collect()),
            asked: RefCell::default(),
            tokens: Cell::new(1),
            waited: Cell::default(),
        }))
    }

    pub(crate) fn asked(&self) -> Vec<http::Request<Bytes>> {
        self.0.asked.borrow().clone()
    }

    /// Returns the sum of all waits.
    pub(crate) fn waited(&self) -> Duration {
        self.0.waited.get()
    }
}

/// Comes back once before it goes on, as a network does.
pub(crate) async fn later() {
    let mut is_first = true;
    poll_fn(|_| match std::mem::take(&mut is_first) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await;
}

impl Carrier for Network {
    type Body = ResponseBody;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<ResponseBody>, BoxError> {
        later().await;
        self.0.asked.borrow_mut().push(request);
        let reply = self.0.replies.borrow_mut().pop_front();
        let reply = reply.ok_or("the connection was closed")?;
        Ok(reply.map(|text| ResponseBody::from(text.into_bytes())))
    }

    async fn secret(
        &self,
        scheme: &SecurityScheme,
        scopes: &[String],
    ) -> Result<Option<Secret>, BoxError> {
        assert_eq!(scheme.0, "");
        assert_eq!(scopes, ["https://graph.microsoft.com/.default"]);
        Ok(Some(Secret::new(format!("token {}", self.0.tokens.get()))))
    }

    fn refused(&self, secret: &Secret) {
        assert_eq!(secret.reveal(), format!("token {}", self.0.tokens.get()));
        self.0.tokens.set(self.0.tokens.get() + 1);
    }

    async fn wait(&self, time: Duration) {
        later().await;
        self.0.waited.set(self.0.waited.get() + time);
    }
}
