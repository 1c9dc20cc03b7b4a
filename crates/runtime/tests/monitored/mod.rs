//! An operation of a made-up service, and the responses that it has.

// Each test binary uses a part of it.
#![allow(dead_code)]

use graphwright::operation::{Completed, Operation, Step};
use graphwright::{Client, Error, Method, Request, ServiceClient, http};

use crate::network::{Network, response, run};
use crate::token::{ROOT, Token};

pub(crate) const MONITOR: &str = "https://graph.microsoft.com/beta/operations/8";

pub(crate) fn service() -> ServiceClient {
    ServiceClient::new(Client::sans_io().build().expect("a client"), ROOT)
}

pub(crate) fn copy() -> Request<Token> {
    let request = service().request(Method::POST, "/tokens/7/copy");
    request.returning()
}

pub(crate) fn with(
    mut response: http::Response<String>,
    headers: &[(&str, &str)],
) -> http::Response<String> {
    for (name, value) in headers {
        let name: http::HeaderName = name.parse().expect("a name");
        let value = value.parse().expect("a header");
        response.headers_mut().insert(name, value);
    }
    response
}

pub(crate) fn accepted(location: &str) -> http::Response<String> {
    with(response(202, ""), &[("location", location)])
}

pub(crate) fn running() -> http::Response<String> {
    response(200, r#"{"id":"8","status":"running"}"#)
}

pub(crate) fn token() -> http::Response<String> {
    response(200, r#"{"id":"9"}"#)
}

/// Starts an operation and waits for it, with these responses; returns the outcome and the requests after the first.
pub(crate) fn carried(
    replies: impl IntoIterator<Item = http::Response<String>>,
) -> (Result<Completed<Token>, Error>, Vec<String>, Network) {
    let network = Network::new(replies);
    let completed = run(async {
        let mut operation = copy().start_by(&network).await?;
        operation.wait_by(&network).await
    });
    let asked = network.asked();
    let asked = asked
        .iter()
        .map(|one| format!("{} {}", one.method(), one.uri()));
    let asked = asked.skip(1).collect();
    (completed, asked, network)
}

pub(crate) fn id(completed: &Completed<Token>) -> Option<&str> {
    completed.value.as_ref()?.id.as_deref()
}

/// Returns the URLs that an operation is asked at, where the responses are these.
pub(crate) fn urls(
    operation: &mut Operation<Token>,
    replies: impl IntoIterator<Item = http::Response<String>>,
) -> Vec<String> {
    let mut replies = replies.into_iter();
    let mut urls = Vec::new();
    loop {
        match operation.step().expect("a step") {
            Step::Wait(_) => {}
            Step::Done(_) => return urls,
            Step::Send(request) => {
                urls.push(request.url().to_owned());
                let answer = request.decode(replies.next().expect("a reply"));
                operation.answered(answer).expect("a success");
            }
        }
    }
}
