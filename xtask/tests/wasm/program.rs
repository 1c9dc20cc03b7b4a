//! A program of one thread without an operating system, whose network stack holds an `Rc`. It has no output: what is not
//! as it should be panics, which ends its run as a trap.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use graphwright::{
    BoxError, Bytes, Carrier, Client, Method, Patch, ResponseBody, Secret, SecurityScheme, http,
};
use vpp_beta::models::VppToken;

/// A network with its responses, the requests that it got, and the sum of waits.
#[derive(Default)]
struct Inner {
    replies: RefCell<VecDeque<http::Response<&'static str>>>,
    asked: RefCell<Vec<http::Request<Bytes>>>,
    waits: RefCell<Vec<Duration>>,
}

#[derive(Clone, Default)]
struct Network(Rc<Inner>);

impl Network {
    fn reply(&self, status: u16, headers: &[(&str, &str)], body: &'static str) {
        let response = headers.iter().fold(
            http::Response::builder().status(status),
            |response, (name, value)| response.header(*name, *value),
        );
        let response = response.body(body).expect("a response");
        self.0.replies.borrow_mut().push_back(response);
    }
}

impl Carrier for Network {
    type Body = ResponseBody;

    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<ResponseBody>, BoxError> {
        self.0.asked.borrow_mut().push(request);
        let reply = self.0.replies.borrow_mut().pop_front();
        let reply = reply.ok_or("nothing is left to say")?;
        Ok(reply.map(|body| ResponseBody::from(body.as_bytes().to_vec())))
    }

    async fn secret(
        &self,
        _: &SecurityScheme,
        _: &[String],
    ) -> Result<Option<Secret>, BoxError> {
        Ok(Some(Secret::new("a-token")))
    }

    async fn wait(&self, time: Duration) {
        self.0.waits.borrow_mut().push(time);
    }
}

/// An executor: nothing here ever waits for anything.
fn run<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("something waits"),
    }
}

const JSON: (&str, &str) = ("content-type", "application/json");

fn main() {
    let network = Network::default();
    let core = Client::sans_io().build().expect("a client");
    let tokens = vpp_beta::Client::from(core).device_app_management().vpp_tokens();

    // A date says when to come again, measured from the date of the response.
    let date = ("date", "Tue, 01 Dec 2026 12:00:00 GMT");
    let after = ("retry-after", "Tue, 01 Dec 2026 12:00:09 GMT");
    network.reply(429, &[date, after], "");
    let next = r#"{"value":[{"id":"1"}],"@odata.nextLink":"https://graph.microsoft.com/beta/deviceAppManagement/vppTokens?$skiptoken=2"}"#;
    network.reply(200, &[JSON], next);
    // A date beside no other is measured by a clock, and there is none.
    network.reply(503, &[after], "");
    network.reply(200, &[JSON], r#"{"value":[{"id":"2"},{"id":"3"}]}"#);
    let mut pages = tokens.list().pages();
    let mut ids = Vec::new();
    while let Some(token) = run(pages.next_by(&network)) {
        ids.extend(token.expect("a token").id);
    }
    assert_eq!(ids, ["1", "2", "3"]);
    let waits = network.0.waits.borrow().clone();
    assert_eq!(waits[0], Duration::from_secs(9));
    assert_eq!(waits.len(), 2);

    let token = tokens.id("1");
    let error = r#"{"error":{"code":"ErrorItemNotFound","message":"It is gone."}}"#;
    network.reply(404, &[JSON], error);
    let gone = run(token.get().send_by(&network)).expect_err("an error");
    assert_eq!(gone.code(), Some("ErrorItemNotFound"));

    network.reply(204, &[], "");
    let change = Patch::<VppToken>::new().set(VppToken::DISPLAY_NAME, "Oslo");
    let changed = run(token.update(change).send_by(&network)).expect("a change");
    assert!(changed.is_none());
    let asked = network.0.asked.borrow();
    let last = asked.last().expect("a request");
    assert_eq!(last.method(), Method::PATCH);
    assert_eq!(&last.body()[..], br#"{"displayName":"Oslo"}"#);
    assert_eq!(last.headers()["authorization"], "Bearer a-token");
}
